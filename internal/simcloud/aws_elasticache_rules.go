package simcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var (
	redisEngineVersion  = regexp.MustCompile(`^([1-5](\.[0-9]+){2}|6\.x|[6-9]\.[0-9]+)$`)
	valkeyEngineVersion = regexp.MustCompile(`^[7-9]\.[0-9]+$`)
	cacheNode           = regexp.MustCompile(`^cache\.[a-z0-9]+\.[a-z0-9]+$`)
	authToken           = regexp.MustCompile(`^[^@"/]+$`)
)

// newestCache is the version that a group gets when it asks for none.
var newestCache = map[string]string{"redis": "7.1", "valkey": "8.0"}

// cachePatches are the patch levels behind the versions that are asked for; others have 0.
var cachePatches = map[string]string{
	"redis 6.x": "6.2.6", "redis 6.0": "6.0.5", "redis 6.2": "6.2.6", "redis 7.0": "7.0.7", "valkey 7.2": "7.2.6", "valkey 8.0": "8.0.1",
}

func cacheEngine(in resource.PropertyMap) string {
	return first(strings.ToLower(text(in, "engine")), "redis")
}

// actualCache is the full version that runs.
func actualCache(engine, version string) string {
	if patch, ok := cachePatches[engine+" "+version]; ok {
		return patch
	}
	if strings.Count(version, ".") > 1 {
		return version
	}
	return version + ".0"
}

// cacheFamily is the family of parameters that a version needs: valkey8, redis7, redis6.x, redis5.0.
func cacheFamily(engine, version string) string {
	major, _, _ := strings.Cut(version, ".")
	switch {
	case major == "6":
		return engine + "6.x"
	case len(major) == 1 && major < "6":
		return engine + strings.Join(strings.SplitN(version, ".", 3)[:2], ".")
	default:
		return engine + major
	}
}

func defaultCacheParameters(in resource.PropertyMap, engine, version string) string {
	name := "default." + cacheFamily(engine, version)
	if shardedCache(in) {
		name += ".cluster.on"
	}
	return name
}

// olderVersion compares numbers between dots; x is the newest of its kind.
func olderVersion(a, b string) bool {
	number := func(part string) int {
		n, err := strconv.Atoi(part)
		if err != nil {
			return 1 << 30
		}
		return n
	}
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int { return number(x) - number(y) }) < 0
}

// replaceCache reports what makes a new group in one direction only, or only against a default: an older version, any other
// engine than from redis to valkey, TLS on versions that cannot change it.
func replaceCache(old, next resource.PropertyMap) []string {
	var forced []string
	before, after := cacheEngine(old), cacheEngine(next)
	if before != after && after != "valkey" {
		forced = append(forced, "engine")
	}
	was, is := first(text(old, "engineVersion"), newestCache[before]), text(next, "engineVersion")
	if is != "" && olderVersion(is, was) {
		forced = append(forced, "engineVersion")
	}
	if olderVersion(actualCache(before, was), "7.0.5") {
		forced = append(forced, "transitEncryptionEnabled")
	}
	usual := resource.PropertyMap{
		"port": num(cachePort), "networkType": str("ipv4"), "dataTieringEnabled": boolean(false),
		"atRestEncryptionEnabled": boolean(before == "valkey"),
	}
	for _, name := range sortedKeys(usual) {
		if !same(orElse(old[name], usual[name]), orElse(next[name], usual[name])) {
			forced = append(forced, string(name))
		}
	}
	return forced
}

func orElse(v, usual resource.PropertyValue) resource.PropertyValue {
	if v.IsNull() {
		return usual
	}
	return v
}

func checkCache(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	checkCacheEngine(r)
	checkCacheAccess(r)
	checkCacheShape(r)
	checkCacheWindows(r)
	checkCacheLogs(r)
	if v, ok := at(in, "description"); ok && empty(v) {
		r.fail("description", "need a text, got none")
	}
	r.oneOf([]string{"ipv4", "ipv6", "dual_stack"}, "networkType")
	r.oneOf([]string{"ipv4", "ipv6"}, "ipDiscovery")
	r.matches(arnForm, "an ARN", "notificationTopicArn")
	if has(in, "kmsKeyId") && !encryptedCache(in) && !isUnknown(in, "atRestEncryptionEnabled") && !isUnknown(in, "engine") {
		r.fail("kmsKeyId", "need atRestEncryptionEnabled with a key, got false")
	}
	for i, arn := range texts(in, "snapshotArns") {
		if !arnForm.MatchString(arn) || strings.Contains(arn, ",") {
			r.fail(fmt.Sprintf("snapshotArns[%d]", i), "need an ARN without commas, got %q", arn)
		}
	}
	return r.failures
}

