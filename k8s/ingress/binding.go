package ingress

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apiextensions"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// TargetGroupBindingToken is the type token of [TargetGroupBinding]. It is part of the state of every stack that uses the block.
const TargetGroupBindingToken = "groundwork:k8s/ingress:TargetGroupBinding"

// TargetGroupBinding joins a Service to a target group that Pulumi owns, so that a load balancer outlives the clusters behind
// it. See the package comment.
type TargetGroupBinding struct {
	pulumi.ResourceState

	// Name is the name of the binding in the cluster.
	Name pulumi.StringOutput `pulumi:"name"`
	// Namespace is where it is.
	Namespace pulumi.StringOutput `pulumi:"namespace"`

	// Binding is the object itself, for whatever this block has no output for.
	Binding *apiextensions.CustomResource
}

// NewTargetGroupBinding has AWS Load Balancer Controller register the pods of a Service in a target group, and open them to the
// load balancer. The kind must be known to the cluster, so the controller comes first. When the arguments are wrong it
// registers nothing and returns all problems at once, each as a [component.FieldError].
func NewTargetGroupBinding(
	ctx *pulumi.Context, name string, args *TargetGroupBindingArgs, opts ...pulumi.ResourceOption,
) (*TargetGroupBinding, error) {
	binding := &TargetGroupBinding{}
	scope, err := component.Register(ctx, binding, TargetGroupBindingToken, name,
		component.WithName("ingress", name, args, kubeform.NeedName), opts...)
	if err != nil {
		return nil, err
	}
	const role = "binding"
	a := args.withDefaults()
	// The controller's webhook refuses a change of these.
	fixed := pulumi.ReplaceOnChanges([]string{"spec.targetGroupARN", "spec.targetType"})
	made, err := apiextensions.NewCustomResource(ctx, incluster.AutoNameBase(scope.Name(role)), &apiextensions.CustomResourceArgs{
		ApiVersion: pulumi.String("elbv2.k8s.aws/v1beta1"), Kind: pulumi.String("TargetGroupBinding"),
		Metadata: incluster.Object{
			Tags: a.Tags, Namespace: kubeform.PassDNSLabel(a.Namespace, bindingArgsName, "Namespace"),
		}.Metadata(),
		OtherFields: kubernetes.UntypedArgs{"spec": a.spec()},
	}, a.place().Child(scope, fixed)...)
	if err != nil {
		return nil, scope.Err(role, err)
	}
	binding.Binding = made
	binding.Name, binding.Namespace = made.Metadata.Name().Elem(), made.Metadata.Namespace().Elem()
	return binding, scope.Finish()
}

func (args *TargetGroupBindingArgs) spec() pulumi.Map {
	var servicePort pulumi.Input = pulumi.Int(args.ServicePort)
	if args.ServicePortName != "" {
		servicePort = pulumi.String(args.ServicePortName)
	}
	spec := pulumi.Map{
		"targetGroupARN": pass(args.TargetGroupARN, targetGroupARN, bindingArgsName, "TargetGroupARN"),
		"targetType":     pulumi.String(args.TargetType),
		"serviceRef": pulumi.Map{
			"name": kubeform.PassDNSLabel(args.ServiceName, bindingArgsName, "ServiceName"), "port": servicePort,
		},
	}
	if len(args.NodeLabels) > 0 {
		spec["nodeSelector"] = pulumi.Map{"matchLabels": pulumi.ToStringMap(args.NodeLabels)}
	}
	if !args.DisableNetworking {
		spec["networking"] = pulumi.Map{"ingress": pulumi.Array{args.networking()}}
	}
	if args.SharedAcrossClusters {
		spec["multiClusterTargetGroup"] = pulumi.Bool(true)
	}
	return spec
}

// networking is one rule: the load balancer's groups, and the ports they may use.
func (args *TargetGroupBindingArgs) networking() pulumi.Map {
	var from, ports pulumi.Array
	for _, name := range slices.Sorted(maps.Keys(args.SecurityGroupIDs)) {
		id := pass(args.SecurityGroupIDs[name], securityGroupID, bindingArgsName, entry("SecurityGroupIDs", name))
		from = append(from, pulumi.Map{"securityGroup": pulumi.Map{"groupID": id}})
	}
	for _, number := range args.PodPorts {
		ports = append(ports, pulumi.Map{"protocol": pulumi.String("TCP"), "port": pulumi.Int(number)})
	}
	return pulumi.Map{"from": from, "ports": ports}
}
