package ekscluster

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
)

// The values arrive as the state keeps them.
func TestWhichChangesAreHarmless(t *testing.T) {
	t.Parallel()
	fixed := map[string]component.Fixed{}
	for _, f := range (&Args{KMSKeyARN: pulumi.String("key"), ServiceCIDR: "10.0.0.0/16", KubernetesVersion: "1.35"}).fixed() {
		fixed[f.Field] = f
		assert.Contains(t, f.Instead, "add a slot", f.Field)
		assert.NotNil(t, f.Value, f.Field)
	}
	assert.Len(t, fixed, 3)
	for _, field := range []string{"KMSKeyARN", "ServiceCIDR"} {
		require.Contains(t, fixed, field)
		assert.Nil(t, fixed[field].Allow, "%s never changes", field)
	}
	for _, test := range []struct {
		old, next any
		allowed   bool
	}{
		{"1.34", "1.35", true},
		{"1.35", "1.34", false},
		{"1.34", "1.36", false},
		{"1.29", "1.30", true},
		{"1.35", "1.35", false}, // equal values are not asked about
		{"", "1.35", false},
		{"1.35", "", false},
		{"1.35", "2.36", false},
		{1.34, 1.35, false},
		{nil, "1.35", false},
	} {
		assert.Equal(t, test.allowed, fixed["KubernetesVersion"].Allow(test.old, test.next), "%v to %v", test.old, test.next)
	}
}

// Policies of AWS's are in the partition of the account.
func TestInPartition(t *testing.T) {
	t.Parallel()
	for of, want := range map[string]string{
		"arn:aws:iam::123456789012:role/x":                   "arn:aws:iam::aws:policy/P",
		"arn:aws-cn:iam::123456789012:role/x":                "arn:aws-cn:iam::aws:policy/P",
		"arn:aws-us-gov:eks:eu-west-1:123456789012:cluster/": "arn:aws-us-gov:iam::aws:policy/P",
	} {
		got, err := internals.UnsafeAwaitOutput(t.Context(), inPartition(pulumi.String(of).ToStringOutput(), "iam::aws:policy/P"))
		require.NoError(t, err)
		assert.Equal(t, want, got.Value)
	}
}

// The caller's map of groups stays as it is.
func TestDefaultsAreACopy(t *testing.T) {
	t.Parallel()
	args := &Args{NodeGroups: map[string]NodeGroup{"main": {InstanceTypes: []string{"m7g.large"}}}}
	a := args.withDefaults()
	assert.Equal(t, NodeGroup{
		InstanceTypes: []string{"m7g.large"}, Min: 2, Max: 4, Desired: 2, DiskGB: 50, Image: AL2023ARM64,
	}, a.NodeGroups["main"])
	assert.Equal(t, map[string]NodeGroup{"main": {InstanceTypes: []string{"m7g.large"}}}, args.NodeGroups)
	assert.Equal(t, 0, args.Generation)
	assert.Equal(t, 1, a.Generation)
	assert.Equal(t, a, a.withDefaults(), "defaults of defaults")
}
