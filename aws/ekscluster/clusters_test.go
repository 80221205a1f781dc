package ekscluster_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

const clustersToken = "groundwork:aws/ekscluster:Clusters"

// trySet registers one set called "shop" and gives it to look.
func trySet(change func(*ekscluster.ClustersArgs), look func(*ekscluster.Clusters)) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
		if err != nil {
			return err
		}
		args := fewestClusters(ctx, tags)
		change(args)
		set, err := ekscluster.NewClusters(ctx, "shop", args)
		if err != nil {
			return err
		}
		ctx.Export("active", set.ActiveSlot)
		ctx.Export("slots", set.SlotNames)
		ctx.Export("states", set.SlotStates)
		look(set)
		return nil
	})
}

func runSet(t *testing.T, change func(*ekscluster.ClustersArgs), look func(*ekscluster.Clusters)) *infratest.Graph {
	t.Helper()
	graph, err := trySet(change, look)
	require.NoError(t, err)
	return graph
}

func unseen(*ekscluster.Clusters) {}

// eksCluster is the cluster of a slot, by the name of its component.
func eksCluster(t *testing.T, graph *infratest.Graph, component string) *infratest.Resource {
	t.Helper()
	return graph.Named(t, clusterToken, component+"-cluster")
}

func TestClusters(t *testing.T) {
	t.Parallel()
	graph := runSet(t, everySlot, func(set *ekscluster.Clusters) {
		assert.Same(t, set.Slots["green"], set.Active)
		assert.Len(t, set.Slots, 4)
		assert.Equal(t, map[string]ekscluster.SlotState{
			"blue": ekscluster.Draining, "green": ekscluster.Serving, "red": ekscluster.Lost, "white": ekscluster.Standby,
		}, set.States)
	})
	outputs := graph.Outputs().Mappable()
	assert.Equal(t, "green", outputs["active"])
	assert.Equal(t, []any{"blue", "green", "red", "white"}, outputs["slots"])
	assert.Equal(t, map[string]any{"blue": "draining", "green": "serving", "red": "lost", "white": "standby"}, outputs["states"])
	set := graph.Named(t, clustersToken, "shop")
	identity := graph.Named(t, stashToken, "shop-identity")
	for _, c := range []struct{ component, version string }{
		{"shop-blue-g2", "1.34"}, {"shop-green-g1", "1.35"}, {"shop-red-g1", "1.34"}, {"shop-white-g7", "1.36"},
	} {
		r := graph.Named(t, componentToken, c.component)
		assert.Equal(t, set.URN, r.Parent, c.component)
		assert.Contains(t, r.Dependencies, identity.URN, "%s waits for the rules", c.component)
		assert.Equal(t, c.version, eksCluster(t, graph, c.component).Value("version"))
		assert.True(t, strings.HasPrefix(eksCluster(t, graph, c.component).Value("name").(string), c.component+"-"))
	}
}

// A lost cluster goes without a fight, and so does one that is drained; the others stay.
func TestProtectionOfSlots(t *testing.T) {
	t.Parallel()
	graph := runSet(t, everySlot, unseen)
	for component, protected := range map[string]bool{"shop-blue-g2": false, "shop-green-g1": true, "shop-red-g1": false, "shop-white-g7": true} {
		assert.Equal(t, protected, eksCluster(t, graph, component).Protect, component)
	}
}

func TestWhatTheStateKeepsOfSlots(t *testing.T) {
	t.Parallel()
	graph := runSet(t, everySlot, unseen)
	want := map[string]any{"Slots": map[string]any{
		"blue":  map[string]any{"generation": 2.0, "state": "draining"},
		"green": map[string]any{"generation": 1.0, "state": "serving"},
		"red":   map[string]any{"generation": 1.0, "state": "lost"},
		"white": map[string]any{"generation": 7.0, "state": "standby"},
	}}
	identity, complete := graph.Named(t, stashToken, "shop-identity"), graph.Named(t, stashToken, "shop-complete")
	assert.Equal(t, want, identity.Value("input"))
	assert.Equal(t, want, complete.Value("input"))
	assert.Empty(t, identity.Dependencies)
	for component, counts := range map[string]bool{"shop-blue-g2": true, "shop-green-g1": false, "shop-red-g1": false, "shop-white-g7": true} {
		dns := graph.Named(t, addonToken, component+"-coredns")
		assert.Equal(t, counts, slices.Contains(complete.Dependencies, dns.URN), component)
	}
}

