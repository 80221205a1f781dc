package simcloud_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	searchType       = "aws:opensearch/domain:Domain"
	searchPolicyType = "aws:opensearch/domainPolicy:DomainPolicy"
	logPolicyType    = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"
	serviceRoleType  = "aws:iam/serviceLinkedRole:ServiceLinkedRole"
)

const (
	someKey   = "arn:aws:kms:us-east-1:123456789012:key/1"
	someGroup = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/opensearch/shop"
)

// searchBase is a domain of three nodes in three zones with everything that a change could take away.
var searchBase = values{
	"domainName": "shop", "engineVersion": "OpenSearch_2.17",
	"clusterConfig": nodes(values{}),
	"ebsOptions":    values{"ebsEnabled": true, "volumeType": "gp3", "volumeSize": 100},
	"encryptAtRest": values{"enabled": true, "kmsKeyId": someKey}, "nodeToNodeEncryption": values{"enabled": true},
	"advancedSecurityOptions": values{"enabled": true, "masterUserOptions": values{"masterUserArn": "arn:aws:iam::123456789012:role/search"}},
	"domainEndpointOptions":   values{"enforceHttps": true, "tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"},
	"vpcOptions":              values{"subnetIds": []any{"subnet-1", "subnet-2", "subnet-3"}, "securityGroupIds": []any{"sg-1"}},
}

// nodes is a cluster's configuration with changes; nil removes.
func nodes(changes values) values {
	all := values{
		"instanceType": "r6g.large.search", "instanceCount": 3, "zoneAwarenessEnabled": true,
		"zoneAwarenessConfig":    values{"availabilityZoneCount": 3},
		"dedicatedMasterEnabled": true, "dedicatedMasterCount": 3, "dedicatedMasterType": "m6g.large.search",
	}
	for name, v := range changes {
		if all[name] = v; v == nil {
			delete(all, name)
		}
	}
	return all
}

func logOption(kind string) values {
	return values{"logType": kind, "cloudwatchLogGroupArn": someGroup}
}

func TestSearchReplacements(t *testing.T) {
	testChanges(t, searchType, searchBase, []change{
		{"domainName", "a-domain", "b-domain", true},
		{"vpcOptions", searchBase["vpcOptions"], nil, true},
		{"vpcOptions", nil, searchBase["vpcOptions"], true},
		{"vpcOptions", searchBase["vpcOptions"], values{"subnetIds": []any{"subnet-4", "subnet-5", "subnet-6"}}, false},
		{"encryptAtRest", values{"enabled": true, "kmsKeyId": someKey}, values{"enabled": true, "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/2"}, true},
		{"encryptAtRest", values{"enabled": true}, values{"enabled": true, "kmsKeyId": someKey}, true},
		{"encryptAtRest", values{"enabled": true}, values{"enabled": false}, true},
		{"encryptAtRest", values{"enabled": false}, values{"enabled": true}, false},
		{"nodeToNodeEncryption", values{"enabled": true}, values{"enabled": false}, true},
		{"nodeToNodeEncryption", values{"enabled": false}, values{"enabled": true}, false},
		{"advancedSecurityOptions", values{"enabled": true}, values{"enabled": false}, true},
		{"advancedSecurityOptions", values{"enabled": false}, values{"enabled": true}, false},
		{"ipAddressType", "dualstack", "ipv4", true},
		{"ipAddressType", "ipv4", "dualstack", false},
		{"engineVersion", "OpenSearch_2.17", "OpenSearch_2.19", false},
		{"engineVersion", "OpenSearch_2.9", "OpenSearch_2.11", false},
		{"engineVersion", "OpenSearch_2.11", "OpenSearch_2.9", true},
		{"engineVersion", "OpenSearch_1.3", "OpenSearch_2.19", false},
		{"engineVersion", "OpenSearch_1.2", "OpenSearch_2.19", true},
		{"engineVersion", "OpenSearch_2.19", "OpenSearch_3.1", false},
		{"engineVersion", "OpenSearch_2.17", "OpenSearch_3.1", true},
		{"engineVersion", "OpenSearch_1.3", "OpenSearch_3.1", true},
		{"engineVersion", "Elasticsearch_7.10", "OpenSearch_1.3", false},
		{"engineVersion", "Elasticsearch_6.8", "OpenSearch_1.3", false},
		{"engineVersion", "Elasticsearch_6.7", "OpenSearch_1.3", true},
		{"engineVersion", "Elasticsearch_7.10", "OpenSearch_2.3", true},
		{"engineVersion", "Elasticsearch_6.8", "Elasticsearch_7.10", false},
		{"engineVersion", "OpenSearch_1.0", "Elasticsearch_7.10", true},
		{"clusterConfig", nodes(nil), nodes(values{"instanceType": "m6g.large.search", "instanceCount": 6}), false},
		{"ebsOptions", searchBase["ebsOptions"], values{"ebsEnabled": true, "volumeSize": 200}, false},
		{"logPublishingOptions", nil, []any{logOption("AUDIT_LOGS")}, false},
		{"tags", nil, values{"a": "b"}, false},
	})
	testChanges(t, searchPolicyType, values{"domainName": "shop", "accessPolicies": "{}"}, []change{
		{"accessPolicies", "{}", `{"a":1}`, false}, {"domainName", "shop", "shop-2", false},
	})
}

