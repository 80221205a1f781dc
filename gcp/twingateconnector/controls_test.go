package twingateconnector_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/twingate"
)

// TestControls names those of the CIS Google Cloud Platform Foundation Benchmark and of Checkov.
func TestControls(t *testing.T) {
	t.Parallel()
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"CIS 4.1, CIS 4.2, CKV_GCP_30, CKV_GCP_31: no default account": func(t *testing.T, g *infratest.Graph) {
			for _, r := range g.OfType(templateToken) {
				connector := strings.TrimSuffix(r.Name, "-template")
				assert.Equal(t, output(g.Named(t, accountToken, connector+"-account"), "email"), r.Value("serviceAccount.email"))
				assert.Equal(t, []any{"https://www.googleapis.com/auth/cloud-platform"}, r.Value("serviceAccount.scopes"), "the only one that Secret Manager takes")
			}
		},
		"CIS 1.5, CKV_GCP_41, CKV_GCP_49: no broad roles": func(t *testing.T, g *infratest.Graph) {
			for _, r := range append(g.OfType(grantToken), g.OfType(accessToken)...) {
				assert.Contains(t, []any{"roles/logging.logWriter", "roles/secretmanager.secretAccessor"}, r.Value("role"), r.Name)
			}
		},
		"CIS 4.3, CKV_GCP_32: no keys of the project": onMetadata("block-project-ssh-keys", "true"),
		"CIS 4.4, CKV_GCP_34: OS Login":               onMetadata("enable-oslogin", "TRUE"),
		"CIS 4.5, CKV_GCP_35: no serial port":         onMetadata("serial-port-enable", "false"),
		"CIS 4.6, CKV_GCP_36: no forwarding":          onTemplate("canIpForward", false),
		"CIS 4.7, CKV_GCP_38: customer-managed key":   onTemplate("disks[0].diskEncryptionKey.kmsKeySelfLink", key),
		"CIS 4.8, CKV_GCP_39: Shielded VM": onTemplate("shieldedInstanceConfig",
			map[string]any{"enableSecureBoot": true, "enableVtpm": true, "enableIntegrityMonitoring": true}),
		"CIS 4.9, CKV_GCP_40: no external address": onTemplate("networkInterfaces", []any{map[string]any{"network": network, "subnetwork": subnetwork}}),
		"CIS 3.6, CIS 3.7, CKV_GCP_2, CKV_GCP_3, CKV_GCP_88, CKV_GCP_106: nothing comes in": func(t *testing.T, g *infratest.Graph) {
			for _, connector := range []string{"access-connector-1", "access-connector-2"} {
				assert.Equal(t, map[string]any{
					"direction": "INGRESS", "sourceRanges": []any{"0.0.0.0/0"}, "denies": []any{map[string]any{"protocol": "all"}}, "priority": 100.0,
				}, ruleOf(t, g, connector, "deny-ingress"))
			}
			for _, r := range g.OfType(ruleToken) {
				assert.False(t, r.Value("direction") == "INGRESS" && r.Value("allows") != nil, r.Name)
			}
			infratest.AssertNoPublicIngress(t, g)
		},
		"no token in metadata, plain state or labels": func(t *testing.T, g *infratest.Graph) {
			infratest.AssertNoPlainSecrets(t, g)
			for _, tokens := range g.OfType(tokensToken) {
				for _, r := range append(g.OfType(templateToken), g.OfType(managerToken)...) {
					assert.NotContains(t, fmt.Sprint(r.Inputs.Mappable()), output(tokens, "accessToken"), r.Name)
					assert.NotContains(t, fmt.Sprint(r.Inputs.Mappable()), output(tokens, "refreshToken"), r.Name)
				}
			}
		},
		"labels everywhere": func(t *testing.T, g *infratest.Graph) {
			for _, token := range []string{secretToken, templateToken} {
				for _, r := range g.OfType(token) {
					assert.Equal(t, "team-net", r.Value("labels.owner"), r.Name)
				}
			}
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t, run(t, func(a *twingateconnector.Args) { a.KMSKeyName = pulumi.String(key) }))
		})
	}
}

