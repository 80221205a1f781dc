package ekscluster_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
)

func role(name string) pulumi.StringInput {
	return pulumi.String("arn:aws:iam::123456789012:role/" + name)
}

// The deployer is an administrator by an entry, and nobody else is one.
func TestDeployer(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	entry, policy := graph.One(t, entryToken), graph.One(t, accessPolicyToken)
	assert.Equal(t, name+"-access-deployer", entry.Name)
	assert.Equal(t, deployer, entry.Value("principalArn"))
	assert.Equal(t, "STANDARD", entry.Value("type"))
	assert.Nil(t, entry.Value("kubernetesGroups"))
	assert.Equal(t, map[string]any{
		"clusterName": graph.One(t, clusterToken).Value("name"), "principalArn": deployer,
		"policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", "accessScope": map[string]any{"type": "cluster"},
	}, policy.Inputs.Mappable())
	assert.Contains(t, policy.Dependencies, entry.URN)
	assert.False(t, policy.DeleteBeforeReplace, "the deployer never loses its rights")
}

func TestAccess(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *ekscluster.Args) {
		a.Access = map[string]ekscluster.Access{
			"developers": {PrincipalARN: role("developers"), Policy: ekscluster.Edit, Namespaces: []string{"shop", "team-*"}},
			"auditors":   {PrincipalARN: role("auditors"), Policy: ekscluster.AdminView},
			"breakglass": {PrincipalARN: role("breakglass"), Groups: []string{"firefighters"}},
		}
	})
	assert.Len(t, graph.OfType(entryToken), 4)
	assert.Len(t, graph.OfType(accessPolicyToken), 3, "groups need no policy")
	assert.Equal(t, []any{"firefighters"}, graph.Named(t, entryToken, name+"-access-breakglass").Value("kubernetesGroups"))
	for who, want := range map[string][2]any{
		"developers": {"arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy", map[string]any{"type": "namespace", "namespaces": []any{"shop", "team-*"}}},
		"auditors":   {"arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy", map[string]any{"type": "cluster"}},
	} {
		policy := graph.Named(t, accessPolicyToken, name+"-access-policy-"+who)
		assert.Equal(t, want[0], policy.Value("policyArn"))
		assert.Equal(t, want[1], policy.Value("accessScope"))
		assert.Equal(t, "arn:aws:iam::123456789012:role/"+who, policy.Value("principalArn"))
		assert.True(t, policy.DeleteBeforeReplace, "another scope would be deleted with the old one")
	}
}
