// Package externaldns runs external-dns in an EKS cluster: it keeps records in Route 53 for the host names of Services and
// Ingresses. It owns what it makes under an id that no other cluster has, changes the given domains in the given zones only,
// and deletes nothing unless told to.
//
//	dns, err := externaldns.New(ctx, "external-dns", &externaldns.Args{
//		Tags:           tags,
//		Provider:       blue.Kubernetes,
//		ClusterName:    cluster.Name,
//		Region:         cluster.Region,
//		HostedZoneARNs: []pulumi.StringInput{zone.Arn},
//		DomainFilters:  []string{"blue.example.com"},
//		OwnerID:        cluster.Identifier,
//	})
//
// # What it makes
//
// In the cluster, as typed objects and not from a chart: there are five, none of them is a definition of custom resources or
// has a certificate, so each is seen in previews, by tests and by policies, and carries the tags.
//
//   - unless one is given, the namespace, role "namespace", named after the component; it admits restricted pods only;
//   - the service account, role "service-account", named after the component because the IAM role is tied to that name;
//   - what it may read in the cluster, roles "cluster-role" and "cluster-role-binding";
//   - the pod, role "deployment".
//
// On AWS: the IAM role, role "role", with its rights, "policy", and its tie to the service account by EKS Pod Identity,
// "association". The cluster needs the add-on eks-pod-identity-agent.
//
// Beside these, what must not change, role "identity".
//
// # Defaults
//
//	field           default
//	Namespace       one is made, named after the component
//	TXTPrefix       "extdns-%{record_type}."
//	AllowDeletes    false: records are made and updated, never deleted
//	Sources         Services and Ingresses
//	ZoneType        both public and private, among HostedZoneARNs
//	Interval        1 minute; Development 5 minutes
//	Image           release 0.20.0, by digest
//	CPU             "50m", no limit; Development "10m"
//	Memory          "128Mi", as request and limit
//	pods            1, and the old one ends before the new one starts: there is no election of a leader
//
// Tags, Provider, ClusterName, Region, HostedZoneARNs, DomainFilters and OwnerID have no safe default and are required.
//
// # Who owns a record
//
// Beside each record there is a TXT record that names its owner: OwnerID. external-dns touches no record without it, so records
// that were made by hand or by Pulumi are safe from it. Two that share an id take each other's records for their own, and
// with AllowDeletes delete them: give each slot of a cluster its own, such as the cluster's identifier, and each component too
// where a cluster has several (one for public and one for private zones).
//
// A name that moves from slot to slot is no job for external-dns, because a record cannot change hands. Let each slot have a domain
// of its own, and point the lasting name at it with a record of your program, weighted if you like.
//
// # Two locks
//
// The arguments and the IAM role say the same: the zones, the names, the types A, AAAA, CNAME and TXT, and without AllowDeletes no
// deletion. A wrong argument, or somebody who gets hold of the role, meets the second lock. With the first lock alone
// external-dns leaves what it may not do; with the second one Route 53 refuses the whole batch of changes, and the pod's log
// says so. A record that has to change its type (from CNAME to alias) has to be deleted: without AllowDeletes do that by hand.
//
// # What a change replaces
//
// OwnerID, TXTPrefix and ClusterName are refused, in the preview already: the records of before would belong to nobody. Another Namespace
// replaces all objects in it and the association, another Provider everything in the cluster. All else is
// changed in place; the pod starts anew, during which nothing that is resolved changes.
//
// # Before a cluster goes
//
// Records outlive the cluster. With AllowDeletes remove the Ingresses and Services first and wait for one Interval, while
// the pod lives: make them depend on Ready, so that Pulumi deletes them first, and let the wait be a step of its own. Without AllowDeletes,
// or when the cluster is dead already, look for TXT records with the owner's id and delete them with the records that they are about.
//
// # Alarms
//
// None: the pod publishes metrics at port 7979, path /metrics, for whatever scrapes the cluster; external_dns_registry_errors_total and
// external_dns_source_errors_total are what to watch. A pod that cannot write stays up and logs the error.
//
// # Cost drivers
//
// The pod; TXT records count as records of the zone (the first 10 000 cost nothing extra).
//
// # Controls
//
//	CKV_K8S_8, 9                    probes
//	CKV_K8S_10, 12, 13              requests, and a limit of memory
//	CKV_K8S_14, 43                  image by tag and digest
//	CKV_K8S_16, 20, 22, 23, 25, 28, 29, 30, 31, 37, 40    restricted pod
//	CKV_K8S_17, 18, 19, 26, 27      nothing of the node
//	CKV_K8S_21, 38, 42              own namespace and account
//	CKV_K8S_35                      no secrets in the environment
//	CKV_K8S_49, 155 to 158          reads only in the cluster
//	CKV_AWS_60 to 63, 286 to 290, 355    least privilege on AWS
//
// There is no limit of CPU (CKV_K8S_11), which would only throttle, and the image is pulled when a node lacks it (CKV_K8S_15): a
// digest is always the same image. There is no network policy (CKV2_K8S_6).
//
// # What it does not do
//
// It makes no zones. It takes no other sources (Gateways, custom resources), no other providers than Route 53, no role of
// another account, no cross-account zones, no encryption of the TXT records, no filters by label or class, no second replica.
// Domains of one label ("internal") are refused.
//
// # Limits of proof
//
// Tests prove what is sent, not that AWS and Kubernetes accept it. Taken from the documentation of external-dns and Route 53, and
// not tried on a live account: that the three condition keys hold in every partition (AWS announced them for its commercial
// regions), and that the name of a wildcard fits the pattern. The digest is the one of the project's promotion of release 0.20.0.
// The check of what must not change needs a Pulumi CLI with resource hooks and Stash.
package externaldns
