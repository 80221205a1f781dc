package redis

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/suggest"
)

// argsName is how errors name the arguments.
const argsName = "redis.InstanceArgs"

// The limits of Memorystore for Redis.
const (
	maxMemoryGB              = 300  // the largest capacity in Google's documentation
	maxNameLength            = 40   // API reference, instance id; the provider's own check lets 41 pass
	maxDescriptionLength     = 512  // API reference, maintenance policy
	maxReplicas              = 5    // API reference, replica count
	highAvailabilityReplicas = 1    // API reference, replica count without read replicas
	minReadReplicaMemoryGB   = 5    // gcloud's help on read replicas
	maxRetentionDays         = 3650 // our own: ten years are a slip of the keyboard
)

var (
	physicalName = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$`)
	projectID    = regexp.MustCompile(`^([a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$`)
	regionName   = regexp.MustCompile(`^[a-z]+-[a-z]+[0-9]+$`)
	zoneName     = regexp.MustCompile(`^[a-z]+-[a-z]+[0-9]+-[a-z]$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
// It knows what Memorystore accepts, so that a mistake shows before anything is created and not in the middle of an update.
func (args *InstanceArgs) Validate() error {
	p := component.NewProblems("redis", "InstanceArgs")
	a := args.withDefaults()
	a.checkBasics(p)
	a.checkReplicas(p)
	a.checkSettings(p)
	a.checkMaintenance(p)
	a.checkSnapshots(p)
	a.checkPlacement(p)
	a.checkNetwork(p)
	a.checkKeysAndChannels(p)
	a.checkExport(p)
	return p.Err()
}

func (args *InstanceArgs) checkBasics(p *component.Problems) {
	p.RequireTags(args.Tags)
	p.CheckProfile(args.Profile)
	oneOf(p, "Tier", args.Tier, Basic, StandardHA)
	if args.RedisVersion == "" {
		p.Add("RedisVersion", "a version, "+suggest.Choice(versions()), nil)
	} else {
		oneOf(p, "RedisVersion", args.RedisVersion, versions()...)
	}
	if args.MemoryGB == 0 {
		p.Add("MemoryGB", fmt.Sprintf("a capacity in GiB, 1 to %d", maxMemoryGB), nil)
	} else {
		p.Between("MemoryGB", args.MemoryGB, 1, maxMemoryGB)
	}
	if args.Name != "" && !physicalName.MatchString(args.Name) {
		need := fmt.Sprintf("1 to %d lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen", maxNameLength)
		p.Addf("Name", need, "%q (%d characters)", args.Name, len(args.Name))
	}
}

func (args *InstanceArgs) checkReplicas(p *component.Problems) {
	if args.ReadReplicas {
		args.checkReadReplicas(p)
	}
	switch {
	case args.ReplicaCount < 0:
		p.Add("ReplicaCount", "0 or more", args.ReplicaCount)
	case args.Tier == Basic && args.ReplicaCount > 0 && !args.ReadReplicas:
		p.Addf("ReplicaCount", "tier STANDARD_HA for replicas", "%d on BASIC", args.ReplicaCount)
	case args.Tier == StandardHA && args.ReadReplicas:
		p.Between("ReplicaCount", args.ReplicaCount, 1, maxReplicas)
	case args.Tier == StandardHA && args.ReplicaCount > highAvailabilityReplicas:
		p.Addf("ReplicaCount", "1, or ReadReplicas for 1 to 5", "%d", args.ReplicaCount)
	}
}

func (args *InstanceArgs) checkReadReplicas(p *component.Problems) {
	if args.Tier != StandardHA {
		p.Addf("ReadReplicas", "tier STANDARD_HA for replicas", "%s", args.Tier)
	}
	if args.MemoryGB > 0 && args.MemoryGB < minReadReplicaMemoryGB {
		p.Addf("ReadReplicas", fmt.Sprintf("a MemoryGB of %d or more", minReadReplicaMemoryGB), "%d", args.MemoryGB)
	}
	if !args.RedisVersion.atLeast(Redis50) {
		p.Addf("ReadReplicas", "a RedisVersion of REDIS_5_0 or newer", "%s", args.RedisVersion)
	}
}

func (args *InstanceArgs) checkSettings(p *component.Problems) {
	if args.ActiveDefrag && !args.RedisVersion.atLeast(Redis40) {
		p.Addf("ActiveDefrag", "a RedisVersion of REDIS_4_0 or newer", "%s", args.RedisVersion)
	}
	if args.MaxMemoryPolicy != "" {
		all := slices.Sorted(maps.Keys(policies()))
		if oneOf(p, "MaxMemoryPolicy", args.MaxMemoryPolicy, all...) && !args.RedisVersion.atLeast(policies()[args.MaxMemoryPolicy]) {
			p.Addf("MaxMemoryPolicy", "a RedisVersion of REDIS_4_0 or newer for "+string(args.MaxMemoryPolicy), "%s", args.RedisVersion)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(args.RedisConfigs)) {
		if need := checkConfig(key, args.RedisConfigs[key], args); need != "" {
			p.Add(fmt.Sprintf("RedisConfigs[%q]", key), need, args.RedisConfigs[key])
		}
	}
}

func (args *InstanceArgs) checkMaintenance(p *component.Problems) {
	m := args.Maintenance
	if m == (Maintenance{}) {
		return
	}
	if m.Day == "" {
		p.Add("Maintenance.Day", "a day when a window is described", nil)
	} else {
		oneOf(p, "Maintenance.Day", m.Day, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday)
	}
	p.Between("Maintenance.Hour", m.Hour, 0, 23)
	p.Between("Maintenance.Minute", m.Minute, 0, 59)
	if n := len([]rune(m.Description)); n > maxDescriptionLength {
		p.Addf("Maintenance.Description", fmt.Sprintf("at most %d characters", maxDescriptionLength), "%d", n)
	}
}

func (args *InstanceArgs) checkSnapshots(p *component.Problems) {
	s := args.Snapshots
	oneOf(p, "Snapshots.Period", s.Period, OneHour, SixHours, TwelveHours, TwentyFourHours)
	if s.StartTime != "" {
		if _, err := time.Parse(time.RFC3339, s.StartTime); err != nil {
			p.Add("Snapshots.StartTime", "a time in RFC 3339, such as 2024-01-01T03:00:00Z", s.StartTime)
		}
	}
	switch {
	case s.Via != Native && s.Via != Gcloud:
		p.Addf("Snapshots.Via", "Native or Gcloud", "%d", int(s.Via))
	case s.Via == Gcloud && s.Disable:
		p.Add("Snapshots.Disable", "Via Native: the settings of the instance and the command would undo each other", "true with Via Gcloud")
	case s.Via == Gcloud && s.StartTime != "":
		p.Add("Snapshots.StartTime", "Via Native for a start time", s.StartTime)
	}
}

func (args *InstanceArgs) checkPlacement(p *component.Problems) {
	matches(p, "Project", args.Project, "a project id", projectID)
	matches(p, "Region", args.Region, "a region such as europe-west1", regionName)
	matches(p, "LocationID", args.LocationID, "a zone such as europe-west1-b", zoneName)
	matches(p, "AlternativeLocationID", args.AlternativeLocationID, "a zone such as europe-west1-b", zoneName)
	args.checkZoneInRegion(p, "LocationID", args.LocationID)
	args.checkZoneInRegion(p, "AlternativeLocationID", args.AlternativeLocationID)
	if args.AlternativeLocationID == "" {
		return
	}
	if args.Tier != StandardHA {
		p.Addf("AlternativeLocationID", "tier STANDARD_HA for a second zone", "%s", args.Tier)
	}
	if args.AlternativeLocationID == args.LocationID {
		p.Add("AlternativeLocationID", "another zone than LocationID", args.AlternativeLocationID)
	}
}

func (args *InstanceArgs) checkZoneInRegion(p *component.Problems, field, zone string) {
	if args.Region != "" && zoneName.MatchString(zone) && !strings.HasPrefix(zone, args.Region+"-") {
		p.Add(field, "a zone of the region "+args.Region, zone)
	}
}

// matches records a value that is set and does not fit the pattern.
func matches(p *component.Problems, field, value, need string, pattern *regexp.Regexp) {
	if value != "" {
		p.Match(field, need, value, pattern)
	}
}

// oneOf records a value that is not allowed.
func oneOf[T ~string](p *component.Problems, field string, value T, allowed ...T) bool {
	texts := make([]string, len(allowed))
	for i, a := range allowed {
		texts[i] = string(a)
	}
	return p.OneOf(field, string(value), texts...)
}
