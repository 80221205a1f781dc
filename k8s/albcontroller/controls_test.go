package albcontroller_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/albcontroller"
)

// readsOnly are the actions that change nothing.
var readsOnly = regexp.MustCompile(`^[a-z0-9-]+:(Describe|Get|List)[A-Za-z]+$`)

func TestControls(t *testing.T) {
	t.Parallel()
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"CKV_AWS_62, 63, 286 to 290, 355: least privilege": func(t *testing.T, g *infratest.Graph) {
			for sid, s := range statements(t, g) {
				everywhere := slices.Contains(s.Resource, "*")
				for _, action := range s.Action {
					assert.NotContains(t, action, "*", sid)
					if everywhere && len(s.Condition) == 0 {
						assert.Regexp(t, readsOnly, action, "%s: on everything and without a condition", sid)
					}
				}
			}
		},
		"CKV_AWS_60, CKV_AWS_61: one service account has the role": func(t *testing.T, g *infratest.Graph) {
			trust := g.One(t, roleToken).Value("assumeRolePolicy")
			assert.Contains(t, trust, `"Service":"pods.eks.amazonaws.com"`)
			assert.Contains(t, trust, `"aws:RequestTag/kubernetes-service-account":["aws-load-balancer-controller"]`)
		},
		"CKV_AWS_103, CKV2_AWS_74, ELB.17: TLS of listeners that name none": func(t *testing.T, g *infratest.Graph) {
			assert.Regexp(t, "^ELBSecurityPolicy-TLS13-1-[23]-", g.One(t, chartToken).Value("values.defaultSSLPolicy"))
		},
		"CKV_K8S_10, CKV_K8S_13: requests": onValues("resources.requests", map[string]any{"cpu": "100m", "memory": "256Mi"}),
		"CKV_K8S_12: memory limit":         onValues("resources.limits.memory", "256Mi"),
		"CKV_K8S_20, 22, 23, 25, 28, 30, 37: restricted container": onValues("securityContext", map[string]any{
			"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "runAsNonRoot": true, "capabilities": map[string]any{"drop": []any{"ALL"}},
		}),
		"CKV_K8S_29, CKV_K8S_31: restricted pod": onValues("podSecurityContext", map[string]any{
			"fsGroup": 65534.0, "runAsNonRoot": true, "seccompProfile": map[string]any{"type": "RuntimeDefault"},
		}),
		"CKV_K8S_21: not the default namespace": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, "kube-system", g.One(t, chartToken).Value("namespace"))
		},
		"CKV_K8S_42: an account of its own": onValues("serviceAccount.name", "aws-load-balancer-controller"),
		"CKV2_K8S_5: secrets of others":     onValues("clusterSecretsPermissions.allowAllSecrets", false),
		"CKV_K8S_14: the chart is pinned": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, albcontroller.DefaultChartVersion, g.One(t, chartToken).Value("version"))
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t, run(t, unchanged))
			holds(t, run(t, func(a *albcontroller.Args) { a.ShieldAdvanced = true }))
		})
	}
}

func onValues(path string, want any) func(*testing.T, *infratest.Graph) {
	return func(t *testing.T, g *infratest.Graph) {
		assert.Equal(t, want, g.One(t, chartToken).Value("values."+path))
	}
}
