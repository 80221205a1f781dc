package ingress_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/ingress"
)

func TestBinding(t *testing.T) {
	t.Parallel()
	graph := runBinding(t, unchangedBinding)
	made := graph.One(t, bindingToken)
	assert.Equal(t, "shop-binding", made.Name)
	assert.Equal(t, "elbv2.k8s.aws/v1beta1", made.Value("apiVersion"))
	assert.Equal(t, "TargetGroupBinding", made.Value("kind"))
	assert.Equal(t, "shop", made.Value("metadata.namespace"))
	for _, key := range []string{"owner", "cost-center", "environment", "service"} {
		assert.NotEmpty(t, made.Value("metadata.labels."+key), key)
	}
	assert.Equal(t, map[string]any{
		"targetGroupARN": targetGroup, "targetType": "ip", "serviceRef": map[string]any{"name": "web", "port": 80.0},
		"networking": map[string]any{"ingress": []any{map[string]any{
			"from":  []any{map[string]any{"securityGroup": map[string]any{"groupID": balancerSG}}},
			"ports": []any{map[string]any{"protocol": "TCP", "port": 8080.0}},
		}}},
	}, made.Value("spec"))
	assert.Equal(t, []string{"spec.targetGroupARN", "spec.targetType"}, made.ReplaceOnChanges, "the controller refuses to change them")
	outputs := made.Outputs.Mappable()["metadata"].(map[string]any)
	assert.Equal(t, map[string]any{"name": outputs["name"], "namespace": "shop"}, graph.Outputs().Mappable())
}

func TestBindingOfNodes(t *testing.T) {
	t.Parallel()
	made := runBinding(t, func(a *ingress.TargetGroupBindingArgs) {
		a.TargetGroupARN, a.ServiceName, a.Namespace = later(targetGroup), later("web"), later("shop")
		a.ServicePort, a.ServicePortName, a.TargetType = 0, "http", ingress.Nodes
		a.NodeLabels, a.SharedAcrossClusters = map[string]string{"pool": "web"}, true
		a.SecurityGroupIDs = map[string]pulumi.StringInput{"b": later("sg-0b"), "a": pulumi.String("sg-0a")}
		a.PodPorts = []int{30080, 30081}
	}).One(t, bindingToken)
	group := func(id string) any { return map[string]any{"securityGroup": map[string]any{"groupID": id}} }
	assert.Equal(t, map[string]any{
		"targetGroupARN": targetGroup, "targetType": "instance", "serviceRef": map[string]any{"name": "web", "port": "http"},
		"nodeSelector": map[string]any{"matchLabels": map[string]any{"pool": "web"}}, "multiClusterTargetGroup": true,
		"networking": map[string]any{"ingress": []any{map[string]any{
			"from": []any{group("sg-0a"), group("sg-0b")},
			"ports": []any{
				map[string]any{"protocol": "TCP", "port": 30080.0}, map[string]any{"protocol": "TCP", "port": 30081.0},
			},
		}}},
	}, made.Value("spec"))
}

func TestBindingWithoutNetworking(t *testing.T) {
	t.Parallel()
	made := runBinding(t, func(a *ingress.TargetGroupBindingArgs) {
		a.DisableNetworking, a.SecurityGroupIDs, a.PodPorts = true, nil, nil
	}).One(t, bindingToken)
	assert.Nil(t, made.Value("spec.networking"))
}

func TestTheBindingGoesToItsCluster(t *testing.T) {
	t.Parallel()
	graph := placed(t, func(ctx *pulumi.Context, provider pulumi.ProviderResource, cluster pulumi.Resource) error {
		tags, err := someTags(ctx)
		if err != nil {
			return err
		}
		args := newBindingArgs(tags)
		args.Provider, args.DeletedWith = provider, cluster
		_, err = ingress.NewTargetGroupBinding(ctx, "shop", args)
		return err
	})
	made := graph.One(t, bindingToken)
	assert.Equal(t, graph.Named(t, "pulumi:providers:kubernetes", "blue").URN, made.Provider)
	assert.Equal(t, graph.Named(t, "kubernetes:core/v1:Namespace", "cluster").URN, made.DeletedWith)
}

func TestBindingRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*ingress.TargetGroupBindingArgs)
		want   string
	}{
		"target group": {func(a *ingress.TargetGroupBindingArgs) { a.TargetGroupARN = pulumi.String("shop") },
			`TargetGroupARN: need a target group, arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/ID, got "shop"`},
		"namespace": {func(a *ingress.TargetGroupBindingArgs) { a.Namespace = pulumi.String("Shop") },
			`Namespace: need at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends, got "Shop"`},
		"service": {func(a *ingress.TargetGroupBindingArgs) { a.ServiceName = pulumi.String("Web") },
			`ServiceName: need at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends, got "Web"`},
		"two ports": {func(a *ingress.TargetGroupBindingArgs) { a.ServicePortName = "http" }, `ServicePort: need a port's number, 1 to 65535, or its name, got both`},
		"type":      {func(a *ingress.TargetGroupBindingArgs) { a.TargetType = "pods" }, `TargetType: need ip or instance, got "pods"`},
		"labels of pods": {func(a *ingress.TargetGroupBindingArgs) { a.NodeLabels = map[string]string{"a": "b"} },
			`NodeLabels: need TargetType Nodes beside them, got "ip"`},
		"no label": {func(a *ingress.TargetGroupBindingArgs) {
			a.TargetType, a.NodeLabels = ingress.Nodes, map[string]string{"": "b"}
		},
			`NodeLabels[""]: need a label of Kubernetes, got "b"`},
		"group": {func(a *ingress.TargetGroupBindingArgs) { a.SecurityGroupIDs["b"] = pulumi.String("default") },
			`SecurityGroupIDs["b"]: need a security group's id such as sg-0a1b2c3d, got "default"`},
		"no group": {func(a *ingress.TargetGroupBindingArgs) { a.SecurityGroupIDs["b"] = nil },
			`SecurityGroupIDs["b"]: need a security group's id such as sg-0a1b2c3d, got nothing`},
		"port":       {func(a *ingress.TargetGroupBindingArgs) { a.PodPorts = []int{0} }, `PodPorts[0]: need 1 to 65535, got 0`},
		"port twice": {func(a *ingress.TargetGroupBindingArgs) { a.PodPorts = []int{80, 80} }, `PodPorts[1]: need each port once, got 80 again`},
		"open and not": {func(a *ingress.TargetGroupBindingArgs) { a.DisableNetworking = true },
			`DisableNetworking: need no SecurityGroupIDs and PodPorts beside it, got both`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryBinding(test.change)
			require.ErrorContains(t, err, "ingress: shop: TargetGroupBindingArgs."+test.want+"\n")
			assert.Len(t, component.FieldErrors(err), 1)
			assert.Empty(t, graph.All())
		})
	}
}

func TestLaterValuesOfABindingAreChecked(t *testing.T) {
	t.Parallel()
	for field, change := range map[string]func(*ingress.TargetGroupBindingArgs){
		"TargetGroupARN":             func(a *ingress.TargetGroupBindingArgs) { a.TargetGroupARN = later("x") },
		"ServiceName":                func(a *ingress.TargetGroupBindingArgs) { a.ServiceName = later("X") },
		"Namespace":                  func(a *ingress.TargetGroupBindingArgs) { a.Namespace = later("X") },
		`SecurityGroupIDs["public"]`: func(a *ingress.TargetGroupBindingArgs) { a.SecurityGroupIDs["public"] = later("x") },
	} {
		_, err := tryBinding(change)
		require.ErrorContains(t, err, "TargetGroupBindingArgs."+field+": need ", field)
	}
}

// TestNames: objects are named after the component.
func TestNames(t *testing.T) {
	t.Parallel()
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := someTags(ctx)
		if err != nil {
			return err
		}
		_, albErr := ingress.NewALB(ctx, "Shop", newArgs(tags))
		require.ErrorContains(t, albErr, `ingress: Shop: name: need lower-case letters, digits and hyphens`)
		_, bindingErr := ingress.NewTargetGroupBinding(ctx, "Shop", newBindingArgs(tags))
		require.ErrorContains(t, bindingErr, `ingress: Shop: name: need lower-case letters, digits and hyphens`)
		return nil
	})
	require.NoError(t, err)
	assert.Empty(t, graph.All())
}
