package lifecycle_test

import (
	"maps"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

const elasticStack = "acme/search/production"

// elasticSettings are the object search:search.
type elasticSettings struct {
	Region  string   `yaml:"region" default:"us-east-1"`
	Version string   `yaml:"version" default:"9.1.4"`
	Hot     string   `yaml:"hot" default:"8g"`
	Warm    string   `yaml:"warm"`
	Sources []string `yaml:"sources"`
	Private bool     `yaml:"private"`
	Key     string   `yaml:"key"`
	Access  string   `yaml:"access" default:"AKIAIOSFODNN7EXAMPLE"`
	Protect bool     `yaml:"protect" default:"true"`
	Gone    bool     `yaml:"gone"`
}

func elasticProgram(ctx *pulumi.Context) error {
	s, err := stackconfig.Load[elasticSettings](ctx, "search")
	if err != nil || s.Gone {
		return err
	}
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "search",
	})
	if err != nil {
		return err
	}
	args := &elasticcloud.DeploymentArgs{
		Tags: tags, Region: s.Region, Template: "aws-storage-optimized", Version: s.Version, Hot: elasticcloud.Tier{Size: s.Hot},
		DisableProtection: !s.Protect,
		SnapshotRepository: &elasticcloud.SnapshotRepository{S3: &elasticcloud.S3Repository{
			Bucket: pulumi.String("acme-snapshots"), AccessKeyID: pulumi.String(s.Access), SecretAccessKey: secret("wJalrXUtnFEMI-K7MDENG-example"),
		}},
	}
	if s.Warm != "" {
		args.Warm = &elasticcloud.Tier{Size: s.Warm}
	}
	if s.Key != "" {
		args.EncryptionKey = pulumi.String(s.Key)
	}
	if s.Private {
		args.Network.PrivateLink = &elasticcloud.PrivateLink{EndpointIDs: []pulumi.StringInput{pulumi.String("vpce-0a1b2c3d")}}
	} else {
		args.Network.IPAllow = &elasticcloud.IPAllow{CIDRs: []pulumi.StringInput{pulumi.String("198.51.100.0/24")}}
		for _, source := range s.Sources {
			args.Network.IPAllow.CIDRs = append(args.Network.IPAllow.CIDRs, pulumi.String(source))
		}
	}
	deployment, err := elasticcloud.NewDeployment(ctx, "search", args)
	if err != nil {
		return err
	}
	ctx.Export("password", deployment.Password)
	return nil
}

func elasticWith(t *testing.T, changes map[string]any) map[string]string {
	t.Helper()
	all := map[string]any{}
	maps.Copy(all, changes)
	return map[string]string{"search:search": lifecycletest.JSON(t, all)}
}

// Each change touches what it is about, in place: the deployment stays what it is.
func TestElasticChanges(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change map[string]any
		want   map[string]string
	}{
		"a newer version": {map[string]any{"version": "9.2.0"}, map[string]string{"search-deployment": "update", "search-version": "update"}},
		"a larger tier":   {map[string]any{"hot": "15g"}, map[string]string{"search-deployment": "update"}},
		"one more tier":   {map[string]any{"warm": "4g"}, map[string]string{"search-deployment": "update"}},
		"one more source": {map[string]any{"sources": []string{"203.0.113.0/24"}}, map[string]string{"search-ip-allow": "update"}},
		"another key of the bucket": {
			map[string]any{"access": "AKIAI44QH8DHBEXAMPLE"}, map[string]string{"search-keystore-access-key": "update"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, elasticStack, sandbox.Func(elasticProgram))
			before := s.Up(elasticWith(t, nil))
			after := s.Up(elasticWith(t, c.change))
			assert.Equal(t, c.want, lifecycletest.Touched(after))
			assert.Equal(t, lifecycletest.Find(t, before, "search-deployment").ID, lifecycletest.Find(t, after, "search-deployment").ID)
			assert.Equal(t, before.Outputs["password"], after.Outputs["password"], "known only to the update that made it, and kept")
			s.AssertConverged(elasticWith(t, c.change))
		})
	}
}

