package stackref_test

import (
	"fmt"
	"log"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
)

// Cluster stands in a package that both programs import.
type Cluster struct {
	stackref.Contract `contract:"acme.cluster" version:"1.0"`

	Endpoint pulumi.StringOutput `pulumi:"endpoint" validate:"prefix=https://"`
	Zones    []string            `pulumi:"zones"`
}

func exportCluster(ctx *pulumi.Context) error {
	endpoint := pulumi.String("https://cluster.internal").ToStringOutput()
	return stackref.Export(ctx, &Cluster{Endpoint: endpoint, Zones: []string{"a", "b"}})
}

func importCluster(ctx *pulumi.Context) error {
	cluster, err := stackref.Import[Cluster](ctx, stackref.SameStack("cluster"))
	if err != nil {
		return err
	}
	ctx.Export("url", pulumi.Sprintf("%s/healthz", cluster.Endpoint))
	fmt.Println(len(cluster.Zones), "zones")
	return nil
}

func Example() {
	exported, err := infratest.TryRun(exportCluster)
	if err != nil {
		log.Fatal(err)
	}
	imported, err := infratest.TryRun(importCluster, infratest.StackOutputs("organization/cluster/test", exported.Outputs().Mappable()))
	fmt.Println(imported.Outputs()["url"].StringValue(), err)
	// Output:
	// 2 zones
	// https://cluster.internal/healthz <nil>
}

func ExampleImport() {
	outputs := map[string]any{"endpoint": "https://cluster.internal"}
	_, err := infratest.TryRun(importCluster, infratest.StackOutputs("organization/cluster/test", outputs))
	fmt.Println(err)
	// Output:
	// 1 error occurred:
	// 	* stackref: stack "organization/cluster/test": contract acme.cluster 1.0: zones: need an array, got nothing; available: endpoint
}

func ExampleImportOptional() {
	program := func(ctx *pulumi.Context) error {
		cluster, found, err := stackref.ImportOptional[Cluster](ctx, stackref.Stack("acme/cluster/new"))
		fmt.Println(cluster, found, err)
		return err
	}
	if _, err := infratest.TryRun(program); err != nil {
		log.Fatal(err)
	}
	// Output: <nil> false <nil>
}

func ExamplePlain() {
	zone, err := stackref.Plain[string](pulumi.String("eu-west-1a").ToStringOutput())
	fmt.Println(zone, err)
	_, err = stackref.Plain[string](pulumi.ToSecret(pulumi.String("hidden")))
	fmt.Println(err)
	// Output:
	// eu-west-1a <nil>
	// stackref: Plain: the value is secret, and a plain value would lose that
}
