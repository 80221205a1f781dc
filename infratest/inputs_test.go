package infratest_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
)

const queueToken = "acme:index:Queue"

func queue(ctx *pulumi.Context) error {
	dead, err := raw(ctx, queueToken, "dead", pulumi.Map{"name": pulumi.String("dead")})
	if err != nil {
		return err
	}
	_, err = raw(ctx, queueToken, "orders", pulumi.Map{
		"retention": pulumi.Int(14),
		"fifo":      pulumi.Bool(true),
		"zones":     pulumi.StringArray{pulumi.String("a"), pulumi.String("b")},
		"login":     pulumi.Map{"user": pulumi.String("app"), "password": pulumi.ToSecret(pulumi.String("hush"))},
		"token":     pulumi.ToSecret(pulumi.String("sesame")),
		"dead":      dead.ID(),
	}, pulumi.DependsOn([]pulumi.Resource{dead}))
	return err
}

func TestValueIsPlainGo(t *testing.T) {
	orders := infratest.Run(t, queue).Named(t, queueToken, "orders")
	for path, want := range map[string]any{
		"retention": 14.0, "fifo": true, "zones": []any{"a", "b"}, "zones[1]": "b", "zones[2]": nil, "token": "sesame",
		"login": map[string]any{"user": "app", "password": "hush"}, "login.password": "hush", "colour": nil, "login[": nil,
	} {
		assert.Equal(t, want, orders.Value(path), path)
	}
	unknown := infratest.Run(t, queue, infratest.Preview()).Named(t, queueToken, "orders")
	assert.IsType(t, resource.Computed{}, unknown.Value("dead"))
}

func TestNamesOfResourcesAndOfWhatTheyDependOn(t *testing.T) {
	g := infratest.Run(t, queue)
	assert.Equal(t, []string{"dead", "orders"}, infratest.Names(g.OfType(queueToken)))
	assert.Equal(t, []string{"dead"}, infratest.Names(g.Named(t, queueToken, "orders").Dependencies))
	assert.Empty(t, infratest.Names(g.OfType("acme:index:Topic")))
}

func TestAssertInputs(t *testing.T) {
	orders := infratest.Run(t, queue).Named(t, queueToken, "orders")
	infratest.AssertInputs(t, orders, map[string]any{
		"retention": 14, "fifo": true, "zones": []string{"a", "b"}, "login": map[string]string{"user": "app", "password": "hush"}, "colour": nil,
	})
	infratest.AssertInputs(t, orders, map[string]any{"retention": 14.0, "zones": []any{"a", "b"}})
	wrong := record(func(t testing.TB) {
		infratest.AssertInputs(t, orders, map[string]any{"zones": []string{"a"}, "retention": 7, "colour": "red", "fifo": nil, "token": "sesame"})
	})
	assert.Equal(t, []string{
		`infratest: acme:index:Queue "orders": colour must be "red", got nothing`,
		`infratest: acme:index:Queue "orders": fifo must be nothing, got true`,
		`infratest: acme:index:Queue "orders": retention must be 7, got 14`,
		`infratest: acme:index:Queue "orders": zones must be ["a"], got ["a","b"]`,
	}, wrong.failures)
	malformed := record(func(t testing.TB) { infratest.AssertInputs(t, orders, map[string]any{"login[": nil}) })
	assert.Contains(t, malformed.all(), `acme:index:Queue "orders": need a property path, got "login["`)
}

func TestAssertNothingRegistered(t *testing.T) {
	const upstream = "acme/network/dev"
	read := func(ctx *pulumi.Context) error {
		_, err := pulumi.NewStackReference(ctx, upstream, nil)
		return err
	}
	stack := infratest.StackOutputs(upstream, map[string]any{"vpc": "vpc-1"})
	infratest.AssertNothingRegistered(t, infratest.Run(t, read, stack))
	all := record(func(t testing.TB) {
		infratest.AssertNothingRegistered(t, infratest.Run(t, func(ctx *pulumi.Context) error {
			if err := read(ctx); err != nil {
				return err
			}
			return things(ctx)
		}, stack))
	})
	assert.Equal(t, []string{
		`infratest: acme:index:Thing "b" must not be registered`,
		`infratest: acme:index:Group "group" must not be registered`,
		`infratest: acme:index:Thing "a" must not be registered`,
		`infratest: acme:index:Thing "b" must not be registered`,
	}, all.failures)
}
