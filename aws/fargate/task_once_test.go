package fargate_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func onceNamed(name string) error {
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		_, err = fargate.NewTask(ctx, name, migrationArgs(tags))
		return err
	})
	return err
}

// A task is a definition and what it needs: nothing runs, and nobody may connect to it.
func TestTaskByHand(t *testing.T) {
	t.Parallel()
	graph := makeTask(t, plainTask)
	var types []string
	for _, each := range graph.All() {
		types = append(types, each.Type)
	}
	assert.ElementsMatch(t, []string{
		"groundwork:aws/fargate:Task", logGroupToken, roleToken, roleToken, rolePolicyToken, definitionToken, groupToken, egressToken,
	}, types)
	definition, group := graph.One(t, definitionToken), graph.Named(t, groupToken, "migrate-security-group")
	revision := text(definition, "arn")
	for output, want := range map[string]string{
		"taskDefinitionArn": revision, "family": definition.Value("family").(string), "securityGroupId": group.ID,
		"logGroupName": text(graph.One(t, logGroupToken), "name"), "taskRoleName": text(graph.Named(t, roleToken, "migrate-task-role"), "name"),
		"taskRoleArn": text(graph.Named(t, roleToken, "migrate-task-role"), "arn"),
		"runCommand": "aws ecs run-task --region eu-central-1 --cluster " + theCluster + " --task-definition " + revision +
			" --count 1 --launch-type FARGATE --platform-version LATEST --propagate-tags TASK_DEFINITION --enable-ecs-managed-tags" +
			" --network-configuration 'awsvpcConfiguration={subnets=[subnet-a,subnet-b],securityGroups=[" + group.ID + "],assignPublicIp=DISABLED}'",
	} {
		assert.Equal(t, want, exported(t, graph, output), output)
	}
}

func TestTaskNetwork(t *testing.T) {
	t.Parallel()
	graph, err := tryTask(func(_ *pulumi.Context, a *fargate.TaskArgs) {
		a.ExtraSecurityGroupIDs = []pulumi.StringInput{pulumi.String("sg-db"), pulumi.String("sg-cache").ToStringOutput()}
		a.SubnetIDs, a.Profile = pulumi.ToStringArray([]string{"subnet-c"}), component.Development
		a.Egress = map[string]fargate.Egress{
			"db": {Port: 5432, SecurityGroupID: pulumi.String("sg-db")}, "old": {Port: 1521, CIDR: "10.9.0.0/16"},
			"s3": {Port: 443, PrefixListID: pulumi.String("pl-1").ToStringOutput()},
		}
		a.Task.Debug = true
	})
	require.NoError(t, err)
	group := graph.One(t, groupToken).ID
	assert.Contains(t, exported(t, graph, "runCommand"), "--enable-ecs-managed-tags --enable-execute-command --network")
	assert.Contains(t, exported(t, graph, "runCommand"), "{subnets=[subnet-c],securityGroups=["+group+",sg-db,sg-cache],assignPublicIp=DISABLED}")
	for name, want := range map[string][]any{ // port, and one of group, block and list
		"db": {5432.0, "sg-db", nil, nil}, "old": {1521.0, nil, "10.9.0.0/16", nil}, "s3": {443.0, nil, nil, "pl-1"}, "https": {443.0, nil, "0.0.0.0/0", nil},
	} {
		rule := graph.Named(t, egressToken, "migrate-security-group-egress-"+name)
		assert.Equal(t, want, []any{
			rule.Value("fromPort"), rule.Value("referencedSecurityGroupId"), rule.Value("cidrIpv4"), rule.Value("prefixListId"),
		}, name)
		assert.Equal(t, []any{want[0], "tcp", group}, []any{rule.Value("toPort"), rule.Value("ipProtocol"), rule.Value("securityGroupId")}, name)
	}
	assert.Empty(t, graph.OfType(ingressToken))

	graph, err = tryTask(func(_ *pulumi.Context, a *fargate.TaskArgs) { a.DisableHTTPSEgress = true })
	require.NoError(t, err)
	assert.Empty(t, graph.OfType(egressToken))
}
