package gitops_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/gitops"
)

func TestSource(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	r := graph.Named(t, sourceToken, "flux-source")
	assert.Equal(t, map[string]any{
		"url": httpsURL, "ref": map[string]any{"branch": "main"}, "interval": "1m0s", "timeout": "1m0s",
	}, r.Value("spec"), "a public repository needs no Secret")
	assert.Equal(t, "flux-system", r.Value("metadata.name"))
	assert.Equal(t, "flux-system", r.Value("metadata.namespace"))
	assert.Equal(t, "condition=Ready", r.Value(`metadata.annotations["pulumi.com/waitFor"]`))
	assert.Equal(t, infratest.Timeouts{Create: "10m0s", Update: "10m0s", Delete: "10m0s"}, r.Timeouts)
	assert.Empty(t, graph.OfType(secretToken))
}

func TestReferences(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		source gitops.Source
		want   map[string]any
	}{
		"branch": {gitops.Source{Branch: "release/1.x"}, map[string]any{"branch": "release/1.x"}},
		"tag":    {gitops.Source{Tag: "v1.2.3"}, map[string]any{"tag": "v1.2.3"}},
		"range":  {gitops.Source{SemVer: ">=1.2.0 <2.0.0"}, map[string]any{"semver": ">=1.2.0 <2.0.0"}},
		"commit": {gitops.Source{Commit: theCommit}, map[string]any{"commit": theCommit}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, func(a *gitops.FluxArgs) {
				a.Source = test.source
				a.Source.URL, a.Source.Interval, a.Source.Timeout = httpsURL, 5*time.Minute, 90*time.Second
			})
			r := graph.One(t, sourceToken)
			assert.Equal(t, test.want, r.Value("spec.ref"))
			assert.Equal(t, "5m0s", r.Value("spec.interval"))
			assert.Equal(t, "1m30s", r.Value("spec.timeout"))
		})
	}
}

func TestKustomization(t *testing.T) {
	t.Parallel()
	r := run(t, unchanged).Named(t, kustomizationToken, "flux-kustomization")
	assert.Equal(t, map[string]any{
		"sourceRef": map[string]any{"kind": "GitRepository", "name": "flux-system"}, "path": "./clusters/blue", "prune": true, "wait": true,
		"interval": "10m0s", "retryInterval": "2m0s", "timeout": "5m0s", "deletionPolicy": "Orphan", "serviceAccountName": "kustomize-controller",
	}, r.Value("spec"), "nothing is substituted when there are no variables: scripts have ${} too")
	assert.Equal(t, "flux-system", r.Value("metadata.name"))
	assert.Equal(t, "flux-system", r.Value("metadata.namespace"))
	assert.Equal(t, "condition=Ready", r.Value(`metadata.annotations["pulumi.com/waitFor"]`))
	assert.Equal(t, infratest.Timeouts{Create: "10m0s", Update: "10m0s", Delete: "10m0s"}, r.Timeouts)

	r = run(t, func(a *gitops.FluxArgs) {
		a.Path, a.Interval, a.RetryInterval, a.Timeout = ".", time.Hour, time.Minute, 20*time.Minute
		a.DisablePrune, a.DisableHealthChecks, a.DisableAwait, a.DeletionPolicy = true, true, true, gitops.WaitForTermination
	}).One(t, kustomizationToken)
	infratest.AssertInputs(t, r, map[string]any{
		"spec.path": "./", "spec.interval": "1h0m0s", "spec.retryInterval": "1m0s", "spec.timeout": "20m0s", "spec.prune": false, "spec.wait": false,
		"spec.deletionPolicy": "WaitForTermination", `metadata.annotations["pulumi.com/waitFor"]`: nil,
	})
	assert.Equal(t, "25m0s", r.Timeouts.Delete, "Flux waits as long as Timeout for what it deletes")
}

