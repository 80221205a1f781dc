package twingateconnector_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestContainer(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, asIs)
	definition := g.Named(t, definitionToken, "way-in-connector-1-task-definition")
	secret, version := text(g.Named(t, secretToken, "way-in-connector-1-secret"), "arn"), text(g.Named(t, versionToken, "way-in-connector-1-secret-version"), "versionId")
	assert.Equal(t, map[string]any{
		"name": "connector", "image": "twingate/connector:1", "essential": true, "user": "65532", "privileged": false,
		"readonlyRootFilesystem": true,
		"environment": []any{
			map[string]any{"name": "TWINGATE_LABEL_DEPLOYED_BY", "value": "groundwork"},
			map[string]any{"name": "TWINGATE_LABEL_HOSTNAME", "value": "project-way-in-test-1"},
			map[string]any{"name": "TWINGATE_LOG_ANALYTICS", "value": "v2"},
			map[string]any{"name": "TWINGATE_NETWORK", "value": "acme"},
			map[string]any{"name": "TWINGATE_TIMESTAMP_FORMAT", "value": "2"},
		},
		"secrets": []any{
			map[string]any{"name": "TWINGATE_ACCESS_TOKEN", "valueFrom": secret + ":accessToken::" + version},
			map[string]any{"name": "TWINGATE_REFRESH_TOKEN", "valueFrom": secret + ":refreshToken::" + version},
		},
		"linuxParameters": map[string]any{
			"capabilities": map[string]any{"drop": []any{"ALL"}}, "initProcessEnabled": true,
			"tmpfs": []any{map[string]any{"containerPath": "/var/run/twingate", "size": 64.0, "mountOptions": []any{"mode=1777", "nosuid", "nodev"}}},
		},
		"healthCheck": map[string]any{
			"command": []any{"CMD", "/connectorctl", "health"}, "interval": 10.0, "timeout": 5.0, "retries": 3.0, "startPeriod": 30.0,
		},
		"logConfiguration": map[string]any{"logDriver": "awslogs", "options": map[string]any{
			"awslogs-group": text(g.Named(t, logGroupToken, "way-in-connector-1-log-group"), "name"), "awslogs-region": "us-east-1",
			"awslogs-stream-prefix": "ecs", "mode": "non-blocking", "max-buffer-size": "25m",
		}},
		"stopTimeout": 30.0,
	}, containerOf(t, definition))
	infratest.AssertInputs(t, definition, map[string]any{
		"cpu": "256", "memory": "512", "networkMode": "awsvpc", "requiresCompatibilities": []any{"FARGATE"}, "skipDestroy": true,
		"runtimePlatform":  map[string]any{"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
		"executionRoleArn": text(g.Named(t, roleToken, "way-in-connector-1-execution-role"), "arn"),
		"taskRoleArn":      text(g.Named(t, roleToken, "way-in-connector-1-task-role"), "arn"),
	})
	assert.Regexp(t, `^way-in-connector-1-[a-z2-7]{10}$`, definition.Value("family"))
	assert.NotEqual(t, definition.Value("family"), g.Named(t, definitionToken, "way-in-connector-2-task-definition").Value("family"))
}

// A container without capabilities may send pings only where the kernel lets every group.
func TestPings(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, func(a *twingateconnector.FargateArgs) { a.Access.Resources[0].AllowICMP = true })
	for _, definition := range g.OfType(definitionToken) {
		container := containerOf(t, definition)
		assert.Equal(t, []any{map[string]any{"namespace": "net.ipv4.ping_group_range", "value": "0 2147483647"}}, container["systemControls"])
		assert.Equal(t, map[string]any{"drop": []any{"ALL"}}, container["linuxParameters"].(map[string]any)["capabilities"])
	}
}

func TestWhatTheRolesMayDo(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, asIs)
	for _, name := range []string{"way-in-connector-1", "way-in-connector-2"} {
		logs := text(g.Named(t, logGroupToken, name+"-log-group"), "arn")
		secret := text(g.Named(t, secretToken, name+"-secret"), "arn")
		policy := g.Named(t, rolePolicyToken, name+"-execution-policy")
		assert.Equal(t, []any{
			allows("Logs", []any{"logs:CreateLogStream", "logs:PutLogEvents"}, []any{logs + ":*"}),
			allows("Tokens", []any{"secretsmanager:GetSecretValue"}, []any{secret}),
		}, documentOf(t, policy, "policy")["Statement"])
		assert.Equal(t, text(g.Named(t, roleToken, name+"-execution-role"), "name"), policy.Value("role"))
		for _, each := range g.OfType(rolePolicyToken) {
			assert.NotEqual(t, text(g.Named(t, roleToken, name+"-task-role"), "name"), each.Value("role"), "the connector itself may do nothing")
		}
		trust := documentOf(t, g.Named(t, roleToken, name+"-task-role"), "assumeRolePolicy")["Statement"].([]any)[0].(map[string]any)
		assert.Equal(t, map[string]any{
			"StringEquals": map[string]any{"aws:SourceAccount": []any{"123456789012"}},
			"ArnLike":      map[string]any{"aws:SourceArn": []any{"arn:aws:ecs:us-east-1:123456789012:*"}},
		}, trust["Condition"])
	}
}

func TestAKeyOfOnesOwn(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, func(a *twingateconnector.FargateArgs) {
		a.KMSKeyARN, a.PermissionsBoundaryARN = pulumi.String(theKey), pulumi.String(theBoundary)
	})
	for _, token := range []string{secretToken, logGroupToken} {
		for _, r := range g.OfType(token) {
			assert.Equal(t, theKey, r.Value("kmsKeyId"), r.Name)
		}
	}
	for _, role := range g.OfType(roleToken) {
		assert.Equal(t, theBoundary, role.Value("permissionsBoundary"), role.Name)
	}
	statements := documentOf(t, g.Named(t, rolePolicyToken, "way-in-connector-2-execution-policy"), "policy")["Statement"].([]any)
	assert.Equal(t, decrypts(theKey), statements[len(statements)-1])
}

// Docker Hub limits pulls; a pull-through cache of Amazon ECR fetches what is new with the rights of the one who pulls.
func TestAnImageInAPullThroughCache(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, func(a *twingateconnector.FargateArgs) { a.Image = pullThroughImage })
	assert.Equal(t, pullThroughImage, containerOf(t, g.Named(t, definitionToken, "way-in-connector-1-task-definition"))["image"])
	statements := documentOf(t, g.Named(t, rolePolicyToken, "way-in-connector-1-execution-policy"), "policy")["Statement"].([]any)
	assert.Equal(t, []any{
		allows("Login", []any{"ecr:GetAuthorizationToken"}, []any{"*"}),
		allows("Pull", []any{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, []any{pullThroughTarget}),
		allows("Import", []any{"ecr:BatchImportUpstreamImage", "ecr:CreateRepository"}, []any{pullThroughTarget}),
	}, statements[1:4])
}
