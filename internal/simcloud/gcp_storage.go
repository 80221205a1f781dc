package simcloud

import (
	"maps"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const bucketSays = "lower-case letters, digits, '-' and '.', with a letter or digit at both ends"

var storageClasses = []string{"STANDARD", "MULTI_REGIONAL", "REGIONAL", "NEARLINE", "COLDLINE", "ARCHIVE"}

// storageModels models buckets and the members of their access policy.
func storageModels() []model {
	return []model{
		{
			token:   "gcp:storage/bucket:Bucket",
			name:    nameRule{property: "name", min: 3, max: 63, pattern: bucketName, says: bucketSays, lower: true, unique: true},
			replace: []string{"name", "location", "project", "customPlacementConfig", "enableObjectRetention"},
			check:   checkBucket,
			id:      func(s subject) string { return s.name },
			outputs: bucketOutputs,
			takes:   durations{create: 2 * time.Second, update: 2 * time.Second, delete: 2 * time.Second},
		},
		iamMember("gcp:storage/bucketIAMMember:BucketIAMMember", "bucket", "b/"),
	}
}

func checkBucket(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf(storageClasses, "storageClass")
	r.oneOf([]string{"enforced", "inherited"}, "publicAccessPrevention")
	name := text(in, "name")
	switch {
	case strings.HasPrefix(name, "goog"):
		r.fail("name", `need a name that does not begin with "goog", got %q`, name)
	case strings.Contains(name, ".."):
		r.fail("name", "need single dots, got %q", name)
	}
	return r.failures
}

func bucketOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{
		"project": str(s.project()), "publicAccessPrevention": str("inherited"), "rpo": str("DEFAULT"),
		"uniformBucketLevelAccess": boolean(false), "storageClass": str("STANDARD"),
		"softDeletePolicy": resource.NewObjectProperty(resource.PropertyMap{"retentionDurationSeconds": num(604800)}),
	})
	maps.Copy(out, resource.PropertyMap{
		"name": str(s.name), "url": str("gs://" + s.name), "selfLink": str("https://www.googleapis.com/storage/v1/b/" + s.name),
		"projectNumber": num(s.between("project", 100000000000, 999999999999)),
	})
	return out
}
