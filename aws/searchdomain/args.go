package searchdomain

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// DomainArgs describes one domain. The zero value of every optional field is the safe choice for production. "Fixed" below
// means that a change would make a new, empty domain: it is refused in preview, with what to do instead. Every other change
// is made in place; "anew" tells that the service builds new nodes beside the old ones and moves the data, which takes from
// tens of minutes to hours and leaves the domain working.
type DomainArgs struct {
	// Tags are the mandatory tags; they are set on everything that can carry them. Required.
	Tags tagging.Set

	// VPCID is the network that the domain's security group belongs to, such as vpc-0a1b2c3d. Required. Fixed. A domain
	// outside a network cannot be made.
	VPCID pulumi.StringInput

	// SubnetIDs are the private subnets that nodes are placed in: exactly one for each of Zones, each in another zone.
	// Required. Anew.
	SubnetIDs pulumi.StringArrayInput

	// Zones is the number of zones that nodes and copies of data are spread over: 2 or 3 in Production, 1 to 3 in
	// Development. Default 3, in Development 1. Anew.
	Zones int

	// ClientSecurityGroupIDs are the security groups that may connect, by HTTPS on port 443, by a name of your choice for
	// each client: lower-case letters, digits and hyphens. Default none: nothing can connect. The name is part of the
	// rule's identity, so a client that leaves does not touch the rules of the others.
	ClientSecurityGroupIDs map[string]pulumi.StringInput

	// EngineVersion is the engine with its major and minor version, such as "OpenSearch_2.19". Required: a default would
	// upgrade by surprise. A newer version is an upgrade, anew; the next major version is reached from 1.3 and from 2.19
	// only. An older one is fixed. Versions of Elasticsearch are not taken.
	EngineVersion string

	// MasterRoleARN is the IAM role that administers the domain by fine-grained access control: it maps all other roles to
	// rights on indexes. Required. There is no internal user database, so there is no password either. In place.
	MasterRoleARN pulumi.StringInput

	// AccessRoleARNs are the IAM roles that may send requests to the domain, beside MasterRoleARN. Default none. What they
	// may do in the domain is decided there, by the mapping of roles. In place, in a resource of its own. A role must exist
	// when it is named here.
	AccessRoleARNs pulumi.StringArrayInput

	// Data are the nodes that hold the data.
	Data Data

	// Masters are the nodes that hold the cluster together and nothing else. Default in Production 3 nodes of
	// m6g.large.search; in Development none. They cannot be left out in Production.
	Masters Masters

	// Warm are nodes for indexes that are only read, kept in S3. Default none. Anew.
	Warm *Warm

	// KMSKeyARN is the customer-managed key, as a full ARN, for the data and the logs. Default: keys of AWS. Fixed. Its
	// policy must let the caller make grants for OpenSearch, and admit CloudWatch Logs by name.
	KMSKeyARN pulumi.StringInput

	// LogsPolicyName is the CloudWatch Logs resource policy that lets OpenSearch write under [LogPrefix]: the output of
	// [NewLogsPolicy], or the name that another stack made it under. Required unless DisableLogs. A region takes 10
	// such policies for all services together, so a domain never makes one of its own.
	LogsPolicyName pulumi.StringInput

	// LogRetentionDays is how long logs are kept. Default 365, in Development 30. Only the values that CloudWatch offers.
	LogRetentionDays int

	// DisableLogs, for a new domain, delivers no logs: neither slow requests nor the application's own log nor the audit log.
	DisableLogs bool

	// OffPeakStart is when the 10 hours begin in which the service may update its software and tune, in UTC. Default
	// "22:00".
	OffPeakStart string

	// DisableSoftwareUpdates keeps the service from updating its software by itself in that window. What it calls required
	// is installed nevertheless.
	DisableSoftwareUpdates bool

	// DisableAutoTune keeps the service from changing memory settings by itself. It never does on t3 nodes.
	DisableAutoTune bool

	// SkipServiceRoleCheck looks for no service-linked role. Set it where the caller may not read IAM, or where the role is
	// made in the same program; the domain must then depend on it.
	SkipServiceRoleCheck bool

	// AlarmTopicARN is the SNS topic that alarms go to. Required in Production unless DisableAlarms. Default in Development
	// none: the alarms exist and show in the console, but tell nobody.
	AlarmTopicARN pulumi.StringInput

	// DisableAlarms makes no alarms.
	DisableAlarms bool

	// DisableProtection lets Pulumi delete and replace the domain. Default: protected in Production, not in Development. A
	// change touches only Pulumi's state.
	DisableProtection bool

	// Profile is Production (default) or Development: one small node in one zone, short retention, no deletion protection.
	// It never weakens encryption, privacy or authentication.
	Profile component.Profile
}

