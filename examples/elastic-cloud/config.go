package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/elasticcloud/plan"
)

// Logs is the object elastic-cloud:logs. What a field accepts is left to the block and the plan, which know more than tags can say.
type Logs struct {
	Region        string            `yaml:"region" required:"true"`
	Template      string            `yaml:"template" required:"true"`
	Version       string            `yaml:"version" required:"true"`
	DailyGB       float64           `yaml:"daily_gb" required:"true"`
	DocumentBytes int               `yaml:"document_bytes" required:"true"`
	HotDays       int               `yaml:"hot_days" required:"true"`
	WarmDays      int               `yaml:"warm_days"`
	FrozenDays    int               `yaml:"frozen_days"`
	Endpoints     []string          `yaml:"endpoints"` // VPC endpoints that may connect
	Allow         []string          `yaml:"allow"`     // public addresses that may connect
	Applications  []string          `yaml:"applications" required:"true"`
	Bucket        string            `yaml:"bucket"` // for snapshots that outlive the deployment
	Profile       component.Profile `yaml:"profile"`
	Protect       bool              `yaml:"protect" default:"true"`
}

// plan works out shards, tiers and sizes.
func (l *Logs) plan() (plan.Plan, error) {
	args := plan.Args{
		Name: "logs-apps", DailyGB: l.DailyGB, DocumentBytes: l.DocumentBytes, Hardware: plan.AWS(), Profile: l.Profile,
		Retention: plan.Retention{HotDays: l.HotDays, WarmDays: l.WarmDays, FrozenDays: l.FrozenDays},
	}
	if l.FrozenDays > 0 {
		args.SnapshotRepository = "found-snapshots" // always there on Elastic Cloud
	}
	return plan.Make(args)
}

// tier is a tier of the plan as the deployment takes it; nil when there is none.
func tier(p plan.Plan, phase string) *elasticcloud.Tier {
	t, ok := p.Tier(phase)
	if !ok {
		return nil
	}
	return &elasticcloud.Tier{Size: t.Size(), Zones: t.Zones}
}

func (l *Logs) network() elasticcloud.Network {
	var n elasticcloud.Network
	if len(l.Endpoints) > 0 {
		n.PrivateLink = &elasticcloud.PrivateLink{EndpointIDs: inputs(l.Endpoints)}
	}
	if len(l.Allow) > 0 {
		n.IPAllow = &elasticcloud.IPAllow{CIDRs: inputs(l.Allow)}
	}
	return n
}

func inputs(values []string) []pulumi.StringInput {
	all := make([]pulumi.StringInput, len(values))
	for i, value := range values {
		all[i] = pulumi.String(value)
	}
	return all
}
