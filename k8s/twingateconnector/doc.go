// Package twingateconnector runs Twingate connectors in a Kubernetes cluster: a way in for groups of people to what is private, without
// anything that is open to the internet. [New] makes a remote network, its connectors with what runs them, and the resources that
// groups reach.
//
//	access, err := twingateconnector.New(ctx, "access", &twingateconnector.Args{
//		Tags:         tags,
//		Provider:     cluster.Provider,
//		PrivateCIDRs: []string{"10.0.0.0/16"},
//		Access: twingate.Access{
//			Account: "acme",
//			Resources: []twingate.PrivateResource{{
//				Key: "redis", Address: cache.Host, TCPPorts: []string{"6379"}, GroupIDs: []pulumi.StringInput{developers.ID()},
//			}},
//		},
//	})
//
// The provider twingate needs an API token with the rights to read, write and provision; it comes from the environment, or with a
// [twingate.Provider] in the options.
//
// # What it makes
//
// In Twingate: unless one is given, the remote network, role "remote-network", protected; for each connector "connector-1" its name and
// "connector-1-tokens" its pair of tokens; for each resource "resource-<key>". Beside these, what must not change, role "identity".
//
// In the cluster, as typed objects and not from a chart, for all connectors:
//
//   - unless one is given, the namespace, role "namespace", named after the component; it admits restricted pods only;
//   - a network policy, role "network-policy": nothing comes in, and what goes out is listed below;
//   - a disruption budget, role "budget": drains of nodes take one connector at a time.
//
// And for each connector:
//
//   - a Secret with its pair of tokens, role "connector-1-secret", immutable;
//   - a service account, "connector-1-service-account", which may do nothing, without a token;
//   - the Deployment of one pod, "connector-1-deployment", called <component>-connector-1;
//   - with updates what restarts it once a week: a CronJob, "connector-1-update", with an account of its own
//     ("connector-1-update-service-account") that may get and patch this one Deployment and read the others ("connector-1-update-role",
//     "connector-1-update-role-binding"), and once for all of them a network policy, "update-network-policy".
//
// # Defaults
//
//	field                     default
//	Access.Connectors         2; Development 1. One in Production is refused
//	Access.Name               the component's name and the stack's
//	Access.Resources          none
//	Access.DisableUpdates     false: each connector is restarted on a day of its own, 03:00 UTC
//	remote network            protected; not in Development
//	Location                  "OTHER"
//	Namespace                 one is made, named after the component
//	Image                     "twingate/connector:1", pulled at each start
//	UpdaterImage              kubectl 1.34.1, by digest
//	CPU                       "50m", no limit
//	Memory, MemoryLimit       "200Mi", "1Gi"
//	AllowClusterPods          false: ports are opened by PrivateCIDRs alone
//	AllowSharedNodes          false: a node for each connector; Development as far as it goes
//	zones                     as even as it goes
//	roll-out                  the old pod ends before the new one starts; done when it has been ready for 10 seconds
//
// Tags, Provider, Access.Account and PrivateCIDRs have no safe default and are required.
//
// # One connector at a time
//
// Everything whose change restarts a connector depends on the Deployment of the connector before it, its tokens included, and a Deployment
// is done when its pod is ready. So a new image, other sizes, other tags, or Access.Rotation go through the connectors one by one, in one
// update, and one that does not come up leaves the next ones alone: the update fails after 10 minutes with the cluster's reason.
//
// A pair of tokens is replaced from the bottom: making or deleting a pair invalidates the one before, so the old pair goes first, and
// with it the Secret that holds it. Then there is a new pair, a new Secret with another name, and a pod that names it. A Secret is
// never changed in place, and the name is never used twice, because nodes keep what they have read of an immutable one. The pod needs
// no checksum: the Secret's name is one. In the plan the Deployment may be replaced too, since the engine cannot know how much of it
// comes from the Secret; it is deleted first, as its pod would be. An update that fails in between leaves this one connector
// down, and the next update makes what is missing.
//
// Because the old pod ends first (strategy Recreate) and the image is pulled at each start, the old pod is gone before the new image is
// there. The connector is away for as long as the pull takes, and where the registry refuses, with credentials that have expired or a tag
// that is gone, until it no longer does: nothing rolls back by itself.
//
// What changes for all connectors at once restarts none: the policies and the budget.
//
// # Nodes and zones
//
// Two connectors on one node are lost with it, so in Production each needs a node of its own, and the scheduler prefers other zones,
// by anti-affinity and by spread. A cluster with fewer nodes than connectors cannot hold them all: the first update fails
// at the connector that found no node, after 10 minutes, with the scheduler's words ("didn't match pod anti-affinity rules"), and
// those before it run. Nothing waits in silence, and nothing blocks itself: a restart ends the old pod first, and so finds its
// node again. During the drain of a node its connector waits for a node too, and the others carry on. AllowSharedNodes is for
// clusters that have no more nodes.
//
// # What connectors reach
//
//	to                     ports
//	0.0.0.0/0              TCP 443, TCP 30000-31000, UDP 1-65535: Twingate, its relays, and clients directly
//	PrivateCIDRs           TCP 53 and the TCP ports of Access.Resources and Access.ExtraTCPPorts; all TCP ports when there are none
//	the cluster's DNS      UDP 53 and TCP 53, to pods k8s-app=kube-dns in kube-system
//	AllowClusterPods       when set, to all pods of all namespaces: the TCP ports of the line of PrivateCIDRs, and UDP 1-65535
//
// This is a second lock behind Twingate's own, and one with gaps: 0.0.0.0/0 holds private addresses too, so that the ports of the first
// line are open to those outside PrivateCIDRs as well.
//
// For resources that are Services or pods of this cluster set AllowClusterPods. Blocks are for what is outside: whether one matches pods is
// the network plugin's choice, and Cilium and what is built on it (GKE Dataplane V2, Azure CNI powered by Cilium) by default match
// neither pods nor nodes by one. There, a resource on a node needs a policy of the plugin's own kind for the pods
// app.kubernetes.io/name=twingate-connector. A policy sees pods, not Services: put the port that the pods listen on into
// Access.ExtraTCPPorts when it differs from the Service's.
//
// A policy cannot speak of ICMP: whether a ping gets past it is the network plugin's choice. With AllowICMP in a resource
// the pod may open sockets for pings (net.ipv4.ping_group_range, a sysctl that restricted pods may set), for its own group alone.
//
// The metadata service of a node, 169.254.169.254 by HTTP, is in no rule, so nobody gets the node's credentials through a connector where policies
// are enforced, unless PrivateCIDRs hold it.
//
// # Updates
//
// Twingate refuses connectors below a version that moves, so each is restarted once a week, on a day of its own, and pulls what its tag
// names by then. First an init container waits for a minute until the Deployments of all other connectors are available. When one is not,
// the Job tries three more times and then fails, and its connector is left alone until next week: what keeps one connector down does not go on to
// the next one. A lone connector is restarted without a check.
//
// The account of a CronJob may patch its connector's Deployment, and that is more than a restart: who holds its token can make the
// Deployment's pods mount any Secret of the namespace, the other connectors' tokens among them, or run as any of its service accounts. RBAC has no narrower right. So leave
// Namespace empty, and do not give one that holds other people's Secrets or service accounts; or set Access.DisableUpdates.
//
// The pods that restart connectors are not behind the connectors' policy but behind their own: nothing in, and out only TCP 443
// and 6443, where API servers are. Cilium does not count nodes among addresses: where it guards a cluster whose API server
// runs on nodes, add a policy of its own for pods app.kubernetes.io/name=twingate-connector-update. kubectl talks to API servers one
// minor version off; these few requests are the same in all of them. An image by digest is not updated and has no CronJob.
//
// # What a change replaces
//
// Access.RemoteNetworkID is refused, in the preview already: connectors cannot be moved. Another Namespace or Provider makes the
// objects anew, one connector after the other; tokens stay. Access.Rotation replaces tokens. All else is changed in place, and what is
// in the pod restarts: Tags, Image, CPU, Memory, MemoryLimit, PullSecretName, PriorityClassName, AllowSharedNodes, and of Access the
// Account, Name, DNSServer, LogLevel, DisableConnectionLogs and the first AllowICMP.
//
// # Alarms
//
// None: Twingate sends mails to the administrators when a connector goes offline, unless Access.DisableStatusUpdates is set. Watch what
// kube-state-metrics calls kube_deployment_status_replicas_unavailable and, for updates, kube_job_status_failed: that of a connector
// whose update did not start because another one is down.
//
// # Cost drivers
//
// The pods, a node for each, and the traffic: what is relayed leaves the cluster through its NAT gateway.
//
// # Controls
//
//	CKV_K8S_8, 9                       probes
//	CKV_K8S_10, 12, 13                 requests, and a limit of memory
//	CKV_K8S_14, 15                     an image with a tag, pulled at each start
//	CKV_K8S_16, 20, 22, 23, 25, 28, 29, 30, 31, 37, 40    restricted pods
//	CKV_K8S_17, 18, 19, 26, 27         nothing of the node
//	CKV_K8S_21, 38, 41, 42             own namespace and accounts, no token of the API
//	CKV_K8S_49, 155 to 158             Deployments by name, one to patch and the others to read
//	CKV2_K8S_6                         network policies
//
// There is no limit of CPU (CKV_K8S_11), which would only throttle. The connector's image has no digest (CKV_K8S_43), or it would never
// be updated, and the updater's has one and is pulled when a node lacks it (CKV_K8S_15). The connector takes its tokens from
// environment variables alone; they are references to the Secret (CKV_K8S_35 wants files).
//
// # What it does not do
//
// It takes no IPv6 networks, and publishes no metrics. It makes no groups and no users. It has no Service, no Ingress, no custom
// resources; Twingate's operator is another way to the same end. Credentials of registries are given by name.
//
// # Limits of proof
//
// Tests prove what is sent, not that a cluster and Twingate accept it. Kubernetes 1.27 or newer is needed, for time zones of CronJobs and
// the budget's rule for pods that do not run. A ready pod is a process that answers, not a connector that is
// connected: the health command says no more, and so the check before an update does not either. That names narrow list and watch, where
// kubectl selects one name, is how the API server and kubectl are written; no cluster has tried it here.
// A policy does nothing without a network plugin that enforces it; some bound the number of ports (that of the VPC CNI takes 24 ranges).
// Recreate holds for roll-outs: when a node is drained the cluster makes the new pod while the old one ends, so that for 30 seconds at most two have one
// pair; the same on a node that is cut off. An update of the program at 03:00 UTC may meet a weekly one. Two components of one name in one namespace, from two stacks, take each
// other's Deployments. The digest of kubectl is the one under which several public projects have pinned release 1.34.1. The path of the
// socket, the probes, the user and the requests are those of the official chart. The check of what must not change needs a
// Pulumi CLI with resource hooks and Stash.
package twingateconnector
