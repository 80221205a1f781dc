package aws_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/tagging"
)

const networkStack = "acme/network/production"

// networkProgram makes one network as the stack's configuration says.
func networkProgram(ctx *pulumi.Context) error {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-net", "cost-center": "cc-1200", "environment": "production", "service": "shop",
	})
	if err != nil {
		return err
	}
	settings := config.New(ctx, "")
	args := &network.VPCArgs{
		Tags: tags, CIDR: settings.Require("cidr"), NATGateways: network.NATMode(settings.Get("nat")),
		DisableProtection: settings.GetBool("unprotected"),
	}
	for _, letter := range settings.Require("zones") {
		args.AvailabilityZones = append(args.AvailabilityZones, settings.Require("region")+string(letter))
	}
	if services := settings.Get("endpoints"); services != "" {
		args.InterfaceEndpoints = strings.Split(services, ",")
	}
	net, err := network.NewVPC(ctx, "main", args)
	if err != nil {
		return err
	}
	ctx.Export("natPublicIps", net.NATPublicIPs)
	if settings.GetBool("tenant") {
		// Another subnet group would be the end of what is in it, so any resource that a change of subnets replaces does here.
		var tenant pulumi.CustomResourceState
		inputs := pulumi.Map{"subnetIds": net.EgressSubnetIDs}
		return ctx.RegisterResource("aws:redshift/subnetGroup:SubnetGroup", "tenant", inputs, &tenant, pulumi.ReplaceOnChanges([]string{"subnetIds"}))
	}
	return nil
}

// netConfig is the configuration of a network with two zones and one gateway, with other settings.
func netConfig(settings ...string) map[string]string {
	all := map[string]string{"cidr": "10.20.0.0/16", "region": "eu-central-1", "zones": "ab", "nat": "single"}
	for i := 0; i < len(settings); i += 2 {
		all[settings[i]] = settings[i+1]
	}
	return all
}

func TestAWSNetworkLifecycle(t *testing.T) {
	t.Parallel()
	program := sandbox.Func(networkProgram)
	s := lifecycletest.New(t, networkStack, program)
	preview, err := s.Cloud.Preview(context.Background(), s.Name, program, sandbox.WithConfig(netConfig()))
	require.NoError(t, err)
	first := s.Up(netConfig())
	assert.Equal(t, preview.Changes, first.Changes, "the preview tells what the update does")
	assert.Equal(t, map[string]int{"create": first.Changes["create"]}, first.Changes)
	assert.Empty(t, first.Unmodelled)
	s.AssertConverged(netConfig())

	third := s.Up(netConfig("zones", "cab"))
	assert.Equal(t, map[string]string{
		"main-public-c": "create", "main-private-c": "create", "main-isolated-c": "create", "main-private-c-routes": "create",
		"main-public-c-association": "create", "main-private-c-association": "create", "main-isolated-c-association": "create",
		"main-private-c-internet": "create", "main-s3-endpoint": "update", "main-dynamodb-endpoint": "update",
	}, lifecycletest.Touched(third), "no subnet that exists is touched")
	for _, name := range []string{"main-public-a", "main-private-b", "main-isolated-b"} {
		assert.Equal(t, lifecycletest.Find(t, first, name).ID, lifecycletest.Find(t, third, name).ID, name)
	}

	gateways := s.Up(netConfig("zones", "abc", "nat", "one-per-zone"))
	assert.Equal(t, map[string]string{
		"main-nat-b": "create", "main-nat-b-address": "create", "main-nat-c": "create", "main-nat-c-address": "create",
		"main-private-b-internet": "update", "main-private-c-internet": "update",
	}, lifecycletest.Touched(gateways), "routes change in place, and the gateway that others know by its address stays")
	assert.Len(t, gateways.Outputs["natPublicIps"].ArrayValue(), 3)

	endpoints := s.Up(netConfig("zones", "abc", "nat", "none", "endpoints", "ecr.api"))
	assert.Equal(t, map[string]string{
		"main-nat-a": "delete", "main-nat-a-address": "delete", "main-nat-b": "delete", "main-nat-b-address": "delete",
		"main-nat-c": "delete", "main-nat-c-address": "delete",
		"main-private-a-internet": "delete", "main-private-b-internet": "delete", "main-private-c-internet": "delete",
		"main-ecr-api-endpoint": "create", "main-endpoints-security-group": "create", "main-endpoints-security-group-ingress-network": "create",
	}, lifecycletest.Touched(endpoints))

	back := s.Up(netConfig())
	assert.Equal(t, lifecycletest.Find(t, first, "main-private-a").ID, lifecycletest.Find(t, back, "main-private-a").ID)
	s.AssertConverged(netConfig())

	before := s.Cloud.Objects()
	err = s.Destroy()
	require.ErrorContains(t, err, "cannot be deleted\nbecause it is protected")
	assert.Equal(t, before, s.Cloud.Objects(), "not even a part of it is gone")
	s.Up(netConfig("unprotected", "true"))
	require.NoError(t, s.Destroy())
	assert.Empty(t, s.Cloud.Objects())
}

