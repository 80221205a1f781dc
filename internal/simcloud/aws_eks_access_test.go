package simcloud_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	entryType       = "aws:eks/accessEntry:AccessEntry"
	policyType      = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
	podIdentityType = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
	oidcType        = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"

	deployer = "arn:aws:iam::123456789012:role/deployer"
	viewing  = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
)

var (
	entryBase   = values{"clusterName": "blue", "principalArn": deployer}
	policyBase  = values{"clusterName": "blue", "principalArn": deployer, "policyArn": viewing, "accessScope": values{"type": "cluster"}}
	podsBase    = values{"clusterName": "blue", "namespace": "shop", "serviceAccount": "api", "roleArn": "arn:aws:iam::123456789012:role/api"}
	oidcBase    = values{"url": "https://oidc.eks.us-east-1.amazonaws.com/id/AB", "clientIdLists": []any{"sts.amazonaws.com"}}
	byEntry     = access(values{"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": false})
	needCluster = `need a letter or digit, then letters, digits, '-' and '_', got "-"`
)

func TestAccessEntries(t *testing.T) {
	testRules(t, entryType, entryBase, []rule{
		{"as it is", nil, "", ""},
		{"user", values{"principalArn": "arn:aws:iam::123456789012:user/ann"}, "", ""},
		{"cluster", values{"clusterName": "-"}, "clusterName", needCluster},
		{"session", values{"principalArn": "arn:aws:sts::123456789012:assumed-role/a/b"}, "principalArn",
			`need the ARN of a role or user, got "arn:aws:sts::123456789012:assumed-role/a/b"`},
		{"kind", values{"type": "LINUX"}, "type", `need one of STANDARD, EC2, EC2_LINUX, EC2_WINDOWS, FARGATE_LINUX, HYBRID_LINUX, got "LINUX"`},
	})
	testChanges(t, entryType, entryBase, []change{
		{"clusterName", "a", "b", true}, {"principalArn", "a", "b", true}, {"type", "STANDARD", "EC2_LINUX", true}, {"type", nil, "EC2_LINUX", true},
		{"type", nil, "STANDARD", false}, {"kubernetesGroups", []any{"a"}, []any{"b"}, false}, {"userName", "a", "b", false},
	})
	c := simcloud.New(simcloud.Options{})
	entry := made(t, c, entryType, "deployer", props(entryBase))
	assert.EqualValues(t, "blue:"+deployer, entry.ID)
	assertValues(t, opened(entry.Outputs), values{"type": "STANDARD", "userName": "arn:aws:sts::123456789012:assumed-role/deployer/{{SessionName}}"})
	assert.Regexp(t, `^arn:aws:eks:us-east-1:123456789012:access-entry/blue/role/123456789012/deployer/[0-9a-f-]{36}$`, open(entry.Outputs["accessEntryArn"]))
	assert.Regexp(t, `^2024-`, open(entry.Outputs["createdAt"]))
	nodes := made(t, c, entryType, "nodes", props(values{"clusterName": "blue", "principalArn": "arn:aws:iam::123456789012:role/n", "type": "EC2_LINUX"}))
	assert.Equal(t, "system:node:{{EC2PrivateDNSName}}", open(nodes.Outputs["userName"]))
	const ann = "arn:aws:iam::123456789012:user/ann"
	user := made(t, c, entryType, "ann", props(values{"clusterName": "blue", "principalArn": ann}))
	assert.Equal(t, ann, open(user.Outputs["userName"]))
	assert.Contains(t, open(user.Outputs["accessEntryArn"]), "access-entry/blue/user/123456789012/ann/")
	for _, typ := range []string{entryType, policyType, podIdentityType, oidcType, launchTemplateType} {
		assert.Equal(t, 3*time.Second, takes(typ, simcloud.OpCreate, nil, nil), typ)
	}
}

