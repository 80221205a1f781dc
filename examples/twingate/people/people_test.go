package people_test

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/examples/twingate/people"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/twingate"
)

// find looks for the developers in an account with these groups, and returns the id.
func find(groups []any, failure error, opts ...infratest.Option) (id string, asked string, err error) {
	answer := infratest.Respond("twingate:index/getTwingateGroups:getTwingateGroups", func(call infratest.Call) (map[string]any, error) {
		asked = call.Inputs["name"].StringValue()
		return map[string]any{"groups": groups}, failure
	})
	_, err = infratest.TryRun(func(ctx *pulumi.Context) error {
		found, err := people.Group(ctx, "Developers")
		if err == nil {
			id = string(found.(pulumi.String))
		}
		return err
	}, append(opts, answer)...)
	return id, asked, err
}

func account(id string, active bool) map[string]any {
	return map[string]any{"id": id, "name": "Developers", "type": "SYNCED", "isActive": active}
}

func TestGroup(t *testing.T) {
	t.Parallel()
	for _, opts := range [][]infratest.Option{nil, {infratest.Preview()}} {
		id, asked, err := find([]any{account("group-1", true)}, nil, opts...)
		require.NoError(t, err)
		assert.Equal(t, "group-1", id)
		assert.Equal(t, "Developers", asked)
	}
}

// Whatever is not exactly one group that gives access ends the search, in preview already.
func TestGroupIsNotThere(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]struct {
		groups []any
		err    error
	}{
		`need a group called "Developers" in Twingate, found none`:            {[]any{}, nil},
		`need one group called "Developers" in Twingate, found 2`:             {[]any{account("group-1", true), account("group-2", true)}, nil},
		`need an active group called "Developers" in Twingate, found one tha`: {[]any{account("group-1", false)}, nil},
		`look for the group "Developers" in Twingate: `:                       {nil, errors.New("no such token")},
	} {
		for _, opts := range [][]infratest.Option{nil, {infratest.Preview()}} {
			_, _, err := find(c.groups, c.err, opts...)
			require.ErrorContains(t, err, want)
		}
	}
}

func TestFor(t *testing.T) {
	t.Parallel()
	assert.Empty(t, people.For(""))
	assert.Equal(t, []twingate.AccessPolicy{{
		Mode: pulumi.String("ACCESS_REQUEST"), ApprovalMode: pulumi.String("MANUAL"), Duration: pulumi.String("8h"),
	}}, people.For("8h"))
}
