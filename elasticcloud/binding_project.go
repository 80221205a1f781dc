package elasticcloud

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

// Project is ec:index/elasticsearchProject:ElasticsearchProject: a serverless Elasticsearch project. The provider calls it a technical
// preview.
type Project struct {
	pulumi.CustomResourceState

	// Alias is the project's part in its host names.
	Alias pulumi.StringOutput `pulumi:"alias"`
	// CloudID tells clients of Elastic where the project is.
	CloudID pulumi.StringOutput `pulumi:"cloudId"`
	// Credentials are username and password of a superuser, known only of projects that this stack made. Secret, although the provider's
	// own SDK does not say so.
	Credentials pulumi.StringMapOutput `pulumi:"credentials"`
	// Endpoints are the URLs "elasticsearch" and "kibana".
	Endpoints pulumi.StringMapOutput `pulumi:"endpoints"`
	// Metadata tells when and by whom the project was made, and has its tags.
	Metadata pulumi.MapOutput `pulumi:"metadata"`
	// Name is shown in the console.
	Name pulumi.StringOutput `pulumi:"name"`
	// OptimizedFor is the hardware profile.
	OptimizedFor pulumi.StringOutput `pulumi:"optimizedFor"`
	// PrivateEndpoints are the URLs for private connections.
	PrivateEndpoints pulumi.StringMapOutput `pulumi:"privateEndpoints"`
	// RegionID is where the project is.
	RegionID pulumi.StringOutput `pulumi:"regionId"`
	// SearchLake has boostWindow and searchPower.
	SearchLake pulumi.MapOutput `pulumi:"searchLake"`
	// TrafficFilterIDs are the ids of the serverless traffic filters.
	TrafficFilterIDs pulumi.StringArrayOutput `pulumi:"trafficFilterIds"`
	// Type is "elasticsearch".
	Type pulumi.StringOutput `pulumi:"type"`
}

type projectArgs struct {
	Alias            *string              `pulumi:"alias"`
	Metadata         *projectMetadataArgs `pulumi:"metadata"`
	Name             *string              `pulumi:"name"`
	OptimizedFor     *string              `pulumi:"optimizedFor"`
	RegionID         string               `pulumi:"regionId"`
	SearchLake       *searchLakeArgs      `pulumi:"searchLake"`
	TrafficFilterIDs []string             `pulumi:"trafficFilterIds"`
}

// ProjectArgs are the inputs of a Project.
type ProjectArgs struct {
	// Alias is the project's part in its host names, as RFC 1035 has labels. The default is made from the name.
	Alias pulumi.StringPtrInput
	// Metadata has the project's tags. The default is none.
	Metadata *ProjectMetadataArgs
	// Name is shown in the console. The default is the logical name with a random ending.
	Name pulumi.StringPtrInput
	// OptimizedFor is "general_purpose" or "vector", which is for uncompressed dense vectors. The default is Elastic's. A change is planned
	// as an update, but the provider does not send it.
	OptimizedFor pulumi.StringPtrInput
	// RegionID is a region as serverless projects spell it, always with the cloud before it: "aws-us-east-1". A
	// change is planned as an update, but the provider does not send it. Required.
	RegionID pulumi.StringInput
	// SearchLake sets how fast searches are. The default is Elastic's.
	SearchLake *SearchLakeArgs
	// TrafficFilterIDs are the ids of the serverless traffic filters that let traffic in. The default is none: open to the internet.
	TrafficFilterIDs pulumi.StringArrayInput
}

// ElementType is what the SDK marshals the arguments to.
func (ProjectArgs) ElementType() reflect.Type { return reflect.TypeFor[projectArgs]() }

type projectMetadataArgs struct {
	Tags map[string]string `pulumi:"tags"`
}

// ProjectMetadataArgs are what a project is found by.
type ProjectMetadataArgs struct {
	// Tags are the project's tags, at most 64; a key is a lower-case letter, then up to 31 lower-case letters, digits, "_" and "-".
	Tags pulumi.StringMapInput
}

// ElementType is what the SDK marshals the block to.
func (ProjectMetadataArgs) ElementType() reflect.Type { return reflect.TypeFor[projectMetadataArgs]() }

type searchLakeArgs struct {
	BoostWindow *int `pulumi:"boostWindow"`
	SearchPower *int `pulumi:"searchPower"`
}

// SearchLakeArgs sets how fast searches are.
type SearchLakeArgs struct {
	// BoostWindow is how many days of data get the full speed: 0 to 180.
	BoostWindow pulumi.IntPtrInput
	// SearchPower is the speed, 5 to 3000; more costs more.
	SearchPower pulumi.IntPtrInput
}

// ElementType is what the SDK marshals the block to.
func (SearchLakeArgs) ElementType() reflect.Type { return reflect.TypeFor[searchLakeArgs]() }

// NewProject registers a serverless project.
func NewProject(ctx *pulumi.Context, name string, args *ProjectArgs, opts ...pulumi.ResourceOption) (*Project, error) {
	const token = "ec:index/elasticsearchProject:ElasticsearchProject"
	var project Project
	if err := plugin().Register(ctx, token, name, binding.OrEmpty(args), &project, []string{"credentials"}, opts); err != nil {
		return nil, err
	}
	return &project, nil
}
