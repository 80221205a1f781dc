// Package ekscluster makes Kubernetes clusters on Amazon EKS that are fit for production: private, encrypted, logged, with
// named administrators, nodes that give nothing away, the software that a cluster cannot do without, and alarms; and that are
// replaced by a cluster beside them rather than in place.
//
//	cluster, err := ekscluster.New(ctx, "shop", &ekscluster.Args{
//		Tags:              tags,
//		Slot:              "blue",
//		KubernetesVersion: "1.35",
//		SubnetIDs:         net.PrivateSubnetIDs,
//		NodeSubnetIDs:     net.EgressSubnetIDs,
//		NodeGroups:        map[string]ekscluster.NodeGroup{"main": {InstanceTypes: []string{"m7g.large"}}},
//		DeployerARN:       deployer.Arn,
//		AlarmTopicARN:     alarms.Arn,
//	})
//
// [New] makes one cluster, which this page is about; [NewClusters] makes a set of them that take turns.
//
// # Slots and generations
//
// The component is registered as "<name>-<slot>-g<generation>", so the slot and its generation are part of every URN and every
// name, and no resource of one cluster can be taken for one of another. Physical names are made up, but for two: the log group
// has the name that EKS writes to, and the cluster therefore a name of its own, which is the component's with eight random
// hexadecimal digits. They are kept in the state, so the name outlives a rename of the stack.
//
// Put [Cluster.Ready] into DependsOn of what runs in the cluster, and [Cluster.Identifier] into the ClusterIdentifier of the
// Kubernetes provider: it is known before there is a cluster, and another one only for another cluster.
//
// # What it makes
//
//   - the cluster, role "cluster", with the end of its name, "name", its log group, "logs", its "key" for Kubernetes secrets
//     (unless KMSKeyARN is given), its "cluster-role" with "cluster-policy" and "key-policy";
//   - an entry for the deployer and for each name in Access, roles "access-<name>" and "access-policy-<name>";
//   - a rule for each client of the API server, roles "client-<name>";
//   - the nodes' role, "node-role", with "node-policy" and "node-registry-policy";
//   - for each group of nodes a launch template, "template-<group>", and the managed node group, "nodes-<group>";
//   - add-ons under their own names: vpc-cni, kube-proxy and eks-pod-identity-agent before the nodes, coredns,
//     aws-ebs-csi-driver and metrics-server after them; vpc-cni and aws-ebs-csi-driver with roles of their own by Pod Identity,
//     "<add-on>-role" and "<add-on>-policy";
//   - with IRSA an OpenID Connect provider, role "issuer";
//   - alarms, roles "<alarm>-alarm" and "cpu-alarm-<group>";
//   - what must not change, role "identity": a refused change shows in preview, and nothing has been touched.
//
// # Defaults
//
//	field                    default
//	Generation               1
//	NodeSubnetIDs            SubnetIDs
//	authentication           access entries alone; no administrator but the deployer, there is no switch
//	API server               private; AllowPublicEndpoint opens it to named blocks
//	ClientSecurityGroupIDs   none: nodes alone reach the API server
//	Kubernetes secrets       encrypted with a key of the block's, which rotates; KMSKeyARN takes another
//	control plane's logs     all five types, there is no switch; 365 days, Development 30; encrypted with a key of AWS's
//	ServiceCIDR              chosen by AWS
//	support                  standard: EKS upgrades a cluster at its end rather than bill for extended support
//	zonal shift              enabled
//	Min, Max of a group      2 and 4; Development 1 and 2
//	Desired                  Min
//	Image                    Amazon Linux 2023 for the processors of InstanceTypes
//	DiskGB                   50, gp3, encrypted
//	instance metadata        version 2 alone, hop limit 1: pods get no credentials of the node; no tags
//	addresses of nodes       private alone, there is no switch
//	node repair              on
//	rolling of nodes         a third of a group at a time, respecting disruption budgets
//	protection               on, except in Development; Draining takes it away
//	IRSA                     false: Pod Identity
//	Addons                   all six, in the version that EKS calls default; network policies enforced
//	DisableAlarms            false
//	AllowEndedSupport        false
//
// Tags, Slot, KubernetesVersion, SubnetIDs, NodeGroups and DeployerARN have no safe default and are required, as is
// AlarmTopicARN in Production.
//
// # What a change replaces
//
// Never the cluster. What would replace it is refused in preview and in up: KMSKeyARN and ServiceCIDR; and so is a
// KubernetesVersion that is lower, or higher by more than one. For these add a slot beside this one, move the workloads, and
// remove this one: Draining first, which takes the protection away, then without the slot in the program.
//
// A version that EKS refused counts as begun: mend the cause and go on, or let the check forget as component.Scope.Fix says. A role that
// moves between DeployerARN and names of Access, or gets another name, leaves in one update and comes in the next: EKS refuses a second
// entry. Settings of an add-on are taken back by the configuration "{}".
//
// In place: one minor version up (the control plane in about twenty minutes, then nodes that follow it), subnets within the
// network and its zones, the endpoint, logs, access, add-ons, the size of groups, labels and taints. A node group is replaced, the new one
// first, by other InstanceTypes, Image, Spot or NodeSubnetIDs. Nodes are rolled in place, in half an hour and more, by another
// KubernetesVersion, ReleaseVersion or DiskGB, and by changed Tags, which their instances carry.
//
// Nodes get security fixes by ReleaseVersion. Without it they stay on the release that was the newest when the group was
// made, or when its version changed.
//
// # Order
//
// The key, the log group and all roles are made side by side, and the cluster as soon as what it needs of them is there. The
// add-ons that nodes need, access entries and the launch templates follow the cluster side by side; nodes wait for those
// add-ons and for the rights of their role, not for access entries; the last add-ons wait for nodes. That is about 15
// minutes, of which the control plane takes 9.
//
// # Deletion
//
// The last cluster is protected, and the active slot of a set cannot drain: one update with the profile Development takes the
// protection away, and then the stack can be destroyed.
//
// Deletion is the same in reverse: rights and logs go after what uses them. The log group goes with the cluster, and its
// records with it: export what you must keep. EKS may write a last record after that and bring the group back, without
// retention. The key of secrets is deleted after 30 days, in Development 7. Load balancers, volumes and DNS records that
// software in the cluster has made are not known here: take the workloads off first, or they stay, and hold the network.
//
// # Alarms
//
// To AlarmTopicARN, from metrics that EKS and EC2 publish without an agent:
//
//	storage         the cluster's database over 6.4 GB, of 8
//	unschedulable   pods without a node that has room, for 15 minutes
//	throttled       over 1 % of requests to the API server refused because there are too many
//	errors          over 1 % of them failed
//	cpu             the mean of a node group over 90 % for 15 minutes
//
// # Cost drivers
//
// The cluster by the hour; nodes and their disks by the hour; logs by volume, most of it the audit log's; the key and its
// calls; alarms by the month: four and one for each group. Two slots cost twice: keep the standby's groups small.
//
// # What it does not do
//
// It makes no network, no topic, and no key for logs: the key in LogKMSKeyARN must admit CloudWatch Logs. The deployer needs
// kms:CreateGrant and kms:DescribeKey on the key of secrets. It has no Fargate profiles, no Auto Mode, no IPv6, no Windows, no
// GPU images, no custom images, and no way to log in to a node. It installs nothing by Helm and talks to no API server: see
// the packages under k8s. A group never has fewer than one node.
//
// # Limits of proof
//
// Tests prove what is sent, not that AWS accepts it. Taken from the EKS user guide, the API references and the provider's
// source, and not tried on a live account: that a managed node group takes a network interface that names the cluster's
// security group, that disks without a size have the image's, the prefixes of labels that are reserved, and the names of the
// metrics. That a role has no entry yet is checked where both ARNs are known at once. The check of what must not change needs
// a Pulumi CLI with resource hooks and Stash.
package ekscluster
