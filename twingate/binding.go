package twingate

import "github.com/groundwork-go/groundwork/internal/binding"

// ProviderVersion is the version of the Pulumi provider twingate that the bindings are written for, and that every resource, function call
// and [Provider] asks for. A caller can ask for another one with pulumi.Version; those before 4.2.2 lose connector tokens when the API is busy.
const ProviderVersion = "4.3.1"

// PluginURL is where the engine downloads the provider's plugin.
const PluginURL = "github://api.github.com/Twingate/pulumi-twingate"

func plugin() binding.Plugin {
	return binding.Plugin{Package: "twingate", Version: ProviderVersion, URL: PluginURL}
}
