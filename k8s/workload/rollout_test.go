package workload_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/workload"
)

// All pods that are there serve until as many new ones do.
func TestARollOutTakesNothingAway(t *testing.T) {
	t.Parallel()
	for name, profile := range map[string]component.Profile{"production": component.Production, "development": component.Development} {
		d := deployed(t, with(serving, func(a *workload.Args) { a.Profile = profile }))
		assert.Equal(t, "RollingUpdate", d.Value("spec.strategy.type"), name)
		assert.Equal(t, map[string]any{"maxUnavailable": 0.0, "maxSurge": "25%"}, d.Value("spec.strategy.rollingUpdate"), name)
		assert.Equal(t, 10.0, d.Value("spec.minReadySeconds"), name)
		assert.Equal(t, 3.0, d.Value("spec.revisionHistoryLimit"), name)
	}
}

func TestReplicas(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		change func(*workload.Args)
		want   float64
	}{
		{nothing, 3},
		{func(a *workload.Args) { a.Replicas = 2 }, 2},
		{func(a *workload.Args) { a.Profile = component.Development }, 1},
		{func(a *workload.Args) { a.Replicas, a.AllowSingleReplica = 1, true }, 1},
		{autoscaled, 3},
		{with(autoscaled, func(a *workload.Args) { a.Autoscaling.Min = 5 }), 5},
		{with(autoscaled, func(a *workload.Args) { a.Replicas = 7 }), 7},
	} {
		assert.Equal(t, test.want, deployed(t, test.change).Value("spec.replicas"))
	}
}

// Pulumi gives up after the cluster does, so that the reason is known, and never while a healthy roll-out still runs.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change   func(*workload.Args)
		deadline float64
		timeout  time.Duration
	}{
		"default":    {serving, 300 + 60 + 5 + 10, 300*time.Second + 4*75*time.Second},
		"worker":     {nothing, 300 + 10, 340 * time.Second},
		"slow start": {with(serving, func(a *workload.Args) { a.Probes.StartupTime = 5 * time.Minute }), 615, 300*time.Second + 4*315*time.Second},
	} {
		d := deployed(t, test.change)
		assert.Equal(t, test.deadline, d.Value("spec.progressDeadlineSeconds"), name)
		for _, text := range []string{d.Timeouts.Create, d.Timeouts.Update} {
			timeout, err := time.ParseDuration(text)
			assert.NoError(t, err, name)
			assert.Equal(t, test.timeout, timeout, name)
			assert.Greater(t, timeout.Seconds(), test.deadline, name)
		}
	}
}

func TestDrain(t *testing.T) {
	t.Parallel()
	d := deployed(t, serving)
	assert.Equal(t, map[string]any{"preStop": map[string]any{"sleep": map[string]any{"seconds": 20.0}}}, d.Value(container+"lifecycle"))
	assert.Equal(t, 50.0, d.Value(podSpec+"terminationGracePeriodSeconds"))
	d = deployed(t, with(serving, func(a *workload.Args) { a.DrainTime, a.ShutdownTime = time.Minute, 2*time.Minute }))
	assert.Equal(t, 60.0, d.Value(container+"lifecycle.preStop.sleep.seconds"))
	assert.Equal(t, 180.0, d.Value(podSpec+"terminationGracePeriodSeconds"), "the kubelet counts from the beginning of the pause")
	d = deployed(t, nothing)
	assert.Nil(t, d.Value(container+"lifecycle"), "nobody connects to a worker")
	assert.Equal(t, 30.0, d.Value(podSpec+"terminationGracePeriodSeconds"))
}

func TestProbes(t *testing.T) {
	t.Parallel()
	probe := func(action string, how map[string]any, period, timeout, failures float64) map[string]any {
		return map[string]any{action: how, "periodSeconds": period, "timeoutSeconds": timeout, "failureThreshold": failures}
	}
	port := map[string]any{"port": 8080.0}
	d := deployed(t, serving)
	assert.Equal(t, probe("tcpSocket", port, 2, 2, 30), d.Value(container+"startupProbe"), "60 seconds")
	assert.Equal(t, probe("tcpSocket", port, 5, 2, 3), d.Value(container+"readinessProbe"))
	assert.Nil(t, d.Value(container+"livenessProbe"))

	d = deployed(t, everything)
	ready := map[string]any{"path": "/ready", "port": 8081.0, "scheme": "HTTPS"}
	assert.Equal(t, probe("httpGet", ready, 2, 1, 16), d.Value(container+"startupProbe"), "31 seconds and no less")
	assert.Equal(t, probe("httpGet", ready, 3, 1, 2), d.Value(container+"readinessProbe"))
	live := map[string]any{"path": "/live", "port": 8081.0, "scheme": "HTTPS"}
	assert.Equal(t, probe("httpGet", live, 10, 1, 6), d.Value(container+"livenessProbe"), "a minute")

	d = deployed(t, func(a *workload.Args) { a.Probes.Command = []string{"/orders", "healthy"} })
	assert.Equal(t, map[string]any{"command": []any{"/orders", "healthy"}}, d.Value(container+"readinessProbe.exec"))
	d = deployed(t, with(serving, func(a *workload.Args) { a.Probes.Command = []string{"/orders", "healthy"} }))
	assert.Nil(t, d.Value(container+"readinessProbe.tcpSocket"))
	d = deployed(t, func(a *workload.Args) { a.Probes.Port, a.Probes.Path = 9090, "/ready" })
	assert.Equal(t, map[string]any{"path": "/ready", "port": 9090.0, "scheme": "HTTP"}, d.Value(container+"readinessProbe.httpGet"))
	assert.Nil(t, d.Value(container+"ports"), "a worker still")
	d = deployed(t, nothing)
	for _, none := range []string{"startupProbe", "readinessProbe", "livenessProbe"} {
		assert.Nil(t, d.Value(container+none))
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*workload.Args)
		zones  string
	}{
		"production":  {nothing, "DoNotSchedule"},
		"opted out":   {func(a *workload.Args) { a.AllowUnevenZones = true }, "ScheduleAnyway"},
		"development": {func(a *workload.Args) { a.Profile = component.Development }, "ScheduleAnyway"},
	} {
		spread := deployed(t, test.change).Value(podSpec + "topologySpreadConstraints").([]any)
		assert.Len(t, spread, 2, name)
		for i, want := range []map[string]any{
			{"topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": test.zones},
			{"topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "ScheduleAnyway"},
		} {
			got := spread[i].(map[string]any)
			assert.Equal(t, want["topologyKey"], got["topologyKey"], name)
			assert.Equal(t, want["whenUnsatisfiable"], got["whenUnsatisfiable"], name)
			assert.Equal(t, 1.0, got["maxSkew"], name)
			assert.Equal(t, []any{"pod-template-hash"}, got["matchLabelKeys"], "each revision is even in itself")
			assert.Equal(t, "Honor", got["nodeTaintsPolicy"], "a lost zone is no zone")
		}
	}
}

