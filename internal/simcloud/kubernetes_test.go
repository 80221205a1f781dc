package simcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	deploymentType = "kubernetes:apps/v1:Deployment"
	configMapType  = "kubernetes:core/v1:ConfigMap"
	namespaceType  = "kubernetes:core/v1:Namespace"
)

func metadata(o resource.PropertyMap) resource.PropertyMap { return o["metadata"].ObjectValue() }

func TestKubernetesNames(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	web := made(t, c, deploymentType, "Web", resource.PropertyMap{})
	name := open(metadata(web.Outputs)["name"]).(string)
	assert.Regexp(t, `^web-[0-9a-f]{8}$`, name)
	assert.Equal(t, resource.ID("default/"+name), web.ID)
	assert.Equal(t, "default", open(metadata(web.Inputs)["namespace"]))
	assert.Equal(t, "true", open(metadata(web.Inputs)["annotations"].ObjectValue()["pulumi.com/autonamed"]))

	web = changed(t, c, web, props(values{"metadata": values{"labels": values{"a": "b"}}}))
	assert.Equal(t, name, open(metadata(web.Outputs)["name"]), "kept")

	ns := made(t, c, namespaceType, "shop", props(values{"metadata": values{"name": "shop"}}))
	assert.Equal(t, resource.ID("shop"), ns.ID)
	assert.NotContains(t, metadata(ns.Inputs), resource.PropertyKey("namespace"))
	assert.NotContains(t, metadata(ns.Inputs), resource.PropertyKey("annotations"))

	job := made(t, c, "kubernetes:batch/v1:Job", "j", props(values{"metadata": values{"generateName": "run-"}}))
	assert.Regexp(t, `^default/run-[0-9a-f]{8}$`, string(job.ID))

	release := made(t, c, "kubernetes:helm.sh/v3:Release", "ingress", props(values{"chart": "nginx", "namespace": "web", "name": "in"}))
	assert.Equal(t, resource.ID("web/in"), release.ID)

	custom := made(t, c, "kubernetes:acme.io/v1:Widget", "w", props(values{"metadata": values{"name": "w"}}))
	assert.Equal(t, resource.ID("default/w"), custom.ID, "a type of a CRD is taken for a namespaced one")
}

func TestKubernetesNamesAreChecked(t *testing.T) {
	failures := check(configMapType, props(values{"metadata": values{"name": "Web_App"}}))
	require.Len(t, failures, 1)
	assert.Equal(t, "metadata.name", failures[0].Property)
	assert.Contains(t, failures[0].Reason, `got "Web_App"`)
	assert.Empty(t, check("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", props(values{"metadata": values{"name": "system:Reader"}})))
	assert.Empty(t, check(configMapType, resource.PropertyMap{"metadata": later()}))
}

func TestKubernetesMetadataAndStatus(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	web := made(t, c, deploymentType, "web", props(values{"metadata": values{"name": "web"}, "spec": values{"replicas": 3}}))
	assert.Regexp(t, `^[0-9a-f-]{36}$`, open(metadata(web.Outputs)["uid"]))
	assert.EqualValues(t, 3, open(web.Outputs["status"].ObjectValue()["readyReplicas"]))
	scaled := changed(t, c, web, props(values{"metadata": values{"name": "web"}, "spec": values{"replicas": 4}}))
	assert.Equal(t, metadata(web.Outputs)["uid"], metadata(scaled.Outputs)["uid"])
	assert.EqualValues(t, 4, open(scaled.Outputs["status"].ObjectValue()["readyReplicas"]))

	service := made(t, c, "kubernetes:core/v1:Service", "web", props(values{"spec": values{"type": "LoadBalancer"}}))
	ingress := service.Outputs["status"].ObjectValue()["loadBalancer"].ObjectValue()["ingress"].ArrayValue()
	require.Len(t, ingress, 1)
	assert.Regexp(t, `^203\.0\.113\.[0-9]+$`, open(ingress[0].ObjectValue()["ip"]))

	moved := changed(t, c, service, props(values{"spec": values{"type": "LoadBalancer", "ports": []any{}}}))
	assert.Equal(t, service.Outputs["status"], moved.Outputs["status"], "addresses stay")
	next, err := c.Update(ctx, simcloud.Request{URN: service.URN, ID: service.ID, Inputs: moved.Inputs, Preview: true})
	require.NoError(t, err)
	assert.Equal(t, service.Outputs["status"], next.Outputs["status"])
	next, err = c.Update(ctx, simcloud.Request{
		URN: web.URN, ID: web.ID, Inputs: props(values{"metadata": values{"name": "web"}, "spec": values{"replicas": 9}}), Preview: true,
	})
	require.NoError(t, err)
	assert.True(t, next.Outputs["status"].IsComputed())

	secretMeta := made(t, c, configMapType, "x", resource.PropertyMap{"metadata": hidden(values{"name": "x"})})
	assert.True(t, secretMeta.Outputs["metadata"].IsSecret())

	preview, err := c.Create(ctx, simcloud.Request{URN: web.URN, Inputs: web.Inputs, Preview: true})
	require.NoError(t, err)
	assert.True(t, preview.Outputs["status"].IsComputed())
	assert.Equal(t, "web", open(metadata(preview.Outputs)["name"]))
}

