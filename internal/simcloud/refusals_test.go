package simcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const snapshotToken = "aws:elasticache:Snapshot"

func snapshotsOf(c *simcloud.Cloud) []string {
	var ids []string
	for _, o := range c.Objects() {
		if o.Token == snapshotToken {
			ids = append(ids, string(o.ID))
		}
	}
	return ids
}

func gone(o simcloud.Object) simcloud.Request {
	return simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs}
}

func TestADeletedCacheLeavesItsFinalSnapshot(t *testing.T) {
	var told []string
	c := simcloud.New(simcloud.Options{Changed: func(op simcloud.Op, o simcloud.Object) { told = append(told, string(op)+" "+o.Token) }})
	cache := made(t, c, cacheType, "sessions", with(cacheBase, values{"finalSnapshotIdentifier": "sessions-final"}))

	request := gone(cache)
	request.Preview = true
	require.NoError(t, c.Delete(ctx, request))
	assert.Empty(t, snapshotsOf(c), "a preview leaves nothing")

	require.NoError(t, c.Delete(ctx, gone(cache)))
	require.Len(t, c.Objects(), 1)
	snapshot := c.Objects()[0]
	assert.Equal(t, snapshotToken, snapshot.Token)
	assert.EqualValues(t, "sessions-final", snapshot.ID)
	assert.Equal(t, "urn:pulumi:dev::shop::aws:elasticache:Snapshot::sessions-final", string(snapshot.URN))
	assertValues(t, opened(snapshot.Outputs), values{"name": "sessions-final", "replicationGroupId": "sessions", "engine": "valkey", "engineVersion": "8.0"})
	assert.Equal(t, []string{"create " + cacheType, "create " + snapshotToken, "delete " + cacheType}, told)
	require.NoError(t, c.Delete(ctx, gone(cache)), "what is gone already leaves nothing more")

	later := simcloud.New(simcloud.Options{})
	later.Restore(c.Objects())
	assert.Equal(t, []string{"sessions-final"}, snapshotsOf(later))
	again := made(t, later, cacheType, "sessions", with(cacheBase, values{"finalSnapshotIdentifier": "sessions-final"}))
	err := later.Delete(ctx, gone(again))
	assertRefused(t, err, "SnapshotAlreadyExistsFault", "sessions-final already exists")
	require.EqualError(t, err, cacheType+` "sessions": SnapshotAlreadyExistsFault: sessions-final already exists`)
	assert.Contains(t, later.Objects(), again, "nothing changed")
	assert.Len(t, later.Objects(), 2)
}

func TestTheStateSaysWhichFinalSnapshotIsTaken(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	cache := made(t, c, cacheType, "a", with(cacheBase, values{"replicationGroupId": "a"}))
	request := gone(cache)
	request.OldInputs = with(cacheBase, values{"replicationGroupId": "a", "finalSnapshotIdentifier": "of-the-state"})
	require.NoError(t, c.Delete(ctx, request))
	assert.Equal(t, []string{"of-the-state"}, snapshotsOf(c))

	cache = made(t, c, cacheType, "b", with(cacheBase, values{"replicationGroupId": "b", "finalSnapshotIdentifier": "of-the-cloud"}))
	require.NoError(t, c.Delete(ctx, simcloud.Request{URN: cache.URN, ID: cache.ID}))
	assert.Equal(t, []string{"of-the-cloud", "of-the-state"}, snapshotsOf(c))

	cache = made(t, c, cacheType, "c", with(cacheBase, values{"replicationGroupId": "c"}))
	require.NoError(t, c.Delete(ctx, gone(cache)))
	cache = made(t, c, cacheType, "d", with(cacheBase, values{"replicationGroupId": "d", "finalSnapshotIdentifier": "d"}))
	c.Vanish(cache.URN, cache.ID)
	assert.Len(t, c.Objects(), 2, "without a name there is none, and what goes with another one is not asked for")
}