func TestSearchNodeRules(t *testing.T) {
	cluster := func(changes values) values { return values{"clusterConfig": nodes(changes)} }
	two := []any{"subnet-1", "subnet-2"}
	testRules(t, searchType, searchBase, []rule{
		{"as it is", nil, "", ""},
		{"capitals", values{"domainName": "Shop"}, "domainName", `need a lower-case letter, then lower-case letters, digits and '-', got "Shop"`},
		{"short", values{"domainName": "ab"}, "domainName", `need at least 3 characters, got 2 in "ab"`},
		{"longest", values{"domainName": strings.Repeat("a", 28)}, "", ""},
		{"too long", values{"domainName": strings.Repeat("a", 29)}, "domainName", `need at most 28 characters, got 29 in "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"`},
		{"version", values{"engineVersion": "2.19"}, "engineVersion", `need OpenSearch_X.Y or Elasticsearch_X.Y, got "2.19"`},
		{"instance", cluster(values{"instanceType": "r6g.large"}), "clusterConfig.instanceType", `need an instance type such as r6g.large.search, got "r6g.large"`},
		{"master", cluster(values{"dedicatedMasterType": "m6g"}), "clusterConfig.dedicatedMasterType", `need an instance type such as r6g.large.search, got "m6g"`},
		{"two masters", cluster(values{"dedicatedMasterCount": 2}), "clusterConfig.dedicatedMasterCount", "You must choose 3 or 5 dedicated master nodes, got 2"},
		{"two subnets for three zones", values{"vpcOptions": values{"subnetIds": two}}, "vpcOptions.subnetIds",
			"You must specify exactly three subnets because you've set zone count to three, got 2"},
		{"subnets without zones", cluster(values{"zoneAwarenessEnabled": false}), "vpcOptions.subnetIds", "You must specify exactly one subnet, got 3"},
		{"two zones by default", values{"clusterConfig": nodes(values{"zoneAwarenessConfig": nil, "instanceCount": 4}), "vpcOptions": values{"subnetIds": two}}, "", ""},
		{"odd in two zones", values{"clusterConfig": nodes(values{"zoneAwarenessConfig": nil}), "vpcOptions": values{"subnetIds": two}},
			"clusterConfig.instanceCount", "You must choose an even number of data nodes for a two Availability Zone deployment, got 3"},
		{"two in three zones", cluster(values{"instanceCount": 2}), "clusterConfig.instanceCount",
			"You must choose a minimum of three data nodes for a three Availability Zone deployment, got 2"},
		{"four zones", cluster(values{"zoneAwarenessConfig": values{"availabilityZoneCount": 4}}), "clusterConfig.zoneAwarenessConfig", "need 2 or 3 zones, got 4"},
		{"warm without masters", cluster(values{"warmEnabled": true, "warmCount": 2, "warmType": "ultrawarm1.medium.search", "dedicatedMasterEnabled": nil}),
			"clusterConfig.warmEnabled", "UltraWarm storage needs dedicated master nodes"},
		{"warm beside t3", cluster(values{"warmEnabled": true, "instanceType": "t3.small.search"}),
			"clusterConfig.warmEnabled", "UltraWarm storage is not supported with t2/t3 data nodes"},
		{"one warm", cluster(values{"warmEnabled": true, "warmCount": 1}), "clusterConfig.warmCount", "need 2 to 150, got 1"},
		{"cold without warm", cluster(values{"coldStorageOptions": values{"enabled": true}}), "clusterConfig.coldStorageOptions", "Cold storage needs UltraWarm storage"},
		{"tuned t3", values{"clusterConfig": nodes(values{"instanceType": "t3.small.search"}), "autoTuneOptions": values{"desiredState": "ENABLED"}},
			"autoTuneOptions", "Autotune is not supported in t2/t3 instance types. Disable autotune or change your instance type."},
	})
}

