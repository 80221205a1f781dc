// Command platform puts on every cluster what applications need there: the controller of load balancers, external-dns, and Flux, which
// brings everything else from Git.
package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/eks-blue-green/contracts"
	"github.com/groundwork-go/groundwork/k8s/albcontroller"
	"github.com/groundwork-go/groundwork/k8s/externaldns"
	"github.com/groundwork-go/groundwork/k8s/gitops"
	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

// Settings is the object platform:platform.
type Settings struct {
	HostedZoneARN string            `yaml:"hosted_zone_arn" required:"true"`
	Domain        string            `yaml:"domain" required:"true"`
	Repository    string            `yaml:"repository" required:"true"`
	Branch        string            `yaml:"branch" default:"main"`
	Profile       component.Profile `yaml:"profile"`
}

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	settings, settingsErr := stackconfig.Load[Settings](ctx, "platform")
	clusters, clustersErr := stackref.Import[contracts.Clusters](ctx, stackref.SameStack("cluster"))
	if err := errors.Join(tagsErr, settingsErr, clustersErr); err != nil {
		return err
	}
	prepared := &contracts.Platform{Slots: map[string]contracts.Prepared{}}
	for _, slot := range slices.Sorted(maps.Keys(clusters.Slots)) {
		cluster := clusters.Slots[slot]
		p := &platform{
			ctx: ctx, tags: tags, settings: settings, vpcID: clusters.VPCID, slot: slot, cluster: cluster,
			name: fmt.Sprintf("%s-g%d", slot, cluster.Generation),
		}
		if err := p.prepare(); err != nil {
			return err
		}
		if cluster.Serves() {
			prepared.Slots[slot] = contracts.Prepared{Generation: cluster.Generation}
		}
	}
	return stackref.Export(ctx, prepared)
}

// platform is the software of one cluster. Slot and generation are part of every name: a slot that is used again is another cluster.
type platform struct {
	ctx      *pulumi.Context
	tags     tagging.Set
	settings Settings
	vpcID    pulumi.StringOutput
	slot     string
	cluster  contracts.Slot
	name     string

	provider *provider.Provider
}

// prepare puts the software on a cluster. A draining one gives it up while it lives, when no application needs it any more; a
// lost one is forgotten.
func (p *platform) prepare() (err error) {
	p.provider, err = provider.New(p.ctx, p.name, &provider.Args{Cluster: p.cluster.Cluster, GiveUp: p.cluster.GivenUp})
	if err != nil || !p.cluster.Serves() {
		return err
	}
	for _, step := range []func() error{p.addController, p.addDNS, p.addFlux} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (p *platform) addController() error {
	_, err := albcontroller.New(p.ctx, p.name+"-alb", &albcontroller.Args{
		Tags: p.tags, Provider: p.provider.Kubernetes, Profile: p.settings.Profile,
		ClusterName: p.cluster.Cluster.Name, Region: p.cluster.Cluster.Region, VPCID: p.vpcID,
	})
	return err
}

// addDNS gives each cluster a domain and an owner of its own, so that two never write the same records.
func (p *platform) addDNS() error {
	_, err := externaldns.New(p.ctx, p.name+"-dns", &externaldns.Args{
		Tags: p.tags, Provider: p.provider.Kubernetes, Profile: p.settings.Profile,
		ClusterName: p.cluster.Cluster.Name, Region: p.cluster.Cluster.Region, OwnerID: p.cluster.Cluster.Identifier,
		HostedZoneARNs: []pulumi.StringInput{pulumi.String(p.settings.HostedZoneARN)}, DomainFilters: []string{p.slot + "." + p.settings.Domain},
	})
	return err
}

// addFlux lets the cluster follow a repository, and tells its manifests where they are.
func (p *platform) addFlux() error {
	_, err := gitops.NewFlux(p.ctx, p.name+"-flux", &gitops.FluxArgs{
		Tags: p.tags, Provider: p.provider.Kubernetes, Profile: p.settings.Profile,
		Source: gitops.Source{URL: p.settings.Repository, Branch: p.settings.Branch}, Path: "clusters/" + p.slot,
		Variables: map[string]pulumi.StringInput{
			"cluster_name": p.cluster.Cluster.Name, "domain": pulumi.String(p.slot + "." + p.settings.Domain),
		},
	})
	return err
}
