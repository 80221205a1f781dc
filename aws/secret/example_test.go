package secret_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"github.com/groundwork-go/groundwork/aws/secret"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// A service reads two secrets: a login with a random password, and the key of a partner's API from secret configuration.
func ExampleNew() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-pay", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		login, err := secret.New(ctx, "login", &secret.Args{
			Tags:     tags,
			Generate: &secret.Generate{Keys: []string{"password"}},
			Plain:    map[string]string{"username": "shop"},
		})
		if err != nil {
			return err
		}
		partner, err := secret.New(ctx, "partner", &secret.Args{Tags: tags, Value: config.RequireSecret(ctx, "partnerKey")})
		if err != nil {
			return err
		}
		// What goes into the secrets of a container definition, by the name of the environment variable.
		ctx.Export("valueFrom", pulumi.StringMap{
			"DB_USER":     login.Ref("username"),
			"DB_PASSWORD": login.Ref("password"),
			"PARTNER_KEY": partner.Ref(""),
		})
		return nil
	}, infratest.ConfigSecrets(map[string]string{"partnerKey": "sk-0123456789"}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	valueFrom, _ := graph.Output("valueFrom")
	for _, variable := range valueFrom.ObjectValue().StableKeys() {
		fmt.Println(variable, valueFrom.ObjectValue()[variable].StringValue())
	}
	// Output:
	// aws:secretsmanager/secret:Secret login-secret
	// aws:secretsmanager/secret:Secret partner-secret
	// aws:secretsmanager/secretVersion:SecretVersion login-version
	// aws:secretsmanager/secretVersion:SecretVersion partner-version
	// random:index/randomPassword:RandomPassword login-generated-password
	// groundwork:aws/secret:Secret login
	// groundwork:aws/secret:Secret partner
	// DB_PASSWORD arn:aws:secretsmanager:us-east-1:123456789012:secret:login-secret-5025300-c2cc2e:password::3fd790ba-2410-4f6c-a8a3-f78987e2d0b2
	// DB_USER arn:aws:secretsmanager:us-east-1:123456789012:secret:login-secret-5025300-c2cc2e:username::3fd790ba-2410-4f6c-a8a3-f78987e2d0b2
	// PARTNER_KEY arn:aws:secretsmanager:us-east-1:123456789012:secret:partner-secret-8fd24aa-0b182e:::0afb0fa9-a93a-4534-b7b0-ebf51fe5a1fc
}
