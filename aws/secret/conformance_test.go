package secret_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/secret"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		required []string
		args     func(ctx *pulumi.Context) *secret.Args
	}{
		"value": {[]string{"Tags", "Value"}, func(ctx *pulumi.Context) *secret.Args { return &secret.Args{Value: configured(ctx)} }},
		"values": {nil, func(ctx *pulumi.Context) *secret.Args {
			return &secret.Args{
				Values: map[string]pulumi.StringInput{"password": configured(ctx)}, Plain: map[string]string{"username": "shop"},
				Description: "Login of the shop", KMSKeyARN: pulumi.String(kmsKey), DeleteImmediately: true, DisableProtection: true,
			}
		}},
		"generate": {nil, func(*pulumi.Context) *secret.Args {
			return &secret.Args{
				Generate: &secret.Generate{Length: 20, Symbols: "!-", Keys: []string{"password", "salt"}, Generation: 1}, RecoveryWindowDays: 8,
			}
		}},
		"external": {[]string{"Tags"}, func(*pulumi.Context) *secret.Args { return &secret.Args{External: true} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			infratest.Conformance(t, infratest.Spec[secret.Args, *secret.Secret]{
				Token: "groundwork:aws/secret:Secret",
				New:   secret.New,
				Args: func(ctx *pulumi.Context, tags tagging.Set) *secret.Args {
					args := c.args(ctx)
					args.Tags = tags
					return args
				},
				Required: c.required,
				Options:  []infratest.Option{configuration},
				Golden:   "testdata/golden/" + name + ".json",
			})
		})
	}
}
