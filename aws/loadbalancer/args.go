package loadbalancer

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// Args describes one load balancer. The zero value of every optional field is the safe choice for production. Unless said
// otherwise a change is made in place.
type Args struct {
	// Tags are the mandatory tags; everything that can carry tags gets them. Required.
	Tags tagging.Set

	// VPCID is the network. Required. A change is refused, because it would replace the load balancer and its address.
	VPCID pulumi.StringInput

	// SubnetIDs are subnets in 2 or more zones, one for each zone: public ones, or private ones with Internal. Required.
	// AWS wants 8 free addresses in each. Zones come and go in place.
	SubnetIDs pulumi.StringArrayInput

	// CertificateARN is the certificate for clients that name no host, or one that no other certificate is for:
	// arn:aws:acm:REGION:ACCOUNT:certificate/ID. It must be issued, and in the region of the load balancer. Required.
	CertificateARN pulumi.StringInput

	// ExtraCertificateARNs are certificates for more hosts; the client's host name picks one. Each has a name of your
	// choice, lower-case letters, digits and hyphens, so that adding one moves no other. To rename an entry, remove it in one
	// update and add it in the next: the removal comes last and would take the certificate away. AWS admits 25, or more on
	// request.
	ExtraCertificateARNs map[string]pulumi.StringInput

	// Internal gives the load balancer private addresses only. Default: public. A change is refused, because it would
	// replace the load balancer and its address.
	Internal bool

	// AllowFrom are the IPv4 ranges that may connect, on ports 443 and 80. Default: 0.0.0.0/0 when public. With Internal
	// there is no default: AllowFrom or ClientSecurityGroupIDs must be given, and 0.0.0.0/0 is refused. An empty list that
	// is not nil is refused when public, so that an empty list in a configuration opens nothing. AWS admits 60 rules in a
	// group, which is 30 ranges, or more on request.
	AllowFrom []string

	// ClientSecurityGroupIDs are groups whose members may connect, each under a name of your choice (lower-case letters,
	// digits and hyphens). Only with Internal: members reach a public load balancer by their public addresses, which
	// belong to no group. To rename an entry, remove it in one update and add it in the next: AWS refuses the same rule twice.
	ClientSecurityGroupIDs map[string]pulumi.StringInput

	// SSLPolicy is the set of protocols and ciphers. Default TLS12.
	SSLPolicy SSLPolicy

	// DisableHSTS leaves out the header Strict-Transport-Security, for services that send it themselves. Default: each
	// response over HTTPS carries it with one year, so that browsers reach the host by HTTPS alone. Subdomains are not
	// included: they may be somebody else's. Decide before the first deployment: the provider cannot take the header from a
	// listener that has it (take it off by hand, Pulumi then agrees), and browsers keep for a year what they were told.
	DisableHSTS bool

	// DesyncMitigation is what becomes of ambiguous requests. Default Defensive.
	DesyncMitigation DesyncMitigation

	// IdleTimeout is how long a connection may be silent, 1 to 4000 seconds. A target that takes longer to answer gives the client
	// a 504. Keep it below the keep-alive of the targets, or the load balancer writes into closed connections. Default a minute.
	IdleTimeout time.Duration

	// ForwardClientPort adds the client's port to X-Forwarded-For, for clients that share an address. Default: the address only.
	ForwardClientPort bool

	// ZonalShift lets Amazon Application Recovery Controller take a zone out of service. Default off.
	ZonalShift bool

	// WebACLARN is a web ACL of AWS WAF that inspects all requests: arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID.
	// Default none. When AWS WAF cannot be reached, requests are refused. A change replaces the association: for a moment
	// nothing is inspected.
	WebACLARN pulumi.StringInput

	// AccessLogsBucket is the name of an existing bucket for access logs, in the same region. Its encryption must be
	// SSE-S3 and its policy must admit logdelivery.elasticloadbalancing.amazonaws.com. Default: a bucket is made. One that
	// was made stands in the way as with DisableAccessLogs.
	AccessLogsBucket pulumi.StringInput

	// AccessLogRetentionDays is how long access logs are kept in the made bucket, 1 to 3650. Default 365, in Development 30.
	AccessLogRetentionDays int

	// DisableAccessLogs writes no access logs. A bucket that was made is protected: set DisableProtection in an update
	// before, and empty it.
	DisableAccessLogs bool

	// AlarmTopicARN is the SNS topic that alarms go to. Default none: the alarms exist and show in the console, but tell
	// nobody.
	AlarmTopicARN pulumi.StringInput

	// SlowResponse is the alarm's threshold for the time that targets take to begin their answer: 1 in 100 requests takes
	// longer. Default 3 seconds. Above IdleTimeout it has no effect.
	SlowResponse time.Duration

	// DisableAlarms makes no alarms.
	DisableAlarms bool

	// DisableProtection lets Pulumi and others delete the load balancer, and Pulumi the bucket of its logs once that is
	// empty. Default: both are protected in Production, and neither in Development.
	DisableProtection bool

	// Profile is Production (default) or Development: no protection, shorter retention, and a bucket that is deleted with
	// its logs. It opens nothing and weakens no encryption.
	Profile component.Profile
}

// everybody is every address of IPv4.
const everybody = "0.0.0.0/0"

// Defaults that are not the zero value of their field.
const (
	defaultIdleTimeout              = time.Minute
	defaultRetentionDays            = 365
	defaultDevelopmentRetentionDays = 30
	defaultSlowResponse             = 3 * time.Second
)

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only read.
func (args *Args) withDefaults() *Args {
	a := *args
	if a.AllowFrom == nil && !a.Internal {
		a.AllowFrom = []string{everybody}
	}
	if a.SSLPolicy == "" {
		a.SSLPolicy = TLS12
	}
	if a.DesyncMitigation == "" {
		a.DesyncMitigation = Defensive
	}
	if a.IdleTimeout == 0 {
		a.IdleTimeout = defaultIdleTimeout
	}
	if a.AccessLogRetentionDays == 0 {
		a.AccessLogRetentionDays = defaultRetentionDays
		if a.Profile == component.Development {
			a.AccessLogRetentionDays = defaultDevelopmentRetentionDays
		}
	}
	if a.SlowResponse == 0 {
		a.SlowResponse = defaultSlowResponse
	}
	return &a
}

// protected says whether the load balancer and its logs must not be deleted.
func (args *Args) protected() bool {
	return args.Profile == component.Production && !args.DisableProtection
}
