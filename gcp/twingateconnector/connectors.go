package twingateconnector

import (
	"fmt"

	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/serviceaccount"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/twingate"
)

// ConnectorsToken is the type token of [Connectors]. It is part of the state of every stack that uses the block.
const ConnectorsToken = "groundwork:gcp/twingateconnector:Connectors"

// location is where the remote network is, as Twingate's console shows it.
const location = "GOOGLE_CLOUD"

// maxName is the longest name of anything in Compute Engine (RFC 1035, as its documentation has it).
const maxName = 63

// Connectors is a remote network of Twingate with its connectors on Compute Engine. See the package comment.
type Connectors struct {
	pulumi.ResourceState

	// RemoteNetworkID is the remote network, for resources that are made elsewhere.
	RemoteNetworkID pulumi.StringOutput `pulumi:"remoteNetworkId"`
	// ServiceAccountEmails are the accounts that the machines run as, for firewall rules that let the connectors in elsewhere.
	ServiceAccountEmails []pulumi.StringOutput `pulumi:"serviceAccountEmails"`

	// RemoteNetwork is the remote network itself; nil where Access.RemoteNetworkID was given.
	RemoteNetwork *twingate.RemoteNetwork
	// Connectors are the connectors in Twingate, in order.
	Connectors []*twingate.Connector
	// Resources are what can be reached, by key.
	Resources map[string]*twingate.Resource
	// Ready is there when all machines run: what depends on it can count on the connectors.
	Ready []pulumi.Resource
}

// New makes a remote network, its connectors, each on a machine of its own, and the resources that they give access to. When the arguments
// are wrong it registers nothing and returns all problems at once, each as a [component.FieldError].
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Connectors, error) {
	connectors := &Connectors{}
	scope, err := component.Register(ctx, connectors, ConnectorsToken, name, component.WithName(block, name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, name: name, args: args.withDefaults(), made: connectors}
	b.access = &b.args.Access
	if err := b.addConnectors(); err != nil {
		return nil, err
	}
	return connectors, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx      *pulumi.Context
	scope    *component.Scope
	name     string
	args     *Args
	access   *twingate.Access // that of args
	made     *Connectors
	accounts []*serviceaccount.Account // by the connector's index
}

func (b *builder) addConnectors() error {
	made, err := remoteaccess.New(b.ctx, b.scope, &remoteaccess.Args{
		Access: b.access, ArgsType: argsType, Location: location, Tags: b.args.Tags, Profile: b.args.Profile, Run: b.run,
	})
	if err != nil {
		return err
	}
	c := b.made
	c.RemoteNetwork, c.RemoteNetworkID = made.RemoteNetwork, made.RemoteNetworkID
	c.Connectors, c.Resources, c.Ready = made.Connectors, made.Resources, made.Ready
	return nil
}

// run makes what runs one connector.
func (b *builder) run(c *remoteaccess.Connector) ([]pulumi.Resource, error) {
	if err := b.addAccount(c); err != nil {
		return nil, err
	}
	rules, err := b.addFirewall(c)
	if err != nil {
		return nil, err
	}
	s, err := b.addSecret(c)
	if err != nil {
		return nil, err
	}
	manager, err := b.addMachine(c, s, rules)
	if err != nil {
		return nil, err
	}
	return []pulumi.Resource{manager}, b.addAlarm(c)
}

// addAccount makes the account that the machine of a connector runs as.
func (b *builder) addAccount(c *remoteaccess.Connector) error {
	role := c.Role + "-account"
	account, err := serviceaccount.NewAccount(b.ctx, b.scope.Name(role), &serviceaccount.AccountArgs{
		Project:     text(b.args.Project),
		AccountId:   pulumi.String(b.id(c)),
		DisplayName: pulumi.String("Twingate connector " + b.scope.Name(c.Role)),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.accounts = append(b.accounts, account)
	b.made.ServiceAccountEmails = append(b.made.ServiceAccountEmails, account.Email)
	return nil
}

// id is unique in a project: the id of a connector's account and of its secret, which cannot be auto-named, and the beginning of its
// machine's name.
func (b *builder) id(c *remoteaccess.Connector) string {
	return naming.AccountID(fmt.Sprintf("%s-%s-%s", b.scope.Name(c.Role), b.ctx.Project(), b.ctx.Stack()))
}

// autoName is the logical name of a child whose physical name is made from it.
func (b *builder) autoName(role string) string {
	return naming.AutoNameBase(b.scope.Name(role), maxName)
}

// text passes a plain value on and leaves an empty one out.
func text(s string) pulumi.StringPtrInput {
	if s == "" {
		return nil
	}
	return pulumi.String(s)
}
