package infratest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
)

const (
	passwordType = "random:index/randomPassword:RandomPassword"
	stringType   = "random:index/randomString:RandomString"
	bucketType   = "gcp:storage/bucket:Bucket"
)

func TestRunRecordsInputsAndOptions(t *testing.T) {
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		parent := &rawComponent{}
		if err := ctx.RegisterComponentResource("acme:index:Group", "group", parent, pulumi.Protect(true)); err != nil {
			return err
		}
		p, err := random.NewRandomPassword(ctx, "group-password", &random.RandomPasswordArgs{Length: pulumi.Int(20)}, pulumi.Parent(parent),
			pulumi.IgnoreChanges([]string{"length"}), pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "5m"}), pulumi.DeletedWith(parent),
			pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("old")}}), pulumi.DeleteBeforeReplace(true), pulumi.RetainOnDelete(true),
			pulumi.ReplaceOnChanges([]string{"keepers"}))
		if err != nil {
			return err
		}
		_, err = raw(ctx, bucketType, "group-bucket", pulumi.Map{
			"location": pulumi.String("EU"), "labels": pulumi.Map{"password": p.Result, "dotted.key": pulumi.String("v")},
		}, pulumi.Parent(parent), pulumi.DependsOn([]pulumi.Resource{p}), pulumi.Import(pulumi.ID("existing")))
		return err
	})

	require.Len(t, g.All(), 3)
	group := g.One(t, "acme:index:Group")
	assert.False(t, group.Custom)
	assert.Empty(t, group.Parent)
	assert.Equal(t, []*infratest.Resource{group}, g.Components())

	password := g.Named(t, passwordType, "group-password")
	assert.Equal(t, resource.URN("urn:pulumi:test::project::acme:index:Group$random:index/randomPassword:RandomPassword::group-password"), password.URN)
	assert.Equal(t, group.URN, password.Parent)
	assert.True(t, password.Custom)
	assert.True(t, password.Protect, "protection is handed down")
	assert.True(t, password.DeleteBeforeReplace)
	assert.True(t, password.RetainOnDelete)
	assert.Equal(t, []string{"length"}, password.IgnoreChanges)
	assert.Equal(t, []string{"keepers"}, password.ReplaceOnChanges)
	assert.Equal(t, infratest.Timeouts{Create: "5m"}, password.Timeouts)
	assert.Equal(t, group.URN, password.DeletedWith)
	assert.Equal(t, []infratest.Alias{{Name: "old"}}, password.Aliases)
	assert.Equal(t, []string{"bcryptHash", "result"}, password.AdditionalSecretOutputs)
	assert.NotEmpty(t, password.Version)
	assert.NotEmpty(t, password.ID)

	bucket := g.One(t, bucketType)
	assert.Equal(t, "existing", bucket.ImportID)
	assert.Equal(t, []resource.URN{password.URN}, bucket.Dependencies)
	assert.Equal(t, map[string][]resource.URN{"labels": {password.URN}}, bucket.PropertyDependencies)
	assert.ElementsMatch(t, []*infratest.Resource{password, bucket}, g.Children(group.URN))
	assert.Same(t, bucket, g.ByURN(bucket.URN))
	assert.Nil(t, g.ByURN("urn:pulumi:test::project::a:b:C::none"))
}

func TestInputFollowsPaths(t *testing.T) {
	g := infratest.Run(t, one("acme:index:Thing", "thing", pulumi.Map{
		"plain":  pulumi.String("x"),
		"nested": pulumi.Map{"key": pulumi.String("y"), "dotted.key": pulumi.String("z")},
		"list":   pulumi.Array{pulumi.Map{"age": pulumi.Int(3)}},
		"hidden": pulumi.ToSecret(pulumi.Map{"inner": pulumi.String("s")}),
	}))
	thing := g.One(t, "acme:index:Thing")
	for _, tc := range []struct {
		path   string
		want   any
		found  bool
		secret bool
	}{
		{"plain", "x", true, false},
		{"nested.key", "y", true, false},
		{`nested["dotted.key"]`, "z", true, false},
		{"list[0].age", 3.0, true, false},
		{"list[1].age", nil, false, false},
		{"list.age", nil, false, false},
		{"plain.deeper", nil, false, false},
		{"absent", nil, false, false},
		{"hidden.inner", "s", true, true},
		{"hidden.absent", nil, false, false},
		{"[broken", nil, false, false},
	} {
		t.Run(tc.path, func(t *testing.T) {
			v, ok := thing.Input(tc.path)
			assert.Equal(t, tc.found, ok)
			assert.Equal(t, tc.want, v.V)
			assert.Equal(t, tc.secret, thing.IsSecret(tc.path))
		})
	}
}

