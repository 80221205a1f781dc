package simcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	definitionType = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
	widgetType     = "kubernetes:acme.io/v1:Widget"
)

func refusedWith(t *testing.T, err error, code, reason string) {
	t.Helper()
	var refused *simcloud.RefusedError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, code, refused.Code)
	assert.Contains(t, refused.Reason, reason)
}

func TestOneNameInOneClusterIsOneObject(t *testing.T) {
	t.Parallel()
	h := host(t)
	named := func(data values) values { return values{"data": data} }
	first := h.request(configMapType, "settings", named(values{"a": "1", "b": "2"}), h.place())
	o, err := h.cloud.Create(ctx, first)
	require.NoError(t, err)

	// Another resource of the name, as another program would have it.
	second := first
	second.URN = urnOf(configMapType, "settings-of-another-team")
	second.Place.Kubernetes.ClientSideApply = true
	_, err = h.cloud.Create(ctx, second)
	refusedWith(t, err, "AlreadyExists", `configmaps "settings" already exists`)

	second.Place.Kubernetes.ClientSideApply = false
	second.Inputs = h.request(configMapType, "settings", named(values{"a": "9", "c": "3"}), h.place()).Inputs
	_, err = h.cloud.Create(ctx, second)
	refusedWith(t, err, "Conflict", "Server-Side Apply field conflict detected")
	assert.Contains(t, err.Error(), ": .data.a")
	assert.NotContains(t, err.Error(), ".data.c")
	assert.Equal(t, 2, len(h.cloud.Objects()), "nothing was changed")

	second.Inputs = h.request(configMapType, "settings", named(values{"a": "1", "c": "3"}), h.place()).Inputs
	adopted, err := h.cloud.Create(ctx, second)
	require.NoError(t, err, "fields of the same value, and new ones, are adopted")
	assert.Equal(t, o.ID, adopted.ID)
	require.NoError(t, h.cloud.Delete(ctx, again(adopted, h.place())))
	assert.Equal(t, []simcloud.Object{h.cluster}, h.cloud.Objects(), "it was one object")
	assert.False(t, h.read(o, h.place()))
	_, err = h.cloud.Update(ctx, again(o, h.place()))
	refusedWith(t, err, "NotFound", `configmaps "settings" not found`)
}

func TestARecreatedObjectIsDeletedWithTheOneItReplaces(t *testing.T) {
	t.Parallel()
	h := host(t)
	old := h.made(configMapType, "settings", values{"data": values{"a": "1"}}, h.place())
	replacement := h.made(configMapType, "settings", values{"data": values{"a": "1"}}, h.place())
	assert.Equal(t, old.ID, replacement.ID)
	require.NoError(t, h.cloud.Delete(ctx, again(old, h.place())))
	assert.False(t, h.read(replacement, h.place()), "a provider that is replaced for the same cluster takes its objects with it")
}

func TestACustomResourceNeedsItsDefinition(t *testing.T) {
	t.Parallel()
	h := host(t)
	const noMatch = `Verify that any required CRDs have been created: no matches for kind "Widget" in version "acme.io/v1"`
	_, err := h.create(widgetType, "w", nil, h.place())
	refusedWith(t, err, "NoMatch", noMatch)

	definition := func(kind, version string, served bool) values {
		return values{"spec": values{
			"group": "acme.io", "scope": "Namespaced", "names": values{"kind": kind, "plural": "widgets"},
			"versions": []any{values{"name": version, "served": served, "storage": true}},
		}}
	}
	for name, d := range map[string]values{
		"another kind": definition("Gadget", "v1", true), "another version": definition("Widget", "v2", true), "not served": definition("Widget", "v1", false),
	} {
		crd := h.made(definitionType, "widgets.acme.io", d, h.place())
		_, err = h.create(widgetType, "w", nil, h.place())
		refusedWith(t, err, "NoMatch", noMatch)
		require.NoError(t, h.cloud.Delete(ctx, again(crd, h.place())), name)
	}
	h.made(definitionType, "widgets.acme.io", definition("Widget", "v1", true), outside("green.example.com"))
	_, err = h.create(widgetType, "w", nil, h.place())
	refusedWith(t, err, "NoMatch", noMatch)

	h.made(definitionType, "widgets.acme.io", definition("Widget", "v1", true), h.place())
	h.made(widgetType, "w", nil, h.place())
	h.made(widgetType, "w", nil, outside("blue.example.com")) // nobody knows what that cluster has
	h.made(widgetType, "w", nil, simcloud.Kubernetes{})
	h.made("kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy", "p", nil, h.place())
}
