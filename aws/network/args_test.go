package network_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestNewVPCRefuses(t *testing.T) {
	t.Parallel()
	cidr := func(v string) func(*network.VPCArgs) { return func(a *network.VPCArgs) { a.CIDR = v } }
	peer := func(v string) func(*network.VPCArgs) {
		return func(a *network.VPCArgs) { a.PeerCIDRs = []string{"10.21.0.0/16", v} }
	}
	zone := func(v ...string) func(*network.VPCArgs) { return func(a *network.VPCArgs) { a.AvailabilityZones = v } }
	endpoints := func(v ...string) func(*network.VPCArgs) { return func(a *network.VPCArgs) { a.InterfaceEndpoints = v } }
	days := func(n int) func(*network.VPCArgs) { return func(a *network.VPCArgs) { a.FlowLogRetentionDays = n } }
	const fullName = "need a zone by its full name, such as eu-central-1a (no zone id, no local or wavelength zone), got "
	for name, test := range map[string]struct {
		change      func(*network.VPCArgs)
		field, text string
	}{
		"no tags": {
			func(a *network.VPCArgs) { a.Tags = tagging.Set{} }, "Tags", "need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing",
		},
		"a profile": {func(a *network.VPCArgs) { a.Profile = 7 }, "Profile", "need production or development, got Profile(7)"},

		"no range":     {cidr(""), "CIDR", "need an IPv4 range of /16 to /22, such as 10.20.0.0/16, got nothing"},
		"no prefix":    {cidr("10.20.0.0"), "CIDR", `got "10.20.0.0"`},
		"IPv6":         {cidr("fd00::/16"), "CIDR", `need an IPv4 range of /16 to /22, such as 10.20.0.0/16, got "fd00::/16"`},
		"IPv4 in IPv6": {cidr("::ffff:10.20.0.0/112"), "CIDR", "need an IPv4 range"},
		"host bits":    {cidr("10.20.3.4/16"), "CIDR", `need a range without host bits, such as 10.20.0.0/16, got "10.20.3.4/16"`},
		"too large":    {cidr("10.16.0.0/12"), "CIDR", "need /16 to /22 (AWS accepts no network larger than /16, which has 65536 addresses), got /12, which has 1048576"},
		"a bit large":  {cidr("10.20.0.0/15"), "CIDR", "got /15, which has 131072"},
		"a bit small":  {cidr("10.20.0.0/23"), "CIDR", "got /23: public subnets would be /29"},
		"too small": {
			cidr("10.20.0.0/24"), "CIDR",
			"need /16 to /22 (a public subnet gets 1/64 of the range, and AWS accepts no subnet smaller than /28), got /24: public subnets would be /30",
		},
		"public":         {cidr("52.20.0.0/16"), "CIDR", `need a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, or AllowPublicRange, got "52.20.0.0/16"`},
		"beside RFC1918": {cidr("172.32.0.0/16"), "CIDR", "or AllowPublicRange"},
		"beside RFC6598": {cidr("100.128.0.0/16"), "CIDR", "or AllowPublicRange"},
		"loopback": {
			func(a *network.VPCArgs) { a.CIDR, a.AllowPublicRange = "127.0.0.0/16", true }, "CIDR", "need addresses that a host can have",
		},
		"link-local": {cidr("169.254.0.0/16"), "CIDR", "need addresses that a host can have"},
		"multicast":  {func(a *network.VPCArgs) { a.CIDR, a.AllowPublicRange = "224.0.0.0/16", true }, "CIDR", "need addresses that a host can have"},

		"an overlapping peer": {
			peer("10.20.128.0/17"), "PeerCIDRs[1]",
			"need no overlap with CIDR 10.20.0.0/16 (10.20.0.0 to 10.20.255.255), got 10.20.128.0/17 (10.20.128.0 to 10.20.255.255)",
		},
		"a peer around it":      {peer("10.0.0.0/8"), "PeerCIDRs[1]", "got 10.0.0.0/8 (10.0.0.0 to 10.255.255.255)"},
		"a peer that is one":    {peer("10.21.0.1"), "PeerCIDRs[1]", `need an IPv4 range without host bits, such as 10.30.0.0/16, got "10.21.0.1"`},
		"a peer with host bits": {peer("10.21.0.1/16"), "PeerCIDRs[1]", "need an IPv4 range without host bits"},
		"a peer in IPv6":        {peer("fd00::/8"), "PeerCIDRs[1]", "need an IPv4 range without host bits"},

		"no zones":          {zone(), "AvailabilityZones", "need the zones by their full names, such as eu-central-1a and eu-central-1b, got nothing"},
		"one zone":          {zone("eu-central-1a"), "AvailabilityZones", "need 2 or more zones, or Profile development, got 1"},
		"a zone twice":      {zone("eu-central-1a", "eu-central-1a"), "AvailabilityZones[1]", `need each zone once, got "eu-central-1a" again`},
		"two regions":       {zone("eu-central-1a", "eu-west-1b"), "AvailabilityZones[1]", `need a zone of eu-central-1, the region of the zones before it, got "eu-west-1b"`},
		"a region":          {zone("eu-central-1a", "eu-central-1"), "AvailabilityZones[1]", fullName + `"eu-central-1"`},
		"a letter":          {zone("a", "eu-central-1b"), "AvailabilityZones[0]", fullName + `"a"`},
		"a zone id":         {zone("euc1-az1", "eu-central-1b"), "AvailabilityZones[0]", fullName + `"euc1-az1"`},
		"a local zone":      {zone("us-west-2-lax-1a", "us-west-2b"), "AvailabilityZones[0]", fullName + `"us-west-2-lax-1a"`},
		"a wavelength zone": {zone("us-east-1-wl1-bos-wlz-1", "us-east-1b"), "AvailabilityZones[0]", fullName + `"us-east-1-wl1-bos-wlz-1"`},
		"a late letter": {
			zone("eu-central-1a", "eu-central-1i"), "AvailabilityZones[1]", `need a zone letter from a to h, which the grid of subnets has room for, got "eu-central-1i"`,
		},

		"a NAT mode":                  {func(a *network.VPCArgs) { a.NATGateways = "one" }, "NATGateways", `need one-per-zone, single or none, got "one"`},
		"a service by its whole name": {endpoints("com.amazonaws.eu-central-1.sqs"), "InterfaceEndpoints[0]", "need the service's short name, what follows the region"},
		"no service":                  {endpoints("sqs", ""), "InterfaceEndpoints[1]", "need the short name of a service, such as ecr.api or logs, got nothing"},
		"a service in capitals":       {endpoints("ECR.api"), "InterfaceEndpoints[0]", `got "ECR.api"`},
		"a service twice":             {endpoints("ecr.api", "ecr.api"), "InterfaceEndpoints[1]", `need each service once, got "ecr.api" after "ecr.api"`},
		"two of one role":             {endpoints("ecr.api", "ecr-api"), "InterfaceEndpoints[1]", `need each service once, got "ecr-api" after "ecr.api"`},
		"S3 by address":               {endpoints("s3"), "InterfaceEndpoints[0]", `need no service that already has a gateway endpoint, got "s3"`},

		"a retention":          {days(31), "FlowLogRetentionDays", "need a number of days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90,"},
		"a negative retention": {days(-1), "FlowLogRetentionDays", "3288, 3653, got -1"},
		"an alias": {
			func(a *network.VPCArgs) {
				a.KMSKeyARN = pulumi.String("arn:aws:kms:eu-central-1:123456789012:alias/logs")
			},
			"KMSKeyARN", "need a key's full ARN",
		},
		"an empty key": {func(a *network.VPCArgs) { a.KMSKeyARN = pulumi.String("") }, "KMSKeyARN", "need a key's full ARN"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := try(test.change)
			problems := component.FieldErrors(err)
			require.Len(t, problems, 1, "%v", err)
			assert.Equal(t, test.field, problems[0].Field)
			assert.ErrorContains(t, err, "network: main: VPCArgs."+test.field+": need ")
			assert.ErrorContains(t, err, test.text)
			assert.Empty(t, graph.All(), "nothing is registered")
		})
	}
}