func checkCacheEngine(r *rules) {
	if has(r.in, "engine") && !slices.Contains([]string{"redis", "valkey"}, cacheEngine(r.in)) {
		r.fail("engine", "need one of redis, valkey, got %q", text(r.in, "engine"))
	}
	version := text(r.in, "engineVersion")
	switch engine := cacheEngine(r.in); {
	case version == "":
	case !redisEngineVersion.MatchString(version):
		r.fail("engineVersion", "need <major>.<minor> from version 6 on, and <major>.<minor>.<patch> before, got %q", version)
	case isUnknown(r.in, "engine"):
	case engine == "valkey" && (!valkeyEngineVersion.MatchString(version) || olderVersion(version, "7.2")):
		r.fail("engineVersion", "need 7.2 or newer with engine valkey, got %q", version)
	case engine == "redis" && olderVersion("7.1", version):
		r.fail("engineVersion", "need at most 7.1 with engine redis, got %q", version)
	}
	if !has(r.in, "nodeType") && !isUnknown(r.in, "nodeType") && !has(r.in, "globalReplicationGroupId") {
		r.fail("nodeType", "need a node type, got none")
	}
	r.matches(cacheNode, "a node type such as cache.r7g.large", "nodeType")
}

// checkCacheAccess holds that a group has one way in at most, and that both need TLS.
func checkCacheAccess(r *rules) {
	r.oneOf([]string{"preferred", "required"}, "transitEncryptionMode")
	r.oneOf([]string{"SET", "ROTATE", "DELETE"}, "authTokenUpdateStrategy")
	plaintext := !flag(r.in, "transitEncryptionEnabled") && !isUnknown(r.in, "transitEncryptionEnabled")
	for _, needsTLS := range []resource.PropertyKey{"authToken", "userGroupIds", "transitEncryptionMode"} {
		if v, given := at(r.in, needsTLS); given && !empty(v) && plaintext {
			r.fail(string(needsTLS), "need transitEncryptionEnabled with it, got false")
		}
	}
	if has(r.in, "authToken") {
		token := text(r.in, "authToken")
		if length := len(token); length < 16 || length > 128 {
			r.fail("authToken", "need 16 to 128 characters, got %d", length)
		} else if !authToken.MatchString(token) {
			r.fail("authToken", `need characters other than @, " and /`)
		}
	}
	groups := list(r.in, "userGroupIds")
	if len(groups) > 1 {
		r.fail("userGroupIds", "need at most one user group, got %d", len(groups))
	}
	if len(groups) > 0 && (has(r.in, "authToken") || isUnknown(r.in, "authToken")) {
		r.fail("userGroupIds", "conflicts with authToken")
	}
}

func checkCacheShape(r *rules) {
	r.oneOf([]string{"enabled", "disabled", "compatible"}, "clusterMode")
	r.between(1, 6, "numCacheClusters")
	r.between(1, 500, "numNodeGroups")
	r.between(0, 5, "replicasPerNodeGroup")
	grouped := given(r.in, "numNodeGroups") || given(r.in, "replicasPerNodeGroup")
	if given(r.in, "numCacheClusters") && grouped {
		r.fail("numCacheClusters", "conflicts with numNodeGroups and replicasPerNodeGroup")
	}
	failover, failoverKnown := flag(r.in, "automaticFailoverEnabled"), !isUnknown(r.in, "automaticFailoverEnabled")
	if flag(r.in, "multiAzEnabled") && !failover && failoverKnown {
		r.fail("multiAzEnabled", "need automaticFailoverEnabled with it, got false")
	}
	nodes, counted := number(r.in, "numCacheClusters")
	if !counted && !isUnknown(r.in, "numCacheClusters") && !grouped && !shardedCache(r.in) && !has(r.in, "globalReplicationGroupId") {
		nodes, counted = 1, true
	}
	if failover && counted && nodes < 2 {
		r.fail("numCacheClusters", "need 2 or more with automaticFailoverEnabled, got %v", nodes)
	}
	if shardedCache(r.in) && !failover && failoverKnown {
		r.fail("automaticFailoverEnabled", "need true in cluster mode, got false")
	}
}

