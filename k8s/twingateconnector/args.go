package twingateconnector

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/kubeform"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

// DefaultUpdaterImage is the image that restarts connectors when Args.UpdaterImage is empty: kubectl 1.34.1, by the digest of all
// architectures together.
const DefaultUpdaterImage = "registry.k8s.io/kubectl:v1.34.1@sha256:59bafa07ff3a6d4b417e7633ddb9d79a9606ca98bf64bac080b3e65748669250"

// Args describes the connectors of one cluster. The zero value of every optional field is the safe choice for production. "Restarts"
// below means that the connectors are started anew, one after the other: the next one when the one before is ready.
type Args struct {
	// Tags are the mandatory tags: labels and annotations of the objects and the pods, and tags of the resources in Twingate. Required.
	// A change restarts.
	Tags tagging.Set

	// Access is what is the same on every platform: the account, the remote network, how many connectors, and what groups reach
	// through them. Access.Account is required.
	Access twingate.Access

	// Provider is the provider of the cluster, such as one of k8s/provider. Required. Another cluster makes every object anew.
	Provider pulumi.ProviderResource

	// DeletedWith is the cluster, when it is in the same stack: the objects then go with it. Default none: they are deleted
	// one by one.
	DeletedWith pulumi.Resource

	// Namespace is an existing namespace, one without other people's Secrets and service accounts: see Updates in the package comment.
	// Default: one is made, named after the component, that admits restricted pods only. A change makes all objects in it anew, one
	// connector after the other.
	Namespace string

	// PrivateCIDRs are the blocks of IPv4 addresses that the resources and the DNS servers outside the cluster are in, such as
	// "10.0.0.0/16". Required. Their TCP ports are opened there and nowhere else; TCP 443, TCP 30000-31000 and UDP are open to every
	// address, private ones too. Changed in place.
	PrivateCIDRs []string

	// AllowClusterPods opens the TCP ports of the resources, and UDP, to all pods of all namespaces: for resources that are Services or
	// pods of this cluster, which network plugins such as Cilium do not find in a block. Default false. Changed in place.
	AllowClusterPods bool

	// Image is the connector's image. Default "twingate/connector:1", whose tag moves to each release. It is pulled at each start. One by
	// digest is never updated by itself. A change restarts.
	Image string

	// UpdaterImage is an image whose entry point is kubectl; it restarts each connector on its day. Default DefaultUpdaterImage. A
	// change is made in place. Unused when Access.DisableUpdates is set or Image is given by digest.
	UpdaterImage string

	// PullSecretName is an existing Secret of the namespace with the credentials of a registry, for both images. Default none. A
	// change restarts.
	PullSecretName string

	// CPU is what a connector asks for, such as "250m". Default "50m". There is no limit. A change restarts.
	CPU string

	// Memory is what a connector asks for. Default "200Mi". A change restarts.
	Memory string

	// MemoryLimit is what a connector is killed at, at least Memory. Default "1Gi", as much as the smallest machine has that Twingate
	// recommends, or Memory when that is more. A change restarts.
	MemoryLimit string

	// PriorityClassName is an existing class of priority for the connectors, so that they stay when a cluster is full. Default none. A
	// change restarts.
	PriorityClassName string

	// AllowSharedNodes lets two connectors run on one node, and so be lost with it. Default: in Production each needs a node of its own,
	// and one that finds none makes the update fail. A change restarts.
	AllowSharedNodes bool

	// Location is where the console shows the remote network: "AWS", "AZURE", "GOOGLE_CLOUD", "ON_PREMISE" or "OTHER", the default.
	// Changed in place. Unused with Access.RemoteNetworkID.
	Location string

	// Profile is Production (default) or Development: one connector, no protection of the remote network, and nodes may be shared.
	Profile component.Profile
}

// Defaults that are not the zero value of their field. CPU and Memory are those of the official chart, which has no limits.
const (
	defaultCPU         = "50m"
	defaultMemory      = "200Mi"
	defaultMemoryLimit = "1Gi"
	defaultLocation    = "OTHER"
)

// withDefaults returns a copy with every default filled in. Slices are shared with the caller's value and only read.
func (args *Args) withDefaults() *Args {
	a := *args
	a.Access = *remoteaccess.WithDefaults(args.Access, args.Profile)
	a.Image = cmp.Or(a.Image, remoteaccess.DefaultImage)
	a.UpdaterImage = cmp.Or(a.UpdaterImage, DefaultUpdaterImage)
	a.CPU, a.Memory = cmp.Or(a.CPU, defaultCPU), cmp.Or(a.Memory, defaultMemory)
	if a.MemoryLimit == "" {
		a.MemoryLimit = larger(defaultMemoryLimit, a.Memory)
	}
	a.Location = cmp.Or(a.Location, defaultLocation)
	return &a
}

// larger is the larger amount of memory; the first one when the second is none.
func larger(first, second string) string {
	a, _ := kubeform.Memory(first)
	if b, err := kubeform.Memory(second); err == nil && b > a {
		return second
	}
	return first
}

func (args *Args) place() incluster.Place {
	return incluster.Place{Provider: args.Provider, DeletedWith: args.DeletedWith}
}

// pings tells whether some resource lets pings through.
func (args *Args) pings() bool {
	for _, r := range args.Access.Resources {
		if r.AllowICMP {
			return true
		}
	}
	return false
}
