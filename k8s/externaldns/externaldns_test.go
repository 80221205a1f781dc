package externaldns_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/externaldns"
	"github.com/groundwork-go/groundwork/tagging"
)

// Whoever shares an owner, or deletes what it does not own, takes other clusters off the network: these arguments prevent it.
func TestArguments(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []any{
		"--provider=aws", "--registry=txt", "--log-format=json", "--policy=upsert-only", "--txt-owner-id=shop-blue-g1",
		"--txt-prefix=extdns-%{record_type}.", "--txt-wildcard-replacement=wildcard",
		"--managed-record-types=A", "--managed-record-types=AAAA", "--managed-record-types=CNAME",
		"--source=service", "--source=ingress", "--domain-filter=blue.example.com", "--zone-id-filter=Z0123456789ABCDEFGHIJ",
		"--aws-zone-match-parent", "--aws-zones-cache-duration=1h", "--interval=1m0s",
	}, arguments(t, run(t, unchanged)))
}

func TestArgumentsAsAskedFor(t *testing.T) {
	t.Parallel()
	got := arguments(t, run(t, func(a *externaldns.Args) {
		a.AllowDeletes, a.Sources, a.ZoneType, a.Interval = true, []externaldns.Source{externaldns.Ingress}, externaldns.PrivateZones, 90*time.Second
		a.TXTPrefix, a.OwnerID = "%{record_type}-owner.", pulumi.String("late").ToStringOutput()
		a.DomainFilters = append(a.DomainFilters, "example.org")
		a.HostedZoneARNs = append(a.HostedZoneARNs, pulumi.String(zone2).ToStringOutput())
	}))
	for _, want := range []string{
		"--policy=sync", "--source=ingress", "--aws-zone-type=private", "--interval=1m30s", "--txt-prefix=%{record_type}-owner.", "--txt-owner-id=late",
		"--domain-filter=blue.example.com", "--domain-filter=example.org", "--zone-id-filter=Z0123456789ABCDEFGHIJ", "--zone-id-filter=Z9876543210ABCDEFGHIJ",
	} {
		assert.Contains(t, got, want)
	}
	assert.NotContains(t, got, "--source=service")
	assert.NotContains(t, got, "--policy=upsert-only")
	assert.Contains(t, arguments(t, run(t, func(a *externaldns.Args) { a.Profile = component.Development })), "--interval=5m0s")
}

// The role is the second lock: whatever runs with it changes these names in these zones only, and by default deletes none.
func TestPolicy(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[string]map[string]any{
		"ChangeRecords": {
			"Sid": "ChangeRecords", "Effect": "Allow", "Action": []any{"route53:ChangeResourceRecordSets"}, "Resource": []any{zone},
			"Condition": map[string]any{
				"ForAllValues:StringEquals": map[string]any{
					"route53:ChangeResourceRecordSetsActions":     []any{"CREATE", "UPSERT"},
					"route53:ChangeResourceRecordSetsRecordTypes": []any{"A", "AAAA", "CNAME", "TXT"},
				},
				"ForAllValues:StringLike": map[string]any{
					"route53:ChangeResourceRecordSetsNormalizedRecordNames": []any{"blue.example.com", "*.blue.example.com"},
				},
			},
		},
		"ReadZones": {
			"Sid": "ReadZones", "Effect": "Allow", "Action": []any{"route53:ListResourceRecordSets", "route53:ListTagsForResources"}, "Resource": []any{zone},
		},
		"FindZones": {"Sid": "FindZones", "Effect": "Allow", "Action": []any{"route53:ListHostedZones"}, "Resource": []any{"*"}},
	}, statements(t, run(t, unchanged)))
}

func TestPolicyAsAskedFor(t *testing.T) {
	t.Parallel()
	got := statements(t, run(t, func(a *externaldns.Args) {
		a.AllowDeletes, a.DomainFilters = true, []string{"example.com", "example.org"}
		a.HostedZoneARNs = []pulumi.StringInput{pulumi.String(zone).ToStringOutput(), pulumi.String(zone2)}
	}))
	condition := got["ChangeRecords"]["Condition"].(map[string]any)
	assert.Equal(t, []any{"CREATE", "DELETE", "UPSERT"}, condition["ForAllValues:StringEquals"].(map[string]any)["route53:ChangeResourceRecordSetsActions"])
	assert.Equal(t, []any{"example.com", "*.example.com", "example.org", "*.example.org"},
		condition["ForAllValues:StringLike"].(map[string]any)["route53:ChangeResourceRecordSetsNormalizedRecordNames"])
	assert.Equal(t, []any{zone, zone2}, got["ChangeRecords"]["Resource"])
	assert.Equal(t, []any{zone, zone2}, got["ReadZones"]["Resource"])
}

