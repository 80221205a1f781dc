package binding_test

import (
	"reflect"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/binding"
)

// inline are the SDK's properties that the binding leaves out, because separate rules take their place.
var inline = []string{"egress", "ingress"}

func TestSecurityGroupHasThePropertiesOfTheSDK(t *testing.T) {
	t.Parallel()
	theirs := inputs(ec2.SecurityGroupArgs{}, ec2.SecurityGroupArgs{}.ElementType())
	for _, name := range inline {
		delete(theirs, name)
	}
	assert.Equal(t, theirs, inputs(binding.SecurityGroupArgs{}, binding.SecurityGroupArgs{}.ElementType()))
	outputs := properties(reflect.TypeFor[ec2.SecurityGroup]())
	for name, typ := range properties(reflect.TypeFor[binding.SecurityGroup]()) {
		assert.Equal(t, outputs[name], typ, name)
	}
}

// properties are the types of a struct's fields by their property names.
func properties(typ reflect.Type) map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for i := range typ.NumField() {
		if name := typ.Field(i).Tag.Get("pulumi"); name != "" {
			all[name] = typ.Field(i).Type
		}
	}
	return all
}

// inputs are the types of arguments by their property names, which the plain struct behind them carries: for each property
// the type that a program gives and the plain one.
func inputs(args any, plain reflect.Type) map[string][2]reflect.Type {
	all := map[string][2]reflect.Type{}
	for i := range plain.NumField() {
		given, _ := reflect.TypeOf(args).FieldByName(plain.Field(i).Name)
		all[plain.Field(i).Tag.Get("pulumi")] = [2]reflect.Type{given.Type, plain.Field(i).Type}
	}
	return all
}

// Both ways of making a group must look the same to the engine: type, inputs and provider version.
func TestSecurityGroupRegistersWhatTheSDKRegisters(t *testing.T) {
	t.Parallel()
	tags := pulumi.StringMap{"owner": pulumi.String("team")}
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		_, err := binding.NewSecurityGroup(ctx, "ours", &binding.SecurityGroupArgs{
			Description: pulumi.String("d"), VPCID: pulumi.String("vpc-1"), Tags: tags, RevokeRulesOnDelete: pulumi.Bool(true),
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
