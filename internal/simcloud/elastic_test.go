package simcloud_test

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	hostedType            = "ec:index/deployment:Deployment"
	filterType            = "ec:index/deploymentTrafficFilter:DeploymentTrafficFilter"
	filterAssociationType = "ec:index/deploymentTrafficFilterAssociation:DeploymentTrafficFilterAssociation"
	keystoreType          = "ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore"
	extensionType         = "ec:index/deploymentExtension:DeploymentExtension"
	projectType           = "ec:index/elasticsearchProject:ElasticsearchProject"
)

// deployment is a valid one.
func deployment() values {
	return values{
		"name": "search", "region": "us-east-1", "version": "8.17.10", "deploymentTemplateId": "aws-storage-optimized",
		"elasticsearch": values{"hot": tier(nil)}, "kibana": values{},
	}
}

func tier(changes values) values {
	base := values{"size": "8g", "zoneCount": 2, "autoscaling": values{}}
	for k, v := range changes {
		base[k] = v
	}
	return base
}

func filter(region string) values {
	return values{"name": "office", "region": region, "type": "ip", "rules": []any{values{"source": "203.0.113.0/24"}}}
}

func project() values { return values{"name": "shop", "regionId": "aws-us-east-1"} }

func TestElasticTypesAreModelled(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	d := made(t, c, hostedType, "d", props(deployment()))
	f := made(t, c, filterType, "f", props(filter("us-east-1")))
	made(t, c, filterAssociationType, "a", props(values{"deploymentId": string(d.ID), "trafficFilterId": string(f.ID)}))
	k := made(t, c, keystoreType, "k", props(values{"deploymentId": string(d.ID), "settingName": "s3.client.default.access_key", "value": "x"}))
	e := made(t, c, extensionType, "e", props(values{"extensionType": "bundle", "version": "*", "name": "words"}))
	p := made(t, c, projectType, "p", props(project()))
	assert.Empty(t, c.Unmodelled())
	for _, o := range []simcloud.Object{d, f, e, p} {
		assert.Regexp(t, `^[0-9a-f]{32}$`, o.ID)
	}
	assert.True(t, k.Outputs["value"].IsSecret())
	assert.Equal(t, false, open(k.Outputs["asFile"]))
	assert.Contains(t, open(e.Outputs["url"]), "repo://")
	rule := f.Outputs["rules"].ArrayValue()[0].ObjectValue()
	assert.Equal(t, "203.0.113.0/24", open(rule["source"]))
	assert.Regexp(t, `^[0-9a-f]{32}$`, open(rule["id"]))
	assert.NotContains(t, f.Inputs["rules"].ArrayValue()[0].ObjectValue(), resource.PropertyKey("id"), "the inputs stay as they are")
}

func TestDeploymentOutputs(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	with := deployment()
	with["integrationsServer"] = values{}
	o := made(t, c, hostedType, "d", props(with))
	outputs := opened(o.Outputs)
	assert.Equal(t, "elastic", outputs["elasticsearchUsername"])
	assert.Regexp(t, `^[0-9a-f]{24}$`, outputs["elasticsearchPassword"])
	assert.True(t, o.Outputs["elasticsearchPassword"].IsSecret())
	assert.True(t, o.Outputs["apmSecretToken"].IsSecret())
	assert.Regexp(t, `^search-[0-9a-f]{6}$`, outputs["alias"])

	search := o.Outputs["elasticsearch"].ObjectValue()
	id := open(search["resourceId"])
	assert.Regexp(t, `^[0-9a-f]{32}$`, id)
	assert.Equal(t, "https://"+id.(string)+".us-east-1.aws.elastic-cloud.com:443", open(search["httpsEndpoint"]))
	assert.Equal(t, "us-east-1", open(search["region"]))
	name, packed, _ := strings.Cut(open(search["cloudId"]).(string), ":")
	plain, err := base64.StdEncoding.DecodeString(packed)
	require.NoError(t, err)
	kibana := o.Outputs["kibana"].ObjectValue()
	assert.Equal(t, "search", name)
	assert.Equal(t, "us-east-1.aws.elastic-cloud.com:443$"+id.(string)+"$"+open(kibana["resourceId"]).(string), string(plain))
	assert.Equal(t, "8g", open(search["hot"].ObjectValue()["size"]), "what the program gave stays")
	assert.Contains(t, open(o.Outputs["integrationsServer"].ObjectValue()["endpoints"].ObjectValue()["fleet"]), ".fleet.us-east-1")

	bare := deployment()
	delete(bare, "kibana")
	without := made(t, c, hostedType, "bare", props(bare))
	assert.NotContains(t, without.Outputs, resource.PropertyKey("kibana"))
	assert.NotContains(t, without.Outputs, resource.PropertyKey("apmSecretToken"))
	assert.NotEqual(t, open(o.Outputs["elasticsearchPassword"]), open(without.Outputs["elasticsearchPassword"]))
}

