package twingate_test

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/twingate"
)

func function(name string) string { return "twingate:index/" + name + ":" + name }

// lookup is a call of each function: what it asks, what the provider says, and what the program gets.
type lookup struct {
	ask   func(ctx *pulumi.Context) (any, error)
	asked map[string]any
	says  map[string]any
	got   any
}

func lookups() map[string]lookup {
	group := map[string]any{"id": "g", "name": "eng", "type": "SYNCED", "isActive": true}
	foundGroup := twingate.FoundGroup{ID: "g", Name: "eng", Type: "SYNCED", IsActive: true}
	return map[string]lookup{
		"getTwingateGroup": {
			func(ctx *pulumi.Context) (any, error) { return twingate.LookupGroup(ctx, "g") },
			map[string]any{"id": "g"}, group, &foundGroup,
		},
		"getTwingateGroups": {
			func(ctx *pulumi.Context) (any, error) {
				return twingate.LookupGroups(ctx, twingate.GroupsQuery{
					NamePrefix: pulumi.StringRef("eng"), Types: []string{"SYNCED"}, IsActive: pulumi.BoolRef(true),
				})
			},
			map[string]any{"namePrefix": "eng", "types": []any{"SYNCED"}, "isActive": true},
			map[string]any{"id": "q", "groups": []any{group}},
			[]twingate.FoundGroup{foundGroup},
		},
		"getTwingateRemoteNetwork": {
			func(ctx *pulumi.Context) (any, error) {
				return twingate.LookupRemoteNetwork(ctx, twingate.RemoteNetworkQuery{Name: pulumi.StringRef("acme")})
			},
			map[string]any{"name": "acme"},
			map[string]any{"id": "n", "name": "acme", "location": "AWS", "type": "REGULAR"},
			&twingate.FoundRemoteNetwork{ID: "n", Name: "acme", Location: "AWS", Type: "REGULAR"},
		},
		"getTwingateSecurityPolicy": {
			func(ctx *pulumi.Context) (any, error) {
				return twingate.LookupSecurityPolicy(ctx, twingate.SecurityPolicyQuery{ID: pulumi.StringRef("p")})
			},
			map[string]any{"id": "p"}, map[string]any{"id": "p", "name": "Default Policy"},
			&twingate.FoundSecurityPolicy{ID: "p", Name: "Default Policy"},
		},
		"getTwingateConnector": {
			func(ctx *pulumi.Context) (any, error) { return twingate.LookupConnector(ctx, "c") },
			map[string]any{"id": "c"},
			map[string]any{
				"id": "c", "name": "acme-1", "remoteNetworkId": "n", "state": "ALIVE", "hostname": "h", "version": "1.80.0", "publicIp": "203.0.113.7",
				"privateIps": []any{"10.0.0.7"}, "statusUpdatesEnabled": true,
			},
			&twingate.FoundConnector{
				ID: "c", Name: "acme-1", RemoteNetworkID: "n", State: "ALIVE", Hostname: "h", Version: "1.80.0", PublicIP: "203.0.113.7",
				PrivateIPs: []string{"10.0.0.7"}, StatusUpdatesEnabled: true,
			},
		},
		"getTwingateUsers": {
			func(ctx *pulumi.Context) (any, error) {
				return twingate.LookupUsers(ctx, twingate.UsersQuery{EmailSuffix: pulumi.StringRef("@example.com"), Roles: []string{"DEVOPS"}})
			},
			map[string]any{"emailSuffix": "@example.com", "roles": []any{"DEVOPS"}},
			map[string]any{"id": "q", "users": []any{map[string]any{
				"id": "u", "email": "a@example.com", "firstName": "Ada", "lastName": "L", "role": "DEVOPS", "type": "MANUAL",
			}}},
			[]twingate.FoundUser{{ID: "u", Email: "a@example.com", FirstName: "Ada", LastName: "L", Role: "DEVOPS", Type: "MANUAL"}},
		},
	}
}

func TestLookups(t *testing.T) {
	t.Parallel()
	for name, l := range lookups() {
		var asked map[string]any
		answer := infratest.Respond(function(name), func(call infratest.Call) (map[string]any, error) {
			asked = call.Inputs.Mappable()
			return l.says, nil
		})
		infratest.Run(t, func(ctx *pulumi.Context) error {
			got, err := l.ask(ctx)
			assert.Equal(t, l.got, got, name)
			return err
		}, answer)
		assert.Equal(t, l.asked, asked, name)
	}
}

func TestLookupErrors(t *testing.T) {
	t.Parallel()
	for name, l := range lookups() {
		answer := infratest.Respond(function(name), func(infratest.Call) (map[string]any, error) { return nil, errors.New("no such " + name) })
		_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
			got, err := l.ask(ctx)
			assert.Empty(t, got, name)
			return err
		}, answer)
		require.ErrorContains(t, err, "no such "+name)
	}
}

// The simulated cloud has what the look-ups of a first deployment need.
func TestLookupsInTheSimulatedCloud(t *testing.T) {
	t.Parallel()
	infratest.Run(t, func(ctx *pulumi.Context) error {
		groups, err := twingate.LookupGroups(ctx, twingate.GroupsQuery{Name: pulumi.StringRef("eng")})
		if err != nil {
			return err
		}
		if assert.Len(t, groups, 1) {
			assert.Equal(t, "eng", groups[0].Name)
		}
		network, err := twingate.LookupRemoteNetwork(ctx, twingate.RemoteNetworkQuery{Name: pulumi.StringRef("acme")})
		if err != nil {
			return err
		}
		assert.Equal(t, "acme", network.Name)
		assert.NotEmpty(t, network.ID)
		return nil
	})
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := twingate.LookupRemoteNetwork(ctx, twingate.RemoteNetworkQuery{})
		return err
	})
	require.Error(t, err)
}
