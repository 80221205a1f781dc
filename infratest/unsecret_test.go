package infratest_test

import (
	"testing"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
)

// A secret that is not known yet is what every generated password is in its first preview.
func TestAPreviewTakesSecretsThatAreNotKnown(t *testing.T) {
	t.Parallel()
	program := func(ctx *pulumi.Context) error {
		password, err := random.NewRandomPassword(ctx, "password", &random.RandomPasswordArgs{Length: pulumi.Int(20)})
		if err != nil {
			return err
		}
		known := pulumi.ToSecret(pulumi.String("known")).(pulumi.StringOutput)
		inputs := pulumi.Map{
			"list": pulumi.StringArray{password.Result}, "map": pulumi.StringMap{"a": password.Result}, "text": password.Result, "known": known,
		}
		_, err = raw(ctx, "acme:index:User", "user", inputs)
		return err
	}
	update := infratest.Run(t, program).Named(t, "acme:index:User", "user")
	for _, path := range []string{"list[0]", "map.a", "text", "known"} {
		assert.True(t, update.IsSecret(path), path)
	}
	graph := infratest.Run(t, program, infratest.Preview())
	preview := graph.Named(t, "acme:index:User", "user")
	for _, path := range []string{"list[0]", "map.a", "text"} {
		value, found := preview.Input(path)
		require.True(t, found, path)
		assert.True(t, value.IsComputed(), path)
	}
	assert.True(t, preview.IsSecret("known"), "what is known keeps its mark")
}
