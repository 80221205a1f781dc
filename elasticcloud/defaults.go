package elasticcloud

import (
	"cmp"

	"github.com/groundwork-go/groundwork/component"
)

// Defaults that are not the zero value of their field.
const (
	defaultZones             = 2
	developmentZones         = 1
	defaultRepositoryName    = "offsite"
	defaultRetentionDays     = 30
	developmentRetentionDays = 7
)

// withDefaults returns a copy with every default filled in, but for the name, which needs the stack's. Slices are shared with the caller's
// value and only read.
func (args *DeploymentArgs) withDefaults() *DeploymentArgs {
	a := *args
	zones := component.ByProfile(a.Profile, defaultZones, developmentZones)
	a.Hot = *a.Hot.withDefaults(zones)
	a.Warm, a.Cold = a.Warm.withDefaults(zones), a.Cold.withDefaults(zones)
	a.Frozen, a.ML = a.Frozen.withDefaults(zones), a.ML.withDefaults(zones)
	if a.SnapshotRepository != nil {
		repository := *a.SnapshotRepository
		repository.Name = cmp.Or(repository.Name, defaultRepositoryName)
		repository.RetentionDays = cmp.Or(repository.RetentionDays, component.ByProfile(a.Profile, defaultRetentionDays, developmentRetentionDays))
		a.SnapshotRepository = &repository
	}
	return &a
}

func (t *Tier) withDefaults(zones int) *Tier {
	if t == nil {
		return nil
	}
	tier := *t
	tier.Zones = cmp.Or(tier.Zones, zones)
	return &tier
}

// namedTier is a tier with what the arguments and the provider call it.
type namedTier struct {
	field, property string
	*Tier
}

// tiers lists all tiers; the Tier of one that was not asked for is nil.
func (args *DeploymentArgs) tiers() []namedTier {
	return []namedTier{
		{"Hot", "hot", &args.Hot}, {"Warm", "warm", args.Warm}, {"Cold", "cold", args.Cold}, {"Frozen", "frozen", args.Frozen}, {"ML", "ml", args.ML},
	}
}

// production says whether the deployment has to survive the loss of a zone.
func (args *DeploymentArgs) production() bool { return args.Profile != component.Development }

// protected says whether Pulumi must refuse to delete what holds data, and what keeps others out.
func (args *DeploymentArgs) protected() bool { return args.production() && !args.DisableProtection }
