package externaldns

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/kubeform"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/podidentity"
)

// Token is the type token of [ExternalDNS]. It is part of the state of every stack that uses the block.
const Token = "groundwork:k8s/externaldns:ExternalDNS"

// ExternalDNS keeps records in Route 53 for the Services and Ingresses of one cluster. See the package comment.
type ExternalDNS struct {
	pulumi.ResourceState

	// Namespace is where the objects are.
	Namespace pulumi.StringOutput `pulumi:"namespace"`
	// ServiceAccountName is the account that the IAM role belongs to.
	ServiceAccountName pulumi.StringOutput `pulumi:"serviceAccountName"`
	// RoleARN is the IAM role.
	RoleARN pulumi.StringOutput `pulumi:"roleArn"`

	// Deployment is what runs the pod, and Role its IAM role, for whatever this block has no output for.
	Deployment *appsv1.Deployment
	Role       *iam.Role
	// Ready is what an Ingress or Service depends on that must find its records kept from its first to its last second.
	Ready []pulumi.Resource
}

// New makes an external-dns with its rights in the cluster and in Route 53. When the arguments are wrong it registers nothing
// and returns all problems at once, each as a [component.FieldError].
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*ExternalDNS, error) {
	dns := &ExternalDNS{}
	scope, err := component.Register(ctx, dns, Token, name, component.WithName(block, name, args, kubeform.NeedName), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, args: args.withDefaults(), out: dns, selector: incluster.Selector("external-dns", name)}
	b.account = naming.Truncate(name, maxName)
	b.namespace = b.args.Namespace
	for i, zone := range b.args.HostedZoneARNs {
		b.zones = append(b.zones, zoneARN.Pass(zone, argsName, entry("HostedZoneARNs", i)))
	}
	for _, step := range []func() error{b.fixIdentity, b.addNamespace, b.addIdentity, b.addAccount, b.addRights, b.addDeployment} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	dns.Namespace, dns.ServiceAccountName = pulumi.String(b.namespace).ToStringOutput(), pulumi.String(b.account).ToStringOutput()
	return dns, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx   *pulumi.Context
	scope *component.Scope
	args  *Args // with defaults
	out   *ExternalDNS

	selector           map[string]string
	namespace, account string
	zones              []pulumi.StringOutput

	fixed    pulumi.Resource // what must not change
	made     pulumi.Resource // the namespace; nil for a given one
	identity *podidentity.Identity
	needs    []pulumi.Resource // what the pod needs beside its identity
}

func (b *builder) fixIdentity() error {
	const instead = "a change leaves the records of before to nobody: they are neither updated nor deleted any more; make a second external-dns " +
		"with a domain of its own, move the names, and then remove this one"
	var err error
	b.fixed, err = b.scope.Fix(argsType,
		component.Fixed{Field: "OwnerID", Value: b.args.OwnerID, Instead: instead},
		component.Fixed{Field: "TXTPrefix", Value: pulumi.String(b.args.TXTPrefix), Instead: instead},
		component.Fixed{Field: "ClusterName", Value: b.args.ClusterName, Instead: instead},
	)
	return err
}

// addNamespace makes the namespace, where none is given. The API server admits no pod there that is not restricted.
func (b *builder) addNamespace() error {
	if b.namespace != "" {
		return nil
	}
	b.namespace = b.account
	const role, admission = "namespace", "pod-security.kubernetes.io/"
	meta := incluster.Object{
		Tags: b.args.Tags, Name: pulumi.String(b.namespace),
		Selector: map[string]string{admission + "enforce": "restricted", admission + "warn": "restricted", admission + "audit": "restricted"},
	}
	namespace, err := corev1.NewNamespace(b.ctx, b.scope.Name(role), &corev1.NamespaceArgs{Metadata: meta.Metadata()},
		b.child()...)
	b.made = namespace
	return b.scope.Err(role, err)
}

// child are the options of an object in the cluster. What is in a made namespace waits for it.
func (b *builder) child(needs ...pulumi.Resource) []pulumi.ResourceOption {
	if b.made != nil {
		needs = append(needs, b.made)
	}
	if len(needs) == 0 {
		return b.args.place().Child(b.scope)
	}
	return b.args.place().Child(b.scope, pulumi.DependsOn(needs))
}

// object is the metadata of an object in the namespace, with a name that Kubernetes makes up.
func (b *builder) object() incluster.Object {
	return incluster.Object{Tags: b.args.Tags, Namespace: pulumi.String(b.namespace), Selector: b.selector}
}

// zoneID is the last part of a zone's ARN.
func zoneID(arn string) string { return arn[strings.LastIndex(arn, "/")+1:] }
