package twingateconnector

import (
	"maps"
	"slices"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/kubeform"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/twingate"
)

// Token is the type token of [Connectors]. It is part of the state of every stack that uses the block.
const Token = "groundwork:k8s/twingateconnector:Connectors"

const (
	maxName        = 63                            // RFC 1123 label
	maxCronJob     = 52                            // of a CronJob's name: its Jobs add 11 characters
	podSuffix      = 17                            // what a Deployment adds to the names of its pods
	autoSuffix     = 9                             // what the provider adds to a name
	labelComponent = "app.kubernetes.io/component" // tells one connector's pod from another's
)

// Connectors are the connectors of one remote network in one cluster. See the package comment.
type Connectors struct {
	pulumi.ResourceState

	// RemoteNetworkID is the remote network that they serve, for resources that others make.
	RemoteNetworkID pulumi.StringOutput `pulumi:"remoteNetworkId"`
	// Namespace is where the objects are.
	Namespace pulumi.StringOutput `pulumi:"namespace"`

	// RemoteNetwork is nil where Access.RemoteNetworkID is given.
	RemoteNetwork *twingate.RemoteNetwork
	// Connectors are their names and rights in Twingate, in their order, and Deployments what runs them.
	Connectors  []*twingate.Connector
	Deployments []*appsv1.Deployment
	// Resources are those of Access.Resources by key.
	Resources map[string]*twingate.Resource
	// Ready is what depends on all connectors running depends on.
	Ready []pulumi.Resource
}

// New makes a remote network with its connectors and resources. The name is part of the objects' names and of the labels that select
// the pods: lower-case letters, digits and hyphens. When the arguments are wrong it registers nothing and returns all problems at once,
// each as a [component.FieldError].
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Connectors, error) {
	made := &Connectors{}
	scope, err := component.Register(ctx, made, Token, name, component.WithName(block, name, args, kubeform.NeedName), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, args: args.withDefaults(), out: made, selector: incluster.Selector("twingate-connector", name)}
	b.namespace, b.updaters = b.args.Namespace, incluster.Selector("twingate-connector-update", name)
	// In this order: a pod finds its namespace, its walls and its budget there.
	for _, step := range []func() error{b.addNamespace, b.addNetworkPolicy, b.addUpdaterPolicy, b.addBudget, b.addConnectors, b.addUpdates} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	made.Namespace = pulumi.String(b.namespace).ToStringOutput()
	return made, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx   *pulumi.Context
	scope *component.Scope
	args  *Args // with defaults
	out   *Connectors

	namespace string
	selector  map[string]string // the labels of all connectors' pods
	updaters  map[string]string // the labels of all pods that restart connectors

	made          pulumi.Resource // the namespace; nil for a given one
	connectors    []*remoteaccess.Connector
	walls         []pulumi.Resource // what a connector's pod must not start before
	updaterPolicy pulumi.Resource   // nil without updates
}

// addNamespace makes the namespace, where none is given. The API server admits no pod there that is not restricted.
func (b *builder) addNamespace() error {
	if b.namespace != "" {
		return nil
	}
	const role, admission = "namespace", "pod-security.kubernetes.io/"
	b.namespace = b.selector[incluster.LabelInstance] // the component's name, as long as a namespace's may be
	meta := incluster.Object{
		Tags: b.args.Tags, Name: pulumi.String(b.namespace),
		Selector: map[string]string{admission + "enforce": "restricted", admission + "warn": "restricted", admission + "audit": "restricted"},
	}
	namespace, err := corev1.NewNamespace(b.ctx, b.scope.Name(role), &corev1.NamespaceArgs{Metadata: meta.Metadata()}, b.child()...)
	b.made = namespace
	return b.scope.Err(role, err)
}

// addConnectors makes the network, the connectors one after the other, and the resources.
func (b *builder) addConnectors() error {
	made, err := remoteaccess.New(b.ctx, b.scope, &remoteaccess.Args{
		Access: &b.args.Access, ArgsType: argsType, Location: b.args.Location, Tags: b.args.Tags, Profile: b.args.Profile, Run: b.run,
	})
	if err != nil {
		return err
	}
	b.out.RemoteNetworkID, b.out.RemoteNetwork = made.RemoteNetworkID, made.RemoteNetwork
	b.out.Connectors, b.out.Resources, b.out.Ready = made.Connectors, made.Resources, made.Ready
	return nil
}

// child are the options of an object. What is in a made namespace waits for it.
func (b *builder) child(needs ...pulumi.Resource) []pulumi.ResourceOption {
	if b.made != nil {
		needs = append(slices.Clip(needs), b.made) // the slice is the caller's
	}
	if len(needs) == 0 {
		return b.args.place().Child(b.scope)
	}
	return b.args.place().Child(b.scope, pulumi.DependsOn(needs))
}

// object is the metadata of an object with these labels, and a name that Kubernetes makes up.
func (b *builder) object(labels map[string]string) incluster.Object {
	return incluster.Object{Tags: b.args.Tags, Namespace: pulumi.String(b.namespace), Selector: labels}
}

// labels are those of one connector's objects.
func labels(all map[string]string, c *remoteaccess.Connector) map[string]string {
	one := maps.Clone(all)
	one[labelComponent] = c.Role
	return one
}

// deploymentName is fixed, because a role names it; it leaves room for the names of the pods.
func (b *builder) deploymentName(c *remoteaccess.Connector) string {
	return naming.Truncate(b.scope.Name(c.Role), maxName-podSuffix)
}
