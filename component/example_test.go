package component_test

import (
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// QueueToken is the type of a team's own block.
const QueueToken = "acme:messaging/queue:Queue"

// QueueArgs are its arguments.
type QueueArgs struct {
	RetentionDays int // default 4
	KeyARN        pulumi.StringInput
}

func (a *QueueArgs) withDefaults() *QueueArgs {
	b := *a
	if b.RetentionDays == 0 {
		b.RetentionDays = 4
	}
	return &b
}

// Validate reports every problem at once.
func (a *QueueArgs) Validate() error {
	a = a.withDefaults()
	p := component.NewProblems("queue", "QueueArgs")
	p.Between("RetentionDays", a.RetentionDays, 1, 14)
	p.Require("KeyARN", "the ARN of a key", a.KeyARN)
	return p.Err()
}

// Queue is the block.
type Queue struct {
	pulumi.ResourceState
	URL pulumi.StringOutput `pulumi:"url"`
}

// NewQueue is its constructor.
func NewQueue(ctx *pulumi.Context, name string, args *QueueArgs, opts ...pulumi.ResourceOption) (*Queue, error) {
	q := &Queue{}
	scope, err := component.Register(ctx, q, QueueToken, name, args, opts...)
	if err != nil {
		return nil, err
	}
	fmt.Println("a child would be called", scope.Name("dead-letter"))
	q.URL = pulumi.Sprintf("https://queue.example/%s", name)
	return q, scope.Finish()
}

func Example() {
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		_, err := NewQueue(ctx, "orders", &QueueArgs{KeyARN: pulumi.String("arn:aws:kms:eu-west-1:1:key/k")})
		return err
	}, pulumi.WithMocks("shop", "dev", &recorder{}))
	fmt.Println("error:", err)
	// Output:
	// a child would be called orders-dead-letter
	// error: <nil>
}

func ExampleRegister_refused() {
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		_, err := NewQueue(ctx, "orders", &QueueArgs{RetentionDays: 30})
		var first *component.FieldError
		if errors.As(err, &first) {
			fmt.Println("first field:", first.Field)
		}
		fmt.Println(err)
		return nil
	}, pulumi.WithMocks("shop", "dev", &recorder{}))
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// first field: RetentionDays
	// queue: orders: QueueArgs.RetentionDays: need 1 to 14, got 30
	// queue: orders: QueueArgs.KeyARN: need the ARN of a key, got nothing
}

func ExampleKnown() {
	fmt.Println(component.Known(pulumi.String("vpc-1")))
	fmt.Println(component.Known(pulumi.String("vpc-1").ToStringOutput()))
	fmt.Println(component.Known(nil))
	// Output:
	// vpc-1 true
	// <nil> false
	// <nil> true
}

func ExampleProblems() {
	p := component.NewProblems("redis", "InstanceArgs")
	p.OneOf("Tier", "GOLD", "BASIC", "STANDARD_HA")
	p.Between("MemoryGB", 301, 1, 300)
	fmt.Println(p.Err())
	// Output:
	// redis: InstanceArgs.Tier: need BASIC or STANDARD_HA, got "GOLD"
	// redis: InstanceArgs.MemoryGB: need 1 to 300, got 301
}
