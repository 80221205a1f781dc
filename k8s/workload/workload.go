package workload

import (
	"slices"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	autoscalingv2 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/autoscaling/v2"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	policyv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/policy/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// Token is the component's type in the state.
const Token = "groundwork:k8s/workload:Workload"

// argsName is how errors name the arguments.
const argsName = "workload.Args"

// Workload is a Deployment with everything around it. What depends on Deployment, or uses Ready or ServiceName, waits until the
// roll-out is complete. Do not depend on the component: the SDK knows its children only some time after they are made.
type Workload struct {
	pulumi.ResourceState

	// Namespace is where the objects are.
	Namespace pulumi.StringOutput `pulumi:"namespace"`
	// DeploymentName is the name of the Deployment.
	DeploymentName pulumi.StringOutput `pulumi:"deploymentName"`
	// ServiceName is the name of the Service, which is its host name within the namespace. A worker has none.
	ServiceName pulumi.StringOutput `pulumi:"serviceName,optional"`
	// Port is the port of the Service. A worker has none.
	Port pulumi.IntOutput `pulumi:"port,optional"`
	// ServiceAccountName is the name of the service account, for roles.
	ServiceAccountName pulumi.StringOutput `pulumi:"serviceAccountName"`
	// Selector are the labels that exactly the workload's pods have. They never change.
	Selector pulumi.StringMapOutput `pulumi:"selector"`
	// Ready is true, and known only when all pods of the present revision serve: feed it to what shifts traffic.
	Ready pulumi.BoolOutput `pulumi:"ready"`

	// Deployment, Service and the others are the objects themselves. Service is nil for a worker, PodDisruptionBudget with one
	// pod, HorizontalPodAutoscaler without Autoscaling.
	Deployment              *appsv1.Deployment
	Service                 *corev1.Service
	ServiceAccount          *corev1.ServiceAccount
	NetworkPolicy           *networkingv1.NetworkPolicy
	PodDisruptionBudget     *policyv1.PodDisruptionBudget
	HorizontalPodAutoscaler *autoscalingv2.HorizontalPodAutoscaler
}

// New makes a workload. The name is part of the objects' names and of the labels that select the pods: lower-case letters,
// digits and hyphens. A change of it makes another workload.
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Workload, error) {
	w := &Workload{}
	scope, err := component.Register(ctx, w, Token, name, component.WithName("workload", name, args, kubeform.NeedName), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, args: args.withDefaults(), selector: incluster.Selector("workload", name), made: w}
	b.namespace = kubeform.PassDNSLabel(args.Namespace, argsName, "Namespace")
	// In this order: a pod finds its account, its walls and its budget there, and the Service finds pods that serve.
	for _, step := range []func() error{b.addServiceAccount, b.addNetworkPolicy, b.addBudget, b.addDeployment, b.addService, b.addAutoscaler} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	w.Namespace = b.namespace
	w.Selector = pulumi.ToStringMap(b.selector).ToStringMapOutput()
	return w, scope.Finish()
}

// builder adds the children of one workload.
type builder struct {
	ctx       *pulumi.Context
	scope     *component.Scope
	args      *Args // with defaults
	namespace pulumi.StringOutput
	selector  map[string]string
	made      *Workload
}

// object is the metadata of a child; a nil name leaves it to auto-naming.
func (b *builder) object(name pulumi.StringInput, annotations pulumi.StringMap) incluster.Object {
	return incluster.Object{Tags: b.args.Tags, Name: name, Namespace: b.namespace, Selector: b.selector, Annotations: annotations}
}

// child are the logical name and the options of a child.
func (b *builder) child(role string, extra ...pulumi.ResourceOption) (string, []pulumi.ResourceOption) {
	place := incluster.Place{Provider: b.args.Provider, DeletedWith: b.args.DeletedWith}
	return incluster.AutoNameBase(b.scope.Name(role)), place.Child(b.scope, extra...)
}

func (b *builder) addServiceAccount() error {
	const role = "service-account"
	annotations := pulumi.StringMap{}
	for key, value := range b.args.ServiceAccountAnnotations {
		annotations[key] = value
	}
	name := b.args.ServiceAccountName
	if name == "" {
		name = b.selector[incluster.LabelInstance]
	}
	logical, options := b.child(role)
	account, err := corev1.NewServiceAccount(b.ctx, logical, &corev1.ServiceAccountArgs{
		Metadata:                     b.object(pulumi.String(name), annotations).Metadata(),
		AutomountServiceAccountToken: pulumi.Bool(false),
	}, options...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.made.ServiceAccount = account
	b.made.ServiceAccountName = account.Metadata.Name().Elem()
	return nil
}

func (b *builder) addService() error {
	const role = "service"
	if b.args.worker() {
		return nil
	}
	var name pulumi.StringInput
	if b.args.ServiceName != "" {
		name = pulumi.String(b.args.ServiceName)
	}
	// After the Deployment: a Service that waits for pods that never come up would hide why. It goes before them.
	logical, options := b.child(role, pulumi.DependsOn([]pulumi.Resource{b.made.Deployment}))
	service, err := corev1.NewService(b.ctx, logical, &corev1.ServiceArgs{
		Metadata: b.object(name, nil).Metadata(),
		Spec: &corev1.ServiceSpecArgs{
			Type:     pulumi.String("ClusterIP"),
			Selector: pulumi.ToStringMap(b.selector),
			Ports: corev1.ServicePortArray{&corev1.ServicePortArgs{
				Name: pulumi.String(portName), Port: pulumi.Int(b.args.Port), TargetPort: pulumi.String(portName), Protocol: pulumi.String("TCP"),
			}},
		},
	}, options...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.made.Service = service
	b.made.ServiceName = service.Metadata.Name().Elem()
	b.made.Port = pulumi.Int(b.args.Port).ToIntOutput()
	return nil
}

// before is what the Deployment waits for.
func (b *builder) before() []pulumi.Resource {
	all := append(slices.Clone(b.args.After), b.made.ServiceAccount, b.made.NetworkPolicy)
	if b.made.PodDisruptionBudget != nil {
		all = append(all, b.made.PodDisruptionBudget)
	}
	return all
}
