package redis

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/suggest"
)

// Parameters that have a field of their own.
const (
	parameterMaxMemoryPolicy = "maxmemory-policy"
	parameterClusterEnabled  = "cluster-enabled"
)

var (
	parameterName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	notifyLetters = regexp.MustCompile(`^[KEg$lshzxetmdnA]*$`)
)

// generations are the families from oldest to newest; Valkey 7.2 has the parameters of Redis OSS 7.
func generations() map[string]int {
	return map[string]int{"redis6.x": gen6, "redis7": gen7, "valkey7": gen7, "valkey8": gen8, "valkey9": gen9}
}

const (
	gen6 = 6
	gen7 = 7
	gen8 = 8
	gen9 = 9
	// unlimited is the upper end where the service names none.
	unlimited = math.MaxInt
)

// parameter is a setting that ElastiCache lets a user change.
type parameter struct {
	name        string
	first, last int // generations
	need        string
	accepts     func(string) bool
}

// parameters is the table of settings: names, generations and accepted values follow the user guide (engine specific
// parameters) and what the service tells of its own parameters (DescribeCacheParameters).
func parameters() []parameter {
	return slices.Concat(
		choices(gen6, gen9, []string{"yes", "no"},
			"activedefrag", "close-on-replica-write", "cluster-allow-reads-when-down", "cluster-require-full-coverage"),
		choices(gen6, gen7, []string{"yes", "no"},
			"lazyfree-lazy-eviction", "lazyfree-lazy-expire", "lazyfree-lazy-server-del", "lazyfree-lazy-user-del"),
		choices(gen6, gen6, []string{"yes", "no"}, "activerehashing"),
		choices(gen7, gen9, []string{"yes", "no"}, "cluster-allow-pubsubshard-when-down", "latency-tracking"),
		choices(gen8, gen9, []string{"yes", "no"}, "extended-redis-compatibility", "search-enable-partial-results"),
		choices(gen6, gen9, []string{"resetchannels", "allchannels"}, "acl-pubsub-default"),
		choices(gen7, gen9, []string{"ip", "tls-dynamic"}, "cluster-preferred-endpoint-type"),
		choices(gen8, gen9, []string{"client", "throughput"}, "search-fanout-target-mode"),
		numbers(gen6, gen9, 0, unlimited,
			"client-output-buffer-limit-normal-hard-limit", "client-output-buffer-limit-normal-soft-limit",
			"client-output-buffer-limit-normal-soft-seconds", "client-output-buffer-limit-pubsub-hard-limit",
			"client-output-buffer-limit-pubsub-soft-limit", "client-output-buffer-limit-pubsub-soft-seconds",
			"lfu-decay-time", "list-compress-depth", "min-replicas-max-lag", "min-replicas-to-write", "repl-backlog-ttl",
			"set-max-intset-entries", "slowlog-max-len", "stream-node-max-bytes", "stream-node-max-entries", "tcp-keepalive"),
		numbers(gen6, gen6, 0, unlimited,
			"hash-max-ziplist-entries", "hash-max-ziplist-value", "zset-max-ziplist-entries", "zset-max-ziplist-value"),
		numbers(gen7, gen9, 0, unlimited,
			"hash-max-listpack-entries", "hash-max-listpack-value", "zset-max-listpack-entries", "zset-max-listpack-value"),
		numbers(gen8, gen9, 0, 1024, "commandlog-large-reply-max-len", "commandlog-large-request-max-len"),
		numbers(gen8, gen9, math.MinInt, unlimited, "commandlog-reply-larger-than", "commandlog-request-larger-than"),
		numbers(gen6, gen9, math.MinInt, unlimited, "slowlog-log-slower-than"),
		numbers(gen6, gen9, 1, unlimited, "acllog-max-len", "lfu-log-factor", "maxmemory-samples", "tracking-table-max-keys"),
		numbers(gen6, gen9, 1, 10, "active-expire-effort"),
		numbers(gen6, gen9, 1, 75, "active-defrag-cycle-max", "active-defrag-cycle-min"),
		numbers(gen6, gen9, 1, 100, "active-defrag-threshold-lower", "active-defrag-threshold-upper"),
		numbers(gen6, gen9, 1, 1000000, "active-defrag-max-scan-fields"),
		numbers(gen6, gen9, 1048576, unlimited, "active-defrag-ignore-bytes"),
		numbers(gen6, gen9, 1048576, 1073741824, "client-query-buffer-limit"),
		numbers(gen6, gen9, 1048576, 536870912, "proto-max-bulk-len"),
		numbers(gen6, gen9, 1, 1200000, "databases"),
		numbers(gen6, gen9, 1, 16000, "hll-sparse-max-bytes"),
		numbers(gen6, gen9, 16384, unlimited, "repl-backlog-size"),
		numbers(gen6, gen9, 0, 100, "reserved-memory-percent"),
		numbers(gen8, gen9, 1, 60000, "search-default-timeout-ms"),
		numbers(gen9, gen9, 1, 10000, "cluster-databases"),
		[]parameter{
			{"timeout", gen6, gen9, "0, or a whole number of 20 or more", func(v string) bool { return v == "0" || between(v, 20, unlimited) }},
			{"notify-keyspace-events", gen6, gen9, "only the event letters K E g $ l s h z x e t m d n A", notifyLetters.MatchString},
			{"rename-commands", gen6, gen9, "commands and their new names", func(v string) bool { return len(strings.Fields(v))%2 == 0 }},
		},
	)
}

