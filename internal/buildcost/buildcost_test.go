package buildcost_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/buildcost/block"
	"github.com/groundwork-go/groundwork/internal/buildcost/sdk"
)

// made lists the resources of a program with the names of their inputs, without components and without the stash, which is
// the block's own. The texts for people differ, so alarms are compared without their descriptions.
func made(t *testing.T, g *infratest.Graph) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, r := range g.All() {
		if r.Custom && r.Type != "pulumi:index:Stash" {
			inputs := maps.Clone(r.Inputs)
			delete(inputs, "alarmDescription")
			all[r.Type+" "+r.Name] = slices.Sorted(maps.Keys(names(inputs)))
		}
	}
	return all
}

func names(inputs resource.PropertyMap) map[string]bool {
	all := map[string]bool{}
	for name := range inputs {
		all[string(name)] = true
	}
	return all
}

// The comparison of build times is a fair one: both programs make the same.
func TestBothProgramsMakeTheSame(t *testing.T) {
	t.Parallel()
	assert.Equal(t, made(t, infratest.Run(t, sdk.Program)), made(t, infratest.Run(t, block.Program)))
}
