package ekscluster

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

const (
	maxGroupName     = 20  // our own: room for the names that are made from it
	maxInstanceTypes = 20  // EKS user guide, launch templates: 0 to 20 instance types
	maxNodes         = 450 // EKS quotas, nodes per managed node group
	minDisk, maxDisk = 20, 1000
	maxTaints        = 50 // EKS user guide, node taints
)

var (
	instanceType = regexp.MustCompile(`^[a-z][a-z0-9-]*[0-9][a-z0-9-]*\.[a-z0-9-]+$`)
	// graviton are the families whose name has a g after the generation (m7g, c7gn, im4gn), and the first of them.
	graviton       = regexp.MustCompile(`^([a-z]+[0-9]+g|a1\.)`)
	releaseVersion = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+-[0-9a-z]+$`)
)

func isX86(instanceType string) bool { return !graviton.MatchString(instanceType) }

// arm tells whether the image is for Graviton processors.
func (i Image) arm() bool { return i == AL2023ARM64 || i == BottlerocketARM64 }

// bottlerocket tells whether the image keeps the system and the data on two disks.
func (i Image) bottlerocket() bool { return i == BottlerocketX8664 || i == BottlerocketARM64 }

func (args *Args) checkNodeGroups(p *component.Problems) {
	p.Require("NodeGroups", "at least one node group", args.NodeGroups)
	for _, name := range args.groupNames() {
		at := fmt.Sprintf("NodeGroups[%q]", name)
		if !lowerName.MatchString(name) || len(name) > maxGroupName {
			p.Add(at, fmt.Sprintf("a name of up to %d %s", maxGroupName, needLowerName), name)
		}
		group := args.NodeGroups[name]
		group.checkInstances(p, at)
		group.checkSize(p, at)
		group.checkMarks(p, at)
	}
}

func (g NodeGroup) checkInstances(p *component.Problems, at string) {
	p.Require(at+".InstanceTypes", "at least one instance type such as m7i.large", g.InstanceTypes)
	if n := len(g.InstanceTypes); n > maxInstanceTypes {
		p.Addf(at+".InstanceTypes", fmt.Sprintf("%d or fewer", maxInstanceTypes), "%d", n)
	}
	known := p.OneOf(at+".Image", string(g.Image), string(AL2023X8664), string(AL2023ARM64), string(BottlerocketX8664), string(BottlerocketARM64))
	seen := map[string]bool{}
	for i, typ := range g.InstanceTypes {
		field := fmt.Sprintf("%s.InstanceTypes[%d]", at, i)
		switch {
		case !p.Match(field, "an instance type such as m7i.large", typ, instanceType):
		case seen[typ]:
			p.Add(field, "each instance type once", typ)
		case known && g.Image.arm() == isX86(typ):
			p.Addf(field, "a type with the processors of Image "+string(g.Image), "%q", typ)
		}
		seen[typ] = true
	}
	if g.ReleaseVersion != "" {
		g.checkRelease(p, at+".ReleaseVersion")
	}
}

// checkRelease holds a release against the version of the nodes, which releases of Amazon Linux begin with.
func (g NodeGroup) checkRelease(p *component.Problems, field string) {
	if !p.Match(field, "a release of the image such as 1.34.2-20251209", g.ReleaseVersion, releaseVersion) || g.Image.bottlerocket() {
		return
	}
	if _, ok := minorOf(g.KubernetesVersion); ok && !strings.HasPrefix(g.ReleaseVersion, g.KubernetesVersion+".") {
		p.Addf(field, "a release for the nodes' version, "+g.KubernetesVersion+".…", "%q", g.ReleaseVersion)
	}
}

func (g NodeGroup) checkSize(p *component.Problems, at string) {
	p.Between(at+".DiskGB", g.DiskGB, minDisk, maxDisk)
	if p.Between(at+".Min", g.Min, 1, maxNodes) && p.Between(at+".Max", g.Max, g.Min, maxNodes) {
		p.Between(at+".Desired", g.Desired, g.Min, g.Max)
	}
}

// checkMarks looks at what the scheduler goes by.
func (g NodeGroup) checkMarks(p *component.Problems, at string) {
	for _, key := range slices.Sorted(maps.Keys(g.Labels)) {
		field := fmt.Sprintf("%s.Labels[%q]", at, key)
		kubeform.CheckLabelKey(p, field, key)
		for _, reserved := range []string{"kubernetes.io/", "k8s.io/", "eks.amazonaws.com/"} {
			if strings.Contains(key, reserved) {
				p.Add(field, "a key without "+reserved+", which EKS keeps for itself", key)
			}
		}
		kubeform.CheckLabelValue(p, field, g.Labels[key])
	}
	if n := len(g.Taints); n > maxTaints {
		p.Addf(at+".Taints", fmt.Sprintf("%d or fewer", maxTaints), "%d", n)
	}
	type mark struct {
		key    string
		effect TaintEffect
	}
	seen := map[mark]bool{}
	for i, taint := range g.Taints {
		field := fmt.Sprintf("%s.Taints[%d]", at, i)
		kubeform.CheckLabelKey(p, field+".Key", taint.Key)
		kubeform.CheckLabelValue(p, field+".Value", taint.Value)
		p.OneOf(field+".Effect", string(taint.Effect), string(NoSchedule), string(PreferNoSchedule), string(NoExecute))
		if m := (mark{taint.Key, taint.Effect}); seen[m] {
			p.Add(field, "each key and effect once", taint.Key)
		} else {
			seen[m] = true
		}
	}
}