func TestSearchOptionRules(t *testing.T) {
	family := func(instance string, ebs values) values {
		return values{"clusterConfig": nodes(values{"instanceType": instance}), "ebsOptions": ebs}
	}
	logs := func(options ...any) values { return values{"logPublishingOptions": options} }
	none := values{"ebsEnabled": false}
	testRules(t, searchType, searchBase, []rule{
		{"own disks", family("i3.large.search", none), "", ""},
		{"own disks and volumes", family("im4gn.large.search", values{"ebsEnabled": true}), "ebsOptions.ebsEnabled",
			"Instance type im4gn.large.search does not support EBS storage"},
		{"r6gd and volumes", family("r6gd.large.search", values{"ebsEnabled": true}), "ebsOptions.ebsEnabled", "Instance type r6gd.large.search does not support EBS storage"},
		{"no disks at all", family("r6g.large.search", none), "ebsOptions.ebsEnabled", "EBS storage must be selected for r6g.large.search"},
		{"small volume", values{"ebsOptions": values{"ebsEnabled": true, "volumeSize": 9}}, "ebsOptions.volumeSize", "need 10 to 24576, got 9"},
		{"throughput of gp2", values{"ebsOptions": values{"ebsEnabled": true, "volumeType": "gp2", "throughput": 250}},
			"ebsOptions.throughput", `need volumeType gp3 with a throughput, got "gp2"`},
		{"t2", family("t2.small.search", values{"ebsEnabled": true}), "encryptAtRest", "Encryption and fine-grained access control are not supported in t2 instance types"},
		{"access without encryption", values{"encryptAtRest": nil}, "advancedSecurityOptions", "Advanced security needs encryption at rest, node-to-node encryption and HTTPS"},
		{"access without encryption between nodes", values{"nodeToNodeEncryption": nil}, "advancedSecurityOptions",
			"Advanced security needs encryption at rest, node-to-node encryption and HTTPS"},
		{"access without HTTPS", values{"domainEndpointOptions": values{"enforceHttps": false}}, "advancedSecurityOptions",
			"Advanced security needs encryption at rest, node-to-node encryption and HTTPS"},
		{"master user", values{"advancedSecurityOptions": values{"enabled": true, "masterUserOptions": values{"masterUserArn": "search"}}},
			"advancedSecurityOptions.masterUserOptions.masterUserArn", `need an ARN, got "search"`},
		{"TLS", values{"domainEndpointOptions": values{"tlsSecurityPolicy": "TLS13"}}, "domainEndpointOptions.tlsSecurityPolicy",
			`need one of Policy-Min-TLS-1-0-2019-07, Policy-Min-TLS-1-2-2019-07, Policy-Min-TLS-1-2-PFS-2023-10, got "TLS13"`},
		{"addresses", values{"ipAddressType": "ipv6"}, "ipAddressType", `need one of ipv4, dualstack, got "ipv6"`},
		{"policy", values{"accessPolicies": "allow"}, "accessPolicies", "need JSON, got 5 characters that are none"},
		{"logs", logs(logOption("AUDIT_LOGS"), logOption("INDEX_SLOW_LOGS")), "", ""},
		{"odd log", logs(logOption("SLOW_LOGS")), "logPublishingOptions[0].logType",
			`need one of INDEX_SLOW_LOGS, SEARCH_SLOW_LOGS, ES_APPLICATION_LOGS, AUDIT_LOGS, got "SLOW_LOGS"`},
		{"twice", logs(logOption("AUDIT_LOGS"), logOption("AUDIT_LOGS")), "logPublishingOptions[1].logType", "AUDIT_LOGS is there already"},
		{"log group", logs(values{"logType": "AUDIT_LOGS", "cloudwatchLogGroupArn": "shop"}), "logPublishingOptions[0].cloudwatchLogGroupArn", `need an ARN, got "shop"`},
		{"audit without access control", values{"advancedSecurityOptions": nil, "logPublishingOptions": []any{logOption("AUDIT_LOGS")}},
			"logPublishingOptions[0].logType", "audit log publishing cannot be enabled as you do not have advanced security options configured."},
		{"hour", values{"offPeakWindowOptions": values{"enabled": true, "offPeakWindow": values{"windowStartTime": values{"hours": 24}}}},
			"offPeakWindowOptions.offPeakWindow.windowStartTime.hours", "need 0 to 23, got 24"},
	})
	testRules(t, searchPolicyType, values{"domainName": "shop", "accessPolicies": "{}"}, []rule{
		{"as it is", nil, "", ""},
		{"policy", values{"accessPolicies": "allow"}, "accessPolicies", "need JSON, got 5 characters that are none"},
	})
	testRules(t, logPolicyType, values{"policyName": "a", "policyDocument": "{}"}, []rule{
		{"as it is", nil, "", ""},
		{"policy", values{"policyDocument": "allow"}, "policyDocument", "need JSON, got 5 characters that are none"},
		{"too long", values{"policyDocument": `"` + strings.Repeat("a", 5119) + `"`}, "policyDocument", "need at most 5120 characters, got 5121"},
	})
}

