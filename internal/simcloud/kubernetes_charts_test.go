package simcloud_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const chartType = "kubernetes:helm.sh/v4:Chart"

// chart lists the objects of a chart by kind and name; each has to pass the checks of its type.
func chart(t *testing.T, c *simcloud.Cloud, name string, in values) map[string]simcloud.ChartObject {
	t.Helper()
	made, err := c.Chart(simcloud.Request{URN: urnOf(chartType, name), Inputs: props(in)})
	require.NoError(t, err)
	byName := map[string]simcloud.ChartObject{}
	for _, o := range made {
		urn := urnOf(o.Token, o.Name)
		_, failures := c.Check(simcloud.Request{URN: urn, Inputs: o.Inputs})
		require.Empty(t, failures, o.Name)
		byName[open(o.Inputs["kind"]).(string)+" "+o.Name] = o
	}
	require.Len(t, byName, len(made), "no two are the same")
	return byName
}

func assertMakes(t *testing.T, objects map[string]simcloud.ChartObject, want ...string) {
	t.Helper()
	var all []string
	for name := range objects {
		all = append(all, name)
	}
	assert.ElementsMatch(t, want, all)
}

func TestTheChartOfTheLoadBalancerController(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	const (
		bindings = "CustomResourceDefinition lb:targetgroupbindings.elbv2.k8s.aws"
		params   = "CustomResourceDefinition lb:ingressclassparams.elbv2.k8s.aws"
	)
	objects := chart(t, c, "lb", values{"chart": "aws-load-balancer-controller", "namespace": "kube-system", "version": "1.13.4"})
	assertMakes(t, objects, bindings, params,
		"ServiceAccount lb:kube-system/lb-aws-load-balancer-controller", "Deployment lb:kube-system/lb-aws-load-balancer-controller")

	objects = chart(t, c, "lb", values{
		"chart": "aws-load-balancer-controller", "namespace": "kube-system", "resourcePrefix": "x", "skipAwait": true, "skipCrds": true,
		"values": values{"serviceAccount": values{"create": false, "name": "alb"}, "nameOverride": "lb", "replicaCount": 3},
	})
	assertMakes(t, objects, "Deployment x:kube-system/lb")
	deployment := objects["Deployment x:kube-system/lb"]
	assert.Equal(t, deploymentType, deployment.Token)
	assert.Equal(t, "true", open(metadata(deployment.Inputs)["annotations"].ObjectValue()["pulumi.com/skipAwait"]))
	spec := deployment.Inputs["spec"].ObjectValue()
	assert.EqualValues(t, 3, open(spec["replicas"]))
	assert.Equal(t, "alb", open(spec["template"].ObjectValue()["spec"].ObjectValue()["serviceAccountName"]))

	objects = chart(t, c, "lb", values{
		"chart": "aws-load-balancer-controller", "name": "edge", "values": values{"fullnameOverride": "controller", "serviceAccount": values{"name": "alb"}},
	})
	assertMakes(t, objects, bindings, params, "ServiceAccount lb:default/alb", "Deployment lb:default/controller")
	assert.Empty(t, c.Unmodelled())
}

func TestTheChartOfFlux(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	objects := chart(t, c, "flux", values{"chart": "oci://ghcr.io/fluxcd-community/charts/flux2", "namespace": "flux-system"})
	for _, want := range []string{
		"CustomResourceDefinition flux:gitrepositories.source.toolkit.fluxcd.io", "CustomResourceDefinition flux:helmrepositories.source.toolkit.fluxcd.io",
		"CustomResourceDefinition flux:ocirepositories.source.toolkit.fluxcd.io", "CustomResourceDefinition flux:buckets.source.toolkit.fluxcd.io",
		"CustomResourceDefinition flux:helmcharts.source.toolkit.fluxcd.io", "CustomResourceDefinition flux:kustomizations.kustomize.toolkit.fluxcd.io",
		"CustomResourceDefinition flux:helmreleases.helm.toolkit.fluxcd.io", "CustomResourceDefinition flux:alerts.notification.toolkit.fluxcd.io",
		"Deployment flux:flux-system/source-controller", "Deployment flux:flux-system/kustomize-controller",
		"Deployment flux:flux-system/helm-controller", "ServiceAccount flux:flux-system/source-controller",
	} {
		assert.Contains(t, objects, want)
	}

	off := values{"create": false}
	objects = chart(t, c, "flux", values{"chart": "flux2", "namespace": "flux-system", "values": values{
		"installCRDs": false, "helmController": off, "notificationController": off, "imageReflectionController": off, "imageAutomationController": off,
		"kustomizeController": off,
	}})
	assertMakes(t, objects, "ServiceAccount flux:flux-system/source-controller", "Deployment flux:flux-system/source-controller")
	assert.Empty(t, c.Unmodelled())
}

