package plan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud/plan"
)

func shopKey() plan.Key {
	return plan.Key{
		Application: "shop", Generation: 3, Owner: "key-maker",
		Grants: []plan.Grant{plan.Ingest("logs-shop-default"), plan.Read("catalogue-*"), plan.Monitor()},
	}
}

func TestAKeyHasTheLeastPrivileges(t *testing.T) {
	t.Parallel()
	rendered(t, "api_key", `{
		"name": "shop-3", "expiration": "365d", "metadata": {"application": "shop", "generation": 3, "owner": "key-maker"},
		"role_descriptors": {
			"ingest": {"indices": [{"names": ["logs-shop-default"], "privileges": ["auto_configure", "create_doc"]}]},
			"read": {"indices": [{"names": ["catalogue-*"], "privileges": ["read", "view_index_metadata"]}]},
			"monitor": {"cluster": ["monitor"]}
		}
	}`, shopKey())
	key := shopKey()
	key.DisableExpiration = true
	key.Grants = []plan.Grant{{Name: "ilm", Cluster: []string{"manage_ilm"}, Reason: "moves policies between clusters"}}
	rendered(t, "api_key", `{
		"name": "shop-3", "role_descriptors": {"ilm": {"cluster": ["manage_ilm"]}},
		"metadata": {"application": "shop", "generation": 3, "owner": "key-maker", "reason-ilm": "moves policies between clusters"}
	}`, key)
}

func TestKeysThatAreRefused(t *testing.T) {
	t.Parallel()
	_, err := plan.Key{Application: "Shop", Owner: "elastic", Expiration: "1y"}.JSON()
	refused(t, "Key", err,
		`Application: need lower-case letters, digits and hyphens, beginning with a letter or digit, 63 at most, got "Shop"`,
		"Generation: need 1 or more, got 0",
		`Owner: need a service user with what its keys need: elastic may do everything, got "elastic"`,
		`Expiration: need a whole number and d, h, m, s, ms, micros or nanos, such as 30d, got "1y"`,
		"Grants: need one grant or more: a key without any may do all that its owner may, got nothing",
	)
	key := shopKey()
	key.Expiration, key.DisableExpiration, key.Owner = "1d", true, ""
	key.Grants = []plan.Grant{
		{Name: "a"}, {Name: "a", Cluster: []string{""}},
		{Name: "B", Indices: []plan.IndexGrant{{}, {Names: []string{"Logs", ""}, Privileges: []string{"read"}}}},
	}
	refused(t, "Key", key.Validate(),
		"Owner: need the name of the service user who makes the key, got nothing",
		`Expiration: need nothing with DisableExpiration, got "1d"`,
		"Grants[0]: need cluster privileges or privileges on indices, got nothing",
		`Grants[1].Name: need a name of its own, got "a"`,
		"Grants[1].Cluster: need the name of a privilege, got nothing",
		`Grants[2].Name: need lower-case letters, digits, dots, hyphens and underscores, beginning with a letter or digit, 200 at most, got "B"`,
		"Grants[2].Indices[0].Names: need one name or pattern or more, got nothing",
		"Grants[2].Indices[0].Privileges: need one privilege or more, got nothing",
		`Grants[2].Indices[1].Names: need a lower-case name of 255 bytes at most, not beginning with - _ + or .ds-, without \ / ? " < > | , # : or spaces, got "Logs"`,
		`Grants[2].Indices[1].Names: need a lower-case name of 255 bytes at most, not beginning with - _ + or .ds-, without \ / ? " < > | , # : or spaces, got nothing`,
	)
}

func TestWhatIsFarReachingNeedsAReason(t *testing.T) {
	t.Parallel()
	index := func(name, privilege string) plan.Grant {
		return plan.Grant{Name: "a", Indices: []plan.IndexGrant{{Names: []string{name}, Privileges: []string{privilege}}}}
	}
	grants := map[string]plan.Grant{
		"*": index("*", "read"), "**": index("**", "read"), "*-logs": index("*-logs", "read"), ".security*": index(".security*", "read"),
		"all": index("logs", "all"), "manage": index("logs", "manage"), "delete_index": index("logs", "delete_index"),
		"indices:data/read/*": index("logs", "indices:data/read/*"),
	}
	for _, privilege := range []string{
		"all", "manage", "manage_security", "manage_api_key", "manage_own_api_key", "grant_api_key", "clone_api_key", "manage_service_account", "manage_token",
		"manage_pipeline", "read_security", "delegate_pki", "manage_of_tomorrow",
	} {
		grants[privilege] = plan.Grant{Name: "a", Cluster: []string{privilege}}
	}
	for name, grant := range grants {
		key := shopKey()
		key.Grants = []plan.Grant{grant}
		require.ErrorContains(t, key.Validate(), ", or a Reason, got \"", name)
		key.Grants[0].Reason = "  "
		require.Error(t, key.Validate(), "%s: blanks are no reason", name)
		key.Grants[0].Reason = "the migration of 2030"
		require.NoError(t, key.Validate(), name)
	}
	key := shopKey()
	key.Grants = []plan.Grant{index("logs", "raed")}
	refused(t, "Key", key.Validate(), `Grants[0].Indices[0].Privileges: need less than that, such as read, or a Reason, got "raed"`)
}