func TestSearchOutputs(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, searchType, "shop", props(searchBase))
	out := opened(o.Outputs)
	arn := "arn:aws:es:us-east-1:123456789012:domain/shop"
	assert.Equal(t, arn, string(o.ID))
	endpoint := out["endpoint"].(string)
	assert.Regexp(t, `^vpc-shop-[0-9a-f]{26}\.us-east-1\.es\.amazonaws\.com$`, endpoint)
	assertValues(t, out, values{
		"arn": arn, "domainName": "shop", "domainId": "123456789012/shop", "dashboardEndpoint": endpoint + "/_dashboards",
		"kibanaEndpoint": endpoint + "/_plugin/kibana/", "engineVersion": "OpenSearch_2.17", "ipAddressType": "ipv4",
	})
	next := changed(t, c, o, with(searchBase, values{"engineVersion": "OpenSearch_2.19"}))
	assert.Equal(t, o.Outputs["endpoint"], next.Outputs["endpoint"], "clients keep their address")

	public := made(t, c, searchType, "auto", with(searchBase, values{"domainName": nil, "vpcOptions": nil, "engineVersion": nil}))
	assert.Regexp(t, `^search-auto-[0-9a-f]{7}-`, open(public.Outputs["endpoint"]))
	assert.Equal(t, "OpenSearch_2.19", open(public.Outputs["engineVersion"]))

	policy := made(t, c, searchPolicyType, "policy", props(values{"domainName": "shop", "accessPolicies": "{}"}))
	assert.Equal(t, "esd-policy-shop", string(policy.ID))
	logs := made(t, c, logPolicyType, "logs", props(values{"policyName": "search-logs", "policyDocument": "{}"}))
	assert.Equal(t, "search-logs", string(logs.ID))
}

func TestSearchDurations(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	for _, test := range []struct {
		op      simcloud.Op
		changes values
		want    time.Duration
	}{
		{simcloud.OpCreate, nil, 17 * time.Minute},
		{simcloud.OpDelete, nil, 8 * time.Minute},
		{simcloud.OpUpdate, values{"engineVersion": "OpenSearch_2.19"}, 40 * time.Minute},
		{simcloud.OpUpdate, values{"clusterConfig": nodes(values{"instanceCount": 6}), "tags": values{"a": "b"}}, 40 * time.Minute},
		{simcloud.OpUpdate, values{"tags": values{"a": "b"}, "ebsOptions": values{"ebsEnabled": true, "volumeSize": 200}}, 5 * time.Minute},
	} {
		request := simcloud.Request{URN: urnOf(searchType, "x"), OldInputs: props(searchBase), Inputs: with(searchBase, test.changes)}
		assert.Equal(t, test.want, c.Duration(test.op, request), "%s %v", test.op, test.changes)
	}
}

// refusedCode creates an object, and is the code that the cloud refuses it with.
func refusedCode(t *testing.T, c *simcloud.Cloud, typ, name string, inputs resource.PropertyMap) (code, reason string) {
	t.Helper()
	_, err := c.Create(context.Background(), simcloud.Request{URN: urnOf(typ, name), Inputs: inputs})
	if err == nil {
		return "", ""
	}
	var refused *simcloud.RefusedError
	require.ErrorAs(t, err, &refused)
	return refused.Code, refused.Reason
}