func autoscaled(a *workload.Args) { a.Autoscaling = &workload.Autoscaling{Max: 10} }

// The number of pods is there from the beginning and left alone from then on: see the package comment.
func TestAutoscaledReplicasAreIgnored(t *testing.T) {
	t.Parallel()
	d := deployed(t, autoscaled)
	assert.Equal(t, 3.0, d.Value("spec.replicas"))
	assert.Equal(t, []string{"spec.replicas"}, d.IgnoreChanges)
	d = deployed(t, nothing)
	assert.Empty(t, d.IgnoreChanges)
	assert.Equal(t, "true", d.Value(`metadata.annotations["pulumi.com/patchForce"]`), "what somebody scaled by hand is no conflict")
	assert.Nil(t, d.Value(`spec.template.metadata.annotations["pulumi.com/patchForce"]`))
}

func TestAutoscaler(t *testing.T) {
	t.Parallel()
	made := func(change func(*workload.Args)) (*infratest.Graph, *infratest.Resource) {
		graph := run(t, with(autoscaled, change))
		return graph, graph.One(t, autoscalerToken)
	}
	target := func(resource string, percent float64) map[string]any {
		return map[string]any{"type": "Resource", "resource": map[string]any{
			"name": resource, "target": map[string]any{"type": "Utilization", "averageUtilization": percent},
		}}
	}
	graph, r := made(nothing)
	assert.Equal(t, map[string]any{
		"apiVersion": "apps/v1", "kind": "Deployment", "name": graph.One(t, deploymentToken).Outputs["metadata"].ObjectValue()["name"].StringValue(),
	}, r.Value("spec.scaleTargetRef"))
	assert.Equal(t, 3.0, r.Value("spec.minReplicas"))
	assert.Equal(t, 10.0, r.Value("spec.maxReplicas"))
	assert.Equal(t, []any{target("cpu", 70)}, r.Value("spec.metrics"))
	assert.Equal(t, map[string]any{
		"stabilizationWindowSeconds": 300.0, "policies": []any{map[string]any{"type": "Percent", "value": 25.0, "periodSeconds": 60.0}},
	}, r.Value("spec.behavior.scaleDown"))
	assert.Nil(t, r.Value("spec.behavior.scaleUp"), "the cluster's default adds at once")

	_, r = made(func(a *workload.Args) { a.Autoscaling.TargetMemoryPercent = 80 })
	assert.Equal(t, []any{target("memory", 80)}, r.Value("spec.metrics"))
	_, r = made(func(a *workload.Args) { a.Autoscaling.TargetMemoryPercent, a.Autoscaling.TargetCPUPercent = 80, 60 })
	assert.Equal(t, []any{target("cpu", 60), target("memory", 80)}, r.Value("spec.metrics"))
	_, r = made(func(a *workload.Args) { a.Profile = component.Development })
	assert.Equal(t, 1.0, r.Value("spec.minReplicas"))
}

func TestBudget(t *testing.T) {
	t.Parallel()
	budget := run(t, nothing).One(t, budgetToken)
	assert.Equal(t, 1.0, budget.Value("spec.maxUnavailable"), "minAvailable would have to follow the autoscaler")
	assert.Nil(t, budget.Value("spec.minAvailable"))
	assert.Equal(t, "AlwaysAllow", budget.Value("spec.unhealthyPodEvictionPolicy"), "pods that crash block no drain")
}

func TestDefaultsStayOutOfTheArguments(t *testing.T) {
	t.Parallel()
	scaling := &workload.Autoscaling{Max: 10}
	run(t, func(a *workload.Args) { a.Autoscaling = scaling })
	assert.Equal(t, &workload.Autoscaling{Max: 10}, scaling)
}
