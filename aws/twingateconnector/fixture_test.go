package twingateconnector_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

const (
	networkToken      = "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork"
	connectorToken    = "twingate:index/twingateConnector:TwingateConnector"
	tokensToken       = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
	resourceToken     = "twingate:index/twingateResource:TwingateResource"
	clusterToken      = "aws:ecs/cluster:Cluster"
	serviceToken      = "aws:ecs/service:Service"
	definitionToken   = "aws:ecs/taskDefinition:TaskDefinition"
	secretToken       = "aws:secretsmanager/secret:Secret"
	versionToken      = "aws:secretsmanager/secretVersion:SecretVersion"
	logGroupToken     = "aws:cloudwatch/logGroup:LogGroup"
	alarmToken        = "aws:cloudwatch/metricAlarm:MetricAlarm"
	roleToken         = "aws:iam/role:Role"
	rolePolicyToken   = "aws:iam/rolePolicy:RolePolicy"
	scheduleToken     = "aws:scheduler/schedule:Schedule"
	updatesToken      = "aws:scheduler/scheduleGroup:ScheduleGroup"
	groupToken        = "aws:ec2/securityGroup:SecurityGroup"
	ingressToken      = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressToken       = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	theCluster        = "arn:aws:ecs:eu-central-1:123456789012:cluster/main-0a1b2c3"
	theTopic          = "arn:aws:sns:eu-central-1:123456789012:alarms"
	theKey            = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	theBoundary       = "arn:aws:iam::123456789012:policy/boundary"
	pinnedImage       = "twingate/connector@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	pullThroughImage  = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/docker-hub/twingate/connector:1"
	pullThroughTarget = "arn:aws:ecr:eu-central-1:123456789012:repository/docker-hub/twingate/connector"
)

func testTags(ctx *pulumi.Context) (tagging.Set, error) {
	return tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
}

// access is a remote network with one resource.
func access() twingate.Access {
	return twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{redisResource()}}
}

func redisResource() twingate.PrivateResource {
	return twingate.PrivateResource{
		Key: "redis", Address: pulumi.String("redis.internal"), TCPPorts: []string{"6379"}, GroupIDs: []pulumi.StringInput{pulumi.String("R3JvdXA6MQ==")},
	}
}

// fargateArgs are the fewest arguments that are accepted, and a resource.
func fargateArgs(tags tagging.Set) *twingateconnector.FargateArgs {
	return &twingateconnector.FargateArgs{
		Tags: tags, Access: access(), VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
		PrivateCIDRs: []string{"10.0.0.0/16"},
	}
}

// tryFargate makes connectors called "way-in" with the arguments as changed.
func tryFargate(change func(*twingateconnector.FargateArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		args := fargateArgs(tags)
		change(args)
		made, err := twingateconnector.NewFargate(ctx, "way-in", args)
		if err != nil {
			return err
		}
		ctx.Export("remoteNetworkId", made.RemoteNetworkID)
		ctx.Export("securityGroupId", made.SecurityGroupID)
		ctx.Export("clusterArn", made.ClusterARN)
		ctx.Export("serviceNames", made.ServiceNames)
		ctx.Export("logGroupNames", made.LogGroupNames)
		return nil
	}, opts...)
}

func makeFargate(t testing.TB, change func(*twingateconnector.FargateArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryFargate(change, opts...)
	require.NoError(t, err)
	return graph
}

func asIs(*twingateconnector.FargateArgs) {}

func asDevelopment(a *twingateconnector.FargateArgs) { a.Profile = component.Development }

// text is a text that a resource got from the provider.
func text(r *infratest.Resource, property string) string {
	return r.Outputs.Mappable()[property].(string)
}

// documentOf is an IAM document among the inputs of a resource.
func documentOf(t testing.TB, r *infratest.Resource, property string) map[string]any {
	t.Helper()
	document, ok := r.Input(property)
	require.True(t, ok)
	var found map[string]any
	require.NoError(t, json.Unmarshal([]byte(document.StringValue()), &found))
	require.Equal(t, "2012-10-17", found["Version"])
	return found
}

func allows(sid string, actions, resources []any) map[string]any {
	return map[string]any{"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
}

// decrypts is the statement that opens a customer-managed key to Secrets Manager alone.
func decrypts(key string) map[string]any {
	statement := allows("Key", []any{"kms:Decrypt"}, []any{key})
	statement["Condition"] = map[string]any{"StringEquals": map[string]any{"kms:ViaService": []any{"secretsmanager.us-east-1.amazonaws.com"}}}
	return statement
}

// containerOf is the only container of a task definition, as ECS gets it.
func containerOf(t testing.TB, definition *infratest.Resource) map[string]any {
	t.Helper()
	definitions, ok := definition.Input("containerDefinitions")
	require.True(t, ok)
	require.False(t, definition.IsSecret("containerDefinitions"))
	var all []map[string]any
	require.NoError(t, json.Unmarshal([]byte(definitions.StringValue()), &all))
	require.Len(t, all, 1)
	return all[0]
}
