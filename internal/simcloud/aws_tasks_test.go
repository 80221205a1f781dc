package simcloud_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const taskDefinitionType = "aws:ecs/taskDefinition:TaskDefinition"

const aRole = "arn:aws:iam::123456789012:role/x"

var taskBase = values{
	"family": "web", "cpu": "256", "memory": "512", "networkMode": "awsvpc", "requiresCompatibilities": []any{"FARGATE"},
	"containerDefinitions": `[{"name":"app","image":"web:1"}]`,
}

func TestTaskDefinitions(t *testing.T) {
	size := func(cpu, memory string) values { return values{"cpu": cpu, "memory": memory} }
	testRules(t, taskDefinitionType, taskBase, []rule{
		{"as it is", nil, "", ""},
		{"family", values{"family": "a b"}, "family", `need letters, digits, '-' and '_', got "a b"`},
		{"long family", values{"family": strings.Repeat("a", 256)}, "family", `need at most 255 characters, got 256 in "` + strings.Repeat("a", 256) + `"`},
		{"network", values{"networkMode": "bridge"}, "networkMode", `need awsvpc with FARGATE, got "bridge"`},
		{"usual network", values{"networkMode": nil}, "networkMode", `need awsvpc with FARGATE, got ""`},
		{"odd network", values{"networkMode": "nat", "requiresCompatibilities": nil}, "networkMode", `need one of none, bridge, awsvpc, host, got "nat"`},
		{"where", values{"requiresCompatibilities": []any{"FARGATE", "LAMBDA"}}, "requiresCompatibilities", `need EC2, FARGATE or EXTERNAL, got "LAMBDA"`},
		{"processor", values{"runtimePlatform": values{"cpuArchitecture": "arm"}}, "runtimePlatform.cpuArchitecture", `need one of X86_64, ARM64, got "arm"`},
		{"disk", values{"ephemeralStorage": values{"sizeInGib": 20}}, "ephemeralStorage.sizeInGib", "need 21 to 200, got 20"},
		{"execution role", values{"executionRoleArn": "x"}, "executionRoleArn", `need an ARN, got "x"`},
		{"task role", values{"taskRoleArn": "x"}, "taskRoleArn", `need an ARN, got "x"`},
		{"no cpu", values{"cpu": nil}, "cpu", "need one with FARGATE, got none"},
		{"no memory", values{"memory": nil}, "memory", "need one with FARGATE, got none"},
		{"odd cpu", size("300", "512"), "cpu", "need one of 256, 512, 1024, 2048, 4096, 8192, 16384 with FARGATE, got 300"},
		{"in words", size(".25 vCPU", "1 GB"), "", ""},
		{"anything on EC2", values{"cpu": "300", "memory": nil, "requiresCompatibilities": []any{"EC2"}}, "", ""},
		{"256 least", size("256", "512"), "", ""}, {"256 most", size("256", "2048"), "", ""},
		{"256 between", size("256", "1536"), "memory", "need 512 to 2048 in steps of 1024 with cpu 256, got 1536"},
		{"256 over", size("256", "3072"), "memory", "need 512 to 2048 in steps of 1024 with cpu 256, got 3072"},
		{"512 under", size("512", "512"), "memory", "need 1024 to 4096 in steps of 1024 with cpu 512, got 512"},
		{"512 most", size("512", "4096"), "", ""},
		{"1024 under", size("1024", "1024"), "memory", "need 2048 to 8192 in steps of 1024 with cpu 1024, got 1024"},
		{"1024 most", size("1024", "8192"), "", ""},
		{"2048 under", size("2048", "3072"), "memory", "need 4096 to 16384 in steps of 1024 with cpu 2048, got 3072"},
		{"2048 most", size("2048", "16384"), "", ""},
		{"4096 over", size("4096", "31744"), "memory", "need 8192 to 30720 in steps of 1024 with cpu 4096, got 31744"},
		{"4096 most", size("4096", "30720"), "", ""},
		{"8192 between", size("8192", "17408"), "memory", "need 16384 to 61440 in steps of 4096 with cpu 8192, got 17408"},
		{"8192 most", size("8192", "61440"), "", ""},
		{"16384 between", size("16384", "36864"), "memory", "need 32768 to 122880 in steps of 8192 with cpu 16384, got 36864"},
		{"16384 most", size("16384", "122880"), "", ""},
	})
	var all []change
	others := values{
		"family": "b", "cpu": "512", "memory": "1024", "networkMode": "host", "requiresCompatibilities": []any{"EC2"}, "containerDefinitions": "[]",
		"executionRoleArn": "b", "taskRoleArn": "b", "ephemeralStorage": values{"sizeInGib": 30}, "runtimePlatform": values{"cpuArchitecture": "ARM64"},
		"volumes": []any{values{"name": "b"}}, "ipcMode": "b", "pidMode": "b", "placementConstraints": []any{values{"type": "b"}},
		"proxyConfiguration": values{"type": "b"}, "inferenceAccelerators": []any{values{"deviceName": "b"}}, "enableFaultInjection": true,
	}
	for property, next := range others {
		all = append(all, change{property, taskBase[property], next, true})
	}
	testChanges(t, taskDefinitionType, taskBase, append(all,
		change{"tags", values{"a": "b"}, values{"a": "c"}, false}, change{"skipDestroy", true, false, false}, change{"trackLatest", true, false, false}))
}

