package redis

// Tier is the service tier of an instance: one node, or a primary with replicas in other zones.
type Tier string

// The tiers Memorystore offers.
const (
	// Basic is one node: a zone outage or a failed node loses everything since the last snapshot.
	Basic Tier = "BASIC"
	// StandardHA is a primary and at least one replica in another zone, with automatic failover.
	StandardHA Tier = "STANDARD_HA"
)

// Version is a version of Redis as Memorystore names it.
type Version string

// The versions Memorystore offers. Redis6X is whatever 6.x the service runs.
const (
	Redis32 Version = "REDIS_3_2"
	Redis40 Version = "REDIS_4_0"
	Redis50 Version = "REDIS_5_0"
	Redis6X Version = "REDIS_6_X"
	Redis70 Version = "REDIS_7_0"
	Redis72 Version = "REDIS_7_2"
)

// MaxMemoryPolicy says what Redis does with a write when its memory is full.
type MaxMemoryPolicy string

// The policies of Redis. The least-frequently-used ones exist from REDIS_4_0 on.
const (
	NoEviction     MaxMemoryPolicy = "noeviction"
	AllKeysLRU     MaxMemoryPolicy = "allkeys-lru"
	AllKeysLFU     MaxMemoryPolicy = "allkeys-lfu"
	AllKeysRandom  MaxMemoryPolicy = "allkeys-random"
	VolatileLRU    MaxMemoryPolicy = "volatile-lru"
	VolatileLFU    MaxMemoryPolicy = "volatile-lfu"
	VolatileRandom MaxMemoryPolicy = "volatile-random"
	VolatileTTL    MaxMemoryPolicy = "volatile-ttl"
)

// ConnectMode is the way the instance is joined to the network.
type ConnectMode string

// The connect modes Memorystore offers.
const (
	// DirectPeering peers the instance's own network with yours.
	DirectPeering ConnectMode = "DIRECT_PEERING"
	// PrivateServiceAccess uses the network's private services connection, which must exist.
	PrivateServiceAccess ConnectMode = "PRIVATE_SERVICE_ACCESS"
)

// Day is a day of the week in a maintenance window.
type Day string

// The days of the week.
const (
	Monday    Day = "MONDAY"
	Tuesday   Day = "TUESDAY"
	Wednesday Day = "WEDNESDAY"
	Thursday  Day = "THURSDAY"
	Friday    Day = "FRIDAY"
	Saturday  Day = "SATURDAY"
	Sunday    Day = "SUNDAY"
)

// SnapshotPeriod is the time between two snapshots.
type SnapshotPeriod string

// The periods Memorystore offers.
const (
	OneHour         SnapshotPeriod = "ONE_HOUR"
	SixHours        SnapshotPeriod = "SIX_HOURS"
	TwelveHours     SnapshotPeriod = "TWELVE_HOURS"
	TwentyFourHours SnapshotPeriod = "TWENTY_FOUR_HOURS"
)

// SnapshotVia is who switches snapshots on.
type SnapshotVia int

const (
	// Native sends the snapshot settings with the instance. It is the default.
	Native SnapshotVia = iota
	// Gcloud runs the gcloud command after the instance exists and again when its settings change or it is recreated.
	// It is for stacks that come from that pattern; a new stack gains nothing from it.
	Gcloud
)

// String returns the name used in errors.
func (v SnapshotVia) String() string {
	switch v {
	case Native:
		return "Native"
	case Gcloud:
		return "Gcloud"
	default:
		return "unknown"
	}
}

// periods lists the snapshot periods with what they are called elsewhere, shortest first.
func periods() []periodNames {
	return []periodNames{
		{OneHour, "1h", 1},
		{SixHours, "6h", 6},
		{TwelveHours, "12h", 12},
		{TwentyFourHours, "24h", 24},
	}
}

// periodNames is one snapshot period: the API's name, gcloud's name, and its length in hours.
type periodNames struct {
	api    SnapshotPeriod
	gcloud string
	hours  int
}

// names returns the other names of a period; the zero value when there is no such period.
func (p SnapshotPeriod) names() periodNames {
	for _, n := range periods() {
		if n.api == p {
			return n
		}
	}
	return periodNames{}
}

// ParseSnapshotPeriod reads a period as the API writes it (TWELVE_HOURS) or as gcloud and people write it (12h).
// The second result is false for anything else, because Memorystore offers no other period.
func ParseSnapshotPeriod(s string) (SnapshotPeriod, bool) {
	for _, n := range periods() {
		if s == string(n.api) || s == n.gcloud {
			return n.api, true
		}
	}
	return "", false
}
