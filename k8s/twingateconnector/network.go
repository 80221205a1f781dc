package twingateconnector

import (
	"strings"

	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	policyv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/policy/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	internet   = "0.0.0.0/0"
	internetV6 = "::/0"
)

// addNetworkPolicy walls the connectors in: nobody connects to them, and they connect to what Twingate needs, to the resources, and to
// the cluster's DNS.
func (b *builder) addNetworkPolicy() error {
	rules := networkingv1.NetworkPolicyEgressRuleArray{
		egress(blocks(internet), remoteaccess.Anywhere()),
		egress(blocks(b.args.PrivateCIDRs...), remoteaccess.Private(&b.args.Access)),
		egress(dnsPods(), []remoteaccess.Ports{{Protocol: "udp", From: 53, To: 53}, {Protocol: "tcp", From: 53, To: 53}}),
	}
	if b.args.AllowClusterPods {
		// Where a block finds pods, UDP to them is open by the first rule already.
		rules = append(rules, egress(everyPod(), append(remoteaccess.Private(&b.args.Access), remoteaccess.Ports{Protocol: "udp", From: 1, To: 65535})))
	}
	policy, err := b.policy("network-policy", b.selector, rules)
	b.walls = append(b.walls, policy)
	return err
}

// addUpdaterPolicy is for the pods that restart connectors, which the policy above does not select: nobody connects to them, and they
// connect to the API server alone. Its address is not known here, so it is any address on the two ports that API servers have.
func (b *builder) addUpdaterPolicy() (err error) {
	if !b.updates() {
		return nil
	}
	b.updaterPolicy, err = b.policy("update-network-policy", b.updaters, networkingv1.NetworkPolicyEgressRuleArray{
		egress(blocks(internet, internetV6), []remoteaccess.Ports{{Protocol: "tcp", From: 443, To: 443}, {Protocol: "tcp", From: 6443, To: 6443}}),
	})
	return err
}

// policy has no rule for ingress, and thereby lets nothing in.
func (b *builder) policy(role string, pods map[string]string, rules networkingv1.NetworkPolicyEgressRuleArray) (pulumi.Resource, error) {
	policy, err := networkingv1.NewNetworkPolicy(b.ctx, incluster.AutoNameBase(b.scope.Name(role)), &networkingv1.NetworkPolicyArgs{
		Metadata: b.object(pods).Metadata(),
		Spec: &networkingv1.NetworkPolicySpecArgs{
			PodSelector: &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(pods)},
			PolicyTypes: pulumi.ToStringArray([]string{"Ingress", "Egress"}), Egress: rules,
		},
	}, b.child()...)
	return policy, b.scope.Err(role, err)
}

// egress allows the ports; a policy cannot speak of ICMP.
func egress(to networkingv1.NetworkPolicyPeerArray, all []remoteaccess.Ports) *networkingv1.NetworkPolicyEgressRuleArgs {
	rule := &networkingv1.NetworkPolicyEgressRuleArgs{To: to}
	var ports networkingv1.NetworkPolicyPortArray
	for _, each := range all {
		if each.Protocol == "icmp" {
			continue
		}
		port := &networkingv1.NetworkPolicyPortArgs{Protocol: pulumi.String(strings.ToUpper(each.Protocol)), Port: pulumi.Int(each.From)}
		if each.To > each.From {
			port.EndPort = pulumi.Int(each.To)
		}
		ports = append(ports, port)
	}
	rule.Ports = ports
	return rule
}

func blocks(all ...string) networkingv1.NetworkPolicyPeerArray {
	var peers networkingv1.NetworkPolicyPeerArray
	for _, each := range all {
		peers = append(peers, &networkingv1.NetworkPolicyPeerArgs{IpBlock: &networkingv1.IPBlockArgs{Cidr: pulumi.String(each)}})
	}
	return peers
}

// everyPod is each pod of each namespace. A block is no way to say so: some plugins find nothing of the cluster in one.
func everyPod() networkingv1.NetworkPolicyPeerArray {
	return networkingv1.NetworkPolicyPeerArray{&networkingv1.NetworkPolicyPeerArgs{NamespaceSelector: &metav1.LabelSelectorArgs{}}}
}

// dnsPods are the cluster's DNS servers, CoreDNS included. The API server puts its name on every namespace as a label.
func dnsPods() networkingv1.NetworkPolicyPeerArray {
	match := func(label, value string) *metav1.LabelSelectorArgs {
		return &metav1.LabelSelectorArgs{MatchLabels: pulumi.StringMap{label: pulumi.String(value)}}
	}
	return networkingv1.NetworkPolicyPeerArray{&networkingv1.NetworkPolicyPeerArgs{
		NamespaceSelector: match("kubernetes.io/metadata.name", "kube-system"), PodSelector: match("k8s-app", "kube-dns"),
	}}
}

// addBudget lets drains of nodes take one connector at a time, and one that does not run anyway at any time: that would block a drain
// for ever.
func (b *builder) addBudget() error {
	const role = "budget"
	budget, err := policyv1.NewPodDisruptionBudget(b.ctx, incluster.AutoNameBase(b.scope.Name(role)), &policyv1.PodDisruptionBudgetArgs{
		Metadata: b.object(b.selector).Metadata(),
		Spec: &policyv1.PodDisruptionBudgetSpecArgs{
			MaxUnavailable: pulumi.Int(1), UnhealthyPodEvictionPolicy: pulumi.String("AlwaysAllow"), Selector: b.all(),
		},
	}, b.child()...)
	b.walls = append(b.walls, budget)
	return b.scope.Err(role, err)
}
