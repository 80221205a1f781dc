package twingateconnector_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestFargateMakesTwoConnectorsInTwoZones(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, asIs)
	assert.Equal(t, []string{"way-in-connector-1", "way-in-connector-2"}, infratest.Names(g.OfType(connectorToken)))
	assert.True(t, g.One(t, networkToken).Protect)
	assert.Equal(t, "AWS", g.One(t, networkToken).Value("location"))
	assert.Equal(t, map[string]any{"owner": "team-shop"}["owner"], g.Named(t, resourceToken, "way-in-resource-redis").Value("tags.owner"))
	for i, subnet := range []string{"subnet-a", "subnet-b"} {
		name := fmt.Sprintf("way-in-connector-%d-", i+1)
		service := g.Named(t, serviceToken, name+"service")
		infratest.AssertInputs(t, service, map[string]any{
			"cluster": text(g.One(t, clusterToken), "arn"), "taskDefinition": text(g.Named(t, definitionToken, name+"task-definition"), "arn"),
			"desiredCount": 1.0, "launchType": "FARGATE", "platformVersion": "LATEST",
			"networkConfiguration": map[string]any{
				"assignPublicIp": false, "subnets": []any{subnet}, "securityGroups": []any{g.One(t, groupToken).ID},
			},
			"enableExecuteCommand": false, "enableEcsManagedTags": true, "propagateTags": "SERVICE", "waitForSteadyState": true,
			"availabilityZoneRebalancing": "DISABLED",
		})
		assert.Equal(t, "10m", service.Timeouts.Create)
		assert.Equal(t, "10m", service.Timeouts.Update)
	}
	assert.Equal(t, []any{map[string]any{"name": "containerInsights", "value": "enabled"}}, g.One(t, clusterToken).Value("settings"))
}

// Two tasks with one pair of tokens would throw each other out.
func TestTwoTasksNeverShareTokens(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, asIs)
	for _, service := range g.OfType(serviceToken) {
		assert.Equal(t, 1.0, service.Value("desiredCount"))
		assert.Equal(t, 0.0, service.Value("deploymentMinimumHealthyPercent"))
		assert.Equal(t, 100.0, service.Value("deploymentMaximumPercent"))
		assert.True(t, service.DeleteBeforeReplace, "also where the service itself is replaced")
		starter := g.Named(t, roleToken, strings.Replace(service.Name, "-service", "-execution-role", 1))
		assert.Nil(t, starter.Value("name"), "the physical name is made up")
		assert.Equal(t, text(starter, "name"), service.Value("name"), "known before it is made, so that ECS refuses a second one")
		// The revision before would run with tokens that are dead, and pass for a steady service.
		assert.Equal(t, map[string]any{"enable": false, "rollback": false}, service.Value("deploymentCircuitBreaker"))
	}
	read := map[any]string{}
	for _, definition := range g.OfType(definitionToken) {
		for _, secret := range containerOf(t, definition)["secrets"].([]any) {
			from := secret.(map[string]any)["valueFrom"]
			assert.Empty(t, read[from], "%s and %s read one secret", definition.Name, read[from])
			read[from] = definition.Name
		}
	}
	assert.Len(t, read, 4)
}

// The provider would have nothing to change about a service that failed, and nothing to wait for: the next connector would be touched.
func TestAServiceThatFailedIsReplaced(t *testing.T) {
	t.Parallel()
	services := makeFargate(t, asIs).OfType(serviceToken)
	assert.Len(t, services, 2)
	for _, service := range services {
		assert.Equal(t, []string{"#initerror"}, service.ReplaceOnChanges, service.Name)
	}
}

// Logs tell who connected to what, and are needed when a connector is long gone.
func TestLogsOutliveTheConnectors(t *testing.T) {
	t.Parallel()
	for _, group := range makeFargate(t, asIs).OfType(logGroupToken) {
		assert.Equal(t, true, group.Value("skipDestroy"), group.Name)
	}
	for _, group := range makeFargate(t, asDevelopment).OfType(logGroupToken) {
		assert.Equal(t, false, group.Value("skipDestroy"), group.Name)
	}
}

// Whatever restarts a connector waits until the one in front runs, so that a failure leaves the others alone.
func TestOneConnectorAfterTheOther(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, func(a *twingateconnector.FargateArgs) { a.Access.Connectors = 3 })
	for i := range 3 {
		name := fmt.Sprintf("way-in-connector-%d-", i+1)
		for _, r := range []*infratest.Resource{
			g.Named(t, tokensToken, name+"tokens"), g.Named(t, versionToken, name+"secret-version"),
			g.Named(t, definitionToken, name+"task-definition"), g.Named(t, serviceToken, name+"service"),
		} {
			if i > 0 {
				assert.Contains(t, infratest.Names(r.Dependencies), fmt.Sprintf("way-in-connector-%d-service", i), r.Name)
			}
			for later := i + 1; later <= 3; later++ {
				assert.NotContains(t, infratest.Names(r.Dependencies), fmt.Sprintf("way-in-connector-%d-service", later), r.Name)
			}
		}
	}
	service := infratest.Names(g.Named(t, serviceToken, "way-in-connector-1-service").Dependencies)
	assert.Contains(t, service, "way-in-connector-1-execution-policy", "a task without rights cannot start")
	for _, rule := range g.OfType(egressToken) {
		assert.Contains(t, service, rule.Name, "a task that cannot pull its image does not start")
	}
	assert.Contains(t, infratest.Names(g.Named(t, definitionToken, "way-in-connector-1-task-definition").Dependencies), "way-in-connector-1-execution-policy")
}

