package workload_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/k8s/workload"
)

func TestWhatRuns(t *testing.T) {
	t.Parallel()
	d := deployed(t, nothing)
	for _, none := range []string{"command", "args", "ports", "env"} {
		assert.Nil(t, d.Value(container+none), none)
	}
	assert.Equal(t, false, d.Value(podSpec+"enableServiceLinks"))
	assert.Equal(t, "FallbackToLogsOnError", d.Value(container+"terminationMessagePolicy"))
	d = deployed(t, everything)
	assert.Equal(t, []any{"/orders"}, d.Value(container+"command"))
	assert.Equal(t, []any{"serve", "--verbose"}, d.Value(container+"args"))
	assert.Equal(t, []any{map[string]any{"name": "app", "containerPort": 8080.0, "protocol": "TCP"}}, d.Value(container+"ports"))
	assert.Equal(t, map[string]any{"kubernetes.io/arch": "arm64"}, d.Value(podSpec+"nodeSelector"))
	assert.Len(t, d.Value(podSpec+"containers"), 1)
}

func TestResources(t *testing.T) {
	t.Parallel()
	d := deployed(t, nothing)
	assert.Equal(t, map[string]any{
		"requests": map[string]any{"cpu": "250m", "memory": "512Mi"}, "limits": map[string]any{"memory": "512Mi"},
	}, d.Value(container+"resources"))
}

func TestUser(t *testing.T) {
	t.Parallel()
	for user, change := range map[float64]func(*workload.Args){65532: nothing, 1000: func(a *workload.Args) { a.User = 1000 }} {
		d := deployed(t, change)
		for _, who := range []string{"runAsUser", "runAsGroup", "fsGroup"} {
			assert.Equal(t, user, d.Value(podSpec+"securityContext."+who), who)
		}
		assert.Equal(t, user, d.Value(container+"securityContext.runAsUser"))
	}
}

// Variables come sorted, whatever the order of a map.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []any{
		map[string]any{"name": "CACHE", "value": "cache:6379"},
		map[string]any{"name": "REGION", "value": "eu-west-1"},
		map[string]any{"name": "API_KEY", "valueFrom": map[string]any{"secretKeyRef": map[string]any{"name": "orders-api", "key": "key", "optional": false}}},
	}, deployed(t, everything).Value(container+"env"))
}

func TestFiles(t *testing.T) {
	t.Parallel()
	d := deployed(t, func(a *workload.Args) {
		a.WritablePaths = map[string]string{"/var/cache": "1Gi", "/tmp": "64Mi"}
		a.ConfigFiles = map[string]pulumi.StringInput{"/etc/orders": pulumi.String("orders-config")}
		a.SecretFiles = map[string]pulumi.StringInput{"/etc/database": pulumi.String("database.orders")}
	})
	assert.Equal(t, []any{
		map[string]any{"name": "writable-0", "emptyDir": map[string]any{"sizeLimit": "64Mi"}},
		map[string]any{"name": "writable-1", "emptyDir": map[string]any{"sizeLimit": "1Gi"}},
		map[string]any{"name": "config-0", "configMap": map[string]any{"name": "orders-config", "defaultMode": 288.0, "optional": false}},
		map[string]any{"name": "secret-0", "secret": map[string]any{"secretName": "database.orders", "defaultMode": 288.0, "optional": false}},
	}, d.Value(podSpec+"volumes"), "288 is 0440")
	assert.Equal(t, []any{
		map[string]any{"name": "writable-0", "mountPath": "/tmp", "readOnly": false},
		map[string]any{"name": "writable-1", "mountPath": "/var/cache", "readOnly": false},
		map[string]any{"name": "config-0", "mountPath": "/etc/orders", "readOnly": true},
		map[string]any{"name": "secret-0", "mountPath": "/etc/database", "readOnly": true},
	}, d.Value(container+"volumeMounts"))

	d = deployed(t, nothing)
	assert.Equal(t, []any{map[string]any{"name": "writable-0", "emptyDir": map[string]any{"sizeLimit": "64Mi"}}}, d.Value(podSpec+"volumes"))
	assert.Equal(t, "/tmp", d.Value(container+"volumeMounts[0].mountPath"))
	d = deployed(t, func(a *workload.Args) { a.WritablePaths = map[string]string{} })
	assert.Nil(t, d.Value(podSpec+"volumes"))
}

// What a tag that moves names has to be asked for at each start, or pods of one revision differ.
func TestPullPolicy(t *testing.T) {
	t.Parallel()
	for image, want := range map[string]string{
		digest: "IfNotPresent", "shop/orders:1": "IfNotPresent", "localhost:5000/orders:1": "IfNotPresent",
		"shop/orders": "Always", "shop/orders:latest": "Always", "localhost:5000/orders": "Always",
		"shop/orders:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef": "IfNotPresent",
	} {
		d := deployed(t, func(a *workload.Args) { a.Profile, a.Image = component.Development, pulumi.String(image) })
		assert.Equal(t, want, d.Value(container+"imagePullPolicy"), image)
		assert.Equal(t, image, d.Value(container+"image"))
	}
}
