// Package incluster is what the blocks share that make objects in a Kubernetes cluster: where the objects go, their metadata,
// and the forms that the API server asks for.
package incluster

import (
	"maps"

	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/tagging"
)

// Labels that select the objects of a component. They never change: selectors are immutable.
const (
	LabelName     = "app.kubernetes.io/name"
	LabelInstance = "app.kubernetes.io/instance"
)

const (
	maxName    = 63 // RFC 1123 label, which Services and namespaces need
	autoSuffix = 9  // a hyphen and the 8 digits of the provider's auto-naming
)

// Place is the cluster that a block's objects go to.
type Place struct {
	Provider    pulumi.ProviderResource
	DeletedWith pulumi.Resource
}

// Check records a missing provider.
func (p Place) Check(problems *component.Problems) {
	problems.Require("Provider", "the provider of the cluster, such as one of k8s/provider: without it the objects go wherever "+
		"the machine's own kubeconfig points", p.Provider)
}

// Child returns the options of an object: those of a child, the cluster's provider, and with a cluster of the same stack the
// promise that the object goes with it. It is given to each object, so that it shows under mocks too.
func (p Place) Child(scope *component.Scope, extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	options := scope.Child(pulumi.Provider(p.Provider))
	if p.DeletedWith != nil {
		options = append(options, pulumi.DeletedWith(p.DeletedWith))
	}
	return append(options, extra...)
}

// Object is the metadata of one object.
type Object struct {
	Tags      tagging.Set
	Name      pulumi.StringInput // nil leaves it to auto-naming
	Namespace pulumi.StringInput // nil for an object outside namespaces
	// Selector are the labels that find the object; they come on top of the tags.
	Selector    map[string]string
	Annotations pulumi.StringMap
}

// Metadata renders it: the tags are labels and, with their full values, annotations.
func (o Object) Metadata() *metav1.ObjectMetaArgs {
	labels, annotations := o.Tags.KubernetesLabels(), o.Tags.KubernetesAnnotations()
	for key, value := range o.Selector {
		labels[key] = pulumi.String(value)
	}
	maps.Copy(annotations, o.Annotations)
	meta := &metav1.ObjectMetaArgs{Labels: labels, Annotations: annotations}
	if o.Name != nil {
		meta.Name = o.Name.ToStringOutput().ToStringPtrOutput()
	}
	if o.Namespace != nil {
		meta.Namespace = o.Namespace.ToStringOutput().ToStringPtrOutput()
	}
	return meta
}

// Selector are the labels by which the component's Service, budget and policies find its pods.
func Selector(block, name string) map[string]string {
	return map[string]string{LabelName: block, LabelInstance: naming.Truncate(name, maxName)}
}

// AutoNameBase shortens a logical name so that it is a name that every kind accepts when the provider has added its digits.
func AutoNameBase(name string) string { return naming.Truncate(name, maxName-autoSuffix) }
