package fargate_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/aws/secret"
	"github.com/groundwork-go/groundwork/infratest"
)

const otherKey = "arn:aws:kms:eu-central-1:123456789012:key/99999999-12ab-34cd-56ef-1234567890ab"

func logsOf(t *testing.T, g *infratest.Graph) map[string]any {
	t.Helper()
	return allows("Logs", []any{"logs:CreateLogStream", "logs:PutLogEvents"}, []any{text(g.Named(t, logGroupToken, "migrate-log-group"), "arn") + ":*"})
}

// The role that starts a task can do what this task needs, and nothing else.
func TestExecutionPolicy(t *testing.T) {
	t.Parallel()
	pull := []any{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}
	for name, test := range map[string]struct {
		change func(*fargate.Task)
		want   []any // beside the log group
	}{
		"image from elsewhere": {plainTask, nil},
		"private registry": {
			func(task *fargate.Task) { task.Image = pulumi.String(privateImage) },
			[]any{
				allows("Login", []any{"ecr:GetAuthorizationToken"}, []any{"*"}),
				allows("Pull", pull, []any{"arn:aws:ecr:eu-central-1:123456789012:repository/shop/web"}),
			},
		},
		"private registry of another account, by tag, known later": {
			func(task *fargate.Task) {
				task.Image = pulumi.String("210987654321.dkr.ecr-fips.us-east-1.amazonaws.com/base:v1").ToStringOutput()
			},
			[]any{
				allows("Login", []any{"ecr:GetAuthorizationToken"}, []any{"*"}),
				allows("Pull", pull, []any{"arn:aws:ecr:us-east-1:210987654321:repository/base"}),
			},
		},
		"private registry by its other name": {
			func(task *fargate.Task) { task.Image = pulumi.String("123456789012.dkr-ecr.eu-west-1.on.aws/web:v1") },
			[]any{
				allows("Login", []any{"ecr:GetAuthorizationToken"}, []any{"*"}),
				allows("Pull", pull, []any{"arn:aws:ecr:eu-west-1:123456789012:repository/web"}),
			},
		},
		"secrets": {
			func(task *fargate.Task) {
				task.Secrets = map[string]pulumi.StringInput{
					"USER": pulumi.String(theSecret + ":username::"), "PASSWORD": pulumi.String(theSecret + ":password::0123"),
					"TOKEN": pulumi.String(theParameter).ToStringOutput(), "OTHER": pulumi.String(theSecret + "-b"),
				}
				task.SecretKMSKeyARNs = []pulumi.StringInput{pulumi.String(otherKey), pulumi.String(theKey).ToStringOutput(), pulumi.String(otherKey)}
			},
			[]any{
				allows("Secrets", []any{"secretsmanager:GetSecretValue"}, []any{theSecret, theSecret + "-b"}),
				allows("Parameters", []any{"ssm:GetParameters"}, []any{theParameter}),
				allows("Keys", []any{"kms:Decrypt"}, []any{theKey, otherKey}),
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := makeTask(t, test.change)
			policy := graph.Named(t, rolePolicyToken, "migrate-execution-policy")
			assert.Equal(t, append([]any{logsOf(t, graph)}, test.want...), documentOf(t, policy, "policy")["Statement"])
			assert.Equal(t, text(graph.Named(t, roleToken, "migrate-execution-role"), "name"), policy.Value("role"))
		})
	}
}

// A secret of the library's own block gives the reference and the right to read it in one line.
func TestSecretOfTheBlock(t *testing.T) {
	t.Parallel()
	var arn, version string
	graph, err := tryTask(func(ctx *pulumi.Context, a *fargate.TaskArgs) {
		login, err := secret.New(ctx, "login", &secret.Args{Tags: a.Tags, Generate: &secret.Generate{Keys: []string{"password"}}})
		if err != nil {
			t.Error(err)
			return
		}
		a.Task.Secrets = map[string]pulumi.StringInput{
			"PASSWORD": login.Ref("password"), "LATEST": fargate.SecretValue(login.ARN, "password", nil),
		}
	})
	require.NoError(t, err)
	arn = text(graph.Named(t, "aws:secretsmanager/secret:Secret", "login-secret"), "arn")
	version = text(graph.Named(t, "aws:secretsmanager/secretVersion:SecretVersion", "login-version"), "versionId")
	assert.Equal(t, []any{logsOf(t, graph), allows("Secrets", []any{"secretsmanager:GetSecretValue"}, []any{arn})},
		documentOf(t, graph.Named(t, rolePolicyToken, "migrate-execution-policy"), "policy")["Statement"])
	assert.Equal(t, []any{
		map[string]any{"name": "LATEST", "valueFrom": arn + ":password::"},
		map[string]any{"name": "PASSWORD", "valueFrom": arn + ":password::" + version},
	}, containerOf(t, graph.One(t, definitionToken))["secrets"])
	assert.Contains(t, infratest.Names(graph.One(t, definitionToken).Dependencies), "login-version", "a task cannot start before the value is there")
}

