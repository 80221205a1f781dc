package twingateconnector_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/twingateconnector"
	"github.com/groundwork-go/groundwork/twingate"
)

// first is the Deployment of the first connector.
func first(t testing.TB, change func(*twingateconnector.Args)) *infratest.Resource {
	t.Helper()
	return run(t, change).Named(t, deploymentToken, "access-connector-1-deployment")
}

func TestPod(t *testing.T) {
	t.Parallel()
	r := first(t, unchanged)
	probe := func(seconds float64) map[string]any {
		return map[string]any{
			"exec": map[string]any{"command": []any{"/connectorctl", "health"}}, "periodSeconds": seconds, "timeoutSeconds": 5.0, "failureThreshold": 3.0,
		}
	}
	infratest.AssertInputs(t, r, map[string]any{
		container + "image":                   "twingate/connector:1",
		container + "imagePullPolicy":         "Always",
		container + "livenessProbe":           probe(10),
		container + "readinessProbe":          probe(5),
		container + "resources":               map[string]any{"requests": map[string]any{"cpu": "50m", "memory": "200Mi"}, "limits": map[string]any{"memory": "1Gi"}},
		container + "volumeMounts":            []any{map[string]any{"name": "socket", "mountPath": "/var/run/twingate"}},
		container + "ports":                   nil,
		container + "command":                 nil,
		pod + "volumes":                       []any{map[string]any{"name": "socket", "emptyDir": map[string]any{"medium": "Memory", "sizeLimit": "16Mi"}}},
		pod + "terminationGracePeriodSeconds": 30.0,
		pod + "nodeSelector":                  map[string]any{"kubernetes.io/os": "linux"},
		pod + "imagePullSecrets":              nil,
		pod + "priorityClassName":             nil,
		pod + "enableServiceLinks":            false,
	})
}

func TestPodAsAskedFor(t *testing.T) {
	t.Parallel()
	r := first(t, func(a *twingateconnector.Args) {
		a.Image, a.PullSecretName, a.PriorityClassName = "mirror.example.com/connector:1.80.0", "mirror", "platform"
		a.CPU, a.Memory, a.MemoryLimit = "1", "1Gi", "3Gi"
	})
	infratest.AssertInputs(t, r, map[string]any{
		container + "image":       "mirror.example.com/connector:1.80.0",
		container + "resources":   map[string]any{"requests": map[string]any{"cpu": "1", "memory": "1Gi"}, "limits": map[string]any{"memory": "3Gi"}},
		pod + "imagePullSecrets":  []any{map[string]any{"name": "mirror"}},
		pod + "priorityClassName": "platform",
	})
	r = first(t, func(a *twingateconnector.Args) { a.Memory = "2Gi" })
	assert.Equal(t, "2Gi", r.Value(container+"resources.limits.memory"), "the limit is never below what is asked for")
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	plain := func(r *infratest.Resource) map[string]any {
		all := environment(t, r)
		for _, token := range []string{"TWINGATE_ACCESS_TOKEN", "TWINGATE_REFRESH_TOKEN"} {
			assert.Contains(t, all, token)
			delete(all, token)
		}
		return all
	}
	assert.Equal(t, map[string]any{
		"TWINGATE_NETWORK": "acme", "TWINGATE_LABEL_HOSTNAME": "project-access-test-1", "TWINGATE_LABEL_DEPLOYED_BY": "groundwork",
		"TWINGATE_TIMESTAMP_FORMAT": "2", "TWINGATE_LOG_ANALYTICS": "v2",
	}, plain(first(t, unchanged)))
	assert.Equal(t, map[string]any{
		"TWINGATE_NETWORK": "acme", "TWINGATE_LABEL_HOSTNAME": "project-access-test-1", "TWINGATE_LABEL_DEPLOYED_BY": "groundwork",
		"TWINGATE_TIMESTAMP_FORMAT": "2", "TWINGATE_DNS": "10.0.0.2", "TWINGATE_LOG_LEVEL": "4",
	}, plain(first(t, func(a *twingateconnector.Args) {
		a.Access.DNSServer, a.Access.LogLevel, a.Access.DisableConnectionLogs = "10.0.0.2", 4, true
	})))
}

// Connectors that are lost together were one connector.
func TestConnectorsAreApart(t *testing.T) {
	t.Parallel()
	selector := map[string]any{"matchLabels": map[string]any{"app.kubernetes.io/name": "twingate-connector", "app.kubernetes.io/instance": "access"}}
	term := func(label string) map[string]any {
		return map[string]any{"labelSelector": selector, "topologyKey": label}
	}
	preferred := func(label string) map[string]any {
		return map[string]any{"weight": 100.0, "podAffinityTerm": term(label)}
	}
	const zone, host = "topology.kubernetes.io/zone", "kubernetes.io/hostname"
	shared := map[string]any{"podAntiAffinity": map[string]any{
		"preferredDuringSchedulingIgnoredDuringExecution": []any{preferred(zone), preferred(host)},
	}}
	for name, test := range map[string]struct {
		change func(*twingateconnector.Args)
		want   map[string]any
	}{
		"production": {unchanged, map[string]any{"podAntiAffinity": map[string]any{
			"preferredDuringSchedulingIgnoredDuringExecution": []any{preferred(zone)}, "requiredDuringSchedulingIgnoredDuringExecution": []any{term(host)},
		}}},
		"shared nodes": {func(a *twingateconnector.Args) { a.AllowSharedNodes = true }, shared},
		"development":  {func(a *twingateconnector.Args) { a.Profile = component.Development }, shared},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, r := range run(t, test.change).OfType(deploymentToken) {
				assert.Equal(t, test.want, r.Value(pod+"affinity"))
				assert.Equal(t, []any{map[string]any{
					"topologyKey": zone, "maxSkew": 1.0, "whenUnsatisfiable": "ScheduleAnyway", "labelSelector": selector, "nodeTaintsPolicy": "Honor",
				}}, r.Value(pod+"topologySpreadConstraints"))
			}
		})
	}
}

// Pings need a setting of the kernel that restricted pods may have; it is there only when a resource lets pings through.
func TestPings(t *testing.T) {
	t.Parallel()
	assert.Nil(t, first(t, unchanged).Value(pod+"securityContext.sysctls"))
	assert.Nil(t, first(t, func(a *twingateconnector.Args) { a.Access.Resources = []twingate.PrivateResource{redis()} }).Value(pod+"securityContext.sysctls"))
	pinged := redis()
	pinged.Key, pinged.AllowICMP = "pinged", true
	r := first(t, func(a *twingateconnector.Args) { a.Access.Resources = []twingate.PrivateResource{redis(), pinged} })
	assert.Equal(t, []any{map[string]any{"name": "net.ipv4.ping_group_range", "value": "65532 65532"}}, r.Value(pod+"securityContext.sysctls"))
	assert.Equal(t, 65532.0, r.Value(pod+"securityContext.runAsGroup"), "the group that may ping is that of the process")
}

func TestBudget(t *testing.T) {
	t.Parallel()
	for _, profile := range []component.Profile{component.Production, component.Development} {
		budget := run(t, func(a *twingateconnector.Args) { a.Profile = profile }).One(t, budgetToken)
		assert.Equal(t, map[string]any{
			"maxUnavailable": 1.0, "unhealthyPodEvictionPolicy": "AlwaysAllow",
			"selector": map[string]any{"matchLabels": map[string]any{"app.kubernetes.io/name": "twingate-connector", "app.kubernetes.io/instance": "access"}},
		}, budget.Value("spec"))
	}
}
