package fargate_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	scheduleToken      = "aws:scheduler/schedule:Schedule"
	scheduleGroupToken = "aws:scheduler/scheduleGroup:ScheduleGroup"
)

// nightlyArgs are the fewest arguments of a scheduled task.
func nightlyArgs(tags tagging.Set) *fargate.ScheduledTaskArgs {
	return &fargate.ScheduledTaskArgs{
		Tags: tags, Schedule: "cron(30 2 * * ? *)", ClusterARN: pulumi.String(theCluster), VPCID: pulumi.String("vpc-1"),
		SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}), Task: fargate.Task{Image: pulumi.String(firstImage)},
	}
}

func tryNamedSchedule(name string, change func(*fargate.ScheduledTaskArgs)) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		args := nightlyArgs(tags)
		change(args)
		task, err := fargate.NewScheduledTask(ctx, name, args)
		if err != nil {
			return err
		}
		ctx.Export("scheduleName", task.ScheduleName)
		ctx.Export("scheduleGroupName", task.ScheduleGroupName)
		ctx.Export("taskDefinitionArn", task.TaskDefinitionARN)
		ctx.Export("securityGroupId", task.SecurityGroupID)
		ctx.Export("logGroupName", task.LogGroupName)
		ctx.Export("taskRoleName", task.TaskRoleName)
		ctx.Export("taskRoleArn", task.TaskRoleARN)
		ctx.Export("runCommand", task.RunCommand)
		return nil
	})
}

func trySchedule(change func(*fargate.ScheduledTaskArgs)) (*infratest.Graph, error) {
	return tryNamedSchedule("nightly", change)
}

func makeSchedule(t testing.TB, change func(*fargate.ScheduledTaskArgs)) *infratest.Graph {
	t.Helper()
	graph, err := trySchedule(change)
	require.NoError(t, err)
	return graph
}

func plainSchedule(*fargate.ScheduledTaskArgs) {}

func scheduledNamed(name string) error {
	_, err := tryNamedSchedule(name, plainSchedule)
	return err
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	graph := makeSchedule(t, plainSchedule)
	schedule, definition := graph.Named(t, scheduleToken, "nightly-schedule"), graph.Named(t, definitionToken, "nightly-task-definition")
	group := graph.Named(t, scheduleGroupToken, "nightly-schedule-group")
	assert.Equal(t, map[string]any{
		"groupName": text(group, "name"), "state": "ENABLED", "scheduleExpression": "cron(30 2 * * ? *)", "scheduleExpressionTimezone": "UTC",
		"flexibleTimeWindow": map[string]any{"mode": "OFF"},
		"target": map[string]any{
			"arn": theCluster, "roleArn": text(graph.Named(t, roleToken, "nightly-schedule-role"), "arn"),
			"retryPolicy": map[string]any{"maximumEventAgeInSeconds": 3600.0, "maximumRetryAttempts": 185.0},
			"ecsParameters": map[string]any{
				"taskDefinitionArn": text(definition, "arn"), "taskCount": 1.0, "launchType": "FARGATE", "propagateTags": "TASK_DEFINITION",
				"enableEcsManagedTags": true, "enableExecuteCommand": false,
				"networkConfiguration": map[string]any{
					"assignPublicIp": false, "subnets": []any{"subnet-a", "subnet-b"}, "securityGroups": []any{graph.One(t, groupToken).ID},
				},
			},
		},
	}, schedule.Inputs.Mappable())
	assert.Contains(t, infratest.Names(schedule.Dependencies), "nightly-schedule-policy", "the first run may be due at once")
	for output, want := range map[string]string{
		"scheduleName": text(schedule, "name"), "scheduleGroupName": text(group, "name"), "taskDefinitionArn": text(definition, "arn"),
		"securityGroupId": graph.One(t, groupToken).ID, "logGroupName": text(graph.One(t, logGroupToken), "name"),
		"taskRoleName": text(graph.Named(t, roleToken, "nightly-task-role"), "name"),
		"taskRoleArn":  text(graph.Named(t, roleToken, "nightly-task-role"), "arn"),
	} {
		assert.Equal(t, want, exported(t, graph, output), output)
	}
	assert.Contains(t, exported(t, graph, "runCommand"), "--task-definition "+text(definition, "arn")+" ")
}

