package simcloud_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

var ctx = context.Background()

func TestAnObjectLivesFromCreateToDelete(t *testing.T) {
	var told []string
	c := simcloud.New(simcloud.Options{Changed: func(op simcloud.Op, o simcloud.Object) {
		told = append(told, fmt.Sprintf("%s %s", op, o.URN.Name()))
	}})
	bucket := made(t, c, bucketType, "logs", props(values{"location": "EU"}))
	assert.Equal(t, bucketType, bucket.Token)

	bucket = changed(t, c, bucket, props(values{"location": "EU", "storageClass": "COLDLINE"}))
	assert.Equal(t, "COLDLINE", open(bucket.Outputs["storageClass"]))
	assert.Equal(t, []simcloud.Object{bucket}, c.Objects())

	request := simcloud.Request{URN: bucket.URN, ID: bucket.ID, OldInputs: bucket.Inputs, OldOutputs: bucket.Outputs}
	read, found, err := c.Read(ctx, request)
	require.NoError(t, err)
	assert.True(t, found)
	assert.Equal(t, bucket, read)

	require.NoError(t, c.Delete(ctx, request))
	require.NoError(t, c.Delete(ctx, request), "what is gone already is no error")
	_, found, err = c.Read(ctx, request)
	require.NoError(t, err)
	assert.False(t, found)
	_, found, err = c.Read(ctx, simcloud.Request{URN: bucket.URN, ID: bucket.ID})
	require.NoError(t, err)
	assert.False(t, found, "a look-up does not bring back what was deleted")
	assert.Empty(t, c.Objects())
	assert.Equal(t, []string{"create logs", "update logs", "delete logs"}, told)
}

func TestPreviewChangesNothing(t *testing.T) {
	told := 0
	c := simcloud.New(simcloud.Options{Changed: func(simcloud.Op, simcloud.Object) { told++ }})
	request := simcloud.Request{URN: urnOf(vpcType, "main"), Inputs: props(values{"cidrBlock": "10.0.0.0/16"}), Preview: true}
	object, err := c.Create(ctx, request)
	require.NoError(t, err)
	assert.Empty(t, object.ID)
	assert.Equal(t, "10.0.0.0/16", open(object.Outputs["cidrBlock"]), "inputs are known")
	assert.True(t, object.Outputs["arn"].IsComputed(), "what the provider computes is not")
	assert.True(t, object.Outputs["mainRouteTableId"].IsComputed())
	require.NoError(t, c.Delete(ctx, request))
	assert.Empty(t, c.Objects())
	assert.Zero(t, told)
}

func TestPreviewOfAnUpdateKeepsWhatStays(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	vpc := made(t, c, vpcType, "main", props(values{"cidrBlock": "10.0.0.0/16"}))
	next, err := c.Update(ctx, simcloud.Request{
		URN: vpc.URN, ID: vpc.ID, OldInputs: vpc.Inputs, OldOutputs: vpc.Outputs, Preview: true,
		Inputs: props(values{"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": true}),
	})
	require.NoError(t, err)
	assert.Equal(t, vpc.ID, next.ID)
	assert.Equal(t, vpc.Outputs["arn"], next.Outputs["arn"])
	assert.Equal(t, vpc.Outputs["mainRouteTableId"], next.Outputs["mainRouteTableId"])
	assert.Equal(t, true, open(next.Outputs["enableDnsHostnames"]))
	assert.Equal(t, false, open(c.Objects()[0].Outputs["enableDnsHostnames"]))
}

func TestPreviewAndUpHaveTheSameOutputs(t *testing.T) {
	for _, typ := range []string{redisType, bucketType, vpcType, commandType, "aws:ecs/service:Service", "random:index/randomPassword:RandomPassword"} {
		c := simcloud.New(simcloud.Options{})
		request := simcloud.Request{URN: urnOf(typ, "x"), Inputs: resource.PropertyMap{}, Preview: true}
		preview, err := c.Create(ctx, request)
		require.NoError(t, err)
		request.Preview = false
		up, err := c.Create(ctx, request)
		require.NoError(t, err)
		delete(up.Outputs, "id")
		assert.ElementsMatch(t, preview.Outputs.StableKeys(), up.Outputs.StableKeys(), typ)
	}
}

