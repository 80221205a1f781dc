package ekscluster

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
)

// deployer is the name of the deployer's access.
const deployer = "deployer"

// addAccess gives the deployer and the others their rights. Nodes do not wait for that: EKS makes their entry.
func (b *builder) addAccess() error {
	admin := Access{PrincipalARN: b.args.DeployerARN, Policy: ClusterAdmin}
	rights, err := b.addEntry(deployer, "DeployerARN", admin)
	if err != nil {
		return err
	}
	b.ready = append(b.ready, rights...)
	for _, name := range slices.Sorted(maps.Keys(b.args.Access)) {
		if _, err := b.addEntry(name, fmt.Sprintf("Access[%q].PrincipalARN", name), b.args.Access[name]); err != nil {
			return err
		}
	}
	return nil
}

// addEntry makes an access entry, and associates a policy with it.
func (b *builder) addEntry(name, field string, access Access) ([]pulumi.Resource, error) {
	role, policyRole := "access-"+name, "access-policy-"+name
	args := &eks.AccessEntryArgs{
		ClusterName:  b.cluster.Name,
		PrincipalArn: awsform.RoleARN.Pass(access.PrincipalARN, block+"."+argsName, field),
		Type:         pulumi.String("STANDARD"),
		Tags:         b.tags(role),
	}
	if len(access.Groups) > 0 {
		args.KubernetesGroups = pulumi.ToStringArray(access.Groups)
	}
	entry, err := eks.NewAccessEntry(b.ctx, b.scope.Name(role), args, b.child()...)
	if err != nil || access.Policy == "" {
		return []pulumi.Resource{entry}, b.scope.Err(role, err)
	}
	scope := &eks.AccessPolicyAssociationAccessScopeArgs{Type: pulumi.String("cluster")}
	if len(access.Namespaces) > 0 {
		scope.Type, scope.Namespaces = pulumi.String("namespace"), pulumi.ToStringArray(access.Namespaces)
	}
	options := b.child()
	if name != deployer {
		// An association is known by role and policy alone: made first, one with another scope would be deleted with the old one.
		options = b.child(pulumi.DeleteBeforeReplace(true))
	}
	policy, err := eks.NewAccessPolicyAssociation(b.ctx, b.scope.Name(policyRole), &eks.AccessPolicyAssociationArgs{
		ClusterName: b.cluster.Name, PrincipalArn: entry.PrincipalArn, AccessScope: scope,
		PolicyArn: inPartition(b.cluster.ARN, "eks::aws:cluster-access-policy/"+string(access.Policy)),
	}, options...)
	return []pulumi.Resource{entry, policy}, b.scope.Err(policyRole, err)
}
