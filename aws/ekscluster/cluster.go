package ekscluster

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// Token is the type token of [Cluster]. It is part of the state of every stack that uses the block.
const Token = "groundwork:aws/ekscluster:Cluster"

// Cluster is one EKS cluster with its nodes and its own software. See the package comment.
type Cluster struct {
	pulumi.ResourceState

	// Name is the physical name: the component's, slot and generation included, and a suffix that never changes.
	Name pulumi.StringOutput `pulumi:"name"`
	// ARN is the cluster's ARN.
	ARN pulumi.StringOutput `pulumi:"arn"`
	// Endpoint is the URL of the API server.
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`
	// CertificateAuthority is the certificate that the API server is trusted by: PEM in base64, as a kubeconfig has it.
	CertificateAuthority pulumi.StringOutput `pulumi:"certificateAuthority"`
	// Version is the Kubernetes version of the control plane, such as "1.34".
	Version pulumi.StringOutput `pulumi:"version"`
	// Slot is that of the arguments.
	Slot pulumi.StringOutput `pulumi:"slot"`
	// Generation is that of the arguments.
	Generation pulumi.IntOutput `pulumi:"generation"`
	// Identifier is the component's name, known from the beginning and the same for the cluster's life: a Kubernetes
	// provider with it as its ClusterIdentifier is replaced only when the cluster is another one.
	Identifier pulumi.StringOutput `pulumi:"identifier"`
	// Draining is that of the arguments: workloads should leave.
	Draining pulumi.BoolOutput `pulumi:"draining"`
	// OIDCIssuer is the URL of the issuer of service account tokens.
	OIDCIssuer pulumi.StringOutput `pulumi:"oidcIssuer"`
	// OIDCProviderARN is the OpenID Connect provider; set with IRSA only.
	OIDCProviderARN pulumi.StringOutput `pulumi:"oidcProviderArn,optional"`
	// SecurityGroupID is the group that EKS makes for the API server's network interfaces and the nodes.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// NodeRoleARN is the IAM role of the nodes.
	NodeRoleARN pulumi.StringOutput `pulumi:"nodeRoleArn"`

	// Ready is what workloads have to wait for: nodes, the add-ons and the deployer's access. Give it to pulumi.DependsOn.
	Ready []pulumi.Resource
	// Cluster is the cluster itself, for whatever this block has no field for.
	Cluster *eks.Cluster
	// NodeGroups are the groups of nodes by their names in the arguments.
	NodeGroups map[string]*eks.NodeGroup

	issuer bool // there is an OpenID Connect provider
}

// New makes an EKS cluster that is private, encrypted, logged, and has nodes and add-ons. The component is registered under
// "<name>-<slot>-g<generation>". When the arguments are wrong it registers nothing and returns all problems at once, each as
// a [component.FieldError].
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Cluster, error) {
	registered := componentName(name, args)
	cluster := &Cluster{NodeGroups: map[string]*eks.NodeGroup{}}
	scope, err := component.Register(ctx, cluster, Token, registered, component.WithName(block, name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, name: registered, args: args.withDefaults(), cluster: cluster}
	for _, step := range []func() error{
		b.addIdentity, b.addName, b.addClusterRole, b.addKey, b.addLogs, b.addCluster, b.addIssuer, b.addAccess, b.addClients,
		b.addNodeRole, b.addFirstAddons, b.addNodes, b.addLastAddons, b.addAlarms,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	cluster.Ready = b.ready
	return cluster, scope.Finish()
}

// componentName is what the component is registered under; arguments that will be refused add nothing to it.
func componentName(name string, args *Args) string {
	if args == nil || !slotPattern.MatchString(args.Slot) {
		return name
	}
	a := args.withDefaults()
	return fmt.Sprintf("%s-%s-g%d", name, a.Slot, a.Generation)
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx     *pulumi.Context
	scope   *component.Scope
	name    string // of the component: <name>-<slot>-g<generation>
	args    *Args  // with defaults
	cluster *Cluster

	identity      pulumi.Resource
	physicalName  pulumi.StringOutput
	clusterRole   *iam.Role
	clusterRights []pulumi.Resource // what the cluster needs from before its creation until after its deletion
	keyARN        pulumi.StringOutput
	logs          *cloudwatch.LogGroup
	nodeRole      *iam.Role
	nodeRights    []pulumi.Resource // the same for nodes

	first []pulumi.Resource // the add-ons that nodes wait for
	nodes []pulumi.Resource // what add-ons that run on nodes wait for
	ready []pulumi.Resource // what workloads wait for
}

// child gives a child its options. All children wait for the identity, so a change that is refused has touched nothing.
func (b *builder) child(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return b.scope.Child(append([]pulumi.ResourceOption{pulumi.DependsOn([]pulumi.Resource{b.identity})}, extra...)...)
}

// tags are the mandatory tags with the name that the console shows.
func (b *builder) tags(role string) pulumi.StringMap {
	tags := b.args.Tags.AWS()
	tags["Name"] = pulumi.String(b.scope.Name(role))
	return tags
}
