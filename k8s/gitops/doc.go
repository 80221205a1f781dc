// Package gitops installs Flux in a cluster and lets it follow a Git repository, with outputs of the infrastructure as
// variables for the manifests: locked down, told when it fails, and removable without leaving a namespace that never ends.
//
//	flux, err := gitops.NewFlux(ctx, "flux", &gitops.FluxArgs{
//		Tags:     tags,
//		Provider: blue.Kubernetes,
//		Source: gitops.Source{
//			URL:        "ssh://git@git.example.com/acme/fleet.git",
//			Branch:     "main",
//			DeployKey:  deployKey, // of Secrets Manager, as a secret output
//			KnownHosts: []string{"git.example.com ssh-ed25519 AAAA…"},
//		},
//		Path:      "clusters/blue",
//		Variables: map[string]pulumi.StringInput{"cluster_name": cluster.Name, "vpc_id": net.VPCID},
//	})
//
// # What it makes
//
//   - the namespace flux-system, role "namespace", unless one is given; pod security "restricted";
//   - Flux, by the chart flux2, role "chart": its types, the source and Kustomize controllers, network policies;
//   - with a Token or DeployKey: the Secret with it, role "credentials";
//   - the GitRepository flux-system, role "source";
//   - with Variables: the ConfigMap cluster-vars, role "variables";
//   - the Kustomization flux-system, role "kustomization", which applies Path.
//
// The fixed names are those that `flux bootstrap` gives and that manifests refer to. There is one Flux in a cluster.
//
// # Why a chart
//
// Flux is some thirty objects, and its definitions of types alone are thousands of lines that change with every version:
// written out here they would be a copy that falls behind. The chart keeps the definitions among its templates, so that
// Pulumi also updates them, which Helm does not do for definitions in a chart's folder crds. It is rendered by helm/v4, and
// every object is a resource of its own. The packages yaml and kustomize would need the same manifests, as a copy here or as
// a download without values and versions, and yaml costs minutes to compile. GitRepository and Kustomization are custom
// resources of this component, and come after the chart.
//
// # Defaults
//
//	field                     default
//	Namespace                 flux-system, made here
//	Source.Interval           1 minute
//	Source.Timeout            1 minute
//	Source.Username           "git", with a Token
//	Source.VerificationSecret none: signatures are not verified
//	Variables                 none: nothing is substituted
//	AllowUndefinedVariables   false: a variable that nobody has set is an error
//	Interval                  10 minutes
//	RetryInterval             2 minutes
//	Timeout                   5 minutes
//	DisablePrune              false: what leaves the repository leaves the cluster
//	DisableHealthChecks       false: ready means healthy
//	DisableAwait              false: the update waits until source and Kustomization are ready
//	Suspend                   false
//	DeletionPolicy            Orphan: removing the component takes nothing away from users
//	HelmController            false
//	NotificationController    false
//	image automation          always off: it writes to the repository
//	DisableLockdown           false
//	CPU, Memory               100m and 512Mi, in Development 256Mi; the memory is request and limit
//	network policies          always on
//	ChartVersion              2.19.0, which is Flux 2.8.8
//	ChartRepository           that of the Flux community
//
// Tags, Provider, Source.URL, a branch, tag, range or commit, and Path have no safe default and are required.
//
// # Access to the repository
//
// A Secret that something in the cluster keeps up to date, such as External Secrets, is named in CredentialsSecret, and its
// value never gets into Pulumi's state. It has to be there before Flux can be ready. Otherwise hand over Token or DeployKey
// as an output of the program, for example of secretsmanager.LookupSecretVersionOutput: the value is then in the state,
// encrypted as all secrets are, and in a Secret of the namespace. A new value makes a new Secret, the source moves to it,
// and the old one goes. A deploy key with the right to read is enough and reaches one repository only, which a person's
// token does not.
//
// # Variables
//
// Flux puts Variables into manifests where they say ${name}. What must stay, such as a shell script's own, is written
// $${name}, or its object has the annotation kustomize.toolkit.fluxcd.io/substitute: disabled. Other Kustomizations of the
// repository take them by substituteFrom: cluster-vars. A secret among them is refused: at the moment its value is known,
// before the ConfigMap is made.
//
// # The lockdown
//
// Flux's own rules for clusters with several tenants: objects refer to sources in their own namespace only; bases come from
// the repository only; and what names no service account acts as "default" of its namespace, which has no rights. The
// Kustomization made here names kustomize-controller, a cluster administrator: who may write to the repository owns the
// cluster. Kustomizations and HelmReleases in the repository need a serviceAccountName; in flux-system kustomize-controller,
// too, if they have to do everything.
//
// # What a change replaces
//
// Namespace replaces everything. A new Token, Username, DeployKey or KnownHosts replaces the Secret, the new one first. A
// changed variable replaces the ConfigMap, the old one first, for its name is fixed; Flux may fail in between, tries again
// when the new one is there, and leaves alone what runs. A provider with EnableConfigMapMutable changes it in place.
// Switching off the last variable or a controller removes it. Everything else changes in place; with Path or Source Flux
// takes away what the new one does not have.
//
// # Removal
//
// The Kustomization has a finalizer that only its controller takes off. So it goes first, then the source, and then the
// chart, and an update waits for each. DeletionPolicy decides what is left:
//
//   - Orphan leaves everything that Flux made, and with it the namespace and the definitions of Flux's types: objects of
//     Flux from the repository would hang in them for ever, once no controller is there to take their finalizers off. Pulumi
//     forgets both. Add the component again and Flux goes on where it stopped. (The provider 4.24 takes over objects that
//     exist; newer ones ask for an import, or for upsertExistingObjects.)
//   - WaitForTermination lets Flux delete what it made, load balancers and volumes included, and waits for it, then removes
//     Flux without a rest. Kustomizations in the repository need deletionPolicy: WaitForTermination of their own. What is
//     not gone after Timeout is left alone.
//
// To drain a cluster before it is removed, in updates of their own: set DeletionPolicy to WaitForTermination; remove this
// component; remove the cluster. To take workloads away by hand instead, set Suspend, delete them, remove this component.
// Flux deletes nothing for a suspended Kustomization, so the two do not go together. With DeletedWith and the cluster
// removed in the same update nothing is asked of Flux at all: drain first, or load balancers, volumes and DNS records stay
// behind.
//
// # Upgrades
//
// Another ChartVersion updates definitions and controllers in place. Hooks of the chart do not run, neither the check before
// nor the job that migrates stored objects: before a version that drops an old API version, run `flux migrate`.
//
// # Alarms
//
// None here: Flux is watched in the cluster. Alert on the Ready conditions of its objects, or set NotificationController and
// put an Alert into the repository. An update of this component fails when source or Kustomization does not become ready.
//
// # Cost drivers
//
// Two pods, up to four, with CPU and Memory each. Traffic to the repository: a check at every Source.Interval.
//
// # Controls
//
//	CKV_K8S_10, CKV_K8S_12, CKV_K8S_13                  CPU and memory are asked for, memory is limited
//	CKV_K8S_20, CKV_K8S_22, CKV_K8S_23, CKV_K8S_28,
//	CKV_K8S_31, CKV_K8S_37, CKV_K8S_40                  the containers have no privileges, and write to volumes only
//	CKV_K8S_21                                          nothing is in the namespace default
//	CKV2_K8S_6                                          network policies
//
// There is no limit of CPU (CKV_K8S_11), which only slows the controllers down, and images come by tag, as the chart pins
// them (CKV_K8S_43).
//
// # What it does not do
//
// It makes no repository and no keys, and writes nothing into the repository: Flux here is Pulumi's, and manifests of Flux
// itself do not belong in Path. No OCI artifacts, buckets or Helm repositories as the source, no GitHub App, no CodeCommit,
// and no access to private ECR: write such sources into the repository; for ECR give the service account source-controller a
// role. No decryption with SOPS, no proxy, no mirror of the images, no more than one replica (the source controller has its
// store on local disk), no sharding.
//
// # Limits of proof
//
// Tests prove what is sent to the chart and to the API. The objects of the chart are made by the provider and are not seen
// by them. The values were read in the chart's values file of 2.19.0, what the controllers do in the documentation and the
// source of Flux 2.8, and how chart, provider and DeletedWith reach the chart's objects in the source of pulumi-kubernetes
// and of the engine. Nothing was tried in a live cluster: not that the pods are admitted under pod security "restricted",
// and not that a repository is reached.
package gitops
