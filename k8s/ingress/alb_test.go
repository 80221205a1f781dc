package ingress_test

import (
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/ingress"
)

// placed makes one Ingress or binding in a cluster: the provider and what stands for the cluster are registered beside it.
func placed(
	t testing.TB, program func(ctx *pulumi.Context, provider pulumi.ProviderResource, cluster pulumi.Resource) error,
) *infratest.Graph {
	t.Helper()
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{Kubeconfig: pulumi.String("{}")})
		if err != nil {
			return err
		}
		cluster, err := corev1.NewNamespace(ctx, "cluster", nil)
		if err != nil {
			return err
		}
		return program(ctx, provider, cluster)
	})
	require.NoError(t, err)
	return graph
}

func TestTheIngressGoesToItsCluster(t *testing.T) {
	t.Parallel()
	for _, together := range []bool{false, true} {
		graph := placed(t, func(ctx *pulumi.Context, provider pulumi.ProviderResource, cluster pulumi.Resource) error {
			tags, err := someTags(ctx)
			if err != nil {
				return err
			}
			args := newArgs(tags)
			args.Provider = provider
			if together {
				args.DeletedWith = cluster
			}
			_, err = ingress.NewALB(ctx, "shop", args)
			return err
		})
		made := graph.One(t, ingressToken)
		assert.Equal(t, graph.Named(t, "pulumi:providers:kubernetes", "blue").URN, made.Provider)
		if together {
			assert.Equal(t, graph.Named(t, "kubernetes:core/v1:Namespace", "cluster").URN, made.DeletedWith)
		} else {
			assert.Empty(t, made.DeletedWith, "the controller could not clean up behind a cluster that is gone")
		}
	}
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	made := graph.One(t, ingressToken)
	assert.Equal(t, "shop-ingress", made.Name)
	outputs := made.Outputs.Mappable()
	metadata := outputs["metadata"].(map[string]any)
	balancer := outputs["status"].(map[string]any)["loadBalancer"].(map[string]any)["ingress"].([]any)[0].(map[string]any)
	assert.Equal(t, map[string]any{"name": metadata["name"], "namespace": "shop", "hostname": balancer["hostname"]}, graph.Outputs().Mappable())
	assert.NotEmpty(t, balancer["hostname"])
}

func TestTagsAreRendered(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	assert.Equal(t, "cost-center=cc-1200,environment=staging,managed-by=pulumi,owner=team-web,pulumi-project=project,pulumi-stack=test,service=shop",
		annotation(t, graph, "tags"))
	assert.Equal(t, "team-web", graph.One(t, ingressToken).Value("metadata.labels.owner"))
}

// TestProtection shows what has to be undone before an Ingress can go.
func TestProtection(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change    func(*ingress.ALBArgs)
		protected bool
	}{
		"production":   {unchanged, true},
		"switched off": {func(a *ingress.ALBArgs) { a.DisableProtection = true }, false},
		"development":  {func(a *ingress.ALBArgs) { a.Profile = component.Development }, false},
	} {
		graph := run(t, test.change)
		assert.Equal(t, test.protected, graph.One(t, ingressToken).Protect, name)
		want := map[bool]string{true: "deletion_protection.enabled=true", false: "deletion_protection.enabled=false"}[test.protected]
		assert.Contains(t, annotation(t, graph, "load-balancer-attributes"), want, name)
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *ingress.ALBArgs) {
		a.IngressClass = "alb-shared"
		a.DefaultBackend = &ingress.Backend{ServiceName: later("fallback"), ServicePortName: "http"}
		a.Rules = []ingress.Rule{{Paths: []ingress.Path{{Path: "/a", Type: ingress.Exact, Backend: service("web")}}}}
		a.TLSHosts = []string{"a.example.com", "b.example.com"}
	})
	assert.Equal(t, map[string]any{
		"ingressClassName": "alb-shared",
		"defaultBackend":   map[string]any{"service": map[string]any{"name": "fallback", "port": map[string]any{"name": "http"}}},
		"rules": []any{map[string]any{"http": map[string]any{"paths": []any{map[string]any{
			"path": "/a", "pathType": "Exact", "backend": map[string]any{"service": map[string]any{"name": "web", "port": map[string]any{"number": 80.0}}},
		}}}}},
		"tls": []any{map[string]any{"hosts": []any{"a.example.com", "b.example.com"}}},
	}, graph.One(t, ingressToken).Value("spec"))
}

func TestADefaultBackendAlone(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *ingress.ALBArgs) {
		backend := service("web")
		a.DefaultBackend, a.Rules = &backend, nil
	})
	assert.Nil(t, graph.One(t, ingressToken).Value("spec.rules"))
	assert.Equal(t, "web", graph.One(t, ingressToken).Value("spec.defaultBackend.service.name"))
}