func TestContainers(t *testing.T) {
	written := func(definitions string) values { return values{"containerDefinitions": definitions} }
	app := func(more string) values { return written(`[{"name":"app","image":"web:1"` + more + `}]`) }
	const list, at = "containerDefinitions", "containerDefinitions[0]."
	testRules(t, taskDefinitionType, taskBase, []rule{
		{"no JSON", written("{"), list, "need JSON of a list of container definitions, got 1 characters that are none"},
		{"an object", written("{}"), list, "need JSON of a list of container definitions, got 2 characters that are none"},
		{"none", written("[]"), list, "need 1 or more containers, got none"},
		{"no name", written(`[{"image":"web:1"}]`), at + "name", `need at most 255 letters, digits, '-' and '_', got ""`},
		{"no image", written(`[{"name":"app"}]`), at + "image", "need an image, got none"},
		{"twice", written(`[{"name":"app","image":"a"},{"name":"app","image":"b"}]`), "containerDefinitions[1].name", `need each name once, got "app" again`},
		{"none essential", app(`,"essential":false`), list, "need 1 or more essential containers, got none"},
		{"port", app(`,"portMappings":[{"containerPort":65536}]`), at + "portMappings", "need a containerPort from 1 to 65535, got 65536"},
		{"no port", app(`,"portMappings":[{"protocol":"tcp"}]`), at + "portMappings", "need a containerPort from 1 to 65535, got 0"},
		{"same port", app(`,"portMappings":[{"containerPort":80,"hostPort":80}]`), "", ""},
		{"other port", app(`,"portMappings":[{"containerPort":80,"hostPort":81}]`), at + "portMappings", "need hostPort 80 like the containerPort, got 81"},
		{"long end", app(`,"stopTimeout":121`), at + "stopTimeout", "need 0 to 120, got 121"},
		{"slow end", app(`,"stopTimeout":120`), "", ""},
		{"privileged", app(`,"privileged":true`), at + "privileged", "need false with FARGATE, got true"},
		{"variable", app(`,"environment":[{"name":" ","value":"x"}]`), at + "environment", "need a name for each variable, got none"},
		{"secret without a role", app(`,"secrets":[{"name":"A","valueFrom":"b"}]`), "executionRoleArn", "need a role for logs and secrets with FARGATE, got none"},
		{"logs without a role", app(`,"logConfiguration":{"logDriver":"awslogs"}`), "executionRoleArn", "need a role for logs and secrets with FARGATE, got none"},
		{"another kind of logs", app(`,"logConfiguration":{"logDriver":"splunk"}`), "", ""},
	})
	with := func(more string) values {
		inputs := app(more)
		inputs["executionRoleArn"] = aRole
		return inputs
	}
	testRules(t, taskDefinitionType, taskBase, []rule{
		{"secret", with(`,"secrets":[{"name":"A","valueFrom":"b"}],"logConfiguration":{"logDriver":"awslogs"}`), "", ""},
		{"secret from nowhere", with(`,"secrets":[{"name":"A"}]`), at + "secrets", "need a name and a valueFrom for each secret"},
		{"secret twice", with(`,"secrets":[{"name":"A","valueFrom":"b"},{"name":"A","valueFrom":"c"}]`), at + "secrets",
			`need a name that no other secret or variable has, got "A" again`},
		{"secret and variable", with(`,"environment":[{"name":"A","value":"x"}],"secrets":[{"name":"A","valueFrom":"b"}]`), at + "secrets",
			`need a name that no other secret or variable has, got "A" again`},
	})
}

