package stackconfig_test

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackconfig"
)

// FuzzLoad proves that no configuration text makes Load panic, and that it
// refuses with its own error only.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `[]`, `{}`, `"`, `[null]`, `[[[`, `[{"name": "cache", "memory_gb": 2}]`, `[{"name": 1e999999999}]`,
		`[{"name": "a", "memory_gb": 1, "zones": [1, {}], "labels": {"": null, "\u0000": "a"}, "password": "x"}]`,
		`[{"name": "a", "name": null, "replicas": -0.0, "ratio": 1e-400, "maintenance": {"hour": 9e15}}]`,
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, secret bool) {
		var keys []string
		if secret {
			keys = []string{"shop:redis"}
		}
		err := withConfig(map[string]string{"shop:redis": text}, keys, func(ctx *pulumi.Context) error {
			_, err := stackconfig.Load[[]instance](ctx, "redis")
			return err
		})
		var configErr *stackconfig.Error
		if err != nil && (!errors.As(err, &configErr) || len(configErr.Problems) == 0) {
			t.Fatalf("want a *stackconfig.Error with problems, got %T: %v", err, err)
		}
	})
}
