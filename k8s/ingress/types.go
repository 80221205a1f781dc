package ingress

// scheme is who can reach a load balancer at all.
type scheme string

const (
	internal       scheme = "internal"
	internetFacing scheme = "internet-facing"
)

// SSLPolicy is the set of protocols and ciphers that clients may use. Only policies with TLS 1.2 or newer and forward
// secrecy are offered: the controller's default, ELBSecurityPolicy-2016-08, still accepts TLS 1.0.
type SSLPolicy string

// The policies that are accepted, in the names of Elastic Load Balancing.
const (
	// TLS12 accepts TLS 1.2 and 1.3. It is the default and fits every browser since 2014.
	TLS12 SSLPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
	// TLS12Restricted is TLS12 without the older CBC ciphers.
	TLS12Restricted SSLPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
	// TLS12PostQuantum is TLS12Restricted with a key exchange that a quantum computer cannot undo, for clients that know it.
	TLS12PostQuantum SSLPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
	// TLS12FIPS is TLS12Restricted with cryptography that is validated by FIPS 140-3.
	TLS12FIPS SSLPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04"
	// TLS13 accepts TLS 1.3 only.
	TLS13 SSLPolicy = "ELBSecurityPolicy-TLS13-1-3-2021-06"
	// TLS13FIPS is TLS13 with cryptography that is validated by FIPS 140-3.
	TLS13FIPS SSLPolicy = "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04"
)

func sslPolicies() []string {
	return texts(TLS12, TLS12Restricted, TLS12PostQuantum, TLS12FIPS, TLS13, TLS13FIPS)
}

// IPAddressType is the kind of addresses a load balancer has.
type IPAddressType string

const (
	// IPv4 is the default.
	IPv4 IPAddressType = "ipv4"
	// DualStack has IPv4 and IPv6 addresses; its subnets need IPv6 ranges.
	DualStack IPAddressType = "dualstack"
	// DualStackWithoutPublicIPv4 has public addresses of IPv6 only. It needs AllowPublic.
	DualStackWithoutPublicIPv4 IPAddressType = "dualstack-without-public-ipv4"
)

// TargetType is what the load balancer sends requests to.
type TargetType string

const (
	// Pods is the default: requests go to the pods' own addresses, which the VPC CNI gives them.
	Pods TargetType = "ip"
	// Nodes sends requests to a port of every node, which passes them on. The Service must be of type NodePort or LoadBalancer,
	// requests make one hop more, and there is no stickiness.
	Nodes TargetType = "instance"
)

// Protocol is how the load balancer talks to targets.
type Protocol string

const (
	// HTTP is the default inside the network.
	HTTP Protocol = "HTTP"
	// HTTPS encrypts up to the target. The load balancer accepts any certificate there, also one that is self-signed.
	HTTPS Protocol = "HTTPS"
)

// ProtocolVersion is the version of HTTP that targets speak.
type ProtocolVersion string

const (
	// HTTP1 is the default.
	HTTP1 ProtocolVersion = "HTTP1"
	// HTTP2 is HTTP/2, from end to end.
	HTTP2 ProtocolVersion = "HTTP2"
	// GRPC is gRPC; health checks then look at gRPC status codes, 0 to 99.
	GRPC ProtocolVersion = "GRPC"
)

// Algorithm is how a target is picked.
type Algorithm string

const (
	// RoundRobin is the default.
	RoundRobin Algorithm = "round_robin"
	// LeastOutstandingRequests picks the target with the fewest requests open. It excludes SlowStart.
	LeastOutstandingRequests Algorithm = "least_outstanding_requests"
	// WeightedRandom sends fewer requests to targets that behave oddly (anomaly mitigation). It excludes SlowStart.
	WeightedRandom Algorithm = "weighted_random"
)

// DesyncMitigation is what becomes of requests that two servers could understand in two ways, by which one client's
// request can be smuggled into another's.
type DesyncMitigation string

const (
	// Defensive is the default: ambiguous requests are answered, on connections that are closed behind them. Requests that
	// are known to be attacks are refused.
	Defensive DesyncMitigation = "defensive"
	// Strictest refuses every request that does not follow RFC 7230, which stops some old clients.
	Strictest DesyncMitigation = "strictest"
)

// ForwardedFor is what becomes of the header X-Forwarded-For.
type ForwardedFor string

const (
	// Append is the default: the client's address is added to what the client sent, so only the last entry can be trusted.
	Append ForwardedFor = "append"
	// Preserve leaves the header as the client sent it.
	Preserve ForwardedFor = "preserve"
	// Remove takes the header away.
	Remove ForwardedFor = "remove"
)

// Shield turns AWS Shield Advanced on or off for a load balancer; left out, the controller does not touch it.
type Shield string

const (
	// ShieldOn protects the load balancer. The account needs a subscription.
	ShieldOn Shield = "true"
	// ShieldOff takes protection away.
	ShieldOff Shield = "false"
)

// MutualAuthenticationMode is what becomes of certificates that clients show.
type MutualAuthenticationMode string

const (
	// Verify admits clients only whose certificate the trust store vouches for.
	Verify MutualAuthenticationMode = "verify"
	// Passthrough hands the certificate on in headers and lets the targets judge it. It keeps nobody out.
	Passthrough MutualAuthenticationMode = "passthrough"
)

// UnauthenticatedRequest is what becomes of a request without a login.
type UnauthenticatedRequest string

const (
	// Authenticate is the default: the client is sent to the provider to log in.
	Authenticate UnauthenticatedRequest = "authenticate"
	// Deny answers 401, as clients need that are programs and no browsers.
	Deny UnauthenticatedRequest = "deny"
	// Allow lets the request through without a login: the target must tell by the header x-amzn-oidc-data.
	Allow UnauthenticatedRequest = "allow"
)

// PathType is how a path is compared.
type PathType string

const (
	// Prefix is the default: /a fits /a and everything below /a/, by whole elements.
	Prefix PathType = "Prefix"
	// Exact fits the path itself only.
	Exact PathType = "Exact"
	// Pattern hands the path on as it is: * stands for any characters and ? for one.
	Pattern PathType = "ImplementationSpecific"
)

// texts turns constants of one type into strings.
func texts[T ~string](values ...T) []string {
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = string(value)
	}
	return all
}
