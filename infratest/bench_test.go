package infratest_test

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
)

// chain registers n queues; each one depends on the one before.
func chain(n int) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		tags := pulumi.StringMap{"owner": pulumi.String("team-data")}
		previous := pulumi.String("first").ToStringOutput()
		for i := range n {
			q, err := raw(ctx, "aws:sqs/queue:Queue", fmt.Sprintf("queue-%d", i), pulumi.Map{"tags": tags, "policy": previous})
			if err != nil {
				return err
			}
			previous = q.URN().ToURNOutput().ApplyT(func(pulumi.URN) string { return "policy" }).(pulumi.StringOutput)
		}
		return nil
	}
}

func BenchmarkRun(b *testing.B) {
	for _, n := range []int{20, 200} {
		b.Run(fmt.Sprintf("%d_resources", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				infratest.Run(b, chain(n))
			}
		})
	}
}
