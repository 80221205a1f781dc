package tagging_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/tagging"
)

func TestBrokenPoliciesAreErrors(t *testing.T) {
	tests := map[string]struct {
		policy tagging.Policy
		want   []string
	}{
		"pattern": {
			tagging.Policy{Required: []tagging.Key{{Name: "owner", Match: "("}}},
			[]string{"Policy.Required[0].Match: need a regular expression, got \"(\" for owner (error parsing regexp: missing closing ): `(`)"},
		},
		"pattern that only anchoring would mend": {
			tagging.Policy{Required: []tagging.Key{{Name: "owner", Match: "a)|(b"}}},
			[]string{"Policy.Required[0].Match: need a regular expression, got \"a)|(b\" for owner (error parsing regexp: unexpected ): `a)|(b`)"},
		},
		"key name": {
			tagging.Policy{Optional: []tagging.Key{{Name: "Cost Center"}}},
			[]string{`Policy.Optional[0].Name: need a lower-case letter, then up to 31 lower-case letters, digits, - or _, got "Cost Center"`},
		},
		"same key twice": {
			tagging.Policy{Required: []tagging.Key{{Name: "owner"}}, Optional: []tagging.Key{{Name: "owner"}}},
			[]string{`Policy.Optional[0].Name: need each key once in the policy, got "owner" again`},
		},
		"values": {
			tagging.Policy{Required: []tagging.Key{{Name: "owner", Match: "[a-z]+", OneOf: []string{"a", "a", "7", "b,"}}}},
			[]string{
				`Policy.Required[0].OneOf[1]: need each value once, got "a" again`,
				`Policy.Required[0].OneOf[2]: need a value that Match accepts, "[a-z]+", got "7"`,
				`Policy.Required[0].OneOf[3]: need letters, digits, spaces and + - = . _ : / @ only (AWS), got "b,"`,
				`Policy.Required[0].OneOf[3]: need a value that Match accepts, "[a-z]+", got "b,"`,
			},
		},
		"forbidden": {
			tagging.Policy{Required: []tagging.Key{{Name: "owner"}}, Forbidden: []string{"", "*", "a*b", "own*", "pulumi-stack"}},
			[]string{
				`Policy.Forbidden[0]: need a key, or the beginning of keys with one * at the end, got ""`,
				`Policy.Forbidden[1]: need a key, or the beginning of keys with one * at the end, got "*"`,
				`Policy.Forbidden[2]: need a key, or the beginning of keys with one * at the end, got "a*b"`,
				`Policy.Forbidden[3]: need no key that is required, optional or automatic, got "own*", which covers owner`,
				`Policy.Forbidden[4]: need no key that is required, optional or automatic, got "pulumi-stack", which covers pulumi-stack`,
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.policy.AllowOther = true
			_, err := create(t, tt.policy, nil)
			got := problems(t, err)
			require.GreaterOrEqual(t, len(got), len(tt.want))
			assert.Equal(t, tt.want, got[:len(tt.want)], "the policy comes first")
		})
	}
}

func TestMatchIsAboutTheWholeValue(t *testing.T) {
	policy := tagging.Policy{Required: []tagging.Key{{Name: "cost-center", Match: `cc-\d{4}|none`}}}
	for value, accepted := range map[string]bool{
		"cc-1200": true, "none": true, "xcc-1200": false, "cc-12000": false, "none at all": false,
	} {
		_, err := create(t, policy, tagging.Tags{"cost-center": value})
		assert.Equal(t, accepted, err == nil, value)
	}
}

func TestMisspeltKeysAreRecognised(t *testing.T) {
	policy := tagging.DefaultPolicy()
	policy.AllowOther = false
	policy.Optional = []tagging.Key{{Name: "az"}}
	for given, meant := range map[string]string{
		"ower": "owner", "cost_center": "cost-center", "env": "environment", "CostCenter": "cost-center",
		"services": "service", "environmnt": "environment", "colour": "", "x": "",
	} {
		_, err := create(t, policy, with(given, "v"))
		text := problems(t, err)[0]
		if meant == "" {
			assert.NotContains(t, text, "did you mean", given)
			continue
		}
		assert.Contains(t, text, `did you mean "`+meant+`"?`, given)
	}
}

func TestForbiddenKeys(t *testing.T) {
	policy := tagging.DefaultPolicy()
	policy.Forbidden = []string{"aws-*", "name"}
	for key, accepted := range map[string]bool{"aws-x": false, "name": false, "names": true, "awsx": true, "my-aws-x": true} {
		_, err := create(t, policy, with(key, "v"))
		assert.Equal(t, accepted, err == nil, key)
	}
}
