package gitops

import (
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apiextensions"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	helmv4 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v4"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// FluxToken is the type token of [Flux]. It is part of the state of every stack that uses the block.
const FluxToken = "groundwork:k8s/gitops:Flux"

// The names of objects that manifests in the repository refer to. They never change.
const (
	// systemName is the namespace, the source and the Kustomization, as flux bootstrap names them.
	systemName = "flux-system"
	// variablesName is the ConfigMap of the variables.
	variablesName = "cluster-vars"
)

// Flux keeps one cluster as a Git repository says. See the package comment.
type Flux struct {
	pulumi.ResourceState

	// Namespace is where Flux and its own objects are.
	Namespace pulumi.StringOutput `pulumi:"namespace"`
	// SourceName is the GitRepository, for a sourceRef of further Kustomizations.
	SourceName pulumi.StringOutput `pulumi:"sourceName"`
	// KustomizationName is the Kustomization of Path, for a dependsOn of further ones.
	KustomizationName pulumi.StringOutput `pulumi:"kustomizationName"`
	// ConfigMapName is the ConfigMap of Variables, for a substituteFrom of further Kustomizations; not set without Variables.
	ConfigMapName pulumi.StringOutput `pulumi:"configMapName,optional"`

	// Chart, Source and Kustomization are the children, for whatever this block has no output for.
	Chart                 *helmv4.Chart
	Source, Kustomization *apiextensions.CustomResource

	// Ready is what other resources depend on that need Flux at work.
	Ready []pulumi.Resource
}

// NewFlux installs Flux in a cluster and lets it follow a Git repository. When the arguments are wrong it registers nothing
// and returns all problems at once, each as a [component.FieldError].
func NewFlux(ctx *pulumi.Context, name string, args *FluxArgs, opts ...pulumi.ResourceOption) (*Flux, error) {
	flux := &Flux{}
	scope, err := component.Register(ctx, flux, FluxToken, name, component.WithName("gitops", name, args, kubeform.NeedName), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, args: args.withDefaults(), out: flux}
	for _, step := range []func() error{
		b.addNamespace, b.addChart, b.addCredentials, b.addSource, b.addVariables, b.addKustomization,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return flux, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx   *pulumi.Context
	scope *component.Scope
	args  *FluxArgs // with defaults
	out   *Flux

	namespace   pulumi.StringInput // as children send it: known in every preview when it is made here
	owned       []pulumi.Resource  // the namespace, when it is made here
	credentials pulumi.StringInput // the Secret of the source; nil for a public repository
	secrets     []pulumi.Resource  // the Secret, when it is made here
	variables   []pulumi.Resource  // the ConfigMap
}

// child are the options of a child that comes after others.
func (b *builder) child(after []pulumi.Resource, extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	if len(after) > 0 {
		extra = append(extra, pulumi.DependsOn(after))
	}
	return b.args.place().Child(b.scope, extra...)
}

// addNamespace makes a namespace in which only pods run that ask for nothing special.
func (b *builder) addNamespace() error {
	if component.Given(b.args.Namespace) {
		b.namespace = kubeform.PassDNSLabel(b.args.Namespace, argsName, "Namespace")
		b.out.Namespace = b.namespace.ToStringOutput()
		return nil
	}
	const role = "namespace"
	meta := incluster.Object{Tags: b.args.Tags, Name: pulumi.String(systemName), Selector: map[string]string{
		"pod-security.kubernetes.io/enforce": "restricted",
		"pod-security.kubernetes.io/audit":   "restricted",
		"pod-security.kubernetes.io/warn":    "restricted",
	}}.Metadata()
	made, err := corev1.NewNamespace(b.ctx, b.scope.Name(role), &corev1.NamespaceArgs{Metadata: meta},
		// What stays behind in it has finalizers that nobody would serve: the namespace would never be gone.
		b.child(nil, pulumi.RetainOnDelete(b.args.DeletionPolicy == Orphan))...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.namespace, b.owned = pulumi.String(systemName), []pulumi.Resource{made}
	b.out.Namespace = made.Metadata.Name().Elem()
	return nil
}
