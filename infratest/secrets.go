package infratest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// shortestSecret is the length from which a secret value found in plain text is no coincidence.
const shortestSecret = 8

// SecretOption changes what [AssertNoPlainSecrets] accepts.
type SecretOption func(*secretRules)

type secretRules struct{ plain map[string]bool }

// AllowPlain accepts that an input holds no secret although its name looks like one: the type token and the property path, as the failure names them.
func AllowPlain(token, path string) SecretOption {
	return func(r *secretRules) { r.plain[token+" "+path] = true }
}

// AssertNoPlainSecrets fails the test for every input, of resources and components, that holds a secret in plain text, and for every plain export
// of one. It names resource and path, and never prints the value.
//
// Two things give a secret away. One is the name: a property, or an environment variable, called like a password, token, private key or kubeconfig holds a
// plain string (names of references to secrets, such as secretArn or tokenUrl, are fine). The other is the value: what is marked
// secret anywhere in the run (configuration, inputs, outputs, other stacks) and has 8 characters or more
// stands inside a plain string elsewhere. JSON documents are looked into. Run it on an update: in preview values are unknown.
func AssertNoPlainSecrets(t testing.TB, g *Graph, opts ...SecretOption) {
	t.Helper()
	report(t, plainSecrets(g, opts...))
}

func plainSecrets(g *Graph, opts ...SecretOption) []string {
	rules := secretRules{plain: map[string]bool{}}
	for _, o := range opts {
		o(&rules)
	}
	known := secretsOf(g)
	var problems []string
	for _, r := range g.resources {
		s := scan{known: known, secretData: r.Type == "kubernetes:core/v1:Secret"}
		s.walk(nil, "", inputsOf(r))
		for _, f := range s.found {
			if !rules.plain[r.Type+" "+f.path] {
				problems = append(problems, fmt.Sprintf("%s %q: %s: %s", r.Type, r.Name, f.path, f.text))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(g.outputs)) {
		s := scan{known: known}
		s.walk(nil, "", g.outputs[name])
		for _, f := range s.found {
			problems = append(problems, strings.TrimSuffix(fmt.Sprintf("export %q: %s", name, strings.TrimPrefix(f.path+": "+f.text, ": ")), " "))
		}
	}
	return problems
}

// secretsOf collects every value that is marked secret in a run, with where it stands.
func secretsOf(g *Graph) map[string]string {
	known := map[string]string{}
	for _, v := range g.configSecrets {
		addSecret(known, "the configuration", v)
	}
	for _, r := range g.resources {
		collectSecrets(known, fmt.Sprintf("the inputs of %s %q", r.Type, r.Name), inputsOf(r), false)
		for k, v := range r.Outputs {
			if !repeatsLabels(k) {
				collectSecrets(known, fmt.Sprintf("the outputs of %s %q", r.Type, r.Name), v, false)
			}
		}
	}
	return known
}

// repeatsLabels tells of outputs that the Google Cloud SDK marks secret although they repeat the labels, which are no secret.
func repeatsLabels(output resource.PropertyKey) bool {
	return output == "effectiveLabels" || output == "pulumiLabels"
}

func addSecret(known map[string]string, origin, value string) {
	if len(value) < shortestSecret {
		return
	}
	// The first origin in the alphabet is kept, so that messages do not change from run to run.
	if old, ok := known[value]; !ok || origin < old {
		known[value] = origin
	}
}

func collectSecrets(known map[string]string, origin string, v resource.PropertyValue, secret bool) {
	switch {
	case v.IsSecret():
		collectSecrets(known, origin, v.SecretValue().Element, true)
	case v.IsObject():
		for _, each := range v.ObjectValue() {
			collectSecrets(known, origin, each, secret)
		}
	case v.IsArray():
		for _, each := range v.ArrayValue() {
			collectSecrets(known, origin, each, secret)
		}
	case v.IsString() && secret:
		addSecret(known, origin, v.StringValue())
	}
}

// scan looks for plain secrets in one resource.
type scan struct {
	known      map[string]string
	secretData bool // the resource is a Kubernetes Secret: all of its data is secret
	found      []finding
}

type finding struct{ path, text string }

func (s *scan) add(path, format string, args ...any) {
	s.found = append(s.found, finding{path, fmt.Sprintf(format, args...)})
}

// walk visits every plain value. names are the property names on the way to it.
func (s *scan) walk(names []string, path string, v resource.PropertyValue) {
	switch {
	case v.IsArray():
		for _, each := range (node{path: path, value: v}).each() {
			s.walk(names, each.path, each.value)
		}
	case v.IsObject():
		s.walkObject(names, path, v.ObjectValue())
	case v.IsString():
		s.text(names, path, v.StringValue())
	}
}

func (s *scan) walkObject(names []string, path string, object resource.PropertyMap) {
	for _, k := range object.StableKeys() {
		name := string(k)
		// {name: DB_PASSWORD, value: …} is how containers spell an environment variable.
		if v := object["name"]; name == "value" && v.IsString() {
			name = v.StringValue()
		}
		s.walk(append(slices.Clone(names), name), joinKey(path, string(k)), object[k])
	}
}

func (s *scan) text(names []string, path, value string) {
	if value == "" || s.document(names, path, value) {
		return
	}
	for _, secret := range slices.Sorted(maps.Keys(s.known)) {
		if strings.Contains(value, secret) {
			s.add(path, "need a secret, got a plain text that holds a secret value of %s", s.known[secret])
			return
		}
	}
	switch {
	case s.secretData && len(names) > 1 && (names[0] == "data" || names[0] == "stringData"):
		s.add(path, "need a secret, got the data of a Kubernetes Secret in plain text")
	case len(names) > 0 && soundsSecret(names) && !isReference(value):
		s.add(path, "need a secret, got a plain text (the name %q says that it is one)", names[len(names)-1])
	}
}

// document looks into a JSON object or list in a string, such as the container definitions of an ECS task.
func (s *scan) document(names []string, path, value string) bool {
	trimmed := strings.TrimSpace(value)
	if !strings.HasPrefix(trimmed, "{") && !strings.HasPrefix(trimmed, "[") {
		return false
	}
	var content any
	if json.Unmarshal([]byte(trimmed), &content) != nil {
		return false
	}
	s.walk(names, path, resource.NewPropertyValue(content))
	return true
}
