package stackref

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/suggest"
	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// decoder fills a contract from the outputs of a stack. It collects the problems, and makes outputs only when there are none.
type decoder struct {
	problems []Problem
	outputs  []func(o *outputs)
}

// place is where a value stands.
type place struct {
	path   string
	want   bool  // the contract says secret
	secret bool  // the value is, or stands in, a secret
	leaf   *leaf // the output that the value becomes part of
}

// leaf is one output in the making.
type leaf struct {
	secret   bool // some of it is secret
	exposed  bool // some of it should be secret and is not
	hasValue bool
}

func (p place) at(path string) place {
	p.path = path
	return p
}

func (d *decoder) add(p Problem) { d.problems = append(d.problems, p) }

// fields decodes the fields of a contract, or of an object in it.
func (d *decoder) fields(dst reflect.Value, fields []shape.Field, values resource.PropertyMap, p place, prefix string) {
	for i := range fields {
		f := &fields[i]
		name := prefix + f.Name
		here := p.at(below(p.path, name))
		here.want = p.want || f.Secret
		target := dst.FieldByIndex(f.Index)
		v, found := values[resource.PropertyKey(name)]
		inner, secret, known := open(v)
		if (!found || known && inner.IsNull()) && (f.HasDefault || f.Optional || f.Type.Nullable) {
			d.absent(target, f)
			continue
		}
		if !found {
			d.missing(f, values, here, name)
			continue
		}
		before := len(d.problems)
		d.value(target, &f.Type, v, here)
		if len(f.Rules) > 0 && len(d.problems) == before {
			secret = secret || here.secret || here.want || v.ContainsSecrets()
			d.problems = append(d.problems, broken(f, plainProperty(v), here.path, secret)...)
		}
	}
}

// absent gives an optional field its default, or nothing.
func (d *decoder) absent(dst reflect.Value, f *shape.Field) {
	d.outputs = append(d.outputs, func(o *outputs) { o.absent(dst, f) })
}

func (d *decoder) missing(f *shape.Field, values resource.PropertyMap, p place, name string) {
	problem := Problem{Path: p.path, Kind: KindMissing, Want: f.Type.Kind.Article(), Got: "nothing"}
	if f.Deprecated != "" {
		problem.Got += " (deprecated: " + f.Deprecated + ")"
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if key != shape.Reserved {
			problem.Available = append(problem.Available, string(key))
		}
	}
	problem.DidYouMean = suggest.Closest(name, problem.Available)
	d.add(problem)
}

// value decodes one value of any type.
func (d *decoder) value(dst reflect.Value, t *shape.Type, v resource.PropertyValue, p place) {
	inner, secret, known := open(v)
	p.secret = p.secret || secret
	if t.Output && p.leaf == nil {
		d.output(dst, t, v, p)
		return
	}
	switch {
	case !known:
		d.add(Problem{Path: p.path, Kind: KindUnknownValue, Want: t.Kind.Article(), Got: "a value that is not known yet"})
		return
	case secret && inner.IsObject() && len(inner.ObjectValue()) == 0:
		d.add(Problem{Path: p.path, Kind: KindUndecryptable, Want: t.Kind.Article(),
			Got: "a secret that the engine could not decrypt: it arrived as an empty object; run with access to the secrets provider of that stack"})
		return
	case inner.IsNull():
		if !t.Nullable && t.Kind != shape.Any {
			d.wrongType(t, inner, p)
		}
		return
	}
	if dst.Kind() == reflect.Pointer {
		dst.Set(reflect.New(dst.Type().Elem()))
		dst = dst.Elem()
	}
	switch t.Kind {
	case shape.Object:
		if !inner.IsObject() {
			d.wrongType(t, inner, p)
			return
		}
		d.fields(dst, t.Fields, inner.ObjectValue(), p, "")
	case shape.Array:
		d.array(dst, t, inner, p)
	case shape.Map:
		d.entries(dst, t, inner, p)
	case shape.Any:
		if free, ok := d.free(inner, p); ok {
			dst.Set(reflect.ValueOf(free))
		}
	default:
		d.scalar(dst, t, inner, p)
	}
}

// output decodes a value that becomes one output, with everything in it.
func (d *decoder) output(dst reflect.Value, t *shape.Type, v resource.PropertyValue, p place) {
	out, _ := reflect.Zero(dst.Type()).Interface().(pulumi.Output)
	element := reflect.New(out.ElementType()).Elem()
	p.leaf = &leaf{}
	before := len(d.problems)
	d.value(element, t, v, p)
	if p.leaf.exposed || p.want && !p.leaf.hasValue && !p.secret && len(d.problems) == before {
		d.add(Problem{Path: p.path, Kind: KindSecretDowngrade, Want: "a secret",
			Got: "a plain value, which stands readable in the state; export it with stackref.Export or pulumi.ToSecret"})
	}
	if len(d.problems) > before {
		return
	}
	secret := p.secret || p.leaf.secret
	d.outputs = append(d.outputs, func(o *outputs) { dst.Set(o.of(dst.Type(), element, secret)) })
}

