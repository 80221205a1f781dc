package fargate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestContainer(t *testing.T) {
	t.Parallel()
	graph := makeTask(t, plainTask)
	group := text(graph.Named(t, logGroupToken, "migrate-log-group"), "name")
	assert.Equal(t, map[string]any{
		"name": "app", "image": firstImage, "essential": true, "user": "65532", "privileged": false, "readonlyRootFilesystem": true,
		"linuxParameters": map[string]any{
			"initProcessEnabled": true,
			"tmpfs":              []any{map[string]any{"containerPath": "/tmp", "size": 256.0, "mountOptions": []any{"mode=1777", "nosuid", "nodev"}}},
		},
		"logConfiguration": map[string]any{"logDriver": "awslogs", "options": map[string]any{
			"awslogs-group": group, "awslogs-region": "us-east-1", "awslogs-stream-prefix": "ecs", "mode": "non-blocking", "max-buffer-size": "25m",
		}},
		"stopTimeout": 120.0,
	}, containerOf(t, graph.One(t, definitionToken)))
}

func TestContainerWithEverything(t *testing.T) {
	t.Parallel()
	graph := makeTask(t, func(task *fargate.Task) {
		task.EntryPoint, task.Command = []string{"/bin/app"}, []string{"migrate", "--all"}
		task.Environment = map[string]pulumi.StringInput{
			"ZONE": pulumi.String("b"), "EMPTY": pulumi.String(""), "AREA": pulumi.String(`"quoted" & <more>`).ToStringOutput(),
		}
		task.Secrets = map[string]pulumi.StringInput{
			"TOKEN": pulumi.String(theParameter).ToStringOutput(), "PASSWORD": pulumi.String(theSecret + ":password::0123"),
		}
		task.User, task.WritablePaths, task.MemoryMB = "1000:1000", []string{"/var/cache/app", "/run"}, 1024
	})
	c := containerOf(t, graph.One(t, definitionToken))
	assert.Equal(t, []any{"/bin/app"}, c["entryPoint"])
	assert.Equal(t, []any{"migrate", "--all"}, c["command"])
	assert.Equal(t, "1000:1000", c["user"])
	assert.Equal(t, []any{
		map[string]any{"name": "AREA", "value": `"quoted" & <more>`}, map[string]any{"name": "EMPTY", "value": ""}, map[string]any{"name": "ZONE", "value": "b"},
	}, c["environment"], "in order, so that nothing changes without a change")
	assert.Equal(t, []any{
		map[string]any{"name": "PASSWORD", "valueFrom": theSecret + ":password::0123"}, map[string]any{"name": "TOKEN", "valueFrom": theParameter},
	}, c["secrets"])
	options := []any{"mode=1777", "nosuid", "nodev"}
	assert.Equal(t, []any{
		map[string]any{"containerPath": "/run", "size": 256.0, "mountOptions": options},
		map[string]any{"containerPath": "/var/cache/app", "size": 256.0, "mountOptions": options},
	}, c["linuxParameters"].(map[string]any)["tmpfs"], "half the memory for all of them")
	assert.NotContains(t, c, "portMappings", "nobody connects to it")
}

// The same arguments are the same text, whatever the order of maps and lists.
func TestContainerIsDeterministic(t *testing.T) {
	t.Parallel()
	var texts []any
	for range 8 {
		graph := makeTask(t, func(task *fargate.Task) {
			task.Environment, task.Secrets = map[string]pulumi.StringInput{}, map[string]pulumi.StringInput{}
			for _, name := range strings.Split("ABCDEFGH", "") {
				task.Environment[name], task.Secrets["S"+name] = pulumi.String(name), pulumi.String(theParameter)
			}
			task.WritablePaths = []string{"/b", "/a"}
			if len(texts)%2 == 1 {
				slices.Reverse(task.WritablePaths)
			}
		})
		texts = append(texts, graph.One(t, definitionToken).Value("containerDefinitions"))
	}
	for _, each := range texts {
		assert.Equal(t, texts[0], each)
	}
}