func TestScheduleOptions(t *testing.T) {
	t.Parallel()
	schedule := makeSchedule(t, func(a *fargate.ScheduledTaskArgs) {
		a.Schedule, a.TimeZone, a.StartWithin, a.Paused = "rate(6 hours)", "Europe/Berlin", 90*time.Second, true
		a.Task.Debug, a.ExtraSecurityGroupIDs = true, []pulumi.StringInput{pulumi.String("sg-db")}
	}).One(t, scheduleToken)
	assert.Equal(t, []any{"rate(6 hours)", "Europe/Berlin", "DISABLED", 90.0, true}, []any{
		schedule.Value("scheduleExpression"), schedule.Value("scheduleExpressionTimezone"), schedule.Value("state"),
		schedule.Value("target.retryPolicy.maximumEventAgeInSeconds"), schedule.Value("target.ecsParameters.enableExecuteCommand"),
	})
	assert.Equal(t, "sg-db", schedule.Value("target.ecsParameters.networkConfiguration.securityGroups[1]"))
}

// The schedule may run this task in this cluster with the task's own roles, and only its own group may use the role.
func TestScheduleRole(t *testing.T) {
	t.Parallel()
	graph := makeSchedule(t, plainSchedule)
	role, policy := graph.Named(t, roleToken, "nightly-schedule-role"), graph.Named(t, rolePolicyToken, "nightly-schedule-policy")
	assert.Equal(t, []any{map[string]any{
		"Sid": "Schedule", "Effect": "Allow", "Principal": map[string]any{"Service": "scheduler.amazonaws.com"}, "Action": []any{"sts:AssumeRole"},
		"Condition": map[string]any{"StringEquals": map[string]any{
			"aws:SourceAccount": []any{"123456789012"}, "aws:SourceArn": []any{text(graph.One(t, scheduleGroupToken), "arn")},
		}},
	}}, documentOf(t, role, "assumeRolePolicy")["Statement"])
	assert.Equal(t, text(role, "name"), policy.Value("role"))

	with := func(statement map[string]any, operator, key, value string) map[string]any {
		statement["Condition"] = map[string]any{operator: map[string]any{key: []any{value}}}
		return statement
	}
	family := graph.One(t, definitionToken).Value("family").(string)
	assert.Equal(t, []any{
		with(allows("Run", []any{"ecs:RunTask"}, []any{"arn:aws:ecs:us-east-1:123456789012:task-definition/" + family + ":*"}),
			"ArnEquals", "ecs:cluster", theCluster),
		with(allows("PassRoles", []any{"iam:PassRole"}, []any{
			text(graph.Named(t, roleToken, "nightly-execution-role"), "arn"), text(graph.Named(t, roleToken, "nightly-task-role"), "arn"),
		}), "StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com"),
		with(allows("Tag", []any{"ecs:TagResource"}, []any{"arn:aws:ecs:eu-central-1:123456789012:task/main-0a1b2c3/*"}),
			"StringEquals", "ecs:CreateAction", "RunTask"),
	}, documentOf(t, policy, "policy")["Statement"])
}

func TestScheduleAlarm(t *testing.T) {
	t.Parallel()
	graph := makeSchedule(t, func(a *fargate.ScheduledTaskArgs) {
		a.StartWithin, a.AlarmTopicARN = 10*time.Minute, pulumi.String(theTopic)
	})
	got := graph.Named(t, alarmToken, "nightly-start-alarm").Inputs.Mappable()
	delete(got, "tags")
	assert.Equal(t, map[string]any{
		"alarmDescription": "A run could not be started within 10m0s and was given up. Look for RunTask in CloudTrail, and run the task by hand.",
		"namespace":        "AWS/Scheduler", "metricName": "InvocationDroppedCount", "statistic": "Sum", "period": 60.0,
		"dimensions":         map[string]any{"ScheduleGroup": text(graph.One(t, scheduleGroupToken), "name")},
		"comparisonOperator": "GreaterThanOrEqualToThreshold", "threshold": 1.0, "evaluationPeriods": 1.0, "datapointsToAlarm": 1.0,
		"treatMissingData": "notBreaching", "alarmActions": []any{theTopic}, "okActions": []any{theTopic},
	}, got)
	assert.Nil(t, makeSchedule(t, plainSchedule).One(t, alarmToken).Value("alarmActions"))
	assert.Empty(t, makeSchedule(t, func(a *fargate.ScheduledTaskArgs) { a.DisableAlarms = true }).OfType(alarmToken))
}

