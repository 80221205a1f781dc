package workload_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/workload"
)

// control is what an auditor asks for: a property of a resource and its value.
type control struct {
	token, property string
	want            any
}

func assertControls(t *testing.T, graph *infratest.Graph, controls map[string]control) {
	t.Helper()
	for name, c := range controls {
		assert.Equal(t, c.want, graph.One(t, c.token).Value(c.property), name)
	}
}

// TestControls holds the defaults to Checkov, and where they say the same to the NSA's hardening guidance and CIS 5.
func TestControls(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *workload.Args) {
		serving(a)
		a.Image = pulumi.String(digest)
		a.SecretFiles = map[string]pulumi.StringInput{"/etc/database": pulumi.String("orders-database")}
	})
	selector := graph.One(t, deploymentToken).Value("spec.selector.matchLabels")
	assertControls(t, graph, map[string]control{
		"CKV_K8S_9: readiness":                                        {deploymentToken, container + "readinessProbe.tcpSocket.port", 8080.0},
		"CKV_K8S_10: CPU requested":                                   {deploymentToken, container + "resources.requests.cpu", "250m"},
		"CKV_K8S_12: memory requested":                                {deploymentToken, container + "resources.requests.memory", "512Mi"},
		"CKV_K8S_13, NSA: memory limited":                             {deploymentToken, container + "resources.limits.memory", "512Mi"},
		"CKV_K8S_14, CKV_K8S_43: digest":                              {deploymentToken, container + "image", digest},
		"CKV_K8S_16, CIS 5.2.2, NSA: not privileged":                  {deploymentToken, container + "securityContext.privileged", false},
		"CKV_K8S_17, CIS 5.2.3: no host PIDs":                         {deploymentToken, podSpec + "hostPID", nil},
		"CKV_K8S_18, CIS 5.2.4: no host IPC":                          {deploymentToken, podSpec + "hostIPC", nil},
		"CKV_K8S_19, CIS 5.2.5: no host network":                      {deploymentToken, podSpec + "hostNetwork", nil},
		"CKV_K8S_20, CIS 5.2.6: no escalation":                        {deploymentToken, container + "securityContext.allowPrivilegeEscalation", false},
		"CKV_K8S_21, CIS 5.7.4: own namespace":                        {deploymentToken, "metadata.namespace", "shop"},
		"CKV_K8S_22, NSA: read-only":                                  {deploymentToken, container + "securityContext.readOnlyRootFilesystem", true},
		"CKV_K8S_23, CIS 5.2.7, NSA: not root":                        {deploymentToken, podSpec + "securityContext.runAsNonRoot", true},
		"CKV_K8S_25, CKV_K8S_39, CIS 5.2.9: no capability added":      {deploymentToken, container + "securityContext.capabilities.add", nil},
		"CKV_K8S_26: no host port":                                    {deploymentToken, container + "ports[0].hostPort", nil},
		"CKV_K8S_28, CKV_K8S_37, CIS 5.2.8, CIS 5.2.10: none is left": {deploymentToken, container + "securityContext.capabilities.drop", []any{"ALL"}},
		"CKV_K8S_29: context of the pod":                              {deploymentToken, podSpec + "securityContext.runAsUser", 65532.0},
		"CKV_K8S_30: context of the container":                        {deploymentToken, container + "securityContext.runAsNonRoot", true},
		"CKV_K8S_31, CIS 5.7.2: seccomp":                              {deploymentToken, podSpec + "securityContext.seccompProfile.type", "RuntimeDefault"},
		"CKV_K8S_35, CIS 5.4.1: secrets are files":                    {deploymentToken, podSpec + "volumes[1].secret.secretName", "orders-database"},
		"CKV_K8S_35: and no variables":                                {deploymentToken, container + "env", nil},
		"CKV_K8S_38, CIS 5.1.6, NSA: no token in the pod":             {deploymentToken, podSpec + "automountServiceAccountToken", false},
		"CKV_K8S_38, CIS 5.1.6: nor by the account":                   {accountToken, "automountServiceAccountToken", false},
		"CKV_K8S_40: high user":                                       {deploymentToken, container + "securityContext.runAsUser", 65532.0},
		"CKV_K8S_41, CIS 5.1.5: own account":                          {deploymentToken, podSpec + "serviceAccountName", "orders"},
		"CKV2_K8S_6, CIS 5.3.2, NSA: a policy for the pods":           {policyToken, "spec.podSelector.matchLabels", selector},
		"NSA: closed inwards":                                         {policyToken, "spec.ingress", nil},
		"NSA: in both directions":                                     {policyToken, "spec.policyTypes", []any{"Ingress", "Egress"}},
	})
	infratest.AssertNoPublicIngress(t, graph)
}

