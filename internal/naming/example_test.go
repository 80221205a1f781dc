package naming_test

import (
	"fmt"

	"github.com/groundwork-go/groundwork/internal/naming"
)

func ExampleAutoNameBase() {
	fmt.Println(naming.AutoNameBase("checkout", naming.MaxLoadBalancer))
	fmt.Println(naming.AutoNameBase("checkout-production-public", naming.MaxLoadBalancer))
	// Output:
	// checkout
	// checkout-product-3ivznum
}

func ExampleRoleID() {
	fmt.Println(naming.RoleID("redis-sidekiq-export"))
	// Output: redis_sidekiq_export
}
