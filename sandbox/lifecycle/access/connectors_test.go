package access_test

import (
	"context"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	aws "github.com/groundwork-go/groundwork/aws/twingateconnector"
	gcp "github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/k8s/provider"
	k8s "github.com/groundwork-go/groundwork/k8s/twingateconnector"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

const (
	accessStack = "acme/access/production"
	tokensType  = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
)

// platforms are where connectors run.
var platforms = []string{"fargate", "ec2", "gce", "kubernetes"}

// accessSettings are the object access:access.
type accessSettings struct {
	Platform   string   `yaml:"platform"` // empty: nothing is left
	Rotation   string   `yaml:"rotation"`
	Connectors int      `yaml:"connectors"`
	Network    string   `yaml:"network"` // an existing remote network
	Log        int      `yaml:"log"`
	Ports      []string `yaml:"ports"`
	Protect    bool     `yaml:"protect"`
}

func accessProgram(ctx *pulumi.Context) error {
	s, err := stackconfig.Load[accessSettings](ctx, "access")
	if err != nil || s.Platform == "" {
		return err
	}
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-platform", "cost-center": "cc-1200", "environment": "production", "service": "access",
	})
	if err != nil {
		return err
	}
	access := twingate.Access{
		Account: "acme", Connectors: s.Connectors, Rotation: s.Rotation, LogLevel: s.Log, DisableProtection: !s.Protect,
		Resources: []twingate.PrivateResource{{
			Key: "redis", Address: pulumi.String("redis.internal"), TCPPorts: append([]string{"6379"}, s.Ports...),
			GroupIDs: []pulumi.StringInput{pulumi.String("R3JvdXA6MQ==")},
		}},
	}
	if s.Network != "" {
		access.RemoteNetworkID = pulumi.String(s.Network)
	}
	private := []string{"10.0.0.0/16"}
	vpc := pulumi.String("vpc-0a1b2c3d")
	subnets := pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e"})
	switch s.Platform {
	case "fargate":
		_, err = aws.NewFargate(ctx, "door", &aws.FargateArgs{Tags: tags, Access: access, VPCID: vpc, SubnetIDs: subnets, PrivateCIDRs: private})
	case "ec2":
		_, err = aws.NewEC2(ctx, "door", &aws.EC2Args{
			Tags: tags, Access: access, VPCID: vpc, SubnetIDs: subnets, PrivateCIDRs: private, ImageID: pulumi.String("ami-0a1b2c3d4e5f60718"),
		})
	case "gce":
		_, err = gcp.New(ctx, "door", &gcp.Args{
			Tags: tags, Access: access, Region: "europe-west1", Zones: []string{"europe-west1-b", "europe-west1-c"},
			Network: pulumi.String("main"), Subnetwork: pulumi.String("main-west"), PrivateCIDRs: private,
		})
	case "kubernetes":
		var blue *provider.Provider
		if blue, err = provider.New(ctx, "blue", &provider.Args{Cluster: cluster()}); err == nil {
			_, err = k8s.New(ctx, "door", &k8s.Args{Tags: tags, Access: access, Provider: blue.Kubernetes, PrivateCIDRs: private})
		}
	}
	return err
}

// cluster is one that another program made.
func cluster() provider.Cluster {
	authority := "-----BEGIN CERTIFICATE-----\nfirst\n-----END CERTIFICATE-----\n"
	text := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	return provider.Cluster{
		Identifier: text("shop-blue-g1"), Name: text("shop-blue-g1-1a2b3c4"), Region: text("eu-west-1"),
		Endpoint: text("https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com"), CertificateAuthority: text(base64.StdEncoding.EncodeToString([]byte(authority))),
	}
}

func accessWith(t *testing.T, platform string, changes map[string]any) map[string]string {
	t.Helper()
	all := map[string]any{"platform": platform}
	maps.Copy(all, changes)
	return map[string]string{"access:access": lifecycletest.JSON(t, all)}
}

func newAccess(t *testing.T) *lifecycletest.Stack {
	t.Helper()
	return lifecycletest.New(t, accessStack, sandbox.Func(accessProgram))
}