func TestADefinitionOfAChartServesItsCluster(t *testing.T) {
	t.Parallel()
	h := host(t)
	const repository = "kubernetes:source.toolkit.fluxcd.io/v1:GitRepository"
	_, err := h.create(repository, "apps", nil, h.place())
	refusedWith(t, err, "NoMatch", `no matches for kind "GitRepository" in version "source.toolkit.fluxcd.io/v1"`)
	place := simcloud.Place{Kubernetes: h.place()}
	objects, err := h.cloud.Chart(simcloud.Request{URN: urnOf(chartType, "flux"), Inputs: props(values{"chart": "flux2"}), Place: place})
	require.NoError(t, err)
	for _, o := range objects {
		r := simcloud.Request{URN: urnOf(o.Token, o.Name), Inputs: o.Inputs, Place: place}
		_, err := h.cloud.Create(ctx, r)
		require.NoError(t, err)
	}
	h.made(repository, "apps", nil, h.place())
}

func TestAChartThatNobodyKnows(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	assertMakes(t, chart(t, c, "pod", values{"chart": "podinfo", "name": "web"}), "Deployment pod:default/web")
	assert.Equal(t, []string{`kubernetes:helm.sh/v4:Chart (the contents of the chart "podinfo")`}, c.Unmodelled())
}

func TestAChartNeedsItsValuesAndItsCluster(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	r := simcloud.Request{URN: urnOf(chartType, "pod"), Inputs: withLater(values{"chart": "podinfo", "version": later()}), Preview: true}
	made, err := c.Chart(r)
	require.NoError(t, err)
	assert.Empty(t, made)
	r.Inputs = props(values{"chart": "podinfo"})
	r.Place.Kubernetes = simcloud.Kubernetes{Pending: true}
	made, err = c.Chart(r)
	require.NoError(t, err)
	assert.Empty(t, made)
	r.Place.Kubernetes = simcloud.Kubernetes{Namespace: "apps"}
	made, err = c.Chart(r)
	require.NoError(t, err)
	require.Len(t, made, 1)
	assert.Equal(t, "pod:apps/pod", made[0].Name)
	r.Place.Kubernetes.CutOff = true
	_, err = c.Chart(r)
	require.ErrorContains(t, err, "configured Kubernetes cluster is unreachable: ", "also in a preview")
}

func TestHowLongKubernetesObjectsTake(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	meta := func(field, key, value string) values { return values{"metadata": values{field: values{key: value}}} }
	second := time.Second
	for name, test := range map[string]struct {
		typ       string
		op        simcloud.Op
		old, next values
		want      time.Duration
	}{
		"a deployment":           {deploymentType, simcloud.OpCreate, nil, nil, 35 * second},
		"of a chart":             {deploymentType, simcloud.OpCreate, nil, meta("labels", "helm.sh/chart", "flux2"), 40 * second},
		"not waited for":         {deploymentType, simcloud.OpCreate, nil, meta("annotations", "pulumi.com/skipAwait", "true"), second},
		"new pods":               {deploymentType, simcloud.OpUpdate, values{"spec": values{"replicas": 1}}, values{"spec": values{"replicas": 2}}, 35 * second},
		"new labels":             {deploymentType, simcloud.OpUpdate, values{"spec": values{}}, values{"spec": values{}, "metadata": values{}}, second},
		"its end":                {deploymentType, simcloud.OpDelete, nil, nil, second},
		"a stateful set":         {"kubernetes:apps/v1:StatefulSet", simcloud.OpCreate, nil, nil, 60 * second},
		"an ingress":             {"kubernetes:networking.k8s.io/v1:Ingress", simcloud.OpCreate, nil, nil, 15 * second},
		"a changed ingress":      {"kubernetes:networking.k8s.io/v1:Ingress", simcloud.OpUpdate, nil, nil, second},
		"a service":              {"kubernetes:core/v1:Service", simcloud.OpCreate, nil, nil, second},
		"a public service":       {"kubernetes:core/v1:Service", simcloud.OpCreate, nil, values{"spec": values{"type": "LoadBalancer"}}, 15 * second},
		"a namespace":            {namespaceType, simcloud.OpCreate, nil, nil, second},
		"the end of a namespace": {namespaceType, simcloud.OpDelete, nil, nil, 10 * second},
		"a config map":           {configMapType, simcloud.OpUpdate, nil, nil, second},
	} {
		r := simcloud.Request{URN: urnOf(test.typ, "x"), OldInputs: props(test.old), Inputs: props(test.next)}
		assert.Equal(t, test.want, c.Duration(test.op, r), name)
	}
}
