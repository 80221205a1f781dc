package albcontroller_test

import (
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/albcontroller"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestMistakes(t *testing.T) {
	t.Parallel()
	const (
		needPolicy  = "need a security policy of TLS 1.2 or newer, such as ELBSecurityPolicy-TLS13-1-2-2021-06, got "
		needVersion = "need a chart's version from 3.4.0 on, such as 3.4.2, got "
		needImage   = "need an image without tag and digest, got "
		needRepo    = "need the URL of a chart repository, https://…, got something else"
	)
	clusterName := func(in pulumi.StringInput) func(*albcontroller.Args) {
		return func(a *albcontroller.Args) { a.ClusterName = in }
	}
	region := func(in pulumi.StringInput) func(*albcontroller.Args) {
		return func(a *albcontroller.Args) { a.Region = in }
	}
	vpcID := func(in pulumi.StringInput) func(*albcontroller.Args) {
		return func(a *albcontroller.Args) { a.VPCID = in }
	}
	chart := func(s string) func(*albcontroller.Args) {
		return func(a *albcontroller.Args) { a.ChartVersion = s }
	}
	repository := func(s string) func(*albcontroller.Args) {
		return func(a *albcontroller.Args) { a.ChartRepository = s }
	}
	image := func(s string) func(*albcontroller.Args) {
		return func(a *albcontroller.Args) { a.ImageRepository = s }
	}
	policy := func(s string) func(*albcontroller.Args) {
		return func(a *albcontroller.Args) { a.DefaultSSLPolicy = s }
	}
	replicas := func(n int, profile component.Profile) func(*albcontroller.Args) {
		return func(a *albcontroller.Args) { a.Replicas, a.Profile = n, profile }
	}
	for name, test := range map[string]struct {
		change      func(*albcontroller.Args)
		field, text string
	}{
		"no tags": {
			func(a *albcontroller.Args) { a.Tags = tagging.Set{} }, "Tags", "need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing",
		},
		"no provider": {func(a *albcontroller.Args) { a.Provider = nil }, "Provider", "need the provider of the cluster, such as one of k8s/provider"},
		"a profile":   {func(a *albcontroller.Args) { a.Profile = 7 }, "Profile", "need production or development, got Profile(7)"},

		"no cluster":      {clusterName(nil), "ClusterName", "need an EKS cluster's name, got nothing"},
		"an empty name":   {clusterName(pulumi.String("")), "ClusterName", "need an EKS cluster's name, got nothing"},
		"a cluster's ARN": {clusterName(pulumi.String("arn:aws:eks:eu-west-1:123456789012:cluster/shop")), "ClusterName", `got "arn:aws:eks`},
		"no region":       {region(nil), "Region", "need an AWS region such as eu-west-1, got nothing"},
		"a zone":          {region(pulumi.String("eu-west-1a")), "Region", `need an AWS region such as eu-west-1, got "eu-west-1a"`},
		"no network":      {vpcID(nil), "VPCID", "need a network's id such as vpc-0a1b2c3d, got nothing"},
		"a subnet":        {vpcID(pulumi.String("subnet-0a1b2c3d")), "VPCID", `got "subnet-0a1b2c3d"`},
		"a namespace": {
			func(a *albcontroller.Args) { a.Namespace = "Kube" }, "Namespace", "need at most 63 lower-case letters, digits and hyphens, ",
		},
		"a version of the controller": {chart("v3.4.2"), "ChartVersion", needVersion + `"v3.4.2"`},
		"any version":                 {chart("3.x"), "ChartVersion", needVersion},
		"new certificates each time":  {chart("3.0.0"), "ChartVersion", needVersion},
		"an old chart":                {chart("1.17.1"), "ChartVersion", needVersion},
		"a version of two parts":      {chart("3.4"), "ChartVersion", needVersion},
		"plain HTTP":                  {repository("http://charts.example.com"), "ChartRepository", needRepo},
		"a repository's name":         {repository("eks"), "ChartRepository", needRepo},
		"a password":                  {repository("https://user:password@charts.example.com"), "ChartRepository", needRepo},
		"no host":                     {repository("https://"), "ChartRepository", needRepo},
		"an image's tag":              {image("mirror.example.com/controller:v3"), "ImageRepository", needImage},
		"an image's digest":           {image("mirror.example.com/controller@sha256:1234"), "ImageRepository", needImage},
		"an image's name":             {image("controller"), "ImageRepository", needImage},
		"no second pod":               {replicas(1, component.Production), "Replicas", "need 2 to 5, got 1"},
		"too many pods":               {replicas(6, component.Production), "Replicas", "need 2 to 5, got 6"},
		"negative pods":               {replicas(-1, component.Development), "Replicas", "need 1 to 5, got -1"},
		"the policy of 2016":          {policy("ELBSecurityPolicy-2016-08"), "DefaultSSLPolicy", needPolicy},
		"old ciphers":                 {policy("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06"), "DefaultSSLPolicy", needPolicy},
		"TLS 1.0":                     {policy("ELBSecurityPolicy-TLS13-1-0-2021-06"), "DefaultSSLPolicy", needPolicy},
		"CPU":                         {func(a *albcontroller.Args) { a.CPU = "100Mi" }, "CPU", `got "100Mi"`},
		"memory":                      {func(a *albcontroller.Args) { a.Memory = "256m" }, "Memory", `got "256m"`},
		"a boundary": {
			func(a *albcontroller.Args) { a.PermissionsBoundaryARN = pulumi.String("boundary") }, "PermissionsBoundaryARN",
			`need an IAM policy's ARN, such as arn:aws:iam::123456789012:policy/boundary, got "boundary"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := try(test.change)
			problems := component.FieldErrors(err)
			require.Len(t, problems, 1, "%v", err)
			assert.Equal(t, test.field, problems[0].Field)
			require.ErrorContains(t, err, "albcontroller: alb: Args."+test.field+": need ")
			require.ErrorContains(t, err, test.text)
			assert.Len(t, graph.All(), 1, "only the provider, which was there before")
		})
	}
}

// The chart writes the tags into a line of YAML, where a colon and a space begin something else.
func TestTagsThatAreNoYAML(t *testing.T) {
	t.Parallel()
	for tag, refused := range map[string]bool{"a: b": true, "a:": true, "a:b": false, "a b": false, "https://example.com/a=b+c": false, "a @ b": false} {
		_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
			policy := tagging.DefaultPolicy()
			policy.AllowOther = true
			tags, err := tagging.New(ctx, policy, tagging.Tags{
				"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop", "note": tag,
			})
			if err != nil {
				return err
			}
			blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{})
			if err != nil {
				return err
			}
			_, err = albcontroller.New(ctx, "alb", newArgs(tags, blue))
			return err
		})
		if !refused {
			require.NoError(t, err, tag)
			continue
		}
		problems := component.FieldErrors(err)
		require.Len(t, problems, 1, tag)
		assert.Equal(t, `Tags["note"]`, problems[0].Field)
		require.ErrorContains(t, err, `need a value without ": " and without a colon at its end, which would end the chart's line, got "`+tag+`"`)
	}
}

func TestNewAccepts(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*albcontroller.Args){
		"the oldest chart":   func(a *albcontroller.Args) { a.ChartVersion = "3.4.0" },
		"a later one":        func(a *albcontroller.Args) { a.ChartVersion = "4.0.0" },
		"a path":             func(a *albcontroller.Args) { a.ChartRepository = "https://charts.example.com:8443/eks" },
		"a port":             func(a *albcontroller.Args) { a.ImageRepository = "localhost:5000/eks/controller" },
		"five pods":          func(a *albcontroller.Args) { a.Replicas = 5 },
		"one in development": func(a *albcontroller.Args) { a.Replicas, a.Profile = 1, component.Development },
		"post-quantum":       func(a *albcontroller.Args) { a.DefaultSSLPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" },
		"FIPS":               func(a *albcontroller.Args) { a.DefaultSSLPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04" },
		"a boundary of AWS": func(a *albcontroller.Args) {
			a.PermissionsBoundaryARN = pulumi.String("arn:aws:iam::aws:policy/PowerUserAccess")
		},
		"a region of the state": func(a *albcontroller.Args) { a.Region = pulumi.String("us-gov-west-1") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, change)
		})
	}
}

