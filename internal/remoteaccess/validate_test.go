package remoteaccess_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/twingate"
)

// told is what the check says about an access.
func told(a *twingate.Access, profile component.Profile) []string {
	p := component.NewProblems("box", "BoxArgs")
	remoteaccess.Check(p, remoteaccess.WithDefaults(*a, profile), profile)
	var all []string
	for _, problem := range component.FieldErrors(p.Err()) {
		all = append(all, problem.Error())
	}
	return all
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	text := func(s string) pulumi.StringInput { return pulumi.String(s) }
	duplicate := redis()
	g, err := try(with(func(a *twingate.Access) {
		*a = twingate.Access{
			Account: "acme.twingate.com", Name: "ab", Connectors: 1, RemoteNetworkID: text(""), ExtraTCPPorts: []string{"70000"},
			DNSServer: "dns.internal", LogLevel: 5,
			Resources: []twingate.PrivateResource{
				redis(),
				{Key: "Web", Address: text("https://web.internal/"), Alias: "web!", TCPPorts: []string{"70000"}, UDPPorts: []string{"90-80"}},
				duplicate,
				{Key: "everything", Address: text("10.0.0.0/16"), TCPPorts: []string{"443"}, AllowAllTCP: true, GroupIDs: []pulumi.StringInput{text("")},
					AccessPolicies: []twingate.AccessPolicy{{Mode: pulumi.String("AUTO_LOCK"), Duration: pulumi.String("1h")}}},
				{Key: "nothing", Address: nil, GroupIDs: []pulumi.StringInput{text("group-1")}},
			},
		}
	}))
	require.Error(t, err)
	assert.Empty(t, g.All(), "nothing may be registered")
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, strings.TrimPrefix(problem.Field, "Access."))
	}
	assert.Equal(t, []string{
		"Account", "Name", "Connectors", "RemoteNetworkID", "DNSServer", "LogLevel", "ExtraTCPPorts[0]",
		"Resources[1].Key", "Resources[1].Address", "Resources[1].Alias", "Resources[1].TCPPorts[0]", "Resources[1].UDPPorts[0]", "Resources[1].GroupIDs",
		"Resources[2].Key",
		"Resources[3].TCPPorts", "Resources[3].GroupIDs[0]", "Resources[3].AccessPolicies[0].ApprovalMode", "Resources[3].AccessPolicies[0].Duration",
		"Resources[4].Address", "Resources[4].TCPPorts",
	}, fields, "all at once")
}

// Each rule says in one sentence what is needed and what was found.
func TestCheck(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*twingate.Access){
		`Account: need the account's subdomain: "acme" of acme.twingate.com, got nothing`:          func(a *twingate.Access) { a.Account = "" },
		`Account: need the account's subdomain alone: "acme" of acme.twingate.com, got "Acme Inc"`: func(a *twingate.Access) { a.Account = "Acme Inc" },
		`Name: need 3 to 60 characters, got "ab", which has 2`:                                     func(a *twingate.Access) { a.Name = "ab" },
		`, which has 61`: func(a *twingate.Access) { a.Name = strings.Repeat("a", 61) },
		`Name: need letters, digits, spaces, dots, underscores and hyphens, with a letter or digit at both ends, got "shop$"`: func(a *twingate.Access) {
			a.Name = "shop$"
		},
		`Connectors: need 2 to 7 connectors: a lone one is an outage at each update, and there is one day of the week for each, got 1`: func(a *twingate.Access) {
			a.Connectors = 1
		},
		`Connectors: need 2 to 7 connectors: a lone one is an outage at each update, and there is one day of the week for each, got 8`: func(a *twingate.Access) {
			a.Connectors = 8
		},
		`RemoteNetworkID: need a remote network's id, got nothing`:              func(a *twingate.Access) { a.RemoteNetworkID = pulumi.StringOutput{} },
		`DNSServer: need an IPv4 address, got "10.0.0.2, 10.0.0.3"`:             func(a *twingate.Access) { a.DNSServer = "10.0.0.2, 10.0.0.3" },
		`DNSServer: need an IPv4 address, got "fd00::2"`:                        func(a *twingate.Access) { a.DNSServer = "fd00::2" },
		`LogLevel: need 3 (errors), 4 (warnings), 6 (information) or 7 (every`:  func(a *twingate.Access) { a.LogLevel = 5 },
		`ExtraTCPPorts[1]: need ports from 1 to 65535 and ranges such as "8000`: func(a *twingate.Access) { a.ExtraTCPPorts = []string{"1", "0"} },
	} {
		a := &twingate.Access{Account: "acme"}
		change(a)
		problems := told(a, component.Production)
		require.Len(t, problems, 1, want)
		assert.Contains(t, problems[0], want)
	}
	assert.Contains(t, told(&twingate.Access{Account: "acme", Connectors: -1}, component.Development)[0], "Connectors: need 1 to 7")
}

