package albcontroller_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/albcontroller"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	componentToken   = "groundwork:k8s/albcontroller:Controller"
	chartToken       = "kubernetes:helm.sh/v4:Chart"
	roleToken        = "aws:iam/role:Role"
	policyToken      = "aws:iam/rolePolicy:RolePolicy"
	associationToken = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
	stashToken       = "pulumi:index:Stash"

	cluster  = "shop-blue-g1-cluster-1a2b3c4"
	vpc      = "vpc-0a1b2c3d4e5f60718"
	boundary = "arn:aws:iam::123456789012:policy/boundary"
)

// newArgs are the fewest arguments that are accepted.
func newArgs(tags tagging.Set, provider pulumi.ProviderResource) *albcontroller.Args {
	return &albcontroller.Args{
		Tags: tags, Provider: provider, ClusterName: pulumi.String(cluster), Region: pulumi.String("eu-west-1"), VPCID: pulumi.String(vpc),
	}
}

func newTags(ctx *pulumi.Context) (tagging.Set, error) {
	return tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
}

// tryNamed registers one controller with the name, and the arguments as changed, and exports its outputs.
func tryNamed(name string, change func(*albcontroller.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := newTags(ctx)
		if err != nil {
			return err
		}
		blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{})
		if err != nil {
			return err
		}
		args := newArgs(tags, blue)
		change(args)
		made, err := albcontroller.New(ctx, name, args)
		if err != nil {
			return err
		}
		for name, output := range map[string]pulumi.Input{
			"namespace": made.Namespace, "serviceAccountName": made.ServiceAccountName, "roleArn": made.RoleARN, "role": made.Role.Arn,
			"chart": made.Chart.URN(),
		} {
			ctx.Export(name, output)
		}
		_, err = kubernetes.NewProvider(ctx, "after", &kubernetes.ProviderArgs{}, pulumi.DependsOn(made.Ready))
		return err
	}, opts...)
}

func try(change func(*albcontroller.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return tryNamed("alb", change, opts...)
}

func run(t testing.TB, change func(*albcontroller.Args), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(change, opts...)
	require.NoError(t, err)
	return graph
}

func unchanged(*albcontroller.Args) {}

// statement is one statement of a policy.
type statement struct {
	Sid, Effect      string
	Action, Resource []string
	Condition        map[string]map[string][]string
}

// policyText is the role's policy.
func policyText(t testing.TB, g *infratest.Graph) string {
	t.Helper()
	text, ok := g.One(t, policyToken).Value("policy").(string)
	require.True(t, ok)
	return text
}

// statements are those of the role's policy by Sid.
func statements(t testing.TB, g *infratest.Graph) map[string]statement {
	t.Helper()
	var document struct{ Statement []statement }
	require.NoError(t, json.Unmarshal([]byte(policyText(t, g)), &document))
	all := map[string]statement{}
	for _, s := range document.Statement {
		require.NotContains(t, all, s.Sid)
		all[s.Sid] = s
	}
	return all
}
