package network

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// VPCArgs describes one network. The zero value of every optional field is the safe choice for production.
type VPCArgs struct {
	// Tags are the mandatory tags; everything that can carry tags gets them, and a Name. Required.
	Tags tagging.Set

	// CIDR is the IPv4 range, /16 to /22, such as 10.20.0.0/16. Required: no default is free in every company. [Subnets]
	// shows what becomes of it. A change is refused, because it would replace the network with everything in it.
	//
	// Avoid 172.17.0.0/16: it is the default bridge of Docker, and some AWS services cannot reach addresses in it.
	CIDR string

	// AvailabilityZones are the zones by their full names, such as eu-central-1a, all of one region, which must be the
	// provider's. Letters a to h; local and wavelength zones are refused. Required: 2 or more, in Development 1 or more.
	// Their order does not matter. A zone more adds subnets and touches none; a zone less deletes its subnets. Another
	// region is refused.
	AvailabilityZones []string

	// NATGateways is how the private subnets reach the internet. Default OnePerZone, in Development Single. A change is
	// made in place: routes are pointed elsewhere, gateways come and go. A gateway that goes gives its address back.
	NATGateways NATMode

	// InterfaceEndpoints are services that are reached by an address inside the network instead of the internet, by their
	// short names: EndpointECRAPI, "sqs". Default none: each costs by zone and hour. Gateway endpoints for S3 and DynamoDB
	// cost nothing and are always there. A change adds and deletes endpoints.
	InterfaceEndpoints []string

	// KubernetesTags marks the public subnets for internet-facing load balancers of Kubernetes and the private ones for
	// internal ones (kubernetes.io/role/elb and kubernetes.io/role/internal-elb). A change is made in place.
	KubernetesTags bool

	// PeerCIDRs are ranges that this network must not overlap: networks it is or will be peered with, offices, VPNs.
	// Nothing is made of them. An overlap is refused, since it could not be routed and not be repaired later.
	PeerCIDRs []string

	// FlowLogRetentionDays is how long flow logs are kept: one of the periods that CloudWatch Logs offers, 1 to 3653.
	// Default 365, in Development 30. A change is made in place; a shorter period deletes what is older.
	FlowLogRetentionDays int

	// KMSKeyARN is the customer-managed key that encrypts the flow logs, arn:aws:kms:…:key/…. Its policy must admit the
	// region's CloudWatch Logs service. Default: a key of AWS's. A change is made in place, for what is logged from then on.
	KMSKeyARN pulumi.StringInput

	// DisableFlowLogs records no traffic. Flow logs that exist are protected: set DisableProtection in an update before.
	DisableFlowLogs bool

	// AllowPublicRange accepts a CIDR outside the private ranges (RFC 1918, and 100.64.0.0/10 of RFC 6598). Hosts of the
	// real owner of such a range cannot be reached from this network.
	AllowPublicRange bool

	// DisableProtection lets Pulumi delete the network and its flow logs. Default: protected, except in Development.
	// A change touches only Pulumi's state.
	DisableProtection bool

	// Profile is Production (default) or Development: one zone is enough, one NAT gateway, shorter retention, no
	// protection. It opens nothing.
	Profile component.Profile
}

// NATMode is how many NAT gateways stand between the private subnets and the internet.
type NATMode string

const (
	// OnePerZone gives each zone a gateway of its own: a zone that fails takes no other one's traffic with it, and no
	// traffic is paid for between zones.
	OnePerZone NATMode = "one-per-zone"
	// Single makes one gateway for all, in the first zone by letter. It is cheaper; if that zone fails, no private subnet
	// reaches the internet.
	Single NATMode = "single"
	// None makes no gateway: private subnets reach nothing but the network and its endpoints.
	None NATMode = "none"
)

// Short names of services for [VPCArgs.InterfaceEndpoints]. Any other service of the region is written as a string.
const (
	// EndpointECRAPI and EndpointECRDocker together with S3 serve pulls of container images from ECR.
	EndpointECRAPI    = "ecr.api"
	EndpointECRDocker = "ecr.dkr"
	// EndpointLogs is CloudWatch Logs, EndpointMonitoring is CloudWatch metrics.
	EndpointLogs       = "logs"
	EndpointMonitoring = "monitoring"
	// EndpointSecretsManager and EndpointKMS serve secrets and the keys they are encrypted with.
	EndpointSecretsManager = "secretsmanager"
	EndpointKMS            = "kms"
	// EndpointSSM is Systems Manager; its sessions need EndpointSSMMessages and EndpointEC2Messages too.
	EndpointSSM         = "ssm"
	EndpointSSMMessages = "ssmmessages"
	EndpointEC2Messages = "ec2messages"
	// EndpointSTS hands out credentials; pods with roles of their own need it.
	EndpointSTS = "sts"
	// EndpointEC2, EndpointEKS and EndpointELB are what nodes and controllers of a Kubernetes cluster without NAT talk to.
	EndpointEC2 = "ec2"
	EndpointEKS = "eks"
	EndpointELB = "elasticloadbalancing"
)

// Defaults that are not the zero value of their field.
const (
	defaultRetentionDays            = 365
	defaultDevelopmentRetentionDays = 30
)

// withDefaults returns a copy with every default filled in. Slices are shared with the caller's value and only read.
func (args *VPCArgs) withDefaults() *VPCArgs {
	a := *args
	mode, days := OnePerZone, defaultRetentionDays
	if a.Profile == component.Development {
		mode, days = Single, defaultDevelopmentRetentionDays
	}
	if a.NATGateways == "" {
		a.NATGateways = mode
	}
	if a.FlowLogRetentionDays == 0 {
		a.FlowLogRetentionDays = days
	}
	return &a
}

// protected says whether Pulumi must refuse to delete what cannot be made again.
func (args *VPCArgs) protected() bool {
	return args.Profile == component.Production && !args.DisableProtection
}
