package component

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stashOf is the inputs of a stash that keeps the values.
func stashOf(values map[string]any) resource.PropertyMap {
	return resource.NewPropertyMapFromMap(map[string]any{"input": values})
}

func TestRulesOfOneOwnTellEveryProblem(t *testing.T) {
	t.Parallel()
	var compared []any
	rule := Fixed{Field: "Doors", Refuse: func(old, next any) []FieldError {
		compared = []any{old, next}
		return []FieldError{
			{Field: "Doors.front", Need: "to be closed first", Got: "nothing"},
			{Field: "Doors.back", Need: "to be closed first", Got: "nothing"},
		}
	}}
	plain := Fixed{Field: "Key", Instead: "stay"}
	scope := &Scope{block: "vault", name: "gold"}
	err := scope.refusedChanges("Args", []Fixed{rule, plain},
		stashOf(map[string]any{"Doors": map[string]any{"front": "open"}, "Key": "one"}),
		stashOf(map[string]any{"Doors": map[string]any{}, "Key": "two"}))
	require.EqualError(t, err, "vault: gold: Args.Doors.front: need to be closed first, got nothing\n"+
		"vault: gold: Args.Doors.back: need to be closed first, got nothing\n"+
		`vault: gold: Args.Key: need "one", the value it was created with, got "two"; stay`)
	assert.Equal(t, []any{map[string]any{"front": "open"}, map[string]any{}}, compared)
	assert.Equal(t, "vault.Args", FieldErrors(err)[0].Args)
}

func TestRulesOfOneOwnAreAskedAboutChangesOnly(t *testing.T) {
	t.Parallel()
	never := Fixed{Field: "Doors", Refuse: func(any, any) []FieldError {
		t.Error("nothing has changed")
		return nil
	}}
	unknown := resource.PropertyMap{"input": resource.NewProperty(resource.PropertyMap{"Doors": resource.MakeComputed(resource.NewProperty(""))})}
	scope := &Scope{block: "vault", name: "gold"}
	for name, c := range map[string]struct{ old, next resource.PropertyMap }{
		"the same":       {stashOf(map[string]any{"Doors": "open"}), stashOf(map[string]any{"Doors": "open"})},
		"not kept yet":   {stashOf(map[string]any{}), stashOf(map[string]any{"Doors": "open"})},
		"not known yet":  {stashOf(map[string]any{"Doors": "open"}), unknown},
		"nothing before": {nil, stashOf(map[string]any{"Doors": "open"})},
	} {
		require.NoError(t, scope.refusedChanges("Args", []Fixed{never}, c.old, c.next), name)
	}
	fine := Fixed{Field: "Doors", Refuse: func(any, any) []FieldError { return nil }}
	require.NoError(t, scope.refusedChanges("Args", []Fixed{fine}, stashOf(map[string]any{"Doors": "a"}), stashOf(map[string]any{"Doors": "b"})))
}
