package stackconfig

import (
	"encoding"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/suggest"
)

// hidden stands in errors for a value that may be a secret.
const hidden = "[secret]"

// decoder turns nodes into Go values and collects what is wrong with them.
type decoder struct {
	// secret says that the key holds secure values. Pulumi does not tell which,
	// so no value at all is shown.
	secret bool
	// setCommand is the command that makes the value at a path secure.
	setCommand func(path string) string
	problems   []Problem
}

func (d *decoder) add(p Problem) bool {
	d.problems = append(d.problems, p)
	return false
}

func (d *decoder) wrongType(n *node, s *shape, at place) bool {
	need := s.need()
	if s.kind == stringShape && (n.kind == numberNode || n.kind == boolNode) {
		need += " (put it in quotes)"
	}
	return d.add(at.problem(need, n.describe(d.secret)))
}

// decode sets v and reports whether the node had the right shape all through.
func (d *decoder) decode(n *node, s *shape, v reflect.Value, at place) bool {
	var ok bool
	switch s.kind {
	case pointerShape:
		if n.kind == nullNode {
			return true
		}
		v.Set(reflect.New(s.elem.typ))
		return d.decode(n, s.elem, v.Elem(), at)
	case structShape:
		ok = d.decodeStruct(n, s, v, at)
	case listShape:
		ok = d.decodeList(n, s, v, at)
	case dictShape:
		ok = d.decodeDict(n, s, v, at)
	case secretShape:
		ok = d.decodeSecret(n, s, v, at)
	case intShape, uintShape, floatShape:
		ok = d.decodeNumber(n, s, v, at)
	case boolShape:
		if ok = n.kind == boolNode; ok {
			v.SetBool(n.text == "true")
		} else {
			d.wrongType(n, s, at)
		}
	default:
		ok = d.decodeText(n, s, v, at)
	}
	if ok && s.validates {
		d.validate(v, at)
	}
	return ok
}

func (d *decoder) decodeStruct(n *node, s *shape, v reflect.Value, at place) bool {
	if n.kind != objectNode {
		return d.wrongType(n, s, at)
	}
	ok := true
	for _, f := range s.fields {
		ok = d.decodeField(n.get(f.key), f, v.FieldByIndex(f.index), at.key(f.key)) && ok
	}
	for _, m := range n.members {
		if s.field(m.key) == nil {
			ok = d.unknownKey(m.key, s, at.key(m.key))
		}
	}
	return d.onceEach(n, at) && ok
}

func (d *decoder) decodeField(n *node, f *field, v reflect.Value, at place) bool {
	switch {
	case n != nil:
		ok := d.decode(n, f.shape, v, at)
		if ok {
			d.check(f, n, v, at)
		}
		return ok
	case f.fallback != nil:
		return d.decode(f.fallback, f.shape, v, at)
	case f.required:
		return d.add(at.problem(f.need(), "nothing"))
	case f.shape.kind == structShape:
		return d.decode(&node{kind: objectNode}, f.shape, v, at)
	default:
		return true
	}
}

func (d *decoder) unknownKey(key string, s *shape, at place) bool {
	keys := make([]string, len(s.fields))
	for i, f := range s.fields {
		keys[i] = f.key
	}
	p := at.problem("a known key", "")
	if p.DidYouMean = suggest.Closest(key, keys); p.DidYouMean == "" && len(keys) > 0 {
		p.Need += ": " + suggest.Choice(keys)
	}
	return d.add(p)
}

func (d *decoder) onceEach(n *node, at place) bool {
	ok := true
	seen := map[string]int{}
	for _, m := range n.members {
		if seen[m.key]++; seen[m.key] == 2 {
			ok = d.add(at.key(m.key).problem("the key once", "it more than once"))
		}
	}
	return ok
}

func (d *decoder) decodeList(n *node, s *shape, v reflect.Value, at place) bool {
	if n.kind != listNode {
		return d.wrongType(n, s, at)
	}
	ok := true
	v.Set(reflect.MakeSlice(s.typ, len(n.items), len(n.items)))
	for i, item := range n.items {
		here := at.index(i, itemName(item, s.elem))
		if item.kind == nullNode {
			ok = d.wrongType(item, s.elem, here)
			continue
		}
		ok = d.decode(item, s.elem, v.Index(i), here) && ok
	}
	for _, f := range s.elem.value().fields {
		if f.rules.unique && f.shape.value().isScalar() {
			d.checkUnique(n, s, f.key, at)
		}
	}
	return ok
}

