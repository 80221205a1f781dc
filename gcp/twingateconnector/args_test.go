package twingateconnector_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

// All mistakes are told at once, before anything is made.
func TestMistakes(t *testing.T) {
	t.Parallel()
	graph, err := tryNamed("access", func(a *twingateconnector.Args) {
		a.Access.Connectors, a.Access.Name = 1, "ab"
		a.Access.Resources = []twingate.PrivateResource{
			{Key: "redis", Address: pulumi.String("redis.internal"), TCPPorts: []string{"70000"}, GroupIDs: []pulumi.StringInput{pulumi.String("group-1")}},
			{Key: "hosts", Address: pulumi.String("10.0.4.0/24"), TCPPorts: []string{"90-80"}},
		}
	})
	require.Error(t, err)
	assert.Empty(t, graph.All())
	for _, want := range []string{
		"twingateconnector: access: Args.Access.Connectors: need 2 to 7 connectors",
		`Args.Access.Name: need 3 to 60 characters, got "ab", which has 2`,
		`Args.Access.Resources[0].TCPPorts[0]: need ports from 1 to 65535 and ranges such as "8000-8010", got "70000"`,
		`Args.Access.Resources[1].TCPPorts[0]: need ports from 1 to 65535 and ranges such as "8000-8010", got "90-80"`,
		"Args.Access.Resources[1].GroupIDs: need at least one group: nobody could reach it, got nothing",
	} {
		assert.ErrorContains(t, err, want)
	}
	assert.Equal(t, 5, strings.Count(err.Error(), "twingateconnector: "), "nothing else is wrong")
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*twingateconnector.Args)
		want   string
	}{
		"no tags":    {func(a *twingateconnector.Args) { a.Tags = tagging.Set{} }, "Args.Tags: need the mandatory tags, made with"},
		"no account": {func(a *twingateconnector.Args) { a.Access.Account = "" }, "Args.Access.Account: need the account's subdomain"},
		"profile":    {func(a *twingateconnector.Args) { a.Profile = 7 }, "Args.Profile: need production or development, got Profile(7)"},
		"project":    {func(a *twingateconnector.Args) { a.Project = "Acme" }, `Args.Project: need a project id, got "Acme"`},
		"no region":  {func(a *twingateconnector.Args) { a.Region = "" }, "Args.Region: need a region such as europe-west1, got nothing"},
		"region": {
			func(a *twingateconnector.Args) { a.Region, a.Zones = "europe", []string{"europe-a", "europe-b"} },
			`Args.Region: need a region such as europe-west1, got "europe"`,
		},
		"one zone": {func(a *twingateconnector.Args) { a.Zones = a.Zones[:1] }, "Args.Zones: need 2 or more zones of the region, got 1"},
		"no zone":  {func(a *twingateconnector.Args) { a.Profile, a.Zones = component.Development, nil }, "Args.Zones: need 1 or more zones of the region, got 0"},
		"zone":     {func(a *twingateconnector.Args) { a.Zones = []string{"europe-west1-b", "c"} }, `Args.Zones[1]: need a zone such as europe-west1-b, got "c"`},
		"zone elsewhere": {
			func(a *twingateconnector.Args) { a.Zones = []string{"europe-west1-b", "europe-west4-a"} },
			`Args.Zones[1]: need a zone of the region europe-west1, got "europe-west4-a"`,
		},
		"same zone":     {func(a *twingateconnector.Args) { a.Zones = []string{"europe-west1-b", "europe-west1-b"} }, "Args.Zones[1]: need each zone once"},
		"no network":    {func(a *twingateconnector.Args) { a.Network = nil }, "Args.Network: need a network by its name"},
		"network":       {func(a *twingateconnector.Args) { a.Network = pulumi.String("Main") }, `Args.Network: need a network by its name, as projects/PROJECT/global`},
		"later network": {func(a *twingateconnector.Args) { a.Network = pulumi.String(subnetwork).ToStringOutput() }, "Args.Network: need a network by its name"},
		"no subnetwork": {
			func(a *twingateconnector.Args) { a.Subnetwork = nil },
			"Args.Subnetwork: need a subnetwork of the region by its name, as projects/PROJECT/regions/europe-west1/subnetworks/NAME, or its self link, got nothing",
		},
		"subnetwork": {func(a *twingateconnector.Args) { a.Subnetwork = pulumi.String("10.0.0.0/24") }, "Args.Subnetwork: need a subnetwork of the region"},
		"subnetwork elsewhere": {
			func(a *twingateconnector.Args) {
				a.Subnetwork = pulumi.String("projects/acme-shop/regions/europe-west10/subnetworks/private")
			}, "Args.Subnetwork: need a subnetwork of the region",
		},
		"later subnetwork elsewhere": {
			func(a *twingateconnector.Args) {
				a.Subnetwork = pulumi.String("projects/acme-shop/regions/europe-west4/subnetworks/private").ToStringOutput()
			}, "Args.Subnetwork: need a subnetwork of the region",
		},
		"no private blocks": {func(a *twingateconnector.Args) { a.PrivateCIDRs = nil }, "Args.PrivateCIDRs: need the blocks that the resources"},
		"private block":     {func(a *twingateconnector.Args) { a.PrivateCIDRs = []string{"10.0.0.1/16"} }, "Args.PrivateCIDRs[0]: need a block of IPv4 addresses"},
		"everything":        {func(a *twingateconnector.Args) { a.PrivateCIDRs = []string{"0.0.0.0/0"} }, "Args.PrivateCIDRs[0]: need a block of IPv4 addresses"},
		"a block twice":     {func(a *twingateconnector.Args) { a.PrivateCIDRs = []string{"10.0.0.0/16", "10.0.0.0/16"} }, "Args.PrivateCIDRs[1]: need a block of its own"},
		"image":             {func(a *twingateconnector.Args) { a.Image = "twingate connector" }, "Args.Image: need"},
		"machine":           {func(a *twingateconnector.Args) { a.MachineType = "small" }, `Args.MachineType: need a machine type such as e2-small, got "small"`},
		"boot image":        {func(a *twingateconnector.Args) { a.BootImage = "cos-stable" }, "Args.BootImage: need an image as projects/PROJECT/global/images/NAME"},
		"key":               {func(a *twingateconnector.Args) { a.KMSKeyName = pulumi.String("key") }, "Args.KMSKeyName: need a key of the region"},
		"key elsewhere": {
			func(a *twingateconnector.Args) {
				a.KMSKeyName = pulumi.String(strings.Replace(key, "europe-west1", "global", 1))
			},
			"Args.KMSKeyName: need a key of the region as projects/PROJECT/locations/europe-west1/keyRings/RING/cryptoKeys/KEY",
		},
		"later key elsewhere": {
			func(a *twingateconnector.Args) {
				a.KMSKeyName = pulumi.String(strings.Replace(key, "europe-west1", "europe-west4", 1)).ToStringOutput()
			}, "Args.KMSKeyName: need a key of the region",
		},
		"channel":    {func(a *twingateconnector.Args) { a.NotificationChannels = []pulumi.StringInput{pulumi.String("42")} }, "Args.NotificationChannels[0]: need a channel as"},
		"no channel": {func(a *twingateconnector.Args) { a.NotificationChannels = []pulumi.StringInput{nil} }, "Args.NotificationChannels[0]: need a channel, got nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tryNamed("access", test.change)
			require.ErrorContains(t, err, test.want)
			var field *component.FieldError
			assert.True(t, errors.As(err, &field))
			assert.NotEmpty(t, field)
		})
	}
}

