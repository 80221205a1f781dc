package simcloud_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

func check(typ string, inputs resource.PropertyMap) []simcloud.Failure {
	_, failures := simcloud.New(simcloud.Options{}).Check(simcloud.Request{URN: urnOf(typ, "x"), Inputs: inputs})
	return failures
}

func TestCheckReportsWhatTheTableRefuses(t *testing.T) {
	tests := []struct {
		name   string
		typ    string
		inputs values
		want   []simcloud.Failure
	}{
		{"missing", "aws:ec2/subnet:Subnet", values{"cidrBlock": "10.0.0.0/24"},
			[]simcloud.Failure{{"vpcId", "Missing required property 'vpcId'"}}},
		{"unknown", vpcType, values{"cidrBlok": "10.0.0.0/16"},
			[]simcloud.Failure{{"cidrBlok", "Unknown property 'cidrBlok'"}}},
		{"list for string", vpcType, values{"cidrBlock": []any{"10.0.0.0/16"}},
			[]simcloud.Failure{{"cidrBlock", "Invalid type for property 'cidrBlock': expected string, got []"}}},
		{"string for list", "aws:ec2/instance:Instance", values{"vpcSecurityGroupIds": "sg-1"},
			[]simcloud.Failure{{"vpcSecurityGroupIds", "Invalid type for property 'vpcSecurityGroupIds': expected array, got string"}}},
		{"text for number", redisType, values{"memorySizeGb": "large"},
			[]simcloud.Failure{{"memorySizeGb", "Invalid type for property 'memorySizeGb': expected integer, got string"}}},
		{"fraction for integer", redisType, values{"memorySizeGb": 1.5},
			[]simcloud.Failure{{"memorySizeGb", "Invalid type for property 'memorySizeGb': expected integer, got number"}}},
		{"number for boolean", vpcType, values{"enableDnsSupport": 1},
			[]simcloud.Failure{{"enableDnsSupport", "Invalid type for property 'enableDnsSupport': expected boolean, got number"}}},
		{"string for object", vpcType, values{"tags": "a=b"},
			[]simcloud.Failure{{"tags", "Invalid type for property 'tags': expected object, got string"}}},
		{"several at once", "aws:ec2/subnet:Subnet", values{"cidr": "x", "tags": 1}, []simcloud.Failure{
			{"tags", "Invalid type for property 'tags': expected object, got number"},
			{"vpcId", "Missing required property 'vpcId'"},
			{"cidr", "Unknown property 'cidr'"},
		}},
		{"scalars turn into one another", redisType, values{"memorySizeGb": "5", "authEnabled": "true", "displayName": 7}, nil},
		{"but not for Kubernetes", "kubernetes:core/v1:Secret", values{"type": 7},
			[]simcloud.Failure{{"type", "Invalid type for property 'type': expected string, got number"}}},
		{"internal keys pass", vpcType, values{"__defaults": []any{}}, nil},
		{"null is absent", vpcType, values{"cidrBlok": nil}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := check(test.typ, props(test.inputs))
			assert.Equal(t, test.want, got)
		})
	}
}

func TestCheckAcceptsUnknownsAndLooksIntoSecrets(t *testing.T) {
	assert.Empty(t, check("aws:ec2/subnet:Subnet", resource.PropertyMap{"vpcId": later()}))
	assert.Empty(t, check("aws:ec2/subnet:Subnet", resource.PropertyMap{"vpcId": resource.MakeOutput(resource.NewStringProperty(""))}))
	assert.Empty(t, check(redisType, resource.PropertyMap{"memorySizeGb": later(), "tier": later(), "name": later()}))

	assert.Empty(t, check(vpcType, resource.PropertyMap{"cidrBlock": hidden("10.0.0.0/16")}))
	known := resource.NewOutputProperty(resource.Output{Element: resource.NewNumberProperty(301), Known: true, Secret: true})
	assert.Equal(t, []simcloud.Failure{{"memorySizeGb", "need 1 to 300, got 301"}}, check(redisType, resource.PropertyMap{"memorySizeGb": known}))
}

func TestCheckKeepsSecretsAndLeavesTheRequestAlone(t *testing.T) {
	inputs := resource.PropertyMap{"memorySizeGb": hidden(1), "labels": hidden(values{"a": "b"})}
	checked, failures := simcloud.New(simcloud.Options{}).Check(simcloud.Request{URN: urnOf(redisType, "x"), Inputs: inputs})
	require.Empty(t, failures)
	assert.True(t, checked["memorySizeGb"].IsSecret())
	assert.True(t, checked["labels"].IsSecret())
	assert.Len(t, inputs, 2)
}

func TestAutoNames(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	request := simcloud.Request{URN: urnOf(redisType, "sessions"), Inputs: props(values{"memorySizeGb": 1})}
	first, failures := c.Check(request)
	require.Empty(t, failures)
	name := first["name"].StringValue()
	assert.Regexp(t, `^sessions-[0-9a-f]{7}$`, name)

	request.OldInputs = first
	again, _ := c.Check(request)
	assert.Equal(t, name, again["name"].StringValue(), "kept while the program gives none")

	request.Inputs = props(values{"memorySizeGb": 1, "name": "fixed"})
	fixed, _ := c.Check(request)
	assert.Equal(t, "fixed", fixed["name"].StringValue())

	request.OldInputs, request.Inputs = fixed, props(values{"memorySizeGb": 1})
	freed, _ := c.Check(request)
	assert.Regexp(t, `^sessions-[0-9a-f]{7}$`, freed["name"].StringValue(), "a name that the program gave is not kept")
}

