package twingateconnector_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/twingateconnector"
)

// Each connector has a day of its own.
func TestUpdatesAreStaggered(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *twingateconnector.Args) { a.Access.Connectors = 7 })
	days := map[any]string{}
	for n := 1; n <= 7; n++ {
		r := g.Named(t, cronJobToken, fmt.Sprintf("access-connector-%d-update", n))
		schedule := r.Value("spec.schedule")
		assert.Regexp(t, `^0 3 \* \* [0-6]$`, schedule)
		assert.NotContains(t, days, schedule, "%s and %s", days[schedule], r.Name)
		days[schedule] = r.Name
		assert.Equal(t, "Etc/UTC", r.Value("spec.timeZone"))
		assert.Equal(t, "Forbid", r.Value("spec.concurrencyPolicy"))
		assert.Equal(t, 3600.0, r.Value("spec.startingDeadlineSeconds"), "a late one must not meet another connector's day")
	}
	assert.Equal(t, "0 3 * * 2", g.Named(t, cronJobToken, "access-connector-1-update").Value("spec.schedule"))
}

func TestAnUpdateRestartsItsConnector(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	for _, n := range []string{"1", "2"} {
		r := g.Named(t, cronJobToken, "access-connector-"+n+"-update")
		account := g.Named(t, accountToken, "access-connector-"+n+"-update-service-account")
		infratest.AssertInputs(t, r, map[string]any{
			job + "containers[0].image":                   twingateconnector.DefaultUpdaterImage,
			job + "containers[0].command":                 nil,
			job + "containers[0].env":                     nil,
			job + "containers[0].args":                    []any{"rollout", "restart", "deployment/access-connector-" + n, "--namespace=access"},
			job + "restartPolicy":                         "Never",
			job + "serviceAccountName":                    physical(t, account),
			job + "automountServiceAccountToken":          true,
			job + "enableServiceLinks":                    false,
			"spec.jobTemplate.spec.backoffLimit":          3.0,
			"spec.jobTemplate.spec.activeDeadlineSeconds": 600.0,
			job + "containers[0].resources": map[string]any{
				"requests": map[string]any{"cpu": "10m", "memory": "128Mi"}, "limits": map[string]any{"memory": "128Mi"},
			},
		})
		assert.Equal(t, g.Named(t, deploymentToken, "access-connector-"+n+"-deployment").Value("metadata.name"), "access-connector-"+n)
		for _, need := range []string{"access-update-network-policy", "access-connector-" + n + "-update-role-binding", "access-connector-" + n + "-deployment"} {
			assert.Contains(t, infratest.Names(r.Dependencies), need)
		}
	}
	r := run(t, func(a *twingateconnector.Args) {
		a.UpdaterImage, a.PullSecretName = "mirror.example.com/kubectl:v1.35.0", "mirror"
	}).
		Named(t, cronJobToken, "access-connector-1-update")
	assert.Equal(t, "mirror.example.com/kubectl:v1.35.0", r.Value(job+"containers[0].image"))
	assert.Equal(t, []any{map[string]any{"name": "mirror"}}, r.Value(job+"imagePullSecrets"))
}

// What keeps one connector down would take down the next one on its day: each is restarted only when all others are available.
func TestAnUpdateWaitsForTheOthers(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *twingateconnector.Args) { a.Access.Connectors = 3 })
	for n, others := range map[string][]string{"1": {"2", "3"}, "2": {"1", "3"}, "3": {"1", "2"}} {
		r, role := g.Named(t, cronJobToken, "access-connector-"+n+"-update"), g.Named(t, roleToken, "access-connector-"+n+"-update-role")
		want, names := []any{"wait", "--for=condition=Available", "--timeout=1m0s"}, []any{}
		for _, other := range others {
			name := g.Named(t, deploymentToken, "access-connector-"+other+"-deployment").Value("metadata.name").(string)
			want, names = append(want, "deployment/"+name), append(names, name)
		}
		assert.Equal(t, append(want, "--namespace=access"), r.Value(job+"initContainers[0].args"))
		assert.Equal(t, twingateconnector.DefaultUpdaterImage, r.Value(job+"initContainers[0].image"))
		assert.Nil(t, r.Value(job+"initContainers[0].command"))
		assert.Nil(t, r.Value(job+"initContainers[0].restartPolicy"), "with one of its own the restart would not wait for it")
		assert.Len(t, r.Value(job+"initContainers"), 1)
		assert.Equal(t, names, role.Value("rules[1].resourceNames"))
	}
}

func TestALoneConnectorWaitsForNobody(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *twingateconnector.Args) { a.Profile = component.Development })
	assert.Nil(t, g.One(t, cronJobToken).Value(job+"initContainers"))
	assert.Equal(t, []any{"rollout", "restart", "deployment/access-connector-1", "--namespace=access"}, g.One(t, cronJobToken).Value(job+"containers[0].args"))
	assert.Len(t, g.One(t, roleToken).Value("rules"), 1, "a rule without names would be one for all Deployments")
}

// Whoever takes over the pod that restarts a connector can change that connector's Deployment, and of the others see how they are.
func TestTheUpdatersRights(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	assert.Empty(t, g.OfType("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"))
	assert.Empty(t, g.OfType("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"))
	for n, other := range map[string]string{"1": "2", "2": "1"} {
		own := "access-connector-" + n + "-update-"
		role, binding, account := g.Named(t, roleToken, own+"role"), g.Named(t, bindingToken, own+"role-binding"), g.Named(t, accountToken, own+"service-account")
		rule := func(n string, verbs ...any) map[string]any {
			return map[string]any{"apiGroups": []any{"apps"}, "resources": []any{"deployments"}, "resourceNames": []any{"access-connector-" + n}, "verbs": verbs}
		}
		assert.Equal(t, []any{rule(n, "get", "patch"), rule(other, "get", "list", "watch")}, role.Value("rules"))
		assert.Equal(t, map[string]any{"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": physical(t, role)}, binding.Value("roleRef"))
		assert.Equal(t, []any{map[string]any{"kind": "ServiceAccount", "name": physical(t, account), "namespace": "access"}}, binding.Value("subjects"))
	}
}

// A restart that cannot bring another release is an interruption for nothing.
func TestWithoutUpdates(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*twingateconnector.Args){
		"disabled": func(a *twingateconnector.Args) { a.Access.DisableUpdates = true },
		"a digest": func(a *twingateconnector.Args) {
			a.Image = "twingate/connector:1@sha256:" + strings.Repeat("0", 64)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := run(t, change)
			for _, token := range []string{cronJobToken, roleToken, bindingToken} {
				assert.Empty(t, g.OfType(token))
			}
			assert.Len(t, g.OfType(accountToken), 2)
			assert.Equal(t, []string{"access-network-policy"}, resourceNames(g.OfType(policyToken)))
		})
	}
}

func resourceNames(all []*infratest.Resource) []string {
	var names []string
	for _, r := range all {
		names = append(names, r.Name)
	}
	return names
}

// The image must be the same bytes everywhere, for any architecture.
func TestTheUpdaterIsPinned(t *testing.T) {
	t.Parallel()
	assert.Regexp(t, `/kubectl:v1\.[0-9]+\.[0-9]+@sha256:[0-9a-f]{64}$`, twingateconnector.DefaultUpdaterImage)
}
