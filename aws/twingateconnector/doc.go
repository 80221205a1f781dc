// Package twingateconnector runs Twingate connectors on AWS: the way into private networks for people without a VPN, and without anything
// that is open to the internet. [NewFargate] runs them in containers on Fargate, which this page is about; [NewEC2] runs them on machines
// of their own: see [EC2].
//
//	access, err := twingateconnector.NewFargate(ctx, "access", &twingateconnector.FargateArgs{
//		Tags: tags,
//		Access: twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{{
//			Key: "sessions", Address: cache.PrimaryEndpoint, TCPPorts: []string{"6379"}, GroupIDs: []pulumi.StringInput{developers},
//		}}},
//		VPCID:        net.VPCID,
//		SubnetIDs:    net.EgressSubnetIDs,
//		PrivateCIDRs: []string{"10.0.0.0/16"},
//	})
//
// What the connectors reach has to admit SecurityGroupID: a cache of package redis by its ClientSecurityGroupIDs, for example.
//
// # What it makes
//
//   - in Twingate: the remote network, role "remote-network", the connectors, roles "connector-<n>" and "connector-<n>-tokens", and the
//     resources, roles "resource-<key>";
//   - the security group, role "security-group", without ingress: egress is TCP 443 and 30000 to 31000, and UDP, to anywhere, as Twingate
//     documents it, which is to private addresses too; and to each of PrivateCIDRs DNS by TCP and the ports of the resources;
//   - the ECS cluster, role "cluster", unless one is given;
//   - for each connector, by roles that begin with "connector-<n>-": the secret with its tokens, "secret" and "secret-version"; the log group,
//     "log-group"; the role that starts the task, reads this secret and nothing else, "execution-role" and "execution-policy"; the role of
//     the connector itself, which may do nothing, "task-role"; "task-definition", "service"; its weekly update, "update" with "update-role"
//     and "update-policy"; and alarms, "…-alarm";
//   - the group of the weekly updates, role "updates", with "updates-alarm";
//   - what must not change, role "identity".
//
// # Defaults
//
//	field                         default
//	Access.Connectors             2, each in another zone; Development 1
//	Access.Name                   the component's name, a hyphen and the stack's name
//	Access.DisableProtection      false: the remote network is protected, except in Development
//	Access.DisableUpdates         false: each connector is updated on its own day of the week
//	Image                         twingate/connector:1
//	CPU, MemoryMB                 256, and the least that goes with the CPU: 512
//	ClusterARN                    none: a cluster is made, with Container Insights
//	AllowPublicIP                 false
//	KMSKeyARN                     keys of AWS's
//	LogRetentionDays              365; Development 30
//	PermissionsBoundaryARN        none
//	DisableAlarms                 false
//
// There is no switch for: no ingress; the user 65532, no capabilities, and a read-only file system but for the connector's own directory;
// tokens in Secrets Manager alone; ECS Exec off; the latest platform version; waiting for the connectors to run. Tags, Access.Account,
// VPCID, SubnetIDs and PrivateCIDRs have no safe default and are required.
//
// # One connector after the other
//
// A connector has one pair of tokens, and a new pair ends the old one. So one connector is never two tasks: the old task stops before the
// new one starts, for 1 to 2 minutes, while the other connectors carry the connections. Everything that restarts a connector waits until the
// one before runs: tokens that are rotated, another image, another size. So an update takes 1 to 2 minutes for each of them, the first
// update too. When one does not come up within 10 minutes, the update fails and has not touched the next one.
//
// The next update replaces a service that failed so, whether it changes or not: deletes it first, makes it again under the same name, and
// waits for it before it touches the next one. A refresh, also that of `pulumi up --refresh`, makes Pulumi forget that the service failed:
// then see first that the connector is online in Twingate's console.
//
// A service has no circuit breaker. Its roll-back would start the revision before, whose tokens may be dead; the connector would not
// connect, yet count as running, and the update would go on to the next one. Without a roll-back the breaker would give a connector up
// after three failed tasks, until somebody deploys it again. So ECS goes on trying, at growing intervals, and what passes, such as a
// registry that does not answer, heals without a hand.
//
// # After an update that was killed
//
// A service has the name of the role that starts its task. So when an update is killed while it makes one, and Pulumi does not know the
// service, there is never a second one with the same tokens: ECS refuses the name, and updates fail until the first is dealt with. The
// same is so should the provider lose a service whose start failed. Delete it, and have Pulumi forget that it was being made:
//
//	aws ecs delete-service --cluster <cluster> --service <name> --force
//	aws ecs wait services-inactive --cluster <cluster> --services <name>
//	pulumi refresh --clear-pending-creates
//
// Or hand it to Pulumi, where that says that its creation was interrupted. Pulumi then takes it for one that runs: see first that the
// connector is online in Twingate's console.
//
//	pulumi refresh --import-pending-creates '<urn>' --import-pending-creates '<cluster>/<name>'
//
// The name changes only when the role is made anew, as under another name of the component; the service is then deleted before it is
// made again, as always.
//
// # Weekly updates
//
// Twingate refuses connectors below a version that moves. EventBridge Scheduler deploys each service anew once a week at 03:00 UTC,
// with what the image's tag names then: the first connector on Tuesday, then Friday, Monday, Thursday, Sunday, Wednesday and Saturday. An
// image with a digest is never updated. Between two updates a task that is started again has the image of the last one.
//
// # What a change replaces
//
//	Access.Rotation                       tokens, secret versions and task definitions, and a restart
//	Image, CPU, MemoryMB                  task definitions, and a restart
//	Access.Account, Name, DNSServer,      the same; so does the first resource with AllowICMP
//	LogLevel, DisableConnectionLogs
//	SubnetIDs, AllowPublicIP              a restart
//	VPCID                                 the security group, and a restart
//	ClusterARN                            the services, each deleted before it is made again
//	Access.RemoteNetworkID                refused: connectors cannot be moved
//	PrivateCIDRs, ports of resources      rules of the security group: the new ones are there before the old ones go
//	everything else                       in place, without a restart
//
// Old and new rules together have to fit into the group's 60: an update that adds more than 60 less those that are there fails half way.
// Make such a change in two updates.
//
// # What stays
//
// Except in Development, the log groups stay when a connector is removed or the stack is destroyed, because they tell who connected to
// what; what is in them goes when its retention ends. Delete the empty groups by hand. The revisions of task definitions stay too.
//
// # Metadata services
//
// A task on Fargate has no instance metadata service that a resource could lead to. What answers at 169.254.170.2 gives the credentials of
// the task's own role, which may do nothing, to who knows a path that is in the connector's environment alone; the role that reads the
// tokens is used by ECS, outside of the task. Resources with addresses in 169.254.0.0/16 are refused all the same.
//
// # Alarms
//
// For each connector: CPU over 80 % for 10 minutes, memory over 80 % for 10 minutes, and not running for 5 minutes, which also silence
// sets off. And one on weekly updates that could not be begun; one that was begun and brings up no task shows as a connector that does not
// run. Twingate itself mails its administrators when a connector goes offline.
//
// # Cost drivers
//
// Tasks by the second, of the smallest size that Fargate has; NAT by what goes through it, which is all that clients send and get unless
// they connect directly with AllowPublicIP; logs by volume; and by the month a secret, three alarms and the metrics of Container Insights
// for each connector.
//
// # What it does not do
//
// It makes no network, NAT, key, topic, group or user. It moves no connector to another remote network. Private resources by IPv6, several
// accounts of Twingate in one component, Fargate Spot and ARM are left out.
//
// # Limits of proof
//
// Tests prove what is sent, not that AWS and Twingate accept it. Taken from the documentation, and not tried on a live account: what
// connectors reach, the directory that they write to and the user that they run as (from the official chart), the command of the health
// check, that a connector without capabilities answers pings through net.ipv4.ping_group_range, and that memory disks work on Fargate
// (since January 2026; not said of every partition) with the option mode=1777 (AWS lists "mode" without saying how its value is given; this
// is Docker's way). What an update does after one that failed is taken from the source of Pulumi's engine. The health check proves that the
// connector's process runs, not that Twingate has accepted its tokens: Connector.State, and the mail to the administrators, tell that. The
// provider takes a service for steady when its one task runs. A weekly update does not ask whether an update by Pulumi is under way: do not
// rotate at 03:00 UTC.
package twingateconnector
