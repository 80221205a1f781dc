package fargate_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// onListener is a service with one route on a shared listener.
func onListener(tags tagging.Set, listener *fargate.Listener, routes ...fargate.Route) *fargate.ServiceArgs {
	args := webArgs(tags)
	args.Listener, args.Routes = listener, routes
	return args
}

type named struct {
	name   string
	routes []fargate.Route
}

// program makes the services on one listener, in this order.
func program(services ...named) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		listener := fargate.NewListener(listenerArgs())
		for _, s := range services {
			if _, err := fargate.NewService(ctx, s.name, onListener(tags, listener, s.routes...)); err != nil {
				return err
			}
		}
		return nil
	}
}

func host(name string) fargate.Route { return fargate.Route{Hosts: []string{name + ".example.com"}} }

// rules are the rules by logical name: their priority and conditions.
func rules(g *infratest.Graph) map[string]string {
	all := map[string]string{}
	for _, r := range g.OfType(ruleToken) {
		all[r.Name] = fmt.Sprint(r.Value("priority"), r.Value("conditions"))
	}
	return all
}

// Whatever services come, go or change places, the rules of the others stay exactly as they are.
func TestRulesDoNotDependOnOtherServices(t *testing.T) {
	t.Parallel()
	all := []named{
		{"web", []fargate.Route{host("shop"), {Hosts: []string{"shop.example.com"}, Paths: []string{"/static/*"}}}},
		{"api", []fargate.Route{{Hosts: []string{"shop.example.com"}, Paths: []string{"/api/*"}}, host("api")}},
		{"admin", []fargate.Route{{Hosts: []string{"admin.example.com"}, SourceCIDRs: []string{"10.0.0.0/8"}}}},
		{"docs", []fargate.Route{{Paths: []string{"/docs/*"}, Priority: 10}}},
	}
	want := rules(infratest.Run(t, program(all...)))
	require.Len(t, want, 6)

	turned := slices.Clone(all)
	slices.Reverse(turned)
	for i, s := range turned {
		routes := slices.Clone(s.routes)
		slices.Reverse(routes)
		turned[i].routes = routes
	}
	assert.Equal(t, want, rules(infratest.Run(t, program(turned...))), "order means nothing")

	for i := range all {
		fewer := slices.Delete(slices.Clone(all), i, i+1)
		for name, rule := range rules(infratest.Run(t, program(fewer...))) {
			assert.Equal(t, want[name], rule, "without %s", all[i].name)
		}
	}
}

func TestEqualRoutesAreRefused(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]fargate.Route{
		"as written":      host("shop"),
		"in another case": {Hosts: []string{"SHOP.example.com"}},
		"with a priority": {Hosts: []string{"shop.example.com"}, Priority: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			web, api := named{"web", []fargate.Route{host("shop")}}, named{"api", []fargate.Route{host("api"), other}}
			for _, order := range [][]named{{web, api}, {api, web}} {
				graph, err := infratest.TryRun(program(order...))
				require.Error(t, err, "in any order")
				for _, part := range []string{
					"fargate: " + order[1].name + ": ServiceArgs.Routes[", "need a route that no other service on the listener has",
					`host "shop.example.com" of service ` + order[1].name + ", which service " + order[0].name + " has too",
				} {
					require.ErrorContains(t, err, part)
				}
				assert.Len(t, graph.OfType(serviceToken), 1, "of the second one nothing is registered")
				assert.Len(t, graph.OfType(ecsToken), 1)
			}
		})
	}
	_, err := infratest.TryRun(program(named{"web", []fargate.Route{host("shop"), host("docs"), host("Shop")}}))
	require.ErrorContains(t, err, `fargate: web: ServiceArgs.Routes[2]: need a route that no other service on the listener has, got `+
		`host "shop.example.com" of service web, which another route of service web has too`)
	require.Len(t, component.FieldErrors(err), 1)
}

// Two different routes that get the same priority.
const (
	oneTwin, otherTwin = "s22", "s233"
	twinPriority       = 28453
)

