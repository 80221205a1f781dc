package elasticcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// refusal is one mistake and what the user reads.
type refusal struct {
	change func(*elasticcloud.DeploymentArgs)
	field  string
	text   string
}

func assertRefused(t *testing.T, tests map[string]refusal) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryDeployment(t, test.change)
			require.Error(t, err)
			assert.Empty(t, graph.All(), "nothing may be registered")
			var fields []string
			for _, problem := range component.FieldErrors(err) {
				fields = append(fields, problem.Field)
			}
			assert.Contains(t, fields, test.field)
			assert.ErrorContains(t, err, "elasticcloud: search: DeploymentArgs."+test.field+": ")
			assert.ErrorContains(t, err, test.text)
		})
	}
}

func region(name string) func(*elasticcloud.DeploymentArgs) {
	return func(a *elasticcloud.DeploymentArgs) { a.Region = name }
}

func version(text string) func(*elasticcloud.DeploymentArgs) {
	return func(a *elasticcloud.DeploymentArgs) { a.Version = text }
}

func TestBasicsThatAreRefused(t *testing.T) {
	t.Parallel()
	assertRefused(t, map[string]refusal{
		"no tags": {
			func(a *elasticcloud.DeploymentArgs) { a.Tags = tagging.Set{} },
			"Tags", "need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing",
		},
		"profile":     {func(a *elasticcloud.DeploymentArgs) { a.Profile = 7 }, "Profile", "need production or development, got Profile(7)"},
		"name":        {func(a *elasticcloud.DeploymentArgs) { a.Name = "\nsearch" }, "Name", "need 1 to 100 letters, digits, spaces and ._()/-"},
		"no version":  {version(""), "Version", "need an exact version such as 9.1.4; LookupStack lists those of the region, got nothing"},
		"minor":       {version("9.1"), "Version", `need an exact version such as 9.1.4; LookupStack lists those of the region, got "9.1"`},
		"latest":      {version("latest"), "Version", `got "latest"`},
		"candidate":   {version("9.2.0-rc1"), "Version", `got "9.2.0-rc1"`},
		"old version": {version("7.17.29"), "Version", `need 8.0.0 or newer, got "7.17.29"`},
		"no template": {
			func(a *elasticcloud.DeploymentArgs) { a.Template = "" }, "Template",
			"need a deployment template of the region, such as aws-storage-optimized or gcp-general-purpose; LookupTemplates lists them, got nothing",
		},
		"template": {func(a *elasticcloud.DeploymentArgs) { a.Template = "storage-optimized" }, "Template", `got "storage-optimized"`},
		"template of another cloud": {
			func(a *elasticcloud.DeploymentArgs) { a.Template = "gcp-general-purpose" }, "Template",
			`need a template that begins with aws-, like the regions there, got "gcp-general-purpose" in the region "us-east-1"`,
		},
		"monitoring": {
			func(a *elasticcloud.DeploymentArgs) { a.MonitoringDeploymentID = pulumi.String("monitoring") }, "MonitoringDeploymentID",
			`need a deployment's id of 32 hexadecimal digits, or "self", got "monitoring"`,
		},
		"plugin":       {func(a *elasticcloud.DeploymentArgs) { a.Plugins = []string{"Analysis ICU"} }, "Plugins[0]", "need the name of a plugin, such as analysis-icu"},
		"plugin twice": {func(a *elasticcloud.DeploymentArgs) { a.Plugins = []string{"a-b", "a-b"} }, "Plugins[1]", `need each plugin once, got "a-b" again`},
	})
}

func TestRegionsThatAreRefused(t *testing.T) {
	t.Parallel()
	const need = "need a region as hosted deployments name it, such as us-east-1, aws-us-east-2, gcp-us-central1 or azure-eastus2"
	assertRefused(t, map[string]refusal{
		"none":                      {region(""), "Region", need + ", got nothing"},
		"as serverless projects do": {region("aws-us-east-1"), "Region", `need us-east-1, as hosted deployments name this region, got "aws-us-east-1"`},
		"as AWS does":               {region("us-east-2"), "Region", `need aws-us-east-2, as hosted deployments name this region, got "us-east-2"`},
		"as Google Cloud does":      {region("us-central1"), "Region", `need gcp-us-central1, as hosted deployments name this region, got "us-central1"`},
		"as Azure does":             {region("eastus2"), "Region", `need azure-eastus2, as hosted deployments name this region, got "eastus2"`},
		"misspelt": {
			region("gcp-us-centrall"), "Region",
			need + `, or AllowUnknownRegion for one that this library does not know yet, got "gcp-us-centrall" (did you mean gcp-us-central1?)`,
		},
		"unlike any": {region("mars-1"), "Region", `or AllowUnknownRegion for one that this library does not know yet, got "mars-1"`},
		"unlike any, and allowed": {
			func(a *elasticcloud.DeploymentArgs) { a.Region, a.AllowUnknownRegion = "Mars", true }, "Region", need + `, got "Mars"`,
		},
		"a known one, and allowed": {
			func(a *elasticcloud.DeploymentArgs) { a.Region, a.AllowUnknownRegion = "aws-us-east-1", true }, "Region", "need us-east-1",
		},
	})
}

