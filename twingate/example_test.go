package twingate_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/twingate"
)

// A database that one group reaches on one port. The group comes from the identity provider, so it is looked up.
func ExampleNewResource() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		account, err := twingate.NewProvider(ctx, "acme", &twingate.ProviderArgs{Network: pulumi.String("acme")}) // TWINGATE_API_TOKEN has the token
		if err != nil {
			return err
		}
		groups, err := twingate.LookupGroups(ctx, twingate.GroupsQuery{
			Name: pulumi.StringRef("Engineering"), Types: []string{"SYNCED"},
		}, pulumi.Provider(account))
		if err != nil {
			return err
		}
		if len(groups) != 1 {
			return fmt.Errorf("need one group Engineering, got %d", len(groups))
		}
		network, err := twingate.LookupRemoteNetwork(ctx, twingate.RemoteNetworkQuery{Name: pulumi.StringRef("production")}, pulumi.Provider(account))
		if err != nil {
			return err
		}
		_, err = twingate.NewResource(ctx, "orders", &twingate.ResourceArgs{
			Name:            pulumi.String("Orders database"),
			Address:         pulumi.String("orders.internal"),
			RemoteNetworkID: pulumi.String(network.ID),
			Protocols: &twingate.Protocols{
				AllowICMP: pulumi.Bool(false),
				TCP:       &twingate.Protocol{Policy: pulumi.String("RESTRICTED"), Ports: pulumi.StringArray{pulumi.String("5432")}},
				UDP:       &twingate.Protocol{Policy: pulumi.String("DENY_ALL")},
			},
			AccessGroups: []twingate.AccessGroup{{GroupID: pulumi.String(groups[0].ID)}},
		}, pulumi.Provider(account))
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name, r.Version)
	}
	// Output:
	// pulumi:providers:twingate acme 4.3.1
	// twingate:index/twingateResource:TwingateResource orders 4.3.1
}

// A key for a CI runner. Next year's is made beside it under another logical name, before this one is taken away.
func ExampleNewServiceAccountKey() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		runner, err := twingate.NewServiceAccount(ctx, "ci", &twingate.ServiceAccountArgs{Name: pulumi.String("CI runners")})
		if err != nil {
			return err
		}
		key, err := twingate.NewServiceAccountKey(ctx, "ci-2026", &twingate.ServiceAccountKeyArgs{
			Name:             pulumi.String("CI runners, 2026"),
			ServiceAccountID: runner.ID().ToStringOutput(),
			ExpirationTime:   pulumi.Int(365),
		})
		if err != nil {
			return err
		}
		ctx.Export("key", key.Token)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	key, _ := graph.Output("key")
	fmt.Println("secret:", key.IsSecret())
	// Output:
	// secret: true
}

// What is missing is said before anything is made.
func ExampleNewConnectorTokens() {
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := twingate.NewConnectorTokens(ctx, "production-1", nil)
		return err
	})
	for _, problem := range component.FieldErrors(err) {
		fmt.Println(problem)
	}
	// Output:
	// twingate: ConnectorTokensArgs.ConnectorID: need a value, got nothing
}
