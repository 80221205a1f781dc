package simcloud

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"gopkg.in/yaml.v3"
)

const (
	kubernetesProvider = "pulumi:providers:kubernetes"
	clusterIdentifier  = "clusterIdentifier"
)

// NewKubernetes reads the inputs of a Kubernetes provider as the provider does when it is configured: an unusable
// kubeconfig is no error, it makes the cluster unreachable. lookup answers for the environment variables that stand in for
// inputs, such as PULUMI_K8S_DELETE_UNREACHABLE; nil has none.
func NewKubernetes(inputs resource.PropertyMap, lookup func(name string) (string, bool)) Kubernetes {
	in := plainMap(inputs)
	setting := func(input resource.PropertyKey, variable string, otherwise bool) bool {
		if v, given := at(in, input); given {
			return v.IsBool() && v.BoolValue() || v.IsString() && v.StringValue() == "true"
		}
		if lookup != nil {
			if v, set := lookup(variable); set {
				return v == "true"
			}
		}
		return otherwise
	}
	k := Kubernetes{
		Namespace:             text(in, "namespace"),
		DeleteUnreachable:     setting("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE", false),
		SkipUpdateUnreachable: setting("skipUpdateUnreachable", "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE", false),
		ClientSideApply:       !setting("enableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", true),
	}
	if k.Pending = firstUnknown(inputs) != ""; k.Pending || empty(in["kubeconfig"]) {
		return k
	}
	config, err := parseKubeconfig(in["kubeconfig"])
	if err != nil {
		k.Broken = fmt.Sprintf("failed to parse kubeconfig data in `kubernetes:config:kubeconfig`- %v", err)
		return k
	}
	cluster, found := config.active(in)
	address, _ := cluster["server"].(string)
	if k.Server = Server(address); !found || k.Server == "" {
		k.Broken = fmt.Sprintf("unable to load Kubernetes client configuration from kubeconfig file: invalid configuration: "+
			"context %q names no cluster with a server", config.contextName(in))
	}
	k.Namespace = cmp.Or(k.Namespace, config.context(in).Namespace)
	return k
}

// connection are the inputs that say which cluster a provider talks to.
var connection = []resource.PropertyKey{"kubeconfig", "context", "cluster"}

// firstUnknown is the first of those inputs whose value is not known yet; empty when all are.
func firstUnknown(in resource.PropertyMap) resource.PropertyKey {
	for _, name := range connection {
		if in[name].ContainsUnknowns() {
			return name
		}
	}
	return ""
}

// providerReplacements are the inputs of a Kubernetes provider whose change replaces it, and with it everything that it
// manages. A cluster has no identity of its own, so the provider compares what the kubeconfig says of the active one, unless
// the program gives an identifier and keeps it. To begin or to cease giving one is no change of it.
func providerReplacements(old, next resource.PropertyMap, changed []string) []string {
	before, had := old[clusterIdentifier]
	after, has := next[clusterIdentifier]
	had, has = had && !before.IsNull(), has && !after.IsNull()
	var forced []string
	switch {
	case had && has && same(before, after):
		return nil
	case had && has:
		forced = append(forced, clusterIdentifier)
	}
	if name := firstUnknown(next); name != "" {
		return append(forced, string(name))
	}
	if slices.Contains(changed, "renderYamlToDirectory") {
		forced = append(forced, "renderYamlToDirectory")
	}
	if otherCluster(plainMap(old), plainMap(next)) {
		for _, name := range connection {
			if slices.Contains(changed, string(name)) {
				forced = append(forced, string(name))
			}
		}
	}
	slices.Sort(forced)
	return forced
}

// otherCluster tells whether two configurations say different things of their active clusters: the server, but also its
// certificate authority. A kubeconfig without an active cluster differs from none.
func otherCluster(old, next resource.PropertyMap) bool {
	before, errBefore := parseKubeconfig(old["kubeconfig"])
	after, errAfter := parseKubeconfig(next["kubeconfig"])
	if errBefore != nil || errAfter != nil {
		return false // the engine takes this error of the real provider for a change that replaces nothing
	}
	one, had := before.active(old)
	other, has := after.active(next)
	return had && has && !reflect.DeepEqual(one, other)
}

// kubeconfig is what matters here of a kubeconfig.
type kubeconfig struct {
	Clusters []struct {
		Name    string         `yaml:"name"`
		Cluster map[string]any `yaml:"cluster"`
	} `yaml:"clusters"`
	Contexts []struct {
		Name    string            `yaml:"name"`
		Context kubeconfigContext `yaml:"context"`
	} `yaml:"contexts"`
	CurrentContext string `yaml:"current-context"`
}

type kubeconfigContext struct {
	Cluster   string `yaml:"cluster"`
	Namespace string `yaml:"namespace"`
}

// parseKubeconfig reads a kubeconfig that is given as YAML or JSON, as the path of a file, or as an object.
func parseKubeconfig(v resource.PropertyValue) (kubeconfig, error) {
	var config kubeconfig
	content := []byte(nil)
	switch {
	case v.IsNull():
		return config, nil
	case v.IsObject():
		var err error
		if content, err = json.Marshal(v.Mappable()); err != nil {
			return config, err
		}
	case v.IsString():
		content = kubeconfigText(v.StringValue())
	default:
		return config, fmt.Errorf("need a text, got %s", v.TypeString())
	}
	return config, yaml.Unmarshal(content, &config)
}

// kubeconfigText is the text itself, or that of the file which it names.
func kubeconfigText(pathOrContents string) []byte {
	path := pathOrContents
	if rest, inHome := strings.CutPrefix(path, "~/"); inHome {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	if content, err := os.ReadFile(path); err == nil {
		return content
	}
	return []byte(pathOrContents)
}

func (c kubeconfig) contextName(in resource.PropertyMap) string {
	return cmp.Or(text(in, "context"), c.CurrentContext)
}

func (c kubeconfig) context(in resource.PropertyMap) kubeconfigContext {
	for _, named := range c.Contexts {
		if named.Name == c.contextName(in) {
			return named.Context
		}
	}
	return kubeconfigContext{}
}

// active is the cluster of the context that a provider uses, or the one that it names itself.
func (c kubeconfig) active(in resource.PropertyMap) (map[string]any, bool) {
	context := c.context(in)
	if context.Cluster == "" {
		return nil, false
	}
	name := cmp.Or(text(in, "cluster"), context.Cluster)
	for _, named := range c.Clusters {
		if named.Name == name {
			return named.Cluster, true
		}
	}
	return nil, false
}