// guard compares the secrecy of a scalar with what the contract says.
func (d *decoder) guard(p place) {
	switch {
	case p.leaf != nil:
		p.leaf.hasValue = true
		p.leaf.secret = p.leaf.secret || p.secret
		p.leaf.exposed = p.leaf.exposed || p.want && !p.secret
	case p.secret:
		d.add(Problem{Path: p.path, Kind: KindUnexpectedSecret, Want: "a plain value for a field that is no output", Got: hidden})
	}
}

func (d *decoder) scalar(dst reflect.Value, t *shape.Type, v resource.PropertyValue, p place) {
	before := len(d.problems)
	switch {
	case t.Kind == shape.String && v.IsString():
		dst.SetString(v.StringValue())
	case t.Kind == shape.Boolean && v.IsBool():
		dst.SetBool(v.BoolValue())
	case t.Kind == shape.Number && v.IsNumber():
		dst.SetFloat(v.NumberValue())
	case t.Kind == shape.Integer && v.IsNumber():
		d.integer(dst, v.NumberValue(), p)
	default:
		d.wrongType(t, v, p)
	}
	if len(d.problems) == before {
		d.guard(p)
	}
}

func (d *decoder) integer(dst reflect.Value, n float64, p place) {
	if n == math.Trunc(n) && math.Abs(n) <= shape.MaxInteger {
		dst.SetInt(int64(n))
		return
	}
	problem := Problem{Path: p.path, Kind: KindNotInteger, Want: "an integer", Got: strconv.FormatFloat(n, 'g', -1, 64)}
	if n == math.Trunc(n) {
		problem.Want = "an integer of at most 2^53"
	}
	if p.secret || p.want {
		problem.Got = hidden
	}
	d.add(problem)
}

func (d *decoder) array(dst reflect.Value, t *shape.Type, v resource.PropertyValue, p place) {
	if !v.IsArray() {
		d.wrongType(t, v, p)
		return
	}
	items := v.ArrayValue()
	slice := reflect.MakeSlice(dst.Type(), len(items), len(items))
	for i, item := range items {
		d.value(slice.Index(i), t.Elem, item, p.at(fmt.Sprintf("%s[%d]", p.path, i)))
	}
	dst.Set(slice)
}

// entries decodes a map. Its values are filled in place and put into the map at the end, when the outputs in them exist.
func (d *decoder) entries(dst reflect.Value, t *shape.Type, v resource.PropertyValue, p place) {
	if !v.IsObject() {
		d.wrongType(t, v, p)
		return
	}
	object := v.ObjectValue()
	m := reflect.MakeMapWithSize(dst.Type(), len(object))
	dst.Set(m)
	for _, key := range slices.Sorted(maps.Keys(object)) {
		entry := reflect.New(dst.Type().Elem()).Elem()
		d.value(entry, t.Elem, object[key], p.at(fmt.Sprintf("%s[%s]", p.path, key)))
		name := reflect.ValueOf(string(key)).Convert(dst.Type().Key())
		if p.leaf != nil {
			m.SetMapIndex(name, entry)
			continue
		}
		d.outputs = append(d.outputs, func(*outputs) { m.SetMapIndex(name, entry) })
	}
}

// free decodes a value of any type, which is always part of an output.
func (d *decoder) free(v resource.PropertyValue, p place) (any, bool) {
	switch {
	case v.IsArray():
		items := []any{}
		for i, item := range v.ArrayValue() {
			items = append(items, d.freeItem(item, p.at(fmt.Sprintf("%s[%d]", p.path, i))))
		}
		return items, true
	case v.IsObject():
		entries := map[string]any{}
		for _, key := range slices.Sorted(maps.Keys(v.ObjectValue())) {
			entries[string(key)] = d.freeItem(v.ObjectValue()[key], p.at(fmt.Sprintf("%s[%s]", p.path, key)))
		}
		return entries, true
	case v.IsString(), v.IsNumber(), v.IsBool():
		d.guard(p)
		return plainProperty(v), true
	}
	d.wrongType(&shape.Type{Kind: shape.Any}, v, p)
	return nil, false
}

func (d *decoder) freeItem(v resource.PropertyValue, p place) any {
	var item any
	d.value(reflect.ValueOf(&item).Elem(), &shape.Type{Kind: shape.Any}, v, p)
	return item
}

func (d *decoder) wrongType(t *shape.Type, v resource.PropertyValue, p place) {
	d.add(Problem{Path: p.path, Kind: KindWrongType, Want: t.Kind.Article(), Got: typeOf(v)})
}