// The registry's own records must be within the names that the role may change, those of the zone's own name and of wildcards too.
func TestTheRegistrysRecordsAreWithinTheDomain(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"blue.example.com", "www.blue.example.com", "wildcard.blue.example.com"} {
		record := strings.ReplaceAll(externaldns.DefaultTXTPrefix, "%{record_type}", "cname") + name
		assert.True(t, strings.HasSuffix(record, ".blue.example.com"), record)
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *externaldns.Args) { a.PermissionsBoundaryARN = pulumi.String(boundary) })
	association := g.One(t, associationToken)
	infratest.AssertInputs(t, association, map[string]any{
		"clusterName": cluster, "namespace": "dns", "serviceAccount": "dns", "roleArn": g.One(t, roleToken).Outputs["arn"].StringValue(),
	})
	assert.Equal(t, boundary, g.One(t, roleToken).Value("permissionsBoundary"))
	assert.Equal(t, "dns", g.One(t, accountToken).Value("metadata.name"), "the association names it")
	assert.Equal(t, "dns", g.One(t, accountToken).Value("metadata.namespace"))
	var trust struct{ Statement []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(text(t, g.One(t, roleToken).Value("assumeRolePolicy"))), &trust))
	assert.Equal(t, map[string]any{"StringEquals": map[string]any{
		"aws:RequestTag/kubernetes-namespace": []any{"dns"}, "aws:RequestTag/kubernetes-service-account": []any{"dns"},
	}}, trust.Statement[0]["Condition"])
}

func TestRightsInTheCluster(t *testing.T) {
	t.Parallel()
	read := []any{"get", "list", "watch"}
	services := []any{
		map[string]any{"apiGroups": []any{""}, "resources": []any{"nodes", "pods", "services"}, "verbs": read},
		map[string]any{"apiGroups": []any{"discovery.k8s.io"}, "resources": []any{"endpointslices"}, "verbs": read},
	}
	ingresses := []any{map[string]any{"apiGroups": []any{"networking.k8s.io"}, "resources": []any{"ingresses"}, "verbs": read}}
	for name, test := range map[string]struct {
		sources []externaldns.Source
		rules   []any
	}{
		"both":      {nil, append(services[:2:2], ingresses...)},
		"services":  {[]externaldns.Source{externaldns.Service}, services},
		"ingresses": {[]externaldns.Source{externaldns.Ingress}, ingresses},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := run(t, func(a *externaldns.Args) { a.Sources = test.sources })
			role, binding := g.One(t, clusterRoleToken), g.One(t, bindingToken)
			assert.Equal(t, test.rules, role.Value("rules"))
			assert.Nil(t, role.Value("metadata.namespace"))
			assert.Nil(t, role.Value("metadata.name"), "two clusters' worth of names would collide in none, but a fixed one makes a replacement delete first")
			made, _ := role.Outputs["metadata"].Mappable().(map[string]any)
			assert.Equal(t, map[string]any{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": made["name"]}, binding.Value("roleRef"))
			assert.Equal(t, []any{map[string]any{"kind": "ServiceAccount", "name": "dns", "namespace": "dns"}}, binding.Value("subjects"))
		})
	}
}

// Two at once would write the same records, and there is no election of a leader.
func TestOnePodAtATime(t *testing.T) {
	t.Parallel()
	deployment := run(t, unchanged).One(t, deploymentToken)
	assert.Equal(t, 1.0, deployment.Value("spec.replicas"))
	assert.Equal(t, map[string]any{"type": "Recreate"}, deployment.Value("spec.strategy"))
	selector := map[string]any{"app.kubernetes.io/name": "external-dns", "app.kubernetes.io/instance": "dns"}
	assert.Equal(t, selector, deployment.Value("spec.selector.matchLabels"), "a selector never changes, so it holds no tags")
	for key, want := range selector {
		assert.Equal(t, want, deployment.Value(`spec.template.metadata.labels["`+key+`"]`))
	}
	assert.Nil(t, deployment.Value("metadata.name"))
}

func TestPod(t *testing.T) {
	t.Parallel()
	deployment := run(t, unchanged).One(t, deploymentToken)
	const container = "spec.template.spec.containers[0]."
	infratest.AssertInputs(t, deployment, map[string]any{
		container + "image":                   externaldns.DefaultImage,
		container + "env":                     []any{map[string]any{"name": "AWS_REGION", "value": "eu-west-1"}},
		container + "ports":                   []any{map[string]any{"name": "http", "containerPort": 7979.0}},
		container + "livenessProbe.httpGet":   map[string]any{"path": "/healthz", "port": "http"},
		container + "readinessProbe.httpGet":  map[string]any{"path": "/healthz", "port": "http"},
		container + "resources":               map[string]any{"requests": map[string]any{"cpu": "50m", "memory": "128Mi"}, "limits": map[string]any{"memory": "128Mi"}},
		"spec.template.spec.nodeSelector":     map[string]any{"kubernetes.io/os": "linux"},
		"spec.template.metadata.labels.owner": "team-web", "spec.revisionHistoryLimit": 3.0,
	})
	deployment = run(t, func(a *externaldns.Args) {
		a.Image, a.Memory, a.Profile = "mirror.example.com:5000/dns:v1", "64Mi", component.Development
	}).One(t, deploymentToken)
	assert.Equal(t, "mirror.example.com:5000/dns:v1", deployment.Value(container+"image"))
	assert.Equal(t, map[string]any{"cpu": "10m", "memory": "64Mi"}, deployment.Value(container+"resources.requests"))
	assert.Equal(t, map[string]any{"memory": "64Mi"}, deployment.Value(container+"resources.limits"))
}

