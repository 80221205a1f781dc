package stackconfig_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/stackconfig"
)

// noResources fails a program that registers anything.
type noResources struct{}

func (noResources) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return "", nil, fmt.Errorf("unexpected resource %s", args.Name)
}

func (noResources) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return resource.PropertyMap{}, nil
}

// withConfig runs body in the stack "staging" of the project "shop".
func withConfig(config map[string]string, secretKeys []string, body pulumi.RunFunc) error {
	return pulumi.RunErr(body, pulumi.WithMocks("shop", "staging", noResources{}), func(info *pulumi.RunInfo) {
		info.Config, info.ConfigSecretKeys = config, secretKeys
	})
}

// load reads the key "redis" with this text.
func load[T any](t *testing.T, text string) (T, error) {
	t.Helper()
	return loadKey[T](t, text)
}

// loadSecret is load with the key marked as secret.
func loadSecret[T any](t *testing.T, text string) (T, error) {
	t.Helper()
	return loadKey[T](t, text, "shop:redis")
}

func loadKey[T any](t *testing.T, text string, secretKeys ...string) (T, error) {
	t.Helper()
	var value T
	var loadErr error
	err := withConfig(map[string]string{"shop:redis": text}, secretKeys, func(ctx *pulumi.Context) error {
		value, loadErr = stackconfig.Load[T](ctx, "redis")
		return nil
	})
	require.NoError(t, err)
	return value, loadErr
}

// problems returns the text of every problem of a configuration error.
func problems(t *testing.T, err error) []string {
	t.Helper()
	var configErr *stackconfig.Error
	require.ErrorAs(t, err, &configErr)
	all := make([]string, len(configErr.Problems))
	for i, problem := range configErr.Problems {
		all[i] = problem.Error()
	}
	return all
}

// period reads 12h and TWELVE_HOURS.
type period time.Duration

func (p *period) UnmarshalText(text []byte) error {
	switch string(text) {
	case "1h", "ONE_HOUR":
		*p = period(time.Hour)
	case "12h", "TWELVE_HOURS":
		*p = period(12 * time.Hour)
	default:
		return fmt.Errorf("need 1h or 12h, got %q", text)
	}
	return nil
}

func (period) JSONSchema() map[string]any {
	return map[string]any{"enum": []any{"1h", "ONE_HOUR", "12h", "TWELVE_HOURS"}}
}

type window struct {
	Day  string `yaml:"day" required:"true" validate:"oneof=SUNDAY|MONDAY"`
	Hour int    `yaml:"hour" default:"3" validate:"min=0,max=23"`
}

// instance has a field of every kind.
type instance struct {
	Name     string               `yaml:"name" required:"true" validate:"unique,len=1..40,pattern=^[a-z][a-z0-9-]{0,60}$" doc:"unique name"`
	MemoryGB int                  `yaml:"memory_gb" required:"true" validate:"min=1,max=300"`
	Tier     string               `yaml:"tier" default:"BASIC" validate:"oneof=BASIC|STANDARD_HA"`
	Replicas uint8                `yaml:"replicas" validate:"max=5"`
	Ratio    float64              `yaml:"ratio" default:"0.5" validate:"min=0.1,max=0.9"`
	Defrag   bool                 `yaml:"active_defrag"`
	Snapshot *period              `yaml:"snapshot_period"`
	Timeout  time.Duration        `yaml:"timeout" default:"30s" validate:"min=1s,max=10m"`
	Window   *window              `yaml:"maintenance"`
	Labels   map[string]string    `yaml:"labels" validate:"max=2,pattern=^[a-z]+$"`
	Zones    []string             `yaml:"zones" default:"[\"a\",\"b\"]" validate:"min=1,unique,oneof=a|b|c"`
	Password *pulumi.StringOutput `yaml:"password" validate:"min=8"`
	hidden   int
}

func (i *instance) Validate() error {
	if i.Replicas > 0 && i.Tier == "BASIC" {
		return stackconfig.Problem{Path: "replicas", Need: "tier STANDARD_HA", Got: i.Tier}
	}
	return nil
}
