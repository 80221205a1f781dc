package albcontroller

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	// DefaultChartVersion is the chart that is installed when Args.ChartVersion is empty, of the controller 3.4.2. The rights of this block
	// are those that the controller's documentation asks for at that version.
	DefaultChartVersion = "3.4.2"
	// DefaultChartRepository is where the chart comes from when Args.ChartRepository is empty.
	DefaultChartRepository = "https://aws.github.io/eks-charts"
	// DefaultSSLPolicy is TLS 1.2 and 1.3. The controller's own default, of 2016, still accepts TLS 1.0.
	DefaultSSLPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
	// IngressClass is the class of the Ingresses that the controller answers to. The block makes it.
	IngressClass = "alb"
)

// Args describes the controller of one cluster. The zero value of every optional field is the safe choice for production.
// Unless said otherwise a change is made in place: the pods are replaced one by one, and load balancers stay as they are.
type Args struct {
	// Tags are the mandatory tags: labels of the objects that the chart makes, tags of the role and its association, and tags of all that the
	// controller makes on AWS. A value with ": " in it, or a colon at its end, is refused: it goes through the chart as YAML. Required.
	Tags tagging.Set

	// Provider is the provider of the cluster. Required. Another cluster replaces everything in it.
	Provider pulumi.ProviderResource

	// DeletedWith is the cluster, when it is in the same stack: the objects then go with it. Default none: they are deleted
	// one by one. Either way remove what the controller has made first, see the package comment.
	DeletedWith pulumi.Resource

	// ClusterName is the cluster's name on AWS. Everything that the controller makes is tagged with it, and its rights end there.
	// Required. A change is refused: the load balancers of before would belong to nobody.
	ClusterName pulumi.StringInput

	// Region is the cluster's region. Required: with a hop limit of 1 the controller cannot ask its node.
	Region pulumi.StringInput

	// VPCID is the cluster's network. Required, as Region.
	VPCID pulumi.StringInput

	// Namespace is an existing namespace. Default "kube-system". A change replaces all objects in it, and for a minute or two
	// nobody answers the cluster's questions about Ingresses.
	Namespace string

	// ChartVersion is the version of the chart, such as "3.4.2". Default DefaultChartVersion. Read the release notes for IAM
	// rights before you go beyond it. The chart's definitions of custom resources change with it. Versions before 3.4.0 are
	// refused: they make new certificates in each update, or lack settings of this block.
	ChartVersion string

	// ChartRepository is where the chart comes from, for a mirror. Default DefaultChartRepository.
	ChartRepository string

	// ImageRepository is the image without a tag, for a mirror; the chart knows the tag. Default: that of the chart.
	ImageRepository string

	// Replicas are the pods, one of which acts. Default 2, in Development 1. In Production 2 to 5; nobody can make or change an
	// Ingress while there is none.
	Replicas int

	// DefaultSSLPolicy is the set of protocols and ciphers of listeners that name none: one with TLS 1.2 or newer and forward secrecy.
	// Default DefaultSSLPolicy. Listeners are changed in place.
	DefaultSSLPolicy string

	// ShieldAdvanced lets Ingresses ask for AWS Shield Advanced, and gives the controller the rights. The account needs the
	// subscription. Default off.
	ShieldAdvanced bool

	// CPU is what each pod asks for. Default "100m". There is no limit.
	CPU string

	// Memory is what each pod asks for and may use. Default "256Mi".
	Memory string

	// PermissionsBoundaryARN bounds the IAM role. Default none.
	PermissionsBoundaryARN pulumi.StringInput

	// Profile is Production (default) or Development: one pod.
	Profile component.Profile
}

// Defaults that are not the zero value of their field.
const (
	defaultNamespace           = "kube-system"
	defaultReplicas            = 2
	defaultDevelopmentReplicas = 1
	defaultCPU                 = "100m"
	defaultMemory              = "256Mi"
)

// withDefaults returns a copy with every default filled in.
func (args *Args) withDefaults() *Args {
	a := *args
	if a.Replicas == 0 {
		a.Replicas = component.ByProfile(a.Profile, defaultReplicas, defaultDevelopmentReplicas)
	}
	for _, field := range []struct {
		value    *string
		standard string
	}{
		{&a.Namespace, defaultNamespace},
		{&a.ChartVersion, DefaultChartVersion},
		{&a.ChartRepository, DefaultChartRepository},
		{&a.DefaultSSLPolicy, DefaultSSLPolicy},
		{&a.CPU, defaultCPU},
		{&a.Memory, defaultMemory},
	} {
		if *field.value == "" {
			*field.value = field.standard
		}
	}
	return &a
}

func (args *Args) place() incluster.Place {
	return incluster.Place{Provider: args.Provider, DeletedWith: args.DeletedWith}
}
