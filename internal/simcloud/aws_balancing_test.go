package simcloud_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	balancerType     = "aws:lb/loadBalancer:LoadBalancer"
	targetGroupType  = "aws:lb/targetGroup:TargetGroup"
	bucketV2Type     = "aws:s3/bucketV2:BucketV2"
	bucketPolicyType = "aws:s3/bucketPolicy:BucketPolicy"
)

var (
	balancerBase    = values{"subnets": []any{"subnet-1", "subnet-2"}}
	targetGroupBase = values{"port": 80, "protocol": "HTTP", "vpcId": "vpc-1", "targetType": "ip"}
)

// created makes a resource without checks, as a cloud does that is asked by somebody else's program.
func created(c *simcloud.Cloud, typ, name string, inputs resource.PropertyMap) (simcloud.Object, error) {
	return c.Create(ctx, simcloud.Request{URN: urnOf(typ, name), Inputs: inputs})
}

// updated changes an object without checks.
func updated(c *simcloud.Cloud, o simcloud.Object, inputs resource.PropertyMap) error {
	_, err := c.Update(ctx, simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs, Inputs: inputs})
	return err
}

// takes tells how long an operation takes.
func takes(typ string, op simcloud.Op, old, next resource.PropertyMap) time.Duration {
	return simcloud.New(simcloud.Options{}).Duration(op, simcloud.Request{URN: urnOf(typ, "x"), OldInputs: old, Inputs: next})
}

func TestLoadBalancers(t *testing.T) {
	testRules(t, balancerType, balancerBase, []rule{
		{"as it is", nil, "", ""},
		{"name", values{"name": "internal-web"}, "name", `need a name that does not begin with "internal-", got "internal-web"`},
		{"hyphen", values{"name": "web-"}, "name", `need letters, digits and '-', with no '-' at either end, got "web-"`},
		{"long name", values{"name": strings.Repeat("a", 33)}, "name", `need at most 32 characters, got 33 in "` + strings.Repeat("a", 33) + `"`},
		{"prefix", values{"namePrefix": "1234567"}, "namePrefix", "need at most 6 characters, got 7"},
		{"kind", values{"loadBalancerType": "classic"}, "loadBalancerType", `need one of application, network, gateway, got "classic"`},
		{"addresses", values{"ipAddressType": "ipv6"}, "ipAddressType", `need one of ipv4, dualstack, dualstack-without-public-ipv4, got "ipv6"`},
		{"desync", values{"desyncMitigationMode": "off"}, "desyncMitigationMode", `need one of monitor, defensive, strictest, got "off"`},
		{"forwarded", values{"xffHeaderProcessingMode": "drop"}, "xffHeaderProcessingMode", `need one of append, preserve, remove, got "drop"`},
		{"idle", values{"idleTimeout": 4001}, "idleTimeout", "need 1 to 4000, got 4001"},
		{"keep-alive", values{"clientKeepAlive": 59}, "clientKeepAlive", "need 60 to 604800, got 59"},
		{"no subnets", values{"subnets": nil}, "subnets", "need exactly one of subnets, subnetMappings, got none"},
		{"one subnet", values{"subnets": []any{"a"}}, "subnets", "need 2 or more in different zones with loadBalancerType application, got 1"},
		{"one subnet of another kind", values{"subnets": []any{"a"}, "loadBalancerType": "network"}, "", ""},
		{"logs nowhere", values{"accessLogs": values{"bucket": "", "enabled": true}}, "accessLogs.bucket", "need a bucket with enabled true, got none"},
		{"no logs", values{"accessLogs": values{"bucket": "", "enabled": false}}, "", ""},
		{"connections nowhere", values{"connectionLogs": values{"bucket": "", "enabled": true}}, "connectionLogs.bucket", "need a bucket with enabled true, got none"},
	})
	testChanges(t, balancerType, balancerBase, []change{
		{"name", "a", "b", true}, {"namePrefix", "a", "b", true}, {"internal", false, true, true}, {"loadBalancerType", "application", "network", true},
		{"customerOwnedIpv4Pool", "a", "b", true}, {"subnets", []any{"a", "b"}, []any{"b", "c"}, false}, {"securityGroups", []any{"a"}, []any{"b"}, false},
		{"idleTimeout", 60, 61, false}, {"enableDeletionProtection", true, false, false}, {"ipAddressType", "ipv4", "dualstack", false},
		{"accessLogs", values{"bucket": "a"}, values{"bucket": "b"}, false},
	})
	for _, logs := range []string{"accessLogs", "connectionLogs"} {
		d := diff(balancerType, with(balancerBase, values{logs: values{"bucket": "a", "enabled": true}}), props(balancerBase))
		assert.Empty(t, d.Changed, "%s that is left out stays", logs)
	}
	assert.Equal(t, 3*time.Minute, takes(balancerType, simcloud.OpCreate, nil, props(balancerBase)))
	assert.Equal(t, 20*time.Second, takes(balancerType, simcloud.OpUpdate, nil, nil))
	assert.Equal(t, 30*time.Second, takes(balancerType, simcloud.OpDelete, nil, nil))
}

