package simcloud

import (
	"fmt"
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
		follow:  []string{"serverCaCerts"},
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
	region := s.region()
	zone := first(text(s.in, "locationId"), region+"-a")
	port, certificates := 6379, resource.NewArrayProperty([]resource.PropertyValue{})
	if text(s.in, "transitEncryptionMode") == "SERVER_AUTHENTICATION" {
		port, certificates = 6378, redisCertificates(s)
	}
	out := resource.PropertyMap{
		"name": str(s.name), "project": str(s.project()), "region": str(region), "locationId": str(zone),
		"currentLocationId": str(zone), "host": str(s.address("host")), "port": num(port), "serverCaCerts": certificates,
		"createTime":             str(s.time("created")),
		"persistenceIamIdentity": str("serviceAccount:service-" + s.digits("tenant", 12) + "@cloud-redis.iam.gserviceaccount.com"),
		"authString":             secret(str("")),
		"readEndpoint":           str(""), "readEndpointPort": num(0),
		"redisVersion":       str(first(text(s.in, "redisVersion"), defaultRedisVersion)),
		"authorizedNetwork":  str(first(text(s.in, "authorizedNetwork"), "projects/"+s.project()+"/global/networks/default")),
		"replicaCount":       num(redisReplicas(s.in)),
		"readReplicasMode":   str(first(text(s.in, "readReplicasMode"), "READ_REPLICAS_DISABLED")),
		"nodes":              redisNodes(s, zone),
		"maintenanceVersion": str(first(text(s.in, "maintenanceVersion"), "20240101_00_00")),
		"reservedIpRange":    str(first(text(s.in, "reservedIpRange"), s.address("range")+"/29")),
	}
	if flag(s.in, "authEnabled") {
		out["authString"] = secret(str(s.uuid("auth")))
	}
	if text(s.in, "readReplicasMode") == "READ_REPLICAS_ENABLED" {
		out["readEndpoint"], out["readEndpointPort"] = str(s.address("read")), num(port)
	}
	// What the program says about these stands; everything else is the provider's.
	for _, input := range []resource.PropertyKey{"redisVersion", "authorizedNetwork", "replicaCount", "readReplicasMode",
		"maintenanceVersion", "reservedIpRange", "locationId", "project", "region"} {
		if has(s.in, input) {
			delete(out, input)
		}
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