func TestTrust(t *testing.T) {
	t.Parallel()
	graph := makeTask(t, plainTask)
	statement := map[string]any{
		"Sid": "Tasks", "Effect": "Allow", "Principal": map[string]any{"Service": "ecs-tasks.amazonaws.com"}, "Action": []any{"sts:AssumeRole"},
	}
	execution := graph.Named(t, roleToken, "migrate-execution-role")
	assert.Equal(t, []any{statement}, documentOf(t, execution, "assumeRolePolicy")["Statement"])
	statement["Condition"] = map[string]any{
		"StringEquals": map[string]any{"aws:SourceAccount": []any{"123456789012"}},
		"ArnLike":      map[string]any{"aws:SourceArn": []any{"arn:aws:ecs:us-east-1:123456789012:*"}},
	}
	task := graph.Named(t, roleToken, "migrate-task-role")
	assert.Equal(t, []any{statement}, documentOf(t, task, "assumeRolePolicy")["Statement"])
	for _, role := range []*infratest.Resource{execution, task} {
		assert.Nil(t, role.Value("inlinePolicies"), "others may add policies of their own")
		assert.Nil(t, role.Value("managedPolicyArns"))
		assert.Nil(t, role.Value("name"))
	}
}

// The application has what it was given: nothing by default.
func TestTaskPolicies(t *testing.T) {
	t.Parallel()
	assert.Len(t, makeTask(t, plainTask).OfType(rolePolicyToken), 1, "that of the other role")

	const read = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::shop/*"}]}`
	graph := makeTask(t, func(task *fargate.Task) {
		task.Policies = map[string]pulumi.StringInput{"read": pulumi.String(read), "later": pulumi.String(read).ToStringOutput()}
	})
	role := text(graph.Named(t, roleToken, "migrate-task-role"), "name")
	for _, name := range []string{"read", "later"} {
		policy := graph.Named(t, rolePolicyToken, "migrate-task-policy-"+name)
		assert.Equal(t, read, policy.Value("policy"))
		assert.Equal(t, role, policy.Value("role"))
	}
	assert.Subset(t, infratest.Names(graph.One(t, definitionToken).Dependencies),
		[]string{"migrate-execution-policy", "migrate-task-policy-later", "migrate-task-policy-read"}, "a task cannot start without")
}

func TestDebugPolicy(t *testing.T) {
	t.Parallel()
	want := []any{
		allows("Sessions", []any{
			"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
		}, []any{"*"}),
		allows("FindLogs", []any{"logs:DescribeLogGroups"}, []any{"*"}),
		allows("Logs", []any{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
			[]any{"arn:aws:logs:us-east-1:123456789012:log-group:/ecs-exec/*"}),
	}
	graph := makeTask(t, func(task *fargate.Task) { task.Debug = true })
	policy := graph.Named(t, rolePolicyToken, "migrate-debug-policy")
	assert.Equal(t, want, documentOf(t, policy, "policy")["Statement"])
	assert.Equal(t, text(graph.Named(t, roleToken, "migrate-task-role"), "name"), policy.Value("role"), "the agent has the application's role")

	graph, err := tryTask(func(_ *pulumi.Context, a *fargate.TaskArgs) { a.Task.Debug, a.KMSKeyARN = true, pulumi.String(theKey) })
	require.NoError(t, err)
	assert.Equal(t, append(want, allows("Key", []any{"kms:Decrypt"}, []any{theKey})),
		documentOf(t, graph.Named(t, rolePolicyToken, "migrate-debug-policy"), "policy")["Statement"])
}

// A region or account that cannot be told is an error and not a policy for others.
func TestAnARNWithoutAPlace(t *testing.T) {
	t.Parallel()
	for _, arn := range []string{"", "web", "arn:aws:logs:::log-group:web", "arn:aws:logs:eu-central-1::log-group:web"} {
		_, err := tryTask(onTask(func(task *fargate.Task) { task.Debug = true }), infratest.Respond(logGroupToken, func(infratest.Call) (map[string]any, error) {
			return map[string]any{"arn": arn}, nil
		}))
		require.ErrorContains(t, err, "fargate: need an ARN with partition, region and account, got", arn)
	}
}
