package loadbalancer_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	type change = func(*loadbalancer.Args)
	subnets := func(ids ...string) change {
		return func(a *loadbalancer.Args) { a.SubnetIDs = pulumi.ToStringArray(ids) }
	}
	public := func(ranges ...string) change { return func(a *loadbalancer.Args) { a.AllowFrom = ranges } }
	internal := func(ranges ...string) change {
		return func(a *loadbalancer.Args) { a.Internal, a.AllowFrom = true, ranges }
	}
	groups := func(key string, id pulumi.StringInput) change {
		return func(a *loadbalancer.Args) {
			a.Internal, a.ClientSecurityGroupIDs = true, map[string]pulumi.StringInput{key: id}
		}
	}
	main := func(arn string) change {
		return func(a *loadbalancer.Args) { a.CertificateARN = pulumi.String(arn) }
	}
	extra := func(entries map[string]pulumi.StringInput) change {
		return func(a *loadbalancer.Args) { a.ExtraCertificateARNs = entries }
	}
	policy := func(p loadbalancer.SSLPolicy) change { return func(a *loadbalancer.Args) { a.SSLPolicy = p } }
	idle := func(d time.Duration) change { return func(a *loadbalancer.Args) { a.IdleTimeout = d } }
	days := func(n int) change { return func(a *loadbalancer.Args) { a.AccessLogRetentionDays = n } }
	acl := func(arn string) change { return func(a *loadbalancer.Args) { a.WebACLARN = pulumi.String(arn) } }
	bucket := func(name string) change {
		return func(a *loadbalancer.Args) { a.AccessLogsBucket = pulumi.String(name) }
	}
	const needCertificate = "need a certificate of ACM, arn:aws:acm:REGION:ACCOUNT:certificate/ID, got "
	for name, test := range map[string]struct {
		change      change
		field, text string
	}{
		"no tags":   {func(a *loadbalancer.Args) { a.Tags = tagging.Set{} }, "Tags", "need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing"},
		"a profile": {func(a *loadbalancer.Args) { a.Profile = 7 }, "Profile", "need production or development, got Profile(7)"},

		"no network":      {func(a *loadbalancer.Args) { a.VPCID = nil }, "VPCID", "need a network's id such as vpc-0a1b2c3d, got nothing"},
		"a subnet for it": {func(a *loadbalancer.Args) { a.VPCID = pulumi.String(subnetA) }, "VPCID", `need a network's id such as vpc-0a1b2c3d, got "subnet-`},
		"no subnets":      {func(a *loadbalancer.Args) { a.SubnetIDs = nil }, "SubnetIDs", "need 2 or more different subnets, each in a zone of its own, got 0"},
		"one subnet":      {subnets(subnetA), "SubnetIDs", "need 2 or more different subnets, each in a zone of its own, got 1"},
		"one twice":       {subnets(subnetA, subnetA), "SubnetIDs", "each in a zone of its own, got 1"},
		"one that is not known": {
			func(a *loadbalancer.Args) { a.SubnetIDs = pulumi.StringArray{pulumi.String(subnetA).ToStringOutput()} }, "SubnetIDs", "got 1",
		},
		"a zone": {subnets(subnetA, "eu-central-1a", subnetB), "SubnetIDs[1]", `need the id of a subnet, subnet-…, got "eu-central-1a"`},

		"nobody":                {public([]string{}...), "AllowFrom", "need a range, or nil for everybody, got an empty list"},
		"an address":            {public("203.0.113.7"), "AllowFrom[0]", `need an IPv4 range without host bits, such as 10.20.0.0/16, got "203.0.113.7"`},
		"host bits":             {public("203.0.113.0/24", "203.0.113.7/24"), "AllowFrom[1]", `need an IPv4 range without host bits`},
		"IPv6":                  {public("::/0"), "AllowFrom[0]", `need an IPv4 range without host bits`},
		"a range twice":         {public("203.0.113.0/24", "203.0.113.0/24"), "AllowFrom[1]", `need each range once, got "203.0.113.0/24" again`},
		"internal for nobody":   {internal(), "AllowFrom", "need the clients of an internal load balancer, here or in ClientSecurityGroupIDs, got nothing"},
		"internal for all":      {internal("10.0.0.0/8", "0.0.0.0/0"), "AllowFrom[1]", `need the ranges of the clients of an internal load balancer, got "0.0.0.0/0"`},
		"internal for one half": {internal("128.0.0.0/1"), "AllowFrom[0]", `need the ranges of the clients of an internal load balancer, got "128.0.0.0/1"`},
		"groups from outside": {
			func(a *loadbalancer.Args) {
				a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"shop": pulumi.String(clients)}
			}, "ClientSecurityGroupIDs", "need Internal, since groups are not seen at public addresses, got a public load balancer",
		},
		"a group's key": {
			groups("Shop", pulumi.String(clients)), "ClientSecurityGroupIDs",
			`need names of lower-case letters, digits and hyphens, beginning with a letter, got "Shop"`,
		},
		"a group's name": {groups("shop", pulumi.String("shop")), `ClientSecurityGroupIDs["shop"]`, `need a security group's id such as sg-0a1b2c3d, got "shop"`},
		"no group":       {groups("shop", nil), `ClientSecurityGroupIDs["shop"]`, `need a security group's id such as sg-0a1b2c3d, got nothing`},

		"no certificate":     {func(a *loadbalancer.Args) { a.CertificateARN = nil }, "CertificateARN", needCertificate + "nothing"},
		"of IAM":             {main("arn:aws:iam::123456789012:server-certificate/shop"), "CertificateARN", needCertificate + `"arn:aws:iam`},
		"a certificate's id": {main("12345678-90ab-cdef-1234-567890abcdef"), "CertificateARN", needCertificate + `"12345678`},
		"an extra one's key": {
			extra(map[string]pulumi.StringInput{"shop.example.com": pulumi.String(certificate2)}), "ExtraCertificateARNs", `got "shop.example.com"`,
		},
		"an extra one of IAM": {
			extra(map[string]pulumi.StringInput{"shop": pulumi.String("arn:aws:iam::123456789012:server-certificate/shop")}),
			`ExtraCertificateARNs["shop"]`, needCertificate + `"arn:aws:iam`,
		},
		"no extra one": {extra(map[string]pulumi.StringInput{"shop": nil}), `ExtraCertificateARNs["shop"]`, needCertificate + "nothing"},
		"an extra one twice": {
			extra(map[string]pulumi.StringInput{"a": pulumi.String(certificate2), "b": pulumi.String(certificate2)}),
			`ExtraCertificateARNs["b"]`, `need each value once, got that of "a" again`,
		},
		"the policy of 2016": {policy("ELBSecurityPolicy-2016-08"), "SSLPolicy", `need ELBSecurityPolicy-TLS13-1-2-2021-06, `},
		"old ciphers":        {policy("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06"), "SSLPolicy", `got "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06"`},
		"TLS 1.0":            {policy("ELBSecurityPolicy-TLS13-1-0-2021-06"), "SSLPolicy", `got "ELBSecurityPolicy-TLS13-1-0-2021-06"`},
		"a desync mode":      {func(a *loadbalancer.Args) { a.DesyncMitigation = "monitor" }, "DesyncMitigation", `need defensive or strictest, got "monitor"`},
		"a long timeout":     {idle(4001 * time.Second), "IdleTimeout", "need whole seconds from 1s to 1h6m40s, got 1h6m41s"},
		"a negative timeout": {idle(-time.Second), "IdleTimeout", "need whole seconds from 1s to 1h6m40s, got -1s"},
		"a global web ACL": {
			acl("arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/1234"), "WebACLARN",
			"need a web ACL of the region, arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID, got ",
		},
		"an empty web ACL": {acl(""), "WebACLARN", "got nothing"},

		"a bucket's ARN": {bucket("arn:aws:s3:::acme-logs"), "AccessLogsBucket", `need a bucket's name, got "arn:aws:s3:::acme-logs"`},
		"too many days":  {days(3651), "AccessLogRetentionDays", "need 1 to 3650, got 3651"},
		"negative days":  {days(-1), "AccessLogRetentionDays", "need 1 to 3650, got -1"},
		"a bucket and none": {
			func(a *loadbalancer.Args) { a.AccessLogsBucket, a.DisableAccessLogs = pulumi.String("acme-logs"), true },
			"DisableAccessLogs", "need no AccessLogsBucket beside it, got both",
		},

		"a topic's name": {
			func(a *loadbalancer.Args) { a.AlarmTopicARN = pulumi.String("alarms") },
			"AlarmTopicARN", `need a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms, got "alarms"`,
		},
		"a negative time": {func(a *loadbalancer.Args) { a.SlowResponse = -time.Second }, "SlowResponse", "need more than 0s, got -1s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := try(test.change)
			problems := component.FieldErrors(err)
			require.Len(t, problems, 1, "%v", err)
			assert.Equal(t, test.field, problems[0].Field)
			require.ErrorContains(t, err, "loadbalancer: web: Args."+test.field+": need ")
			require.ErrorContains(t, err, test.text)
			assert.Empty(t, graph.All(), "nothing is registered")
		})
	}
}

