package simcloud

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	replicationGroupToken = "aws:elasticache/replicationGroup:ReplicationGroup"
	cacheParametersToken  = "aws:elasticache/parameterGroup:ParameterGroup"
	cacheSubnetsToken     = "aws:elasticache/subnetGroup:SubnetGroup"
	cacheSnapshotToken    = "aws:elasticache:Snapshot" // no resource type: what a deleted group leaves behind
)

var (
	cacheName      = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$`)
	cacheGroupName = regexp.MustCompile(`^[a-z0-9-]+$`)
)

const (
	cacheNameSays      = "a letter, then letters, digits and single '-', with no '-' at the end"
	cacheGroupNameSays = "lower-case letters, digits and '-'"
)

// awsCacheModels models node-based caches.
func awsCacheModels() []model {
	return []model{
		{
			token: replicationGroupToken,
			name: nameRule{property: "replicationGroupId", min: 1, max: 40, pattern: cacheName, lower: true, unique: true,
				says: cacheNameSays},
			// What depends on the direction of a change, or on a default, is in replaceCache.
			replace: []string{
				"replicationGroupId", "subnetGroupName", "kmsKeyId", "snapshotName", "snapshotArns", "globalReplicationGroupId",
				"securityGroupNames",
			},
			replaceWhen: replaceCache,
			check:       checkCache,
			id:          func(s subject) string { return strings.ToLower(s.name) },
			outputs:     cacheOutputs,
			derived: []string{
				"memberClusters", "numCacheClusters", "numNodeGroups", "replicasPerNodeGroup", "clusterEnabled", "engineVersion",
				"engineVersionActual", "primaryEndpointAddress", "readerEndpointAddress", "configurationEndpointAddress",
			},
			takes: durations{create: 8 * time.Minute, delete: 5 * time.Minute, depends: cacheTime},
			admit: admitCache,
			leaves: leftover{
				object: finalSnapshot, taken: "SnapshotAlreadyExistsFault",
			},
		},
		{
			token: cacheSubnetsToken,
			name:  nameRule{property: "name", min: 1, max: 255, pattern: cacheGroupName, says: cacheGroupNameSays, lower: true, unique: true},
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{"description": str(managedBy), "vpcId": str("vpc-" + s.hex("vpc", 17))})
			},
			inUse: use{code: "CacheSubnetGroupInUse", by: []holder{{replicationGroupToken, "subnetGroupName"}}},
		},
		{
			token: cacheParametersToken,
			name:  nameRule{property: "name", min: 1, max: 255, pattern: cacheGroupName, says: cacheGroupNameSays, lower: true, unique: true},
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{"description": str(managedBy)})
			},
			check: checkCacheParameters,
			inUse: use{code: "InvalidCacheParameterGroupState", by: []holder{{replicationGroupToken, "parameterGroupName"}}},
		},
	}
}

// managedBy is the description that the provider fills in.
const managedBy = "Managed by Pulumi"

// cacheOutputs are derived from the inputs and the account, so that an update that does not touch them changes none.
func cacheOutputs(s subject) resource.PropertyMap {
	engine := cacheEngine(s.in)
	version := first(text(s.in, "engineVersion"), newestCache[engine])
	nodes := cacheMembers(s.in, strings.ToLower(s.name))
	shards, replicas := cacheShape(s.in)
	out := defaults(s, resource.PropertyMap{
		"applyImmediately": boolean(false), "atRestEncryptionEnabled": boolean(encryptedCache(s.in)),
		"autoMinorVersionUpgrade": boolean(true), "clusterMode": str(cacheMode(s.in)), "dataTieringEnabled": boolean(false),
		"engine": str(engine), "engineVersion": str(version), "ipDiscovery": str("ipv4"), "networkType": str("ipv4"),
		"maintenanceWindow": str("sun:05:00-sun:06:00"), "snapshotWindow": str("03:00-04:00"), "port": num(cachePort),
		"parameterGroupName": str(defaultCacheParameters(s.in, engine, version)), "subnetGroupName": str("default"),
		"numCacheClusters": num(len(nodes)), "numNodeGroups": num(shards), "replicasPerNodeGroup": num(replicas),
		"transitEncryptionEnabled": boolean(false), "transitEncryptionMode": str(""), "globalReplicationGroupId": str(""),
		"automaticFailoverEnabled": boolean(false), "multiAzEnabled": boolean(false), "snapshotRetentionLimit": num(0),
	})
	if flag(s.in, "transitEncryptionEnabled") && !has(s.in, "transitEncryptionMode") {
		out["transitEncryptionMode"] = str("required")
	}
	maps.Copy(out, cacheEndpoints(s))
	maps.Copy(out, resource.PropertyMap{
		"replicationGroupId": str(strings.ToLower(s.name)), "memberClusters": strs(nodes),
		"clusterEnabled": boolean(shardedCache(s.in)), "engineVersionActual": str(actualCache(engine, version)),
	})
	if window := text(s.in, "maintenanceWindow"); window != "" {
		out["maintenanceWindow"] = str(strings.ToLower(window))
	}
	return out
}

const cachePort = 6379

// cacheEndpoints are the host names: one that follows the primary and one for all replicas, or one for a sharded group.
// With TLS the role leads the name, so that one certificate covers all roles.
func cacheEndpoints(s subject) resource.PropertyMap {
	name, tail := strings.ToLower(s.name), "."+cacheDomain(s.place)
	primary, reader, configuration := name+"."+cacheAccount(s.place)+".ng.0001"+tail, name+"-ro."+cacheAccount(s.place)+".ng.0001"+tail, ""
	if flag(s.in, "transitEncryptionEnabled") {
		stem := "." + name + "." + cacheAccount(s.place) + tail
		primary, reader = "master"+stem, "replica"+stem
	}
	if shardedCache(s.in) {
		primary, reader, configuration = "", "", name+"."+cacheAccount(s.place)+".clustercfg"+tail
		if flag(s.in, "transitEncryptionEnabled") {
			configuration = "clustercfg." + name + "." + cacheAccount(s.place) + tail
		}
	}
	return resource.PropertyMap{
		"primaryEndpointAddress": str(primary), "readerEndpointAddress": str(reader), "configurationEndpointAddress": str(configuration),
	}
}

// cacheDomain is the domain of a region's caches.
func cacheDomain(p Place) string { return shortRegion(p.Region) + ".cache.amazonaws.com" }

// cacheAccount is the part of a cache's host name that stands for the account and the region.
func cacheAccount(p Place) string { return hexOf(6, "cache", p.Account, p.Region) }

// shardedCache tells cluster mode: asked for, or more than one shard, or a default parameter group of that mode. One shard
// with an own parameter group is not known to be one, because the group's parameters are not looked at.
func shardedCache(in resource.PropertyMap) bool {
	switch text(in, "clusterMode") {
	case "enabled", "compatible":
		return true
	case "disabled":
		return false
	}
	shards, _ := number(in, "numNodeGroups")
	return shards > 1 || strings.HasSuffix(text(in, "parameterGroupName"), ".cluster.on")
}

func cacheMode(in resource.PropertyMap) string {
	if shardedCache(in) {
		return "enabled"
	}
	return "disabled"
}

// cacheShape is the number of shards, and of replicas in each of them.
func cacheShape(in resource.PropertyMap) (shards, replicas int) {
	shards = 1
	if n, ok := number(in, "numNodeGroups"); ok && n > 0 {
		shards = int(n)
	}
	if n, ok := number(in, "replicasPerNodeGroup"); ok {
		return shards, int(n)
	}
	if n, ok := number(in, "numCacheClusters"); ok && n > 1 {
		return shards, int(n) - 1
	}
	return shards, 0
}

// cacheMembers are the names of the nodes: <id>-001, or <id>-0001-001 in a sharded group.
func cacheMembers(in resource.PropertyMap, name string) []string {
	shards, replicas := cacheShape(in)
	var nodes []string
	for shard := 1; shard <= shards; shard++ {
		for node := 1; node <= replicas+1; node++ {
			if shardedCache(in) {
				nodes = append(nodes, fmt.Sprintf("%s-%04d-%03d", name, shard, node))
			} else {
				nodes = append(nodes, fmt.Sprintf("%s-%03d", name, node))
			}
		}
	}
	return nodes
}

func encryptedCache(in resource.PropertyMap) bool {
	if has(in, "atRestEncryptionEnabled") {
		return flag(in, "atRestEncryptionEnabled")
	}
	return cacheEngine(in) == "valkey"
}

// finalSnapshot is what a group leaves when its inputs name one.
func finalSnapshot(o Object) (Object, bool) {
	name := text(o.Inputs, "finalSnapshotIdentifier")
	if name == "" {
		return Object{}, false
	}
	about := resource.PropertyMap{"name": str(name), "replicationGroupId": str(string(o.ID)), "source": str("manual")}
	for _, property := range []resource.PropertyKey{"engine", "engineVersion", "nodeType", "kmsKeyId"} {
		if v, ok := at(o.Outputs, property); ok {
			about[property] = v
		}
	}
	return Object{
		URN:   resource.NewURN(o.URN.Stack(), o.URN.Project(), "", cacheSnapshotToken, name),
		Token: cacheSnapshotToken, ID: resource.ID(name), Inputs: resource.PropertyMap{}, Outputs: about,
	}, true
}

// cacheTime is how long an update takes. Work on the nodes takes minutes, settings half a minute.
func cacheTime(op Op, old, next resource.PropertyMap) time.Duration {
	if op != OpUpdate {
		return 0
	}
	longest := 30 * time.Second
	for _, work := range []struct {
		properties []resource.PropertyKey
		takes      time.Duration
	}{
		{[]resource.PropertyKey{"engine", "engineVersion"}, 15 * time.Minute},
		{[]resource.PropertyKey{"nodeType"}, 12 * time.Minute},
		{[]resource.PropertyKey{"numCacheClusters", "numNodeGroups", "replicasPerNodeGroup"}, 6 * time.Minute},
		{[]resource.PropertyKey{"userGroupIds", "authToken", "transitEncryptionEnabled", "transitEncryptionMode"}, 5 * time.Minute},
	} {
		for _, property := range work.properties {
			if !same(old[property], next[property]) {
				longest = max(longest, work.takes)
			}
		}
	}
	return longest
}
