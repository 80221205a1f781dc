package sandbox_test

import (
	"context"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

const chartType = "kubernetes:helm.sh/v4:Chart"

type chart struct {
	pulumi.ResourceState
	Resources pulumi.ArrayOutput `pulumi:"resources"`
}

// charted is a program of one chart in a cluster.
func charted(s settings, name string, in pulumi.Map, extra ...pulumi.ResourceOption) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		options, err := s.connect(ctx)
		if err != nil {
			return err
		}
		var made chart
		if err := ctx.RegisterRemoteComponentResource(chartType, name, in, &made, append(options, extra...)...); err != nil {
			return err
		}
		ctx.Export("objects", made.Resources.ApplyT(func(resources []any) int { return len(resources) }))
		return nil
	}
}

func TestAChartMakesChildrenInItsCluster(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	program := charted(settings{role: "a", deletedWith: true}, "lb", pulumi.Map{
		"chart": pulumi.String("aws-load-balancer-controller"), "namespace": pulumi.String("kube-system"),
		"values": pulumi.Map{"fullnameOverride": pulumi.String("lb")},
	})
	result := up(t, cloud, program)
	assert.EqualValues(t, 4, result.Outputs["objects"].NumberValue())
	assert.Empty(t, result.Unmodelled)
	assertConverged(t, cloud, result)
	component := find(t, result, chartType, "lb")
	assert.False(t, component.Custom)
	for token, name := range map[string]string{
		"kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition": "lb:targetgroupbindings.elbv2.k8s.aws",
		"kubernetes:core/v1:ServiceAccount":                           "lb:kube-system/lb",
		"kubernetes:apps/v1:Deployment":                               "lb:kube-system/lb",
	} {
		assert.Equal(t, component.URN, find(t, result, token, name).Parent, name)
	}
	assert.Empty(t, up(t, cloud, program).Changes["update"])

	endpoint := result.Outputs["endpoint"].StringValue()
	cloud.Unreachable(endpoint)
	_, err := cloud.Destroy(context.Background(), stack, sandbox.Func(program))
	require.NoError(t, err, "the children are deleted with the cluster as the chart is")
	assert.Empty(t, cloud.Objects())
}

func TestWhatNeedsAChartWaitsForItsDeployments(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	result := up(t, cloud, func(ctx *pulumi.Context) error {
		options, err := settings{role: "a"}.connect(ctx)
		if err != nil {
			return err
		}
		var flux chart
		if err := ctx.RegisterRemoteComponentResource(chartType, "flux", pulumi.Map{"chart": pulumi.String("flux2")}, &flux, options...); err != nil {
			return err
		}
		_, err = register(ctx, "kubernetes:source.toolkit.fluxcd.io/v1:GitRepository", "apps", pulumi.Map{"metadata": pulumi.Map{"name": pulumi.String("apps")}},
			append(options, pulumi.DependsOn([]pulumi.Resource{&flux}))...)
		return err
	})
	ends := map[string]sandbox.Bar{}
	for _, bar := range result.Timeline.Bars {
		ends[bar.URN.Name()+" "+string(bar.URN.Type())] = bar
	}
	controller := ends["flux:default/source-controller kubernetes:apps/v1:Deployment"]
	assert.Equal(t, 40*time.Second, controller.Takes())
	assert.Equal(t, ends["main "+eksType].End, controller.Start)
	assert.Equal(t, controller.End, ends["apps kubernetes:source.toolkit.fluxcd.io/v1:GitRepository"].Start)
}

func TestAChartNeedsAClusterThatAnswers(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	in := pulumi.Map{"chart": pulumi.String("podinfo")}
	program := charted(settings{server: "https://a.example.com"}, "pod", in)
	result := up(t, cloud, program)
	find(t, result, "kubernetes:apps/v1:Deployment", "pod:default/pod")
	assert.Equal(t, []string{`kubernetes:helm.sh/v4:Chart (the contents of the chart "podinfo")`}, result.Unmodelled)

	cloud.Unreachable("https://a.example.com")
	for _, do := range []attempt{(*sandbox.Cloud).Preview, (*sandbox.Cloud).Up} {
		_, err := do(cloud, context.Background(), stack, sandbox.Func(program))
		require.ErrorContains(t, err, cannotCreate)
	}
}

func TestARenamedChartKeepsItsObjects(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	at := settings{server: "https://a.example.com"}
	in := pulumi.Map{"chart": pulumi.String("podinfo"), "name": pulumi.String("pod"), "resourcePrefix": pulumi.String("pod")}
	up(t, cloud, charted(at, "old", in))
	result := up(t, cloud, charted(at, "new", in, pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("old")}})))
	assert.Equal(t, map[string]int{"same": 4}, result.Changes)
	assertConverged(t, cloud, result)
}

func TestAProtectedChart(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	program := charted(settings{server: "https://a.example.com"}, "pod", pulumi.Map{"chart": pulumi.String("podinfo")}, pulumi.Protect(true))
	result := up(t, cloud, program)
	assert.True(t, find(t, result, chartType, "pod").Protect)
	assert.True(t, find(t, result, "kubernetes:apps/v1:Deployment", "pod:default/pod").Protect)
}

func TestAComponentThatOnlyItsProviderKnows(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	_, err := cloud.Up(context.Background(), stack, sandbox.Func(func(ctx *pulumi.Context) error {
		var made pulumi.ResourceState
		return ctx.RegisterRemoteComponentResource("acme:index:Site", "shop", pulumi.Map{}, &made)
	}))
	require.ErrorContains(t, err, "the sandbox cannot construct acme:index:Site")
}