func TestWhoMayEnterACluster(t *testing.T) {
	const inUse, taken = "ResourceInUseException", "The specified access entry resource is already in use on this cluster."
	const oldMode = "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation."
	sandbox := values{"principalArn": "arn:aws:iam::123456789012:role/sandbox"}
	creatorToo := access(values{"authenticationMode": "API"})
	for _, test := range []struct {
		name         string
		cluster      values
		typ          string
		beside       values
		entry        values
		code, reason string
	}{
		{"one", byEntry, "", nil, nil, "", ""},
		{"both ways", access(values{"authenticationMode": "API_AND_CONFIG_MAP"}), "", nil, nil, "", ""},
		{"the old way", nil, "", nil, nil, "InvalidRequestException", oldMode},
		{"another principal", byEntry, entryType, with(entryBase, sandbox).Mappable(), nil, "", ""},
		{"another cluster", byEntry, entryType, with(entryBase, values{"clusterName": "green"}).Mappable(), nil, "", ""},
		{"who made the cluster", creatorToo, "", nil, sandbox, inUse, taken},
		{"who made the cluster and declined", byEntry, "", nil, sandbox, "", ""},
		{"nodes", byEntry, nodeGroupType, nodeGroupBase, values{"principalArn": nodeGroupBase["nodeRoleArn"], "type": "EC2_LINUX"}, inUse, taken},
		{"nodes of another cluster", byEntry, nodeGroupType, with(nodeGroupBase, values{"clusterName": "green"}).Mappable(),
			values{"principalArn": nodeGroupBase["nodeRoleArn"], "type": "EC2_LINUX"}, "", ""},
		{"pods", byEntry, fargateType, fargateBase, values{"principalArn": fargateBase["podExecutionRoleArn"], "type": "FARGATE_LINUX"}, inUse, taken},
		{"a group", byEntry, "", nil, values{"kubernetesGroups": []any{"admins"}}, "", ""},
		{"a group of the system", byEntry, "", nil, values{"kubernetesGroups": []any{"admins", "system:masters"}}, "InvalidParameterException",
			"The kubernetes group name system:masters is invalid, it cannot start with system:"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			aCluster(t, c, test.cluster)
			if test.typ != "" {
				made(t, c, test.typ, "beside", props(test.beside))
			}
			_, err := created(c, entryType, "x", with(entryBase, test.entry))
			assertRefused(t, err, test.code, test.reason)
		})
	}
	c := simcloud.New(simcloud.Options{})
	aCluster(t, c, byEntry)
	entry := made(t, c, entryType, "x", props(entryBase))
	_, err := created(c, entryType, "again", props(entryBase))
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict, "a principal has one entry in a cluster")
	require.NoError(t, updated(c, entry, with(entryBase, values{"kubernetesGroups": []any{"admins"}})))
	own := with(entryBase, values{"principalArn": nodeGroupBase["nodeRoleArn"], "type": "EC2_LINUX"})
	early := made(t, c, entryType, "early", own)
	made(t, c, nodeGroupType, "x", props(nodeGroupBase))
	require.NoError(t, updated(c, early, with(own.Mappable(), values{"tags": values{"a": "b"}})), "a group takes the entry that is there")
	assertRefused(t, updated(c, entry, with(entryBase, values{"kubernetesGroups": []any{"system:x"}})), "InvalidParameterException",
		"The kubernetes group name system:x is invalid, it cannot start with system:")
}

func TestAccessPolicies(t *testing.T) {
	scope := func(about values) values { return values{"accessScope": about} }
	testRules(t, policyType, policyBase, []rule{
		{"as it is", nil, "", ""},
		{"cluster", values{"clusterName": "-"}, "clusterName", needCluster},
		{"principal", values{"principalArn": "ann"}, "principalArn", `need the ARN of a role or user, got "ann"`},
		{"an IAM policy", values{"policyArn": "arn:aws:iam::aws:policy/ViewOnlyAccess"}, "policyArn",
			`need the ARN of an access policy such as arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy, got "arn:aws:iam::aws:policy/ViewOnlyAccess"`},
		{"scope", scope(values{"type": "pod"}), "accessScope.type", `need one of cluster, namespace, got "pod"`},
		{"namespaces", scope(values{"type": "namespace", "namespaces": []any{"shop"}}), "", ""},
		{"no namespaces", scope(values{"type": "namespace"}), "accessScope.namespaces", "need 1 or more with type namespace, got none"},
		{"namespaces of all", scope(values{"type": "cluster", "namespaces": []any{"shop"}}), "accessScope.namespaces", "need none with type cluster, got 1"},
	})
	assert.Empty(t, check(policyType, with(policyBase, scope(values{"type": "namespace", "namespaces": later()}))), "unknown namespaces may be some")
	testChanges(t, policyType, policyBase, []change{
		{"clusterName", "a", "b", true}, {"principalArn", "a", "b", true}, {"policyArn", "a", "b", true}, {"accessScope", values{"type": "a"}, values{"type": "b"}, true},
	})
	const missing = "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'."
	c := simcloud.New(simcloud.Options{})
	aCluster(t, c, byEntry)
	_, err := created(c, policyType, "x", props(policyBase))
	assertRefused(t, err, "ResourceNotFoundException", missing)
	made(t, c, entryType, "x", props(entryBase))
	_, err = created(c, policyType, "other", with(policyBase, values{"principalArn": "arn:aws:iam::123456789012:role/other"}))
	assertRefused(t, err, "ResourceNotFoundException", missing)
	viewer := made(t, c, policyType, "x", props(policyBase))
	assert.EqualValues(t, "blue#"+deployer+"#"+viewing, viewer.ID)
	assert.Regexp(t, `^2024-`, open(viewer.Outputs["associatedAt"]))
	_, err = created(c, policyType, "elsewhere", with(policyBase, values{"clusterName": "green"}))
	require.NoError(t, err)

	c = simcloud.New(simcloud.Options{})
	aCluster(t, c, nil)
	_, err = created(c, policyType, "x", props(policyBase))
	assertRefused(t, err, "InvalidRequestException", "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.")
	c = simcloud.New(simcloud.Options{})
	aCluster(t, c, access(values{"authenticationMode": "API"}))
	_, err = created(c, policyType, "creator", with(policyBase, values{"principalArn": "arn:aws:iam::123456789012:role/sandbox"}))
	require.NoError(t, err, "who made the cluster has an entry")
}

