package bindingtest

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

const providers = "pulumi:providers:"

// Type is one type of a provider's schema and what binds it. The names in a list are separated by spaces.
type Type struct {
	Args    pulumi.Input
	State   any    // nil for a block
	Inputs  string // "name kind", separated by commas; see [Kinds]. After the kind "!" is required, "~" replaces
	LeftOut string // inputs that the binding does not have on purpose
	Outputs string // outputs that are no inputs
	NoState string // inputs that the binding does not give back
	Secrets string // outputs that are secret
}

// Kinds reads the inputs: the kind of each, with its "!", and the names of those that replace.
func (b Type) Kinds() (kinds map[string]string, replaces []string) {
	kinds = map[string]string{}
	for _, each := range strings.Split(b.Inputs, ", ") {
		name, kind, _ := strings.Cut(each, " ")
		if strings.HasSuffix(kind, "~") {
			replaces = append(replaces, name)
		}
		kinds[name] = strings.TrimSuffix(kind, "~")
	}
	return kinds, replaces
}

// SecretOutputs are the names of the outputs that are secret.
func (b Type) SecretOutputs() []string { return strings.Fields(b.Secrets) }

// Schema is what a package binds of a provider.
type Schema struct {
	Package string          // what stands before the first colon of the tokens
	Types   map[string]Type // by their tokens
	Blocks  map[string]Type // by the names of the structs that bind them, with an upper-case letter first
}

// Check compares the bindings with the table, and the table with the one of the simulated cloud.
func (s Schema) Check(t *testing.T) {
	t.Helper()
	for name, check := range map[string]func(testing.TB){
		"inputs": s.checkInputs, "outputs": s.checkOutputs, "blocks": s.checkBlocks, "simulated cloud": s.checkCloud,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t)
		})
	}
}

func (s Schema) all() map[string]Type {
	all := map[string]Type{}
	maps.Copy(all, s.Types)
	maps.Copy(all, s.Blocks)
	return all
}

func (s Schema) checkInputs(t testing.TB) {
	for name, b := range s.all() {
		want, _ := b.Kinds()
		plain, args := b.Args.ElementType(), reflect.TypeOf(b.Args)
		assert.Equal(t, want, Kinds(plain), name)
		if !assert.Equal(t, plain.NumField(), args.NumField(), name) {
			continue
		}
		for i := range args.NumField() {
			assert.Equal(t, plain.Field(i).Name, args.Field(i).Name, "%s: the SDK matches the two by name", name)
			assert.Empty(t, args.Field(i).Tag, name)
		}
	}
}

func (s Schema) checkOutputs(t testing.TB) {
	for token, b := range s.Types {
		kinds, _ := b.Kinds()
		want := slices.Concat(strings.Fields(b.Outputs), slices.Collect(maps.Keys(kinds)))
		want = slices.DeleteFunc(want, func(name string) bool { return slices.Contains(strings.Fields(b.NoState), name) })
		state := Properties(reflect.TypeOf(b.State))
		assert.ElementsMatch(t, want, slices.Collect(maps.Keys(state)), token)
		for name, kind := range kinds {
			if field, held := state[name]; held {
				assert.Contains(t, outputKinds(field.Type), wireKind(kind), "%s %s", token, name)
			}
		}
	}
}

// checkBlocks holds when every block that a row names is in the table, so that none goes unchecked, and no other.
func (s Schema) checkBlocks(t testing.TB) {
	named := map[string]bool{}
	for _, b := range s.all() {
		kinds, _ := b.Kinds()
		for _, kind := range kinds {
			if name := block(kind); name != "" {
				named[name] = true
			}
		}
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(s.Blocks)), slices.Collect(maps.Keys(named)))
}

// checkCloud compares with the table that the simulated cloud and the tag checks read. It has no providers.
func (s Schema) checkCloud(t testing.TB) {
	for _, token := range schema.Tokens() {
		if strings.HasPrefix(token, s.Package+":") {
			assert.Contains(t, s.Types, token)
		}
	}
	for token, b := range s.Types {
		if strings.HasPrefix(token, providers) {
			continue
		}
		if typ, known := schema.Lookup(token); assert.True(t, known, token) {
			b.checkCloudInputs(t, typ)
			b.checkCloudOutputs(t, typ)
		}
	}
}

func (b Type) checkCloudInputs(t testing.TB, typ schema.Type) {
	kinds, replaces := b.Kinds()
	for _, in := range typ.Inputs {
		if slices.Contains(strings.Fields(b.LeftOut), in.Name) {
			assert.NotContains(t, kinds, in.Name, typ.Token)
			continue
		}
		assert.Equal(t, in.Kind, wireKind(kinds[in.Name]), "%s %s", typ.Token, in.Name)
		assert.Equal(t, in.Required, strings.HasSuffix(kinds[in.Name], "!"), "%s %s", typ.Token, in.Name)
		assert.Equal(t, in.Replaces, slices.Contains(replaces, in.Name), "%s %s", typ.Token, in.Name)
		delete(kinds, in.Name)
	}
	assert.Empty(t, kinds, typ.Token)
}

func (b Type) checkCloudOutputs(t testing.TB, typ schema.Type) {
	state := Properties(reflect.TypeOf(b.State))
	var secrets []string
	for _, out := range typ.Outputs {
		if out.Secret {
			secrets = append(secrets, out.Name)
		}
		if slices.Contains(strings.Fields(b.LeftOut+" "+b.NoState), out.Name) {
			continue
		}
		if field, held := state[out.Name]; assert.True(t, held, "%s %s", typ.Token, out.Name) {
			assert.Contains(t, outputKinds(field.Type), out.Kind, "%s %s", typ.Token, out.Name)
		}
		delete(state, out.Name)
	}
	assert.ElementsMatch(t, b.SecretOutputs(), secrets, typ.Token)
	assert.Empty(t, state, typ.Token)
}
