package main

import (
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/platform/company"
	"github.com/groundwork-go/groundwork/examples/platform/contracts"
	"github.com/groundwork-go/groundwork/examples/twingate/people"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

// Access is the object platform-access:access. What a field accepts is left to the block, which knows more than tags can say.
type Access struct {
	Group         string            `yaml:"group" required:"true"` // who may connect, by its name in Twingate
	Connectors    int               `yaml:"connectors"`
	Rotation      string            `yaml:"rotation"`
	Duration      string            `yaml:"duration"` // of access that has to be asked for; without it members of the group just have it
	Image         string            `yaml:"image"`
	AlarmTopicARN string            `yaml:"alarm_topic_arn"`
	Profile       component.Profile `yaml:"profile"`
	Protect       bool              `yaml:"protect" default:"true"`
}

// store is a data store as people reach it.
type store struct {
	key, title string
	address    pulumi.StringInput
	port       int
	groupID    pulumi.StringInput // its security group, which has to admit the connectors
}

// stores are all that the group reaches.
func stores(data *contracts.Data) []store {
	return []store{
		{"sessions", "Sessions (Valkey)", data.Sessions.Endpoint.ApplyT(everyNode).(pulumi.StringOutput), data.Sessions.Port, data.Sessions.SecurityGroupID},
		{"products", "Products (OpenSearch)", data.Products.Endpoint, data.Products.Port, data.Products.SecurityGroupID},
	}
}

// everyNode is the domain of the endpoint: a cluster tells its clients the names of its nodes, and they must reach these too.
func everyNode(endpoint string) string {
	_, domain, _ := strings.Cut(endpoint, ".")
	return "*." + domain
}

func (a *Access) args(
	ctx *pulumi.Context, tags tagging.Set, network *contracts.Network, services *contracts.Services, reached []store, who pulumi.StringInput,
) *twingateconnector.FargateArgs {
	args := &twingateconnector.FargateArgs{
		Tags: tags, VPCID: network.VPCID, SubnetIDs: network.EgressSubnetIDs, PrivateCIDRs: []string{network.CIDR}, Image: a.Image,
		ClusterARN:    services.ClusterARN, // one cluster for all tasks, and one bill for its insights
		AlarmTopicARN: company.Topic(a.AlarmTopicARN), Profile: a.Profile,
		Access: twingate.Access{
			Account:    config.Get(ctx, "twingate:network"), // that of the provider, so that the two are one setting
			Connectors: a.Connectors, Rotation: a.Rotation, DisableProtection: !a.Protect,
		},
	}
	for _, s := range reached {
		args.Access.Resources = append(args.Access.Resources, twingate.PrivateResource{
			Key: s.key, Name: s.title + ", " + company.Environment(tags), Address: s.address,
			TCPPorts: []string{strconv.Itoa(s.port)}, GroupIDs: []pulumi.StringInput{who}, AccessPolicies: people.For(a.Duration),
		})
	}
	return args
}
