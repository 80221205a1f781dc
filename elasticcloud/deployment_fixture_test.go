package elasticcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	deploymentToken = "ec:index/deployment:Deployment"
	filterToken     = "ec:index/deploymentTrafficFilter:DeploymentTrafficFilter"
	keystoreToken   = "ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore"
	stashToken      = "pulumi:index:Stash"
	blockToken      = "groundwork:elasticcloud:Deployment"
)

const (
	accessKeyID = "AKIAIOSFODNN7EXAMPLE"
	secretKey   = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	credentials = `{"type": "service_account", "client_email": "search@shop.iam.gserviceaccount.com", "private_key": "-----BEGIN PRIVATE KEY-----"}`
	kmsKey      = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	password    = "ooDo9eiChohz4aiCheij"
)

// fewestArgs are the fewest arguments that are accepted.
func fewestArgs(_ *pulumi.Context, tags tagging.Set) *elasticcloud.DeploymentArgs {
	return &elasticcloud.DeploymentArgs{
		Tags: tags, Region: "us-east-1", Template: "aws-storage-optimized", Version: "9.1.4", Hot: elasticcloud.Tier{Size: "8g"},
		Network: elasticcloud.Network{PrivateLink: &elasticcloud.PrivateLink{EndpointIDs: texts("vpce-0a1b2c3d")}},
	}
}

// texts are literal inputs.
func texts(all ...string) []pulumi.StringInput { return pulumi.ToStringArray(all) }

func ipAllow(blocks ...string) elasticcloud.Network {
	return elasticcloud.Network{IPAllow: &elasticcloud.IPAllow{CIDRs: texts(blocks...)}}
}

func public(reason string) elasticcloud.Network {
	return elasticcloud.Network{Public: &elasticcloud.Public{Reason: reason}}
}

// asCreated is what Elastic Cloud computes of a deployment.
func asCreated() infratest.Option {
	return infratest.Respond(deploymentToken, func(infratest.Call) (map[string]any, error) {
		return map[string]any{
			"id":                    "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
			"alias":                 "search-test-d53192",
			"elasticsearch":         map[string]any{"cloudId": "search:dXMtZWFzdC0x", "httpsEndpoint": "https://es.us-east-1.aws.found.io:443"},
			"kibana":                map[string]any{"httpsEndpoint": "https://kb.us-east-1.aws.found.io:443"},
			"elasticsearchUsername": "elastic",
			"elasticsearchPassword": infratest.Secret(password),
		}, nil
	})
}

// newDeployment is for programs that use the deployment "search".
func newDeployment(ctx *pulumi.Context, change func(*elasticcloud.DeploymentArgs)) (*elasticcloud.Deployment, error) {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-pay", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
	if err != nil {
		return nil, err
	}
	args := fewestArgs(ctx, tags)
	change(args)
	return elasticcloud.NewDeployment(ctx, "search", args)
}

func tryDeployment(t testing.TB, change func(*elasticcloud.DeploymentArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := newDeployment(ctx, change)
		return err
	}, append([]infratest.Option{asCreated()}, opts...)...)
}

// runDeployment registers one deployment called "search", in the stack "test".
func runDeployment(t testing.TB, change func(*elasticcloud.DeploymentArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryDeployment(t, change, opts...)
	require.NoError(t, err)
	return graph
}

func unchanged(*elasticcloud.DeploymentArgs) {}
