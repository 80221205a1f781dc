package fargate_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestClusterConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[fargate.ClusterArgs, *fargate.Cluster]{
		Token: "groundwork:aws/fargate:Cluster",
		New:   fargate.NewCluster,
		Args: func(_ *pulumi.Context, tags tagging.Set) *fargate.ClusterArgs {
			return &fargate.ClusterArgs{Tags: tags, KMSKeyARN: pulumi.String(theKey)}
		},
		Required: []string{"Tags"},
		Golden:   "testdata/golden/cluster.json",
	})
}

func TestTaskConformance(t *testing.T) {
	t.Parallel()
	for golden, args := range map[string]func(tagging.Set) *fargate.TaskArgs{
		"task": migrationArgs,
		"task-with-everything": func(tags tagging.Set) *fargate.TaskArgs {
			args := migrationArgs(tags)
			args.Task = fullTask()
			args.Egress = map[string]fargate.Egress{"db": {Port: 5432, SecurityGroupID: pulumi.String("sg-db")}}
			args.ExtraSecurityGroupIDs = []pulumi.StringInput{pulumi.String("sg-extra")}
			args.KMSKeyARN, args.LogRetentionDays, args.DisableHTTPSEgress = pulumi.String(theKey), 30, true
			return args
		},
	} {
		t.Run(golden, func(t *testing.T) {
			t.Parallel()
			infratest.Conformance(t, infratest.Spec[fargate.TaskArgs, *fargate.RunnableTask]{
				Token:    "groundwork:aws/fargate:Task",
				New:      fargate.NewTask,
				Args:     func(_ *pulumi.Context, tags tagging.Set) *fargate.TaskArgs { return args(tags) },
				Required: []string{"Tags", "ClusterARN", "VPCID", "SubnetIDs", "Task.Image"},
				Golden:   "testdata/golden/" + golden + ".json",
			})
		})
	}
}

func TestScheduledTaskConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[fargate.ScheduledTaskArgs, *fargate.ScheduledTask]{
		Token: "groundwork:aws/fargate:ScheduledTask",
		New:   fargate.NewScheduledTask,
		Args: func(_ *pulumi.Context, tags tagging.Set) *fargate.ScheduledTaskArgs {
			args := nightlyArgs(tags)
			args.AlarmTopicARN = pulumi.String(theTopic)
			return args
		},
		Required: []string{"Tags", "Schedule", "ClusterARN", "VPCID", "SubnetIDs", "Task.Image"},
		Golden:   "testdata/golden/scheduled-task.json",
	})
}

// fullTask is a task with all of its inputs.
func fullTask() fargate.Task {
	return fargate.Task{
		Image: pulumi.String(privateImage), CPU: 512, MemoryMB: 2048, Architecture: fargate.ARM64, Command: []string{"migrate"},
		Environment: map[string]pulumi.StringInput{"LEVEL": pulumi.String("info")},
		Secrets: map[string]pulumi.StringInput{
			"PASSWORD": pulumi.String(theSecret + ":password::0123"), "TOKEN": pulumi.String(theParameter),
		},
		SecretKMSKeyARNs: []pulumi.StringInput{pulumi.String(theKey)},
		Policies:         map[string]pulumi.StringInput{"read": pulumi.String(`{"Version":"2012-10-17","Statement":[]}`)},
		WritablePaths:    []string{"/tmp", "/run"}, EphemeralStorageGB: 40, Debug: true,
	}
}