func TestPaths(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"clusters/blue": "./clusters/blue", "./clusters/blue/": "./clusters/blue", "clusters/../clusters/blue": "./clusters/blue", "./": "./", "..cluster": "./..cluster",
	} {
		r := run(t, func(a *gitops.FluxArgs) { a.Path = given }).One(t, kustomizationToken)
		assert.Equal(t, want, r.Value("spec.path"), given)
	}
}

func TestVariables(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *gitops.FluxArgs) {
		a.Variables = map[string]pulumi.StringInput{
			"cluster_name": pulumi.String("blue"), "_vpcID": pulumi.String("vpc-1").ToStringOutput(), "nothing": pulumi.String(""),
		}
		a.VariablesSecret = pulumi.String("cluster-secrets").ToStringOutput()
	})
	r := graph.Named(t, configMapToken, "flux-variables")
	assert.Equal(t, map[string]any{"cluster_name": "blue", "_vpcID": "vpc-1", "nothing": ""}, r.Value("data"))
	assert.Equal(t, "cluster-vars", r.Value("metadata.name"), "manifests refer to it")
	assert.Equal(t, "flux-system", r.Value("metadata.namespace"))
	assert.Equal(t, "Enabled", r.Value(`metadata.labels["reconcile.fluxcd.io/watch"]`), "Flux acts on a change at once")
	assert.Equal(t, []any{
		map[string]any{"kind": "ConfigMap", "name": "cluster-vars"}, map[string]any{"kind": "Secret", "name": "cluster-secrets"},
	}, graph.One(t, kustomizationToken).Value("spec.postBuild.substituteFrom"), "the Secret wins")
	output, _ := graph.Output("configMap")
	assert.Equal(t, "cluster-vars", output.StringValue())

	graph = run(t, func(a *gitops.FluxArgs) { a.VariablesSecret = pulumi.String("cluster-secrets") })
	assert.Empty(t, graph.OfType(configMapToken))
	assert.Equal(t, []any{map[string]any{"kind": "Secret", "name": "cluster-secrets"}}, graph.One(t, kustomizationToken).Value("spec.postBuild.substituteFrom"))
}

// A secret would be readable for everybody who may read the namespace, so it never gets into the ConfigMap.
func TestSecretVariablesAreRefused(t *testing.T) {
	t.Parallel()
	graph, err := try(func(a *gitops.FluxArgs) {
		a.Variables = map[string]pulumi.StringInput{"password": pulumi.ToSecret(pulumi.String("hunter2-hunter2")).(pulumi.StringOutput)}
	})
	require.EqualError(t, lastOf(err), `gitops: FluxArgs.Variables["password"]: need a value that everybody may read; put a secret one into a Secret `+
		`and name it in VariablesSecret, got [secret]`)
	assert.NotContains(t, err.Error(), "hunter2")
	assert.Empty(t, graph.OfType(configMapToken))
	assert.Empty(t, graph.OfType(kustomizationToken), "nothing is applied without the variables")
}

// lastOf is the error of the arguments within what the run returns.
func lastOf(err error) error {
	found := component.FieldErrors(err)
	if len(found) == 0 {
		return err
	}
	return found[0]
}

func TestDeployKey(t *testing.T) {
	t.Parallel()
	second := "[git.example.com]:2222 ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY="
	graph := run(t, func(a *gitops.FluxArgs) {
		withKey(a)
		a.Source.KnownHosts = append(a.Source.KnownHosts, second)
	})
	r := graph.Named(t, secretToken, "flux-credentials")
	assert.True(t, r.IsSecret("stringData"))
	assert.Equal(t, map[string]any{"identity": theKey, "known_hosts": knownHosts + "\n" + second + "\n"}, r.Value("stringData"))
	assertRolls(t, graph, r)
}

func TestToken(t *testing.T) {
	t.Parallel()
	graph := run(t, withToken)
	r := graph.One(t, secretToken)
	assert.True(t, r.IsSecret("stringData"), "made secret, though it was given as plain text")
	assert.Equal(t, map[string]any{"username": "git", "password": theToken}, r.Value("stringData"))
	assertRolls(t, graph, r)
	infratest.AssertNoPlainSecrets(t, graph)

	r = run(t, func(a *gitops.FluxArgs) {
		withToken(a)
		a.Source.Username = pulumi.String("deploy").ToStringOutput()
	}).One(t, secretToken)
	assert.Equal(t, "deploy", r.Value("stringData.username"))
}

