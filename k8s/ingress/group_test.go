package ingress_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/ingress"
	"github.com/groundwork-go/groundwork/tagging"
)

// one is an Ingress of a group.
type one struct {
	name, group string
	order       int
	change      func(*ingress.ALBArgs)
}

// together makes Ingresses of one program, in this order.
func together(all ...one) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := someTags(ctx)
		if err != nil {
			return err
		}
		groups := ingress.NewGroups("shop", "tools")
		for _, each := range all {
			args := newArgs(tags)
			args.Group = &ingress.Group{Groups: groups, Name: each.group, Order: each.order}
			if each.change != nil {
				each.change(args)
			}
			if _, err := ingress.NewALB(ctx, each.name, args); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestGroupsShare(t *testing.T) {
	t.Parallel()
	graph, err := together(one{"web", "shop", 10, nil}, one{"api", "shop", 20, nil}, one{"admin", "tools", 10, nil})
	require.NoError(t, err)
	made := graph.Named(t, ingressToken, "api-ingress")
	all := made.Value("metadata.annotations").(map[string]any)
	assert.Equal(t, "shop", all[prefix+"group.name"])
	assert.Equal(t, "20", all[prefix+"group.order"])
	assert.Equal(t, "cost-center=cc-1200,environment=staging,managed-by=pulumi,owner=team-web,service=shop", all[prefix+"tags"],
		"project and stack differ among the programs of a group")
}

func TestGroupConflicts(t *testing.T) {
	t.Parallel()
	fallback := func(a *ingress.ALBArgs) {
		backend := service("web")
		a.DefaultBackend = &backend
	}
	for name, test := range map[string]struct {
		first, second one
		want          string
	}{
		"order": {
			one{"web", "shop", 10, nil}, one{"api", "shop", 10, nil},
			"ingress: api: ALBArgs.Group.Order: need an order of its own in group shop, such as 11, which is free, got 10 for Ingress api, as Ingress web has",
		},
		"the last order": {
			one{"web", "shop", 1000, nil}, one{"api", "shop", 1000, nil},
			"ingress: api: ALBArgs.Group.Order: need an order of its own in group shop, such as 999, which is free, got 1000 for Ingress api, as Ingress web has",
		},
		"default backend": {
			one{"web", "shop", 10, fallback}, one{"api", "shop", 20, fallback},
			"ingress: api: ALBArgs.DefaultBackend: need one in group shop, got that of Ingress api, and that of Ingress web",
		},
		"scheme": {
			one{"web", "shop", 10, nil}, one{"api", "shop", 20, func(a *ingress.ALBArgs) { a.AllowPublic = true }},
			`ingress: api: ALBArgs.Group: need one value of scheme in group shop, ` +
				`which shares a load balancer, got "internet-facing" of Ingress api, and "internal" of Ingress web`,
		},
		"an attribute": {
			one{"web", "shop", 10, nil}, one{"api", "shop", 20, func(a *ingress.ALBArgs) { a.Attributes.IdleTimeout = 30 * time.Second }},
			`ingress: api: ALBArgs.Group: need one value of load-balancer-attributes idle_timeout.timeout_seconds in group shop, ` +
				`which shares a load balancer, got "30" of Ingress api, and "60" of Ingress web`,
		},
		"a port": {
			one{"web", "shop", 10, nil}, one{"api", "shop", 20, func(a *ingress.ALBArgs) { a.HTTPSPorts, a.RedirectPorts = []int{443, 80}, []int{8080} }},
			`ingress: api: ALBArgs.Group: need one value of listen-ports 80 in group shop, which shares a load balancer, got "HTTPS" of Ingress api, and "HTTP" of Ingress web`,
		},
		"clients": {
			one{"web", "shop", 10, nil},
			one{"api", "shop", 20, func(a *ingress.ALBArgs) { a.InboundCIDRs = []string{"10.1.0.0/16"} }},
			`ingress: api: ALBArgs.Group: need one value of inbound-cidrs in group shop, ` +
				`which shares a load balancer, got "10.1.0.0/16" of Ingress api, and "10.0.0.0/8" of Ingress web`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := together(test.first, test.second)
			require.ErrorContains(t, err, test.want+"\n")
			assert.Len(t, component.FieldErrors(err), 1)
			assert.Len(t, graph.OfType(ingressToken), 1, "the second is not registered")
			_, err = together(test.second, test.first)
			require.Error(t, err, "in the other order too")
		})
	}
}

