package ekscluster

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	block    = "ekscluster"
	argsName = "Args"
)

// Args describes one cluster. The zero value of every optional field is the safe choice for production. A change that would
// replace the cluster is refused: add a slot instead (see [NewClusters]).
type Args struct {
	// Tags are the mandatory tags, on everything that can carry them: instances, volumes and network interfaces of nodes
	// included. Required. A change is made in place, and rolls the nodes, whose tags come from their launch template.
	Tags tagging.Set

	// Slot is the place that the cluster takes among those that exist side by side, such as "blue": up to 12 lower-case
	// letters and digits, a letter first. It is part of every name. Required. Another slot is another cluster.
	Slot string

	// Generation counts the clusters that have had the slot. It is part of every name, so raising it makes another cluster
	// and removes this one: raise it when a slot is used again, not to change a cluster that serves. Default 1.
	Generation int

	// KubernetesVersion is the minor version, such as "1.34". Required: a default would move a cluster by a library update.
	// A version that has left standard support is refused, because it costs six times as much. Raising it by one minor
	// upgrades in place, nodes that follow it included, and there is no way back from that: the safe upgrade is a slot beside
	// it. Lowering it, or raising it by more, is refused.
	KubernetesVersion string

	// AllowEndedSupport admits a KubernetesVersion whose standard support has ended, for a cluster that is there and about to
	// give its place to another slot. EKS upgrades such a cluster by itself, at a time of its own.
	AllowEndedSupport bool

	// SubnetIDs are private subnets in two or more zones for the API server's network interfaces. Required. A change is made
	// in place, within the same network and the same zones.
	SubnetIDs pulumi.StringArrayInput

	// NodeSubnetIDs are private subnets for nodes, with a way out to the registries. Default SubnetIDs. Subnets that wait for
	// their NAT (EgressSubnetIDs of aws/network) let the control plane start before that is there. Production needs two or
	// more. A change replaces the node groups, the new ones first.
	NodeSubnetIDs pulumi.StringArrayInput

	// NodeGroups are the managed groups of nodes by name: up to 20 lower-case letters, digits and single hyphens, a letter
	// first. At least one is required. They are made at the same time. A name that is added or removed adds or removes a
	// group.
	NodeGroups map[string]NodeGroup

	// DeployerARN is the IAM role that runs deployments, not a session of it. It becomes a cluster administrator by an access
	// entry: nobody is one by having created the cluster. Required: without it the cluster could not be used by what made it.
	// A change replaces the entry, and the cluster stays as it is.
	DeployerARN pulumi.StringInput

	// Access gives further IAM roles rights in the cluster, by a name of your choice: lower-case letters, digits and single
	// hyphens, a letter first, and not "deployer". A role has one entry. Default none.
	Access map[string]Access

	// AllowPublicEndpoint opens the API server to these public IPv4 blocks on the internet, beside the network's own: up to 40
	// (EKS quota), each /8 or smaller, so 0.0.0.0/0 and its halves are refused. Default: the API server is reachable in the
	// network alone. A change is made in place and takes minutes.
	AllowPublicEndpoint []string

	// ClientSecurityGroupIDs may reach the API server in the network, by a name of your choice (lower-case letters, digits and
	// single hyphens): such as a connector's or a build machine's. Default none beside the nodes.
	ClientSecurityGroupIDs map[string]pulumi.StringInput

	// KMSKeyARN is the customer-managed, symmetric key that Kubernetes secrets are encrypted with; its policy must leave access
	// to IAM policies, as KMS's default policy does. Default: the block makes one. A change is refused, because it would
	// replace the cluster.
	KMSKeyARN pulumi.StringInput

	// LogKMSKeyARN encrypts the control plane's logs; its policy must admit CloudWatch Logs. Default: a key of AWS's. A change is made in place.
	LogKMSKeyARN pulumi.StringInput

	// LogRetentionDays is how long the control plane's logs are kept, one of the periods that CloudWatch offers. Default 365,
	// in Development 30. A change is made in place.
	LogRetentionDays int

	// ServiceCIDR is the IPv4 block of the Services' addresses, private, /12 to /24 and apart from the network's. Default: AWS
	// chooses 10.100.0.0/16 or 172.20.0.0/16. A change is refused, because it would replace the cluster.
	ServiceCIDR string

	// Addons are the cluster's own software.
	Addons Addons

	// IRSA makes an OpenID Connect provider for roles of service accounts, for software that cannot use Pod Identity: see
	// [Cluster.ServiceAccountTrust]. Default: Pod Identity alone.
	IRSA bool

	// PermissionsBoundaryARN bounds every role that the block makes. Default none. A change is made in place.
	PermissionsBoundaryARN pulumi.StringInput

	// AlarmTopicARN is the SNS topic that alarms go to. Required in Production unless DisableAlarms.
	AlarmTopicARN pulumi.StringInput

	// DisableAlarms leaves the alarms out.
	DisableAlarms bool

	// Draining says that the cluster is about to go: its protection is taken away, and consumers of its contract are told to
	// take their workloads off. Set it one update before the slot is removed.
	Draining bool

	// Profile is Production (default) or Development: no protection, short log retention, smaller node groups.
	Profile component.Profile
}