// assertRolls says that a new value makes a new Secret: it is immutable, and named by the provider.
func assertRolls(t *testing.T, graph *infratest.Graph, secret *infratest.Resource) {
	t.Helper()
	assert.Equal(t, true, secret.Value("immutable"))
	assert.Equal(t, "Opaque", secret.Value("type"))
	assert.Nil(t, secret.Value("metadata.name"))
	assert.Equal(t, "flux-system", secret.Value("metadata.namespace"))
	name := secret.Outputs["metadata"].ObjectValue()["name"].StringValue()
	assert.Regexp(t, "^flux-credentials-[0-9a-f]+$", name)
	assert.Equal(t, name, graph.One(t, sourceToken).Value("spec.secretRef.name"))
	assert.Contains(t, infratest.Names(graph.One(t, sourceToken).Dependencies), "flux-credentials")
}

func TestGivenSecrets(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *gitops.FluxArgs) {
		a.Source.URL, a.Source.CredentialsSecret = sshURL, pulumi.String("git.key")
		a.Source.VerificationSecret = pulumi.String("signers").ToStringOutput()
	})
	r := graph.One(t, sourceToken)
	assert.Equal(t, map[string]any{"name": "git.key"}, r.Value("spec.secretRef"))
	assert.Equal(t, map[string]any{"mode": "HEAD", "secretRef": map[string]any{"name": "signers"}}, r.Value("spec.verify"))
	assert.Empty(t, graph.OfType(secretToken))
	for _, source := range []gitops.Source{{Tag: "v1.0.0"}, {SemVer: "1.x"}} {
		r := run(t, func(a *gitops.FluxArgs) {
			source.URL, source.VerificationSecret = httpsURL, pulumi.String("signers")
			a.Source = source
		}).One(t, sourceToken)
		assert.Equal(t, "Tag", r.Value("spec.verify.mode"))
	}
}

func TestNamespace(t *testing.T) {
	t.Parallel()
	r := run(t, unchanged).Named(t, namespaceToken, "flux-namespace")
	assert.Equal(t, "flux-system", r.Value("metadata.name"))

	graph := run(t, func(a *gitops.FluxArgs) {
		everything(a)
		a.Namespace = pulumi.String("delivery").ToStringOutput()
	})
	assert.Empty(t, graph.OfType(namespaceToken))
	for _, token := range []string{secretToken, configMapToken, sourceToken, kustomizationToken} {
		assert.Equal(t, "delivery", graph.One(t, token).Value("metadata.namespace"), token)
	}
	assert.Equal(t, "delivery", graph.One(t, chartToken).Value("namespace"))
	output, _ := graph.Output("namespace")
	assert.Equal(t, "delivery", output.StringValue())
}

func TestSuspend(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *gitops.FluxArgs) { a.Suspend = true })
	for _, token := range []string{sourceToken, kustomizationToken} {
		r := graph.One(t, token)
		assert.Equal(t, true, r.Value("spec.suspend"), token)
		assert.Nil(t, r.Value(`metadata.annotations["pulumi.com/waitFor"]`), "what is suspended does not become ready")
	}
	graph = run(t, unchanged)
	for _, token := range []string{sourceToken, kustomizationToken} {
		assert.Nil(t, graph.One(t, token).Value("spec.suspend"), "somebody may suspend it by hand")
	}
}

