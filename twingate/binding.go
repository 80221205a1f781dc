package twingate

import "github.com/groundwork-go/groundwork/internal/binding"

// ProviderVersion is the version of the Pulumi provider twingate that the bindings are written for, and that every resource, function call
// and [Provider] asks for. A caller can ask for another one with pulumi.Version; older ones than 4.3.0 have no RoutingMode, and 4.2.1 loses
// connector tokens, as it sends its calls to an address of the API that refuses many.
const ProviderVersion = "4.3.1"

// PluginURL is where the engine downloads the provider's plugin.
const PluginURL = "github://api.github.com/Twingate/pulumi-twingate"

func plugin() binding.Plugin {
	return binding.Plugin{Package: "twingate", Version: ProviderVersion, URL: PluginURL}
}
