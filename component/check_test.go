package component_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
)

func isVPC(id string) bool       { return strings.HasPrefix(id, "vpc-") }
func atLeastTwo(l []string) bool { return len(l) >= 2 }
func isPort(n int) bool          { return n > 0 && n < 65536 }

func checkVPC(in pulumi.StringInput) pulumi.Output {
	return component.CheckString(in, "redis.ClusterArgs", "VPCID", "a VPC id", isVPC)
}

func checkMatch(in pulumi.StringInput) pulumi.Output {
	return component.CheckMatch(in, "redis.ClusterArgs", "VPCID", "a VPC id", regexp.MustCompile("^vpc-"))
}

func TestChecksLetGoodValuesPass(t *testing.T) {
	t.Parallel()
	secret := pulumi.ToSecret(pulumi.String("vpc-2")).(pulumi.StringOutput)
	subnets := pulumi.ToStringArray([]string{"a", "b"})
	for name, tc := range map[string]struct {
		out    pulumi.Output
		value  any
		secret bool
	}{
		"string": {checkVPC(pulumi.String("vpc-1")), "vpc-1", false},
		"secret": {checkVPC(secret), "vpc-2", true},
		"match":  {checkMatch(pulumi.String("vpc-1").ToStringOutput()), "vpc-1", false},
		// A literal is what MatchInput has refused already.
		"literal": {checkMatch(pulumi.String("subnet-1")), "subnet-1", false},
		"int":     {component.CheckInt(pulumi.Int(6379), "redis.ClusterArgs", "Port", "a port", isPort), 6379, false},
		"list":    {component.CheckStrings(subnets, "redis.ClusterArgs", "SubnetIDs", "2 or more", atLeastTwo), []string{"a", "b"}, false},
	} {
		result, err := internals.UnsafeAwaitOutput(t.Context(), tc.out)
		require.NoError(t, err, name)
		assert.Equal(t, tc.value, result.Value, name)
		assert.Equal(t, tc.secret, result.Secret, name)
	}
}

func TestChecksRefuseWithAFieldError(t *testing.T) {
	t.Parallel()
	secret := pulumi.ToSecret(pulumi.String("hunter2")).(pulumi.StringOutput)
	for name, tc := range map[string]struct {
		out  pulumi.Output
		want string
	}{
		"string":    {checkVPC(pulumi.String("subnet-1")), `redis: ClusterArgs.VPCID: need a VPC id, got "subnet-1"`},
		"secret":    {checkVPC(secret), `redis: ClusterArgs.VPCID: need a VPC id, got [secret]`},
		"match":     {checkMatch(pulumi.String("subnet-1").ToStringOutput()), `redis: ClusterArgs.VPCID: need a VPC id, got "subnet-1"`},
		"nil match": {checkMatch(nil), `redis: ClusterArgs.VPCID: need a VPC id, got nothing`},
		"nil":       {checkVPC(nil), `redis: ClusterArgs.VPCID: need a VPC id, got nothing`},
		"unset":     {checkVPC(pulumi.StringOutput{}), `redis: ClusterArgs.VPCID: need a VPC id, got nothing`},
		"int": {
			component.CheckInt(pulumi.Int(-1), "redis.ClusterArgs", "Port", "a port", isPort),
			"redis: ClusterArgs.Port: need a port, got -1",
		},
		"nil int": {
			component.CheckInt(nil, "redis.ClusterArgs", "Port", "a port", isPort),
			"redis: ClusterArgs.Port: need a port, got nothing",
		},
		"list": {
			component.CheckStrings(pulumi.ToStringArray([]string{"a"}), "redis.ClusterArgs", "SubnetIDs", "2 or more", atLeastTwo),
			"redis: ClusterArgs.SubnetIDs: need 2 or more, got [a]",
		},
		"nil list": {
			component.CheckStrings(nil, "redis.ClusterArgs", "SubnetIDs", "2 or more", atLeastTwo),
			"redis: ClusterArgs.SubnetIDs: need 2 or more, got []",
		},
	} {
		_, err := internals.UnsafeAwaitOutput(t.Context(), tc.out)
		var fieldErr *component.FieldError
		require.ErrorAs(t, err, &fieldErr, name)
		assert.EqualError(t, fieldErr, tc.want, name)
	}
}

func TestRefusedCheckFailsTheDeploymentOfTheChildItFeeds(t *testing.T) {
	t.Parallel()
	_, err := run(t, func(ctx *pulumi.Context) error {
		vpc := component.CheckString(pulumi.String("subnet-1").ToStringOutput(), "redis.ClusterArgs", "VPCID", "a VPC id", isVPC)
		return ctx.RegisterResource("aws:test:Thing", "thing", pulumi.Map{"vpcId": vpc}, &child{})
	})
	assert.ErrorContains(t, err, `redis: ClusterArgs.VPCID: need a VPC id, got "subnet-1"`)
}
