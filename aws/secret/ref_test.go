package secret_test

import (
	"os"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/secret"
	"github.com/groundwork-go/groundwork/infratest"
)

func withKeys(ctx *pulumi.Context, a *secret.Args) {
	a.Values = map[string]pulumi.StringInput{"password": configured(ctx)}
	a.Plain = map[string]string{"username": "shop"}
}

func salted(_ *pulumi.Context, a *secret.Args) { a.Generate = &secret.Generate{Keys: []string{"salt"}} }

func external(_ *pulumi.Context, a *secret.Args) { a.External = true }

func TestRef(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source func(*pulumi.Context, *secret.Args)
		key    string
		want   string // $ARN and $VERSION stand for what the cloud made
	}{
		"one text":                    {fromConfiguration, "", "$ARN:::$VERSION"},
		"a secret key":                {withKeys, "password", "$ARN:password::$VERSION"},
		"a plain key":                 {withKeys, "username", "$ARN:username::$VERSION"},
		"the whole object":            {withKeys, "", "$ARN:::$VERSION"},
		"a random key":                {salted, "salt", "$ARN:salt::$VERSION"},
		"a key that others set":       {external, "password", "$ARN:password::"},
		"the whole that others set":   {external, "", "$ARN"},
		"a key with all its letters ": {external, "Db.pass_word-1", "$ARN:Db.pass_word-1::"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, c.source, c.key)
			want := map[string]string{"ARN": output(t, graph, "arn")}
			if versions := graph.OfType(versionToken); len(versions) > 0 {
				want["VERSION"] = output(t, graph, "versionId")
				require.Regexp(t, `^[0-9a-f-]{36}$`, want["VERSION"])
			}
			require.Regexp(t, `^arn:aws:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:login-secret-[0-9a-f]{7}-[0-9A-Za-z]{6}$`, want["ARN"])
			assert.Equal(t, os.Expand(c.want, func(name string) string { return want[name] }), output(t, graph, "ref "+c.key), "plain, and of the form that ECS reads")
		})
	}
}

func TestRefRefusesAKeyThatIsNotThere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source func(*pulumi.Context, *secret.Args)
		key    string
		want   string
	}{
		"misspelt":                 {withKeys, "pasword", `secret: login.Ref: need one of its keys, password or username, got "pasword" (did you mean password?)`},
		"another":                  {withKeys, "host", `secret: login.Ref: need one of its keys, password or username, got "host"`},
		"one text":                 {fromConfiguration, "password", `secret: login.Ref: need an empty key, because the secret is one text, got "password"`},
		"a form that ECS misreads": {external, "a:b", `secret: login.Ref: need a key of 1 to 128 letters, digits, full stops, hyphens and underscores, got "a:b"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := try(t, c.source, []string{c.key})
			require.ErrorContains(t, err, c.want)
			_, err = try(t, c.source, []string{c.key}, infratest.Preview())
			require.ErrorContains(t, err, c.want, "in preview too")
		})
	}
}

// In a preview nothing is known of a secret that does not exist yet.
func TestRefIsUnknownInAPreview(t *testing.T) {
	t.Parallel()
	graph, err := try(t, withKeys, []string{"password"}, infratest.Preview())
	require.NoError(t, err)
	ref, ok := graph.Output("ref password")
	require.True(t, ok)
	assert.True(t, ref.ContainsUnknowns())
}
