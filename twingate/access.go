package twingate

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Access is the part of remote access that is the same wherever connectors run: a field of the arguments of each block that runs them
// (aws/twingateconnector, gcp/twingateconnector, k8s/twingateconnector).
type Access struct {
	// Account is the account's subdomain: "acme" of acme.twingate.com. Required. It must be the account of the provider. A change
	// restarts the connectors, one after the other.
	Account string

	// Name is the remote network's name, of 3 to 60 characters, unique in the account; the connectors are called Name-1, Name-2 and so on.
	// Default: the names of the project, the component and the stack, with hyphens. A change is made in place, and restarts the
	// connectors one after the other: they tell their names.
	Name string

	// RemoteNetworkID is an existing remote network, for connectors on two platforms in one network. Default: one is made, and
	// protected. A change is refused: connectors cannot be moved. Name must not be that of another block's connectors.
	RemoteNetworkID pulumi.StringInput

	// Connectors is how many there are, each with tokens and a machine of its own, 2 to 7: each has a day of the week for its
	// updates. Default 2; in Development 1. More are added, or the last ones removed, without touching the others.
	Connectors int

	// Rotation is any text; a change replaces the tokens of all connectors, one connector after the other: the next one is touched
	// when the one before runs with its new tokens. Default "". A lone connector is interrupted.
	Rotation string

	// Resources are what is reached through the network, and by whom. Default none: others make them with [NewResource].
	Resources []PrivateResource

	// ExtraTCPPorts are TCP ports, "5432", and ranges, "8000-8010", that the connectors reach in their private networks besides those of
	// Resources: those of resources that others make. Default: none, or every port when there are no Resources.
	ExtraTCPPorts []string

	// DNSServer is the IPv4 address of the server that resolves the names of resources. Default: that of the connector's host.
	DNSServer string

	// LogLevel is 3 for errors, 4 for warnings, 6 for information or 7 for everything. Default: the connector's own.
	LogLevel int

	// DisableConnectionLogs keeps the connectors from writing down each connection, with user and resource. Default: they do.
	DisableConnectionLogs bool

	// DisableStatusUpdates keeps the administrators from mails when a connector goes offline or online. Default: they get them.
	DisableStatusUpdates bool

	// DisableUpdates stops the weekly updates of the connectors. Default: each connector is updated on its own day. Twingate refuses
	// connectors below a version that moves, so update them by hand when they are off.
	DisableUpdates bool

	// DisableProtection lets the remote network be deleted. Default: it is protected, except in Development.
	DisableProtection bool
}

// PrivateResource is an address that groups reach through the connectors, on the ports that are given and no other. All changes are
// made in place; the Key is the logical name.
type PrivateResource struct {
	// Key names the resource within the block: 1 to 40 lower-case letters, digits and hyphens. Required. A change makes another
	// resource.
	Key string

	// Name is shown in the console and the client. Default: the Key.
	Name string

	// Address is a name ("redis.internal", "*.internal"), an IPv4 address or a block of them of /8 or smaller, as the connectors see it,
	// without port or path. Link-local addresses (169.254.0.0/16) are refused: clouds answer there for the connectors themselves. Required.
	Address pulumi.StringInput

	// Alias is a name that clients use instead of the address, without wildcards, unique in the network. Default none.
	Alias string

	// TCPPorts and UDPPorts are ports, "6379", and ranges, "8000-8010". At least one of all, or AllowICMP, is required.
	TCPPorts, UDPPorts []string

	// AllowAllTCP and AllowAllUDP allow every port; then the ports must not be given.
	AllowAllTCP, AllowAllUDP bool

	// AllowICMP lets pings through. On Fargate and Kubernetes connectors answer with what their container may do.
	AllowICMP bool

	// GroupIDs are the groups that may reach it. At least one is required: a resource that nobody can reach is a mistake.
	GroupIDs []pulumi.StringInput

	// SecurityPolicyID is the security policy of those who reach it. Default: the account's default policy.
	SecurityPolicyID pulumi.StringInput

	// AccessPolicies bound for how long access lasts. At most one. Default: without a bound.
	AccessPolicies []AccessPolicy
}
