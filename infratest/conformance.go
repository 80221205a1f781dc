package infratest

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/tagging"
)

// ConformanceName is the logical name that [Conformance] gives the component; its children are "main-<role>".
const ConformanceName = "main"

// Spec describes one block to [Conformance]. A is its arguments struct, C the pointer type that its constructor returns.
type Spec[A any, C pulumi.ComponentResource] struct {
	// Token is the component's type token. It is written out here, and not taken from the block's constant, so that a
	// changed constant fails.
	Token string
	// New is the block's constructor.
	New func(ctx *pulumi.Context, name string, args *A, opts ...pulumi.ResourceOption) (C, error)
	// Args makes valid arguments with as few fields as possible, new ones at each call. A block that tags puts tags into them.
	Args func(ctx *pulumi.Context, tags tagging.Set) *A

	// Name is what the constructor registers the component under, when it adds to the name that it is given: "main-blue". Default
	// [ConformanceName].
	Name string
	// Provider puts a provider into the arguments of a block that takes one as a field, such as that of a cluster. The suite registers
	// it once in each run, and its rules are not about it. Leave it out for other blocks.
	Provider func(args *A, provider pulumi.ProviderResource)

	// Required names the fields of the arguments that must be given: "EngineVersion", or "Snapshots.Period" for one of a nested struct that Args fills.
	Required []string
	// Policy holds the mandatory keys. The default is tagging.DefaultPolicy.
	Policy *tagging.Policy
	// Tags satisfy Policy. The default satisfies tagging.DefaultPolicy.
	Tags tagging.Tags
	// Golden is the path of the golden graph; empty leaves it out.
	Golden string

	// Options are for every run: configuration, answers, outputs of other stacks.
	Options []Option
	// Untagged are exceptions for AssertTagged.
	Untagged []TagOption
	// Public are exceptions for AssertNoPublicIngress.
	Public []IngressOption
	// Plain are exceptions for AssertNoPlainSecrets.
	Plain []SecretOption
}

// Conformance holds a block to the rules of the library, each in a subtest of its own:
//
//   - nil_args, required/<field>: missing arguments are an error, for a required field a component.FieldError that names it, and nothing has been registered
//   - two_instances: two components of the block live in one program
//   - token: one component with the declared token
//   - children: each one has the component above it and is named "<component>-<role>"
//   - tags, ingress, secrets: [AssertTagged] (with a tag that only this test gives), [AssertNoPublicIngress], [AssertNoPlainSecrets]
//   - args_untouched: the constructor does not change its arguments
//   - same_graph_twice: two runs register the same
//   - preview: with every Input of the arguments unknown, a preview registers the same resources as an update
//   - outputs: each field with a pulumi tag is set by the constructor, and RegisterResourceOutputs is called
//   - options: the caller's options reach the component and not its children directly; protection and providers are handed down
//   - golden: the graph is the one in the golden file
func Conformance[A any, C pulumi.ComponentResource](t *testing.T, s Spec[A, C]) {
	t.Helper()
	if s.Token == "" || s.New == nil || s.Args == nil {
		t.Fatal("infratest: Spec: need Token, New and Args")
	}
	for _, c := range s.checks() {
		t.Run(c.name, func(t *testing.T) { report(t, c.find()) })
	}
	if s.Golden != "" {
		t.Run("golden", func(t *testing.T) {
			b := s.build()
			if b.err != nil {
				t.Fatalf("infratest: the constructor failed: %v", b.err)
			}
			b.graph.Golden(t, s.Golden)
		})
	}
}

// check is one rule: find returns what violates it.
type check struct {
	name string
	find func() []string
}

