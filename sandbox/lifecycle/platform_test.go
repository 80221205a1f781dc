package lifecycle_test

import (
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
)

// platformOrder is the order in which the platform's projects read each other.
var platformOrder = []string{"platform-network", "platform-data", "platform-services", "platform-access"}

// company is the example's stack of each project, in a cloud of its own.
type company struct {
	t       *testing.T
	cloud   *sandbox.Cloud
	members []sandbox.Member
}

func newCompany(t *testing.T, stack string) *company {
	t.Helper()
	members, err := sandbox.FindProjects(filepath.Join(examplesFolder, "platform"), stack)
	require.NoError(t, err)
	require.Len(t, members, len(platformOrder))
	for i, m := range members {
		members[i] = lifecycletest.PrebuiltMember(t, m)
	}
	return &company{t: t, cloud: lifecycletest.NewCloud(t, sandbox.Options{}), members: members}
}

// up brings everything up in the order of the contracts, and returns the order with what was done.
func (c *company) up() (order []string, results map[string]*sandbox.Result) {
	c.t.Helper()
	results = map[string]*sandbox.Result{}
	require.NoError(c.t, c.cloud.InOrder(context.Background(), c.members, func(m sandbox.Member) error {
		order = append(order, m.Stack.Project)
		result, err := c.cloud.Up(context.Background(), m.Stack.String(), m.Program())
		results[m.Stack.Project] = result
		return err
	}))
	return order, results
}

func (c *company) member(project string) sandbox.Member {
	c.t.Helper()
	for _, m := range c.members {
		if m.Stack.Project == project {
			return m
		}
	}
	require.Failf(c.t, "no such project", "%s", project)
	return sandbox.Member{}
}

// assertNothingChanges checks that a run has read at most. The stack itself is not a thing that is made.
func assertNothingChanges(t *testing.T, result *sandbox.Result) {
	t.Helper()
	for _, step := range result.Steps {
		if step.URN.Type() == "pulumi:pulumi:Stack" {
			continue
		}
		assert.Contains(t, []string{"read", "same", "refresh"}, step.Op, "%s", step.URN)
	}
}

// The whole company comes up by one command, in the order of its contracts; a second time there is nothing to do.
func TestPlatform(t *testing.T) {
	t.Parallel()
	for _, stack := range []string{"staging", "production"} {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			c := newCompany(t, stack)
			order, first := c.up()
			assert.Equal(t, platformOrder, order)
			for project, result := range first {
				assert.Positive(t, result.Changes["create"], project)
				for _, token := range result.Unmodelled {
					assert.Equal(t, "pulumi:pulumi:StackReference", token, project)
				}
			}
			before := c.cloud.Objects()
			order, second := c.up()
			assert.Equal(t, platformOrder, order)
			for project, result := range second {
				assert.NotEmpty(t, result.Changes, project)
				assertNothingChanges(t, result)
			}
			assert.Equal(t, before, c.cloud.Objects())
		})
	}
}

// What one project exports is what the other one uses.
func TestPlatformIsJoined(t *testing.T) {
	t.Parallel()
	c := newCompany(t, "staging")
	_, made := c.up()
	network, data := made["platform-network"].Outputs, made["platform-data"].Outputs
	sessions, products := data["sessions"].ObjectValue(), data["products"].ObjectValue()

	domain := findOfType(t, made["platform-data"], "aws:opensearch/domain:Domain", "products-domain")
	assert.Equal(t, network["isolatedSubnetIds"].ArrayValue()[:1], domain.Inputs["vpcOptions"].ObjectValue()["subnetIds"].ArrayValue())
	for _, service := range []string{"web", "indexer"} {
		text := findOfType(t, made["platform-services"], "aws:ecs/taskDefinition:TaskDefinition", service+"-task-definition").Inputs["containerDefinitions"].StringValue()
		assert.Contains(t, text, sessions["secretArn"].StringValue()+":url::"+sessions["secretVersionId"].StringValue())
		assert.Contains(t, text, products["clientRoleArn"].StringValue())
	}
	connector := findOfType(t, made["platform-access"], "aws:ecs/service:Service", "access-connector-1-service")
	assert.Equal(t, made["platform-services"].Outputs["clusterArn"], connector.Inputs["cluster"])
	for store, group := range map[string]string{
		"sessions": sessions["securityGroupId"].StringValue(), "products": products["securityGroupId"].StringValue(),
	} {
		rule := findOfType(t, made["platform-access"], "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", store+"-from-connectors")
		assert.Equal(t, group, rule.Inputs["securityGroupId"].StringValue(), store)
	}
}

