package company_test

import (
	"maps"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/examples/platform/company"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func sound() tagging.Tags {
	return tagging.Tags{
		"owner": "team-platform", "cost-center": "cc-1200", "environment": "staging", "service": "shop", "data-class": "internal", "project": "eu-launch",
	}
}

func set(given tagging.Tags) (made tagging.Set, err error) {
	_, runErr := infratest.TryRun(func(ctx *pulumi.Context) error {
		made, err = tagging.New(ctx, company.Policy(), given)
		return nil
	})
	if err == nil {
		err = runErr
	}
	return made, err
}

func TestPolicyAcceptsWhatTheCompanyWrites(t *testing.T) {
	t.Parallel()
	tags, err := set(sound())
	require.NoError(t, err, "other keys are welcome")
	assert.Equal(t, "staging", company.Environment(tags))
}

func TestPolicyRefuses(t *testing.T) {
	t.Parallel()
	for key, c := range map[string]struct{ value, want string }{
		"owner": {"jane", "team-"}, "cost-center": {"1200", "cc-"}, "environment": {"prod", "production"}, "data-class": {"secret", "confidential"},
	} {
		broken := sound()
		broken[key] = c.value
		_, err := set(broken)
		require.ErrorContains(t, err, key)
		require.ErrorContains(t, err, c.want)
		missing := maps.Clone(sound())
		delete(missing, key)
		_, err = set(missing)
		require.ErrorContains(t, err, key)
	}
}

func TestTagsComeFromTheStacksConfiguration(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := company.Tags(ctx)
		return err
	}, infratest.Project("shop"), infratest.Config(map[string]string{"shop:tags": `{"owner": "team-shop", "cost-center": "cc-1", "environment": "staging", "service": "shop"}`}))
	require.ErrorContains(t, err, "data-class")
	require.ErrorContains(t, err, "cost-center")
}

func TestTopic(t *testing.T) {
	t.Parallel()
	assert.Nil(t, company.Topic(""))
	assert.Equal(t, pulumi.String("arn:aws:sns:eu-central-1:123456789012:oncall"), company.Topic("arn:aws:sns:eu-central-1:123456789012:oncall"))
}
