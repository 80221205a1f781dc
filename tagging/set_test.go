package tagging_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/tagging"
)

// noCloud is a mock that no test registers anything with.
type noCloud struct{}

func (noCloud) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return args.Name, args.Inputs, nil
}

func (noCloud) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) { return args.Args, nil }

// in runs the body in a program of project shop, stack dev.
func in(t testing.TB, body func(ctx *pulumi.Context), opts ...pulumi.RunOption) {
	t.Helper()
	inStack(t, "shop", "dev", body, opts...)
}

func inStack(t testing.TB, project, stack string, body func(ctx *pulumi.Context), opts ...pulumi.RunOption) {
	t.Helper()
	program := func(ctx *pulumi.Context) error {
		body(ctx)
		return nil
	}
	require.NoError(t, pulumi.RunErr(program, append(opts, pulumi.WithMocks(project, stack, noCloud{}))...))
}

func create(t testing.TB, p tagging.Policy, tags tagging.Tags) (set tagging.Set, err error) {
	t.Helper()
	in(t, func(ctx *pulumi.Context) { set, err = tagging.New(ctx, p, tags) })
	return set, err
}

func full() tagging.Tags {
	return tagging.Tags{"owner": "team-pay", "cost-center": "cc-1200", "environment": "dev", "service": "checkout"}
}

// with returns the full tags with one more.
func with(key, value string) tagging.Tags {
	tags := full()
	tags[key] = value
	return tags
}

// problems returns what a refusal lists, as "key: need ..., got ...".
func problems(t testing.TB, err error) []string {
	t.Helper()
	var refused *tagging.Error
	require.ErrorAs(t, fmt.Errorf("wrapped: %w", err), &refused)
	texts := make([]string, 0, len(refused.Problems))
	for _, p := range refused.Problems {
		texts = append(texts, p.String())
	}
	return texts
}

func TestNewAddsTheAutomaticTags(t *testing.T) {
	set, err := create(t, tagging.DefaultPolicy(), full())
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		"owner": "team-pay", "cost-center": "cc-1200", "environment": "dev", "service": "checkout",
		"managed-by": "pulumi", "pulumi-project": "shop", "pulumi-stack": "dev",
	}, set.Map())
	assert.False(t, set.IsZero())
	assert.True(t, tagging.Set{}.IsZero())
}

func TestNewReportsEverythingAtOnce(t *testing.T) {
	policy := tagging.Policy{
		Required: []tagging.Key{
			{Name: "owner", Match: `team-[a-z]+`, Why: "the team that is called"},
			{Name: "environment", OneOf: []string{"dev", "prod"}},
			{Name: "service"},
			{Name: "cost-center", Why: "the account that pays"},
		},
		Optional:  []tagging.Key{{Name: "data-class"}},
		Forbidden: []string{"aws-*", "team"},
	}
	_, err := create(t, policy, tagging.Tags{
		"owner": "xteam-pay", "environment": "stage", "cost-centre": "12", "aws-name": "x", "team": "y",
		"Data Class": "pii", "service": "", "managed-by": "terraform", "pulumi-stack": "dev",
	})
	assert.Equal(t, []string{
		`"Data Class": need a lower-case letter, then up to 31 lower-case letters, digits, - or _; did you mean "data-class"?, got the key "Data Class"`,
		`aws-name: need a key that the policy does not forbid, got one that "aws-*" forbids`,
		`cost-center: need a value (the account that pays), got nothing, but there is "cost-centre"`,
		`cost-centre: need a key of the policy; did you mean "cost-center"?, got an unknown key`,
		`environment: need one of dev, prod, got "stage"`,
		`managed-by: need "pulumi", which is set automatically, got "terraform"`,
		`owner: need a value that matches team-[a-z]+ (the team that is called), got "xteam-pay"`,
		`service: need a value that is not empty, got ""`,
		`team: need a key that the policy does not forbid, got one that "team" forbids`,
	}, problems(t, err))
	assert.True(t, strings.HasPrefix(err.Error(), "tagging: stack \"dev\": 9 problems\n  \"Data Class\": need "), err.Error())
}

func TestOneProblemIsOneLine(t *testing.T) {
	tags := full()
	delete(tags, "owner")
	_, err := create(t, tagging.DefaultPolicy(), tags)
	assert.EqualError(t, err, `tagging: stack "dev": owner: need a value (the team that answers for the resource), got nothing`)
}

