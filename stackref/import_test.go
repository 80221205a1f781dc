package stackref_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
)

// await is the value of an output and its secrecy.
func await(t *testing.T, ctx *pulumi.Context, out pulumi.Output) (any, bool) {
	t.Helper()
	result, err := internals.UnsafeAwaitOutput(ctx.Context(), out)
	assert.NoError(t, err)
	assert.True(t, result.Known)
	return result.Value, result.Secret
}

func TestImport(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, mode ...infratest.Option) {
		var net *network
		g := infratest.Run(t, func(ctx *pulumi.Context) (err error) {
			net, err = stackref.Import[network](ctx, stackref.Stack(upstreamStack))
			if err != nil {
				return err
			}
			value, secret := await(t, ctx, net.DB.Password)
			assert.Equal(t, "correct horse", value)
			assert.True(t, secret)
			_, secret = await(t, ctx, net.DB.Host)
			assert.False(t, secret, "the host beside the password")
			return use(ctx, "app", pulumi.Map{"vpc": net.VPCID, "password": net.DB.Password})
		}, append(mode, infratest.StackOutputs(upstreamStack, sound()))...)

		vpc, err := stackref.Plain[string](net.VPCID)
		require.NoError(t, err)
		assert.Equal(t, "vpc-1", vpc)
		port, err := stackref.Plain[int](net.Port)
		require.NoError(t, err)
		assert.Equal(t, 6379, port)
		nat, err := stackref.Plain[*string](net.NAT)
		require.NoError(t, err)
		assert.Nil(t, nat)
		require.Len(t, net.Subnets, 2)
		subnet, err := stackref.Plain[string](net.Subnets[1])
		require.NoError(t, err)
		assert.Equal(t, "subnet-b", subnet)
		cidr, err := stackref.Plain[string](net.Zones["a"].CIDR)
		require.NoError(t, err)
		assert.Equal(t, "10.0.0.0/24", cidr)
		gateway, err := stackref.Plain[*string](net.Zones["a"].Gateway)
		require.NoError(t, err)
		assert.Nil(t, gateway)
		assert.Equal(t, 1, net.Zones["a"].Index)
		assert.Equal(t, "eu", net.Region)

		app := g.Named(t, "acme:app:App", "app")
		assert.True(t, app.Inputs["password"].IsSecret())
		ref := g.One(t, "pulumi:pulumi:StackReference")
		assert.Contains(t, app.Dependencies, ref.URN, "the edge to the reference")
	})
}

