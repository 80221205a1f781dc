package twingateconnector_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
)

const (
	accessTokenText  = "access-token-that-nobody-may-see"
	refreshTokenText = "refresh-token-that-nobody-may-see"
)

// knownTokens has Twingate answer with tokens that can be looked for.
func knownTokens() infratest.Option {
	return infratest.Respond(tokensToken, func(infratest.Call) (map[string]any, error) {
		return map[string]any{"accessToken": infratest.Secret(accessTokenText), "refreshToken": infratest.Secret(refreshTokenText)}, nil
	})
}

func onEC2Template(path string, want any) func(*testing.T, *infratest.Graph) {
	return func(t *testing.T, g *infratest.Graph) {
		for _, r := range g.OfType(templateToken) {
			assert.Equal(t, want, r.Value(path), r.Name)
		}
	}
}

func TestEC2Controls(t *testing.T) {
	t.Parallel()
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"EC2.8, EC2.170, CKV_AWS_79, CIS 5.7: IMDSv2": onEC2Template("metadataOptions", map[string]any{
			"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1.0, "instanceMetadataTags": "disabled",
		}),
		"EC2.9, EC2.25, CKV_AWS_88: no public address": onEC2Template("networkInterfaces[0].associatePublicIpAddress", "false"),
		"EC2.3, EC2.7, CIS 5.1.1: encrypted disks": onEC2Template("blockDeviceMappings", []any{map[string]any{
			"deviceName": "/dev/sda1", "ebs": map[string]any{"encrypted": "true", "deleteOnTermination": "true", "volumeType": "gp3"},
		}}),
		"CKV_AWS_126: detailed monitoring":                        onEC2Template("monitoring.enabled", true),
		"AutoScaling.9, CKV_AWS_315: launch template":             onEC2Template("updateDefaultVersion", true),
		"CKV2_AWS_41: a role, and rights on nothing but its own":  controlEC2Roles,
		"CKV_AWS_46: no secret in user data":                      controlEC2UserData,
		"EC2.13, EC2.14, EC2.18, EC2.19, CKV_AWS_260: no ingress": controlEC2Ingress,
		"no key pair": onEC2Template("keyName", nil),
		"no token in plain text": func(t *testing.T, g *infratest.Graph) {
			infratest.AssertNoPlainSecrets(t, g)
			for _, r := range g.OfType(versionToken) {
				assert.True(t, r.IsSecret("secretString"), r.Name)
			}
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t, makeEC2(t, ec2AsIs, knownTokens()))
		})
	}
}

func controlEC2Roles(t *testing.T, g *infratest.Graph) {
	for _, r := range g.OfType(templateToken) {
		assert.NotEmpty(t, r.Value("iamInstanceProfile.arn"), r.Name)
	}
	for _, r := range g.OfType(rolePolicyToken) {
		for _, statement := range documentOf(t, r, "policy")["Statement"].([]any) {
			for _, resource := range statement.(map[string]any)["Resource"].([]any) {
				assert.Regexp(t, `^arn:aws:(secretsmanager|autoscaling):us-east-1:123456789012:.*way-in-connector-[12]-`, resource)
			}
		}
	}
}

func controlEC2UserData(t *testing.T, g *infratest.Graph) {
	templates := g.OfType(templateToken)
	assert.Len(t, templates, 2)
	for _, r := range templates {
		script, _ := bootOf(t, r)
		assert.NotContains(t, script, accessTokenText)
		assert.NotContains(t, script, refreshTokenText)
	}
}

func controlEC2Ingress(t *testing.T, g *infratest.Graph) {
	infratest.AssertNoPublicIngress(t, g)
	assert.Empty(t, g.OfType(ingressToken))
	group := g.One(t, groupToken)
	assert.Nil(t, group.Value("ingress"))
	for _, r := range g.OfType(templateToken) {
		assert.Equal(t, []any{group.ID}, r.Value("networkInterfaces[0].securityGroups"), "that group and no other")
	}
	assert.Equal(t, []string{
		"way-in-security-group-egress-10-0-0-0-16-tcp-53", "way-in-security-group-egress-10-0-0-0-16-tcp-6379",
		"way-in-security-group-egress-anywhere-tcp-30000-31000", "way-in-security-group-egress-anywhere-tcp-443",
		"way-in-security-group-egress-anywhere-udp-1-65535",
	}, infratest.Names(g.OfType(egressToken)), "outbound is what Twingate documents and the resources need")
}

// AllowPublicIP is the only way to a public address, and lets nothing in.
func TestEC2WithPublicAddresses(t *testing.T) {
	t.Parallel()
	graph := makeEC2(t, func(a *twingateconnector.EC2Args) { a.AllowPublicIP, a.KMSKeyARN = true, pulumi.String(theKey) })
	assert.Equal(t, "true", graph.Named(t, templateToken, "way-in-connector-2-template").Value("networkInterfaces[0].associatePublicIpAddress"))
	assert.Empty(t, graph.OfType(ingressToken))
}
