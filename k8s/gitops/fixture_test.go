package gitops_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/gitops"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	namespaceToken     = "kubernetes:core/v1:Namespace"
	chartToken         = "kubernetes:helm.sh/v4:Chart"
	secretToken        = "kubernetes:core/v1:Secret"
	configMapToken     = "kubernetes:core/v1:ConfigMap"
	sourceToken        = "kubernetes:source.toolkit.fluxcd.io/v1:GitRepository"
	kustomizationToken = "kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization"
	providerToken      = "pulumi:providers:kubernetes"
	componentToken     = "groundwork:k8s/gitops:Flux"

	httpsURL   = "https://git.example.com/acme/fleet"
	sshURL     = "ssh://git@git.example.com/acme/fleet.git"
	knownHosts = "git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIqXc1Dn0b1Rk4QyH3b0n0tAR3alK3yAtAll"
	theToken   = "glpat-not-a-real-token"
	theCommit  = "0123456789abcdef0123456789abcdef01234567"
)

// theKey has the form of a private key, and is none.
var theKey = "-----BEGIN OPENSSH PRIVATE KEY-----\n" + strings.Repeat("bm90IGEga2V5", 5) + "\n-----END OPENSSH PRIVATE KEY-----\n"

// newArgs are the fewest arguments that are accepted.
func newArgs(tags tagging.Set, provider pulumi.ProviderResource) *gitops.FluxArgs {
	return &gitops.FluxArgs{
		Tags: tags, Provider: provider, Source: gitops.Source{URL: httpsURL, Branch: "main"}, Path: "clusters/blue",
	}
}

// withKey are the arguments of a private repository.
func withKey(a *gitops.FluxArgs) {
	a.Source.URL, a.Source.DeployKey, a.Source.KnownHosts = sshURL, pulumi.String(theKey), []string{knownHosts}
}

func withToken(a *gitops.FluxArgs) { a.Source.Token = pulumi.String(theToken) }

func unchanged(*gitops.FluxArgs) {}

func newTags(ctx *pulumi.Context) (tagging.Set, error) {
	return tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-platform", "cost-center": "cc-1200", "environment": "staging", "service": "fleet",
	})
}

// tryNamed registers Flux with the name, and the arguments as changed, in a cluster of the same stack, and exports its outputs.
func tryNamed(name string, change func(*gitops.FluxArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := newTags(ctx)
		if err != nil {
			return err
		}
		provider, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{ClusterIdentifier: pulumi.String("blue/g1")})
		if err != nil {
			return err
		}
		args := newArgs(tags, provider)
		change(args)
		flux, err := gitops.NewFlux(ctx, name, args)
		if err != nil {
			return err
		}
		ctx.Export("namespace", flux.Namespace)
		ctx.Export("source", flux.SourceName)
		ctx.Export("kustomization", flux.KustomizationName)
		if len(args.Variables) > 0 {
			ctx.Export("configMap", flux.ConfigMapName)
		}
		_, err = corev1.NewServiceAccount(ctx, "after", nil, pulumi.Provider(provider), pulumi.DependsOn(flux.Ready))
		return err
	}, opts...)
}

func try(change func(*gitops.FluxArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	return tryNamed("flux", change, opts...)
}

func run(t testing.TB, change func(*gitops.FluxArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(change, opts...)
	require.NoError(t, err)
	return graph
}