func TestNewAccepts(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*loadbalancer.Args){
		"the shortest timeout": func(a *loadbalancer.Args) { a.IdleTimeout = time.Second },
		"ten years":            func(a *loadbalancer.Args) { a.AccessLogRetentionDays = 3650 },
		"a quarter":            func(a *loadbalancer.Args) { a.Internal, a.AllowFrom = true, []string{"64.0.0.0/2"} },
		"both halves":          func(a *loadbalancer.Args) { a.AllowFrom = []string{"0.0.0.0/1", "128.0.0.0/1"} },
		"groups and an empty list": func(a *loadbalancer.Args) {
			a.Internal, a.AllowFrom = true, []string{}
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"shop": pulumi.String(clients)}
		},
		"another partition": func(a *loadbalancer.Args) {
			a.CertificateARN = pulumi.String("arn:aws-us-gov:acm:us-gov-west-1:123456789012:certificate/1234")
		},
		"TLS12": func(a *loadbalancer.Args) { a.SSLPolicy = loadbalancer.TLS12 }, "TLS12Restricted": func(a *loadbalancer.Args) { a.SSLPolicy = loadbalancer.TLS12Restricted },
		"TLS12FIPS": func(a *loadbalancer.Args) { a.SSLPolicy = loadbalancer.TLS12FIPS }, "TLS13": func(a *loadbalancer.Args) { a.SSLPolicy = loadbalancer.TLS13 },
		"TLS13FIPS": func(a *loadbalancer.Args) { a.SSLPolicy = loadbalancer.TLS13FIPS },
		"inputs that are not known yet": func(a *loadbalancer.Args) {
			a.VPCID, a.CertificateARN = pulumi.String(vpc).ToStringOutput(), pulumi.String(certificate).ToStringOutput()
			a.SubnetIDs = pulumi.ToStringArray([]string{subnetA, subnetB}).ToStringArrayOutput()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, change)
		})
	}
}

