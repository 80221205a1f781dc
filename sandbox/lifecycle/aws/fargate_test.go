package aws_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	awssecret "github.com/groundwork-go/groundwork/aws/secret"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/tagging"
)

// app is one service of the program below.
type app struct {
	Name       string   `json:"name"`
	Image      string   `json:"image"`
	Host       string   `json:"host"`
	Paths      []string `json:"paths"`
	Port       int      `json:"port"`
	CPU        int      `json:"cpu"`
	Generation int      `json:"generation"`
	Green      string   `json:"green"` // with an image here the service is blue/green
	Active     string   `json:"active"`
}

// fleet is the program: the services of the configuration behind one load balancer, in a network that is there already.
func fleet(ctx *pulumi.Context) error {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
	})
	if err != nil {
		return err
	}
	subnets := pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"})
	balancer, err := loadbalancer.New(ctx, "web", &loadbalancer.Args{
		Tags: tags, VPCID: pulumi.String("vpc-0a"), SubnetIDs: subnets, DisableProtection: true,
		CertificateARN: pulumi.String("arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"),
	})
	if err != nil {
		return err
	}
	cluster, err := fargate.NewCluster(ctx, "tasks", &fargate.ClusterArgs{Tags: tags})
	if err != nil {
		return err
	}
	listener := fargate.NewListener(fargate.ListenerArgs{
		HTTPSListenerARN: balancer.HTTPSListenerARN, SecurityGroupID: balancer.SecurityGroupID, LoadBalancerARNSuffix: balancer.ARNSuffix,
	})
	var apps []app
	if err := json.Unmarshal([]byte(config.Require(ctx, "apps")), &apps); err != nil {
		return err
	}
	for _, a := range apps {
		args := &fargate.ServiceArgs{
			Tags: tags, ClusterARN: cluster.ARN, VPCID: pulumi.String("vpc-0a"), SubnetIDs: subnets,
			Task: fargate.Task{Image: pulumi.String(a.Image), CPU: a.CPU}, Port: a.Port, Listener: listener,
			Routes: []fargate.Route{{Hosts: []string{a.Host}, Paths: a.Paths}},
		}
		if a.Generation > 0 {
			key, err := awssecret.New(ctx, a.Name+"-key", &awssecret.Args{
				Tags: tags, Generate: &awssecret.Generate{Generation: a.Generation}, DisableProtection: true,
			})
			if err != nil {
				return err
			}
			args.Task.Secrets = map[string]pulumi.StringInput{"KEY": key.Ref("")}
		}
		if a.Green != "" {
			args.BlueGreen = &fargate.BlueGreen{Blue: pulumi.String(a.Image), Green: pulumi.String(a.Green), Active: fargate.Colour(a.Active)}
			args.Task.Image = nil
		}
		if _, err := fargate.NewService(ctx, a.Name, args); err != nil {
			return err
		}
	}
	return nil
}

const fleetStack = "acme/shop/production"

// shopApp is one service with a secret, with changes.
func shopApp(changes ...func(*app)) app {
	a := app{Name: "shop", Image: "registry.example.com/shop:v1", Host: "shop.example.com", Port: 8080, Generation: 1}
	for _, change := range changes {
		change(&a)
	}
	return a
}

func apps(t *testing.T, list ...app) map[string]string {
	t.Helper()
	return map[string]string{"aws:region": "eu-central-1", "apps": lifecycletest.JSON(t, list)}
}

const replacedFirst = "create-replacement replace delete-replaced"

func TestAWSFargateExampleLifecycle(t *testing.T) {
	t.Parallel()
	program := lifecycletest.Prebuilt(t, "aws-fargate")
	for _, name := range []string{"staging", "production"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, "aws-fargate/"+name, program)
			preview, err := s.Cloud.Preview(context.Background(), s.Name, program)
			require.NoError(t, err)
			first := s.Up(nil)
			assert.Equal(t, preview.Changes, first.Changes, "the preview tells what the update does")
			assert.Empty(t, first.Unmodelled)
			s.AssertConverged(nil)
			state, err := s.Cloud.ExportState(s.Name)
			require.NoError(t, err)
			assert.NotContains(t, string(state), "rediss://", "no secret in the state in plain text")
			assertPlainEnvironment(t, first, map[string]string{"STAGE": name})
			if name == "production" {
				require.ErrorContains(t, s.Destroy(), "protected")
				return
			}
			require.NoError(t, s.Destroy())
			assert.Len(t, s.Cloud.Objects(), 1, "the final snapshot of the cache")
		})
	}
}

