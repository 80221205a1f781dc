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
		{"notify-keyspace-events", Redis32, checkNotify},
		{"timeout", Redis32, wholeNumber},
		{"databases", Redis32, checkDatabases},
		{"lfu-decay-time", Redis40, wholeNumber},
		{"lfu-log-factor", Redis40, wholeNumber},
		{"maxmemory-gb", Redis40, checkMaxMemoryGB},
		{"stream-node-max-bytes", Redis50, wholeNumber},
		{"stream-node-max-entries", Redis50, wholeNumber},
		{"lazyfree-lazy-eviction", Redis70, yesOrNo},
		{"lazyfree-lazy-expire", Redis70, yesOrNo},
		{"lazyfree-lazy-user-del", Redis70, yesOrNo},
		{"lazyfree-lazy-user-flush", Redis70, yesOrNo},
	}
}

// versions lists the versions of Redis, oldest first.
func versions() []Version {
	return []Version{Redis32, Redis40, Redis50, Redis6X, Redis70, Redis72}
}

// atLeast says whether v is oldest or newer. A version that does not exist is reported on its own, so it passes here.
func (v Version) atLeast(oldest Version) bool {
	i := slices.Index(versions(), v)
	return i < 0 || i >= slices.Index(versions(), oldest)
}

// policies lists the eviction policies with the version each came with.
func policies() map[MaxMemoryPolicy]Version {
	return map[MaxMemoryPolicy]Version{
		NoEviction: Redis32, AllKeysLRU: Redis32, AllKeysRandom: Redis32,
		VolatileLRU: Redis32, VolatileRandom: Redis32, VolatileTTL: Redis32,
		AllKeysLFU: Redis40, VolatileLFU: Redis40,
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
