package ekscluster_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

const issuerToken = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"

func irsa(a *ekscluster.Args) { a.IRSA = true }

// trusting exports the trust in one service account.
func trusting(change func(*ekscluster.Args), namespace, account string, opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		cluster, err := newCluster(ctx, "shop", change)
		if err != nil {
			return err
		}
		trust, err := cluster.ServiceAccountTrust(namespace, account)
		if err != nil {
			return err
		}
		ctx.Export("trust", trust)
		ctx.Export("provider", cluster.OIDCProviderARN)
		return nil
	}, opts...)
}

func TestIssuer(t *testing.T) {
	t.Parallel()
	graph := run(t, irsa)
	provider := graph.Named(t, issuerToken, name+"-issuer")
	cluster := graph.One(t, clusterToken)
	issuer := cluster.Outputs["identities"].ArrayValue()[0].ObjectValue()["oidcs"].ArrayValue()[0].ObjectValue()["issuer"].StringValue()
	assert.Equal(t, []any{"sts.amazonaws.com"}, provider.Value("clientIdLists"))
	assert.Equal(t, issuer, provider.Value("url"))
	assert.Nil(t, provider.Value("thumbprintLists"))
	assert.Equal(t, "team-pay", provider.Value("tags.owner"))
	assert.Empty(t, run(t, nothing).OfType(issuerToken), "Pod Identity needs none")
}

func TestTrustInOneServiceAccount(t *testing.T) {
	t.Parallel()
	graph, err := trusting(irsa, "shop", "orders.v2")
	require.NoError(t, err)
	trust, _ := graph.Output("trust")
	provider, _ := graph.Output("provider")
	issuer := strings.TrimPrefix(graph.One(t, issuerToken).Value("url").(string), "https://")
	assert.NotContains(t, issuer, "://")
	assert.Equal(t, graph.One(t, issuerToken).Outputs["arn"], provider)
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Sid":"ServiceAccount","Effect":"Allow",
		"Principal":{"Federated":"`+provider.StringValue()+`"},"Action":["sts:AssumeRoleWithWebIdentity"],
		"Condition":{"StringEquals":{
			"`+issuer+`:sub":["system:serviceaccount:shop:orders.v2"],"`+issuer+`:aud":["sts.amazonaws.com"]}}}]}`, trust.StringValue())
	_, err = trusting(irsa, "shop", "orders", infratest.Preview())
	require.NoError(t, err)
}

func TestTrustThatIsRefused(t *testing.T) {
	t.Parallel()
	_, err := trusting(nothing, "shop", "orders")
	require.EqualError(t, rootOf(err), "ekscluster: ServiceAccountTrust: need a cluster with IRSA, got one without")
	_, err = trusting(irsa, "*", "orders*")
	assert.ErrorContains(t, err, `ekscluster: ServiceAccountTrust.namespace: need a namespace's name, without wildcards, got "*"`)
	assert.ErrorContains(t, err, `ekscluster: ServiceAccountTrust.serviceAccount: need a service account's name, without wildcards, got "orders*"`)
	assert.Len(t, component.FieldErrors(err), 2)
	_, err = (*ekscluster.Cluster)(nil).ServiceAccountTrust("shop", "")
	assert.Len(t, component.FieldErrors(err), 2, "no cluster and no account")
}

// rootOf is the one problem in an error.
func rootOf(err error) error {
	problems := component.FieldErrors(err)
	if len(problems) != 1 {
		return err
	}
	return problems[0]
}