// Each change touches what it has to, and nothing else.
func TestAWSFargateChanges(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after app
		want  map[string]string
	}{
		"image": {shopApp(func(a *app) { a.Image = "registry.example.com/shop:v2" }), map[string]string{
			"shop-task-definition": replacedFirst, "shop-service": "update",
		}},
		"CPU": {shopApp(func(a *app) { a.CPU = 512 }), map[string]string{"shop-task-definition": replacedFirst, "shop-service": "update"}},
		"port": {shopApp(func(a *app) { a.Port = 9000 }), map[string]string{
			"shop-task-definition": replacedFirst, "shop-service": "update",
			"shop-security-group-ingress-load-balancer-9000": "create", "shop-load-balancer-egress-9000": "create",
			"shop-security-group-ingress-load-balancer-8080": "delete", "shop-load-balancer-egress-8080": "delete",
		}},
		"secret": {shopApp(func(a *app) { a.Generation = 2 }), map[string]string{
			"shop-key-generated": replacedFirst, "shop-key-version": replacedFirst, "shop-task-definition": replacedFirst, "shop-service": "update",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, fleetStack, sandbox.Func(fleet))
			before := s.Up(apps(t, shopApp()))
			after := s.Up(apps(t, c.after))
			assert.Equal(t, c.want, lifecycletest.Touched(after))
			assert.Equal(t, lifecycletest.Find(t, before, "shop-service").ID, lifecycletest.Find(t, after, "shop-service").ID)
			s.AssertConverged(apps(t, c.after))
		})
	}
}

func TestAWSFargateRouteChange(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, fleetStack, sandbox.Func(fleet))
	s.Up(apps(t, shopApp()))
	after := s.Up(apps(t, shopApp(func(a *app) { a.Paths = []string{"/shop/*"} })))
	var rules []string
	for name, ops := range lifecycletest.Touched(after) {
		require.True(t, strings.HasPrefix(name, "shop-route-") || name == "shop-service", "%s is touched by a change of the routes", name)
		if name != "shop-service" {
			rules = append(rules, ops)
		}
	}
	assert.ElementsMatch(t, []string{"create", "delete"}, rules, "the new rule is there before the old one goes")
	created := lifecycletest.StepAt(after, "create", "shop-route-")
	assert.Less(t, created, lifecycletest.StepAt(after, "delete", "shop-route-"))
}

// Other services come, go and change places, and a service's own rule, tasks and targets stay as they are.
func TestAWSFargateServicesDoNotTouchEachOther(t *testing.T) {
	t.Parallel()
	named := func(name string) app {
		return shopApp(func(a *app) { a.Name, a.Host, a.Generation = name, name+".example.com", 0 })
	}
	s := lifecycletest.New(t, fleetStack, sandbox.Func(fleet))
	s.Up(apps(t, named("one"), named("two"), named("three")))
	again := s.Up(apps(t, named("three"), named("one"), named("two")))
	assert.Empty(t, lifecycletest.Touched(again), "the order means nothing")
	for name, ops := range lifecycletest.Touched(s.Up(apps(t, named("four"), named("three"), named("one"), named("two")))) {
		assert.True(t, strings.HasPrefix(name, "four-") && ops == "create", "%s: %s", name, ops)
	}
	for name, ops := range lifecycletest.Touched(s.Up(apps(t, named("four"), named("three"), named("two")))) {
		assert.True(t, strings.HasPrefix(name, "one-") && ops == "delete", "%s: %s", name, ops)
	}
	s.AssertConverged(apps(t, named("two"), named("three"), named("four")))
}

// A service that goes gives up its rule before its targets, and a target group that a rule uses cannot go at all.
func TestAWSFargateTargetGroupsOutliveTheirRules(t *testing.T) {
	t.Parallel()
	other := shopApp(func(a *app) { a.Name, a.Host, a.Generation = "other", "other.example.com", 0 })
	s := lifecycletest.New(t, fleetStack, sandbox.Func(fleet))
	s.Up(apps(t, shopApp(), other))
	after := s.Up(apps(t, other))
	service, rule := lifecycletest.StepAt(after, "delete", "shop-service"), lifecycletest.StepAt(after, "delete", "shop-route-")
	targets := lifecycletest.StepAt(after, "delete", "shop-target-group")
	require.GreaterOrEqual(t, service, 0)
	assert.Greater(t, rule, service, "the service needs the rule")
	assert.Greater(t, targets, rule, "the rule needs the target group")
	s.AssertConverged(apps(t, other))
}

