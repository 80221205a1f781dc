package loadbalancer

// SSLPolicy is the set of protocols and ciphers that clients may use. Only policies with TLS 1.2 or newer and forward
// secrecy are offered: the ones from 2016, which AWS takes by default, still accept TLS 1.0.
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
