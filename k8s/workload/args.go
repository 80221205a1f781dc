package workload

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// Args describes one workload: pods that are all the same and run for ever. The zero value of every optional field is the
// safe choice for production. "Rolls out" below means that pods are replaced one after the other, new before old.
type Args struct {
	// Tags are the mandatory tags; they are labels and annotations of every object and of the pods. Required. A change rolls
	// out.
	Tags tagging.Set

	// Provider is the provider of the cluster, such as one of k8s/provider. Required.
	Provider pulumi.ProviderResource

	// DeletedWith is the cluster, when it lives in the same stack: what is in it goes with it and is not deleted one by one.
	// Default: none.
	DeletedWith pulumi.Resource

	// Namespace is where the objects go; it must be there. Required. A change replaces everything.
	Namespace pulumi.StringInput

	// Image is the container image by digest ("…@sha256:…") or by a tag that never moves. Required. An image without a tag,
	// or with the tag latest, is refused in Production: see AllowMutableTag. A change rolls out.
	Image pulumi.StringInput

	// AllowMutableTag admits an image without a tag or with the tag latest in Production. What runs is then whatever was
	// pushed last, pods of one workload may differ, and a roll-back runs it too.
	AllowMutableTag bool

	// Command replaces the image's entry point, and Arguments its arguments. Default: the image's. A change rolls out.
	Command, Arguments []string

	// Port is the TCP port that the container listens on and that the Service offers, 1 to 65535. Default 0: a worker, without
	// a Service, which nobody connects to. A change rolls out. The network policy opens the new port and closes the old one
	// first, so give every rule of Ingress its own Port before, once more with the new one, and clear them after.
	Port int

	// Replicas is the number of pods. Default 3, in Development 1. In Production fewer than 2 are refused: see
	// AllowSingleReplica. With Autoscaling: the number to begin with, by default its Min, and ignored from then on.
	Replicas int

	// AllowSingleReplica admits 1 pod in Production. It has no disruption budget, so it is down while its node is drained, and
	// two of it run for a moment in a roll-out.
	AllowSingleReplica bool

	// Autoscaling changes the number of pods with the load. Default: none. It needs the cluster's metrics server. It can be
	// set at any time and takes over the pods that there are. Before it is removed, make Min and Max the number that is to
	// stay, in an update of its own: it goes after Replicas has been set, and would change it once more.
	Autoscaling *Autoscaling

	// CPU is what a pod is promised, such as "250m" or "1.5"; there is no limit. Required, at most 128 cores. A change rolls out.
	CPU string

	// Memory is what a pod is promised and what it is killed at, such as "512Mi". Required, at least 4Mi. A change rolls out.
	Memory string

	// User is the number of the user and the group that the process runs as and the files of volumes belong to, 1 to
	// 2147483647. Default 65532, the user of most images without a shell. A number from 10000 on cannot be one of the node's
	// users. Root is not offered. A change rolls out.
	User int

	// Environment are variables that everybody may read: they stand in the Deployment in plain text. A secret input is
	// refused; see SecretFiles. A change rolls out.
	Environment map[string]pulumi.StringInput

	// SecretFiles mount the keys of Kubernetes Secrets as files, by directory: "/etc/database" to the name of the Secret. The
	// process alone may read them, and new values show within a minute or two, without a roll-out. It is the better way.
	SecretFiles map[string]pulumi.StringInput

	// SecretEnvironment are variables by reference, for programs that can read nothing else: they are inherited by every child
	// process and turn up in crash reports, and pods keep the value that they were started with.
	SecretEnvironment map[string]SecretKey

	// ConfigFiles mount the keys of ConfigMaps as files, by directory. With the name of a ConfigMap that Pulumi has named, new
	// content is a new ConfigMap and rolls out.
	ConfigFiles map[string]pulumi.StringInput

	// WritablePaths are the directories that the process may write to, with the most that each may hold, such as "256Mi";
	// everything else is read-only. They are on the node's disk and gone with the pod. A pod that writes more is evicted.
	// Default "/tmp" with 64Mi; an empty map that is not nil makes none. A change rolls out.
	WritablePaths map[string]string

	// Probes are how the cluster finds out whether a pod serves. Default: the port accepts connections.
	Probes Probes

	// DrainTime is how long a pod that has to go still serves, until everybody has learned that it does: load balancers and
	// the nodes' tables. Whole seconds, at most 10 minutes. Default 20 seconds, for a worker none. At least the deregistration
	// delay of the load balancer in front. A change rolls out.
	DrainTime time.Duration

	// ShutdownTime is how long the process may take to end after SIGTERM, which comes after DrainTime. Whole seconds, at most
	// an hour. Default 30 seconds. A change rolls out.
	ShutdownTime time.Duration

	// Ingress is who may connect. Default: nobody but the node that a pod is on. A change is made in place.
	Ingress []IngressRule

	// Egress is what the pods may connect to beside the cluster's DNS. Default: nothing. A change is made in place. With a DNS cache
	// on the nodes' own address (NodeLocal DNSCache on 169.254.20.10) add that address, port 53, with TCP and with UDP.
	Egress []EgressRule

	// AllowPodIdentity opens the way to the agent of EKS Pod Identity on the node, which gives out AWS credentials. What they
	// are for needs an entry of Egress too, such as HTTPS. Cilium takes the agent for its node, which no NetworkPolicy opens: it
	// needs a policy of its own.
	AllowPodIdentity bool

	// AllowAllEgress lets the pods connect to anything.
	AllowAllEgress bool

	// ServiceName fixes the name of the Service, for clients that are configured by hand. Default: named by Pulumi, and told
	// in Workload.ServiceName. A change replaces the Service: the new one is there before the old one goes. An existing
	// Service of that name is taken over.
	ServiceName string

	// ServiceAccountName is the name of the pods' service account, which roles are given to. Default: the component's name, up
	// to 63 characters. A change rolls out.
	ServiceAccountName string

	// ServiceAccountAnnotations are for what reads them there, such as the role of IRSA. Default none.
	ServiceAccountAnnotations map[string]pulumi.StringInput

	// After is what pods must not start before, such as the association of a Pod Identity: a pod that is older never gets
	// credentials. Default none.
	After []pulumi.Resource

	// NodeSelector are labels that a node must have, such as "kubernetes.io/arch": "arm64". Default none. A change rolls out.
	NodeSelector map[string]string

	// AllowUnevenZones lets pods start when they cannot be spread evenly over the zones. Default: in Production they wait until
	// they can be, so that a zone that is full shows in the deployment and not when another one is lost.
	AllowUnevenZones bool

	// Profile is Production (default) or Development: one pod, no disruption budget, zones as they come. What runs is guarded
	// in the same way.
	Profile component.Profile
}

