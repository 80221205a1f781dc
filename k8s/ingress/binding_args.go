package ingress

import (
	"maps"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	bindingArgsType = "TargetGroupBindingArgs"
	bindingArgsName = "ingress." + bindingArgsType
)

// TargetGroupBindingArgs joins a Service to a target group that was made outside the cluster. Unless said otherwise a change is
// made in place.
type TargetGroupBindingArgs struct {
	// Tags are the mandatory tags: labels and annotations of the binding. Required.
	Tags tagging.Set

	// Provider is the provider of the cluster. Required. Another cluster replaces the binding.
	Provider pulumi.ProviderResource

	// DeletedWith is the cluster, when it is in the same stack. The binding then goes with it and is not deleted by itself, so
	// that a cluster that is dead stops nothing; addresses of pods that are gone stay in the target group, unhealthy, until it
	// goes as well. Take the traffic away first. Default none.
	DeletedWith pulumi.Resource

	// Namespace is the namespace of the Service. Required. A change replaces the binding, and needs another target group: the
	// controller refuses a second binding of one while the first is there, unless both are SharedAcrossClusters.
	Namespace pulumi.StringInput

	// TargetGroupARN is the target group, of the cluster's network. Required. A change replaces the binding: the new one is made
	// before the old one goes. A target group is bound once, unless SharedAcrossClusters.
	TargetGroupARN pulumi.StringInput

	// ServiceName is the Service. Required.
	ServiceName pulumi.StringInput

	// ServicePort is the number of the Service's port, 1 to 65535. It or ServicePortName is required.
	ServicePort int

	// ServicePortName is the name of the Service's port, instead of its number.
	ServicePortName string

	// TargetType is that of the target group. Default Pods. A change replaces the binding, and goes with another target group.
	TargetType TargetType

	// NodeLabels say which nodes take requests. Default: all. Only with Nodes.
	NodeLabels map[string]string

	// SecurityGroupIDs are the groups of the load balancer, each under a name of your choice: the controller admits them, and
	// nothing else, to the pods or nodes. Required, unless DisableNetworking.
	SecurityGroupIDs map[string]pulumi.StringInput

	// PodPorts are the ports of the pods, or with Nodes of the nodes, that are opened: those that requests and health checks go
	// to, not those of the Service. Required, unless DisableNetworking.
	PodPorts []int

	// DisableNetworking leaves it to you to admit the load balancer. It excludes SecurityGroupIDs and PodPorts.
	DisableNetworking bool

	// SharedAcrossClusters lets bindings of several clusters fill one target group: each controller then leaves alone what
	// another one registered. All of them must have it from the beginning, with a controller of version 2.10 or newer. Requests go
	// to all targets alike; to shift traffic by weight give each cluster a target group of its own instead. Default: the target
	// group is this binding's, and whatever else is in it is taken out. A change later on can leave targets behind.
	SharedAcrossClusters bool
}

func (args *TargetGroupBindingArgs) withDefaults() *TargetGroupBindingArgs {
	a := *args
	fill(&a.TargetType, Pods)
	return &a
}

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *TargetGroupBindingArgs) Validate() error {
	p := component.NewProblems("ingress", bindingArgsType)
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	a.place().Check(p)
	checkNamespace(p, a.Namespace)
	targetGroupARN.Require(p, "TargetGroupARN", a.TargetGroupARN)
	requireService(p, "ServiceName", a.ServiceName)
	checkServicePort(p, "ServicePort", a.ServicePort, a.ServicePortName)
	p.OneOf("TargetType", string(a.TargetType), texts(Pods, Nodes)...)
	if len(a.NodeLabels) > 0 && a.TargetType == Pods {
		p.Addf("NodeLabels", "TargetType Nodes beside them", "%q", a.TargetType)
	}
	checkLabels(p, "NodeLabels", a.NodeLabels)
	a.checkNetworking(p)
	return p.Err()
}

func (args *TargetGroupBindingArgs) checkNetworking(p *component.Problems) {
	if args.DisableNetworking {
		if len(args.SecurityGroupIDs)+len(args.PodPorts) > 0 {
			p.Addf("DisableNetworking", "no SecurityGroupIDs and PodPorts beside it", "both")
		}
		return
	}
	p.Require("SecurityGroupIDs", "the groups of the load balancer, or DisableNetworking", args.SecurityGroupIDs)
	p.Require("PodPorts", "the ports of the pods that requests and health checks go to, or DisableNetworking", args.PodPorts)
	for _, name := range slices.Sorted(maps.Keys(args.SecurityGroupIDs)) {
		securityGroupID.Require(p, entry("SecurityGroupIDs", name), args.SecurityGroupIDs[name])
	}
	seen := map[int]bool{}
	for i, number := range args.PodPorts {
		if p.Between(indexed("PodPorts", i), number, 1, maxPort) && seen[number] {
			p.Addf(indexed("PodPorts", i), "each port once", "%s again", strconv.Itoa(number))
		}
		seen[number] = true
	}
}

func (args *TargetGroupBindingArgs) place() incluster.Place {
	return incluster.Place{Provider: args.Provider, DeletedWith: args.DeletedWith}
}
