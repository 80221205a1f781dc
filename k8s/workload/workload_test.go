package workload_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/workload"
	"github.com/groundwork-go/groundwork/tagging"
)

// typesOf are the children's types, sorted.
func typesOf(graph *infratest.Graph) []string {
	var all []string
	for _, r := range graph.All() {
		if r.Custom && !strings.HasPrefix(r.Type, "pulumi:") {
			all = append(all, r.Type)
		}
	}
	slices.Sort(all)
	return all
}

func TestWhatIsMade(t *testing.T) {
	t.Parallel()
	worker := []string{deploymentToken, accountToken, policyToken, budgetToken}
	service := append([]string{serviceToken}, worker...)
	for name, test := range map[string]struct {
		change func(*workload.Args)
		want   []string
	}{
		"worker":             {nothing, worker},
		"service":            {serving, service},
		"autoscaled":         {with(serving, autoscaled), append([]string{autoscalerToken}, service...)},
		"development":        {func(a *workload.Args) { a.Profile = 1 }, []string{deploymentToken, accountToken, policyToken}},
		"single":             {func(a *workload.Args) { a.Replicas, a.AllowSingleReplica = 1, true }, []string{deploymentToken, accountToken, policyToken}},
		"two in development": {func(a *workload.Args) { a.Profile, a.Replicas = 1, 2 }, worker},
		"autoscaled from one": {
			with(autoscaled, func(a *workload.Args) { a.AllowSingleReplica, a.Autoscaling.Min = true, 1 }),
			[]string{deploymentToken, autoscalerToken, accountToken, policyToken},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.ElementsMatch(t, test.want, typesOf(run(t, test.change)))
		})
	}
}

// Every object goes to the cluster that was named, and goes with it.
func TestTheCluster(t *testing.T) {
	t.Parallel()
	for _, together := range []bool{false, true} {
		graph := infratest.Run(t, func(ctx *pulumi.Context) error {
			provider, err := cluster(ctx)
			if err != nil {
				return err
			}
			_, err = newWorkload(ctx, "orders", with(everything, func(a *workload.Args) {
				a.Provider = provider
				if together {
					a.DeletedWith = provider
				}
			}))
			return err
		})
		want := graph.Named(t, "pulumi:providers:kubernetes", "blue").URN
		children := graph.Children(graph.Components()[0].URN)
		require.Len(t, children, 6)
		for _, r := range children {
			assert.Equal(t, want, r.Provider, r.Name)
			if together {
				assert.Equal(t, want, r.DeletedWith, r.Name)
			} else {
				assert.Empty(t, r.DeletedWith, r.Name)
			}
			assert.Equal(t, "shop", r.Value("metadata.namespace"), r.Name)
		}
	}
}

func TestTheOrder(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		association := &pulumi.CustomResourceState{}
		if err := ctx.RegisterResource("test:index:Association", "association", pulumi.Map{}, association); err != nil {
			return err
		}
		orders, err := newWorkload(ctx, "orders", with(serving, autoscaled, func(a *workload.Args) { a.After = []pulumi.Resource{association} }))
		if err != nil {
			return err
		}
		for name, args := range map[string]pulumi.Map{"with-ready": {"ready": orders.Ready}, "with-name": {"host": orders.ServiceName}} {
			if err := ctx.RegisterResource("test:index:Route", name, args, &pulumi.CustomResourceState{}); err != nil {
				return err
			}
		}
		return ctx.RegisterResource("test:index:Route", "with-deployment", nil, &pulumi.CustomResourceState{}, pulumi.DependsOn([]pulumi.Resource{orders.Deployment}))
	})
	assert.ElementsMatch(t, []string{"orders-service-account", "orders-network-policy", "orders-budget", "association"},
		infratest.Names(graph.One(t, deploymentToken).Dependencies), "no pod before its walls")
	assert.Equal(t, []string{"orders-deployment"}, infratest.Names(graph.One(t, serviceToken).Dependencies))
	assert.Equal(t, []string{"orders-deployment"}, infratest.Names(graph.One(t, autoscalerToken).Dependencies))
	assert.Contains(t, infratest.Names(graph.Named(t, "test:index:Route", "with-ready").Dependencies), "orders-deployment")
	assert.Contains(t, infratest.Names(graph.Named(t, "test:index:Route", "with-name").Dependencies), "orders-service")
	assert.Contains(t, infratest.Names(graph.Named(t, "test:index:Route", "with-deployment").Dependencies), "orders-deployment")
}