func TestCheckResources(t *testing.T) {
	t.Parallel()
	id := func(s string) pulumi.StringInput { return pulumi.String(s) }
	for want, change := range map[string]func(*twingate.PrivateResource){
		`Key: need 1 to 40 lower-case letters, digits and hyphens, with a letter or digit at both ends, got nothing`: func(r *twingate.PrivateResource) {
			r.Key = ""
		},
		`Key: need 1 to 40 lower-case`:                             func(r *twingate.PrivateResource) { r.Key = strings.Repeat("a", 41) },
		`Key: need 1 to 40 lower-case letters`:                     func(r *twingate.PrivateResource) { r.Key = "-a" },
		`Address: need a name, an IPv4 address or a block of them`: func(r *twingate.PrivateResource) { r.Address = nil },
		`Address: need an address outside 169.254.0.0/16: machines get the credentials of their roles there, and would hand them`: func(r *twingate.PrivateResource) {
			r.Address = id("169.254.169.254")
		},
		`Alias: need a name such as "redis.acme.internal", got "*.`:  func(r *twingate.PrivateResource) { r.Alias = "*.acme.internal" },
		`Alias: need a name such as "redis.acme.internal", got "a_`:  func(r *twingate.PrivateResource) { r.Alias = "a_b.acme.internal" },
		`TCPPorts: need at least one port here or in UDPPorts`:       func(r *twingate.PrivateResource) { r.TCPPorts = nil },
		`TCPPorts: need nothing: AllowAllTCP allows every port, got`: func(r *twingate.PrivateResource) { r.AllowAllTCP = true },
		`UDPPorts: need nothing: AllowAllUDP allows every port, got`: func(r *twingate.PrivateResource) { r.UDPPorts, r.AllowAllUDP = []string{"53"}, true },
		`TCPPorts[0]: need ports from 1 to 65535 and ranges such as`: func(r *twingate.PrivateResource) { r.TCPPorts = []string{"70000"} },
		`UDPPorts[0]: need ports from 1 to 65535 and ranges such as`: func(r *twingate.PrivateResource) { r.UDPPorts = []string{"90-80"} },
		`GroupIDs: need at least one group: nobody could reach it, `: func(r *twingate.PrivateResource) { r.GroupIDs = nil },
		`GroupIDs[0]: need a group's id, got nothing`:                func(r *twingate.PrivateResource) { r.GroupIDs = []pulumi.StringInput{nil} },
		`GroupIDs[1]: need a group once: GroupIDs[0] is the same, `:  func(r *twingate.PrivateResource) { r.GroupIDs = []pulumi.StringInput{id("g"), id("g")} },
		`SecurityPolicyID: need a security policy's id, got nothing`: func(r *twingate.PrivateResource) { r.SecurityPolicyID = id("") },
	} {
		r := redis()
		change(&r)
		problems := told(&twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{r}}, component.Production)
		require.Len(t, problems, 1, want)
		assert.Contains(t, problems[0], "Access.Resources[0]."+want)
	}
}

