package component_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
)

func TestWithName(t *testing.T) {
	t.Parallel()
	need := func(name string) string {
		if name == "good" {
			return ""
		}
		return "the name good"
	}
	require.NoError(t, component.WithName("redis", "good", goodArgs(), need).Validate())
	err := component.WithName("redis", "bad", &cacheArgs{Engine: "x", Shards: 2}, need).Validate()
	require.ErrorContains(t, err, `redis: name: need the name good, got "bad"`)
	require.ErrorContains(t, err, "Engine: need", "the arguments are checked all the same")
	var none *cacheArgs
	assert.Equal(t, component.Args(none), component.WithName("redis", "good", none, need), "nil is reported by Register")
	assert.Nil(t, component.WithName("redis", "good", nil, need))
}

func TestNameForm(t *testing.T) {
	t.Parallel()
	need := component.NameForm("lower-case letters", regexp.MustCompile("^[a-z]+$"))
	assert.Empty(t, need("good"))
	assert.Equal(t, "lower-case letters: physical names are made from it", need("Bad"))
}

func TestByProfile(t *testing.T) {
	t.Parallel()
	assert.Equal(t, 7, component.ByProfile(component.Production, 7, 1))
	assert.Equal(t, 1, component.ByProfile(component.Development, 7, 1))
	assert.Equal(t, "large", component.ByProfile(component.Profile(9), "large", "small"), "what no block accepts is not made smaller")
}