func TestPodIdentities(t *testing.T) {
	testRules(t, podIdentityType, podsBase, []rule{
		{"as it is", nil, "", ""},
		{"cluster", values{"clusterName": "-"}, "clusterName", needCluster},
		{"role", values{"roleArn": "api"}, "roleArn", `need an ARN, got "api"`},
	})
	testChanges(t, podIdentityType, podsBase, []change{
		{"clusterName", "a", "b", true}, {"namespace", "a", "b", true}, {"serviceAccount", "a", "b", true}, {"roleArn", "a", "b", false},
	})
	c := simcloud.New(simcloud.Options{})
	pods := made(t, c, podIdentityType, "api", props(podsBase))
	assert.Regexp(t, `^a-[0-9a-f]{17}$`, pods.ID)
	assertValues(t, opened(pods.Outputs), values{
		"associationId": string(pods.ID), "associationArn": "arn:aws:eks:us-east-1:123456789012:podidentityassociation/blue/" + string(pods.ID),
	})
	_, err := created(c, podIdentityType, "again", with(podsBase, values{"roleArn": "arn:aws:iam::123456789012:role/other"}))
	assertRefused(t, err, "ResourceInUseException", "Association already exists: "+string(pods.ID))
	next := changed(t, c, pods, with(podsBase, values{"roleArn": "arn:aws:iam::123456789012:role/other"}))
	assert.Equal(t, pods.Outputs["associationArn"], next.Outputs["associationArn"])
	for _, another := range []values{{"clusterName": "green"}, {"namespace": "mail"}, {"serviceAccount": "web"}} {
		_, err := created(c, podIdentityType, "another", with(podsBase, another))
		require.NoError(t, err)
	}
}

func TestOpenIDConnectProviders(t *testing.T) {
	testRules(t, oidcType, oidcBase, []rule{
		{"as it is", nil, "", ""},
		{"plain", values{"url": "http://example.com"}, "url", `need a URL that begins with https://, got "http://example.com"`},
		{"nobody", values{"clientIdLists": []any{""}}, "clientIdLists[0]", "need 1 to 255 characters, got 0"},
		{"thumbprint", values{"thumbprintLists": []any{strings.Repeat("a", 40)}}, "", ""},
		{"short thumbprint", values{"thumbprintLists": []any{"ab"}}, "thumbprintLists[0]", "need 40 characters, got 2"},
	})
	testChanges(t, oidcType, oidcBase, []change{{"url", "https://a", "https://b", true}, {"clientIdLists", []any{"a"}, []any{"b"}, false},
		{"thumbprintLists", []any{"a"}, []any{"b"}, false}})
	c := simcloud.New(simcloud.Options{})
	provider := made(t, c, oidcType, "blue", props(oidcBase))
	assert.EqualValues(t, "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AB", provider.ID)
	assertValues(t, opened(provider.Outputs), values{"arn": string(provider.ID), "url": "oidc.eks.us-east-1.amazonaws.com/id/AB"})
	assert.Regexp(t, `^[0-9a-f]{40}$`, listed(provider.Outputs["thumbprintLists"])[0])
	_, err := created(c, oidcType, "again", props(oidcBase))
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict, "an account has a provider once")
	_, err = created(c, oidcType, "green", with(oidcBase, values{"url": "https://oidc.eks.us-east-1.amazonaws.com/id/CD"}))
	require.NoError(t, err)
	require.NoError(t, updated(c, provider, with(oidcBase, values{"clientIdLists": []any{"sts.amazonaws.com", "b"}})))
}
