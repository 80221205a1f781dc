package twingateconnector_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/twingate"
)

// refused wants exactly this problem, and nothing registered.
func refused(t testing.TB, graph *infratest.Graph, err error, want string) {
	t.Helper()
	problems := component.FieldErrors(err)
	require.Len(t, problems, 1, "%v", err)
	require.Equal(t, "twingateconnector: "+want, problems[0].Error())
	require.Empty(t, graph.All(), "nothing is registered")
}

// All mistakes are told at once, before anything is made.
func TestMistakes(t *testing.T) {
	t.Parallel()
	graph, err := tryFargate(func(a *twingateconnector.FargateArgs) {
		a.Access = twingate.Access{Account: "acme", Name: "ab", Connectors: 1, Resources: []twingate.PrivateResource{
			{Key: "redis", Address: pulumi.String("redis.internal"), TCPPorts: []string{"70000", "90-80"}},
		}}
		a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"})
		a.PrivateCIDRs = []string{"10.0.0.1/16"}
		a.CPU = 300
	})
	require.Error(t, err)
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, strings.TrimPrefix(strings.SplitN(problem.Error(), ": need", 2)[0], "twingateconnector: FargateArgs."))
	}
	assert.Equal(t, []string{
		"Access.Name", "Access.Connectors", "Access.Resources[0].TCPPorts[0]", "Access.Resources[0].TCPPorts[1]", "Access.Resources[0].GroupIDs",
		"SubnetIDs", "PrivateCIDRs[0]", "CPU",
	}, fields)
	assert.ErrorContains(t, err, "twingateconnector: way-in: FargateArgs.Access.Connectors: need 2 to 7 connectors", "the component is named")
	assert.Empty(t, graph.All(), "nothing is registered")
}

func TestFargateRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*twingateconnector.FargateArgs)
		want   string
	}{
		"a network that is none": {
			func(a *twingateconnector.FargateArgs) { a.VPCID = pulumi.String("net-1") },
			`VPCID: need a network's id such as vpc-0a1b2c3d, got "net-1"`,
		},
		"one subnet": {
			func(a *twingateconnector.FargateArgs) { a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"}) },
			"SubnetIDs: need 2 or more subnets, each in another zone, got 1",
		},
		"one subnet twice": {
			func(a *twingateconnector.FargateArgs) {
				a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a", "subnet-a"})
			},
			"SubnetIDs: need 2 or more subnets, each in another zone, got \"the same one twice\"",
		},
		"no subnet in Development": {
			func(a *twingateconnector.FargateArgs) {
				a.Profile, a.SubnetIDs = component.Development, pulumi.StringArray{}
			},
			"SubnetIDs: need 1 or more subnets, each in another zone, got 0",
		},
		"a subnet that is none": {
			func(a *twingateconnector.FargateArgs) { a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a", "b"}) },
			`SubnetIDs[1]: need a subnet's id such as subnet-0a1b2c3d, got "b"`,
		},
		"the whole internet as private": {
			func(a *twingateconnector.FargateArgs) { a.PrivateCIDRs = []string{"0.0.0.0/0"} },
			`PrivateCIDRs[0]: need a block of IPv4 addresses such as "10.0.0.0/16", written as its first address, of /8 or smaller, got "0.0.0.0/0"`,
		},
		"a block twice": {
			func(a *twingateconnector.FargateArgs) { a.PrivateCIDRs = []string{"10.0.0.0/16", "10.0.0.0/16"} },
			`PrivateCIDRs[1]: need a block of its own: PrivateCIDRs[0] is the same, got "10.0.0.0/16"`,
		},
		"a cluster's name": {
			func(a *twingateconnector.FargateArgs) { a.ClusterARN = pulumi.String("main") },
			`ClusterARN: need the ARN of a cluster, arn:aws:ecs:REGION:ACCOUNT:cluster/NAME, got "main"`,
		},
		"an image that is none": {
			func(a *twingateconnector.FargateArgs) { a.Image = "Twingate Connector" },
			`Image: need an image, [registry/]name with a :tag or, better, @sha256:digest, got "Twingate Connector"`,
		},
		"memory that the CPU does not have": {
			func(a *twingateconnector.FargateArgs) { a.MemoryMB = 4096 }, "MemoryMB: need 512, 1024 or 2048 for CPU 256, got 4096",
		},
		"a key's alias": {
			func(a *twingateconnector.FargateArgs) { a.KMSKeyARN = pulumi.String("alias/shop") },
			"KMSKeyARN: need a key's full ARN, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, got \"alias/shop\"",
		},
		"a boundary that is a role": {
			func(a *twingateconnector.FargateArgs) {
				a.PermissionsBoundaryARN = pulumi.String("arn:aws:iam::123456789012:role/x")
			},
			`PermissionsBoundaryARN: need an IAM policy's ARN, such as arn:aws:iam::123456789012:policy/boundary, got "arn:aws:iam::123456789012:role/x"`,
		},
		"a topic's name": {
			func(a *twingateconnector.FargateArgs) { a.AlarmTopicARN = pulumi.String("alarms") },
			`AlarmTopicARN: need a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms, got "alarms"`,
		},
		"a profile that is none": {
			func(a *twingateconnector.FargateArgs) { a.Profile = 7 }, "Profile: need production or development, got Profile(7)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryFargate(test.change)
			refused(t, graph, err, "FargateArgs."+test.want)
		})
	}
	_, err := tryFargate(func(a *twingateconnector.FargateArgs) { a.LogRetentionDays = 2 })
	require.ErrorContains(t, err, "FargateArgs.LogRetentionDays: need a number of days that CloudWatch Logs offers: 1, 3,")
}