// TestAWSNetworkKeepsItsIdentity: protection is off, so nothing but the block itself refuses.
func TestAWSNetworkKeepsItsIdentity(t *testing.T) {
	t.Parallel()
	program := sandbox.Func(networkProgram)
	for name, c := range map[string]struct{ settings, want []string }{
		"range":  {[]string{"cidr", "10.30.0.0/16"}, []string{"VPCArgs.CIDR", "10.20.0.0/16", "10.30.0.0/16", "peer the two"}},
		"size":   {[]string{"cidr", "10.20.0.0/17"}, []string{"VPCArgs.CIDR", "10.20.0.0/17"}},
		"region": {[]string{"region", "eu-west-1"}, []string{"VPCArgs.AvailabilityZones", "eu-central-1", "eu-west-1", "a second one in the other region"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unprotected := append([]string{"unprotected", "true"}, c.settings...)
			s := lifecycletest.New(t, networkStack, program)
			first := s.Up(netConfig("unprotected", "true"))
			before := s.Cloud.Objects()
			_, err := s.Cloud.Preview(context.Background(), s.Name, program, sandbox.WithConfig(netConfig(unprotected...)))
			for _, want := range c.want {
				require.ErrorContains(t, err, want, "the preview says so already")
			}
			_, err = s.TryUp(netConfig(unprotected...))
			for _, want := range c.want {
				require.ErrorContains(t, err, want)
			}
			assert.Equal(t, before, s.Cloud.Objects(), "nothing has changed")
			again := s.Up(netConfig("unprotected", "true"))
			assert.Equal(t, lifecycletest.Find(t, first, "main-vpc").ID, lifecycletest.Find(t, again, "main-vpc").ID)
			s.AssertConverged(netConfig("unprotected", "true"))
		})
	}
}

// TestAWSNetworkTenantsStay: what waits for the way out is left alone when the way out changes, in the preview too.
func TestAWSNetworkTenantsStay(t *testing.T) {
	t.Parallel()
	program := sandbox.Func(networkProgram)
	s := lifecycletest.New(t, networkStack, program)
	s.Up(netConfig("tenant", "true", "nat", "none"))
	for _, mode := range []string{"single", "one-per-zone", "none"} {
		settings := netConfig("tenant", "true", "nat", mode)
		preview, err := s.Cloud.Preview(context.Background(), s.Name, program, sandbox.WithConfig(settings))
		require.NoError(t, err)
		assert.Equal(t, []string{"same"}, lifecycletest.Operations(preview, "tenant"), mode)
		assert.Equal(t, []string{"same"}, lifecycletest.Operations(s.Up(settings), "tenant"), mode)
	}
}

// TestAWSNetworkIsTakenDownInOrder: AWS keeps what something else still stands on.
func TestAWSNetworkIsTakenDownInOrder(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, networkStack, sandbox.Func(networkProgram))
	s.Up(netConfig("unprotected", "true", "endpoints", "sts"))
	result, err := s.Cloud.Destroy(context.Background(), s.Name, s.Program)
	require.NoError(t, err)
	at := func(name string) int {
		i := slices.IndexFunc(result.Steps, func(step sandbox.Step) bool { return step.Op == "delete" && step.URN.Name() == name })
		require.GreaterOrEqual(t, i, 0, name)
		return i
	}
	for _, order := range [][2]string{
		{"main-private-a-internet", "main-nat-a"}, {"main-nat-a", "main-nat-a-address"}, {"main-nat-a", "main-internet-gateway"},
		{"main-nat-a", "main-public-a"}, {"main-public-internet", "main-internet-gateway"}, {"main-sts-endpoint", "main-private-b"},
		{"main-s3-endpoint", "main-isolated-routes"}, {"main-flow-log", "main-flow-log-policy"}, {"main-private-a", "main-vpc"},
	} {
		assert.Less(t, at(order[0]), at(order[1]), "%s before %s", order[0], order[1])
	}
}

func TestAWSNetworkInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	program := sandbox.Func(networkProgram)
	for name, c := range map[string]struct{ before, after map[string]string }{
		"create":     {nil, netConfig("nat", "one-per-zone", "endpoints", "sts")},
		"a zone":     {netConfig(), netConfig("zones", "abc")},
		"no zone":    {netConfig("zones", "abc"), netConfig()},
		"gateways":   {netConfig(), netConfig("nat", "one-per-zone")},
		"no gateway": {netConfig("nat", "one-per-zone"), netConfig("nat", "none")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lifecycletest.EveryStep(t, networkStack, program, c.before, c.after)
		})
	}
}