// onEach runs a test on each platform.
func onEach(t *testing.T, test func(t *testing.T, platform string)) {
	t.Helper()
	for _, platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			test(t, platform)
		})
	}
}

// Wherever a rotation fails or is cut, at least one connector of two is alive, and the next update brings both to life with the
// tokens that the state holds.
func TestAccessRotationNeverLeavesAllConnectorsDead(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, platform string) {
		before, after := accessWith(t, platform, nil), accessWith(t, platform, map[string]any{"rotation": "2026-11"})
		base := newAccess(t)
		base.Up(before)
		require.Equal(t, connectors(2), alive(base.Cloud))
		for way, interrupt := range lifecycletest.Interruptions {
			dead := 0
			for n := range lifecycletest.Steps() {
				s := base.Fork(t)
				interrupt(s.Cloud, n)
				_, err := s.TryUp(after)
				s.Cloud.Heal()
				if err == nil {
					require.Greater(t, n, 1)
					break
				}
				left := alive(s.Cloud)
				assert.NotEmpty(t, left, "%s at step %d", way, n)
				if len(left) == 1 {
					dead++
				}
				s.Up(after)
				assert.Equal(t, connectors(2), alive(s.Cloud), "%s at step %d", way, n)
				s.AssertConverged(after)
			}
			assert.True(t, dead > 0 || testing.Short(), "the rotation does interrupt a connector")
		}
	})
}

// One connector after the other: nothing of the second is touched before the first one runs again.
func TestAccessRotatesOneConnectorAfterTheOther(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, platform string) {
		s := newAccess(t)
		s.Up(accessWith(t, platform, nil))
		result := s.Up(accessWith(t, platform, map[string]any{"rotation": "2026-11"}))
		var order []string
		for _, step := range result.Steps {
			if name := step.URN.Name(); step.Op != "same" && step.Op != "read" && strings.Contains(name, "-connector-") {
				which := name[:strings.Index(name, "-connector-")+len("-connector-")+1]
				if len(order) == 0 || order[len(order)-1] != which {
					order = append(order, which)
				}
			}
		}
		// What was replaced is deleted at the end of the update, in reverse.
		require.GreaterOrEqual(t, len(order), 2, "%v", order)
		assert.Equal(t, connectors(2), order[:2])
		second := lifecycletest.StepAt(result, "delete-replaced", "door-connector-2-tokens")
		require.GreaterOrEqual(t, second, 0, "deleted before the new pair is made")
		assert.Less(t, second, lifecycletest.StepAt(result, "create-replacement", "door-connector-2-tokens"))
		for _, step := range result.Steps[second:] {
			restarts := step.Op == "create-replacement" || step.Op == "update" || step.Op == "replace"
			assert.False(t, restarts && strings.Contains(step.URN.Name(), "-connector-1"), "%s of %s after the second one was touched", step.Op, step.URN.Name())
		}
	})
}

// A connector that takes its new tokens and then does not come to run keeps the next one from being touched, however often the update
// is repeated. On AWS the provider waits for services and groups that it changes or makes, and not for an update without a change, as
// the engine sends it to what is not complete.
func TestAccessRotationStopsAtAConnectorThatDoesNotRun(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, platform string) {
		runner := runners[slices.Index(platforms, platform)]
		pair := func(s *lifecycletest.Stack, connector string) string {
			for _, o := range s.Cloud.Objects() {
				if o.Type == tokensType && resource.URN(o.URN).Name() == connector+"-tokens" {
					return lifecycletest.Reveal(o.Outputs["accessToken"]).StringValue()
				}
			}
			return ""
		}
		s := newAccess(t)
		s.Up(accessWith(t, platform, nil))
		first, second := pair(s, "door-connector-1"), pair(s, "door-connector-2")
		require.NotEmpty(t, second)
		waits := sandbox.On{Op: sandbox.Update, Type: runner}
		if strings.HasPrefix(runner, "aws:") {
			waits.Nth = 1
		}
		s.Cloud.FailHalfway(waits, lifecycletest.ErrInjected)
		s.Cloud.FailHalfway(sandbox.On{Op: sandbox.Create, Type: runner}, lifecycletest.ErrInjected)
		after := accessWith(t, platform, map[string]any{"rotation": "2026-11"})
		for range 3 {
			_, err := s.TryUp(after)
			require.ErrorContains(t, err, lifecycletest.ErrInjected.Error())
			assert.NotEqual(t, first, pair(s, "door-connector-1"))
			assert.Equal(t, second, pair(s, "door-connector-2"), "untouched")
		}
		s.Cloud.Heal()
		s.Up(after)
		assert.Equal(t, connectors(2), alive(s.Cloud))
		assert.NotEqual(t, second, pair(s, "door-connector-2"))
		s.AssertConverged(after)
	})
}

