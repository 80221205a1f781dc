package twingateconnector_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/twingateconnector"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

// A connector's tokens are in its own Secret, by reference in its own pod, and nowhere else.
func TestTokensAreInTheSecretAlone(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *twingateconnector.Args) { a.Access.Connectors = 3 })
	infratest.AssertNoPlainSecrets(t, g)
	for _, n := range []string{"1", "2", "3"} {
		secret := g.Named(t, secretToken, "access-connector-"+n+"-secret")
		assert.Equal(t, map[string]any{
			"TWINGATE_ACCESS_TOKEN": "access-first-access-connector-" + n + "-tokens", "TWINGATE_REFRESH_TOKEN": "refresh-first-access-connector-" + n + "-tokens",
		}, secret.Value("stringData"))
		assert.True(t, secret.IsSecret("stringData.TWINGATE_ACCESS_TOKEN"))
		assert.True(t, secret.IsSecret("stringData.TWINGATE_REFRESH_TOKEN"))
		assert.Equal(t, "Opaque", secret.Value("type"))
		assert.Nil(t, secret.Value("data"))

		variables := environment(t, g.Named(t, deploymentToken, "access-connector-"+n+"-deployment"))
		for _, key := range []string{"TWINGATE_ACCESS_TOKEN", "TWINGATE_REFRESH_TOKEN"} {
			assert.Equal(t, map[string]any{"secretKeyRef": map[string]any{"name": physical(t, secret), "key": key, "optional": false}}, variables[key])
		}
	}
	assert.Len(t, g.OfType(secretToken), 3)
	for _, r := range g.All() {
		if r.Type != secretToken {
			assert.NotContains(t, fmt.Sprint(r.Inputs), "-first-", r.Name)
		}
	}
}

// Another pair is another Secret, which nothing changes in place: the pod that names it is started anew.
func TestASecretIsNeverChanged(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	for _, secret := range g.OfType(secretToken) {
		assert.Equal(t, true, secret.Value("immutable"))
		assert.Nil(t, secret.Value("metadata.name"), "with a name of its own the kubelet would keep what it read under it")
	}
	for _, n := range []string{"1", "2"} {
		deployment := g.Named(t, deploymentToken, "access-connector-"+n+"-deployment")
		assert.Contains(t, infratest.Names(deployment.PropertyDependencies["spec"]), "access-connector-"+n+"-secret")
	}
}

// named answers as the provider does: other data is another object, with another name.
func named() infratest.Option {
	return infratest.Respond(secretToken, func(call infratest.Call) (map[string]any, error) {
		digest := sha256.Sum256([]byte(fmt.Sprint(call.Inputs["stringData"])))
		return map[string]any{"metadata": map[string]any{"name": call.Name + "-" + hex.EncodeToString(digest[:4]), "namespace": "access"}}, nil
	})
}

func TestAnotherPairTouchesOneConnectorAlone(t *testing.T) {
	t.Parallel()
	three := func(a *twingateconnector.Args) { a.Access.Connectors = 3 }
	before, after := run(t, three, named()), run(t, three, named(), tokens("access-connector-2-tokens"))
	var changed []string
	for _, r := range before.All() {
		if !r.Inputs.DeepEquals(after.ByURN(r.URN).Inputs) {
			changed = append(changed, r.Name)
		}
	}
	slices.Sort(changed)
	assert.Equal(t, []string{"access-connector-2-deployment", "access-connector-2-secret"}, changed)
}

// Everything whose change restarts a connector waits for the connector before it, its tokens first.
func TestOneConnectorAtATime(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *twingateconnector.Args) { a.Access.Connectors = 3 })
	for n := 2; n <= 3; n++ {
		own, before := fmt.Sprintf("access-connector-%d", n), fmt.Sprintf("access-connector-%d-deployment", n-1)
		for _, r := range []*infratest.Resource{
			g.Named(t, tokensToken, own+"-tokens"), g.Named(t, secretToken, own+"-secret"), g.Named(t, accountToken, own+"-service-account"),
			g.Named(t, deploymentToken, own+"-deployment"),
		} {
			assert.Contains(t, infratest.Names(r.Dependencies), before, r.Name)
			for property, urns := range r.PropertyDependencies {
				// The engine deletes first what has a value of what it deletes first, and only that.
				assert.NotContains(t, infratest.Names(urns), before, "%s.%s", r.Name, property)
			}
		}
	}
	for _, token := range []string{tokensToken, secretToken, accountToken, deploymentToken} {
		for _, r := range g.OfType(token) {
			if strings.HasPrefix(r.Name, "access-connector-1-") && !strings.Contains(r.Name, "update") {
				for _, name := range infratest.Names(r.Dependencies) {
					assert.NotContains(t, name, "connector-2", r.Name)
					assert.NotContains(t, name, "connector-3", r.Name)
				}
			}
		}
	}
	assert.Equal(t, []string{"access-connector-3-deployment"}, infratest.Names(g.Named(t, "pulumi:providers:kubernetes", "after").Dependencies), "Ready")
}

