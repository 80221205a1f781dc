package reportstore

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// Token is the type token of [Store]. It is part of the state of every stack that uses the block.
const Token = "acme:storage/reportstore:Store"

// Store keeps reports. See the package comment.
type Store struct {
	pulumi.ResourceState

	// BucketName is the bucket's name.
	BucketName pulumi.StringOutput `pulumi:"bucketName"`
	// BucketARN is for the policies of those who write and read.
	BucketARN pulumi.StringOutput `pulumi:"bucketArn"`

	// Bucket is the bucket itself, for whatever this block has no output for.
	Bucket *s3.BucketV2
}

// New makes a store. When the arguments are wrong it registers nothing and returns all problems at once, each as a
// [component.FieldError].
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Store, error) {
	store := &Store{}
	scope, err := component.Register(ctx, store, Token, name, args, opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, args: args, store: store}
	for _, step := range []func() error{b.addIdentity, b.addBucket, b.addAccess, b.addEncryption, b.addVersioning, b.addLock, b.addLifecycle} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	store.BucketName, store.BucketARN = store.Bucket.Bucket, store.Bucket.Arn
	return store, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx   *pulumi.Context
	scope *component.Scope
	args  *Args
	store *Store

	identity pulumi.Resource // what must not change
	versions pulumi.Resource
}

// addIdentity refuses a change that would replace the bucket, in preview already.
func (b *builder) addIdentity() (err error) {
	b.identity, err = b.scope.Fix(argsType, component.Fixed{
		Field: "Locked", Value: pulumi.Bool(b.args.Locked),
		Instead: "a change makes a new, empty bucket; make a second store beside this one and copy the reports",
	})
	return err
}

func (b *builder) addBucket() (err error) {
	const role = "bucket"
	options := b.scope.Child(pulumi.DependsOn([]pulumi.Resource{b.identity}))
	if b.args.protected() {
		options = append(options, pulumi.Protect(true))
	}
	b.store.Bucket, err = s3.NewBucketV2(b.ctx, b.scope.Name(role), &s3.BucketV2Args{
		ObjectLockEnabled: pulumi.Bool(b.args.Locked),
		ForceDestroy:      pulumi.Bool(b.args.Profile == component.Development),
		Tags:              b.args.Tags.AWS(),
	}, options...)
	return b.scope.Err(role, err)
}

func (b *builder) addAccess() error {
	const role = "public-access-block"
	_, err := s3.NewBucketPublicAccessBlock(b.ctx, b.scope.Name(role), &s3.BucketPublicAccessBlockArgs{
		Bucket: b.store.Bucket.ID(), BlockPublicAcls: pulumi.Bool(true), BlockPublicPolicy: pulumi.Bool(true),
		IgnorePublicAcls: pulumi.Bool(true), RestrictPublicBuckets: pulumi.Bool(true),
	}, b.scope.Child()...)
	return b.scope.Err(role, err)
}

func (b *builder) addEncryption() error {
	const role = "encryption"
	rule := &s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs{SseAlgorithm: pulumi.String("AES256")}
	if component.Given(b.args.KMSKeyARN) {
		rule.SseAlgorithm = pulumi.String("aws:kms")
		rule.KmsMasterKeyId = component.CheckMatch(b.args.KMSKeyARN, argsName, "KMSKeyARN", needKey, keyARN)
	}
	_, err := s3.NewBucketServerSideEncryptionConfigurationV2(b.ctx, b.scope.Name(role), &s3.BucketServerSideEncryptionConfigurationV2Args{
		Bucket: b.store.Bucket.ID(),
		Rules: s3.BucketServerSideEncryptionConfigurationV2RuleArray{&s3.BucketServerSideEncryptionConfigurationV2RuleArgs{
			ApplyServerSideEncryptionByDefault: rule, BucketKeyEnabled: pulumi.Bool(true),
		}},
	}, b.scope.Child()...)
	return b.scope.Err(role, err)
}

func (b *builder) addVersioning() (err error) {
	const role = "versioning"
	b.versions, err = s3.NewBucketVersioningV2(b.ctx, b.scope.Name(role), &s3.BucketVersioningV2Args{
		Bucket:                  b.store.Bucket.ID(),
		VersioningConfiguration: &s3.BucketVersioningV2VersioningConfigurationArgs{Status: pulumi.String("Enabled")},
	}, b.scope.Child()...)
	return b.scope.Err(role, err)
}

// addLock keeps reports from being deleted before their day.
func (b *builder) addLock() error {
	const role = "lock"
	if !b.args.Locked {
		return nil
	}
	_, err := s3.NewBucketObjectLockConfigurationV2(b.ctx, b.scope.Name(role), &s3.BucketObjectLockConfigurationV2Args{
		Bucket: b.store.Bucket.ID(),
		Rule: &s3.BucketObjectLockConfigurationV2RuleArgs{
			DefaultRetention: &s3.BucketObjectLockConfigurationV2RuleDefaultRetentionArgs{
				Mode: pulumi.String("COMPLIANCE"), Days: pulumi.Int(b.args.RetentionDays),
			},
		},
	}, b.scope.Child(pulumi.DependsOn([]pulumi.Resource{b.versions}))...)
	return b.scope.Err(role, err)
}

// addLifecycle deletes reports on their day, and what was overwritten or deleted by hand a month later.
func (b *builder) addLifecycle() error {
	const role, keptDays = "lifecycle", 30
	_, err := s3.NewBucketLifecycleConfigurationV2(b.ctx, b.scope.Name(role), &s3.BucketLifecycleConfigurationV2Args{
		Bucket: b.store.Bucket.ID(),
		Rules: s3.BucketLifecycleConfigurationV2RuleArray{&s3.BucketLifecycleConfigurationV2RuleArgs{
			Id: pulumi.String("expire"), Status: pulumi.String("Enabled"),
			Filter:     &s3.BucketLifecycleConfigurationV2RuleFilterArgs{}, // everything
			Expiration: &s3.BucketLifecycleConfigurationV2RuleExpirationArgs{Days: pulumi.Int(b.args.RetentionDays)},
			NoncurrentVersionExpiration: &s3.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs{
				NoncurrentDays: pulumi.Int(keptDays),
			},
		}},
	}, b.scope.Child(pulumi.DependsOn([]pulumi.Resource{b.versions}))...)
	return b.scope.Err(role, err)
}
