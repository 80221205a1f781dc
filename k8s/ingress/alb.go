package ingress

import (
	"errors"

	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// ALBToken is the type token of [ALB]. It is part of the state of every stack that uses the block.
const ALBToken = "groundwork:k8s/ingress:ALB"

// ALB is one Ingress for AWS Load Balancer Controller. See the package comment.
type ALB struct {
	pulumi.ResourceState

	// Name is the name of the Ingress in the cluster.
	Name pulumi.StringOutput `pulumi:"name"`
	// Namespace is where it is.
	Namespace pulumi.StringOutput `pulumi:"namespace"`
	// Hostname is the address that AWS gave the load balancer. Point records at it; no certificate is for this name itself.
	Hostname pulumi.StringOutput `pulumi:"hostname"`

	// Ingress is the Ingress itself, for whatever this block has no output for.
	Ingress *networkingv1.Ingress
}

// NewALB makes an Ingress with the annotations of [Annotations], and waits until the controller has made the load balancer.
// When the arguments are wrong, or contradict another Ingress of the group, it registers nothing and returns all problems at
// once, each as a [component.FieldError].
func NewALB(ctx *pulumi.Context, name string, args *ALBArgs, opts ...pulumi.ResourceOption) (_ *ALB, err error) {
	checked := claimed(name, args)
	defer func() {
		if err != nil {
			checked.release()
		}
	}()
	alb := &ALB{}
	scope, err := component.Register(ctx, alb, ALBToken, name, component.WithName("ingress", name, checked.orNil(), kubeform.NeedName), opts...)
	if err != nil {
		return nil, err
	}
	const role = "ingress"
	a := args.withDefaults()
	made, err := networkingv1.NewIngress(ctx, incluster.AutoNameBase(scope.Name(role)), &networkingv1.IngressArgs{
		Metadata: a.metadata(), Spec: a.spec(),
	}, a.place().Child(scope, a.protection()...)...)
	if err != nil {
		return nil, scope.Err(role, err)
	}
	alb.Ingress = made
	alb.Name, alb.Namespace = made.Metadata.Name().Elem(), made.Metadata.Namespace().Elem()
	alb.Hostname = made.Status.LoadBalancer().Ingress().Index(pulumi.Int(0)).Hostname().Elem()
	return alb, scope.Finish()
}

func (args *ALBArgs) place() incluster.Place {
	return incluster.Place{Provider: args.Provider, DeletedWith: args.DeletedWith}
}

func (args *ALBArgs) metadata() metav1.ObjectMetaPtrInput {
	annotations := pulumi.StringMap{}
	for name, each := range args.annotations() {
		annotations[name] = each.input()
	}
	return incluster.Object{
		Tags: args.Tags, Namespace: kubeform.PassDNSLabel(args.Namespace, argsName, "Namespace"), Annotations: annotations,
	}.Metadata()
}

// protection refuses the deletion before anything is touched: the controller would refuse it too, but by letting the Ingress
// hang, and with it every other change of its group.
func (args *ALBArgs) protection() []pulumi.ResourceOption {
	if args.protected() {
		return []pulumi.ResourceOption{pulumi.Protect(true)}
	}
	return nil
}

// claimedArgs validates arguments together with what they share with others: the group.
type claimedArgs struct {
	*ALBArgs
	conflict error
	release  func()
}

// claimed takes the place in the group. That comes first, so that two Ingresses never both believe a place is free.
func claimed(name string, args *ALBArgs) claimedArgs {
	c := claimedArgs{ALBArgs: args, release: func() {}}
	if args != nil && args.Group != nil && args.Group.Groups.made() {
		p := component.NewProblems("ingress", argsType)
		c.release = args.Group.Groups.claim(p, args.withDefaults().member(name))
		c.conflict = p.Err()
	}
	return c
}

// orNil leaves nil to be reported by the kit.
func (c claimedArgs) orNil() component.Args {
	if c.ALBArgs == nil {
		return (*ALBArgs)(nil)
	}
	return c
}

// Validate reports what is wrong by itself and with others.
func (c claimedArgs) Validate() error { return errors.Join(c.ALBArgs.Validate(), c.conflict) }
