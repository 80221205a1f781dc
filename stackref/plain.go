package stackref

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
)

var (
	// ErrSecret is what [Plain] fails with for a secret.
	ErrSecret = errors.New("the value is secret, and a plain value would lose that")
	// ErrUnknown is what [Plain] fails with for a value that is not known in a preview.
	ErrUnknown = errors.New("the value is not known in this preview")
)

// Plain is the value of an output, now. It waits for the output; one that came from [Import] is there at once, in preview too.
// T is the type that the output resolves to: string for a StringOutput and an IDOutput, []string, *string, any.
//
// It fails for a secret ([ErrSecret]), for an unknown value ([ErrUnknown]), for a value of another type, and with the output's
// own error.
func Plain[T any](out pulumi.Output) (T, error) {
	var none T
	if unsetOutput(out) {
		return none, errors.New("stackref: Plain: need an output, got one that was never set")
	}
	result, err := internals.UnsafeAwaitOutput(context.Background(), out)
	switch {
	case err != nil:
		return none, fmt.Errorf("stackref: Plain: %w", err)
	case result.Secret:
		return none, fmt.Errorf("stackref: Plain: %w", ErrSecret)
	case !result.Known:
		return none, fmt.Errorf("stackref: Plain: %w", ErrUnknown)
	}
	if v, ok := result.Value.(T); ok {
		return v, nil
	}
	wanted, v := reflect.TypeFor[T](), reflect.ValueOf(result.Value)
	switch {
	case !v.IsValid() && nillable(wanted):
		return none, nil
	case v.IsValid() && v.Kind() == wanted.Kind() && v.CanConvert(wanted): // pulumi.ID to string
		converted, _ := v.Convert(wanted).Interface().(T)
		return converted, nil
	}
	return none, fmt.Errorf("stackref: Plain: need %s, got %T", wanted, result.Value)
}

func nillable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return true
	}
	return false
}
