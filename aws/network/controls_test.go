package network_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestControls(t *testing.T) {
	t.Parallel()
	everything := func(a *network.VPCArgs) {
		a.KMSKeyARN = pulumi.String(key)
		a.InterfaceEndpoints = []string{network.EndpointEC2, network.EndpointECRAPI, network.EndpointECRDocker, network.EndpointSSM}
	}
	hasEndpoint := func(service string) func(*testing.T, *infratest.Graph) {
		return func(t *testing.T, g *infratest.Graph) {
			var services []any
			for _, endpoint := range g.OfType(endpointToken) {
				services = append(services, endpoint.Value("serviceName"))
			}
			assert.Contains(t, services, "com.amazonaws.eu-central-1."+service)
		}
	}
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"EC2.2, CKV2_AWS_12, CIS 5.5: default security group": func(t *testing.T, g *infratest.Graph) {
			group := g.One(t, defaultToken)
			assert.Equal(t, []any{}, group.Value("ingress"))
			assert.Equal(t, []any{}, group.Value("egress"))
			assert.Equal(t, idOf(t, g, networkToken, "main-vpc"), group.Value("vpcId"))
		},
		"EC2.6, CKV2_AWS_11, CIS 3.7: flow logs": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, idOf(t, g, networkToken, "main-vpc"), g.One(t, flowLogToken).Value("vpcId"))
			assert.Equal(t, "ALL", g.One(t, flowLogToken).Value("trafficType"))
		},
		"EC2.15, CKV_AWS_130: public addresses": func(t *testing.T, g *infratest.Graph) {
			for _, subnet := range g.OfType(subnetToken) {
				assert.Equal(t, false, subnet.Value("mapPublicIpOnLaunch"), subnet.Name)
			}
		},
		"EC2.10: EC2":             hasEndpoint("ec2"),
		"EC2.55: ECR API":         hasEndpoint("ecr.api"),
		"EC2.56: ECR registry":    hasEndpoint("ecr.dkr"),
		"EC2.57: Systems Manager": hasEndpoint("ssm"),
		"CKV_AWS_158: key": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, key, g.One(t, logGroupToken).Value("kmsKeyId"))
		},
		"CKV_AWS_66, CKV_AWS_338: retention": func(t *testing.T, g *infratest.Graph) {
			assert.InDelta(t, 365, g.One(t, logGroupToken).Value("retentionInDays"), 0)
		},
		"CKV_AWS_23, 24, 25, 260: rules": func(t *testing.T, g *infratest.Graph) {
			rule := g.One(t, ingressToken)
			assert.Equal(t, "HTTPS from the network", rule.Value("description"))
			assert.Equal(t, "10.20.0.0/16", rule.Value("cidrIpv4"))
			assert.Empty(t, g.OfType(egressToken), "endpoints answer, they do not call")
			infratest.AssertNoPublicIngress(t, g)
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t, run(t, everything))
		})
	}
}

func TestGatewayEndpoints(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *network.VPCArgs) { a.NATGateways = network.None })
	var tables []any
	for _, table := range graph.OfType(tableToken) {
		tables = append(tables, table.ID)
	}
	require.Len(t, tables, 4)
	for _, service := range []string{"s3", "dynamodb"} {
		endpoint := graph.Named(t, endpointToken, "main-"+service+"-endpoint")
		assert.Equal(t, "Gateway", endpoint.Value("vpcEndpointType"))
		assert.Equal(t, "com.amazonaws.eu-central-1."+service, endpoint.Value("serviceName"))
		assert.ElementsMatch(t, tables, endpoint.Value("routeTableIds"))
		assert.Nil(t, endpoint.Value("privateDnsEnabled"))
	}
	assert.Len(t, graph.OfType(endpointToken), 2, "an interface endpoint costs, so none is made unasked")
	assert.Empty(t, graph.OfType(groupToken))
}