// NodeGroup is a managed group of nodes. Every group has a launch template with version 2 of the metadata service alone, out
// of reach of pods, encrypted disks and no public address.
type NodeGroup struct {
	// InstanceTypes are what nodes may be, such as "m7i.large": one for on-demand capacity, several of one size for Spot, up to
	// 20 (EKS). Required. A change replaces the group, the new one first.
	InstanceTypes []string

	// Min, Max bound the number of nodes, 1 to 450 (EKS quota). Default 2 and 4, in Development 1 and 2; Max is at least
	// Min. A change is made in place.
	Min, Max int

	// Desired is the number of nodes. Default Min. A change is made in place. With Autoscaler: the number to begin with,
	// ignored from then on, so raise Min only when as many nodes are there.
	Desired int

	// Autoscaler says that something in the cluster owns the number of nodes.
	Autoscaler bool

	// Spot takes spare capacity, which AWS takes back at two minutes' notice. Default on-demand. A change replaces the group,
	// the new one first.
	Spot bool

	// KubernetesVersion is that of the nodes, at most three minors behind the cluster's and never ahead. Default the
	// cluster's. A change rolls the nodes in place, which takes half an hour and more by design.
	KubernetesVersion string

	// ReleaseVersion pins the release of the image, such as "1.34.2-20251209". Default: the newest when the group is made and
	// when its KubernetesVersion changes. A change rolls the nodes in place; it is how they get security fixes.
	ReleaseVersion string

	// Image is the operating system. Default Amazon Linux 2023 for the processors of InstanceTypes. A change replaces the
	// group, the new one first.
	Image Image

	// DiskGB is the size of a node's disk in GiB, 20 to 1000; with Bottlerocket that of the disk for images and pods. Default
	// 50. A change rolls the nodes in place.
	DiskGB int

	// Labels are Kubernetes labels of the nodes. Their keys may not have the prefixes that EKS keeps for itself:
	// kubernetes.io/, k8s.io/ and eks.amazonaws.com/. Default none. A change is made in place.
	Labels map[string]string

	// Taints keep pods off that do not tolerate them. Default none. At most 50 (EKS). A change is made in place.
	Taints []Taint
}

// Image is an operating system of nodes, as EKS names it.
type Image string

// The images.
const (
	// AL2023X8664 is Amazon Linux 2023 on Intel and AMD processors.
	AL2023X8664 Image = "AL2023_x86_64_STANDARD"
	// AL2023ARM64 is Amazon Linux 2023 on Graviton processors.
	AL2023ARM64 Image = "AL2023_ARM_64_STANDARD"
	// BottlerocketX8664 is Bottlerocket on Intel and AMD processors.
	BottlerocketX8664 Image = "BOTTLEROCKET_x86_64"
	// BottlerocketARM64 is Bottlerocket on Graviton processors.
	BottlerocketARM64 Image = "BOTTLEROCKET_ARM_64"
)