func TestTwoRunsMakeTheSameGraph(t *testing.T) {
	run := func() []simcloud.Object {
		c := simcloud.New(simcloud.Options{})
		made(t, c, vpcType, "main", props(values{"cidrBlock": "10.0.0.0/16"}))
		made(t, c, redisType, "cache", props(values{"memorySizeGb": 1}))
		made(t, c, "random:index/randomPassword:RandomPassword", "pw", props(values{"length": 20}))
		return c.Objects()
	}
	assert.Equal(t, run(), run())
}

func TestReplacementMakesAnotherObject(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	old := made(t, c, vpcType, "main", props(values{"cidrBlock": "10.0.0.0/16"}))
	next := made(t, c, vpcType, "main", props(values{"cidrBlock": "10.1.0.0/16"}))
	assert.NotEqual(t, old.ID, next.ID, "the old one still lives")
	require.NoError(t, c.Delete(ctx, simcloud.Request{URN: old.URN, ID: old.ID}))
	assert.Equal(t, []simcloud.Object{next}, c.Objects())

	require.NoError(t, c.Delete(ctx, simcloud.Request{URN: next.URN, ID: next.ID}))
	third := made(t, c, vpcType, "main", props(values{"cidrBlock": "10.1.0.0/16"}))
	assert.NotEqual(t, next.ID, third.ID, "deleted before it was replaced")
	assert.NotEqual(t, old.ID, third.ID)
}

func TestReplacementUnderTheSameNameIsNewerThanTheOldOne(t *testing.T) {
	inputs := values{"name": "cache", "memorySizeGb": 1}
	c := simcloud.New(simcloud.Options{})
	old := made(t, c, redisType, "cache", props(inputs))
	require.NoError(t, c.Delete(ctx, simcloud.Request{URN: old.URN, ID: old.ID}))
	next := made(t, c, redisType, "cache", props(inputs))
	assert.Equal(t, old.ID, next.ID)
	assert.NotEqual(t, old.Outputs["createTime"], next.Outputs["createTime"])
	assert.NotEqual(t, old.Outputs["host"], next.Outputs["host"])
}

func TestRestoredObjectsArePutBack(t *testing.T) {
	first := simcloud.New(simcloud.Options{})
	vpc := made(t, first, vpcType, "main", props(values{"cidrBlock": "10.0.0.0/16"}))

	told := 0
	second := simcloud.New(simcloud.Options{Changed: func(simcloud.Op, simcloud.Object) { told++ }})
	second.Restore(first.Objects())
	assert.Equal(t, []simcloud.Object{vpc}, second.Objects())
	assert.Zero(t, told)
	replacement := made(t, second, vpcType, "main", props(values{"cidrBlock": "10.1.0.0/16"}))
	assert.NotEqual(t, vpc.ID, replacement.ID)
}

func TestATakenNameIsAConflict(t *testing.T) {
	tests := []struct {
		name          string
		typ           string
		first, second values
		conflict      bool
	}{
		{"bucket names are unique everywhere", bucketType,
			values{"name": "acme-logs", "location": "EU", "project": "a"}, values{"name": "acme-logs", "location": "US", "project": "b"}, true},
		{"redis in one region", redisType, values{"name": "cache", "memorySizeGb": 1}, values{"name": "cache", "memorySizeGb": 2}, true},
		{"redis in two regions", redisType,
			values{"name": "cache", "memorySizeGb": 1, "region": "us-east1"}, values{"name": "cache", "memorySizeGb": 1, "region": "us-west1"}, false},
		{"service accounts", "gcp:serviceaccount/account:Account", values{"accountId": "exporter"}, values{"accountId": "exporter"}, true},
		{"security groups in one network", "aws:ec2/securityGroup:SecurityGroup",
			values{"name": "web", "vpcId": "vpc-1"}, values{"name": "web", "vpcId": "vpc-1"}, true},
		{"security groups in two networks", "aws:ec2/securityGroup:SecurityGroup",
			values{"name": "web", "vpcId": "vpc-1"}, values{"name": "web", "vpcId": "vpc-2"}, false},
		{"names of other types are free", "aws:sns/topic:Topic", values{"name": "web"}, values{"name": "web"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			holder := made(t, c, test.typ, "one", props(test.first))
			request := simcloud.Request{URN: urnOf(test.typ, "two"), Inputs: props(test.second)}
			_, err := c.Create(ctx, request)
			if !test.conflict {
				require.NoError(t, err)
				return
			}
			var conflict *simcloud.ConflictError
			require.ErrorAs(t, err, &conflict)
			assert.Equal(t, holder.URN, conflict.Holder)
			assert.ErrorContains(t, err, "already exists")
			assert.Len(t, c.Objects(), 1)

			request.Preview = true
			_, err = c.Create(ctx, request)
			require.NoError(t, err, "a preview asks no cloud")

			require.NoError(t, c.Delete(ctx, simcloud.Request{URN: holder.URN, ID: holder.ID}))
			request.Preview = false
			_, err = c.Create(ctx, request)
			require.NoError(t, err, "the name is free again")
		})
	}
}