// Deletion runs against the dependencies: Kustomization, then source, while the chart's controllers take their finalizers off.
func TestOrder(t *testing.T) {
	t.Parallel()
	graph := run(t, everything)
	chart := graph.Named(t, chartToken, "flux-chart")
	source, kustomization := graph.One(t, sourceToken), graph.One(t, kustomizationToken)
	assert.Equal(t, []string{"flux-namespace"}, infratest.Names(chart.Dependencies))
	assert.ElementsMatch(t, []string{"flux-chart", "flux-credentials"}, infratest.Names(source.Dependencies))
	assert.ElementsMatch(t, []string{"flux-chart", "flux-source", "flux-variables"}, infratest.Names(kustomization.Dependencies))
	for _, token := range []string{secretToken, configMapToken} {
		assert.Equal(t, []string{"flux-namespace"}, infratest.Names(graph.One(t, token).Dependencies), token)
	}
	assert.Empty(t, kustomization.PropertyDependencies["spec"], "a ConfigMap that is replaced must not take the Kustomization with it")
	after := graph.Named(t, "kubernetes:core/v1:ServiceAccount", "after")
	assert.ElementsMatch(t, []string{"flux-chart", "flux-kustomization", "flux-source"}, infratest.Names(after.Dependencies), "Ready is all that others wait for")
}

// What Orphan leaves running needs its namespace and the definitions of its types.
func TestDeletionPolicy(t *testing.T) {
	t.Parallel()
	for policy, keep := range map[gitops.DeletionPolicy]bool{"": true, gitops.Orphan: true, gitops.WaitForTermination: false} {
		graph := run(t, func(a *gitops.FluxArgs) { a.DeletionPolicy = policy })
		assert.Equal(t, keep, graph.One(t, namespaceToken).RetainOnDelete, policy)
		want := any("keep")
		if !keep {
			want = nil
		}
		assert.Equal(t, want, graph.One(t, chartToken).Value(`values.crds.annotations["helm.sh/resource-policy"]`), policy)
		for _, token := range []string{sourceToken, kustomizationToken, chartToken} {
			assert.False(t, graph.One(t, token).RetainOnDelete, "%s %s", policy, token)
		}
	}
}

func TestClusterOfTheSameStack(t *testing.T) {
	t.Parallel()
	const clusterToken = "acme:index:Cluster"
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := newTags(ctx)
		if err != nil {
			return err
		}
		provider := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource(providerToken, "blue", pulumi.Map{}, provider); err != nil {
			return err
		}
		cluster := &pulumi.CustomResourceState{}
		if err := ctx.RegisterResource(clusterToken, "blue", pulumi.Map{}, cluster); err != nil {
			return err
		}
		args := newArgs(tags, provider)
		everything(args)
		args.DeletedWith = cluster
		_, err = gitops.NewFlux(ctx, "flux", args)
		return err
	})
	require.NoError(t, err)
	cluster, provider := graph.One(t, clusterToken).URN, graph.One(t, providerToken).URN
	for _, token := range []string{namespaceToken, chartToken, secretToken, configMapToken, sourceToken, kustomizationToken} {
		r := graph.One(t, token)
		assert.Equal(t, cluster, r.DeletedWith, token)
		assert.Equal(t, provider, r.Provider, token)
	}
}

func TestEverythingCarriesTheTags(t *testing.T) {
	t.Parallel()
	graph := run(t, everything)
	for _, token := range []string{namespaceToken, secretToken, configMapToken, sourceToken, kustomizationToken} {
		assert.Equal(t, "team-platform", graph.One(t, token).Value("metadata.labels.owner"), token)
		assert.Equal(t, "team-platform", graph.One(t, token).Value("metadata.annotations.owner"), token)
	}
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	for _, name := range []string{"namespace", "source", "kustomization"} {
		output, _ := graph.Output(name)
		assert.Equal(t, resource.NewProperty("flux-system"), output, name)
	}
}

func TestLongNames(t *testing.T) {
	t.Parallel()
	graph, err := tryNamed(strings.Repeat("delivery-", 8)+"x", withKey)
	require.NoError(t, err)
	name := graph.One(t, secretToken).Outputs["metadata"].ObjectValue()["name"].StringValue()
	assert.LessOrEqual(t, len(name), 63)
	_, err = tryNamed("Flux", unchanged)
	require.ErrorContains(t, err, "gitops: Flux: name: need lower-case letters, digits and hyphens")
}
