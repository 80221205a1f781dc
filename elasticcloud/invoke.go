package elasticcloud

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// StackArgs asks for a version of the Elastic Stack.
type StackArgs struct {
	// VersionRegex picks the version: "latest", or a regular expression of which the newest match counts. The provider matches it anywhere
	// in a version, so an exact version wants "^8\\.15\\.3$".
	VersionRegex string `pulumi:"versionRegex"`
	// Region is a region as hosted deployments spell it.
	Region string `pulumi:"region"`
}

// Stack is a version of the Elastic Stack that a region offers.
type Stack struct {
	// Version is the exact version.
	Version string `pulumi:"version"`
	// UpgradableTos are the versions that a deployment of this version can be upgraded to.
	UpgradableTos []string `pulumi:"upgradableTos"`
	// MinUpgradableFrom is the oldest version that can be upgraded to this one.
	MinUpgradableFrom string `pulumi:"minUpgradableFrom"`
}

// LookupStack finds a version of the Elastic Stack. Do not feed "latest" into a deployment: it would be upgraded at some later run,
// unasked.
func LookupStack(ctx *pulumi.Context, args StackArgs, opts ...pulumi.InvokeOption) (*Stack, error) {
	var stack Stack
	if err := plugin().Invoke(ctx, "ec:index/getStack:getStack", &args, &stack, opts); err != nil {
		return nil, err
	}
	return &stack, nil
}

// TemplatesArgs asks for the hardware profiles of a region.
type TemplatesArgs struct {
	// Region is a region as hosted deployments spell it.
	Region string `pulumi:"region"`
	// ID leaves only the template of that id. The default is all.
	ID *string `pulumi:"id"`
	// StackVersion leaves only those that can run a version. The default is all.
	StackVersion *string `pulumi:"stackVersion"`
	// ShowDeprecated also lists those that new deployments should not use. The default is false.
	ShowDeprecated *bool `pulumi:"showDeprecated"`
}

// Template is a hardware profile of deployments.
type Template struct {
	// ID is what a deployment names as its DeploymentTemplateID.
	ID string `pulumi:"id"`
	// Name is shown in the console.
	Name string `pulumi:"name"`
	// Deprecated tells that new deployments should not use it.
	Deprecated bool `pulumi:"deprecated"`
	// MinStackVersion is the oldest version that it can run.
	MinStackVersion string `pulumi:"minStackVersion"`
	// Elasticsearch has the sizes of each tier.
	Elasticsearch *TemplateElasticsearch `pulumi:"elasticsearch"`
}

// TemplateElasticsearch are the tiers of a template.
type TemplateElasticsearch struct {
	// Hot takes the writes.
	Hot *TemplateTier `pulumi:"hot"`
	// Warm holds older data that is still searched often.
	Warm *TemplateTier `pulumi:"warm"`
	// Cold holds searchable data that hardly changes.
	Cold *TemplateTier `pulumi:"cold"`
	// Frozen searches data in snapshots.
	Frozen *TemplateTier `pulumi:"frozen"`
	// ML runs machine learning.
	ML *TemplateTier `pulumi:"ml"`
	// Master nodes only keep the cluster's state.
	Master *TemplateTier `pulumi:"master"`
	// Coordinating nodes take requests only.
	Coordinating *TemplateTier `pulumi:"coordinating"`
}

// TemplateTier is one tier of a template.
type TemplateTier struct {
	// AvailableSizes are the sizes that a tier can have in each zone, such as "8g".
	AvailableSizes []string `pulumi:"availableSizes"`
	// DefaultSize is the size of a tier that names none.
	DefaultSize *string `pulumi:"defaultSize"`
	// SizeResource is what sizes count: "memory" or "storage".
	SizeResource *string `pulumi:"sizeResource"`
	// InstanceConfigurationID is the hardware.
	InstanceConfigurationID *string `pulumi:"instanceConfigurationId"`
	// InstanceConfigurationVersion is its version.
	InstanceConfigurationVersion *int `pulumi:"instanceConfigurationVersion"`
}

// LookupTemplates lists the hardware profiles that a region has; not every region has each.
func LookupTemplates(ctx *pulumi.Context, args TemplatesArgs, opts ...pulumi.InvokeOption) ([]Template, error) {
	var result struct {
		Templates []Template `pulumi:"templates"`
	}
	if err := plugin().Invoke(ctx, "ec:index/getDeploymentTemplates:getDeploymentTemplates", &args, &result, opts); err != nil {
		return nil, err
	}
	return result.Templates, nil
}

// PrivateLinkService is what a VPC needs to reach Elastic Cloud without the internet.
type PrivateLinkService struct {
	// VPCServiceName is the service that the VPC endpoint names.
	VPCServiceName string `pulumi:"vpcServiceName"`
	// DomainName is the private hosted zone; its record "*" is a CNAME of the VPC endpoint.
	DomainName string `pulumi:"domainName"`
	// ZoneIDs are the availability zones that the service is in. The endpoint can only have subnets there.
	ZoneIDs []string `pulumi:"zoneIds"`
}

type regionArgs struct {
	Region string `pulumi:"region"`
}

// LookupPrivateLink tells the AWS PrivateLink service of a region, as AWS spells it: "us-east-1", also where deployments say
// "aws-us-east-2".
func LookupPrivateLink(ctx *pulumi.Context, region string, opts ...pulumi.InvokeOption) (*PrivateLinkService, error) {
	var link PrivateLinkService
	err := plugin().Invoke(ctx, "ec:index/getAwsPrivatelinkEndpoint:getAwsPrivatelinkEndpoint", &regionArgs{region}, &link, opts)
	if err != nil {
		return nil, err
	}
	return &link, nil
}

// PrivateServiceConnect is what a network of Google Cloud needs to reach Elastic Cloud without the internet.
type PrivateServiceConnect struct {
	// ServiceAttachmentURI is the service that the endpoint's forwarding rule names.
	ServiceAttachmentURI string `pulumi:"serviceAttachmentUri"`
	// DomainName is the private zone; its record "*" is the endpoint's address.
	DomainName string `pulumi:"domainName"`
}

// LookupPrivateServiceConnect tells the Google Cloud service attachment of a region, as Google Cloud spells it: "us-central1".
func LookupPrivateServiceConnect(ctx *pulumi.Context, region string, opts ...pulumi.InvokeOption) (*PrivateServiceConnect, error) {
	const token = "ec:index/getGcpPrivateServiceConnectEndpoint:getGcpPrivateServiceConnectEndpoint"
	var service PrivateServiceConnect
	if err := plugin().Invoke(ctx, token, &regionArgs{region}, &service, opts); err != nil {
		return nil, err
	}
	return &service, nil
}