func TestDeploymentKeepsSecretsOfItsKeystore(t *testing.T) {
	t.Parallel()
	in := props(deployment())
	in["elasticsearch"].ObjectValue()["keystoreContents"] = resource.NewPropertyValue(values{"a": values{}})
	in["elasticsearch"].ObjectValue()["keystoreContents"].ObjectValue()["a"].ObjectValue()["value"] = hidden("hush")
	o := made(t, simcloud.New(simcloud.Options{}), hostedType, "d", in)
	assert.True(t, o.Outputs["elasticsearch"].ObjectValue()["keystoreContents"].ObjectValue()["a"].ObjectValue()["value"].IsSecret())
}

// The password is told once; an update keeps it unless a reset is asked for.
func TestDeploymentPassword(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, hostedType, "d", props(deployment()))
	first := open(o.Outputs["elasticsearchPassword"])
	more := with(deployment(), values{"tags": values{"owner": "x"}})
	o = changed(t, c, o, more)
	assert.Equal(t, first, open(o.Outputs["elasticsearchPassword"]))
	search := o.Outputs["elasticsearch"]

	reset := with(deployment(), values{"resetElasticsearchPassword": true})
	preview, err := c.Update(context.Background(), simcloud.Request{
		URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs, Inputs: reset, Preview: true,
	})
	require.NoError(t, err)
	assert.True(t, preview.Outputs["elasticsearchPassword"].ContainsUnknowns(), "a preview does not know the next one")
	o = changed(t, c, o, reset)
	second := open(o.Outputs["elasticsearchPassword"])
	assert.NotEqual(t, first, second)

	o = changed(t, c, o, props(deployment()))
	assert.Equal(t, second, open(o.Outputs["elasticsearchPassword"]), "the reset one stays")
	assert.Equal(t, search, o.Outputs["elasticsearch"])

	found, ok, err := c.Read(context.Background(), simcloud.Request{URN: urnOf(hostedType, "old"), ID: "0123456789abcdef0123456789abcdef"})
	require.NoError(t, err)
	require.True(t, ok)
	assert.NotContains(t, found.Outputs, resource.PropertyKey("elasticsearchPassword"), "nobody tells that of an imported deployment")
}

func TestDeploymentPreview(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	o, err := c.Create(context.Background(), simcloud.Request{URN: urnOf(hostedType, "d"), Inputs: props(deployment()), Preview: true})
	require.NoError(t, err)
	assert.True(t, o.Outputs["elasticsearchPassword"].ContainsUnknowns())
	assert.True(t, o.Outputs["elasticsearch"].ObjectValue()["cloudId"].IsComputed())
	assert.True(t, o.Outputs["kibana"].ObjectValue()["httpsEndpoint"].IsComputed())
	assert.Equal(t, "8.17.10", open(o.Outputs["version"]))
}

func TestElasticReplacements(t *testing.T) {
	t.Parallel()
	testChanges(t, hostedType, deployment(), []change{
		{"encryptionKeyPath", nil, "arn:aws:kms:us-east-1:123456789012:key/a", true},
		{"name", "a", "b", false},
		{"region", "us-east-1", "us-west-2", false},
		{"version", "8.17.10", "9.0.7", false},
		{"deploymentTemplateId", "aws-storage-optimized", "aws-general-purpose", false},
		{"elasticsearch", values{"hot": tier(nil)}, values{"hot": tier(values{"size": "16g"})}, false},
		{"trafficFilters", []any{"a"}, []any{"b"}, false},
	})
	testChanges(t, filterType, filter("us-east-1"), []change{{"name", "a", "b", false}, {"region", "us-east-1", "us-west-2", false}, {"type", "ip", "vpce", false}})
	testChanges(t, filterAssociationType, values{"deploymentId": "a", "trafficFilterId": "b"}, []change{{"deploymentId", "a", "c", true}, {"trafficFilterId", "b", "c", true}})
	testChanges(t, keystoreType, values{"deploymentId": "a", "settingName": "b", "value": "c"}, []change{
		{"deploymentId", "a", "x", true}, {"settingName", "b", "x", true}, {"value", "c", "x", false}, {"asFile", false, true, false},
	})
	testChanges(t, extensionType, values{"extensionType": "bundle", "version": "*"}, []change{{"name", "a", "b", false}, {"version", "*", "8.*", false}})
	testChanges(t, projectType, project(), []change{{"name", "a", "b", false}, {"optimizedFor", "general_purpose", "vector", false}})
}

