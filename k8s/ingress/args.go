package ingress

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	argsType = "ALBArgs"
	argsName = "ingress." + argsType
)

// ALBArgs describes one Ingress and the application load balancer that AWS Load Balancer Controller makes for it. The zero
// value of every optional field is the safe choice for production. Unless said otherwise a change is made in place, by the
// controller, some seconds after Pulumi has changed the Ingress.
//
// Ids, ARNs and names are inputs and may be known only later. Everything else shapes the Ingress and is plain.
type ALBArgs struct {
	// Tags are the mandatory tags: labels and annotations of the Ingress, and tags of the load balancer, its listeners, rules,
	// target groups and security group. Required by [NewALB].
	Tags tagging.Set

	// Provider is the provider of the cluster. Required by [NewALB]. Another cluster replaces the Ingress.
	Provider pulumi.ProviderResource

	// DeletedWith is the cluster, when it is in the same stack and the Ingress must not be deleted by itself, as with a cluster
	// that is dead already. Nobody then tells the controller: the load balancer, its security group and its target groups stay
	// behind, cost money, and hold up the deletion of the network. Default none: the Ingress is deleted while the cluster lives.
	DeletedWith pulumi.Resource

	// Namespace is where the Services are: an Ingress reaches those of its own namespace only. Required by [NewALB]. A change
	// replaces the Ingress, and without a Group the load balancer and its address too.
	Namespace pulumi.StringInput

	// IngressClass is the class that the controller answers to. Default "alb". A class with IngressClassParams overrules
	// annotations: what an administrator set there wins over what is set here.
	IngressClass string

	// Rules say which requests go where. Rules or DefaultBackend is required by [NewALB].
	Rules []Rule

	// DefaultBackend answers requests that no rule is for. Default: 404. One Ingress in a group may have it.
	DefaultBackend *Backend

	// TLSHosts are more host names to find certificates for, beside those of Rules. They matter only without CertificateARNs.
	TLSHosts []string

	// Actions are what a Backend can name instead of a Service. Each one must be used.
	Actions map[string]Action

	// Conditions are asked for beside host and path, by the name of the action or Service that the rule leads to: they hold for
	// all rules that lead there. Each one must be used.
	Conditions map[string][]Condition

	// Rewrites change requests before the target sees them, by the name of the action or Service that the rule leads to.
	// Each one must be used. They need a controller of version 2.14.1 or newer; an older one does not see them.
	Rewrites map[string]Rewrites

	// Group lets several Ingresses share one load balancer. Default: a load balancer of its own. To enter or leave a group is to
	// move to another load balancer with another address.
	Group *Group

	// AllowPublic puts the load balancer on the internet. Default: internal, with private addresses only. A change replaces the
	// load balancer and its address.
	AllowPublic bool

	// InboundCIDRs are the ranges that may connect, on all ports; the controller's own default is everybody. InboundCIDRs,
	// PrefixListIDs or SecurityGroupIDs is required. An internal load balancer admits no range as wide as half of all
	// addresses; a public one admits 0.0.0.0/0 when it is said. IPv6 ranges need DualStack.
	InboundCIDRs []string

	// PrefixListIDs are managed prefix lists whose ranges may connect, pl-…. A controller from before they were introduced does
	// not see them, and without InboundCIDRs opens the load balancer to everybody.
	PrefixListIDs []pulumi.StringInput

	// SecurityGroupIDs are groups to use instead of the one the controller makes: they alone say who may connect. They exclude
	// InboundCIDRs and PrefixListIDs, which the controller would ignore.
	SecurityGroupIDs []pulumi.StringInput

	// DisableBackendRules leaves it to you to admit the load balancer to the pods. Default: with SecurityGroupIDs the controller
	// does it, by a group of its own that it adds to the load balancer. Only with SecurityGroupIDs.
	DisableBackendRules bool

	// LoadBalancerName is the load balancer's name, at most 32 letters, digits and hyphens. Default: made by the controller. A
	// change replaces the load balancer and its address, and two clusters cannot have the same.
	LoadBalancerName string

	// IPAddressType is the kind of addresses. Default IPv4.
	IPAddressType IPAddressType

	// SubnetIDs are 2 or more subnets, each in a zone of its own. Default: found by the controller, by the tag
	// kubernetes.io/role/internal-elb, or kubernetes.io/role/elb with AllowPublic.
	SubnetIDs pulumi.StringArrayInput

	// IPAMPoolID is a pool of public IPv4 addresses to take from, ipam-pool-…. Default: any. Only with AllowPublic.
	IPAMPoolID pulumi.StringInput

	// CapacityUnits keeps this many capacity units ready, for a rush that is expected. Default 0: none. They cost money by the
	// hour. 100 or more, by AWS.
	CapacityUnits int

	// CertificateARNs are certificates of ACM in the region of the cluster; the first is for clients that name no host.
	// Default: the controller looks for certificates in ACM that fit the hosts of Rules and TLSHosts, and fails without one.
	CertificateARNs []pulumi.StringInput

	// SSLPolicy is the set of protocols and ciphers. Default TLS12.
	SSLPolicy SSLPolicy

	// HTTPSPorts are the ports for HTTPS. Default 443. There is no port that serves plain HTTP.
	HTTPSPorts []int

	// RedirectPorts are the ports that answer plain HTTP with a redirect to the first of HTTPSPorts. Default 80.
	RedirectPorts []int

	// DisableRedirect has no port for plain HTTP at all.
	DisableRedirect bool

	// MutualAuthentication asks clients for a certificate of their own. Default: none is asked for.
	MutualAuthentication []MutualAuthentication

	// DisableHSTS leaves out the header Strict-Transport-Security, for services that send it themselves. Default: each response
	// over HTTPS carries it with one year, without subdomains. It needs a controller of version 2.10.1 or newer; an older
	// one does not see it. Decide before the first deployment: browsers keep for a year what they were told.
	DisableHSTS bool

	// Attributes are settings of the load balancer.
	Attributes Attributes

	// AccessLogsBucket is the bucket for access logs, in the same region, encrypted with SSE-S3, whose policy admits
	// logdelivery.elasticloadbalancing.amazonaws.com. Required in Production unless DisableAccessLogs says otherwise.
	AccessLogsBucket pulumi.StringInput

	// AccessLogsPrefix is put before the names of access logs. Default none.
	AccessLogsPrefix string

	// ConnectionLogsBucket is the bucket for connection logs, which tell of TLS and of clients' certificates. Default none.
	ConnectionLogsBucket pulumi.StringInput

	// ConnectionLogsPrefix is put before the names of connection logs. Default none.
	ConnectionLogsPrefix string

	// DisableAccessLogs writes no access logs.
	DisableAccessLogs bool

	// Targets are settings of the target groups, one for each Service that is named.
	Targets Targets

	// HealthCheck is how a target is found healthy.
	HealthCheck HealthCheck

	// Auth has users log in before a request reaches a target. Default: nobody has to.
	Auth *Auth

	// WebACLARN is a regional web ACL of AWS WAF: arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID. Default none. When
	// AWS WAF cannot be reached, requests are refused. To take one off, set DetachWebACL: left out, it stays.
	WebACLARN pulumi.StringInput

	// DetachWebACL takes a web ACL off a load balancer that has one.
	DetachWebACL bool

	// Shield turns AWS Shield Advanced on or off. Default: as it is.
	Shield Shield

	// DisableProtection lets Pulumi delete the Ingress, and the controller the load balancer. Default: both are protected in
	// Production, and neither in Development. Set it in an update of its own before the one that removes the Ingress.
	DisableProtection bool

	// Profile is Production (default) or Development: no protection, and access logs only when a bucket is given. It opens
	// nothing and weakens no encryption.
	Profile component.Profile
}

