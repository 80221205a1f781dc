package simcloud_test

import (
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
	eksClusterType = "aws:eks/cluster:Cluster"
	nodeGroupType  = "aws:eks/nodeGroup:NodeGroup"
	fargateType    = "aws:eks/fargateProfile:FargateProfile"
)

var (
	eksNetwork  = values{"subnetIds": []any{"subnet-1", "subnet-2"}}
	eksBase     = values{"roleArn": "arn:aws:iam::123456789012:role/blue", "version": "1.32", "vpcConfig": eksNetwork}
	fargateBase = values{"clusterName": "blue", "podExecutionRoleArn": "arn:aws:iam::123456789012:role/pods", "selectors": []any{values{"namespace": "kube-system"}}}
)

// within lays members over a block of some inputs.
func within(base values, block string, members values) values {
	inner, _ := base[block].(values)
	return values{block: with(inner, members).Mappable()}
}

// vpc changes the network of a cluster.
func vpc(members values) values { return within(eksBase, "vpcConfig", members) }

func access(members values) values { return values{"accessConfig": members} }

func keyed(arn string) values {
	return values{"provider": values{"keyArn": arn}, "resources": []any{"secrets"}}
}

// aCluster makes a cluster called blue.
func aCluster(t *testing.T, c *simcloud.Cloud, changes values) simcloud.Object {
	t.Helper()
	return made(t, c, eksClusterType, "blue", with(with(eksBase, values{"name": "blue"}).Mappable(), changes))
}

func TestEKSClusters(t *testing.T) {
	const aKey = "arn:aws:kms:us-east-1:123456789012:key/1"
	auto := func(compute, balancing, storage bool) values {
		return values{
			"computeConfig":           values{"enabled": compute},
			"kubernetesNetworkConfig": values{"elasticLoadBalancing": values{"enabled": balancing}},
			"storageConfig":           values{"blockStorage": values{"enabled": storage}},
		}
	}
	const partly = "need the same as kubernetesNetworkConfig.elasticLoadBalancing.enabled and storageConfig.blockStorage.enabled"
	testRules(t, eksClusterType, eksBase, []rule{
		{"as it is", nil, "", ""},
		{"name", values{"name": "-blue"}, "name", `need a letter or digit, then letters, digits, '-' and '_', got "-blue"`},
		{"long name", values{"name": strings.Repeat("a", 101)}, "name", `need at most 100 characters, got 101 in "` + strings.Repeat("a", 101) + `"`},
		{"longest name", values{"name": strings.Repeat("a", 100)}, "", ""},
		{"role", values{"roleArn": "blue"}, "roleArn", `need an ARN, got "blue"`},
		{"version", values{"version": "v1.32"}, "version", `need 1.<minor>, got "v1.32"`},
		{"patch", values{"version": "1.32.1"}, "version", `need 1.<minor>, got "1.32.1"`},
		{"mode", access(values{"authenticationMode": "IAM"}), "accessConfig.authenticationMode", `need one of CONFIG_MAP, API_AND_CONFIG_MAP, API, got "IAM"`},
		{"support", values{"upgradePolicy": values{"supportType": "NONE"}}, "upgradePolicy.supportType", `need one of STANDARD, EXTENDED, got "NONE"`},
		{"logs", values{"enabledClusterLogTypes": []any{"api", "etcd"}}, "enabledClusterLogTypes[1]",
			`need one of api, audit, authenticator, controllerManager, scheduler, got "etcd"`},
		{"encrypted", values{"encryptionConfig": keyed(aKey)}, "", ""},
		{"encrypted by name", values{"encryptionConfig": keyed("alias/x")}, "encryptionConfig.provider.keyArn", `need an ARN, got "alias/x"`},
		{"encrypted what", values{"encryptionConfig": values{"provider": values{"keyArn": aKey}, "resources": []any{"pods"}}},
			"encryptionConfig.resources[0]", `need one of secrets, got "pods"`},
		{"family", values{"kubernetesNetworkConfig": values{"ipFamily": "dual"}}, "kubernetesNetworkConfig.ipFamily", `need one of ipv4, ipv6, got "dual"`},
		{"services", values{"kubernetesNetworkConfig": values{"serviceIpv4Cidr": "10.96.0.0/12"}}, "", ""},
		{"public services", services("8.0.0.0/16"), "kubernetesNetworkConfig.serviceIpv4Cidr", needServices("8.0.0.0/16")},
		{"few services", services("10.0.0.0/25"), "kubernetesNetworkConfig.serviceIpv4Cidr", needServices("10.0.0.0/25")},
		{"many services", services("10.0.0.0/11"), "kubernetesNetworkConfig.serviceIpv4Cidr", needServices("10.0.0.0/11")},
		{"no subnets", vpc(values{"subnetIds": []any{}}), "vpcConfig.subnetIds", "need 1 or more, got none"},
		{"who may come", vpc(values{"publicAccessCidrs": []any{"203.0.113.0/24"}}), "", ""},
		{"who may come, with host bits", vpc(values{"publicAccessCidrs": []any{"203.0.113.0/24", "203.0.113.9/24"}}),
			"vpcConfig.publicAccessCidrs[1]", `need a network such as 203.0.113.0/24, got "203.0.113.9/24"`},
		{"outpost", values{"outpostConfig": values{}, "encryptionConfig": keyed(aKey)}, "encryptionConfig", "conflicts with outpostConfig"},
		{"auto mode", auto(true, true, true), "", ""},
		{"auto mode without balancing", auto(true, false, true), "computeConfig.enabled", partly},
		{"auto mode without storage", auto(true, true, false), "computeConfig.enabled", partly},
		{"no auto mode", auto(false, false, true), "computeConfig.enabled", partly},
	})
}

