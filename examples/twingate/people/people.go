// Package people says who gets access, and for how long.
package people

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/twingate"
)

// Group is the id of the only group of this name. Groups belong to the identity provider, which syncs them: a program that made one would
// fight with it over the members. Finding none, several, or one that gives nobody access, is an error: a resource that nobody can reach
// looks like one that works.
func Group(ctx *pulumi.Context, name string) (pulumi.StringInput, error) {
	found, err := twingate.LookupGroups(ctx, twingate.GroupsQuery{Name: &name})
	switch {
	case err != nil:
		return nil, fmt.Errorf("look for the group %q in Twingate: %w", name, err)
	case len(found) == 0:
		return nil, fmt.Errorf("need a group called %q in Twingate, found none: make it there, or have the identity provider sync it", name)
	case len(found) > 1:
		return nil, fmt.Errorf("need one group called %q in Twingate, found %d", name, len(found))
	case !found[0].IsActive:
		return nil, fmt.Errorf("need an active group called %q in Twingate, found one that is not", name)
	}
	return pulumi.String(found[0].ID), nil
}

// For makes access something that is asked for, given by an administrator, and over after a time such as "8h". Without a time the members
// of the group just have it.
func For(duration string) []twingate.AccessPolicy {
	if duration == "" {
		return nil
	}
	return []twingate.AccessPolicy{{
		Mode: pulumi.String("ACCESS_REQUEST"), ApprovalMode: pulumi.String("MANUAL"), Duration: pulumi.String(duration),
	}}
}
