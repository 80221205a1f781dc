package searchdomain_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/infratest"
)

// TestControls holds the defaults to AWS Foundational Security Best Practices and to Checkov.
func TestControls(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *searchdomain.DomainArgs) {
		a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": pulumi.String("sg-1")}
		a.KMSKeyARN = pulumi.String(key)
	})
	for control, want := range map[string]struct {
		token, property string
		want            any
	}{
		"OpenSearch.1, ES.1, CKV_AWS_5, CKV_AWS_247: at rest":      {domainToken, "encryptAtRest.enabled", true},
		"CKV_AWS_247: by a key of the customer":                    {domainToken, "encryptAtRest.kmsKeyId", key},
		"OpenSearch.2, ES.2, CKV_AWS_137: in a network":            {domainToken, "vpcOptions.subnetIds", []any{"subnet-a", "subnet-b", "subnet-c"}},
		"OpenSearch.3, ES.3, CKV_AWS_6: between nodes":             {domainToken, "nodeToNodeEncryption.enabled", true},
		"OpenSearch.6, ES.6: three nodes":                          {domainToken, "clusterConfig.instanceCount", 3.0},
		"OpenSearch.6, ES.6: zones":                                {domainToken, "clusterConfig.zoneAwarenessEnabled", true},
		"OpenSearch.6: three zones":                                {domainToken, "clusterConfig.zoneAwarenessConfig.availabilityZoneCount", 3.0},
		"OpenSearch.7, CKV2_AWS_52: access control":                {domainToken, "advancedSecurityOptions.enabled", true},
		"CKV2_AWS_52: no internal users":                           {domainToken, "advancedSecurityOptions.internalUserDatabaseEnabled", false},
		"OpenSearch.7: a role is master":                           {domainToken, "advancedSecurityOptions.masterUserOptions.masterUserArn", master},
		"OpenSearch.8, ES.8, CKV_AWS_228: TLS":                     {domainToken, "domainEndpointOptions.tlsSecurityPolicy", "Policy-Min-TLS-1-2-PFS-2023-10"},
		"OpenSearch.8, CKV_AWS_83: HTTPS":                          {domainToken, "domainEndpointOptions.enforceHttps", true},
		"OpenSearch.9: tags":                                       {domainToken, "tags.owner", "team-pay"},
		"OpenSearch.10: software updates":                          {domainToken, "softwareUpdateOptions.autoSoftwareUpdateEnabled", true},
		"ES.7, OpenSearch.11, CKV_AWS_318, CKV2_AWS_59: masters":   {domainToken, "clusterConfig.dedicatedMasterEnabled", true},
		"ES.7, OpenSearch.11, CKV_AWS_318: three of them":          {domainToken, "clusterConfig.dedicatedMasterCount", 3.0},
		"CKV_AWS_248: not the network's default security group":    {domainToken, "vpcOptions.securityGroupIds", []any{graph.One(t, securityGroupToken).ID}},
		"CKV_AWS_66, CKV_AWS_338: log retention":                   {logGroupToken, "retentionInDays", 365.0},
		"CKV_AWS_158: key of the logs":                             {logGroupToken, "kmsKeyId", key},
		"CKV_AWS_23: described rule":                               {ingressToken, "description", "Clients of web"},
		"EC2.18, EC2.19, CKV_AWS_24, 25, 260, 277: no blocks":      {ingressToken, "cidrIpv4", nil},
		"EC2.18, EC2.19: no IPv6 blocks":                           {ingressToken, "cidrIpv6", nil},
		"EC2.18: one group":                                        {ingressToken, "referencedSecurityGroupId", "sg-1"},
		"CKV_AWS_319: alarms tell somebody":                        {alarmToken, "alarmActions", []any{topic}},
		"EC2.43: tagged group":                                     {securityGroupToken, "tags.owner", "team-pay"},
		"CKV_AWS_382: no inline rules that would admit all egress": {securityGroupToken, "egress", nil},
	} {
		found := graph.OfType(want.token)
		assert.NotEmpty(t, found, control)
		for _, r := range found {
			assert.Equal(t, want.want, r.Value(want.property), "%s: %s", control, r.Name)
		}
	}
	logs := logTypes(graph.One(t, domainToken))
	assert.Contains(t, logs, "ES_APPLICATION_LOGS", "OpenSearch.4, ES.4, CKV_AWS_84")
	assert.Contains(t, logs, "AUDIT_LOGS", "OpenSearch.5, ES.5, CKV_AWS_317")
	assert.NotContains(t, graph.One(t, policyToken).Value("accessPolicies"), `"*"`, "CKV_AWS_283: nobody unnamed")
	assert.Empty(t, graph.OfType(egressToken), "CKV_AWS_382: no egress")
	infratest.AssertNoPublicIngress(t, graph)
}

// logTypes are the logs that a domain delivers.
func logTypes(domain *infratest.Resource) []string {
	var kinds []string
	options, _ := domain.Value("logPublishingOptions").([]any)
	for _, option := range options {
		one, _ := option.(map[string]any)
		kind, _ := one["logType"].(string)
		kinds = append(kinds, kind)
	}
	return kinds
}
