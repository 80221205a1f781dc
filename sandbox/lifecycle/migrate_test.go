package lifecycle_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/examples/raw-to-blocks/adopt"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/tagging"
)

const cacheStack = "shop-cache/production"

// snippet:lost

// lost are the resources of the program before that its successor replaces or deletes. A secret's version is new with each value, and
// alarms hold nothing.
var lost = map[string]bool{
	"aws:secretsmanager/secretVersion:SecretVersion": true,
	"aws:cloudwatch/metricAlarm:MetricAlarm":         true,
}

// assertNothingIsLost checks that no step takes away what holds something.
func assertNothingIsLost(t *testing.T, result *sandbox.Result) {
	t.Helper()
	for _, step := range result.Steps {
		switch step.Op {
		case "create", "update", "same", "refresh":
		default:
			assert.True(t, lost[string(step.URN.Type())], "%s of %s: %v", step.Op, step.URN, step.Keys)
		}
	}
}

// snippet:end

// cloudObject is what a resource of the state stands for in the cloud. All passwords have one id, so their value tells them apart.
type cloudObject struct{ Type, ID, Password string }

// objectsOf are the objects of a stack, as its state has them after a run.
func objectsOf(result *sandbox.Result) map[cloudObject]sandbox.Resource {
	all := map[cloudObject]sandbox.Resource{}
	for _, r := range result.Resources {
		if r.Custom && !strings.HasPrefix(r.Type, "pulumi:") {
			all[cloudObject{r.Type, r.ID, passwordOf(r.Outputs)}] = r
		}
	}
	return all
}

func passwordOf(outputs resource.PropertyMap) string {
	if result := lifecycletest.Reveal(outputs["result"]); result.IsString() {
		return result.StringValue()
	}
	return ""
}

// A program made with the SDK alone becomes one with a block, on the same stack: everything that holds something is the same object as before.
func TestARawProgramBecomesABlock(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	raw, blocks := lifecycletest.Prebuilt(t, "raw-to-blocks/before"), lifecycletest.Prebuilt(t, "raw-to-blocks/after")
	// snippet:move
	cloud := sandbox.New(sandbox.Options{})
	before, err := cloud.Up(ctx, cacheStack, raw) // sandbox.Dir("the program as it is")
	require.NoError(t, err)
	preview, err := cloud.Preview(ctx, cacheStack, blocks) // sandbox.Dir("the program as it will be")
	require.NoError(t, err)
	assertNothingIsLost(t, preview)
	moved, err := cloud.Up(ctx, cacheStack, blocks)
	require.NoError(t, err)
	assertNothingIsLost(t, moved)
	// snippet:end
	assert.Equal(t, map[string]int{"create": 16, "update": 8, "delete": 1, "replace": 1, "same": 3}, preview.Changes, "docs/migrate.md tells of these")

	now := objectsOf(moved)
	kept := 0
	for id, was := range objectsOf(before) {
		if lost[id.Type] {
			continue
		}
		kept++
		is, found := now[id]
		require.True(t, found, "%s is not in the state any more", was.URN)
		assert.Equal(t, "sessions", is.Parent.Name(), "%s is a child of the block", was.URN)
	}
	assert.Equal(t, 10, kept, "all but the alarm and the secret's version")
	assert.Equal(t, before.Outputs["host"], moved.Outputs["host"], "clients find it where it was")
	assert.Equal(t, before.Outputs["secretArn"], moved.Outputs["secretArn"])
	assert.True(t, lifecycletest.Find(t, moved, "sessions-cluster").Protect)

	assertSettled(t, &lifecycletest.Stack{T: t, Cloud: cloud, Name: cacheStack, Program: blocks})
}

// assertSettled checks that another update changes nothing, and that the cloud has what the state has, under whatever name it was made.
func assertSettled(t *testing.T, s *lifecycletest.Stack) {
	t.Helper()
	again := s.Up(nil)
	assert.Len(t, again.Changes, 1, "%v", again.Changes)
	assert.Positive(t, again.Changes["same"])
	recorded, live := map[cloudObject]bool{}, map[cloudObject]bool{}
	for object := range objectsOf(again) {
		recorded[object] = true
	}
	for _, o := range s.Cloud.Objects() {
		live[cloudObject{o.Type, o.ID, passwordOf(o.Outputs)}] = true
	}
	assert.Equal(t, recorded, live)
}

// A move that is interrupted goes on in the next run.
func TestTheMoveIsInterrupted(t *testing.T) {
	t.Parallel()
	before, after := lifecycletest.Prebuilt(t, "raw-to-blocks/before"), lifecycletest.Prebuilt(t, "raw-to-blocks/after")
	base := lifecycletest.New(t, cacheStack, before)
	first := objectsOf(base.Up(nil))
	for way, interrupt := range lifecycletest.Interruptions {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			for n := range lifecycletest.Steps() {
				s := base.Fork(t)
				s.Program = after
				interrupt(s.Cloud, n)
				_, err := s.TryUp(nil)
				if err == nil {
					require.Greater(t, n, 10, "steps that were interrupted")
					return
				}
				s.Cloud.Heal()
				now := objectsOf(s.Up(nil))
				for object := range first {
					assert.True(t, lost[object.Type] || now[object].ID == object.ID, "step %d: %s %s", n, object.Type, object.ID)
				}
				assertSettled(t, s)
			}
		})
	}
}

