package infratest_test

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// database is a small program: a password, and a queue that waits for it.
func database(ctx *pulumi.Context) error {
	password, err := random.NewRandomPassword(ctx, "db-password", &random.RandomPasswordArgs{Length: pulumi.Int(24)})
	if err != nil {
		return err
	}
	_, err = raw(ctx, "aws:sqs/queue:Queue", "jobs", pulumi.Map{
		"tags":       pulumi.StringMap{"owner": pulumi.String("team-data")},
		"namePrefix": pulumi.Sprintf("jobs-%d-", password.Length),
	})
	return err
}

func ExampleTryRun() {
	graph, err := infratest.TryRun(database)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	// Output:
	// aws:sqs/queue:Queue jobs
	// random:index/randomPassword:RandomPassword db-password
}

func ExamplePreview() {
	show := func(graph *infratest.Graph, err error) {
		if err != nil {
			fmt.Println(err)
			return
		}
		prefix, _ := graph.OfType("aws:sqs/queue:Queue")[0].Input("namePrefix")
		fmt.Println("unknown:", prefix.IsComputed())
	}
	program := func(ctx *pulumi.Context) error {
		first, err := raw(ctx, "aws:sqs/queue:Queue", "a-first", nil)
		if err != nil {
			return err
		}
		_, err = raw(ctx, "aws:sqs/queue:Queue", "a-copy", pulumi.Map{"namePrefix": first.ID()})
		return err
	}
	show(infratest.TryRun(program))
	show(infratest.TryRun(program, infratest.Preview()))
	// Output:
	// unknown: false
	// unknown: true
}

func ExampleResource_Input() {
	graph, err := infratest.TryRun(database)
	if err != nil {
		fmt.Println(err)
		return
	}
	queue := graph.OfType("aws:sqs/queue:Queue")[0]
	owner, found := queue.Input("tags.owner")
	fmt.Println(owner.StringValue(), found)
	_, found = queue.Input("tags.team")
	fmt.Println(found)
	fmt.Println(queue.Dependencies[0].Name())
	// Output:
	// team-data true
	// false
	// db-password
}

// In a test, t is the test's own; here one that prints takes its place.
func ExampleAssertTagged() {
	var t testing.TB = printer{}
	graph := infratest.Run(t, database)
	infratest.AssertTagged(t, graph, tagging.Policy{Required: []tagging.Key{{Name: "owner"}, {Name: "cost-center"}}})
	// Output:
	// infratest: aws:sqs/queue:Queue "jobs": tags: need the mandatory key "cost-center", got only owner
}

type printer struct{ testing.TB }

func (printer) Helper() {}

func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

func ExampleStackOutputs() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		network, err := pulumi.NewStackReference(ctx, "acme/network/dev", nil)
		if err != nil {
			return err
		}
		_, err = raw(ctx, "aws:ec2/securityGroup:SecurityGroup", "web", pulumi.Map{"vpcId": network.GetStringOutput(pulumi.String("vpcId"))})
		return err
	}, infratest.StackOutputs("acme/network/dev", map[string]any{"vpcId": "vpc-1234"}))
	if err != nil {
		fmt.Println(err)
		return
	}
	vpc, _ := graph.OfType("aws:ec2/securityGroup:SecurityGroup")[0].Input("vpcId")
	fmt.Println(vpc.StringValue())
	// Output:
	// vpc-1234
}

func ExampleRespond() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		name, err := random.NewRandomPet(ctx, "name", nil)
		if err != nil {
			return err
		}
		ctx.Export("name", name.ID())
		return nil
	}, infratest.Respond("random:index/randomPet:RandomPet", func(infratest.Call) (map[string]any, error) {
		return map[string]any{"id": "happy-otter"}, nil
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	name, _ := graph.Output("name")
	fmt.Println(name.StringValue())
	// Output:
	// happy-otter
}
