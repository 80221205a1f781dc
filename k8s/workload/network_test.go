package workload_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/workload"
)

func from(peer workload.Peer) func(*workload.Args) {
	return func(a *workload.Args) { a.Ingress = append(a.Ingress, workload.IngressRule{From: peer}) }
}

func policy(t *testing.T, change func(*workload.Args)) *infratest.Resource {
	t.Helper()
	return run(t, change).One(t, policyToken)
}

func labelled(pairs ...string) map[string]any {
	labels := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		labels[pairs[i]] = pairs[i+1]
	}
	return map[string]any{"matchLabels": labels}
}

func open(protocol string, numbers ...float64) []any {
	var all []any
	for _, number := range numbers {
		all = append(all, map[string]any{"protocol": protocol, "port": number})
	}
	return all
}

func dns() map[string]any {
	return map[string]any{
		"to": []any{map[string]any{
			"namespaceSelector": labelled("kubernetes.io/metadata.name", "kube-system"), "podSelector": labelled("k8s-app", "kube-dns"),
		}},
		"ports": append(open("UDP", 53), open("TCP", 53)...),
	}
}

// Nobody comes in, and nothing goes out but questions for names.
func TestClosedByDefault(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*workload.Args){"worker": nothing, "service": serving, "development": with(serving, func(a *workload.Args) { a.Profile = 1 })} {
		r := policy(t, change)
		assert.Equal(t, []any{"Ingress", "Egress"}, r.Value("spec.policyTypes"), name)
		assert.Nil(t, r.Value("spec.ingress"), name)
		assert.Equal(t, []any{dns()}, r.Value("spec.egress"), name)
	}
}

func TestIngress(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		peer workload.Peer
		want map[string]any
	}{
		"subnet":    {workload.Peer{CIDR: pulumi.String("10.0.1.0/24")}, map[string]any{"ipBlock": map[string]any{"cidr": "10.0.1.0/24"}}},
		"IPv6":      {workload.Peer{CIDR: pulumi.String("2001:db8::/64").ToStringOutput()}, map[string]any{"ipBlock": map[string]any{"cidr": "2001:db8::/64"}}},
		"namespace": {workload.Peer{Namespace: pulumi.String("web")}, map[string]any{"namespaceSelector": labelled("kubernetes.io/metadata.name", "web")}},
		"neighbour": {workload.Peer{Pods: pulumi.StringMap{"app": pulumi.String("web")}}, map[string]any{"podSelector": labelled("app", "web")}},
		"both": {
			workload.Peer{Namespace: pulumi.String("web"), Pods: pulumi.StringMap{"app": pulumi.String("web")}},
			map[string]any{"namespaceSelector": labelled("kubernetes.io/metadata.name", "web"), "podSelector": labelled("app", "web")},
		},
	} {
		r := policy(t, with(serving, from(test.peer)))
		assert.Equal(t, []any{map[string]any{"from": []any{test.want}, "ports": open("TCP", 8080)}}, r.Value("spec.ingress"), name)
	}
	metrics := []workload.IngressRule{{From: workload.Peer{Namespace: pulumi.String("monitoring")}, Port: 9090}}
	for name, change := range map[string]func(*workload.Args){"worker": nothing, "service": serving} {
		r := policy(t, with(change, func(a *workload.Args) { a.Ingress = metrics }))
		assert.Equal(t, open("TCP", 9090), r.Value("spec.ingress[0].ports"), name)
	}
}

// One workload admits another by what it gives out.
func TestWorkloadsAsPeers(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		web, err := newWorkload(ctx, "web", serving)
		if err != nil {
			return err
		}
		_, err = newWorkload(ctx, "orders", with(serving, from(workload.Peer{Namespace: web.Namespace, Pods: web.Selector})))
		return err
	})
	want := graph.Named(t, deploymentToken, "web-deployment").Value("spec.selector.matchLabels")
	assert.Equal(t, want, graph.Named(t, policyToken, "orders-network-policy").Value("spec.ingress[0].from[0].podSelector.matchLabels"))
}

func TestEgress(t *testing.T) {
	t.Parallel()
	r := policy(t, func(a *workload.Args) {
		a.Egress = []workload.EgressRule{
			{To: workload.Peer{CIDR: pulumi.String("0.0.0.0/0")}, Ports: []int{443}},
			{To: workload.Peer{Namespace: pulumi.String("cache")}, Ports: []int{6379, 6380}},
			{To: workload.Peer{CIDR: pulumi.String("10.0.0.2/32")}, Ports: []int{123}, UDP: true},
		}
	})
	assert.Equal(t, []any{
		dns(),
		map[string]any{"to": []any{map[string]any{"ipBlock": map[string]any{"cidr": "0.0.0.0/0"}}}, "ports": open("TCP", 443)},
		map[string]any{"to": []any{map[string]any{"namespaceSelector": labelled("kubernetes.io/metadata.name", "cache")}}, "ports": open("TCP", 6379, 6380)},
		map[string]any{"to": []any{map[string]any{"ipBlock": map[string]any{"cidr": "10.0.0.2/32"}}}, "ports": open("UDP", 123)},
	}, r.Value("spec.egress"))

	r = policy(t, func(a *workload.Args) { a.AllowPodIdentity = true })
	assert.Equal(t, []any{dns(), map[string]any{
		"to": []any{
			map[string]any{"ipBlock": map[string]any{"cidr": "169.254.170.23/32"}}, map[string]any{"ipBlock": map[string]any{"cidr": "fd00:ec2::23/128"}},
		},
		"ports": open("TCP", 80),
	}}, r.Value("spec.egress"))

	r = policy(t, func(a *workload.Args) { a.AllowAllEgress = true })
	assert.Equal(t, []any{map[string]any{}}, r.Value("spec.egress"), "a rule without conditions")
	assert.Equal(t, []any{"Ingress", "Egress"}, r.Value("spec.policyTypes"))
}