// The image must be the same bytes everywhere, for any architecture.
func TestDefaultImageIsPinned(t *testing.T) {
	t.Parallel()
	assert.Regexp(t, `^[a-z0-9./-]+:v0\.(1[89]|[2-9][0-9])\.[0-9]+@sha256:[0-9a-f]{64}$`, externaldns.DefaultImage)
}

func TestNamespaces(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	made := g.One(t, namespaceToken)
	assert.Equal(t, "dns", made.Value("metadata.name"))
	for _, mode := range []string{"enforce", "warn", "audit"} {
		assert.Equal(t, "restricted", made.Value(`metadata.labels["pod-security.kubernetes.io/`+mode+`"]`))
	}
	for _, token := range []string{accountToken, deploymentToken} {
		assert.Contains(t, infratest.Names(g.One(t, token).Dependencies), "dns-namespace")
	}
	output, _ := g.Output("namespace")
	assert.Equal(t, "dns", output.Mappable())

	g = run(t, func(a *externaldns.Args) { a.Namespace = "platform" })
	assert.Empty(t, g.OfType(namespaceToken))
	for path, r := range map[string]*infratest.Resource{
		"metadata.namespace": g.One(t, deploymentToken), "namespace": g.One(t, associationToken), "subjects[0].namespace": g.One(t, bindingToken),
	} {
		assert.Equal(t, "platform", r.Value(path), r.Name)
	}
	assert.Equal(t, "platform", g.One(t, accountToken).Value("metadata.namespace"))
	output, _ = g.Output("namespace")
	assert.Equal(t, "platform", output.Mappable())
	output, _ = g.Output("serviceAccountName")
	assert.Equal(t, "dns", output.Mappable())
}

// Pods that start before their role is theirs fail, and a refused change must not reach the pod.
func TestOrder(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	for _, need := range []string{"dns-association", "dns-policy", "dns-service-account", "dns-cluster-role-binding", "dns-identity", "dns-namespace"} {
		assert.Contains(t, infratest.Names(g.One(t, deploymentToken).Dependencies), need)
	}
	for _, need := range []string{"dns-deployment", "dns-association", "dns-policy", "dns-cluster-role-binding"} {
		assert.Contains(t, infratest.Names(g.Named(t, "pulumi:providers:kubernetes", "after").Dependencies), need, "Ready")
	}
}

func TestWhatMustNotChange(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *externaldns.Args) { a.OwnerID = pulumi.String(owner).ToStringOutput() })
	assert.Equal(t, map[string]any{"OwnerID": owner, "TXTPrefix": "extdns-%{record_type}.", "ClusterName": cluster}, g.One(t, stashToken).Value("input"))
	for _, token := range []string{roleToken, policyToken, associationToken, deploymentToken} {
		assert.Contains(t, infratest.Names(g.One(t, token).Dependencies), "dns-identity", "a refused change touches neither pod nor rights")
	}
}

// Objects go to the cluster that was named and nowhere else, and with it.
func TestPlace(t *testing.T) {
	t.Parallel()
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
		})
		if err != nil {
			return err
		}
		blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{})
		if err != nil {
			return err
		}
		args := newArgs(tags, blue)
		args.DeletedWith = blue
		_, err = externaldns.New(ctx, "dns", args)
		return err
	})
	require.NoError(t, err)
	inside := 0
	for _, r := range graph.All() {
		if strings.HasPrefix(r.Type, "kubernetes:") {
			inside++
			assert.Equal(t, "blue", r.Provider.Name(), r.Name)
			assert.Equal(t, "blue", r.DeletedWith.Name(), r.Name)
		} else {
			assert.Empty(t, r.DeletedWith, r.Name)
		}
	}
	assert.Equal(t, 5, inside)
}

func TestTwoInOneNamespace(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
		})
		if err != nil {
			return err
		}
		blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{})
		if err != nil {
			return err
		}
		for _, name := range []string{"public", "private"} {
			args := newArgs(tags, blue)
			args.Namespace, args.OwnerID = "dns", pulumi.String(owner+"-"+name)
			if _, err := externaldns.New(ctx, name, args); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
}

func TestLongNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("dns-", 20) + "x"
	graph, err := tryNamed(long, unchanged)
	require.NoError(t, err)
	name := text(t, graph.One(t, namespaceToken).Value("metadata.name"))
	assert.LessOrEqual(t, len(name), 63)
	assert.Equal(t, name, graph.One(t, associationToken).Value("serviceAccount"))
}
