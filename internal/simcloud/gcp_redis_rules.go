package simcloud

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var redisDays = []string{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"}

func checkRedis(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.between(1, 300, "memorySizeGb")
	r.oneOf([]string{"BASIC", "STANDARD_HA"}, "tier")
	r.oneOf(redisVersions, "redisVersion")
	r.oneOf([]string{"DIRECT_PEERING", "PRIVATE_SERVICE_ACCESS"}, "connectMode")
	r.oneOf([]string{"DISABLED", "SERVER_AUTHENTICATION"}, "transitEncryptionMode")
	r.oneOf([]string{"READ_REPLICAS_DISABLED", "READ_REPLICAS_ENABLED"}, "readReplicasMode")
	checkRedisPersistence(r)
	checkRedisMaintenance(r)
	checkRedisReplicas(r)
	checkRedisConfigs(r)
	return r.failures
}

func checkRedisPersistence(r *rules) {
	if !has(r.in, "persistenceConfig") {
		return
	}
	r.within("persistenceConfig", object(r.in, "persistenceConfig"), func(p *rules) {
		p.oneOf([]string{"DISABLED", "RDB"}, "persistenceMode")
		p.oneOf([]string{"ONE_HOUR", "SIX_HOURS", "TWELVE_HOURS", "TWENTY_FOUR_HOURS"}, "rdbSnapshotPeriod")
		// Without a period the API fills one in, and every later run sees a difference.
		if text(p.in, "persistenceMode") == "RDB" && !has(p.in, "rdbSnapshotPeriod") && !isUnknown(p.in, "rdbSnapshotPeriod") {
			p.fail("rdbSnapshotPeriod", "need a period together with persistenceMode RDB, got none")
		}
		if start := text(p.in, "rdbSnapshotStartTime"); start != "" {
			if _, err := time.Parse(time.RFC3339, start); err != nil {
				p.fail("rdbSnapshotStartTime", "need an RFC 3339 time, got %q", start)
			}
		}
	})
}

func checkRedisMaintenance(r *rules) {
	r.within("maintenancePolicy", object(r.in, "maintenancePolicy"), func(p *rules) {
		if n := len([]rune(text(p.in, "description"))); n > 512 {
			p.fail("description", "need at most 512 characters, got %d", n)
		}
		windows := members(p.in, "weeklyMaintenanceWindows")
		if len(windows) > 1 {
			p.fail("weeklyMaintenanceWindows", "need exactly one window, got %d", len(windows))
		}
		for i, window := range windows {
			p.within("weeklyMaintenanceWindows["+strconv.Itoa(i)+"]", window, func(w *rules) {
				w.oneOf(redisDays, "day")
				w.between(0, 23, "startTime", "hours")
				w.between(0, 59, "startTime", "minutes")
				w.between(0, 60, "startTime", "seconds")
				w.between(0, 999999999, "startTime", "nanos")
			})
		}
	})
}

func checkRedisReplicas(r *rules) {
	tier := first(text(r.in, "tier"), "BASIC")
	knownTier := !isUnknown(r.in, "tier")
	replicas, given := number(r.in, "replicaCount")
	readable := text(r.in, "readReplicasMode") == "READ_REPLICAS_ENABLED"
	if tier == "BASIC" && knownTier {
		if given && replicas != 0 {
			r.fail("replicaCount", "need 0 with tier BASIC, got %v", replicas)
		}
		if readable {
			r.fail("readReplicasMode", "need tier STANDARD_HA for read replicas, got BASIC")
		}
		if has(r.in, "alternativeLocationId") {
			r.fail("alternativeLocationId", "need tier STANDARD_HA for a second zone, got BASIC")
		}
		return
	}
	if tier != "STANDARD_HA" {
		return
	}
	if zone := text(r.in, "locationId"); zone != "" && zone == text(r.in, "alternativeLocationId") {
		r.fail("alternativeLocationId", "need another zone than locationId, got %q for both", zone)
	}
	switch {
	case given && readable && (replicas < 1 || replicas > 5):
		r.fail("replicaCount", "need 1 to 5 with read replicas, got %v", replicas)
	case given && !readable && replicas != 1 && !isUnknown(r.in, "readReplicasMode"):
		r.fail("replicaCount", "need 1 with tier STANDARD_HA and no read replicas, got %v", replicas)
	}
	if size, ok := number(r.in, "memorySizeGb"); readable && ok && size < 5 {
		r.fail("memorySizeGb", "need 5 or more with read replicas, got %v", size)
	}
	if version := text(r.in, "redisVersion"); readable && version != "" && olderRedis(version, "REDIS_5_0") {
		r.fail("redisVersion", "need REDIS_5_0 or newer for read replicas, got %s", version)
	}
}

func olderRedis(version, than string) bool {
	i := slices.Index(redisVersions, version)
	return i >= 0 && i < slices.Index(redisVersions, than)
}

// redisConfig is one key of redisConfigs: since which version it exists, and what its value may be.
type redisConfig struct {
	since string
	value *regexp.Regexp
	says  string
}

var (
	yesNo       = regexp.MustCompile(`^(yes|no)$`)
	wholeNumber = regexp.MustCompile(`^[0-9]+$`)
	decimal     = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	databases   = regexp.MustCompile(`^([1-9][0-9]?|100)$`)
	keyspace    = regexp.MustCompile(`^[KEg$lshzxetmdnA]*$`)
	policies    = regexp.MustCompile(`^(noeviction|(allkeys|volatile)-(lru|lfu|random)|volatile-ttl)$`)
)

const policySays = "one of noeviction, allkeys-lru, allkeys-lfu, allkeys-random, volatile-lru, volatile-lfu, volatile-random, volatile-ttl"

var redisConfigs = map[string]redisConfig{
	"maxmemory-policy":         {"REDIS_3_2", policies, policySays},
	"notify-keyspace-events":   {"REDIS_3_2", keyspace, "letters of KEg$lshzxetmdnA"},
	"timeout":                  {"REDIS_3_2", wholeNumber, "a whole number of seconds"},
	"databases":                {"REDIS_3_2", databases, "a number from 1 to 100"},
	"activedefrag":             {"REDIS_4_0", yesNo, "yes or no"},
	"lfu-decay-time":           {"REDIS_4_0", wholeNumber, "a whole number"},
	"lfu-log-factor":           {"REDIS_4_0", wholeNumber, "a whole number"},
	"maxmemory-gb":             {"REDIS_4_0", decimal, "a number of GB"},
	"stream-node-max-bytes":    {"REDIS_5_0", wholeNumber, "a whole number"},
	"stream-node-max-entries":  {"REDIS_5_0", wholeNumber, "a whole number"},
	"lazyfree-lazy-eviction":   {"REDIS_7_0", yesNo, "yes or no"},
	"lazyfree-lazy-expire":     {"REDIS_7_0", yesNo, "yes or no"},
	"lazyfree-lazy-user-del":   {"REDIS_7_0", yesNo, "yes or no"},
	"lazyfree-lazy-user-flush": {"REDIS_7_0", yesNo, "yes or no"},
}

func checkRedisConfigs(r *rules) {
	configs := object(r.in, "redisConfigs")
	version := text(r.in, "redisVersion")
	for _, key := range configs.StableKeys() {
		property := "redisConfigs." + string(key)
		value := text(configs, key)
		config, known := redisConfigs[string(key)]
		switch {
		case !known:
			r.fail(property, "need one of %s, got %q", strings.Join(sortedKeys(redisConfigs), ", "), key)
			continue
		case olderRedis(version, config.since):
			r.fail(property, "need %s or newer, got %s", config.since, version)
		case strings.HasSuffix(value, "-lfu") && key == "maxmemory-policy" && olderRedis(version, "REDIS_4_0"):
			r.fail(property, "need REDIS_4_0 or newer for %s, got %s", value, version)
		}
		if has(configs, key) && !config.value.MatchString(value) {
			r.fail(property, "need %s, got %q", config.says, value)
		}
	}
}