func choices(first, last int, values []string, names ...string) []parameter {
	all := make([]parameter, len(names))
	for i, name := range names {
		all[i] = parameter{name, first, last, suggest.Choice(values), func(v string) bool { return slices.Contains(values, v) }}
	}
	return all
}

func numbers(first, last, low, high int, names ...string) []parameter {
	need := "a whole number"
	switch {
	case high < unlimited:
		need += fmt.Sprintf(" from %d to %d", low, high)
	case low > math.MinInt:
		need += fmt.Sprintf(" of %d or more", low)
	}
	all := make([]parameter, len(names))
	for i, name := range names {
		all[i] = parameter{name, first, last, need, func(v string) bool { return between(v, low, high) }}
	}
	return all
}

func between(value string, low, high int) bool {
	n, err := strconv.Atoi(value)
	return err == nil && low <= n && n <= high
}

func (args *ClusterArgs) checkParameters(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(args.Parameters)) {
		field := fmt.Sprintf("Parameters[%q]", name)
		value := args.Parameters[name]
		switch name {
		case parameterMaxMemoryPolicy:
			p.Add(field, "the field MaxMemoryPolicy instead of this parameter", value)
		case parameterClusterEnabled:
			p.Add(field, "the field Shards instead of this parameter", value)
		default:
			args.checkParameter(p, field, name, value)
		}
	}
}

func (args *ClusterArgs) checkParameter(p *component.Problems, field, name, value string) {
	family := args.family()
	generation, known := generations()[family]
	var names []string
	for _, each := range parameters() {
		switch {
		case each.name == name && known && (generation < each.first || generation > each.last):
			p.Addf(field, "a parameter of the family "+family, "one of another family")
			return
		case each.name == name:
			if !each.accepts(value) {
				p.Add(field, each.need, value)
			}
			return
		case each.first <= generation && generation <= each.last:
			names = append(names, each.name)
		}
	}
	if family == "" || !known && parameterName.MatchString(name) {
		return // the version is reported on its own; a newer family may have new parameters
	}
	got := strconv.Quote(name)
	if like := suggest.Closest(name, names); like != "" {
		got += fmt.Sprintf(" (did you mean %s?)", like)
	}
	p.Addf(field, "a parameter that the family "+family+" lets you change", "%s", got)
}

// allParameters merges the fields into the parameters, in a fixed order.
func (args *ClusterArgs) allParameters() []parameterValue {
	values := maps.Clone(args.Parameters)
	if values == nil {
		values = map[string]string{}
	}
	if args.MaxMemoryPolicy != "" {
		values[parameterMaxMemoryPolicy] = string(args.MaxMemoryPolicy)
	}
	if args.sharded() {
		values[parameterClusterEnabled] = "yes"
	}
	var all []parameterValue
	for _, name := range slices.Sorted(maps.Keys(values)) {
		all = append(all, parameterValue{name, values[name]})
	}
	return all
}

// parameterValue is one setting of the parameter group.
type parameterValue struct{ name, value string }
