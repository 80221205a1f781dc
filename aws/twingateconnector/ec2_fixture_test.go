package twingateconnector_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	templateToken     = "aws:ec2/launchTemplate:LaunchTemplate"
	scalingGroupToken = "aws:autoscaling/group:Group"
	profileToken      = "aws:iam/instanceProfile:InstanceProfile"
	theImage          = "ami-0a1b2c3d4e5f60718"
)

// ec2Args are the fewest arguments that are accepted, and a resource.
func ec2Args(tags tagging.Set) *twingateconnector.EC2Args {
	return &twingateconnector.EC2Args{
		Tags: tags, Access: access(), VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
		PrivateCIDRs: []string{"10.0.0.0/16"}, ImageID: pulumi.String(theImage),
	}
}

// tryEC2 makes connectors called "way-in" with the arguments as changed.
func tryEC2(change func(*twingateconnector.EC2Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		args := ec2Args(tags)
		change(args)
		made, err := twingateconnector.NewEC2(ctx, "way-in", args)
		if err != nil {
			return err
		}
		ctx.Export("remoteNetworkId", made.RemoteNetworkID)
		ctx.Export("securityGroupId", made.SecurityGroupID)
		ctx.Export("groupNames", made.GroupNames)
		return nil
	}, opts...)
}

func makeEC2(t testing.TB, change func(*twingateconnector.EC2Args), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryEC2(change, opts...)
	require.NoError(t, err)
	return graph
}

func ec2AsIs(*twingateconnector.EC2Args) {}

// everyEC2 has all inputs that do not take a child away.
func everyEC2(a *twingateconnector.EC2Args) {
	a.Access.Connectors, a.Access.Rotation, a.Access.DNSServer, a.Access.LogLevel = 3, "2", "10.0.0.2", 7
	a.PrivateCIDRs, a.RootDevice, a.InstanceType = []string{"10.0.0.0/16", "192.168.7.0/24"}, "/dev/xvda", "m7a.medium"
	a.KMSKeyARN, a.PermissionsBoundaryARN, a.AlarmTopicARN = pulumi.String(theKey), pulumi.String(theBoundary), pulumi.String(theTopic)
	a.AllowPublicIP = true
}

// bootOf is the boot script in the user data of a template, and its settings.
func bootOf(t testing.TB, template *infratest.Resource) (script string, settings map[string]any) {
	t.Helper()
	encoded, ok := template.Input("userData")
	require.True(t, ok)
	require.False(t, template.IsSecret("userData"), "there is nothing secret in it")
	decoded, err := base64.StdEncoding.DecodeString(encoded.StringValue())
	require.NoError(t, err)
	_, after, found := strings.Cut(string(decoded), `json.loads(r"""`)
	require.True(t, found)
	before, _, found := strings.Cut(after, `"""`)
	require.True(t, found)
	require.NoError(t, json.Unmarshal([]byte(before), &settings))
	return string(decoded), settings
}
