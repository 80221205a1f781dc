package redis

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
)

func TestWhichChangesOfAServerlessCacheAreHarmless(t *testing.T) {
	t.Parallel()
	fixed := map[string]component.Fixed{}
	for _, f := range (&ServerlessArgs{SubnetIDs: pulumi.StringArray{}}).withDefaults().fixed() {
		fixed[f.Field] = f
		assert.NotEmpty(t, f.Instead, f.Field)
	}
	for _, test := range []struct {
		field     string
		old, next any
		allowed   bool
	}{
		{"Engine", "redis", "valkey", true},
		{"Engine", "valkey", "redis", false},
		{"PasswordGeneration", 1.0, 2.0, true},
		{"PasswordGeneration", 2.0, 1.0, false},
	} {
		f, ok := fixed[test.field]
		require.True(t, ok, test.field)
		require.NotNil(t, f.Allow, test.field)
		assert.Equal(t, test.allowed, f.Allow(test.old, test.next), "%s from %v to %v", test.field, test.old, test.next)
	}
	for _, field := range []string{"VPCID", "SubnetIDs", "MajorEngineVersion", "KMSKeyARN"} {
		require.Contains(t, fixed, field)
		assert.Nil(t, fixed[field].Allow, "%s never changes", field)
	}
	assert.Len(t, fixed, 6)
}
