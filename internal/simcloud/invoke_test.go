package simcloud_test

import (
	"context"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

func ask(t *testing.T, token string, args values) resource.PropertyMap {
	t.Helper()
	out, failures, err := simcloud.New(simcloud.Options{}).Invoke(ctx, simcloud.Place{}, token, props(args))
	require.NoError(t, err)
	require.Empty(t, failures)
	return out
}

func TestAnswersByHand(t *testing.T) {
	caller := ask(t, "aws:index/getCallerIdentity:getCallerIdentity", nil)
	assert.Equal(t, "123456789012", open(caller["accountId"]))
	region := ask(t, "aws:index/getRegion:getRegion", nil)
	assert.Equal(t, "us-east-1", open(region["name"]))
	zones := ask(t, "aws:index/getAvailabilityZones:getAvailabilityZones", values{"state": "available"})
	assert.Equal(t, resource.NewPropertyValue([]any{"us-east-1a", "us-east-1b", "us-east-1c"}), zones["names"])
	assert.Equal(t, resource.NewPropertyValue([]any{"use1-az1", "use1-az2", "use1-az3"}), zones["zoneIds"])
	assert.Equal(t, "available", open(zones["state"]))
	assert.Equal(t, "aws", open(ask(t, "aws:index/getPartition:getPartition", nil)["partition"]))

	image := ask(t, "aws:ec2/getAmi:getAmi", values{"filters": []any{values{"name": "architecture", "values": []any{"arm64"}}}})
	assert.Regexp(t, `^ami-[0-9a-f]{17}$`, open(image["id"]))
	assert.Equal(t, "arm64", open(image["architecture"]))

	project := ask(t, "gcp:organizations/getProject:getProject", values{"projectId": "acme"})
	assert.Equal(t, "projects/acme", open(project["id"]))
	assert.Regexp(t, `^\d{12}$`, open(project["number"]))
	client := ask(t, "gcp:organizations/getClientConfig:getClientConfig", nil)
	assert.Equal(t, "sandbox-project", open(client["project"]))
	assert.True(t, client["accessToken"].IsSecret())
}

func TestPolicyDocuments(t *testing.T) {
	out := ask(t, "aws:iam/getPolicyDocument:getPolicyDocument", values{"statements": []any{
		values{
			"sid": "Read", "actions": []any{"s3:GetObject"}, "resources": []any{"arn:aws:s3:::a/*", "arn:aws:s3:::b/*"},
			"conditions": []any{values{"test": "StringLike", "variable": "aws:UserAgent", "values": []any{"<x>&"}}},
		},
		values{
			"effect": "Deny", "notActions": []any{"sts:AssumeRole"}, "resources": []any{"*"},
			"principals": []any{
				values{"type": "Service", "identifiers": []any{"ecs.amazonaws.com", "ec2.amazonaws.com"}},
				values{"type": "AWS", "identifiers": []any{"123456789012"}},
			},
		},
		values{"actions": []any{"s3:*"}, "principals": []any{values{"type": "*", "identifiers": []any{"*"}}}},
	}})
	assert.JSONEq(t, `{"Version": "2012-10-17", "Statement": [
		{"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"],
		 "Condition": {"StringLike": {"aws:UserAgent": "<x>&"}}},
		{"Effect": "Deny", "NotAction": "sts:AssumeRole", "Resource": "*",
		 "Principal": {"Service": ["ecs.amazonaws.com", "ec2.amazonaws.com"], "AWS": "123456789012"}},
		{"Effect": "Allow", "Action": "s3:*", "Principal": "*"}]}`, open(out["json"]).(string))
	assert.Contains(t, open(out["json"]), `<x>&`)
	assert.Contains(t, open(out["json"]), "\n  \"Statement\"")
	assert.NotContains(t, open(out["minifiedJson"]), "\n")
}

func TestOtherFunctionsGiveTheirArgumentsAndWhatTheTypeHas(t *testing.T) {
	vpc := ask(t, "aws:ec2/getVpc:getVpc", values{"tags": values{"a": "b"}})
	assert.Regexp(t, `^vpc-[0-9a-f]{17}$`, open(vpc["id"]))
	assert.Contains(t, open(vpc["arn"]), ":vpc/vpc-")
	assert.Equal(t, "b", open(vpc["tags"].ObjectValue()["a"]))
	assert.Equal(t, vpc, ask(t, "aws:ec2/getVpc:getVpc", values{"tags": values{"a": "b"}}), "the same answer each time")
	assert.NotEqual(t, vpc["id"], ask(t, "aws:ec2/getVpc:getVpc", values{"tags": values{"a": "c"}})["id"])

	assert.Equal(t, "vpc-1", open(ask(t, "aws:ec2/getVpc:getVpc", values{"id": "vpc-1"})["id"]))
	unheard := ask(t, "acme:index/getThing:getThing", values{"size": 3, "none": nil})
	assert.NotContains(t, unheard, resource.PropertyKey("none"))
	assert.EqualValues(t, 3, open(unheard["size"]))
	assert.NotEmpty(t, open(unheard["id"]))
}

func TestInvokeStopsWithItsContext(t *testing.T) {
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, _, err := simcloud.New(simcloud.Options{}).Invoke(stopped, simcloud.Place{}, "aws:index/getRegion:getRegion", nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestDurations(t *testing.T) {
	tests := []struct {
		typ  string
		op   simcloud.Op
		want time.Duration
	}{
		{redisType, simcloud.OpCreate, 6 * time.Minute},
		{redisType, simcloud.OpUpdate, 4 * time.Minute},
		{redisType, simcloud.OpDelete, 3 * time.Minute},
		{redisType, simcloud.OpRead, 500 * time.Millisecond},
		{"aws:eks/cluster:Cluster", simcloud.OpCreate, 8*time.Minute + 30*time.Second},
		{"aws:ec2/securityGroup:SecurityGroup", simcloud.OpCreate, 3 * time.Second},
		{"gcp:compute/network:Network", simcloud.OpDelete, 8 * time.Second},
		{deploymentType, simcloud.OpUpdate, time.Second},
		{commandType, simcloud.OpCreate, time.Second},
		{commandType, simcloud.OpRead, 0},
		{passwordType, simcloud.OpCreate, 0},
		{"pulumi:providers:aws", simcloud.OpCreate, 0},
		{"acme:index/thing:Thing", simcloud.OpCreate, 5 * time.Second},
	}
	c := simcloud.New(simcloud.Options{})
	for _, test := range tests {
		assert.Equal(t, test.want, c.Duration(test.op, simcloud.Request{URN: urnOf(test.typ, "x")}), "%s %s", test.op, test.typ)
	}
}