func TestResourcesAreToldApart(t *testing.T) {
	t.Parallel()
	one, two, three := redis(), redis(), redis()
	two.Key, three.Key = "two", "two"
	one.Alias, two.Alias = "redis.acme.internal", "Redis.acme.internal"
	assert.Equal(t, []string{
		`box: BoxArgs.Access.Resources[1].Alias: need an alias of its own: Access.Resources[0] has it too, got "redis.acme.internal"`,
		`box: BoxArgs.Access.Resources[2].Key: need a key of its own: Access.Resources[1] has it too, got "two"`,
	}, told(&twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{one, two, three}}, component.Production))
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"redis": true, "redis.internal": true, "*.internal": true, "host-0?.acme.internal": true, "_http.acme.internal": true, "10.0.3.7": true, "10.0.0.0/16": true,
		"10.0.0.0/8": true, "203.0.113.7/32": true, "master.main.abc123.euc1.cache.amazonaws.com": true, "xn--bcher-kva.example": true,
		"": false, "redis:6379": false, "https://redis.internal": false, "redis.internal/path": false, "redis internal": false, "redis.internal.": false,
		"redis..internal": false, "-redis.internal": false, "10.0.0.256": false, "10.0.0": false, "10.0.0.1/16": false, "10.0.0.0/33": false, "0.0.0.0/0": false,
		"169.254.169.254": false, "169.254.169.253": false, "169.254.0.0/16": false, "169.254.169.254/32": false, "169.254.169.0/24": false, "169.0.0.0/8": false,
		"169.253.255.255": true, "169.255.0.0/16": true, "169.254.example": true,
		"10.0.0.1-10.0.0.9": false, "*": false, "10.0.0.*": false, "fd00::1": false, "fd00::/8": false, "::ffff:10.0.0.1": false,
		strings.Repeat("a", 64) + ".internal": false, strings.Repeat("abcdefg.", 32) + "internal": false,
	} {
		r := redis()
		r.Address = pulumi.String(address)
		assert.Equal(t, good, len(told(&twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{r}}, component.Production)) == 0, "%q", address)
	}
}

func TestPorts(t *testing.T) {
	t.Parallel()
	for port, good := range map[string]bool{
		"1": true, "443": true, "65535": true, "8000-8010": true, "80-80": true, "1-65535": true,
		"": false, "0": false, "65536": false, "70000": false, "90-80": false, "080": false, "+80": false, " 80": false, "80-": false, "-80": false, "80-90-100": false,
		"http": false, "80,443": false, "99999999999999999999": false, "80 - 90": false,
	} {
		a := &twingate.Access{Account: "acme", ExtraTCPPorts: []string{port}}
		assert.Equal(t, good, len(told(a, component.Production)) == 0, "%q", port)
	}
}