func TestPreviewKeepsUnknownInputs(t *testing.T) {
	program := func(ctx *pulumi.Context) error {
		p, err := random.NewRandomPassword(ctx, "password", &random.RandomPasswordArgs{Length: pulumi.Int(20)})
		if err != nil {
			return err
		}
		ctx.Export("length", p.Length)
		ctx.Export("password", p.Result)
		_, err = raw(ctx, bucketType, "bucket", pulumi.Map{"location": pulumi.String("EU"), "labels": pulumi.Map{"p": p.Result}})
		return err
	}
	g := infratest.Run(t, program, infratest.Preview())
	v, ok := g.One(t, bucketType).Input("labels.p")
	require.True(t, ok)
	assert.True(t, v.IsComputed())
	assert.Empty(t, g.One(t, bucketType).ID)
	out, ok := g.Output("password")
	require.True(t, ok)
	assert.True(t, out.ContainsUnknowns())

	g = infratest.Run(t, program)
	v, _ = g.One(t, bucketType).Input("labels.p")
	assert.True(t, v.IsString())
	assert.True(t, g.One(t, bucketType).IsSecret("labels.p"))
}

func TestOutputsKeepSecrets(t *testing.T) {
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		ctx.Export("plain", pulumi.Map{"a": pulumi.IntArray{pulumi.Int(1)}})
		ctx.Export("hidden", pulumi.ToSecret(pulumi.String("hush")))
		r, err := raw(ctx, "acme:index:Thing", "thing", nil)
		ctx.Export("resource", pulumi.ToOutput(r))
		return err
	})
	plain, ok := g.Output("plain")
	require.True(t, ok)
	assert.Equal(t, resource.NewPropertyValue(map[string]any{"a": []any{1.0}}), plain)
	hidden, ok := g.Output("hidden")
	require.True(t, ok)
	require.True(t, hidden.IsSecret())
	assert.Equal(t, "hush", hidden.SecretValue().Element.V)
	res, ok := g.Output("resource")
	require.True(t, ok)
	assert.Equal(t, "urn:pulumi:test::project::acme:index:Thing::thing", res.V)
	_, ok = g.Output("absent")
	assert.False(t, ok)
	assert.Len(t, g.Outputs(), 3)
}

func TestSettingsReachTheProgram(t *testing.T) {
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		secret := config.New(ctx, "").RequireSecret("key")
		_, err := raw(ctx, "acme:index:Thing", "thing", pulumi.Map{
			"names":  pulumi.ToStringArray([]string{ctx.Organization(), ctx.Project(), ctx.Stack()}),
			"size":   pulumi.Int(config.New(ctx, "").RequireInt("size")),
			"region": pulumi.String(config.New(ctx, "aws").Require("region")),
			"secret": secret,
		})
		return err
	}, infratest.Organization("acme"), infratest.Project("shop"), infratest.Stack("dev"),
		infratest.Config(map[string]string{"size": "3"}), infratest.Config(map[string]string{"aws:region": "eu-west-1"}),
		infratest.ConfigSecrets(map[string]string{"key": "hush"}))
	thing := g.One(t, "acme:index:Thing")
	assert.Equal(t, resource.NewPropertyValue([]string{"acme", "shop", "dev"}), thing.Inputs["names"])
	assert.Equal(t, 3.0, thing.Inputs["size"].V)
	assert.Equal(t, "eu-west-1", thing.Inputs["region"].V)
	assert.True(t, thing.IsSecret("secret"))
}

func TestUnusableSettingsAreReportedTogether(t *testing.T) {
	_, err := infratest.TryRun(func(*pulumi.Context) error { return nil }, infratest.Project(""), infratest.Stack(""), infratest.Deadline(-time.Second), nil)
	require.Error(t, err)
	assert.Equal(t, "infratest: Project: need a name, got an empty one\ninfratest: Stack: need a name, got an empty one\n"+
		"infratest: Deadline: need more than 0, got -1s", err.Error())
	_, err = infratest.TryRun(nil)
	assert.EqualError(t, err, "infratest: need a program, got nil")
}

type teamError struct{ code int }

func (e *teamError) Error() string { return "team error" }

func TestTryRunKeepsTypedErrorAndGraph(t *testing.T) {
	g, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		if _, err := raw(ctx, "acme:index:Thing", "before", nil); err != nil {
			return err
		}
		return &teamError{code: 7}
	})
	var team *teamError
	require.ErrorAs(t, err, &team)
	assert.Equal(t, 7, team.code)
	g.Named(t, "acme:index:Thing", "before")
}

func TestErrorInApplyThatIsUsedFailsTheRun(t *testing.T) {
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		late := pulumi.String("x").ToStringOutput().ApplyT(func(string) (string, error) { return "", &teamError{code: 8} })
		_, err := raw(ctx, "acme:index:Thing", "thing", pulumi.Map{"v": late})
		return err
	})
	var team *teamError
	require.ErrorAs(t, err, &team)
	assert.Equal(t, 8, team.code)
}

func TestDuplicateURNIsAnError(t *testing.T) {
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		for range 2 {
			if _, err := raw(ctx, "acme:index:Thing", "twice", nil); err != nil {
				return err
			}
		}
		return nil
	})
	assert.ErrorContains(t, err, "duplicate resource URN 'urn:pulumi:test::project::acme:index:Thing::twice'; try giving it a unique name")
}

func TestSameNameUnderParentsOfOneTypeIsADuplicate(t *testing.T) {
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		for _, name := range []string{"a", "b"} {
			parent := &rawComponent{}
			if err := ctx.RegisterComponentResource("acme:index:Group", name, parent); err != nil {
				return err
			}
			if _, err := raw(ctx, "acme:index:Thing", "child", nil, pulumi.Parent(parent)); err != nil {
				return err
			}
		}
		return nil
	})
	assert.ErrorContains(t, err, "duplicate resource URN 'urn:pulumi:test::project::acme:index:Group$acme:index:Thing::child'")
}

func TestPanicIsAnError(t *testing.T) {
	_, err := infratest.TryRun(func(*pulumi.Context) error {
		var missing *rawResource
		return errors.New(missing.Outputs.ElementType().Name())
	})
	require.Error(t, err)
	assert.Contains(t, err.Error(), "the program panicked: runtime error")
	assert.Contains(t, err.Error(), "run_test.go", "the stack says where")
}

func TestFailNowInTheProgramIsAnError(t *testing.T) {
	fake := &recorder{}
	_, err := infratest.TryRun(func(*pulumi.Context) error {
		fake.Fatalf("stop")
		return nil
	})
	assert.ErrorContains(t, err, "FailNow")
}

func TestDeadlineNamesWhatIsPending(t *testing.T) {
	fake := &recorder{}
	start := time.Now()
	g, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		first, err := raw(ctx, "acme:index:Thing", "first", nil)
		if err != nil {
			return err
		}
		stuck := first.URN().ApplyT(func(pulumi.URN) string {
			fake.Fatalf("a failed require in ApplyT")
			return ""
		})
		for _, name := range []string{"second", "third"} {
			if _, err := raw(ctx, "acme:index:Thing", name, pulumi.Map{"v": stuck}); err != nil {
				return err
			}
		}
		return nil
	}, infratest.Deadline(3*time.Second))
	require.Error(t, err)
	assert.Less(t, time.Since(start), 20*time.Second)
	assert.Contains(t, err.Error(), `not done after 3s (1 resources registered; waiting for their inputs: acme:index:Thing "second", acme:index:Thing "third")`)
	g.Named(t, "acme:index:Thing", "first")
}

func TestRunFailsTheTest(t *testing.T) {
	r := record(func(t testing.TB) {
		infratest.Run(t, func(*pulumi.Context) error { return errors.New("no luck") })
	})
	assert.Contains(t, r.all(), "no luck")
}

func TestProviderRefusesInputs(t *testing.T) {
	g, err := infratest.TryRun(one("gcp:redis/instance:Instance", "cache", pulumi.Map{"tier": pulumi.String("BASIC")}))
	var refused *infratest.CheckError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "gcp:redis/instance:Instance", refused.Type)
	assert.Equal(t, "cache", refused.Name)
	require.NotEmpty(t, refused.Refusals)
	assert.Equal(t, "memorySizeGb", refused.Refusals[0].Property)
	assert.Contains(t, err.Error(), `gcp:redis/instance:Instance resource "cache" has a problem: property memorySizeGb: `)
	g.One(t, "gcp:redis/instance:Instance")
}

func TestExplicitProvider(t *testing.T) {
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		p, err := random.NewProvider(ctx, "mine", nil)
		if err != nil {
			return err
		}
		_, err = random.NewRandomString(ctx, "s", &random.RandomStringArgs{Length: pulumi.Int(8)}, pulumi.Provider(p))
		return err
	})
	assert.Equal(t, g.One(t, "pulumi:providers:random").URN, g.One(t, stringType).Provider)
}

func TestDependenciesAreSorted(t *testing.T) {
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		var all []pulumi.Resource
		for _, name := range []string{"d", "b", "c", "a"} {
			r, err := raw(ctx, "acme:index:Thing", name, nil)
			if err != nil {
				return err
			}
			all = append(all, r)
		}
		_, err := raw(ctx, "acme:index:Last", "x", pulumi.Map{"v": pulumi.All(all[0].URN(), all[1].URN(), all[2].URN())}, pulumi.DependsOn(all),
			pulumi.ReplaceWith(all))
		return err
	})
	last := g.One(t, "acme:index:Last")
	names := func(urns []resource.URN) (names string) {
		for _, u := range urns {
			names += u.Name()
		}
		return names
	}
	assert.Equal(t, "abcd", names(last.Dependencies))
	assert.Equal(t, "bcd", names(last.PropertyDependencies["v"]))
	assert.Equal(t, "abcd", names(last.ReplaceWith))
}

func TestGraphIsNotChangedByAnswers(t *testing.T) {
	g := infratest.Run(t, one("acme:index:Thing", "x", pulumi.Map{"nested": pulumi.Map{"list": pulumi.ToStringArray([]string{"a"})}}),
		infratest.Respond("acme:index:Thing", func(c infratest.Call) (map[string]any, error) {
			c.Inputs["nested"].ObjectValue()["list"].ArrayValue()[0] = resource.NewProperty("changed")
			return nil, nil
		}))
	v, _ := g.One(t, "acme:index:Thing").Input("nested.list[0]")
	assert.Equal(t, "a", v.V)
}

func TestRunsAtTheSameTimeAreIndependent(t *testing.T) {
	const runs = 8
	type result struct {
		graph *infratest.Graph
		err   error
	}
	results := make(chan result, runs)
	for range runs {
		go func() {
			g, err := infratest.TryRun(chain(20))
			results <- result{g, err}
		}()
	}
	for range runs {
		r := <-results
		require.NoError(t, r.err)
		assert.Len(t, r.graph.All(), 20)
	}
}

func TestEachValueInAnExportKeepsItsSecrecy(t *testing.T) {
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		ctx.Export("db", pulumi.Map{
			"host": pulumi.String("10.0.0.1"), "password": pulumi.ToSecret(pulumi.String("hunter2hunter2")),
			"replicas": pulumi.StringArray{pulumi.String("a"), pulumi.ToSecret(pulumi.String("b")).(pulumi.StringOutput)},
		})
		ctx.Export("nothing", pulumi.StringArray{})
		return nil
	})
	db, ok := g.Output("db")
	require.True(t, ok)
	require.False(t, db.IsSecret())
	assert.Equal(t, "10.0.0.1", db.ObjectValue()["host"].StringValue())
	assert.True(t, db.ObjectValue()["password"].IsSecret())
	replicas := db.ObjectValue()["replicas"].ArrayValue()
	assert.Equal(t, "a", replicas[0].StringValue())
	assert.True(t, replicas[1].IsSecret())
	nothing, ok := g.Output("nothing")
	require.True(t, ok)
	assert.Empty(t, nothing.ArrayValue())
}