func TestDefaultPolicyNeedsFourTags(t *testing.T) {
	_, err := create(t, tagging.DefaultPolicy(), nil)
	var refused *tagging.Error
	require.ErrorAs(t, err, &refused)
	var keys []string
	for _, p := range refused.Problems {
		keys = append(keys, p.Key)
		assert.NotEmpty(t, p.Why, p.Key)
	}
	assert.Equal(t, []string{"cost-center", "environment", "owner", "service"}, keys)
}

func TestDefaultPolicyIsAFreshCopy(t *testing.T) {
	first := tagging.DefaultPolicy()
	first.Required[0].Name = "changed"
	assert.Equal(t, "owner", tagging.DefaultPolicy().Required[0].Name)
}

func TestValues(t *testing.T) {
	tests := map[string]struct{ value, problem string }{
		"longest":           {strings.Repeat("a", 256), ""},
		"longest in runes":  {strings.Repeat("é", 255) + "a", ""},
		"every legal mark":  {"a + - = . _ : / @ b", ""},
		"one character":     {"1", ""},
		"only an at sign":   {"@", ""},
		"too long":          {strings.Repeat("a", 257), "need 256 characters or fewer (AWS)"},
		"empty":             {"", "need a value that is not empty"},
		"only space":        {"   ", "need no space at the beginning or end"},
		"space at the end":  {"pay ", "need no space at the beginning or end"},
		"line feed":         {"a\nb", "need letters, digits, spaces and + - = . _ : / @ only"},
		"comma":             {"a,b", "need letters, digits, spaces and + - = . _ : / @ only"},
		"no-break space":    {"a\u00a0b", "need letters, digits, spaces and + - = . _ : / @ only"},
		"not UTF-8":         {"a\xff", "need valid UTF-8"},
		"reserved by AWS":   {"AWS:thing", `need a value that does not begin with "aws:"`},
		"aws without colon": {"aws-thing", ""},
		"nothing to fold":   {"日本", "need at least one of a-z, A-Z and 0-9"},
		"only marks":        {"-_.", "need at least one of a-z, A-Z and 0-9"},
		"lower-cases to k":  {"\u212a", "need at least one of a-z, A-Z and 0-9"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			set, err := create(t, tagging.DefaultPolicy(), with("extra", tt.value))
			if tt.problem == "" {
				require.NoError(t, err)
				assert.Equal(t, tt.value, set.Map()["extra"])
				return
			}
			assert.Contains(t, strings.Join(problems(t, err), "\n"), "extra: "+tt.problem)
		})
	}
}

func TestKeys(t *testing.T) {
	tests := map[string]bool{
		"a": true, "a1": true, "a_b-c": true, "k" + strings.Repeat("x", 31): true, "trailing-": true,
		"": false, "A": false, "1a": false, "-a": false, "a b": false, "aws:x": false, "é": false,
		"k" + strings.Repeat("x", 32): false, "a\n": false, "kubernetes.io/x": false,
	}
	for key, legal := range tests {
		t.Run(key, func(t *testing.T) {
			_, err := create(t, tagging.DefaultPolicy(), with(key, "v"))
			if legal {
				assert.NoError(t, err)
				return
			}
			assert.Contains(t, problems(t, err)[0], "need a lower-case letter")
		})
	}
}

func TestKeysThatBecomeOneOnKubernetesAreRefused(t *testing.T) {
	_, err := create(t, tagging.DefaultPolicy(), with("owner_", "x"))
	assert.Equal(t, []string{`owner_: need a key that stays different from "owner" on Kubernetes, got "owner" for both`}, problems(t, err))

	set, err := create(t, tagging.DefaultPolicy(), with("managed-by-", "helm"))
	require.NoError(t, err, "managed-by has a label of its own, so nothing collides with it")
	assert.Equal(t, pulumi.String("helm"), set.KubernetesLabels()["managed-by"])
	assert.Equal(t, pulumi.String("pulumi"), set.KubernetesLabels()["app.kubernetes.io/managed-by"])
}

func TestNumberOfTags(t *testing.T) {
	tags := full()
	for i := len(tags); i < 47; i++ {
		tags[fmt.Sprintf("k%d", i)] = "v"
	}
	_, err := create(t, tagging.DefaultPolicy(), tags)
	require.NoError(t, err, "47 and the automatic three make 50")
	tags["one-more"] = "v"
	_, err = create(t, tagging.DefaultPolicy(), tags)
	assert.Equal(t, []string{"Tags: need 50 tags or fewer, the 3 automatic ones included (AWS), got 51"}, problems(t, err))
}

