package simcloud_test

import (
	"fmt"
	"testing"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// BenchmarkCreate checks and creates n resources in one cloud; the time for each must not grow with n.
func BenchmarkCreate(b *testing.B) {
	for _, n := range []int{20, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c := simcloud.New(simcloud.Options{})
				for i := range n {
					request := simcloud.Request{URN: urnOf(redisType, fmt.Sprintf("cache-%d", i)), Inputs: props(values{"memorySizeGb": 1})}
					request.Inputs, _ = c.Check(request)
					if _, err := c.Create(ctx, request); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
