package ingress

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// prefix begins the names of all annotations of the controller.
const prefix = "alb.ingress.kubernetes.io/"

// Annotations renders the arguments as the annotations that AWS Load Balancer Controller reads, for a program that makes the
// Ingress in another way. It is pure: the same arguments give the same map, and nothing is registered. It takes inputs whose
// value is known, such as pulumi.String; NewALB takes outputs as well. Provider, Namespace, Rules and the other parts of the
// Ingress itself are not looked at, and tags are rendered when there are some. All problems come at once, each as a
// [component.FieldError].
func Annotations(args ALBArgs) (map[string]string, error) {
	p := component.NewProblems("ingress", argsType)
	a := args.withDefaults()
	a.checkAnnotations(p)
	if err := p.Err(); err != nil {
		return nil, err
	}
	all := map[string]string{}
	rendered := a.annotations()
	for _, name := range slices.Sorted(maps.Keys(rendered)) {
		text, known := rendered[name].known()
		if !known {
			p.Addf(name, "a value that is known now; NewALB takes outputs", "an output")
			continue
		}
		all[name] = text
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	return all, nil
}

// value is the text of an annotation, made of inputs that may be known only later.
type value struct {
	inputs pulumi.StringArrayInput
	text   func(inputs []string) string
}

// known returns the text when all of its inputs are known.
func (v value) known() (text string, known bool) {
	inputs, known := component.Known(v.inputs)
	if !known {
		return "", false
	}
	var values []string
	all, _ := inputs.([]any)
	for _, each := range all {
		text, _ := each.(string)
		values = append(values, text)
	}
	return v.text(values), true
}

// input is the text as far as it is known, so that a preview shows what it can.
func (v value) input() pulumi.StringInput {
	if text, known := v.known(); known {
		return pulumi.String(text)
	}
	return v.inputs.ToStringArrayOutput().ApplyT(v.text).(pulumi.StringOutput)
}

// annotations renders everything.
func (args *ALBArgs) annotations() values {
	all := values{}
	args.addGroup(all)
	args.addLoadBalancer(all)
	args.addAccess(all)
	args.addListeners(all)
	args.addTargets(all)
	args.addHealthCheck(all)
	args.addAuth(all)
	for name, action := range args.Actions {
		all[prefix+"actions."+name] = action.value(entry("Actions", name))
	}
	for name, conditions := range args.Conditions {
		all.put("conditions."+name, conditionsText(conditions))
	}
	for name, rewrites := range args.Rewrites {
		all.put("transforms."+name, rewrites.text())
	}
	return all
}

func (args *ALBArgs) addGroup(all values) {
	tags := args.Tags
	if args.Group != nil {
		all.put("group.name", args.Group.Name)
		all.put("group.order", strconv.Itoa(args.Group.Order))
		if !args.Group.Tags.IsZero() {
			tags = args.Group.Tags
		}
	}
	var pairs []pair
	for _, tag := range tags.AWSPairs() {
		if args.Group != nil && (tag.Key == tagging.KeyProject || tag.Key == tagging.KeyStack) {
			continue // members of a group may be of several programs, and must have the same tags
		}
		pairs = append(pairs, pair{tag.Key, tag.Value})
	}
	all.pairs("tags", pairs)
}

func (args *ALBArgs) addLoadBalancer(all values) {
	all.put("load-balancer-name", args.LoadBalancerName)
	all.put("scheme", string(args.scheme()))
	all.put("ip-address-type", string(args.IPAddressType))
	if component.Given(args.SubnetIDs) {
		subnets := args.SubnetIDs
		if _, known := component.Known(subnets); !known {
			subnets = component.CheckStrings(subnets, argsName, "SubnetIDs", needSubnets, enoughSubnets)
		}
		all[prefix+"subnets"] = value{subnets, join}
	}
	if component.Given(args.IPAMPoolID) {
		all.input("ipam-ipv4-pool-id", pass(args.IPAMPoolID, ipamPoolID, argsName, "IPAMPoolID"))
	}
	if args.CapacityUnits > 0 {
		all.pairs("minimum-load-balancer-capacity", []pair{{"CapacityUnits", strconv.Itoa(args.CapacityUnits)}})
	}
	all[prefix+"load-balancer-attributes"] = args.attributes()
	switch {
	case args.DetachWebACL:
		all.put("wafv2-acl-arn", "none")
	case component.Given(args.WebACLARN):
		all.input("wafv2-acl-arn", pass(args.WebACLARN, webACLARN, argsName, "WebACLARN"))
	}
	all.put("shield-advanced-protection", string(args.Shield))
}

func (args *ALBArgs) addAccess(all values) {
	all.put("inbound-cidrs", join(args.InboundCIDRs))
	all.inputs("security-group-prefix-lists", passAll(args.PrefixListIDs, prefixListID, "PrefixListIDs"), join)
	if len(args.SecurityGroupIDs) > 0 {
		all.inputs("security-groups", passAll(args.SecurityGroupIDs, securityGroupID, "SecurityGroupIDs"), join)
		all.put("manage-backend-security-group-rules", strconv.FormatBool(!args.DisableBackendRules))
	}
}

func (args *ALBArgs) addListeners(all values) {
	var ports []map[string]int
	for _, port := range args.HTTPSPorts {
		ports = append(ports, map[string]int{"HTTPS": port})
		attributes := []pair{{"routing.http.response.server.enabled", "false"}}
		if !args.DisableHSTS {
			attributes = append(attributes, pair{"routing.http.response.strict_transport_security.header_value", "max-age=31536000"})
		}
		all.pairs(fmt.Sprintf("listener-attributes.HTTPS-%d", port), attributes)
	}
	for _, port := range args.RedirectPorts {
		ports = append(ports, map[string]int{"HTTP": port})
	}
	all.put("listen-ports", toJSON(ports))
	if len(args.RedirectPorts) > 0 {
		all.put("ssl-redirect", strconv.Itoa(args.HTTPSPorts[0]))
	}
	all.put("ssl-policy", string(args.SSLPolicy))
	inOrder := func(certificates []string) string { return strings.Join(certificates, ",") }
	all.inputs("certificate-arn", passAll(args.CertificateARNs, certificateARN, "CertificateARNs"), inOrder)
	if len(args.MutualAuthentication) > 0 {
		all[prefix+"mutual-authentication"] = args.mutualAuthentication()
	}
}

func (args *ALBArgs) addHealthCheck(all values) {
	h := args.HealthCheck
	all.put("healthcheck-path", h.Path)
	all.put("healthcheck-protocol", string(h.Protocol))
	switch {
	case h.PortName != "":
		all.put("healthcheck-port", h.PortName)
	case h.Port != 0:
		all.put("healthcheck-port", strconv.Itoa(h.Port))
	default:
		all.put("healthcheck-port", "traffic-port")
	}
	all.put("healthcheck-interval-seconds", seconds(h.Interval))
	all.put("healthcheck-timeout-seconds", seconds(h.Timeout))
	all.put("healthy-threshold-count", strconv.Itoa(h.HealthyThreshold))
	all.put("unhealthy-threshold-count", strconv.Itoa(h.UnhealthyThreshold))
	all.put("success-codes", h.SuccessCodes)
}

func (args *ALBArgs) addAuth(all values) {
	a := args.Auth
	if a == nil {
		return
	}
	if a.Cognito != nil {
		all.put("auth-type", "cognito")
		all[prefix+"auth-idp-cognito"] = a.Cognito.value()
	} else {
		all.put("auth-type", "oidc")
		all[prefix+"auth-idp-oidc"] = a.OIDC.value()
	}
	all.put("auth-on-unauthenticated-request", string(a.Unauthenticated))
	all.put("auth-scope", strings.Join(a.Scopes, " "))
	all.put("auth-session-cookie", a.SessionCookie)
	if a.SessionTimeout > 0 {
		all.put("auth-session-timeout", seconds(a.SessionTimeout))
	}
}

// values are annotations by their full names.
type values map[string]value

// pair is one entry of a map in the controller's notation.
type pair struct{ key, value string }

// put adds a plain text; an empty one is left out.
func (all values) put(name, text string) {
	if text != "" {
		all[prefix+name] = value{text: func([]string) string { return text }}
	}
}

// pairs adds a map, k1=v1,k2=v2.
func (all values) pairs(name string, pairs []pair) { all.put(name, joinPairs(pairs)) }

// input adds a text that may be known only later.
func (all values) input(name string, in pulumi.StringInput) {
	all.inputs(name, pulumi.StringArray{in}, join)
}

// inputs adds a text made of some that may be known only later; without any it is left out.
func (all values) inputs(name string, in pulumi.StringArray, text func([]string) string) {
	if len(in) > 0 {
		all[prefix+name] = value{in, text}
	}
}

// join writes a list in which the order says nothing: sorted, so that Ingresses of one group agree.
func join(values []string) string {
	return strings.Join(slices.Sorted(slices.Values(values)), ",")
}

func joinPairs(pairs []pair) string {
	all := make([]string, len(pairs))
	for i, p := range pairs {
		all[i] = p.key + "=" + p.value
	}
	return strings.Join(all, ",")
}

// toJSON writes a document without escapes for HTML, which annotations are not. The documents are structs of texts, numbers and
// switches, for which there is no error.
func toJSON(document any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(document)
	return strings.TrimSuffix(out.String(), "\n")
}
