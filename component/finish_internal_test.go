package component

import (
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func text(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }

// Shared is embedded by value.
type Shared struct {
	ARN pulumi.StringOutput `pulumi:"arn"`
}

// Tail is embedded through a pointer.
type Tail struct {
	Port pulumi.IntOutput `pulumi:"port"`
}

type rich struct {
	pulumi.ResourceState
	Shared
	*Tail
	Primary *pulumi.CustomResourceState
	Zones   []pulumi.StringOutput          `pulumi:"zones"`
	Hosts   map[string]pulumi.StringOutput `pulumi:"hosts"`
	Reader  pulumi.StringOutput            `pulumi:"reader,optional"`
	Any     pulumi.AnyOutput               `pulumi:"any"`
	hidden  pulumi.StringOutput            `pulumi:"hidden"`
}

// The mocks do not show what is sent as outputs, so this looks at the map.
func collected(t *testing.T, self pulumi.ComponentResource) pulumi.Map {
	t.Helper()
	fields, err := outputFields(reflect.ValueOf(self).Elem())
	require.NoError(t, err)
	all, scope := pulumi.Map{}, &Scope{}
	for _, field := range fields {
		if value := scope.outputValue(field.value); value != nil {
			all[field.name] = value
		}
	}
	return all
}

func TestOutputsOfEveryTaggedField(t *testing.T) {
	t.Parallel()
	self := &rich{
		Shared: Shared{ARN: text("arn")},
		Tail:   &Tail{Port: pulumi.Int(6379).ToIntOutput()},
		Zones:  []pulumi.StringOutput{text("a"), text("b")},
		Hosts:  map[string]pulumi.StringOutput{"primary": text("p.example")},
		Any:    pulumi.Any("anything"),
		hidden: text("never seen"),
	}
	assert.Equal(t, pulumi.Map{
		"arn":   self.ARN,
		"port":  self.Port,
		"zones": pulumi.Array{self.Zones[0], self.Zones[1]},
		"hosts": pulumi.Map{"primary": self.Hosts["primary"]},
		"any":   self.Any,
	}, collected(t, self))

	self.Reader = text("r.example")
	assert.Equal(t, self.Reader, collected(t, self)["reader"], "an optional field that is set is registered")
}
