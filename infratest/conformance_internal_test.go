package infratest

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	sampleToken = "groundwork:test/sample:Sample"
	queueToken  = "aws:sqs/queue:Queue"
	groupToken  = "aws:ec2/securityGroup:SecurityGroup"
)

type sampleArgs struct {
	Tags     tagging.Set
	Size     int
	Location pulumi.StringInput
	Zones    pulumi.StringArrayInput
	Nested   *sampleNested
	Cluster  pulumi.ProviderResource // optional: that of an object in a cluster
}

const chartToken = "kubernetes:helm.sh/v4:Chart"

type chart struct{ pulumi.ResourceState }

type sampleNested struct{ Key pulumi.StringInput }

func (a *sampleArgs) Validate() error {
	p := component.NewProblems("sample", "SampleArgs")
	if a.Tags.IsZero() {
		p.Add("Tags", "mandatory tags", nil)
	}
	if a.Size == 0 {
		p.Add("Size", "1 or more", 0)
	}
	p.Require("Location", "a place", a.Location)
	if a.Nested != nil {
		p.Require("Nested.Key", "a key", a.Nested.Key)
	}
	return p.Err()
}

type sampleComponent struct {
	pulumi.ResourceState
	Host  pulumi.StringOutput `pulumi:"host"`
	Extra pulumi.StringOutput `pulumi:"extra,optional"`
}

type queue struct {
	pulumi.CustomResourceState
	Name pulumi.StringOutput `pulumi:"name"`
}

// registrations differs at each call, for the flaw of a graph that is never the same.
var registrations atomic.Int64

// sample is a block with one flaw, or with none.
func sample(flaw string) func(*pulumi.Context, string, *sampleArgs, ...pulumi.ResourceOption) (*sampleComponent, error) {
	return func(ctx *pulumi.Context, name string, args *sampleArgs, opts ...pulumi.ResourceOption) (*sampleComponent, error) {
		c := &sampleComponent{}
		valid, token := component.Args(args), sampleToken
		switch flaw {
		case "accepts nil":
			if args == nil {
				return c, nil
			}
		case "dereferences nil":
			_ = args.Size
		case "validates late":
			valid = noValidation{}
		case "renamed token":
			token = "groundwork:test/sample:Renamed"
		case "drops options":
			opts = nil
		case "adds to its name":
			name += "-blue"
		}
		scope, err := component.Register(ctx, c, token, name, valid, opts...)
		if err != nil {
			return nil, err
		}
		if err := valid.Validate(); err != nil {
			return nil, err
		}
		if err := args.Validate(); err != nil {
			return nil, err
		}
		if err := sampleChildren(ctx, scope, c, args, opts, flaw); err != nil {
			return nil, err
		}
		switch flaw {
		case "forgets to finish":
			return c, nil
		case "forgets an output": // Finish would find it too, but a block may be made without the kit
			return c, ctx.RegisterResourceOutputs(c, pulumi.Map{})
		case "clears an output":
			c.Host = pulumi.StringOutput{}
			return c, ctx.RegisterResourceOutputs(c, pulumi.Map{})
		}
		return c, scope.Finish()
	}
}

type noValidation struct{}

func (noValidation) Validate() error { return nil }

