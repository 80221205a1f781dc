package loadbalancer_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// TestConformance holds a public load balancer to the rules. Only its two rules may be open to the internet, each on its port.
func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[loadbalancer.Args, *loadbalancer.LoadBalancer]{
		Token:    "groundwork:aws/loadbalancer:LoadBalancer",
		New:      loadbalancer.New,
		Args:     func(_ *pulumi.Context, tags tagging.Set) *loadbalancer.Args { return newArgs(tags) },
		Required: []string{"Tags", "VPCID", "SubnetIDs", "CertificateARN"},
		Public: []infratest.IngressOption{
			infratest.AllowPublic("main-security-group-ingress-https-0-0-0-0-0", 443),
			infratest.AllowPublic("main-security-group-ingress-http-0-0-0-0-0", 80),
		},
		Golden: "testdata/golden/defaults.json",
	})
}

// TestConformanceInternal holds the block to the same rules with all of its children and inputs, and without an exception.
func TestConformanceInternal(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[loadbalancer.Args, *loadbalancer.LoadBalancer]{
		Token: "groundwork:aws/loadbalancer:LoadBalancer",
		New:   loadbalancer.New,
		Args: func(_ *pulumi.Context, tags tagging.Set) *loadbalancer.Args {
			args := newArgs(tags)
			args.Internal, args.AllowFrom = true, []string{"10.0.0.0/8"}
			args.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"shop": pulumi.String(clients)}
			args.ExtraCertificateARNs = map[string]pulumi.StringInput{"shop": pulumi.String(certificate2)}
			args.SSLPolicy, args.DisableHSTS, args.DesyncMitigation = loadbalancer.TLS13, true, loadbalancer.Strictest
			args.IdleTimeout, args.ForwardClientPort, args.ZonalShift = 30*time.Second, true, true
			args.WebACLARN, args.AlarmTopicARN, args.SlowResponse = pulumi.String(webACL), pulumi.String(topic), time.Second/2
			args.AccessLogRetentionDays, args.Profile = 90, component.Development
			return args
		},
		Golden: "testdata/golden/internal.json",
	})
}

// TestConformanceOfAnExistingBucket covers the one way to make no bucket and still write logs.
func TestConformanceOfAnExistingBucket(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[loadbalancer.Args, *loadbalancer.LoadBalancer]{
		Token: "groundwork:aws/loadbalancer:LoadBalancer",
		New:   loadbalancer.New,
		Args: func(_ *pulumi.Context, tags tagging.Set) *loadbalancer.Args {
			args := newArgs(tags)
			args.AllowFrom, args.AccessLogsBucket, args.DisableAlarms = []string{"203.0.113.0/24"}, pulumi.String("acme-logs"), true
			return args
		},
	})
}
