package redis

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
)

// The values arrive as the state keeps them: numbers as float64.
func TestWhichChangesAreHarmless(t *testing.T) {
	t.Parallel()
	fixed := map[string]component.Fixed{}
	for _, f := range (&ClusterArgs{VPCID: pulumi.String("vpc-1")}).withDefaults().fixed() {
		fixed[f.Field] = f
		assert.NotEmpty(t, f.Instead)
	}
	for _, test := range []struct {
		field     string
		old, next any
		allowed   bool
	}{
		{"Engine", "redis", "valkey", true},
		{"Engine", "valkey", "redis", false},
		{"EngineVersion", "7.2", "8.0", true},
		{"EngineVersion", "8.0", "8.1", true},
		{"EngineVersion", "9.0", "10.0", true},
		{"EngineVersion", "8.0", "7.2", false},
		{"EngineVersion", "8.10", "8.9", false},
		{"EngineVersion", "7.1", "7.2", true},
		{"NodeType", "cache.t4g.micro", "cache.r7g.xlarge", true},
		{"NodeType", "cache.r6gd.xlarge", "cache.r6gd.2xlarge", true},
		{"NodeType", "cache.r6g.xlarge", "cache.r6gd.xlarge", false},
		{"NodeType", "cache.r6gd.xlarge", "cache.r6g.xlarge", false},
		{"Shards", 1.0, 3.0, true},
		{"Shards", 3.0, 1.0, true},
		{"Shards", 0.0, 1.0, false},
		{"Shards", 2.0, 0.0, false},
		{"PasswordGeneration", 1.0, 2.0, true},
		{"PasswordGeneration", 1.0, 3.0, false},
		{"PasswordGeneration", 2.0, 1.0, false},
	} {
		f, ok := fixed[test.field]
		require.True(t, ok, test.field)
		require.NotNil(t, f.Allow, test.field)
		assert.Equal(t, test.allowed, f.Allow(test.old, test.next), "%s from %v to %v", test.field, test.old, test.next)
	}
	for _, field := range []string{"VPCID", "Port", "KMSKeyARN"} {
		require.Contains(t, fixed, field)
		assert.Nil(t, fixed[field].Allow, "%s never changes", field)
	}
	assert.Len(t, fixed, 8)
}

// A value of another kind, which no state holds, must not be waved through.
func TestStrangeValuesAreNotHarmless(t *testing.T) {
	t.Parallel()
	for _, f := range (&ClusterArgs{}).withDefaults().fixed() {
		if f.Allow != nil && f.Field != "Shards" {
			assert.False(t, f.Allow(true, false), f.Field)
		}
	}
}
