package twingate

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

type idArgs struct {
	ID string `pulumi:"id"`
}

// FoundGroup is a group that a look-up found.
type FoundGroup struct {
	// ID is what [AccessGroup] names as its GroupID.
	ID string `pulumi:"id"`
	// IsActive tells that its users get access through it.
	IsActive bool `pulumi:"isActive"`
	// Name is the group's name.
	Name string `pulumi:"name"`
	// Type is "MANUAL", "SYNCED" from an identity provider, or "SYSTEM".
	Type string `pulumi:"type"`
}

// LookupGroup finds a group by its id.
func LookupGroup(ctx *pulumi.Context, id string, opts ...pulumi.InvokeOption) (*FoundGroup, error) {
	var group FoundGroup
	if err := plugin().Invoke(ctx, "twingate:index/getTwingateGroup:getTwingateGroup", &idArgs{id}, &group, opts); err != nil {
		return nil, err
	}
	return &group, nil
}

// GroupsQuery asks for groups. At most one of the names can be given. An empty query asks for all.
type GroupsQuery struct {
	// IsActive leaves only groups that are active, or only those that are not.
	IsActive *bool `pulumi:"isActive"`
	// Name is the exact name.
	Name *string `pulumi:"name"`
	// NameContains is a part of the name.
	NameContains *string `pulumi:"nameContains"`
	// NameExclude is no part of the name.
	NameExclude *string `pulumi:"nameExclude"`
	// NamePrefix begins the name.
	NamePrefix *string `pulumi:"namePrefix"`
	// NameRegexp matches the name.
	NameRegexp *string `pulumi:"nameRegexp"`
	// NameSuffix ends the name.
	NameSuffix *string `pulumi:"nameSuffix"`
	// Types are "MANUAL", "SYNCED" and "SYSTEM". Default: all three.
	Types []string `pulumi:"types"`
}

// LookupGroups lists groups. Finding none is no error: check the length of the list before you give access to the first one.
func LookupGroups(ctx *pulumi.Context, query GroupsQuery, opts ...pulumi.InvokeOption) ([]FoundGroup, error) {
	var result struct {
		Groups []FoundGroup `pulumi:"groups"`
	}
	if err := plugin().Invoke(ctx, "twingate:index/getTwingateGroups:getTwingateGroups", &query, &result, opts); err != nil {
		return nil, err
	}
	return result.Groups, nil
}

// RemoteNetworkQuery asks for a remote network, by one of the two.
type RemoteNetworkQuery struct {
	// ID is the network's id.
	ID *string `pulumi:"id"`
	// Name is the network's exact name.
	Name *string `pulumi:"name"`
}

// FoundRemoteNetwork is a remote network that a look-up found.
type FoundRemoteNetwork struct {
	// ID is what [ConnectorArgs] and [ResourceArgs] name as their RemoteNetworkID.
	ID string `pulumi:"id"`
	// Location is "AWS", "AZURE", "GOOGLE_CLOUD", "ON_PREMISE" or "OTHER".
	Location string `pulumi:"location"`
	// Name is the network's name.
	Name string `pulumi:"name"`
	// Type is "REGULAR" or "EXIT".
	Type string `pulumi:"type"`
}

// LookupRemoteNetwork finds a remote network.
func LookupRemoteNetwork(ctx *pulumi.Context, query RemoteNetworkQuery, opts ...pulumi.InvokeOption) (*FoundRemoteNetwork, error) {
	var network FoundRemoteNetwork
	if err := plugin().Invoke(ctx, "twingate:index/getTwingateRemoteNetwork:getTwingateRemoteNetwork", &query, &network, opts); err != nil {
		return nil, err
	}
	return &network, nil
}

// SecurityPolicyQuery asks for a security policy, by one of the two.
type SecurityPolicyQuery struct {
	// ID is the policy's id.
	ID *string `pulumi:"id"`
	// Name is the policy's exact name. The account's default one is called "Default Policy".
	Name *string `pulumi:"name"`
}

// FoundSecurityPolicy is a security policy that a look-up found. Policies are made in the console.
type FoundSecurityPolicy struct {
	// ID is what [ResourceArgs] and [AccessGroup] name as their SecurityPolicyID.
	ID string `pulumi:"id"`
	// Name is the policy's name.
	Name string `pulumi:"name"`
}