func TestAcceptedSchedules(t *testing.T) {
	t.Parallel()
	for _, expression := range []string{
		"rate(1 minute)", "rate(1 minutes)", "rate(5 minutes)", "rate(12 hours)", "rate(30 days)", "cron(0 0 1 1 ? 2030)", "cron(*/15 8-17 ? * MON-FRI *)",
		"cron(0,30 0/4 L * ? *)", "cron(0 9 LW JAN,JUL ? 2026-2030)", "cron(0 9 15W * ? *)", "cron(59 23 ? DEC 6L *)", "cron(0 12 ? * 2#1 *)", "cron(0 12 ? * FRI#5 *)",
		"cron(0-10/2 5 * * ? *)",
	} {
		schedule := makeSchedule(t, func(a *fargate.ScheduledTaskArgs) { a.Schedule = expression }).One(t, scheduleToken)
		assert.Equal(t, expression, schedule.Value("scheduleExpression"))
	}
}

func TestRefusedSchedules(t *testing.T) {
	t.Parallel()
	const need = "need rate(NUMBER minutes|hours|days), or cron(MINUTES HOURS DAY MONTH WEEKDAY YEAR) with ? for one of the days, got "
	in := func(field string, low, high int) string {
		return fmt.Sprintf("need %s from %d to %d: a number, a range, a list, a step or *, got ", field, low, high)
	}
	for expression, want := range map[string]string{
		"":                        need + "nothing",
		"nightly":                 need + `"nightly"`,
		"30 2 * * *":              need + `"30 2 * * *"`,
		"cron(30 2 * * *)":        need + `"cron(30 2 * * *)"`,
		"cron(30 2 * * ? * *)":    need + `"cron(30 2 * * ? * *)"`,
		"cron(30  2 * * ? *)":     need + `"cron(30  2 * * ? *)"`,
		"at(2030-01-01T00:00:00)": need + `"at(2030-01-01T00:00:00)"`,
		"rate(0 minutes)":         need + `"rate(0 minutes)"`,
		"rate(5 seconds)":         need + `"rate(5 seconds)"`,
		"rate(5 minute)":          `need minutes with this number, got "rate(5 minute)"`,
		"cron(60 2 * * ? *)":      in("minutes", 0, 59) + `"60"`,
		"cron(+5 2 * * ? *)":      in("minutes", 0, 59) + `"+5"`,
		"cron(*/0 2 * * ? *)":     in("minutes", 0, 59) + `"*/0"`,
		"cron(*/x 2 * * ? *)":     in("minutes", 0, 59) + `"*/x"`,
		"cron(*/60 2 * * ? *)":    in("minutes", 0, 59) + `"*/60"`,
		"cron(10-5 2 * * ? *)":    in("minutes", 0, 59) + `"10-5"`,
		"cron(5- 2 * * ? *)":      in("minutes", 0, 59) + `"5-"`,
		"cron(5, 2 * * ? *)":      in("minutes", 0, 59) + `"5,"`,
		"cron(0 24 * * ? *)":      in("hours", 0, 23) + `"24"`,
		"cron(0 ? * * ? *)":       in("hours", 0, 23) + `"?"`,
		"cron(0 2 32 * ? *)":      in("day of the month", 1, 31) + `"32"`,
		"cron(0 2 0 * ? *)":       in("day of the month", 1, 31) + `"0"`,
		"cron(0 2 32W * ? *)":     in("day of the month", 1, 31) + `"32W"`,
		"cron(0 2 1 13 ? *)":      in("month", 1, 12) + `"13"`,
		"cron(0 2 1 January ? *)": in("month", 1, 12) + `"January"`,
		"cron(0 2 ? * 0 *)":       in("day of the week", 1, 7) + `"0"`,
		"cron(0 2 ? * MON#6 *)":   in("day of the week", 1, 7) + `"MON#6"`,
		"cron(0 2 * * ? 1969)":    in("year", 1970, 2199) + `"1969"`,
		"cron(0 2 * * * *)":       `need a question mark for one of day of the month and day of the week, got "cron(0 2 * * * *)"`,
		"cron(0 2 ? * ? *)":       `need a question mark for one of day of the month and day of the week, got "cron(0 2 ? * ? *)"`,
		"cron(0 2 1 * MON *)":     `need a question mark for one of day of the month and day of the week, got "cron(0 2 1 * MON *)"`,
	} {
		t.Run(expression, func(t *testing.T) {
			t.Parallel()
			graph, err := trySchedule(func(a *fargate.ScheduledTaskArgs) { a.Schedule = expression })
			refused(t, graph, err, "ScheduledTaskArgs.Schedule: "+want)
		})
	}
}