func TestImportFails(t *testing.T) {
	t.Parallel()
	undecryptable := infratest.Secret(map[string]any{})
	db := func(password any) map[string]any { return map[string]any{"host": "db.internal", "password": password} }
	contracts := func(name string, version any) map[string]any {
		return map[string]any{"__contracts": map[string]any{name: map[string]any{"version": version}}}
	}
	head := `stackref: stack "acme/network/prod": contract acme.network 1.2: `
	for name, test := range map[string]struct {
		change  map[string]any
		kind    stackref.Kind
		path    string
		message string
	}{
		"missing": {
			map[string]any{"region": nil}, stackref.KindMissing, "region",
			head + "region: need a string, got nothing; available: db, port, subnets, vpcId, zones",
		},
		"misspelt": {
			map[string]any{"vpcId": nil, "vpcID": "vpc-1"}, stackref.KindMissing, "vpcId",
			head + `vpcId: need a string, got nothing; did you mean "vpcID"?; available: db, port, region, subnets, vpcID, zones`,
		},
		"missing below": {
			map[string]any{"db": map[string]any{"hostname": "x", "password": infratest.Secret("y")}}, stackref.KindMissing, "db.host",
			head + `db.host: need a string, got nothing; did you mean "hostname"?; available: hostname, password`,
		},
		"string for int": {
			map[string]any{"port": "6379"}, stackref.KindWrongType, "port", head + "port: need an integer, got a string",
		},
		"int for string": {
			map[string]any{"vpcId": 3}, stackref.KindWrongType, "vpcId", head + "vpcId: need a string, got a number",
		},
		"fraction for int": {
			map[string]any{"port": 1.5}, stackref.KindNotInteger, "port", head + "port: need an integer, got 1.5",
		},
		"inexact int": {
			map[string]any{"port": 1e300}, stackref.KindNotInteger, "port", head + "port: need an integer of at most 2^53, got 1e+300",
		},
		"object for string": {
			map[string]any{"vpcId": map[string]any{"id": "vpc-1"}}, stackref.KindWrongType, "vpcId",
			head + "vpcId: need a string, got an object",
		},
		"plain empty object for string": {
			map[string]any{"vpcId": map[string]any{}}, stackref.KindWrongType, "vpcId", head + "vpcId: need a string, got an object",
		},
		"string for object": {
			map[string]any{"db": "x"}, stackref.KindWrongType, "db", head + "db: need an object, got a string",
		},
		"string for list": {
			map[string]any{"subnets": "a,b"}, stackref.KindWrongType, "subnets", head + "subnets: need an array, got a string",
		},
		"list for map": {
			map[string]any{"zones": []any{"a"}}, stackref.KindWrongType, "zones", head + "zones: need a map, got an array",
		},
		"nil in list": {
			map[string]any{"subnets": []any{"a", nil}}, stackref.KindWrongType, "subnets[1]", head + "subnets[1]: need a string, got null",
		},
		"in a map of structs": {
			map[string]any{"zones": map[string]any{"a": map[string]any{"cidr": true, "index": 1}}}, stackref.KindWrongType, "zones[a].cidr",
			head + "zones[a].cidr: need a string, got a boolean",
		},
		"undecryptable": {
			map[string]any{"db": db(undecryptable)}, stackref.KindUndecryptable, "db.password",
			head + "db.password: need a string, got a secret that the engine could not decrypt: it arrived as an empty object; " +
				"run with access to the secrets provider of that stack",
		},
		"undecryptable object": {
			map[string]any{"db": undecryptable}, stackref.KindUndecryptable, "db",
			head + "db: need an object, got a secret that the engine could not decrypt: it arrived as an empty object; " +
				"run with access to the secrets provider of that stack",
		},
		"secret exported as plain": {
			map[string]any{"db": db("correct horse")}, stackref.KindSecretDowngrade, "db.password",
			head + "db.password: need a secret, got a plain value, which stands readable in the state; export it with stackref.Export or pulumi.ToSecret",
		},
		"secret of the wrong type": {
			map[string]any{"db": db(infratest.Secret(17))}, stackref.KindWrongType, "db.password", head + "db.password: need a string, got a number",
		},
		"secret for plain Go": {
			map[string]any{"region": infratest.Secret("eu")}, stackref.KindUnexpectedSecret, "region",
			head + "region: need a plain value for a field that is no output, got a secret value",
		},
		"rule on text": {
			map[string]any{"vpcId": "subnet-1"}, stackref.KindValidation, "vpcId", head + `vpcId: need text that begins with "vpc-", got "subnet-1"`,
		},
		"rule on a secret": {
			map[string]any{"vpcId": infratest.Secret("correct horse")}, stackref.KindValidation, "vpcId",
			head + `vpcId: need text that begins with "vpc-", got a secret value`,
		},
		"rule on plain Go": {
			map[string]any{"region": "ap"}, stackref.KindValidation, "region", head + `region: need eu or us, got "ap"`,
		},
		"rule on length": {
			map[string]any{"subnets": []any{"a"}}, stackref.KindValidation, "subnets", head + "subnets: need 2 or more items, got 1 items",
		},
		"another major version": {
			contracts("acme.network", "2.0"), stackref.KindContractMismatch, "",
			`stackref: stack "acme/network/prod": contract acme.network 1.2 (the stack exports 2.0): contract 1.x wanted, stack exports 2.0`,
		},
		"another contract": {
			contracts("acme.networks", "1.0"), stackref.KindContractMismatch, "",
			head + `contract acme.network wanted, the stack does not export it; did you mean "acme.networks"?; available: acme.networks`,
		},
		"unreadable version": {
			contracts("acme.network", "latest"), stackref.KindContractMismatch, "__contracts",
			`stackref: stack "acme/network/prod": contract acme.network 1.2 (the stack exports latest): ` +
				`__contracts: the version of acme.network: need major.minor such as "1.2", got "latest"`,
		},
		"unreadable list of contracts": {
			map[string]any{"__contracts": "x"}, stackref.KindContractMismatch, "__contracts",
			head + "__contracts: need an object that lists contracts, got a string",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothModes(t, func(t *testing.T, mode ...infratest.Option) {
				g, err := infratest.TryRun(consumer(), append(mode, infratest.StackOutputs(upstreamStack, with(test.change)))...)
				got := failure(t, g, err)
				require.Len(t, got.Problems, 1)
				assert.Equal(t, test.kind, got.Problems[0].Kind)
				assert.Equal(t, test.path, got.Problems[0].Path)
				assert.Equal(t, test.message, got.Error())
				assert.NotContains(t, err.Error(), "correct horse")
			})
		})
	}
}