// Names are not unique there: a new object never waits until the old one is gone.
func TestElasticReplacementCreatesFirst(t *testing.T) {
	t.Parallel()
	d := diff(hostedType, props(deployment()), with(deployment(), values{"encryptionKeyPath": "arn:aws:kms:us-east-1:123456789012:key/a"}))
	assert.False(t, d.DeleteBeforeReplace)
	c := simcloud.New(simcloud.Options{})
	made(t, c, hostedType, "a", props(deployment()))
	made(t, c, hostedType, "b", props(deployment()))
}

func TestDeploymentRules(t *testing.T) {
	t.Parallel()
	hot := func(changes values) values { return values{"elasticsearch": values{"hot": tier(changes)}} }
	testRules(t, hostedType, deployment(), []rule{
		{"as it is", nil, "", ""},
		{"version without patch", values{"version": "8.17"}, "version", `need a version such as 8.15.3, got "8.17"`},
		{"latest", values{"version": "latest"}, "version", `need a version such as 8.15.3, got "latest"`},
		{"pre-release", values{"version": "9.1.0-rc1"}, "", ""},
		{"no hot tier", values{"elasticsearch": values{}}, "elasticsearch.hot", "Missing required property 'hot'"},
		{"no autoscaling", values{"elasticsearch": values{"hot": values{"size": "8g"}}}, "elasticsearch.hot.autoscaling", "Missing required property 'autoscaling'"},
		{"megabytes", hot(values{"size": "512m"}), "elasticsearch.hot.size", `failed to convert "512m" to <size><g>`},
		{"no unit", hot(values{"size": "8"}), "elasticsearch.hot.size", `failed to convert "8" to <size><g>`},
		{"quarter", hot(values{"size": "1.25g"}), "elasticsearch.hot.size", `size "1.25g" is invalid: only increments of 0.5g are permitted`},
		{"half", hot(values{"size": "0.5g"}), "", ""},
		{"autoscaling to none", hot(values{"autoscaling": values{"maxSize": "0g"}}), "", ""},
		{"autoscaling", hot(values{"autoscaling": values{"maxSize": "64"}}), "elasticsearch.hot.autoscaling.maxSize", `failed to convert "64" to <size><g>`},
		{"least", hot(values{"autoscaling": values{"minSize": "x"}}), "elasticsearch.hot.autoscaling.minSize", `failed to convert "x" to <size><g>`},
		{"zones", hot(values{"zoneCount": 4}), "elasticsearch.hot.zoneCount", "need 1 to 3, got 4"},
		{"resource", hot(values{"sizeResource": "cpu"}), "elasticsearch.hot.sizeResource", `need one of memory, storage, got "cpu"`},
		{"warm tier", values{"elasticsearch": values{"hot": tier(nil), "warm": tier(values{"size": "8gb"})}}, "elasticsearch.warm.size", `failed to convert "8gb" to <size><g>`},
		{"strategy", values{"elasticsearch": values{"hot": tier(nil), "strategy": "fast"}}, "elasticsearch.strategy",
			`need one of autodetect, grow_and_shrink, rolling_grow_and_shrink, rolling_all, got "fast"`},
		{"kibana", values{"kibana": values{"size": "1"}}, "kibana.size", `failed to convert "1" to <size><g>`},
		{"no region", values{"region": nil}, "region", "Missing required property 'region'"},
		{"no such input", values{"cloudId": "x"}, "cloudId", "Unknown property 'cloudId'"},
	})
	testRules(t, filterType, filter("us-east-1"), []rule{
		{"as it is", nil, "", ""},
		{"mangled type", values{"type": "azurePrivateEndpoint"}, "type",
			`need one of ip, vpce, azure_private_endpoint, gcp_private_service_connect_endpoint, remote_cluster, got "azurePrivateEndpoint"`},
		{"no rules", values{"rules": []any{}}, "rules", "need 1 to 128 rules, got 0"},
		{"rules left out", values{"rules": nil}, "rules", "need 1 to 128 rules, got 0"},
		{"rules not known yet", values{"rules": later()}, "", ""},
		{"host name", values{"rules": []any{values{"source": "example.com"}}}, "rules[0].source", `need an address or a CIDR block, got "example.com"`},
		{"one address", values{"rules": []any{values{"source": "203.0.113.7"}}}, "", ""},
		{"endpoint", values{"type": "vpce", "rules": []any{values{"source": "vpce-0123456789abcdef0"}}}, "", ""},
	})
	testRules(t, extensionType, values{"version": "*", "extensionType": "bundle"}, []rule{
		{"type", values{"extensionType": "zip"}, "extensionType", `need one of bundle, plugin, got "zip"`},
	})
	testRules(t, projectType, project(), []rule{
		{"as it is", nil, "", ""},
		{"mangled profile", values{"optimizedFor": "generalPurpose"}, "optimizedFor", `need one of general_purpose, vector, got "generalPurpose"`},
		{"alias", values{"alias": "shop-"}, "alias", `need a letter, then letters, digits and '-', with no '-' at the end, got "shop-"`},
		{"long alias", values{"alias": strings.Repeat("a", 51)}, "alias", "need at most 50 characters, got 51"},
		{"long name", values{"name": strings.Repeat("a", 256)}, "name", "need at most 255 characters, got 256"},
		{"power", values{"searchLake": values{"searchPower": 4}}, "searchLake.searchPower", "need 5 to 3000, got 4"},
		{"window", values{"searchLake": values{"boostWindow": 181}}, "searchLake.boostWindow", "need 0 to 180, got 181"},
		{"tag key", values{"metadata": values{"tags": values{"Owner": "x"}}}, "metadata.tags",
			`need keys of a lower-case letter, then up to 31 lower-case letters, digits, '_' and '-', got "Owner"`},
	})
}

