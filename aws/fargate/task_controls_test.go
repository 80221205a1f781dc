package fargate_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
)

// Security Hub's and Checkov's controls that task definitions and clusters answer for, by default.
func TestTaskAndClusterControls(t *testing.T) {
	t.Parallel()
	onTaskDefinition := func(holds func(*testing.T, *infratest.Resource, map[string]any)) func(*testing.T) {
		return func(t *testing.T) {
			task := makeTask(t, func(task *fargate.Task) {
				task.Environment = map[string]pulumi.StringInput{"LEVEL": pulumi.String("info")}
				task.Secrets = map[string]pulumi.StringInput{"PASSWORD": pulumi.String(theSecret)}
			})
			for _, graph := range []*infratest.Graph{task, makeService(t, asIs), makeSchedule(t, plainSchedule)} {
				definition := graph.One(t, definitionToken)
				holds(t, definition, containerOf(t, definition))
			}
		}
	}
	onCluster := func(path string, want any) func(*testing.T) {
		return func(t *testing.T) {
			assert.Equal(t, want, makeCluster(t, plainCluster).One(t, clusterToken).Value(path))
		}
	}
	for control, holds := range map[string]func(*testing.T){
		"ECS.1, ECS.17: own network and a user that is not root": onTaskDefinition(func(t *testing.T, d *infratest.Resource, c map[string]any) {
			assert.Equal(t, "awsvpc", d.Value("networkMode"))
			assert.Equal(t, "65532", c["user"])
		}),
		"ECS.2, CKV_AWS_333: no public address for scheduled tasks": func(t *testing.T) {
			schedule := makeSchedule(t, plainSchedule).One(t, scheduleToken)
			assert.Equal(t, false, schedule.Value("target.ecsParameters.networkConfiguration.assignPublicIp"))
			assert.Contains(t, exported(t, makeTask(t, plainTask), "runCommand"), "assignPublicIp=DISABLED")
		},
		"ECS.3, CKV_AWS_335: processes of its own": onTaskDefinition(func(t *testing.T, d *infratest.Resource, _ map[string]any) {
			assert.Nil(t, d.Value("pidMode"))
			assert.Nil(t, d.Value("ipcMode"))
		}),
		"ECS.4, CKV_AWS_334: not privileged": onTaskDefinition(func(t *testing.T, _ *infratest.Resource, c map[string]any) {
			assert.Equal(t, false, c["privileged"])
		}),
		"ECS.5, CKV_AWS_336: read-only root file system": onTaskDefinition(func(t *testing.T, _ *infratest.Resource, c map[string]any) {
			assert.Equal(t, true, c["readonlyRootFilesystem"])
		}),
		"ECS.8, CKV_AWS_45, CKV_AWS_46: secrets by reference": onTaskDefinition(func(t *testing.T, _ *infratest.Resource, c map[string]any) {
			variables, _ := c["environment"].([]any)
			for _, each := range variables {
				assert.Equal(t, "LEVEL", each.(map[string]any)["name"])
			}
			references, _ := c["secrets"].([]any)
			for _, each := range references {
				assert.True(t, strings.HasPrefix(each.(map[string]any)["valueFrom"].(string), "arn:aws:secretsmanager:"))
			}
		}),
		"ECS.9: logs": onTaskDefinition(func(t *testing.T, _ *infratest.Resource, c map[string]any) {
			assert.Equal(t, "awslogs", c["logConfiguration"].(map[string]any)["logDriver"])
		}),
		"CKV_AWS_97: nothing on a shared file system": onTaskDefinition(func(t *testing.T, d *infratest.Resource, _ map[string]any) {
			assert.Nil(t, d.Value("volumes"))
		}),
		"CKV_AWS_249: the application's role does not start tasks": onTaskDefinition(func(t *testing.T, d *infratest.Resource, _ map[string]any) {
			assert.NotEqual(t, d.Value("executionRoleArn"), d.Value("taskRoleArn"))
		}),
		"CKV_AWS_338, CKV_AWS_66: logs are kept for a year": func(t *testing.T) {
			for _, graph := range []*infratest.Graph{makeTask(t, plainTask), makeSchedule(t, plainSchedule), makeCluster(t, plainCluster)} {
				assert.Equal(t, 365.0, graph.One(t, logGroupToken).Value("retentionInDays"))
			}
		},
		"ECS.12, CKV_AWS_65: Container Insights": onCluster("settings", []any{map[string]any{"name": "containerInsights", "value": "enabled"}}),
		"CKV_AWS_223: sessions are logged":       onCluster("configuration.executeCommandConfiguration.logging", "OVERRIDE"),
		"CKV_AWS_224, CKV_AWS_158: the log of sessions with an own key": func(t *testing.T) {
			graph := makeCluster(t, func(a *fargate.ClusterArgs) { a.KMSKeyARN = pulumi.String(theKey) })
			configuration := "configuration.executeCommandConfiguration."
			assert.Equal(t, theKey, graph.One(t, clusterToken).Value(configuration+"kmsKeyId"))
			assert.Equal(t, true, graph.One(t, clusterToken).Value(configuration+"logConfiguration.cloudWatchEncryptionEnabled"))
			assert.Equal(t, theKey, graph.One(t, logGroupToken).Value("kmsKeyId"))
		},
		"CKV_AWS_61, CKV_AWS_62, CKV_AWS_63, CKV2_AWS_40: roles of no one else, and no star for what can be named": func(t *testing.T) {
			graph, err := tryTask(onTask(func(task *fargate.Task) { *task = fullTask() }))
			require.NoError(t, err)
			for _, policy := range graph.OfType(rolePolicyToken) {
				for _, each := range documentOf(t, policy, "policy")["Statement"].([]any) {
					statement := each.(map[string]any)
					for _, action := range statement["Action"].([]any) {
						assert.NotContains(t, action, "*")
					}
					if statement["Resource"].([]any)[0] == "*" {
						assert.Contains(t, []any{"Login", "Sessions", "FindLogs"}, statement["Sid"], "AWS has no resources for these")
					}
				}
			}
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t)
		})
	}
}
