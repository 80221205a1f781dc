package externaldns_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
)

const (
	pod       = "spec.template.spec."
	container = pod + "containers[0]."
)

func TestControls(t *testing.T) {
	t.Parallel()
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"CKV_K8S_8, CKV_K8S_9: probes": func(t *testing.T, g *infratest.Graph) {
			assert.NotNil(t, g.One(t, deploymentToken).Value(container+"livenessProbe.httpGet"))
			assert.NotNil(t, g.One(t, deploymentToken).Value(container+"readinessProbe.httpGet"))
		},
		"CKV_K8S_10, CKV_K8S_13: requests": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, map[string]any{"cpu": "50m", "memory": "128Mi"}, g.One(t, deploymentToken).Value(container+"resources.requests"))
		},
		"CKV_K8S_12: memory limit":             onDeployment(container+"resources.limits.memory", "128Mi"),
		"CKV_K8S_16: not privileged":           onDeployment(container+"securityContext.privileged", false),
		"CKV_K8S_20: no privilege escalation":  onDeployment(container+"securityContext.allowPrivilegeEscalation", false),
		"CKV_K8S_22: read-only file system":    onDeployment(container+"securityContext.readOnlyRootFilesystem", true),
		"CKV_K8S_23, CKV_K8S_29: not root":     onDeployment(pod+"securityContext.runAsNonRoot", true),
		"CKV_K8S_31: seccomp":                  onDeployment(pod+"securityContext.seccompProfile.type", "RuntimeDefault"),
		"CKV_K8S_40: high user id":             onDeployment(pod+"securityContext.runAsUser", 65534.0),
		"CKV_K8S_25, 28, 30, 37: capabilities": onDeployment(container+"securityContext.capabilities", map[string]any{"drop": []any{"ALL"}}),
		"CKV_K8S_14, CKV_K8S_43: tag and digest": func(t *testing.T, g *infratest.Graph) {
			assert.Regexp(t, `:v[0-9.]+@sha256:[0-9a-f]{64}$`, g.One(t, deploymentToken).Value(container+"image"))
		},
		"CKV_K8S_17, 18, 19, 26, 27: nothing of the node": func(t *testing.T, g *infratest.Graph) {
			for _, path := range []string{"hostPID", "hostIPC", "hostNetwork", "volumes", "containers[0].ports[0].hostPort"} {
				assert.Nil(t, g.One(t, deploymentToken).Value(pod+path), path)
			}
		},
		"CKV_K8S_21: not the default namespace": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, "dns", g.One(t, deploymentToken).Value("metadata.namespace"))
		},
		"CKV_K8S_35: no secrets in the environment": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, []any{map[string]any{"name": "AWS_REGION", "value": "eu-west-1"}}, g.One(t, deploymentToken).Value(container+"env"))
		},
		"CKV_K8S_38, CKV_K8S_42: a token for this pod only": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, false, g.One(t, accountToken).Value("automountServiceAccountToken"))
			assert.Equal(t, "dns", g.One(t, deploymentToken).Value(pod+"serviceAccountName"))
		},
		"CKV_K8S_49, 155 to 158: it writes nothing in the cluster": func(t *testing.T, g *infratest.Graph) {
			for _, rule := range g.One(t, clusterRoleToken).Value("rules").([]any) {
				assert.Equal(t, []any{"get", "list", "watch"}, rule.(map[string]any)["verbs"])
				assert.NotContains(t, rule.(map[string]any)["resources"], "secrets")
				assert.NotContains(t, rule.(map[string]any)["resources"], "*")
			}
		},
		"CKV_AWS_60, CKV_AWS_61: one service account has the role": func(t *testing.T, g *infratest.Graph) {
			assert.Contains(t, g.One(t, roleToken).Value("assumeRolePolicy"), `"Service":"pods.eks.amazonaws.com"`)
			assert.Contains(t, g.One(t, roleToken).Value("assumeRolePolicy"), `"aws:RequestTag/kubernetes-service-account":["dns"]`)
		},
		"CKV_AWS_62, 63, 286 to 290, 355: least privilege": func(t *testing.T, g *infratest.Graph) {
			for sid, statement := range statements(t, g) {
				for _, action := range statement["Action"].([]any) {
					assert.NotContains(t, action, "*", sid)
					everywhere := slices.Contains(statement["Resource"].([]any), any("*"))
					assert.Equal(t, action == "route53:ListHostedZones", everywhere, "%s: %s", sid, action)
					if !strings.HasPrefix(action.(string), "route53:List") {
						assert.NotEmpty(t, statement["Condition"], sid)
					}
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

func onDeployment(path string, want any) func(*testing.T, *infratest.Graph) {
	return func(t *testing.T, g *infratest.Graph) { assert.Equal(t, want, g.One(t, deploymentToken).Value(path)) }
}
