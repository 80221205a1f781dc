package ekscluster_test

import (
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/infratest"
)

// upstream is everything that a resource waits for, near and far; the engine deletes it after the resource.
func upstream(graph *infratest.Graph, r *infratest.Resource) []resource.URN {
	var all []resource.URN
	var walk func(*infratest.Resource)
	walk = func(r *infratest.Resource) {
		for _, urn := range r.Dependencies {
			if !slices.Contains(all, urn) {
				all = append(all, urn)
				walk(graph.ByURN(urn))
			}
		}
	}
	walk(r)
	return all
}

func TestTheClusterWaitsForItsRightsKeyAndLogs(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	waits := graph.One(t, clusterToken).Dependencies
	assert.Contains(t, waits, graph.Named(t, attachmentToken, name+"-cluster-policy").URN)
	assert.Contains(t, waits, graph.Named(t, rolePolicyToken, name+"-key-policy").URN)
	assert.Contains(t, waits, graph.One(t, keyToken).URN)
	assert.Contains(t, waits, graph.One(t, logGroupToken).URN)
}

// Whatever takes time and needs no cluster is made beside it, and not before it.
func TestTheClusterWaitsForNothingElse(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	before := upstream(graph, graph.One(t, clusterToken))
	var allowed []resource.URN
	for _, r := range []*infratest.Resource{
		graph.One(t, stashToken), graph.One(t, idToken), graph.Named(t, roleToken, name+"-cluster-role"),
		graph.Named(t, attachmentToken, name+"-cluster-policy"), graph.Named(t, rolePolicyToken, name+"-key-policy"),
		graph.One(t, keyToken), graph.One(t, logGroupToken),
	} {
		allowed = append(allowed, r.URN)
	}
	assert.ElementsMatch(t, allowed, before)
	for _, first := range []*infratest.Resource{graph.Named(t, roleToken, name+"-cluster-role"), graph.One(t, keyToken)} {
		assert.Equal(t, []resource.URN{graph.One(t, stashToken).URN}, upstream(graph, first), "%s waits for nothing that takes time", first.Name)
	}
	for _, role := range []string{"node-role", "vpc-cni-role", "aws-ebs-csi-driver-role"} {
		assert.NotContains(t, upstream(graph, graph.Named(t, roleToken, name+"-"+role)), graph.One(t, clusterToken).URN, role)
	}
}

func TestNodesWaitForTheFirstAddonsAndTheirRights(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	nodes := graph.Named(t, nodeGroupToken, name+"-nodes-main")
	for _, addon := range []string{"vpc-cni", "kube-proxy", "eks-pod-identity-agent"} {
		assert.Contains(t, nodes.Dependencies, graph.Named(t, addonToken, name+"-"+addon).URN)
	}
	for _, policy := range []string{"node-policy", "node-registry-policy"} {
		assert.Contains(t, nodes.Dependencies, graph.Named(t, attachmentToken, name+"-"+policy).URN)
	}
}

func TestNodesWaitNeitherForAccessNorForEachOther(t *testing.T) {
	t.Parallel()
	graph := run(t, everything)
	for _, nodes := range graph.OfType(nodeGroupToken) {
		before := upstream(graph, nodes)
		for _, token := range []string{entryToken, accessPolicyToken, ingressToken, nodeGroupToken, alarmToken} {
			require.NotEmpty(t, graph.OfType(token))
			for _, r := range graph.OfType(token) {
				assert.NotContains(t, before, r.URN, r.Name)
			}
		}
	}
	assert.Len(t, graph.OfType(nodeGroupToken), 2)
}

// Entries wait for the cluster, and for nothing that comes after it.
func TestAccessWaitsForTheClusterAlone(t *testing.T) {
	t.Parallel()
	graph := run(t, everything)
	cluster := graph.One(t, clusterToken)
	for _, entry := range graph.OfType(entryToken) {
		assert.Contains(t, entry.Dependencies, cluster.URN)
		assert.ElementsMatch(t, append(upstream(graph, cluster), cluster.URN), upstream(graph, entry), entry.Name)
	}
}

// What depends on Ready finds nodes, add-ons and the deployer's rights.
func TestReady(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		c, err := newCluster(ctx, "shop", everything)
		if err != nil {
			return err
		}
		return ctx.RegisterResource("acme:index:Workload", "workload", pulumi.Map{}, &pulumi.CustomResourceState{}, pulumi.DependsOn(c.Ready))
	})
	const prefix = "shop-blue-g3"
	before := graph.One(t, "acme:index:Workload").Dependencies
	for _, want := range []*infratest.Resource{
		graph.Named(t, nodeGroupToken, prefix+"-nodes-main"), graph.Named(t, nodeGroupToken, prefix+"-nodes-spot"),
		graph.Named(t, addonToken, prefix+"-coredns"), graph.Named(t, addonToken, prefix+"-aws-ebs-csi-driver"),
		graph.Named(t, addonToken, prefix+"-metrics-server"),
		graph.Named(t, entryToken, prefix+"-access-deployer"), graph.Named(t, accessPolicyToken, prefix+"-access-policy-deployer"),
	} {
		assert.Contains(t, before, want.URN, want.Name)
	}
}

// Groups are a map: two runs must not differ, and neither must the order in which groups are named.
func TestTheOrderOfGroupsDoesNotMatter(t *testing.T) {
	t.Parallel()
	groups := func(names ...string) func(*ekscluster.Args) {
		return func(a *ekscluster.Args) {
			a.NodeGroups = map[string]ekscluster.NodeGroup{}
			for _, n := range names {
				a.NodeGroups[n] = ekscluster.NodeGroup{InstanceTypes: []string{"m7i.large"}}
			}
		}
	}
	one, other := run(t, groups("a", "b", "c", "d")), run(t, groups("d", "c", "b", "a"))
	assert.Equal(t, names(one), names(other))
}
