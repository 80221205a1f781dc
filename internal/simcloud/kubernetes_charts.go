package simcloud

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// ChartObject is an object that a Helm chart makes, as it is to be registered.
type ChartObject struct {
	Token  string
	Name   string // the resource's logical name
	Inputs resource.PropertyMap
}

// Chart lists the objects of a Helm chart (kubernetes:helm.sh/v4:Chart), whose contents cannot be fetched here: an outline of
// the charts that this library pins, and one Deployment for any other, which [Cloud.Unmodelled] then names. While something
// of the inputs or the cluster is unknown there are none. A cluster that does not answer is an error, also in a preview.
func (c *Cloud) Chart(r Request) ([]ChartObject, error) {
	if r.Place.Kubernetes.Pending || r.Inputs.ContainsUnknowns() {
		return nil, nil
	}
	if reason := c.silence(r.Place.Kubernetes); reason != "" {
		return nil, unreachable(r, "configured Kubernetes cluster is unreachable: %s", reason)
	}
	in := plainMap(r.Inputs)
	release := chartRelease{
		in: in, values: object(in, "values"), chart: lastPart(text(in, "chart"), "/"), name: first(text(in, "name"), r.URN.Name()),
		namespace: first(text(in, "namespace"), r.Place.Kubernetes.Namespace, "default"),
		prefix:    first(text(in, "resourcePrefix"), r.URN.Name()),
	}
	outline, known := outlines[release.chart]
	if !known {
		c.mu.Lock()
		c.unseen[fmt.Sprintf("%s (the contents of the chart %q)", r.URN.Type(), release.chart)] = true
		c.mu.Unlock()
		outline = func(r *chartRelease) { r.deployment(r.name, "", 1) }
	}
	outline(&release)
	return release.made, nil
}

// chartRelease is one release of a chart while its objects are written down.
type chartRelease struct {
	in, values                     resource.PropertyMap
	chart, name, namespace, prefix string
	made                           []ChartObject
}

// outlines are the objects of charts that matter to other resources: definitions of custom resources, what other systems
// refer to by name, and what has to become ready. Roles, bindings, webhooks and Services are left out.
var outlines = map[string]func(r *chartRelease){
	"aws-load-balancer-controller": outlineLoadBalancerController,
	"flux2":                        outlineFlux,
}

func outlineLoadBalancerController(r *chartRelease) {
	if !flag(r.in, "skipCrds") {
		r.definition("elbv2.k8s.aws", "TargetGroupBinding", "targetgroupbindings", "Namespaced", "v1beta1")
		r.definition("elbv2.k8s.aws", "IngressClassParams", "ingressclassparams", "Cluster", "v1beta1")
	}
	name := first(text(r.values, "fullnameOverride"), r.name)
	if base := first(text(r.values, "nameOverride"), r.chart); !strings.Contains(name, base) && !has(r.values, "fullnameOverride") {
		name += "-" + base
	}
	account := text(r.values, "serviceAccount", "name")
	if r.enabled("serviceAccount", "create") {
		account = first(account, name)
		r.object("core/v1", "ServiceAccount", account, true, nil)
	}
	replicas, given := number(r.values, "replicaCount")
	if !given {
		replicas = 2
	}
	r.deployment(name, account, replicas)
}

// fluxControllers are the controllers of Flux, with the value that switches each off and what they define.
var fluxControllers = []struct {
	value       resource.PropertyKey
	name, group string
	versions    []string
	kinds       [][2]string
}{
	{"sourceController", "source-controller", "source.toolkit.fluxcd.io", []string{"v1", "v1beta2"}, [][2]string{
		{"GitRepository", "gitrepositories"}, {"HelmRepository", "helmrepositories"}, {"OCIRepository", "ocirepositories"},
		{"Bucket", "buckets"}, {"HelmChart", "helmcharts"},
	}},
	{"kustomizeController", "kustomize-controller", "kustomize.toolkit.fluxcd.io", []string{"v1", "v1beta2"},
		[][2]string{{"Kustomization", "kustomizations"}}},
	{"helmController", "helm-controller", "helm.toolkit.fluxcd.io", []string{"v2", "v2beta2"}, [][2]string{{"HelmRelease", "helmreleases"}}},
	{"notificationController", "notification-controller", "notification.toolkit.fluxcd.io", []string{"v1", "v1beta3"},
		[][2]string{{"Alert", "alerts"}, {"Provider", "providers"}, {"Receiver", "receivers"}}},
	{"imageReflectionController", "image-reflector-controller", "image.toolkit.fluxcd.io", []string{"v1", "v1beta2"},
		[][2]string{{"ImageRepository", "imagerepositories"}, {"ImagePolicy", "imagepolicies"}}},
	{"imageAutomationController", "image-automation-controller", "image.toolkit.fluxcd.io", []string{"v1", "v1beta2"},
		[][2]string{{"ImageUpdateAutomation", "imageupdateautomations"}}},
}

