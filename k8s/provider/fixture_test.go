package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/provider"
)

const (
	token         = "groundwork:k8s/provider:Provider"
	providerToken = "pulumi:providers:kubernetes"
	endpoint      = "https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com"
	role          = "arn:aws:iam::123456789012:role/deployer"
)

var authority = base64.StdEncoding.EncodeToString([]byte("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"))

func text(value string) pulumi.StringOutput { return pulumi.String(value).ToStringOutput() }

func valid() *provider.Args {
	return &provider.Args{Cluster: provider.Cluster{
		Identifier: text("shop-blue-g1"), Name: text("shop-blue-g1-cluster-1a2b3c4"), Region: text("eu-west-1"),
		Endpoint: text(endpoint), CertificateAuthority: text(authority),
	}}
}

func program(args *provider.Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		_, err := provider.New(ctx, "blue", args)
		return err
	}
}

// made is the kubeconfig of the only provider of a program.
func made(t *testing.T, args *provider.Args) (*infratest.Resource, map[string]any) {
	t.Helper()
	g := infratest.Run(t, program(args))
	r := g.Named(t, providerToken, "blue-provider")
	var config map[string]any
	require.NoError(t, json.Unmarshal([]byte(r.Value("kubeconfig").(string)), &config))
	return r, config
}