func TestContainerOfAService(t *testing.T) {
	t.Parallel()
	c := containerOf(t, makeService(t, func(a *fargate.ServiceArgs) { a.Port = 3000 }).One(t, definitionToken))
	assert.Equal(t, []any{map[string]any{"containerPort": 3000.0, "protocol": "tcp"}}, c["portMappings"])
	assert.Less(t, c["stopTimeout"], 30.0, "the plan decides")
	graph := makeService(t, asBlueGreen)
	assert.Equal(t, firstImage, containerOf(t, graph.Named(t, definitionToken, "web-blue-task-definition"))["image"])
	assert.Equal(t, secondImage, containerOf(t, graph.Named(t, definitionToken, "web-green-task-definition"))["image"])
}

// The agent of ECS Exec writes to three places, and does not work on a read-only file system without them.
func TestDebugMakesRoomForTheAgent(t *testing.T) {
	t.Parallel()
	definition := makeTask(t, func(task *fargate.Task) { task.Debug = true }).One(t, definitionToken)
	c := containerOf(t, definition)
	assert.Equal(t, true, c["readonlyRootFilesystem"])
	assert.Equal(t, []any{
		map[string]any{"sourceVolume": "managed-agents", "containerPath": "/managed-agents", "readOnly": false},
		map[string]any{"sourceVolume": "var-lib-amazon-ssm", "containerPath": "/var/lib/amazon/ssm", "readOnly": false},
		map[string]any{"sourceVolume": "var-log-amazon-ssm", "containerPath": "/var/log/amazon/ssm", "readOnly": false},
	}, c["mountPoints"])
	assert.Equal(t, []any{
		map[string]any{"name": "managed-agents"}, map[string]any{"name": "var-lib-amazon-ssm"}, map[string]any{"name": "var-log-amazon-ssm"},
	}, definition.Value("volumes"))

	definition = makeTask(t, func(task *fargate.Task) { task.Debug, task.AllowWritableRoot = true, true }).One(t, definitionToken)
	assert.NotContains(t, containerOf(t, definition), "mountPoints")
	assert.Nil(t, definition.Value("volumes"))
}

func TestWritableFileSystems(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change   func(*fargate.Task)
		readOnly bool
		paths    int
	}{
		"default":       {plainTask, true, 1},
		"nothing":       {func(task *fargate.Task) { task.WritablePaths = []string{} }, true, 0},
		"everything":    {func(task *fargate.Task) { task.AllowWritableRoot = true }, false, 0},
		"and in memory": {func(task *fargate.Task) { task.AllowWritableRoot, task.WritablePaths = true, []string{"/run"} }, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := containerOf(t, makeTask(t, test.change).One(t, definitionToken))
			assert.Equal(t, test.readOnly, c["readonlyRootFilesystem"])
			disks, _ := c["linuxParameters"].(map[string]any)["tmpfs"].([]any)
			assert.Len(t, disks, test.paths)
		})
	}
}

// ECS.8: whoever may look at a task definition reads its environment.
func TestNoSecretInTheEnvironment(t *testing.T) {
	t.Parallel()
	secrets := infratest.ConfigSecrets(map[string]string{"password": "hunter2-hunter2"})
	_, err := tryTask(func(ctx *pulumi.Context, a *fargate.TaskArgs) {
		a.Task.Environment = map[string]pulumi.StringInput{"PASSWORD": config.RequireSecret(ctx, "password")}
	}, secrets)
	require.ErrorContains(t, err, `TaskArgs.Task.Environment["PASSWORD"]: need a value that everybody may read; put a reference to this one under Secrets, got [secret]`)
	require.NotContains(t, err.Error(), "hunter2")

	_, err = tryService(func(a *fargate.ServiceArgs) {
		a.Task.Environment = map[string]pulumi.StringInput{"URL": pulumi.Sprintf("redis://:%s@cache", pulumi.ToSecret(pulumi.String("hunter2")))}
	})
	require.ErrorContains(t, err, `ServiceArgs.Task.Environment["URL"]: need a value that everybody may read`)

	graph, err := tryTask(func(_ *pulumi.Context, a *fargate.TaskArgs) {
		a.Task.Environment = map[string]pulumi.StringInput{"LEVEL": pulumi.String("info")}
		a.Task.Secrets = map[string]pulumi.StringInput{"PASSWORD": pulumi.String(theSecret)}
	}, secrets)
	require.NoError(t, err)
	infratest.AssertNoPlainSecrets(t, graph)
}