func TestSearchLogsNeedAPolicy(t *testing.T) {
	statement := func(service, action, group string) string {
		return fmt.Sprintf(`{"Statement":[{"Effect":"Allow","Principal":{"Service":%q},"Action":%s,"Resource":%q}]}`, service, action, group)
	}
	const all, batchless = `["logs:CreateLogStream","logs:PutLogEvents","logs:PutLogEventsBatch"]`, `["logs:CreateLogStream","logs:PutLogEvents"]`
	const es, prefix = "es.amazonaws.com", "arn:aws:logs:*:123456789012:log-group:/aws/opensearch/*"
	logged := with(searchBase, values{"logPublishingOptions": []any{logOption("INDEX_SLOW_LOGS")}})
	for name, test := range map[string]struct {
		document string
		fits     bool
	}{
		"by prefix":          {statement(es, all, prefix), true},
		"by name":            {statement(es, `"logs:*"`, someGroup+":*"), true},
		"of another service": {statement("delivery.logs.amazonaws.com", all, prefix), false},
		"without batches":    {statement(es, batchless, prefix), false},
		"of other groups":    {statement(es, all, "arn:aws:logs:*:123456789012:log-group:/aws/other/*"), false},
		"that denies":        {strings.Replace(statement(es, all, prefix), "Allow", "Deny", 1), false},
		"that says nothing":  {`[]`, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			made(t, c, logPolicyType, "logs", props(values{"policyName": "search", "policyDocument": test.document}))
			code, reason := refusedCode(t, c, searchType, "shop", logged)
			if test.fits {
				assert.Empty(t, code)
				return
			}
			assert.Equal(t, "ValidationException", code)
			assert.Equal(t, "The Resource Access Policy specified for the CloudWatch Logs log group /aws/opensearch/shop does not grant sufficient permissions "+
				"for Amazon OpenSearch Service to create a log stream. Please check the Resource Access Policy.", reason)
			code, _ = refusedCode(t, c, searchType, "quiet", with(searchBase, values{"domainName": "quiet"}))
			assert.Empty(t, code, "a domain without logs needs none")
		})
	}
	code, _ := refusedCode(t, simcloud.New(simcloud.Options{}), searchType, "shop", logged)
	assert.Empty(t, code, "without any policy in this cloud it is taken to be made elsewhere")
}

func TestLogPoliciesRunOut(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	policy := func(n int) resource.PropertyMap {
		return props(values{"policyName": fmt.Sprintf("policy-%d", n), "policyDocument": "{}"})
	}
	for i := range 10 {
		made(t, c, logPolicyType, fmt.Sprint(i), policy(i))
	}
	code, reason := refusedCode(t, c, logPolicyType, "eleventh", policy(10))
	assert.Equal(t, []string{"LimitExceededException", "Resource limit exceeded."}, []string{code, reason})
	code, _ = refusedCode(t, c, logPolicyType, "again", policy(3))
	assert.Empty(t, code, "one of the same name takes its place")
}

func TestServiceRolesAreOnePerAccount(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	inputs := props(values{"awsServiceName": "opensearchservice.amazonaws.com"})
	o := made(t, c, serviceRoleType, "first", inputs)
	arn := "arn:aws:iam::123456789012:role/aws-service-role/opensearchservice.amazonaws.com/AWSServiceRoleForAmazonOpenSearchService"
	assert.Equal(t, arn, string(o.ID))
	assertValues(t, opened(o.Outputs), values{
		"arn": arn, "name": "AWSServiceRoleForAmazonOpenSearchService", "path": "/aws-service-role/opensearchservice.amazonaws.com/",
	})
	_, err := c.Create(context.Background(), simcloud.Request{URN: urnOf(serviceRoleType, "second"), Inputs: inputs})
	var taken *simcloud.ConflictError
	require.ErrorAs(t, err, &taken)
	assert.Equal(t, "opensearchservice.amazonaws.com", taken.Name)
	other := made(t, c, serviceRoleType, "other", props(values{"awsServiceName": "ecs.amazonaws.com"}))
	assert.Equal(t, "AWSServiceRoleForecs.amazonaws.com", open(other.Outputs["name"]))
}

func TestServiceRoleIsFound(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	out, failures, err := c.Invoke(context.Background(), simcloud.Place{}, "aws:iam/getRole:getRole",
		props(values{"name": "AWSServiceRoleForAmazonOpenSearchService"}))
	require.NoError(t, err)
	require.Empty(t, failures)
	assert.Equal(t, "arn:aws:iam::123456789012:role/aws-service-role/opensearchservice.amazonaws.com/AWSServiceRoleForAmazonOpenSearchService", open(out["arn"]))
	assert.Equal(t, "/aws-service-role/opensearchservice.amazonaws.com/", open(out["path"]))
	out, _, err = c.Invoke(context.Background(), simcloud.Place{}, "aws:iam/getRole:getRole", props(values{"name": "app"}))
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:iam::123456789012:role/app", open(out["arn"]))
}
