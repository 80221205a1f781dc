package twingateconnector_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

const (
	componentToken = "groundwork:gcp/twingateconnector:Connectors"
	networkToken   = "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork"
	connectorToken = "twingate:index/twingateConnector:TwingateConnector"
	tokensToken    = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
	resourceToken  = "twingate:index/twingateResource:TwingateResource"
	accountToken   = "gcp:serviceaccount/account:Account"
	secretToken    = "gcp:secretmanager/secret:Secret"
	versionToken   = "gcp:secretmanager/secretVersion:SecretVersion"
	accessToken    = "gcp:secretmanager/secretIamMember:SecretIamMember"
	grantToken     = "gcp:projects/iAMMember:IAMMember"
	ruleToken      = "gcp:compute/firewall:Firewall"
	templateToken  = "gcp:compute/instanceTemplate:InstanceTemplate"
	managerToken   = "gcp:compute/instanceGroupManager:InstanceGroupManager"
	alarmToken     = "gcp:monitoring/alertPolicy:AlertPolicy"

	network    = "projects/acme-shop/global/networks/main"
	subnetwork = "projects/acme-shop/regions/europe-west1/subnetworks/private"
	key        = "projects/acme-shop/locations/europe-west1/keyRings/access/cryptoKeys/connectors"
	channel    = "projects/acme-shop/notificationChannels/42"
)

// newArgs are the fewest arguments that are accepted.
func newArgs(tags tagging.Set) *twingateconnector.Args {
	return &twingateconnector.Args{
		Tags: tags, Access: twingate.Access{Account: "acme"}, Region: "europe-west1", Zones: []string{"europe-west1-b", "europe-west1-c"},
		Network: pulumi.String(network), Subnetwork: pulumi.String(subnetwork), PrivateCIDRs: []string{"10.0.0.0/16"},
	}
}

// everything are arguments with every field that makes something.
func everything(tags tagging.Set) *twingateconnector.Args {
	args := newArgs(tags)
	args.Access.Connectors = 3
	args.Access.Resources = []twingate.PrivateResource{
		{Key: "redis", Address: pulumi.String("redis.internal"), TCPPorts: []string{"6378"}, GroupIDs: []pulumi.StringInput{pulumi.String("group-1")}},
		{Key: "hosts", Address: pulumi.String("10.0.4.0/24"), TCPPorts: []string{"8000-8010"}, AllowICMP: true, GroupIDs: []pulumi.StringInput{pulumi.String("group-2")}},
	}
	args.PrivateCIDRs = append(args.PrivateCIDRs, "192.168.0.0/24")
	args.Project, args.KMSKeyName, args.MachineType = "acme-shop", pulumi.String(key), "e2-medium"
	args.NotificationChannels = []pulumi.StringInput{pulumi.String(channel)}
	return args
}

func unchanged(*twingateconnector.Args) {}

// tryNamed registers connectors with the name, and the arguments as changed, and exports their outputs.
func tryNamed(name string, change func(*twingateconnector.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-net", "cost-center": "cc-1200", "environment": "staging", "service": "access",
		})
		if err != nil {
			return err
		}
		args := newArgs(tags)
		change(args)
		made, err := twingateconnector.New(ctx, name, args)
		if err != nil {
			return err
		}
		ctx.Export("remoteNetworkId", made.RemoteNetworkID)
		ctx.Export("emails", pulumi.ToStringArrayOutput(made.ServiceAccountEmails))
		return nil
	}, opts...)
}

func run(t testing.TB, change func(*twingateconnector.Args), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryNamed("access", change, opts...)
	require.NoError(t, err)
	return graph
}

// output is a text that a resource gave back.
func output(r *infratest.Resource, name resource.PropertyKey) string {
	return revealed(r.Outputs[name]).StringValue()
}

func revealed(v resource.PropertyValue) resource.PropertyValue {
	for v.IsSecret() {
		v = v.SecretValue().Element
	}
	return v
}

// rulesOf are the names of the firewall rules of a connector.
func rulesOf(connector string) []string {
	return []string{connector + "-deny-ingress", connector + "-allow-twingate", connector + "-allow-private", connector + "-deny-egress"}
}
