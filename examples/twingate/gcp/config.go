package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/gcp-redis/contracts"
	"github.com/groundwork-go/groundwork/examples/twingate/people"
	"github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

// Access is the object twingate-gcp:access. What a field accepts is left to the block, which knows more than tags can say.
type Access struct {
	Group      string            `yaml:"group" required:"true"`                      // who may connect, by its name in Twingate
	Instances  []string          `yaml:"instances" required:"true" validate:"min=1"` // what they may connect to, by name
	Region     string            `yaml:"region" required:"true"`
	Zones      []string          `yaml:"zones" required:"true"`
	Network    string            `yaml:"network" required:"true"`
	Subnetwork string            `yaml:"subnetwork" required:"true"`
	Connectors int               `yaml:"connectors"`
	Rotation   string            `yaml:"rotation"`
	Duration   string            `yaml:"duration"` // of access that has to be asked for; without it members of the group just have it
	Image      string            `yaml:"image"`
	Channels   []string          `yaml:"channels"`
	Profile    component.Profile `yaml:"profile"`
	Protect    bool              `yaml:"protect" default:"true"`
}

// endpoint is an address with a port, of an instance or of its read replicas.
type endpoint struct {
	key, host string
	port      int
}

// endpoints are those of the instances that are named, and of no other.
func (a *Access) endpoints(redis *contracts.Redis) ([]endpoint, error) {
	p := component.NewProblems("twingate-gcp", "access")
	var all []endpoint
	for i, name := range a.Instances {
		if !p.OneOf(fmt.Sprintf("instances[%d]", i), name, slices.Sorted(maps.Keys(redis.Instances))...) {
			continue
		}
		instance := redis.Instances[name]
		for key, at := range map[string]struct {
			host pulumi.StringOutput
			port pulumi.IntOutput
		}{name: {instance.Host, instance.Port}, name + "-read": {instance.ReadHost, instance.ReadPort}} {
			host, err := stackref.Plain[string](at.host)
			p.Append(err)
			port, err := stackref.Plain[int](at.port)
			p.Append(err)
			if host != "" {
				all = append(all, endpoint{key, host, port})
			}
		}
	}
	slices.SortFunc(all, func(a, b endpoint) int { return cmp.Compare(a.key, b.key) })
	return all, p.Err()
}

func (a *Access) args(ctx *pulumi.Context, tags tagging.Set, endpoints []endpoint, who pulumi.StringInput) *twingateconnector.Args {
	args := &twingateconnector.Args{
		Tags: tags, Region: a.Region, Zones: a.Zones, Network: pulumi.String(a.Network), Subnetwork: pulumi.String(a.Subnetwork),
		Image: a.Image, Profile: a.Profile,
		Access: twingate.Access{
			Account:    config.Get(ctx, "twingate:network"), // that of the provider, so that the two are one setting
			Connectors: a.Connectors, Rotation: a.Rotation, DisableProtection: !a.Protect,
		},
	}
	for _, each := range endpoints {
		args.PrivateCIDRs = append(args.PrivateCIDRs, each.host+"/32") // connectors are let out to them on their port
		args.Access.Resources = append(args.Access.Resources, twingate.PrivateResource{
			Key: each.key, Name: each.key + " (" + ctx.Stack() + ")", Address: pulumi.String(each.host), TCPPorts: []string{strconv.Itoa(each.port)},
			GroupIDs: []pulumi.StringInput{who}, AccessPolicies: people.For(a.Duration),
		})
	}
	for _, channel := range a.Channels {
		args.NotificationChannels = append(args.NotificationChannels, pulumi.String(channel))
	}
	return args
}