func onTemplate(path string, want any) func(*testing.T, *infratest.Graph) {
	return func(t *testing.T, g *infratest.Graph) {
		assert.Len(t, g.OfType(templateToken), 2)
		for _, r := range g.OfType(templateToken) {
			assert.Equal(t, want, r.Value(path), r.Name)
		}
	}
}

func onMetadata(name, want string) func(*testing.T, *infratest.Graph) {
	return onTemplate("metadata."+name, want)
}

// ruleOf is what a rule says, without what all rules have in common, which it checks: for whom, where and why.
func ruleOf(t *testing.T, g *infratest.Graph, connector, role string) map[string]any {
	t.Helper()
	inputs := g.Named(t, ruleToken, connector+"-"+role).Inputs.Mappable()
	email := output(g.Named(t, accountToken, connector+"-account"), "email")
	assert.Equal(t, []any{email}, inputs["targetServiceAccounts"], "the connector and no other machine")
	assert.Equal(t, network, inputs["network"])
	assert.NotEmpty(t, inputs["description"])
	for _, common := range []string{"targetServiceAccounts", "network", "description", "__defaults", "name", "project"} {
		delete(inputs, common)
	}
	return inputs
}

// Egress is what Twingate documents, what the resources need in the private networks, and nothing else.
func TestEgress(t *testing.T) {
	t.Parallel()
	resources := []twingate.PrivateResource{
		{Key: "redis", Address: pulumi.String("redis.internal"), TCPPorts: []string{"6378"}, GroupIDs: []pulumi.StringInput{pulumi.String("group-1")}},
		{Key: "hosts", Address: pulumi.String("10.0.4.0/24"), TCPPorts: []string{"8000-8010"}, AllowICMP: true, GroupIDs: []pulumi.StringInput{pulumi.String("group-2")}},
	}
	for name, test := range map[string]struct {
		change  func(*twingateconnector.Args)
		private []any
	}{
		"nothing known": {unchanged, []any{allowed("tcp", "1-65535")}},
		"resources": {
			func(a *twingateconnector.Args) { a.Access.Resources = resources },
			[]any{allowed("tcp", "53"), allowed("tcp", "6378"), allowed("tcp", "8000-8010"), allowed("icmp")},
		},
	} {
		graph := run(t, func(a *twingateconnector.Args) {
			test.change(a)
			a.PrivateCIDRs = []string{"10.0.0.0/16", "192.168.0.0/24"}
		})
		assert.ElementsMatch(t, append(rulesOf("access-connector-1"), rulesOf("access-connector-2")...), infratest.Names(graph.OfType(ruleToken)), name)
		for _, connector := range []string{"access-connector-1", "access-connector-2"} {
			assert.Equal(t, map[string]any{
				"direction": "EGRESS", "destinationRanges": []any{"0.0.0.0/0"}, "priority": 100.0,
				"allows": []any{allowed("tcp", "443"), allowed("tcp", "30000-31000"), allowed("udp", "1-65535")},
			}, ruleOf(t, graph, connector, "allow-twingate"), name)
			assert.Equal(t, map[string]any{
				"direction": "EGRESS", "destinationRanges": []any{"10.0.0.0/16", "192.168.0.0/24"}, "priority": 100.0, "allows": test.private,
			}, ruleOf(t, graph, connector, "allow-private"), name)
			assert.Equal(t, map[string]any{
				"direction": "EGRESS", "destinationRanges": []any{"0.0.0.0/0"}, "priority": 110.0, "denies": []any{allowed("all")},
			}, ruleOf(t, graph, connector, "deny-egress"), name)
		}
	}
}

func allowed(protocol string, ports ...any) map[string]any {
	if len(ports) == 0 {
		return map[string]any{"protocol": protocol}
	}
	return map[string]any{"protocol": protocol, "ports": ports}
}
