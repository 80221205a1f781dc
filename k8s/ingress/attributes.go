package ingress

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// attributes renders load-balancer-attributes. What is off by default is left out, so that Ingresses of a group which do not
// care about it do not contradict one that does.
func (args *ALBArgs) attributes() value {
	a := args.Attributes
	pairs := []pair{
		{"idle_timeout.timeout_seconds", seconds(a.IdleTimeout)},
		{"routing.http.desync_mitigation_mode", string(a.DesyncMitigation)},
		{"routing.http.drop_invalid_header_fields.enabled", "true"},
		{"routing.http.xff_header_processing.mode", string(a.ForwardedFor)},
		{"waf.fail_open.enabled", "false"},
	}
	if a.ClientKeepAlive != 0 {
		pairs = append(pairs, pair{"client_keep_alive.seconds", seconds(a.ClientKeepAlive)})
	}
	for _, option := range []struct {
		key   string
		given bool
		value string
	}{
		{"routing.http2.enabled", a.DisableHTTP2, "false"},
		{"routing.http.preserve_host_header.enabled", a.PreserveHostHeader, "true"},
		{"routing.http.xff_client_port.enabled", a.ForwardClientPort, "true"},
		{"routing.http.x_amzn_tls_version_and_cipher_suite.enabled", a.ForwardTLS, "true"},
		{"zonal_shift.config.enabled", a.ZonalShift, "true"},
	} {
		if option.given {
			pairs = append(pairs, pair{option.key, option.value})
		}
	}
	switch {
	case args.protected():
		pairs = append(pairs, pair{"deletion_protection.enabled", "true"})
	case args.Group == nil: // in a group another Ingress may still ask for it
		pairs = append(pairs, pair{"deletion_protection.enabled", "false"})
	}
	return args.withLogs(pairs)
}

// withLogs adds the buckets of logs, whose names may be known only later.
func (args *ALBArgs) withLogs(pairs []pair) value {
	inputs := pulumi.StringArray{}
	var keys []string
	for _, logs := range []struct {
		kind, field, prefix string
		bucket              pulumi.StringInput
	}{
		{"access_logs", "AccessLogsBucket", args.AccessLogsPrefix, args.AccessLogsBucket},
		{"connection_logs", "ConnectionLogsBucket", args.ConnectionLogsPrefix, args.ConnectionLogsBucket},
	} {
		if !component.Given(logs.bucket) {
			continue
		}
		pairs = append(pairs, pair{logs.kind + ".s3.enabled", "true"})
		if logs.prefix != "" {
			pairs = append(pairs, pair{logs.kind + ".s3.prefix", logs.prefix})
		}
		inputs = append(inputs, pass(logs.bucket, bucketName, argsName, logs.field))
		keys = append(keys, logs.kind+".s3.bucket")
	}
	if args.DisableAccessLogs && args.Group == nil {
		pairs = append(pairs, pair{"access_logs.s3.enabled", "false"})
	}
	return value{inputs, func(buckets []string) string {
		all := slices.Clone(pairs)
		for i, bucket := range buckets {
			all = append(all, pair{keys[i], bucket})
		}
		return joinPairs(sorted(all))
	}}
}

func sorted(pairs []pair) []pair {
	return slices.SortedFunc(slices.Values(pairs), func(a, b pair) int {
		if a.key < b.key {
			return -1
		}
		return 1
	})
}

func (args *ALBArgs) addTargets(all values) {
	t := args.Targets
	all.put("target-type", string(t.Type))
	all.put("backend-protocol", string(t.Protocol))
	all.put("backend-protocol-version", string(t.ProtocolVersion))
	var labels []pair
	for _, key := range slices.Sorted(maps.Keys(t.NodeLabels)) {
		labels = append(labels, pair{key, t.NodeLabels[key]})
	}
	all.pairs("target-node-labels", labels)
	pairs := []pair{
		{"deregistration_delay.timeout_seconds", seconds(t.DeregistrationDelay)},
		{"load_balancing.algorithm.type", string(t.Algorithm)},
		{"slow_start.duration_seconds", seconds(t.SlowStart)},
		{"stickiness.enabled", strconv.FormatBool(t.Stickiness != nil)},
	}
	if t.Algorithm == WeightedRandom {
		pairs = append(pairs, pair{"load_balancing.algorithm.anomaly_mitigation", "on"})
	}
	if t.DisableCrossZone {
		pairs = append(pairs, pair{"load_balancing.cross_zone.enabled", "false"})
	}
	if s := t.Stickiness; s != nil && s.CookieName != "" {
		pairs = append(pairs, pair{"stickiness.type", "app_cookie"}, pair{"stickiness.app_cookie.cookie_name", s.CookieName},
			pair{"stickiness.app_cookie.duration_seconds", seconds(s.Duration)})
	} else if s != nil {
		pairs = append(pairs, pair{"stickiness.type", "lb_cookie"}, pair{"stickiness.lb_cookie.duration_seconds", seconds(s.Duration)})
	}
	all.pairs("target-group-attributes", sorted(pairs))
}

// seconds is a time as annotations write it.
func seconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }
