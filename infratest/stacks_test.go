package infratest_test

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
)

func referring(stack string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		ref, err := pulumi.NewStackReference(ctx, stack, nil)
		if err != nil {
			return err
		}
		details, err := ref.GetOutputDetails("dbPassword")
		if err != nil {
			return err
		}
		_, err = raw(ctx, "acme:index:Thing", "thing", pulumi.Map{
			"vpc": ref.GetStringOutput(pulumi.String("vpcId")), "wasSecret": pulumi.Bool(details.SecretValue != nil && details.Value == nil),
			"subnets": ref.GetOutput(pulumi.String("subnets")),
		})
		return err
	}
}

func TestStackOutputsAnswerReferences(t *testing.T) {
	outputs := map[string]any{
		"vpcId": "vpc-1", "subnets": []string{"a", "b"}, "dbPassword": infratest.Secret("hush-hush"), "value": resource.NewProperty("v"),
	}
	for _, tc := range []struct{ given, asked string }{
		{"acme/network/dev", "acme/network/dev"},
		{"network/dev", "acme/network/dev"},
		{"acme/shop/base", "base"},
		{"base", "acme/shop/base"},
	} {
		t.Run(tc.given+" as "+tc.asked, func(t *testing.T) {
			g := infratest.Run(t, referring(tc.asked), infratest.Organization("acme"), infratest.Project("shop"), infratest.StackOutputs(tc.given, outputs))
			thing := g.One(t, "acme:index:Thing")
			assert.Equal(t, "vpc-1", thing.Inputs["vpc"].V)
			assert.Equal(t, resource.NewPropertyValue([]string{"a", "b"}), thing.Inputs["subnets"])
			assert.Equal(t, true, thing.Inputs["wasSecret"].V)
			ref := g.One(t, "pulumi:pulumi:StackReference")
			assert.True(t, ref.Read)
			assert.Equal(t, tc.asked, ref.ID)
		})
	}
}

func TestStackReferenceInPreviewIsKnown(t *testing.T) {
	g := infratest.Run(t, referring("organization/network/dev"), infratest.Preview(),
		infratest.StackOutputs("network/dev", map[string]any{"vpcId": "vpc-1", "subnets": []string{}, "dbPassword": infratest.Secret("x")}))
	assert.Equal(t, "vpc-1", g.One(t, "acme:index:Thing").Inputs["vpc"].V)
}

func TestUnknownStackIsTheEnginesError(t *testing.T) {
	_, err := infratest.TryRun(referring("acme/network/dev"))
	assert.ErrorContains(t, err, `unknown stack "acme/network/dev"`)
}

func TestReadStackOutputsInvoke(t *testing.T) {
	var result map[string]any
	var missing, wrong error
	infratest.Run(t, func(ctx *pulumi.Context) error {
		const token = "pulumi:pulumi:readStackOutputs"
		if _, err := ctx.InvokePackageRaw(token, pulumi.Map{"name": pulumi.String("a/b/c")}, &result, ""); err != nil {
			return err
		}
		var none map[string]any
		_, missing = ctx.InvokePackageRaw(token, pulumi.Map{"name": pulumi.String("a/b/none")}, &none, "")
		_, wrong = ctx.InvokePackageRaw(token, pulumi.Map{"name": pulumi.Int(3)}, &none, "")
		return nil
	}, infratest.StackOutputs("a/b/c", map[string]any{"port": 5432, "pw": infratest.Secret("s")}))
	assert.Equal(t, 5432.0, result["outputs"].(map[string]any)["port"])
	assert.Equal(t, []any{"pw"}, result["secretOutputNames"])
	assert.ErrorContains(t, missing, `unknown stack "a/b/none"`)
	assert.ErrorContains(t, wrong, "need the stack's name as a string, got number")
}

