package loadbalancer_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestControls(t *testing.T) {
	t.Parallel()
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"ELB.1, CKV2_AWS_20: redirect": func(t *testing.T, g *infratest.Graph) {
			r := g.Named(t, listenerToken, "web-http")
			assert.Equal(t, "redirect", r.Value("defaultActions[0].type"))
			assert.Equal(t, "HTTPS", r.Value("defaultActions[0].redirect.protocol"))
		},
		"ELB.4, CKV_AWS_131: header fields": onBalancer("dropInvalidHeaderFields", true),
		"ELB.5, CKV_AWS_91: access logs":    onBalancer("accessLogs.enabled", true),
		"ELB.6, CKV_AWS_150: deletion":      onBalancer("enableDeletionProtection", true),
		"ELB.12, CKV_AWS_328: desync":       onBalancer("desyncMitigationMode", "defensive"),
		"ELB.13: zones": func(t *testing.T, g *infratest.Graph) {
			assert.Len(t, g.One(t, balancerToken).Value("subnets"), 2)
		},
		"ELB.16, CKV2_AWS_28: web ACL": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, webACL, g.One(t, associationToken).Value("webAclArn"))
			assert.Equal(t, g.One(t, balancerToken).ID, g.One(t, associationToken).Value("resourceArn"))
		},
		"ELB.17, CKV_AWS_103, CKV2_AWS_74: TLS": func(t *testing.T, g *infratest.Graph) {
			assert.Regexp(t, "^ELBSecurityPolicy-TLS13-1-[23]-", g.Named(t, listenerToken, "web-https").Value("sslPolicy"))
		},
		"ELB.18, CKV_AWS_2: HTTPS": func(t *testing.T, g *infratest.Graph) {
			for _, r := range g.OfType(listenerToken) {
				safe := r.Value("protocol") == "HTTPS" || r.Value("defaultActions[0].redirect.protocol") == "HTTPS"
				assert.True(t, safe, r.Name)
			}
		},
		"CKV_AWS_23: described rules": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, "HTTPS from 0.0.0.0/0", g.Named(t, ingressToken, "web-security-group-ingress-https-0-0-0-0-0").Value("description"))
			assert.Equal(t, "HTTP, to be redirected, from 0.0.0.0/0", g.Named(t, ingressToken, "web-security-group-ingress-http-0-0-0-0-0").Value("description"))
			assert.NotEmpty(t, g.One(t, groupToken).Value("description"))
		},
		"S3.1, S3.2, S3.3, S3.8, CKV_AWS_53 to 56, CKV2_AWS_6: private": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, map[string]any{
				"bucket": g.One(t, bucketToken).ID, "blockPublicAcls": true, "blockPublicPolicy": true, "ignorePublicAcls": true, "restrictPublicBuckets": true,
			}, g.One(t, blockToken).Inputs.Mappable())
			assert.Equal(t, "BucketOwnerEnforced", g.One(t, ownershipToken).Value("rule.objectOwnership"))
			assert.Equal(t, g.One(t, bucketToken).ID, g.One(t, ownershipToken).Value("bucket"))
		},
		"S3.5: TLS only": func(t *testing.T, g *infratest.Graph) {
			arn := g.One(t, bucketToken).Outputs["arn"].StringValue()
			assert.Equal(t, map[string]any{
				"Sid": "TLSOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": []any{arn, arn + "/*"},
				"Condition": map[string]any{"Bool": map[string]any{"aws:SecureTransport": "false"}},
			}, statements(t, g)[1])
		},
		"S3.13, CKV_AWS_300: lifecycle": func(t *testing.T, g *infratest.Graph) {
			r := g.One(t, lifecycleToken)
			assert.Equal(t, g.One(t, bucketToken).ID, r.Value("bucket"))
			assert.Equal(t, []any{map[string]any{
				"id": "expire", "status": "Enabled", "filter": map[string]any{}, "expiration": map[string]any{"days": 365.0},
				"abortIncompleteMultipartUpload": map[string]any{"daysAfterInitiation": 7.0},
			}}, r.Value("rules"), "a filter would leave uploads behind, and fails CKV_AWS_300")
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t, run(t, func(a *loadbalancer.Args) { a.WebACLARN = pulumi.String(webACL) }))
		})
	}
}

