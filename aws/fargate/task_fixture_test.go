package fargate_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	logGroupToken   = "aws:cloudwatch/logGroup:LogGroup"
	roleToken       = "aws:iam/role:Role"
	rolePolicyToken = "aws:iam/rolePolicy:RolePolicy"

	privateImage = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	theSecret    = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:login-0a1b2c3-XyZ123"
	theParameter = "arn:aws:ssm:eu-central-1:123456789012:parameter/shop/token"
)

// migrationArgs are the fewest arguments of a task that is run by hand.
func migrationArgs(tags tagging.Set) *fargate.TaskArgs {
	return &fargate.TaskArgs{
		Tags: tags, ClusterARN: pulumi.String(theCluster), VPCID: pulumi.String("vpc-1"),
		SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}), Task: fargate.Task{Image: pulumi.String(firstImage)},
	}
}

// tryTask makes one task called "migrate" with the arguments as changed, and exports its outputs.
func tryTask(change func(*pulumi.Context, *fargate.TaskArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		args := migrationArgs(tags)
		change(ctx, args)
		task, err := fargate.NewTask(ctx, "migrate", args)
		if err != nil {
			return err
		}
		ctx.Export("taskDefinitionArn", task.TaskDefinitionARN)
		ctx.Export("family", task.Family)
		ctx.Export("securityGroupId", task.SecurityGroupID)
		ctx.Export("logGroupName", task.LogGroupName)
		ctx.Export("taskRoleName", task.TaskRoleName)
		ctx.Export("taskRoleArn", task.TaskRoleARN)
		ctx.Export("runCommand", task.RunCommand)
		return nil
	}, opts...)
}

func makeTask(t testing.TB, change func(*fargate.Task), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryTask(onTask(change), opts...)
	require.NoError(t, err)
	return graph
}

func onTask(change func(*fargate.Task)) func(*pulumi.Context, *fargate.TaskArgs) {
	return func(_ *pulumi.Context, a *fargate.TaskArgs) { change(&a.Task) }
}

func plainTask(*fargate.Task) {}

// containerOf is the only container of a task definition, as ECS gets it.
func containerOf(t testing.TB, definition *infratest.Resource) map[string]any {
	t.Helper()
	text, ok := definition.Input("containerDefinitions")
	require.True(t, ok)
	require.False(t, definition.IsSecret("containerDefinitions"))
	var all []map[string]any
	require.NoError(t, json.Unmarshal([]byte(text.StringValue()), &all))
	require.Len(t, all, 1)
	return all[0]
}

// documentOf is an IAM document among the inputs of a resource.
func documentOf(t testing.TB, r *infratest.Resource, property string) map[string]any {
	t.Helper()
	text, ok := r.Input(property)
	require.True(t, ok)
	var document map[string]any
	require.NoError(t, json.Unmarshal([]byte(text.StringValue()), &document))
	require.Equal(t, "2012-10-17", document["Version"])
	return document
}

func allows(sid string, actions, resources []any) map[string]any {
	return map[string]any{"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
}

// text is a text that a resource got from the provider.
func text(r *infratest.Resource, property string) string {
	return r.Outputs.Mappable()[property].(string)
}

func exported(t testing.TB, g *infratest.Graph, name string) string {
	t.Helper()
	v, ok := g.Output(name)
	require.True(t, ok, name)
	require.True(t, v.IsString(), "%s: %v", name, v)
	return v.StringValue()
}

// refusal is one thing that a constructor must not accept, with the end of the line that says so.
type refusal struct {
	change func(*fargate.TaskArgs)
	want   string
}

func refusedTask(t *testing.T, all map[string]refusal) {
	t.Helper()
	for name, test := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryTask(func(_ *pulumi.Context, a *fargate.TaskArgs) { test.change(a) })
			refused(t, graph, err, "TaskArgs."+test.want)
		})
	}
}

// refused wants exactly this problem, and nothing registered.
func refused(t testing.TB, graph *infratest.Graph, err error, want string) {
	t.Helper()
	problems := component.FieldErrors(err)
	require.Len(t, problems, 1, "%v", err)
	require.Equal(t, "fargate: "+want, problems[0].Error())
	require.Empty(t, graph.All(), "nothing is registered")
}
