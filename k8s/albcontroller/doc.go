// Package albcontroller installs the AWS Load Balancer Controller in an EKS cluster: it makes application load balancers for
// Ingresses, network load balancers for Services, and registers pods as targets of load balancers that others made.
//
//	controller, err := albcontroller.New(ctx, "balancing", &albcontroller.Args{
//		Tags:        tags,
//		Provider:    blue.Kubernetes,
//		ClusterName: cluster.Name,
//		Region:      cluster.Region,
//		VPCID:       net.VPCID,
//	})
//
// A cluster takes one. Everything that hangs on the controller depends on controller.Ready: see "Before a cluster goes".
//
// # What it makes
//
// In the cluster, by its chart (role "chart", a helm/v4 Chart): the Deployment and the service account
// aws-load-balancer-controller, the IngressClass "alb", definitions of custom resources, roles, and the webhooks with their
// certificates. A chart and not typed objects, because those definitions and webhooks belong to one version of the controller and
// change with it; Chart and not Release, because each object is a resource of its own in previews and in the state, the
// definitions are updated too, and nothing but Pulumi has to be asked what is there.
//
// On AWS: the IAM role, role "role", with its rights, "policy", and its tie to the service account by EKS Pod Identity,
// "association". The cluster needs the add-on eks-pod-identity-agent.
//
// Beside these, what must not change, role "identity".
//
// # Defaults
//
//	field                  default
//	Namespace              "kube-system"
//	ChartVersion           3.4.2, of the controller 3.4.2; needs Kubernetes 1.22
//	Replicas               2, on different nodes where there are, one of them acts; Development 1
//	disruption budget      1 pod may be away, with 2 or more
//	CPU                    "100m", no limit
//	Memory                 "256Mi", as request and limit
//	default target type    ip: load balancers send to pods, not through nodes
//	default scheme         internal
//	DefaultSSLPolicy       TLS 1.2 and 1.3; the controller's own, of 2016, accepts TLS 1.0
//	default tags           Tags: load balancers, listeners, rules, target groups and security groups carry them
//	ShieldAdvanced         false
//	WAF Classic            off: AWS has ended it; web ACLs of AWS WAF work
//	certificates           made once, kept in the cluster, and read back in each preview and update
//	Service webhook        off, see below
//
// Tags, Provider, ClusterName, Region and VPCID have no safe default and are required.
//
// # Services of type LoadBalancer
//
// The chart would make the controller the default for them by a webhook on every new Service of the cluster. While no pod of
// the controller answers, that webhook refuses all of them, those of the chart itself in the first installation included. It is
// off: name the controller in the Service, spec.loadBalancerClass service.k8s.aws/nlb. A Service that names none gets a Classic Load Balancer
// from the cluster, without the tags.
//
// # Rights
//
// The actions are those of the controller's documentation at the pinned version, less those for WAF Classic and, unless asked for, Shield
// Advanced. Their reach is shorter than the documentation's: changes are for what carries the tag elbv2.k8s.aws/cluster with
// this cluster's name (there it is any cluster's, so that the controller of one slot could delete the load balancers of the
// other), for groups of this network, and for listeners, rules and targets of this region. Reading is for everything.
//
// # What a change replaces
//
// Another ClusterName is refused, in the preview already. Another Namespace replaces all objects in the cluster and the association; another
// Provider everything in the cluster. Everything else, a newer ChartVersion too, is changed in place, pod by pod, and load balancers work on
// meanwhile.
//
// # Before a cluster goes
//
// Ingresses, TargetGroupBindings and Services carry a finalizer that only the controller takes off, when it has deleted what it
// made on AWS. So, in this order: remove all of them (those of GitOps too, so suspend that first); wait until they are gone, a
// few minutes; remove the controller; remove the cluster. With DependsOn Ready Pulumi keeps that order by itself for what is in its
// programs. An Ingress that is deleted together with its cluster, or after the controller, leaves its load balancer behind, and the load
// balancer's interfaces and security groups hold up the deletion of the network. What was left behind has the tag
// elbv2.k8s.aws/cluster with the cluster's name.
//
// The definitions of custom resources go with the chart, and all TargetGroupBindings with them.
//
// # Alarms
//
// None: the pods publish metrics at port 8080, path /metrics, for whatever scrapes the cluster. A load balancer that cannot be
// made shows in the events of its Ingress.
//
// # Cost drivers
//
// The pods, and every load balancer that somebody's Ingress or Service asks for.
//
// # Controls
//
//	CKV_AWS_60 to 63, 286 to 290, 355         least privilege on AWS: nothing that changes is allowed on everything
//	CKV_AWS_103, CKV2_AWS_74, ELB.17          TLS of listeners that name no policy
//	CKV_K8S_10, 12, 13                        requests, and a limit of memory
//	CKV_K8S_14                                the chart, and by it the image, is pinned
//	CKV_K8S_20, 22, 23, 25, 28 to 31, 37      restricted pods
//	CKV_K8S_21, 42, CKV2_K8S_5                namespace, account, no secrets of others
//
// # What it does not do
//
// No Gateway API, no cert-manager, no policies for Ingresses (IngressClassParams beyond an empty one), no watching of one
// namespace only, no monitor for Prometheus, no role of another account. OIDC secrets need a role in their namespace.
//
// # Limits of proof
//
// Tests prove what is sent, not that the chart, Kubernetes and AWS accept it. The chart is rendered by the provider, with the cluster's
// help: tests see one resource, with its values, and not the objects that come of it. Taken from the chart's and the controller's
// documentation and sources and from AWS's reference of actions, and not tried on a live account: the names of the values at 3.4.2,
// that certificates stay as they are in later updates, and the rights where they are narrower than documented. A preview asks
// the cluster, so it fails while the cluster cannot be reached. Objects of the chart inherit DeletedWith from the engine (seen in
// the engine's source at 3.259; older ones may not). The check of what must not change needs a Pulumi CLI with resource hooks and Stash.
package albcontroller
