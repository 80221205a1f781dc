package elasticcloud

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

// TrafficFilter is ec:index/deploymentTrafficFilter:DeploymentTrafficFilter: a set of rules that lets traffic into the deployments it is
// associated with. Deleting it first takes it off them; a deployment that loses its last filter is open to the internet again.
type TrafficFilter struct {
	pulumi.CustomResourceState

	// Description is the filter's description.
	Description pulumi.StringPtrOutput `pulumi:"description"`
	// IncludeByDefault tells that every new deployment of the organisation gets the filter.
	IncludeByDefault pulumi.BoolOutput `pulumi:"includeByDefault"`
	// Name is shown in the console.
	Name pulumi.StringOutput `pulumi:"name"`
	// Region is where the deployments are.
	Region pulumi.StringOutput `pulumi:"region"`
	// Rules are the sources, each an object with source and an id.
	Rules pulumi.ArrayOutput `pulumi:"rules"`
	// Type is the kind of sources.
	Type pulumi.StringOutput `pulumi:"type"`
}

type trafficFilterArgs struct {
	Description      *string                 `pulumi:"description"`
	IncludeByDefault *bool                   `pulumi:"includeByDefault"`
	Name             *string                 `pulumi:"name"`
	Region           string                  `pulumi:"region"`
	Rules            []trafficFilterRuleArgs `pulumi:"rules"`
	Type             string                  `pulumi:"type"`
}

// TrafficFilterArgs are the inputs of a TrafficFilter. All changes are made in place.
type TrafficFilterArgs struct {
	// Description is shown in the console. The default is none.
	Description pulumi.StringPtrInput
	// IncludeByDefault gives the filter to every new deployment of the organisation in the region. The default is false.
	IncludeByDefault pulumi.BoolPtrInput
	// Name is shown in the console. The default is the logical name with a random ending.
	Name pulumi.StringPtrInput
	// Region is a region as hosted deployments spell it. Only deployments of that region can have the filter. Required.
	Region pulumi.StringInput
	// Rules are the sources: at least one, at most 128.
	Rules []TrafficFilterRuleArgs
	// Type is the kind of sources: "ip", "vpce", "azure_private_endpoint", "gcp_private_service_connect_endpoint" or "remote_cluster".
	// Required.
	Type pulumi.StringInput
}

// ElementType is what the SDK marshals the arguments to.
func (TrafficFilterArgs) ElementType() reflect.Type { return reflect.TypeFor[trafficFilterArgs]() }

type trafficFilterRuleArgs struct {
	AzureEndpointGUID  *string `pulumi:"azureEndpointGuid"`
	AzureEndpointName  *string `pulumi:"azureEndpointName"`
	Description        *string `pulumi:"description"`
	RemoteClusterID    *string `pulumi:"remoteClusterId"`
	RemoteClusterOrgID *string `pulumi:"remoteClusterOrgId"`
	Source             *string `pulumi:"source"`
}

// TrafficFilterRuleArgs is one source of traffic.
type TrafficFilterRuleArgs struct {
	// AzureEndpointGUID is the endpoint of type "azure_private_endpoint".
	AzureEndpointGUID pulumi.StringPtrInput
	// AzureEndpointName is its name.
	AzureEndpointName pulumi.StringPtrInput
	// Description is shown in the console. The default is none.
	Description pulumi.StringPtrInput
	// RemoteClusterID is the cluster of type "remote_cluster".
	RemoteClusterID pulumi.StringPtrInput
	// RemoteClusterOrgID is its organisation.
	RemoteClusterOrgID pulumi.StringPtrInput
	// Source is an address or CIDR block of type "ip", the id of a VPC endpoint of type "vpce", or the connection id of type
	// "gcp_private_service_connect_endpoint".
	Source pulumi.StringPtrInput
}

// ElementType is what the SDK marshals the block to.
func (TrafficFilterRuleArgs) ElementType() reflect.Type {
	return reflect.TypeFor[trafficFilterRuleArgs]()
}

// NewTrafficFilter registers a traffic filter.
func NewTrafficFilter(
	ctx *pulumi.Context, name string, args *TrafficFilterArgs, opts ...pulumi.ResourceOption,
) (*TrafficFilter, error) {
	var filter TrafficFilter
	err := plugin().Register(ctx, "ec:index/deploymentTrafficFilter:DeploymentTrafficFilter", name, binding.OrEmpty(args), &filter, nil, opts)
	if err != nil {
		return nil, err
	}
	return &filter, nil
}

// TrafficFilterAssociation is ec:index/deploymentTrafficFilterAssociation:DeploymentTrafficFilterAssociation: it puts a filter on a
// deployment that lives elsewhere. Never use it for a deployment that lists its filters itself: the two undo each other.
type TrafficFilterAssociation struct {
	pulumi.CustomResourceState

	// DeploymentID is the deployment.
	DeploymentID pulumi.StringOutput `pulumi:"deploymentId"`
	// TrafficFilterID is the filter.
	TrafficFilterID pulumi.StringOutput `pulumi:"trafficFilterId"`
}

type trafficFilterAssociationArgs struct {
	DeploymentID    string `pulumi:"deploymentId"`
	TrafficFilterID string `pulumi:"trafficFilterId"`
}

// TrafficFilterAssociationArgs are the inputs of a TrafficFilterAssociation. Both are required.
type TrafficFilterAssociationArgs struct {
	// DeploymentID is the deployment. A change replaces.
	DeploymentID pulumi.StringInput
	// TrafficFilterID is the filter, of the deployment's region. A change replaces.
	TrafficFilterID pulumi.StringInput
}

// ElementType is what the SDK marshals the arguments to.
func (TrafficFilterAssociationArgs) ElementType() reflect.Type {
	return reflect.TypeFor[trafficFilterAssociationArgs]()
}

// NewTrafficFilterAssociation registers the association.
func NewTrafficFilterAssociation(
	ctx *pulumi.Context, name string, args *TrafficFilterAssociationArgs, opts ...pulumi.ResourceOption,
) (*TrafficFilterAssociation, error) {
	const token = "ec:index/deploymentTrafficFilterAssociation:DeploymentTrafficFilterAssociation"
	var association TrafficFilterAssociation
	if err := plugin().Register(ctx, token, name, binding.OrEmpty(args), &association, nil, opts); err != nil {
		return nil, err
	}
	return &association, nil
}