// TestAFreeOrder is close to the one that was wanted, and in the same group.
func TestAFreeOrder(t *testing.T) {
	t.Parallel()
	_, err := together(one{"a", "shop", 10, nil}, one{"b", "shop", 11, nil}, one{"c", "tools", 12, nil}, one{"d", "shop", 10, nil})
	require.ErrorContains(t, err, "such as 12, which is free")
	_, err = together(one{"a", "shop", 1000, nil}, one{"b", "shop", 999, nil}, one{"c", "tools", 998, nil}, one{"d", "shop", 1000, nil})
	require.ErrorContains(t, err, "such as 998, which is free")
}

// TestWhatAMemberMaySayAlone: what only one Ingress says contradicts nobody.
func TestWhatAMemberMaySayAlone(t *testing.T) {
	t.Parallel()
	_, err := together(
		one{"web", "shop", 10, func(a *ingress.ALBArgs) {
			a.Attributes.ZonalShift, a.WebACLARN, a.LoadBalancerName = true, pulumi.String(webACL), "shop"
			a.CertificateARNs = inputs(certificate2)
		}},
		one{"api", "shop", 20, func(a *ingress.ALBArgs) { a.DisableProtection = true }},
		one{"later", "shop", 30, func(a *ingress.ALBArgs) {
			a.WebACLARN = later("arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/b/1")
		}},
	)
	require.NoError(t, err)
}

// TestTagsOfAGroup: services of different teams share a load balancer by tags of the group's own.
func TestTagsOfAGroup(t *testing.T) {
	t.Parallel()
	for _, own := range []bool{false, true} {
		graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
			groups := ingress.NewGroups("shop")
			shared, err := someTags(ctx)
			if err != nil {
				return err
			}
			for i, name := range []string{"web", "api"} {
				tags, err := shared.With(tagging.Tags{"service": name})
				if err != nil {
					return err
				}
				args := newArgs(tags)
				args.Group = &ingress.Group{Groups: groups, Name: "shop", Order: i + 1}
				if own {
					args.Group.Tags = shared
				}
				if _, err := ingress.NewALB(ctx, name, args); err != nil {
					return err
				}
			}
			return nil
		})
		if !own {
			require.ErrorContains(t, err, `one value of tags service in group shop, which shares a load balancer, got "api" of Ingress api, and "web" of Ingress web`)
			continue
		}
		require.NoError(t, err)
		made := graph.Named(t, ingressToken, "api-ingress")
		assert.Contains(t, made.Value("metadata.annotations").(map[string]any)[prefix+"tags"], "service=shop")
		assert.Equal(t, "api", made.Value("metadata.labels.service"))
	}
}

// TestAnIngressThatIsNotMadeTakesNoPlace: the order of one that was refused is free again.
func TestAnIngressThatIsNotMadeTakesNoPlace(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := someTags(ctx)
		if err != nil {
			return err
		}
		args := newArgs(tags)
		args.Group = &ingress.Group{Groups: ingress.NewGroups("shop"), Name: "shop", Order: 10}
		wrong := *args
		wrong.Namespace = nil
		if _, err := ingress.NewALB(ctx, "web", &wrong); err == nil {
			t.Error("need an error without a namespace")
		}
		_, err = ingress.NewALB(ctx, "web", args)
		return err
	})
	require.NoError(t, err)
}

// TestEverythingWrongAtOnce: a taken order is told together with other mistakes.
func TestEverythingWrongAtOnce(t *testing.T) {
	t.Parallel()
	_, err := together(one{"web", "shop", 10, nil}, one{"api", "shop", 10, func(a *ingress.ALBArgs) { a.InboundCIDRs, a.SSLPolicy = nil, "TLS1" }})
	require.ErrorContains(t, err, "ALBArgs.Group.Order: need an order of its own")
	require.ErrorContains(t, err, "ALBArgs.InboundCIDRs: need")
	require.ErrorContains(t, err, "ALBArgs.SSLPolicy: need")
}