func TestInterfaceEndpoints(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *network.VPCArgs) { a.InterfaceEndpoints = []string{"ecr.api", "sqs"} })
	group := graph.Named(t, groupToken, "main-endpoints-security-group")
	assert.Equal(t, "main-endpoints-security-group", group.Value("tags.Name"))
	private := []any{idOf(t, graph, subnetToken, "main-private-a"), idOf(t, graph, subnetToken, "main-private-b")}
	for name, service := range map[string]string{"main-ecr-api-endpoint": "ecr.api", "main-sqs-endpoint": "sqs"} {
		endpoint := graph.Named(t, endpointToken, name)
		assert.Equal(t, "com.amazonaws.eu-central-1."+service, endpoint.Value("serviceName"))
		assert.Equal(t, "Interface", endpoint.Value("vpcEndpointType"))
		assert.Equal(t, true, endpoint.Value("privateDnsEnabled"))
		assert.Equal(t, private, endpoint.Value("subnetIds"))
		assert.Equal(t, []any{group.ID}, endpoint.Value("securityGroupIds"))
		assert.Nil(t, endpoint.Value("routeTableIds"))
		assert.Equal(t, name, endpoint.Value("tags.Name"))
	}
	rule := graph.Named(t, ingressToken, "main-endpoints-security-group-ingress-network")
	assert.Equal(t, group.ID, rule.Value("securityGroupId"))
	assert.Equal(t, "tcp", rule.Value("ipProtocol"))
	assert.Equal(t, []any{443.0, 443.0}, []any{rule.Value("fromPort"), rule.Value("toPort")})
}

func TestFlowLogs(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *network.VPCArgs) { a.FlowLogRetentionDays = 90 })
	group, role, policy := graph.One(t, logGroupToken), graph.One(t, roleToken), graph.One(t, policyToken)
	assert.InDelta(t, 90, group.Value("retentionInDays"), 0)
	assert.Nil(t, group.Value("kmsKeyId"))
	assert.Nil(t, group.Value("name"), "a fixed name would make a replacement delete the logs first")

	log := graph.Named(t, flowLogToken, "main-flow-log")
	assert.Equal(t, group.Outputs["arn"].StringValue(), log.Value("logDestination"))
	assert.Equal(t, "cloud-watch-logs", log.Value("logDestinationType"))
	assert.Equal(t, role.Outputs["arn"].StringValue(), log.Value("iamRoleArn"))
	assert.Contains(t, infratest.Names(log.Dependencies), "main-flow-log-policy", "what is logged before the policy holds is lost")

	assert.JSONEq(t, `{"Version": "2012-10-17", "Statement": [{
		"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
		"Condition": {"StringEquals": {"aws:SourceAccount": "`+graph.One(t, networkToken).Outputs["ownerId"].StringValue()+`"}}
	}]}`, role.Value("assumeRolePolicy").(string))
	assert.Equal(t, role.ID, policy.Value("role"))
	var document struct {
		Statement []struct {
			Effect, Resource string
			Action           []string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(policy.Value("policy").(string)), &document))
	require.Len(t, document.Statement, 1)
	assert.Equal(t, group.Outputs["arn"].StringValue()+":*", document.Statement[0].Resource, "nothing but the streams of the group")
	assert.Equal(t, []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"}, document.Statement[0].Action)
}

func TestFlowLogsCanBeLeftOut(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *network.VPCArgs) { a.DisableFlowLogs = true })
	for _, token := range []string{flowLogToken, logGroupToken, roleToken, policyToken} {
		assert.Empty(t, graph.OfType(token), token)
	}
}

func TestALongNameFitsTheRole(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("network-", 8)
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		args, err := testArgs(ctx)
		if err != nil {
			return err
		}
		_, err = network.NewVPC(ctx, long, args)
		return err
	})
	assert.LessOrEqual(t, len(graph.One(t, roleToken).Name), 64-8)
}

// TestAKeyThatIsKnownLater is checked on its way to the log group.
func TestAKeyThatIsKnownLater(t *testing.T) {
	t.Parallel()
	with := func(arn string) func(*network.VPCArgs) {
		return func(a *network.VPCArgs) { a.KMSKeyARN = pulumi.String(arn).ToStringOutput() }
	}
	assert.Equal(t, key, run(t, with(key)).One(t, logGroupToken).Value("kmsKeyId"))
	_, err := try(with("alias/logs"))
	require.ErrorContains(t, err, "VPCArgs.KMSKeyARN: need a key's full ARN")
}
