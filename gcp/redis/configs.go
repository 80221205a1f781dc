package redis

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// redisConfig is one setting of Redis that Memorystore lets a user change.
type redisConfig struct {
	key   string
	since Version
	// check returns what is needed instead, or "" when the value is fine.
	check func(value string, args *InstanceArgs) string
}

// The keys that have a typed field of their own.
const (
	keyMaxMemoryPolicy = "maxmemory-policy"
	keyActiveDefrag    = "activedefrag"
)

var notifyLetters = regexp.MustCompile(`^[KEg$lshzxetmdnA]*$`)

// redisConfigs is the table of settings: key, first version, accepted values.
// Memorystore refuses anything else, but only when the update is applied.
func redisConfigs() []redisConfig {
	return []redisConfig{
		{"notify-keyspace-events", Redis3_2, checkNotify},
		{"timeout", Redis3_2, wholeNumber},
		{"databases", Redis3_2, checkDatabases},
		{"lfu-decay-time", Redis4_0, wholeNumber},
		{"lfu-log-factor", Redis4_0, wholeNumber},
		{"maxmemory-gb", Redis4_0, checkMaxMemoryGB},
		{"stream-node-max-bytes", Redis5_0, wholeNumber},
		{"stream-node-max-entries", Redis5_0, wholeNumber},
		{"lazyfree-lazy-eviction", Redis7_0, yesOrNo},
		{"lazyfree-lazy-expire", Redis7_0, yesOrNo},
		{"lazyfree-lazy-user-del", Redis7_0, yesOrNo},
		{"lazyfree-lazy-user-flush", Redis7_0, yesOrNo},
	}
}

// versions lists the versions of Redis, oldest first.
func versions() []Version {
	return []Version{Redis3_2, Redis4_0, Redis5_0, Redis6_X, Redis7_0, Redis7_2}
}

// atLeast says whether v is min or newer. A version that does not exist is reported on its own, so it passes here.
func (v Version) atLeast(min Version) bool {
	i := slices.Index(versions(), v)
	return i < 0 || i >= slices.Index(versions(), min)
}

// policies lists the eviction policies with the version each came with.
func policies() map[MaxMemoryPolicy]Version {
	return map[MaxMemoryPolicy]Version{
		NoEviction: Redis3_2, AllKeysLRU: Redis3_2, AllKeysRandom: Redis3_2,
		VolatileLRU: Redis3_2, VolatileRandom: Redis3_2, VolatileTTL: Redis3_2,
		AllKeysLFU: Redis4_0, VolatileLFU: Redis4_0,
	}
}

// checkConfig returns what is needed instead of one entry of RedisConfigs, or "" when it is fine.
func checkConfig(key, value string, args *InstanceArgs) string {
	switch key {
	case keyMaxMemoryPolicy:
		return "the field MaxMemoryPolicy instead of this key"
	case keyActiveDefrag:
		return "the field ActiveDefrag instead of this key"
	}
	for _, c := range redisConfigs() {
		if c.key != key {
			continue
		}
		if !args.RedisVersion.atLeast(c.since) {
			return fmt.Sprintf("%s or newer for this key", c.since)
		}
		return c.check(value, args)
	}
	return "a key that Memorystore accepts: " + strings.Join(configKeys(), ", ")
}

func configKeys() []string {
	var keys []string
	for _, c := range redisConfigs() {
		keys = append(keys, c.key)
	}
	slices.Sort(keys)
	return keys
}

// allConfigs merges the typed fields into the map that is sent. Nil when nothing is set.
func (args *InstanceArgs) allConfigs() map[string]string {
	configs := make(map[string]string, len(args.RedisConfigs)+2)
	for k, v := range args.RedisConfigs {
		configs[k] = v
	}
	if args.MaxMemoryPolicy != "" {
		configs[keyMaxMemoryPolicy] = string(args.MaxMemoryPolicy)
	}
	if args.ActiveDefrag {
		configs[keyActiveDefrag] = "yes"
	}
	return configs
}

func checkNotify(value string, _ *InstanceArgs) string {
	if !notifyLetters.MatchString(value) {
		return "only the event letters K E g $ l s h z x e t m d n A"
	}
	return ""
}

func checkDatabases(value string, _ *InstanceArgs) string {
	if n, err := strconv.Atoi(value); err != nil || n < 1 || n > 100 {
		return "a whole number from 1 to 100"
	}
	return ""
}

func checkMaxMemoryGB(value string, args *InstanceArgs) string {
	capacity := float64(args.MemoryGB)
	// Asked this way round, because "NaN" is neither less nor more than anything.
	if n, err := strconv.ParseFloat(value, 64); err != nil || !(n >= capacity/5 && n <= capacity) {
		return fmt.Sprintf("a number of GB from %g to %d (20%% to 100%% of MemoryGB)", capacity/5, args.MemoryGB)
	}
	return ""
}

func wholeNumber(value string, _ *InstanceArgs) string {
	if n, err := strconv.ParseInt(value, 10, 64); err != nil || n < 0 {
		return "a whole number of 0 or more"
	}
	return ""
}

func yesOrNo(value string, _ *InstanceArgs) string {
	if value != "yes" && value != "no" {
		return "yes or no"
	}
	return ""
}
