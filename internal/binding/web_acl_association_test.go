package binding_test

import (
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/binding"
	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

const associationToken = "aws:wafv2/webAclAssociation:WebAclAssociation"

// The table is made from the SDK's source, so the package itself need not be compiled.
func TestWebACLAssociationHasTheFieldsOfTheSDK(t *testing.T) {
	t.Parallel()
	typ, known := schema.Lookup(associationToken)
	require.True(t, known)
	assert.Equal(t, schema.NoTags, typ.TagForm)

	var inputs, outputs []string
	for _, in := range typ.Inputs {
		assert.Equal(t, schema.String, in.Kind, in.Name)
		assert.True(t, in.Required, in.Name)
		inputs = append(inputs, in.Name)
	}
	for _, out := range typ.Outputs {
		assert.Equal(t, schema.String, out.Kind, out.Name)
		outputs = append(outputs, out.Name)
	}
	assert.ElementsMatch(t, inputs, tags(binding.WebACLAssociationArgs{}.ElementType()))
	assert.ElementsMatch(t, outputs, tags(reflect.TypeFor[binding.WebACLAssociation]()))

	args, plain := reflect.TypeFor[binding.WebACLAssociationArgs](), binding.WebACLAssociationArgs{}.ElementType()
	for i := range args.NumField() {
		assert.Equal(t, args.Field(i).Name, plain.Field(i).Name, "the SDK matches the two by name")
	}
}

// tags lists the property names of a struct's fields.
func tags(of reflect.Type) []string {
	var all []string
	for i := range of.NumField() {
		if name, tagged := of.Field(i).Tag.Lookup("pulumi"); tagged {
			all = append(all, name)
		}
	}
	return all
}

func TestWebACLAssociationRegisters(t *testing.T) {
	t.Parallel()
	const (
		balancer = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/0123456789abcdef"
		acl      = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/web/1"
	)
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		made, err := binding.NewWebACLAssociation(ctx, "web", &binding.WebACLAssociationArgs{
			ResourceARN: pulumi.String(balancer), WebACLARN: pulumi.String(acl),
		})
		if err != nil {
			return err
		}
		ctx.Export("resource", made.ResourceARN)
		ctx.Export("acl", made.WebACLARN)
		group, err := binding.NewSecurityGroup(ctx, "group", &binding.SecurityGroupArgs{})
		ctx.Export("group", group.ARN)
		return err
	})
	r := g.Named(t, associationToken, "web")
	assert.Equal(t, map[string]any{"resourceArn": balancer, "webAclArn": acl}, r.Inputs.Mappable())
	assert.Equal(t, g.Named(t, "aws:ec2/securityGroup:SecurityGroup", "group").Version, r.Version, "one provider for all bindings")
	for name, want := range map[string]string{"resource": balancer, "acl": acl} {
		got, exported := g.Output(name)
		require.True(t, exported, name)
		assert.Equal(t, want, got.StringValue(), name)
	}
}

func TestWebACLAssociationErrors(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := binding.NewWebACLAssociation(ctx, "", &binding.WebACLAssociationArgs{})
		return err
	})
	require.Error(t, err)
}