// TestWhatIsInUseStays makes an object and one that names it, and deletes them in the wrong and in the right order.
func TestWhatIsInUseStays(t *testing.T) {
	network := values{"cidrBlock": "10.0.0.0/16"}
	subnet := values{"cidrBlock": "10.0.0.0/24", "vpcId": "vpc-1"}
	rule := values{"securityGroupId": "sg-1", "ipProtocol": "-1"}
	endpoint := values{"serviceName": "com.amazonaws.us-east-1.ecr.api", "vpcId": "vpc-1", "vpcEndpointType": "Interface"}
	user := values{"userId": "u", "userName": "default", "engine": "redis", "accessString": "on", "passwords": []any{longPassword}}
	tests := []struct {
		typ      string
		inputs   values
		user     string
		property string
		list     bool
		rest     values
		code     string
	}{
		{vpcType, network, subnetType, "vpcId", false, values{"cidrBlock": "10.0.0.0/24"}, "DependencyViolation"},
		{vpcType, network, "aws:ec2/internetGateway:InternetGateway", "vpcId", false, nil, "DependencyViolation"},
		{vpcType, network, groupType, "vpcId", false, nil, "DependencyViolation"},
		{vpcType, network, "aws:ec2/routeTable:RouteTable", "vpcId", false, nil, "DependencyViolation"},
		{vpcType, network, endpointType, "vpcId", false, endpoint, "DependencyViolation"},
		{subnetType, subnet, "aws:ec2/natGateway:NatGateway", "subnetId", false, values{"allocationId": "a"}, "DependencyViolation"},
		{subnetType, subnet, endpointType, "subnetIds", true, endpoint, "DependencyViolation"},
		{subnetType, subnet, balancerType, "subnets", true, values{"loadBalancerType": "network"}, "DependencyViolation"},
		{groupType, nil, cacheType, "securityGroupIds", true, cacheBase, "DependencyViolation"},
		{groupType, nil, serverlessType, "securityGroupIds", true, values{"engine": "valkey"}, "DependencyViolation"},
		{groupType, nil, endpointType, "securityGroupIds", true, endpoint, "DependencyViolation"},
		{groupType, nil, ingressType, "referencedSecurityGroupId", false, rule, "DependencyViolation"},
		{groupType, nil, egressType, "referencedSecurityGroupId", false, rule, "DependencyViolation"},
		{groupType, nil, balancerType, "securityGroups", true, balancerBase, "DependencyViolation"},
		{groupType, nil, groupType, "ingress", false, nil, "DependencyViolation"},
		{groupType, nil, groupType, "egress", false, nil, "DependencyViolation"},
		{groupType, nil, ecsServiceType, "networkConfiguration", false, nil, "DependencyViolation"},
		{subnetType, subnet, ecsServiceType, "networkConfiguration", false, nil, "DependencyViolation"},
		{groupType, nil, eksClusterType, "vpcConfig", false, values{"roleArn": eksBase["roleArn"]}, "DependencyViolation"},
		{subnetType, subnet, eksClusterType, "vpcConfig", false, values{"roleArn": eksBase["roleArn"]}, "DependencyViolation"},
		{subnetType, subnet, nodeGroupType, "subnetIds", true, nodeGroupBase, "DependencyViolation"},
		{subnetType, subnet, fargateType, "subnetIds", true, fargateBase, "DependencyViolation"},
		{ecsClusterType, nil, ecsServiceType, "cluster", false, nil, "ClusterContainsServicesException"},
		{cacheSubnetsType, values{"subnetIds": []any{"a"}}, cacheType, "subnetGroupName", false, cacheBase, "CacheSubnetGroupInUse"},
		{cacheParametersType, values{"family": "valkey8"}, cacheType, "parameterGroupName", false, cacheBase, "InvalidCacheParameterGroupState"},
		{userGroupType, values{"userGroupId": "g", "engine": "valkey"}, cacheType, "userGroupIds", true, cacheBase, "InvalidUserGroupState"},
		{userGroupType, values{"userGroupId": "g", "engine": "valkey"}, serverlessType, "userGroupId", false, values{"engine": "valkey"}, "InvalidUserGroupState"},
		{cacheUserType, user, userGroupType, "userIds", true, values{"userGroupId": "g", "engine": "valkey"}, "DefaultUserAssociatedToUserGroup"},
	}
	for _, test := range tests {
		t.Run(test.typ+" "+test.user, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			used := made(t, c, test.typ, "used", props(test.inputs))
			inputs := with(test.rest, nil)
			id := resource.NewProperty(string(used.ID))
			if test.list {
				id = resource.NewArrayProperty([]resource.PropertyValue{resource.MakeSecret(id)})
			}
			inputs[resource.PropertyKey(test.property)] = inside(test.property, id)
			user := made(t, c, test.user, "user", inputs)
			err := c.Delete(ctx, gone(used))
			assertRefused(t, err, test.code, string(used.ID)+" is still in use by "+test.user+` "user"`)
			assert.Len(t, c.Objects(), 2)

			require.NoError(t, c.Delete(ctx, gone(user)))
			require.NoError(t, c.Delete(ctx, gone(used)))
			assert.Empty(t, c.Objects())
		})
	}
}

// inside puts an id where the inputs have it that are not just an id or a list of them.
func inside(property string, id resource.PropertyValue) resource.PropertyValue {
	ids := resource.NewArrayProperty([]resource.PropertyValue{id})
	switch property {
	case "networkConfiguration":
		return resource.NewObjectProperty(resource.PropertyMap{"subnets": ids, "securityGroups": resource.MakeSecret(ids)})
	case "vpcConfig":
		two := resource.NewArrayProperty([]resource.PropertyValue{id, resource.NewProperty("subnet-elsewhere")})
		return resource.NewObjectProperty(resource.PropertyMap{"subnetIds": two, "securityGroupIds": ids})
	case "ingress", "egress":
		rule := resource.PropertyMap{"protocol": resource.NewProperty("-1"), "securityGroups": ids}
		return resource.NewArrayProperty([]resource.PropertyValue{resource.NewObjectProperty(rule)})
	default:
		return id
	}
}

