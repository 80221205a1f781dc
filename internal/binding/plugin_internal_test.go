package binding

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Mocks do not show which version and address a call of a function asks for.
func TestInvokeOptions(t *testing.T) {
	t.Parallel()
	const version, url = "1.2.3", "https://plugins.example.com"
	for name, test := range map[string]struct {
		plugin            Plugin
		opts              []pulumi.InvokeOption
		wantVersion, want string
	}{
		"both":                {Plugin{Version: version, URL: url}, nil, version, url},
		"no address":          {Plugin{Version: version}, nil, version, ""},
		"another version":     {Plugin{Version: version, URL: url}, []pulumi.InvokeOption{pulumi.Version("4.5.6")}, "4.5.6", url},
		"another address":     {Plugin{Version: version, URL: url}, []pulumi.InvokeOption{pulumi.PluginDownloadURL("https://b")}, version, "https://b"},
		"the caller's alone":  {Plugin{Version: version}, []pulumi.InvokeOption{pulumi.PluginDownloadURL("https://b")}, version, "https://b"},
		"something different": {Plugin{Version: version, URL: url}, []pulumi.InvokeOption{pulumi.DependsOn(nil)}, version, url},
	} {
		got, err := pulumi.NewInvokeOptions(test.plugin.invokeOptions(test.opts)...)
		require.NoError(t, err, name)
		assert.Equal(t, test.wantVersion, got.Version, name)
		assert.Equal(t, test.want, got.PluginDownloadURL, name)
	}
}
