package ekscluster_test

import (
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/infratest"
)

func addonOf(t *testing.T, graph *infratest.Graph, addon string) *infratest.Resource {
	t.Helper()
	return graph.Named(t, addonToken, name+"-"+addon)
}

// waitsFor tells whether a resource depends on another one directly.
func waitsFor(r, other *infratest.Resource) bool {
	return slices.Contains(r.Dependencies, other.URN)
}

func TestAddons(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	cluster := graph.One(t, clusterToken)
	all := []string{"vpc-cni", "kube-proxy", "eks-pod-identity-agent", "coredns", "aws-ebs-csi-driver", "metrics-server"}
	assert.Len(t, graph.OfType(addonToken), len(all))
	for _, addon := range all {
		r := addonOf(t, graph, addon)
		assert.Equal(t, addon, r.Value("addonName"))
		assert.Equal(t, cluster.Value("name"), r.Value("clusterName"), addon)
		assert.Equal(t, "OVERWRITE", r.Value("resolveConflictsOnCreate"), addon)
		assert.Equal(t, "PRESERVE", r.Value("resolveConflictsOnUpdate"), addon)
		assert.Equal(t, false, r.Value("preserve"), addon)
		assert.Equal(t, "team-pay", r.Value("tags.owner"), addon)
		assert.Nil(t, r.Value("addonVersion"), "EKS chooses for %s", addon)
		assert.Nil(t, r.Value("serviceAccountRoleArn"), "%s has its rights by Pod Identity", addon)
	}
}

// Nodes are ready only with a network; DNS is ready only with nodes.
func TestAddonsComeInTwoPhases(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	nodes := graph.One(t, nodeGroupToken)
	for _, addon := range []string{"vpc-cni", "kube-proxy", "eks-pod-identity-agent"} {
		assert.True(t, waitsFor(nodes, addonOf(t, graph, addon)), addon)
		assert.False(t, waitsFor(addonOf(t, graph, addon), nodes), addon)
		for _, other := range []string{"vpc-cni", "kube-proxy", "eks-pod-identity-agent"} {
			assert.False(t, waitsFor(addonOf(t, graph, addon), addonOf(t, graph, other)), "%s and %s are made at the same time", addon, other)
		}
	}
	for _, addon := range []string{"coredns", "aws-ebs-csi-driver", "metrics-server"} {
		assert.True(t, waitsFor(addonOf(t, graph, addon), nodes), addon)
	}
}

