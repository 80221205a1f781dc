package fargate

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/ecstask"
)

// How quickly the number of tasks follows the load: out at once, in with care.
const (
	scaleOutSeconds = 60
	scaleInSeconds  = 300 // the default of Application Auto Scaling
)

// tracked is one metric that is kept near a target.
type tracked struct {
	role   string
	metric string
	target int
	label  pulumi.StringPtrInput // which requests are counted
}

// addAutoscaling lets AWS change the number of tasks. There is one version: BlueGreen is refused beside it.
func (b *builder) addAutoscaling() error {
	s := b.args.Autoscaling
	if s == nil {
		return nil
	}
	const role = "autoscaling"
	target, err := appautoscaling.NewTarget(b.ctx, b.scope.Name(role), &appautoscaling.TargetArgs{
		ServiceNamespace: pulumi.String("ecs"), ScalableDimension: pulumi.String("ecs:service:DesiredCount"),
		ResourceId:  pulumi.Sprintf("service/%s/%s", b.clusterName(), b.active().Service.Name),
		MinCapacity: pulumi.Int(s.Min), MaxCapacity: pulumi.Int(s.Max), Tags: b.tags(role),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	for _, t := range b.tracked() {
		if err := b.addScalingPolicy(target, t); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) tracked() []tracked {
	var all []tracked
	s := b.args.Autoscaling
	if s.CPUPercent > 0 {
		all = append(all, tracked{role: "cpu-scaling", metric: "ECSServiceAverageCPUUtilization", target: s.CPUPercent})
	}
	if s.MemoryPercent > 0 {
		all = append(all, tracked{role: "memory-scaling", metric: "ECSServiceAverageMemoryUtilization", target: s.MemoryPercent})
	}
	if s.RequestsPerTask > 0 {
		label := pulumi.Sprintf("%s/%s", b.balancer(), b.active().TargetGroup.ArnSuffix)
		all = append(all, tracked{role: "requests-scaling", metric: "ALBRequestCountPerTarget", target: s.RequestsPerTask, label: label})
	}
	return all
}

func (b *builder) addScalingPolicy(target *appautoscaling.Target, t tracked) error {
	_, err := appautoscaling.NewPolicy(b.ctx, b.scope.Name(t.role), &appautoscaling.PolicyArgs{
		PolicyType: pulumi.String("TargetTrackingScaling"), ServiceNamespace: target.ServiceNamespace,
		ScalableDimension: target.ScalableDimension, ResourceId: target.ResourceId,
		TargetTrackingScalingPolicyConfiguration: &appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs{
			TargetValue: pulumi.Float64(t.target), ScaleInCooldown: pulumi.Int(scaleInSeconds), ScaleOutCooldown: pulumi.Int(scaleOutSeconds),
			PredefinedMetricSpecification: &appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs{
				PredefinedMetricType: pulumi.String(t.metric), ResourceLabel: t.label,
			},
		},
	}, b.scope.Child()...)
	return b.scope.Err(t.role, err)
}

// clusterName is the end of the cluster's ARN, by which metrics and the autoscaler know it.
func (b *builder) clusterName() pulumi.StringOutput {
	return b.cluster.ApplyT(ecstask.ClusterName).(pulumi.StringOutput)
}

// balancer is the load balancer as metrics know it.
func (b *builder) balancer() pulumi.StringOutput {
	return loadBalancerSuffix.Pass(b.args.Listener.args.LoadBalancerARNSuffix, argsName, "Listener.LoadBalancerARNSuffix")
}
