package simcloud

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	bucketToken       = "aws:s3/bucketV2:BucketV2"
	bucketPolicyToken = "aws:s3/bucketPolicy:BucketPolicy"
)

var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*[a-z0-9]$`)

// awsBucketModels models buckets and their settings, of which each is a resource of its own. The id of a setting is the
// bucket. Which inputs replace is in the table.
func awsBucketModels() []model {
	name := nameRule{property: "bucket", min: 3, max: 63, pattern: bucketName, says: bucketSays, lower: true, unique: true}
	models := []model{
		{token: "aws:s3/bucket:Bucket", name: name, outputs: awsBucketOutputs},
		{token: bucketToken, name: name, outputs: awsBucketOutputs},
	}
	for _, setting := range []model{
		{token: bucketPolicyToken, check: checkBucketPolicy},
		{token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", outputs: func(s subject) resource.PropertyMap {
			return defaults(s, resource.PropertyMap{
				"blockPublicAcls": boolean(false), "blockPublicPolicy": boolean(false), "ignorePublicAcls": boolean(false),
				"restrictPublicBuckets": boolean(false),
			})
		}},
		{token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls", check: func(in resource.PropertyMap) []Failure {
			r := &rules{in: in}
			r.oneOf([]string{"BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"}, "rule", "objectOwnership")
			return r.failures
		}},
		{token: "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", check: checkBucketEncryption},
		{token: "aws:s3/bucketVersioningV2:BucketVersioningV2", check: func(in resource.PropertyMap) []Failure {
			r := &rules{in: in}
			r.oneOf([]string{"Enabled", "Suspended", "Disabled"}, "versioningConfiguration", "status")
			return r.failures
		}},
		{
			token: "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", check: checkBucketLifecycle,
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{
					"transitionDefaultMinimumObjectSize": str("all_storage_classes_128K"), "expectedBucketOwner": str(""),
				})
			},
			takes: durations{create: time.Minute, update: time.Minute, delete: 10 * time.Second},
		},
	} {
		setting.id = func(s subject) string { return text(s.in, "bucket") }
		models = append(models, setting)
	}
	return models
}

func awsBucketOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{
		"acl": str("private"), "accelerationStatus": str(""), "bucketPrefix": str(""), "forceDestroy": boolean(false), "policy": str(""),
		"objectLockEnabled": boolean(false), "requestPayer": str("BucketOwner"),
	})
	out["arn"], out["region"] = str(s.arn(s.name)), str(s.place.Region)
	out["bucketDomainName"] = str(s.name + ".s3.amazonaws.com")
	out["bucketRegionalDomainName"] = str(s.name + ".s3." + s.place.Region + ".amazonaws.com")
	out["hostedZoneId"] = str("Z" + strings.ToUpper(hexOf(13, "buckets", s.place.Region)))
	out["websiteDomain"], out["websiteEndpoint"] = str(""), str("")
	return out
}

func checkBucketPolicy(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.json("policy")
	const most = 20 * 1024
	if size := len(text(in, "policy")); size > most {
		r.fail("policy", "need at most %d bytes, got %d", most, size)
	}
	return r.failures
}

func checkBucketEncryption(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	for i, rule := range members(in, "rules") {
		const usual = "applyServerSideEncryptionByDefault"
		r.within("rules["+strconv.Itoa(i)+"]", rule, func(r *rules) {
			r.oneOf([]string{"AES256", "aws:kms", "aws:kms:dsse"}, usual, "sseAlgorithm")
			if text(r.in, usual, "sseAlgorithm") == "AES256" && text(r.in, usual, "kmsMasterKeyId") != "" {
				r.fail(usual+".kmsMasterKeyId", "need none with sseAlgorithm AES256, got %q", text(r.in, usual, "kmsMasterKeyId"))
			}
		})
	}
	return r.failures
}

// lifecycleActions are what a rule can do; it has to do something.
var lifecycleActions = []resource.PropertyKey{
	"abortIncompleteMultipartUpload", "expiration", "noncurrentVersionExpiration", "noncurrentVersionTransitions", "transitions",
}

func checkBucketLifecycle(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf([]string{"all_storage_classes_128K", "varies_by_storage_class"}, "transitionDefaultMinimumObjectSize")
	if has(in, "rules") && len(list(in, "rules")) == 0 {
		r.fail("rules", "need 1 or more, got none")
	}
	seen := map[string]bool{}
	for i, rule := range members(in, "rules") {
		r.within("rules["+strconv.Itoa(i)+"]", rule, func(r *rules) {
			id := text(r.in, "id")
			if seen[id] {
				r.fail("id", "need each id once, got %q again", id)
			}
			seen[id] = id != ""
			checkLifecycleRule(r)
		})
	}
	return r.failures
}

func checkLifecycleRule(r *rules) {
	r.atMost(255, "id")
	r.oneOf([]string{"Enabled", "Disabled"}, "status")
	if !slices.ContainsFunc(lifecycleActions, func(action resource.PropertyKey) bool { return given(r.in, action) }) {
		r.fail("status", "need 1 or more of %s, got none", joined(lifecycleActions, ", "))
	}
	r.positive("expiration", "days")
	r.positive("abortIncompleteMultipartUpload", "daysAfterInitiation")
	r.positive("noncurrentVersionExpiration", "noncurrentDays")
	if has(r.in, "expiration") {
		r.within("expiration", object(r.in, "expiration"), func(r *rules) { r.exactlyOne("days", "date", "expiredObjectDeleteMarker") })
	}
}

// positive requires a number, where it is given, to be 1 or more.
func (r *rules) positive(path ...resource.PropertyKey) {
	if got, ok := number(r.in, path...); ok && got < 1 {
		r.fail(dotted(path), "need 1 or more, got %s", digits(got))
	}
}
