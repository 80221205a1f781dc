package bindingtest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
)

const keyToken = "twingate:index/twingateServiceAccountKey:TwingateServiceAccountKey"

type key struct {
	ExpirationTime   pulumi.IntOutput    `pulumi:"expirationTime"`
	IsActive         pulumi.BoolOutput   `pulumi:"isActive"`
	Name             pulumi.StringOutput `pulumi:"name"`
	ServiceAccountID pulumi.StringOutput `pulumi:"serviceAccountId"`
	Token            pulumi.StringOutput `pulumi:"token"`
}

type keyPlain struct {
	ExpirationTime   *int    `pulumi:"expirationTime"`
	Name             *string `pulumi:"name"`
	ServiceAccountID string  `pulumi:"serviceAccountId"`
}

type keyArgs struct {
	ExpirationTime   pulumi.IntPtrInput
	Name             pulumi.StringPtrInput
	ServiceAccountID pulumi.StringInput
}

func (keyArgs) ElementType() reflect.Type { return reflect.TypeFor[keyPlain]() }

func keySchema() Type {
	return Type{
		Args: keyArgs{}, State: key{}, Inputs: "expirationTime int~, name string, serviceAccountId string!~", Outputs: "isActive token", Secrets: "token",
	}
}

type longer struct{ Name, Extra pulumi.StringPtrInput }

func (longer) ElementType() reflect.Type { return reflect.TypeFor[named]() }

type renamed struct{ Title pulumi.StringPtrInput }

func (renamed) ElementType() reflect.Type { return reflect.TypeFor[named]() }

type tagged struct {
	Name pulumi.StringPtrInput `pulumi:"name"`
}

func (tagged) ElementType() reflect.Type { return reflect.TypeFor[named]() }

type named struct {
	Name *string `pulumi:"name"`
}

type otherKind struct {
	ExpirationTime   pulumi.StringOutput `pulumi:"expirationTime"`
	IsActive         pulumi.BoolOutput   `pulumi:"isActive"`
	Name             pulumi.StringOutput `pulumi:"name"`
	ServiceAccountID pulumi.StringOutput `pulumi:"serviceAccountId"`
	Token            pulumi.IntOutput    `pulumi:"token"`
}

// complaints keeps what a check reports instead of failing.
type complaints struct {
	testing.TB
	all []string
}

func (c *complaints) Helper() {}

func (c *complaints) Errorf(format string, args ...any) {
	c.all = append(c.all, fmt.Sprintf(format, args...))
}

// run runs all checks.
func run(t *testing.T, s Schema) []string {
	c := &complaints{TB: t}
	s.checkInputs(c)
	s.checkOutputs(c)
	s.checkBlocks(c)
	s.checkCloud(c)
	return c.all
}

func TestFaultlessBindings(t *testing.T) {
	t.Parallel()
	assert.Empty(t, run(t, Schema{Package: "none", Types: map[string]Type{keyToken: keySchema()}}))
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(b *Type)
		says   string
	}{
		"an input of another kind":         {func(b *Type) { b.Inputs = strings.Replace(b.Inputs, "int", "bool", 1) }, `"expirationTime"`},
		"an input that is not required":    {func(b *Type) { b.Inputs = strings.Replace(b.Inputs, "!", "", 1) }, "serviceAccountId"},
		"an input that does not replace":   {func(b *Type) { b.Inputs = strings.Replace(b.Inputs, "int~", "int", 1) }, keyToken + " expirationTime"},
		"an input too few":                 {func(b *Type) { b.Inputs = "name string" }, "expirationTime"},
		"an input too many":                {func(b *Type) { b.Inputs += ", color string" }, "color"},
		"an input that is left out and in": {func(b *Type) { b.LeftOut = "name" }, "should not contain"},
		"a secret too few":                 {func(b *Type) { b.Secrets = "" }, keyToken},
		"a secret too many":                {func(b *Type) { b.Secrets = "token name" }, keyToken},
		"an output too few":                {func(b *Type) { b.Outputs = "token" }, "isActive"},
		"an output too many":               {func(b *Type) { b.Outputs += " color" }, "color"},
		"an output that is not told":       {func(b *Type) { b.NoState = "name" }, "name"},
		"outputs of other kinds":           {func(b *Type) { b.State = otherKind{} }, keyToken + " token"},
	} {
		b := keySchema()
		test.change(&b)
		found := run(t, Schema{Package: "none", Types: map[string]Type{keyToken: b}})
		assert.Contains(t, strings.Join(found, "\n"), test.says, name)
	}
}

// The SDK would panic, or leave the property out without a word.
func TestFaultsOfArguments(t *testing.T) {
	t.Parallel()
	for says, args := range map[string]pulumi.Input{
		"expected: 1": longer{}, "the SDK matches the two by name": renamed{}, "Should be empty": tagged{},
	} {
		c := &complaints{TB: t}
		Schema{Blocks: map[string]Type{"Lock": {Args: args, Inputs: "name string"}}}.checkInputs(c)
		if assert.Len(t, c.all, 1, says) {
			assert.Contains(t, c.all[0], says)
		}
	}
}

func TestFaultsOfTheWhole(t *testing.T) {
	t.Parallel()
	one := map[string]Type{keyToken: keySchema()}
	spare := map[string]Type{"Lock": {Args: renamed{}, Inputs: "name string"}}
	for name, s := range map[string]Schema{
		"a type that is not bound":  {Package: "twingate", Types: one},
		"a type that nobody knows":  {Package: "none", Types: map[string]Type{"none:index/a:A": keySchema()}},
		"a block that nobody names": {Package: "none", Types: one, Blocks: spare},
		"a block that is not in here": {Package: "none", Types: map[string]Type{keyToken: {
			Args: keyArgs{}, State: key{}, Inputs: "expirationTime int~, name Lock, serviceAccountId string!~", Outputs: "isActive token", Secrets: "token",
		}}},
	} {
		assert.NotEmpty(t, run(t, s), name)
	}
}

func TestKinds(t *testing.T) {
	t.Parallel()
	type lock struct {
		Code string `pulumi:"code"`
	}
	assert.Equal(t, map[string]string{
		"a": "string!", "b": "string", "c": "int!", "d": "bool", "e": "list", "f": "map", "g": "Lock!", "h": "Lock", "i": "[]Lock", "j": "<Lock>",
	}, Kinds(reflect.TypeFor[struct {
		A string            `pulumi:"a"`
		B *string           `pulumi:"b"`
		C int               `pulumi:"c"`
		D *bool             `pulumi:"d"`
		E []string          `pulumi:"e"`
		F map[string]string `pulumi:"f"`
		G lock              `pulumi:"g"`
		H *lock             `pulumi:"h"`
		I []lock            `pulumi:"i"`
		J map[string]lock   `pulumi:"j"`
		K string
	}]()))
}
