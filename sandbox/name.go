package sandbox

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// DefaultOrganization is the organization of stacks that name none, the one that Pulumi's self-managed backends use.
const DefaultOrganization = "organization"

// StackName is a stack's full name.
type StackName struct{ Organization, Project, Stack string }

// String returns "organization/project/stack".
func (n StackName) String() string { return n.Organization + "/" + n.Project + "/" + n.Stack }

var namePart = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,100}$`)

// ParseStackName reads "organization/project/stack" or "project/stack".
func ParseStackName(s string) (StackName, error) {
	parts := strings.Split(s, "/")
	if len(parts) == 2 {
		parts = append([]string{DefaultOrganization}, parts...)
	}
	if len(parts) != 3 {
		return StackName{}, fmt.Errorf("stack name: need organization/project/stack or project/stack, got %q", s)
	}
	for _, part := range parts {
		if !namePart.MatchString(part) || strings.Trim(part, ".") == "" {
			return StackName{}, fmt.Errorf("stack name %q: need parts of letters, digits, hyphens, underscores and periods, got %q", s, part)
		}
	}
	return StackName{Organization: parts[0], Project: parts[1], Stack: parts[2]}, nil
}

// resolve reads a stack reference made by a program of stack n: a bare stack name is of the same project, and
// "organization/stack" too, as Pulumi reads them.
func (n StackName) resolve(reference string) (StackName, error) {
	switch parts := strings.Split(reference, "/"); len(parts) {
	case 1:
		return ParseStackName(n.Organization + "/" + n.Project + "/" + reference)
	case 2:
		return ParseStackName(parts[0] + "/" + n.Project + "/" + parts[1])
	default:
		return ParseStackName(reference)
	}
}

func sortedStacks[V any](stacks map[StackName]V) []StackName {
	return slices.SortedFunc(maps.Keys(stacks), func(a, b StackName) int { return cmp.Compare(a.String(), b.String()) })
}