// A pod that starts outside its walls is open for as long as nobody looks.
func TestAPodFindsItsWalls(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	for _, n := range []string{"1", "2"} {
		got := infratest.Names(g.Named(t, deploymentToken, "access-connector-"+n+"-deployment").Dependencies)
		for _, need := range []string{"access-network-policy", "access-budget", "access-namespace", "access-connector-" + n + "-service-account"} {
			assert.Contains(t, got, need)
		}
	}
}

// Two pods never have one pair: the old pod ends before the new one starts, the old Deployment before the new one is made.
func TestTokensAreNeverShared(t *testing.T) {
	t.Parallel()
	for _, r := range run(t, unchanged).OfType(deploymentToken) {
		assert.Equal(t, 1.0, r.Value("spec.replicas"))
		assert.Equal(t, map[string]any{"type": "Recreate"}, r.Value("spec.strategy"))
		assert.True(t, r.DeleteBeforeReplace, r.Name)
	}
}

// The update waits until the connector runs, longer than the cluster does, so that the error says why it does not.
func TestRollOut(t *testing.T) {
	t.Parallel()
	for _, r := range run(t, unchanged).OfType(deploymentToken) {
		assert.Equal(t, 10.0, r.Value("spec.minReadySeconds"))
		assert.Equal(t, 300.0, r.Value("spec.progressDeadlineSeconds"))
		assert.Equal(t, infratest.Timeouts{Create: "10m0s", Update: "10m0s"}, r.Timeouts)
		assert.Equal(t, 1.0, r.Value("spec.revisionHistoryLimit"))
		assert.Equal(t, "true", r.Value(`metadata.annotations["pulumi.com/patchForce"]`), "a change by hand must not stop an update half-way")
		assert.Nil(t, r.Value(`metadata.annotations["pulumi.com/skipAwait"]`))
	}
}

// A selector never changes, so it holds no tags, and no pod is another connector's.
func TestSelectors(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	for _, n := range []string{"1", "2"} {
		r := g.Named(t, deploymentToken, "access-connector-"+n+"-deployment")
		want := map[string]any{
			"app.kubernetes.io/name": "twingate-connector", "app.kubernetes.io/instance": "access", "app.kubernetes.io/component": "connector-" + n,
		}
		assert.Equal(t, want, r.Value("spec.selector.matchLabels"))
		for key, label := range want {
			assert.Equal(t, label, r.Value(`spec.template.metadata.labels["`+key+`"]`))
		}
		assert.Equal(t, "team-web", r.Value("spec.template.metadata.labels.owner"))
		assert.Equal(t, "access-connector-"+n, r.Value("metadata.name"))
	}
}

func TestNamespaces(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	made := g.One(t, namespaceToken)
	assert.Equal(t, "access", made.Value("metadata.name"))
	for _, mode := range []string{"enforce", "warn", "audit"} {
		assert.Equal(t, "restricted", made.Value(`metadata.labels["pod-security.kubernetes.io/`+mode+`"]`))
	}
	assert.Equal(t, "access", exported(t, g, "namespace"))
	g = run(t, func(a *twingateconnector.Args) { a.Namespace = "platform" })
	assert.Empty(t, g.OfType(namespaceToken))
	assert.Equal(t, "platform", exported(t, g, "namespace"))

	for want, change := range map[string]func(*twingateconnector.Args){
		"access": unchanged, "platform": func(a *twingateconnector.Args) { a.Namespace = "platform" },
	} {
		g := run(t, change)
		for _, r := range g.All() {
			if strings.HasPrefix(r.Type, "kubernetes:") && r.Type != namespaceToken {
				assert.Equal(t, want, r.Value("metadata.namespace"), r.Name)
				assert.Equal(t, want == "access", slices.Contains(infratest.Names(r.Dependencies), "access-namespace"), r.Name)
			}
		}
		for _, r := range g.OfType(bindingToken) {
			assert.Equal(t, want, r.Value("subjects[0].namespace"))
		}
		for _, r := range g.OfType(cronJobToken) {
			assert.Contains(t, r.Value(job+"containers[0].args"), "--namespace="+want)
			assert.Contains(t, r.Value(job+"initContainers[0].args"), "--namespace="+want)
		}
	}
}

