package twingateconnector_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// Security Hub's and Checkov's controls that connectors on Fargate answer for, by default.
func TestFargateControls(t *testing.T) {
	t.Parallel()
	onContainers := func(holds func(*testing.T, map[string]any)) func(*testing.T, *infratest.Graph) {
		return func(t *testing.T, g *infratest.Graph) {
			for _, definition := range g.OfType(definitionToken) {
				holds(t, containerOf(t, definition))
			}
		}
	}
	onServices := func(path string, want any) func(*testing.T, *infratest.Graph) {
		return func(t *testing.T, g *infratest.Graph) {
			for _, service := range g.OfType(serviceToken) {
				assert.Equal(t, want, service.Value(path), service.Name)
			}
		}
	}
	for control, holds := range map[string]func(*testing.T, *infratest.Graph){
		"ECS.2, CKV_AWS_333: no public address":    onServices("networkConfiguration.assignPublicIp", false),
		"ECS.10, CKV_AWS_332: the latest platform": onServices("platformVersion", "LATEST"),
		"no shell: ECS Exec is off":                onServices("enableExecuteCommand", false),
		"ECS.4, CKV_AWS_334: not privileged":       onContainers(func(t *testing.T, c map[string]any) { assert.Equal(t, false, c["privileged"]) }),
		"ECS.5, CKV_AWS_336: read-only root":       onContainers(func(t *testing.T, c map[string]any) { assert.Equal(t, true, c["readonlyRootFilesystem"]) }),
		"ECS.20: not root":                         onContainers(func(t *testing.T, c map[string]any) { assert.Equal(t, "65532", c["user"]) }),
		"ECS.1, CKV_AWS_335: no namespace of the host's": func(t *testing.T, g *infratest.Graph) {
			for _, definition := range g.OfType(definitionToken) {
				assert.Equal(t, "awsvpc", definition.Value("networkMode"))
				assert.Nil(t, definition.Value("pidMode"))
				assert.Nil(t, definition.Value("ipcMode"))
			}
		},
		"ECS.8: no secret in the environment": func(t *testing.T, g *infratest.Graph) {
			infratest.AssertNoPlainSecrets(t, g)
			onContainers(func(t *testing.T, c map[string]any) {
				for _, variable := range c["environment"].([]any) {
					assert.NotContains(t, variable.(map[string]any)["name"], "TOKEN")
				}
			})(t, g)
		},
		"ECS.9: logs": onContainers(func(t *testing.T, c map[string]any) {
			assert.Equal(t, "awslogs", c["logConfiguration"].(map[string]any)["logDriver"])
		}),
		"CKV_AWS_338: logs are kept for a year": func(t *testing.T, g *infratest.Graph) {
			for _, group := range g.OfType(logGroupToken) {
				assert.Equal(t, 365.0, group.Value("retentionInDays"))
			}
		},
		"CKV_AWS_249: the roles to start and to run differ": func(t *testing.T, g *infratest.Graph) {
			for _, definition := range g.OfType(definitionToken) {
				assert.NotEqual(t, definition.Value("executionRoleArn"), definition.Value("taskRoleArn"))
			}
		},
		"ECS.12, CKV_AWS_65: Container Insights": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, "enabled", g.One(t, clusterToken).Value("settings[0].value"))
		},
		"EC2.18, EC2.19, CKV_AWS_24, 25, 260, 277: zero ingress": func(t *testing.T, g *infratest.Graph) {
			assert.Empty(t, g.OfType(ingressToken))
			assert.Nil(t, g.One(t, groupToken).Value("ingress"))
			infratest.AssertNoPublicIngress(t, g)
		},
		"CKV_AWS_382: egress is listed, with every port of no protocol but UDP": func(t *testing.T, g *infratest.Graph) {
			assert.Equal(t, map[string]string{
				"anywhere-tcp-443": "tcp 443-443 0.0.0.0/0", "anywhere-tcp-30000-31000": "tcp 30000-31000 0.0.0.0/0",
				"anywhere-udp-1-65535": "udp 1-65535 0.0.0.0/0",
				"10-0-0-0-16-tcp-53":   "tcp 53-53 10.0.0.0/16", "10-0-0-0-16-tcp-6379": "tcp 6379-6379 10.0.0.0/16",
			}, rulesOf(g))
		},
		"CKV_AWS_23: every rule says what it is for": func(t *testing.T, g *infratest.Graph) {
			for _, rule := range g.OfType(egressToken) {
				assert.NotEmpty(t, rule.Value("description"), rule.Name)
			}
		},
		"tags, on tasks too": func(t *testing.T, g *infratest.Graph) {
			onServices("propagateTags", "SERVICE")(t, g)
			infratest.AssertTagged(t, g, tagging.DefaultPolicy())
		},
	} {
		t.Run(control, func(t *testing.T) {
			t.Parallel()
			holds(t, makeFargate(t, asIs))
		})
	}
}
