// Package podidentity makes the IAM role of a Kubernetes service account by EKS Pod Identity: pods get the credentials from an
// agent on their node, so the cluster needs no public issuer and the role no trust in one cluster's key.
package podidentity

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	maxRole       = 64  // IAM API reference, CreateRole
	maxRolePolicy = 128 // IAM API reference, PutRolePolicy
)

// Args say who gets which rights.
type Args struct {
	Tags tagging.Set
	// Role begins the roles of the children: "<Role>-role", "<Role>-policy", "<Role>-association". Empty leaves it out.
	Role string
	// ClusterName is the cluster whose service account it is.
	ClusterName pulumi.StringInput
	// Namespace and ServiceAccount name the service account; it need not be there yet.
	Namespace, ServiceAccount string
	// Policy is the text of the inline policy; nil for none.
	Policy pulumi.StringInput
	// ManagedPolicies are ARNs by the role of the child that attaches them.
	ManagedPolicies map[string]pulumi.StringInput
	// PermissionsBoundaryARN bounds the role; nil for no boundary.
	PermissionsBoundaryARN pulumi.StringPtrInput
	// Options are those of every child.
	Options []pulumi.ResourceOption
}

// Identity is a role with its rights and the service account that has it.
type Identity struct {
	Role        *iam.Role
	Association *eks.PodIdentityAssociation
	// Ready is what pods have to wait for: the rights and the association.
	Ready []pulumi.Resource
}

// NewRole makes the role without an association, for an add-on that associates it by itself.
func NewRole(ctx *pulumi.Context, scope *component.Scope, args Args) (*Identity, error) {
	trust, err := args.trust()
	if err != nil {
		return nil, err
	}
	role := args.child("role")
	tags := args.Tags.AWS()
	tags["Name"] = pulumi.String(scope.Name(role))
	made, err := iam.NewRole(ctx, naming.AutoNameBase(scope.Name(role), maxRole), &iam.RoleArgs{
		AssumeRolePolicy: pulumi.String(trust), PermissionsBoundary: args.PermissionsBoundaryARN, Tags: tags,
	}, args.Options...)
	if err != nil {
		return nil, scope.Err(role, err)
	}
	identity := &Identity{Role: made}
	return identity, identity.allow(ctx, scope, args)
}

// trust lets pods of this service account have the role, in whatever cluster: EKS tells who asks by session tags.
func (args Args) trust() (string, error) {
	return iampolicy.Document(iampolicy.Statement{
		Sid: "Pods", Effect: "Allow", Principal: map[string]string{"Service": "pods.eks.amazonaws.com"},
		Action: []string{"sts:AssumeRole", "sts:TagSession"},
		Condition: iampolicy.Conditions{"StringEquals": {
			"aws:RequestTag/kubernetes-namespace":       {args.Namespace},
			"aws:RequestTag/kubernetes-service-account": {args.ServiceAccount},
		}},
	})
}

// allow gives the role its rights.
func (i *Identity) allow(ctx *pulumi.Context, scope *component.Scope, args Args) error {
	if args.Policy != nil {
		role := args.child("policy")
		policy, err := iam.NewRolePolicy(ctx, naming.AutoNameBase(scope.Name(role), maxRolePolicy), &iam.RolePolicyArgs{
			Role: i.Role.Name, Policy: args.Policy,
		}, args.Options...)
		if err != nil {
			return scope.Err(role, err)
		}
		i.Ready = append(i.Ready, policy)
	}
	for _, name := range slices.Sorted(maps.Keys(args.ManagedPolicies)) {
		attachment, err := iam.NewRolePolicyAttachment(ctx, scope.Name(name), &iam.RolePolicyAttachmentArgs{
			Role: i.Role.Name, PolicyArn: args.ManagedPolicies[name],
		}, args.Options...)
		if err != nil {
			return scope.Err(name, err)
		}
		i.Ready = append(i.Ready, attachment)
	}
	return nil
}

// New makes the role and associates it with the service account.
func New(ctx *pulumi.Context, scope *component.Scope, args Args) (*Identity, error) {
	identity, err := NewRole(ctx, scope, args)
	if err != nil {
		return nil, err
	}
	role := args.child("association")
	identity.Association, err = eks.NewPodIdentityAssociation(ctx, scope.Name(role), &eks.PodIdentityAssociationArgs{
		ClusterName: args.ClusterName, Namespace: pulumi.String(args.Namespace), ServiceAccount: pulumi.String(args.ServiceAccount),
		RoleArn: identity.Role.Arn, Tags: args.Tags.AWS(),
	}, args.Options...)
	if err != nil {
		return nil, scope.Err(role, err)
	}
	identity.Ready = append(identity.Ready, identity.Association)
	return identity, nil
}

func (args Args) child(role string) string {
	return strings.TrimPrefix(fmt.Sprintf("%s-%s", args.Role, role), "-")
}