// What a new cluster cannot share with the one beside it belongs to its slot.
func TestASlotMayDifferFromCommon(t *testing.T) {
	t.Parallel()
	graph := runSet(t, func(a *ekscluster.ClustersArgs) {
		a.Slots = map[string]ekscluster.Slot{"blue": {KubernetesVersion: "1.35"}, "green": {KubernetesVersion: "1.36"}}
		green := a.Slots["green"]
		green.ServiceCIDR, green.KMSKeyARN = "10.200.0.0/16", pulumi.String(key)
		green.SubnetIDs, green.NodeSubnetIDs = subnets("subnet-x", "subnet-y"), subnets("subnet-v", "subnet-w")
		green.ReleaseVersions = map[string]string{"main": green.KubernetesVersion + ".0-20261109"}
		a.Slots["green"] = green
	}, unseen)
	cluster := graph.Named(t, "aws:eks/cluster:Cluster", "shop-green-g1-cluster")
	nodes := graph.Named(t, "aws:eks/nodeGroup:NodeGroup", "shop-green-g1-nodes-main")
	assert.Equal(t, "10.200.0.0/16", cluster.Value("kubernetesNetworkConfig.serviceIpv4Cidr"))
	assert.Equal(t, key, cluster.Value("encryptionConfig.provider.keyArn"))
	assert.Equal(t, []any{"subnet-x", "subnet-y"}, cluster.Value("vpcConfig.subnetIds"))
	assert.Equal(t, []any{"subnet-v", "subnet-w"}, nodes.Value("subnetIds"))
	assert.Contains(t, nodes.Value("releaseVersion"), ".0-20261109")
	blue := graph.Named(t, "aws:eks/cluster:Cluster", "shop-blue-g1-cluster")
	assert.Nil(t, blue.Value("kubernetesNetworkConfig.serviceIpv4Cidr"))
	assert.NotEqual(t, key, blue.Value("encryptionConfig.provider.keyArn"))
}

func TestASlotHasItsOwn(t *testing.T) {
	t.Parallel()
	graph := runSet(t, func(a *ekscluster.ClustersArgs) {
		a.Common.NodeGroups["batch"] = ekscluster.NodeGroup{InstanceTypes: []string{"m7i.xlarge"}, Min: 3, Max: 6}
		a.Common.Addons.Versions = map[string]string{"kube-proxy": "v1.34.1-eksbuild.2", "coredns": "v1.12.4-eksbuild.1"}
		a.Slots["green"] = ekscluster.Slot{
			KubernetesVersion: "1.36", Sizes: map[string]ekscluster.Size{"batch": {Min: 1, Desired: 2}},
			AddonVersions: map[string]string{"kube-proxy": "v1.36.0-eksbuild.1"},
		}
		a.Slots["white"] = ekscluster.Slot{
			KubernetesVersion: "1.36", NodeGroups: map[string]ekscluster.NodeGroup{"arm": {InstanceTypes: []string{"m7g.large"}}},
		}
	}, unseen)
	scaling := func(component, group string) any {
		return graph.Named(t, nodeGroupToken, component+"-nodes-"+group).Value("scalingConfig")
	}
	assert.Equal(t, map[string]any{"minSize": 3.0, "maxSize": 6.0, "desiredSize": 3.0}, scaling("shop-blue-g1", "batch"))
	assert.Equal(t, map[string]any{"minSize": 1.0, "maxSize": 6.0, "desiredSize": 2.0}, scaling("shop-green-g1", "batch"))
	assert.Equal(t, scaling("shop-blue-g1", "main"), scaling("shop-green-g1", "main"))
	assert.NotNil(t, scaling("shop-white-g1", "arm"))
	assert.Len(t, graph.OfType(nodeGroupToken), 5)
	pinned := func(component, addon string) any {
		return graph.Named(t, addonToken, component+"-"+addon).Value("addonVersion")
	}
	assert.Equal(t, "v1.34.1-eksbuild.2", pinned("shop-blue-g1", "kube-proxy"))
	assert.Equal(t, "v1.36.0-eksbuild.1", pinned("shop-green-g1", "kube-proxy"))
	assert.Equal(t, "v1.12.4-eksbuild.1", pinned("shop-green-g1", "coredns"))
}

// refusedSet are the lines of the error for a set as changed, which has registered nothing.
func refusedSet(t *testing.T, change func(*ekscluster.ClustersArgs)) []string {
	t.Helper()
	graph, err := trySet(change, unseen)
	require.Error(t, err)
	assert.Empty(t, graph.All())
	var lines []string
	for _, problem := range component.FieldErrors(err) {
		lines = append(lines, strings.TrimPrefix(problem.Error(), "ekscluster: ClustersArgs."))
	}
	return lines
}