func TestEachTaskDefinitionIsTheNextRevision(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	image := func(image, family string) resource.PropertyMap {
		return with(taskBase, values{"family": family, "containerDefinitions": `[{"name":"app","image":"` + image + `"}]`})
	}
	is := func(o simcloud.Object, family string, revision float64, arn string) {
		t.Helper()
		const prefix = "arn:aws:ecs:us-east-1:123456789012:task-definition/"
		assertValues(t, opened(o.Outputs), values{"revision": revision, "arn": prefix + arn, "arnWithoutRevision": prefix + family, "networkMode": "awsvpc"})
	}
	first := made(t, c, taskDefinitionType, "web", image("web:1", "web"))
	is(first, "web", 1, "web:1")
	assert.EqualValues(t, "web", first.ID)
	second := made(t, c, taskDefinitionType, "web", image("web:2", "web"))
	is(second, "web", 2, "web:2")
	assert.NotEqual(t, first.ID, second.ID, "both live while one replaces the other")
	is(made(t, c, taskDefinitionType, "job", image("job:1", "job")), "job", 1, "job:1")
	is(made(t, c, taskDefinitionType, "elsewhere", image("web:2", "web")), "web", 3, "web:3")

	tagged := changed(t, c, second, with(image("web:2", "web").Mappable(), values{"tags": values{"a": "b"}}))
	is(tagged, "web", 2, "web:2")
	require.NoError(t, c.Delete(ctx, gone(first)))
	later := simcloud.New(simcloud.Options{})
	later.Restore(c.Objects())
	is(made(t, later, taskDefinitionType, "web", image("web:3", "web")), "web", 4, "web:4")

	for _, o := range c.Objects() {
		require.NoError(t, c.Delete(ctx, gone(o)))
	}
	is(made(t, c, taskDefinitionType, "web", image("web:1", "web")), "web", 4, "web:4")
}

func TestAPreviewDoesNotKnowTheNextRevision(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	request := simcloud.Request{URN: urnOf(taskDefinitionType, "web"), Inputs: props(taskBase), Preview: true}
	preview, err := c.Create(ctx, request)
	require.NoError(t, err)
	for _, output := range []resource.PropertyKey{"arn", "revision"} {
		assert.True(t, preview.Outputs[output].IsComputed(), output)
	}
	first := made(t, c, taskDefinitionType, "web", request.Inputs)
	assert.Equal(t, 1.0, open(first.Outputs["revision"]), "a preview takes no number")
	preview, err = c.Update(ctx, simcloud.Request{URN: first.URN, ID: first.ID, OldInputs: first.Inputs, OldOutputs: first.Outputs,
		Inputs: with(taskBase, values{"tags": values{"a": "b"}}), Preview: true})
	require.NoError(t, err)
	assert.Equal(t, first.Outputs["arn"], preview.Outputs["arn"])
}

// The engine deletes the old revision once more when a run goes on that had failed after deleting it.
func TestDeletingARevisionLeavesTheNextOne(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	first := made(t, c, taskDefinitionType, "web", props(taskBase))
	drop(t, c, first)
	second := made(t, c, taskDefinitionType, "web", props(taskBase))
	require.Equal(t, first.ID, second.ID, "the id is the family")
	drop(t, c, first)
	assert.Equal(t, []simcloud.Object{second}, c.Objects())
	drop(t, c, second)
	assert.Empty(t, c.Objects())
}
