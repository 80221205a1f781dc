package ekscluster

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// addClusterRole makes the role by which EKS manages the cluster's network interfaces.
func (b *builder) addClusterRole() (err error) {
	b.clusterRole, b.clusterRights, err = b.addRole("cluster-role", "eks.amazonaws.com", managed{"cluster-policy", "AmazonEKSClusterPolicy"})
	return err
}

// addNodeRole makes the role of the nodes. The network add-on has a role of its own, so pods on a node cannot borrow its rights.
func (b *builder) addNodeRole() (err error) {
	b.nodeRole, b.nodeRights, err = b.addRole("node-role", "ec2.amazonaws.com",
		managed{"node-policy", "AmazonEKSWorkerNodePolicy"}, managed{"node-registry-policy", "AmazonEC2ContainerRegistryPullOnly"})
	if err != nil {
		return err
	}
	b.cluster.NodeRoleARN = b.nodeRole.Arn
	return nil
}

// managed is a policy of AWS's and the role of the child that attaches it.
type managed struct{ role, policy string }

// addRole makes a role that a service can have, and attaches the policies.
func (b *builder) addRole(role, service string, policies ...managed) (*iam.Role, []pulumi.Resource, error) {
	trust, err := iampolicy.Document(iampolicy.Statement{
		Effect: "Allow", Principal: map[string]string{"Service": service}, Action: []string{"sts:AssumeRole"},
	})
	if err != nil {
		return nil, nil, b.scope.Err(role, err)
	}
	made, err := iam.NewRole(b.ctx, naming.AutoNameBase(b.scope.Name(role), naming.MaxIAMRole), &iam.RoleArgs{
		AssumeRolePolicy: pulumi.String(trust), PermissionsBoundary: b.boundary(), Tags: b.tags(role),
	}, b.child()...)
	if err != nil {
		return nil, nil, b.scope.Err(role, err)
	}
	var rights []pulumi.Resource
	for _, each := range policies {
		attachment, err := iam.NewRolePolicyAttachment(b.ctx, b.scope.Name(each.role), &iam.RolePolicyAttachmentArgs{
			Role: made.Name, PolicyArn: managedPolicy(made, each.policy),
		}, b.child()...)
		if err != nil {
			return nil, nil, b.scope.Err(each.role, err)
		}
		rights = append(rights, attachment)
	}
	return made, rights, nil
}

// boundary bounds the roles; nil for none.
func (b *builder) boundary() pulumi.StringPtrInput {
	return awsform.PolicyARN.PassOptional(b.args.PermissionsBoundaryARN, block+"."+argsName, "PermissionsBoundaryARN")
}

// managedPolicy is the ARN of a policy of AWS's in the partition of the cluster.
func (b *builder) managedPolicy(name string) pulumi.StringOutput {
	return managedPolicy(b.clusterRole, name)
}

func managedPolicy(role *iam.Role, name string) pulumi.StringOutput {
	return inPartition(role.Arn, "iam::aws:policy/"+name)
}

// inPartition is the ARN of something of AWS's in the partition of another ARN: China and GovCloud have their own.
func inPartition(of pulumi.StringOutput, resource string) pulumi.StringOutput {
	return of.ApplyT(func(arn string) string {
		partition, _, _ := strings.Cut(strings.TrimPrefix(arn, "arn:"), ":")
		return "arn:" + partition + ":" + resource
	}).(pulumi.StringOutput)
}
