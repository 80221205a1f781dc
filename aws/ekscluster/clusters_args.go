package ekscluster

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

const clustersArgsName = "ClustersArgs"

// ClustersArgs describes clusters that take turns: what they share, and which of them are there.
type ClustersArgs struct {
	// Common is what all slots share. Slot, Generation, KubernetesVersion, AllowEndedSupport and Draining belong to a slot and
	// stay empty here. A change reaches every slot in the same update: try one that could do harm in a slot of its own.
	Common Args

	// Active is the slot that serves. Required. A change moves no traffic by itself: it is published, and whoever owns the
	// stable DNS name goes by it. Refused unless the slot was standing by in the update before.
	Active string

	// Slots are the clusters by slot: up to 12 lower-case letters and digits, a letter first. Required. A slot that is added makes a
	// cluster; one that is left out removes it, and is refused unless it was draining or lost in the update before.
	Slots map[string]Slot
}

// Slot is what is particular to one cluster of a set. Its tags are for stackconfig, so that the set can stand in a stack's
// configuration.
type Slot struct {
	// KubernetesVersion is that of [Args]. Required.
	KubernetesVersion string `yaml:"kubernetes_version" required:"true"`

	// Generation is that of [Args]. Default 1. Another one makes another cluster in the slot and removes this one, and is refused
	// unless the slot was draining or lost in the update before, or when it is lower. A slot that has been removed starts with
	// a number it has not had: that is not checked, because nothing remembers a slot that is gone.
	Generation int `yaml:"generation" validate:"min=0"`

	// Sizes change the size of node groups by their names, such as one node for a slot that stands by. Default: as they are.
	Sizes map[string]Size `yaml:"sizes"`

	// AddonVersions pin add-ons as Addons.Versions of [Args] does, and go before what Common has there. Default none.
	AddonVersions map[string]string `yaml:"addon_versions"`

	// AllowEndedSupport is that of [Args]: it lets the next slot be added beside a cluster whose version is no longer accepted.
	AllowEndedSupport bool `yaml:"allow_ended_support"`

	// Draining says that the cluster is about to go: its protection is taken away, and consumers should take their workloads
	// off. Refused for the active slot, and for one that was active in the update before. It can be taken back.
	Draining bool `yaml:"draining"`

	// Lost says why the cluster is given up, such as "deleted by hand on 2026-11-20": it does not answer and is not expected to. Its
	// protection is taken away, and consumers must not talk to it any more. Refused for the active slot: shift first, which
	// may be the same update. A lost slot is there only to be removed: leave everything else about it as it is.
	Lost string `yaml:"lost"`

	// ReleaseVersions pin the release of the nodes' image as ReleaseVersion of [NodeGroup] does, by the names of the groups, and go
	// before what Common has there: a release belongs to a Kubernetes version. Default: as they are.
	ReleaseVersions map[string]string `yaml:"release_versions"`

	// ServiceCIDR is that of [Args], in place of Common's: for a new slot, as the cluster in an old one keeps what it has.
	ServiceCIDR string `yaml:"service_cidr"`

	// KMSKeyARN is that of [Args], in place of Common's: for a new slot, as ServiceCIDR.
	KMSKeyARN pulumi.StringInput `yaml:"-"`

	// SubnetIDs and NodeSubnetIDs are those of [Args], in place of Common's, such as for a new slot in other zones.
	SubnetIDs, NodeSubnetIDs pulumi.StringArrayInput `yaml:"-"`

	// NodeGroups take the place of those in Common, for a cluster with other instances. Default: those in Common. Not for
	// configuration, but for the program.
	NodeGroups map[string]NodeGroup `yaml:"-"`
}

// Size is the number of nodes in a group; what is zero stays as the group has it. With an Autoscaler, Desired is the number
// to begin with.
type Size struct {
	Min     int `yaml:"min" validate:"min=0"`
	Max     int `yaml:"max" validate:"min=0"`
	Desired int `yaml:"desired" validate:"min=0"`
}

// SlotState is what consumers of a set may do with one of its clusters.
type SlotState string

// The states.
const (
	// Serving is the active slot: workloads run on it, traffic goes to it.
	Serving SlotState = "serving"
	// Standby is a slot beside it: workloads run on it, so that it can serve.
	Standby SlotState = "standby"
	// Draining is a slot about to go: consumers take their workloads off.
	Draining SlotState = "draining"
	// Lost is a slot whose cluster is given up: consumers forget what they have on it, and do not talk to it.
	Lost SlotState = "lost"
)

// state is the state of a slot by the arguments.
func (args *ClustersArgs) state(name string) SlotState {
	slot := args.Slots[name]
	switch {
	case slot.Lost != "":
		return Lost
	case slot.Draining:
		return Draining
	case name == args.Active:
		return Serving
	default:
		return Standby
	}
}

func (args *ClustersArgs) names() []string { return slices.Sorted(maps.Keys(args.Slots)) }