func TestRefusedScheduleOptions(t *testing.T) {
	t.Parallel()
	zone := func(name string) func(*fargate.ScheduledTaskArgs) {
		return func(a *fargate.ScheduledTaskArgs) { a.TimeZone = name }
	}
	within := func(d time.Duration) func(*fargate.ScheduledTaskArgs) {
		return func(a *fargate.ScheduledTaskArgs) { a.StartWithin = d }
	}
	for want, change := range map[string]func(*fargate.ScheduledTaskArgs){
		`TimeZone: need the IANA name of a time zone, such as Europe/Berlin, got "Europe/Berlln"`: zone("Europe/Berlln"),
		`TimeZone: need the IANA name of a time zone, such as Europe/Berlin, got "Local"`:         zone("Local"),
		"StartWithin: need whole seconds from 1m0s to 24h0m0s, got 59s":                           within(59 * time.Second),
		"StartWithin: need whole seconds from 1m0s to 24h0m0s, got 24h0m1s":                       within(24*time.Hour + time.Second),
		"StartWithin: need whole seconds from 1m0s to 24h0m0s, got 1m0.5s":                        within(time.Minute + 500*time.Millisecond),
		`AlarmTopicARN: need a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms, got "alarms"`: func(a *fargate.ScheduledTaskArgs) {
			a.AlarmTopicARN = pulumi.String("alarms")
		},
		"Task.CPU: need 256, 512, 1024, 2048, 4096, 8192 or 16384, got 1": func(a *fargate.ScheduledTaskArgs) { a.Task.CPU = 1 },
	} {
		graph, err := trySchedule(change)
		refused(t, graph, err, "ScheduledTaskArgs."+want)
	}
	var fields []string
	for _, problem := range component.FieldErrors((&fargate.ScheduledTaskArgs{StartWithin: -1, TimeZone: "?"}).Validate()) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{"Tags", "ClusterARN", "VPCID", "SubnetIDs", "Task.Image", "Schedule", "TimeZone", "StartWithin"}, fields, "all at once")
	for want, change := range map[string]func(*fargate.ScheduledTaskArgs){
		`AlarmTopicARN: need a topic's ARN`:     func(a *fargate.ScheduledTaskArgs) { a.AlarmTopicARN = pulumi.String("x").ToStringOutput() },
		`ClusterARN: need the ARN of a cluster`: func(a *fargate.ScheduledTaskArgs) { a.ClusterARN = pulumi.String("x").ToStringOutput() },
	} {
		_, err := trySchedule(change)
		require.ErrorContains(t, err, "fargate: ScheduledTaskArgs."+want)
	}
}

// Every argument of a scheduled task reaches the task.
func TestScheduledTaskHasTheArgumentsOfATask(t *testing.T) {
	t.Parallel()
	graph := makeSchedule(t, func(a *fargate.ScheduledTaskArgs) {
		a.LogRetentionDays, a.KMSKeyARN, a.DisableHTTPSEgress = 7, pulumi.String(theKey), true
		a.Egress = map[string]fargate.Egress{"db": {Port: 5432, CIDR: "10.0.0.0/16"}}
	})
	assert.Equal(t, []any{7.0, theKey}, []any{graph.One(t, logGroupToken).Value("retentionInDays"), graph.One(t, logGroupToken).Value("kmsKeyId")})
	assert.Equal(t, []string{"nightly-security-group-egress-db"}, namesIn(graph.OfType(egressToken)))
	graph = makeSchedule(t, func(a *fargate.ScheduledTaskArgs) {
		a.Profile, a.SubnetIDs = component.Development, pulumi.ToStringArray([]string{"subnet-a"})
	})
	assert.Equal(t, 30.0, graph.One(t, logGroupToken).Value("retentionInDays"))
}
