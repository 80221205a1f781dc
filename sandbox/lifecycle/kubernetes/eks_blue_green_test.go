package kubernetes_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
)

// blueGreen is the example: three stacks in one cloud.
type blueGreen struct {
	t                      *testing.T
	cloud                  *sandbox.Cloud
	cluster, platform, app *lifecycletest.Stack
}

func newBlueGreen(t *testing.T) *blueGreen {
	t.Helper()
	cluster := lifecycletest.New(t, "cluster/staging", lifecycletest.Prebuilt(t, "eks-blue-green/cluster"))
	b := &blueGreen{t: t, cloud: cluster.Cloud, cluster: cluster}
	b.platform = &lifecycletest.Stack{T: t, Cloud: b.cloud, Name: "platform/staging", Program: lifecycletest.Prebuilt(t, "eks-blue-green/platform")}
	b.app = &lifecycletest.Stack{T: t, Cloud: b.cloud, Name: "app/staging", Program: lifecycletest.Prebuilt(t, "eks-blue-green/app")}
	return b
}

// step is one file of the folder upgrade; empty is the stack's own configuration.
func (b *blueGreen) step(file string) []sandbox.Option {
	b.t.Helper()
	if file == "" {
		return nil
	}
	path, err := filepath.Abs(filepath.Join("..", "..", "..", "examples", "eks-blue-green", "upgrade", file+".yaml"))
	require.NoError(b.t, err)
	return []sandbox.Option{sandbox.WithConfigFile(path)}
}

// up updates the cluster stack to a step, and then the others in the order that they are given in. Requests are answered
// after each of them.
func (b *blueGreen) up(file string, others ...*lifecycletest.Stack) *sandbox.Result {
	b.t.Helper()
	result, err := b.cloud.Up(context.Background(), b.cluster.Name, b.cluster.Program, b.step(file)...)
	require.NoError(b.t, err)
	for i, s := range others {
		s.Up(nil)
		b.assertServed(fmt.Sprintf("%s: after %s (%d)", file, s.Name, i))
	}
	return result
}

func (b *blueGreen) deploy() *blueGreen {
	b.t.Helper()
	b.cluster.Up(nil)
	b.platform.Up(nil)
	b.app.Up(nil)
	b.assertServed("deployed")
	return b
}

// live are the objects of the cloud by their logical names.
func (b *blueGreen) live() map[string]sandbox.Object {
	all := map[string]sandbox.Object{}
	for _, o := range b.cloud.Objects() {
		all[resource.URN(o.URN).Name()] = o
	}
	return all
}

// assertServed checks that requests get to pods: each slot that the load balancer sends requests to has a cluster that lives,
// and in it the shop and what joins it to the load balancer.
func (b *blueGreen) assertServed(when string) {
	b.t.Helper()
	live := b.live()
	rule, ok := live["shop"]
	require.True(b.t, ok, "%s: there is no rule", when)
	action := rule.Outputs["actions"].ArrayValue()[0].ObjectValue()
	served := false
	for _, each := range action["forward"].ObjectValue()["targetGroups"].ArrayValue() {
		group := each.ObjectValue()
		if group["weight"].NumberValue() == 0 {
			continue
		}
		served = true
		name := b.nameOf(group["arn"].StringValue())
		require.NotEmpty(b.t, name, "%s: the target group of the rule lives", when)
		slot := strings.TrimPrefix(name, "shop-") // blue-g1
		for _, needed := range []string{"acme-" + slot + "-cluster", "acme-" + slot + "-nodes-main", name + "-web-deployment", name + "-web-service", name + "-targets-binding"} {
			assert.Contains(b.t, live, needed, when)
		}
	}
	assert.True(b.t, served, "%s: some slot gets the requests", when)
}

// changes are the operations by name that did something.
func changes(result *sandbox.Result) map[string]string {
	all := lifecycletest.Touched(result)
	maps.DeleteFunc(all, func(_, op string) bool { return op == "read" })
	return all
}

// nameOf is the logical name of the object with an ARN.
func (b *blueGreen) nameOf(arn string) string {
	for _, o := range b.cloud.Objects() {
		if o.Outputs["arn"].IsString() && o.Outputs["arn"].StringValue() == arn {
			return resource.URN(o.URN).Name()
		}
	}
	return ""
}

// assertNothingLeft checks that the cloud holds just what the states say, and that no more update would change anything.
func (b *blueGreen) assertNothingLeft(file string) {
	b.t.Helper()
	recorded := map[string]int{}
	for _, s := range []*lifecycletest.Stack{b.cluster, b.platform, b.app} {
		options := []sandbox.Option{}
		if s == b.cluster {
			options = b.step(file)
		}
		again, err := b.cloud.Up(context.Background(), s.Name, s.Program, options...)
		require.NoError(b.t, err)
		assert.Empty(b.t, changes(again), s.Name)
		for _, r := range again.Resources {
			if r.Custom && r.ID != "" && !strings.HasPrefix(r.Type, "pulumi:") {
				recorded[string(r.URN)+" "+r.ID]++
			}
		}
	}
	live := map[string]int{}
	for _, o := range b.cloud.Objects() {
		live[o.URN+" "+o.ID]++
	}
	assert.Equal(b.t, recorded, live, "the states and the cloud differ")
}

