package figures

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/gantt"
)

// FirstDeployment is how a project of an example came up from nothing.
type FirstDeployment struct {
	Example   string
	Member    sandbox.Member
	Resources int // that were created, components and the stack among them
	Timeline  sandbox.Timeline
}

// FirstDeployments brings projects up in a cloud that is empty, each after those that it reads. The example's name is left to the caller.
func FirstDeployments(
	ctx context.Context, cloud *sandbox.Cloud, members []sandbox.Member, options func(sandbox.Member) []sandbox.Option,
) ([]FirstDeployment, error) {
	var all []FirstDeployment
	err := cloud.InOrder(ctx, members, func(m sandbox.Member) error {
		result, err := cloud.Up(ctx, m.Stack.String(), m.Program(), options(m)...)
		if err != nil {
			return err
		}
		all = append(all, FirstDeployment{Member: m, Resources: result.Changes["create"], Timeline: result.Timeline})
		return nil
	})
	return all, err
}

// SimulatedTable is the block "simulated": sorted by example and stack, the projects of each in the order in which they come up.
func SimulatedTable(all []FirstDeployment) string {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b FirstDeployment) int {
		return cmp.Or(cmp.Compare(a.Example, b.Example), cmp.Compare(a.Member.Stack.Stack, b.Member.Stack.Stack))
	})
	rows := [][]string{{"example", "project", "stack", "resources", "about", "critical path"}}
	for _, d := range sorted {
		rows = append(rows, []string{
			"`" + d.Example + "`", d.Member.Stack.Project, d.Member.Stack.Stack, strconv.Itoa(d.Resources), gantt.Clock(d.Timeline.Total), pathOf(d.Timeline),
		})
	}
	return Table(rows)
}

// shownOperations is how many operations of a path are named; one more is named rather than counted.
const shownOperations = 3

// pathOf names the operations of the critical path in order of time; of a long path only the longest ones.
func pathOf(t sandbox.Timeline) string {
	path := t.CriticalPath()
	named := make([]int, len(path)) // by index
	for i := range named {
		named[i] = i
	}
	between := " → "
	if len(path) > shownOperations+1 {
		slices.SortStableFunc(named, func(i, j int) int { return cmp.Compare(path[j].Takes(), path[i].Takes()) })
		named = named[:shownOperations]
		slices.Sort(named)
		between = ", "
	}
	rest := t.Total
	var texts []string
	for _, i := range named {
		b := path[i]
		rest -= b.Takes()
		text := fmt.Sprintf("`%s` %s", b.URN.Name(), gantt.Clock(b.Takes()))
		if b.Op != "create" {
			text = b.Op + " " + text
		}
		texts = append(texts, text)
	}
	if len(named) < len(path) {
		texts = append(texts, fmt.Sprintf("and %d more of %s", len(path)-len(named), gantt.Clock(rest)))
	}
	return strings.Join(texts, between)
}