func sampleChildren(ctx *pulumi.Context, scope *component.Scope, c *sampleComponent, args *sampleArgs, opts []pulumi.ResourceOption, flaw string) error {
	name, childOpts := scope.Name("queue"), scope.Child()
	tags, cidr := args.Tags.AWS(), "10.0.0.0/8"
	props := pulumi.Map{"tags": tags, "namePrefix": args.Location}
	switch flaw {
	case "fixed child name":
		name = "queue"
	case "no parent":
		childOpts = nil
	case "own tags":
		props["tags"] = pulumi.StringMap{
			"owner": pulumi.String("team-x"), "cost-center": pulumi.String("cc-1"), "environment": pulumi.String("test"), "service": pulumi.String("s"),
		}
	case "public":
		cidr = "0.0.0.0/0"
	case "plain secret":
		props["policy"] = pulumi.String(`{"password":"hunter2"}`)
	case "changes args":
		args.Size++
		args.Nested = &sampleNested{Key: pulumi.String("changed")}
	case "changes shared array":
		if zones, ok := args.Zones.(pulumi.StringArray); ok {
			zones[0] = pulumi.String("changed")
		}
	case "never the same":
		props["delaySeconds"] = pulumi.Int(registrations.Add(1))
	case "passes options on":
		childOpts = append(childOpts, opts...)
	case "unprotects":
		childOpts = append(childOpts, pulumi.Protect(false))
	case "provider of a stranger":
		p := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource("pulumi:providers:aws", scope.Name("stranger"), pulumi.Map{}, p); err != nil {
			return err
		}
		childOpts = append(childOpts, pulumi.Provider(p))
	case "provider of its own":
		p := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource("pulumi:providers:aws", scope.Name("provider"), pulumi.Map{}, p, scope.Child()...); err != nil {
			return err
		}
		childOpts = append(childOpts, pulumi.Provider(p))
	}
	if flaw == "has a chart" {
		if err := ctx.RegisterRemoteComponentResource(chartToken, scope.Name("chart"), pulumi.Map{}, &chart{}, scope.Child()...); err != nil {
			return err
		}
	}
	if args.Cluster != nil {
		object := pulumi.Map{"metadata": pulumi.Map{"labels": args.Tags.KubernetesLabels()}}
		objectOpts := scope.Child(pulumi.Provider(args.Cluster))
		if flaw == "forgets the cluster" {
			objectOpts = scope.Child()
		}
		if err := ctx.RegisterResource("kubernetes:core/v1:ConfigMap", scope.Name("settings"), object, &queue{}, objectOpts...); err != nil {
			return err
		}
	}
	q := &queue{}
	if err := ctx.RegisterResource(queueToken, name, props, q, childOpts...); err != nil {
		return scope.Err("queue", err)
	}
	if literal, known := component.Known(args.Location); flaw == "needs literals" && known && literal != "" {
		if err := ctx.RegisterResource(queueToken, scope.Name("literal"), pulumi.Map{"tags": tags}, &queue{}, scope.Child()...); err != nil {
			return err
		}
	}
	if flaw == "only in preview" && ctx.DryRun() {
		if err := ctx.RegisterResource(queueToken, scope.Name("preview"), pulumi.Map{"tags": tags}, &queue{}, scope.Child()...); err != nil {
			return err
		}
	}
	group := pulumi.Map{"tags": tags, "ingress": pulumi.Array{pulumi.Map{
		"protocol": pulumi.String("tcp"), "fromPort": pulumi.Int(443), "toPort": pulumi.Int(443), "cidrBlocks": pulumi.ToStringArray([]string{cidr}),
	}}}
	if err := ctx.RegisterResource(groupToken, scope.Name("group"), group, &queue{}, scope.Child()...); err != nil {
		return scope.Err("group", err)
	}
	if flaw != "forgets an output" {
		c.Host = q.Name
	}
	if flaw == "rejected output" {
		c.Host = q.Name.ApplyT(func(string) (string, error) { return "", errors.New("no host") }).(pulumi.StringOutput)
	}
	return nil
}

func sampleSpec(flaw string) Spec[sampleArgs, *sampleComponent] {
	return Spec[sampleArgs, *sampleComponent]{
		Token: sampleToken, New: sample(flaw), Required: []string{"Tags", "Size", "Location", "Nested.Key"},
		Args: func(_ *pulumi.Context, tags tagging.Set) *sampleArgs {
			return &sampleArgs{Tags: tags, Size: 3, Location: pulumi.String("eu"), Zones: pulumi.StringArray{pulumi.String("a")},
				Nested: &sampleNested{Key: pulumi.String("k")}}
		},
	}
}

