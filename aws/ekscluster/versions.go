package ekscluster

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/component"
)

// tableDate is the day that standardSupport was read, on which EKS offered every version in it and none newer. The block looks
// at no clock: one program makes one graph on any day, and a version is refused by an update of the library, not by midnight.
const tableDate = "2026-11-21"

// maxSkew is how many minor versions nodes and kube-proxy may be behind the control plane (Kubernetes version skew policy).
const maxSkew = 3

// supported is a minor version of Kubernetes 1 with the day on which EKS ends its standard support.
type supported struct {
	minor int
	until string
}

// standardSupport lists versions, oldest first (EKS user guide, Amazon EKS Kubernetes release calendar).
func standardSupport() []supported {
	return []supported{
		{29, "2025-03-23"},
		{30, "2025-07-23"},
		{31, "2025-11-26"},
		{32, "2026-03-23"},
		{33, "2026-07-29"},
		{34, "2026-12-02"},
		{35, "2027-03-27"},
		{36, "2027-08-02"},
	}
}

// ended is when the standard support of a version ended; "" for one that has it, and for one newer than the table.
func ended(minor int) string {
	table := standardSupport()
	if minor < table[0].minor {
		return "before " + table[0].until
	}
	for _, v := range table {
		if v.minor == minor && v.until <= tableDate {
			return "on " + v.until
		}
	}
	return ""
}

// accepted words the versions that the table knows to be in standard support.
func accepted() string {
	var names []string
	for _, v := range standardSupport() {
		if ended(v.minor) == "" {
			names = append(names, fmt.Sprintf("1.%d", v.minor))
		}
	}
	return component.Choice(names)
}

var minorPattern = regexp.MustCompile(`^1\.([1-9][0-9])$`)

// minorOf reads "1.34" as 34.
func minorOf(version string) (minor int, ok bool) {
	parts := minorPattern.FindStringSubmatch(version)
	if parts == nil {
		return 0, false
	}
	minor, err := strconv.Atoi(parts[1])
	return minor, err == nil
}

// checkVersions holds the versions of the control plane, the nodes and the add-ons against each other.
func (args *Args) checkVersions(p *component.Problems) {
	need := "a minor version of Kubernetes in standard support: " + accepted() + ", or a newer one that EKS offers"
	minor, ok := minorOf(args.KubernetesVersion)
	if !ok {
		p.Add("KubernetesVersion", need, args.KubernetesVersion)
	} else if since := ended(minor); since != "" && !args.AllowEndedSupport {
		need += "; AllowEndedSupport is for a cluster that gives its place to another slot"
		p.Addf("KubernetesVersion", need, "%q, whose standard support ended %s", args.KubernetesVersion, since)
	}
	for _, name := range args.groupNames() {
		args.checkNodeVersion(p, fmt.Sprintf("NodeGroups[%q].KubernetesVersion", name), args.NodeGroups[name].KubernetesVersion)
	}
	args.checkAddonVersions(p)
	args.checkAddonConfiguration(p)
}

func (args *Args) checkNodeVersion(p *component.Problems, field, version string) {
	if version == "" || version == args.KubernetesVersion {
		return
	}
	minor, ok := minorOf(version)
	if !ok {
		p.Add(field, "a minor version of Kubernetes such as 1.35", version)
		return
	}
	if control, known := minorOf(args.KubernetesVersion); known && !fits(minor, control) {
		p.Addf(field, window("nodes", control), "%q beside %q of the cluster, an unsupported version pair", version, args.KubernetesVersion)
	}
}

// fits tells whether something may run beside a control plane.
func fits(minor, control int) bool { return control-maxSkew <= minor && minor <= control }

func window(what string, control int) string {
	return fmt.Sprintf("1.%d to 1.%d: %s are never ahead of the cluster and at most %d minor versions behind it", control-maxSkew, control, what, maxSkew)
}

// addonVersion is how EKS numbers its builds of an add-on: "v1.34.1-eksbuild.2".
var addonVersion = regexp.MustCompile(`^v[0-9]+\.([0-9]+)\.[0-9]+-eksbuild\.[0-9]+$`)

func (args *Args) checkAddonVersions(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(args.Addons.Versions)) {
		field, version := fmt.Sprintf("Addons.Versions[%q]", name), args.Addons.Versions[name]
		if !args.checkAddonName(p, "Addons.Versions", name) || !p.Match(field, "a version such as v1.2.3-eksbuild.4", version, addonVersion) {
			continue
		}
		control, known := minorOf(args.KubernetesVersion)
		if name != kubeProxy || !known {
			continue
		}
		minor, err := strconv.Atoi(addonVersion.FindStringSubmatch(version)[1])
		if err != nil || !strings.HasPrefix(version, "v1.") || !fits(minor, control) {
			p.Addf(field, window("builds of "+kubeProxy, control), "%q beside %q of the cluster, an unsupported version pair", version, args.KubernetesVersion)
		}
	}
}