// The cut-over is one change of weights, in place, and so is the way back.
func TestAWSFargateBlueGreen(t *testing.T) {
	t.Parallel()
	at := func(blue, green, active string) map[string]string {
		return apps(t, shopApp(func(a *app) {
			a.Image, a.Green, a.Active = "r.example.com/shop:"+blue, "r.example.com/shop:"+green, active
		}))
	}
	s := lifecycletest.New(t, fleetStack, sandbox.Func(fleet))
	s.Up(at("v1", "v1", "blue"))
	assert.Equal(t, map[string]string{
		"shop-identity": "update", "shop-green-task-definition": replacedFirst, "shop-green-service": "update",
	}, lifecycletest.Touched(s.Up(at("v1", "v2", "blue"))), "the colour that does not serve gets the new version")
	for _, active := range []string{"green", "blue"} {
		flip := lifecycletest.Touched(s.Up(at("v1", "v2", active)))
		delete(flip, "shop-identity")
		require.Len(t, flip, 1, "%v", flip)
		for name, ops := range flip {
			assert.True(t, strings.HasPrefix(name, "shop-route-") && ops == "update", "%s: %s", name, ops)
		}
	}
	_, err := s.TryUp(at("v1", "v3", "green"))
	require.ErrorContains(t, err, "ServiceArgs.BlueGreen: need")
	require.ErrorContains(t, err, "deploy the image first")
	s.AssertConverged(at("v1", "v2", "blue"))
}

// ECS reports a roll-back as a success; the block does not.
func TestAWSFargateRollBackFailsTheUpdate(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, fleetStack, sandbox.Func(fleet))
	first := s.Up(apps(t, shopApp()))
	runs := lifecycletest.Find(t, first, "shop-service").Outputs["taskDefinition"].StringValue()
	s.Program = sandbox.Func(func(ctx *pulumi.Context) error {
		// What the service runs after the update is the revision from before.
		err := ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
			if props, ok := args.Props.(*ecs.ServiceArgs); ok {
				props.TaskDefinition = pulumi.String(runs)
			}
			return &pulumi.ResourceTransformationResult{Props: args.Props, Opts: args.Opts}
		})
		if err != nil {
			return err
		}
		return fleet(ctx)
	})
	next := apps(t, shopApp(func(a *app) { a.Image = "registry.example.com/shop:v2" }))
	_, err := s.TryUp(next)
	require.ErrorContains(t, err, "ECS rolled the deployment back")
	s.Program = sandbox.Func(fleet)
	s.Up(next)
	s.AssertConverged(next)
}

func TestAWSFargateInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	program := sandbox.Func(fleet)
	other := shopApp(func(a *app) { a.Name, a.Host, a.Generation = "other", "other.example.com", 0 })
	changed := shopApp(func(a *app) { a.Port, a.Generation, a.Paths = 9000, 2, []string{"/new/*"} })
	for name, c := range map[string]struct{ before, after map[string]string }{
		"create": {nil, apps(t, shopApp())},
		"change": {apps(t, shopApp()), apps(t, changed)},
		"swap":   {apps(t, shopApp()), apps(t, other)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lifecycletest.EveryStep(t, fleetStack, program, c.before, c.after)
		})
	}
}

// BenchmarkAWSFargate brings many services up on one listener, and looks at them again.
func BenchmarkAWSFargate(b *testing.B) {
	for _, count := range []int{25, 50, 100} {
		var list []app
		for i := range count {
			list = append(list, app{
				Name: fmt.Sprintf("service-%d", i), Image: "registry.example.com/shop:v1", Host: fmt.Sprintf("s%d.example.com", i), Port: 8080,
				Paths: []string{fmt.Sprintf("/%d/*", i)},
			})
		}
		text, err := json.Marshal(list)
		require.NoError(b, err)
		settings := sandbox.WithConfig(map[string]string{"aws:region": "eu-central-1", "apps": string(text)})
		program := sandbox.Func(fleet)
		b.Run(fmt.Sprintf("preview/%d", count), func(b *testing.B) {
			for b.Loop() {
				_, err := sandbox.New(sandbox.Options{}).Preview(context.Background(), fleetStack, program, settings)
				require.NoError(b, err)
			}
		})
		b.Run(fmt.Sprintf("unchanged/%d", count), func(b *testing.B) {
			cloud := sandbox.New(sandbox.Options{})
			_, err := cloud.Up(context.Background(), fleetStack, program, settings)
			require.NoError(b, err)
			for b.Loop() {
				_, err := cloud.Up(context.Background(), fleetStack, program, settings)
				require.NoError(b, err)
			}
		})
	}
}
