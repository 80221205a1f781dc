package redis

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// argsName is how errors name the arguments.
const argsName = "redis.ClusterArgs"

// The limits of ElastiCache.
const (
	maxShards        = 500   // user guide, quotas: nodes per cluster with cluster mode
	maxNodes         = 500   // user guide, quotas: after an increase; a new account has 90
	maxReplicas      = 5     // API reference, CreateReplicationGroup, ReplicasPerNodeGroup
	maxRetentionDays = 35    // user guide, automatic backups
	minPort          = 1150  // user guide, ports of new clusters
	maxPort          = 65535 // TCP
	maxUserName      = 120   // our own: far above what a client needs, below every limit
)

var (
	objectARN    = regexp.MustCompile(awsform.AnyPartition + `s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^,]+\.rdb$`)
	snapshotName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*([-.:_][A-Za-z0-9]+)*$`)
	userName     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*$`)
	clientName   = componentName

	accessKeys     = regexp.MustCompile(`^(%R|%W|%RW)?~\S+$`)
	accessChannels = regexp.MustCompile(`^(&\S+|resetchannels)$`)
	accessCommands = regexp.MustCompile(`^[+-]@?[a-z][a-z0-9._-]*(\|[a-z0-9-]+)?$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
// It knows what ElastiCache accepts, so that a mistake shows before anything is created and not in the middle of an update.
func (args *ClusterArgs) Validate() error {
	p := component.NewProblems("redis", "ClusterArgs")
	a := args.withDefaults()
	a.checkBasics(p)
	a.checkNetwork(p, a.subnetCount())
	a.checkVersion(p)
	a.checkNodeType(p)
	a.checkSize(p)
	a.checkSettings(p)
	a.checkSnapshots(p)
	a.checkWindows(p)
	a.checkUser(p)
	a.checkLogs(p)
	awsform.KeyARN.Check(p, "KMSKeyARN", a.KMSKeyARN)
	awsform.TopicARN.Check(p, "AlarmTopicARN", a.AlarmTopicARN)
	return p.Err()
}

func (args *ClusterArgs) checkBasics(p *component.Problems) {
	p.RequireTags(args.Tags)
	p.CheckProfile(args.Profile)
	p.OneOf("Engine", string(args.Engine), string(Valkey), string(Redis))
}

// subnetCount is how many subnets are accepted; a most of 0 is no limit.
type subnetCount struct{ least, most int }

// subnetCount is the number of subnets that the nodes need; replicas sit in other zones than their primary.
func (args *ClusterArgs) subnetCount() subnetCount {
	if args.production() || args.replicas() > 0 {
		return subnetCount{least: 2}
	}
	return subnetCount{least: 1}
}

func (c subnetCount) need() string {
	number := fmt.Sprintf("%d or more", c.least)
	if c.most > 0 {
		number = fmt.Sprintf("%d to %d", c.least, c.most)
	}
	return number + " subnet ids such as subnet-0a1b2c3d, each in another zone"
}

func (c subnetCount) accepts(n int) bool { return n >= c.least && (c.most == 0 || n <= c.most) }

// acceptsIDs is the check of what is known only later.
func (c subnetCount) acceptsIDs(ids []string) bool {
	return c.accepts(len(ids)) && !slices.ContainsFunc(ids, func(id string) bool { return !awsform.SubnetID.Pattern.MatchString(id) })
}

func (args *ClusterArgs) checkNetwork(p *component.Problems, count subnetCount) {
	awsform.VPCID.Require(p, "VPCID", args.VPCID)
	if n, known := component.Len(args.SubnetIDs); known && !count.accepts(n) {
		p.Addf("SubnetIDs", count.need(), "%d", n)
	}
	if list, isList := args.SubnetIDs.(pulumi.StringArray); isList {
		for i, id := range list {
			awsform.SubnetID.Check(p, fmt.Sprintf("SubnetIDs[%d]", i), id)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(args.ClientSecurityGroupIDs)) {
		field := fmt.Sprintf("ClientSecurityGroupIDs[%q]", name)
		if !clientName.MatchString(name) {
			p.Add(field, "a name of lower-case letters, digits and single hyphens, beginning with a letter", name)
		}
		awsform.SecurityGroupID.Require(p, field, args.ClientSecurityGroupIDs[name])
	}
}

func (args *ClusterArgs) checkSize(p *component.Problems) {
	p.Between("Shards", args.Shards, 0, maxShards)
	p.Between("Port", args.Port, minPort, maxPort)
	switch {
	case args.DisableReplicas && args.Replicas != 0:
		p.Addf("Replicas", "0 with DisableReplicas", "%d", args.Replicas)
	default:
		p.Between("Replicas", args.Replicas, 0, maxReplicas)
	}
	if nodes := args.Shards * (1 + args.replicas()); nodes > maxNodes && args.Shards <= maxShards {
		p.Addf("Shards", fmt.Sprintf("%d nodes or fewer", maxNodes), "%d (%d shards with %d replicas each)", nodes, args.Shards, args.replicas())
	}
}

func (args *ClusterArgs) checkSettings(p *component.Problems) {
	if args.MaxMemoryPolicy != "" {
		var names []string
		for _, policy := range policies() {
			names = append(names, string(policy))
		}
		if p.OneOf("MaxMemoryPolicy", string(args.MaxMemoryPolicy), names...) && tiered(args.NodeType) && !args.MaxMemoryPolicy.ranks() {
			p.Add("MaxMemoryPolicy", "an lru or lfu policy or noeviction on r6gd nodes, which move the keys that are used least to disk", args.MaxMemoryPolicy)
		}
	}
	args.checkParameters(p)
}

func (args *ClusterArgs) checkSnapshots(p *component.Problems) {
	p.Between("SnapshotRetentionDays", args.SnapshotRetentionDays, 1, maxRetentionDays)
	if args.DisableFinalSnapshot && args.production() {
		p.Add("DisableFinalSnapshot", "Profile development", true)
	}
	from := args.RestoreFrom
	switch {
	case from == nil:
		return
	case from.SnapshotName == "" && len(from.S3ObjectARNs) == 0:
		p.Add("RestoreFrom", "SnapshotName or S3ObjectARNs", nil)
	case from.SnapshotName != "" && len(from.S3ObjectARNs) > 0:
		p.Addf("RestoreFrom", "SnapshotName or S3ObjectARNs", "both")
	case from.SnapshotName != "":
		p.Match("RestoreFrom.SnapshotName", "a snapshot's name: letters, digits and single separators", from.SnapshotName, snapshotName)
	}
	for i, arn := range from.S3ObjectARNs {
		field := fmt.Sprintf("RestoreFrom.S3ObjectARNs[%d]", i)
		p.Match(field, "an RDB file's ARN without commas, such as arn:aws:s3:::backups/sessions.rdb", arn, objectARN)
	}
}

func (args *ClusterArgs) checkUser(p *component.Problems) {
	switch {
	case !userName.MatchString(args.UserName) || len(args.UserName) > maxUserName:
		p.Add("UserName", fmt.Sprintf("1 to %d letters, digits and single separators, beginning with a letter", maxUserName), args.UserName)
	case strings.EqualFold(args.UserName, defaultUserOfTheEngine):
		p.Add("UserName", "another name than default, which is the user that is switched off", args.UserName)
	}
	if need := needAccess(args.AccessString); need != "" {
		p.Add("AccessString", need, args.AccessString)
	}
	if args.PasswordGeneration < 1 {
		p.Add("PasswordGeneration", "1 or more", args.PasswordGeneration)
	}
}

// needAccess returns what is needed instead of an access string, or "" when it is fine. ElastiCache rewrites what it gets
// in another order, and adds -@all where it is missing; the state would then never agree.
func needAccess(access string) string {
	tokens := strings.Split(access, " ")
	if tokens[0] != "on" {
		return `"on" first: a user that is off cannot log in`
	}
	part := 0 // keys, channels, commands
	parts := []*regexp.Regexp{accessKeys, accessChannels, accessCommands}
	for _, token := range tokens[1:] {
		was := part
		for part < len(parts) && !parts[part].MatchString(token) {
			part++
		}
		switch {
		case part == len(parts):
			return "on, key patterns (~…), channel patterns (&…) or resetchannels, then commands (+… or -…), each after one space; not " + fmt.Sprintf("%q", token)
		case part == 2 && was < 2 && token != "+@all" && token != "-@all":
			return "+@all or -@all as the first of the commands"
		}
	}
	if part < 2 {
		return "commands at the end, such as +@all"
	}
	return ""
}

func (args *ClusterArgs) checkLogs(p *component.Problems) {
	if !args.DisableLogs {
		awsform.CheckLogRetention(p, "LogRetentionDays", args.LogRetentionDays)
	}
}
