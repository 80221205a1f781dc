package securitygroup_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

const (
	groupToken   = "aws:ec2/securityGroup:SecurityGroup"
	ingressToken = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressToken  = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
)

func program(ctx *pulumi.Context) error {
	tags := pulumi.StringMap{"owner": pulumi.String("team")}
	_, err := securitygroup.New(ctx, "cache", &securitygroup.Args{
		VPCID: pulumi.String("vpc-1"), Tags: tags, Title: "cache of the shop",
		Ingress: []securitygroup.Rule{
			{Role: "api", Description: "clients", Protocol: "tcp", FromPort: 6379, ToPort: 6380, Group: pulumi.String("sg-1")},
			{Role: "net", Description: "network", Protocol: "tcp", FromPort: 443, ToPort: 443, CIDR: pulumi.String("10.0.0.0/16")},
		},
		Egress: []securitygroup.Rule{
			{Role: "s3", Description: "storage", Protocol: "tcp", FromPort: 443, ToPort: 443, PrefixList: pulumi.String("pl-1")},
		},
	})
	return err
}

func TestRulesAreResourcesOfTheirOwn(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, program)
	group := g.Named(t, groupToken, "cache")
	text := func(r *infratest.Resource, path string) string {
		v, ok := r.Input(path)
		if !ok {
			return ""
		}
		return v.StringValue()
	}
	assert.Equal(t, "Managed by Pulumi", text(group, "description"), "a constant: a change would replace the group")
	assert.Equal(t, "cache of the shop", text(group, "tags.Name"))
	assert.Equal(t, "team", text(group, "tags.owner"))
	for _, inline := range []string{"ingress", "egress"} {
		_, ok := group.Input(inline)
		assert.False(t, ok, "no inline %s", inline)
	}
	number := func(r *infratest.Resource, path string) float64 {
		return r.Inputs[resource.PropertyKey(path)].NumberValue()
	}
	api := g.Named(t, ingressToken, "cache-ingress-api")
	assert.Equal(t, "sg-1", text(api, "referencedSecurityGroupId"))
	assert.Equal(t, group.ID, text(api, "securityGroupId"))
	assert.Equal(t, "clients", text(api, "description"))
	assert.Equal(t, "tcp", text(api, "ipProtocol"))
	assert.Equal(t, []float64{6379, 6380}, []float64{number(api, "fromPort"), number(api, "toPort")})
	assert.Equal(t, "team", text(api, "tags.owner"))
	assert.Empty(t, text(api, "cidrIpv4"))
	assert.Equal(t, "10.0.0.0/16", text(g.Named(t, ingressToken, "cache-ingress-net"), "cidrIpv4"))
	s3 := g.Named(t, egressToken, "cache-egress-s3")
	assert.Equal(t, "pl-1", text(s3, "prefixListId"))
	assert.Equal(t, []float64{443, 443}, []float64{number(s3, "fromPort"), number(s3, "toPort")})
	assert.Equal(t, group.ID, text(s3, "securityGroupId"))
	assert.Equal(t, "team", text(s3, "tags.owner"))
}

func TestTheCallersTagsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	tags := pulumi.StringMap{"owner": pulumi.String("team")}
	infratest.Run(t, func(ctx *pulumi.Context) error {
		_, err := securitygroup.New(ctx, "cache", &securitygroup.Args{VPCID: pulumi.String("vpc-1"), Tags: tags, Title: "x"})
		return err
	})
	assert.Len(t, tags, 1)
}

func TestTwoRulesOfOneRole(t *testing.T) {
	t.Parallel()
	for _, direction := range []string{"ingress", "egress"} {
		_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
			args := &securitygroup.Args{VPCID: pulumi.String("vpc-1"), Title: "x"}
			rule := securitygroup.Rule{Role: "a", Protocol: "tcp", CIDR: pulumi.String("10.0.0.0/16")}
			twice := []securitygroup.Rule{rule, rule}
			if direction == "ingress" {
				args.Ingress = twice
			} else {
				args.Egress = twice
			}
			_, err := securitygroup.New(ctx, "cache", args)
			return err
		})
		require.ErrorContains(t, err, "duplicate resource URN", direction)
	}
}
