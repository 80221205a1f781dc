package sandbox

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/sandbox/internal/diagram"
)

// Diagram draws the stacks of members as they are: the blocks in each with the number of their resources, and which stack reads which.
// It is an SVG picture, for light and dark pages.
func (c *Cloud) Diagram(w io.Writer, title string, members []Member) error {
	var cards []diagram.Card
	for _, m := range members {
		reads, err := c.readsOf(m.Stack)
		if err != nil {
			return err
		}
		for _, read := range reads {
			if !slices.ContainsFunc(members, func(other Member) bool { return other.Stack == read }) {
				return fmt.Errorf("stack %s reads %s, which is not among the projects", m.Stack, read)
			}
		}
		card, err := c.card(m, reads)
		if err != nil {
			return err
		}
		cards = append(cards, card)
	}
	return diagram.SVG(w, title, cards)
}

// card is what a stack's state tells.
func (c *Cloud) card(m Member, reads []StackName) (diagram.Card, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	state, err := c.existing(m.Stack)
	if err != nil {
		return diagram.Card{}, err
	}
	if state == nil || len(state.base.Resources) == 0 {
		return diagram.Card{}, fmt.Errorf("stack %s is not up", m.Stack)
	}
	card := diagram.Card{Title: m.Stack.Project}
	for _, read := range reads {
		if name := read.Project; name != m.Stack.Project && !slices.Contains(card.Reads, name) {
			card.Reads = append(card.Reads, name)
		}
	}
	slices.Sort(card.Reads)
	total := 0
	for _, r := range state.base.Resources {
		if managed(r) {
			total++
		}
		if root := r.Parent; r.Custom || r.Type == resource.RootStackType || root.Type() != resource.RootStackType {
			continue
		}
		card.Lines = append(card.Lines, fmt.Sprintf("%s %s · %d", kindOf(string(r.Type)), r.URN.Name(), below(state.base.Resources, r.URN)))
	}
	card.Note = fmt.Sprintf("%s · %d resources", m.Stack.Stack, total)
	if total == 1 {
		card.Note = m.Stack.Stack + " · 1 resource"
	}
	return card, nil
}

// managed tells a resource that a cloud has.
func managed(r apitype.ResourceV3) bool {
	return r.Custom && !r.External && !strings.HasPrefix(string(r.Type), "pulumi:")
}

// kindOf is a block's type as people call it: "aws/redis Cluster".
func kindOf(token string) string {
	_, rest, _ := strings.Cut(token, ":")
	return strings.Replace(rest, ":", " ", 1)
}

// below counts the resources of a component.
func below(all []apitype.ResourceV3, component resource.URN) (count int) {
	parents := map[resource.URN]resource.URN{}
	for _, r := range all {
		parents[r.URN] = r.Parent
	}
	for _, r := range all {
		if !managed(r) {
			continue
		}
		for at := r.Parent; at != ""; at = parents[at] {
			if at == component {
				count++
				break
			}
		}
	}
	return count
}
