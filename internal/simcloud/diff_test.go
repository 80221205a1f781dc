package simcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

func diff(typ string, old, next resource.PropertyMap) simcloud.Diff {
	return simcloud.New(simcloud.Options{}).Diff(simcloud.Request{URN: urnOf(typ, "x"), OldInputs: old, Inputs: next})
}

func TestDiffComparesTopLevelProperties(t *testing.T) {
	base := values{"cidrBlock": "10.0.0.0/16", "tags": values{"a": "b"}}
	tests := []struct {
		name    string
		next    resource.PropertyMap
		changed []string
	}{
		{"same", props(base), nil},
		{"added, changed and removed", with(base, values{"tags": nil, "enableDnsSupport": true, "cidrBlock": "10.1.0.0/16"}),
			[]string{"cidrBlock", "enableDnsSupport", "tags"}},
		{"nested", with(base, values{"tags": values{"a": "c"}}), []string{"tags"}},
		{"became secret", resource.PropertyMap{"cidrBlock": hidden("10.0.0.0/16"), "tags": hidden(values{"a": "b"})}, nil},
		{"unknown", resource.PropertyMap{"cidrBlock": resource.NewStringProperty("10.0.0.0/16"), "tags": later()}, []string{"tags"}},
		{"unknown inside", resource.PropertyMap{"cidrBlock": resource.NewStringProperty("10.0.0.0/16"),
			"tags": resource.NewObjectProperty(resource.PropertyMap{"a": later()})}, []string{"tags"}},
		{"internal keys", with(base, values{"__defaults": []any{"name"}}), nil},
		{"null", with(base, values{"enableDnsSupport": resource.NewNullProperty()}), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.changed, diff(vpcType, props(base), test.next).Changed)
		})
	}
}

func TestLeavingOutWhatTheProviderAlsoComputesChangesNothing(t *testing.T) {
	snapshots := values{"persistenceMode": "RDB", "rdbSnapshotPeriod": "SIX_HOURS"}
	old := props(values{"memorySizeGb": 1, "persistenceConfig": snapshots, "redisConfigs": values{"timeout": "5"}})
	next := props(values{"memorySizeGb": 1})
	assert.Equal(t, []string{"redisConfigs"}, diff(redisType, old, next).Changed, "persistenceConfig stays on the server")

	c := simcloud.New(simcloud.Options{})
	o := made(t, c, redisType, "cache", old)
	o = changed(t, c, o, next)
	assert.Equal(t, "RDB", open(o.Outputs["persistenceConfig"].ObjectValue()["persistenceMode"]))
	assert.NotContains(t, o.Outputs, resource.PropertyKey("redisConfigs"))
}

func TestTheTableSaysWhatReplaces(t *testing.T) {
	d := diff(vpcType, props(values{"cidrBlock": "10.0.0.0/16"}), props(values{"cidrBlock": "10.1.0.0/16", "enableDnsSupport": true}))
	assert.Equal(t, []string{"cidrBlock", "enableDnsSupport"}, d.Changed)
	assert.Equal(t, []string{"cidrBlock"}, d.Replace)
	assert.False(t, d.DeleteBeforeReplace)
}

func TestDeleteBeforeReplaceFollowsTheName(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	request := simcloud.Request{URN: urnOf(redisType, "cache"), Inputs: props(values{"memorySizeGb": 1})}
	auto, failures := c.Check(request)
	require.Empty(t, failures)
	named := props(values{"memorySizeGb": 1, "name": "cache"})
	tests := []struct {
		name      string
		old, next resource.PropertyMap
		want      bool
	}{
		{"given and unchanged", named, with(values{"memorySizeGb": 1, "name": "cache"}, values{"tier": "STANDARD_HA"}), true},
		{"given and changed", named, with(values{"memorySizeGb": 1, "name": "other"}, values{"tier": "STANDARD_HA"}), false},
		{"given and unknown", named, resource.PropertyMap{"memorySizeGb": resource.NewNumberProperty(1), "name": later()}, false},
		{"made up", auto, func() resource.PropertyMap {
			next := auto.Copy()
			next["tier"] = resource.NewStringProperty("STANDARD_HA")
			return next
		}(), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := c.Diff(simcloud.Request{URN: request.URN, OldInputs: test.old, Inputs: test.next})
			require.NotEmpty(t, d.Replace)
			assert.Equal(t, test.want, d.DeleteBeforeReplace)
		})
	}
	unknown := resource.PropertyMap{"tier": later()}
	assert.Equal(t, []string{"tier"}, c.Diff(simcloud.Request{URN: request.URN, OldInputs: unknown, Inputs: unknown}).Changed)
	inPlace := c.Diff(simcloud.Request{URN: request.URN, OldInputs: named, Inputs: props(values{"memorySizeGb": 2, "name": "cache"})})
	assert.Empty(t, inPlace.Replace)
	assert.False(t, inPlace.DeleteBeforeReplace)
}