// Attributes are settings of the load balancer. Invalid header fields are always dropped, and requests refused when AWS WAF
// cannot be reached. Ingresses of one group must agree.
type Attributes struct {
	// IdleTimeout is how long a connection may be silent, 1 to 4000 seconds. Default a minute. Keep it below the keep-alive of the targets.
	IdleTimeout time.Duration
	// ClientKeepAlive is how long a client may keep a connection, a minute to 7 days. Default an hour, AWS's own.
	ClientKeepAlive time.Duration
	// DesyncMitigation is what becomes of ambiguous requests. Default Defensive.
	DesyncMitigation DesyncMitigation
	// DisableHTTP2 speaks HTTP/1.1 only with clients.
	DisableHTTP2 bool
	// PreserveHostHeader hands the Host header on as it came. Default: as it came but for a port, which is AWS's own way.
	PreserveHostHeader bool
	// ForwardedFor is what becomes of X-Forwarded-For. Default Append.
	ForwardedFor ForwardedFor
	// ForwardClientPort adds the client's port to X-Forwarded-For.
	ForwardClientPort bool
	// ForwardTLS tells targets version and cipher of TLS, in headers.
	ForwardTLS bool
	// ZonalShift lets Amazon Application Recovery Controller take a zone out of service.
	ZonalShift bool
}

// Targets are settings of the target groups.
type Targets struct {
	// Type is what requests are sent to. Default Pods. A change makes other target groups.
	Type TargetType
	// NodeLabels say which nodes take requests. Default: all. Only with Nodes.
	NodeLabels map[string]string
	// Protocol is how targets are talked to. Default HTTP. A change makes other target groups.
	Protocol Protocol
	// ProtocolVersion is the version of HTTP. Default HTTP1. A change makes other target groups.
	ProtocolVersion ProtocolVersion
	// DeregistrationDelay is how long a target that goes finishes its requests, a second to an hour. Default 10 seconds; AWS's own is
	// 5 minutes, which makes deployments slow. A pod must live on for longer than that after it was told to end.
	DeregistrationDelay time.Duration
	// SlowStart lets a new target take more and more requests for so long, 30 seconds to 15 minutes. Default 0: all at once.
	SlowStart time.Duration
	// Algorithm is how a target is picked. Default RoundRobin.
	Algorithm Algorithm
	// DisableCrossZone keeps requests in the zone they arrived in. It excludes Stickiness.
	DisableCrossZone bool
	// Stickiness sends a client to the target it had before. Default: not. Only with Pods.
	Stickiness *Stickiness
}

