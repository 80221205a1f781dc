package twingate

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

// RemoteNetwork is twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork: a private network, as Twingate sees it, that connectors
// serve and resources are in.
type RemoteNetwork struct {
	pulumi.CustomResourceState

	// Name is the network's name.
	Name pulumi.StringOutput `pulumi:"name"`
	// Location is where the network is; only the console shows it.
	Location pulumi.StringOutput `pulumi:"location"`
	// Type is "REGULAR" or "EXIT".
	Type pulumi.StringOutput `pulumi:"type"`
}

type remoteNetworkArgs struct {
	Location *string `pulumi:"location"`
	Name     *string `pulumi:"name"`
	Type     *string `pulumi:"type"`
}

// RemoteNetworkArgs are the inputs of a RemoteNetwork.
type RemoteNetworkArgs struct {
	// Location is "AWS", "AZURE", "GOOGLE_CLOUD", "ON_PREMISE" or "OTHER", the default. Changed in place.
	Location pulumi.StringPtrInput
	// Name is unique in the account. The default is the logical name with a random ending; an empty text is no default, but a change in
	// each preview. Changed in place.
	Name pulumi.StringPtrInput
	// Type is "REGULAR", the default, or "EXIT" for internet traffic. A change replaces the network, and fails as long as it has
	// connectors, which cannot move to another one.
	Type pulumi.StringPtrInput
}

// ElementType is what the SDK marshals the arguments to.
func (RemoteNetworkArgs) ElementType() reflect.Type { return reflect.TypeFor[remoteNetworkArgs]() }

// NewRemoteNetwork registers a remote network.
func NewRemoteNetwork(ctx *pulumi.Context, name string, args *RemoteNetworkArgs, opts ...pulumi.ResourceOption) (*RemoteNetwork, error) {
	const token = "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork"
	var network RemoteNetwork
	if err := plugin().Register(ctx, token, name, binding.OrEmpty(args), &network, nil, opts); err != nil {
		return nil, err
	}
	return &network, nil
}

// Connector is twingate:index/twingateConnector:TwingateConnector: the name and the rights of one connector. What runs it is made
// elsewhere, with its [ConnectorTokens].
type Connector struct {
	pulumi.CustomResourceState

	// Name is the connector's name.
	Name pulumi.StringOutput `pulumi:"name"`
	// RemoteNetworkID is the network that it serves.
	RemoteNetworkID pulumi.StringOutput `pulumi:"remoteNetworkId"`
	// StatusUpdatesEnabled tells that the administrators get a mail when it goes offline or online.
	StatusUpdatesEnabled pulumi.BoolOutput `pulumi:"statusUpdatesEnabled"`
	// State is "ALIVE", "DEAD_NO_HEARTBEAT", "DEAD_HEARTBEAT_TOO_OLD" or "DEAD_NO_RELAYS", as of the last refresh.
	State pulumi.StringOutput `pulumi:"state"`
	// Hostname is what the running connector says of its host, as of the last refresh.
	Hostname pulumi.StringOutput `pulumi:"hostname"`
	// Version is that of the running connector, as of the last refresh.
	Version pulumi.StringOutput `pulumi:"version"`
	// PublicIP is the address that the running connector comes from, as of the last refresh.
	PublicIP pulumi.StringOutput `pulumi:"publicIp"`
	// PrivateIPs are the addresses of its host, as of the last refresh.
	PrivateIPs pulumi.StringArrayOutput `pulumi:"privateIps"`
}

type connectorArgs struct {
	Name                 *string `pulumi:"name"`
	RemoteNetworkID      string  `pulumi:"remoteNetworkId"`
	StatusUpdatesEnabled *bool   `pulumi:"statusUpdatesEnabled"`
}

// ConnectorArgs are the inputs of a Connector.
type ConnectorArgs struct {
	// Name has 3 characters or more and is unique in the account. The default is the logical name with a random ending. Changed in
	// place. Do not name machines or releases after the output of the same name: it is unknown in previews that change the connector.
	Name pulumi.StringPtrInput
	// RemoteNetworkID is the network that it serves. Required. A change fails, in preview already: connectors cannot be moved. Make a
	// second one in the other network, and then remove this one.
	RemoteNetworkID pulumi.StringInput
	// StatusUpdatesEnabled sends a mail to the administrators when the connector goes offline or online. The default is true. Changed
	// in place.
	StatusUpdatesEnabled pulumi.BoolPtrInput
}

// ElementType is what the SDK marshals the arguments to.
func (ConnectorArgs) ElementType() reflect.Type { return reflect.TypeFor[connectorArgs]() }

// NewConnector registers a connector.
func NewConnector(ctx *pulumi.Context, name string, args *ConnectorArgs, opts ...pulumi.ResourceOption) (*Connector, error) {
	const token = "twingate:index/twingateConnector:TwingateConnector"
	var connector Connector
	if err := plugin().Register(ctx, token, name, binding.OrEmpty(args), &connector, nil, opts); err != nil {
		return nil, err
	}
	return &connector, nil
}

// ConnectorTokens is twingate:index/twingateConnectorTokens:TwingateConnectorTokens: the pair of tokens that one connector runs with. Both
// making and deleting a pair invalidates the pair that the connector had before, so give each connector one pair, and a replaced pair
// to what runs the connector in the same update. A refresh that meets any error of the API, a passing one too, takes the pair out of
// the state; the next update then makes a new one.
type ConnectorTokens struct {
	pulumi.CustomResourceState

	// AccessToken is the token TWINGATE_ACCESS_TOKEN of the connector. Secret.
	AccessToken pulumi.StringOutput `pulumi:"accessToken"`
	// RefreshToken is the token TWINGATE_REFRESH_TOKEN of the connector. Secret.
	RefreshToken pulumi.StringOutput `pulumi:"refreshToken"`
	// ConnectorID is the connector.
	ConnectorID pulumi.StringOutput `pulumi:"connectorId"`
	// Keepers are the values that the pair was made for.
	Keepers pulumi.StringMapOutput `pulumi:"keepers"`
}

type connectorTokensArgs struct {
	ConnectorID string            `pulumi:"connectorId"`
	Keepers     map[string]string `pulumi:"keepers"`
}

// ConnectorTokensArgs are the inputs of ConnectorTokens.
type ConnectorTokensArgs struct {
	// ConnectorID is the connector. Required. A change replaces the pair.
	ConnectorID pulumi.StringInput
	// Keepers are any values whose change replaces the pair. Default none.
	Keepers pulumi.StringMapInput
}

// ElementType is what the SDK marshals the arguments to.
func (ConnectorTokensArgs) ElementType() reflect.Type { return reflect.TypeFor[connectorTokensArgs]() }

// NewConnectorTokens registers a pair of tokens. A pair is always deleted before the one that replaces it is made, whatever opts say:
// the other way round, deleting the old one would invalidate the new one.
func NewConnectorTokens(ctx *pulumi.Context, name string, args *ConnectorTokensArgs, opts ...pulumi.ResourceOption) (*ConnectorTokens, error) {
	const token = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
	all := append(append([]pulumi.ResourceOption{}, opts...), pulumi.DeleteBeforeReplace(true))
	var tokens ConnectorTokens
	if err := plugin().Register(ctx, token, name, binding.OrEmpty(args), &tokens, []string{"accessToken", "refreshToken"}, all); err != nil {
		return nil, err
	}
	return &tokens, nil
}