func TestTheAddressOfALoadBalancerShowsItsKind(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	public := made(t, c, balancerType, "a", with(balancerBase, values{"name": "web", "accessLogs": values{"bucket": "acme", "enabled": true}}))
	private := made(t, c, balancerType, "b", with(balancerBase, values{"name": "api", "internal": true}))
	network := made(t, c, balancerType, "c", with(balancerBase, values{"name": "tcp", "loadBalancerType": "network"}))
	outputs := opened(public.Outputs)
	assert.Equal(t, string(public.ID), outputs["arn"])
	assert.Regexp(t, `^app/web/[0-9a-f]{16}$`, outputs["arnSuffix"])
	assert.True(t, strings.HasSuffix(outputs["arn"].(string), ":loadbalancer/"+outputs["arnSuffix"].(string)))
	assert.Regexp(t, `^web-[0-9]{10}\.us-east-1\.elb\.amazonaws\.com$`, outputs["dnsName"])
	assert.Regexp(t, `^internal-api-[0-9]{10}\.us-east-1\.elb\.amazonaws\.com$`, open(private.Outputs["dnsName"]))
	assert.Regexp(t, `^net/tcp/[0-9a-f]{16}$`, open(network.Outputs["arnSuffix"]))
	assert.Equal(t, outputs["zoneId"], open(private.Outputs["zoneId"]), "one zone for a region")
	assertValues(t, opened(private.Outputs), values{"idleTimeout": 60.0, "desyncMitigationMode": "defensive", "enableDeletionProtection": false})
	assert.Equal(t, props(values{"bucket": "", "enabled": false}), private.Outputs["accessLogs"].ObjectValue())

	next := changed(t, c, public, with(balancerBase, values{"name": "web", "idleTimeout": 90}))
	assert.Equal(t, public.Outputs["accessLogs"], next.Outputs["accessLogs"], "what is left out stays")
	for _, same := range []resource.PropertyKey{"arn", "arnSuffix", "dnsName", "zoneId"} {
		assert.Equal(t, public.Outputs[same], next.Outputs[same], same)
	}
}

func TestAProtectedLoadBalancerStays(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	web := made(t, c, balancerType, "web", with(balancerBase, values{"name": "web", "enableDeletionProtection": true}))
	assertRefused(t, c.Delete(ctx, gone(web)), "OperationNotPermitted", "web cannot be deleted because deletion protection is enabled")
	assert.Len(t, c.Objects(), 1)
	next := changed(t, c, web, with(balancerBase, values{"name": "web", "enableDeletionProtection": false}))
	require.NoError(t, c.Delete(ctx, gone(next)))
	assert.Empty(t, c.Objects())
}

func TestALoadBalancerWritesToItsBucketAtOnce(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	for _, logs := range []string{"accessLogs", "connectionLogs"} {
		bucket := made(t, c, bucketV2Type, logs, nil)
		name := string(bucket.ID)
		inputs := with(balancerBase, values{"name": logs, logs: values{"bucket": name, "enabled": true}})
		_, err := created(c, balancerType, logs, inputs)
		assertRefused(t, err, "InvalidConfigurationRequest", "access denied for bucket "+name+": it has no policy that lets the load balancer write")
		_, err = created(c, balancerType, logs+"-off", with(balancerBase, values{"name": "off" + logs, logs: values{"bucket": name, "enabled": false}}))
		require.NoError(t, err)
		_, err = created(c, balancerType, logs+"-elsewhere", with(balancerBase, values{"name": "far" + logs, logs: values{"bucket": "elsewhere", "enabled": true}}))
		require.NoError(t, err, "a bucket that lives elsewhere is not looked at")
		made(t, c, bucketPolicyType, logs, props(values{"bucket": name, "policy": "{}"}))
		_, err = created(c, balancerType, logs, inputs)
		require.NoError(t, err)
	}
}