// refusedUpdate changes an object and expects a refusal.
func refusedUpdate(t *testing.T, c *simcloud.Cloud, o simcloud.Object, inputs resource.PropertyMap) *simcloud.RefusedError {
	t.Helper()
	_, err := c.Update(context.Background(), simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs, Inputs: inputs})
	var refused *simcloud.RefusedError
	require.ErrorAs(t, err, &refused)
	return refused
}

func refusedCreate(t *testing.T, c *simcloud.Cloud, typ string, inputs values) *simcloud.RefusedError {
	t.Helper()
	_, err := c.Create(context.Background(), simcloud.Request{URN: urnOf(typ, "refused"), Inputs: props(inputs)})
	var refused *simcloud.RefusedError
	require.ErrorAs(t, err, &refused)
	return refused
}

func TestDeploymentRegions(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	for region, known := range map[string]bool{
		"us-east-1": true, "aws-us-east-1": false, "us-east-2": false, "aws-us-east-2": true, "gcp-us-central1": true, "us-central1": false,
		"azure-eastus2": true, "eu-central-1": true, "aws-eu-central-1": true,
	} {
		in := deployment()
		in["region"] = region
		_, err := c.Create(context.Background(), simcloud.Request{URN: urnOf(hostedType, "d"+region), Inputs: props(in)})
		if known {
			require.NoError(t, err, region)
			continue
		}
		require.ErrorContains(t, err, "templates.region_not_found: Region ["+region+"] was not found")
	}
	assert.Equal(t, "root.region_not_found", refusedCreate(t, c, filterType, filter("aws-us-east-1")).Code)
	assert.Equal(t, "Region [us-east-1] not found", refusedCreate(t, c, projectType, values{"regionId": "us-east-1"}).Reason)

	o := made(t, c, hostedType, "moved", props(deployment()))
	assert.Equal(t, "the region cannot be changed after creation", refusedUpdate(t, c, o, with(deployment(), values{"region": "us-west-2"})).Reason)
	p := made(t, c, projectType, "moved", props(project()))
	assert.Equal(t, "the region cannot be changed after creation", refusedUpdate(t, c, p, with(project(), values{"regionId": "aws-eu-west-1"})).Reason)
}