func TestMistakesWithSlots(t *testing.T) {
	t.Parallel()
	const nothing = "need nothing: each slot has its own, got "
	for name, c := range map[string]struct {
		change func(*ekscluster.ClustersArgs)
		want   []string
	}{
		"no slots": {
			func(a *ekscluster.ClustersArgs) { a.Slots = nil },
			[]string{"Slots: need at least one slot, got nothing"},
		},
		"nothing active": {
			func(a *ekscluster.ClustersArgs) { a.Active = "" },
			[]string{"Active: need the slot that serves, got nothing"},
		},
		"active misspelt": {
			func(a *ekscluster.ClustersArgs) { a.Active = "bleu" },
			[]string{`Active: need blue, got "bleu" (did you mean blue?)`},
		},
		"slot with capitals": {
			func(a *ekscluster.ClustersArgs) { a.Slots["Green"] = a.Slots["blue"] },
			[]string{`Slots["Green"]: need 1 to 12 lower-case letters and digits, a letter first, such as "blue", got "Green"`},
		},
		"draining slot serves": {
			func(a *ekscluster.ClustersArgs) {
				a.Slots["blue"] = ekscluster.Slot{KubernetesVersion: "1.35", Draining: true}
			},
			[]string{`Active: need a slot that is not draining: shift Active first, and drain in the next update, got "blue", which is`},
		},
		"lost slot serves": {
			func(a *ekscluster.ClustersArgs) {
				a.Slots["blue"] = ekscluster.Slot{KubernetesVersion: "1.35", Lost: "fire"}
			},
			[]string{`Active: need a slot that is not lost: shift Active to one that answers, got "blue", which is`},
		},
		"common has what a slot has": {
			func(a *ekscluster.ClustersArgs) {
				a.Common.Slot, a.Common.Generation, a.Common.KubernetesVersion, a.Common.Draining = "blue", 1, "1.35", true
				a.Common.AllowEndedSupport = true
			},
			[]string{
				"Common.Slot: " + nothing + `"blue"`, "Common.KubernetesVersion: " + nothing + `"1.35"`,
				"Common.Generation: " + nothing + "1", "Common.AllowEndedSupport: " + nothing + "true", "Common.Draining: " + nothing + "true",
			},
		},
		"slot's version and generation": {
			func(a *ekscluster.ClustersArgs) { a.Slots["blue"] = ekscluster.Slot{Generation: -1} },
			[]string{
				`Slots["blue"].Generation: need 1 or more, got -1`,
				`Slots["blue"].KubernetesVersion: need a minor version of Kubernetes in standard support: 1.34, 1.35 or 1.36, or a newer one that EKS offers, got nothing`,
			},
		},
		"an old version that is not said to be one": {
			func(a *ekscluster.ClustersArgs) {
				a.Slots["blue"] = ekscluster.Slot{KubernetesVersion: "1.33", AllowEndedSupport: true}
				a.Slots["green"] = ekscluster.Slot{KubernetesVersion: "1.33"}
			},
			[]string{`Slots["green"].KubernetesVersion: need a minor version of Kubernetes in standard support: 1.34, 1.35 or 1.36, or a newer one ` +
				`that EKS offers; AllowEndedSupport is for a cluster that gives its place to another slot, got "1.33", whose standard support ended on 2026-07-29`},
		},
		"size of no group": {
			func(a *ekscluster.ClustersArgs) {
				a.Slots["blue"] = ekscluster.Slot{KubernetesVersion: "1.35", Sizes: map[string]ekscluster.Size{"mian": {Min: 1}}}
			},
			[]string{`Slots["blue"].Sizes: need main, got "mian" (did you mean main?)`},
		},
		"size": {
			func(a *ekscluster.ClustersArgs) {
				a.Slots["green"] = ekscluster.Slot{KubernetesVersion: "1.35", Sizes: map[string]ekscluster.Size{"main": {Min: 5, Max: 3}}}
			},
			[]string{`Slots["green"].NodeGroups["main"].Max: need 5 to 450, got 3`},
		},
		"common is wrong once": {
			func(a *ekscluster.ClustersArgs) {
				a.Slots["green"] = ekscluster.Slot{KubernetesVersion: "1.35"}
				a.Common.SubnetIDs = subnets("subnet-a")
				a.Common.AllowPublicEndpoint = []string{"0.0.0.0/0"}
			},
			[]string{
				"Common.SubnetIDs: need 2 or more subnet ids such as subnet-0a1b2c3d, each in another zone, got 1",
				`Common.AllowPublicEndpoint[0]: need a block of public IPv4 addresses, /8 or smaller, such as 203.0.113.0/24, got "0.0.0.0/0"`,
			},
		},
		"proxy that fits one slot only": {
			func(a *ekscluster.ClustersArgs) {
				a.Slots["green"] = ekscluster.Slot{KubernetesVersion: "1.36"}
				a.Common.Addons.Versions = map[string]string{"kube-proxy": "v1.36.0-eksbuild.1"}
			},
			[]string{
				`Slots["blue"].AddonVersions["kube-proxy"]: need 1.32 to 1.35: builds of kube-proxy are never ahead of the cluster ` +
					`and at most 3 minor versions behind it, got "v1.36.0-eksbuild.1" beside "1.35" of the cluster, an unsupported version pair`,
			},
		},
		"pins": {
			func(a *ekscluster.ClustersArgs) {
				a.Slots["green"] = ekscluster.Slot{KubernetesVersion: "1.36", AddonVersions: map[string]string{"core-dns": "v1.12.4-eksbuild.1"}}
				a.Common.Addons.Versions = map[string]string{"vpc-cni": "1.20"}
				a.Common.NodeGroups["main"] = ekscluster.NodeGroup{InstanceTypes: []string{"m7i.large"}, KubernetesVersion: "1.36"}
			},
			[]string{
				`Common.Addons.Versions["vpc-cni"]: need a version such as v1.2.3-eksbuild.4, got "1.20"`,
				`Slots["blue"].NodeGroups["main"].KubernetesVersion: need 1.32 to 1.35: nodes are never ahead of the cluster ` +
					`and at most 3 minor versions behind it, got "1.36" beside "1.35" of the cluster, an unsupported version pair`,
				`Slots["green"].AddonVersions: need vpc-cni, kube-proxy, eks-pod-identity-agent, coredns, aws-ebs-csi-driver or metrics-server, ` +
					`got "core-dns" (did you mean coredns?)`,
			},
		},
		"groups that no slot uses": {
			func(a *ekscluster.ClustersArgs) {
				blue := a.Slots["blue"]
				blue.NodeGroups = a.Common.NodeGroups
				a.Slots["blue"], a.Common.NodeGroups = blue, nil
				a.Active = ""
			},
			[]string{"Active: need the slot that serves, got nothing"},
		},
		"node groups of one slot": {
			func(a *ekscluster.ClustersArgs) {
				a.Slots["green"] = ekscluster.Slot{KubernetesVersion: "1.35", NodeGroups: map[string]ekscluster.NodeGroup{}}
			},
			[]string{`Slots["green"].NodeGroups: need at least one node group, got nothing`},
		},
	} {
		assert.Equal(t, c.want, refusedSet(t, c.change), name)
	}
}