func TestAutoNamesDifferFromTheObjectTheyReplace(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	old := made(t, c, bucketType, "logs", props(values{"location": "EU"}))
	next := made(t, c, bucketType, "logs", props(values{"location": "US"}))
	assert.NotEqual(t, old.Outputs["name"], next.Outputs["name"])
	assert.Len(t, c.Objects(), 2)
}

func TestNoAutoName(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	tests := []struct {
		name   string
		typ    string
		inputs values
	}{
		{"a prefix is given", "aws:iam/role:Role", values{"assumeRolePolicy": "{}", "namePrefix": "web-"}},
		{"the type has no name", vpcType, values{}},
	}
	for _, test := range tests {
		in, failures := c.Check(simcloud.Request{URN: urnOf(test.typ, "x"), Inputs: props(test.inputs)})
		assert.Empty(t, failures, test.name)
		assert.NotContains(t, in, resource.PropertyKey("name"), test.name)
	}
	role := made(t, c, "aws:iam/role:Role", "x", props(tests[0].inputs))
	assert.Regexp(t, `^web-[0-9a-f]{26}$`, open(role.Outputs["name"]))
}

func TestTooLongAutoNamesAreRefusedNotTruncated(t *testing.T) {
	tests := []struct {
		typ    string
		inputs values
		max    int
	}{
		{redisType, values{"memorySizeGb": 1}, 40},
		{bucketType, values{"location": "EU"}, 63},
		{balancerType, balancerBase, 32},
		{targetGroupType, targetGroupBase, 32},
		{"aws:elasticache/replicationGroup:ReplicationGroup", values{"description": "x", "nodeType": "cache.t4g.small"}, 40},
		{"aws:opensearch/domain:Domain", values{}, 28},
	}
	for _, test := range tests {
		t.Run(test.typ, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			fits := strings.Repeat("a", test.max-8)
			_, failures := c.Check(simcloud.Request{URN: urnOf(test.typ, fits), Inputs: props(test.inputs)})
			assert.Empty(t, failures)
			_, failures = c.Check(simcloud.Request{URN: urnOf(test.typ, fits+"a"), Inputs: props(test.inputs)})
			require.Len(t, failures, 1)
			assert.Contains(t, failures[0].Reason, "name '"+fits+"a-' plus 7 random chars is longer than maximum length ")
		})
	}
}

func TestNamesAreHeldAgainstTheirRule(t *testing.T) {
	tests := []struct {
		typ, property, name, want string
		rest                      values
	}{
		{redisType, "name", strings.Repeat("a", 41), "need at most 40 characters, got 41 in", values{"memorySizeGb": 1}},
		{redisType, "name", "Cache", "need a lower-case letter, then", values{"memorySizeGb": 1}},
		{redisType, "name", "cache-", "with no '-' at the end", values{"memorySizeGb": 1}},
		{redisType, "name", "a", "", values{"memorySizeGb": 1}},
		{redisType, "name", strings.Repeat("a", 40), "", values{"memorySizeGb": 1}},
		{bucketType, "name", "ab", "need at least 3 characters, got 2 in", values{"location": "EU"}},
		{bucketType, "name", "Logs", "need lower-case letters", values{"location": "EU"}},
		{bucketType, "name", "goog-logs", `need a name that does not begin with "goog"`, values{"location": "EU"}},
		{bucketType, "name", "a..b", "need single dots", values{"location": "EU"}},
		{"gcp:serviceaccount/account:Account", "accountId", "short", "need at least 6 characters, got 5 in", nil},
		{"gcp:serviceaccount/account:Account", "accountId", strings.Repeat("a", 31), "need at most 30 characters", nil},
		{"gcp:serviceaccount/account:Account", "accountId", "1exporter", "need a lower-case letter", nil},
		{"gcp:serviceaccount/account:Account", "accountId", "exporter", "", nil},
		{"gcp:projects/iAMCustomRole:IAMCustomRole", "roleId", "redis-exporter", "need letters, digits, '_' and '.'", values{"title": "x", "permissions": []any{"a.b.c"}}},
		{"gcp:cloudscheduler/job:Job", "name", "a b", "need letters, digits, '_' and '-'", values{"pubsubTarget": values{"topicName": "t"}}},
		{"gcp:workflows/workflow:Workflow", "name", "1x", "need a letter, then", nil},
		{targetGroupType, "name", "-web", "with no '-' at either end", targetGroupBase},
		{"aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId", "a--b", "single '-'", values{"description": "x", "nodeType": "cache.t4g.small"}},
	}
	for _, test := range tests {
		t.Run(test.typ+" "+test.name, func(t *testing.T) {
			failures := check(test.typ, with(test.rest, values{test.property: test.name}))
			if test.want == "" {
				assert.Empty(t, failures)
				return
			}
			require.Len(t, failures, 1)
			assert.Equal(t, test.property, failures[0].Property)
			assert.Contains(t, failures[0].Reason, test.want)
		})
	}
}

func TestMadeUpNamesAreInLowerCaseWhereTheyMust(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, "aws:s3/bucketV2:BucketV2", "Logs", resource.PropertyMap{})
	assert.Regexp(t, `^logs-[0-9a-f]{7}$`, open(o.Outputs["bucket"]))
	assert.Equal(t, o.ID, resource.ID(o.Outputs["bucket"].StringValue()))
}
