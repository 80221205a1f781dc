package reportstore_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/customblock/reportstore"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// snippet:conformance

func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[reportstore.Args, *reportstore.Store]{
		Token: "acme:storage/reportstore:Store",
		New:   reportstore.New,
		Args: func(_ *pulumi.Context, tags tagging.Set) *reportstore.Args {
			return &reportstore.Args{Tags: tags, RetentionDays: 30}
		},
		Required: []string{"Tags", "RetentionDays"},
		Golden:   "testdata/golden/store.json",
	})
}

// snippet:end

const bucketToken = "aws:s3/bucketV2:BucketV2"

func newStore(args reportstore.Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) (err error) {
		args.Tags, err = tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-finance", "cost-center": "cc-2100", "environment": "production", "service": "reports",
		})
		if err != nil {
			return err
		}
		_, err = reportstore.New(ctx, "reports", &args)
		return err
	}
}

// snippet:mistakes

func TestMistakesAreToldAtOnce(t *testing.T) {
	t.Parallel()
	graph, err := infratest.TryRun(newStore(reportstore.Args{KMSKeyARN: pulumi.String("alias/reports"), RetentionDays: 4000}))
	require.ErrorContains(t, err, `reportstore: reports: Args.RetentionDays: need 1 to 3650, got 4000
reportstore: reports: Args.KMSKeyARN: need a key's ARN, arn:aws:kms:…:key/…, got "alias/reports"`)
	assert.Empty(t, graph.All(), "nothing was registered")
}

// snippet:end

func TestABucketIsClosedEncryptedAndProtected(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, newStore(reportstore.Args{RetentionDays: 90}))
	assert.True(t, graph.One(t, bucketToken).Protect)
	access := graph.One(t, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
	for _, closed := range []string{"blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"} {
		assert.Equal(t, true, access.Value(closed), closed)
	}
	encryption := graph.One(t, "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2")
	assert.Equal(t, "AES256", encryption.Value("rules[0].applyServerSideEncryptionByDefault.sseAlgorithm"))
	lifecycle := graph.One(t, "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2")
	assert.InDelta(t, 90, lifecycle.Value("rules[0].expiration.days"), 0)
	assert.InDelta(t, 30, lifecycle.Value("rules[0].noncurrentVersionExpiration.noncurrentDays"), 0)
	assert.Equal(t, "Enabled", graph.One(t, "aws:s3/bucketVersioningV2:BucketVersioningV2").Value("versioningConfiguration.status"))
}

func TestAKeyOfOnesOwn(t *testing.T) {
	t.Parallel()
	const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	for _, given := range []pulumi.StringInput{pulumi.String(key), pulumi.String(key).ToStringOutput()} {
		graph := infratest.Run(t, newStore(reportstore.Args{RetentionDays: 90, KMSKeyARN: given}))
		encryption := graph.One(t, "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2")
		assert.Equal(t, key, encryption.Value("rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId"))
		assert.Equal(t, "aws:kms", encryption.Value("rules[0].applyServerSideEncryptionByDefault.sseAlgorithm"))
	}
	_, err := infratest.TryRun(newStore(reportstore.Args{RetentionDays: 90, KMSKeyARN: pulumi.String("alias/late").ToStringOutput()}))
	require.ErrorContains(t, err, `Args.KMSKeyARN: need a key's ARN`)
}

func TestDevelopmentCanBeThrownAway(t *testing.T) {
	t.Parallel()
	bucket := infratest.Run(t, newStore(reportstore.Args{RetentionDays: 7, Profile: component.Development})).One(t, bucketToken)
	assert.False(t, bucket.Protect)
	assert.Equal(t, true, bucket.Value("forceDestroy"))
	bucket = infratest.Run(t, newStore(reportstore.Args{RetentionDays: 7, DisableProtection: true})).One(t, bucketToken)
	assert.False(t, bucket.Protect)
	assert.Equal(t, false, bucket.Value("forceDestroy"))
	_, err := infratest.TryRun(newStore(reportstore.Args{RetentionDays: 7, Profile: 7}))
	require.ErrorContains(t, err, "Args.Profile: need production or development, got Profile(7)")
}

func TestALockNobodyCanOpen(t *testing.T) {
	t.Parallel()
	const lockToken = "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2"
	graph := infratest.Run(t, newStore(reportstore.Args{RetentionDays: 90, Locked: true}))
	assert.Equal(t, true, graph.One(t, bucketToken).Value("objectLockEnabled"))
	lock := graph.One(t, lockToken)
	assert.Equal(t, "COMPLIANCE", lock.Value("rule.defaultRetention.mode"))
	assert.InDelta(t, 90, lock.Value("rule.defaultRetention.days"), 0)
	assert.Empty(t, infratest.Run(t, newStore(reportstore.Args{RetentionDays: 90})).OfType(lockToken))
}
