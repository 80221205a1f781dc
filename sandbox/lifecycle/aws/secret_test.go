package aws_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	awssecret "github.com/groundwork-go/groundwork/aws/secret"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/tagging"
)

const secretStack = "acme/login/dev"

// secretProgram makes the secret "login" as the configuration says, "task", which stands for a task definition (another
// reference replaces it), and "policy", which stands for whoever may read the secret.
func secretProgram(ctx *pulumi.Context) error {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-pay", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
	if err != nil {
		return err
	}
	settings := config.New(ctx, "")
	args := &awssecret.Args{Tags: tags, Description: settings.Get("description"), DisableProtection: settings.GetBool("unprotected")}
	value, keys := settings.Get("value"), settings.Get("keys")
	switch {
	case value != "":
		args.Value = pulumi.ToSecret(pulumi.String(value).ToStringOutput()).(pulumi.StringOutput)
	case keys != "":
		args.Generate = &awssecret.Generate{Keys: strings.Split(keys, ","), Generation: settings.GetInt("generation")}
	default:
		args.External = true
	}
	login, err := awssecret.New(ctx, "login", args)
	if err != nil {
		return err
	}
	for name, keeper := range map[string]pulumi.StringInput{"task": login.Ref(settings.Get("ref")), "policy": login.ARN} {
		if _, err := random.NewRandomPet(ctx, name, &random.RandomPetArgs{Keepers: pulumi.StringMap{"of": keeper}}); err != nil {
			return err
		}
	}
	return nil
}

func newSecretStack(t *testing.T) *lifecycletest.Stack {
	t.Helper()
	return lifecycletest.New(t, secretStack, sandbox.Func(secretProgram))
}

var (
	oldSecret, newSecret = map[string]string{"value": "the-old-value-0123"}, map[string]string{"value": "the-new-value-4567"}
	generatedSecret      = map[string]string{"keys": "password,salt", "ref": "password"}
	rotatedSecret        = map[string]string{"keys": "password,salt", "ref": "password", "generation": "1"}
	externalSecret       = map[string]string{"ref": "password"}
)

// secretKeeper is what "task" and "policy" were made with.
func secretKeeper(t *testing.T, result *sandbox.Result, name string) string {
	t.Helper()
	return lifecycletest.Find(t, result, name).Inputs["keepers"].ObjectValue()["of"].StringValue()
}

// secretText is what the secret holds.
func secretText(t *testing.T, result *sandbox.Result) string {
	t.Helper()
	return secretOf(t, lifecycletest.Find(t, result, "login-version").Inputs["secretString"])
}

func secretOf(t *testing.T, v resource.PropertyValue) string {
	t.Helper()
	require.True(t, v.IsSecret(), "%v", v)
	return v.SecretValue().Element.StringValue()
}

// secretSteps names the resources that a run did something to.
func secretSteps(result *sandbox.Result) []string {
	names := map[string]bool{}
	for _, step := range result.Steps {
		if step.Op != "same" {
			names[step.URN.Name()] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func TestAWSSecretLifecycle(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]map[string]string{"value": oldSecret, "generated": generatedSecret, "external": externalSecret} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSecretStack(t)
			preview, err := s.Cloud.Preview(context.Background(), s.Name, s.Program, sandbox.WithConfig(settings))
			require.NoError(t, err)
			first := s.Up(settings)
			assert.Equal(t, preview.Changes, first.Changes, "the preview tells what the update does")
			assert.Empty(t, first.Unmodelled)
			assert.Equal(t, lifecycletest.Find(t, first, "login-secret").ID, secretKeeper(t, first, "policy"))
			s.AssertConverged(settings)

			require.ErrorContains(t, s.Destroy(), "cannot be deleted\nbecause it is protected")
			unprotected := maps.Clone(settings)
			unprotected["unprotected"] = "true"
			s.Up(unprotected)
			require.NoError(t, s.Destroy())
			assert.Empty(t, s.Cloud.Objects())
		})
	}
}

func TestAWSSecretValueIsNowhereInPlain(t *testing.T) {
	t.Parallel()
	s := newSecretStack(t)
	first := s.Up(oldSecret)
	values := []string{secretText(t, first)}
	require.Equal(t, "the-old-value-0123", values[0])
	second := s.Up(generatedSecret)
	for _, name := range []string{"login-generated-password", "login-generated-salt"} {
		values = append(values, secretOf(t, lifecycletest.Find(t, second, name).Outputs["result"]))
	}
	state, err := s.Cloud.ExportState(s.Name)
	require.NoError(t, err)
	require.Contains(t, string(state), "login-generated-salt")
	for _, value := range values {
		require.GreaterOrEqual(t, len(value), 16)
		assert.NotContains(t, string(state), value)
	}
}