// given tells that a value is there, known or not.
func given(in resource.PropertyMap, name resource.PropertyKey) bool {
	return has(in, name) || isUnknown(in, name)
}

func checkCacheWindows(r *rules) {
	r.between(0, 35, "snapshotRetentionLimit")
	snapshot, maintenance := text(r.in, "snapshotWindow"), text(r.in, "maintenanceWindow")
	daily, err := dailyWindow(snapshot)
	if snapshot != "" && err != nil {
		r.fail("snapshotWindow", "need %v, got %q", err, snapshot)
	}
	weekly, weeklyErr := weeklyWindow(maintenance)
	if maintenance != "" && weeklyErr != nil {
		r.fail("maintenanceWindow", "need %v, got %q", weeklyErr, maintenance)
	}
	if snapshot != "" && maintenance != "" && err == nil && weeklyErr == nil && daily.meets(weekly) {
		r.fail("snapshotWindow", "need a time outside the maintenance window %s, got %q", maintenance, snapshot)
	}
}

func checkCacheLogs(r *rules) {
	logs := members(r.in, "logDeliveryConfigurations")
	if len(logs) > 2 {
		r.fail("logDeliveryConfigurations", "need at most 2, got %d", len(logs))
	}
	types := map[string]bool{}
	for i, log := range logs {
		r.within("logDeliveryConfigurations["+strconv.Itoa(i)+"]", log, func(l *rules) {
			for _, required := range []resource.PropertyKey{"destination", "destinationType", "logFormat", "logType"} {
				if !given(l.in, required) {
					l.fail(string(required), "need a value, got none")
				}
			}
			l.oneOf([]string{"cloudwatch-logs", "kinesis-firehose"}, "destinationType")
			l.oneOf([]string{"text", "json"}, "logFormat")
			l.oneOf([]string{"slow-log", "engine-log"}, "logType")
			if kind := text(l.in, "logType"); kind != "" && types[kind] {
				l.fail("logType", "need each type once, got %s again", kind)
			}
			types[text(l.in, "logType")] = true
		})
	}
}

func checkCacheParameters(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	families := []string{
		"memcached1.4", "memcached1.5", "memcached1.6", "redis2.6", "redis2.8", "redis3.2", "redis4.0", "redis5.0", "redis6.x", "redis7",
		"valkey7", "valkey8", "valkey9",
	}
	r.oneOf(families, "family")
	for i, parameter := range members(in, "parameters") {
		r.within("parameters["+strconv.Itoa(i)+"]", parameter, func(p *rules) {
			for _, required := range []resource.PropertyKey{"name", "value"} {
				if !given(p.in, required) {
					p.fail(string(required), "need a value, got none")
				}
			}
		})
	}
	return r.failures
}

// admitCache refuses parameters of another family than the engine's, users of another engine, and TLS that is switched on
// in one step on a group that lives.
func admitCache(was, o Object, live []Object) refusal {
	in, before := plainMap(o.Inputs), plainMap(was.Inputs)
	engine := cacheEngine(in)
	if parameters, ok := findLive(live, cacheParametersToken, text(in, "parameterGroupName")); ok {
		needed := cacheFamily(engine, first(text(in, "engineVersion"), text(o.Outputs, "engineVersion")))
		if family := text(parameters.Inputs, "family"); family != needed {
			return refuse("InvalidParameterCombination", "need a parameter group of family %s, got %s of family %s", needed, parameters.ID, family)
		}
	}
	for _, id := range texts(in, "userGroupIds") {
		group, ok := findLive(live, userGroupToken, id)
		if ok && engine == "redis" && strings.EqualFold(text(group.Inputs, "engine"), "valkey") {
			return refuse("InvalidParameterCombination", "need a user group of engine redis, got %s of engine valkey", id)
		}
	}
	if was.URN != "" && !flag(before, "transitEncryptionEnabled") && flag(in, "transitEncryptionEnabled") && text(in, "transitEncryptionMode") != "preferred" {
		return refuse("InvalidParameterValue", "need transitEncryptionMode preferred while TLS is switched on, got %q", text(in, "transitEncryptionMode"))
	}
	return refusal{}
}