// Data are the nodes that hold the data.
type Data struct {
	// InstanceType is the size of each node. Default r6g.large.search, in Development t3.small.search, which are for
	// Development only. Anew. t2 is refused: it knows neither encryption nor fine-grained access control.
	InstanceType string
	// Count is the number of nodes, a multiple of Zones; in Production 3 or more. Default 3, or 4 in two zones, in Development
	// Zones. Anew.
	Count int
	// VolumeGB is the size of each node's gp3 volume in GiB, 10 to 24576; t3.small.search takes 100 and t3.medium.search 200.
	// Required, because the data decides, but not with i3, i4g, i4i, i8g, im4gn, oi2 and r…gd nodes, which have disks of
	// their own. Each instance type has a limit of its own below that. In place; not more than once in 6 hours.
	VolumeGB int
	// VolumeIOPS is what each volume can do in a second, 3000 or more. Default: the service's, by size.
	VolumeIOPS int
	// VolumeMBPerSecond is what each volume can move in a second, in MiB, 125 or more. Default: the service's, by size.
	VolumeMBPerSecond int
}

// Masters are the dedicated master nodes.
type Masters struct {
	// InstanceType is the size of each node. Default m6g.large.search, enough for 10 nodes of data. Anew.
	InstanceType string
	// Count is 3 or 5. Default 3, in Development none. Anew.
	Count int
}

// Warm are UltraWarm nodes. They need dedicated masters, and data nodes other than t3.
type Warm struct {
	// InstanceType is ultrawarm1.medium.search (default, 1.5 TiB), ultrawarm1.large.search (20 TiB) or
	// ultrawarm1.xlarge.search.
	InstanceType string
	// Count is the number of nodes, 2 to 150. Default 2.
	Count int
	// Cold lets indexes be detached from the nodes and kept in S3 alone. It cannot be taken back while cold indexes exist.
	Cold bool
}

// Defaults that are not the zero value of their field.
const (
	defaultZones                = 3
	leastNodes                  = 3 // in production: with fewer, one that is lost takes the only other copy with it
	developmentZones            = 1
	defaultDataType             = "r6g.large.search"
	developmentDataType         = "t3.small.search"
	defaultMasterType           = "m6g.large.search"
	defaultMasters              = 3
	defaultWarmType             = "ultrawarm1.medium.search"
	defaultWarmNodes            = 2
	defaultOffPeakStart         = "22:00"
	defaultLogRetentionDays     = 365
	developmentLogRetentionDays = 30
)

// withDefaults returns a copy with every default filled in. Maps are shared with the caller's value and only read.
func (args *DomainArgs) withDefaults() *DomainArgs {
	a := *args
	a.Zones = cmp.Or(a.Zones, component.ByProfile(a.Profile, defaultZones, developmentZones))
	a.Data.InstanceType = cmp.Or(a.Data.InstanceType, component.ByProfile(a.Profile, defaultDataType, developmentDataType))
	a.Data.Count = cmp.Or(a.Data.Count, component.ByProfile(a.Profile, fewestNodes(a.Zones), a.Zones))
	a.Masters.Count = cmp.Or(a.Masters.Count, component.ByProfile(a.Profile, defaultMasters, 0))
	if a.Masters.Count > 0 {
		a.Masters.InstanceType = cmp.Or(a.Masters.InstanceType, defaultMasterType)
	}
	if a.Warm != nil {
		warm := *a.Warm
		warm.InstanceType, warm.Count = cmp.Or(warm.InstanceType, defaultWarmType), cmp.Or(warm.Count, defaultWarmNodes)
		a.Warm = &warm
	}
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, component.ByProfile(a.Profile, defaultLogRetentionDays, developmentLogRetentionDays))
	a.OffPeakStart = cmp.Or(a.OffPeakStart, defaultOffPeakStart)
	return &a
}

// fewestNodes is the smallest number of nodes for production that spreads evenly: 3, or 4 in two zones.
func fewestNodes(zones int) int {
	if zones == 2 {
		return 4
	}
	return leastNodes
}

// production says whether the domain is to be sized for production.
func (args *DomainArgs) production() bool { return args.Profile != component.Development }

// protected says whether Pulumi must refuse to delete what holds data.
func (args *DomainArgs) protected() bool { return args.production() && !args.DisableProtection }

// nodes is the number of all nodes, as the service counts them.
func (args *DomainArgs) nodes() int {
	n := args.Data.Count + args.Masters.Count
	if args.Warm != nil {
		n += args.Warm.Count
	}
	return n
}
