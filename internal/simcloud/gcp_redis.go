package simcloud

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// The provider's own pattern lets 41 characters pass; the API stops at 40.
var redisName = regexp.MustCompile(`^[a-z]([a-z0-9-]*[a-z0-9])?$`)

// redisVersions are in order, the oldest first.
var redisVersions = []string{"REDIS_3_2", "REDIS_4_0", "REDIS_5_0", "REDIS_6_X", "REDIS_7_0", "REDIS_7_2"}

const defaultRedisVersion = "REDIS_7_0"

// redisModels models Memorystore for Redis. The provider's documentation does not mark which inputs replace.
func redisModels() []model {
	return []model{{
		token: "gcp:redis/instance:Instance",
		name: nameRule{property: "name", min: 1, max: 40, pattern: redisName, unique: true, scope: []string{"project", "region"},
			says: "a lower-case letter, then lower-case letters, digits and '-', with no '-' at the end"},
		replace: []string{
			"name", "tier", "region", "project", "locationId", "alternativeLocationId", "authorizedNetwork", "connectMode",
			"reservedIpRange", "transitEncryptionMode", "customerManagedKey",
		},
		replaceWhen: redisDowngrade,
		check:       checkRedis,
		id: func(s subject) string {
			return fmt.Sprintf("projects/%s/locations/%s/instances/%s", s.project(), s.region(), s.name)
		},
		outputs: redisOutputs,
		// Of the provider's limit of 20 minutes an instance usually needs a third; approximate.
		takes: durations{create: 6 * time.Minute, update: 4 * time.Minute, delete: 3 * time.Minute},
	}}
}

// redisDowngrade reports a change to an older version: an upgrade is done in place.
func redisDowngrade(old, next resource.PropertyMap) []string {
	before := slices.Index(redisVersions, text(old, "redisVersion"))
	after := slices.Index(redisVersions, text(next, "redisVersion"))
	if before >= 0 && after >= 0 && after < before {
		return []string{"redisVersion"}
	}
	return nil
}

func redisOutputs(s subject) resource.PropertyMap {
	zone := first(text(s.in, "locationId"), s.region()+"-a")
	port, certificates := 6379, resource.NewArrayProperty([]resource.PropertyValue{})
	if text(s.in, "transitEncryptionMode") == "SERVER_AUTHENTICATION" {
		port, certificates = 6378, redisCertificates(s)
	}
	out := defaults(s, resource.PropertyMap{
		"project": str(s.project()), "region": str(s.region()), "locationId": str(zone), "redisVersion": str(defaultRedisVersion),
		"authorizedNetwork": str("projects/" + s.project() + "/global/networks/default"),
		"readReplicasMode":  str("READ_REPLICAS_DISABLED"), "replicaCount": num(redisReplicas(s.in)),
		"maintenanceVersion": str("20240101_00_00"), "reservedIpRange": str(s.address("range") + "/29"),
	})
	maps.Copy(out, resource.PropertyMap{
		"name": str(s.name), "currentLocationId": str(zone), "nodes": redisNodes(s, zone), "createTime": str(s.time("created")),
		"host": str(s.address("host")), "port": num(port), "serverCaCerts": certificates,
		"persistenceIamIdentity": str("serviceAccount:service-" + s.digits("tenant", 12) + "@cloud-redis.iam.gserviceaccount.com"),
		"authString":             secret(str("")), "readEndpoint": str(""), "readEndpointPort": num(0),
	})
	if flag(s.in, "authEnabled") {
		out["authString"] = secret(str(s.uuid("auth")))
	}
	if text(s.in, "readReplicasMode") == "READ_REPLICAS_ENABLED" {
		out["readEndpoint"], out["readEndpointPort"] = str(s.address("read")), num(port)
	}
	return out
}

func redisCertificates(s subject) resource.PropertyValue {
	return objects(resource.PropertyMap{
		"cert": str(s.certificate("ca")), "createTime": str(s.time("ca")), "expireTime": str("2034-01-01T00:00:00Z"),
		"serialNumber": str(s.digits("ca serial", 19)), "sha1Fingerprint": str(s.hex("ca sha1", 40)),
	})
}

// redisReplicas is the number of replicas: none on BASIC, one on STANDARD_HA, two by default with read replicas.
func redisReplicas(in resource.PropertyMap) int {
	if n, ok := number(in, "replicaCount"); ok {
		return int(n)
	}
	switch {
	case text(in, "tier") != "STANDARD_HA":
		return 0
	case text(in, "readReplicasMode") == "READ_REPLICAS_ENABLED":
		return 2
	default:
		return 1
	}
}

func redisNodes(s subject, zone string) resource.PropertyValue {
	nodes := make([]resource.PropertyMap, redisReplicas(s.in)+1)
	for i := range nodes {
		nodes[i] = resource.PropertyMap{"id": str(fmt.Sprintf("node-%d", i)), "zone": str(zone)}
	}
	return objects(nodes...)
}