func TestImportFailsOnTheStack(t *testing.T) {
	t.Parallel()
	refuse := func(text string) infratest.Option {
		return infratest.Respond("pulumi:pulumi:readStackOutputs", func(infratest.Call) (map[string]any, error) {
			return nil, assertError(text)
		})
	}
	head := `stackref: stack "acme/network/prod": contract acme.network 1.2: `
	for name, test := range map[string]struct {
		setting infratest.Option
		kind    stackref.Kind
		message string
	}{
		"unknown stack": {
			infratest.Stack("other"), stackref.KindUnknownStack,
			head + "no such stack; check the name against `pulumi stack ls --all`, or create it with `pulumi stack init acme/network/prod`",
		},
		"never deployed": {
			infratest.StackOutputs(upstreamStack, map[string]any{}), stackref.KindNeverDeployed,
			head + "never deployed: it has no outputs; run `pulumi up -s acme/network/prod` first",
		},
		"no access": {
			refuse("getting stack: [403] Forbidden"), stackref.KindNoAccess,
			head + "no access: the backend refuses to show the stack to this user (see `pulumi whoami`): ",
		},
		"not logged in": {
			refuse("getting stack: [401] Unauthorized"), stackref.KindNoAccess, head + "no access: ",
		},
		"network": {
			refuse("connection reset"), stackref.KindUnreadable, head + "reading its outputs failed: ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothModes(t, func(t *testing.T, mode ...infratest.Option) {
				g, err := infratest.TryRun(consumer(), append(mode, test.setting)...)
				got := failure(t, g, err)
				require.Len(t, got.Problems, 1)
				assert.Equal(t, test.kind, got.Problems[0].Kind)
				assert.Contains(t, got.Error(), test.message)
				assert.NotContains(t, err.Error(), "waiting for RPCs", "the failure is the import's alone")
			})
		})
	}
}

type assertError string

func (e assertError) Error() string { return string(e) }

func TestImportCollectsEveryProblem(t *testing.T) {
	t.Parallel()
	outputs := with(map[string]any{"vpcId": nil, "vpcID": "vpc-1", "port": 1.5, "region": nil, "subnets": []any{1, nil}})
	g, err := infratest.TryRun(consumer(), infratest.StackOutputs(upstreamStack, outputs))
	assert.Equal(t, `stackref: stack "acme/network/prod": contract acme.network 1.2: 5 problems
  vpcId: need a string, got nothing; did you mean "vpcID"?
  subnets[0]: need a string, got a number
  subnets[1]: need a string, got null
  port: need an integer, got 1.5
  region: need a string, got nothing; available: db, port, subnets, vpcID, zones`, failure(t, g, err).Error())
}

func TestImportWithoutContracts(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, consumer(), infratest.StackOutputs(upstreamStack, with(map[string]any{"__contracts": nil})))
	assert.Equal(t, 1, registered(g))
}

func TestImportMinorVersions(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"1.0", "1.2", "1.9"} {
		contracts := map[string]any{"acme.network": map[string]any{"version": version}}
		infratest.Run(t, consumer(), infratest.StackOutputs(upstreamStack, with(map[string]any{"__contracts": contracts})))
	}
	contracts := map[string]any{"acme.network": map[string]any{"version": "1.0"}}
	_, err := infratest.TryRun(consumer(), infratest.StackOutputs(upstreamStack, with(map[string]any{"__contracts": contracts, "region": nil})))
	assert.ErrorContains(t, err, "contract acme.network 1.2 (the stack exports 1.0): region: need a string, got nothing")
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	for name, port := range map[string]any{"absent": nil, "null": resource.NewNullProperty()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			infratest.Run(t, func(ctx *pulumi.Context) error {
				net, err := stackref.Import[network](ctx, stackref.Stack(upstreamStack))
				if err != nil {
					return err
				}
				got, err := stackref.Plain[int](net.Port)
				assert.Equal(t, 5432, got)
				return err
			}, infratest.StackOutputs(upstreamStack, with(map[string]any{"port": port})))
		})
	}
}

type address struct {
	stackref.Contract `contract:"acme.address" version:"1.0"`

	VPCID pulumi.StringOutput `pulumi:"vpcId"`
}

func TestOneReadPerStack(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		if _, err := stackref.Import[network](ctx, stackref.Stack(upstreamStack)); err != nil {
			return err
		}
		if _, err := stackref.Import[address](ctx.WithValue("key", 1), stackref.Stack(upstreamStack)); err != nil {
			return err
		}
		if _, err := pulumi.NewStackReference(ctx, upstreamStack, nil); err != nil {
			return err
		}
		_, err := stackref.Import[network](ctx, stackref.SameStack("network"))
		return err
	}, infratest.Organization("acme"), infratest.Stack("prod"),
		infratest.StackOutputs(upstreamStack, with(map[string]any{"__contracts": nil})))
	assert.Len(t, g.OfType("pulumi:pulumi:StackReference"), 2, "the program's own one and that of the contracts")
}

func TestParent(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		parent := &component{}
		if err := ctx.RegisterComponentResource("acme:app:App", "app", parent); err != nil {
			return err
		}
		_, err := stackref.Import[network](ctx, stackref.Stack(upstreamStack), stackref.Parent(parent))
		return err
	}, infratest.StackOutputs(upstreamStack, sound()))
	assert.Equal(t, g.Named(t, "acme:app:App", "app").URN, g.One(t, "pulumi:pulumi:StackReference").Parent)
}