// problems runs every check and returns the ones that found something.
func problems(s Spec[sampleArgs, *sampleComponent]) map[string][]string {
	found := map[string][]string{}
	for _, c := range s.checks() {
		if p := c.find(); len(p) > 0 {
			found[c.name] = p
		}
	}
	return found
}

func TestConformancePassesASoundBlock(t *testing.T) {
	for _, flaw := range []string{"", "provider of its own"} {
		assert.Empty(t, problems(sampleSpec(flaw)), flaw)
	}
	Conformance(t, sampleSpec(""))
}

// Every check must be able to fail, and to say what is wrong.
func TestConformanceFindsBrokenBlocks(t *testing.T) {
	for _, tc := range []struct{ flaw, check, want string }{
		{"accepts nil", "nil_args", "nil arguments: need an error, got none"},
		{"dereferences nil", "nil_args", "nil arguments: need an error from the constructor, got: "},
		{"validates late", "required/Size", "without Size: need nothing registered, got:\n\tgroundwork:test/sample:Sample \"main\""},
		{"fixed child name", "two_instances", "duplicate resource URN"},
		{"fixed child name", "children", `aws:sqs/queue:Queue "queue": need a name that starts with "main-"`},
		{"no parent", "children", `aws:sqs/queue:Queue "main-queue": need the component as parent or ancestor, got the stack`},
		{"renamed token", "token", `need a component groundwork:test/sample:Sample "main", got groundwork:test/sample:Renamed "main"`},
		{"own tags", "tags", `aws:sqs/queue:Queue "main-queue": tags: need the mandatory key "conformance-probe"`},
		{"public", "ingress", `ingress[0].cidrBlocks[0]: need no ingress from the whole internet, got 0.0.0.0/0 on port 443`},
		{"plain secret", "secrets", `aws:sqs/queue:Queue "main-queue": policy.password: need a secret, got a plain text`},
		{"changes args", "args_untouched", "infratest.sampleArgs.Size: need the arguments as they were, got a change by the constructor"},
		{"changes args", "args_untouched", "infratest.sampleArgs.Nested"},
		{"changes shared array", "args_untouched", "infratest.sampleArgs.Zones"},
		{"never the same", "same_graph_twice", "inputs.delaySeconds: "},
		{"needs literals", "preview", `aws:sqs/queue:Queue "main-literal": need it in a preview with unknown inputs too, got it in an update only`},
		{"only in preview", "preview", `aws:sqs/queue:Queue "main-preview": need it in an update too, got it in a preview only`},
		{"forgets an output", "outputs", `output Host ("host"): need a value set by the constructor, got the empty one that the SDK puts there`},
		{"clears an output", "outputs", `output Host ("host"): need a value, got nil`},
		{"rejected output", "outputs", "no host"},
		{"forgets to finish", "outputs", "need RegisterResourceOutputs on each of 1 components, got it on 0"},
		{"drops options", "options", "need the caller's options on the component, got a component without them"},
		{"passes options on", "options", `aws:sqs/queue:Queue "main-queue": need options of its own, got the component's options (IgnoreChanges) passed on to the child`},
		{"unprotects", "options", `aws:sqs/queue:Queue "main-queue": need the protection that the component was given, got none`},
		{"provider of a stranger", "options", `got pulumi:providers:aws main-stranger`},
		{"no parent", "options", `aws:sqs/queue:Queue "main-queue": need the provider that the component was given, got the default one`},
	} {
		t.Run(tc.flaw+" "+tc.check, func(t *testing.T) {
			found := problems(sampleSpec(tc.flaw))
			require.Contains(t, found, tc.check)
			assert.Contains(t, strings.Join(found[tc.check], "\n"), tc.want)
		})
	}
}

