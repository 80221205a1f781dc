package sandbox_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/sandbox"
)

// pets is a program of n small resources.
func pets(n int) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		for i := range n {
			if _, err := register(ctx, petType, fmt.Sprintf("pet-%04d", i), pulumi.Map{"length": pulumi.Int(2)}); err != nil {
				return err
			}
		}
		return nil
	}
}

func BenchmarkUp(b *testing.B) {
	for _, n := range []int{20, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				benchmarked(b, sandbox.New(sandbox.Options{}), n)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/resource")
		})
	}
}

func BenchmarkUpUnchanged(b *testing.B) {
	for _, n := range []int{20, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			cloud := sandbox.New(sandbox.Options{})
			benchmarked(b, cloud, n)
			b.ReportAllocs()
			for b.Loop() {
				benchmarked(b, cloud, n)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/resource")
		})
	}
}

func BenchmarkUpInFolder(b *testing.B) {
	for _, n := range []int{20, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				benchmarked(b, sandbox.New(sandbox.Options{Folder: b.TempDir()}), n)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/resource")
		})
	}
}

func benchmarked(b *testing.B, cloud *sandbox.Cloud, n int) {
	b.Helper()
	result, err := cloud.Up(context.Background(), stack, sandbox.Func(pets(n)))
	if err != nil {
		b.Fatal(err)
	}
	if len(result.Resources) < n {
		b.Fatalf("%d resources, want more than %d", len(result.Resources), n)
	}
}