func TestAccessPolicies(t *testing.T) {
	t.Parallel()
	text := func(s string) pulumi.StringPtrInput {
		if s == "" {
			return nil
		}
		return pulumi.String(s)
	}
	for _, c := range []struct{ mode, approval, duration, want string }{
		{"MANUAL", "", "", ""},
		{"MANUAL", "AUTOMATIC", "", ""},
		{"AUTO_LOCK", "MANUAL", "24h", ""},
		{"AUTO_LOCK", "AUTOMATIC", "7d", ""},
		{"ACCESS_REQUEST", "MANUAL", "1h", ""},
		{"ACCESS_REQUEST", "AUTOMATIC", "", ""},
		{"AUTO-LOCK", "", "", `Mode: need MANUAL, AUTO_LOCK or ACCESS_REQUEST, got "AUTO-LOCK" (did you mean AUTO_LOCK?)`},
		{"", "", "", "Mode: need MANUAL, AUTO_LOCK or ACCESS_REQUEST, got nothing"},
		{"MANUAL", "", "8h", `Duration: need nothing with MANUAL, which never ends by itself, got "8h"`},
		{"AUTO_LOCK", "", "24h", "ApprovalMode: need MANUAL or AUTOMATIC with AUTO_LOCK, got nothing"},
		{"AUTO_LOCK", "AUTO", "24h", `ApprovalMode: need MANUAL or AUTOMATIC, got "AUTO"`},
		{"AUTO_LOCK", "MANUAL", "", `Duration: need 24 hours to 365 days, such as "168h" or "7d", with AUTO_LOCK, got nothing`},
		{"AUTO_LOCK", "MANUAL", "23h59m", `with AUTO_LOCK, got "23h59m"`},
		{"AUTO_LOCK", "MANUAL", "365d", ""},
		{"AUTO_LOCK", "MANUAL", "366d", `with AUTO_LOCK, got "366d"`},
		{"AUTO_LOCK", "MANUAL", "213504d", `with AUTO_LOCK, got "213504d"`},
		{"ACCESS_REQUEST", "MANUAL", "8761h", `with ACCESS_REQUEST, got "8761h"`},
		{"AUTO_LOCK", "MANUAL", "1w", `with AUTO_LOCK, got "1w"`},
		{"AUTO_LOCK", "MANUAL", "-7d", `with AUTO_LOCK, got "-7d"`},
		{"ACCESS_REQUEST", "", "1h", "ApprovalMode: need MANUAL or AUTOMATIC with ACCESS_REQUEST, got nothing"},
		{"ACCESS_REQUEST", "MANUAL", "59m", `Duration: need 1 hour to 365 days, such as "8h" or "7d", with ACCESS_REQUEST, got "59m"`},
	} {
		policy := twingate.AccessPolicy{Mode: pulumi.String(c.mode), ApprovalMode: text(c.approval), Duration: text(c.duration)}
		r := redis()
		r.AccessPolicies = []twingate.AccessPolicy{policy}
		problems := told(&twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{r}}, component.Production)
		if c.want == "" {
			assert.Empty(t, problems, c)
			continue
		}
		require.Len(t, problems, 1, c)
		assert.Contains(t, problems[0], c.want)
		assert.Contains(t, problems[0], "Access.Resources[0].AccessPolicies[0].")
	}
	manual, unknown := twingate.AccessPolicy{Mode: pulumi.String("MANUAL")}, pulumi.String("").ToStringOutput()
	r := redis()
	r.AccessPolicies = []twingate.AccessPolicy{manual, manual}
	problems := told(&twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{r}}, component.Production)
	assert.Equal(t, []string{"box: BoxArgs.Access.Resources[0].AccessPolicies: need one access policy, got 2"}, problems)
	r.AccessPolicies = []twingate.AccessPolicy{{Mode: unknown}}
	assert.Empty(t, told(&twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{r}}, component.Production), "what is not known now is the provider's to refuse")
}

func TestCheckBlocks(t *testing.T) {
	t.Parallel()
	p := component.NewProblems("box", "BoxArgs")
	remoteaccess.CheckBlocks(p, "PrivateCIDRs", []string{"10.0.0.0/16", "10.1.0.1/16", "fd00::/8", "0.0.0.0/0", "10.0.0.7", "10.0.0.0/16", "10.0.3.7/32", ""})
	var got []string
	for _, problem := range component.FieldErrors(p.Err()) {
		got = append(got, problem.Field+": "+problem.Got)
		if problem.Field != "PrivateCIDRs[5]" {
			assert.Equal(t, `a block of IPv4 addresses such as "10.0.0.0/16", written as its first address, of /8 or smaller`, problem.Need)
		}
	}
	assert.Equal(t, []string{
		`PrivateCIDRs[1]: "10.1.0.1/16"`, `PrivateCIDRs[2]: "fd00::/8"`, `PrivateCIDRs[3]: "0.0.0.0/0"`, `PrivateCIDRs[4]: "10.0.0.7"`,
		`PrivateCIDRs[5]: "10.0.0.0/16"`, "PrivateCIDRs[7]: nothing",
	}, got)
	require.ErrorContains(t, p.Err(), "PrivateCIDRs[5]: need a block of its own: PrivateCIDRs[0] is the same")
}

func TestCheckImage(t *testing.T) {
	t.Parallel()
	for image, good := range map[string]bool{
		remoteaccess.DefaultImage: true, "123456789012.dkr.ecr.eu-central-1.amazonaws.com/hub/twingate/connector:1": true, "": false, "Twingate": false,
	} {
		p := component.NewProblems("box", "BoxArgs")
		remoteaccess.CheckImage(p, "Image", image)
		assert.Equal(t, good, p.Err() == nil, image)
	}
}
