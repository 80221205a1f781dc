package twingate

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

// Provider is pulumi:providers:twingate: an account of Twingate. Hand it to resources and look-ups with pulumi.Provider, and to the
// components that run connectors with pulumi.Providers.
type Provider struct {
	pulumi.ProviderResourceState

	// APIToken is the token that the provider uses; empty when it takes it from the environment. Secret.
	APIToken pulumi.StringPtrOutput `pulumi:"apiToken"`
	// Network is the account's subdomain.
	Network pulumi.StringPtrOutput `pulumi:"network"`
	// URL is the domain that the account is in; empty for Twingate's own.
	URL pulumi.StringPtrOutput `pulumi:"url"`
}

type providerArgs struct {
	APIToken     *string      `pulumi:"apiToken"`
	Cache        *cache       `pulumi:"cache"`
	DefaultTags  *defaultTags `pulumi:"defaultTags"`
	HTTPMaxRetry *int         `pulumi:"httpMaxRetry"`
	HTTPTimeout  *int         `pulumi:"httpTimeout"`
	Network      *string      `pulumi:"network"`
	URL          *string      `pulumi:"url"`
}

// ProviderArgs are the inputs of a Provider. All changes are made in place; but another account has nothing of what the stack made in the
// first one.
type ProviderArgs struct {
	// APIToken is a token of the Admin API with the permissions to read, to write and to provision; without the last one no connector
	// tokens can be made. It is always secret. The default is the environment variable TWINGATE_API_TOKEN of the machine that runs the provider.
	APIToken pulumi.StringPtrInput
	// Cache tells what the provider reads once, for all resources of an update. Default: all groups and all resources of the account.
	Cache *Cache
	// DefaultTags are put on every [Resource].
	DefaultTags *DefaultTags
	// HTTPMaxRetry is how often a failed call is repeated. The default is 10.
	HTTPMaxRetry pulumi.IntPtrInput
	// HTTPTimeout is how many seconds one call may take. The default is 35.
	HTTPTimeout pulumi.IntPtrInput
	// Network is the account's subdomain: "acme" of acme.twingate.com. The default is the environment variable TWINGATE_NETWORK of the
	// machine that runs the provider.
	Network pulumi.StringPtrInput
	// URL is the domain that the account is in. The default is "twingate.com".
	URL pulumi.StringPtrInput
}

type defaultTags struct {
	Tags map[string]string `pulumi:"tags"`
}

// DefaultTags are put on every [Resource]; its own tags win.
type DefaultTags struct {
	// Tags are the tags.
	Tags pulumi.StringMapInput
}

type cache struct {
	GroupsEnabled   *bool            `pulumi:"groupsEnabled"`
	GroupsFilter    *groupsFilter    `pulumi:"groupsFilter"`
	ResourceEnabled *bool            `pulumi:"resourceEnabled"`
	ResourcesFilter *resourcesFilter `pulumi:"resourcesFilter"`
}

// Cache tells what the provider reads once, instead of each group and each resource for itself.
type Cache struct {
	// GroupsEnabled reads groups at once. The default is true.
	GroupsEnabled pulumi.BoolPtrInput
	// GroupsFilter leaves out groups. Default: none.
	GroupsFilter *GroupsFilter
	// ResourceEnabled reads resources at once. The default is true.
	ResourceEnabled pulumi.BoolPtrInput
	// ResourcesFilter leaves out resources. Default: none.
	ResourcesFilter *ResourcesFilter
}

type groupsFilter struct {
	IsActive     *bool    `pulumi:"isActive"`
	Name         *string  `pulumi:"name"`
	NameContains *string  `pulumi:"nameContains"`
	NameExclude  *string  `pulumi:"nameExclude"`
	NamePrefix   *string  `pulumi:"namePrefix"`
	NameRegexp   *string  `pulumi:"nameRegexp"`
	NameSuffix   *string  `pulumi:"nameSuffix"`
	Types        []string `pulumi:"types"`
}

// GroupsFilter picks groups to read at once. At most one of the names can be given.
type GroupsFilter struct {
	// IsActive leaves only groups that are active, or only those that are not.
	IsActive pulumi.BoolPtrInput
	// Name is the exact name.
	Name pulumi.StringPtrInput
	// NameContains is a part of the name.
	NameContains pulumi.StringPtrInput
	// NameExclude is no part of the name.
	NameExclude pulumi.StringPtrInput
	// NamePrefix begins the name.
	NamePrefix pulumi.StringPtrInput
	// NameRegexp matches the name.
	NameRegexp pulumi.StringPtrInput
	// NameSuffix ends the name.
	NameSuffix pulumi.StringPtrInput
	// Types are "MANUAL", "SYNCED" and "SYSTEM".
	Types pulumi.StringArrayInput
}

type resourcesFilter struct {
	Name         *string           `pulumi:"name"`
	NameContains *string           `pulumi:"nameContains"`
	NameExclude  *string           `pulumi:"nameExclude"`
	NamePrefix   *string           `pulumi:"namePrefix"`
	NameRegexp   *string           `pulumi:"nameRegexp"`
	NameSuffix   *string           `pulumi:"nameSuffix"`
	Tags         map[string]string `pulumi:"tags"`
}

// ResourcesFilter picks resources to read at once. At most one of the names can be given.
type ResourcesFilter struct {
	// Name is the exact name.
	Name pulumi.StringPtrInput
	// NameContains is a part of the name.
	NameContains pulumi.StringPtrInput
	// NameExclude is no part of the name.
	NameExclude pulumi.StringPtrInput
	// NamePrefix begins the name.
	NamePrefix pulumi.StringPtrInput
	// NameRegexp matches the name.
	NameRegexp pulumi.StringPtrInput
	// NameSuffix ends the name.
	NameSuffix pulumi.StringPtrInput
	// Tags are tags that a resource has, with these values.
	Tags pulumi.StringMapInput
}

// ElementType is what the SDK marshals the arguments to.
func (ProviderArgs) ElementType() reflect.Type { return reflect.TypeFor[providerArgs]() }

// ElementType is what the SDK marshals the tags to.
func (DefaultTags) ElementType() reflect.Type { return reflect.TypeFor[defaultTags]() }

// ElementType is what the SDK marshals the cache to.
func (Cache) ElementType() reflect.Type { return reflect.TypeFor[cache]() }

// ElementType is what the SDK marshals the filter to.
func (GroupsFilter) ElementType() reflect.Type { return reflect.TypeFor[groupsFilter]() }

// ElementType is what the SDK marshals the filter to.
func (ResourcesFilter) ElementType() reflect.Type { return reflect.TypeFor[resourcesFilter]() }

// NewProvider registers a provider. Its token is secret whatever the program says.
func NewProvider(ctx *pulumi.Context, name string, args *ProviderArgs, opts ...pulumi.ResourceOption) (*Provider, error) {
	args = binding.OrEmpty(args)
	args.APIToken = binding.SecretTextPtr(args.APIToken)
	var provider Provider
	if err := plugin().Register(ctx, "pulumi:providers:twingate", name, args, &provider, []string{"apiToken"}, opts); err != nil {
		return nil, err
	}
	return &provider, nil
}
