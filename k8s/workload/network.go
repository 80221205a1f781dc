package workload

import (
	"fmt"

	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

const (
	namespaceLabel = "kubernetes.io/metadata.name" // the API server puts it on every namespace
	dnsNamespace   = "kube-system"
	dnsPort        = 53

	// The agent of EKS Pod Identity, the same on every node (EKS user guide, Pod Identity agent).
	podIdentityAgent   = "169.254.170.23/32"
	podIdentityAgentV6 = "fd00:ec2::23/128"
	podIdentityPort    = 80

	protocolTCP, protocolUDP = "TCP", "UDP"
)

// dnsPods are the labels of the cluster's DNS servers, CoreDNS included.
func dnsPods() pulumi.StringMap { return pulumi.StringMap{"k8s-app": pulumi.String("kube-dns")} }

// addNetworkPolicy walls the pods in. Ports are numbers: network controllers are known to leave out rules with named ones.
func (b *builder) addNetworkPolicy() error {
	const role = "network-policy"
	logical, options := b.child(role)
	policy, err := networkingv1.NewNetworkPolicy(b.ctx, logical, &networkingv1.NetworkPolicyArgs{
		Metadata: b.object(nil, nil).Metadata(),
		Spec: &networkingv1.NetworkPolicySpecArgs{
			PodSelector: b.labels(), PolicyTypes: pulumi.ToStringArray([]string{"Ingress", "Egress"}),
			Ingress: b.ingress(), Egress: b.egress(),
		},
	}, options...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.made.NetworkPolicy = policy
	return nil
}

func (b *builder) ingress() networkingv1.NetworkPolicyIngressRuleArray {
	var rules networkingv1.NetworkPolicyIngressRuleArray
	for i, rule := range b.args.Ingress {
		port := rule.Port
		if port == 0 {
			port = b.args.Port
		}
		rules = append(rules, &networkingv1.NetworkPolicyIngressRuleArgs{
			From:  networkingv1.NetworkPolicyPeerArray{rule.From.render(fmt.Sprintf("Ingress[%d].From", i), ingressCIDR)},
			Ports: ports(protocolTCP, port),
		})
	}
	return rules
}

func (b *builder) egress() networkingv1.NetworkPolicyEgressRuleArray {
	if b.args.AllowAllEgress {
		return networkingv1.NetworkPolicyEgressRuleArray{&networkingv1.NetworkPolicyEgressRuleArgs{}}
	}
	dns := &networkingv1.NetworkPolicyPeerArgs{
		NamespaceSelector: named(pulumi.String(dnsNamespace)), PodSelector: &metav1.LabelSelectorArgs{MatchLabels: dnsPods()},
	}
	rules := networkingv1.NetworkPolicyEgressRuleArray{&networkingv1.NetworkPolicyEgressRuleArgs{
		To: networkingv1.NetworkPolicyPeerArray{dns}, Ports: append(ports(protocolUDP, dnsPort), ports(protocolTCP, dnsPort)...),
	}}
	if b.args.AllowPodIdentity {
		rules = append(rules, &networkingv1.NetworkPolicyEgressRuleArgs{
			To:    networkingv1.NetworkPolicyPeerArray{block(pulumi.String(podIdentityAgent)), block(pulumi.String(podIdentityAgentV6))},
			Ports: ports(protocolTCP, podIdentityPort),
		})
	}
	for i, rule := range b.args.Egress {
		protocol := protocolTCP
		if rule.UDP {
			protocol = protocolUDP
		}
		rules = append(rules, &networkingv1.NetworkPolicyEgressRuleArgs{
			To:    networkingv1.NetworkPolicyPeerArray{rule.To.render(fmt.Sprintf("Egress[%d].To", i), egressCIDR)},
			Ports: ports(protocol, rule.Ports...),
		})
	}
	return rules
}

// render checks on the way what is known only later: an empty selector would mean everybody.
func (p Peer) render(field string, cidr cidrForm) *networkingv1.NetworkPolicyPeerArgs {
	if component.Given(p.CIDR) {
		return block(component.CheckString(p.CIDR, argsName, field+".CIDR", cidr.need, cidr.accepts))
	}
	peer := &networkingv1.NetworkPolicyPeerArgs{}
	if component.Given(p.Namespace) {
		peer.NamespaceSelector = named(kubeform.PassDNSLabel(p.Namespace, argsName, field+".Namespace"))
	}
	if p.picksPods() {
		peer.PodSelector = &metav1.LabelSelectorArgs{MatchLabels: someLabels(p.Pods, field+".Pods")}
	}
	return peer
}

func someLabels(in pulumi.StringMapInput, field string) pulumi.StringMapOutput {
	return in.ToStringMapOutput().ApplyT(func(labels map[string]string) (map[string]string, error) {
		if len(labels) == 0 {
			return nil, &component.FieldError{Args: argsName, Field: field, Need: needPodLabels, Got: "none"}
		}
		return labels, nil
	}).(pulumi.StringMapOutput)
}

func named(namespace pulumi.StringInput) *metav1.LabelSelectorArgs {
	return &metav1.LabelSelectorArgs{MatchLabels: pulumi.StringMap{namespaceLabel: namespace}}
}

func block(cidr pulumi.StringInput) *networkingv1.NetworkPolicyPeerArgs {
	return &networkingv1.NetworkPolicyPeerArgs{IpBlock: &networkingv1.IPBlockArgs{Cidr: cidr}}
}

func ports(protocol string, numbers ...int) networkingv1.NetworkPolicyPortArray {
	var all networkingv1.NetworkPolicyPortArray
	for _, number := range numbers {
		all = append(all, &networkingv1.NetworkPolicyPortArgs{Protocol: pulumi.String(protocol), Port: pulumi.Int(number)})
	}
	return all
}