// itemName is what the item's name field holds, unless that is a secret.
func itemName(item *node, elem *shape) string {
	f := elem.value().field("name")
	if f == nil || f.shape.value().kind == secretShape {
		return ""
	}
	if name := item.get("name"); name != nil && name.kind == stringNode {
		return name.text
	}
	return ""
}

func (d *decoder) decodeDict(n *node, s *shape, v reflect.Value, at place) bool {
	if n.kind != objectNode {
		return d.wrongType(n, s, at)
	}
	ok := true
	v.Set(reflect.MakeMapWithSize(s.typ, len(n.members)))
	for _, m := range n.members {
		if m.value.kind == nullNode {
			ok = d.wrongType(m.value, s.elem, at.key(m.key))
			continue
		}
		value := reflect.New(s.elem.typ).Elem()
		ok = d.decode(m.value, s.elem, value, at.key(m.key)) && ok
		v.SetMapIndex(reflect.ValueOf(m.key).Convert(s.typ.Key()), value)
	}
	return d.onceEach(n, at) && ok
}

// decodeSecret takes a string from a key that holds secure values. In any other
// key the string stands in plain text in the stack's file.
func (d *decoder) decodeSecret(n *node, s *shape, v reflect.Value, at place) bool {
	if !d.secret {
		need := s.need()
		if d.setCommand != nil {
			need += ", set with " + d.setCommand(at.path)
		}
		return d.add(at.problem(need, hidden))
	}
	if n.kind != stringNode {
		return d.wrongType(n, s, at)
	}
	secret, ok := pulumi.ToSecret(pulumi.String(n.text)).(pulumi.StringOutput)
	if ok {
		v.Set(reflect.ValueOf(secret))
	}
	return ok
}

func (d *decoder) decodeNumber(n *node, s *shape, v reflect.Value, at place) bool {
	if n.kind != numberNode {
		return d.wrongType(n, s, at)
	}
	bits := s.typ.Bits()
	if s.kind == floatShape {
		f, err := strconv.ParseFloat(n.text, bits)
		if err != nil {
			return d.add(at.problem("a number that fits "+s.typ.Kind().String(), n.describe(d.secret)))
		}
		v.SetFloat(f)
		return true
	}
	digits, whole := wholeNumber(n.text)
	if !whole {
		return d.wrongType(n, s, at)
	}
	var err error
	if s.kind == intShape {
		var i int64
		if i, err = strconv.ParseInt(digits, 10, bits); err == nil {
			v.SetInt(i)
		}
	} else {
		var u uint64
		if u, err = strconv.ParseUint(digits, 10, bits); err == nil {
			v.SetUint(u)
		}
	}
	if err != nil && s.kind == uintShape && strings.HasPrefix(digits, "-") {
		return d.wrongType(n, s, at)
	}
	if err != nil {
		return d.add(at.problem("an integer that fits "+s.typ.Kind().String(), n.describe(d.secret)))
	}
	return true
}

// maxExact is where integers start to share a float64.
const maxExact = 1 << 53

// wholeNumber returns the digits of an integer, also of one written like 2.0 or
// 1e3 as long as a float64 holds it exactly.
func wholeNumber(text string) (digits string, ok bool) {
	if !strings.ContainsAny(text, ".eE") {
		return text, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= maxExact {
		return "", false
	}
	return strconv.FormatInt(int64(f), 10), true
}

// decodeText sets what is written as a string: strings, durations, and types that
// read themselves.
func (d *decoder) decodeText(n *node, s *shape, v reflect.Value, at place) bool {
	if n.kind != stringNode {
		return d.wrongType(n, s, at)
	}
	switch s.kind {
	case durationShape:
		duration, err := time.ParseDuration(n.text)
		if err != nil {
			return d.wrongType(n, s, at)
		}
		v.SetInt(int64(duration))
	case textShape:
		return d.unmarshalText(n, v, at)
	default:
		v.SetString(n.text)
	}
	return true
}

func (d *decoder) unmarshalText(n *node, v reflect.Value, at place) bool {
	target, ok := v.Addr().Interface().(encoding.TextUnmarshaler)
	if !ok {
		return d.add(at.problem("a type that reads text", v.Type().String()))
	}
	err := target.UnmarshalText([]byte(n.text))
	switch {
	case err == nil:
		return true
	case d.secret: // the error most likely quotes the value
		return d.add(at.problem("a value that "+v.Type().String()+" accepts", hidden))
	default:
		return d.hookError(err, at)
	}
}