// TestOneWrongRegionIsOneMistake: the template and the endpoints are those of the cloud that was meant.
func TestOneWrongRegionIsOneMistake(t *testing.T) {
	t.Parallel()
	_, err := tryDeployment(t, func(a *elasticcloud.DeploymentArgs) {
		a.Region, a.Template = "us-central1", "gcp-general-purpose"
		a.Network.PrivateLink.EndpointIDs = texts("18446744072646845332")
	})
	require.Len(t, component.FieldErrors(err), 1)
	assert.ErrorContains(t, err, "need gcp-us-central1, as hosted deployments name this region")
}

func TestRegionsThatAreAccepted(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"us-east-1", "eu-west-1", "aws-eu-west-2", "aws-eu-central-1", "eu-central-1", "gcp-europe-west3", "azure-westeurope"} {
		graph := runDeployment(t, func(a *elasticcloud.DeploymentArgs) {
			a.Region, a.Template, a.Network = name, templateIn(name), ipAllow("198.51.100.0/24")
		})
		infratest.AssertInputs(t, graph.One(t, deploymentToken), map[string]any{"region": name})
		infratest.AssertInputs(t, graph.One(t, filterToken), map[string]any{"region": name})
	}
	for _, name := range []string{"aws-ap-southeast-7", "gcp-africa-south1", "azure-norwayeast"} {
		runDeployment(t, func(a *elasticcloud.DeploymentArgs) {
			a.Region, a.Template, a.Network, a.AllowUnknownRegion = name, templateIn(name), ipAllow("198.51.100.0/24"), true
		})
	}
}

func TestTiersThatAreRefused(t *testing.T) {
	t.Parallel()
	hot := func(tier elasticcloud.Tier) func(*elasticcloud.DeploymentArgs) {
		return func(a *elasticcloud.DeploymentArgs) { a.Hot = tier }
	}
	scaled := func(tier elasticcloud.Tier) func(*elasticcloud.DeploymentArgs) {
		return func(a *elasticcloud.DeploymentArgs) { a.Hot, a.Autoscale = tier, true }
	}
	const need = "need 1g, 2g, 4g, 8g, 15g, 16g, 29g, 30g, 32g, 58g, 60g, 64g or up to 32 of the last three"
	assertRefused(t, map[string]refusal{
		"no size":       {hot(elasticcloud.Tier{}), "Hot.Size", need + ", got nothing"},
		"7g":            {hot(elasticcloud.Tier{Size: "7g"}), "Hot.Size", need + `, got "7g" (did you mean 4g or 8g?)`},
		"in another":    {hot(elasticcloud.Tier{Size: "8GB"}), "Hot.Size", need + `, got "8GB"`},
		"in megabytes":  {hot(elasticcloud.Tier{Size: "8192m"}), "Hot.Size", `got "8192m"`},
		"a half":        {hot(elasticcloud.Tier{Size: "0.5g"}), "Hot.Size", `got "0.5g"`},
		"nothing":       {hot(elasticcloud.Tier{Size: "0g"}), "Hot.Size", `got "0g"`},
		"100g":          {hot(elasticcloud.Tier{Size: "100g"}), "Hot.Size", `got "100g" (did you mean 64g or 116g?)`},
		"far too large": {hot(elasticcloud.Tier{Size: "20480g"}), "Hot.Size", `got "20480g"`},
		"of a tier": {
			func(a *elasticcloud.DeploymentArgs) { a.Warm = &elasticcloud.Tier{Size: "3g"} }, "Warm.Size", `got "3g" (did you mean 2g or 4g?)`,
		},
		"frozen": {
			func(a *elasticcloud.DeploymentArgs) { a.Frozen = &elasticcloud.Tier{Size: "2g"} }, "Frozen.Size",
			`need 4g or more, the smallest node of this tier, got "2g"`,
		},
		"one zone": {
			hot(elasticcloud.Tier{Size: "8g", Zones: 1}), "Hot.Zones",
			"need 2 to 3 zones, because one zone fails as a whole; Profile development has one, got 1",
		},
		"one zone of another tier": {
			func(a *elasticcloud.DeploymentArgs) { a.Cold = &elasticcloud.Tier{Size: "4g", Zones: 1} }, "Cold.Zones", "need 2 to 3 zones",
		},
		"four zones": {hot(elasticcloud.Tier{Size: "8g", Zones: 4}), "Hot.Zones", "need 2 to 3 zones"},
		"four zones in development": {
			func(a *elasticcloud.DeploymentArgs) { a.Hot.Zones, a.Profile = 4, component.Development }, "Hot.Zones", "need 1 to 3 zones, got 4",
		},
		"no maximum": {
			scaled(elasticcloud.Tier{Size: "8g"}), "Hot.MaxSize",
			"need the most memory in each zone that autoscaling may order, such as 64g: it bounds the cost, got nothing",
		},
		"no maximum of a tier": {
			func(a *elasticcloud.DeploymentArgs) {
				a.Hot.MaxSize, a.Autoscale, a.ML = "64g", true, &elasticcloud.Tier{Size: "1g"}
			}, "ML.MaxSize", "need the most memory in each zone",
		},
		"maximum":       {scaled(elasticcloud.Tier{Size: "8g", MaxSize: "9g"}), "Hot.MaxSize", `got "9g" (did you mean 8g or 15g?)`},
		"small maximum": {scaled(elasticcloud.Tier{Size: "8g", MaxSize: "4g"}), "Hot.MaxSize", `need no less than Size, got "4g", and Size "8g"`},
		"maximum without autoscaling": {
			hot(elasticcloud.Tier{Size: "8g", MaxSize: "64g"}), "Hot.MaxSize", `need Autoscale, without which a tier has its Size, got "64g"`,
		},
		"Kibana": {
			func(a *elasticcloud.DeploymentArgs) { a.Kibana.Size = "3g" }, "Kibana.Size", `need 1g, 2g, 4g, 8g or up to 32 times 8g, got "3g"`,
		},
		"zones of Kibana": {func(a *elasticcloud.DeploymentArgs) { a.Kibana.Zones = 4 }, "Kibana.Zones", "need 1 to 3, got 4"},
	})
}

