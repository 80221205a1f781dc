package simcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	getGroups         = "twingate:index/getTwingateGroups:getTwingateGroups"
	getGroup          = "twingate:index/getTwingateGroup:getTwingateGroup"
	getNetwork        = "twingate:index/getTwingateRemoteNetwork:getTwingateRemoteNetwork"
	getSecurityPolicy = "twingate:index/getTwingateSecurityPolicy:getTwingateSecurityPolicy"
	getUsers          = "twingate:index/getTwingateUsers:getTwingateUsers"
	getConnector      = "twingate:index/getTwingateConnector:getTwingateConnector"
)

func TestTwingateGroupsAreFound(t *testing.T) {
	t.Parallel()
	found := func(args values) []string {
		var names []string
		for _, group := range ask(t, getGroups, args)["groups"].ArrayValue() {
			names = append(names, open(group.ObjectValue()["name"]).(string)+" "+open(group.ObjectValue()["type"]).(string))
		}
		return names
	}
	for name, test := range map[string]struct {
		args values
		want []string
	}{
		"by name":        {values{"name": "Engineers"}, []string{"Engineers MANUAL"}},
		"synced":         {values{"name": "Engineers", "types": []any{"SYNCED"}}, []string{"Engineers SYNCED"}},
		"all":            {nil, []string{"Everyone SYSTEM"}},
		"by its name":    {values{"name": "Everyone"}, []string{"Everyone SYSTEM"}},
		"by start":       {values{"namePrefix": "Every"}, []string{"Everyone SYSTEM"}},
		"by other start": {values{"namePrefix": "Eng"}, nil},
		"by end":         {values{"nameSuffix": "ops"}, nil},
		"by part":        {values{"nameContains": "ops"}, nil},
		"by form":        {values{"nameRegexp": "^E.*e$"}, []string{"Everyone SYSTEM"}},
		"by other form":  {values{"nameRegexp": "^x"}, nil},
		"not by part":    {values{"nameExclude": "one"}, nil},
		"of other type":  {values{"types": []any{"SYNCED"}}, nil},
		"inactive":       {values{"isActive": false}, nil},
	} {
		assert.Equal(t, test.want, found(test.args), name)
	}
	id := func(args values) any {
		return open(ask(t, getGroups, args)["groups"].ArrayValue()[0].ObjectValue()["id"])
	}
	assert.Equal(t, id(values{"name": "Engineers"}), id(values{"name": "Engineers", "isActive": true}), "one name has one id")
	assert.NotEqual(t, id(values{"name": "Engineers"}), id(values{"name": "Support"}))
}

func TestTwingateLookUps(t *testing.T) {
	t.Parallel()
	policy := ask(t, getSecurityPolicy, values{"name": "Default Policy"})
	assert.Equal(t, open(policy["id"]), open(made(t, simcloud.New(simcloud.Options{}), privateResourceType, "r",
		props(privateResource())).Outputs["securityPolicyId"]), "what a resource has that names none")
	group := ask(t, getGroup, values{"id": "R3JvdXA6MQ=="})
	assertValues(t, opened(group), values{"id": "R3JvdXA6MQ==", "type": "MANUAL", "isActive": true})
	network := ask(t, getNetwork, values{"name": "net"})
	assertValues(t, opened(network), values{"name": "net", "type": "REGULAR"})
	assertValues(t, opened(ask(t, getNetwork, values{"id": someNetwork})), values{"id": someNetwork})
	users := func(args values) []resource.PropertyValue { return ask(t, getUsers, args)["users"].ArrayValue() }
	require.Len(t, users(values{"email": "ann@example.com"}), 1)
	assertValues(t, opened(users(values{"email": "ann@example.com", "roles": []any{"ADMIN"}})[0].ObjectValue()), values{
		"email": "ann@example.com", "firstName": "ann", "role": "ADMIN", "type": "MANUAL",
	})
	assert.Empty(t, users(values{"emailSuffix": "@example.com"}))
	running := ask(t, getConnector, values{"id": "Q29ubmVjdG9yOjE="})
	assertValues(t, opened(running), values{"id": "Q29ubmVjdG9yOjE=", "state": "ALIVE"})
	assert.Len(t, running["privateIps"].ArrayValue(), 1)
}

func TestTwingateLookUpsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		token  string
		args   values
		reason string
	}{
		{getGroups, values{"name": "a", "namePrefix": "a"},
			"need at most one of name, nameContains, nameExclude, namePrefix, nameRegexp, nameSuffix, got name, namePrefix"},
		{getGroups, values{"nameRegexp": "("}, "need a regular expression"},
		{getUsers, values{"email": "a", "emailPrefix": "a"},
			"need at most one of email, emailContains, emailExclude, emailPrefix, emailRegexp, emailSuffix, got email, emailPrefix"},
		{getGroup, values{}, "need an id, got none"},
		{getConnector, values{}, "need an id, got none"},
		{getNetwork, values{}, "need exactly one of id, name, got none"},
		{getSecurityPolicy, values{"id": "a", "name": "b"}, "need exactly one of id, name, got id, name"},
	} {
		_, failures, err := simcloud.New(simcloud.Options{}).Invoke(ctx, simcloud.Place{}, test.token, props(test.args))
		require.NoError(t, err)
		require.Len(t, failures, 1, test.token)
		assert.Contains(t, failures[0].Reason, test.reason)
	}
	_, failures, err := simcloud.New(simcloud.Options{}).Invoke(ctx, simcloud.Place{}, getGroup, resource.PropertyMap{"id": later()})
	require.NoError(t, err)
	assert.Empty(t, failures)
}
