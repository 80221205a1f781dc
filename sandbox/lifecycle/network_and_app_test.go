package lifecycle_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/examples/network-and-app/contracts"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/stackref"
)

// renamedNetwork is the contract of a producer that gave the domain another name and told nobody.
type renamedNetwork struct {
	stackref.Contract `contract:"acme.network" version:"1.0"`

	NetworkID pulumi.StringOutput `pulumi:"networkId"`
	Zone      renamedZone         `pulumi:"zone"`
	Regions   []contracts.Region  `pulumi:"regions"`
	Proxy     contracts.Proxy     `pulumi:"proxy"`
}

type renamedZone struct {
	Name   pulumi.StringOutput `pulumi:"name"`
	Domain pulumi.StringOutput `pulumi:"domains"`
}

func exportRenamed(ctx *pulumi.Context) error {
	return stackref.Export(ctx, &renamedNetwork{
		NetworkID: text("projects/acme-staging-host/global/networks/main"),
		Zone:      renamedZone{Name: text("internal"), Domain: text("staging.acme.internal.")},
		Regions: []contracts.Region{{
			Name: "europe-west1", Connector: text("projects/acme-staging/locations/europe-west1/connectors/main"), Ingress: text("10.8.0.20"),
		}},
		Proxy: contracts.Proxy{Host: text("proxy.staging.acme.internal."), Port: pulumi.Int(3128).ToIntOutput(), Password: secret(secretPhrase)},
	})
}

func TestNetworkAndApp(t *testing.T) {
	t.Parallel()
	network, app := lifecycletest.Prebuilt(t, "network-and-app/network"), lifecycletest.Prebuilt(t, "network-and-app/app")
	for name, regions := range map[string][]string{"staging": {"europe-west1"}, "production": {"europe-west1", "europe-north1"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			producer := lifecycletest.New(t, "network/"+name, network)
			consumer := &lifecycletest.Stack{T: t, Cloud: producer.Cloud, Name: "app/" + name, Program: app}

			_, err := producer.Cloud.Preview(ctx, consumer.Name, app)
			require.ErrorContains(t, err, "no such stack", "the network comes first")

			plan, err := producer.Cloud.Preview(ctx, producer.Name, network)
			require.NoError(t, err)
			up := producer.Up(nil)
			assert.Equal(t, plan.Changes["create"], up.Changes["create"])
			preview, err := producer.Cloud.Preview(ctx, consumer.Name, app)
			require.NoError(t, err)
			first := consumer.Up(nil)
			assert.Equal(t, preview.Changes["create"], first.Changes["create"])
			assertUnchanged(t, producer)
			assertUnchanged(t, consumer)

			exported := up.Outputs["regions"].ArrayValue()
			require.Len(t, exported, len(regions))
			for i, region := range regions {
				template := findOfType(t, first, "gcp:cloudrunv2/service:Service", "shop-"+region).Inputs["template"].ObjectValue()
				assert.Equal(t, exported[i].ObjectValue()["connector"], template["vpcAccess"].ObjectValue()["connector"])
			}
			data := findOfType(t, first, "gcp:secretmanager/secretVersion:SecretVersion", "shop-proxy").Inputs["secretData"]
			require.True(t, data.IsSecret())
			password := up.Outputs["proxy"].ObjectValue()["password"].SecretValue().Element.StringValue()
			require.Len(t, password, 32)
			assert.Contains(t, data.SecretValue().Element.StringValue(), ":"+password+"@")

			require.NoError(t, consumer.Destroy())
			require.NoError(t, producer.Destroy())
			assert.Empty(t, producer.Cloud.Objects())
		})
	}
}

func TestARenamedFieldStopsTheAppsPreview(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	producer := lifecycletest.New(t, "network/staging", lifecycletest.Prebuilt(t, "network-and-app/network"))
	consumer := &lifecycletest.Stack{T: t, Cloud: producer.Cloud, Name: "app/staging", Program: lifecycletest.Prebuilt(t, "network-and-app/app")}
	producer.Up(nil)
	consumer.Up(nil)
	before := producer.Cloud.Objects()

	_, err := producer.Cloud.Up(ctx, producer.Name, sandbox.Func(func(*pulumi.Context) error { return nil }))
	require.NoError(t, err)
	_, err = producer.Cloud.Up(ctx, producer.Name, sandbox.Func(exportRenamed))
	require.NoError(t, err)
	left := producer.Cloud.Objects()
	require.Less(t, len(left), len(before), "the producer's own resources are gone, the app's are not")

	preview, err := producer.Cloud.Preview(ctx, consumer.Name, consumer.Program)
	for _, part := range []string{
		`stack "organization/network/staging": contract acme.network 1.0`,
		`zone.domain: need a string, got nothing; did you mean "domains"?`,
		"available: domains, name",
	} {
		require.ErrorContains(t, err, part)
	}
	for _, s := range preview.Steps {
		assert.Contains(t, []string{"read", "same", "refresh"}, s.Op, "%s", s.URN)
	}
	_, err = consumer.TryUp(nil)
	require.ErrorContains(t, err, `did you mean "domains"?`)
	assert.Equal(t, left, producer.Cloud.Objects(), "nothing of the app was touched")

	producer.Up(nil)
	consumer.Up(nil)
	assertUnchanged(t, consumer)
}

// assertUnchanged checks that another update finds nothing to do.
func assertUnchanged(t *testing.T, s *lifecycletest.Stack) {
	t.Helper()
	again := s.Up(nil)
	for _, op := range []string{"create", "update", "replace", "delete", "create-replacement"} {
		assert.Zero(t, again.Changes[op], "%s: %v", s.Name, again.Changes)
	}
}

func findOfType(t *testing.T, result *sandbox.Result, token, name string) sandbox.Resource {
	t.Helper()
	for _, r := range result.Resources {
		if r.Type == token && r.URN.Name() == name {
			return r
		}
	}
	require.Failf(t, "no such resource", "%s %s", token, name)
	return sandbox.Resource{}
}
