package ingress_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/ingress"
)

// TestControls holds what the controller is told to controls of Security Hub for load balancers, and the Ingress itself to the
// rules that scanners have for Kubernetes.
func TestControls(t *testing.T) {
	t.Parallel()
	says := func(name, part string) func(*testing.T, *infratest.Graph) {
		return func(t *testing.T, g *infratest.Graph) {
			t.Helper()
			assert.Contains(t, annotation(t, g, name), part)
		}
	}
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"ELB.1, CKV2_AWS_20: redirect":          says("ssl-redirect", "443"),
		"ELB.4, CKV_AWS_131: header fields":     says("load-balancer-attributes", "routing.http.drop_invalid_header_fields.enabled=true"),
		"ELB.5, CKV_AWS_91: access logs":        says("load-balancer-attributes", "access_logs.s3.enabled=true"),
		"ELB.6, CKV_AWS_150: deletion":          says("load-balancer-attributes", "deletion_protection.enabled=true"),
		"ELB.12, CKV_AWS_328: desync":           says("load-balancer-attributes", "routing.http.desync_mitigation_mode=defensive"),
		"ELB.16, CKV2_AWS_28: web ACL":          says("wafv2-acl-arn", webACL),
		"ELB.17, CKV_AWS_103, CKV2_AWS_74: TLS": says("ssl-policy", "ELBSecurityPolicy-TLS13-1-2-"),
		"ELB.18, CKV_AWS_2: HTTPS": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, `[{"HTTPS":443},{"HTTP":80}]`, annotation(t, g, "listen-ports"), "and HTTP only redirects")
		},
		"EC2.18, EC2.19: not open to everybody": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, "10.0.0.0/8", annotation(t, g, "inbound-cidrs"))
			assert.Equal(t, "internal", annotation(t, g, "scheme"))
		},
		"CKV_K8S_21: no default namespace": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, "shop", g.One(t, ingressToken).Value("metadata.namespace"))
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t, run(t, func(a *ingress.ALBArgs) { a.WebACLARN = pulumi.String(webACL) }))
		})
	}
}
