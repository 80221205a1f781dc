package remoteaccess_test

import (
	"maps"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

const (
	networkToken   = "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork"
	connectorToken = "twingate:index/twingateConnector:TwingateConnector"
	tokensToken    = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
	resourceToken  = "twingate:index/twingateResource:TwingateResource"
	runnerToken    = "acme:index:Runner"
	stashToken     = "pulumi:index:Stash"
)

// box is a block that runs connectors.
type box struct{ pulumi.ResourceState }

type boxArgs struct {
	Access  twingate.Access
	Profile component.Profile
	Run     func(*remoteaccess.Connector) ([]pulumi.Resource, error)
}

func (a *boxArgs) Validate() error {
	p := component.NewProblems("box", "BoxArgs")
	remoteaccess.Check(p, remoteaccess.WithDefaults(a.Access, a.Profile), a.Profile)
	return p.Err()
}

type runner struct{ pulumi.CustomResourceState }

// newBox makes a box called "main" in which each connector is run by one resource that gets its tokens.
func newBox(ctx *pulumi.Context, args *boxArgs) (*remoteaccess.Made, error) {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
	})
	if err != nil {
		return nil, err
	}
	scope, err := component.Register(ctx, &box{}, "acme:box:Box", "main", args)
	if err != nil {
		return nil, err
	}
	run := args.Run
	if run == nil {
		run = func(c *remoteaccess.Connector) ([]pulumi.Resource, error) {
			var r runner
			inputs := pulumi.Map{"access": c.Tokens.AccessToken, "refresh": c.Tokens.RefreshToken}
			err := ctx.RegisterResource(runnerToken, scope.Name(c.Role+"-runner"), inputs, &r, scope.Child(pulumi.DependsOn(c.After))...)
			return []pulumi.Resource{&r}, err
		}
	}
	return remoteaccess.New(ctx, scope, &remoteaccess.Args{
		Access: remoteaccess.WithDefaults(args.Access, args.Profile), ArgsType: "BoxArgs", Location: "AWS", Tags: tags, Profile: args.Profile, Run: run,
	})
}

// redis is a resource with as few fields as possible.
func redis() twingate.PrivateResource {
	return twingate.PrivateResource{
		Key: "redis", Address: pulumi.String("redis.internal"), TCPPorts: []string{"6379"}, GroupIDs: []pulumi.StringInput{pulumi.String("group-1")},
	}
}

func try(change func(*boxArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		args := &boxArgs{Access: twingate.Access{Account: "acme"}}
		change(args)
		_, err := newBox(ctx, args)
		return err
	}, append([]infratest.Option{infratest.Stack("staging")}, opts...)...)
}

func run(t *testing.T, change func(*boxArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	g, err := try(change, opts...)
	require.NoError(t, err)
	return g
}

func asItIs(*boxArgs) {}

// with changes the access alone.
func with(change func(*twingate.Access)) func(*boxArgs) {
	return func(args *boxArgs) { change(&args.Access) }
}

// reached is everything that a resource waits for, by whatever way.
func reached(g *infratest.Graph, from resource.URN) map[resource.URN]bool {
	all := map[resource.URN]bool{}
	for _, urn := range g.ByURN(from).Dependencies {
		all[urn] = true
		maps.Copy(all, reached(g, urn))
	}
	return all
}