// A first deployment that is cut anywhere is finished by the next one.
func TestACutIsNoHarm(t *testing.T) {
	t.Parallel()
	ctx, program := context.Background(), sandbox.Func(block(nil))
	// snippet:cuts
	for n := 1; ; n++ {
		cloud := sandbox.New(sandbox.Options{})
		cloud.CutAfter(n) // as if the process had been killed in its n-th change to the cloud
		if _, err := cloud.Up(ctx, "shop-cache/production", program); err == nil {
			require.Greater(t, n, 20) // the run has fewer changes than n
			break
		}
		_, err := cloud.Up(ctx, "shop-cache/production", program)
		require.NoError(t, err, "after a cut in change %d", n)
		again, err := cloud.Up(ctx, "shop-cache/production", program)
		require.NoError(t, err)
		assert.Equal(t, []string{"same"}, slices.Collect(maps.Keys(again.Changes)))
	}
	// snippet:end
}

// What the move does can be seen without the real account, on a copy of the real state.
func TestTheMoveIsTriedOnACopy(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	account := lifecycletest.NewCloud(t, sandbox.Options{})
	_, err := account.Up(ctx, cacheStack, lifecycletest.Prebuilt(t, "raw-to-blocks/before"))
	require.NoError(t, err)
	exported, err := account.ExportState(cacheStack, sandbox.ShowSecrets())
	require.NoError(t, err)
	after := lifecycletest.Prebuilt(t, "raw-to-blocks/after")
	// snippet:copy
	copied := sandbox.New(sandbox.Options{})
	require.NoError(t, copied.ImportState(cacheStack, exported)) // pulumi stack export --show-secrets
	preview, err := copied.Preview(ctx, cacheStack, after)
	require.NoError(t, err)
	assertNothingIsLost(t, preview)
	// snippet:end
	moved, err := copied.Up(ctx, cacheStack, after)
	require.NoError(t, err)
	assertNothingIsLost(t, moved)
}

// rawCluster is a cluster with nothing around it. It may have a parent.
func rawCluster(encrypted bool, opts ...pulumi.ResourceOption) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		group, err := elasticache.NewReplicationGroup(ctx, "cache", &elasticache.ReplicationGroupArgs{
			ReplicationGroupId: pulumi.String("shop"), Description: pulumi.String("Sessions"), Engine: pulumi.String("valkey"),
			EngineVersion: pulumi.String("8.0"), NodeType: pulumi.String("cache.m7g.large"), NumCacheClusters: pulumi.Int(2),
			AutomaticFailoverEnabled: pulumi.Bool(true), AtRestEncryptionEnabled: pulumi.Bool(encrypted), TransitEncryptionEnabled: pulumi.Bool(true),
		}, append(opts, pulumi.Protect(true))...)
		if err != nil {
			return err
		}
		ctx.Export("urn", group.URN())
		return nil
	}
}

// block is the same cluster in a block, whose children were something else before.
func block(children map[string]adopt.Child) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-shop", "cost-center": "cc-1300", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		_, err = redis.NewCluster(ctx, "sessions", &redis.ClusterArgs{
			Tags: tags, VPCID: pulumi.String("vpc-0a1b2c3d4e5f60718"), EngineVersion: "8.0",
			SubnetIDs:              pulumi.ToStringArray([]string{"subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"}),
			ClientSecurityGroupIDs: map[string]pulumi.StringInput{"web": pulumi.String("sg-0a1b2c3d4e5f60718")},
		}, adopt.Children(children))
		return err
	}
}

// clusterKeeps is what a cluster without a subnet group of its own keeps: its name and its place.
var clusterKeeps = []string{"replicationGroupId", "subnetGroupName"}

