package infratest

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const updateFlag = "update"

// The flag must exist before the testing package parses the command line. A package that defined it earlier keeps its own.
var _ = defineUpdateFlag()

func defineUpdateFlag() bool {
	if flag.Lookup(updateFlag) == nil {
		flag.Bool(updateFlag, false, "write golden files instead of comparing with them")
	}
	return true
}

func updating() bool {
	f := flag.Lookup(updateFlag)
	return f != nil && f.Value.String() == "true"
}

// Golden compares the graph with the file at path, which `go test . -update` writes. It fails the test with the differences, one to a line.
//
// The file is JSON, sorted by URN: for each resource its type, name, parent, inputs, dependencies and the options that are set.
// Secret values are "[secret]", unknown ones "[unknown]". Computed values and the version of the provider are left out, so the file changes only
// when the program does, or when an SDK changes the inputs it sends.
func (g *Graph) Golden(t testing.TB, path string) {
	t.Helper()
	got, err := g.render()
	if err != nil {
		t.Fatalf("infratest: golden graph %s: %v", path, err)
	}
	if updating() {
		if err := writeGolden(path, got); err != nil {
			t.Fatalf("infratest: golden graph: %v", err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("infratest: golden graph %s does not exist; write it with: go test . -run %q -update", path, t.Name())
	}
	if err != nil {
		t.Fatalf("infratest: golden graph: %v", err)
	}
	differences, err := compareGolden(want, got)
	if err != nil {
		t.Fatalf("infratest: golden graph %s: %v", path, err)
	}
	if differences != "" {
		t.Errorf("infratest: the graph differs from %s (- golden, + now); if that is meant: go test . -run %q -update\n%s", path, t.Name(), differences)
	}
}

func writeGolden(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

type goldenGraph struct {
	Resources []goldenResource `json:"resources"`
	Outputs   map[string]any   `json:"outputs,omitempty"`
}

type goldenResource struct {
	Type                 string              `json:"type"`
	Name                 string              `json:"name"`
	Parent               string              `json:"parent,omitempty"`
	Component            bool                `json:"component,omitempty"`
	Read                 string              `json:"read,omitempty"` // the id of an existing object
	Options              map[string]any      `json:"options,omitempty"`
	Dependencies         []string            `json:"dependencies,omitempty"`
	PropertyDependencies map[string][]string `json:"propertyDependencies,omitempty"`
	Inputs               map[string]any      `json:"inputs,omitempty"`
}

// render writes the graph in the form of a golden file.
func (g *Graph) render() ([]byte, error) {
	doc := goldenGraph{Resources: []goldenResource{}, Outputs: renderMap(g.outputs)}
	for _, r := range g.resources {
		doc.Resources = append(doc.Resources, renderResource(r))
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func renderResource(r *Resource) goldenResource {
	out := goldenResource{
		Type: r.Type, Name: r.Name, Component: !r.Custom, Options: renderOptions(r), Dependencies: labels(r.Dependencies), Inputs: renderMap(r.Inputs),
	}
	if r.Parent != "" {
		out.Parent = r.Parent.Name()
	}
	if r.Read {
		out.Read = r.ID
	}
	for property, deps := range r.PropertyDependencies {
		if out.PropertyDependencies == nil {
			out.PropertyDependencies = map[string][]string{}
		}
		out.PropertyDependencies[property] = labels(deps)
	}
	return out
}

// label names a resource in golden files and messages: "<type> <name>".
func label(u resource.URN) string { return string(u.Type()) + " " + u.Name() }

func labels(all []resource.URN) []string {
	var out []string
	for _, u := range all {
		out = append(out, label(u))
	}
	return out
}

func renderOptions(r *Resource) map[string]any {
	options := map[string]any{}
	set := func(name string, value any, isSet bool) {
		if isSet {
			options[name] = value
		}
	}
	set("protect", true, r.Protect)
	set("retainOnDelete", true, r.RetainOnDelete)
	set("deleteBeforeReplace", true, r.DeleteBeforeReplace)
	if r.Provider != "" {
		options["provider"] = label(r.Provider)
	}
	if r.DeletedWith != "" {
		options["deletedWith"] = label(r.DeletedWith)
	}
	set("replaceWith", labels(r.ReplaceWith), len(r.ReplaceWith) > 0)
	set("import", r.ImportID, r.ImportID != "")
	set("pluginDownloadURL", r.PluginDownloadURL, r.PluginDownloadURL != "")
	set("ignoreChanges", r.IgnoreChanges, len(r.IgnoreChanges) > 0)
	set("replaceOnChanges", r.ReplaceOnChanges, len(r.ReplaceOnChanges) > 0)
	set("additionalSecretOutputs", r.AdditionalSecretOutputs, len(r.AdditionalSecretOutputs) > 0)
	set("aliases", renderAliases(r.Aliases), len(r.Aliases) > 0)
	timeouts := map[string]string{}
	for name, value := range map[string]string{"create": r.Timeouts.Create, "update": r.Timeouts.Update, "delete": r.Timeouts.Delete} {
		if value != "" {
			timeouts[name] = value
		}
	}
	set("timeouts", timeouts, len(timeouts) > 0)
	return options
}

func renderAliases(aliases []Alias) []string {
	var out []string
	for _, a := range aliases {
		if a.URN != "" {
			out = append(out, string(a.URN))
			continue
		}
		text := ""
		for _, part := range []struct{ name, value string }{
			{"name", a.Name}, {"type", a.Type}, {"project", a.Project}, {"stack", a.Stack}, {"parent", string(a.ParentURN)},
		} {
			if part.value != "" {
				text += fmt.Sprintf(" %s=%s", part.name, part.value)
			}
		}
		if a.NoParent {
			text += " no parent"
		}
		out = append(out, strings.TrimSpace(text))
	}
	return out
}

func renderMap(m resource.PropertyMap) map[string]any {
	if len(m) == 0 {
		return nil
	}
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[string(k)] = renderValue(v)
	}
	return out
}

func renderValue(v resource.PropertyValue) any {
	switch {
	case v.IsSecret(), v.IsOutput() && v.OutputValue().Secret:
		return "[secret]"
	case v.IsComputed(), v.IsOutput() && !v.OutputValue().Known:
		return "[unknown]"
	case v.IsOutput():
		return renderValue(v.OutputValue().Element)
	case v.IsArray():
		out := make([]any, 0, len(v.ArrayValue()))
		for _, each := range v.ArrayValue() {
			out = append(out, renderValue(each))
		}
		return out
	case v.IsObject():
		if len(v.ObjectValue()) == 0 {
			return map[string]any{}
		}
		return renderMap(v.ObjectValue())
	case v.IsAsset():
		return "[asset " + v.AssetValue().Hash + "]"
	case v.IsArchive():
		return "[archive " + v.ArchiveValue().Hash + "]"
	case v.IsResourceReference():
		return "[resource " + label(v.ResourceReferenceValue().URN) + "]"
	}
	return v.V
}