// Ready must not be known before there is something that could be ready.
func TestReady(t *testing.T) {
	t.Parallel()
	program := func(ctx *pulumi.Context) error {
		orders, err := newWorkload(ctx, "orders", nothing)
		if err == nil {
			ctx.Export("ready", orders.Ready)
		}
		return err
	}
	out, _ := infratest.Run(t, program).Output("ready")
	assert.True(t, out.IsBool() && out.BoolValue())
	out, _ = infratest.Run(t, program, infratest.Preview()).Output("ready")
	assert.True(t, out.IsComputed())
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	exported := func(change func(*workload.Args)) (*infratest.Graph, map[string]any) {
		graph := infratest.Run(t, func(ctx *pulumi.Context) error {
			orders, err := newWorkload(ctx, "orders", change)
			if err != nil {
				return err
			}
			ctx.Export("namespace", orders.Namespace)
			ctx.Export("deployment", orders.DeploymentName)
			ctx.Export("account", orders.ServiceAccountName)
			ctx.Export("selector", orders.Selector)
			if orders.Service != nil {
				ctx.Export("service", orders.ServiceName)
				ctx.Export("port", orders.Port)
			}
			return nil
		})
		return graph, graph.Outputs().Mappable()
	}
	graph, out := exported(serving)
	assert.Equal(t, "shop", out["namespace"])
	assert.Regexp(t, "^orders-deployment-[0-9a-f]{8}$", out["deployment"], "named by Pulumi")
	assert.Regexp(t, "^orders-service-[0-9a-f]{8}$", out["service"])
	assert.Equal(t, 8080.0, out["port"])
	assert.Equal(t, "orders", out["account"])
	assert.Equal(t, map[string]any{"app.kubernetes.io/name": "workload", "app.kubernetes.io/instance": "orders"}, out["selector"])
	assert.Equal(t, out["selector"], graph.One(t, serviceToken).Value("spec.selector"))

	_, out = exported(with(serving, func(a *workload.Args) { a.ServiceName, a.ServiceAccountName = "api", "api-account" }))
	assert.Equal(t, "api", out["service"])
	assert.Equal(t, "api-account", out["account"])
	_, out = exported(nothing)
	assert.NotContains(t, out, "service")
}

func TestTheService(t *testing.T) {
	t.Parallel()
	service := run(t, serving).One(t, serviceToken)
	assert.Equal(t, "ClusterIP", service.Value("spec.type"))
	assert.Equal(t, []any{map[string]any{"name": "app", "port": 8080.0, "targetPort": "app", "protocol": "TCP"}}, service.Value("spec.ports"),
		"by name: old pods and new ones may have different numbers")
}

func TestServiceAccount(t *testing.T) {
	t.Parallel()
	account := run(t, everything).One(t, accountToken)
	assert.Equal(t, "orders-app", account.Value("metadata.name"))
	assert.Equal(t, "arn:aws:iam::123456789012:role/orders", account.Value(`metadata.annotations["eks.amazonaws.com/role-arn"]`))
	assert.Equal(t, "orders-app", deployed(t, everything).Value(podSpec+"serviceAccountName"))
}

// Selectors are immutable: a tag in one would make every change of a tag a replacement.
func TestSelectorsHoldNoTags(t *testing.T) {
	t.Parallel()
	graph := run(t, with(serving, autoscaled))
	d := graph.One(t, deploymentToken)
	want := map[string]any{"app.kubernetes.io/name": "workload", "app.kubernetes.io/instance": "orders"}
	assert.Equal(t, want, d.Value("spec.selector.matchLabels"))
	assert.Equal(t, want, graph.One(t, budgetToken).Value("spec.selector.matchLabels"))
	assert.Equal(t, want, graph.One(t, policyToken).Value("spec.podSelector.matchLabels"))
	for i := range 2 {
		assert.Equal(t, want, d.Value(podSpec+"topologySpreadConstraints["+string(rune('0'+i))+"].labelSelector.matchLabels"))
	}
	labels := d.Value("spec.template.metadata.labels").(map[string]any)
	for key, label := range want {
		assert.Equal(t, label, labels[key], "pods are found")
	}
	assert.Equal(t, "team-pay", labels["owner"], "pods are paid for by somebody")
	assert.Nil(t, d.Value("spec.template.metadata.namespace"))
}

