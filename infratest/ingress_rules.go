package infratest

import (
	"strconv"
	"strings"
)

// ingressFinders returns what knows the openings of a type; nil for a type that opens nothing.
func ingressFinders(token string) func(node) []opening {
	switch token {
	case "aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":
		return awsSecurityGroup
	case "aws:ec2/securityGroupRule:SecurityGroupRule":
		return awsSecurityGroupRule
	case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
		return func(n node) []opening { return awsRange(n, n.at("cidrIpv4"), n.at("cidrIpv6")) }
	case "aws:eks/cluster:Cluster":
		return awsEKS
	case "gcp:compute/firewall:Firewall":
		return gcpFirewall
	case "gcp:sql/databaseInstance:DatabaseInstance":
		return gcpSQL
	case "gcp:container/cluster:Cluster":
		return gcpGKE
	case "kubernetes:core/v1:Service":
		return kubernetesService
	case "kubernetes:networking.k8s.io/v1:NetworkPolicy":
		return kubernetesNetworkPolicy
	case "ec:index/deploymentTrafficFilter:DeploymentTrafficFilter":
		return elasticTrafficFilter
	}
	return nil
}

// within makes an opening of every range that is the internet.
func within(from, to int, ranges ...node) []opening {
	var found []opening
	for _, r := range ranges {
		if isInternet(r.text()) {
			found = append(found, opening{path: r.path, got: r.text(), from: from, to: to})
		}
	}
	return found
}

func awsSecurityGroup(n node) []opening {
	var found []opening
	for _, rule := range n.at("ingress").each() {
		found = append(found, awsRange(rule, append(rule.at("cidrBlocks").each(), rule.at("ipv6CidrBlocks").each()...)...)...)
	}
	return found
}

func awsSecurityGroupRule(n node) []opening {
	if n.at("type").text() != "ingress" {
		return nil
	}
	return awsRange(n, append(n.at("cidrBlocks").each(), n.at("ipv6CidrBlocks").each()...)...)
}

// awsRange reads the ports of an AWS rule. Protocol -1 is all protocols and all ports, whatever the ports say.
func awsRange(rule node, ranges ...node) []opening {
	protocol := rule.at("protocol").text() + rule.at("ipProtocol").text()
	from, hasFrom := rule.at("fromPort").number()
	to, hasTo := rule.at("toPort").number()
	if protocol == "-1" || protocol == "all" || !hasFrom || !hasTo || from < 0 {
		from, to = everyPort, everyPort
	}
	return within(from, to, ranges...)
}

// awsEKS: the endpoint is public, and open to everybody, unless the program says otherwise.
func awsEKS(n node) []opening {
	config := n.at("vpcConfig")
	if config.at("endpointPublicAccess").isFalse() || config.value.IsComputed() {
		return nil
	}
	if ranges := config.at("publicAccessCidrs"); ranges.exists() {
		return within(443, 443, ranges.each()...)
	}
	return []opening{{path: config.at("publicAccessCidrs").path, got: "nothing, which means 0.0.0.0/0", from: 443, to: 443}}
}

func gcpFirewall(n node) []opening {
	if n.at("direction").text() == "EGRESS" || len(n.at("allows").each()) == 0 {
		return nil
	}
	var found []opening
	for _, allow := range n.at("allows").each() {
		ports := allow.at("ports").each()
		if len(ports) == 0 {
			found = append(found, within(everyPort, everyPort, n.at("sourceRanges").each()...)...)
		}
		for _, p := range ports {
			from, to := portRange(p.text())
			found = append(found, within(from, to, n.at("sourceRanges").each()...)...)
		}
	}
	return found
}

// portRange reads "443" and "8000-8080"; anything else counts as every port.
func portRange(text string) (from, to int) {
	low, high, isRange := strings.Cut(text, "-")
	if !isRange {
		high = low
	}
	from, errFrom := strconv.Atoi(low)
	to, errTo := strconv.Atoi(high)
	if errFrom != nil || errTo != nil {
		return everyPort, everyPort
	}
	return from, to
}

func gcpSQL(n node) []opening {
	var found []opening
	for _, network := range n.at("settings", "ipConfiguration", "authorizedNetworks").each() {
		found = append(found, within(everyPort, everyPort, network.at("value"))...)
	}
	return found
}

func gcpGKE(n node) []opening {
	var found []opening
	for _, block := range n.at("masterAuthorizedNetworksConfig", "cidrBlocks").each() {
		found = append(found, within(443, 443, block.at("cidrBlock"))...)
	}
	return found
}

// kubernetesService: a load balancer without source ranges serves the internet, unless an annotation makes it internal.
func kubernetesService(n node) []opening {
	spec := n.at("spec")
	if spec.at("type").text() != "LoadBalancer" || isInternal(n.at("metadata", "annotations")) {
		return nil
	}
	ranges := spec.at("loadBalancerSourceRanges")
	var found []opening
	for _, p := range spec.at("ports").each() {
		port, ok := p.at("port").number()
		if !ok {
			port = everyPort
		}
		if !ranges.exists() {
			found = append(found, opening{path: ranges.path, got: "nothing, which means 0.0.0.0/0", from: port, to: port})
		}
		found = append(found, within(port, port, ranges.each()...)...)
	}
	return found
}

func isInternal(annotations node) bool {
	return annotations.at("service.beta.kubernetes.io/aws-load-balancer-scheme").text() == "internal" ||
		annotations.at("service.beta.kubernetes.io/aws-load-balancer-internal").text() == "true" ||
		strings.EqualFold(annotations.at("networking.gke.io/load-balancer-type").text(), "Internal") ||
		strings.EqualFold(annotations.at("cloud.google.com/load-balancer-type").text(), "Internal")
}

func kubernetesNetworkPolicy(n node) []opening {
	var found []opening
	for _, rule := range n.at("spec", "ingress").each() {
		for _, peer := range rule.at("from").each() {
			cidr := peer.at("ipBlock", "cidr")
			if len(rule.at("ports").each()) == 0 {
				found = append(found, within(everyPort, everyPort, cidr)...)
			}
			for _, p := range rule.at("ports").each() {
				from, ok := p.at("port").number()
				if !ok {
					from = everyPort
				}
				to, ok := p.at("endPort").number()
				if !ok {
					to = from
				}
				found = append(found, within(from, to, cidr)...)
			}
		}
	}
	return found
}

func elasticTrafficFilter(n node) []opening {
	var found []opening
	for _, rule := range n.at("rules").each() {
		found = append(found, within(everyPort, everyPort, rule.at("source"))...)
	}
	return found
}
