package twingateconnector_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/twingate"
)

// What is wrong is told all at once, before anything is registered.
func TestMistakesOnEC2(t *testing.T) {
	t.Parallel()
	graph, err := tryEC2(func(a *twingateconnector.EC2Args) {
		a.Access.Name, a.Access.Connectors = "ab", 1
		a.Access.Resources = []twingate.PrivateResource{{Key: "redis", Address: pulumi.String("redis.internal"), TCPPorts: []string{"70000", "90-80"}}}
		a.VPCID, a.SubnetIDs = pulumi.String("net-1"), pulumi.ToStringArray([]string{"subnet-a", "subnet-a"})
		a.PrivateCIDRs, a.ImageID, a.InstanceType, a.RootDevice = []string{"0.0.0.0/0"}, pulumi.String("latest"), "micro", "sda1"
		a.KMSKeyARN, a.PermissionsBoundaryARN = pulumi.String("alias/shop"), pulumi.String("boundary")
		a.AlarmTopicARN, a.Profile = pulumi.String("alarms"), component.Production
	})
	require.Error(t, err)
	for _, field := range []string{
		"Access.Name", "Access.Connectors", "Access.Resources[0].TCPPorts[0]", "Access.Resources[0].TCPPorts[1]", "Access.Resources[0].GroupIDs", "VPCID",
		"SubnetIDs", "PrivateCIDRs[0]", "ImageID", "InstanceType", "RootDevice", "KMSKeyARN", "PermissionsBoundaryARN", "AlarmTopicARN",
	} {
		assert.Contains(t, err.Error(), "twingateconnector: way-in: EC2Args."+field+": need ")
	}
	assert.Equal(t, 14, strings.Count(err.Error(), "twingateconnector: way-in: EC2Args."))
	assert.Empty(t, graph.All())
}

func TestEC2Validate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*twingateconnector.EC2Args)
		want   string
	}{
		"image": {
			func(a *twingateconnector.EC2Args) { a.ImageID = pulumi.String("ubuntu") },
			`twingateconnector: way-in: EC2Args.ImageID: need an AMI's id such as ami-0a1b2c3d4e5f60718, got "ubuntu"`,
		},
		"image known later": {
			func(a *twingateconnector.EC2Args) { a.ImageID = pulumi.String("ubuntu").ToStringOutput() },
			`twingateconnector: EC2Args.ImageID: need an AMI's id such as ami-0a1b2c3d4e5f60718, got "ubuntu"`,
		},
		"instance type": {
			func(a *twingateconnector.EC2Args) { a.InstanceType = "t3a micro" },
			`twingateconnector: way-in: EC2Args.InstanceType: need an instance type such as t3a.micro, got "t3a micro"`,
		},
		"root disk": {
			func(a *twingateconnector.EC2Args) { a.RootDevice = "/dev/sda1 " },
			`twingateconnector: way-in: EC2Args.RootDevice: need the image's root disk such as /dev/sda1, got "/dev/sda1 "`,
		},
		"subnet known later": {
			func(a *twingateconnector.EC2Args) {
				a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a", "net-b"}).ToStringArrayOutput()
			},
			`SubnetIDs: need a subnet's id such as subnet-0a1b2c3d, got "net-b"`,
		},
		"too few subnets known later": {
			func(a *twingateconnector.EC2Args) {
				a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"}).ToStringArrayOutput()
			},
			`SubnetIDs: need 2 or more subnets, each in another zone`,
		},
		"profile": {
			func(a *twingateconnector.EC2Args) { a.Profile = component.Profile(7) },
			`twingateconnector: way-in: EC2Args.Profile: need production or development, got Profile(7)`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tryEC2(test.change)
			require.ErrorContains(t, err, test.want)
		})
	}
	_, err := tryEC2(ec2AsIs)
	require.NoError(t, err)
}
