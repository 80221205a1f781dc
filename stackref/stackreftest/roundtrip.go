package stackreftest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
)

// RoundTrip checks that a consumer gets what a producer that exports v gave: it exports v, imports it in an update and in a preview,
// and compares every value, secrets with their being secret. A field that was not exported may come back with its default.
// It fails the test with each difference; values of secrets are not shown.
func RoundTrip[T any](t testing.TB, v *T) {
	t.Helper()
	const stack = "organization/producer/test"
	sent, err := exported(v)
	if err != nil {
		t.Fatalf("stackreftest: export %T: %v", v, err)
	}
	for name, opts := range map[string][]infratest.Option{"an update": nil, "a preview": {infratest.Preview()}} {
		var received resource.PropertyMap
		program := func(ctx *pulumi.Context) error {
			got, err := stackref.Import[T](ctx, stackref.Stack(stack))
			if err != nil {
				return err
			}
			if err := stackref.Export(ctx, got); err != nil {
				return err
			}
			received, err = collect(ctx)
			return err
		}
		opts = append(opts, infratest.Project("consumer"), infratest.StackOutputs(stack, plainMap(sent)))
		if _, err := infratest.TryRun(program, opts...); err != nil {
			t.Fatalf("stackreftest: import %T in %s: %v", v, name, err)
		}
		if found := differences("", resource.NewProperty(sent), resource.NewProperty(received)); len(found) > 0 {
			t.Errorf("stackreftest: %T does not survive export and import in %s:\n\t%s", v, name, strings.Join(found, "\n\t"))
		}
	}
}

// differences lists where what was received is not what was sent. Keys that only the receiver has are defaults.
func differences(path string, sent, received resource.PropertyValue) []string {
	if sent.IsSecret() != received.IsSecret() {
		return []string{fmt.Sprintf("%s: sent %s, received %s", path, show(sent), show(received))}
	}
	if sent.IsSecret() {
		if len(differences(path, sent.SecretValue().Element, received.SecretValue().Element)) > 0 {
			return []string{path + ": the secret that was received is not the one that was sent"}
		}
		return nil
	}
	var found []string
	switch {
	case sent.IsObject() && received.IsObject():
		for _, k := range slices.Sorted(maps.Keys(sent.ObjectValue())) {
			inner := strings.TrimPrefix(path+"."+string(k), ".")
			found = append(found, differences(inner, sent.ObjectValue()[k], received.ObjectValue()[k])...)
		}
	case sent.IsArray() && received.IsArray() && len(sent.ArrayValue()) == len(received.ArrayValue()):
		for i, each := range sent.ArrayValue() {
			found = append(found, differences(fmt.Sprintf("%s[%d]", path, i), each, received.ArrayValue()[i])...)
		}
	case !sent.DeepEquals(received):
		found = append(found, fmt.Sprintf("%s: sent %s, received %s", path, show(sent), show(received)))
	}
	return found
}

func show(v resource.PropertyValue) string {
	switch {
	case v.IsSecret():
		return "a secret"
	case v.IsNull():
		return "nothing"
	case v.IsComputed():
		return "an unknown value"
	case v.ContainsSecrets():
		return "a value with secrets"
	}
	return fmt.Sprintf("%#v", v.Mappable())
}
