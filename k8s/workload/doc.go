// Package workload runs a stateless program in a Kubernetes cluster so that nobody notices its deployments, the drains of its
// nodes and the loss of a zone: a Deployment with everything that it takes around it. [New] makes a [Workload].
//
//	orders, err := workload.New(ctx, "orders", &workload.Args{
//		Tags:      tags,
//		Provider:  cluster.Provider,
//		Namespace: pulumi.String("shop"),
//		Image:     pulumi.String("registry.example.com/shop/orders:1.4.2"),
//		Port:      8080,
//		CPU:       "250m",
//		Memory:    "512Mi",
//		Probes:    workload.Probes{Path: "/ready"},
//		Ingress:   []workload.IngressRule{{From: workload.Peer{CIDR: pulumi.String("10.0.0.0/24")}}},
//	})
//
// # What it makes
//
//   - the pods' service account, role "service-account", without a token of the Kubernetes API;
//   - a network policy, role "network-policy", for both directions;
//   - a disruption budget, role "budget", from two pods on;
//   - the Deployment, role "deployment", after these three: no pod starts outside its walls;
//   - with Port a Service of type ClusterIP, role "service", when the first pods serve;
//   - with Autoscaling a horizontal pod autoscaler, role "autoscaler".
//
// All of them are typed objects: nothing is left to a chart. Names are Pulumi's, but for the service account, which roles are
// given to by name, and the Service when ServiceName says so.
//
// # Defaults
//
//	field                        default
//	Replicas                     3; Development 1. One in Production is refused
//	roll-out                     new pods first: a quarter more, rounded up, and none less
//	a new pod counts             when it has been ready for 10 seconds
//	Probes                       the port accepts connections, asked every 5 seconds, 3 failures; liveness none
//	Probes.StartupTime           60 seconds
//	DrainTime                    20 seconds, for a worker none
//	ShutdownTime                 30 seconds; SIGKILL comes after DrainTime and ShutdownTime
//	disruption budget            one pod at a time; pods that are not ready may always be evicted
//	spread over zones            even, or the pod waits; Development as even as it goes
//	spread over nodes            as even as it goes
//	CPU                          what is asked for is promised; no limit
//	Memory                       what is asked for is promised and the limit
//	User                         65532, also the group; never root
//	file system                  read-only but for WritablePaths, "/tmp" with 64Mi
//	capabilities, seccomp        none; RuntimeDefault; no escalation: the Pod Security Standard "restricted", no switch
//	Ingress                      nobody but the node
//	Egress                       the cluster's DNS
//	Autoscaling                  none; with it CPU at 70 %
//	revisions kept               3
//
// Tags, Provider, Namespace, Image, CPU and Memory have no safe default and are required.
//
// # A roll-out, step by step
//
// A quarter of the pods is started anew (at least one), where a zone has fewest of the new ones. The startup probe asks each every
// 2 seconds, for StartupTime at most; then the readiness probe decides, and after 10 seconds without a restart the pod counts. Now
// as many old ones go: each is taken out of the Service at once, and serves on for DrainTime, because load balancers and nodes
// learn of it late; then it gets SIGTERM, and has ShutdownTime. The next quarter starts meanwhile: four waves at most.
//
// Pulumi waits for all of it: 5 minutes for nodes and images, and four times StartupTime, an Interval and 10 seconds; with the
// defaults 10 minutes. What depends on Deployment, or uses Ready or ServiceName, comes after. When new pods do not come up the
// update fails with the reason, and the old ones go on serving. Nothing is rolled back: deploy the previous image.
//
// Behind a load balancer with targets of type ip, label the namespace elbv2.k8s.aws/pod-readiness-gate-inject=enabled: a pod then
// counts only when the load balancer calls it healthy. Pods that are older than the load balancer's rule have no such gate.
//
// # Choices
//
// A liveness probe restarts what answers badly. One that asks what others depend on turns a slow database into a restart of every
// pod at once, and takes away the pods that could have recovered; the readiness probe sends requests elsewhere instead. A process
// that ends is started anew without any probe. LivenessPath is for programs that get stuck and know it.
//
// The pause before SIGTERM is the kubelet's own sleep action, on by default since Kubernetes 1.30 and stable since 1.34: the image
// needs no sleep command. An older cluster refuses the pod.
//
// Pods wait for an even spread over zones (skew 1) rather than start unevenly: a roll-out that has no room in a zone fails while
// the old pods serve, where an uneven one shows when a zone is lost. A zone whose nodes are lost or drained does not count, because
// nodes with taints are left out (since 1.26), so its pods start elsewhere. Only pods of one revision are counted
// (matchLabelKeys, since 1.27): otherwise the pods that are about to go decide where the new ones start.
// Zones without a node do not count either: keep a node in each zone.
//
// With Autoscaling the Deployment has a number of pods to begin with, and changes of it are ignored. Left out it would be 1: at the
// beginning until the autoscaler has acted, and once more when Autoscaling is added, as server-side apply resets a field that its
// last owner gives up. The provider in turn leaves an ignored field out as soon as the autoscaler owns it, and sends what is live
// until then. The Deployment carries pulumi.com/patchForce, so that what somebody changed by hand is overwritten and does not
// stop an update with a conflict.
//
// Egress is closed, because what a taken-over pod can reach is what counts then, and a list of what a program connects to is short.
// Images, probes and secrets are the node's business and need no rule. Credentials of EKS Pod Identity need AllowPodIdentity.
//
// Secrets are files. They change without a restart, and are not inherited by child processes or printed with the environment.
//
// # What a change does
//
// In place: Replicas, Autoscaling, Ingress, Egress, Profile's budget. Everything in the pod rolls out: Image, Port, CPU, Memory,
// probes, variables, files, times, Tags. A change of Namespace or of the component's name makes everything anew: the new is there
// before the old goes. ServiceName replaces the Service and ServiceAccountName the account in the same way. Do not change the
// component's name while one of those two is set: the new object would be the old one, and be deleted with it.
//
// # Alarms
//
// None: an alarm needs a metrics stack, and which one a cluster has is not known here. Watch what kube-state-metrics calls
// kube_deployment_status_replicas_unavailable, kube_pod_container_status_restarts_total and, at its maximum,
// kube_horizontalpodautoscaler_status_current_replicas.
//
// # Cost drivers
//
// Replicas × (CPU, Memory) on nodes, and a quarter more during a roll-out; traffic between zones.
//
// # What it does not do
//
// It makes no namespace, no ingress, no Secret or ConfigMap, and no Service of type LoadBalancer or NodePort. It has one container
// and no volumes that outlive a pod. It grants nothing in the Kubernetes API, and does not run as root. Registry credentials are
// the node's.
//
// # Limits of proof
//
// Tests prove what is sent, not that a cluster accepts it. A network policy does nothing without a network plugin that enforces
// it; on EKS that is a setting of the VPC CNI, which in its standard mode leaves a new pod open until it has caught up. How the
// provider treats ignored and forced fields, and which gates are on in which version, was read in their sources. Two workloads of
// one name in one namespace, from two stacks, select each other's pods.
package workload
