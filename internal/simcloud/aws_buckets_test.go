package simcloud_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	bucketBlockType      = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
	bucketOwnersType     = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
	bucketEncryptionType = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"
	bucketLifecycleType  = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
	bucketVersionsType   = "aws:s3/bucketVersioningV2:BucketVersioningV2"
)

func TestS3Buckets(t *testing.T) {
	testChanges(t, bucketV2Type, nil, []change{
		{"bucket", "a", "b", true}, {"bucketPrefix", "a", "b", true}, {"objectLockEnabled", false, true, true}, {"forceDestroy", false, true, false},
	})
	testRules(t, bucketV2Type, nil, []rule{
		{"short", values{"bucket": "ab"}, "bucket", `need at least 3 characters, got 2 in "ab"`},
		{"upper case", values{"bucket": "Logs"}, "bucket", `need lower-case letters, digits, '-' and '.', with a letter or digit at both ends, got "Logs"`},
		{"long", values{"bucket": strings.Repeat("a", 64)}, "bucket", `need at most 63 characters, got 64 in "` + strings.Repeat("a", 64) + `"`},
	})
	for _, typ := range []string{bucketV2Type, "aws:s3/bucket:Bucket"} {
		bucket := made(t, simcloud.New(simcloud.Options{}), typ, "logs", props(values{"bucket": "acme-logs"}))
		assert.EqualValues(t, "acme-logs", bucket.ID)
		assertValues(t, opened(bucket.Outputs), values{
			"arn": "arn:aws:s3:::acme-logs", "region": "us-east-1", "bucketDomainName": "acme-logs.s3.amazonaws.com",
			"bucketRegionalDomainName": "acme-logs.s3.us-east-1.amazonaws.com", "forceDestroy": false,
		})
	}
}

func TestTheSettingsOfABucketAreKnownByIt(t *testing.T) {
	algorithm := func(about values) []any { return []any{values{"applyServerSideEncryptionByDefault": about}} }
	for typ, inputs := range map[string]values{
		bucketPolicyType: {"policy": "{}"}, bucketBlockType: {"blockPublicAcls": true}, bucketOwnersType: {"rule": values{"objectOwnership": "ObjectWriter"}},
		bucketEncryptionType: {"rules": algorithm(values{"sseAlgorithm": "aws:kms"})}, bucketVersionsType: {"versioningConfiguration": values{"status": "Enabled"}},
		bucketLifecycleType: {"rules": []any{values{"id": "a", "status": "Enabled", "expiration": values{"days": 1}}}},
	} {
		inputs["bucket"] = "logs"
		assert.EqualValues(t, "logs", made(t, simcloud.New(simcloud.Options{}), typ, "x", props(inputs)).ID, typ)
		testChanges(t, typ, inputs, []change{{"bucket", "a", "b", true}})
	}
	for _, typ := range []string{bucketEncryptionType, bucketLifecycleType, bucketVersionsType} {
		testChanges(t, typ, nil, []change{{"expectedBucketOwner", "a", "b", true}})
	}
	testChanges(t, bucketPolicyType, nil, []change{{"policy", "{}", "[]", false}})
	testRules(t, bucketPolicyType, values{"bucket": "logs", "policy": "{}"}, []rule{
		{"as it is", nil, "", ""}, {"policy", values{"policy": "allow"}, "policy", "need JSON, got 5 characters that are none"},
		{"long policy", values{"policy": `"` + strings.Repeat("a", 20479) + `"`}, "policy", "need at most 20480 bytes, got 20481"},
	})
	testRules(t, bucketOwnersType, values{"bucket": "logs"}, []rule{
		{"owner", values{"rule": values{"objectOwnership": "Me"}}, "rule.objectOwnership",
			`need one of BucketOwnerPreferred, ObjectWriter, BucketOwnerEnforced, got "Me"`},
	})
	testRules(t, bucketVersionsType, values{"bucket": "logs"}, []rule{
		{"status", values{"versioningConfiguration": values{"status": "On"}}, "versioningConfiguration.status", `need one of Enabled, Suspended, Disabled, got "On"`},
	})
	const usual = "rules[0].applyServerSideEncryptionByDefault."
	testRules(t, bucketEncryptionType, values{"bucket": "logs"}, []rule{
		{"algorithm", values{"rules": algorithm(values{"sseAlgorithm": "AES"})}, usual + "sseAlgorithm", `need one of AES256, aws:kms, aws:kms:dsse, got "AES"`},
		{"key", values{"rules": algorithm(values{"sseAlgorithm": "AES256", "kmsMasterKeyId": "k"})}, usual + "kmsMasterKeyId",
			`need none with sseAlgorithm AES256, got "k"`},
	})
}

func TestBucketLifecycles(t *testing.T) {
	base := values{"bucket": "logs"}
	rules := func(rules ...values) values {
		var all []any
		for _, rule := range rules {
			all = append(all, rule)
		}
		return values{"rules": all}
	}
	rule1 := func(changes values) values {
		return with(values{"id": "expire", "status": "Enabled", "expiration": values{"days": 1}}, changes).Mappable()
	}
	const at = "rules[0]."
	testRules(t, bucketLifecycleType, base, []rule{
		{"as it is", rules(rule1(values{"filter": values{}})), "", ""},
		{"no rules", values{"rules": []any{}}, "rules", "need 1 or more, got none"},
		{"id", rules(rule1(values{"id": strings.Repeat("a", 256)})), at + "id", "need at most 255 characters, got 256"},
		{"two of one id", rules(rule1(values{}), rule1(values{})), "rules[1].id", `need each id once, got "expire" again`},
		{"status", rules(rule1(values{"status": "On"})), at + "status", `need one of Enabled, Disabled, got "On"`},
		{"nothing to do", rules(rule1(values{"expiration": nil})), at + "status", "need 1 or more of abortIncompleteMultipartUpload, expiration, " +
			"noncurrentVersionExpiration, noncurrentVersionTransitions, transitions, got none"},
		{"at once", rules(rule1(values{"expiration": values{"days": 0}})), at + "expiration.days", "need 1 or more, got 0"},
		{"never", rules(rule1(values{"expiration": values{}})), at + "expiration.days", "need exactly one of days, date, expiredObjectDeleteMarker, got none"},
		{"upload", rules(rule1(values{"abortIncompleteMultipartUpload": values{"daysAfterInitiation": 0}})),
			at + "abortIncompleteMultipartUpload.daysAfterInitiation", "need 1 or more, got 0"},
		{"versions", rules(rule1(values{"noncurrentVersionExpiration": values{"noncurrentDays": 0}})),
			at + "noncurrentVersionExpiration.noncurrentDays", "need 1 or more, got 0"},
		{"sizes", values{"transitionDefaultMinimumObjectSize": "none"}, "transitionDefaultMinimumObjectSize",
			`need one of all_storage_classes_128K, varies_by_storage_class, got "none"`},
	})
	made := made(t, simcloud.New(simcloud.Options{}), bucketLifecycleType, "x", with(base, rules(rule1(values{}))))
	assert.Equal(t, "all_storage_classes_128K", open(made.Outputs["transitionDefaultMinimumObjectSize"]))
	assert.Equal(t, time.Minute, takes(bucketLifecycleType, simcloud.OpCreate, nil, nil))
}