// What was forgotten, and what cannot be moved, stops at the protection, in preview.
func TestAMoveThatWouldLoseTheClusterIsRefused(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, c := range map[string]struct {
		encrypted bool
		child     string
		cluster   adopt.Child
		want      string
	}{
		"a misspelt child":   {true, "sessions-clusters", adopt.Child{Was: "cache", Keep: clusterKeeps}, "cannot be deleted"},
		"a misspelt name":    {true, "sessions-cluster", adopt.Child{Was: "cahce", Keep: clusterKeeps}, "cannot be deleted"},
		"a forgotten name":   {true, "sessions-cluster", adopt.Child{Was: "cache", Keep: clusterKeeps[1:]}, "unable to replace resource"},
		"not encrypted":      {false, "sessions-cluster", adopt.Child{Was: "cache", Keep: clusterKeeps}, "unable to replace resource"},
		"with what it needs": {true, "sessions-cluster", adopt.Child{Was: "cache", Keep: clusterKeeps}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := lifecycletest.NewCloud(t, sandbox.Options{})
			_, err := cloud.Up(ctx, cacheStack, sandbox.Func(rawCluster(c.encrypted)))
			require.NoError(t, err)
			_, err = cloud.Preview(ctx, cacheStack, sandbox.Func(block(map[string]adopt.Child{c.child: c.cluster})))
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

// When every stack has had its update the former names can go. What is kept has to stay.
func TestFormerNamesGoAfterTheMove(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cloud := lifecycletest.NewCloud(t, sandbox.Options{})
	children := func(was string, keep []string) sandbox.Program {
		return sandbox.Func(block(map[string]adopt.Child{"sessions-cluster": {Was: was, Keep: keep}}))
	}
	_, err := cloud.Up(ctx, cacheStack, sandbox.Func(rawCluster(true)))
	require.NoError(t, err)
	_, err = cloud.Up(ctx, cacheStack, children("cache", clusterKeeps))
	require.NoError(t, err)
	(&lifecycletest.Stack{T: t, Cloud: cloud, Name: cacheStack, Program: children("", clusterKeeps)}).AssertQuiet(nil)
	_, err = cloud.Preview(ctx, cacheStack, children("", nil))
	require.ErrorContains(t, err, "unable to replace resource")
}

// own is a component of the program before.
type own struct{ pulumi.ResourceState }

// A resource that had a parent is found by its URN.
func TestAResourceLeavesAComponentOfItsOwn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cloud := lifecycletest.NewCloud(t, sandbox.Options{})
	made, err := cloud.Up(ctx, cacheStack, sandbox.Func(func(ctx *pulumi.Context) error {
		parent := &own{}
		if err := ctx.RegisterComponentResource("acme:shop:Cache", "sessions", parent); err != nil {
			return err
		}
		return rawCluster(true, pulumi.Parent(parent))(ctx)
	}))
	require.NoError(t, err)
	urn := made.Outputs["urn"].StringValue()
	require.Contains(t, urn, "acme:shop:Cache$")
	moved, err := cloud.Up(ctx, cacheStack, sandbox.Func(block(map[string]adopt.Child{"sessions-cluster": {Was: urn, Keep: clusterKeeps}})))
	require.NoError(t, err)
	assert.Equal(t, []string{"update"}, lifecycletest.Operations(moved, "sessions-cluster"))
	assert.Equal(t, "shop", lifecycletest.Find(t, moved, "sessions-cluster").ID)
}

// rawFirewall is a security group alone; its rule was made by hand.
func rawFirewall(ctx *pulumi.Context) error {
	var group pulumi.CustomResourceState
	return ctx.RegisterResource("aws:ec2/securityGroup:SecurityGroup", "firewall", pulumi.Map{
		"description": pulumi.String("Managed by Pulumi"), "vpcId": pulumi.String("vpc-0a1b2c3d4e5f60718"),
	}, &group)
}

// ruleByHand puts a rule into the cloud that is in no state, and returns its id.
func ruleByHand(t *testing.T, cloud *sandbox.Cloud, group string) string {
	t.Helper()
	ctx := context.Background()
	made, err := cloud.Up(ctx, "by-hand/production", sandbox.Func(func(ctx *pulumi.Context) error {
		_, err := vpc.NewSecurityGroupIngressRule(ctx, "rule", &vpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId: pulumi.String(group), ReferencedSecurityGroupId: pulumi.String("sg-0a1b2c3d4e5f60718"),
			IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(6379), ToPort: pulumi.Int(6379),
		}, pulumi.RetainOnDelete(true))
		return err
	}))
	require.NoError(t, err)
	_, err = cloud.Destroy(ctx, "by-hand/production", sandbox.Program{})
	require.NoError(t, err)
	return lifecycletest.Find(t, made, "rule").ID
}

// A rule that is in no state, because it was made by hand or stood in the state as something of another type, is imported.
func TestARuleIsImported(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cloud := lifecycletest.NewCloud(t, sandbox.Options{})
	raw, err := cloud.Up(ctx, cacheStack, sandbox.Func(rawFirewall))
	require.NoError(t, err)
	id := ruleByHand(t, cloud, lifecycletest.Find(t, raw, "firewall").ID)
	rule := func(imported adopt.Child) sandbox.Program {
		return sandbox.Func(block(map[string]adopt.Child{
			"sessions-security-group": {Was: "firewall", Keep: []string{"name"}}, "sessions-security-group-ingress-web": imported,
		}))
	}
	moved, err := cloud.Up(ctx, cacheStack, rule(adopt.Child{Import: id}))
	require.NoError(t, err)
	assert.Equal(t, []string{"import", "update"}, lifecycletest.Operations(moved, "sessions-security-group-ingress-web"), "it gets its tags in the same run")
	assert.Equal(t, id, lifecycletest.Find(t, moved, "sessions-security-group-ingress-web").ID)
	for _, next := range []adopt.Child{{Import: id}, {}} {
		again, err := cloud.Up(ctx, cacheStack, rule(next))
		require.NoError(t, err)
		assert.Equal(t, []string{"same"}, lifecycletest.Operations(again, "sessions-security-group-ingress-web"))
	}
}