func (b *blueGreen) endpoint(slot string) string {
	b.t.Helper()
	cluster, ok := b.live()["acme-"+slot+"-g1-cluster"]
	require.True(b.t, ok)
	return cluster.Outputs["endpoint"].StringValue()
}

// The walk: every step is one update of the cluster stack, and then of those on top.
func TestEKSBlueGreenUpgrade(t *testing.T) {
	t.Parallel()
	b := newBlueGreen(t).deploy()
	blue := b.live()["acme-blue-g1-cluster"].ID

	b.up("1-add-green", b.platform, b.app)
	assert.Contains(t, b.live(), "shop-green-g1-web-deployment", "green runs the shop before it serves")
	assert.Equal(t, blue, b.live()["acme-blue-g1-cluster"].ID, "blue is not touched")

	shifted := b.up("2-shift")
	assert.Equal(t, map[string]string{"acme-complete": "update", "acme-identity": "update"}, changes(shifted), "a shift is published, nothing else")
	b.platform.Up(nil)
	result := b.app.Up(nil)
	assert.Equal(t, map[string]string{"shop": "update"}, changes(result), "two numbers of the rule")
	b.assertServed("shifted")

	b.up("3-drain-blue", b.app, b.platform)
	for name, o := range b.live() {
		runs := o.Type == "kubernetes:apps/v1:Deployment" || strings.HasPrefix(name, "shop-")
		assert.False(t, runs && strings.Contains(name, "blue-g1"), "%s is still on blue", name)
	}

	b.up("4-remove-blue", b.platform, b.app)
	for name := range b.live() {
		assert.NotContains(t, name, "blue")
	}
	b.assertNothingLeft("4-remove-blue")
	for _, s := range []*lifecycletest.Stack{b.app, b.platform} {
		require.NoError(t, s.Destroy())
	}
}

// The script of the example, line by line, as far as it updates something.
func TestEKSUpgradeScript(t *testing.T) {
	t.Parallel()
	b := newBlueGreen(t)
	script, err := os.ReadFile(filepath.Join("..", "..", "..", "examples", "eks-blue-green", "upgrade.sh"))
	require.NoError(t, err)
	line := regexp.MustCompile(`(?m)^up (cluster|platform|app)(?: --config-file "\$example/upgrade/(.+)\.yaml")?(?: #.*)?$`)
	stacks := map[string]*lifecycletest.Stack{"cluster": b.cluster, "platform": b.platform, "app": b.app}
	steps := line.FindAllStringSubmatch(string(script), -1)
	require.Equal(t, strings.Count(string(script), "\nup "), len(steps), "every line is understood")
	served := false
	for _, step := range steps {
		s := stacks[step[1]]
		_, err := b.cloud.Up(context.Background(), s.Name, s.Program, b.step(step[2])...)
		require.NoError(t, err, step[0])
		if served = served || s == b.app; served {
			b.assertServed(step[0])
		}
	}
	b.assertNothingLeft("4-remove-blue")
}

// cutEverywhere updates a stack, and kills its n-th run in its n-th change until one has fewer changes left.
func (b *blueGreen) cutEverywhere(s *lifecycletest.Stack, options ...sandbox.Option) {
	b.t.Helper()
	for n := 1; ; n++ {
		b.cloud.CutAfter(n)
		_, err := b.cloud.Up(context.Background(), s.Name, s.Program, options...)
		b.cloud.Heal()
		if err == nil {
			require.Greater(b.t, n, 1, "nothing was cut")
			return
		}
		var failed *sandbox.Error
		require.ErrorAs(b.t, err, &failed)
		b.assertServed(fmt.Sprintf("%s was cut in its change %d", s.Name, n))
	}
}

// Wherever an update is killed, requests get to pods, and the next update goes on from there.
func TestEKSBlueGreenIsServedWhereverItIsCut(t *testing.T) {
	t.Parallel()
	b := newBlueGreen(t).deploy()
	b.cutEverywhere(b.cluster, b.step("1-add-green")...)
	b.cutEverywhere(b.platform)
	b.cutEverywhere(b.app)
	b.up("2-shift")
	b.cutEverywhere(b.app)
	b.up("3-drain-blue") // a shift and a drain change nothing in the cloud
	b.cutEverywhere(b.app)
	b.cutEverywhere(b.platform)
	b.cutEverywhere(b.cluster, b.step("4-remove-blue")...)
	b.platform.Up(nil)
	b.app.Up(nil)
	b.assertNothingLeft("4-remove-blue")
}

