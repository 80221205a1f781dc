package twingateconnector_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/k8s/twingateconnector"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

// The mistakes that end in an outage, or in a resource that nobody can reach, are told together, and nothing is registered.
func TestMistakes(t *testing.T) {
	t.Parallel()
	graph, err := try(func(a *twingateconnector.Args) {
		a.Access.Name, a.Access.Connectors = "ab", 1
		a.Access.Resources = []twingate.PrivateResource{
			{Key: "web", Address: pulumi.String("web.internal"), TCPPorts: []string{"70000"}, GroupIDs: []pulumi.StringInput{pulumi.String("group-1")}},
			{Key: "db", Address: pulumi.String("db.internal"), UDPPorts: []string{"90-80"}},
		}
	})
	assert.Equal(t, []string{
		"Access.Name", "Access.Connectors", "Access.Resources[0].TCPPorts[0]", "Access.Resources[1].UDPPorts[0]", "Access.Resources[1].GroupIDs",
	}, fields(err))
	for _, text := range []string{
		`twingateconnector: access: Args.Access.Name: need 3 to 60 characters, got "ab"`, "Args.Access.Connectors: need 2 to 7 connectors",
		`got "70000"`, `got "90-80"`, "Args.Access.Resources[1].GroupIDs: need at least one group",
	} {
		require.ErrorContains(t, err, text)
	}
	assert.Len(t, graph.All(), 1, "only the provider, which was there before")
}

func fields(err error) []string {
	var all []string
	for _, problem := range component.FieldErrors(err) {
		all = append(all, problem.Field)
	}
	return all
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	const (
		needObject  = "need the name of an object: at most 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends, got "
		needUpdater = "need an image of kubectl with a tag other than latest, or with a digest, got "
	)
	updater := func(image string) func(*twingateconnector.Args) {
		return func(a *twingateconnector.Args) { a.UpdaterImage = image }
	}
	for name, test := range map[string]struct {
		change      func(*twingateconnector.Args)
		field, text string
	}{
		"no tags":           {func(a *twingateconnector.Args) { a.Tags = tagging.Set{} }, "Tags", "need the mandatory tags, made with tagging.New"},
		"a profile":         {func(a *twingateconnector.Args) { a.Profile = 7 }, "Profile", "need production or development, got Profile(7)"},
		"no provider":       {func(a *twingateconnector.Args) { a.Provider = nil }, "Provider", "need the provider of the cluster, such as one of k8s/provider"},
		"no account":        {func(a *twingateconnector.Args) { a.Access.Account = "" }, "Access.Account", "need the account's subdomain"},
		"a namespace":       {func(a *twingateconnector.Args) { a.Namespace = "Twingate_1" }, "Namespace", "need at most 63 lower-case letters, digits and hyphens, "},
		"no blocks":         {func(a *twingateconnector.Args) { a.PrivateCIDRs = nil }, "PrivateCIDRs", "need the blocks of addresses that the resources"},
		"an address":        {func(a *twingateconnector.Args) { a.PrivateCIDRs = []string{"10.0.0.0/16", "10.0.0.1"} }, "PrivateCIDRs[1]", `got "10.0.0.1"`},
		"a location":        {func(a *twingateconnector.Args) { a.Location = "aws" }, "Location", `got "aws" (did you mean AWS?)`},
		"no image":          {func(a *twingateconnector.Args) { a.Image = "Twingate connector" }, "Image", `got "Twingate connector"`},
		"latest kubectl":    {updater("mirror.example.com/kubectl:latest"), "UpdaterImage", needUpdater + `"mirror.example.com/kubectl:latest"`},
		"kubectl at random": {updater("mirror.example.com/kubectl"), "UpdaterImage", needUpdater},
		"half a digest":     {updater("mirror.example.com/kubectl@sha256:1234"), "UpdaterImage", needUpdater},
		"a pull secret":     {func(a *twingateconnector.Args) { a.PullSecretName = "Mirror" }, "PullSecretName", needObject + `"Mirror"`},
		"a priority class":  {func(a *twingateconnector.Args) { a.PriorityClassName = strings.Repeat("a", 254) }, "PriorityClassName", needObject},
		"CPU":               {func(a *twingateconnector.Args) { a.CPU = "50Mi" }, "CPU", `got "50Mi"`},
		"memory":            {func(a *twingateconnector.Args) { a.Memory = "200m" }, "Memory", `got "200m"`},
		"a limit":           {func(a *twingateconnector.Args) { a.MemoryLimit = "1 GB" }, "MemoryLimit", `got "1 GB"`},
		"a low limit":       {func(a *twingateconnector.Args) { a.Memory, a.MemoryLimit = "2Gi", "2G" }, "MemoryLimit", `need at least Memory, 2Gi, got "2G"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := try(test.change)
			require.Equal(t, []string{test.field}, fields(err), "%v", err)
			require.ErrorContains(t, err, "twingateconnector: access: Args."+test.field+": need ")
			require.ErrorContains(t, err, test.text)
			assert.Len(t, graph.All(), 1, "only the provider, which was there before")
		})
	}
}

func TestEveryProblemAtOnce(t *testing.T) {
	t.Parallel()
	graph, err := tryNamed("Access", func(a *twingateconnector.Args) {
		*a = twingateconnector.Args{
			Namespace: "X", Image: "X", UpdaterImage: "X", PullSecretName: "X", CPU: "x", Memory: "x", MemoryLimit: "x", PriorityClassName: "X", Location: "X", Profile: -1,
		}
	})
	assert.Equal(t, []string{
		"name", "Tags", "Profile", "Provider", "Access.Account", "Namespace", "PrivateCIDRs", "Location", "Image", "UpdaterImage", "PullSecretName",
		"PriorityClassName", "CPU", "Memory", "MemoryLimit",
	}, fields(err))
	assert.Len(t, graph.All(), 1, "only the provider, which was there before")
}

func TestNewAccepts(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*twingateconnector.Args){
		"seven connectors":   func(a *twingateconnector.Args) { a.Access.Connectors = 7 },
		"a lone one":         func(a *twingateconnector.Args) { a.Profile = component.Development },
		"two in development": func(a *twingateconnector.Args) { a.Profile, a.Access.Connectors = component.Development, 2 },
		"a system class":     func(a *twingateconnector.Args) { a.PriorityClassName = "system-cluster-critical" },
		"a secret with dots": func(a *twingateconnector.Args) { a.PullSecretName = "mirror.example.com" },
		"an equal limit":     func(a *twingateconnector.Args) { a.Memory, a.MemoryLimit = "1024Mi", "1Gi" },
		"a digest alone": func(a *twingateconnector.Args) {
			a.UpdaterImage = "mirror.example.com/kubectl@sha256:" + strings.Repeat("0", 64)
		},
		"one address": func(a *twingateconnector.Args) { a.PrivateCIDRs = []string{"10.0.0.1/32"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, change)
		})
	}
}