func TestOtherKeys(t *testing.T) {
	policy := tagging.DefaultPolicy()
	_, err := create(t, policy, with("repo", "shop"))
	require.NoError(t, err)
	policy.AllowOther = false
	_, err = create(t, policy, with("repo", "shop"))
	assert.Equal(t, []string{"repo: need a key of the policy, got an unknown key"}, problems(t, err))
	policy.Optional = []tagging.Key{{Name: "repo", OneOf: []string{"shop"}}}
	_, err = create(t, policy, with("repo", "shop"))
	require.NoError(t, err)
	_, err = create(t, policy, with("repo", "web"))
	assert.Equal(t, []string{`repo: need one of shop, got "web"`}, problems(t, err))
}

func TestAutomaticKeysMayBeInThePolicy(t *testing.T) {
	policy := tagging.Policy{Required: []tagging.Key{{Name: "pulumi-stack", Match: "prod|dev"}}}
	_, err := create(t, policy, nil)
	require.NoError(t, err)
	policy.Required[0].Match = "prod"
	_, err = create(t, policy, nil)
	assert.Equal(t, []string{`pulumi-stack: need a value that matches prod, got "dev"`}, problems(t, err))
}

func TestWithAddsAndChecksAgain(t *testing.T) {
	policy := tagging.DefaultPolicy()
	policy.Required[0].Match = "team-.*"
	set, err := create(t, policy, full())
	require.NoError(t, err)

	more, err := set.With(tagging.Tags{"data-class": "pii", "owner": "team-web"})
	require.NoError(t, err)
	assert.Equal(t, "pii", more.Map()["data-class"])
	assert.Equal(t, "team-web", more.Map()["owner"])
	assert.Equal(t, "team-pay", set.Map()["owner"], "the receiver stays")
	assert.NotContains(t, set.Map(), "data-class")

	_, err = set.With(tagging.Tags{"owner": "bob", "service": "", "pulumi-stack": "prod"})
	assert.Equal(t, []string{
		`owner: need a value that matches team-.* (the team that answers for the resource), got "bob"`,
		`pulumi-stack: need "dev", which is set automatically, got "prod"`,
		`service: need a value that is not empty (the product or service it is part of), got ""`,
	}, problems(t, err))

	_, err = tagging.Set{}.With(full())
	assert.EqualError(t, err, "tagging: Set: need a set made by New or FromConfig, got the zero value")
}

func TestSetsAreImmutable(t *testing.T) {
	policy := tagging.DefaultPolicy()
	policy.Required[2].OneOf = []string{"dev", "prod"}
	tags := full()
	set, err := create(t, policy, tags)
	require.NoError(t, err)
	twin, err := create(t, policy, full())
	require.NoError(t, err)

	tags["owner"] = "changed"
	policy.Required[0].Name = "changed"
	policy.Required[2].OneOf[0] = "changed"
	set.Map()["owner"] = "changed"
	set.AWS()["owner"] = pulumi.String("changed")
	set.GCPLabels()["owner"] = pulumi.String("changed")
	set.AWSPairs()[0].Value = "changed"

	assert.Equal(t, twin, set)
	assert.Equal(t, "team-pay", set.Map()["owner"])
	_, err = set.With(tagging.Tags{"environment": "dev"})
	assert.NoError(t, err, "the set keeps the policy it was made with")
}

func TestEqualSetsAreDeeplyEqual(t *testing.T) {
	bare, err := create(t, tagging.Policy{AllowOther: true}, full())
	require.NoError(t, err)
	spelled, err := create(t, tagging.Policy{
		Required: []tagging.Key{}, Optional: []tagging.Key{}, Forbidden: []string{}, AllowOther: true,
	}, full())
	require.NoError(t, err)
	assert.Equal(t, bare, spelled)
	same, err := bare.With(nil)
	require.NoError(t, err)
	assert.Equal(t, bare, same)
}

func TestNoContext(t *testing.T) {
	_, err := tagging.New(nil, tagging.DefaultPolicy(), full())
	assert.EqualError(t, err, "tagging: ctx: need a Pulumi context, got nil")
	_, err = tagging.FromConfig(nil, tagging.DefaultPolicy())
	assert.EqualError(t, err, "tagging: ctx: need a Pulumi context, got nil")
}

func TestErrorsAreOfOneType(t *testing.T) {
	_, err := create(t, tagging.DefaultPolicy(), nil)
	var refused *tagging.Error
	require.True(t, errors.As(err, &refused))
	assert.Equal(t, "dev", refused.Stack)
	assert.Empty(t, refused.ConfigKey)
}
