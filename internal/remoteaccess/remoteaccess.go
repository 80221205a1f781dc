package remoteaccess

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

// Args are what the remote access of a block is made of.
type Args struct {
	Access   *twingate.Access // as [WithDefaults] returns it
	ArgsType string           // of the block's arguments: "FargateArgs"
	Location string           // of the remote network: "AWS"
	Tags     tagging.Set
	Profile  component.Profile
	// Run makes what runs a connector. What it returns, at least one resource, is there when the connector runs; the next one waits for it.
	Run func(*Connector) ([]pulumi.Resource, error)
}

// Connector is one connector, to be run.
type Connector struct {
	Index     int    // from 0
	Role      string // "connector-1": begins the roles of what runs it
	Title     string // its name in Twingate, known from the start
	Tokens    *twingate.ConnectorTokens
	Connector *twingate.Connector
	// After is what runs the connector in front of this one. Everything whose change restarts the connector depends on it.
	After []pulumi.Resource
}

// Made is what [New] made.
type Made struct {
	RemoteNetwork   *twingate.RemoteNetwork // nil for one that was given
	RemoteNetworkID pulumi.StringOutput
	Connectors      []*twingate.Connector
	Tokens          []*twingate.ConnectorTokens
	Resources       map[string]*twingate.Resource // by key
	Ready           []pulumi.Resource             // what runs the last connector, and thereby all
}

const movedInstead = "connectors cannot be moved to another network: make a second block with a name of its own in the other network, move the " +
	"resources to it, and then remove this one"

// New makes the remote network, the connectors and the resources.
func New(ctx *pulumi.Context, scope *component.Scope, args *Args) (*Made, error) {
	b := &builder{ctx: ctx, scope: scope, args: args, access: args.Access, made: &Made{Resources: map[string]*twingate.Resource{}}}
	for _, step := range []func() error{b.fixNetwork, b.addNetwork, b.addConnectors, b.addResources} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return b.made, nil
}

type builder struct {
	ctx    *pulumi.Context
	scope  *component.Scope
	args   *Args
	access *twingate.Access
	made   *Made
	fixed  pulumi.Resource
}

func (b *builder) fixNetwork() (err error) {
	b.fixed, err = b.scope.Fix(b.args.ArgsType, component.Fixed{
		Field: "Access.RemoteNetworkID", Value: b.access.RemoteNetworkID, Instead: movedInstead,
	})
	return err
}

// addNetwork makes the remote network, where none is given.
func (b *builder) addNetwork() (err error) {
	if b.access.RemoteNetworkID != nil {
		b.made.RemoteNetworkID = b.checked(b.access.RemoteNetworkID, "Access.RemoteNetworkID", needNetworkID, notEmpty)
		return nil
	}
	const role = "remote-network"
	options := b.scope.Child(pulumi.DependsOn([]pulumi.Resource{b.fixed}))
	if b.args.Profile != component.Development && !b.access.DisableProtection {
		// Otherwise nothing is said, so that a component that was itself protected hands that down.
		options = append(options, pulumi.Protect(true))
	}
	b.made.RemoteNetwork, err = twingate.NewRemoteNetwork(b.ctx, b.scope.Name(role), &twingate.RemoteNetworkArgs{
		Name: pulumi.String(b.title()), Location: pulumi.String(b.args.Location),
	}, options...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.made.RemoteNetworkID = b.made.RemoteNetwork.ID().ToStringOutput()
	return nil
}

// title is the name of the network in Twingate. Another project may have a component and a stack of the same names.
func (b *builder) title() string {
	return Title(b.access, b.ctx.Project()+"-"+b.scope.Name(b.ctx.Stack()))
}

// addConnectors makes one connector after the other: the tokens of each are touched when what runs the one before is there.
func (b *builder) addConnectors() error {
	var before []pulumi.Resource
	for i := range b.access.Connectors {
		c := &Connector{Index: i, Role: fmt.Sprintf("connector-%d", i+1), Title: fmt.Sprintf("%s-%d", b.title(), i+1), After: before}
		if err := b.addConnector(c); err != nil {
			return err
		}
		running, err := b.args.Run(c)
		if err != nil {
			return err
		}
		if len(running) == 0 { // the next one would wait for nothing
			return b.scope.Err(c.Role, errors.New("nothing runs it"))
		}
		before = running
	}
	b.made.Ready = before
	return nil
}

func (b *builder) addConnector(c *Connector) (err error) {
	c.Connector, err = twingate.NewConnector(b.ctx, b.scope.Name(c.Role), &twingate.ConnectorArgs{
		Name: pulumi.String(c.Title), RemoteNetworkID: b.made.RemoteNetworkID,
		StatusUpdatesEnabled: pulumi.Bool(!b.access.DisableStatusUpdates),
	}, b.scope.Child(pulumi.DependsOn([]pulumi.Resource{b.fixed}))...)
	if err != nil {
		return b.scope.Err(c.Role, err)
	}
	role := c.Role + "-tokens"
	c.Tokens, err = twingate.NewConnectorTokens(b.ctx, b.scope.Name(role), &twingate.ConnectorTokensArgs{
		ConnectorID: c.Connector.ID().ToStringOutput(), Keepers: pulumi.StringMap{"rotation": pulumi.String(b.access.Rotation)},
	}, b.scope.Child(pulumi.DependsOn(c.After))...)
	b.made.Connectors, b.made.Tokens = append(b.made.Connectors, c.Connector), append(b.made.Tokens, c.Tokens)
	return b.scope.Err(role, err)
}

// Environment is what every connector is told that is not secret, by the names of its environment variables.
func (c *Connector) Environment(a *twingate.Access) map[string]string {
	variables := map[string]string{
		"TWINGATE_NETWORK": a.Account, "TWINGATE_LABEL_HOSTNAME": c.Title, "TWINGATE_LABEL_DEPLOYED_BY": "groundwork",
		"TWINGATE_TIMESTAMP_FORMAT": "2",
	}
	if a.DNSServer != "" {
		variables["TWINGATE_DNS"] = a.DNSServer
	}
	if a.LogLevel != 0 {
		variables["TWINGATE_LOG_LEVEL"] = strconv.Itoa(a.LogLevel)
	}
	if !a.DisableConnectionLogs {
		variables["TWINGATE_LOG_ANALYTICS"] = "v2"
	}
	return variables
}

// The environment variables that hold the tokens.
const (
	AccessTokenVariable  = "TWINGATE_ACCESS_TOKEN"
	RefreshTokenVariable = "TWINGATE_REFRESH_TOKEN"
)

// UpdateHour is the hour of the day, in UTC, at which connectors are updated.
const UpdateHour = 3

// UpdateDay is the day of the week on which the connector is updated, 0 is Sunday. No two connectors share one.
func (c *Connector) UpdateDay() int { return (c.Index*3 + 2) % 7 }
