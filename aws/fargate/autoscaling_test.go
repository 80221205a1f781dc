package fargate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
)

func scaled(s fargate.Autoscaling) func(*fargate.ServiceArgs) {
	return func(a *fargate.ServiceArgs) { a.Autoscaling = &s }
}

func TestAutoscaling(t *testing.T) {
	t.Parallel()
	g := makeService(t, scaled(fargate.Autoscaling{Min: 3, Max: 20, CPUPercent: 60, MemoryPercent: 70, RequestsPerTask: 900}))
	service, target := g.One(t, ecsToken), g.Named(t, scalingToken, "web-autoscaling")
	assert.InDelta(t, 3, service.Value("desiredCount"), 0)
	assert.Equal(t, []string{"desiredCount"}, service.IgnoreChanges, "the number belongs to the autoscaler")
	resource := "service/main-0a1b2c3/" + service.Outputs["name"].StringValue()
	infratest.AssertInputs(t, target, map[string]any{
		"serviceNamespace": "ecs", "scalableDimension": "ecs:service:DesiredCount", "resourceId": resource,
		"minCapacity": 3.0, "maxCapacity": 20.0, "tags.owner": "team-shop",
	})
	label := theBalancer + "/" + g.One(t, targetsToken).Outputs["arnSuffix"].StringValue()
	for _, test := range []struct {
		name, metric string
		target       float64
		label        any
	}{
		{"web-cpu-scaling", "ECSServiceAverageCPUUtilization", 60, nil},
		{"web-memory-scaling", "ECSServiceAverageMemoryUtilization", 70, nil},
		{"web-requests-scaling", "ALBRequestCountPerTarget", 900, label},
	} {
		policy := g.Named(t, policyToken, test.name)
		const tracking = "targetTrackingScalingPolicyConfiguration."
		infratest.AssertInputs(t, policy, map[string]any{
			"policyType": "TargetTrackingScaling", "serviceNamespace": "ecs", "scalableDimension": "ecs:service:DesiredCount", "resourceId": resource,
			tracking + "targetValue": test.target, tracking + "scaleInCooldown": 300.0, tracking + "scaleOutCooldown": 60.0,
			tracking + "predefinedMetricSpecification.predefinedMetricType": test.metric,
			tracking + "predefinedMetricSpecification.resourceLabel":        test.label,
		})
		assert.Contains(t, infratest.Names(policy.Dependencies), "web-autoscaling")
	}
}

func TestOnlyTheTargetsThatAreAskedFor(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		scaled fargate.Autoscaling
		want   []string
	}{
		"CPU":      {fargate.Autoscaling{Min: 2, Max: 4, CPUPercent: 10}, []string{"web-cpu-scaling"}},
		"memory":   {fargate.Autoscaling{Min: 2, Max: 4, MemoryPercent: 90}, []string{"web-memory-scaling"}},
		"requests": {fargate.Autoscaling{Min: 2, Max: 2, RequestsPerTask: 1}, []string{"web-requests-scaling"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, namesIn(makeService(t, scaled(test.scaled)).OfType(policyToken)))
		})
	}
	g := makeService(t, asIs)
	assert.Empty(t, g.OfType(policyToken))
	assert.Empty(t, g.OfType(scalingToken))
	worker := makeService(t, func(a *fargate.ServiceArgs) {
		asWorker(a)
		a.DesiredCount, a.Autoscaling = 4, &fargate.Autoscaling{Min: 2, Max: 8, CPUPercent: 50}
	})
	assert.InDelta(t, 4, worker.One(t, ecsToken).Value("desiredCount"), 0, "where it begins")
}