func onBalancer(path string, want any) func(*testing.T, *infratest.Graph) {
	return func(t *testing.T, g *infratest.Graph) { assert.Equal(t, want, g.One(t, balancerToken).Value(path)) }
}

// statements are those of the bucket's policy.
func statements(t *testing.T, g *infratest.Graph) []any {
	t.Helper()
	r := g.One(t, policyToken)
	assert.Equal(t, g.One(t, bucketToken).ID, r.Value("bucket"))
	var document map[string]any
	require.NoError(t, json.Unmarshal([]byte(r.Value("policy").(string)), &document))
	assert.Equal(t, "2012-10-17", document["Version"])
	all := document["Statement"].([]any)
	require.Len(t, all, 2)
	return all
}

// No other account's load balancer gets through: the service writes below the account that the load balancer is of.
func TestLogDelivery(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	bucket := graph.Named(t, bucketToken, "web-access-logs")
	assert.Equal(t, map[string]any{
		"Sid": "LogDelivery", "Effect": "Allow", "Action": "s3:PutObject",
		"Principal": map[string]any{"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
		"Resource":  bucket.Outputs["arn"].StringValue() + "/AWSLogs/123456789012/*",
	}, statements(t, graph)[0])
	assert.Equal(t, "AES256", graph.One(t, encryptionToken).Value("rules[0].applyServerSideEncryptionByDefault.sseAlgorithm"),
		"the service writes to no bucket with a key of KMS")
	assert.Nil(t, graph.One(t, encryptionToken).Value("rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId"))
	assert.Equal(t, bucket.ID, graph.One(t, encryptionToken).Value("bucket"))
	assert.Nil(t, bucket.Value("bucket"), "a fixed name would make a replacement delete the logs first")
	assert.Equal(t, "web-access-logs", bucket.Value("tags.Name"))
	assert.Contains(t, infratest.Names(graph.One(t, ownershipToken).Dependencies), "web-access-logs-public-access-block", "one after the other")
	assert.Contains(t, infratest.Names(graph.One(t, policyToken).Dependencies), "web-access-logs-ownership", "one after the other")
}

func TestOtherPlacesForLogs(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *loadbalancer.Args) { a.AccessLogsBucket = pulumi.String("acme-logs").ToStringOutput() })
	assert.Equal(t, "acme-logs", graph.One(t, balancerToken).Value("accessLogs.bucket"))
	assert.Equal(t, true, graph.One(t, balancerToken).Value("accessLogs.enabled"))
	output, _ := graph.Output("logsBucket")
	assert.Equal(t, "acme-logs", output.Mappable())
	assert.Empty(t, graph.OfType(bucketToken))
	assert.Empty(t, graph.OfType(policyToken))

	graph = run(t, func(a *loadbalancer.Args) { a.DisableAccessLogs = true })
	assert.Equal(t, map[string]any{"bucket": "", "enabled": false}, graph.One(t, balancerToken).Value("accessLogs"), "the provider takes a missing setting for no change")
	assert.Empty(t, graph.OfType(bucketToken))
	assert.ElementsMatch(t, []string{"web-identity", "web-security-group"}, infratest.Names(graph.One(t, balancerToken).Dependencies))
}

func TestAnARNWithoutAnAccount(t *testing.T) {
	t.Parallel()
	for _, arn := range []string{"", "sg-1", "arn:aws:ec2:eu-central-1::security-group/sg-1"} {
		_, err := try(unchanged, infratest.Respond(groupToken, func(infratest.Call) (map[string]any, error) {
			return map[string]any{"arn": arn}, nil
		}))
		require.ErrorContains(t, err, "loadbalancer: the security group: need an ARN with partition, region and account, got", arn)
	}
}
