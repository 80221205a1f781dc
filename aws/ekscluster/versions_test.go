package ekscluster_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// refusals are the lines of the error that the arguments as changed give; none when they are accepted.
func refusals(t *testing.T, change func(*ekscluster.Args)) string {
	t.Helper()
	var refused error
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
		if err != nil {
			return err
		}
		args := fewestArgs(ctx, tags)
		change(args)
		refused = args.Validate()
		return nil
	})
	require.NoError(t, err)
	assert.Empty(t, graph.All())
	if refused == nil {
		return ""
	}
	return refused.Error()
}

const needVersion = "ekscluster: Args.KubernetesVersion: need a minor version of Kubernetes in standard support: 1.34, 1.35 or 1.36, " +
	"or a newer one that EKS offers, got "

var needSupport = strings.Replace(needVersion, ", got ", "; AllowEndedSupport is for a cluster that gives its place to another slot, got ", 1)

func TestVersionsOfTheControlPlane(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"1.34":   "",
		"1.35":   "",
		"1.36":   "",
		"1.37":   "", // not there when the table was read
		"1.50":   "",
		"1.33":   needSupport + `"1.33", whose standard support ended on 2026-07-29`,
		"1.32":   needSupport + `"1.32", whose standard support ended on 2026-03-23`,
		"1.29":   needSupport + `"1.29", whose standard support ended on 2025-03-23`,
		"1.28":   needSupport + `"1.28", whose standard support ended before 2025-03-23`,
		"1.10":   needSupport + `"1.10", whose standard support ended before 2025-03-23`,
		"":       needVersion + "nothing",
		"1.9":    needVersion + `"1.9"`,
		"1.100":  needVersion + `"1.100"`,
		"1.35.1": needVersion + `"1.35.1"`,
		"v1.35":  needVersion + `"v1.35"`,
		"2.10":   needVersion + `"2.10"`,
		"latest": needVersion + `"latest"`,
	} {
		assert.Equal(t, want, refusals(t, func(a *ekscluster.Args) { a.KubernetesVersion = version }), version)
	}
}

// A library that no longer takes a version must not keep its cluster from being replaced.
func TestAClusterThatGivesItsPlaceMayBeOld(t *testing.T) {
	t.Parallel()
	old := func(version string) func(*ekscluster.Args) {
		return func(a *ekscluster.Args) { a.KubernetesVersion, a.AllowEndedSupport = version, true }
	}
	assert.Empty(t, refusals(t, old("1.33")))
	assert.Equal(t, needVersion+`"latest"`, refusals(t, old("latest")))
}

func TestVersionsOfNodes(t *testing.T) {
	t.Parallel()
	const window = `ekscluster: Args.NodeGroups["main"].KubernetesVersion: need 1.32 to 1.35: nodes are never ahead of the cluster ` +
		"and at most 3 minor versions behind it, got "
	for version, want := range map[string]string{
		"":     "",
		"1.35": "",
		"1.34": "",
		"1.32": "", // nodes cost the same in any version
		"1.31": window + `"1.31" beside "1.35" of the cluster, an unsupported version pair`,
		"1.36": window + `"1.36" beside "1.35" of the cluster, an unsupported version pair`,
		"1.3x": `ekscluster: Args.NodeGroups["main"].KubernetesVersion: need a minor version of Kubernetes such as 1.35, got "1.3x"`,
	} {
		assert.Equal(t, want, refusals(t, group(func(g *ekscluster.NodeGroup) { g.KubernetesVersion = version })), version)
	}
}

// A version that is wrong in itself is told once, not for each thing that goes with it.
func TestAWrongVersionIsToldOnce(t *testing.T) {
	t.Parallel()
	got := refusals(t, func(a *ekscluster.Args) {
		a.KubernetesVersion = "1.x"
		a.NodeGroups["old"] = ekscluster.NodeGroup{InstanceTypes: []string{"m7i.large"}, KubernetesVersion: "1.20"}
		a.Addons.Versions = map[string]string{"kube-proxy": "v1.20.1-eksbuild.2"}
	})
	assert.Equal(t, needVersion+`"1.x"`, got)
}

func TestVersionsOfAddons(t *testing.T) {
	t.Parallel()
	const form = "need a version such as v1.2.3-eksbuild.4, got "
	const names = "ekscluster: Args.Addons.Versions: need vpc-cni, kube-proxy, eks-pod-identity-agent, coredns, aws-ebs-csi-driver or metrics-server, got "
	const window = `ekscluster: Args.Addons.Versions["kube-proxy"]: need 1.32 to 1.35: builds of kube-proxy are never ahead of the cluster ` +
		"and at most 3 minor versions behind it, got "
	for name, c := range map[string]struct{ addon, version, want string }{
		"pinned":           {"coredns", "v1.12.4-eksbuild.1", ""},
		"no v":             {"coredns", "1.12.4-eksbuild.1", `ekscluster: Args.Addons.Versions["coredns"]: ` + form + `"1.12.4-eksbuild.1"`},
		"no build":         {"vpc-cni", "v1.20.4", `ekscluster: Args.Addons.Versions["vpc-cni"]: ` + form + `"v1.20.4"`},
		"empty":            {"vpc-cni", "", `ekscluster: Args.Addons.Versions["vpc-cni"]: ` + form + "nothing"},
		"misspelt":         {"core-dns", "v1.12.4-eksbuild.1", names + `"core-dns" (did you mean coredns?)`},
		"unknown":          {"adot", "v0.1.2-eksbuild.1", names + `"adot"`},
		"proxy":            {"kube-proxy", "v1.35.0-eksbuild.2", ""},
		"proxy behind":     {"kube-proxy", "v1.32.9-eksbuild.2", ""},
		"proxy too old":    {"kube-proxy", "v1.31.9-eksbuild.2", window + `"v1.31.9-eksbuild.2" beside "1.35" of the cluster, an unsupported version pair`},
		"proxy ahead":      {"kube-proxy", "v1.36.0-eksbuild.2", window + `"v1.36.0-eksbuild.2" beside "1.35" of the cluster, an unsupported version pair`},
		"proxy of another": {"kube-proxy", "v2.35.0-eksbuild.2", window + `"v2.35.0-eksbuild.2" beside "1.35" of the cluster, an unsupported version pair`},
	} {
		got := refusals(t, func(a *ekscluster.Args) { a.Addons.Versions = map[string]string{c.addon: c.version} })
		assert.Equal(t, c.want, got, name)
	}
}

// An add-on that is left out cannot be pinned: the pin would look as if it did something.
func TestAPinOfAnAddonThatIsLeftOut(t *testing.T) {
	t.Parallel()
	got := refusals(t, func(a *ekscluster.Args) {
		a.Addons.DisableMetrics = true
		a.Addons.Versions = map[string]string{"metrics-server": "v0.8.0-eksbuild.3"}
		a.Addons.Configuration = map[string]string{"metrics-server": "{}"}
	})
	const names = "need vpc-cni, kube-proxy, eks-pod-identity-agent, coredns or aws-ebs-csi-driver, got " + `"metrics-server"`
	assert.Equal(t, "ekscluster: Args.Addons.Versions: "+names+"\nekscluster: Args.Addons.Configuration: "+names, got)
}
