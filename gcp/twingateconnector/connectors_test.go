package twingateconnector_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestEachConnectorHasItsOwn(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *twingateconnector.Args) { a.Access.Connectors = 3 })
	seen := map[any]string{}
	for i := 1; i <= 3; i++ {
		prefix := fmt.Sprintf("access-connector-%d", i)
		account, secret := graph.Named(t, accountToken, prefix+"-account"), graph.Named(t, secretToken, prefix+"-secret")
		version := graph.Named(t, versionToken, prefix+"-secret-version")
		template, manager := graph.Named(t, templateToken, prefix+"-template"), graph.Named(t, managerToken, prefix+"-manager")
		email := output(account, "email")
		for what, id := range map[string]any{
			"account": account.Value("accountId"), "secret": secret.Value("secretId"), "tokens": version.Value("secretData"),
			"version": manager.Value("allInstancesConfig.metadata.twingate-secret-version"), "machine": manager.Value("baseInstanceName"),
		} {
			require.NotEmpty(t, id, what)
			assert.Empty(t, seen[fmt.Sprint(what, id)], "%s of %s", what, prefix)
			seen[fmt.Sprint(what, id)] = prefix
		}
		assert.Equal(t, email, template.Value("serviceAccount.email"))
		assert.Equal(t, secret.ID, version.Value("secret"))
		assert.Equal(t, []any{map[string]any{"instanceTemplate": output(template, "selfLinkUnique")}}, manager.Value("versions"))
		assert.Equal(t, output(version, "name"), manager.Value("allInstancesConfig.metadata.twingate-secret-version"))
		assert.Equal(t, []string{"europe-west1-b", "europe-west1-c", "europe-west1-b"}[i-1], manager.Value("zone"))

		access := graph.Named(t, accessToken, prefix+"-secret-access")
		assert.Equal(t, map[string]any{"secretId": secret.ID, "role": "roles/secretmanager.secretAccessor", "member": "serviceAccount:" + email},
			access.Inputs.Mappable())
		logs := graph.Named(t, grantToken, prefix+"-log-writer")
		assert.Equal(t, "roles/logging.logWriter", logs.Value("role"))
		assert.Equal(t, "serviceAccount:"+email, logs.Value("member"))
	}
	assert.Len(t, graph.OfType(accessToken), 3, "no other right to a secret")
	assert.Len(t, graph.OfType(grantToken), 3, "no other right in the project")
}

func TestTheSecretIsTheFileThatDockerReads(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	version := graph.Named(t, versionToken, "access-connector-2-secret-version")
	tokens := graph.Named(t, tokensToken, "access-connector-2-tokens")
	assert.Equal(t, "TWINGATE_ACCESS_TOKEN="+output(tokens, "accessToken")+"\nTWINGATE_REFRESH_TOKEN="+output(tokens, "refreshToken")+"\n",
		version.Value("secretData"))
	assert.True(t, version.IsSecret("secretData"))
}

// One connector after the other: what restarts the second waits until the first runs.
func TestTheChain(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *twingateconnector.Args) { a.Access.Connectors = 3 })
	for i := 2; i <= 3; i++ {
		before := fmt.Sprintf("access-connector-%d-manager", i-1)
		for token, role := range map[string]string{tokensToken: "tokens", secretToken: "secret", templateToken: "template", managerToken: "manager"} {
			r := graph.Named(t, token, fmt.Sprintf("access-connector-%d-%s", i, role))
			assert.Contains(t, infratest.Names(r.Dependencies), before, r.Name)
		}
	}
	for token, role := range map[string]string{tokensToken: "tokens", secretToken: "secret", templateToken: "template", managerToken: "manager"} {
		for _, name := range infratest.Names(graph.Named(t, token, "access-connector-1-"+role).Dependencies) {
			assert.NotContains(t, name, "-manager", "the first waits for no other")
		}
	}
}

// A machine starts when nothing comes in to it any more, and when it may read its tokens.
func TestAMachineStartsLast(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *twingateconnector.Args) { a.Access.Connectors = 3 })
	for i := 1; i <= 3; i++ {
		connector := fmt.Sprintf("access-connector-%d", i)
		before := append(rulesOf(connector), connector+"-log-writer", connector+"-secret-access", connector+"-secret-version", connector+"-template")
		if i > 1 {
			before = append(before, fmt.Sprintf("access-connector-%d-manager", i-1))
		}
		assert.ElementsMatch(t, before, infratest.Names(graph.Named(t, managerToken, connector+"-manager").Dependencies),
			"the rules are there before the machine, and go after it")
		for _, rule := range rulesOf(connector) {
			assert.Equal(t, []string{connector + "-account"}, infratest.Names(graph.Named(t, ruleToken, rule).Dependencies), rule)
		}
	}
}

