package simcloud

import (
	"maps"
	"regexp"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	balancerToken    = "aws:lb/loadBalancer:LoadBalancer"
	targetGroupToken = "aws:lb/targetGroup:TargetGroup"
)

// balancerName is the form of the names of load balancers and of target groups.
var balancerName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)

const balancerNameSays = "letters, digits and '-', with no '-' at either end"

// awsBalancerModels models load balancers and their target groups. Which inputs replace is in the table.
func awsBalancerModels() []model {
	name := nameRule{property: "name", min: 1, max: 32, pattern: balancerName, says: balancerNameSays, unique: true}
	return []model{
		{
			token:   balancerToken,
			name:    name,
			check:   checkBalancer,
			outputs: balancerOutputs,
			sticks:  []string{"accessLogs", "connectionLogs"},
			takes:   durations{create: 3 * time.Minute, update: 20 * time.Second, delete: 30 * time.Second},
			admit:   admitBalancer,
			keep: func(in resource.PropertyMap) refusal {
				if !flag(in, "enableDeletionProtection") {
					return refusal{}
				}
				return refuse("OperationNotPermitted", "%s cannot be deleted because deletion protection is enabled", text(in, "name"))
			},
		},
		{
			token:   targetGroupToken,
			name:    name,
			check:   checkTargetGroup,
			outputs: targetGroupOutputs,
			inUse:   use{code: "ResourceInUse", by: []holder{{listenerToken, "defaultActions"}, {listenerRuleToken, "actions"}}},
		},
	}
}

func checkBalancer(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	if name := text(in, "name"); strings.HasPrefix(name, "internal-") {
		r.fail("name", `need a name that does not begin with "internal-", got %q`, name)
	}
	r.atMost(6, "namePrefix")
	r.oneOf([]string{"application", "network", "gateway"}, "loadBalancerType")
	r.oneOf([]string{"ipv4", "dualstack", "dualstack-without-public-ipv4"}, "ipAddressType")
	r.oneOf([]string{"monitor", "defensive", "strictest"}, "desyncMitigationMode")
	r.oneOf([]string{"append", "preserve", "remove"}, "xffHeaderProcessingMode")
	r.between(1, 4000, "idleTimeout")
	r.between(60, 604800, "clientKeepAlive")
	r.exactlyOne("subnets", "subnetMappings")
	application := !isUnknown(in, "loadBalancerType") && first(text(in, "loadBalancerType"), "application") == "application"
	if subnets := list(in, "subnets"); application && has(in, "subnets") && len(subnets) < 2 {
		r.fail("subnets", "need 2 or more in different zones with loadBalancerType application, got %d", len(subnets))
	}
	for _, logs := range []resource.PropertyKey{"accessLogs", "connectionLogs"} {
		if bucket := object(in, logs)["bucket"]; flag(in, logs, "enabled") && bucket.IsString() && bucket.StringValue() == "" {
			r.fail(string(logs)+".bucket", "need a bucket with enabled true, got none")
		}
	}
	return r.failures
}

// balancerOutputs give an address that shows the kind, as those of AWS do: an internal one begins with "internal-".
func balancerOutputs(s subject) resource.PropertyMap {
	noLogs := resource.NewObjectProperty(resource.PropertyMap{"bucket": str(""), "enabled": boolean(false)})
	out := defaults(s, resource.PropertyMap{
		"internal": boolean(false), "loadBalancerType": str("application"), "ipAddressType": str("ipv4"), "namePrefix": str(""),
		"idleTimeout": num(60), "clientKeepAlive": num(3600), "desyncMitigationMode": str("defensive"), "enableHttp2": boolean(true),
		"enableDeletionProtection": boolean(false), "xffHeaderProcessingMode": str("append"), "accessLogs": noLogs, "connectionLogs": noLogs,
		"enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": str(""),
	})
	scheme := ""
	if flag(s.in, "internal") {
		scheme = "internal-"
	}
	out["arn"], out["arnSuffix"] = str(s.id), str(suffixOf(s.id, ":loadbalancer/"))
	out["dnsName"] = str(scheme + s.name + "-" + s.digits("dns", 10) + "." + s.place.Region + ".elb.amazonaws.com")
	out["zoneId"] = str("Z" + strings.ToUpper(hexOf(13, "load balancers", s.place.Region)))
	return out
}

// suffixOf is the part of an ARN behind a separator, by which metrics know its object.
func suffixOf(arn, separator string) string {
	_, suffix, _ := strings.Cut(arn, separator)
	return suffix
}