// slotArgs are the arguments of the cluster in a slot.
func (args *ClustersArgs) slotArgs(name string) *Args {
	slot, a := args.Slots[name], args.Common
	a.Slot, a.Generation, a.KubernetesVersion = name, cmp.Or(slot.Generation, 1), slot.KubernetesVersion
	a.AllowEndedSupport = slot.AllowEndedSupport
	a.Draining = slot.Draining || slot.Lost != ""
	a.ServiceCIDR = cmp.Or(slot.ServiceCIDR, a.ServiceCIDR)
	if slot.KMSKeyARN != nil {
		a.KMSKeyARN = slot.KMSKeyARN
	}
	if slot.SubnetIDs != nil {
		a.SubnetIDs = slot.SubnetIDs
	}
	if slot.NodeSubnetIDs != nil {
		a.NodeSubnetIDs = slot.NodeSubnetIDs
	}
	if slot.NodeGroups != nil {
		a.NodeGroups = slot.NodeGroups
	}
	a.NodeGroups = maps.Clone(a.NodeGroups)
	for group, size := range slot.Sizes {
		if g, known := a.NodeGroups[group]; known {
			g.Min, g.Max, g.Desired = cmp.Or(size.Min, g.Min), cmp.Or(size.Max, g.Max), cmp.Or(size.Desired, g.Desired)
			a.NodeGroups[group] = g
		}
	}
	for group, release := range slot.ReleaseVersions {
		if g, known := a.NodeGroups[group]; known {
			g.ReleaseVersion = release
			a.NodeGroups[group] = g
		}
	}
	versions := maps.Clone(a.Addons.Versions)
	for addon, version := range slot.AddonVersions {
		if versions == nil {
			versions = map[string]string{}
		}
		versions[addon] = version
	}
	a.Addons.Versions = versions
	return &a
}

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError]. What is wrong
// with Common is told once, what is wrong with one slot under its name.
func (args *ClustersArgs) Validate() error {
	p := component.NewProblems(block, clustersArgsName)
	args.checkCommon(p)
	args.checkActive(p)
	for _, name := range args.names() {
		args.checkSlot(p, name)
	}
	args.checkClusters(p)
	return p.Err()
}

// checkCommon keeps the two places of an argument apart.
func (args *ClustersArgs) checkCommon(p *component.Problems) {
	const need = "nothing: each slot has its own"
	for _, field := range []struct{ name, value string }{{"Slot", args.Common.Slot}, {"KubernetesVersion", args.Common.KubernetesVersion}} {
		if field.value != "" {
			p.Add("Common."+field.name, need, field.value)
		}
	}
	if args.Common.Generation != 0 {
		p.Add("Common.Generation", need, args.Common.Generation)
	}
	if args.Common.AllowEndedSupport {
		p.Add("Common.AllowEndedSupport", need, true)
	}
	if args.Common.Draining {
		p.Add("Common.Draining", need, true)
	}
}

func (args *ClustersArgs) checkActive(p *component.Problems) {
	p.Require("Slots", "at least one slot", args.Slots)
	if !p.Require("Active", "the slot that serves", args.Active) || len(args.Slots) == 0 || !p.OneOf("Active", args.Active, args.names()...) {
		return
	}
	slot := args.Slots[args.Active]
	if slot.Draining {
		p.Addf("Active", "a slot that is not draining: shift Active first, and drain in the next update", "%q, which is", args.Active)
	}
	if slot.Lost != "" {
		p.Addf("Active", "a slot that is not lost: shift Active to one that answers", "%q, which is", args.Active)
	}
}

func (args *ClustersArgs) checkSlot(p *component.Problems, name string) {
	groups := slices.Sorted(maps.Keys(args.slotArgs(name).NodeGroups))
	for _, group := range slices.Sorted(maps.Keys(args.Slots[name].Sizes)) {
		if len(groups) > 0 {
			p.OneOf(fmt.Sprintf("Slots[%q].Sizes", name), group, groups...)
		}
	}
	for _, group := range slices.Sorted(maps.Keys(args.Slots[name].ReleaseVersions)) {
		if len(groups) > 0 {
			p.OneOf(fmt.Sprintf("Slots[%q].ReleaseVersions", name), group, groups...)
		}
	}
}

// checkClusters validates the clusters that would be made.
func (args *ClustersArgs) checkClusters(p *component.Problems) {
	shared := args.sharedProblems()
	told := map[component.FieldError]bool{}
	for _, problem := range shared {
		told[*problem] = len(args.Slots) == 0
	}
	own := component.NewProblems(block, clustersArgsName)
	for _, name := range args.names() {
		for _, problem := range component.FieldErrors(args.slotArgs(name).Validate()) {
			if _, known := told[*problem]; known {
				told[*problem] = true
				continue
			}
			own.Addf(slotField(name, problem.Field), problem.Need, "%s", problem.Got)
		}
	}
	for _, problem := range shared {
		if told[*problem] {
			p.Addf("Common."+problem.Field, problem.Need, "%s", problem.Got)
		}
	}
	p.Append(own.Err())
}

// sharedProblems are what is wrong with Common in any slot.
func (args *ClustersArgs) sharedProblems() []*component.FieldError {
	a := args.Common
	a.Slot, a.Generation, a.KubernetesVersion = "slot", 1, "" // without it, nothing is held against the version of a slot
	return slices.DeleteFunc(component.FieldErrors(a.Validate()), func(problem *component.FieldError) bool {
		return problem.Field == "KubernetesVersion"
	})
}

// slotField is where a field of [Args] stands in a slot.
func slotField(name, field string) string {
	at := fmt.Sprintf("Slots[%q]", name)
	if field == "Slot" {
		return at
	}
	return at + "." + strings.Replace(field, "Addons.Versions", "AddonVersions", 1)
}