func TestReadWithoutStateLooksUpWhatOthersMade(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	request := simcloud.Request{URN: urnOf(vpcType, "shared"), ID: "vpc-0123"}
	imported, found, err := c.Read(ctx, request)
	require.NoError(t, err)
	require.True(t, found)
	assert.Equal(t, "vpc-0123", open(imported.Outputs["id"]))
	assert.Equal(t, "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-0123", open(imported.Outputs["arn"]))
	assert.Empty(t, c.Objects(), "it is not ours")

	again, found, err := c.Read(ctx, request)
	require.NoError(t, err)
	assert.True(t, found)
	assert.Equal(t, imported, again)

	request.OldInputs = props(values{"cidrBlock": "10.0.0.0/16"})
	request.OldOutputs = props(values{"cidrBlock": "10.0.0.0/16", "arn": "arn:…"})
	request.ID = "vpc-gone"
	_, found, err = c.Read(ctx, request)
	require.NoError(t, err)
	assert.False(t, found, "a managed object that is not there is gone")
}

func TestReadWithArgumentsOfAGetterIsALookUp(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	state := props(values{"cidrBlock": "10.7.0.0/16"})
	object, found, err := c.Read(ctx, simcloud.Request{URN: urnOf(vpcType, "shared"), ID: "vpc-0123", OldInputs: state, OldOutputs: state})
	require.NoError(t, err)
	require.True(t, found)
	assert.Equal(t, "10.7.0.0/16", open(object.Outputs["cidrBlock"]))
}

func TestAnImportHasTheInputsThatItsTypeRequires(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	object, found, err := c.Read(ctx, simcloud.Request{URN: urnOf(bucketType, "old"), ID: "acme-old"})
	require.NoError(t, err)
	require.True(t, found)
	assert.Equal(t, "acme-old", open(object.Inputs["name"]))
	assert.Contains(t, object.Inputs, resource.PropertyKey("location"))
	_, failures := c.Check(simcloud.Request{URN: object.URN, OldInputs: object.Inputs, Inputs: object.Inputs})
	assert.Empty(t, failures)
}

