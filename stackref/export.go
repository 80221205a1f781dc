package stackref

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// Export exports a contract as outputs of the program's stack: one output for each field, under the name in its tag, and the
// contract's name and version in the output "__contracts". A secret field is exported as a secret, whatever the value given for it
// is; a field that is not marked keeps the secrecy of its value.
//
// It fails with an [*Error], before anything is exported, when a required field is unset, an output of the same name was exported
// before, a plain value breaks a rule, or T is no sound contract. Of the options it takes [Prefix].
func Export[T any](ctx *pulumi.Context, v *T, opts ...Option) error {
	problems := export(ctx, reflect.TypeFor[T](), reflect.ValueOf(v), opts)
	if problems != nil {
		return problems
	}
	return nil
}

func export(ctx *pulumi.Context, t reflect.Type, v reflect.Value, opts []Option) *Error {
	c, err := shape.Of(t)
	if err != nil {
		return &Error{Problems: definitionProblems(err)}
	}
	s, problems := newSettings(t, opts)
	problems = append(problems, s.onlyImport()...)
	failure := newError(c, s)
	switch {
	case ctx == nil:
		problems = append(problems, Problem{Path: "ctx", Kind: KindInvalidOption, Want: "a Pulumi context", Got: "nil"})
	case v.IsNil():
		problems = append(problems, Problem{Kind: KindUnset, Want: "a *" + t.String(), Got: "nil"})
	}
	if len(problems) > 0 {
		failure.Problems = problems
		return failure
	}
	failure.Stack = ctx.Organization() + "/" + ctx.Project() + "/" + ctx.Stack()

	e := &encoder{}
	outputs := e.fields(v.Elem(), c.Fields, "", s.prefix)
	manifest := e.manifest(ctx, c, s)
	for _, name := range slices.Sorted(maps.Keys(outputs)) {
		if _, taken := ctx.GetCurrentExportMap()[name]; taken {
			e.add(Problem{Path: name, Kind: KindDuplicate, Got: "the stack exports this name already; give one of the contracts a Prefix"})
		}
	}
	if len(e.problems) > 0 {
		failure.Problems = e.problems
		return failure
	}
	for name, output := range outputs {
		ctx.Export(name, output)
	}
	ctx.Export(shape.Reserved, manifest)
	return nil
}

func newError(c *shape.Contract, s *settings) *Error {
	return &Error{Contract: s.prefix + c.Name, Want: version(c)}
}

func version(c *shape.Contract) string { return fmt.Sprintf("%d.%d", c.Major, c.Minor) }

type encoder struct{ problems []Problem }

func (e *encoder) add(p Problem) { e.problems = append(e.problems, p) }

func (e *encoder) fields(v reflect.Value, fields []shape.Field, at, prefix string) pulumi.Map {
	values := pulumi.Map{}
	for i := range fields {
		f := &fields[i]
		name := prefix + f.Name
		here := below(at, name)
		fv := v.FieldByIndex(f.Index)
		if unset(fv) {
			if !f.Optional && !f.Type.Nullable && !f.HasDefault {
				e.add(Problem{Path: here, Kind: KindUnset, Want: f.Type.Kind.Article() + " in the field " + f.GoName, Got: "nothing"})
			}
			continue
		}
		before := len(e.problems)
		input := e.value(fv, &f.Type, here)
		if len(e.problems) > before {
			continue
		}
		e.check(f, fv, here)
		if f.Secret {
			input = pulumi.ToSecret(input)
		}
		values[name] = input
	}
	return values
}

// check holds a value that is plain Go to the rules of its field; one that is an output is checked by the import.
func (e *encoder) check(f *shape.Field, v reflect.Value, at string) {
	if len(f.Rules) == 0 {
		return
	}
	if plain, ok := plainOf(v); ok {
		e.problems = append(e.problems, broken(f, plain, at, false)...)
	}
}

// unset tells that a field was not filled in. The empty values of plain scalars are values.
func unset(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return v.IsNil()
	case reflect.Struct:
		out, ok := v.Interface().(pulumi.Output)
		return ok && unsetOutput(out)
	}
	return false
}

// unsetOutput recognises the zero value of an output type, on which every method panics.
func unsetOutput(out pulumi.Output) bool {
	v := reflect.ValueOf(out)
	if !v.IsValid() {
		return true
	}
	if v.Kind() == reflect.Pointer {
		return v.IsNil()
	}
	return v.IsZero()
}

func (e *encoder) value(v reflect.Value, t *shape.Type, at string) pulumi.Input {
	if t.Output {
		out, _ := v.Interface().(pulumi.Output)
		return out
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch t.Kind {
	case shape.String:
		return pulumi.String(v.String())
	case shape.Boolean:
		return pulumi.Bool(v.Bool())
	case shape.Number:
		return pulumi.Float64(v.Float())
	case shape.Integer:
		if n := v.Int(); n > shape.MaxInteger || n < -shape.MaxInteger {
			e.add(Problem{Path: at, Kind: KindNotInteger, Want: "an integer of at most 2^53", Got: fmt.Sprint(n)})
		}
		return pulumi.Int(v.Int())
	case shape.Object:
		return e.fields(v, t.Fields, at, "")
	case shape.Array:
		items := pulumi.Array{}
		for i := range v.Len() {
			items = append(items, e.item(v.Index(i), t.Elem, fmt.Sprintf("%s[%d]", at, i)))
		}
		return items
	default:
		entries := pulumi.Map{}
		for _, key := range sortedKeys(v) {
			entries[key.String()] = e.item(v.MapIndex(key), t.Elem, fmt.Sprintf("%s[%s]", at, key))
		}
		return entries
	}
}

// item encodes what stands in a slice or map, where nothing can be left out.
func (e *encoder) item(v reflect.Value, t *shape.Type, at string) pulumi.Input {
	if unset(v) {
		e.add(Problem{Path: at, Kind: KindUnset, Want: t.Kind.Article(), Got: "nothing"})
		return nil
	}
	return e.value(v, t, at)
}