func TestDeploymentVersions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from, to string
		allowed  bool
	}{
		{"8.17.10", "8.18.7", true},
		{"8.18.7", "9.1.4", false},
		{"8.18.7", "9.0.7", true},
		{"8.19.4", "9.1.4", true},
		{"8.19.4", "9.0.7", false},
		{"8.9.2", "8.17.10", true}, // numbers, not texts
		{"8.17.10", "8.17.9", false},
		{"8.17.10", "7.17.29", false},
		{"8.17.10", "9.0.7", false}, // first to the last minors of 8
		{"7.17.29", "9.0.7", false},
		{"7.17.29", "8.17.10", true},
	} {
		c := simcloud.New(simcloud.Options{})
		in := deployment()
		in["version"] = test.from
		o := made(t, c, hostedType, "d", props(in))
		next := with(deployment(), values{"version": test.to})
		if test.allowed {
			assert.Equal(t, test.to, open(changed(t, c, o, next).Outputs["version"]))
			continue
		}
		assert.Equal(t, "the version cannot change from "+test.from+" to "+test.to, refusedUpdate(t, c, o, next).Reason)
	}
}

func TestTrafficFilterAssociations(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	d := made(t, c, hostedType, "d", props(deployment()))
	f := made(t, c, filterType, "f", props(filter("us-east-1")))
	far := made(t, c, filterType, "far", props(filter("aws-us-east-2")))
	pair := func(filter simcloud.Object) values {
		return values{"deploymentId": string(d.ID), "trafficFilterId": string(filter.ID)}
	}
	made(t, c, filterAssociationType, "a", props(pair(f)))
	assert.Equal(t, "traffic_filter.association_exists", refusedCreate(t, c, filterAssociationType, pair(f)).Code)
	assert.Contains(t, refusedCreate(t, c, filterAssociationType, pair(far)).Reason, "is in region aws-us-east-2, and the deployment in us-east-1")
	made(t, c, filterAssociationType, "unknown", props(values{"deploymentId": "elsewhere", "trafficFilterId": "elsewhere"}))

	in := deployment()
	in["trafficFilters"] = []any{string(far.ID)}
	assert.Equal(t, "traffic_filter.region_mismatch", refusedCreate(t, c, hostedType, in).Code)
	in["trafficFilters"] = []any{string(f.ID), "elsewhere"}
	own := made(t, c, hostedType, "own", props(in))
	assert.Equal(t, "traffic_filter.association_exists",
		refusedCreate(t, c, filterAssociationType, values{"deploymentId": string(own.ID), "trafficFilterId": string(f.ID)}).Code)

	// The provider takes a filter off its deployments before it deletes it: nothing refuses.
	require.NoError(t, c.Delete(context.Background(), simcloud.Request{URN: f.URN, ID: f.ID, OldInputs: f.Inputs}))
}

func TestProjectOutputs(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	in := project()
	in["metadata"] = values{"tags": values{"owner": "x"}}
	o := made(t, c, projectType, "p", props(in))
	require.True(t, o.Outputs["credentials"].IsSecret())
	credentials := o.Outputs["credentials"].SecretValue().Element.ObjectValue()
	assert.Equal(t, "admin", open(credentials["username"]))
	assert.Regexp(t, `^[0-9a-f]{24}$`, open(credentials["password"]))
	assert.Regexp(t, `^https://shop-[0-9a-f]{6}\.es\.us-east-1\.aws\.elastic-cloud\.com:443$`, open(o.Outputs["endpoints"].ObjectValue()["elasticsearch"]))
	assert.Equal(t, "x", open(o.Outputs["metadata"].ObjectValue()["tags"].ObjectValue()["owner"]))
	assert.Equal(t, "general_purpose", open(o.Outputs["optimizedFor"]))

	in["alias"] = "store"
	next := changed(t, c, o, props(in))
	assert.Equal(t, o.Outputs["credentials"], next.Outputs["credentials"])
	assert.Equal(t, "https://store.kb.us-east-1.aws.elastic-cloud.com:443", open(next.Outputs["endpoints"].ObjectValue()["kibana"]))
}

func TestElasticDurations(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	update := func(changes values) time.Duration {
		return c.Duration(simcloud.OpUpdate, simcloud.Request{URN: urnOf(hostedType, "d"), OldInputs: props(deployment()), Inputs: with(deployment(), changes)})
	}
	assert.Equal(t, 7*time.Minute, c.Duration(simcloud.OpCreate, simcloud.Request{URN: urnOf(hostedType, "d"), Inputs: props(deployment())}))
	assert.Equal(t, 10*time.Minute, update(values{"version": "8.18.7"}))
	assert.Equal(t, 7*time.Minute, update(values{"kibana": values{"size": "2g"}}))
	assert.Equal(t, 20*time.Second, update(values{"tags": values{"owner": "x"}}))
	assert.Less(t, c.Duration(simcloud.OpCreate, simcloud.Request{URN: urnOf(filterType, "f")}), 10*time.Second)
}
