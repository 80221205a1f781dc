package elasticcloud_test

import (
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestPrivateLinkOnAWS(t *testing.T) {
	t.Parallel()
	graph := runDeployment(t, func(a *elasticcloud.DeploymentArgs) {
		a.Network.PrivateLink.EndpointIDs = []pulumi.StringInput{pulumi.String("vpce-1"), pulumi.String("vpce-2").ToStringOutput()}
	})
	filter := graph.Named(t, filterToken, "search-private-link")
	infratest.AssertInputs(t, filter, map[string]any{
		"type": "vpce", "region": "us-east-1", "name": "search-test private-link", "includeByDefault": false,
		"rules": []any{map[string]any{"source": "vpce-1"}, map[string]any{"source": "vpce-2"}},
	})
	infratest.AssertNoPublicIngress(t, graph)
}

func TestPrivateLinkOnGoogleCloud(t *testing.T) {
	t.Parallel()
	graph := runDeployment(t, func(a *elasticcloud.DeploymentArgs) {
		a.Region, a.Template = "gcp-us-central1", "gcp-storage-optimized"
		a.Network.PrivateLink.EndpointIDs = texts("18446744072646845332")
	})
	infratest.AssertInputs(t, graph.Named(t, filterToken, "search-private-link"), map[string]any{
		"type": "gcp_private_service_connect_endpoint", "region": "gcp-us-central1", "rules": []any{map[string]any{"source": "18446744072646845332"}},
	})
}

func TestAllowedAddresses(t *testing.T) {
	t.Parallel()
	graph := runDeployment(t, func(a *elasticcloud.DeploymentArgs) {
		a.Network = ipAllow("198.51.100.0/24", "203.0.113.7", "8.0.0.0/8")
	})
	infratest.AssertInputs(t, graph.Named(t, filterToken, "search-ip-allow"), map[string]any{
		"type": "ip", "region": "us-east-1", "name": "search-test ip-allow", "includeByDefault": false,
		"rules": []any{map[string]any{"source": "198.51.100.0/24"}, map[string]any{"source": "203.0.113.7"}, map[string]any{"source": "8.0.0.0/8"}},
	})
	infratest.AssertNoPublicIngress(t, graph)
}

// TestTheDeploymentIsNeverOpen shows the order: the filter is there before the deployment and goes after it, and neither goes by accident.
func TestTheDeploymentIsNeverOpen(t *testing.T) {
	t.Parallel()
	for name, network := range map[string]elasticcloud.Network{
		"private link": {PrivateLink: &elasticcloud.PrivateLink{EndpointIDs: texts("vpce-1")}},
		"ip allow":     ipAllow("198.51.100.0/24"),
	} {
		graph := runDeployment(t, func(a *elasticcloud.DeploymentArgs) { a.Network = network })
		filter, deployment := graph.One(t, filterToken), graph.One(t, deploymentToken)
		assert.True(t, filter.Protect, name)
		infratest.AssertInputs(t, deployment, map[string]any{"trafficFilters": []any{filter.ID}})
		assert.Contains(t, deployment.PropertyDependencies["trafficFilters"], filter.URN, name)
		for _, r := range graph.All() {
			assert.NotContains(t, r.Type, "TrafficFilterAssociation", "it would fight with trafficFilters")
		}
	}
}

func TestAPublicDeploymentSaysWhy(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		d, err := newDeployment(ctx, func(a *elasticcloud.DeploymentArgs) { a.Network = public("the search of the public web site") })
		if err != nil {
			return err
		}
		ctx.Export("access", d.NetworkAccess)
		return nil
	}, asCreated())
	assert.Empty(t, graph.OfType(filterToken))
	infratest.AssertInputs(t, graph.One(t, deploymentToken), map[string]any{"trafficFilters": []any{}})
	out, _ := graph.Output("access")
	assert.Equal(t, "public: the search of the public web site", out.StringValue())
}

