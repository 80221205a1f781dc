package gitops_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/gitops"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestChart(t *testing.T) {
	t.Parallel()
	r := run(t, unchanged).Named(t, chartToken, "flux-chart")
	infratest.AssertInputs(t, r, map[string]any{
		"chart": "flux2", "version": "2.19.0", "repositoryOpts.repo": "https://fluxcd-community.github.io/helm-charts", "namespace": "flux-system",
		"name": "flux", "values.installCRDs": true, "values.watchAllNamespaces": true, "values.policies.create": true,
		"values.sourceController.create": true, "values.kustomizeController.create": true, "values.helmController": map[string]any{"create": false},
		"values.notificationController": map[string]any{"create": false}, "values.imageAutomationController": map[string]any{"create": false},
		"values.imageReflectionController": map[string]any{"create": false}, "values.sourceWatcher": map[string]any{"create": false},
		"values.sourceController.container": nil, "skipAwait": nil, "skipCrds": nil,
	})
	assert.Equal(t, "2.19.0", gitops.ChartVersion, "the values are those of this version: read the chart before you change it")

	r = run(t, func(a *gitops.FluxArgs) {
		a.ChartVersion, a.ChartRepository, a.HelmController, a.NotificationController = "2.18.2", "https://charts.example.com/flux", true, true
	}).One(t, chartToken)
	infratest.AssertInputs(t, r, map[string]any{
		"version": "2.18.2", "repositoryOpts.repo": "https://charts.example.com/flux", "values.helmController.create": true,
		"values.notificationController.create": true, "values.helmController.resources.limits.memory": "512Mi",
	})
}

func TestControllerSize(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*gitops.FluxArgs)
		cpu    string
		memory string
	}{
		"production":  {unchanged, "100m", "512Mi"},
		"development": {func(a *gitops.FluxArgs) { a.Profile = component.Development }, "100m", "256Mi"},
		"given": {
			func(a *gitops.FluxArgs) { a.Profile, a.CPU, a.Memory = component.Development, "1", "2Gi" }, "1", "2Gi",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := run(t, test.change).One(t, chartToken)
			for _, controller := range []string{"sourceController", "kustomizeController"} {
				assert.Equal(t, map[string]any{
					"requests": map[string]any{"cpu": test.cpu, "memory": test.memory}, "limits": map[string]any{"memory": test.memory},
				}, r.Value("values."+controller+".resources"), controller)
			}
		})
	}
}

func TestLockdown(t *testing.T) {
	t.Parallel()
	r := run(t, unchanged).One(t, chartToken)
	infratest.AssertInputs(t, r, map[string]any{
		"values.multitenancy":                           map[string]any{"enabled": true, "defaultServiceAccount": "default", "privileged": true},
		"values.kustomizeController.container":          map[string]any{"additionalArgs": []any{"--no-remote-bases=true", "--feature-gates=StrictPostBuildSubstitutions=true"}},
		"values.rbac":                                   map[string]any{"create": true, "createAggregation": true},
		"values.kustomizeController.create":             true,
		"values.kustomizeController.labels.cost-center": "cc-1200",
	})
	graph := run(t, func(a *gitops.FluxArgs) { a.DisableLockdown = true })
	r = graph.One(t, chartToken)
	assert.Equal(t, false, r.Value("values.multitenancy.enabled"))
	assert.Equal(t, false, r.Value("values.rbac.createAggregation"), "editors of a namespace would get the rights of the controller")
	assert.Equal(t, []any{"--feature-gates=StrictPostBuildSubstitutions=true"}, r.Value("values.kustomizeController.container.additionalArgs"))
	assert.Equal(t, "kustomize-controller", graph.One(t, kustomizationToken).Value("spec.serviceAccountName"))

	r = run(t, func(a *gitops.FluxArgs) {
		a.DisableLockdown, a.AllowUndefinedVariables, a.VariablesSecret = true, true, pulumi.String("x")
	}).One(t, chartToken)
	assert.Nil(t, r.Value("values.kustomizeController.container"))
}

// Labels that the chart itself sets stay as they are: some of them find the pods.
func TestTagsDoNotTouchTheLabelsOfTheChart(t *testing.T) {
	t.Parallel()
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.Policy{AllowOther: true}, tagging.Tags{"app": "shop", "control-plane": "x", "owner": "team-platform"})
		if err != nil {
			return err
		}
		provider := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource(providerToken, "blue", pulumi.Map{}, provider); err != nil {
			return err
		}
		_, err = gitops.NewFlux(ctx, "flux", newArgs(tags, provider))
		return err
	})
	require.NoError(t, err)
	labels, _ := graph.One(t, chartToken).Value("values.sourceController.labels").(map[string]any)
	assert.Equal(t, "team-platform", labels["owner"])
	for _, own := range []string{"app", "control-plane", "app.kubernetes.io/managed-by"} {
		assert.NotContains(t, labels, own)
	}
}
