package binding_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/binding"
)

// inline are the SDK's fields that the binding leaves out, because separate rules take their place.
var inline = []string{"Egress", "Ingress"}

func TestSecurityGroupHasTheFieldsOfTheSDK(t *testing.T) {
	t.Parallel()
	// The plain struct behind the arguments carries the property names.
	compare(t, binding.SecurityGroupArgs{}.ElementType(), ec2.SecurityGroupArgs{}.ElementType(), true)
	compare(t, reflect.TypeFor[binding.SecurityGroupArgs](), reflect.TypeFor[ec2.SecurityGroupArgs](), true)
	compare(t, reflect.TypeFor[binding.SecurityGroup](), reflect.TypeFor[ec2.SecurityGroup](), false)
}

// compare holds each field of the binding to the SDK's, and, where asked, the SDK's to the binding's.
func compare(t *testing.T, ours, theirs reflect.Type, all bool) {
	t.Helper()
	for i := range ours.NumField() {
		field := ours.Field(i)
		want, found := theirs.FieldByName(field.Name)
		require.True(t, found, "%s.%s is not in the SDK", ours, field.Name)
		assert.Equal(t, want.Type, field.Type, "%s.%s", ours, field.Name)
		assert.Equal(t, want.Tag.Get("pulumi"), field.Tag.Get("pulumi"), "%s.%s", ours, field.Name)
	}
	for i := range theirs.NumField() {
		name := theirs.Field(i).Name
		if _, found := ours.FieldByName(name); all && !slices.Contains(inline, name) {
			assert.True(t, found, "%s.%s is missing in the binding", theirs, name)
		}
	}
}

// Both ways of making a group must look the same to the engine: type, inputs and provider version.
func TestSecurityGroupRegistersWhatTheSDKRegisters(t *testing.T) {
	t.Parallel()
	tags := pulumi.StringMap{"owner": pulumi.String("team")}
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		_, err := binding.NewSecurityGroup(ctx, "ours", &binding.SecurityGroupArgs{
			Description: pulumi.String("d"), VpcId: pulumi.String("vpc-1"), Tags: tags, RevokeRulesOnDelete: pulumi.Bool(true),
		})
		if err != nil {
			return err
		}
		_, err = ec2.NewSecurityGroup(ctx, "theirs", &ec2.SecurityGroupArgs{
			Description: pulumi.String("d"), VpcId: pulumi.String("vpc-1"), Tags: tags, RevokeRulesOnDelete: pulumi.Bool(true),
		})
		return err
	})
	const token = "aws:ec2/securityGroup:SecurityGroup"
	ours, theirs := g.Named(t, token, "ours"), g.Named(t, token, "theirs")
	assert.Equal(t, theirs.Inputs, ours.Inputs)
	assert.Equal(t, theirs.Version, ours.Version)
	assert.NotEmpty(t, ours.Version)
}

func TestSecurityGroupErrors(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := binding.NewSecurityGroup(ctx, "", &binding.SecurityGroupArgs{})
		return err
	})
	require.Error(t, err)
}