// Who takes Secrets for a place to put secrets in is told, and the secret is not shown.
func TestASecretIsNoReference(t *testing.T) {
	t.Parallel()
	_, err := tryTask(func(ctx *pulumi.Context, a *fargate.TaskArgs) {
		a.Task.Secrets = map[string]pulumi.StringInput{"PASSWORD": config.RequireSecret(ctx, "password")}
	}, infratest.ConfigSecrets(map[string]string{"password": "hunter2"}))
	require.ErrorContains(t, err, `Task.Secrets["PASSWORD"]: need the full ARN of a secret`)
	require.ErrorContains(t, err, "got another text of 7 characters")
	require.NotContains(t, err.Error(), "hunter2")
}

// What Validate cannot see is checked on its way to the task definition.
func TestTaskInputsThatAreKnownLater(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*fargate.TaskArgs)
		want   string
	}{
		"image": {
			func(a *fargate.TaskArgs) { a.Task.Image = pulumi.String("two words").ToStringOutput() },
			`Task.Image: need an image, [registry/]name with a :tag or, better, @sha256:digest, got "two words"`,
		},
		"latest": {
			func(a *fargate.TaskArgs) { a.Task.Image = pulumi.String("web:latest").ToStringOutput() },
			`Task.Image: need an image with a digest or a tag that never moves, or AllowMutableTag, got "web:latest"`,
		},
		"key": {
			func(a *fargate.TaskArgs) {
				a.Task.SecretKMSKeyARNs = []pulumi.StringInput{pulumi.String("alias/x").ToStringOutput()}
			},
			`Task.SecretKMSKeyARNs[0]: need a key's full ARN, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, got "alias/x"`,
		},
		"log key": {
			func(a *fargate.TaskArgs) { a.KMSKeyARN = pulumi.String("alias/x").ToStringOutput() },
			`KMSKeyARN: need a key's full ARN, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, got "alias/x"`,
		},
		"policy": {
			func(a *fargate.TaskArgs) {
				a.Task.Policies = map[string]pulumi.StringInput{"read": pulumi.String("[]").ToStringOutput()}
			},
			`Task.Policies["read"]: need a policy as JSON, got "[]"`,
		},
		"size": {
			func(a *fargate.TaskArgs) {
				a.Task.Environment = map[string]pulumi.StringInput{"BIG": pulumi.String(strings.Repeat("x", 61440))}
			},
			"Task: need at most 61440 bytes of container definition: fewer or shorter variables, got ",
		},
		"cluster": {
			func(a *fargate.TaskArgs) { a.ClusterARN = pulumi.String("main").ToStringOutput() },
			`ClusterARN: need the ARN of a cluster, arn:aws:ecs:REGION:ACCOUNT:cluster/NAME, got "main"`,
		},
		"network": {
			func(a *fargate.TaskArgs) { a.VPCID = pulumi.String("main").ToStringOutput() },
			`VPCID: need a network's id such as vpc-0a1b2c3d, got "main"`,
		},
		"subnets": {
			func(a *fargate.TaskArgs) {
				a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"}).ToStringArrayOutput()
			},
			"SubnetIDs: need 2 subnets or more, each in another zone, got [subnet-a]",
		},
		"groups": {
			func(a *fargate.TaskArgs) {
				a.ExtraSecurityGroupIDs = []pulumi.StringInput{pulumi.String("default").ToStringOutput()}
			},
			`ExtraSecurityGroupIDs[0]: need a security group's id such as sg-0a1b2c3d, got "default"`,
		},
		"peer": {
			func(a *fargate.TaskArgs) {
				a.Egress = map[string]fargate.Egress{"db": {Port: 5432, SecurityGroupID: pulumi.String("db").ToStringOutput()}}
			},
			`Egress["db"].SecurityGroupID: need a security group's id such as sg-0a1b2c3d, got "db"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tryTask(func(_ *pulumi.Context, a *fargate.TaskArgs) { test.change(a) })
			require.ErrorContains(t, err, "fargate: TaskArgs."+test.want)
			require.NotEmpty(t, component.FieldErrors(err))
		})
	}
	for _, colour := range []string{"Blue", "Green"} {
		_, err := tryService(func(a *fargate.ServiceArgs) {
			asBlueGreen(a)
			if colour == "Blue" {
				a.BlueGreen.Blue = pulumi.String("web").ToStringOutput()
			} else {
				a.BlueGreen.Green = pulumi.String("web").ToStringOutput()
			}
		})
		require.ErrorContains(t, err, "fargate: ServiceArgs.BlueGreen."+colour+": need an image with a digest")
	}
}