func TestAKeyIsReplacedRatherThanUpdated(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change   func(*plan.Key)
		replaced bool
		want     string
	}{
		"nothing":            {change: func(*plan.Key) {}},
		"the same said":      {change: func(k *plan.Key) { k.Expiration = "365d" }},
		"a reason":           {change: func(k *plan.Key) { k.Grants[0].Reason = "because" }},
		"the order":          {change: func(k *plan.Key) { k.Grants[0], k.Grants[1] = k.Grants[1], k.Grants[0] }},
		"rotation":           {change: func(k *plan.Key) { k.Generation++ }, replaced: true},
		"rotation and grant": {change: func(k *plan.Key) { k.Generation++; k.Grants = k.Grants[:1] }, replaced: true},
		"a grant": {
			change: func(k *plan.Key) { k.Grants = k.Grants[:1] },
			want:   "plan: Key.Generation: need 4: the definition has changed, and a key is replaced rather than updated, got 3",
		},
		"expiration": {
			change: func(k *plan.Key) { k.Expiration = "1d" },
			want:   "plan: Key.Generation: need 4: the definition has changed, and a key is replaced rather than updated, got 3",
		},
		"owner": {
			change: func(k *plan.Key) { k.Owner = "other" },
			want:   "plan: Key.Generation: need 4: the definition has changed, and a key is replaced rather than updated, got 3",
		},
		"back":    {change: func(k *plan.Key) { k.Generation-- }, want: "plan: Key.Generation: need 3, or 4 for a new key, got 2"},
		"a leap":  {change: func(k *plan.Key) { k.Generation += 2 }, want: "plan: Key.Generation: need 3, or 4 for a new key, got 5"},
		"another": {change: func(k *plan.Key) { k.Application = "store" }, want: `plan: Key.Application: need the same application, shop, got "store"`},
		"refused": {
			change: func(k *plan.Key) { k.Generation = 0 },
			want:   "plan: Key.Generation: need 1 or more, got 0",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			next := shopKey()
			test.change(&next)
			replaced, err := plan.Replaced(shopKey(), next)
			assert.Equal(t, test.replaced, replaced)
			if test.want == "" {
				require.NoError(t, err)
			} else {
				require.EqualError(t, err, test.want)
			}
		})
	}
}

func TestTheOwnerMayWhatItsKeysMay(t *testing.T) {
	t.Parallel()
	store := plan.Key{
		Application: "store", Generation: 1, Owner: "key-maker", Grants: []plan.Grant{plan.Read("catalogue-*"), plan.Monitor()},
	}
	role, err := plan.OwnerRole(shopKey(), store)
	require.NoError(t, err)
	rendered(t, "role", `{
		"cluster": ["manage_own_api_key", "monitor"],
		"indices": [
			{"names": ["logs-shop-default"], "privileges": ["auto_configure", "create_doc"]},
			{"names": ["catalogue-*"], "privileges": ["read", "view_index_metadata"]}
		]
	}`, role)
}

func TestKeysOfOneOwner(t *testing.T) {
	t.Parallel()
	_, err := plan.OwnerRole()
	require.EqualError(t, err, "plan: Keys: need one key or more, got nothing")
	other, broken := shopKey(), shopKey()
	other.Owner = "other"
	broken.Application, broken.Grants = "store", nil
	_, err = plan.OwnerRole(shopKey(), other, broken)
	require.EqualError(t, err, `plan: Keys.shop-3.Owner: need the one service user who owns all keys, key-maker, got "other"
plan: Keys.shop-3: need a name of its own: another application or generation, got "shop-3"
plan: Key.Grants: need one grant or more: a key without any may do all that its owner may, got nothing`)
}
