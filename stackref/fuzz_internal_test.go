package stackref

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

type richNode struct {
	Name  pulumi.StringOutput               `pulumi:"a"`
	Size  int                               `pulumi:"b,optional" validate:"min=0"`
	Token pulumi.StringOutput               `pulumi:"c,secret"`
	More  map[string]pulumi.StringMapOutput `pulumi:"d,optional"`
}

type rich struct {
	Contract `contract:"acme.rich" version:"1.2"`

	Text    pulumi.StringOutput         `pulumi:"a" validate:"min=1,max=9,pattern=^[a-z]*$"`
	Count   pulumi.IntOutput            `pulumi:"b" default:"3" validate:"min=-5,max=5"`
	Ratio   pulumi.Float64PtrOutput     `pulumi:"c"`
	Flag    pulumi.BoolOutput           `pulumi:"d,optional"`
	ID      pulumi.IDPtrOutput          `pulumi:"e,secret"`
	Free    pulumi.AnyOutput            `pulumi:"f,optional"`
	Tree    pulumi.MapOutput            `pulumi:"g,optional,secret"`
	Lists   pulumi.StringArrayMapOutput `pulumi:"h,optional"`
	Plain   string                      `pulumi:"i,optional" validate:"oneof=a|b"`
	Whole   *int                        `pulumi:"j"`
	Nodes   []richNode                  `pulumi:"k,optional" validate:"max=3"`
	ByName  map[string]*richNode        `pulumi:"l,optional"`
	Outputs []pulumi.URNOutput          `pulumi:"m,optional"`
	Vault   struct {
		Keys map[string]pulumi.StringOutput `pulumi:"a" validate:"prefix=k"`
	} `pulumi:"n,secret,optional"`
	Unique pulumi.StringArrayOutput `pulumi:"o,optional" validate:"unique"`
}

// secretText is what every secret string of the generated outputs begins with.
const secretText = "hunter2"

// source makes property values of bytes. The first byte of a value chooses what it is.
type source struct{ rest []byte }

func (s *source) next() byte {
	if len(s.rest) == 0 {
		return 0
	}
	b := s.rest[0]
	s.rest = s.rest[1:]
	return b
}

func (s *source) object(depth int) resource.PropertyMap {
	m := resource.PropertyMap{}
	for range int(s.next()) % 16 {
		key := resource.PropertyKey(string('a' + rune(s.next()%16)))
		m[key] = s.value(depth-1, false)
	}
	return m
}

func (s *source) value(depth int, secret bool) resource.PropertyValue {
	kind := s.next() % 20
	if depth <= 0 {
		kind %= 8
	}
	switch kind {
	case 0:
		return resource.NewNullProperty()
	case 1, 2:
		text := string('a' + rune(s.next()%16))
		if secret {
			text = secretText + text
		}
		return resource.NewProperty(text)
	case 3:
		return resource.NewProperty(float64(int8(s.next())))
	case 4:
		return resource.NewProperty(float64(s.next()) * 1e300)
	case 5:
		return resource.NewProperty(float64(s.next()) / 7)
	case 6:
		return resource.NewProperty(s.next()%2 == 0)
	case 7:
		return resource.MakeComputed(resource.NewProperty(""))
	case 8, 9, 10:
		items := []resource.PropertyValue{}
		for range int(s.next()) % 5 {
			items = append(items, s.value(depth-1, secret))
		}
		return resource.NewProperty(items)
	case 11, 12, 13:
		return resource.NewProperty(s.object(depth))
	case 14, 15, 16:
		return resource.MakeSecret(s.value(depth-1, true))
	case 17:
		return resource.NewProperty(resource.Output{Element: s.value(depth-1, true), Known: s.next()%2 == 0, Secret: true})
	case 18:
		return resource.NewProperty(&resource.Asset{Text: "x"})
	default:
		return resource.NewProperty(resource.ResourceReference{URN: urn.URN("urn:pulumi:a::b::c::d")})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{4, 0, 1, 0, 1, 3, 2, 2, 5, 3, 4, 14, 1, 5})
	f.Add([]byte{1, 10, 8, 2, 11, 3, 0, 1, 0, 2, 14, 1, 1, 3, 3, 1})
	f.Add([]byte{2, 13, 14, 11, 0, 0, 1, 5})
	c, err := shape.Of(reflect.TypeFor[rich]())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		bytes := &source{data}
		values := bytes.object(6)
		if bytes.next()%3 == 0 {
			values[shape.Reserved] = bytes.value(3, false)
		}
		if bytes.next()%2 == 0 {
			values["a"] = resource.NewProperty("text")
		}
		result := reflect.New(reflect.TypeFor[rich]())
		failure := newError(c, &settings{})
		o := &outputs{ctx: context.Background()}
		failure.Problems = decode(result, c, &settings{}, &upstream{outputs: exported(resource.PropertyMap{
			"outputs": resource.NewProperty(values),
		})}, failure, o)
		if len(failure.Problems) == 0 {
			awaitAll(t, result.Elem())
			return
		}
		if strings.Contains(failure.Error(), secretText) {
			t.Errorf("a secret in the message: %s", failure)
		}
		for _, p := range failure.Problems {
			if p.Kind == "" || p.Path == "" || p.Want == "" || p.Got == "" {
				if p.Kind != KindContractMismatch {
					t.Errorf("an incomplete problem: %#v", p)
				}
			}
		}
	})
}

// awaitAll resolves every output, because a panic in one happens on a goroutine of its own. None is unset, and no secret is lost.
func awaitAll(t *testing.T, v reflect.Value) {
	t.Helper()
	if out, ok := v.Interface().(pulumi.Output); ok {
		if unsetOutput(out) {
			t.Errorf("an unset %T", out)
			return
		}
		got, err := internals.UnsafeAwaitOutput(context.Background(), out)
		if err != nil || !got.Known {
			t.Errorf("%T: %v, known: %t", out, err, got.Known)
		}
		if _, err := Plain[any](out); errors.Is(err, ErrSecret) != got.Secret {
			t.Errorf("Plain of %T: %v, secret: %t", out, err, got.Secret)
		}
		if text, ok := got.Value.(string); ok && strings.HasPrefix(text, secretText) && !got.Secret {
			t.Errorf("%q is no longer secret", text)
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			awaitAll(t, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			awaitAll(t, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			awaitAll(t, v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			awaitAll(t, v.MapIndex(key))
		}
	case reflect.String:
		if strings.HasPrefix(v.String(), secretText) {
			t.Errorf("%q is no longer secret", v.String())
		}
	}
}
