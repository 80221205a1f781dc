package redis_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/gcp/redis"
)

func TestRedisConfigs(t *testing.T) {
	tests := []struct {
		key, value string
		version    redis.Version
		need       string
	}{
		{"timeout", "300", redis.Redis32, ""},
		{"timeout", "-1", redis.Redis32, "a whole number of 0 or more"},
		{"notify-keyspace-events", "KEA", redis.Redis32, ""},
		{"notify-keyspace-events", "", redis.Redis32, ""},
		{"notify-keyspace-events", "KEQ", redis.Redis32, "only the event letters"},
		{"databases", "100", redis.Redis32, ""},
		{"databases", "101", redis.Redis32, "a whole number from 1 to 100"},
		{"databases", "many", redis.Redis32, "a whole number from 1 to 100"},
		{"lfu-decay-time", "2", redis.Redis40, ""},
		{"lfu-decay-time", "2", redis.Redis32, "REDIS_4_0 or newer for this key"},
		{"lfu-log-factor", "x", redis.Redis40, "a whole number of 0 or more"},
		{"maxmemory-gb", "4", redis.Redis40, ""},
		{"maxmemory-gb", "1", redis.Redis40, ""},
		{"maxmemory-gb", "0.9", redis.Redis40, "a number of GB from 1 to 5 (20% to 100% of MemoryGB)"},
		{"maxmemory-gb", "6", redis.Redis40, "a number of GB from 1 to 5"},
		{"maxmemory-gb", "NaN", redis.Redis40, "a number of GB from 1 to 5"},
		{"stream-node-max-bytes", "4096", redis.Redis50, ""},
		{"stream-node-max-entries", "100", redis.Redis40, "REDIS_5_0 or newer for this key"},
		{"lazyfree-lazy-expire", "yes", redis.Redis70, ""},
		{"lazyfree-lazy-expire", "on", redis.Redis72, "yes or no"},
		{"lazyfree-lazy-eviction", "yes", redis.Redis6X, "REDIS_7_0 or newer for this key"},
		{"maxmemory-policy", "noeviction", redis.Redis72, "the field MaxMemoryPolicy instead of this key"},
		{"activedefrag", "yes", redis.Redis72, "the field ActiveDefrag instead of this key"},
		{"save", "60 1", redis.Redis72, "a key that Memorystore accepts: databases, lazyfree-lazy-eviction"},
	}
	for _, test := range tests {
		t.Run(test.key+"="+test.value+" on "+string(test.version), func(t *testing.T) {
			t.Parallel()
			graph, err := try(t, func(a *redis.InstanceArgs) {
				a.RedisVersion = test.version
				a.RedisConfigs = map[string]string{test.key: test.value}
			})
			if test.need == "" {
				require.NoError(t, err)
				sent, _ := graph.One(t, instanceToken).Input("redisConfigs[" + `"` + test.key + `"]`)
				assert.Equal(t, test.value, sent.StringValue())
				return
			}
			require.ErrorContains(t, err, `InstanceArgs.RedisConfigs["`+test.key+`"]: need `+test.need)
			assert.Empty(t, graph.All())
		})
	}
}