func TestAReplacementPassesInTheOrderOfTheEngine(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	old := made(t, c, cacheParametersType, "parameters", props(values{"family": "valkey7"}))
	cache := made(t, c, cacheType, "sessions", with(cacheBase, values{"engineVersion": "7.2", "parameterGroupName": string(old.ID)}))
	next := made(t, c, cacheParametersType, "parameters", props(values{"family": "valkey8"}))
	changed(t, c, cache, with(cacheBase, values{"parameterGroupName": string(next.ID)}))
	require.NoError(t, c.Delete(ctx, gone(old)))

	user := made(t, c, cacheUserType, "app", with(userBase, values{"passwords": []any{longPassword}}))
	made(t, c, userGroupType, "app", props(values{"userGroupId": "app", "engine": "valkey", "userIds": []any{"app"}}))
	require.NoError(t, c.Delete(ctx, gone(user)), "a user that is not the default one leaves its groups")
}

func TestCachesRefuseWhatDoesNotFit(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	made(t, c, cacheParametersType, "p", props(values{"family": "valkey7", "name": "p"}))
	made(t, c, userGroupType, "g", props(values{"userGroupId": "g", "engine": "VALKEY"}))
	create := func(changes values) error {
		_, err := c.Create(ctx, simcloud.Request{URN: urnOf(cacheType, "x"), Inputs: with(cacheBase, changes)})
		return err
	}
	assertRefused(t, create(values{"parameterGroupName": "p"}), "InvalidParameterCombination",
		"need a parameter group of family valkey8, got p of family valkey7")
	assertRefused(t, create(values{"userGroupIds": []any{"g"}, "engine": "redis", "engineVersion": "7.1"}), "InvalidParameterCombination",
		"need a user group of engine redis, got g of engine valkey")
	require.NoError(t, create(values{"parameterGroupName": "p", "engineVersion": "7.2", "userGroupIds": []any{"g"}}))

	plain := made(t, c, cacheType, "plain", with(cacheBase, values{"replicationGroupId": "plain", "transitEncryptionEnabled": nil}))
	encrypt := func(mode string) error {
		_, err := c.Update(ctx, simcloud.Request{URN: plain.URN, ID: plain.ID, OldInputs: plain.Inputs, OldOutputs: plain.Outputs,
			Inputs: with(cacheBase, values{"replicationGroupId": "plain", "transitEncryptionMode": mode})})
		return err
	}
	assertRefused(t, encrypt("required"), "InvalidParameterValue", `need transitEncryptionMode preferred while TLS is switched on, got "required"`)
	require.NoError(t, encrypt("preferred"))
	require.NoError(t, encrypt("required"))
}

func TestSubnetsShareTheirNetwork(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	vpc := made(t, c, vpcType, "main", props(values{"cidrBlock": "10.0.0.0/16"}))
	first := made(t, c, subnetType, "a", props(values{"cidrBlock": "10.0.0.0/20", "vpcId": string(vpc.ID)}))
	tests := []struct{ name, cidr, vpc, code, reason string }{
		{"same", "10.0.0.0/20", string(vpc.ID), "InvalidSubnet.Conflict", "10.0.0.0/20 conflicts with 10.0.0.0/20 of " + string(first.ID)},
		{"inside", "10.0.1.0/24", string(vpc.ID), "InvalidSubnet.Conflict", "10.0.1.0/24 conflicts with 10.0.0.0/20 of " + string(first.ID)},
		{"around", "10.0.0.0/16", string(vpc.ID), "InvalidSubnet.Conflict", "10.0.0.0/16 conflicts with 10.0.0.0/20 of " + string(first.ID)},
		{"beside", "10.0.16.0/20", string(vpc.ID), "", ""},
		{"in another network", "10.0.0.0/20", "vpc-1", "", ""},
		{"outside", "10.1.0.0/24", string(vpc.ID), "InvalidSubnet.Range", "10.1.0.0/24 is not inside 10.0.0.0/16 of " + string(vpc.ID)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := c.Create(ctx, simcloud.Request{URN: urnOf(subnetType, test.name), Inputs: props(values{"cidrBlock": test.cidr, "vpcId": test.vpc})})
			assertRefused(t, err, test.code, test.reason)
		})
	}
	changed(t, c, first, props(values{"cidrBlock": "10.0.0.0/20", "vpcId": string(vpc.ID), "mapPublicIpOnLaunch": true}))
}