func services(cidr string) values {
	return values{"kubernetesNetworkConfig": values{"serviceIpv4Cidr": cidr}}
}

func needServices(cidr string) string {
	return `need a private IPv4 network from /12 to /24, got "` + cidr + `"`
}

func TestWhatMakesANewEKSCluster(t *testing.T) {
	const creator, families = "bootstrapClusterCreatorAdminPermissions", "kubernetesNetworkConfig"
	testChanges(t, eksClusterType, eksBase, []change{
		{"name", "a", "b", true}, {"roleArn", "a", "b", true}, {"version", "1.32", "1.33", false}, {"enabledClusterLogTypes", []any{"api"}, nil, false},
		{"bootstrapSelfManagedAddons", nil, false, true}, {"bootstrapSelfManagedAddons", true, false, true}, {"bootstrapSelfManagedAddons", nil, true, false},
		{"accessConfig", values{creator: true}, values{creator: false}, true}, {"accessConfig", nil, values{creator: false}, true},
		{"accessConfig", nil, values{creator: true}, false}, {"accessConfig", values{creator: true}, values{"authenticationMode": "API"}, false},
		{"accessConfig", values{creator: false}, values{"authenticationMode": "API"}, true},
		{families, nil, values{"ipFamily": "ipv6"}, true}, {families, nil, values{"ipFamily": "ipv4"}, false},
		{families, values{"ipFamily": "ipv6"}, values{"serviceIpv4Cidr": "172.20.0.0/16"}, false},
		{families, nil, services("10.96.0.0/16")[families], true}, {families, nil, services("172.20.0.0/16")[families], false},
		{families, nil, values{"elasticLoadBalancing": values{"enabled": true}}, false},
		{"encryptionConfig", keyed("a"), nil, true}, {"encryptionConfig", nil, keyed("a"), false}, {"encryptionConfig", keyed("a"), keyed("b"), false},
		{"remoteNetworkConfig", nil, values{"a": 1}, true}, {"outpostConfig", values{"outpostArns": []any{"a"}}, values{"outpostArns": []any{"b"}}, false},
		{"outpostConfig", values{"controlPlaneInstanceType": "a"}, values{"controlPlaneInstanceType": "b"}, true},
		{"outpostConfig", nil, values{"controlPlanePlacement": values{"groupName": "a"}}, true},
		{"computeConfig", nil, values{"nodeRoleArn": "a"}, false}, {"computeConfig", values{"nodeRoleArn": "a"}, values{"nodeRoleArn": "b"}, true},
		{"vpcConfig", eksNetwork, vpc(values{"endpointPrivateAccess": true})["vpcConfig"], false},
		{"vpcConfig", eksNetwork, vpc(values{"subnetIds": []any{"subnet-3"}})["vpcConfig"], false},
		{"upgradePolicy", nil, values{"supportType": "STANDARD"}, false}, {"zonalShiftConfig", nil, values{"enabled": true}, false},
	})
	for _, kept := range []string{"accessConfig", "kubernetesNetworkConfig", "upgradePolicy"} {
		assert.Empty(t, diff(eksClusterType, with(eksBase, values{kept: values{"a": "b"}}), props(eksBase)).Changed, "%s that is left out stays", kept)
	}
}