// What is known only later is checked on its way to what uses it.
func TestFargateRefusesLater(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*twingateconnector.FargateArgs)
		want   string
	}{
		"subnets": {
			func(a *twingateconnector.FargateArgs) {
				a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a", "subnet-a"}).ToStringArrayOutput()
			},
			"FargateArgs.SubnetIDs: need 2 or more subnets, each in another zone, got [subnet-a subnet-a]",
		},
		"cluster": {
			func(a *twingateconnector.FargateArgs) { a.ClusterARN = pulumi.String("main").ToStringOutput() },
			"FargateArgs.ClusterARN: need the ARN of a cluster",
		},
		"network": {
			func(a *twingateconnector.FargateArgs) { a.VPCID = pulumi.String("main").ToStringOutput() }, "FargateArgs.VPCID: need a network's id",
		},
		"key": {
			func(a *twingateconnector.FargateArgs) { a.KMSKeyARN = pulumi.String("main").ToStringOutput() }, "FargateArgs.KMSKeyARN: need a key's full ARN",
		},
		"boundary": {
			func(a *twingateconnector.FargateArgs) {
				a.PermissionsBoundaryARN = pulumi.String("main").ToStringOutput()
			},
			"FargateArgs.PermissionsBoundaryARN: need an IAM policy's ARN",
		},
		"topic": {
			func(a *twingateconnector.FargateArgs) { a.AlarmTopicARN = pulumi.String("main").ToStringOutput() },
			"FargateArgs.AlarmTopicARN: need a topic's ARN",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tryFargate(test.change)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestTheNameOfTheComponent(t *testing.T) {
	t.Parallel()
	for name, ok := range map[string]bool{"way-in": true, "Way": true, "way.in": false, "way_in": false, "way-": false} {
		_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
			tags, err := testTags(ctx)
			if err != nil {
				return err
			}
			_, err = twingateconnector.NewFargate(ctx, name, fargateArgs(tags))
			return err
		})
		if ok {
			assert.NoError(t, err, name)
		} else {
			assert.ErrorContains(t, err, "name: need letters, digits and hyphens, beginning with a letter", name)
		}
	}
}
