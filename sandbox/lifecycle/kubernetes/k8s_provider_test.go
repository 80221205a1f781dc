package kubernetes_test

import (
	"encoding/base64"
	"fmt"
	"testing"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
)

const (
	tenantStack      = "acme/consumer/staging"
	clusterEndpoint  = "https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com"
	rotatedEndpoint  = "https://FEDCBA9876543210.gr7.eu-west-1.eks.amazonaws.com"
	clusterWasGone   = "deleted by hand, INC-1234"
	unreachableWords = "configured Kubernetes cluster is unreachable"
)

// consumer puts one object on a cluster that another program made. Every part of the provider comes from configuration.
func consumer(ctx *pulumi.Context) error {
	c := config.New(ctx, "consumer")
	text := func(key, usual string) pulumi.StringOutput {
		if value := c.Get(key); value != "" {
			usual = value
		}
		return pulumi.String(usual).ToStringOutput()
	}
	args := &provider.Args{
		Cluster: provider.Cluster{
			Identifier: text("identifier", "shop-blue-g1"), Name: text("name", "shop-blue-g1-1a2b3c4"), Region: text("region", "eu-west-1"),
			Endpoint: text("endpoint", clusterEndpoint), CertificateAuthority: text("authority", certificateOf("first")),
		},
		GiveUp: c.Get("giveUp"),
	}
	if role := c.Get("role"); role != "" {
		args.RoleARN = pulumi.String(role)
	}
	blue, err := provider.New(ctx, "blue", args)
	if err != nil || c.GetBool("empty") {
		return err
	}
	_, err = corev1.NewConfigMap(ctx, "settings", &corev1.ConfigMapArgs{
		Metadata: &metav1.ObjectMetaArgs{Annotations: pulumi.StringMap{"note": text("note", "first")}}, Data: pulumi.StringMap{"colour": pulumi.String("blue")},
	}, pulumi.Provider(blue.Kubernetes))
	return err
}

func text(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }

// blueCluster is a cluster that another program made.
func blueCluster() provider.Cluster {
	return provider.Cluster{
		Identifier: text("shop-blue-g1"), Name: text("shop-blue-g1-1a2b3c4"), Region: text("eu-west-1"),
		Endpoint: text(clusterEndpoint), CertificateAuthority: text(certificateOf("first")),
	}
}

func certificateOf(body string) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n", body))
}

func consumerWith(settings ...string) map[string]string {
	all := map[string]string{}
	for i := 0; i < len(settings); i += 2 {
		all["consumer:"+settings[i]] = settings[i+1]
	}
	return all
}

// What is new about a cluster that is the same one changes the provider in place, and no object.
func TestK8sProviderChanges(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]map[string]string{
		"certificate authority": consumerWith("authority", certificateOf("second")),
		"endpoint":              consumerWith("endpoint", rotatedEndpoint),
		"credentials":           consumerWith("role", "arn:aws:iam::123456789012:role/deployer"),
		"name and region":       consumerWith("name", "shop-blue-g1-other", "region", "eu-west-3"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, tenantStack, sandbox.Func(consumer))
			before := s.Up(consumerWith())
			result := s.Up(after)
			assert.Equal(t, []string{"update"}, lifecycletest.Operations(result, "blue-provider"))
			assert.Equal(t, 1, result.Changes["update"], "%v", result.Changes)
			assert.Len(t, result.Changes, 2, "the provider, and what is the same: %v", result.Changes)
			assert.Equal(t, lifecycletest.Find(t, before, "settings").ID, lifecycletest.Find(t, result, "settings").ID)
			s.AssertConverged(after)
			require.NoError(t, s.Destroy())
		})
	}
}

func TestK8sProviderOfAnotherClusterIsRefused(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, tenantStack, sandbox.Func(consumer))
	s.Up(consumerWith())
	_, err := s.TryUp(consumerWith("identifier", "shop-blue-g2", "endpoint", rotatedEndpoint))
	require.ErrorContains(t, err, `provider: blue: Args.Cluster.Identifier: need "shop-blue-g1", the value it was created with, got "shop-blue-g2"`)
	require.ErrorContains(t, err, "a change would delete every object")
	s.AssertConverged(consumerWith())
}

// An object of a cluster that does not answer stays in the state, whatever is asked, until the cluster is given up.
func TestK8sProviderGivesUpADeadClusterOnlyWhenTold(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, tenantStack, sandbox.Func(consumer))
	s.Up(consumerWith())
	s.Cloud.Unreachable(clusterEndpoint)

	_, err := s.TryUp(consumerWith("note", "second"))
	require.ErrorContains(t, err, unreachableWords)
	_, err = s.TryUp(consumerWith("empty", "true"))
	require.ErrorContains(t, err, unreachableWords)
	require.ErrorContains(t, s.Destroy(), unreachableWords)

	result := s.Up(consumerWith("empty", "true", "giveUp", clusterWasGone))
	assert.Equal(t, []string{"delete"}, lifecycletest.Operations(result, "settings"))
	assert.Contains(t, lifecycletest.Diagnostics(result), clusterWasGone)
	require.NoError(t, s.Destroy())
}

// The environment of whoever runs the deployment decides nothing.
func TestK8sProviderDoesNotListenToTheEnvironment(t *testing.T) {
	t.Setenv("PULUMI_K8S_DELETE_UNREACHABLE", "true")
	s := lifecycletest.New(t, tenantStack, sandbox.Func(consumer))
	s.Up(consumerWith())
	s.Cloud.Unreachable(clusterEndpoint)
	_, err := s.TryUp(consumerWith("empty", "true"))
	require.ErrorContains(t, err, unreachableWords)
	lifecycletest.Find(t, upAfterHealing(s, consumerWith()), "settings")
}

// A cluster that was cut off for a while is used again as if nothing had been.
func TestK8sProviderOutlastsAnOutage(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, tenantStack, sandbox.Func(consumer))
	s.Up(consumerWith())
	s.Cloud.Unreachable(clusterEndpoint)
	_, err := s.TryUp(consumerWith("note", "second"))
	require.Error(t, err)
	result := upAfterHealing(s, consumerWith("note", "second"))
	assert.Equal(t, []string{"update"}, lifecycletest.Operations(result, "settings"))
	s.AssertConverged(consumerWith("note", "second"))
}

func TestK8sProviderInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	lifecycletest.EveryStep(t, tenantStack, sandbox.Func(consumer), nil, consumerWith())
	lifecycletest.EveryStep(t, tenantStack, sandbox.Func(consumer), consumerWith(), consumerWith("authority", certificateOf("second"), "note", "second"))
}

func upAfterHealing(s *lifecycletest.Stack, settings map[string]string) *sandbox.Result {
	s.T.Helper()
	s.Cloud.Heal()
	return s.Up(settings)
}