// What the service cannot do, or would do by a new and empty deployment, is refused with what to do instead.
func TestElasticReplacementIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change map[string]any
		want   string
	}{
		"another region":     {map[string]any{"region": "us-west-2"}, `DeploymentArgs.Region: need "us-east-1", the value it was created with, got "us-west-2"`},
		"an older version":   {map[string]any{"version": "9.0.1"}, `DeploymentArgs.Version: need 9.1.4 or newer, because Elasticsearch cannot be downgraded, got "9.0.1"`},
		"two majors at once": {map[string]any{"version": "11.0.0"}, "DeploymentArgs.Version: need"},
		"a key of its own": {
			map[string]any{"key": "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"}, "DeploymentArgs.EncryptionKey: need nothing",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, elasticStack, sandbox.Func(elasticProgram))
			s.Up(elasticWith(t, nil))
			before := s.Cloud.Objects()
			_, err := s.Cloud.Preview(t.Context(), s.Name, s.Program, sandbox.WithConfig(elasticWith(t, c.change)))
			require.ErrorContains(t, err, c.want)
			_, err = s.TryUp(elasticWith(t, c.change))
			require.Error(t, err, "by the block, or by the service where no preview was asked for")
			assert.Equal(t, before, s.Cloud.Objects(), "nothing was touched")
			s.AssertConverged(elasticWith(t, nil))
		})
	}
}

// An upgrade that the service refuses does not count: the version before can be set again.
func TestElasticComesBackFromAnUpgradeThatWasRefused(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, elasticStack, sandbox.Func(elasticProgram))
	s.Up(elasticWith(t, nil))
	s.Cloud.Fail(sandbox.On{Op: sandbox.Update, Name: "search-deployment"}, lifecycletest.ErrInjected)
	_, err := s.TryUp(elasticWith(t, map[string]any{"version": "9.14.0"}))
	require.ErrorContains(t, err, lifecycletest.ErrInjected.Error())
	s.Cloud.Heal()
	s.Up(elasticWith(t, map[string]any{"hot": "15g"}))
	s.AssertConverged(elasticWith(t, map[string]any{"hot": "15g"}))
}

// The deployment is never without a filter: the new one is in force before the old one goes.
func TestElasticIsNeverOpen(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, elasticStack, sandbox.Func(elasticProgram))
	s.Up(elasticWith(t, map[string]any{"protect": false}))
	result := s.Up(elasticWith(t, map[string]any{"protect": false, "private": true}))
	made, changed := lifecycletest.StepAt(result, "create", "search-private-link"), lifecycletest.StepAt(result, "update", "search-deployment")
	gone := lifecycletest.StepAt(result, "delete", "search-ip-allow")
	require.GreaterOrEqual(t, made, 0)
	assert.Greater(t, changed, made)
	assert.Greater(t, gone, changed)
	last := s.Up(elasticWith(t, map[string]any{"gone": true}))
	assert.Greater(t, lifecycletest.StepAt(last, "delete", "search-private-link"), lifecycletest.StepAt(last, "delete", "search-deployment"), "the filter outlives the data")
	assert.Empty(t, s.Cloud.Objects())
}

func TestElasticIsProtected(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, elasticStack, sandbox.Func(elasticProgram))
	s.Up(elasticWith(t, nil))
	require.ErrorContains(t, s.Destroy(), "protected")
	_, err := s.TryUp(elasticWith(t, map[string]any{"private": true}))
	require.ErrorContains(t, err, "DeploymentArgs.Network: need IPAllow as long as its traffic filter is protected")
	s.AssertConverged(elasticWith(t, nil))
	s.Up(elasticWith(t, map[string]any{"protect": false}))
	require.NoError(t, s.Destroy())
	assert.Empty(t, s.Cloud.Objects())
}

// The state holds the password and the keys of the bucket encrypted, and nothing shows them in the clear.
func TestElasticSecretsAreEncrypted(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, elasticStack, sandbox.Func(elasticProgram))
	result := s.Up(elasticWith(t, nil))
	state, err := s.Cloud.ExportState(s.Name)
	require.NoError(t, err)
	require.True(t, result.Outputs["password"].IsSecret())
	for _, plain := range []string{lifecycletest.Reveal(result.Outputs["password"]).StringValue(), "wJalrXUtnFEMI-K7MDENG-example"} {
		require.NotEmpty(t, plain)
		assert.NotContains(t, string(state), plain)
		assert.NotContains(t, lifecycletest.Diagnostics(result), plain)
	}
}

func TestElasticInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	program := sandbox.Func(elasticProgram)
	lifecycletest.EveryStep(t, elasticStack, program, nil, elasticWith(t, nil))
	open := elasticWith(t, map[string]any{"protect": false})
	lifecycletest.EveryStep(t, elasticStack, program, open, elasticWith(t, map[string]any{"protect": false, "private": true, "version": "9.2.0", "warm": "4g"}))
	lifecycletest.EveryStep(t, elasticStack, program, open, elasticWith(t, map[string]any{"gone": true}))
}
