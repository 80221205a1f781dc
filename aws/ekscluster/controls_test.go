package ekscluster_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
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
	logs := []any{"api", "audit", "authenticator", "controllerManager", "scheduler"}
	byDefault := run(t, nothing)
	assertControls(t, byDefault, map[string]control{
		"EKS.1, CKV_AWS_39: no public endpoint":                {clusterToken, "vpcConfig.endpointPublicAccess", false},
		"EKS.1: a private one":                                 {clusterToken, "vpcConfig.endpointPrivateAccess", true},
		"EKS.2, CKV_AWS_339: a supported version":              {clusterToken, "version", "1.35"},
		"EKS.3, CKV_AWS_58: secrets":                           {clusterToken, "encryptionConfig.resources[0]", "secrets"},
		"EKS.3, CKV_AWS_58: their key":                         {clusterToken, "encryptionConfig.provider.keyArn", byDefault.One(t, keyToken).Outputs["arn"].StringValue()},
		"EKS.6: tagged cluster":                                {clusterToken, "tags.owner", "team-pay"},
		"EKS.8, CKV_AWS_37: audit logs, and the others":        {clusterToken, "enabledClusterLogTypes", logs},
		"CKV_AWS_100: no remote access":                        {nodeGroupToken, "remoteAccess", nil},
		"CKV_AWS_100: no key pair":                             {templateToken, "keyName", nil},
		"EC2.8, EC2.170, AutoScaling.3, CKV_AWS_79: IMDSv2":    {templateToken, "metadataOptions.httpTokens", "required"},
		"AutoScaling.4, CKV_AWS_341: hop limit":                {templateToken, "metadataOptions.httpPutResponseHopLimit", 1.0},
		"EC2.170: of the default version":                      {templateToken, "updateDefaultVersion", true},
		"EC2.9, EC2.25, AutoScaling.5, CKV_AWS_88: no address": {templateToken, "networkInterfaces[0].associatePublicIpAddress", "false"},
		"EC2.3, EC2.181, CKV_AWS_8: encrypted volumes":         {templateToken, "blockDeviceMappings[0].ebs.encrypted", "true"},
		"CKV_AWS_46: no user data":                             {templateToken, "userData", nil},
		"CKV_AWS_66: log retention":                            {logGroupToken, "retentionInDays", 365.0},
		"CKV_AWS_338: of a year":                               {logGroupToken, "retentionInDays", 365.0},
		"KMS.4, CKV_AWS_7: rotation":                           {keyToken, "enableKeyRotation", true},
		"KMS.3: time to take a deletion back":                  {keyToken, "deletionWindowInDays", 30.0},
		"CKV_AWS_227: enabled key":                             {keyToken, "isEnabled", nil},
		"EC2.175: tagged template":                             {templateToken, "tags.owner", "team-pay"},
		"CKV_AWS_319: alarms tell somebody":                    {alarmToken, "alarmActions[0]", topic},
	})
	assert.Empty(t, byDefault.OfType(ingressToken), "EC2.18, EC2.19: nobody but nodes reaches the API server")
	for _, role := range byDefault.OfType(attachmentToken) {
		assert.NotContains(t, role.Value("policyArn"), "AdministratorAccess", "IAM.1, CKV_AWS_274")
	}
	bottlerocket := run(t, group(func(g *ekscluster.NodeGroup) { g.Image = ekscluster.BottlerocketX8664 }))
	assertControls(t, bottlerocket, map[string]control{
		"EC2.3, EC2.181: encrypted system": {templateToken, "blockDeviceMappings[0].ebs.encrypted", "true"},
		"EC2.3, EC2.181: encrypted data":   {templateToken, "blockDeviceMappings[1].ebs.encrypted", "true"},
	})
}

// TestControlsThatTakeAnArgument are not met by default: the block has no key whose policy admits CloudWatch Logs, and KMS's own
// key policy is not written out.
func TestControlsThatTakeAnArgument(t *testing.T) {
	t.Parallel()
	byDefault := run(t, nothing)
	assertControls(t, byDefault, map[string]control{
		"CKV_AWS_158: logs have a key of AWS's": {logGroupToken, "kmsKeyId", nil},
		"CKV2_AWS_64: KMS's own key policy":     {keyToken, "policy", nil},
	})
	assertControls(t, run(t, func(a *ekscluster.Args) { a.LogKMSKeyARN = pulumi.String(key) }), map[string]control{
		"CKV_AWS_158: key of the logs": {logGroupToken, "kmsKeyId", key},
	})
}

// TestControlsOfAPublicEndpoint hold where the endpoint is opened: to blocks that are named, and never to all.
func TestControlsOfAPublicEndpoint(t *testing.T) {
	t.Parallel()
	open := run(t, func(a *ekscluster.Args) {
		a.AllowPublicEndpoint = []string{"203.0.113.0/24"}
		a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"connector": pulumi.String("sg-1")}
	})
	assertControls(t, open, map[string]control{
		"CKV_AWS_38: named blocks":          {clusterToken, "vpcConfig.publicAccessCidrs", []any{"203.0.113.0/24"}},
		"EC2.18, EC2.19: no blocks":         {ingressToken, "cidrIpv4", nil},
		"EC2.18, EC2.19: no IPv6 blocks":    {ingressToken, "cidrIpv6", nil},
		"EC2.18: one group":                 {ingressToken, "referencedSecurityGroupId", "sg-1"},
		"CKV_AWS_277: one port":             {ingressToken, "fromPort", 443.0},
		"CKV_AWS_277: and no more":          {ingressToken, "toPort", 443.0},
		"CKV_AWS_23: the rule is described": {ingressToken, "description", "API server for connector"},
	})
	infratest.AssertNoPublicIngress(t, open)
	for _, all := range []string{"0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"} {
		_, err := tryNamed(t, "shop", func(a *ekscluster.Args) { a.AllowPublicEndpoint = []string{all} })
		assert.ErrorContains(t, err, all, "EKS.1, CKV_AWS_38")
	}
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
