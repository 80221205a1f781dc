package podidentity_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/podidentity"
	"github.com/groundwork-go/groundwork/tagging"
)

type box struct{ pulumi.ResourceState }

type boxArgs struct{}

func (*boxArgs) Validate() error { return nil }

// program makes one identity and hands it to see.
func program(change func(*podidentity.Args), see func(*podidentity.Identity)) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		self := &box{}
		scope, err := component.Register(ctx, self, "acme:box:Box", "main", &boxArgs{})
		if err != nil {
			return err
		}
		args := podidentity.Args{
			Tags: tags, ClusterName: pulumi.String("blue"), Namespace: "dns", ServiceAccount: "external-dns", Policy: pulumi.String(`{"Version":"2012-10-17"}`),
			ManagedPolicies:        map[string]pulumi.StringInput{"read": pulumi.String("arn:aws:iam::aws:policy/ReadOnlyAccess")},
			PermissionsBoundaryARN: pulumi.StringPtr("arn:aws:iam::123456789012:policy/bound"), Options: scope.Child(),
		}
		change(&args)
		identity, err := podidentity.New(ctx, scope, args)
		if err == nil {
			see(identity)
		}
		return err
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, program(func(*podidentity.Args) {}, func(identity *podidentity.Identity) {
		assert.Len(t, identity.Ready, 3, "both policies and the association")
	}))
	role := g.Named(t, "aws:iam/role:Role", "main-role")
	trust, _ := role.Input("assumeRolePolicy")
	var document struct{ Statement []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(trust.StringValue()), &document))
	assert.Equal(t, []map[string]any{{
		"Sid": "Pods", "Effect": "Allow", "Principal": map[string]any{"Service": "pods.eks.amazonaws.com"},
		"Action": []any{"sts:AssumeRole", "sts:TagSession"},
		"Condition": map[string]any{"StringEquals": map[string]any{
			"aws:RequestTag/kubernetes-namespace": []any{"dns"}, "aws:RequestTag/kubernetes-service-account": []any{"external-dns"},
		}},
	}}, document.Statement)
	boundary, _ := role.Input("permissionsBoundary")
	assert.Equal(t, "arn:aws:iam::123456789012:policy/bound", boundary.StringValue())
	policy, _ := g.Named(t, "aws:iam/rolePolicy:RolePolicy", "main-policy").Input("policy")
	assert.Equal(t, `{"Version":"2012-10-17"}`, policy.StringValue())
	attached, _ := g.Named(t, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "main-read").Input("policyArn")
	assert.Equal(t, "arn:aws:iam::aws:policy/ReadOnlyAccess", attached.StringValue())
	association := g.Named(t, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "main-association")
	for field, want := range map[string]string{"clusterName": "blue", "namespace": "dns", "serviceAccount": "external-dns"} {
		got, _ := association.Input(field)
		assert.Equal(t, want, got.StringValue(), field)
	}
	infratest.AssertTagged(t, g, tagging.DefaultPolicy())
}

func TestAnIdentityWithARoleOfItsOwnName(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, program(func(args *podidentity.Args) {
		args.Role, args.Policy, args.ManagedPolicies, args.PermissionsBoundaryARN = "volumes", nil, nil, nil
	}, func(identity *podidentity.Identity) { assert.Len(t, identity.Ready, 1, "the association") }))
	g.Named(t, "aws:iam/role:Role", "main-volumes-role")
	g.Named(t, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "main-volumes-association")
	assert.Empty(t, g.OfType("aws:iam/rolePolicy:RolePolicy"))
	assert.Empty(t, g.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment"))
}
