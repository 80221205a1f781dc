package twingate_test

import (
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/internal/binding/bindingtest"
	"github.com/groundwork-go/groundwork/twingate"
)

const (
	providerToken  = "pulumi:providers:twingate"
	networkToken   = "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork"
	connectorToken = "twingate:index/twingateConnector:TwingateConnector"
	tokensToken    = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
	resourceToken  = "twingate:index/twingateResource:TwingateResource"
	keyToken       = "twingate:index/twingateServiceAccountKey:TwingateServiceAccountKey"
)

// providerSchema is written down from the schema of the Pulumi provider twingate v4.3.1 and, for what replaces, the source of the Terraform
// provider of that version.
var providerSchema = map[string]bindingtest.Type{
	providerToken: {
		Args: twingate.ProviderArgs{}, State: twingate.Provider{},
		Inputs:  "apiToken string, cache Cache, defaultTags DefaultTags, httpMaxRetry int, httpTimeout int, network string, url string",
		NoState: "cache defaultTags httpMaxRetry httpTimeout",
		Secrets: "apiToken",
	},
	networkToken: {
		Args: twingate.RemoteNetworkArgs{}, State: twingate.RemoteNetwork{}, Inputs: "location string, name string, type string~",
	},
	connectorToken: {
		Args: twingate.ConnectorArgs{}, State: twingate.Connector{},
		Inputs:  "name string, remoteNetworkId string!~, statusUpdatesEnabled bool",
		Outputs: "hostname privateIps publicIp state version",
	},
	tokensToken: {
		Args: twingate.ConnectorTokensArgs{}, State: twingate.ConnectorTokens{},
		Inputs: "connectorId string!~, keepers map~", Outputs: "accessToken refreshToken", Secrets: "accessToken refreshToken",
	},
	resourceToken: {
		Args: twingate.ResourceArgs{}, State: twingate.Resource{},
		Inputs: "accessGroups []AccessGroup, accessPolicies []AccessPolicy, accessServices []AccessService, address string!, alias string, " +
			"isActive bool, isAuthoritative bool, isBrowserShortcutEnabled bool, isVisible bool, name string, protocols Protocols, " +
			"remoteNetworkId string!, routingMode string, securityPolicyId string, tags map",
		Outputs: "tagsAll",
		NoState: "accessGroups accessPolicies accessServices protocols",
	},
	"twingate:index/twingateGroup:TwingateGroup": {
		Args: twingate.GroupArgs{}, State: twingate.Group{}, Inputs: "isAuthoritative bool, name string, userIds list",
	},
	"twingate:index/twingateServiceAccount:TwingateServiceAccount": {
		Args: twingate.ServiceAccountArgs{}, State: twingate.ServiceAccount{}, Inputs: "name string",
	},
	keyToken: {
		Args: twingate.ServiceAccountKeyArgs{}, State: twingate.ServiceAccountKey{},
		Inputs: "expirationTime int~, name string, serviceAccountId string!~", Outputs: "isActive token", Secrets: "token",
	},
}

const nameFilters = "name string, nameContains string, nameExclude string, namePrefix string, nameRegexp string, nameSuffix string"

// nestedSchema are the blocks, by the name of what binds them. The schema requires no input of a block.
var nestedSchema = map[string]bindingtest.Type{
	"Cache": {
		Args: twingate.Cache{}, Inputs: "groupsEnabled bool, groupsFilter GroupsFilter, resourceEnabled bool, resourcesFilter ResourcesFilter",
	},
	"GroupsFilter":    {Args: twingate.GroupsFilter{}, Inputs: "isActive bool, types list, " + nameFilters},
	"ResourcesFilter": {Args: twingate.ResourcesFilter{}, Inputs: "tags map, " + nameFilters},
	"DefaultTags":     {Args: twingate.DefaultTags{}, Inputs: "tags map"},
	"Protocols":       {Args: twingate.Protocols{}, Inputs: "allowIcmp bool, tcp Protocol, udp Protocol"},
	"Protocol":        {Args: twingate.Protocol{}, Inputs: "policy string, ports list"},
	"AccessGroup":     {Args: twingate.AccessGroup{}, Inputs: "accessPolicies []AccessPolicy, groupId string, securityPolicyId string"},
	"AccessPolicy":    {Args: twingate.AccessPolicy{}, Inputs: "approvalMode string, duration string, mode string"},
	"AccessService":   {Args: twingate.AccessService{}, Inputs: "serviceAccountId string"},
}

func TestBindingsHaveThePropertiesOfTheSchema(t *testing.T) {
	t.Parallel()
	bindingtest.Schema{Package: "twingate", Types: providerSchema, Blocks: nestedSchema}.Check(t)
}

// The schema says which outputs can be missing; every other one always has a value.
func TestOutputsThatCanBeMissing(t *testing.T) {
	t.Parallel()
	var missing []string
	for token, bound := range providerSchema {
		for name, field := range bindingtest.Properties(reflect.TypeOf(bound.State)) {
			switch reflect.Zero(field.Type).Interface().(type) {
			case pulumi.StringPtrOutput, pulumi.BoolPtrOutput, pulumi.IntPtrOutput:
				missing = append(missing, token+" "+name)
			}
		}
	}
	assert.ElementsMatch(t, []string{
		providerToken + " apiToken", providerToken + " network", providerToken + " url", resourceToken + " alias", resourceToken + " routingMode",
	}, missing)
}

// functionSchema are the functions, from the same schema: what they take and what they give.
var functionSchema = map[string]struct {
	query, found any
	takes, gives string
}{
	"getTwingateGroups": {
		query: twingate.GroupsQuery{}, found: twingate.FoundGroup{},
		takes: "isActive bool, types list, " + nameFilters, gives: "id string!, isActive bool!, name string!, type string!",
	},
	"getTwingateRemoteNetwork": {
		query: twingate.RemoteNetworkQuery{}, found: twingate.FoundRemoteNetwork{},
		takes: "id string, name string", gives: "id string!, location string!, name string!, type string!",
	},
	"getTwingateSecurityPolicy": {
		query: twingate.SecurityPolicyQuery{}, found: twingate.FoundSecurityPolicy{}, takes: "id string, name string", gives: "id string!, name string!",
	},
	"getTwingateConnector": {
		found: twingate.FoundConnector{},
		gives: "hostname string!, id string!, name string!, privateIps list, publicIp string!, remoteNetworkId string!, state string!, " +
			"statusUpdatesEnabled bool!, version string!",
	},
	"getTwingateUsers": {
		query: twingate.UsersQuery{}, found: twingate.FoundUser{},
		takes: "email string, emailContains string, emailExclude string, emailPrefix string, emailRegexp string, emailSuffix string, roles list",
		gives: "email string!, firstName string!, id string!, lastName string!, role string!, type string!",
	},
}

func TestLookupsHaveThePropertiesOfTheSchema(t *testing.T) {
	t.Parallel()
	for name, function := range functionSchema {
		assert.Equal(t, parse(function.gives), bindingtest.Kinds(reflect.TypeOf(function.found)), name)
		if function.query != nil {
			assert.Equal(t, parse(function.takes), bindingtest.Kinds(reflect.TypeOf(function.query)), name)
		}
	}
}

func parse(properties string) map[string]string {
	kinds, _ := bindingtest.Type{Inputs: properties}.Kinds()
	return kinds
}
