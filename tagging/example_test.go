package tagging_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/tagging"
)

// run stands for pulumi.Run in a program of project shop, stack prod.
func run(program pulumi.RunFunc, opts ...pulumi.RunOption) {
	if err := pulumi.RunErr(program, append(opts, pulumi.WithMocks("shop", "prod", noCloud{}))...); err != nil {
		fmt.Println(err)
	}
}

func ExampleNew() {
	run(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner":       "pay@example.com",
			"cost-center": "cc-1200",
			"environment": "production",
			"service":     "checkout",
		})
		if err != nil {
			return err
		}
		for _, tag := range tags.AWSPairs() {
			fmt.Printf("%s=%s\n", tag.Key, tag.Value)
		}
		fmt.Println("label owner:", tags.GCPLabels()["owner"])
		return nil
	})
	// Output:
	// cost-center=cc-1200
	// environment=production
	// managed-by=pulumi
	// owner=pay@example.com
	// pulumi-project=shop
	// pulumi-stack=prod
	// service=checkout
	// label owner: pay_at_example-com
}

func ExampleFromConfig() {
	policy := tagging.Policy{
		Required: []tagging.Key{
			{Name: "owner", Match: `team-[a-z]+`, Why: "the team that is called at night"},
			{Name: "environment", OneOf: []string{"staging", "production"}},
		},
	}
	config := func(info *pulumi.RunInfo) {
		info.Config = map[string]string{"shop:tags": `{"owner":"bob","environmnt":"production","cost-center":4711}`}
	}
	run(func(ctx *pulumi.Context) error {
		_, err := tagging.FromConfig(ctx, policy)
		fmt.Println(err)
		return nil
	}, config)
	// Output:
	// tagging: shop:tags of stack "prod": 5 problems
	//   cost-center: need a key of the policy, got an unknown key
	//   cost-center: need a text, got the number 4711 (write it in quotes)
	//   environment: need one of staging, production, got nothing, but there is "environmnt"
	//   environmnt: need a key of the policy; did you mean "environment"?, got an unknown key
	//   owner: need a value that matches team-[a-z]+ (the team that is called at night), got "bob"
}

func ExampleSet_With() {
	run(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.Policy{AllowOther: true}, tagging.Tags{"service": "checkout"})
		if err != nil {
			return err
		}
		database, err := tags.With(tagging.Tags{"data-class": "pii"})
		if err != nil {
			return err
		}
		fmt.Println(len(tags.Map()), len(database.Map()), database.Map()["data-class"])
		return nil
	})
	// Output: 4 5 pii
}

func ExampleSet_KubernetesLabels() {
	run(func(ctx *pulumi.Context) error {
		_, err := tagging.New(ctx, tagging.Policy{AllowOther: true}, tagging.Tags{"owner": "Team Pay (EU)"})
		fmt.Println(err)
		tags, err := tagging.New(ctx, tagging.Policy{AllowOther: true}, tagging.Tags{"owner": "Team Pay / EU"})
		if err != nil {
			return err
		}
		fmt.Println(tags.KubernetesLabels()["owner"], tags.KubernetesLabels()["app.kubernetes.io/managed-by"])
		fmt.Println(tags.KubernetesAnnotations()["owner"])
		return nil
	})
	// Output:
	// tagging: stack "prod": owner: need letters, digits, spaces and + - = . _ : / @ only (AWS), got "Team Pay (EU)"
	// Team-Pay---EU pulumi
	// Team Pay / EU
}