func outlineFlux(r *chartRelease) {
	for _, controller := range fluxControllers {
		if !r.enabled(controller.value, "create") {
			continue
		}
		for _, defined := range controller.kinds {
			if r.enabled("installCRDs") {
				r.definition(controller.group, defined[0], defined[1], "Namespaced", controller.versions...)
			}
		}
		r.object("core/v1", "ServiceAccount", controller.name, true, nil)
		r.deployment(controller.name, controller.name, 1)
	}
}

// enabled reads a value of the chart that is on unless it is switched off.
func (r *chartRelease) enabled(path ...resource.PropertyKey) bool {
	return !has(r.values, path...) || flag(r.values, path...)
}

// object writes one object down. Its resource is named as the provider does: the prefix, the namespace and the name.
func (r *chartRelease) object(module, kind, name string, namespaced bool, rest resource.PropertyMap) {
	metadata := resource.PropertyMap{"name": str(name), "labels": textMap(map[string]string{
		"app.kubernetes.io/instance": r.name, "app.kubernetes.io/managed-by": "Helm", chartLabel: r.chart,
	})}
	logical := name
	if namespaced {
		metadata["namespace"] = str(r.namespace)
		logical = r.namespace + "/" + name
	}
	if flag(r.in, "skipAwait") {
		metadata["annotations"] = textMap(map[string]string{skipAwait: "true"})
	}
	inputs := resource.PropertyMap{
		"apiVersion": str(strings.TrimPrefix(module, "core/")), "kind": str(kind), "metadata": resource.NewObjectProperty(metadata),
	}
	for field, v := range rest {
		inputs[field] = v
	}
	r.made = append(r.made, ChartObject{Token: "kubernetes:" + module + ":" + kind, Name: r.prefix + ":" + logical, Inputs: inputs})
}

func (r *chartRelease) deployment(name, account string, replicas float64) {
	labels := resource.PropertyMap{"labels": textMap(map[string]string{
		"app.kubernetes.io/name": name, "app.kubernetes.io/instance": r.name,
	})}
	pod := resource.PropertyMap{"containers": objects(resource.PropertyMap{
		"name": str(name), "image": str("chart.invalid/" + r.chart + ":" + first(text(r.in, "version"), "latest")),
	})}
	if account != "" {
		pod["serviceAccountName"] = str(account)
	}
	r.object("apps/v1", "Deployment", name, true, resource.PropertyMap{"spec": resource.NewObjectProperty(resource.PropertyMap{
		"replicas": num(replicas),
		"selector": resource.NewObjectProperty(resource.PropertyMap{"matchLabels": labels["labels"]}),
		"template": resource.NewObjectProperty(resource.PropertyMap{
			"metadata": resource.NewObjectProperty(labels), "spec": resource.NewObjectProperty(pod),
		}),
	})})
}

func (r *chartRelease) definition(group, kind, plural, scope string, versions ...string) {
	var served []resource.PropertyMap
	for i, version := range versions {
		served = append(served, resource.PropertyMap{"name": str(version), "served": boolean(true), "storage": boolean(i == 0)})
	}
	r.object("apiextensions.k8s.io/v1", "CustomResourceDefinition", plural+"."+group, false, resource.PropertyMap{
		"spec": resource.NewObjectProperty(resource.PropertyMap{
			"group": str(group), "scope": str(scope), "versions": objects(served...),
			"names": textMap(map[string]string{"kind": kind, "plural": plural, "singular": strings.ToLower(kind), "listKind": kind + "List"}),
		}),
	})
}

func textMap(texts map[string]string) resource.PropertyValue {
	m := resource.PropertyMap{}
	for k, v := range texts {
		m[resource.PropertyKey(k)] = str(v)
	}
	return resource.NewObjectProperty(m)
}