// A long name stays within what a Service and a label may have, and long names stay apart.
func TestLongNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("orders-", 12)
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		for _, end := range []string{"a", "b"} {
			if _, err := newWorkload(ctx, long+end, serving); err != nil {
				return err
			}
		}
		return nil
	})
	seen := map[string]bool{}
	for _, r := range graph.All() {
		if !r.Custom {
			continue
		}
		assert.LessOrEqual(t, len(r.Name), 63-9, "and Pulumi's own 9 characters")
		label := r.Value(`metadata.labels["app.kubernetes.io/instance"]`).(string)
		assert.LessOrEqual(t, len(label), 63)
		seen[label] = true
	}
	assert.Len(t, seen, 2)
}

// What is known only during the deployment is checked on its way into the objects.
func TestWhatIsKnownLaterIsChecked(t *testing.T) {
	t.Parallel()
	later := func(text string) pulumi.StringOutput { return pulumi.String(text).ToStringOutput() }
	none := pulumi.StringMap{}.ToStringMapOutput()
	for name, test := range map[string]struct {
		change func(*workload.Args)
		want   string
	}{
		"namespace":  {func(a *workload.Args) { a.Namespace = later("Shop") }, "Args.Namespace: need at most 63 lower-case letters"},
		"image":      {func(a *workload.Args) { a.Image = later("shop/orders") }, "Args.Image: need an image with a digest or a tag that never moves"},
		"image form": {func(a *workload.Args) { a.Image = later("Shop/Orders:1") }, "Args.Image: need an image, [registry/]name"},
		"secret as environment": {
			func(a *workload.Args) {
				a.Environment = map[string]pulumi.StringInput{"PASSWORD": pulumi.ToSecret(pulumi.String("hunter2")).(pulumi.StringOutput)}
			},
			`Args.Environment["PASSWORD"]: need a value that everybody may read; put a reference to this one into SecretFiles, got [secret]`,
		},
		"secret as name": {
			func(a *workload.Args) { a.SecretFiles = map[string]pulumi.StringInput{"/etc/db": later("hunter2!")} },
			`Args.SecretFiles["/etc/db"]: need the name of a Secret or ConfigMap in the namespace: at most 253 lower-case letters, digits, hyphens and full stops, ` +
				`got another text of 8 characters`,
		},
		"config": {
			func(a *workload.Args) { a.ConfigFiles = map[string]pulumi.StringInput{"/etc/shop": later("Shop")} },
			`Args.ConfigFiles["/etc/shop"]: need the name`,
		},
		"secret variable": {
			func(a *workload.Args) {
				a.SecretEnvironment = map[string]workload.SecretKey{"KEY": {Secret: later("A"), Key: "k"}}
			},
			`Args.SecretEnvironment["KEY"].Secret: need the name`,
		},
		"everybody": {with(serving, from(workload.Peer{CIDR: later("0.0.0.0/0")})), "Args.Ingress[0].From.CIDR: need a block of addresses"},
		"any pod":   {with(serving, from(workload.Peer{Pods: none})), "Args.Ingress[0].From.Pods: need labels that the pods have: none would mean all pods"},
		"peer's namespace": {
			func(a *workload.Args) {
				a.Egress = []workload.EgressRule{{To: workload.Peer{Namespace: later("kube_system")}, Ports: []int{443}}}
			},
			"Args.Egress[0].To.Namespace: need at most 63",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryNamed("orders", test.change)
			require.ErrorContains(t, err, "workload: "+test.want)
			assert.NotContains(t, err.Error(), "hunter2")
			assert.Empty(t, graph.OfType(deploymentToken), "no pod is started")
		})
	}
}

// A preview of a first deployment knows nothing of what the namespace's and the image's stacks give.
func TestPreviewWithUnknownInputs(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
		if err != nil {
			return err
		}
		unknown := pulumi.UnsafeUnknownOutput(nil).ApplyT(func(any) string { return "" }).(pulumi.StringOutput)
		a := fewestArgs(ctx, tags)
		everything(a)
		a.Namespace, a.Image = unknown, unknown
		a.Environment = map[string]pulumi.StringInput{"CACHE": unknown}
		a.SecretFiles = map[string]pulumi.StringInput{"/etc/database": unknown}
		a.Ingress = []workload.IngressRule{{From: workload.Peer{CIDR: unknown}}}
		_, err = workload.New(ctx, "orders", a)
		return err
	}, infratest.Preview())
	assert.Len(t, typesOf(graph), 6)
}
