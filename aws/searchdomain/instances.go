package searchdomain

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/component"
)

var (
	instanceType = regexp.MustCompile(`^([a-z]+[0-9]+[a-z]*)\.(micro|small|medium|([0-9]{0,2}x)?large)\.search$`)
	// ownDisks are the families that have disks of their own and take no volumes (OpenSearch Service pricing and developer
	// guide, supported instance types; the service refuses volumes for the later ones, such as oi2).
	ownDisks = regexp.MustCompile(`^(i[0-9]|im[0-9]|oi[0-9]|r[0-9]+gd$)`)
)

// family is what comes before the size: "r6g" in r6g.large.search; empty for what is no instance type.
func family(instance string) string {
	if parts := instanceType.FindStringSubmatch(instance); parts != nil {
		return parts[1]
	}
	return ""
}

// burstable nodes take no UltraWarm and no Auto-Tune (developer guide, supported instance types).
func burstable(instance string) bool { return family(instance) == "t3" }

// hasDisks says whether a node has disks of its own.
func hasDisks(instance string) bool { return ownDisks.MatchString(family(instance)) }

// remote says whether a node keeps its data in S3 too, which needs a newer engine.
func remote(instance string) bool {
	f := family(instance)
	return strings.HasPrefix(f, "or") || strings.HasPrefix(f, "om")
}

// leastVolume is the smallest gp3 volume in GiB (developer guide, EBS volume size quotas).
const leastVolume = 10

// mostVolume is the largest one. Only those of t3 are this small; the largest one of any type stands for the others.
func mostVolume(instance string) int {
	switch instance {
	case "t3.small.search":
		return 100
	case "t3.medium.search":
		return 200
	default:
		return 24576
	}
}

const instanceNeed = "FAMILY.SIZE.search, such as "

// checkInstance records a type that no domain of this library can have.
func (args *DomainArgs) checkInstance(p *component.Problems, field, instance, like string) bool {
	switch f := family(instance); {
	case f == "":
		p.Add(field, instanceNeed+like, instance)
	case strings.HasPrefix(f, "ultrawarm"):
		p.Add(field, "another family, such as "+like+": UltraWarm nodes are set by Warm", instance)
	case f == "t2":
		p.Add(field, "another family than t2, which has neither encryption nor access control, such as "+like, instance)
	case f == "t3" && args.production():
		p.Add(field, "another family than t3 in production, such as "+like, instance)
	default:
		return true
	}
	return false
}

func (args *DomainArgs) checkData(p *component.Problems) {
	if args.checkInstance(p, "Data.InstanceType", args.Data.InstanceType, defaultDataType) {
		args.checkVolumes(p)
		if v, known := parseVersion(args.EngineVersion); known && remote(args.Data.InstanceType) && v.before(version{2, 11}) {
			p.Addf("Data.InstanceType", "OpenSearch_2.11 or newer with this family, or another one", "%q with %s", args.Data.InstanceType, args.EngineVersion)
		}
	}
	switch count := args.Data.Count; {
	case count < 1:
		p.Add("Data.Count", "1 or more", count)
	case args.Zones > 1 && args.Zones <= defaultZones && count%args.Zones != 0:
		p.Addf("Data.Count", fmt.Sprintf("a multiple of Zones, which are %d", args.Zones), "%d", count)
	case args.production() && count < leastNodes:
		p.Add("Data.Count", "3 or more in production", count)
	case family(args.Data.InstanceType) == "t3" && count > 10:
		p.Addf("Data.Count", "10 or fewer with t3", "%d", count) // developer guide, quotas
	}
}

func (args *DomainArgs) checkVolumes(p *component.Problems) {
	d := args.Data
	if hasDisks(d.InstanceType) {
		for _, volume := range []struct {
			field string
			value int
		}{{"VolumeGB", d.VolumeGB}, {"VolumeIOPS", d.VolumeIOPS}, {"VolumeMBPerSecond", d.VolumeMBPerSecond}} {
			if volume.value != 0 {
				p.Addf("Data."+volume.field, "0 with "+d.InstanceType+", which has disks of its own and takes no volumes", "%d", volume.value)
			}
		}
		return
	}
	most := mostVolume(d.InstanceType)
	switch {
	case d.VolumeGB == 0:
		p.Add("Data.VolumeGB", fmt.Sprintf("the GiB of each node's volume, %d to %d", leastVolume, most), nil)
	case d.VolumeGB < leastVolume || d.VolumeGB > most:
		p.Addf("Data.VolumeGB", fmt.Sprintf("%d to %d with %s", leastVolume, most, d.InstanceType), "%d", d.VolumeGB)
	}
	// The least that a gp3 volume does.
	if d.VolumeIOPS != 0 && d.VolumeIOPS < 3000 {
		p.Addf("Data.VolumeIOPS", "3000 or more", "%d", d.VolumeIOPS)
	}
	if d.VolumeMBPerSecond != 0 && d.VolumeMBPerSecond < 125 {
		p.Addf("Data.VolumeMBPerSecond", "125 or more", "%d", d.VolumeMBPerSecond)
	}
}

func (args *DomainArgs) checkMasters(p *component.Problems) {
	switch m := args.Masters; {
	case m.Count == 0 && m.InstanceType == "": // only in development
	case m.Count != 3 && m.Count != 5:
		p.Addf("Masters.Count", "3 or 5", "%d", m.Count)
	case hasDisks(m.InstanceType):
		p.Add("Masters.InstanceType", "a family without disks of its own, such as "+defaultMasterType, m.InstanceType)
	default:
		args.checkInstance(p, "Masters.InstanceType", m.InstanceType, defaultMasterType)
	}
}

func (args *DomainArgs) checkWarm(p *component.Problems) {
	if args.Warm == nil {
		return
	}
	p.OneOf("Warm.InstanceType", args.Warm.InstanceType, defaultWarmType, "ultrawarm1.large.search", "ultrawarm1.xlarge.search")
	p.Between("Warm.Count", args.Warm.Count, 2, 150) // API reference, ClusterConfig
	if args.Masters.Count == 0 {
		p.Addf("Warm", "dedicated masters: set Masters.Count to 3", "no masters")
	}
	if burstable(args.Data.InstanceType) {
		p.Addf("Warm", "data nodes of another family than t3", "%q", args.Data.InstanceType)
	}
}

// localGB is the size of a node's own disks, for the alarm on what is left of them; 0 where it is not known. They grow with
// the node: the numbers are those of a large one (EC2 instance types, instance storage).
func localGB(instance string) int {
	parts := instanceType.FindStringSubmatch(instance)
	if parts == nil {
		return 0
	}
	large := map[string]int{
		"i3": 442, "i4g": 436, "i4i": 436, "i8g": 436, "im4gn": 872, "r6gd": 110, "r7gd": 110, "r8gd": 110,
	}[parts[1]]
	switch size := strings.TrimSuffix(parts[2], "large"); size {
	case "":
		return large
	case "x":
		return 2 * large
	case "medium":
		return large / 2
	default:
		n, err := strconv.Atoi(strings.TrimSuffix(size, "x"))
		if err != nil {
			return 0
		}
		return 2 * n * large
	}
}