func TestStackOutputsRefuseValuesThatNoStateHolds(t *testing.T) {
	for name, value := range map[string]any{"plain": make(chan int), "secret": infratest.Secret(func() {}), "nested": map[string]any{"f": func() {}}} {
		t.Run(name, func(t *testing.T) {
			_, err := infratest.TryRun(func(*pulumi.Context) error { return nil }, infratest.StackOutputs("a/b/c", map[string]any{"v": value}))
			assert.ErrorContains(t, err, `infratest: StackOutputs of "a/b/c": value "v": need a value that a Pulumi state can hold, got`)
		})
	}
}

func TestRespondOverridesAResource(t *testing.T) {
	var calls []infratest.Call
	answer := infratest.Respond(stringType, func(c infratest.Call) (map[string]any, error) {
		calls = append(calls, c)
		return map[string]any{"result": "chosen", "id": "my-id"}, nil
	})
	program := func(ctx *pulumi.Context) error {
		s, err := random.NewRandomString(ctx, "s", &random.RandomStringArgs{Length: pulumi.Int(8)})
		if err != nil {
			return err
		}
		ctx.Export("id", s.ID())
		ctx.Export("result", s.Result)
		ctx.Export("length", s.Length)
		return nil
	}
	g := infratest.Run(t, program, answer)
	assert.Equal(t, resource.NewPropertyMapFromMap(map[string]any{"id": "my-id", "result": "chosen", "length": 8}), g.Outputs())
	require.Len(t, calls, 1)
	assert.Equal(t, "s", calls[0].Name)
	assert.Equal(t, 8.0, calls[0].Inputs["length"].V)

	g = infratest.Run(t, program, answer, infratest.Preview())
	assert.Len(t, calls, 1, "nothing is created in preview")
	v, _ := g.Output("result")
	assert.True(t, v.IsComputed())
}

func TestRespondWithAnErrorFailsTheRun(t *testing.T) {
	_, err := infratest.TryRun(one(bucketType, "b", pulumi.Map{"location": pulumi.String("EU")}),
		infratest.Respond(bucketType, func(infratest.Call) (map[string]any, error) { return nil, errors.New("quota exceeded") }))
	assert.ErrorContains(t, err, `creating gcp:storage/bucket:Bucket "b": quota exceeded`)
}

func TestRespondThatPanicsFailsTheRun(t *testing.T) {
	_, err := infratest.TryRun(one(bucketType, "b", pulumi.Map{"location": pulumi.String("EU")}),
		infratest.Respond(bucketType, func(c infratest.Call) (map[string]any, error) {
			return map[string]any{"rest": c.Name[len(c.Name)+1:]}, nil
		}))
	assert.ErrorContains(t, err, "the answer for gcp:storage/bucket:Bucket panicked: runtime error: slice bounds out of range")
}

func TestRespondAnswersAFunction(t *testing.T) {
	program := func(ctx *pulumi.Context) error {
		var zones struct {
			Names []string `pulumi:"names"`
		}
		err := ctx.Invoke("acme:index/getZones:getZones", pulumi.Map{"region": pulumi.String("eu")}, &zones)
		ctx.Export("zones", pulumi.ToStringArray(zones.Names))
		return err
	}
	g := infratest.Run(t, program, infratest.Respond("acme:index/getZones:getZones", func(c infratest.Call) (map[string]any, error) {
		return map[string]any{"names": []string{c.Inputs["region"].StringValue() + "-1"}}, nil
	}))
	v, _ := g.Output("zones")
	assert.Equal(t, resource.NewPropertyValue([]string{"eu-1"}), v)
}

func TestReadOfAnExistingObject(t *testing.T) {
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		r := &rawResource{}
		err := ctx.ReadResource(bucketType, "existing", pulumi.ID("my-bucket"), pulumi.Map{"location": pulumi.String("EU")}, r)
		if err != nil {
			return err
		}
		ctx.Export("id", r.ID())
		ctx.Export("location", pulumi.Unsecret(r.Outputs.MapIndex(pulumi.String("location"))))
		return nil
	})
	read := g.One(t, bucketType)
	assert.True(t, read.Read)
	assert.Equal(t, "my-bucket", read.ID)
	v, _ := g.Output("id")
	assert.Equal(t, "my-bucket", v.V)
	v, _ = g.Output("location")
	assert.Equal(t, "EU", v.V)
}