func TestEveryProblemAtOnce(t *testing.T) {
	t.Parallel()
	graph, err := tryNamed("", func(a *albcontroller.Args) {
		*a = albcontroller.Args{
			Namespace: "X", ChartVersion: "x", ChartRepository: "x", ImageRepository: "x", Replicas: -1, DefaultSSLPolicy: "x", CPU: "x", Memory: "x",
			PermissionsBoundaryARN: pulumi.String("x"), Profile: -1,
		}
	})
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{
		"name", "Tags", "Profile", "Provider", "ClusterName", "Region", "VPCID", "Namespace", "ChartVersion", "ChartRepository", "ImageRepository", "Replicas",
		"DefaultSSLPolicy", "CPU", "Memory", "PermissionsBoundaryARN",
	}, fields)
	assert.Len(t, graph.All(), 1)
}

// What is known only during the deployment is checked on its way to the resource.
func TestLateChecks(t *testing.T) {
	t.Parallel()
	late := pulumi.String("?").ToStringOutput()
	for field, change := range map[string]func(*albcontroller.Args){
		"ClusterName":            func(a *albcontroller.Args) { a.ClusterName = late },
		"Region":                 func(a *albcontroller.Args) { a.Region = late },
		"VPCID":                  func(a *albcontroller.Args) { a.VPCID = late },
		"PermissionsBoundaryARN": func(a *albcontroller.Args) { a.PermissionsBoundaryARN = late },
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			_, err := try(change)
			require.ErrorContains(t, err, "albcontroller: Args."+field+": need ")
		})
	}
}
