package infratest_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// recorder is a testing.TB that keeps failures instead of failing.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Helper()      {}
func (r *recorder) Name() string { return "TestRecorded" }

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) all() string { return strings.Join(r.failures, "\n") }

// record runs an assertion that is expected to fail, on a goroutine that it may end.
func record(assertion func(testing.TB)) *recorder {
	r := &recorder{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		assertion(r)
	}()
	<-done
	return r
}

type rawResource struct {
	pulumi.CustomResourceState
	Outputs pulumi.MapOutput `pulumi:""`
}

type rawComponent struct{ pulumi.ResourceState }

// raw registers a resource without the SDK of its provider.
func raw(ctx *pulumi.Context, token, name string, props pulumi.Map, opts ...pulumi.ResourceOption) (*rawResource, error) {
	r := &rawResource{}
	return r, ctx.RegisterResource(token, name, props, r, opts...)
}

// one is a program with a single resource.
func one(token, name string, props pulumi.Map, opts ...pulumi.ResourceOption) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		_, err := raw(ctx, token, name, props, opts...)
		return err
	}
}