func TestRoutesThatMeetAreRefusedWithAFreePriority(t *testing.T) {
	t.Parallel()
	first, second := named{"first", []fargate.Route{host(oneTwin)}}, named{"second", []fargate.Route{host(otherTwin)}}
	for _, order := range [][]named{{first, second}, {second, first}} {
		_, err := infratest.TryRun(program(order...))
		require.ErrorContains(t, err, fmt.Sprintf("fargate: %s: ServiceArgs.Routes[0].Priority: need a priority of its own, such as %d, "+
			"which is free, got %d (made from the route)",
			order[1].name, twinPriority+1, twinPriority))
		require.ErrorContains(t, err, " of service "+order[0].name)
		require.ErrorContains(t, err, " of service "+order[1].name)
	}
	second.routes[0].Priority = twinPriority + 1
	graph := infratest.Run(t, program(first, second))
	assert.InDelta(t, twinPriority, graph.Named(t, ruleToken, fmt.Sprintf("first-route-%d", twinPriority)).Value("priority"), 0, "the other one stays")

	taken := named{"third", []fargate.Route{{Paths: []string{"/x"}, Priority: twinPriority + 1}}}
	second.routes[0].Priority = 0
	_, err := infratest.TryRun(program(first, taken, second))
	require.ErrorContains(t, err, fmt.Sprintf("such as %d, which is free", twinPriority+2))
}

func TestEqualPrioritiesAreRefused(t *testing.T) {
	t.Parallel()
	a, b := host("a"), host("b")
	a.Priority, b.Priority = 50000, 50000
	_, err := infratest.TryRun(program(named{"web", []fargate.Route{a}}, named{"api", []fargate.Route{b}}))
	require.ErrorContains(t, err, "fargate: api: ServiceArgs.Routes[0].Priority: need a priority of its own, such as 49999, which is free, got 50000 (set) for "+
		`host "b.example.com" of service api, as for host "a.example.com" of service web`)
}

// A constructor that fails leaves nothing behind on the listener, whatever it failed of.
func TestAFailedServiceHoldsNoRoute(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*fargate.ServiceArgs){
		"bad arguments":     func(a *fargate.ServiceArgs) { a.Port = 0 },
		"one route of many": func(a *fargate.ServiceArgs) { a.Routes = append(a.Routes, host("taken")) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			infratest.Run(t, func(ctx *pulumi.Context) error {
				tags, err := testTags(ctx)
				if err != nil {
					return err
				}
				listener := fargate.NewListener(listenerArgs())
				if _, err := fargate.NewService(ctx, "owner", onListener(tags, listener, host("taken"))); err != nil {
					return err
				}
				bad := onListener(tags, listener, host("shop"))
				spoil(bad)
				_, err = fargate.NewService(ctx, "web", bad)
				assert.Error(t, err)
				_, err = fargate.NewService(ctx, "we b", onListener(tags, listener, host("shop")))
				assert.ErrorContains(t, err, "name: need letters, digits and hyphens")
				_, err = fargate.NewService(ctx, "api", onListener(tags, listener, host("shop")))
				return err
			})
		})
	}
}

// A program runs again and again in one process: preview, update, tests.
func TestEachRunHasItsOwnListener(t *testing.T) {
	t.Parallel()
	again := program(named{"web", []fargate.Route{host("shop")}})
	infratest.Run(t, again, infratest.Preview())
	infratest.Run(t, again)
	infratest.Run(t, again)
}

func TestServicesMayBeMadeAtTheSameTime(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		listener := fargate.NewListener(listenerArgs())
		var wait sync.WaitGroup
		var mu sync.Mutex
		made := 0
		for i := range 20 {
			wait.Go(func() {
				if _, err := fargate.NewService(ctx, fmt.Sprintf("web%d", i), onListener(tags, listener, host("shop"))); err == nil {
					mu.Lock()
					defer mu.Unlock()
					made++
				}
			})
		}
		wait.Wait()
		assert.Equal(t, 1, made, "one of them got the route")
		return nil
	})
	assert.Len(t, graph.OfType(ruleToken), 1)
}

func TestAHundredServicesOnOneListener(t *testing.T) {
	t.Parallel()
	var all []named
	for i := range 100 {
		all = append(all, named{fmt.Sprintf("s%d", i), []fargate.Route{{Paths: []string{fmt.Sprintf("/s%d/*", i)}, Priority: 100 + i}}})
	}
	assert.Len(t, rules(infratest.Run(t, program(all...))), 100)
}

func TestALiteralListenerIsRefused(t *testing.T) {
	t.Parallel()
	_, err := tryService(func(a *fargate.ServiceArgs) { a.Listener = &fargate.Listener{} })
	require.ErrorContains(t, err, "ServiceArgs.Listener: need a listener made with NewListener")
}
