package simcloud_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const providerType = "pulumi:providers:kubernetes"

// kubeconfig is one for a cluster of this server, with a second cluster and a second context beside it.
func kubeconfig(t *testing.T, server, authority string) string {
	t.Helper()
	text, err := json.Marshal(values{
		"apiVersion": "v1", "kind": "Config", "current-context": "main",
		"clusters": []values{
			{"name": "main", "cluster": values{"server": server, "certificate-authority-data": authority}},
			{"name": "other", "cluster": values{"server": "https://other.example.com"}},
		},
		"contexts": []values{
			{"name": "main", "context": values{"cluster": "main", "user": "deployer", "namespace": "apps"}},
			{"name": "other", "context": values{"cluster": "other"}},
			{"name": "lost", "context": values{"cluster": "nowhere"}},
		},
	})
	require.NoError(t, err)
	return string(text)
}

const yamlKubeconfig = `
apiVersion: v1
kind: Config
clusters:
  - name: main
    cluster: {server: "HTTPS://A.Example.com:443/"}
contexts:
  - name: main
    context: {cluster: main}
current-context: main
`

// tiny is a kubeconfig of one cluster that has this name within it.
func tiny(name string) string {
	return "clusters: [{name: " + name + ", cluster: {server: x}}]\ncontexts: [{name: " + name + ", context: {cluster: " + name + "}}]\ncurrent-context: " + name
}

func TestAKubernetesProviderIsReplacedWithItsCluster(t *testing.T) {
	t.Parallel()
	const a, b = "https://a.example.com", "https://b.example.com"
	config := func(server, authority string) any { return kubeconfig(t, server, authority) }
	unknown := later()
	identified := func(server, authority string, identifier any) values {
		return values{"kubeconfig": config(server, authority), "clusterIdentifier": identifier}
	}
	for name, test := range map[string]struct {
		old, next values
		replace   []string
	}{
		"another server":                  {values{"kubeconfig": config(a, "x")}, values{"kubeconfig": config(b, "x")}, []string{"kubeconfig"}},
		"another authority":               {values{"kubeconfig": config(a, "x")}, values{"kubeconfig": config(a, "y")}, []string{"kubeconfig"}},
		"unknown kubeconfig":              {values{"kubeconfig": config(a, "x")}, values{"kubeconfig": unknown}, []string{"kubeconfig"}},
		"unknown context":                 {values{"kubeconfig": config(a, "x")}, values{"kubeconfig": config(a, "x"), "context": unknown}, []string{"context"}},
		"another context":                 {values{"kubeconfig": config(a, "x")}, values{"kubeconfig": config(a, "x"), "context": "other"}, []string{"context"}},
		"another cluster":                 {values{"kubeconfig": config(a, "x")}, values{"kubeconfig": config(a, "x"), "cluster": "other"}, []string{"cluster"}},
		"a context without a cluster":     {values{"kubeconfig": config(a, "x")}, values{"kubeconfig": config(a, "x"), "context": "lost"}, nil},
		"the same in other words":         {values{"kubeconfig": tiny("m")}, values{"kubeconfig": tiny("z")}, nil},
		"unreadable":                      {values{"kubeconfig": config(a, "x")}, values{"kubeconfig": "nonsense"}, nil},
		"the first kubeconfig":            {values{}, values{"kubeconfig": config(a, "x")}, nil},
		"another namespace":               {values{"kubeconfig": config(a, "x"), "namespace": "x"}, values{"kubeconfig": config(a, "x"), "namespace": "y"}, nil},
		"rendered to another folder":      {values{"renderYamlToDirectory": "x"}, values{"renderYamlToDirectory": "y"}, []string{"renderYamlToDirectory"}},
		"identifier kept":                 {identified(a, "x", "1"), identified(b, "y", "1"), nil},
		"identifier kept, all unknown":    {identified(a, "x", "1"), values{"kubeconfig": unknown, "clusterIdentifier": "1"}, nil},
		"identifier changed":              {identified(a, "x", "1"), identified(a, "x", "2"), []string{"clusterIdentifier"}},
		"identifier and cluster changed":  {identified(a, "x", "1"), identified(b, "x", "2"), []string{"clusterIdentifier", "kubeconfig"}},
		"identifier unknown":              {identified(a, "x", "1"), identified(a, "x", unknown), []string{"clusterIdentifier"}},
		"on-boarding":                     {values{"kubeconfig": config(a, "x")}, identified(a, "x", "1"), nil},
		"off-boarding":                    {identified(a, "x", "1"), values{"kubeconfig": config(a, "x")}, nil},
		"on-boarding with a new cluster":  {values{"kubeconfig": config(a, "x")}, identified(b, "x", "1"), []string{"kubeconfig"}},
		"off-boarding with a new cluster": {identified(a, "x", "1"), values{"kubeconfig": config(b, "x")}, []string{"kubeconfig"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := diff(providerType, withLater(test.old), withLater(test.next))
			assert.Equal(t, test.replace, d.Replace)
			assert.False(t, d.DeleteBeforeReplace)
			assert.NotEmpty(t, d.Changed)
		})
	}
}

