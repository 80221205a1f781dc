package twingateconnector_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/twingateconnector"
	"github.com/groundwork-go/groundwork/twingate"
)

func one(protocol string, port float64) map[string]any {
	return map[string]any{"protocol": protocol, "port": port}
}

func ports(protocol string, from, to float64) map[string]any {
	return map[string]any{"protocol": protocol, "port": from, "endPort": to}
}

func block(cidr string) map[string]any {
	return map[string]any{"ipBlock": map[string]any{"cidr": cidr}}
}

func to(peers []any, allowed ...any) map[string]any {
	return map[string]any{"to": peers, "ports": allowed}
}

// twingateItself is what each connector reaches wherever its resources are: Twingate and its clients, and the cluster's DNS.
func twingateItself() (internet, dns map[string]any) {
	pods := map[string]any{
		"namespaceSelector": map[string]any{"matchLabels": map[string]any{"kubernetes.io/metadata.name": "kube-system"}},
		"podSelector":       map[string]any{"matchLabels": map[string]any{"k8s-app": "kube-dns"}},
	}
	return to([]any{block("0.0.0.0/0")}, one("TCP", 443), ports("TCP", 30000, 31000), ports("UDP", 1, 65535)),
		to([]any{pods}, one("UDP", 53), one("TCP", 53))
}

func TestEgress(t *testing.T) {
	t.Parallel()
	private := []any{block("10.0.0.0/16")}
	pinged := redis()
	pinged.Key, pinged.AllowICMP, pinged.TCPPorts = "pinged", true, nil
	everything := redis()
	everything.Key, everything.TCPPorts, everything.AllowAllTCP = "everything", nil, true
	resources := func(all ...twingate.PrivateResource) func(*twingateconnector.Args) {
		return func(a *twingateconnector.Args) { a.Access.Resources = all }
	}
	for name, test := range map[string]struct {
		change func(*twingateconnector.Args)
		want   map[string]any
	}{
		"nothing known":  {unchanged, to(private, ports("TCP", 1, 65535))},
		"one port":       {resources(redis()), to(private, one("TCP", 53), one("TCP", 6379))},
		"pings":          {resources(pinged), to(private, one("TCP", 53))},
		"every TCP port": {resources(redis(), everything), to(private, ports("TCP", 1, 65535))},
		"extra ports": {
			func(a *twingateconnector.Args) {
				a.Access.ExtraTCPPorts, a.Access.Resources = []string{"8000-8010", "5432"}, []twingate.PrivateResource{redis()}
			},
			to(private, one("TCP", 53), one("TCP", 5432), one("TCP", 6379), ports("TCP", 8000, 8010)),
		},
		"two blocks": {
			func(a *twingateconnector.Args) {
				a.PrivateCIDRs, a.Access.Resources = []string{"10.0.0.0/16", "10.8.0.0/14"}, []twingate.PrivateResource{redis()}
			},
			to([]any{block("10.0.0.0/16"), block("10.8.0.0/14")}, one("TCP", 53), one("TCP", 6379)),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			internet, dns := twingateItself()
			policy := run(t, test.change).Named(t, policyToken, "access-network-policy")
			assert.Equal(t, []any{internet, test.want, dns}, policy.Value("spec.egress"))
		})
	}
}

// Some network plugins find no pod in a block, so the pods of the cluster are named as pods.
func TestClusterPods(t *testing.T) {
	t.Parallel()
	pods := []any{map[string]any{"namespaceSelector": map[string]any{}}}
	for name, test := range map[string]struct {
		resources []twingate.PrivateResource
		want      map[string]any
	}{
		"nothing known": {nil, to(pods, ports("TCP", 1, 65535), ports("UDP", 1, 65535))},
		"one port":      {[]twingate.PrivateResource{redis()}, to(pods, one("TCP", 53), one("TCP", 6379), ports("UDP", 1, 65535))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			egress := func(allow bool) []any {
				policy := run(t, func(a *twingateconnector.Args) {
					a.Access.Resources, a.AllowClusterPods = test.resources, allow
				}).Named(t, policyToken, "access-network-policy")
				return policy.Value("spec.egress").([]any)
			}
			without := egress(false)
			assert.Len(t, without, 3)
			assert.Equal(t, append(without, test.want), egress(true), "nothing else is opened")
		})
	}
}

// A policy with a type and without a rule for it lets nothing through.
func TestNothingComesIn(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	infratest.AssertNoPublicIngress(t, g)
	for name, label := range map[string]string{"access-network-policy": "twingate-connector", "access-update-network-policy": "twingate-connector-update"} {
		policy := g.Named(t, policyToken, name)
		assert.Equal(t, []any{"Ingress", "Egress"}, policy.Value("spec.policyTypes"))
		assert.Nil(t, policy.Value("spec.ingress"))
		selector := map[string]any{"app.kubernetes.io/name": label, "app.kubernetes.io/instance": "access"}
		assert.Equal(t, map[string]any{"matchLabels": selector}, policy.Value("spec.podSelector"))
	}
	assert.Empty(t, g.OfType("kubernetes:core/v1:Service"))
}

// Each pod is behind exactly one policy: that of connectors would be too wide for the pods that restart them, and too narrow.
func TestEachPodHasItsPolicy(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	matched := func(labels map[string]any) []string {
		var names []string
		for _, policy := range g.OfType(policyToken) {
			fits := true
			for key, want := range policy.Value("spec.podSelector.matchLabels").(map[string]any) {
				fits = fits && labels[key] == want
			}
			if fits {
				names = append(names, policy.Name)
			}
		}
		return names
	}
	for _, r := range g.OfType(deploymentToken) {
		assert.Equal(t, []string{"access-network-policy"}, matched(r.Value("spec.template.metadata.labels").(map[string]any)), r.Name)
	}
	for _, r := range g.OfType(cronJobToken) {
		assert.Equal(t, []string{"access-update-network-policy"}, matched(r.Value("spec.jobTemplate.spec.template.metadata.labels").(map[string]any)), r.Name)
	}
}

func TestTheUpdatersReachTheAPIServerAlone(t *testing.T) {
	t.Parallel()
	policy := run(t, unchanged).Named(t, policyToken, "access-update-network-policy")
	assert.Equal(t, []any{to([]any{block("0.0.0.0/0"), block("::/0")}, one("TCP", 443), one("TCP", 6443))}, policy.Value("spec.egress"))
}

// What a resource's address is does not matter to the walls: they are known before it is.
func TestThePolicyIsKnownInPreview(t *testing.T) {
	t.Parallel()
	late := redis()
	late.Address = pulumi.String("redis.internal").ToStringOutput()
	change := func(a *twingateconnector.Args) { a.Access.Resources = []twingate.PrivateResource{late} }
	preview, up := run(t, change, infratest.Preview()), run(t, change)
	assert.Equal(t, up.Named(t, policyToken, "access-network-policy").Inputs, preview.Named(t, policyToken, "access-network-policy").Inputs)
}
