// Package searchdomain makes Amazon OpenSearch Service domains that are fit for production: inside a network, encrypted on
// disk and on the wire, open to named IAM roles only, spread over zones with masters of their own, logged, watched,
// protected against deletion, and upgradable in place.
//
//	logs, err := searchdomain.NewLogsPolicy(ctx, "search-logs", &searchdomain.LogsPolicyArgs{}) // once for each account and region
//	search, err := searchdomain.NewDomain(ctx, "search", &searchdomain.DomainArgs{
//		Tags:                   tags,
//		VPCID:                  net.VPCID,
//		SubnetIDs:              net.IsolatedSubnetIDs, // three, one in each zone
//		ClientSecurityGroupIDs: map[string]pulumi.StringInput{"web": web.SecurityGroupID},
//		EngineVersion:          "OpenSearch_2.19",
//		MasterRoleARN:          admin.Arn,
//		AccessRoleARNs:         pulumi.StringArray{web.TaskRoleARN},
//		Data:                   searchdomain.Data{VolumeGB: 200},
//		LogsPolicyName:         logs.PolicyName,
//		AlarmTopicARN:          alarms.Arn,
//	})
//
// # What it makes
//
//   - the domain, role "domain", with a "security-group" and one rule "security-group-ingress-<client>" for each client;
//   - who may send requests, role "access-policy", a resource of its own;
//   - log groups under /aws/opensearch/, roles "index-slow-log", "search-slow-log", "application-log" and "audit-log";
//   - alarms, roles "<what>-alarm";
//   - what must not change, role "identity": a refused change shows in preview, and nothing has been touched.
//
// The physical name is the component's, shortened with a hash to fit 28 characters, and a random suffix.
//
// # Defaults
//
//	field                       default
//	Zones                       3; Development 1
//	Data.InstanceType           r6g.large.search; Development t3.small.search
//	Data.Count                  3, or 4 in two zones; Development one for each zone
//	Data.VolumeGB               required; gp3
//	Masters                     3 × m6g.large.search; Development none
//	Warm                        none
//	encryption at rest          always on, there is no switch; KMSKeyARN or a key of AWS
//	encryption between nodes    always on, there is no switch
//	HTTPS                       always required, TLS 1.2 with forward secrecy or newer, there is no switch
//	fine-grained access control always on, by IAM; no internal users, no password, no anonymous access
//	network                     always a VPC; there is no public endpoint
//	ClientSecurityGroupIDs      none: nobody can connect; no block of addresses ever can
//	AccessRoleARNs              none but MasterRoleARN
//	LogRetentionDays            365; Development 30
//	OffPeakStart                22:00 UTC, for 10 hours
//	DisableSoftwareUpdates      false
//	DisableAutoTune             false; t3 nodes have none
//	DisableProtection           false: protected, except in Development
//	DisableAlarms               false
//
// Tags, VPCID, SubnetIDs, EngineVersion, MasterRoleARN, Data.VolumeGB (where nodes have no disks of their own), LogsPolicyName
// and, in Production, AlarmTopicARN have no safe default and are required; the last two unless DisableLogs, DisableAlarms.
//
// # What must be there before
//
// The service-linked role AWSServiceRoleForAmazonOpenSearchService, one for each account. It is looked up, because no
// domain can make what the next one finds taken; where it is missing the error says how to make it.
//
// The log resource policy. CloudWatch Logs takes 10 of them for each region, for all services together, so a domain makes none.
// [NewLogsPolicy] makes the one that covers all domains. The domain waits for it: a log group that no policy covers is refused.
//
// # Access
//
// Three doors, one behind the other: the security group admits clients by their group, the access policy admits requests by
// IAM role, and fine-grained access control decides what a role may do to which index. Requests must be signed. Behind the
// third door only MasterRoleARN can do anything until it maps other roles, by signed requests to the security API. Dashboards takes
// no signed requests: people reach it through a proxy that signs for them.
//
// # What a change replaces
//
// Nothing that holds data. These changes would make a new, empty domain, and are refused in preview and in up: VPCID,
// KMSKeyARN, an older EngineVersion. For these take a manual snapshot to an S3 bucket, make a second domain beside the
// first, restore the snapshot there, move the clients, and remove the first. Encryption, access control and the network
// cannot be given up at all. The component's name is the domain's: a renamed component is another domain.
//
// EngineVersion goes up one major version at a time: to 2.x from 1.3, to 3.x from 2.19; the check names the step in between.
// Before 3.x indexes that 1.x made must be indexed again.
//
// An upgrade that the service refuses, such as because of indexes that 1.x made, counts as begun: mend the cause and go on, or let the
// check forget as component.Scope.Fix says. DisableLogs is for new domains: one that delivers logs goes on trying. Give up Warm.Cold in
// an update before Warm.
//
// In place: everything else. Nodes, zones, subnets, masters, warm nodes and versions are changed by building new nodes beside
// the old ones and moving the data, for tens of minutes to hours, in which requests are served and no other change is taken:
// an update waits up to 3 hours. The access policy, volumes, logs, tags and windows change in minutes.
//
// # Deletion
//
// Protection refuses it until DisableProtection has been deployed. The service's own hourly snapshots go with the domain, and
// no last one is made: a manual snapshot to S3 is the only thing that stays.
//
// # Alarms
//
// To AlarmTopicARN:
//
//	red, yellow        a primary shard is missing; a replica is, for 5 minutes
//	writes             the domain takes none
//	storage            a node has a quarter of its storage left (MiB, counted from Data.VolumeGB or the node's own disks)
//	memory, old memory 95 % of the heap for 3 minutes; 80 % of what lives long
//	CPU                80 % for 45 minutes; masters 50 %
//	master memory      95 % of the heap for 3 minutes
//	snapshot           the hourly snapshot failed
//	nodes              fewer than there should be, for 15 minutes
//	key                the customer-managed key is disabled or gone
//
// # Cost drivers
//
// Nodes by the hour: data, masters, warm. Volumes by size, and what is asked for beyond the baseline of gp3. Logs by volume, the
// audit log most of all. Alarms by the month: 11, or 13 with a key. While new nodes are built beside the old ones, both run.
//
// # What it does not do
//
// It makes no network, no key, no topic and no IAM role. It maps no roles inside the domain, and makes no indexes, templates or
// snapshot repositories, for which a client of the domain is needed. It takes no public domain, no Elasticsearch, no
// internal users, SAML or Cognito, no custom endpoint, no standby zone, no coordinator nodes and no serverless collections.
//
// # Limits of proof
//
// Tests prove what is sent, not that AWS accepts it. Taken from the developer guide, the provider's source and its issues, and
// not tried on a live account: the families with disks of their own, the sizes of those disks, that t3 takes no Auto-Tune
// block, the upgrade paths, the limits of volumes (each type has its own, smaller one), and which changes build new nodes. Going
// from another family to t3 needs DisableAutoTune deployed first. The check of what must not change needs a Pulumi CLI with
// resource hooks and Stash. That a policy of LogsPolicyName exists and covers /aws/opensearch/ is not looked up. A role that
// has just been made may not be known to the access policy yet; a second update then takes it.
package searchdomain
