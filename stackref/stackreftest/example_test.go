package stackreftest_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

// Queue is a contract; in a project of its own it stands in a package that producer and consumers import.
type Queue struct {
	stackref.Contract `contract:"acme.queue" version:"1.0"`

	URL   pulumi.StringOutput `pulumi:"url" validate:"prefix=https://"`
	Token pulumi.StringOutput `pulumi:"token,secret"`
}

// worker is the program under test.
func worker(ctx *pulumi.Context) error {
	queue, err := stackref.Import[Queue](ctx, stackref.Stack("acme/queue/dev"))
	if err != nil {
		return err
	}
	return ctx.RegisterResource("acme:index:Worker", "worker", pulumi.Map{"queue": queue.URL}, &pulumi.CustomResourceState{})
}

func queue() *Queue {
	return &Queue{
		URL:   pulumi.String("https://queue.example").ToStringOutput(),
		Token: pulumi.ToSecret(pulumi.String("hunter22")).(pulumi.StringOutput),
	}
}

// printer prints failures; in a test, t is the test's own.
type printer struct{ testing.TB }

func (printer) Helper() {}

func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

func ExampleFake() {
	var t testing.TB = printer{}
	graph, err := infratest.TryRun(worker, stackreftest.Fake(t, "acme/queue/dev", queue()))
	if err != nil {
		fmt.Println(err)
		return
	}
	url, _ := graph.OfType("acme:index:Worker")[0].Input("queue")
	fmt.Println(url.StringValue())
	// Output:
	// https://queue.example
}

func ExampleWithout() {
	var t testing.TB = printer{}
	v := queue()
	graph, err := infratest.TryRun(worker, stackreftest.Fake(t, "acme/queue/dev", v, stackreftest.Without(&v.URL)))
	var failed *stackref.Error
	if errors.As(err, &failed) {
		fmt.Println(failed.Problems[0])
	}
	fmt.Println("workers:", len(graph.OfType("acme:index:Worker")))
	// Output:
	// url: need a string, got nothing
	// workers: 0
}

func ExampleNeverDeployed() {
	_, err := infratest.TryRun(worker, stackreftest.NeverDeployed("acme/queue/dev"))
	var failed *stackref.Error
	if errors.As(err, &failed) {
		fmt.Println(failed.Problems[0].Kind)
	}
	// Output:
	// never-deployed
}
