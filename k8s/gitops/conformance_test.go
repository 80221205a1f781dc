package gitops_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/gitops"
	"github.com/groundwork-go/groundwork/tagging"
)

func conform(t *testing.T, golden string, change func(*gitops.FluxArgs), required ...string) {
	t.Helper()
	infratest.Conformance(t, infratest.Spec[gitops.FluxArgs, *gitops.Flux]{
		Token: "groundwork:k8s/gitops:Flux",
		New:   gitops.NewFlux,
		Args: func(_ *pulumi.Context, tags tagging.Set) *gitops.FluxArgs {
			args := newArgs(tags, nil)
			change(args)
			return args
		},
		Provider: func(args *gitops.FluxArgs, provider pulumi.ProviderResource) { args.Provider = provider },
		Required: required,
		// Their labels are held to the tags in TestEverythingCarriesTheTags.
		Untagged: []infratest.TagOption{infratest.Untagged(sourceToken, kustomizationToken)},
		Golden:   golden,
	})
}

func TestConformance(t *testing.T) {
	t.Parallel()
	conform(t, "testdata/golden/defaults.json", unchanged, "Tags", "Provider", "Source.URL", "Source.Branch", "Path")
}

// TestConformanceOfAPrivateRepository has all of the children and inputs.
func TestConformanceOfAPrivateRepository(t *testing.T) {
	t.Parallel()
	conform(t, "testdata/golden/private.json", everything, "Source.DeployKey", "Source.KnownHosts")
}

// TestConformanceOfGivenObjects makes no namespace and no Secret.
func TestConformanceOfGivenObjects(t *testing.T) {
	t.Parallel()
	conform(t, "testdata/golden/given.json", func(a *gitops.FluxArgs) {
		a.Namespace, a.Source.CredentialsSecret = pulumi.String("delivery"), pulumi.String("git")
		a.VariablesSecret, a.DisableLockdown, a.Suspend = pulumi.String("cluster-secrets"), true, true
	})
}

func everything(a *gitops.FluxArgs) {
	withKey(a)
	a.Source.VerificationSecret = pulumi.String("signers")
	a.Variables = map[string]pulumi.StringInput{"cluster_name": pulumi.String("blue"), "vpc_id": pulumi.String("vpc-1").ToStringOutput()}
	a.VariablesSecret, a.HelmController, a.NotificationController = pulumi.String("cluster-secrets"), true, true
	a.DeletionPolicy, a.Profile = gitops.WaitForTermination, component.Development
}