func TestConformanceFindsAWrongSpec(t *testing.T) {
	base := sampleSpec("")
	for _, tc := range []struct {
		name, check, want string
		change            func(*Spec[sampleArgs, *sampleComponent])
	}{
		{"required field that is not required", "required/Zones", "without Zones: need an error, got none",
			func(s *Spec[sampleArgs, *sampleComponent]) { s.Required = []string{"Zones"} }},
		{"field that does not exist", "required/Nowhere", `Spec.Required: Nowhere: infratest.sampleArgs has no exported field "Nowhere"`,
			func(s *Spec[sampleArgs, *sampleComponent]) { s.Required = []string{"Nowhere"} }},
		{"path through a plain value", "required/Size.Deep", `need a struct above "Deep", got int`,
			func(s *Spec[sampleArgs, *sampleComponent]) { s.Required = []string{"Size.Deep"} }},
		{"field that the arguments leave out", "required/Size", "need a value in the valid arguments, got the zero value",
			func(s *Spec[sampleArgs, *sampleComponent]) {
				s.Args = func(_ *pulumi.Context, tags tagging.Set) *sampleArgs { return &sampleArgs{Tags: tags} }
			}},
		{"arguments that are refused", "children", "valid arguments: need a component, got the error: ",
			func(s *Spec[sampleArgs, *sampleComponent]) {
				s.Args = func(_ *pulumi.Context, tags tagging.Set) *sampleArgs { return &sampleArgs{Tags: tags} }
			}},
		{"no arguments", "args_untouched", "Spec.Args: need arguments, got nil",
			func(s *Spec[sampleArgs, *sampleComponent]) {
				s.Args = func(*pulumi.Context, tagging.Set) *sampleArgs { return nil }
			}},
		{"tags that the policy refuses", "tags", "Spec.Tags: ",
			func(s *Spec[sampleArgs, *sampleComponent]) { s.Tags = tagging.Tags{"owner": "x"} }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := base
			tc.change(&s)
			found := problems(s)
			require.Contains(t, found, tc.check)
			assert.Contains(t, strings.Join(found[tc.check], "\n"), tc.want)
		})
	}
}

func TestConformanceHonoursExceptionsAndPolicy(t *testing.T) {
	public := sampleSpec("public")
	public.Public = []IngressOption{AllowPublic("main-group", 443)}
	assert.Empty(t, problems(public))

	plain := sampleSpec("plain secret")
	plain.Plain = []SecretOption{AllowPlain(queueToken, "policy.password")}
	assert.Empty(t, problems(plain))

	own := sampleSpec("own tags")
	own.Untagged = []TagOption{Untagged(queueToken)}
	assert.Empty(t, problems(own))

	strict := sampleSpec("")
	strict.Policy = &tagging.Policy{Required: []tagging.Key{{Name: "team", OneOf: []string{"a"}}}}
	strict.Tags = tagging.Tags{"team": "a"}
	assert.Empty(t, problems(strict))
}

// What the arguments hold of a cluster is registered by the suite, and no rule is about it.
func TestConformanceOfABlockOnACluster(t *testing.T) {
	onCluster := func(flaw string) Spec[sampleArgs, *sampleComponent] {
		s := sampleSpec(flaw)
		s.Provider = func(args *sampleArgs, provider pulumi.ProviderResource) { args.Cluster = provider }
		return s
	}
	assert.Empty(t, problems(onCluster("")))
	assert.Contains(t, problems(onCluster("accepts nil"))["nil_args"], "nil arguments: need an error, got none")
	assert.Contains(t, strings.Join(problems(onCluster("validates late"))["required/Size"], "\n"), "need nothing registered")
	assert.Equal(t, []string{`kubernetes:core/v1:ConfigMap "main-settings": need the provider that the component was given, got the default one`},
		problems(onCluster("forgets the cluster"))["options"])
}

func TestConformanceOfABlockThatAddsToItsName(t *testing.T) {
	s := sampleSpec("adds to its name")
	assert.Contains(t, problems(s), "token")
	s.Name = "main-blue"
	assert.Empty(t, problems(s))
}

// A chart's provider finishes it, and under mocks there is none.
func TestConformanceOfABlockWithAChart(t *testing.T) {
	assert.Empty(t, problems(sampleSpec("has a chart")))
}