func TestWhatAnEKSClusterTells(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	cluster := made(t, c, eksClusterType, "blue", props(eksBase))
	assert.Regexp(t, `^blue-[0-9a-f]{7}$`, cluster.ID)
	out := opened(cluster.Outputs)
	assertValues(t, out, values{
		"arn": "arn:aws:eks:us-east-1:123456789012:cluster/" + string(cluster.ID), "status": "ACTIVE", "version": "1.32", "clusterId": "",
		"bootstrapSelfManagedAddons": true,
	})
	assert.Regexp(t, `^https://[0-9A-F]{32}\.gr\d\.us-east-1\.eks\.amazonaws\.com$`, out["endpoint"])
	assert.Regexp(t, `^eks\.\d$`, out["platformVersion"])
	assert.Regexp(t, `^2024-\d\d-\d\dT`, out["createdAt"])
	id := strings.TrimPrefix(strings.Split(out["endpoint"].(string), ".")[0], "https://")
	full := cluster.Outputs.Mappable()
	assert.Equal(t, []any{values{"oidcs": []any{values{"issuer": "https://oidc.eks.us-east-1.amazonaws.com/id/" + id}}}}, full["identities"])
	authority, err := base64.StdEncoding.DecodeString(full["certificateAuthority"].(values)["data"].(string))
	require.NoError(t, err)
	assert.Contains(t, string(authority), "BEGIN CERTIFICATE")
	assert.Equal(t, []any{full["certificateAuthority"]}, full["certificateAuthorities"])
	assert.Equal(t, values{"authenticationMode": "CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": true}, full["accessConfig"])
	assert.Equal(t, values{
		"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16", "serviceIpv6Cidr": "", "elasticLoadBalancing": values{"enabled": false},
	}, full["kubernetesNetworkConfig"])
	assert.Equal(t, values{"supportType": "EXTENDED"}, full["upgradePolicy"])
	network := full["vpcConfig"].(values)
	assert.Regexp(t, `^sg-[0-9a-f]{17}$`, network["clusterSecurityGroupId"])
	assert.Regexp(t, `^vpc-[0-9a-f]{17}$`, network["vpcId"])
	assert.Equal(t, []any{"0.0.0.0/0"}, network["publicAccessCidrs"])
	assert.Equal(t, []any{true, false}, []any{network["endpointPublicAccess"], network["endpointPrivateAccess"]})
	newest := made(t, c, eksClusterType, "newest", with(eksBase, values{"version": nil}))
	assert.Equal(t, "1.33", open(newest.Outputs["version"]))

	hiding := with(eksBase, nil)
	hiding["vpcConfig"] = resource.MakeSecret(hiding["vpcConfig"])
	secretive := made(t, c, eksClusterType, "secretive", hiding)
	assert.True(t, secretive.Outputs["vpcConfig"].IsSecret())
	assert.True(t, changed(t, c, secretive, hiding).Outputs["vpcConfig"].IsSecret())
	hiding["vpcConfig"] = resource.NewObjectProperty(resource.PropertyMap{"subnetIds": resource.NewArrayProperty([]resource.PropertyValue{hidden("a"), hidden("b")})})
	assert.True(t, made(t, c, eksClusterType, "partly", hiding).Outputs["vpcConfig"].ObjectValue()["subnetIds"].ArrayValue()[0].IsSecret())
}

