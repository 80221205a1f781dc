package ingress

import (
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// useAnnotation is the port that tells the controller to look for an action.
const useAnnotation = "use-annotation"

// Rule says where the requests for one host go.
type Rule struct {
	// Host is a host name in lower case, and *.example.com for all below it. Default: any host.
	Host string
	// Paths are where requests for the host go. The controller puts exact paths first, then prefixes, the longest first, and then
	// patterns in the order given here. Required.
	Paths []Path
}

// Path says where the requests for one path go.
type Path struct {
	// Path begins with a slash. Default "/".
	Path string
	// Type is how it is compared. Default Prefix.
	Type PathType
	// Backend is where requests go. Required.
	Backend Backend
}

// Backend is a Service with a port, or an action.
type Backend struct {
	// ServiceName is the Service, of the Ingress's own namespace.
	ServiceName pulumi.StringInput
	// ServicePort is the number of the Service's port, 1 to 65535.
	ServicePort int
	// ServicePortName is the name of the Service's port, at most 15 characters, instead of its number.
	ServicePortName string
	// Action is one of Actions, instead of a Service.
	Action string
}

func (p Path) withDefaults() Path {
	fill(&p.Path, "/")
	fill(&p.Type, Prefix)
	return p
}

// name is what annotations know the backend by; false when it is known only later.
func (b Backend) name() (string, bool) {
	if b.Action != "" {
		return b.Action, true
	}
	value, known := component.Known(b.ServiceName)
	name, _ := value.(string)
	return name, known
}

func (args *ALBArgs) spec() *networkingv1.IngressSpecArgs {
	spec := &networkingv1.IngressSpecArgs{IngressClassName: pulumi.String(args.IngressClass)}
	if args.DefaultBackend != nil {
		spec.DefaultBackend = args.DefaultBackend.spec("DefaultBackend")
	}
	rules := networkingv1.IngressRuleArray{}
	for i, rule := range args.Rules {
		paths := networkingv1.HTTPIngressPathArray{}
		for j, path := range rule.Paths {
			path = path.withDefaults()
			paths = append(paths, networkingv1.HTTPIngressPathArgs{
				Path: pulumi.String(path.Path), PathType: pulumi.String(path.Type), Backend: path.Backend.spec(pathField(i, j, "Backend")),
			})
		}
		made := networkingv1.IngressRuleArgs{Http: networkingv1.HTTPIngressRuleValueArgs{Paths: paths}}
		if rule.Host != "" {
			made.Host = pulumi.String(rule.Host)
		}
		rules = append(rules, made)
	}
	if len(rules) > 0 {
		spec.Rules = rules
	}
	if len(args.TLSHosts) > 0 {
		spec.Tls = networkingv1.IngressTLSArray{networkingv1.IngressTLSArgs{Hosts: pulumi.ToStringArray(args.TLSHosts)}}
	}
	return spec
}

func (b Backend) spec(field string) networkingv1.IngressBackendArgs {
	port := networkingv1.ServiceBackendPortArgs{}
	var name pulumi.StringInput
	switch {
	case b.Action != "":
		name, port.Name = pulumi.String(b.Action), pulumi.String(useAnnotation)
	case b.ServicePortName != "":
		name, port.Name = kubeform.PassDNSLabel(b.ServiceName, argsName, field+".ServiceName"), pulumi.String(b.ServicePortName)
	default:
		name, port.Number = kubeform.PassDNSLabel(b.ServiceName, argsName, field+".ServiceName"), pulumi.Int(b.ServicePort)
	}
	return networkingv1.IngressBackendArgs{Service: networkingv1.IngressServiceBackendArgs{Name: name, Port: port}}
}
