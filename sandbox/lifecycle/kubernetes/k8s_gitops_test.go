package kubernetes_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/k8s/gitops"
	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/tagging"
)

const deliveryStack = "acme/delivery/staging"

// delivery puts Flux on a cluster that another program made, and takes it off again when told.
func delivery(ctx *pulumi.Context) error {
	c := config.New(ctx, "delivery")
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-platform", "cost-center": "cc-1200", "environment": "staging", "service": "fleet",
	})
	if err != nil {
		return err
	}
	blue, err := provider.New(ctx, "blue", &provider.Args{Cluster: blueCluster()})
	if err != nil || c.GetBool("empty") {
		return err
	}
	args := &gitops.FluxArgs{
		Tags: tags, Provider: blue.Kubernetes, Path: "clusters/blue", Suspend: c.GetBool("suspend"),
		DeletionPolicy: gitops.DeletionPolicy(c.Get("deletionPolicy")),
		Source: gitops.Source{
			URL: "https://git.example.com/acme/fleet", Branch: "main", Token: pulumi.String("first-token-" + c.Get("token")),
		},
		Variables: map[string]pulumi.StringInput{"cluster_name": pulumi.String("blue" + c.Get("suffix"))},
	}
	_, err = gitops.NewFlux(ctx, "flux", args)
	return err
}

func deliveryWith(settings ...string) map[string]string {
	all := map[string]string{}
	for i := 0; i < len(settings); i += 2 {
		all["delivery:"+settings[i]] = settings[i+1]
	}
	return all
}

// deleted lists what a run deleted, in the order in which it did.
func deleted(result *sandbox.Result) []string {
	var names []string
	for _, step := range result.Steps {
		if strings.HasPrefix(step.Op, "delete") {
			names = append(names, step.URN.Name())
		}
	}
	return names
}

func TestGitopsLifecycle(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, deliveryStack, sandbox.Func(delivery))
	s.Up(deliveryWith())
	s.AssertConverged(deliveryWith())

	result := s.Up(deliveryWith("suffix", "-2"))
	assert.Equal(t, []string{"delete-replaced", "replace", "create-replacement"}, lifecycletest.Operations(result, "flux-variables"))
	assert.Equal(t, []string{"same"}, lifecycletest.Operations(result, "flux-kustomization"), "the name of the ConfigMap stays")
	result = s.Up(deliveryWith("suffix", "-2", "token", "second"))
	assert.Equal(t, []string{"create-replacement", "replace", "delete-replaced"}, lifecycletest.Operations(result, "flux-credentials"), "the source always has a Secret")
	assert.Equal(t, []string{"update"}, lifecycletest.Operations(result, "flux-source"))
	result = s.Up(deliveryWith("suspend", "true"))
	for _, name := range []string{"flux-source", "flux-kustomization"} {
		assert.Equal(t, []string{"update"}, lifecycletest.Operations(result, name))
	}
	s.AssertConverged(deliveryWith("suspend", "true"))
}

// Flux's finalizers are served until the last of its objects is gone.
func TestGitopsDrains(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, deliveryStack, sandbox.Func(delivery))
	s.Up(deliveryWith())
	s.Up(deliveryWith("deletionPolicy", "WaitForTermination"))
	order := deleted(s.Up(deliveryWith("empty", "true")))
	before := func(first, second string) {
		assert.Less(t, slices.Index(order, first), slices.IndexFunc(order, func(name string) bool { return strings.Contains(name, second) }), "%s before %s", first, second)
	}
	before("flux-kustomization", "flux-source")
	before("flux-kustomization", "flux-variables")
	before("flux-source", "flux-credentials")
	before("flux-source", "source-controller")
	before("flux-source", "gitrepositories")
	before("flux-kustomization", "kustomize-controller")
	before("flux-kustomization", "kustomizations.kustomize")
	assert.Equal(t, []string{"flux-namespace", "flux"}, order[len(order)-2:])
	require.NoError(t, s.Destroy())
	assert.Empty(t, s.Cloud.Objects())
}

// What Orphan leaves behind is taken over by the next Flux.
func TestGitopsComesBack(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, deliveryStack, sandbox.Func(delivery))
	s.Up(deliveryWith())
	s.Up(deliveryWith("empty", "true"))
	left := s.Cloud.Objects()
	assert.True(t, slices.ContainsFunc(left, func(o sandbox.Object) bool { return strings.HasSuffix(o.URN, "::flux-namespace") }), "%v", left)
	s.Up(deliveryWith())
}

func TestGitopsInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	lifecycletest.EveryStep(t, deliveryStack, sandbox.Func(delivery), nil, deliveryWith())
	lifecycletest.EveryStep(t, deliveryStack, sandbox.Func(delivery), deliveryWith(), deliveryWith("suffix", "-2", "token", "second"))
}