// Without delete-before-replace the tokens that a replacement leaves in the state are dead: this is why the binding insists.
func TestTokensThatAreReplacedTheUsualWayAreDead(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]bool{"create before delete": false, "delete before create": true} {
		program := func(ctx *pulumi.Context) error {
			s, err := stackconfig.Load[accessSettings](ctx, "access")
			if err != nil {
				return err
			}
			network, err := twingate.NewRemoteNetwork(ctx, "net", &twingate.RemoteNetworkArgs{Name: pulumi.String("net")})
			if err != nil {
				return err
			}
			connector, err := twingate.NewConnector(ctx, "one", &twingate.ConnectorArgs{
				Name: pulumi.String("one"), RemoteNetworkID: network.ID().ToStringOutput(),
			})
			if err != nil {
				return err
			}
			args := &twingate.ConnectorTokensArgs{
				ConnectorID: connector.ID().ToStringOutput(), Keepers: pulumi.StringMap{"rotation": pulumi.String(s.Rotation)},
			}
			if first {
				_, err = twingate.NewConnectorTokens(ctx, "tokens", args, pulumi.DeleteBeforeReplace(false)) // which it does not listen to
				return err
			}
			var tokens twingate.ConnectorTokens
			return ctx.RegisterResource(tokensType, "tokens", args, &tokens)
		}
		s := lifecycletest.New(t, accessStack, sandbox.Func(program))
		s.Up(accessWith(t, "", nil))
		result := s.Up(accessWith(t, "", map[string]any{"rotation": "2"}))
		stored := lifecycletest.Reveal(lifecycletest.Find(t, result, "tokens").Outputs["accessToken"]).StringValue()
		require.NotEmpty(t, stored)
		works := slices.ContainsFunc(s.Cloud.Objects(), func(o sandbox.Object) bool {
			return o.Type == tokensType && lifecycletest.Reveal(o.Outputs["accessToken"]).StringValue() == stored
		})
		assert.Equal(t, first, works, name)
	}
}

// A refresh that meets an error of the API drops the tokens from the state. The next update makes new ones, one connector after the other.
func TestAccessHealsTokensThatARefreshLost(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, platform string) {
		settings := accessWith(t, platform, nil)
		base := newAccess(t)
		base.Up(settings)
		for n := range lifecycletest.Steps() {
			s := base.Fork(t)
			s.Cloud.Fail(sandbox.On{Op: sandbox.Read, Type: tokensType}, lifecycletest.ErrInjected)
			refreshed, err := s.Cloud.Refresh(context.Background(), s.Name, s.Program, sandbox.WithConfig(settings))
			require.NoError(t, err, "a warning, and the tokens are gone")
			s.Cloud.Heal()
			for _, r := range refreshed.Resources {
				require.NotEqual(t, tokensType, r.Type)
			}
			require.Equal(t, connectors(2), alive(s.Cloud), "what runs goes on")
			s.Cloud.CutAfter(n)
			_, err = s.TryUp(settings)
			s.Cloud.Heal()
			if err == nil {
				assert.Equal(t, connectors(2), alive(s.Cloud))
				s.AssertConverged(settings)
				break
			}
			assert.NotEmpty(t, alive(s.Cloud), "cut at step %d", n)
			s.Up(settings)
			assert.Equal(t, connectors(2), alive(s.Cloud), "cut at step %d", n)
			s.AssertConverged(settings)
		}
	})
}

func TestAccessInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, platform string) {
		program := sandbox.Func(accessProgram)
		two := accessWith(t, platform, nil)
		three := accessWith(t, platform, map[string]any{"log": 7, "connectors": 3, "ports": []string{"9000-9010"}})
		lifecycletest.EveryStep(t, accessStack, program, nil, two)
		lifecycletest.EveryStep(t, accessStack, program, two, three)
		lifecycletest.EveryStep(t, accessStack, program, three, accessWith(t, "", nil))
	})
}

// More connectors are added at the end, and taken away there, without a touch of the others.
func TestAccessConnectorsComeAndGo(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, platform string) {
		s := newAccess(t)
		two, three := accessWith(t, platform, nil), accessWith(t, platform, map[string]any{"connectors": 3})
		s.Up(two)
		for _, step := range []struct {
			settings map[string]string
			want     int
		}{{three, 3}, {two, 2}} {
			result := s.Up(step.settings)
			assert.Equal(t, connectors(step.want), alive(s.Cloud))
			for name, op := range lifecycletest.Touched(result) {
				if !strings.Contains(name, "-update") { // a weekly update looks at the other connectors first
					assert.NotRegexp(t, "-connector-[12]", name, op)
				}
			}
			s.AssertConverged(step.settings)
		}
	})
}

// Connectors cannot be moved: it is refused before anything is touched, with the way to do it.
func TestAccessCannotMoveToAnotherNetwork(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, platform string) {
		given := map[string]any{"network": "UmVtb3RlTmV0d29yazox"}
		for name, c := range map[string]struct{ before, after map[string]any }{
			"from its own to a given one": {nil, given},
			"from a given one to its own": {given, nil},
			"from a given one to another": {given, map[string]any{"network": "UmVtb3RlTmV0d29yazoy"}},
		} {
			s := newAccess(t)
			s.Up(accessWith(t, platform, c.before))
			before := s.Cloud.Objects()
			_, err := s.Cloud.Preview(context.Background(), s.Name, s.Program, sandbox.WithConfig(accessWith(t, platform, c.after)))
			require.ErrorContains(t, err, "connectors cannot be moved to another network: make a second block with a name of its own in the other network", name)
			_, err = s.TryUp(accessWith(t, platform, c.after))
			require.ErrorContains(t, err, "Access.RemoteNetworkID", name)
			assert.Equal(t, before, s.Cloud.Objects(), "%s: nothing was touched", name)
			s.AssertConverged(accessWith(t, platform, c.before))
		}
	})
}

func TestAccessIsProtected(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, platform string) {
		s := newAccess(t)
		s.Up(accessWith(t, platform, map[string]any{"protect": true}))
		require.ErrorContains(t, s.Destroy(), "protected")
		assert.Equal(t, connectors(2), alive(s.Cloud))
		s.Up(accessWith(t, platform, nil))
		require.NoError(t, s.Destroy())
		assert.Empty(t, s.Cloud.Objects())
	})
}

// No token stands in plain text anywhere: not in the state, not in what is printed, not in what starts a connector.
func TestAccessTokensAreNowhereInPlainText(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, platform string) {
		s := newAccess(t)
		result := s.Up(accessWith(t, platform, nil))
		state, err := s.Cloud.ExportState(s.Name)
		require.NoError(t, err)
		found := 0
		for _, r := range result.Resources {
			if r.Type != tokensType {
				continue
			}
			found++
			for _, output := range []resource.PropertyKey{"accessToken", "refreshToken"} {
				require.True(t, r.Outputs[output].IsSecret())
				token := lifecycletest.Reveal(r.Outputs[output]).StringValue()
				assert.NotContains(t, string(state), token)
				assert.NotContains(t, lifecycletest.Diagnostics(result), token)
				for _, o := range s.Cloud.Objects() {
					if o.Type == tokensType || strings.Contains(strings.ToLower(o.Type), "secret") {
						continue // what keeps tokens
					}
					assert.False(t, mentions(texts(resource.NewObjectProperty(o.Outputs)), token), "%s", o.URN)
				}
			}
		}
		assert.Equal(t, 2, found)
	})
}
