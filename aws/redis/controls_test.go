package redis_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/infratest"
)

// control is what an auditor asks for: a property of a resource and its value.
type control struct {
	token, property string
	want            any
}

// TestControls holds the defaults to AWS Foundational Security Best Practices and to Checkov.
func TestControls(t *testing.T) {
	t.Parallel()
	client := func(a *redis.ClusterArgs) {
		a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": pulumi.String("sg-1")}
	}
	byDefault := run(t, client)
	assertControls(t, byDefault, map[string]control{
		"ElastiCache.1, CKV_AWS_134: backups":                 {groupToken, "snapshotRetentionLimit", 7.0},
		"ElastiCache.2: minor upgrades":                       {groupToken, "autoMinorVersionUpgrade", true},
		"ElastiCache.3, CKV2_AWS_50: failover":                {groupToken, "automaticFailoverEnabled", true},
		"CKV2_AWS_50: zones":                                  {groupToken, "multiAzEnabled", true},
		"ElastiCache.4, CKV_AWS_29: at rest":                  {groupToken, "atRestEncryptionEnabled", true},
		"ElastiCache.5, CKV_AWS_30: in transit":               {groupToken, "transitEncryptionEnabled", true},
		"ElastiCache.5: nothing beside TLS":                   {groupToken, "transitEncryptionMode", "required"},
		"ElastiCache.6, CKV_AWS_31: users":                    {groupToken, "userGroupIds[0]", byDefault.One(t, userGroupToken).Value("userGroupId")},
		"ElastiCache.7, CKV_AWS_323: own subnet group":        {groupToken, "subnetGroupName", byDefault.One(t, subnetGroupToken).Outputs["name"].StringValue()},
		"CKV_AWS_196: no cache security groups":               {groupToken, "securityGroupNames", nil},
		"CKV_AWS_66, CKV_AWS_338: log retention":              {logGroupToken, "retentionInDays", 365.0},
		"CKV_AWS_23: described rule":                          {ingressToken, "description", "Clients of web"},
		"CKV_AWS_23: described group":                         {securityGroupToken, "description", "Managed by Pulumi"},
		"EC2.18, EC2.19, CKV_AWS_24, 25, 260, 277: no blocks": {ingressToken, "cidrIpv4", nil},
		"EC2.18, EC2.19: no IPv6 blocks":                      {ingressToken, "cidrIpv6", nil},
		"EC2.18: one group":                                   {ingressToken, "referencedSecurityGroupId", "sg-1"},
		"CKV_AWS_277: one port":                               {ingressToken, "fromPort", 6379.0},
		"CKV_AWS_277: and no more":                            {ingressToken, "toPort", 6379.0},
		"CKV2_AWS_5: the group is used":                       {groupToken, "securityGroupIds[0]", byDefault.One(t, securityGroupToken).ID},
		"CKV_AWS_382: no inline rules":                        {securityGroupToken, "egress", nil},
		"EC2.43: tagged group":                                {securityGroupToken, "tags.owner", "team-pay"},
		"SecretsManager.5: tagged secret":                     {secretToken, "tags.owner", "team-pay"},
	})
	assert.Empty(t, byDefault.OfType(egressToken), "CKV_AWS_382: no egress")
	infratest.AssertNoPublicIngress(t, byDefault)

	withKey := run(t, func(a *redis.ClusterArgs) { client(a); a.KMSKeyARN = pulumi.String(key) })
	assertControls(t, withKey, map[string]control{
		"CKV_AWS_191: key of the cluster": {groupToken, "kmsKeyId", key},
		"CKV_AWS_149: key of the secret":  {secretToken, "kmsKeyId", key},
		"CKV_AWS_158: key of the logs":    {logGroupToken, "kmsKeyId", key},
	})
}

// assertControls looks at every resource of the type.
func assertControls(t *testing.T, graph *infratest.Graph, controls map[string]control) {
	t.Helper()
	for name, c := range controls {
		found := graph.OfType(c.token)
		assert.NotEmpty(t, found, name)
		for _, r := range found {
			assert.Equal(t, c.want, r.Value(c.property), "%s: %s", name, r.Name)
		}
	}
}
