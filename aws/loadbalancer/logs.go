package loadbalancer

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// roleLogs is the role of the bucket, and the beginning of the roles of its settings.
const roleLogs = "access-logs"

// logDelivery writes access logs in all regions. It took the place of one AWS account for each region.
const logDelivery = "logdelivery.elasticloadbalancing.amazonaws.com"

// abortDays is when the rest of an upload that broke off is deleted.
const abortDays = 7

func (b *builder) addLogs() error {
	switch {
	case b.args.DisableAccessLogs:
		// Said aloud: the provider takes a missing setting for no change.
		b.logs = &lb.LoadBalancerAccessLogsArgs{Bucket: pulumi.String(""), Enabled: pulumi.Bool(false)}
		return nil
	case component.Given(b.args.AccessLogsBucket):
		b.out.LogsBucket = component.CheckMatch(b.args.AccessLogsBucket, argsName, "AccessLogsBucket", needBucket, bucketName)
	default:
		bucket, err := b.addBucket()
		if err != nil {
			return err
		}
		if err := b.addBucketSettings(bucket); err != nil {
			return err
		}
		if err := b.addBucketAccess(bucket); err != nil {
			return err
		}
		b.out.LogsBucket = bucket.Bucket
	}
	b.logs = &lb.LoadBalancerAccessLogsArgs{Bucket: b.out.LogsBucket, Enabled: pulumi.Bool(true)}
	return nil
}

// addBucket makes the bucket. It is not versioned: a log file is written once.
func (b *builder) addBucket() (*s3.BucketV2, error) {
	name := naming.AutoNameBase(b.scope.Name(roleLogs), naming.MaxBucket)
	bucket, err := s3.NewBucketV2(b.ctx, name, &s3.BucketV2Args{
		ForceDestroy: pulumi.Bool(b.args.Profile == component.Development), Tags: b.tags(roleLogs),
	}, b.scope.Child(b.protection()...)...)
	return bucket, b.scope.Err(roleLogs, err)
}

func (b *builder) addBucketSettings(bucket *s3.BucketV2) error {
	const encryption, lifecycle = roleLogs + "-encryption", roleLogs + "-lifecycle"
	// The service writes to no bucket with a key of KMS.
	_, err := s3.NewBucketServerSideEncryptionConfigurationV2(b.ctx, b.scope.Name(encryption), &s3.BucketServerSideEncryptionConfigurationV2Args{
		Bucket: bucket.ID(),
		Rules: s3.BucketServerSideEncryptionConfigurationV2RuleArray{&s3.BucketServerSideEncryptionConfigurationV2RuleArgs{
			ApplyServerSideEncryptionByDefault: &s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs{
				SseAlgorithm: pulumi.String("AES256"),
			},
		}},
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(encryption, err)
	}
	_, err = s3.NewBucketLifecycleConfigurationV2(b.ctx, b.scope.Name(lifecycle), &s3.BucketLifecycleConfigurationV2Args{
		Bucket: bucket.ID(),
		Rules: s3.BucketLifecycleConfigurationV2RuleArray{&s3.BucketLifecycleConfigurationV2RuleArgs{
			Id: pulumi.String("expire"), Status: pulumi.String("Enabled"),
			Filter:     &s3.BucketLifecycleConfigurationV2RuleFilterArgs{}, // everything
			Expiration: &s3.BucketLifecycleConfigurationV2RuleExpirationArgs{Days: pulumi.Int(b.args.AccessLogRetentionDays)},
			AbortIncompleteMultipartUpload: &s3.BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs{
				DaysAfterInitiation: pulumi.Int(abortDays),
			},
		}},
	}, b.scope.Child()...)
	return b.scope.Err(lifecycle, err)
}

// addBucketAccess closes the bucket to everybody but the log delivery of this account. One setting waits for the other: S3
// refuses changes to a bucket's access while another one is under way.
func (b *builder) addBucketAccess(bucket *s3.BucketV2) error {
	const block, ownership, policy = roleLogs + "-public-access-block", roleLogs + "-ownership", roleLogs + "-policy"
	blocked, err := s3.NewBucketPublicAccessBlock(b.ctx, b.scope.Name(block), &s3.BucketPublicAccessBlockArgs{
		Bucket: bucket.ID(), BlockPublicAcls: pulumi.Bool(true), BlockPublicPolicy: pulumi.Bool(true),
		IgnorePublicAcls: pulumi.Bool(true), RestrictPublicBuckets: pulumi.Bool(true),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(block, err)
	}
	owned, err := s3.NewBucketOwnershipControls(b.ctx, b.scope.Name(ownership), &s3.BucketOwnershipControlsArgs{
		Bucket: bucket.ID(), Rule: &s3.BucketOwnershipControlsRuleArgs{ObjectOwnership: pulumi.String("BucketOwnerEnforced")},
	}, b.scope.Child(pulumi.DependsOn([]pulumi.Resource{blocked}))...)
	if err != nil {
		return b.scope.Err(ownership, err)
	}
	b.writable, err = s3.NewBucketPolicy(b.ctx, b.scope.Name(policy), &s3.BucketPolicyArgs{
		Bucket: bucket.ID(), Policy: pulumi.JSONMarshal(b.bucketPolicy(bucket)),
	}, b.scope.Child(pulumi.DependsOn([]pulumi.Resource{owned}))...)
	return b.scope.Err(policy, err)
}

// bucketPolicy admits the service below the path that it reserves for this account, so that nobody else's load balancer
// can write here, and TLS only.
func (b *builder) bucketPolicy(bucket *s3.BucketV2) map[string]any {
	account := b.group.ARN.ApplyT(accountOfGroup).(pulumi.StringOutput)
	return map[string]any{
		"Version": "2012-10-17",
		"Statement": []any{
			map[string]any{
				"Sid": "LogDelivery", "Effect": "Allow", "Action": "s3:PutObject",
				"Principal": map[string]any{"Service": logDelivery},
				"Resource":  pulumi.Sprintf("%s/AWSLogs/%s/*", bucket.Arn, account),
			},
			map[string]any{
				"Sid": "TLSOnly", "Effect": "Deny", "Action": "s3:*", "Principal": "*",
				"Resource":  []any{bucket.Arn, pulumi.Sprintf("%s/*", bucket.Arn)},
				"Condition": map[string]any{"Bool": map[string]any{"aws:SecureTransport": "false"}},
			},
		},
	}
}

// accountOfGroup is the account that the security group is in.
func accountOfGroup(arn string) (string, error) {
	where, err := awsform.Locate("loadbalancer: the security group", arn)
	return where.Account, err
}
