package twingateconnector_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/twingateconnector"
)

func TestControls(t *testing.T) {
	t.Parallel()
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"CKV_K8S_8, CKV_K8S_9: probes": func(t *testing.T, g *infratest.Graph) {
			for _, r := range g.OfType(deploymentToken) {
				assert.NotNil(t, r.Value(container+"livenessProbe.exec"))
				assert.NotNil(t, r.Value(container+"readinessProbe.exec"))
			}
		},
		"CKV_K8S_10: CPU request":    onPods("containers[0].resources.requests.cpu", "50m", "10m"),
		"CKV_K8S_12: memory request": onPods("containers[0].resources.requests.memory", "200Mi", "128Mi"),
		"CKV_K8S_13: memory limit":   onPods("containers[0].resources.limits.memory", "1Gi", "128Mi"),
		"CKV_K8S_15: image pulled at each start": func(t *testing.T, g *infratest.Graph) {
			for _, r := range g.OfType(deploymentToken) {
				assert.Equal(t, "Always", r.Value(container+"imagePullPolicy"))
			}
		},
		"CKV_K8S_14: an image with a tag":               onPods("containers[0].image", "twingate/connector:1", twingateconnector.DefaultUpdaterImage),
		"CKV_K8S_16: not privileged":                    onAllPods("containers[0].securityContext.privileged", false),
		"CKV_K8S_20: no privilege escalation":           onAllPods("containers[0].securityContext.allowPrivilegeEscalation", false),
		"CKV_K8S_22: read-only file system":             onAllPods("containers[0].securityContext.readOnlyRootFilesystem", true),
		"CKV_K8S_23, CKV_K8S_29: not root":              onAllPods("securityContext.runAsNonRoot", true),
		"pod security restricted: no container as root": onAllPods("containers[0].securityContext.runAsNonRoot", true),
		"CKV_K8S_25, 28, 30, 37: capabilities": onAllPods("containers[0].securityContext.capabilities", map[string]any{
			"drop": []any{"ALL"},
		}),
		"CKV_K8S_31: seccomp":              onAllPods("securityContext.seccompProfile", map[string]any{"type": "RuntimeDefault"}),
		"CKV_K8S_40: high user id":         onAllPods("securityContext.runAsUser", 65532.0),
		"pod security: a group of its own": onAllPods("securityContext.runAsGroup", 65532.0),
		"CKV_K8S_17, 18, 19, 26, 27: nothing of the node": func(t *testing.T, g *infratest.Graph) {
			for _, path := range []string{"hostPID", "hostIPC", "hostNetwork", "hostUsers", "containers[1]", "containers[0].ports"} {
				onAllPods(path, nil)(t, g)
			}
			for _, r := range g.OfType(deploymentToken) {
				assert.Nil(t, r.Value(pod+"initContainers"))
			}
			onPods("volumes", []any{map[string]any{"name": "socket", "emptyDir": map[string]any{"medium": "Memory", "sizeLimit": "16Mi"}}}, nil)(t, g)
		},
		"pod security restricted: enforced": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, "restricted", g.One(t, namespaceToken).Value(`metadata.labels["pod-security.kubernetes.io/enforce"]`))
		},
		"CKV_K8S_21: not the default namespace": func(t *testing.T, g *infratest.Graph) {
			for _, token := range []string{deploymentToken, cronJobToken, secretToken, accountToken, roleToken} {
				for _, r := range g.OfType(token) {
					assert.Equal(t, "access", r.Value("metadata.namespace"))
				}
			}
		},
		"CKV_K8S_38, 41, 42: no token of the API": func(t *testing.T, g *infratest.Graph) {
			accounts := map[any]bool{}
			for _, r := range g.OfType(deploymentToken) {
				assert.Equal(t, false, r.Value(pod+"automountServiceAccountToken"))
				account := r.Value(pod + "serviceAccountName")
				assert.NotContains(t, accounts, account, "each connector has an account of its own")
				accounts[account] = true
			}
			for _, r := range g.OfType(accountToken) {
				assert.Equal(t, false, r.Value("automountServiceAccountToken"))
			}
			for _, r := range g.OfType(bindingToken) {
				assert.NotContains(t, accounts, r.Value("subjects[0].name"), "a connector may do nothing in the cluster")
			}
		},
		"every container of an updater is hardened": func(t *testing.T, g *infratest.Graph) {
			for _, r := range g.OfType(cronJobToken) {
				assert.Len(t, r.Value(job+"initContainers"), 1)
				for _, path := range []string{"image", "resources", "securityContext", "terminationMessagePolicy"} {
					assert.NotNil(t, r.Value(job+"containers[0]."+path))
					assert.Equal(t, r.Value(job+"containers[0]."+path), r.Value(job+"initContainers[0]."+path), path)
				}
			}
		},
		"CKV_K8S_49, 155 to 158: objects by name, one of them changed": func(t *testing.T, g *infratest.Graph) {
			for _, r := range g.OfType(roleToken) {
				assert.Len(t, r.Value("rules"), 2)
				assert.Equal(t, []any{"get", "patch"}, r.Value("rules[0].verbs"))
				assert.Len(t, r.Value("rules[0].resourceNames"), 1)
				assert.Equal(t, []any{"get", "list", "watch"}, r.Value("rules[1].verbs"))
				assert.Len(t, r.Value("rules[1].resourceNames"), 1)
			}
		},
		"CKV2_K8S_6: a network policy, without ingress": func(t *testing.T, g *infratest.Graph) {
			assert.Len(t, g.OfType(policyToken), 2)
			for _, r := range g.OfType(policyToken) {
				assert.Equal(t, []any{"Ingress", "Egress"}, r.Value("spec.policyTypes"))
				assert.Nil(t, r.Value("spec.ingress"))
				assert.NotEmpty(t, r.Value("spec.egress"))
			}
		},
		"tokens: by reference alone": func(t *testing.T, g *infratest.Graph) {
			infratest.AssertNoPlainSecrets(t, g)
			for _, r := range g.OfType(deploymentToken) {
				for _, key := range []string{"TWINGATE_ACCESS_TOKEN", "TWINGATE_REFRESH_TOKEN"} {
					assert.Contains(t, environment(t, r)[key], "secretKeyRef")
				}
			}
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t, run(t, unchanged))
		})
	}
}

// onAllPods holds for connectors and for what restarts them.
func onAllPods(path string, want any) func(*testing.T, *infratest.Graph) {
	return onPods(path, want, want)
}

func onPods(path string, connector, updater any) func(*testing.T, *infratest.Graph) {
	return func(t *testing.T, g *infratest.Graph) {
		t.Helper()
		assert.Len(t, g.OfType(deploymentToken), 2)
		for _, r := range g.OfType(deploymentToken) {
			assert.Equal(t, connector, r.Value(pod+path), "%s: %s", r.Name, path)
		}
		assert.Len(t, g.OfType(cronJobToken), 2)
		for _, r := range g.OfType(cronJobToken) {
			assert.Equal(t, updater, r.Value(job+path), "%s: %s", r.Name, path)
		}
	}
}
