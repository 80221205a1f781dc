package ecstask_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/ecstask"
)

const logGroup = "arn:aws:logs:eu-central-1:123456789012:log-group:web"

func TestRenderLeavesOutWhatIsNotGiven(t *testing.T) {
	t.Parallel()
	text, err := ecstask.Container{Name: "app", Image: "web:1", User: "65532", LogConfiguration: ecstask.LogTo("web", "eu-central-1"), StopTimeout: 10}.Render()
	require.NoError(t, err)
	assert.Equal(t, `[{"name":"app","image":"web:1","essential":false,"user":"65532","privileged":false,"readonlyRootFilesystem":false,`+
		`"linuxParameters":{"initProcessEnabled":false},"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"web",`+
		`"awslogs-region":"eu-central-1","awslogs-stream-prefix":"ecs","max-buffer-size":"25m","mode":"non-blocking"}},"stopTimeout":10}]`, text)
}

func TestRenderWritesEverything(t *testing.T) {
	t.Parallel()
	text, err := ecstask.Container{
		LinuxParameters: ecstask.LinuxParameters{
			Capabilities: &ecstask.Capabilities{Drop: []string{"ALL"}}, Tmpfs: []ecstask.MemoryDisk{ecstask.WritablePath("/run", 16)},
		},
		SystemControls: []ecstask.SystemControl{{Namespace: "net.ipv4.ping_group_range", Value: "0 1"}},
		HealthCheck:    &ecstask.HealthCheck{Command: []string{"CMD", "/ok"}, Interval: 10, Timeout: 5, Retries: 3, StartPeriod: 30},
	}.Render()
	require.NoError(t, err)
	for _, part := range []string{
		`"linuxParameters":{"capabilities":{"drop":["ALL"]},"initProcessEnabled":false,` +
			`"tmpfs":[{"containerPath":"/run","size":16,"mountOptions":["mode=1777","nosuid","nodev"]}]}`,
		`"systemControls":[{"namespace":"net.ipv4.ping_group_range","value":"0 1"}]`,
		`"healthCheck":{"command":["CMD","/ok"],"interval":10,"timeout":5,"retries":3,"startPeriod":30}`,
	} {
		assert.Contains(t, text, part)
	}
}

func TestFamily(t *testing.T) {
	t.Parallel()
	var family, again, other, long string
	infratest.Run(t, func(ctx *pulumi.Context) error {
		family, again, other = ecstask.Family(ctx, "web-task"), ecstask.Family(ctx, "web-task"), ecstask.Family(ctx, "api-task")
		long = ecstask.Family(ctx, strings.Repeat("long", 100))
		return nil
	})
	assert.Regexp(t, `^web-task-[a-z2-7]{10}$`, family)
	assert.Equal(t, family, again)
	assert.NotEqual(t, strings.TrimPrefix(family, "web-task"), strings.TrimPrefix(other, "api-task"))
	assert.Len(t, long, 255)
}

func TestNamesInARNs(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "shop", ecstask.ClusterName("arn:aws:ecs:eu-central-1:123456789012:cluster/shop"))
	for _, arn := range []string{"", "web", "arn::logs:eu-central-1:123456789012:x", "arn:aws:logs::123456789012:x", "arn:aws:logs:eu-central-1::x"} {
		for _, make := range []func(block, arn string) (string, error){ecstask.TaskTrust, ecstask.ScheduleTrust} {
			_, err := make("shop", arn)
			require.ErrorContains(t, err, "shop: need an ARN", arn)
		}
		_, err := ecstask.MayStart("shop", arn, "web:1")
		require.ErrorContains(t, err, "shop: need an ARN", arn)
	}
}

func TestTrust(t *testing.T) {
	t.Parallel()
	const tasks = `{"Version":"2012-10-17","Statement":[{"Sid":"Tasks","Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},` +
		`"Action":["sts:AssumeRole"]`
	text, err := ecstask.StartTrust()
	require.NoError(t, err)
	assert.Equal(t, tasks+`}]}`, text)
	text, err = ecstask.TaskTrust("shop", logGroup)
	require.NoError(t, err)
	assert.Equal(t, tasks+`,"Condition":{"ArnLike":{"aws:SourceArn":["arn:aws:ecs:eu-central-1:123456789012:*"]},`+
		`"StringEquals":{"aws:SourceAccount":["123456789012"]}}}]}`, text)
	const group = "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/shop"
	text, err = ecstask.ScheduleTrust("shop", group)
	require.NoError(t, err)
	assert.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Schedule","Effect":"Allow","Principal":{"Service":"scheduler.amazonaws.com"},`+
		`"Action":["sts:AssumeRole"],"Condition":{"StringEquals":{"aws:SourceAccount":["123456789012"],"aws:SourceArn":["`+group+`"]}}}]}`, text)
}

func TestMayStart(t *testing.T) {
	t.Parallel()
	statements, err := ecstask.MayStart("shop", logGroup, "web:1")
	require.NoError(t, err)
	require.Len(t, statements, 1, "a public image needs no rights")
	assert.Equal(t, []string{logGroup + ":*"}, statements[0].Resource)
	statements, err = ecstask.MayStart("shop", logGroup, "210987654321.dkr.ecr.eu-west-1.amazonaws.com/hub/web:1")
	require.NoError(t, err)
	require.Len(t, statements, 3)
	assert.Equal(t, []string{"arn:aws:ecr:eu-west-1:210987654321:repository/hub/web"}, statements[2].Resource)
}

func TestCheckSize(t *testing.T) {
	t.Parallel()
	assert.Equal(t, 512, ecstask.LeastMemory(ecstask.LeastCPU))
	assert.Zero(t, ecstask.LeastMemory(100))
	for name, c := range map[string]struct {
		cpu, memory int
		want        string
	}{
		"smallest":         {cpu: 256, memory: 512},
		"largest":          {cpu: 16384, memory: 122880},
		"no such CPU":      {300, 512, "shop: Args.Task.CPU: need 256, 512, 1024, 2048, 4096, 8192 or 16384, got 300"},
		"uneven steps":     {256, 1536, "shop: Args.Task.MemoryMB: need 512, 1024 or 2048 for CPU 256, got 1536"},
		"not a whole step": {512, 1025, "shop: Args.Task.MemoryMB: need 1024 to 4096 in steps of 1024 for CPU 512, got 1025"},
	} {
		p := component.NewProblems("shop", "Args")
		ecstask.CheckSize(p, "Task.", c.cpu, c.memory)
		if c.want == "" {
			assert.NoError(t, p.Err(), name)
		} else {
			assert.EqualError(t, p.Err(), c.want, name)
		}
	}
}
