package fargate_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// Security Hub's and Checkov's controls that a service, its target group and its security group answer for, by default. Those
// of tasks and clusters are in the tests of those.
func TestServiceControls(t *testing.T) {
	t.Parallel()
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"ECS.2, CKV_AWS_333: no public address": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, false, g.One(t, ecsToken).Value("networkConfiguration.assignPublicIp"))
		},
		"ECS.10, CKV_AWS_332: the latest platform": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, "LATEST", g.One(t, ecsToken).Value("platformVersion"))
			assert.Equal(t, "FARGATE", g.One(t, ecsToken).Value("launchType"))
		},
		"CKV_AWS_97, CKV_AWS_223 do not rest on a shell: ECS Exec is off": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, false, g.One(t, ecsToken).Value("enableExecuteCommand"))
		},
		"CKV_AWS_261: health check": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, true, g.One(t, targetsToken).Value("healthCheck.enabled"))
			assert.Equal(t, "/", g.One(t, targetsToken).Value("healthCheck.path"))
		},
		"ELB.1, ELB.18: requests come from the encrypted listener alone": func(t *testing.T, g *infratest.Graph) {
			for _, rule := range g.OfType(ruleToken) {
				assert.Equal(t, theListener, rule.Value("listenerArn"))
			}
		},
		"ELB.13: two zones": func(t *testing.T, g *infratest.Graph) {
			assert.Len(t, g.One(t, ecsToken).Value("networkConfiguration.subnets"), 2)
			assert.Equal(t, "ENABLED", g.One(t, ecsToken).Value("availabilityZoneRebalancing"))
		},
		"CKV_AWS_23, 24, 25, 260, 277: ingress from the load balancer alone": func(t *testing.T, g *infratest.Graph) {
			rule := g.One(t, ingressToken)
			assert.Equal(t, balancerSG, rule.Value("referencedSecurityGroupId"))
			assert.Nil(t, rule.Value("cidrIpv4"))
			assert.NotEmpty(t, rule.Value("description"))
			infratest.AssertNoPublicIngress(t, g)
		},
		"CKV_AWS_382: no egress to every port": func(t *testing.T, g *infratest.Graph) {
			for _, rule := range g.OfType(egressToken) {
				assert.Equal(t, "tcp", rule.Value("ipProtocol"), rule.Name)
				assert.Equal(t, rule.Value("fromPort"), rule.Value("toPort"), rule.Name)
			}
		},
		"ECS.8: no secret in the open": func(t *testing.T, g *infratest.Graph) {
			infratest.AssertNoPlainSecrets(t, g)
		},
		"tags, on tasks too": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, "SERVICE", g.One(t, ecsToken).Value("propagateTags"))
			infratest.AssertTagged(t, g, tagging.DefaultPolicy())
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t, makeService(t, asIs))
		})
	}
	infratest.AssertNoPublicIngress(t, infratest.Run(t, func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		_, err = fargate.NewService(ctx, "web", everything(tags))
		return err
	}))
}
