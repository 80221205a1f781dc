package main

import (
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/aws-redis/contracts"
	"github.com/groundwork-go/groundwork/examples/twingate/people"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

const resourceKey = "redis"

// Access is the object twingate-aws:access. What a field accepts is left to the block, which knows more than tags can say.
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

func (a *Access) args(ctx *pulumi.Context, tags tagging.Set, redis *contracts.Redis, port int, who pulumi.StringInput) *twingateconnector.FargateArgs {
	// snippet:connectors
	args := &twingateconnector.FargateArgs{
		Tags: tags, VPCID: redis.VPCID, SubnetIDs: redis.PrivateSubnetIDs, PrivateCIDRs: []string{redis.CIDR}, Image: a.Image, Profile: a.Profile,
		Access: twingate.Access{
			Account:    config.Get(ctx, "twingate:network"), // that of the provider, so that the two are one setting
			Connectors: a.Connectors, Rotation: a.Rotation, DisableProtection: !a.Protect,
			Resources: []twingate.PrivateResource{{
				Key: resourceKey, Name: "Valkey (" + ctx.Stack() + ")", Address: redis.Endpoint.ApplyT(everyNode).(pulumi.StringOutput),
				TCPPorts: []string{strconv.Itoa(port)}, GroupIDs: []pulumi.StringInput{who}, AccessPolicies: people.For(a.Duration),
			}},
		},
	}
	// snippet:end
	if a.AlarmTopicARN != "" {
		args.AlarmTopicARN = pulumi.String(a.AlarmTopicARN)
	}
	return args
}

// everyNode is the domain of the endpoint: a cluster tells its clients the names of its nodes, and they must reach these too.
func everyNode(endpoint string) string {
	_, domain, _ := strings.Cut(endpoint, ".")
	return "*." + domain
}