// withLater makes properties of values some of which are unknown.
func withLater(v values) resource.PropertyMap {
	m := resource.PropertyMap{}
	for name, value := range v {
		if property, made := value.(resource.PropertyValue); made {
			m[resource.PropertyKey(name)] = property
			continue
		}
		m[resource.PropertyKey(name)] = resource.NewPropertyValue(value)
	}
	return m
}

func TestTheConfigurationOfAKubernetesProvider(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "config")
	require.NoError(t, os.WriteFile(file, []byte(yamlKubeconfig), 0o600))
	asObject := resource.NewPropertyValue(values{
		"clusters": []any{values{"name": "m", "cluster": values{"server": "a.example.com"}}},
		"contexts": []any{values{"name": "m", "context": values{"cluster": "m"}}}, "current-context": "m",
	})
	main := kubeconfig(t, "https://a.example.com", "x")
	const a = "https://a.example.com"
	for name, test := range map[string]struct {
		in   values
		want simcloud.Kubernetes
	}{
		"none":               {values{}, simcloud.Kubernetes{}},
		"empty":              {values{"kubeconfig": ""}, simcloud.Kubernetes{}},
		"YAML":               {values{"kubeconfig": yamlKubeconfig}, simcloud.Kubernetes{Server: a}},
		"a file":             {values{"kubeconfig": file}, simcloud.Kubernetes{Server: a}},
		"an object":          {values{"kubeconfig": asObject}, simcloud.Kubernetes{Server: a}},
		"secret JSON":        {values{"kubeconfig": hidden(main)}, simcloud.Kubernetes{Server: a, Namespace: "apps"}},
		"its namespace":      {values{"kubeconfig": main, "namespace": "own"}, simcloud.Kubernetes{Server: a, Namespace: "own"}},
		"another context":    {values{"kubeconfig": main, "context": "other"}, simcloud.Kubernetes{Server: "https://other.example.com"}},
		"another cluster":    {values{"kubeconfig": main, "cluster": "other"}, simcloud.Kubernetes{Server: "https://other.example.com", Namespace: "apps"}},
		"unknown":            {values{"kubeconfig": later()}, simcloud.Kubernetes{Pending: true}},
		"delete unreachable": {values{"deleteUnreachable": true}, simcloud.Kubernetes{DeleteUnreachable: true}},
		"skip, as a text":    {values{"skipUpdateUnreachable": "true"}, simcloud.Kubernetes{SkipUpdateUnreachable: true}},
		"client-side apply":  {values{"enableServerSideApply": false}, simcloud.Kubernetes{ClientSideApply: true}},
	} {
		assert.Equal(t, test.want, simcloud.NewKubernetes(withLater(test.in), nil), name)
	}
}

func TestAnUnusableKubeconfigMakesTheClusterUnreachable(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   values
		want string
	}{
		"nonsense": {values{"kubeconfig": "nonsense"}, "failed to parse kubeconfig data in `kubernetes:config:kubeconfig`- "},
		"a list":   {values{"kubeconfig": []any{"x"}}, "failed to parse kubeconfig data in `kubernetes:config:kubeconfig`- "},
		"no context": {values{"kubeconfig": kubeconfig(t, "a", "x"), "context": "gone"},
			`unable to load Kubernetes client configuration from kubeconfig file: invalid configuration: context "gone" names no cluster`},
		"no cluster": {values{"kubeconfig": kubeconfig(t, "a", "x"), "context": "lost"}, `context "lost" names no cluster`},
		"no server":  {values{"kubeconfig": kubeconfig(t, "", "x")}, `context "main" names no cluster`},
	} {
		k := simcloud.NewKubernetes(withLater(test.in), nil)
		assert.Contains(t, k.Broken, test.want, name)
		c := simcloud.New(simcloud.Options{})
		request := simcloud.Request{URN: urnOf(configMapType, "x"), Place: simcloud.Place{Kubernetes: k}}
		inputs, failures := c.Check(request)
		require.Empty(t, failures, name)
		request.Inputs, request.Preview = inputs, true
		_, err := c.Create(ctx, request)
		require.NoError(t, err, "%s: a preview asks nobody", name)
		request.Preview = false
		_, err = c.Create(ctx, request)
		require.ErrorContains(t, err, "configured Kubernetes cluster is unreachable: "+k.Broken, name)
	}
}

func TestVariablesStandInForTheInputsOfAKubernetesProvider(t *testing.T) {
	t.Parallel()
	environment := func(name string) (string, bool) {
		v, set := map[string]string{
			"PULUMI_K8S_DELETE_UNREACHABLE": "true", "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE": "1", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY": "false",
		}[name]
		return v, set
	}
	assert.Equal(t, simcloud.Kubernetes{DeleteUnreachable: true, ClientSideApply: true}, simcloud.NewKubernetes(nil, environment))
	assert.Equal(t, simcloud.Kubernetes{}, simcloud.NewKubernetes(props(values{"deleteUnreachable": false, "enableServerSideApply": true}), environment))
}