// LookupSecurityPolicy finds a security policy.
func LookupSecurityPolicy(ctx *pulumi.Context, query SecurityPolicyQuery, opts ...pulumi.InvokeOption) (*FoundSecurityPolicy, error) {
	var policy FoundSecurityPolicy
	if err := plugin().Invoke(ctx, "twingate:index/getTwingateSecurityPolicy:getTwingateSecurityPolicy", &query, &policy, opts); err != nil {
		return nil, err
	}
	return &policy, nil
}

// FoundConnector is a connector that a look-up found, as it is now.
type FoundConnector struct {
	// Hostname is what the running connector says of its host.
	Hostname string `pulumi:"hostname"`
	// ID is the connector's id.
	ID string `pulumi:"id"`
	// Name is the connector's name.
	Name string `pulumi:"name"`
	// PrivateIPs are the addresses of its host.
	PrivateIPs []string `pulumi:"privateIps"`
	// PublicIP is the address that the running connector comes from.
	PublicIP string `pulumi:"publicIp"`
	// RemoteNetworkID is the network that it serves.
	RemoteNetworkID string `pulumi:"remoteNetworkId"`
	// State is "ALIVE", "DEAD_NO_HEARTBEAT", "DEAD_HEARTBEAT_TOO_OLD" or "DEAD_NO_RELAYS".
	State string `pulumi:"state"`
	// StatusUpdatesEnabled tells that the administrators get a mail when it goes offline or online.
	StatusUpdatesEnabled bool `pulumi:"statusUpdatesEnabled"`
	// Version is that of the running connector.
	Version string `pulumi:"version"`
}

// LookupConnector finds a connector by its id. What it says changes from one moment to the next: feed nothing of it into resources.
func LookupConnector(ctx *pulumi.Context, id string, opts ...pulumi.InvokeOption) (*FoundConnector, error) {
	var connector FoundConnector
	if err := plugin().Invoke(ctx, "twingate:index/getTwingateConnector:getTwingateConnector", &idArgs{id}, &connector, opts); err != nil {
		return nil, err
	}
	return &connector, nil
}

// UsersQuery asks for users. At most one of the addresses can be given. An empty query asks for all. The provider can also ask by first
// and last names, which several users can share; this is left out on purpose.
type UsersQuery struct {
	// Email is the exact address.
	Email *string `pulumi:"email"`
	// EmailContains is a part of the address.
	EmailContains *string `pulumi:"emailContains"`
	// EmailExclude is no part of the address.
	EmailExclude *string `pulumi:"emailExclude"`
	// EmailPrefix begins the address.
	EmailPrefix *string `pulumi:"emailPrefix"`
	// EmailRegexp matches the address.
	EmailRegexp *string `pulumi:"emailRegexp"`
	// EmailSuffix ends the address.
	EmailSuffix *string `pulumi:"emailSuffix"`
	// Roles are "ADMIN", "DEVOPS", "SUPPORT" and "MEMBER". Default: all.
	Roles []string `pulumi:"roles"`
}

// FoundUser is a user that a look-up found.
type FoundUser struct {
	// Email is the user's address.
	Email string `pulumi:"email"`
	// FirstName is the user's first name.
	FirstName string `pulumi:"firstName"`
	// ID is what [GroupArgs] names among its UserIDs.
	ID string `pulumi:"id"`
	// LastName is the user's last name.
	LastName string `pulumi:"lastName"`
	// Role is "ADMIN", "DEVOPS", "SUPPORT", "MEMBER" or "ACCESS_REVIEWER".
	Role string `pulumi:"role"`
	// Type is "MANUAL", or "SYNCED" from an identity provider.
	Type string `pulumi:"type"`
}

// LookupUsers lists users. Finding none is no error.
func LookupUsers(ctx *pulumi.Context, query UsersQuery, opts ...pulumi.InvokeOption) ([]FoundUser, error) {
	var result struct {
		Users []FoundUser `pulumi:"users"`
	}
	if err := plugin().Invoke(ctx, "twingate:index/getTwingateUsers:getTwingateUsers", &query, &result, opts); err != nil {
		return nil, err
	}
	return result.Users, nil
}
