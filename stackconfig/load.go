package stackconfig

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Load reads one configuration key of the running stack into a T. The key is the
// project's own ("redis") unless it has a namespace ("aws:region").
//
// What is wrong with the configuration comes back as one [*Error] with all the
// problems; what is wrong with T itself, such as a misspelt rule, as an error that
// names the type and the field, on every call. A key that is absent is an error
// unless T is a pointer.
func Load[T any](ctx *pulumi.Context, key string) (T, error) {
	var value T
	s, err := shapeOf(reflect.TypeFor[T]())
	if err != nil {
		return value, err
	}
	full := fullKey(ctx.Project(), key)
	d := &decoder{
		secret: ctx.IsConfigSecret(full),
		setCommand: func(path string) string {
			namespace := full[:strings.Index(full, ":")+1]
			return fmt.Sprintf("pulumi config set --stack %s --secret --path '%s%s'", ctx.Stack(), namespace, path)
		},
	}
	at := place{path: full[strings.Index(full, ":")+1:]}
	text, found := ctx.GetConfig(full)
	switch {
	case found:
		d.load(text, s, reflect.ValueOf(&value).Elem(), at)
	case s.kind != pointerShape:
		where := fmt.Sprintf("%s under %q in the config: of Pulumi.%s.yaml", s.need(), full, ctx.Stack())
		d.add(at.problem(where, "nothing"))
	}
	if len(d.problems) > 0 {
		var zero T
		return zero, &Error{Stack: ctx.Stack(), Key: full, Problems: d.problems}
	}
	return value, nil
}

func (d *decoder) load(text string, s *shape, v reflect.Value, at place) {
	n, err := parseText(text, s)
	if err != nil {
		got := err.Error()
		if d.secret { // a syntax error quotes the text
			got = hidden
		}
		d.add(at.problem("valid JSON", got))
		return
	}
	if n.kind == nullNode && s.kind != pointerShape {
		d.wrongType(n, s, at)
		return
	}
	d.decode(n, s, v, at)
}

func fullKey(project, key string) string {
	if strings.Contains(key, ":") {
		return key
	}
	return project + ":" + key
}

// parseText reads a value as Pulumi hands it over: a list or an object as JSON, a
// scalar as its bare text.
func parseText(text string, s *shape) (*node, error) {
	switch s.value().kind {
	case listShape, dictShape, structShape:
		n, err := parse(text)
		if err != nil && !strings.HasPrefix(strings.TrimSpace(text), "{") && !strings.HasPrefix(strings.TrimSpace(text), "[") {
			return &node{kind: stringNode, text: text}, nil
		}
		return n, err
	case boolShape, intShape, uintShape, floatShape:
		if n, err := parse(text); err == nil && (n.kind == boolNode || n.kind == numberNode) {
			return n, nil
		}
	}
	return &node{kind: stringNode, text: text}, nil
}
