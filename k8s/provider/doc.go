// Package provider makes the Kubernetes provider of one cluster, from the contract of the stack that made the cluster: keyed to
// the cluster so that it is never replaced by accident, and without credentials in the state.
//
//	clusters, err := stackref.Import[contracts.Clusters](ctx, stackref.SameStack("cluster"))
//	…
//	blue, err := provider.New(ctx, "blue", &provider.Args{Cluster: clusters.Blue})
//	…
//	web, err := workload.New(ctx, "web", &workload.Args{Provider: blue.Kubernetes, …})
//
// # What it makes
//
//   - the provider, role "provider";
//   - its identity, role "identity": the identifier as the state keeps it, see component.Scope.Fix.
//
// # Why not a kubeconfig output
//
// A provider of pulumi-kubernetes is planned for replacement when the active cluster of its kubeconfig changes, and also when the
// kubeconfig is not known in a preview: while the cluster itself is being replaced, or its stack has failed halfway. Every
// object on the provider is then replaced too, and the deletions go to a cluster that does not answer any more:
// "configured Kubernetes cluster is unreachable". With an identifier the provider is replaced when the identifier changes and
// never otherwise. The identifier is a constant that holds slot and generation, not the endpoint and not the ARN: an endpoint
// is unknown while it changes, and a cluster that is made again under its name has the ARN of the one before.
//
// The kubeconfig calls `aws eks get-token` for each run. What is in the state is good for as long as the role is, so also
// deletions by providers that the program has dropped get in. Whoever runs the deployment needs the aws command, and a
// network path to the API server.
//
// # Defaults
//
//	field      default
//	RoleARN    none: the credentials that the deployment runs with
//	GiveUp     none: an object of a cluster that does not answer stays in the state
//
// The variables PULUMI_K8S_DELETE_UNREACHABLE and PULUMI_K8S_SKIP_UPDATE_UNREACHABLE have no effect on these providers.
//
// # What a change does
//
// Name, Region, Endpoint, CertificateAuthority, RoleARN and GiveUp change in place, and so do a renewed certificate authority and a moved
// endpoint. Another Identifier is refused, in preview and in up, before anything is touched.
//
// # When the cluster is gone
//
// Objects of a cluster that does not answer cannot be changed or deleted, and that is right: the cluster may come back.
// For a cluster that will not, set GiveUp with the reason, take the objects out of the program and run one update: what does not answer is
// dropped from the state. Then take the provider out. The runbook docs/cluster-gone.md has the steps.
//
// In a stack that holds the cluster too, objects that carry DeletedWith go with it without being asked for. It is a field of every block
// under k8s, by default none; raw objects take the option pulumi.DeletedWith.
//
// # Alarms and cost
//
// None: nothing here runs.
//
// # What it does not do
//
// It carries no tags: there is nothing to tag. It is for EKS; for other clusters make a kubernetes.Provider with a ClusterIdentifier of your own,
// which every block under k8s takes as well.
//
// # Limits of proof
//
// When a provider is replaced, and what a dead cluster answers, was read in the source of pulumi-kubernetes and is modelled in the
// sandbox; tests run against that model. That the aws command gets a token, and that the API server takes it, is proved by no test.
package provider