func TestKubernetesReplacements(t *testing.T) {
	meta := func(name, namespace string) values {
		return values{"name": name, "namespace": namespace}
	}
	selector := func(app string, replicas int) values {
		return values{"replicas": replicas, "selector": values{"matchLabels": values{"app": app}}}
	}
	tests := []struct {
		name      string
		typ       string
		old, next values
		replace   []string
		before    bool
	}{
		{"name", configMapType, values{"metadata": meta("a", "n")}, values{"metadata": meta("b", "n")}, []string{"metadata"}, false},
		{"namespace", configMapType, values{"metadata": meta("a", "n")}, values{"metadata": meta("a", "m")}, []string{"metadata"}, false},
		{"labels", configMapType, values{"metadata": meta("a", "n")},
			values{"metadata": values{"name": "a", "namespace": "n", "labels": values{"x": "y"}}}, nil, false},
		{"selector", deploymentType, values{"metadata": meta("a", "n"), "spec": selector("x", 1)},
			values{"metadata": meta("a", "n"), "spec": selector("y", 1)}, []string{"spec"}, true},
		{"replicas", deploymentType, values{"metadata": meta("a", "n"), "spec": selector("x", 1)},
			values{"metadata": meta("a", "n"), "spec": selector("x", 2)}, nil, false},
		{"data", configMapType, values{"metadata": meta("a", "n"), "data": values{"k": "1"}},
			values{"metadata": meta("a", "n"), "data": values{"k": "2"}}, []string{"data"}, true},
		{"kind of a role", "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", values{"metadata": meta("a", "n"), "roleRef": values{"name": "x"}},
			values{"metadata": meta("a", "n"), "roleRef": values{"name": "y"}}, []string{"roleRef"}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := diff(test.typ, props(test.old), props(test.next))
			assert.Equal(t, test.replace, d.Replace)
			assert.Equal(t, test.before, d.DeleteBeforeReplace)
			assert.NotEmpty(t, d.Changed)
		})
	}
}

func TestKubernetesReplacementWithUnknowns(t *testing.T) {
	old := props(values{"metadata": values{"name": "a", "namespace": "n"}})
	next := resource.PropertyMap{"metadata": resource.NewObjectProperty(resource.PropertyMap{
		"name": resource.NewStringProperty("a"), "namespace": later(),
	})}
	assert.Equal(t, []string{"metadata"}, diff(configMapType, old, next).Replace)

	service := "kubernetes:core/v1:Service"
	next = resource.PropertyMap{"spec": resource.NewObjectProperty(resource.PropertyMap{"clusterIP": later()})}
	assert.Equal(t, []string{"spec"}, diff(service, props(values{"spec": values{}}), next).Replace)
}

func TestAutonamedKubernetesObjectsAreReplacedBeforeTheyAreDeleted(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	inputs := func(value string) resource.PropertyMap { return props(values{"data": values{"k": value}}) }
	old := made(t, c, configMapType, "settings", inputs("1"))
	next, failures := c.Check(simcloud.Request{URN: old.URN, OldInputs: old.Inputs, Inputs: inputs("2")})
	require.Empty(t, failures)
	d := c.Diff(simcloud.Request{URN: old.URN, ID: old.ID, OldInputs: old.Inputs, Inputs: next})
	assert.Equal(t, []string{"data"}, d.Replace)
	assert.False(t, d.DeleteBeforeReplace)
	replacement := made(t, c, configMapType, "settings", inputs("2"))
	assert.NotEqual(t, old.ID, replacement.ID)
}
