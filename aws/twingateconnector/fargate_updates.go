package twingateconnector

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/scheduler"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/alarm"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	// An update that could not be begun is tried again so often, within so many seconds.
	updateRetries = 10
	updateWithin  = 3600
)

// weekdays are as EventBridge Scheduler names them.
func weekdays() []string { return []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"} }

// addUpdates makes the group of the weekly updates: EventBridge Scheduler counts failures by group.
func (b *fargateBuilder) addUpdates() (err error) {
	if !remoteaccess.Updated(&b.args.Access, b.args.Image) {
		return nil
	}
	const role = "updates"
	b.updates, err = scheduler.NewScheduleGroup(b.ctx, naming.AutoNameBase(b.scope.Name(role), ecstask.MaxSchedule),
		&scheduler.ScheduleGroupArgs{Tags: b.titled(role)}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	if b.args.DisableAlarms {
		return nil
	}
	return b.addAlarm(alarm.Alarm{
		Role: "updates-alarm", Namespace: "AWS/Scheduler", Metric: "InvocationDroppedCount", Statistic: "Sum",
		Dimensions: pulumi.StringMap{"ScheduleGroup": b.updates.Name}, Compare: alarm.AtLeast, Threshold: 1, Periods: 1, OnMissing: alarm.SilenceGood,
		Advice: "A weekly update of a Twingate connector could not be begun. Look for UpdateService in CloudTrail; connectors that are too old are refused.",
	})
}

// addUpdate starts the connector anew once a week, on a day of its own, with the image that the tag names then.
func (b *fargateBuilder) addUpdate(r *running) error {
	if b.updates == nil {
		return nil
	}
	trust := b.updates.Arn.ApplyT(func(arn string) (string, error) { return ecstask.ScheduleTrust(block, arn) }).(pulumi.StringOutput)
	actor, err := b.addRole(r.Role+"-update-role", trust)
	if err != nil {
		return err
	}
	mayUpdate, err := b.addPolicy(r.Role+"-update-policy", actor, r.service.ID().ToStringOutput().ApplyT(func(arn string) (string, error) {
		return iampolicy.Document(iampolicy.Allow("Update", []string{"ecs:UpdateService"}, arn))
	}).(pulumi.StringOutput))
	if err != nil {
		return err
	}
	role := r.Role + "-update"
	_, err = scheduler.NewSchedule(b.ctx, naming.AutoNameBase(b.scope.Name(role), ecstask.MaxSchedule), &scheduler.ScheduleArgs{
		GroupName:                  b.updates.Name,
		Description:                pulumi.String("Updates the Twingate connector " + r.Title),
		ScheduleExpression:         pulumi.String(fmt.Sprintf("cron(0 %d ? * %s *)", remoteaccess.UpdateHour, weekdays()[r.UpdateDay()])),
		ScheduleExpressionTimezone: pulumi.String("UTC"),
		FlexibleTimeWindow:         scheduler.ScheduleFlexibleTimeWindowArgs{Mode: pulumi.String("OFF")},
		Target: scheduler.ScheduleTargetArgs{
			Arn: b.cluster.ApplyT(updateTarget).(pulumi.StringOutput), RoleArn: actor.Arn,
			Input: pulumi.All(b.cluster, r.service.ID()).ApplyT(func(all []any) (string, error) {
				return updateInput(all[0].(string), string(all[1].(pulumi.ID)))
			}).(pulumi.StringOutput).ToStringPtrOutput(),
			RetryPolicy: scheduler.ScheduleTargetRetryPolicyArgs{
				MaximumEventAgeInSeconds: pulumi.Int(updateWithin), MaximumRetryAttempts: pulumi.Int(updateRetries),
			},
		},
	}, b.scope.Child(pulumi.DependsOn([]pulumi.Resource{mayUpdate}))...)
	return b.scope.Err(role, err)
}

// updateTarget is the API that is called, in the partition of the cluster.
func updateTarget(cluster string) (string, error) {
	where, err := awsform.Locate(block, cluster)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("arn:%s:scheduler:::aws-sdk:ecs:updateService", where.Partition), nil
}

// updateInput is what it is called with. ECS asks the registry what a tag names once for each deployment, and keeps to that digest until
// the next one (AWS, "Announcing software version consistency for Amazon ECS services"). A deployment that is forced is one: the ECS API
// reference, UpdateService, forceNewDeployment, names it as the way to a newer image with the same tag.
func updateInput(cluster, service string) (string, error) {
	text, err := json.Marshal(struct {
		Cluster, Service   string
		ForceNewDeployment bool
	}{cluster, service, true})
	return string(text), err
}
