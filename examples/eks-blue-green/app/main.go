// Command app runs the shop on every cluster that is ready for it, and sends requests to the active one. The load balancer and its
// target groups are not in a cluster: they outlive each of them.
package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/eks-blue-green/contracts"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

// Settings is the object app:shop.
type Settings struct {
	Image    string `yaml:"image" required:"true"`
	Host     string `yaml:"host" required:"true"`
	Replicas int    `yaml:"replicas" default:"3"`
}

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	settings, settingsErr := stackconfig.Load[Settings](ctx, "shop")
	clusters, clustersErr := stackref.Import[contracts.Clusters](ctx, stackref.SameStack("cluster"))
	platform, platformErr := stackref.Import[contracts.Platform](ctx, stackref.SameStack("platform"))
	if err := errors.Join(tagsErr, settingsErr, clustersErr, platformErr); err != nil {
		return err
	}
	s := &shop{ctx: ctx, tags: tags, settings: settings, clusters: clusters, platform: platform}
	for _, name := range slices.Sorted(maps.Keys(clusters.Slots)) {
		if err := s.deploy(name, clusters.Slots[name]); err != nil {
			return err
		}
	}
	return s.route()
}

// shop is what the parts of the program share.
type shop struct {
	ctx      *pulumi.Context
	tags     tagging.Set
	settings Settings
	clusters *contracts.Clusters
	platform *contracts.Platform

	running []running // on which clusters the shop runs, in the order of their slots
}

// running is the shop on one cluster.
type running struct {
	slot    string
	targets *lb.TargetGroup
	ready   []pulumi.Resource // what has to be there before requests come
}

// route sends requests to the active cluster. A shift is a change of two numbers, in place, and it waits until the shop
// is ready on every cluster that it runs on: that is the gate.
func (s *shop) route() error {
	forward := &lb.ListenerRuleActionForwardArgs{}
	var ready []pulumi.Resource
	served := false
	for _, r := range s.running {
		weight := 0
		if r.slot == s.clusters.Active {
			weight, served = 100, true
		}
		forward.TargetGroups = append(targetGroups(forward), &lb.ListenerRuleActionForwardTargetGroupArgs{
			Arn: r.targets.Arn, Weight: pulumi.Int(weight),
		})
		ready = append(ready, r.ready...)
	}
	if !served {
		return fmt.Errorf("app: need the platform on the active slot, got none on %q: deploy the stack platform first", s.clusters.Active)
	}
	_, err := lb.NewListenerRule(s.ctx, "shop", &lb.ListenerRuleArgs{
		ListenerArn: s.clusters.Balancer.HTTPSListenerARN, Priority: pulumi.Int(100),
		Conditions: lb.ListenerRuleConditionArray{&lb.ListenerRuleConditionArgs{
			HostHeader: &lb.ListenerRuleConditionHostHeaderArgs{Values: pulumi.ToStringArray([]string{s.settings.Host})},
		}},
		Actions: lb.ListenerRuleActionArray{&lb.ListenerRuleActionArgs{Type: pulumi.String("forward"), Forward: forward}},
		Tags:    s.tags.AWS(),
	}, pulumi.DependsOn(ready))
	s.ctx.Export("active", pulumi.String(s.clusters.Active))
	s.ctx.Export("address", s.clusters.Balancer.DNSName)
	return err
}

func targetGroups(forward *lb.ListenerRuleActionForwardArgs) lb.ListenerRuleActionForwardTargetGroupArray {
	groups, _ := forward.TargetGroups.(lb.ListenerRuleActionForwardTargetGroupArray)
	return groups
}