func TestRightsOfAddons(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	for addon, want := range map[string]struct{ account, policy string }{
		"vpc-cni":            {"aws-node", "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"},
		"aws-ebs-csi-driver": {"ebs-csi-controller-sa", "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"},
	} {
		r := addonOf(t, graph, addon)
		role := graph.Named(t, roleToken, name+"-"+addon+"-role")
		attachment := graph.Named(t, attachmentToken, name+"-"+addon+"-policy")
		arn := role.Outputs["arn"].StringValue()
		assert.Equal(t, []any{map[string]any{"roleArn": arn, "serviceAccount": want.account}}, r.Value("podIdentityAssociations"))
		assert.Equal(t, want.policy, attachment.Value("policyArn"))
		trust, _ := role.Value("assumeRolePolicy").(string)
		assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Pods","Effect":"Allow","Principal":{"Service":"pods.eks.amazonaws.com"},
			"Action":["sts:AssumeRole","sts:TagSession"],"Condition":{"StringEquals":{
			"aws:RequestTag/kubernetes-namespace":["kube-system"],"aws:RequestTag/kubernetes-service-account":["`+want.account+`"]}}}]}`, trust)
		assert.True(t, waitsFor(r, attachment), "%s waits for its rights", addon)
	}
	for _, addon := range []string{"kube-proxy", "eks-pod-identity-agent", "coredns", "metrics-server"} {
		assert.Nil(t, addonOf(t, graph, addon).Value("podIdentityAssociations"), addon)
	}
}

func TestRolesOfAddonsAreBounded(t *testing.T) {
	t.Parallel()
	graph := run(t, everything)
	for _, role := range graph.OfType(roleToken) {
		assert.Equal(t, boundary, role.Value("permissionsBoundary"), role.Name)
	}
}

func TestNetworkPoliciesAreEnforced(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	text, _ := addonOf(t, graph, "vpc-cni").Value("configurationValues").(string)
	assert.JSONEq(t, `{"enableNetworkPolicy":"true"}`, text)
	for _, addon := range []string{"kube-proxy", "eks-pod-identity-agent", "coredns", "aws-ebs-csi-driver", "metrics-server"} {
		assert.Nil(t, addonOf(t, graph, addon).Value("configurationValues"), addon)
	}
}

func TestAddonsAsAsked(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *ekscluster.Args) {
		a.Addons.Versions = map[string]string{"kube-proxy": "v1.35.0-eksbuild.2", "coredns": "v1.12.4-eksbuild.1"}
		a.Addons.Configuration = map[string]string{
			"vpc-cni": `{"env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"}}`,
			"coredns": `{"replicaCount": 3}`,
		}
	})
	assert.Equal(t, "v1.35.0-eksbuild.2", addonOf(t, graph, "kube-proxy").Value("addonVersion"))
	assert.Equal(t, "v1.12.4-eksbuild.1", addonOf(t, graph, "coredns").Value("addonVersion"))
	assert.Nil(t, addonOf(t, graph, "vpc-cni").Value("addonVersion"))
	assert.Equal(t, `{"enableNetworkPolicy":"true","env":{"ENABLE_PREFIX_DELEGATION":"true","WARM_PREFIX_TARGET":"1"}}`,
		addonOf(t, graph, "vpc-cni").Value("configurationValues"), "the block's settings stay")
	assert.Equal(t, `{"replicaCount":3}`, addonOf(t, graph, "coredns").Value("configurationValues"))
	graph = run(t, func(a *ekscluster.Args) {
		a.Addons.Configuration = map[string]string{"vpc-cni": `{"enableNetworkPolicy":"false"}`}
	})
	assert.Equal(t, `{"enableNetworkPolicy":"false"}`, addonOf(t, graph, "vpc-cni").Value("configurationValues"), "the caller's go before")
}

func TestAddonsThatAreLeftOut(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *ekscluster.Args) { a.Addons.DisableVolumes, a.Addons.DisableMetrics = true, true })
	assert.Len(t, graph.OfType(addonToken), 4)
	assert.NotContains(t, names(graph), roleToken+" "+name+"-aws-ebs-csi-driver-role")
	graph = run(t, func(a *ekscluster.Args) { a.Addons.DisableVolumes = true })
	addonOf(t, graph, "metrics-server")
	assert.Len(t, graph.OfType(addonToken), 5)
}

func TestConfigurationOfAddonsIsAJSONObject(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{`{}`: true, `{"a":{"b":[1]}}`: true, ``: false, `null`: false, `[]`: false, `"a"`: false, `{"a":`: false, `{} {}`: false} {
		got := refusals(t, func(a *ekscluster.Args) { a.Addons.Configuration = map[string]string{"coredns": text} })
		if good {
			assert.Empty(t, got, text)
			continue
		}
		assert.Contains(t, got, `ekscluster: Args.Addons.Configuration["coredns"]: need a JSON object such as {"replicaCount": 3}, got text that is none: `, text)
	}
	got := refusals(t, func(a *ekscluster.Args) { a.Addons.Configuration = map[string]string{"vpccni": "{}"} })
	assert.Contains(t, got, "ekscluster: Args.Addons.Configuration: need vpc-cni, ")
	assert.Contains(t, got, `got "vpccni" (did you mean vpc-cni?)`)
}

// Workloads wait for DNS and volumes too.
func TestWorkloadsWaitForTheLastAddons(t *testing.T) {
	t.Parallel()
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		cluster, err := newCluster(ctx, "shop", nothing)
		if err != nil {
			return err
		}
		var ready pulumi.StringArray
		for _, r := range cluster.Ready {
			ready = append(ready, r.URN().ToStringOutput())
		}
		ctx.Export("ready", ready)
		return nil
	})
	require.NoError(t, err)
	ready, _ := graph.Output("ready")
	for _, addon := range []string{"coredns", "aws-ebs-csi-driver", "metrics-server"} {
		assert.Contains(t, ready.Mappable(), string(addonOf(t, graph, addon).URN))
	}
}
