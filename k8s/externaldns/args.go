package externaldns

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/tagging"
)

// DefaultImage is the image that runs when Args.Image is empty: release 0.20.0, by the digest under which the project promoted
// it for all architectures. The arguments and rights of this block are those of 0.18 and newer.
const DefaultImage = "registry.k8s.io/external-dns/external-dns:v0.20.0@sha256:ddc7f4212ed09a21024deb1f470a05240837712e74e4b9f6d1f2632ff10672e7"

// DefaultTXTPrefix begins the names of the TXT records that say whose a record is. It names the record's type, and it ends in
// a full stop, so that the TXT record of the zone's own name is in the zone too.
const DefaultTXTPrefix = "extdns-%{record_type}."

// Source is a kind of objects that host names are taken from.
type Source string

// The sources.
const (
	// Service takes them from the annotation external-dns.alpha.kubernetes.io/hostname of Services.
	Service Source = "service"
	// Ingress takes them from the rules of Ingresses.
	Ingress Source = "ingress"
)

// ZoneType is a kind of hosted zones.
type ZoneType string

// The kinds.
const (
	// PublicZones are the zones that the internet sees.
	PublicZones ZoneType = "public"
	// PrivateZones are the zones of networks.
	PrivateZones ZoneType = "private"
)

// Args describes one external-dns. The zero value of every optional field is the safe choice for production. Unless said
// otherwise a change is made in place and restarts the pod, which interrupts nothing that is resolved.
type Args struct {
	// Tags are the mandatory tags: labels and annotations of the objects, and tags of the role and its association. Required.
	Tags tagging.Set

	// Provider is the provider of the cluster. Required. Another cluster replaces everything in it.
	Provider pulumi.ProviderResource

	// DeletedWith is the cluster, when it is in the same stack: the objects then go with it. Default none: they are deleted
	// one by one.
	DeletedWith pulumi.Resource

	// ClusterName is the cluster's name on AWS, which the IAM role is tied to. Required. A change is refused, as with OwnerID:
	// another cluster's external-dns has an OwnerID of its own.
	ClusterName pulumi.StringInput

	// Region is the cluster's region, for the AWS client; Route 53 itself has none. Required.
	Region pulumi.StringInput

	// Namespace is an existing namespace. Default: one is made, named after the component, that admits restricted pods only. A
	// change replaces all objects in it.
	Namespace string

	// HostedZoneARNs are the zones that may be changed, arn:aws:route53:::hostedzone/ID. Required. The IAM role has rights on no other.
	HostedZoneARNs []pulumi.StringInput

	// DomainFilters are the domains that may be changed, such as "blue.example.com": each name itself and all names below it.
	// Required. They bind external-dns by its arguments and again by its IAM role. Give each slot a domain of its own; names
	// that move between slots are records of your program.
	DomainFilters []string

	// OwnerID is who the records belong to, such as the cluster's identifier with slot and generation. Required. Never share
	// one: two with one id delete each other's records. A change is refused: the records of before would belong to nobody.
	OwnerID pulumi.StringInput

	// TXTPrefix begins the names of the TXT records that hold OwnerID. Default DefaultTXTPrefix. It needs %{record_type} and a
	// full stop at its end. A change is refused, as with OwnerID.
	TXTPrefix string

	// AllowDeletes deletes records when their Ingress or Service goes, and lets a record change its type. Default: records are made
	// and updated and never deleted, and the IAM role cannot delete either.
	AllowDeletes bool

	// Sources are where host names come from. Default: Services and Ingresses.
	Sources []Source

	// ZoneType leaves out zones of the other kind. Default: both kinds, among HostedZoneARNs.
	ZoneType ZoneType

	// Interval is the time between two looks at the cluster, 10 seconds to 1 hour, in whole seconds. Default 1 minute, in
	// Development 5 minutes. Each look reads all records of the zones; Route 53 answers 5 requests a second for an account.
	Interval time.Duration

	// Image is the image with a tag or a digest. Default DefaultImage.
	Image string

	// CPU is what the pod asks for. Default "50m", in Development "10m". There is no limit.
	CPU string

	// Memory is what the pod asks for and may use. Default "128Mi".
	Memory string

	// PermissionsBoundaryARN bounds the IAM role. Default none.
	PermissionsBoundaryARN pulumi.StringInput

	// Profile is Production (default) or Development: less CPU, and changes show later.
	Profile component.Profile
}

// Defaults that are not the zero value of their field.
const (
	defaultInterval            = time.Minute
	defaultDevelopmentInterval = 5 * time.Minute
	defaultCPU                 = "50m"
	defaultDevelopmentCPU      = "10m"
	defaultMemory              = "128Mi"
)

// withDefaults returns a copy with every default filled in. Slices are shared with the caller's value and only read.
func (args *Args) withDefaults() *Args {
	a := *args
	if a.TXTPrefix == "" {
		a.TXTPrefix = DefaultTXTPrefix
	}
	if a.Sources == nil {
		a.Sources = []Source{Service, Ingress}
	}
	if a.Interval == 0 {
		a.Interval = component.ByProfile(a.Profile, defaultInterval, defaultDevelopmentInterval)
	}
	if a.Image == "" {
		a.Image = DefaultImage
	}
	if a.CPU == "" {
		a.CPU = component.ByProfile(a.Profile, defaultCPU, defaultDevelopmentCPU)
	}
	if a.Memory == "" {
		a.Memory = defaultMemory
	}
	return &a
}

func (args *Args) place() incluster.Place {
	return incluster.Place{Provider: args.Provider, DeletedWith: args.DeletedWith}
}