func TestAnEKSClusterStaysWhatItIsWhileItChanges(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	network := made(t, c, vpcType, "net", props(values{"cidrBlock": "10.0.0.0/16"}))
	var subnets []any
	for zone, cidr := range map[string]string{"us-east-1a": "10.0.0.0/24", "us-east-1b": "10.0.1.0/24"} {
		subnet := made(t, c, subnetType, zone, props(values{"vpcId": string(network.ID), "cidrBlock": cidr, "availabilityZone": zone}))
		subnets = append(subnets, string(subnet.ID))
	}
	inputs := func(changes values) resource.PropertyMap {
		base := with(eksBase, values{
			"name": "blue", "encryptionConfig": keyed("arn:aws:kms:us-east-1:123456789012:key/1"), "vpcConfig": values{"subnetIds": subnets},
			"accessConfig":            values{"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": false},
			"kubernetesNetworkConfig": services("10.96.0.0/16")["kubernetesNetworkConfig"],
		})
		return with(base.Mappable(), changes)
	}
	blue := made(t, c, eksClusterType, "blue", inputs(nil))
	before := blue.Outputs.Mappable()
	assert.Equal(t, string(network.ID), before["vpcConfig"].(values)["vpcId"], "the network is that of the subnets")
	next := changed(t, c, blue, inputs(values{
		"version": "1.33", "vpcConfig": values{"subnetIds": subnets, "endpointPrivateAccess": true},
		"accessConfig":            values{"bootstrapClusterCreatorAdminPermissions": false},
		"kubernetesNetworkConfig": values{"elasticLoadBalancing": values{"enabled": false}},
		"encryptionConfig":        keyed("arn:aws:kms:us-east-1:123456789012:key/2"),
	})).Outputs.Mappable()
	for _, kept := range []string{"endpoint", "certificateAuthority", "identities", "arn", "createdAt", "encryptionConfig", "accessConfig"} {
		assert.Equal(t, before[kept], next[kept], kept)
	}
	assert.Equal(t, "1.33", next["version"])
	newer := made(t, c, eksClusterType, "newer", with(eksBase, values{"version": "1.33"}))
	assert.Equal(t, open(newer.Outputs["platformVersion"]), next["platformVersion"], "a version has a platform of its own")
	assert.Equal(t, "10.96.0.0/16", next["kubernetesNetworkConfig"].(values)["serviceIpv4Cidr"])
	assert.Equal(t, true, next["vpcConfig"].(values)["endpointPrivateAccess"])
	for _, kept := range []string{"vpcId", "clusterSecurityGroupId"} {
		assert.Equal(t, before["vpcConfig"].(values)[kept], next["vpcConfig"].(values)[kept], kept)
	}

	require.NoError(t, c.Delete(ctx, gone(blue)))
	again := made(t, c, eksClusterType, "blue", inputs(nil)).Outputs.Mappable()
	assert.NotEqual(t, before["endpoint"], again["endpoint"], "another cluster of the name has another endpoint")
	assert.NotEqual(t, before["certificateAuthority"], again["certificateAuthority"])
	assert.NotEqual(t, before["vpcConfig"].(values)["clusterSecurityGroupId"], again["vpcConfig"].(values)["clusterSecurityGroupId"])
}

func TestAPreviewOfAnEKSClusterDoesNotKnowItsSecurityGroup(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	preview, err := c.Create(ctx, simcloud.Request{URN: urnOf(eksClusterType, "blue"), Inputs: props(eksBase), Preview: true})
	require.NoError(t, err)
	network := preview.Outputs["vpcConfig"].ObjectValue()
	assert.True(t, network["clusterSecurityGroupId"].IsComputed())
	assert.True(t, network["vpcId"].IsComputed())
	assert.Equal(t, []string{"subnet-1", "subnet-2"}, listed(network["subnetIds"]))
	blue := aCluster(t, c, nil)
	preview, err = c.Update(ctx, simcloud.Request{
		URN: blue.URN, ID: blue.ID, OldInputs: blue.Inputs, OldOutputs: blue.Outputs, Preview: true,
		Inputs: with(blue.Inputs.Mappable(), vpc(values{"endpointPrivateAccess": true})),
	})
	require.NoError(t, err)
	for _, kept := range []resource.PropertyKey{"clusterSecurityGroupId", "vpcId"} {
		assert.Equal(t, blue.Outputs["vpcConfig"].ObjectValue()[kept], preview.Outputs["vpcConfig"].ObjectValue()[kept])
	}
	hiding := props(eksBase)
	hiding["vpcConfig"] = resource.MakeSecret(hiding["vpcConfig"])
	preview, err = c.Create(ctx, simcloud.Request{URN: urnOf(eksClusterType, "x"), Inputs: hiding, Preview: true})
	require.NoError(t, err)
	require.True(t, preview.Outputs["vpcConfig"].IsSecret())
	assert.True(t, preview.Outputs["vpcConfig"].SecretValue().Element.ObjectValue()["vpcId"].IsComputed())
}

