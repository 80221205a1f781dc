package fargate

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The refusals themselves are proved under the engine, which keeps a state.
func TestWhichFlipsAreSafe(t *testing.T) {
	t.Parallel()
	colours := func(active, blue, green string) any {
		return map[string]any{"active": active, "blue": blue, "green": green}
	}
	now := colours("blue", "v1", "v1")
	for name, test := range map[string]struct {
		next any
		safe bool
	}{
		"a new image for the idle colour":    {colours("blue", "v1", "v2"), true},
		"a new image for the active colour":  {colours("blue", "v2", "v1"), true},
		"a flip":                             {colours("green", "v1", "v1"), true},
		"a flip, and the other one is new":   {colours("green", "v2", "v1"), true},
		"a flip to an image that is not run": {colours("green", "v1", "v2"), false},
		"away from two colours":              {"", false},
	} {
		assert.Equal(t, test.safe, flipIsSafe(now, test.next), name)
	}
	assert.False(t, flipIsSafe("", now), "to two colours")
	assert.Nil(t, (&ServiceArgs{}).fixedColours().Value, "a service without colours keeps none")
}