func TestAnObjectKeepsItsPlaceUnderAnAlias(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	vpc := made(t, c, vpcType, "old-name", props(values{"cidrBlock": "10.0.0.0/16"}))
	renamed := vpc
	renamed.URN = urnOf(vpcType, "new-name")
	renamed = changed(t, c, renamed, props(values{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": true}))
	assert.Equal(t, []simcloud.Object{renamed}, c.Objects())
	assert.Equal(t, vpc.Outputs["arn"], renamed.Outputs["arn"])

	fixed := made(t, c, bucketType, "a", props(values{"name": "acme-logs", "location": "EU"}))
	fixed.URN = urnOf(bucketType, "b")
	changed(t, c, fixed, props(values{"name": "acme-logs", "location": "EU", "storageClass": "NEARLINE"}))
	assert.Len(t, c.Objects(), 2)
}

func TestOneIDInTwoClustersIsTwoObjects(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	inputs := props(values{"metadata": values{"name": "web", "namespace": "shop"}})
	blue := made(t, c, "kubernetes:core/v1:ConfigMap", "blue", inputs)
	green := made(t, c, "kubernetes:core/v1:ConfigMap", "green", inputs)
	assert.Equal(t, blue.ID, green.ID)
	require.NoError(t, c.Delete(ctx, simcloud.Request{URN: blue.URN, ID: blue.ID}))
	require.NoError(t, c.Delete(ctx, simcloud.Request{URN: blue.URN, ID: blue.ID}))
	assert.Equal(t, []simcloud.Object{green}, c.Objects())
}

func TestAnUnknownTypeWorksAndIsReported(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	object := made(t, c, "acme:index/thing:Thing", "x", props(values{"size": 3}))
	made(t, c, vpcType, "main", props(values{"cidrBlock": "10.0.0.0/16"}))
	assert.NotEmpty(t, object.ID)
	assert.EqualValues(t, 3, object.Outputs["size"].NumberValue())
	assert.Equal(t, []string{"acme:index/thing:Thing"}, c.Unmodelled())
}

func TestAProviderIsCheckedAndNotReplaced(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	provider := made(t, c, "pulumi:providers:aws", "p", props(values{"region": "a", "anything": "goes"}))
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, string(provider.ID))
	diff := c.Diff(simcloud.Request{URN: provider.URN, OldInputs: provider.Inputs, Inputs: props(values{"region": "b"})})
	assert.Equal(t, []string{"anything", "region"}, diff.Changed)
	assert.Empty(t, diff.Replace)
	assert.Empty(t, c.Unmodelled())
}

func TestACancelledContextStopsTheOperation(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	request := simcloud.Request{URN: urnOf(vpcType, "main"), Inputs: props(values{"cidrBlock": "10.0.0.0/16"})}
	_, err := c.Create(stopped, request)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, c.Delete(stopped, request), context.Canceled)
	assert.Empty(t, c.Objects())
}

func TestManyOperationsAtOnce(t *testing.T) {
	var order []string
	var c *simcloud.Cloud
	c = simcloud.New(simcloud.Options{Changed: func(op simcloud.Op, o simcloud.Object) {
		order = append(order, string(op)+o.URN.Name()) // no lock of its own: notifications come one at a time
		_ = c.Objects()                                // and may read the cloud
	}})
	const n = 50
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { assert.NoError(t, useRedis(c, fmt.Sprintf("cache-%d", i), i%2 == 0)) })
	}
	group.Wait()
	assert.Len(t, order, 3*n+n/2)
	assert.Len(t, c.Objects(), n/2+n)
	assert.Len(t, c.Commands(), n)
}

// useRedis makes an instance and a command, changes the instance, and may delete it.
func useRedis(c *simcloud.Cloud, name string, remove bool) error {
	request := simcloud.Request{URN: urnOf(redisType, name), Inputs: props(values{"memorySizeGb": 1})}
	request.Inputs, _ = c.Check(request)
	o, err := c.Create(ctx, request)
	if err != nil {
		return err
	}
	request.ID = o.ID
	if _, err = c.Update(ctx, request); err != nil {
		return err
	}
	if _, _, err = c.Read(ctx, request); err != nil {
		return err
	}
	hook := simcloud.Request{URN: urnOf(commandType, name), Inputs: props(values{"create": "true"})}
	if _, err = c.Create(ctx, hook); err != nil || !remove {
		return err
	}
	return c.Delete(ctx, request)
}

func TestOneNameIsGivenOnceToManyAtOnce(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	var group sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for i := range 20 {
		group.Go(func() {
			_, err := c.Create(ctx, simcloud.Request{
				URN: urnOf(bucketType, fmt.Sprint(i)), Inputs: props(values{"name": "acme-logs", "location": "EU"}),
			})
			if err == nil {
				mu.Lock()
				won++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	assert.Equal(t, 1, won)
}

func TestTheProvidersConfigurationSaysWhereAnObjectIs(t *testing.T) {
	c := simcloud.New(simcloud.Options{Place: simcloud.Place{Project: "acme", GCP: "europe-west1"}})
	urn := resource.NewURN("dev", "shop", "", redisType, "cache")
	for name, w := range map[string]struct {
		place simcloud.Place
		want  string
	}{
		"the cloud's":    {simcloud.Place{}, "projects/acme/locations/europe-west1/instances/cache"},
		"the provider's": {simcloud.Place{GCP: "us-east4"}, "projects/acme/locations/us-east4/instances/cache"},
	} {
		inputs, failures := c.Check(simcloud.Request{URN: urn, Inputs: props(values{"memorySizeGb": 1, "name": "cache"}), Place: w.place})
		require.Empty(t, failures)
		object, err := c.Create(ctx, simcloud.Request{URN: urn, Inputs: inputs, Place: w.place})
		require.NoError(t, err)
		assert.EqualValues(t, w.want, object.ID, name)
	}
}
