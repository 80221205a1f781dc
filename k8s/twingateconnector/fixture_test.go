package twingateconnector_test

import (
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/twingateconnector"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

const (
	componentToken  = "groundwork:k8s/twingateconnector:Connectors"
	namespaceToken  = "kubernetes:core/v1:Namespace"
	secretToken     = "kubernetes:core/v1:Secret"
	accountToken    = "kubernetes:core/v1:ServiceAccount"
	deploymentToken = "kubernetes:apps/v1:Deployment"
	policyToken     = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
	budgetToken     = "kubernetes:policy/v1:PodDisruptionBudget"
	cronJobToken    = "kubernetes:batch/v1:CronJob"
	roleToken       = "kubernetes:rbac.authorization.k8s.io/v1:Role"
	bindingToken    = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"

	networkToken   = "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork"
	connectorToken = "twingate:index/twingateConnector:TwingateConnector"
	tokensToken    = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
	resourceToken  = "twingate:index/twingateResource:TwingateResource"

	pod       = "spec.template.spec."
	container = pod + "containers[0]."
	job       = "spec.jobTemplate.spec.template.spec."
)

// newArgs are the fewest arguments that are accepted.
func newArgs(tags tagging.Set, provider pulumi.ProviderResource) *twingateconnector.Args {
	return &twingateconnector.Args{
		Tags: tags, Provider: provider, Access: twingate.Access{Account: "acme"}, PrivateCIDRs: []string{"10.0.0.0/16"},
	}
}

// redis is a resource with a group.
func redis() twingate.PrivateResource {
	return twingate.PrivateResource{
		Key: "redis", Address: pulumi.String("redis.internal"), TCPPorts: []string{"6379"}, GroupIDs: []pulumi.StringInput{pulumi.String("group-1")},
	}
}

// tokens answers with a pair of tokens for each connector; made anew, it is another pair.
func tokens(anew ...string) infratest.Option {
	return infratest.Respond(tokensToken, func(call infratest.Call) (map[string]any, error) {
		generation := "first"
		for _, name := range anew {
			if name == call.Name {
				generation = "second"
			}
		}
		return map[string]any{
			"accessToken": infratest.Secret("access-" + generation + "-" + call.Name), "refreshToken": infratest.Secret("refresh-" + generation + "-" + call.Name),
		}, nil
	})
}

// tryNamed registers the connectors of one cluster with the name, and the arguments as changed, and exports their outputs.
func tryNamed(name string, change func(*twingateconnector.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
		})
		if err != nil {
			return err
		}
		cluster, err := kubernetes.NewProvider(ctx, "cluster", &kubernetes.ProviderArgs{})
		if err != nil {
			return err
		}
		args := newArgs(tags, cluster)
		change(args)
		made, err := twingateconnector.New(ctx, name, args)
		if err != nil {
			return err
		}
		ctx.Export("remoteNetworkId", made.RemoteNetworkID)
		ctx.Export("namespace", made.Namespace)
		ctx.Export("connectors", pulumi.Int(len(made.Connectors)))
		ctx.Export("deployments", pulumi.Int(len(made.Deployments)))
		ctx.Export("resources", pulumi.Int(len(made.Resources)))
		ctx.Export("ownNetwork", pulumi.Bool(made.RemoteNetwork != nil))
		_, err = kubernetes.NewProvider(ctx, "after", &kubernetes.ProviderArgs{}, pulumi.DependsOn(made.Ready))
		return err
	}, append([]infratest.Option{tokens()}, opts...)...)
}

func try(change func(*twingateconnector.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return tryNamed("access", change, opts...)
}

func run(t testing.TB, change func(*twingateconnector.Args), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(change, opts...)
	require.NoError(t, err)
	return graph
}

func unchanged(*twingateconnector.Args) {}

// exported is one of the program's exports in plain Go.
func exported(t testing.TB, g *infratest.Graph, name string) any {
	t.Helper()
	v, ok := g.Output(name)
	require.True(t, ok, name)
	return v.Mappable()
}

// physical is the name that an object was given.
func physical(t testing.TB, r *infratest.Resource) any {
	t.Helper()
	metadata, ok := r.Outputs["metadata"].Mappable().(map[string]any)
	require.True(t, ok, r.Name)
	return metadata["name"]
}

// environment are the variables of a Deployment's container: plain ones as text, references as they are.
func environment(t testing.TB, r *infratest.Resource) map[string]any {
	t.Helper()
	list, ok := r.Value(container + "env").([]any)
	require.True(t, ok)
	all := map[string]any{}
	for _, each := range list {
		variable := each.(map[string]any)
		name := variable["name"].(string)
		require.NotContains(t, all, name)
		if all[name] = variable["value"]; variable["value"] == nil {
			all[name] = variable["valueFrom"]
		}
	}
	return all
}