func TestAWSSecretChanges(t *testing.T) {
	t.Parallel()
	described := map[string]string{"value": "the-old-value-0123", "description": "Login of the shop"}
	oneMore := map[string]string{"keys": "password,salt,token", "ref": "password"}
	version, task := "login-version", "task"
	for name, c := range map[string]struct {
		before, after map[string]string
		changed       []string
	}{
		"another value":       {oldSecret, newSecret, []string{version, task}},
		"another generation":  {generatedSecret, rotatedSecret, []string{"login-generated-password", "login-generated-salt", version, task}},
		"one more key":        {generatedSecret, oneMore, []string{"login-generated-token", version, task}},
		"a key less":          {oneMore, generatedSecret, []string{"login-generated-token", version, task}},
		"another source":      {oldSecret, generatedSecret, []string{"login-generated-password", "login-generated-salt", version, task}},
		"from now on by hand": {oldSecret, externalSecret, []string{version, task}},
		"no more by hand":     {externalSecret, oldSecret, []string{version, task}},
		"another description": {oldSecret, described, []string{"login-secret"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSecretStack(t)
			before := s.Up(c.before)
			preview, err := s.Cloud.Preview(context.Background(), s.Name, s.Program, sandbox.WithConfig(c.after))
			require.NoError(t, err)
			after := s.Up(c.after)
			assert.Equal(t, c.changed, secretSteps(preview), "the preview tells who rolls, and leaves the readers of the ARN alone")
			assert.Equal(t, c.changed, secretSteps(after))
			assert.Equal(t, lifecycletest.Find(t, before, "login-secret").ID, lifecycletest.Find(t, after, "login-secret").ID)
			rolls := slices.Contains(c.changed, task)
			assert.Equal(t, rolls, secretKeeper(t, before, task) != secretKeeper(t, after, task))
			s.AssertConverged(c.after)
		})
	}
}

// A key that stays keeps its value, whatever comes and goes beside it.
func TestAWSSecretKeysAreIndependent(t *testing.T) {
	t.Parallel()
	s := newSecretStack(t)
	password := func(settings map[string]string) string {
		return secretOf(t, lifecycletest.Find(t, s.Up(settings), "login-generated-password").Outputs["result"])
	}
	first := password(generatedSecret)
	assert.Equal(t, first, password(map[string]string{"keys": "password,token", "ref": "password"}))
	assert.NotEqual(t, first, password(rotatedSecret))
}

// Nobody is ever without a value: the new version is there before the task moves to it, and the old one goes last.
func TestAWSSecretMovesInOrder(t *testing.T) {
	t.Parallel()
	s := newSecretStack(t)
	s.Up(generatedSecret)
	order := []string{
		"create-replacement login-generated-password", "create-replacement login-version", "create-replacement task",
		"delete-replaced task", "delete-replaced login-version", "delete-replaced login-generated-password",
	}
	var found []string
	for _, step := range s.Up(rotatedSecret).Steps {
		if text := step.Op + " " + step.URN.Name(); slices.Contains(order, text) {
			found = append(found, text)
		}
	}
	assert.Equal(t, order, found)
}

func TestAWSSecretInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, after map[string]string }{
		"create from a value":  {nil, oldSecret},
		"create at random":     {nil, generatedSecret},
		"create for others":    {nil, externalSecret},
		"change the value":     {oldSecret, newSecret},
		"rotate":               {generatedSecret, rotatedSecret},
		"hand over":            {oldSecret, externalSecret},
		"take over":            {externalSecret, generatedSecret},
		"from value to random": {oldSecret, generatedSecret},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lifecycletest.EveryStep(t, secretStack, sandbox.Func(secretProgram), c.before, c.after)
		})
	}
}

func TestAWSSecretRefusesAKeyThatIsNotThere(t *testing.T) {
	t.Parallel()
	s := newSecretStack(t)
	settings := map[string]string{"keys": "password,salt", "ref": "pasword"}
	_, previewErr := s.Cloud.Preview(context.Background(), s.Name, s.Program, sandbox.WithConfig(settings))
	_, upErr := s.TryUp(settings)
	for _, err := range []error{previewErr, upErr} {
		require.ErrorContains(t, err, `secret: login.Ref: need one of its keys, password or salt, got "pasword" (did you mean password?)`)
	}
}