func TestANameOfASet(t *testing.T) {
	t.Parallel()
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
		if err != nil {
			return err
		}
		_, err = ekscluster.NewClusters(ctx, "Shop", fewestClusters(ctx, tags))
		return err
	})
	require.ErrorContains(t, err, "ekscluster: Shop: name: need lower-case letters")
	assert.Empty(t, graph.All())
}

// The slots of a set can stand in the stack's configuration.
func TestSlotsFromConfiguration(t *testing.T) {
	t.Parallel()
	type plan struct {
		Active string                     `yaml:"active" required:"true"`
		Slots  map[string]ekscluster.Slot `yaml:"slots" required:"true"`
	}
	load := func(text string) (loaded plan, err error) {
		_, err = infratest.TryRun(func(ctx *pulumi.Context) error {
			var err error
			loaded, err = stackconfig.Load[plan](ctx, "clusters")
			return err
		}, infratest.Project("shop"), infratest.Config(map[string]string{"shop:clusters": text}))
		return loaded, err
	}
	got, err := load(`{"active": "green", "slots": {
		"blue": {"kubernetes_version": "1.34", "generation": 3, "draining": true, "addon_versions": {"coredns": "v1.12.4-eksbuild.1"}},
		"green": {"kubernetes_version": "1.35", "sizes": {"main": {"min": 1, "max": 4, "desired": 2}}},
		"red": {"kubernetes_version": "1.34", "lost": "deleted by hand"}}}`)
	require.NoError(t, err)
	assert.Equal(t, plan{Active: "green", Slots: map[string]ekscluster.Slot{
		"blue":  {KubernetesVersion: "1.34", Generation: 3, Draining: true, AddonVersions: map[string]string{"coredns": "v1.12.4-eksbuild.1"}},
		"green": {KubernetesVersion: "1.35", Sizes: map[string]ekscluster.Size{"main": {Min: 1, Max: 4, Desired: 2}}},
		"red":   {KubernetesVersion: "1.34", Lost: "deleted by hand"},
	}}, got)
	_, err = load(`{"active": "green", "slots": {"blue": {"kubernets_version": "1.34", "generation": -1}}}`)
	require.ErrorContains(t, err, `did you mean "kubernetes_version"?`)
	require.ErrorContains(t, err, "generation: need 0 or more, got -1")
	_, err = stackconfig.Schema[plan]("shop", "clusters")
	require.NoError(t, err)
}
