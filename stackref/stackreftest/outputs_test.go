package stackreftest_test

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

func TestOutputsHoldEveryLeaf(t *testing.T) {
	outputs := stackreftest.Outputs(t, sample())
	assert.Contains(t, outputs, "__contracts")
	delete(outputs, "__contracts")
	assert.Equal(t, map[string]any{
		"id": "vpc-1", "port": 5432.0, "hosts": []any{"a.example", "b.example"},
		"zones": []any{map[string]any{"name": "a", "subnet": "subnet-a"}, map[string]any{"name": "b", "subnet": "subnet-b"}},
		"named": map[string]any{"main": map[string]any{"name": "c", "subnet": "subnet-c"}},
		"login": map[string]any{"user": "app", "password": infratest.Secret(password)},
	}, outputs)
}

func TestAConsumerRunsAgainstAFake(t *testing.T) {
	for name, opts := range map[string][]infratest.Option{"update": nil, "preview": {infratest.Preview()}} {
		t.Run(name, func(t *testing.T) {
			graph, err := run(append(opts, stackreftest.Fake(t, upstream, sample()))...)
			require.NoError(t, err)
			app := graph.One(t, "acme:index:App")
			for path, want := range map[string]any{
				"id": "vpc-1", "port": 5432.0, "ratio": 0.5, "hosts[1]": "b.example", "zone-a": "subnet-a", "zone-b": "subnet-b", "user": "app",
			} {
				got, ok := app.Input(path)
				require.True(t, ok, path)
				assert.Equal(t, want, got.V, path)
			}
			got, ok := app.Input("password")
			require.True(t, ok)
			assert.Equal(t, password, got.StringValue())
			assert.True(t, app.IsSecret("password"))
			assert.False(t, app.IsSecret("user"), "its neighbour is not")
		})
	}
}

func TestABrokenFakeFailsTheConsumer(t *testing.T) {
	v := sample()
	for name, c := range map[string]struct {
		edit stackreftest.Edit
		want []string
	}{
		"without":           {stackreftest.Without(&v.Port), []string{"port: need an integer, got nothing"}},
		"without, nested":   {stackreftest.Without(&v.Login.User), []string{"login.user: need a string, got nothing"}},
		"without, in list":  {stackreftest.Without(&v.Zones[1].Subnet), []string{"zones[1].subnet: need a string, got nothing"}},
		"renamed":           {stackreftest.Renamed(&v.ID, "vpcId"), []string{"id: need a string, got nothing", "vpcId"}},
		"another type":      {stackreftest.Replaced(&v.Port, "5432"), []string{`port`, "string"}},
		"half a port":       {stackreftest.Replaced(&v.Port, 1.5), []string{`port`, "1.5"}},
		"nil in a list":     {stackreftest.Replaced(&v.Hosts, []any{"a.example", nil}), []string{`hosts[1]`}},
		"nested":            {stackreftest.Replaced(&v.Zones[0], "a"), []string{`zones[0]`}},
		"not decryptable":   {stackreftest.Undecryptable(&v.Login.Password), []string{`login.password`, "decrypt"}},
		"a plain secret":    {stackreftest.Plain(&v.Login.Password), []string{`login.password`, "secret"}},
		"another major":     {stackreftest.Version("2.0"), []string{"2.0", "1.2"}},
		"another whole map": {stackreftest.Replaced(&v.Named, "main"), []string{"named"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, opts := range [][]infratest.Option{nil, {infratest.Preview()}} {
				graph, err := run(append(opts, stackreftest.Fake(t, upstream, v, c.edit))...)
				var failed *stackref.Error
				require.ErrorAs(t, err, &failed)
				require.Len(t, failed.Problems, 1, "%v", err)
				for _, want := range c.want {
					assert.ErrorContains(t, err, want)
				}
				assert.Empty(t, graph.OfType("acme:index:App"))
				assert.NotContains(t, err.Error(), password)
			}
		})
	}
}

func TestEditsAddUp(t *testing.T) {
	v := sample()
	_, err := run(stackreftest.Fake(t, upstream, v, stackreftest.Without(&v.Port), stackreftest.Plain(&v.Login.Password)))
	var failed *stackref.Error
	require.ErrorAs(t, err, &failed)
	assert.Len(t, failed.Problems, 2, "%v", err)
	assert.Equal(t, stackreftest.Outputs(t, sample()), stackreftest.Outputs(t, v), "an edit leaves the value alone")
}

func TestWhatEditsLeave(t *testing.T) {
	v := sample()
	outputs := stackreftest.Outputs(t, v, stackreftest.Without(&v.Zones[0]), stackreftest.Replaced(&v.Login.Password, 1), stackreftest.Renamed(&v.Port, "prot"))
	assert.Equal(t, []any{map[string]any{"name": "b", "subnet": "subnet-b"}}, outputs["zones"])
	assert.Equal(t, map[string]any{"user": "app", "password": infratest.Secret(1.0)}, outputs["login"])
	assert.Equal(t, 5432.0, outputs["prot"])
	assert.NotContains(t, outputs, "port")
}