func TestSizesThatAreAccepted(t *testing.T) {
	t.Parallel()
	for _, size := range []string{"1g", "15g", "16g", "29g", "30g", "32g", "58g", "60g", "64g", "116g", "128g", "180g", "1856g", "2048g"} {
		runDeployment(t, func(a *elasticcloud.DeploymentArgs) { a.Hot.Size = size })
	}
}

func TestExtensionsThatAreRefused(t *testing.T) {
	t.Parallel()
	extension := func(change func(*elasticcloud.InstalledExtension)) func(*elasticcloud.DeploymentArgs) {
		return func(a *elasticcloud.DeploymentArgs) {
			a.Extensions = []elasticcloud.InstalledExtension{{Name: "ranker", Type: "plugin", URL: pulumi.String("repo://1"), Version: "9.1.4"}}
			change(&a.Extensions[0])
		}
	}
	assertRefused(t, map[string]refusal{
		"no name": {extension(func(e *elasticcloud.InstalledExtension) { e.Name = "" }), "Extensions[0].Name", "need the extension's name, got nothing"},
		"no URL": {
			extension(func(e *elasticcloud.InstalledExtension) { e.URL = nil }), "Extensions[0].URL",
			"need where Elastic Cloud has the extension, such as repo://2286113333, got nothing",
		},
		"URL":  {extension(func(e *elasticcloud.InstalledExtension) { e.URL = pulumi.String("2286113333") }), "Extensions[0].URL", `got "2286113333"`},
		"type": {extension(func(e *elasticcloud.InstalledExtension) { e.Type = "plugins" }), "Extensions[0].Type", "need plugin or bundle"},
		"a plugin of another version": {
			extension(func(e *elasticcloud.InstalledExtension) { e.Version = "9.1.3" }), "Extensions[0].Version",
			`need the deployment's own version: Elasticsearch loads a plugin of no other one, got "9.1.3"`,
		},
		"a bundle of another version": {
			extension(func(e *elasticcloud.InstalledExtension) { e.Type, e.Version = "bundle", "9" }), "Extensions[0].Version",
			`need the deployment's own version, or a pattern such as "9.*" or "*", got "9"`,
		},
	})
}

// TestMistakesAreToldAllTogether is the list of mistakes that people make, in one deployment.
func TestMistakesAreToldAllTogether(t *testing.T) {
	t.Parallel()
	graph, err := tryDeployment(t, func(a *elasticcloud.DeploymentArgs) {
		a.Tags, a.Region, a.Template, a.Version = tagging.Set{}, "aws-us-east-1", "storage", "latest"
		a.Hot, a.Autoscale = elasticcloud.Tier{Size: "7g", Zones: 1}, true
		a.Network = ipAllow("0.0.0.0/0")
		a.SnapshotRepository = &elasticcloud.SnapshotRepository{}
	})
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{
		"Tags", "Region", "Template", "Version", "Hot.Size", "Hot.Zones", "Hot.MaxSize", "Network.IPAllow.CIDRs[0]", "SnapshotRepository",
	}, fields)
	assert.Empty(t, graph.All())
}