// TestControlsThatAreNotMet writes down what is decided otherwise, with the reason, and what meets it.
func TestControlsThatAreNotMet(t *testing.T) {
	t.Parallel()
	graph := run(t, serving)
	assertControls(t, graph, map[string]control{
		"CKV_K8S_8: liveness, see Choices":                                 {deploymentToken, container + "livenessProbe", nil},
		"CKV_K8S_11: a limit on CPU would slow pods down on an idle node":  {deploymentToken, container + "resources.limits.cpu", nil},
		"CKV_K8S_15: Always stops pods from starting without the registry": {deploymentToken, container + "imagePullPolicy", "IfNotPresent"},
		"CKV_K8S_43: a tag that never moves is enough":                     {deploymentToken, container + "image", "registry.example.com/shop/orders:1.4.2"},
	})
	graph = run(t, func(a *workload.Args) {
		serving(a)
		a.Probes.LivenessPath = "/live"
		a.Image, a.AllowMutableTag = pulumi.String("shop/orders:latest"), true
	})
	assertControls(t, graph, map[string]control{
		"CKV_K8S_8: with LivenessPath":             {deploymentToken, container + "livenessProbe.httpGet.path", "/live"},
		"CKV_K8S_15: for an image that may change": {deploymentToken, container + "imagePullPolicy", "Always"},
	})
}

// TestPodSecurityStandardRestricted goes through the standard's list, with every argument in use.
func TestPodSecurityStandardRestricted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*workload.Args){"default": nothing, "everything": everything, "development": func(a *workload.Args) { a.Profile = 1 }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := deployed(t, change)
			spec := d.Value("spec.template.spec").(map[string]any)
			for _, host := range []string{"hostNetwork", "hostPID", "hostIPC", "hostUsers"} {
				assert.NotContains(t, spec, host, "host namespaces")
			}
			pod := spec["securityContext"].(map[string]any)
			assert.Equal(t, true, pod["runAsNonRoot"], "running as non-root")
			assert.NotEqual(t, 0.0, pod["runAsUser"], "running as non-root user")
			assert.Equal(t, map[string]any{"type": "RuntimeDefault"}, pod["seccompProfile"], "seccomp")
			for _, other := range []string{"sysctls", "seLinuxOptions", "appArmorProfile", "windowsOptions"} {
				assert.NotContains(t, pod, other, other)
			}
			assert.Len(t, spec["containers"], 1)
			assert.NotContains(t, spec, "initContainers")
			for _, each := range spec["containers"].([]any) {
				c := each.(map[string]any)
				context := c["securityContext"].(map[string]any)
				assert.Equal(t, false, context["privileged"], "privileged containers")
				assert.Equal(t, false, context["allowPrivilegeEscalation"], "privilege escalation")
				assert.Equal(t, map[string]any{"drop": []any{"ALL"}}, context["capabilities"], "capabilities")
				assert.NotEqual(t, 0.0, context["runAsUser"], "running as non-root user")
				assert.NotContains(t, context, "procMount")
				if list, given := c["ports"].([]any); given {
					assert.NotContains(t, list[0], "hostPort", "host ports")
				}
				for _, probe := range []string{"startupProbe", "readinessProbe", "livenessProbe"} {
					if p, given := c[probe].(map[string]any); given && p["httpGet"] != nil {
						assert.NotContains(t, p["httpGet"], "host", "host probes")
					}
				}
			}
			volumes, _ := spec["volumes"].([]any)
			for _, volume := range volumes {
				for kind := range volume.(map[string]any) {
					assert.Contains(t, []string{"name", "configMap", "emptyDir", "secret"}, kind, "volume types")
				}
			}
		})
	}
}
