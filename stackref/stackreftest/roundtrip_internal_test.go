package stackreftest

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
)

func TestDifferences(t *testing.T) {
	secret := func(s string) resource.PropertyValue { return resource.MakeSecret(resource.NewProperty(s)) }
	object := func(v resource.PropertyValue) resource.PropertyValue {
		return resource.NewProperty(resource.PropertyMap{"a": resource.NewProperty([]resource.PropertyValue{v})})
	}
	text := resource.NewProperty("hunter22")
	empty := resource.NewProperty(resource.PropertyMap{"a": resource.NewProperty([]resource.PropertyValue{})})
	for name, c := range map[string]struct {
		sent, received resource.PropertyValue
		want           []string
	}{
		"the same":             {object(text), object(text), nil},
		"the same secret":      {object(secret("x")), object(secret("x")), nil},
		"a default":            {resource.NewProperty(resource.PropertyMap{}), object(text), nil},
		"another value":        {object(text), object(resource.NewProperty(1.0)), []string{`a[0]: sent "hunter22", received 1`}},
		"nothing":              {object(text), resource.NewProperty(resource.PropertyMap{}), []string{`a: sent []interface {}{"hunter22"}, received nothing`}},
		"a shorter list":       {object(text), empty, []string{`a: sent []interface {}{"hunter22"}, received []interface {}{}`}},
		"another secret":       {object(secret("x")), object(secret("y")), []string{"a[0]: the secret that was received is not the one that was sent"}},
		"no secret any more":   {object(secret("hunter22")), object(text), []string{`a[0]: sent a secret, received "hunter22"`}},
		"a secret all at once": {object(text), object(secret("hunter22")), []string{`a[0]: sent "hunter22", received a secret`}},
		"a map with secrets":   {object(secret("hunter22")), resource.NewProperty("x"), []string{`: sent a value with secrets, received "x"`}},
		"what was never known": {text, resource.MakeComputed(text), []string{`: sent "hunter22", received an unknown value`}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, differences("", c.sent, c.received)) })
	}
}