// admitBalancer refuses logs to a bucket that is known to have no policy: the load balancer tries to write there at once.
func admitBalancer(_, o Object, live []Object) refusal {
	for _, logs := range []resource.PropertyKey{"accessLogs", "connectionLogs"} {
		bucket := text(o.Inputs, logs, "bucket")
		if _, known := findLive(live, bucketToken, bucket); !known || !flag(o.Inputs, logs, "enabled") {
			continue
		}
		if !anyLive(live, bucketPolicyToken, func(policy Object) bool { return text(policy.Inputs, "bucket") == bucket }) {
			return refuse("InvalidConfigurationRequest", "access denied for bucket %s: it has no policy that lets the load balancer write", bucket)
		}
	}
	return refusal{}
}

func checkTargetGroup(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.atMost(6, "namePrefix")
	r.oneOf([]string{"instance", "ip", "lambda", "alb"}, "targetType")
	r.oneOf([]string{"HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"}, "protocol")
	r.oneOf([]string{"HTTP1", "HTTP2", "GRPC"}, "protocolVersion")
	r.oneOf([]string{"ipv4", "ipv6"}, "ipAddressType")
	r.oneOf([]string{"round_robin", "least_outstanding_requests", "weighted_random"}, "loadBalancingAlgorithmType")
	r.between(1, 65535, "port")
	r.between(0, 3600, "deregistrationDelay")
	if seconds, ok := number(in, "slowStart"); ok && seconds != 0 && (seconds < 30 || seconds > 900) {
		r.fail("slowStart", "need 0 or 30 to 900, got %v", seconds)
	}
	if text(in, "targetType") != "lambda" && !isUnknown(in, "targetType") {
		for _, property := range []resource.PropertyKey{"port", "protocol", "vpcId"} {
			if !given(in, property) {
				r.fail(string(property), "need one unless targetType is lambda, got none")
			}
		}
	}
	if has(in, "stickiness") {
		r.within("stickiness", object(in, "stickiness"), func(r *rules) {
			r.oneOf([]string{"lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"}, "type")
			r.between(0, 604800, "cookieDuration")
		})
	}
	if has(in, "healthCheck") {
		r.within("healthCheck", object(in, "healthCheck"), checkHealthCheck)
	}
	return r.failures
}

func checkHealthCheck(r *rules) {
	r.between(5, 300, "interval")
	r.between(2, 120, "timeout")
	r.between(2, 10, "healthyThreshold")
	r.between(2, 10, "unhealthyThreshold")
	r.oneOf([]string{"HTTP", "HTTPS", "TCP"}, "protocol")
	r.atMost(1024, "path")
	if path := text(r.in, "path"); path != "" && path[0] != '/' {
		r.fail("path", "need a path that begins with /, got %q", path)
	}
	timeout, limited := number(r.in, "timeout")
	interval, spaced := number(r.in, "interval")
	if !spaced && !isUnknown(r.in, "interval") {
		interval, spaced = usualInterval, true
	}
	if limited && spaced && timeout >= interval {
		r.fail("timeout", "need less than the interval %s, got %s", digits(interval), digits(timeout))
	}
}

// usualInterval is how many seconds lie between two health checks when nobody says.
const usualInterval = 30

// targetGroupOutputs fill in what the health check leaves out.
func targetGroupOutputs(s subject) resource.PropertyMap {
	health := resource.PropertyMap{
		"enabled": boolean(true), "interval": num(usualInterval), "timeout": num(5), "healthyThreshold": num(3), "unhealthyThreshold": num(3),
		"matcher": str("200"), "path": str("/"), "port": str("traffic-port"), "protocol": str("HTTP"),
	}
	if protocol := text(s.in, "protocol"); protocol != "HTTP" && protocol != "HTTPS" {
		health["matcher"], health["path"], health["protocol"] = str(""), str(""), str("TCP")
	}
	maps.Copy(health, object(s.given, "healthCheck"))
	out := defaults(s, resource.PropertyMap{
		"targetType": str("instance"), "protocolVersion": str(""), "ipAddressType": str("ipv4"), "namePrefix": str(""), "deregistrationDelay": num(300),
		"slowStart": num(0), "loadBalancingAlgorithmType": str("round_robin"), "loadBalancingAnomalyMitigation": str("off"),
		"loadBalancingCrossZoneEnabled": str("use_load_balancer_configuration"), "preserveClientIp": str(""), "connectionTermination": boolean(false),
	})
	if text(s.in, "protocol") == "HTTP" && !has(s.in, "protocolVersion") {
		out["protocolVersion"] = str("HTTP1")
	}
	out["healthCheck"] = settle(resource.NewObjectProperty(health))
	out["arn"], out["arnSuffix"] = str(s.id), str("targetgroup/"+suffixOf(s.id, ":targetgroup/"))
	out["loadBalancerArns"] = strs(nil)
	return out
}
