package incluster_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/tagging"
)

type box struct{ pulumi.ResourceState }

type boxArgs struct{}

func (*boxArgs) Validate() error { return nil }

// placed makes a component with one object in a cluster.
func placed(with bool) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team@shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		cluster, err := kubernetes.NewProvider(ctx, "cluster", &kubernetes.ProviderArgs{Kubeconfig: pulumi.String("{}")})
		if err != nil {
			return err
		}
		place := incluster.Place{Provider: cluster}
		if with {
			place.DeletedWith = cluster
		}
		self := &box{}
		scope, err := component.Register(ctx, self, "acme:box:Box", "main", &boxArgs{})
		if err != nil {
			return err
		}
		_, err = corev1.NewConfigMap(ctx, scope.Name("settings"), &corev1.ConfigMapArgs{
			Metadata: incluster.Object{
				Tags: tags, Name: pulumi.String("settings"), Namespace: pulumi.String("shop"), Selector: incluster.Selector("box", "main"),
				Annotations: pulumi.StringMap{"note": pulumi.String("by hand")},
			}.Metadata(),
		}, place.Child(scope, pulumi.Protect(true))...)
		return err
	}
}

func TestObjectsGoToTheirCluster(t *testing.T) {
	t.Parallel()
	for _, with := range []bool{false, true} {
		r := infratest.Run(t, placed(with)).Named(t, "kubernetes:core/v1:ConfigMap", "main-settings")
		assert.Equal(t, "main", r.Parent.Name())
		assert.Contains(t, r.Provider, "pulumi:providers:kubernetes::cluster")
		assert.True(t, r.Protect, "the caller's own options are kept")
		assert.Equal(t, with, r.DeletedWith != "", "gone with the cluster")
	}
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	r := infratest.Run(t, placed(false)).Named(t, "kubernetes:core/v1:ConfigMap", "main-settings")
	metadata, ok := r.Input("metadata")
	require.True(t, ok)
	all := metadata.Mappable().(map[string]any)
	labels, annotations := all["labels"].(map[string]any), all["annotations"].(map[string]any)
	assert.Equal(t, "settings", all["name"])
	assert.Equal(t, "shop", all["namespace"])
	assert.Equal(t, "team_at_shop", labels["owner"], "a label cannot hold an @")
	assert.Equal(t, "team@shop", annotations["owner"], "an annotation can")
	assert.Equal(t, "box", labels["app.kubernetes.io/name"])
	assert.Equal(t, "main", labels["app.kubernetes.io/instance"])
	assert.Equal(t, "by hand", annotations["note"])
}

func TestWhatIsLeftOutIsLeftToTheProvider(t *testing.T) {
	t.Parallel()
	metadata := incluster.Object{}.Metadata()
	assert.Nil(t, metadata.Name)
	assert.Nil(t, metadata.Namespace)
}

func TestAMissingProviderIsAProblem(t *testing.T) {
	t.Parallel()
	p := component.NewProblems("box", "Args")
	incluster.Place{}.Check(p)
	assert.ErrorContains(t, p.Err(), "box: Args.Provider: need the provider of the cluster")
	p = component.NewProblems("box", "Args")
	incluster.Place{Provider: &kubernetes.Provider{}}.Check(p)
	assert.NoError(t, p.Err())
}

func TestNames(t *testing.T) {
	t.Parallel()
	long := incluster.AutoNameBase(strings.Repeat("a", 80))
	assert.Len(t, long, 54, "the provider adds a hyphen and 8 digits")
	assert.Len(t, incluster.Selector("box", strings.Repeat("a", 80))[incluster.LabelInstance], 63)
}
