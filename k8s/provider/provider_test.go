package provider_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*provider.Args){
		"default":  func(*provider.Args) {},
		"given-up": func(args *provider.Args) { args.RoleARN, args.GiveUp = pulumi.String(role), "deleted by hand" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			infratest.Conformance(t, infratest.Spec[provider.Args, *provider.Provider]{
				Token: token,
				New:   provider.New,
				Args: func(*pulumi.Context, tagging.Set) *provider.Args {
					args := valid()
					change(args)
					return args
				},
				Required: []string{
					"Cluster.Identifier", "Cluster.Name", "Cluster.Region", "Cluster.Endpoint", "Cluster.CertificateAuthority",
				},
				Golden: "testdata/golden/" + name + ".json",
			})
		})
	}
}

// The kubeconfig says where the cluster is and how to get a token; it holds none.
func TestKubeconfig(t *testing.T) {
	t.Parallel()
	args := valid()
	args.RoleARN = pulumi.String(role)
	_, config := made(t, args)
	assert.Equal(t, map[string]any{
		"apiVersion": "v1", "kind": "Config", "current-context": "eks",
		"clusters": []any{map[string]any{"name": "eks", "cluster": map[string]any{
			"server": endpoint, "certificate-authority-data": authority,
		}}},
		"contexts": []any{map[string]any{"name": "eks", "context": map[string]any{"cluster": "eks", "user": "eks"}}},
		"users": []any{map[string]any{"name": "eks", "user": map[string]any{"exec": map[string]any{
			"apiVersion": "client.authentication.k8s.io/v1beta1", "command": "aws", "interactiveMode": "Never",
			"args": []any{
				"eks", "get-token", "--region", "eu-west-1", "--cluster-name", "shop-blue-g1-cluster-1a2b3c4", "--output", "json", "--role-arn", role,
			},
		}}}},
	}, config)
}

func TestWithoutARoleTheDeploymentsOwnCredentialsAreUsed(t *testing.T) {
	t.Parallel()
	_, config := made(t, valid())
	user := config["users"].([]any)[0].(map[string]any)["user"].(map[string]any)["exec"].(map[string]any)
	assert.NotContains(t, user["args"], "--role-arn")
}

func TestTheProviderIsKeyedToTheCluster(t *testing.T) {
	t.Parallel()
	r, _ := made(t, valid())
	assert.Equal(t, "shop-blue-g1", r.Value("clusterIdentifier"))
	require.Len(t, r.Dependencies, 1)
	assert.Equal(t, "blue-identity", r.Dependencies[0].Name())
}

// The environment of whoever runs the deployment must not decide what becomes of objects that do not answer.
func TestUnreachableObjectsAreKeptUnlessTheClusterIsGivenUp(t *testing.T) {
	t.Setenv("PULUMI_K8S_DELETE_UNREACHABLE", "true")
	t.Setenv("PULUMI_K8S_SKIP_UPDATE_UNREACHABLE", "true")
	for _, c := range []struct {
		reason string
		want   bool
	}{{"", false}, {"deleted by hand, INC-1234", true}} {
		args := valid()
		args.GiveUp = c.reason
		r, _ := made(t, args)
		infratest.AssertInputs(t, r, map[string]any{"deleteUnreachable": c.want, "skipUpdateUnreachable": false})
	}
}

func TestMistakesAreToldAtOnce(t *testing.T) {
	t.Parallel()
	g, err := infratest.TryRun(program(&provider.Args{RoleARN: pulumi.String("deployer"), GiveUp: " "}))
	require.Error(t, err)
	assert.Empty(t, g.All())
	for _, line := range []string{
		"provider: blue: Args.Cluster.Identifier: need a constant that names this very cluster, such as ekscluster's Identifier, got nothing",
		"provider: blue: Args.Cluster.Name: need the cluster's name on AWS, got nothing",
		"provider: blue: Args.Cluster.Region: need an AWS region such as eu-west-1, got nothing",
		"provider: blue: Args.Cluster.Endpoint: need the API server's URL, such as",
		"provider: blue: Args.Cluster.CertificateAuthority: need the authority's PEM certificate in base64, as EKS gives it, got nothing",
		`provider: blue: Args.RoleARN: need an IAM role's ARN, such as arn:aws:iam::123456789012:role/deployer, got "deployer"`,
		`provider: blue: Args.GiveUp: need the reason why the cluster is given up, got " "`,
	} {
		assert.ErrorContains(t, err, line)
	}
	assert.Len(t, component.FieldErrors(err), 7)
}

// What is an output is checked on its way to the provider.
func TestOutputsAreChecked(t *testing.T) {
	t.Parallel()
	for field, change := range map[string]func(*provider.Args){
		"Cluster.Identifier":           func(args *provider.Args) { args.Cluster.Identifier = text("") },
		"Cluster.Name":                 func(args *provider.Args) { args.Cluster.Name = text("") },
		"Cluster.Region":               func(args *provider.Args) { args.Cluster.Region = text("Ireland") },
		"Cluster.Endpoint":             func(args *provider.Args) { args.Cluster.Endpoint = text("http://cluster") },
		"Cluster.CertificateAuthority": func(args *provider.Args) { args.Cluster.CertificateAuthority = text("-----BEGIN CERTIFICATE-----") },
		"RoleARN":                      func(args *provider.Args) { args.RoleARN = text("deployer") },
	} {
		args := valid()
		change(args)
		_, err := infratest.TryRun(program(args))
		var problem *component.FieldError
		require.ErrorAs(t, err, &problem, field)
		assert.Equal(t, field, problem.Field)
		assert.Equal(t, "provider.Args", problem.Args)
	}
}
