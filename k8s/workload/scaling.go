package workload

import (
	autoscalingv2 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/autoscaling/v2"
	policyv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/policy/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	downWindow  = 300 // seconds of low load before pods go
	downPercent = 25  // of the pods, within
	downPeriod  = 60  // seconds
)

// addBudget lets drains take one pod at a time, and pods that do not serve anyway at any time: those would block a drain for
// ever. One pod has no budget; it could only be kept for ever or not at all.
func (b *builder) addBudget() error {
	const role = "budget"
	if b.args.fewest() < 2 {
		return nil
	}
	logical, options := b.child(role)
	budget, err := policyv1.NewPodDisruptionBudget(b.ctx, logical, &policyv1.PodDisruptionBudgetArgs{
		Metadata: b.object(nil, nil).Metadata(),
		Spec: &policyv1.PodDisruptionBudgetSpecArgs{
			MaxUnavailable: pulumi.Int(1), UnhealthyPodEvictionPolicy: pulumi.String("AlwaysAllow"), Selector: b.labels(),
		},
	}, options...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.made.PodDisruptionBudget = budget
	return nil
}

func (b *builder) addAutoscaler() error {
	const role = "autoscaler"
	scaling := b.args.Autoscaling
	if scaling == nil {
		return nil
	}
	logical, options := b.child(role)
	autoscaler, err := autoscalingv2.NewHorizontalPodAutoscaler(b.ctx, logical, &autoscalingv2.HorizontalPodAutoscalerArgs{
		Metadata: b.object(nil, nil).Metadata(),
		Spec: &autoscalingv2.HorizontalPodAutoscalerSpecArgs{
			ScaleTargetRef: &autoscalingv2.CrossVersionObjectReferenceArgs{
				ApiVersion: pulumi.String("apps/v1"), Kind: pulumi.String("Deployment"), Name: b.made.DeploymentName,
			},
			MinReplicas: pulumi.Int(scaling.Min), MaxReplicas: pulumi.Int(scaling.Max), Metrics: scaling.metrics(),
			Behavior: &autoscalingv2.HorizontalPodAutoscalerBehaviorArgs{
				ScaleDown: &autoscalingv2.HPAScalingRulesArgs{
					StabilizationWindowSeconds: pulumi.Int(downWindow),
					Policies: autoscalingv2.HPAScalingPolicyArray{&autoscalingv2.HPAScalingPolicyArgs{
						Type: pulumi.String("Percent"), Value: pulumi.Int(downPercent), PeriodSeconds: pulumi.Int(downPeriod),
					}},
				},
			},
		},
	}, options...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.made.HorizontalPodAutoscaler = autoscaler
	return nil
}

func (a *Autoscaling) metrics() autoscalingv2.MetricSpecArray {
	var all autoscalingv2.MetricSpecArray
	add := func(resource string, percent int) {
		if percent == 0 {
			return
		}
		all = append(all, &autoscalingv2.MetricSpecArgs{Type: pulumi.String("Resource"), Resource: &autoscalingv2.ResourceMetricSourceArgs{
			Name:   pulumi.String(resource),
			Target: &autoscalingv2.MetricTargetArgs{Type: pulumi.String("Utilization"), AverageUtilization: pulumi.Int(percent)},
		}})
	}
	add("cpu", a.TargetCPUPercent)
	add("memory", a.TargetMemoryPercent)
	return all
}