func TestEveryProblemAtOnce(t *testing.T) {
	t.Parallel()
	graph, err := try(func(a *network.VPCArgs) {
		*a = network.VPCArgs{
			CIDR: "52.20.0.1/24", AvailabilityZones: []string{"eu-central-1z"}, NATGateways: "two", InterfaceEndpoints: []string{"S3"},
			PeerCIDRs: []string{"x"}, FlowLogRetentionDays: 2, KMSKeyARN: pulumi.String("k"), Profile: -1,
		}
	})
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{
		"Tags", "Profile", "CIDR", "CIDR", "AvailabilityZones[0]", "NATGateways", "InterfaceEndpoints[0]", "FlowLogRetentionDays", "KMSKeyARN",
	}, fields)
	assert.Empty(t, graph.All())
}

func TestNewVPCAccepts(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*network.VPCArgs){
		"the smallest":        func(a *network.VPCArgs) { a.CIDR = "10.20.252.0/22" },
		"the shared range":    func(a *network.VPCArgs) { a.CIDR = "100.64.0.0/16" },
		"the last private":    func(a *network.VPCArgs) { a.CIDR = "172.31.0.0/16" },
		"a public one, asked": func(a *network.VPCArgs) { a.CIDR, a.AllowPublicRange = "52.20.0.0/16", true },
		"neighbours":          func(a *network.VPCArgs) { a.PeerCIDRs = []string{"10.19.0.0/16", "10.21.0.0/16", "192.168.7.9/32"} },
		"a government region": func(a *network.VPCArgs) { a.AvailabilityZones = []string{"us-gov-west-1a", "us-gov-west-1b"} },
		"a sovereign region":  func(a *network.VPCArgs) { a.AvailabilityZones = []string{"eusc-de-east-1a", "eusc-de-east-1b"} },
		"eight zones":         func(a *network.VPCArgs) { a.AvailabilityZones = zones("abcdefgh") },
		"other services":      func(a *network.VPCArgs) { a.InterfaceEndpoints = []string{"rds-data", "sagemaker.api", "ec2messages"} },
		"ten years":           func(a *network.VPCArgs) { a.FlowLogRetentionDays = 3653 },
		"one zone":            func(a *network.VPCArgs) { a.Profile, a.AvailabilityZones = component.Development, zones("c") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, change)
		})
	}
}