func TestFargateReadyIsTheLastConnector(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		made, err := twingateconnector.NewFargate(ctx, "way-in", fargateArgs(tags))
		if err != nil {
			return err
		}
		assert.Len(t, made.Services, 2)
		assert.Len(t, made.Connectors, 2)
		assert.Contains(t, made.Resources, "redis")
		assert.NotNil(t, made.RemoteNetwork)
		_, err = pulumi.NewStash(ctx, "after", &pulumi.StashArgs{Input: pulumi.String("")}, pulumi.DependsOn(made.Ready))
		return err
	})
	assert.Equal(t, []string{"way-in-connector-2-service"}, infratest.Names(g.Named(t, "pulumi:index:Stash", "after").Dependencies))
}

func TestFargateOutputs(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, asIs)
	outputs := g.Outputs().Mappable()
	assert.Equal(t, g.One(t, networkToken).ID, outputs["remoteNetworkId"])
	assert.Equal(t, g.One(t, groupToken).ID, outputs["securityGroupId"])
	assert.Equal(t, text(g.One(t, clusterToken), "arn"), outputs["clusterArn"])
	var services, logs []any
	for i := range 2 {
		name := fmt.Sprintf("way-in-connector-%d-", i+1)
		services = append(services, text(g.Named(t, serviceToken, name+"service"), "name"))
		logs = append(logs, text(g.Named(t, logGroupToken, name+"log-group"), "name"))
	}
	assert.Equal(t, services, outputs["serviceNames"])
	assert.Equal(t, logs, outputs["logGroupNames"])
}

func TestFargateInWhatIsThereAlready(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, func(a *twingateconnector.FargateArgs) {
		a.ClusterARN, a.Access.RemoteNetworkID = pulumi.String(theCluster), pulumi.String("UmVtb3RlTmV0d29yazox")
		a.AllowPublicIP = true
		a.Access.Connectors = 3
	})
	assert.Empty(t, g.OfType(clusterToken))
	assert.Empty(t, g.OfType(networkToken))
	outputs := g.Outputs().Mappable()
	assert.Equal(t, theCluster, outputs["clusterArn"])
	assert.Equal(t, "UmVtb3RlTmV0d29yazox", outputs["remoteNetworkId"])
	for i, subnet := range []any{"subnet-a", "subnet-b", "subnet-a"} {
		service := g.Named(t, serviceToken, fmt.Sprintf("way-in-connector-%d-service", i+1))
		assert.Equal(t, theCluster, service.Value("cluster"))
		assert.Equal(t, []any{subnet}, service.Value("networkConfiguration.subnets"))
		assert.Equal(t, true, service.Value("networkConfiguration.assignPublicIp"))
	}
}

func TestFargateInDevelopment(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, func(a *twingateconnector.FargateArgs) {
		asDevelopment(a)
		a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"})
	})
	assert.Len(t, g.OfType(serviceToken), 1)
	assert.False(t, g.One(t, networkToken).Protect)
	assert.Equal(t, 30.0, g.One(t, logGroupToken).Value("retentionInDays"))
	assert.Equal(t, true, containerOf(t, g.One(t, definitionToken))["readonlyRootFilesystem"], "not weakened")
}

func TestFargateArgsHaveOneMeaning(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*twingateconnector.FargateArgs){
		"profile":    func(a *twingateconnector.FargateArgs) { a.Profile = component.Production },
		"image":      func(a *twingateconnector.FargateArgs) { a.Image = "twingate/connector:1" },
		"size":       func(a *twingateconnector.FargateArgs) { a.CPU, a.MemoryMB = 256, 512 },
		"retention":  func(a *twingateconnector.FargateArgs) { a.LogRetentionDays = 365 },
		"connectors": func(a *twingateconnector.FargateArgs) { a.Access.Connectors = 2 },
	} {
		plain, spelled := makeFargate(t, asIs), makeFargate(t, change)
		require.Equal(t, len(plain.All()), len(spelled.All()), name)
		for i, r := range plain.All() {
			assert.Equal(t, r.Inputs, spelled.All()[i].Inputs, "%s: %s", name, r.Name)
		}
	}
}

func TestFargateTagsWhatItCan(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, asIs)
	infratest.AssertTagged(t, g, tagging.DefaultPolicy())
	for _, token := range []string{clusterToken, serviceToken, definitionToken, secretToken, logGroupToken, roleToken, updatesToken, alarmToken, groupToken} {
		for _, r := range g.OfType(token) {
			assert.Equal(t, r.Name, r.Value("tags.Name"), "the console shows it")
		}
	}
}
