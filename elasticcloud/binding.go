package elasticcloud

import "github.com/groundwork-go/groundwork/internal/binding"

// ProviderVersion is the version of the Pulumi provider ec that the bindings are written for, and that every resource, function call and
// [Provider] asks for. A caller can ask for another one with pulumi.Version. The provider's schema names no address to download it from: the
// engine looks where it finds the plugins of Pulumi itself.
const ProviderVersion = "0.12.2"

func plugin() binding.Plugin {
	return binding.Plugin{Package: "elasticcloud", Version: ProviderVersion}
}