func TestAStackWithSeveralContracts(t *testing.T) {
	blue, green := sample(), sample()
	green.ID = pulumi.String("vpc-2").ToStringOutput()
	program := func(ctx *pulumi.Context) error {
		one, err := stackref.Import[network](ctx, stackref.Stack(upstream), stackref.Prefix("blue-"))
		if err != nil {
			return err
		}
		two, err := stackref.Import[network](ctx, stackref.Stack(upstream), stackref.Prefix("green-"))
		if err != nil {
			return err
		}
		_, err = stackref.Import[first](ctx, stackref.Stack(upstream))
		props := pulumi.Map{"blue": one.ID, "green": two.ID}
		return errors.Join(err, ctx.RegisterResource("acme:index:App", "app", props, &pulumi.CustomResourceState{}))
	}
	queue := &first{URL: pulumi.String("https://queue.example").ToStringOutput()}
	graph := infratest.Run(t, program, stackreftest.Fake(t, upstream, blue, stackreftest.Prefix("blue-"),
		stackreftest.With(green, stackreftest.Prefix("green-"), stackreftest.Version("1.9")), stackreftest.With(queue)))
	app := graph.One(t, "acme:index:App")
	for path, want := range map[string]string{"blue": "vpc-1", "green": "vpc-2"} {
		got, _ := app.Input(path)
		assert.Equal(t, want, got.V, path)
	}

	_, err := infratest.TryRun(program, stackreftest.Fake(t, upstream, blue, stackreftest.Prefix("blue-"),
		stackreftest.With(green, stackreftest.Prefix("green-"), stackreftest.Without(&green.Login.User)), stackreftest.With(queue)))
	require.ErrorContains(t, err, "contract green-acme.network 1.2: green-login.user: need a string, got nothing")
}

func TestStacksWithoutOutputs(t *testing.T) {
	_, err := run(stackreftest.NeverDeployed(upstream))
	require.ErrorContains(t, err, "never deployed")
	_, err = run()
	require.ErrorContains(t, err, "no such stack")
}

func TestFakesOfValuesThatCannotBeExported(t *testing.T) {
	v, other := sample(), sample()
	bad := sample()
	bad.ID = pulumi.StringOutput{}
	for name, c := range map[string]struct {
		v    *network
		edit []stackreftest.Edit
		want string
	}{
		"a required field is missing": {bad, nil, `export *stackreftest_test.network`},
		"a pointer elsewhere": {
			v, []stackreftest.Edit{stackreftest.Without(&other.Port)},
			"Without: need a pointer to a field of the stackreftest_test.network that the fake is made from, got a *pulumi.IntOutput elsewhere",
		},
		"no pointer":           {v, []stackreftest.Edit{stackreftest.Plain(v.Port)}, "Plain: need a pointer to a field of stackreftest_test.network, got pulumi.IntOutput"},
		"nothing":              {v, []stackreftest.Edit{stackreftest.Replaced(nil, 1)}, "Replaced: need a pointer to a field of stackreftest_test.network, got <nil>"},
		"no secret to lose":    {v, []stackreftest.Edit{stackreftest.Plain(&v.Port)}, "Plain: need a pointer to a secret field, got one that is exported in plain text"},
		"no secret to decrypt": {v, []stackreftest.Edit{stackreftest.Undecryptable(&v.ID)}, "Undecryptable: need a pointer to a secret field"},
		"not exported":         {v, []stackreftest.Edit{stackreftest.Without(&v.Note)}, `Without: need an output to edit, got a field that is not exported: "note"`},
		"a removed one":        {v, []stackreftest.Edit{stackreftest.Without(&v.Hosts), stackreftest.Replaced(&v.Hosts, 1)}, `Replaced: need an output to edit`},
		"the same names twice": {v, []stackreftest.Edit{stackreftest.With(other)}, "With: need names that the stack does not export yet, got \""},
		"an edit in another": {
			v, []stackreftest.Edit{stackreftest.With(other, stackreftest.Prefix("b-"), stackreftest.Without(&v.Port))},
			"stackreftest: With: Without: need a pointer to a field of the stackreftest_test.network",
		},
		"a bad prefix":    {v, []stackreftest.Edit{stackreftest.Prefix("a b")}, "export *stackreftest_test.network: "},
		"no such version": {v, []stackreftest.Edit{stackreftest.Version("two")}, `Version: need major.minor such as "1.2", got "two"`},
	} {
		t.Run(name, func(t *testing.T) {
			failures := failuresOf(func(t testing.TB) { stackreftest.Fake(t, upstream, c.v, c.edit...) })
			assert.Contains(t, failures, c.want)
		})
	}
}
