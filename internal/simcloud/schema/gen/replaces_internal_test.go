package gen

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDocumentedReplacement(t *testing.T) {
	t.Parallel()
	tests := []struct {
		doc  string
		want bool
	}{
		{"The name. Changing this forces a new\nresource to be created.", true},
		{"Changing this forces a new interface to be created.", true},
		{"Changing this value will re-create the resource.", true},
		{"Changing it recreates the resource.", true},
		{"Changing `name` will create a new resource.", true},
		{"If `name` is changed, creates a new resource.", true},
		{"Changing this field will result in deleting/ recreating the resource.", true},
		{"Immutable. The scope.", true},
		{"This field is immutable.", true},
		{"Spec is immutable after creation.", true},
		{"This field cannot be changed after cluster creation.", true},
		{"The immutable name of the TPU.", true},
		{"Arbitrary map of values that, when changed, will trigger recreation of resource.", true},
		{"The type can be set when creating the Environment and cannot be changed.", true},
		{"This one forces the instance to be recreated if it is changed.", true},

		{"", false},
		{"The name of the group.", false},
		// One case of several.
		{"If either is met, this will force a recreation of the resource.", false},
		{"Downgrading it will recreate the resource.", false},
		{"Adding or removing this configuration forces a new resource.", false},
		{"For Memcached, changing this value will re-create the resource.", false},
		{"Changing this argument with an `engineVersion` < `7.0.5` will force a replacement.", false},
		{"Immutable, if set to true, ensures that data cannot be updated.", false},
		// Another subject.
		{"Changing `cpuCoreCount` will cause the resource to be destroyed and re-created.", false},
		{"`other` - (Optional, Forces new resource) Parameters.", false},
		{"Other fields cannot be modified by users.", false},
		{"Must be one of: `MUTABLE` or `IMMUTABLE`.", false},
		{"Whether clients can use an update to create a new resource with their own id.", false},
		{"Enable to force a new task deployment.", false},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, documentedReplacement("a:b:C", "name", test.doc), test.doc)
	}
	assert.False(t, documentedReplacement("aws:ssm/document:Document", "versionName", "It can't be changed."))
}

func TestUndocumentedReplacement(t *testing.T) {
	t.Parallel()
	assert.True(t, undocumentedReplacement("aws:ec2/subnet:Subnet", "vpcId"))
	assert.False(t, undocumentedReplacement("aws:ec2/subnet:Subnet", "tags"))
	assert.True(t, undocumentedReplacement("gcp:a/b:C", "project"))
	assert.False(t, undocumentedReplacement("gcp:netapp/storagePool:StoragePool", "zone"))
	assert.False(t, undocumentedReplacement("pulumi:providers:gcp", "project"))
	assert.True(t, undocumentedReplacement("gcp:projects/iAMMember:IAMMember", "member"))
	assert.False(t, undocumentedReplacement("gcp:projects/iAMBinding:IAMBinding", "members"))
	assert.True(t, undocumentedReplacement("random:index/randomPet:RandomPet", "length"))
}