// A new password in one project rolls the services of another one at their next update, and touches nobody else.
func TestPlatformWithANewPassword(t *testing.T) {
	t.Parallel()
	c := newCompany(t, "staging")
	c.up()
	data := c.member("platform-data")
	rotated, err := c.cloud.Up(context.Background(), data.Stack.String(), data.Program(), sandbox.WithConfig(map[string]string{"data": lifecycletest.JSON(t, map[string]any{
		"sessions": map[string]any{"engine_version": "8.0", "final_snapshot": false, "password_generation": 2},
		"products": map[string]any{
			"engine_version": "OpenSearch_2.19", "admin_role_arn": "arn:aws:iam::123456789012:role/search-admin", "volume_gb": 20,
		},
		"profile": "development", "protect": false,
	})}))
	require.NoError(t, err)
	version := rotated.Outputs["sessions"].ObjectValue()["secretVersionId"].StringValue()

	services := c.member("platform-services")
	rolled, err := c.cloud.Up(context.Background(), services.Stack.String(), services.Program())
	require.NoError(t, err)
	for _, service := range []string{"web", "indexer"} {
		text := findOfType(t, rolled, "aws:ecs/taskDefinition:TaskDefinition", service+"-task-definition").Inputs["containerDefinitions"].StringValue()
		assert.Contains(t, text, ":url::"+version, service)
		assert.Equal(t, []string{"update"}, lifecycletest.Operations(rolled, service+"-service"))
	}
	access := c.member("platform-access")
	untouched, err := c.cloud.Up(context.Background(), access.Stack.String(), access.Program())
	require.NoError(t, err)
	assertNothingChanges(t, untouched)
}

// Staging goes in the reverse order and leaves nothing behind.
func TestPlatformGoes(t *testing.T) {
	t.Parallel()
	c := newCompany(t, "staging")
	c.up()
	var order []string
	require.NoError(t, c.cloud.InReverse(c.members, func(m sandbox.Member) error {
		order = append([]string{m.Stack.Project}, order...)
		_, err := c.cloud.Destroy(context.Background(), m.Stack.String(), m.Program())
		return err
	}))
	assert.Equal(t, platformOrder, order)
	assert.Empty(t, c.cloud.Objects())
}

// Before those that it reads, no project makes anything.
func TestPlatformOutOfOrder(t *testing.T) {
	t.Parallel()
	c := newCompany(t, "staging")
	for _, project := range platformOrder[1:] {
		m := c.member(project)
		result, err := c.cloud.Up(context.Background(), m.Stack.String(), m.Program())
		require.ErrorContains(t, err, `contract acme.platform.network`, project)
		require.ErrorContains(t, err, "no such stack", project)
		assertNothingChanges(t, result)
	}
	assert.Empty(t, c.cloud.Objects())
}

// A network that calls an output by another name, and tells nobody, fails the previews of all that read it, before anything is touched.
func TestPlatformWithARenamedOutput(t *testing.T) {
	t.Parallel()
	c := newCompany(t, "staging")
	c.up()
	broken := &company{t: t, cloud: lifecycletest.NewCloud(t, sandbox.Options{}), members: c.members}
	for _, m := range c.members {
		state, err := c.cloud.ExportState(m.Stack.String(), sandbox.ShowSecrets())
		require.NoError(t, err)
		if m.Stack.Project == "platform-network" {
			state = renameOutput(t, state, "dataClientsGroupId", "dataClientGroupId")
		}
		require.NoError(t, broken.cloud.ImportState(m.Stack.String(), state))
	}
	before := broken.cloud.Objects()
	for _, project := range platformOrder[1:] {
		m := broken.member(project)
		preview, err := broken.cloud.Preview(context.Background(), m.Stack.String(), m.Program())
		require.ErrorContains(t, err, `contract acme.platform.network 1.0`, project)
		require.ErrorContains(t, err, `dataClientsGroupId: need a string, got nothing; did you mean "dataClientGroupId"?`, project)
		assertNothingChanges(t, preview)
		result, err := broken.cloud.Up(context.Background(), m.Stack.String(), m.Program())
		require.ErrorContains(t, err, "dataClientsGroupId", project)
		assertNothingChanges(t, result)
	}
	assert.Equal(t, before, broken.cloud.Objects())

	broken.up()
	_, again := broken.up()
	for _, result := range again {
		assertNothingChanges(t, result)
	}
}

// renameOutput gives an output of an exported stack another name.
func renameOutput(t *testing.T, exported []byte, from, to string) []byte {
	t.Helper()
	var state map[string]any
	require.NoError(t, json.Unmarshal(exported, &state))
	for _, each := range state["deployment"].(map[string]any)["resources"].([]any) {
		r := each.(map[string]any)
		if r["type"] != "pulumi:pulumi:Stack" {
			continue
		}
		outputs := maps.Clone(r["outputs"].(map[string]any))
		require.Contains(t, outputs, from)
		outputs[to] = outputs[from]
		delete(outputs, from)
		r["outputs"] = outputs
	}
	edited, err := json.Marshal(state)
	require.NoError(t, err)
	return edited
}