// Taint marks nodes for the pods that tolerate it.
type Taint struct {
	Key, Value string
	// Effect is NoSchedule, PreferNoSchedule or NoExecute.
	Effect TaintEffect
}

// TaintEffect is what happens to pods that do not tolerate a taint.
type TaintEffect string

// The effects.
const (
	NoSchedule       TaintEffect = "NO_SCHEDULE"
	PreferNoSchedule TaintEffect = "PREFER_NO_SCHEDULE"
	NoExecute        TaintEffect = "NO_EXECUTE"
)

// Access is what an IAM role may do in the cluster.
type Access struct {
	// PrincipalARN is the IAM role. Required. A change replaces the entry.
	PrincipalARN pulumi.StringInput
	// Policy is one of the access policies of EKS. Required unless Groups are given.
	Policy AccessPolicy
	// Namespaces bound the policy; * stands for any letters. Default: the whole cluster.
	Namespaces []string
	// Groups are Kubernetes groups that role bindings of yours name; none of those that begin with "system:". Default none.
	Groups []string
}

// AccessPolicy is an access policy of EKS.
type AccessPolicy string

// The access policies.
const (
	// ClusterAdmin may do everything.
	ClusterAdmin AccessPolicy = "AmazonEKSClusterAdminPolicy"
	// Admin may do most things, with namespaces in mind.
	Admin AccessPolicy = "AmazonEKSAdminPolicy"
	// Edit may change most objects.
	Edit AccessPolicy = "AmazonEKSEditPolicy"
	// View may read most objects, secrets not among them.
	View AccessPolicy = "AmazonEKSViewPolicy"
	// AdminView may read everything, secrets among it.
	AdminView AccessPolicy = "AmazonEKSAdminViewPolicy"
)

// Addons are the EKS add-ons. The network, the proxy and the Pod Identity agent come before the nodes; DNS, volumes and metrics after
// them.
type Addons struct {
	// Versions pins add-ons by name, such as {"coredns": "v1.11.4-eksbuild.2"}. An add-on without a version gets the one that EKS
	// calls default when the cluster is made, and keeps it until it is pinned. A change is made in place.
	Versions map[string]string
	// Configuration is the JSON of an add-on's own settings by its name. Default none. A change is made in place.
	Configuration map[string]string
	// DisableVolumes leaves aws-ebs-csi-driver out, for clusters without persistent volumes.
	DisableVolumes bool
	// DisableMetrics leaves metrics-server out: then no HorizontalPodAutoscaler works.
	DisableMetrics bool
}

// withDefaults returns a copy with the defaults filled in, and with node groups of its own.
func (args *Args) withDefaults() *Args {
	a := *args
	a.Generation = cmp.Or(a.Generation, 1)
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, component.ByProfile(a.Profile, 365, 30))
	if !component.Given(a.NodeSubnetIDs) {
		a.NodeSubnetIDs = a.SubnetIDs
	}
	a.NodeGroups = maps.Clone(a.NodeGroups)
	for name, group := range a.NodeGroups {
		group.Min = cmp.Or(group.Min, component.ByProfile(a.Profile, 2, 1))
		group.Max = cmp.Or(group.Max, max(component.ByProfile(a.Profile, 4, 2), group.Min))
		group.Desired = cmp.Or(group.Desired, group.Min)
		group.KubernetesVersion = cmp.Or(group.KubernetesVersion, a.KubernetesVersion)
		group.DiskGB = cmp.Or(group.DiskGB, 50)
		if group.Image == "" {
			group.Image = AL2023X8664
			if len(group.InstanceTypes) > 0 && !slices.ContainsFunc(group.InstanceTypes, isX86) {
				group.Image = AL2023ARM64
			}
		}
		a.NodeGroups[name] = group
	}
	return &a
}

// groupNames are the names of the node groups in a fixed order.
func (args *Args) groupNames() []string { return slices.Sorted(maps.Keys(args.NodeGroups)) }

// protected tells whether the cluster may not be deleted.
func (args *Args) protected() bool { return args.Profile == component.Production && !args.Draining }