// The control plane of the active cluster dies. Nothing of it answers any more, and nobody edits a state.
func TestEKSBlueDiesFirst(t *testing.T) {
	t.Parallel()
	b := newBlueGreen(t).deploy()
	b.up("1-add-green", b.platform, b.app)
	b.cloud.Unreachable(b.endpoint("blue"))

	b.up("blue-is-lost", b.app, b.platform)
	b.up("4-remove-blue", b.platform, b.app)
	for name := range b.live() {
		assert.NotContains(t, name, "blue")
	}
	b.assertNothingLeft("4-remove-blue")
}

// Nothing is dropped from a state because a cluster does not answer, unless somebody says that it is lost.
func TestEKSDeadClusterIsNotForgottenByAccident(t *testing.T) {
	t.Parallel()
	b := newBlueGreen(t).deploy()
	b.up("1-add-green", b.platform, b.app)
	b.up("2-shift", b.platform, b.app)
	b.cloud.Unreachable(b.endpoint("blue"))
	_, err := b.cloud.Up(context.Background(), b.cluster.Name, b.cluster.Program, b.step("3-drain-blue")...)
	require.NoError(t, err)
	for _, s := range []*lifecycletest.Stack{b.app, b.platform} {
		_, err = s.TryUp(nil)
		require.ErrorContains(t, err, unreachableWords, s.Name)
		b.assertServed("the update of " + s.Name + " failed")
	}
	for _, s := range []*lifecycletest.Stack{b.app, b.platform} {
		require.ErrorContains(t, s.Destroy(), unreachableWords, s.Name)
	}
}

// Steps that are left out, or taken in another order, are refused, and nothing is touched.
func TestEKSBlueGreenStepsAreHeld(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before []string
		step   string
		want   string
	}{
		"shift to what is not there yet":   {nil, "2-shift", "shift"},
		"remove what serves":               {[]string{"1-add-green"}, "4-remove-blue", "drain"},
		"drain what has just been serving": {[]string{"1-add-green"}, "3-drain-blue", "drain"},
		"remove without draining":          {[]string{"1-add-green", "2-shift"}, "4-remove-blue", "drain"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBlueGreen(t)
			b.cluster.Up(nil)
			last := ""
			for _, step := range c.before {
				b.up(step)
				last = step
			}
			before := b.cloud.Objects()
			_, err := b.cloud.Preview(context.Background(), b.cluster.Name, b.cluster.Program, b.step(c.step)...)
			require.ErrorContains(t, err, c.want)
			_, err = b.cloud.Up(context.Background(), b.cluster.Name, b.cluster.Program, b.step(c.step)...)
			require.ErrorContains(t, err, c.want)
			assert.Equal(t, before, b.cloud.Objects(), "nothing was touched")
			again, err := b.cloud.Up(context.Background(), b.cluster.Name, b.cluster.Program, b.step(last)...)
			require.NoError(t, err)
			assert.Empty(t, changes(again))
		})
	}
}

// From nothing to a shop that serves takes as long as the chain of what cannot be done at the same time.
func TestEKSDeployTimeIsThatOfTheLongestUnavoidableChain(t *testing.T) {
	t.Parallel()
	b := newBlueGreen(t)
	cluster, platform, app := b.cluster.Up(nil), b.platform.Up(nil), b.app.Up(nil)
	total := cluster.Timeline.Total + platform.Timeline.Total + app.Timeline.Total

	var chain time.Duration
	for _, part := range []struct {
		result *sandbox.Result
		names  []string
	}{
		{cluster, []string{
			"acme-vpc", "acme-private-a", "acme-blue-g1-cluster", "acme-blue-g1-vpc-cni", "acme-blue-g1-nodes-main", "acme-blue-g1-coredns",
		}},
		{platform, []string{"blue-g1-alb-chart:kube-system/aws-load-balancer-controller"}},
		{app, []string{"shop-blue-g1-web-deployment"}},
	} {
		for _, name := range part.names {
			took := taken(t, part.result, name)
			require.Positive(t, took, name)
			chain += took
		}
	}
	assert.InEpsilon(t, chain.Seconds(), total.Seconds(), 0.05, "%s against %s", total, chain)
	assert.InDelta(t, (15 * time.Minute).Minutes(), chain.Minutes(), 2, "about what the blueprints of AWS measure")
}

// taken is how long the creation of a resource takes.
func taken(t *testing.T, result *sandbox.Result, name string) time.Duration {
	t.Helper()
	for _, bar := range result.Timeline.Bars {
		if bar.URN.Name() == name {
			return bar.Takes()
		}
	}
	require.Failf(t, "not in the timeline", "%s", name)
	return 0
}