// Autoscaling keeps the use of resources near a target, in percent of what the pods are promised. It adds pods at once, and
// takes away a quarter in a minute at most, when the load has been low for five minutes.
type Autoscaling struct {
	// Min and Max bound the number of pods. Min is by default 3, in Development 1, and in Production 2 at least. Max is
	// required. A change is made in place.
	Min, Max int
	// TargetCPUPercent is 1 to 100. Default 70 unless TargetMemoryPercent is given, otherwise CPU does not count.
	TargetCPUPercent int
	// TargetMemoryPercent is 1 to 95; pods are killed at 100. Default: memory does not count. Many programs never give memory
	// back, and then the number of pods only grows.
	TargetMemoryPercent int
}

// SecretKey is one value in a Kubernetes Secret of the same namespace.
type SecretKey struct {
	// Secret is the name of the Secret.
	Secret pulumi.StringInput
	// Key is the key in its data.
	Key string
}

// Probes are how the cluster finds out whether a pod serves. The startup probe gives a pod StartupTime and then hands over to
// the readiness probe, which decides for the rest of its life whether requests come.
type Probes struct {
	// Path is what is asked for by HTTP; 200 to 399 is a good answer. Default: none, the port has to accept a connection, which
	// some programs do long before they can serve.
	Path string
	// Port is the port that is asked, 1 to 65535. Default: the workload's.
	Port int
	// HTTPS asks by HTTPS; the certificate is not checked.
	HTTPS bool
	// Command is run in the container instead, and succeeds with 0; for workers, which have no port.
	Command []string
	// StartupTime is how long a pod may take until it answers; then it is started anew. Whole seconds, at most an hour.
	// Default 60 seconds.
	StartupTime time.Duration
	// Interval is the time between two questions. Whole seconds, at most 5 minutes. Default 5 seconds.
	Interval time.Duration
	// Timeout is how long an answer may take. Whole seconds, at most Interval. Default 2 seconds.
	Timeout time.Duration
	// Failures is how many bad answers in a row take a pod out of service until the next good one, 1 to 100. Default 3.
	Failures int
	// LivenessPath is another path of the same port, which tells only whether the process itself has got stuck: no good answer
	// for a minute starts the container anew. Default none: see the package comment.
	LivenessPath string
}

// Peer is one end of a connection: pods, or a block of addresses.
type Peer struct {
	// Namespace is the name of a namespace. Default: the workload's.
	Namespace pulumi.StringInput
	// Pods are labels that the pods have, such as Workload.Selector of another workload. Default: all of Namespace.
	Pods pulumi.StringMapInput
	// CIDR is a block of addresses, such as a subnet of a load balancer, instead of both. In an Ingress rule it may not be all
	// addresses.
	CIDR pulumi.StringInput
}

// IngressRule admits a peer to one TCP port.
type IngressRule struct {
	// From is who may connect. Required.
	From Peer
	// Port is 1 to 65535. Default: the workload's; a worker has to name one, such as that of its metrics.
	Port int
}

// EgressRule admits connections to a peer.
type EgressRule struct {
	// To is who may be connected to. Required.
	To Peer
	// Ports are 1 to 65535. Required.
	Ports []int
	// UDP is for UDP instead of TCP.
	UDP bool
}