func TestAnEKSClusterNeedsTwoZones(t *testing.T) {
	const reason = "Subnets specified must be in at least two different AZs"
	c := simcloud.New(simcloud.Options{})
	subnet := func(name, zone, cidr string) any {
		return string(made(t, c, subnetType, name, props(values{"vpcId": "vpc-1", "cidrBlock": cidr, "availabilityZone": zone})).ID)
	}
	one, two, other := subnet("one", "us-east-1a", "10.0.0.0/24"), subnet("two", "us-east-1a", "10.0.1.0/24"), subnet("other", "us-east-1b", "10.0.2.0/24")
	for _, test := range []struct {
		name    string
		subnets []any
		refused bool
	}{
		{"one subnet", []any{one}, true}, {"one zone", []any{one, two}, true}, {"two zones", []any{one, other}, false},
		{"one subnet that lives elsewhere", []any{"subnet-9"}, true}, {"subnets that live elsewhere", []any{"subnet-8", "subnet-9"}, false},
		{"one of each", []any{one, "subnet-9"}, false},
	} {
		_, err := created(c, eksClusterType, test.name, with(eksBase, vpc(values{"subnetIds": test.subnets})))
		if test.refused {
			assertRefused(t, err, "InvalidParameterException", reason)
		} else {
			assert.NoError(t, err, test.name)
		}
	}
	cluster := aCluster(t, c, vpc(values{"subnetIds": []any{one, other}}))
	assertRefused(t, updated(c, cluster, with(eksBase, vpc(values{"subnetIds": []any{one, two}}))), "InvalidParameterException", reason)
	_, err := created(c, eksClusterType, "dark", with(eksBase, vpc(values{"endpointPublicAccess": false})))
	assertRefused(t, err, "InvalidParameterException", "Private and public endpoint access cannot be false")
	_, err = created(c, eksClusterType, "private", with(eksBase, vpc(values{"endpointPublicAccess": false, "endpointPrivateAccess": true})))
	require.NoError(t, err)
}

func TestAnEKSClusterMovesOneStepAtATime(t *testing.T) {
	mode := func(name string) values { return access(values{"authenticationMode": name}) }
	for _, test := range []struct {
		name         string
		before, next values
		reason       string
	}{
		{"one version up", nil, values{"version": "1.33"}, ""},
		{"two versions up", nil, values{"version": "1.34"}, "Unsupported Kubernetes minor version update from 1.32 to 1.34"},
		{"one version down", nil, values{"version": "1.31"}, "Unsupported Kubernetes minor version update from 1.32 to 1.31"},
		{"from the newest", values{"version": nil}, values{"version": "1.32"}, "Unsupported Kubernetes minor version update from 1.33 to 1.32"},
		{"no version any more", nil, values{"version": nil}, ""},
		{"to both modes", nil, mode("API_AND_CONFIG_MAP"), ""},
		{"to the last mode", mode("API_AND_CONFIG_MAP"), mode("API"), ""},
		{"over a mode", nil, mode("API"), "Unsupported authentication mode update from CONFIG_MAP to API"},
		{"a mode back", mode("API"), mode("API_AND_CONFIG_MAP"), "Unsupported authentication mode update from API to API_AND_CONFIG_MAP"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			cluster := aCluster(t, c, test.before)
			code := "InvalidParameterException"
			if test.reason == "" {
				code = ""
			}
			assertRefused(t, updated(c, cluster, with(cluster.Inputs.Mappable(), test.next)), code, test.reason)
		})
	}
}