func TestNewAcceptsNamesAndLinks(t *testing.T) {
	t.Parallel()
	const self = "https://www.googleapis.com/compute/v1/"
	for name, change := range map[string]func(*twingateconnector.Args){
		"names": func(a *twingateconnector.Args) {
			a.Network, a.Subnetwork = pulumi.String("main"), pulumi.String("private")
		},
		"self links": func(a *twingateconnector.Args) {
			a.Network, a.Subnetwork = pulumi.String(self+network), pulumi.String(self+subnetwork)
		},
		"outputs": func(a *twingateconnector.Args) {
			a.Network, a.Subnetwork = pulumi.String(network).ToStringOutput(), pulumi.String(subnetwork).ToStringOutput()
		},
		"an image's self link": func(a *twingateconnector.Args) {
			a.BootImage = self + "projects/cos-cloud/global/images/cos-121-18867-90-4"
		},
		"a project of a domain": func(a *twingateconnector.Args) {
			a.Project, a.Network = "example.com:acme-shop", pulumi.String("projects/example.com:acme-shop/global/networks/main")
		},
	} {
		_, err := tryNamed("access", change)
		assert.NoError(t, err, name)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Access", "my_access", "my.access"} {
		_, err := tryNamed(name, unchanged)
		require.ErrorContains(t, err, "twingateconnector: "+name+": name: need lower-case letters, digits and hyphens, beginning with a letter", name)
	}
}
