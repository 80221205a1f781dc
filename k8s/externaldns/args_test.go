package externaldns_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/k8s/externaldns"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestMistakes(t *testing.T) {
	t.Parallel()
	const (
		needOwner  = "need an id that nobody else has, at most 63 letters, digits, dots, hyphens and underscores, a letter or digit first, got "
		needDomain = "need a domain in lower case such as blue.example.com, without a dot at either end and without *, got "
		needPrefix = "need lower-case letters, digits and hyphens around one %{record_type}, with a full stop at the end, such as extdns-%{record_type}., got "
		needImage  = "need an image with a tag other than latest, or with a digest, got "
	)
	clusterName := func(in pulumi.StringInput) func(*externaldns.Args) {
		return func(a *externaldns.Args) { a.ClusterName = in }
	}
	region := func(in pulumi.StringInput) func(*externaldns.Args) {
		return func(a *externaldns.Args) { a.Region = in }
	}
	zones := func(all ...pulumi.StringInput) func(*externaldns.Args) {
		return func(a *externaldns.Args) { a.HostedZoneARNs = all }
	}
	domains := func(all ...string) func(*externaldns.Args) {
		return func(a *externaldns.Args) { a.DomainFilters = all }
	}
	ownerID := func(in pulumi.StringInput) func(*externaldns.Args) {
		return func(a *externaldns.Args) { a.OwnerID = in }
	}
	prefix := func(s string) func(*externaldns.Args) { return func(a *externaldns.Args) { a.TXTPrefix = s } }
	image := func(s string) func(*externaldns.Args) { return func(a *externaldns.Args) { a.Image = s } }
	interval := func(d time.Duration) func(*externaldns.Args) {
		return func(a *externaldns.Args) { a.Interval = d }
	}
	for name, test := range map[string]struct {
		change      func(*externaldns.Args)
		field, text string
	}{
		"no tags":     {func(a *externaldns.Args) { a.Tags = tagging.Set{} }, "Tags", "need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing"},
		"no provider": {func(a *externaldns.Args) { a.Provider = nil }, "Provider", "need the provider of the cluster, such as one of k8s/provider"},
		"a profile":   {func(a *externaldns.Args) { a.Profile = 7 }, "Profile", "need production or development, got Profile(7)"},

		"no cluster":       {clusterName(nil), "ClusterName", "need an EKS cluster's name, got nothing"},
		"a cluster's ARN":  {clusterName(pulumi.String("arn:aws:eks:eu-west-1:123456789012:cluster/shop")), "ClusterName", "need an EKS cluster's name, got \"arn:"},
		"no region":        {region(nil), "Region", "need an AWS region such as eu-west-1, got nothing"},
		"a zone of AWS":    {region(pulumi.String("eu-west-1a")), "Region", `need an AWS region such as eu-west-1, got "eu-west-1a"`},
		"a namespace":      {func(a *externaldns.Args) { a.Namespace = "External_DNS" }, "Namespace", `need at most 63 lower-case letters, digits and hyphens, `},
		"no zones":         {zones(), "HostedZoneARNs", "need the zones that may be changed, got nothing"},
		"a zone's id":      {zones(pulumi.String("Z0123456789ABCDEFGHIJ")), "HostedZoneARNs[0]", "need a hosted zone's ARN, such as arn:aws:route53:::hostedzone/Z"},
		"all zones":        {zones(pulumi.String("arn:aws:route53:::hostedzone/*")), "HostedZoneARNs[0]", "need a hosted zone's ARN"},
		"an empty zone":    {zones(pulumi.String(zone), nil), "HostedZoneARNs[1]", "need a hosted zone's ARN"},
		"a zone twice":     {zones(pulumi.String(zone), pulumi.String(zone)), "HostedZoneARNs[1]", `need each zone once, got "` + zone + `" again`},
		"a kind of zones":  {func(a *externaldns.Args) { a.ZoneType = "Public" }, "ZoneType", `need public or private, got "Public" (did you mean public?)`},
		"no domains":       {domains(), "DomainFilters", "need the domains that may be changed, got nothing"},
		"an empty domain":  {domains(""), "DomainFilters[0]", needDomain + "nothing"},
		"every domain":     {domains("*"), "DomainFilters[0]", needDomain + `"*"`},
		"a top level":      {domains("com"), "DomainFilters[0]", needDomain + `"com"`},
		"a wildcard":       {domains("*.example.com"), "DomainFilters[0]", needDomain + `"*.example.com"`},
		"a dot before":     {domains(".example.com"), "DomainFilters[0]", needDomain + `".example.com"`},
		"a dot after":      {domains("example.com", "example.org."), "DomainFilters[1]", needDomain + `"example.org."`},
		"capitals":         {domains("Example.com"), "DomainFilters[0]", needDomain + `"Example.com"`},
		"a long domain":    {domains(strings.Repeat("example.", 32) + "com"), "DomainFilters[0]", needDomain},
		"a domain twice":   {domains("example.com", "example.com"), "DomainFilters[1]", `need each domain once, got "example.com" again`},
		"no owner":         {ownerID(nil), "OwnerID", needOwner + "nothing"},
		"a quoted owner":   {ownerID(pulumi.String(`"blue"`)), "OwnerID", needOwner},
		"owner and more":   {ownerID(pulumi.String("blue,external-dns/resource=x")), "OwnerID", needOwner},
		"a long owner":     {ownerID(pulumi.String(strings.Repeat("x", 64))), "OwnerID", needOwner},
		"a bare prefix":    {prefix("extdns-"), "TXTPrefix", needPrefix + `"extdns-"`},
		"no stop":          {prefix("extdns-%{record_type}"), "TXTPrefix", needPrefix},
		"no record type":   {prefix("extdns."), "TXTPrefix", needPrefix},
		"no sources":       {func(a *externaldns.Args) { a.Sources = []externaldns.Source{} }, "Sources", "need a source, or nil for Services and Ingresses, got an empty list"},
		"a source":         {func(a *externaldns.Args) { a.Sources = []externaldns.Source{"ingresses"} }, "Sources[0]", `need service or ingress, got "ingresses"`},
		"a source twice":   {func(a *externaldns.Args) { a.Sources = []externaldns.Source{"ingress", "ingress"} }, "Sources[1]", `need each source once, got "ingress" again`},
		"too often":        {interval(9 * time.Second), "Interval", "need whole seconds from 10s to 1h0m0s, got 9s"},
		"seldom":           {interval(time.Hour + time.Second), "Interval", "need whole seconds from 10s to 1h0m0s, got 1h0m1s"},
		"parts of seconds": {interval(10500 * time.Millisecond), "Interval", "need whole seconds from 10s to 1h0m0s, got 10.5s"},
		"no tag":           {image("mirror.example.com/dns"), "Image", needImage + `"mirror.example.com/dns"`},
		"latest":           {image("mirror.example.com/dns:latest"), "Image", needImage},
		"half a digest":    {image("mirror.example.com/dns@sha256:1234"), "Image", needImage},
		"CPU":              {func(a *externaldns.Args) { a.CPU = "50Mi" }, "CPU", `got "50Mi"`},
		"memory":           {func(a *externaldns.Args) { a.Memory = "128m" }, "Memory", `got "128m"`},
		"a boundary": {
			func(a *externaldns.Args) { a.PermissionsBoundaryARN = pulumi.String("boundary") }, "PermissionsBoundaryARN",
			`need an IAM policy's ARN, such as arn:aws:iam::123456789012:policy/boundary, got "boundary"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := try(test.change)
			problems := component.FieldErrors(err)
			require.Len(t, problems, 1, "%v", err)
			assert.Equal(t, test.field, problems[0].Field)
			require.ErrorContains(t, err, "externaldns: dns: Args."+test.field+": need ")
			require.ErrorContains(t, err, test.text)
			assert.Len(t, graph.All(), 1, "only the provider, which was there before")
		})
	}
}

func TestNewAccepts(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*externaldns.Args){
		"the shortest interval": func(a *externaldns.Args) { a.Interval = 10 * time.Second },
		"the longest interval":  func(a *externaldns.Args) { a.Interval = time.Hour },
		"a digest alone":        func(a *externaldns.Args) { a.Image = "mirror.example.com/dns@sha256:" + strings.Repeat("0", 64) },
		"a port and a tag":      func(a *externaldns.Args) { a.Image = "localhost:5000/dns:v1" },
		"an underscore":         func(a *externaldns.Args) { a.DomainFilters = []string{"_acme.example.com"} },
		"the type alone":        func(a *externaldns.Args) { a.TXTPrefix = "%{record_type}." },
		"a managed boundary": func(a *externaldns.Args) {
			a.PermissionsBoundaryARN = pulumi.String("arn:aws:iam::aws:policy/PowerUserAccess")
		},
		"another partition": func(a *externaldns.Args) {
			a.Region, a.HostedZoneARNs = pulumi.String("us-gov-west-1"), []pulumi.StringInput{pulumi.String("arn:aws-us-gov:route53:::hostedzone/Z1")}
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
	graph, err := tryNamed("DNS", func(a *externaldns.Args) {
		*a = externaldns.Args{
			Namespace: "X", TXTPrefix: "x", Sources: []externaldns.Source{"x"}, ZoneType: "x", Interval: -1, Image: "x", CPU: "x", Memory: "x",
			PermissionsBoundaryARN: pulumi.String("x"), Profile: -1,
		}
	})
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{
		"name", "Tags", "Profile", "Provider", "ClusterName", "Region", "Namespace", "HostedZoneARNs", "DomainFilters", "ZoneType", "OwnerID", "TXTPrefix",
		"Sources[0]", "Interval", "Image", "CPU", "Memory", "PermissionsBoundaryARN",
	}, fields)
	assert.Len(t, graph.All(), 1)
}

// What is known only during the deployment is checked on its way to the resource.
func TestLateChecks(t *testing.T) {
	t.Parallel()
	late := pulumi.String("?").ToStringOutput()
	for field, change := range map[string]func(*externaldns.Args){
		"ClusterName":            func(a *externaldns.Args) { a.ClusterName = late },
		"Region":                 func(a *externaldns.Args) { a.Region = late },
		"HostedZoneARNs[0]":      func(a *externaldns.Args) { a.HostedZoneARNs[0] = late },
		"OwnerID":                func(a *externaldns.Args) { a.OwnerID = late },
		"PermissionsBoundaryARN": func(a *externaldns.Args) { a.PermissionsBoundaryARN = late },
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			_, err := try(change)
			require.ErrorContains(t, err, "externaldns: Args."+field+": need ")
		})
	}
}
