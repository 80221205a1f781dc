package gitops_test

import (
	"fmt"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/gitops"
	"github.com/groundwork-go/groundwork/tagging"
)

// A cluster follows the folder of its slot in a private repository; the deploy key comes from a secret of the configuration.
func ExampleNewFlux() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-platform", "cost-center": "cc-1200", "environment": "production", "service": "fleet",
		})
		if err != nil {
			return err
		}
		blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{ClusterIdentifier: pulumi.String("blue/g1")})
		if err != nil {
			return err
		}
		flux, err := gitops.NewFlux(ctx, "flux", &gitops.FluxArgs{
			Tags:     tags,
			Provider: blue,
			Source: gitops.Source{
				URL:        "ssh://git@git.example.com/acme/fleet.git",
				Branch:     "main",
				DeployKey:  pulumi.String(theKey), // in a program an output, as of secretsmanager.LookupSecretVersionOutput
				KnownHosts: []string{knownHosts},
			},
			Path:      "clusters/blue",
			Variables: map[string]pulumi.StringInput{"cluster_name": pulumi.String("blue"), "vpc_id": pulumi.String("vpc-0a1b2c3d4e5f60718")},
		})
		if err != nil {
			return err
		}
		ctx.Export("namespace", flux.Namespace)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	// Output:
	// kubernetes:core/v1:ConfigMap flux-variables
	// kubernetes:core/v1:Namespace flux-namespace
	// kubernetes:core/v1:Secret flux-credentials
	// kubernetes:helm.sh/v4:Chart flux-chart
	// kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization flux-kustomization
	// kubernetes:source.toolkit.fluxcd.io/v1:GitRepository flux-source
	// groundwork:k8s/gitops:Flux flux
	// pulumi:providers:kubernetes blue
}

func ExampleFluxArgs_Validate() {
	args := &gitops.FluxArgs{
		Source:    gitops.Source{URL: "git@git.example.com:acme/fleet.git", Branch: "refs/heads/main"},
		Path:      "/clusters/blue",
		Variables: map[string]pulumi.StringInput{"cluster-name": pulumi.String("blue")},
	}
	fmt.Println(args.Validate())
	// Output:
	// gitops: FluxArgs.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// gitops: FluxArgs.Provider: need the provider of the cluster, such as one of k8s/provider: without it the objects go wherever the machine's own kubeconfig points, got nothing
	// gitops: FluxArgs.Source.URL: need https://HOST/PATH or ssh://git@HOST/PATH, without a password, a query or a fragment, got another form with an @ in it
	// gitops: FluxArgs.Source.Branch: need the name of a branch such as main, without refs/heads, got "refs/heads/main"
	// gitops: FluxArgs.Path: need a folder of the repository such as "clusters/blue", not above its root, or "." for all of it, got "/clusters/blue"
	// gitops: FluxArgs.Variables["cluster-name"]: need a name of letters, digits and underscores, no digit first, as in ${cluster_name}, got "cluster-name"
}