// The rules of a connector that is removed go with it, after its machine; nothing that the others have changes.
func TestARemovedConnectorLeavesTheOthersAlone(t *testing.T) {
	t.Parallel()
	three := run(t, func(a *twingateconnector.Args) { a.Access.Connectors = 3 })
	two := run(t, func(a *twingateconnector.Args) { a.Access.Connectors = 2 })
	stay := append(rulesOf("access-connector-1"), rulesOf("access-connector-2")...)
	assert.ElementsMatch(t, stay, infratest.Names(two.OfType(ruleToken)))
	assert.ElementsMatch(t, append(rulesOf("access-connector-3"), stay...), infratest.Names(three.OfType(ruleToken)))
	leaving := output(three.Named(t, accountToken, "access-connector-3-account"), "email")
	for _, name := range stay {
		rule := three.Named(t, ruleToken, name)
		assert.Equal(t, rule.Inputs, two.Named(t, ruleToken, name).Inputs, name)
		assert.NotContains(t, rule.Value("targetServiceAccounts"), leaving, name)
	}
	for _, r := range two.All() {
		if r.Type != componentToken {
			assert.Equal(t, three.Named(t, r.Type, r.Name).Inputs, r.Inputs, r.Name)
		}
	}
}

// A pair of tokens is deleted before the next one is made, and with it everything that a new pair would replace. A template could not be
// deleted then, because the group still uses it; so only what is changed in place may know of the pair.
func TestNoTemplateDependsOnTokens(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *twingateconnector.Args) { a.KMSKeyName = pulumi.String(key) })
	for _, template := range graph.OfType(templateToken) {
		for property, urns := range template.PropertyDependencies {
			for _, name := range infratest.Names(urns) {
				assert.Contains(t, name, "-account", "%s: %s", template.Name, property)
			}
		}
	}
	for _, manager := range graph.OfType(managerToken) {
		connector := strings.TrimSuffix(manager.Name, "-manager")
		assert.Equal(t, []string{connector + "-secret-version"}, infratest.Names(manager.PropertyDependencies["allInstancesConfig"]))
	}
}

// Two machines with one pair of tokens would throw each other out.
func TestNoTwoMachinesShareTokens(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	for _, manager := range graph.OfType(managerToken) {
		assert.True(t, manager.DeleteBeforeReplace, "another zone: the old machine goes first")
		assert.Equal(t, 1.0, manager.Value("targetSize"))
		assert.Equal(t, map[string]any{
			"type": "PROACTIVE", "minimalAction": "REPLACE", "mostDisruptiveAllowedAction": "REPLACE", "replacementMethod": "RECREATE",
			"maxSurgeFixed": 0.0, "maxUnavailableFixed": 1.0, "minReadySec": 120.0,
		}, manager.Value("updatePolicy"))
		assert.Equal(t, true, manager.Value("waitForInstances"))
		assert.Equal(t, "UPDATED", manager.Value("waitForInstancesStatus"), "the chain waits for machines with the new tokens")
	}
	for _, template := range graph.OfType(templateToken) {
		assert.False(t, template.DeleteBeforeReplace, "a group still uses the old one")
		assert.Nil(t, template.Value("name"))
	}
	for _, secret := range graph.OfType(secretToken) {
		assert.True(t, secret.DeleteBeforeReplace, "the next one has the same name")
		assert.Equal(t, []string{"replication"}, secret.ReplaceOnChanges, "in place, the present tokens would stay under the old key")
	}
}

func TestSecretsStayInTheRegion(t *testing.T) {
	t.Parallel()
	for _, secret := range run(t, unchanged).OfType(secretToken) {
		assert.Equal(t, map[string]any{"userManaged": map[string]any{"replicas": []any{map[string]any{"location": "europe-west1"}}}}, secret.Value("replication"))
	}
}

func TestACustomerManagedKey(t *testing.T) {
	t.Parallel()
	for _, in := range []pulumi.StringInput{pulumi.String(key), pulumi.String(key).ToStringOutput()} {
		graph := run(t, func(a *twingateconnector.Args) { a.KMSKeyName = in })
		for _, secret := range graph.OfType(secretToken) {
			assert.Equal(t, key, secret.Value("replication.userManaged.replicas[0].customerManagedEncryption.kmsKeyName"))
		}
		for _, template := range graph.OfType(templateToken) {
			assert.Equal(t, key, template.Value("disks[0].diskEncryptionKey.kmsKeySelfLink"))
		}
	}
	assert.Nil(t, run(t, unchanged).Named(t, templateToken, "access-connector-1-template").Value("disks[0].diskEncryptionKey"))
}