func TestEveryProblemAtOnce(t *testing.T) {
	t.Parallel()
	graph, err := tryNamed("Web", func(a *loadbalancer.Args) {
		*a = loadbalancer.Args{
			AllowFrom: []string{"x"}, SSLPolicy: "y", DesyncMitigation: "z", IdleTimeout: -1, WebACLARN: pulumi.String("w"),
			AccessLogsBucket: pulumi.String("B"), AccessLogRetentionDays: -1, AlarmTopicARN: pulumi.String("t"), SlowResponse: -1, Profile: -1,
		}
	})
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{
		"name", "Tags", "Profile", "VPCID", "SubnetIDs", "AllowFrom[0]", "CertificateARN", "SSLPolicy", "DesyncMitigation", "IdleTimeout",
		"WebACLARN", "AccessLogsBucket", "AccessLogRetentionDays", "AlarmTopicARN", "SlowResponse",
	}, fields)
	assert.Empty(t, graph.All())
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"web", "w", "web-2", "internally", "my-internal-web"} {
		_, err := tryNamed(name, unchanged)
		require.NoError(t, err, name)
	}
	const letters, reserved = "need lower-case letters, digits and hyphens, beginning with a letter", `need a name that does not begin with "internal"`
	for name, need := range map[string]string{"Web": letters, "web_2": letters, "web.2": letters, "internal": reserved, "internal-web": reserved} {
		graph, err := tryNamed(name, unchanged)
		problems := component.FieldErrors(err)
		require.Len(t, problems, 1, name)
		assert.Equal(t, "name", problems[0].Field)
		require.ErrorContains(t, err, "loadbalancer: "+name+": name: "+need)
		require.ErrorContains(t, err, `got "`+name+`"`)
		assert.Empty(t, graph.All())
	}
}

// What is known only during the deployment is checked on its way to the resource.
func TestLateChecks(t *testing.T) {
	t.Parallel()
	late := func(text string) pulumi.StringInput { return pulumi.String(text).ToStringOutput() }
	for field, change := range map[string]func(*loadbalancer.Args){
		"VPCID": func(a *loadbalancer.Args) { a.VPCID = late("x") },
		"SubnetIDs": func(a *loadbalancer.Args) {
			a.SubnetIDs = pulumi.ToStringArray([]string{subnetA, subnetA}).ToStringArrayOutput()
		},
		"CertificateARN":   func(a *loadbalancer.Args) { a.CertificateARN = late("x") },
		"WebACLARN":        func(a *loadbalancer.Args) { a.WebACLARN = late("x") },
		"AccessLogsBucket": func(a *loadbalancer.Args) { a.AccessLogsBucket = late("X") },
		"AlarmTopicARN":    func(a *loadbalancer.Args) { a.AlarmTopicARN = late("x") },
		`ExtraCertificateARNs["shop"]`: func(a *loadbalancer.Args) {
			a.ExtraCertificateARNs = map[string]pulumi.StringInput{"shop": late("x")}
		},
		`ClientSecurityGroupIDs["shop"]`: func(a *loadbalancer.Args) {
			a.Internal, a.ClientSecurityGroupIDs = true, map[string]pulumi.StringInput{"shop": late("x")}
		},
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			_, err := try(change)
			require.ErrorContains(t, err, "loadbalancer: Args."+field+": need ")
		})
	}
}