func (s Spec[A, C]) checks() []check {
	all := []check{{"nil_args", s.nilArgs}}
	for _, field := range s.Required {
		all = append(all, check{"required/" + field, func() []string { return s.requires(field) }})
	}
	return append(all,
		check{"two_instances", s.twoInstances},
		check{"token", s.onGraph(s.token)},
		check{"children", s.onGraph(s.children)},
		check{"tags", s.tags},
		check{"ingress", s.onGraph(func(g *Graph) []string { return publicIngress(g, s.Public...) })},
		check{"secrets", s.onGraph(func(g *Graph) []string { return plainSecrets(g, s.Plain...) })},
		check{"args_untouched", s.argsUntouched},
		check{"same_graph_twice", s.sameTwice},
		check{"preview", s.sameInPreview},
		check{"outputs", s.outputs},
		check{"options", s.options},
	)
}

// built is one run of a program that makes one component.
type built[A any, C pulumi.ComponentResource] struct {
	graph     *Graph
	component C
	refused   error // what the constructor returned
	err       error // the run's error, the constructor's included
}

// trial changes how one component is built.
type trial[A any] struct {
	options []Option
	tags    tagging.Tags // beside the mandatory ones
	change  func(*A) *A
	opts    []pulumi.ResourceOption
	// before runs before the component is made; newArgs makes arguments as for the component.
	before func(ctx *pulumi.Context, newArgs func() (*A, error)) ([]pulumi.ResourceOption, error)
}

func (s Spec[A, C]) build() built[A, C] { return s.try(trial[A]{}) }

func (s Spec[A, C]) try(change trial[A]) built[A, C] {
	var b built[A, C]
	b.graph, b.err = TryRun(func(ctx *pulumi.Context) error {
		provider, err := s.provider(ctx)
		if err != nil {
			return err
		}
		newArgs := func() (*A, error) { return s.args(ctx, provider, change.tags) }
		args, err := newArgs()
		if err != nil {
			return err
		}
		if change.change != nil {
			args = change.change(args)
		}
		opts := change.opts
		if change.before != nil {
			more, err := change.before(ctx, newArgs)
			if err != nil {
				return err
			}
			opts = append(slices.Clone(opts), more...)
		}
		b.component, b.refused = s.New(ctx, ConformanceName, args, opts...)
		return b.refused
	}, append(slices.Clone(s.Options), change.options...)...)
	return b
}

// clusters is the package of the providers that arguments hold: no other one is chosen resource by resource.
const clusters = "kubernetes"

// provider registers the provider that the arguments hold, if they do.
func (s Spec[A, C]) provider(ctx *pulumi.Context) (pulumi.ProviderResource, error) {
	if s.Provider == nil {
		return nil, nil
	}
	return newProvider(ctx, clusters)
}

// args makes valid arguments with tags that satisfy the policy.
func (s Spec[A, C]) args(ctx *pulumi.Context, provider pulumi.ProviderResource, more tagging.Tags) (*A, error) {
	policy := s.policy()
	policy.AllowOther = policy.AllowOther || len(more) > 0
	given := tagging.Tags{"owner": "team-conformance", "cost-center": "cc-1234", "environment": "test", "service": "conformance"}
	if s.Tags != nil {
		given = s.Tags
	}
	all := tagging.Tags(merged(given, more))
	tags, err := tagging.New(ctx, policy, all)
	if err != nil {
		return nil, fmt.Errorf("Spec.Tags: %w", err)
	}
	args := s.Args(ctx, tags)
	if args == nil {
		return nil, fmt.Errorf("Spec.Args: need arguments, got nil")
	}
	if s.Provider != nil {
		s.Provider(args, provider)
	}
	return args, nil
}

func (s Spec[A, C]) policy() tagging.Policy {
	if s.Policy != nil {
		return *s.Policy
	}
	return tagging.DefaultPolicy()
}

// onGraph makes a check of a rule about the graph of one component.
func (s Spec[A, C]) onGraph(rule func(*Graph) []string) func() []string {
	return func() []string {
		b := s.build()
		if b.err != nil {
			return failed(b.err)
		}
		return rule(b.graph)
	}
}

func failed(err error) []string {
	return []string{fmt.Sprintf("valid arguments: need a component, got the error: %v", err)}
}

// name is what the component is registered under.
func (s Spec[A, C]) name() string { return cmp.Or(s.Name, ConformanceName) }

func (s Spec[A, C]) argsType() string { return reflect.TypeFor[A]().String() }