// TestLaterValues has every input known only later, and finds the same texts.
func TestLaterValues(t *testing.T) {
	t.Parallel()
	now := run(t, everything)
	graph := run(t, func(a *ingress.ALBArgs) {
		everything(a)
		a.CertificateARNs = []pulumi.StringInput{later(certificate2), later(certificate)}
		a.PrefixListIDs = []pulumi.StringInput{later("pl-0b"), later("pl-0a")}
		a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-0b", "subnet-0a"}).ToStringArrayOutput()
		a.IPAMPoolID, a.WebACLARN = later("ipam-pool-0a"), later(webACL)
		a.AccessLogsBucket, a.ConnectionLogsBucket = later("acme-logs"), later("acme-connections")
		a.MutualAuthentication[0].TrustStoreARN = later(trustStore)
		a.Auth.Cognito.UserPoolARN, a.Auth.Cognito.UserPoolClientID = later(userPool), later("client")
		a.Actions["split"].Forward.Targets[0].ServiceName = later("web")
		a.Actions["split"].Forward.Targets[2].TargetGroupARN = later(targetGroup)
		a.Namespace = later("shop")
	})
	assert.Equal(t, now.One(t, ingressToken).Value("metadata"), graph.One(t, ingressToken).Value("metadata"))
	groups := run(t, func(a *ingress.ALBArgs) {
		a.InboundCIDRs, a.SecurityGroupIDs = nil, []pulumi.StringInput{later(balancerSG)}
	})
	assert.Equal(t, balancerSG, annotation(t, groups, "security-groups"))
	oidc := run(t, func(a *ingress.ALBArgs) {
		asOIDC(a)
		a.Auth.OIDC.SecretName = later("login")
	})
	assert.Contains(t, annotation(t, oidc, "auth-idp-oidc"), `"secretName":"login"`)
}

// TestAPreviewShowsWhatItCan: an unknown certificate hides its own annotation only.
func TestAPreviewShowsWhatItCan(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *ingress.ALBArgs) {
		a.CertificateARNs = []pulumi.StringInput{pulumi.UnsafeUnknownOutput(nil).ApplyT(func(any) string { return "" }).(pulumi.StringOutput)}
	}, infratest.Preview())
	all, ok := graph.One(t, ingressToken).Input("metadata.annotations")
	require.True(t, ok)
	assert.True(t, all.ObjectValue()[prefix+"certificate-arn"].IsComputed())
	assert.Equal(t, "internal", all.ObjectValue()[prefix+"scheme"].StringValue())
}

// TestLaterValuesAreChecked shows that a value that comes late and is wrong fails the update.
func TestLaterValuesAreChecked(t *testing.T) {
	t.Parallel()
	for field, change := range map[string]func(*ingress.ALBArgs){
		"CertificateARNs[0]": func(a *ingress.ALBArgs) { a.CertificateARNs = []pulumi.StringInput{later("x")} },
		"PrefixListIDs[0]":   func(a *ingress.ALBArgs) { a.PrefixListIDs = []pulumi.StringInput{later("x")} },
		"SecurityGroupIDs[0]": func(a *ingress.ALBArgs) {
			a.InboundCIDRs, a.SecurityGroupIDs = nil, []pulumi.StringInput{later("x")}
		},
		"SubnetIDs": func(a *ingress.ALBArgs) {
			a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-1", "subnet-1"}).ToStringArrayOutput()
		},
		"IPAMPoolID":           func(a *ingress.ALBArgs) { a.AllowPublic, a.IPAMPoolID = true, later("x") },
		"WebACLARN":            func(a *ingress.ALBArgs) { a.WebACLARN = later("x") },
		"AccessLogsBucket":     func(a *ingress.ALBArgs) { a.AccessLogsBucket = later("X") },
		"ConnectionLogsBucket": func(a *ingress.ALBArgs) { a.ConnectionLogsBucket = later("X") },
		"Namespace":            func(a *ingress.ALBArgs) { a.Namespace = later("X") },
		"MutualAuthentication[0].TrustStoreARN": func(a *ingress.ALBArgs) {
			a.MutualAuthentication = []ingress.MutualAuthentication{{TrustStoreARN: later("x")}}
		},
		"Rules[0].Paths[0].Backend.ServiceName": func(a *ingress.ALBArgs) { a.Rules[0].Paths[0].Backend.ServiceName = later("X") },
		"Auth.Cognito.UserPoolARN": func(a *ingress.ALBArgs) {
			everything(a)
			a.Auth.Cognito.UserPoolARN = later("x")
		},
		`Actions["split"].Forward.Targets[0].ServiceName`: func(a *ingress.ALBArgs) {
			everything(a)
			a.Actions["split"].Forward.Targets[0].ServiceName = later("X")
		},
		`Actions["split"].Forward.Targets[2].TargetGroupARN`: func(a *ingress.ALBArgs) {
			everything(a)
			a.Actions["split"].Forward.Targets[2].TargetGroupARN = later("x")
		},
	} {
		_, err := try(change)
		require.ErrorContains(t, err, "ALBArgs."+field+": need ", field)
	}
}