func TestRemoteNetwork(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *twingateconnector.Args) {
		a.Access.Name = "Shop"
		a.Access.Resources = []twingate.PrivateResource{redis()}
	})
	network := g.One(t, networkToken)
	assert.Equal(t, "Shop", network.Value("name"))
	assert.Equal(t, "OTHER", network.Value("location"))
	assert.True(t, network.Protect)
	assert.Equal(t, "Shop-2", g.Named(t, connectorToken, "access-connector-2").Value("name"))
	assert.Equal(t, network.ID, exported(t, g, "remoteNetworkId"))
	assert.Equal(t, true, exported(t, g, "ownNetwork"))
	assert.Equal(t, []any{2.0, 2.0, 1.0}, []any{exported(t, g, "connectors"), exported(t, g, "deployments"), exported(t, g, "resources")})
	assert.Equal(t, network.ID, g.Named(t, resourceToken, "access-resource-redis").Value("remoteNetworkId"))

	g = run(t, func(a *twingateconnector.Args) { a.Location, a.Access.Rotation = "GOOGLE_CLOUD", "2026-11" })
	assert.Equal(t, "GOOGLE_CLOUD", g.One(t, networkToken).Value("location"))
	for _, r := range g.OfType(tokensToken) {
		assert.Equal(t, map[string]any{"rotation": "2026-11"}, r.Value("keepers"))
		assert.True(t, r.DeleteBeforeReplace)
	}

	g = run(t, func(a *twingateconnector.Args) {
		a.Access.RemoteNetworkID = pulumi.String("network-1").ToStringOutput()
	})
	assert.Empty(t, g.OfType(networkToken))
	assert.Equal(t, "network-1", exported(t, g, "remoteNetworkId"))
	assert.Equal(t, false, exported(t, g, "ownNetwork"))
	assert.Equal(t, map[string]any{"Access.RemoteNetworkID": "network-1"}, g.Named(t, "pulumi:index:Stash", "access-identity").Value("input"))
}

// Development has one connector, unprotected, and is guarded in the same way.
func TestDevelopment(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *twingateconnector.Args) { a.Profile = component.Development })
	assert.False(t, g.One(t, networkToken).Protect)
	assert.Len(t, g.OfType(policyToken), 2)
	assert.Equal(t, run(t, unchanged).Named(t, policyToken, "access-network-policy").Inputs, g.Named(t, policyToken, "access-network-policy").Inputs)
	assert.Equal(t, true, g.One(t, deploymentToken).Value(pod+"securityContext.runAsNonRoot"))
	infratest.AssertNoPlainSecrets(t, g)
}

// Objects go to the cluster that was named and nowhere else, and with it.
func TestPlace(t *testing.T) {
	t.Parallel()
	inside := 0
	for _, r := range run(t, func(a *twingateconnector.Args) { a.DeletedWith = a.Provider.(*kubernetes.Provider) }).All() {
		if strings.HasPrefix(r.Type, "kubernetes:") {
			inside++
			assert.Equal(t, "cluster", r.Provider.Name(), r.Name)
			assert.Equal(t, "cluster", r.DeletedWith.Name(), r.Name)
		} else {
			assert.Empty(t, r.DeletedWith, r.Name)
		}
	}
	assert.Equal(t, 4+2*3+2*4, inside, "shared ones, what runs each connector, and what updates it")
	for _, r := range run(t, unchanged).All() {
		assert.Empty(t, r.DeletedWith, r.Name)
	}
}

func TestTwoInOneNamespace(t *testing.T) {
	t.Parallel()
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
		})
		if err != nil {
			return err
		}
		cluster, err := kubernetes.NewProvider(ctx, "cluster", &kubernetes.ProviderArgs{})
		if err != nil {
			return err
		}
		for _, name := range []string{"first", "second"} {
			args := newArgs(tags, cluster)
			args.Namespace = "access"
			if _, err := twingateconnector.New(ctx, name, args); err != nil {
				return err
			}
		}
		return nil
	}, tokens())
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, r := range graph.OfType(deploymentToken) {
		selector := fmt.Sprint(r.Value("spec.selector.matchLabels"))
		assert.False(t, seen[selector], r.Name)
		seen[selector] = true
	}
}

func TestLongNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("access-", 12) + "x"
	g, err := tryNamed(long, unchanged)
	require.NoError(t, err)
	for token, limit := range map[string]int{
		namespaceToken: 63, deploymentToken: 63 - len("-1234567890-12345"), cronJobToken: 52, secretToken: 63, accountToken: 63, policyToken: 63,
	} {
		names := map[any]resource.URN{}
		for _, r := range g.OfType(token) {
			name := physical(t, r)
			assert.LessOrEqual(t, len(name.(string)), limit, r.Name)
			assert.NotContains(t, names, name)
			names[name] = r.URN
		}
	}
	var deployments, roles, others []any
	for _, r := range g.OfType(deploymentToken) {
		deployments = append(deployments, r.Value("metadata.name"))
	}
	for _, r := range g.OfType(roleToken) {
		roles, others = append(roles, r.Value("rules[0].resourceNames[0]")), append(others, r.Value("rules[1].resourceNames[0]"))
	}
	assert.ElementsMatch(t, deployments, roles)
	assert.ElementsMatch(t, deployments, others)
}
