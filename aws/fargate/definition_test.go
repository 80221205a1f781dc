package fargate_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestTaskDefinition(t *testing.T) {
	t.Parallel()
	graph := makeTask(t, plainTask)
	definition := graph.Named(t, definitionToken, "migrate-task-definition")
	got := definition.Inputs.Mappable()
	delete(got, "containerDefinitions")
	delete(got, "tags")
	assert.Equal(t, map[string]any{
		"family": "migrate-task-2wgdlg5kuv", "cpu": "256", "memory": "512", "networkMode": "awsvpc", "requiresCompatibilities": []any{"FARGATE"},
		"runtimePlatform":  map[string]any{"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
		"executionRoleArn": text(graph.Named(t, roleToken, "migrate-execution-role"), "arn"),
		"taskRoleArn":      text(graph.Named(t, roleToken, "migrate-task-role"), "arn"),
		"skipDestroy":      true, // ECS cannot go back to a revision that is gone
	}, got)
	assert.Equal(t, "migrate-task-definition", definition.Value("tags.Name"))
	assert.Contains(t, infratest.Names(definition.Dependencies), "migrate-execution-policy")

	definition = makeTask(t, func(task *fargate.Task) {
		task.CPU, task.MemoryMB, task.Architecture, task.EphemeralStorageGB = 2048, 8192, fargate.ARM64, 100
	}).One(t, definitionToken)
	assert.Equal(t, []any{"2048", "8192"}, []any{definition.Value("cpu"), definition.Value("memory")})
	assert.Equal(t, "ARM64", definition.Value("runtimePlatform.cpuArchitecture"))
	assert.Equal(t, 100.0, definition.Value("ephemeralStorage.sizeInGib"))
}

func TestTaskLogGroup(t *testing.T) {
	t.Parallel()
	group := makeTask(t, plainTask).One(t, logGroupToken)
	assert.Equal(t, "/ecs/migrate-", group.Value("namePrefix"))
	assert.Equal(t, 365.0, group.Value("retentionInDays"))
	assert.Nil(t, group.Value("kmsKeyId"))
	graph, err := tryTask(func(_ *pulumi.Context, a *fargate.TaskArgs) {
		a.Profile, a.KMSKeyARN = 1, pulumi.String(theKey)
		a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"})
	})
	require.NoError(t, err)
	assert.Equal(t, 30.0, graph.One(t, logGroupToken).Value("retentionInDays"))
	assert.Equal(t, theKey, graph.One(t, logGroupToken).Value("kmsKeyId"))
	graph, err = tryTask(func(_ *pulumi.Context, a *fargate.TaskArgs) { a.LogRetentionDays = 7 })
	require.NoError(t, err)
	assert.Equal(t, 7.0, graph.One(t, logGroupToken).Value("retentionInDays"))
	graph = makeService(t, asBlueGreen)
	assert.Equal(t, "/ecs/web-blue-", graph.Named(t, logGroupToken, "web-blue-log-group").Value("namePrefix"))
	assert.Equal(t, "/ecs/web-green-", graph.Named(t, logGroupToken, "web-green-log-group").Value("namePrefix"))
}

// A family is one component's in one stack: whoever runs it by its name gets no task of another.
func TestFamilies(t *testing.T) {
	t.Parallel()
	family := func(g *infratest.Graph, name string) string {
		return g.Named(t, definitionToken, name).Value("family").(string)
	}
	first := makeTask(t, plainTask)
	all := []string{
		family(first, "migrate-task-definition"),
		family(makeTask(t, plainTask, infratest.Stack("production")), "migrate-task-definition"),
		family(makeTask(t, plainTask, infratest.Project("other")), "migrate-task-definition"),
		family(makeService(t, asIs), "web-task-definition"),
		family(makeService(t, asBlueGreen), "web-blue-task-definition"),
		family(makeService(t, asBlueGreen), "web-green-task-definition"),
	}
	seen := map[string]bool{}
	for _, each := range all {
		assert.Regexp(t, `^(migrate|web|web-blue|web-green)-task-[a-z2-7]{10}$`, each)
		assert.False(t, seen[each], each)
		seen[each] = true
	}
	changed := makeTask(t, func(task *fargate.Task) { task.Image, task.CPU = pulumi.String(secondImage), 1024 })
	assert.Equal(t, all[0], family(changed, "migrate-task-definition"), "another image is another revision of the same family")
}
