package gitops_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
)

func TestControls(t *testing.T) {
	t.Parallel()
	each := func(path string, want any) func(*testing.T, *infratest.Graph) {
		return func(t *testing.T, g *infratest.Graph) {
			for _, controller := range []string{"sourceController", "kustomizeController", "helmController", "notificationController"} {
				assert.Equal(t, want, g.One(t, chartToken).Value("values."+controller+"."+path), controller)
			}
		}
	}
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"CKV_K8S_10: request of CPU":           each("resources.requests.cpu", "100m"),
		"CKV_K8S_12: request of memory":        each("resources.requests.memory", "256Mi"),
		"CKV_K8S_13: limit of memory":          each("resources.limits.memory", "256Mi"),
		"CKV_K8S_20: privilege escalation":     each("securityContext.allowPrivilegeEscalation", false),
		"CKV_K8S_22: read-only":                each("securityContext.readOnlyRootFilesystem", true),
		"CKV_K8S_23: no root":                  each("securityContext.runAsNonRoot", true),
		"CKV_K8S_28, CKV_K8S_37: capabilities": each("securityContext.capabilities.drop", []any{"ALL"}),
		"CKV_K8S_31: seccomp":                  each("securityContext.seccompProfile.type", "RuntimeDefault"),
		"CKV_K8S_40: high user":                each("securityContext.runAsUser", 65534.0),
		"CKV_K8S_21: no default namespace": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, "flux-system", g.One(t, chartToken).Value("namespace"))
			for _, token := range []string{secretToken, configMapToken, sourceToken, kustomizationToken} {
				assert.Equal(t, "flux-system", g.One(t, token).Value("metadata.namespace"), token)
			}
		},
		"CKV2_K8S_6: network policy": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, true, g.One(t, chartToken).Value("values.policies.create"))
		},
		"pod security": func(t *testing.T, g *infratest.Graph) {
			for _, mode := range []string{"enforce", "audit", "warn"} {
				assert.Equal(t, "restricted", g.One(t, namespaceToken).Value(`metadata.labels["pod-security.kubernetes.io/`+mode+`"]`))
			}
		},
		"secrets": func(t *testing.T, g *infratest.Graph) {
			infratest.AssertNoPlainSecrets(t, g)
			assert.True(t, g.One(t, secretToken).IsSecret("stringData"))
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t, run(t, everything))
		})
	}
}
