package kubeform_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

func TestNames(t *testing.T) {
	t.Parallel()
	for name, good := range map[string]bool{"web": true, "web-1": true, "w": true, "": false, "Web": false, "1web": false, "web-": false, "web.x": false} {
		assert.Equal(t, good, kubeform.NeedName(name) == "", name)
	}
	for name, good := range map[string]bool{
		"kube-system": true, "1a": true, strings.Repeat("a", 63): true, strings.Repeat("a", 64): false, "": false, "a_b": false, "A": false, "-a": false, "a.b": false,
	} {
		p := component.NewProblems("box", "Args")
		assert.Equal(t, good, kubeform.CheckDNSLabel(p, "Namespace", name), name)
		assert.Equal(t, good, p.Err() == nil, name)
		p = component.NewProblems("box", "Args")
		assert.Equal(t, good, kubeform.CheckDNSLabelInput(p, "Namespace", pulumi.String(name)), name)
		_, err := internals.UnsafeAwaitOutput(t.Context(), kubeform.PassDNSLabel(pulumi.String(name).ToStringOutput(), "box.Args", "Namespace"))
		assert.Equal(t, good, err == nil, "%s, known later", name)
	}
	p := component.NewProblems("box", "Args")
	assert.True(t, kubeform.CheckDNSLabelInput(p, "Namespace", pulumi.String("A_b").ToStringOutput()), "left to PassDNSLabel")
}

func TestLabels(t *testing.T) {
	t.Parallel()
	for key, good := range map[string]bool{
		"pool": true, "example.com/pool": true, "kubernetes.io/arch": true, "A_b.c-9": true, strings.Repeat("a", 63): true,
		"": false, "-pool": false, "pool-": false, "Example.com/pool": false, "a/b/c": false, "/pool": false, strings.Repeat("a", 64): false,
	} {
		p := component.NewProblems("box", "Args")
		assert.Equal(t, good, kubeform.CheckLabelKey(p, "Labels", key), key)
		assert.Equal(t, good, p.Err() == nil, key)
		assert.Equal(t, good, kubeform.IsLabelKey(key), key)
	}
	for value, good := range map[string]bool{
		"": true, "a": true, "A_b.c-9": true, strings.Repeat("a", 63): true, strings.Repeat("a", 64): false, "-a": false, "a b": false, "a/b": false,
	} {
		p := component.NewProblems("box", "Args")
		assert.Equal(t, good, kubeform.CheckLabelValue(p, "Labels", value), value)
		assert.Equal(t, good, p.Err() == nil, value)
		assert.Equal(t, good, kubeform.IsLabelValue(value), value)
	}
}
