package externaldns_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/externaldns"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	componentToken   = "groundwork:k8s/externaldns:ExternalDNS"
	namespaceToken   = "kubernetes:core/v1:Namespace"
	accountToken     = "kubernetes:core/v1:ServiceAccount"
	deploymentToken  = "kubernetes:apps/v1:Deployment"
	clusterRoleToken = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"
	bindingToken     = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"
	roleToken        = "aws:iam/role:Role"
	policyToken      = "aws:iam/rolePolicy:RolePolicy"
	associationToken = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
	stashToken       = "pulumi:index:Stash"

	cluster  = "shop-blue-g1-cluster-1a2b3c4"
	owner    = "shop-blue-g1"
	zone     = "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"
	zone2    = "arn:aws:route53:::hostedzone/Z9876543210ABCDEFGHIJ"
	boundary = "arn:aws:iam::123456789012:policy/boundary"
)

// newArgs are the fewest arguments that are accepted.
func newArgs(tags tagging.Set, provider pulumi.ProviderResource) *externaldns.Args {
	return &externaldns.Args{
		Tags: tags, Provider: provider, ClusterName: pulumi.String(cluster), Region: pulumi.String("eu-west-1"),
		HostedZoneARNs: []pulumi.StringInput{pulumi.String(zone)}, DomainFilters: []string{"blue.example.com"}, OwnerID: pulumi.String(owner),
	}
}

// tryNamed registers one external-dns with the name, and the arguments as changed, and exports its outputs.
func tryNamed(name string, change func(*externaldns.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
		})
		if err != nil {
			return err
		}
		blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{})
		if err != nil {
			return err
		}
		args := newArgs(tags, blue)
		change(args)
		made, err := externaldns.New(ctx, name, args)
		if err != nil {
			return err
		}
		for name, output := range map[string]pulumi.Input{
			"namespace": made.Namespace, "serviceAccountName": made.ServiceAccountName, "roleArn": made.RoleARN, "role": made.Role.Arn,
			"deployment": made.Deployment.Metadata.Name(),
		} {
			ctx.Export(name, output)
		}
		_, err = kubernetes.NewProvider(ctx, "after", &kubernetes.ProviderArgs{}, pulumi.DependsOn(made.Ready))
		return err
	}, opts...)
}

func try(change func(*externaldns.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return tryNamed("dns", change, opts...)
}

func run(t testing.TB, change func(*externaldns.Args), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(change, opts...)
	require.NoError(t, err)
	return graph
}

func unchanged(*externaldns.Args) {}

// text is a value as it is written in a command line.
func text(t testing.TB, v any) string {
	t.Helper()
	s, ok := v.(string)
	require.True(t, ok, "need a text, got %v", v)
	return s
}

// statements are those of the role's policy by Sid.
func statements(t testing.TB, g *infratest.Graph) map[string]map[string]any {
	t.Helper()
	var document struct{ Statement []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(text(t, g.One(t, policyToken).Value("policy"))), &document))
	all := map[string]map[string]any{}
	for _, statement := range document.Statement {
		all[text(t, statement["Sid"])] = statement
	}
	return all
}

// arguments are the command line of the container.
func arguments(t testing.TB, g *infratest.Graph) []any {
	t.Helper()
	all, ok := g.One(t, deploymentToken).Value("spec.template.spec.containers[0].args").([]any)
	require.True(t, ok)
	return all
}