func TestAnEKSClusterWithNodesStays(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	blue := aCluster(t, c, nil)
	nodes := made(t, c, nodeGroupType, "system", props(nodeGroupBase))
	pods := made(t, c, fargateType, "pods", props(fargateBase))
	assert.EqualValues(t, "blue:"+open(pods.Outputs["fargateProfileName"]).(string), pods.ID)
	assertRefused(t, c.Delete(ctx, gone(blue)), "ResourceInUseException", `blue is still in use by aws:eks/fargateProfile:FargateProfile "pods"`)
	require.NoError(t, c.Delete(ctx, gone(pods)))
	assertRefused(t, c.Delete(ctx, gone(blue)), "ResourceInUseException", `blue is still in use by aws:eks/nodeGroup:NodeGroup "system"`)
	require.NoError(t, c.Delete(ctx, gone(nodes)))
	require.NoError(t, c.Delete(ctx, gone(blue)))
	testChanges(t, fargateType, fargateBase, []change{
		{"clusterName", "a", "b", true}, {"fargateProfileName", "a", "b", true}, {"podExecutionRoleArn", "a", "b", true},
		{"selectors", []any{"a"}, []any{"b"}, true}, {"subnetIds", []any{"a"}, []any{"b"}, true},
	})
}

func TestAnEKSClusterLeavesTheLogGroupThatNobodyElseMade(t *testing.T) {
	logs := values{"enabledClusterLogTypes": []any{"audit"}}
	groups := func(c *simcloud.Cloud) []string {
		var names []string
		for _, o := range c.Objects() {
			if o.Token == logGroupType {
				names = append(names, string(o.ID))
			}
		}
		return names
	}
	for _, test := range []struct {
		name    string
		changes values
		group   bool // one is made before the cluster
		first   bool // and deleted before it
		want    []string
	}{
		{"a group that stays longer", logs, true, false, []string{"/aws/eks/blue/cluster"}},
		{"a group that goes first", logs, true, true, []string{"/aws/eks/blue/cluster"}},
		{"no group", logs, false, false, []string{"/aws/eks/blue/cluster"}},
		{"no logs", nil, false, false, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			var group simcloud.Object
			if test.group {
				group = made(t, c, logGroupType, "logs", props(values{"name": "/aws/eks/blue/cluster", "retentionInDays": 365}))
			}
			blue := aCluster(t, c, test.changes)
			if test.first {
				require.NoError(t, c.Delete(ctx, gone(group)))
			}
			require.NoError(t, c.Delete(ctx, gone(blue)))
			assert.Equal(t, test.want, groups(c))
			if test.group && !test.first {
				require.NoError(t, c.Delete(ctx, gone(group)))
				assert.Empty(t, groups(c), "the cluster left the group to its owner")
			}
		})
	}
}

func TestAnEKSClusterTakesLong(t *testing.T) {
	base := props(eksBase)
	for _, test := range []struct {
		name string
		next values
		want time.Duration
	}{
		{"tags", values{"tags": values{"a": "b"}}, 5 * time.Second},
		{"a version", values{"version": "1.33"}, 20*time.Minute + 5*time.Second},
		{"logs", values{"enabledClusterLogTypes": []any{"api"}}, 3*time.Minute + 5*time.Second},
		{"the endpoint", vpc(values{"endpointPrivateAccess": true, "endpointPublicAccess": false}), 4*time.Minute + 5*time.Second},
		{"subnets", vpc(values{"subnetIds": []any{"subnet-1", "subnet-3"}}), 2*time.Minute + 5*time.Second},
		{"subnets in another order", vpc(values{"subnetIds": []any{"subnet-2", "subnet-1"}}), 5 * time.Second},
		{"groups", vpc(values{"securityGroupIds": []any{"sg-1"}}), 2*time.Minute + 5*time.Second},
		{"encryption", values{"encryptionConfig": keyed("a")}, 15*time.Minute + 5*time.Second},
		{"a version and logs", values{"version": "1.33", "enabledClusterLogTypes": []any{"api"}}, 23*time.Minute + 5*time.Second},
		{"no version", values{"version": nil}, 5 * time.Second},
	} {
		assert.Equal(t, test.want, takes(eksClusterType, simcloud.OpUpdate, base, with(eksBase, test.next)), test.name)
	}
	encrypted, another := with(eksBase, values{"encryptionConfig": keyed("a")}), with(eksBase, values{"encryptionConfig": keyed("b")})
	assert.Equal(t, 5*time.Second, takes(eksClusterType, simcloud.OpUpdate, encrypted, another), "the provider does nothing about another key")
	assert.Equal(t, 8*time.Minute+30*time.Second, takes(eksClusterType, simcloud.OpCreate, nil, base))
	assert.Equal(t, 5*time.Minute, takes(eksClusterType, simcloud.OpDelete, base, nil))
}
