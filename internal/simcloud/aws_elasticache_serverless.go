package simcloud

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const serverlessCacheToken = "aws:elasticache/serverlessCache:ServerlessCache"

var (
	timeOfDay    = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
	majorVersion = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
)

// awsServerlessCacheModels models caches without nodes. The other inputs that replace are in the table.
func awsServerlessCacheModels() []model {
	return []model{{
		token:   serverlessCacheToken,
		name:    nameRule{property: "name", min: 1, max: 40, pattern: cacheName, says: cacheNameSays, lower: true, unique: true},
		replace: []string{"name", "majorEngineVersion", "kmsKeyId", "subnetIds", "snapshotArnsToRestores"},
		replaceWhen: func(old, next resource.PropertyMap) []string {
			if text(old, "engine") == "redis" && text(next, "engine") == "valkey" {
				return nil
			}
			return []string{"engine"}
		},
		check:   checkServerlessCache,
		outputs: serverlessOutputs,
		derived: []string{"fullEngineVersion", "majorEngineVersion"},
		takes:   durations{create: 3 * time.Minute, delete: 2 * time.Minute, depends: serverlessTime},
	}}
}

func serverlessTime(op Op, old, next resource.PropertyMap) time.Duration {
	switch {
	case op != OpUpdate:
		return 0
	case !same(old["engine"], next["engine"]):
		return 15 * time.Minute
	default:
		return time.Minute
	}
}

func checkServerlessCache(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf([]string{"memcached", "redis", "valkey"}, "engine")
	r.matches(majorVersion, "a major version", "majorEngineVersion")
	r.matches(timeOfDay, "hh24:mi", "dailySnapshotTime")
	r.between(0, 35, "snapshotRetentionLimit")
	r.matches(arnForm, "an ARN", "kmsKeyId")
	if n := len(list(in, "subnetIds")); has(in, "subnetIds") && (n < 2 || n > 3) {
		r.fail("subnetIds", "need 2 or 3 subnets, got %d", n)
	}
	if text(in, "engine") == "memcached" {
		for _, name := range []resource.PropertyKey{"userGroupId", "dailySnapshotTime", "snapshotRetentionLimit", "snapshotArnsToRestores"} {
			if given(in, name) {
				r.fail(string(name), "need engine redis or valkey with it, got memcached")
			}
		}
	}
	for i, arn := range texts(in, "snapshotArnsToRestores") {
		if !arnForm.MatchString(arn) {
			r.fail("snapshotArnsToRestores["+strconv.Itoa(i)+"]", "need an ARN, got %q", arn)
		}
	}
	r.within("cacheUsageLimits", object(in, "cacheUsageLimits"), checkUsageLimits)
	return r.failures
}

func checkUsageLimits(r *rules) {
	if storage := object(r.in, "dataStorage"); storage != nil {
		r.within("dataStorage", storage, func(s *rules) {
			checkRange(s, 1, 5000)
			s.oneOf([]string{"GB"}, "unit")
			if !given(s.in, "unit") {
				s.fail("unit", "need a unit, got none")
			}
		})
	}
	units := members(r.in, "ecpuPerSeconds")
	if len(units) > 1 {
		r.fail("ecpuPerSeconds", "need at most one, got %d", len(units))
	}
	for i, unit := range units {
		r.within("ecpuPerSeconds["+strconv.Itoa(i)+"]", unit, func(u *rules) { checkRange(u, 1000, 15_000_000) })
	}
}

func checkRange(r *rules, low, high float64) {
	r.between(low, high, "minimum")
	r.between(low, high, "maximum")
	least, from := number(r.in, "minimum")
	most, to := number(r.in, "maximum")
	if from && to && least > most {
		r.fail("minimum", "need at most the maximum %v, got %v", most, least)
	}
}

// serverlessOutputs gives one host with two ports: the second is for reading.
func serverlessOutputs(s subject) resource.PropertyMap {
	engine := text(s.in, "engine")
	host := s.name + "-" + cacheAccount(s.place) + ".serverless." + cacheDomain(s.place)
	port := cachePort
	if engine == "memcached" {
		port = 11211
	}
	newest := map[string]string{"memcached": "1.6", "redis": "7", "valkey": "8"}[engine]
	major := first(text(s.in, "majorEngineVersion"), newest)
	out := defaults(s, resource.PropertyMap{
		"majorEngineVersion": str(major), "description": str(""), "dailySnapshotTime": str("03:00"), "snapshotRetentionLimit": num(0),
		"securityGroupIds": strs([]string{s.awsID("securityGroupId")}),
		"subnetIds":        strs([]string{"subnet-" + s.hex("subnet a", 17), "subnet-" + s.hex("subnet b", 17)}),
	})
	out["fullEngineVersion"] = str(serverlessVersion(engine, major))
	out["createTime"], out["status"] = str(s.time("created")), str("available")
	endpoint := func(port int) resource.PropertyValue {
		return objects(resource.PropertyMap{"address": str(host), "port": num(port)})
	}
	out["endpoints"], out["readerEndpoints"] = endpoint(port), endpoint(port+1)
	return out
}

// serverlessVersion is the version behind a major one.
func serverlessVersion(engine, major string) string {
	if strings.Contains(major, ".") {
		return major
	}
	return major + "." + first(map[string]string{"redis 7": "1", "valkey 7": "2"}[engine+" "+major], "0")
}