func TestTheMachine(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *twingateconnector.Args) {
		a.MachineType, a.BootImage, a.Project = "n2-standard-2", "projects/acme-images/global/images/cos-hardened-7", "acme-shop"
	})
	r := graph.Named(t, templateToken, "access-connector-1-template")
	assert.Equal(t, "n2-standard-2", r.Value("machineType"))
	assert.Equal(t, "europe-west1", r.Value("region"))
	assert.Equal(t, "team-net", r.Value("labels.owner"))
	disk := r.Value("disks[0]").(map[string]any)
	assert.Equal(t, "team-net", disk["labels"].(map[string]any)["owner"])
	delete(disk, "labels")
	assert.Equal(t, map[string]any{
		"autoDelete": true, "boot": true, "diskSizeGb": 10.0, "diskType": "pd-balanced", "sourceImage": "projects/acme-images/global/images/cos-hardened-7",
	}, disk)
	for _, token := range []string{accountToken, secretToken, accessToken, ruleToken, templateToken, managerToken, alarmToken, grantToken} {
		for _, each := range graph.OfType(token) {
			assert.Equal(t, "acme-shop", each.Value("project"), each.Name)
		}
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	r := graph.Named(t, templateToken, "access-connector-1-template")
	assert.Equal(t, "e2-small", r.Value("machineType"))
	assert.Equal(t, "projects/cos-cloud/global/images/family/cos-stable", r.Value("disks[0].sourceImage"))
	assert.Nil(t, r.Value("project"))
	assert.True(t, graph.One(t, networkToken).Protect)
	assert.Equal(t, "GOOGLE_CLOUD", graph.One(t, networkToken).Value("location"))
	assert.Len(t, graph.OfType(connectorToken), 2)
	assert.Empty(t, graph.OfType(resourceToken))
}

func TestDevelopment(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *twingateconnector.Args) {
		a.Profile, a.Zones = component.Development, []string{"europe-west1-d"}
	})
	assert.Len(t, graph.OfType(connectorToken), 1)
	assert.False(t, graph.One(t, networkToken).Protect)
	assert.Equal(t, "europe-west1-d", graph.One(t, managerToken).Value("zone"))
	assert.Equal(t, true, graph.One(t, templateToken).Value("shieldedInstanceConfig.enableSecureBoot"), "no profile weakens the machine")
	assert.Len(t, graph.OfType(ruleToken), 4)
}

func TestAnExistingNetwork(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-net", "cost-center": "cc-1200", "environment": "staging", "service": "access",
		})
		if err != nil {
			return err
		}
		args := everything(tags)
		args.Access.RemoteNetworkID = pulumi.String("UmVtb3RlTmV0d29yazo3")
		made, err := twingateconnector.New(ctx, "access", args)
		if err != nil {
			return err
		}
		assert.Nil(t, made.RemoteNetwork)
		assert.Len(t, made.Connectors, 3)
		assert.Len(t, made.Resources, 2)
		assert.Len(t, made.Ready, 1)
		ctx.Export("network", made.RemoteNetworkID)
		return nil
	})
	assert.Empty(t, graph.OfType(networkToken))
	output, _ := graph.Output("network")
	assert.Equal(t, "UmVtb3RlTmV0d29yazo3", output.StringValue())
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	id, _ := graph.Output("remoteNetworkId")
	assert.Equal(t, graph.One(t, networkToken).ID, id.StringValue())
	emails, _ := graph.Output("emails")
	assert.Equal(t, []any{
		output(graph.Named(t, accountToken, "access-connector-1-account"), "email"),
		output(graph.Named(t, accountToken, "access-connector-2-account"), "email"),
	}, emails.Mappable())
}

// Ids of accounts and secrets are unique in a project, so two stacks there must not ask for the same ones.
func TestIDsDifferByStack(t *testing.T) {
	t.Parallel()
	one, two := run(t, unchanged, infratest.Stack("staging")), run(t, unchanged, infratest.Stack("production"))
	for token, property := range map[string]string{accountToken: "accountId", secretToken: "secretId", managerToken: "baseInstanceName"} {
		for _, r := range one.OfType(token) {
			assert.NotEqual(t, r.Value(property), two.Named(t, token, r.Name).Value(property), r.Name)
		}
	}
}

func TestLongNamesStayInsideTheLimits(t *testing.T) {
	t.Parallel()
	graph, err := tryNamed(strings.Repeat("access-", 12)+"x", func(a *twingateconnector.Args) { a.Access.Name = "Acme" })
	require.NoError(t, err)
	for _, token := range []string{ruleToken, templateToken, managerToken} {
		for _, r := range graph.OfType(token) {
			assert.LessOrEqual(t, len(r.Name), 63-8, r.Name)
		}
	}
	for _, r := range graph.OfType(managerToken) {
		assert.Regexp(t, `^[a-z][a-z0-9-]{4,28}[a-z0-9]$`, r.Value("baseInstanceName"))
	}
}