// Stickiness keeps a client with one target by a cookie.
type Stickiness struct {
	// Duration is how long, a second to 7 days. Required.
	Duration time.Duration
	// CookieName is a cookie that the application sets and the load balancer follows. Default: a cookie of the load balancer.
	CookieName string
}

// HealthCheck is how a target is found healthy.
type HealthCheck struct {
	// Path is what is asked for. Default "/", with GRPC "/AWS.ALB/healthcheck".
	Path string
	// Port is a port of the target, 1 to 65535. Default: the one that requests go to.
	Port int
	// PortName is a port of the Service by its name, instead of Port.
	PortName string
	// Protocol is how it is asked. Default: that of Targets.
	Protocol Protocol
	// Interval is the time between two checks, 5 seconds to 5 minutes. Default 10 seconds.
	Interval time.Duration
	// Timeout is the time for an answer, 2 seconds to 2 minutes, less than the interval. Default 5 seconds, and 4 with an interval of 5.
	Timeout time.Duration
	// HealthyThreshold is how many checks in a row make a target healthy, 2 to 10. Default 2.
	HealthyThreshold int
	// UnhealthyThreshold is how many failures in a row make it unhealthy, 2 to 10. Default 2.
	UnhealthyThreshold int
	// SuccessCodes are the codes of a healthy answer, such as "200-299,401". Default "200", with GRPC "12".
	SuccessCodes string
}

// MutualAuthentication asks the clients of one port for certificates.
type MutualAuthentication struct {
	// Port is one of HTTPSPorts. Default: the first.
	Port int
	// Mode is what becomes of them. Default Verify.
	Mode MutualAuthenticationMode
	// TrustStoreARN is the trust store of Elastic Load Balancing that vouches for certificates. Required with Verify.
	TrustStoreARN pulumi.StringInput
	// AllowExpired admits certificates that have expired.
	AllowExpired bool
}

// Defaults that are not the zero value of their field.
const (
	defaultClass          = "alb"
	defaultHTTPSPort      = 443
	defaultRedirectPort   = 80
	defaultIdleTimeout    = time.Minute
	defaultDeregistration = 10 * time.Second
	defaultInterval       = 10 * time.Second
	defaultTimeout        = 5 * time.Second
	defaultThreshold      = 2
)

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only read.
func (args *ALBArgs) withDefaults() *ALBArgs {
	a := *args
	fill(&a.IngressClass, defaultClass)
	fill(&a.IPAddressType, IPv4)
	fill(&a.SSLPolicy, TLS12)
	if len(a.HTTPSPorts) == 0 {
		a.HTTPSPorts = []int{defaultHTTPSPort}
	}
	if len(a.RedirectPorts) == 0 && !a.DisableRedirect {
		a.RedirectPorts = []int{defaultRedirectPort}
	}
	fill(&a.Attributes.IdleTimeout, defaultIdleTimeout)
	fill(&a.Attributes.DesyncMitigation, Defensive)
	fill(&a.Attributes.ForwardedFor, Append)
	a.Targets.fill()
	a.HealthCheck.fill(a.Targets)
	a.MutualAuthentication = append([]MutualAuthentication(nil), a.MutualAuthentication...)
	for i := range a.MutualAuthentication {
		fill(&a.MutualAuthentication[i].Port, a.HTTPSPorts[0])
		fill(&a.MutualAuthentication[i].Mode, Verify)
	}
	return &a
}

func (t *Targets) fill() {
	fill(&t.Type, Pods)
	fill(&t.Protocol, HTTP)
	fill(&t.ProtocolVersion, HTTP1)
	fill(&t.DeregistrationDelay, defaultDeregistration)
	fill(&t.Algorithm, RoundRobin)
}

func (h *HealthCheck) fill(t Targets) {
	path, codes := "/", "200"
	if t.ProtocolVersion == GRPC {
		path, codes = "/AWS.ALB/healthcheck", "12"
	}
	fill(&h.Path, path)
	fill(&h.SuccessCodes, codes)
	fill(&h.Protocol, t.Protocol)
	fill(&h.Interval, defaultInterval)
	fill(&h.Timeout, min(defaultTimeout, h.Interval-time.Second))
	fill(&h.HealthyThreshold, defaultThreshold)
	fill(&h.UnhealthyThreshold, defaultThreshold)
}

// fill sets a field that was left out.
func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// protected says whether the load balancer must not be deleted.
func (args *ALBArgs) protected() bool {
	return args.Profile == component.Production && !args.DisableProtection
}

// scheme is what the controller calls AllowPublic.
func (args *ALBArgs) scheme() scheme {
	if args.AllowPublic {
		return internetFacing
	}
	return internal
}