func TestNetworksThatAreRefused(t *testing.T) {
	t.Parallel()
	blocks := func(all ...string) func(*elasticcloud.DeploymentArgs) {
		return func(a *elasticcloud.DeploymentArgs) { a.Network = ipAllow(all...) }
	}
	endpoints := func(all ...string) func(*elasticcloud.DeploymentArgs) {
		return func(a *elasticcloud.DeploymentArgs) { a.Network.PrivateLink.EndpointIDs = texts(all...) }
	}
	const needBlock = "need a public IPv4 address or block, no wider than /8, such as 198.51.100.0/24"
	assertRefused(t, map[string]refusal{
		"no choice": {
			func(a *elasticcloud.DeploymentArgs) { a.Network = elasticcloud.Network{} }, "Network",
			"need exactly one of PrivateLink, IPAllow and Public: without a choice the deployment would be open to the internet, got nothing",
		},
		"two choices": {
			func(a *elasticcloud.DeploymentArgs) { a.Network.Public = public("a good reason").Public }, "Network",
			"need exactly one of PrivateLink, IPAllow and Public, got PrivateLink and Public",
		},
		"no endpoints":       {endpoints(), "Network.PrivateLink.EndpointIDs", "need 1 to 128 endpoints, got 0"},
		"too many endpoints": {endpoints(slices.Repeat([]string{"vpce-1"}, 129)...), "Network.PrivateLink.EndpointIDs", "need 1 to 128 endpoints, got 129"},
		"no endpoint": {
			func(a *elasticcloud.DeploymentArgs) { a.Network.PrivateLink.EndpointIDs = []pulumi.StringInput{nil} },
			"Network.PrivateLink.EndpointIDs[0]", "need a VPC endpoint's id, such as vpce-0a1b2c3d, got nothing",
		},
		"a network as endpoint":   {endpoints("vpc-1"), "Network.PrivateLink.EndpointIDs[0]", `need a VPC endpoint's id, such as vpce-0a1b2c3d, got "vpc-1"`},
		"the same endpoint twice": {endpoints("vpce-1", "vpce-1"), "Network.PrivateLink.EndpointIDs[1]", `need each one once, got "vpce-1" again`},
		"an endpoint of AWS on Google Cloud": {
			func(a *elasticcloud.DeploymentArgs) { a.Region, a.Template = "gcp-us-central1", "gcp-general-purpose" },
			"Network.PrivateLink.EndpointIDs[0]", `need a PSC connection id of digits, such as 18446744072646845332, got "vpce-0a1b2c3d"`,
		},
		"private endpoints of Azure": {
			func(a *elasticcloud.DeploymentArgs) { a.Region, a.Template = "azure-eastus2", "azure-general-purpose" },
			"Network.PrivateLink", `need IPAllow or Public on Azure, whose private endpoints this block does not support, got the region "azure-eastus2"`,
		},
		"no blocks":       {blocks(), "Network.IPAllow.CIDRs", "need 1 to 128 addresses or blocks, got 0"},
		"too many blocks": {blocks(slices.Repeat([]string{"8.8.8.8"}, 129)...), "Network.IPAllow.CIDRs", "need 1 to 128 addresses or blocks, got 129"},
		"no block": {
			func(a *elasticcloud.DeploymentArgs) {
				a.Network = elasticcloud.Network{IPAllow: &elasticcloud.IPAllow{CIDRs: []pulumi.StringInput{nil}}}
			}, "Network.IPAllow.CIDRs[0]", needBlock + ", got nothing",
		},
		"the internet":         {blocks("198.51.100.0/24", "0.0.0.0/0"), "Network.IPAllow.CIDRs[1]", needBlock + `, got "0.0.0.0/0"`},
		"the internet in IPv6": {blocks("::/0"), "Network.IPAllow.CIDRs[0]", needBlock + `, got "::/0"`},
		"half the internet":    {blocks("128.0.0.0/1"), "Network.IPAllow.CIDRs[0]", needBlock + `, got "128.0.0.0/1"`},
		"wider than /8":        {blocks("8.0.0.0/7"), "Network.IPAllow.CIDRs[0]", needBlock + `, got "8.0.0.0/7"`},
		"IPv6":                 {blocks("2001:db8::1"), "Network.IPAllow.CIDRs[0]", needBlock + `, got "2001:db8::1"`},
		"a host name":          {blocks("office.example.com"), "Network.IPAllow.CIDRs[0]", needBlock + `, got "office.example.com"`},
		"private addresses": {
			blocks("10.0.0.0/16"), "Network.IPAllow.CIDRs[0]",
			`private addresses never arrive at Elastic Cloud: name those that your network has on the internet, got "10.0.0.0/16"`,
		},
		"carriers' addresses":  {blocks("100.64.1.1"), "Network.IPAllow.CIDRs[0]", "private addresses never arrive at Elastic Cloud"},
		"no address":           {blocks("0.0.0.0"), "Network.IPAllow.CIDRs[0]", "private addresses never arrive at Elastic Cloud"},
		"an address in it":     {blocks("198.51.100.7/24"), "Network.IPAllow.CIDRs[0]", `need 198.51.100.0/24, the block that this address is in, got "198.51.100.7/24"`},
		"the same block twice": {blocks("8.8.8.8", "8.8.8.8"), "Network.IPAllow.CIDRs[1]", `need each one once, got "8.8.8.8" again`},
		"public for no reason": {
			func(a *elasticcloud.DeploymentArgs) { a.Network = public("") },
			"Network.Public.Reason", "need a reason of 10 letters or more why everybody may reach the deployment, got nothing",
		},
		"public for a reason that is none": {
			func(a *elasticcloud.DeploymentArgs) { a.Network = public("   test   ") }, "Network.Public.Reason", "need a reason of 10 letters or more",
		},
	})
}

// TestSourcesThatAreKnownLate are refused before the filter is made.
func TestSourcesThatAreKnownLate(t *testing.T) {
	t.Parallel()
	late := func(text string) []pulumi.StringInput {
		return []pulumi.StringInput{pulumi.String(text).ToStringOutput()}
	}
	_, err := tryDeployment(t, func(a *elasticcloud.DeploymentArgs) {
		a.Network = ipAllow()
		a.Network.IPAllow.CIDRs = late("0.0.0.0/0")
	})
	require.ErrorContains(t, err, `DeploymentArgs.Network.IPAllow.CIDRs[0]: need a public IPv4 address or block`)
	_, err = tryDeployment(t, func(a *elasticcloud.DeploymentArgs) { a.Network.PrivateLink.EndpointIDs = late("vpc-1") })
	require.ErrorContains(t, err, `DeploymentArgs.Network.PrivateLink.EndpointIDs[0]: need a VPC endpoint's id`)
}
