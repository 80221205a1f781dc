package elasticcloud

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

// Provider is pulumi:providers:ec: an account of Elastic Cloud. Hand it to resources and look-ups with pulumi.Provider.
type Provider struct {
	pulumi.ProviderResourceState

	// APIKey is the key that the provider uses; empty when it takes it from the environment. Secret.
	APIKey pulumi.StringPtrOutput `pulumi:"apikey"`
	// Endpoint is the address of the API; empty for Elastic Cloud.
	Endpoint pulumi.StringPtrOutput `pulumi:"endpoint"`
	// Timeout is how long one call of the API may take.
	Timeout pulumi.StringPtrOutput `pulumi:"timeout"`
}

type providerArgs struct {
	APIKey   *string `pulumi:"apikey"`
	Endpoint *string `pulumi:"endpoint"`
	Timeout  *string `pulumi:"timeout"`
}

// ProviderArgs are the inputs of a Provider. The provider's request log is left out on purpose: it can put the API key on the disk in plain
// text. So are username and password, and the switch that turns TLS checks off, which serve self-managed installations.
type ProviderArgs struct {
	// APIKey is a key of the organisation. It is always secret. The default is the environment variable EC_API_KEY of the machine that runs
	// the provider.
	APIKey pulumi.StringPtrInput
	// Endpoint is the address of the API. The default is "https://api.elastic-cloud.com".
	Endpoint pulumi.StringPtrInput
	// Timeout is how long one call of the API may take, as "90s" or "2m". The default is "1m".
	Timeout pulumi.StringPtrInput
}

// ElementType is what the SDK marshals the arguments to.
func (ProviderArgs) ElementType() reflect.Type { return reflect.TypeFor[providerArgs]() }

// NewProvider registers a provider. Its key is secret whatever the program says.
func NewProvider(ctx *pulumi.Context, name string, args *ProviderArgs, opts ...pulumi.ResourceOption) (*Provider, error) {
	args = binding.OrEmpty(args)
	args.APIKey = binding.SecretTextPtr(args.APIKey)
	var provider Provider
	if err := plugin().Register(ctx, "pulumi:providers:ec", name, args, &provider, []string{"apikey"}, opts); err != nil {
		return nil, err
	}
	return &provider, nil
}