func TestTargetGroups(t *testing.T) {
	check := func(changes values) values { return values{"healthCheck": changes} }
	testRules(t, targetGroupType, targetGroupBase, []rule{
		{"as it is", nil, "", ""},
		{"name", values{"name": "web-"}, "name", `need letters, digits and '-', with no '-' at either end, got "web-"`},
		{"prefix", values{"namePrefix": "1234567"}, "namePrefix", "need at most 6 characters, got 7"},
		{"targets", values{"targetType": "pod"}, "targetType", `need one of instance, ip, lambda, alb, got "pod"`},
		{"protocol", values{"protocol": "http"}, "protocol", `need one of HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, GENEVE, got "http"`},
		{"version", values{"protocolVersion": "HTTP3"}, "protocolVersion", `need one of HTTP1, HTTP2, GRPC, got "HTTP3"`},
		{"addresses", values{"ipAddressType": "dualstack"}, "ipAddressType", `need one of ipv4, ipv6, got "dualstack"`},
		{"algorithm", values{"loadBalancingAlgorithmType": "leastOutstandingRequests"}, "loadBalancingAlgorithmType",
			`need one of round_robin, least_outstanding_requests, weighted_random, got "leastOutstandingRequests"`},
		{"port", values{"port": 65536}, "port", "need 1 to 65535, got 65536"},
		{"no port", values{"port": nil}, "port", "need one unless targetType is lambda, got none"},
		{"no protocol", values{"protocol": nil}, "protocol", "need one unless targetType is lambda, got none"},
		{"no network", values{"vpcId": nil}, "vpcId", "need one unless targetType is lambda, got none"},
		{"function", values{"vpcId": nil, "port": nil, "protocol": nil, "targetType": "lambda"}, "", ""},
		{"long drain", values{"deregistrationDelay": 3601}, "deregistrationDelay", "need 0 to 3600, got 3601"},
		{"no drain", values{"deregistrationDelay": 0}, "", ""},
		{"short slow start", values{"slowStart": 29}, "slowStart", "need 0 or 30 to 900, got 29"},
		{"long slow start", values{"slowStart": 901}, "slowStart", "need 0 or 30 to 900, got 901"},
		{"no slow start", values{"slowStart": 0}, "", ""},
		{"stickiness", values{"stickiness": values{"type": "cookie"}}, "stickiness.type",
			`need one of lb_cookie, app_cookie, source_ip, source_ip_dest_ip, source_ip_dest_ip_proto, got "cookie"`},
		{"long cookie", values{"stickiness": values{"type": "lb_cookie", "cookieDuration": 604801}}, "stickiness.cookieDuration", "need 0 to 604800, got 604801"},
		{"often", check(values{"interval": 4, "timeout": 3}), "healthCheck.interval", "need 5 to 300, got 4"},
		{"seldom", check(values{"interval": 301}), "healthCheck.interval", "need 5 to 300, got 301"},
		{"short timeout", check(values{"timeout": 1}), "healthCheck.timeout", "need 2 to 120, got 1"},
		{"long timeout", check(values{"timeout": 121, "interval": 300}), "healthCheck.timeout", "need 2 to 120, got 121"},
		{"timeout as long as the interval", check(values{"timeout": 10, "interval": 10}), "healthCheck.timeout", "need less than the interval 10, got 10"},
		{"timeout as long as the usual interval", check(values{"timeout": 30}), "healthCheck.timeout", "need less than the interval 30, got 30"},
		{"once healthy", check(values{"healthyThreshold": 1}), "healthCheck.healthyThreshold", "need 2 to 10, got 1"},
		{"once unhealthy", check(values{"unhealthyThreshold": 11}), "healthCheck.unhealthyThreshold", "need 2 to 10, got 11"},
		{"path", check(values{"path": "health"}), "healthCheck.path", `need a path that begins with /, got "health"`},
		{"long path", check(values{"path": "/" + strings.Repeat("a", 1024)}), "healthCheck.path", "need at most 1024 characters, got 1025"},
		{"protocol of the check", check(values{"protocol": "UDP"}), "healthCheck.protocol", `need one of HTTP, HTTPS, TCP, got "UDP"`},
	})
	testChanges(t, targetGroupType, targetGroupBase, []change{
		{"name", "a", "b", true}, {"namePrefix", "a", "b", true}, {"port", 80, 81, true}, {"protocol", "HTTP", "HTTPS", true},
		{"protocolVersion", "HTTP1", "HTTP2", true}, {"targetType", "ip", "instance", true}, {"vpcId", "a", "b", true},
		{"ipAddressType", "ipv4", "ipv6", true}, {"deregistrationDelay", 10, 20, false}, {"slowStart", 0, 30, false},
		{"healthCheck", values{"interval": 5}, values{"interval": 6}, false}, {"loadBalancingAlgorithmType", "round_robin", "weighted_random", false},
	})
	c := simcloud.New(simcloud.Options{})
	group := made(t, c, targetGroupType, "web", with(targetGroupBase, values{"name": "web", "healthCheck": values{"interval": 5, "timeout": 4}}))
	assert.Equal(t, string(group.ID), open(group.Outputs["arn"]))
	assert.Regexp(t, `^targetgroup/web/[0-9a-f]{16}$`, open(group.Outputs["arnSuffix"]))
	assertValues(t, opened(group.Outputs), values{"deregistrationDelay": 300.0, "protocolVersion": "HTTP1", "loadBalancingAlgorithmType": "round_robin"})
	assertValues(t, opened(group.Outputs["healthCheck"].ObjectValue()), values{
		"interval": 5.0, "timeout": 4.0, "healthyThreshold": 3.0, "unhealthyThreshold": 3.0, "path": "/", "matcher": "200", "port": "traffic-port",
	})
}
