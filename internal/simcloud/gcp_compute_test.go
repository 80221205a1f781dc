package simcloud_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	instanceTemplateType = "gcp:compute/instanceTemplate:InstanceTemplate"
	instanceManagerType  = "gcp:compute/instanceGroupManager:InstanceGroupManager"
	vpcFirewallType      = "gcp:compute/firewall:Firewall"
)

func instanceTemplate() values {
	return values{
		"name": "connector", "machineType": "e2-small", "disks": []any{values{"sourceImage": "cos-cloud/cos-stable"}},
		"networkInterfaces": []any{values{"subnetwork": "apps"}},
	}
}

func instanceManager(template string) values {
	return values{
		"name": "connector", "baseInstanceName": "connector", "zone": "us-central1-b", "targetSize": 1, "waitForInstances": true,
		"versions": []any{values{"instanceTemplate": template}},
	}
}

func TestInstanceTemplates(t *testing.T) {
	t.Parallel()
	testRules(t, instanceTemplateType, instanceTemplate(), []rule{
		{"as it is", nil, "", ""},
		{"name", values{"name": "Web"}, "name", `need a lower-case letter, then lower-case letters, digits and '-', with no '-' at the end, got "Web"`},
		{"long name", values{"name": strings.Repeat("a", 64)}, "name", `need at most 63 characters, got 64 in "` + strings.Repeat("a", 64) + `"`},
		{"two names", values{"namePrefix": "a"}, "name", "conflicts with namePrefix"},
		{"no disk", values{"disks": []any{}}, "disks", "need 1 or more, got none"},
		{"no network", values{"networkInterfaces": []any{values{}}}, "networkInterfaces[0].network", "need a network or a subnetwork, got none"},
		{"account", values{"serviceAccount": values{"email": "a@b"}}, "serviceAccount.scopes", "Missing required property 'scopes'"},
		{"two scripts", values{"metadataStartupScript": "a", "metadata": values{"startup-script": "b"}}, "metadataStartupScript",
			"conflicts with startup-script of metadata"},
	})
	testChanges(t, instanceTemplateType, instanceTemplate(), []change{
		{"name", "a", "b", true}, {"machineType", "a", "b", true}, {"metadata", values{"a": "b"}, values{"a": "c"}, true},
		{"labels", values{"a": "b"}, values{"a": "c"}, true}, {"description", "a", "b", true}, {"tags", []any{"a"}, []any{"b"}, true},
	})
	o := made(t, simcloud.New(simcloud.Options{}), instanceTemplateType, "t", props(instanceTemplate()))
	const id = "projects/sandbox-project/global/instanceTemplates/connector"
	assertValues(t, opened(o.Outputs), values{
		"id": id, "selfLink": "https://www.googleapis.com/compute/v1/" + id, "project": "sandbox-project", "region": "us-central1",
	})
	assert.Regexp(t, `^https://www\.googleapis\.com/compute/v1/`+id+`\?uniqueId=\d{19}$`, open(o.Outputs["selfLinkUnique"]))
}

func TestATemplateThatAGroupUsesStays(t *testing.T) {
	t.Parallel()
	for _, output := range []string{"id", "selfLink", "selfLinkUnique"} {
		c := simcloud.New(simcloud.Options{})
		template := made(t, c, instanceTemplateType, "t", props(instanceTemplate()))
		other := made(t, c, instanceTemplateType, "other", with(instanceTemplate(), values{"name": "other"}))
		manager := made(t, c, instanceManagerType, "g", props(instanceManager(opened(template.Outputs)[output].(string))))
		gone := func(o simcloud.Object) error {
			return c.Delete(ctx, simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs})
		}
		var refused *simcloud.RefusedError
		require.ErrorAs(t, gone(template), &refused, output)
		assert.Equal(t, "resourceInUseByAnotherResource", refused.Code)
		changed(t, c, manager, props(instanceManager(opened(other.Outputs)[output].(string))))
		require.NoError(t, gone(template), output)
	}
}

func TestInstanceManagers(t *testing.T) {
	t.Parallel()
	policy := func(changes values) values {
		all := values{"type": "PROACTIVE", "minimalAction": "REPLACE"}
		for name, v := range changes {
			all[name] = v
		}
		return values{"updatePolicy": all}
	}
	const actions = "NONE, REFRESH, RESTART, REPLACE"
	testRules(t, instanceManagerType, instanceManager("t"), []rule{
		{"as it is", nil, "", ""},
		{"base name", values{"baseInstanceName": "a_b"}, "baseInstanceName",
			`need a lower-case letter, then lower-case letters, digits and '-', with no '-' at the end, got "a_b"`},
		{"long base name", values{"baseInstanceName": strings.Repeat("a", 59)}, "baseInstanceName", "need at most 58 characters, got 59"},
		{"size", values{"targetSize": -1}, "targetSize", "need 0 or more, got -1"},
		{"wait", values{"waitForInstancesStatus": "READY"}, "waitForInstancesStatus", `need one of STABLE, UPDATED, got "READY"`},
		{"no version", values{"versions": []any{}}, "versions", "need 1 or more, got none"},
		{"no template", values{"versions": []any{values{"name": "a"}}}, "versions[0].instanceTemplate", "Missing required property 'instanceTemplate'"},
		{"unknown template", values{"versions": []any{values{"instanceTemplate": later()}}}, "", ""},
		{"healing", values{"autoHealingPolicies": values{"healthCheck": "a", "initialDelaySec": 3601}}, "autoHealingPolicies.initialDelaySec",
			"need 0 to 3600, got 3601"},
		{"one at a time", policy(values{"replacementMethod": "RECREATE", "maxSurgeFixed": 0, "maxUnavailableFixed": 1}), "", ""},
		{"the usual", policy(nil), "", ""},
		{"no type", policy(values{"type": nil}), "updatePolicy.type", "Missing required property 'type'"},
		{"type", policy(values{"type": "ROLLING"}), "updatePolicy.type", `need one of OPPORTUNISTIC, PROACTIVE, got "ROLLING"`},
		{"action", policy(values{"minimalAction": "STOP"}), "updatePolicy.minimalAction", `need one of ` + actions + `, got "STOP"`},
		{"less than the least", policy(values{"mostDisruptiveAllowedAction": "RESTART"}), "updatePolicy.mostDisruptiveAllowedAction",
			"need minimalAction REPLACE or more, got RESTART"},
		{"method", policy(values{"replacementMethod": "SWAP"}), "updatePolicy.replacementMethod", `need one of SUBSTITUTE, RECREATE, got "SWAP"`},
		{"two surges", policy(values{"maxSurgeFixed": 1, "maxSurgePercent": 10}), "updatePolicy.maxSurgeFixed",
			"need at most one of maxSurgeFixed, maxSurgePercent, got maxSurgeFixed, maxSurgePercent"},
		{"two gaps", policy(values{"maxUnavailableFixed": 1, "maxUnavailablePercent": 10}), "updatePolicy.maxUnavailableFixed",
			"need at most one of maxUnavailableFixed, maxUnavailablePercent, got maxUnavailableFixed, maxUnavailablePercent"},
		{"stuck", policy(values{"maxSurgeFixed": 0, "maxUnavailableFixed": 0}), "updatePolicy.maxUnavailableFixed",
			"need 1 or more without a surge, got 0"},
		{"same name twice", policy(values{"replacementMethod": "RECREATE"}), "updatePolicy.maxSurgeFixed",
			"need 0 with replacementMethod RECREATE, got 1"},
		{"unknown surge", policy(values{"replacementMethod": "RECREATE", "maxSurgeFixed": later()}), "", ""},
		{"ready", policy(values{"minReadySec": 3601}), "updatePolicy.minReadySec", "need 0 to 3600, got 3601"},
	})
	testChanges(t, instanceManagerType, instanceManager("t"), []change{
		{"name", "a", "b", true}, {"zone", "a", "b", true}, {"baseInstanceName", "a", "b", true}, {"description", "a", "b", true},
		{"versions", []any{values{"instanceTemplate": "a"}}, []any{values{"instanceTemplate": "b"}}, false}, {"targetSize", 1, 2, false},
		{"allInstancesConfig", values{"metadata": values{"a": "b"}}, values{"metadata": values{"a": "c"}}, false},
	})
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, instanceManagerType, "g", props(instanceManager("t")))
	const path = "projects/sandbox-project/zones/us-central1-b/"
	assertValues(t, opened(o.Outputs), values{
		"id": path + "instanceGroupManagers/connector", "zone": "us-central1-b",
		"instanceGroup": "https://www.googleapis.com/compute/v1/" + path + "instanceGroups/connector",
	})
	made(t, c, instanceManagerType, "other", with(instanceManager("t"), values{"zone": "us-central1-c"}))
	_, err := created(c, instanceManagerType, "again", props(instanceManager("t")))
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict)
	assert.Empty(t, c.Unmodelled())
}

func TestInstanceManagersWaitForTheirInstances(t *testing.T) {
	t.Parallel()
	one, next := props(instanceManager("a")), props(instanceManager("b"))
	ready := with(instanceManager("b"), values{"updatePolicy": values{"minReadySec": 120}})
	unwaited, none := with(instanceManager("b"), values{"waitForInstances": false}), with(instanceManager("b"), values{"targetSize": 0})
	for name, test := range map[string]struct {
		request simcloud.Request
		op      simcloud.Op
		want    time.Duration
	}{
		"made":             {simcloud.Request{Inputs: one}, simcloud.OpCreate, 90 * time.Second},
		"made unwaited":    {simcloud.Request{Inputs: unwaited}, simcloud.OpCreate, 15 * time.Second},
		"made empty":       {simcloud.Request{Inputs: none}, simcloud.OpCreate, 15 * time.Second},
		"another template": {simcloud.Request{OldInputs: one, Inputs: next}, simcloud.OpUpdate, 2 * time.Minute},
		"ready later":      {simcloud.Request{OldInputs: one, Inputs: ready}, simcloud.OpUpdate, 4 * time.Minute},
		"unwaited":         {simcloud.Request{OldInputs: one, Inputs: unwaited}, simcloud.OpUpdate, 10 * time.Second},
		"nothing new":      {simcloud.Request{OldInputs: next, Inputs: next}, simcloud.OpUpdate, 10 * time.Second},
		"deleted":          {simcloud.Request{OldInputs: one}, simcloud.OpDelete, 75 * time.Second},
	} {
		test.request.URN = urnOf(instanceManagerType, "g")
		assert.Equal(t, test.want, simcloud.New(simcloud.Options{}).Duration(test.op, test.request), name)
	}
}

func TestVPCFirewallRules(t *testing.T) {
	t.Parallel()
	base := values{"name": "out", "network": "vpc", "direction": "EGRESS", "denies": []any{values{"protocol": "all"}}}
	traffic := func(one values) values { return values{"denies": []any{one}} }
	accounts := func(n int) []any {
		var all []any
		for range n {
			all = append(all, "web@acme.iam.gserviceaccount.com")
		}
		return all
	}
	const sources, protocols = "sourceRanges, sourceTags, sourceServiceAccounts", "tcp, udp, sctp, all, icmp, esp, ah, ipip"
	testRules(t, vpcFirewallType, base, []rule{
		{"as it is", nil, "", ""},
		{"neither", values{"denies": nil}, "allows", "need exactly one of allows, denies, got none"},
		{"both", values{"allows": []any{values{"protocol": "tcp"}}}, "allows", "need exactly one of allows, denies, got allows, denies"},
		{"direction", values{"direction": "OUT"}, "direction", `need one of INGRESS, EGRESS, got "OUT"`},
		{"from nowhere", values{"direction": nil}, "sourceRanges", "need one of " + sources + " with direction INGRESS, got none"},
		{"from somewhere", values{"direction": "INGRESS", "sourceRanges": []any{"10.0.0.0/8"}}, "", ""},
		{"from what is not known yet", values{"direction": "INGRESS", "sourceRanges": later()}, "", ""},
		{"out by source", values{"sourceTags": []any{"web"}}, "direction", "need INGRESS with sourceTags, got EGRESS"},
		{"priority", values{"priority": 65536}, "priority", "need 0 to 65535, got 65536"},
		{"logs", values{"logConfig": values{"metadata": "ALL"}}, "logConfig.metadata",
			`need one of EXCLUDE_ALL_METADATA, INCLUDE_ALL_METADATA, got "ALL"`},
		{"ports", traffic(values{"protocol": "tcp", "ports": []any{"443", "30000-31000"}}), "", ""},
		{"every port", traffic(values{"protocol": "tcp", "ports": []any{"0-65535"}}), "", ""},
		{"a port too high", traffic(values{"protocol": "udp", "ports": []any{"70000"}}), "denies[0].ports[0]",
			`need a port such as "80" or a range such as "80-90", got "70000"`},
		{"ports of all", traffic(values{"protocol": "all", "ports": []any{"80"}}), "denies[0].ports", "need none with protocol all, got 1"},
		{"by number", traffic(values{"protocol": "47"}), "", ""},
		{"number", traffic(values{"protocol": "256"}), "denies[0].protocol", "need one of " + protocols + `, or a number, got "256"`},
		{"protocol", traffic(values{"protocol": "http"}), "denies[0].protocol", "need one of " + protocols + `, or a number, got "http"`},
		{"no protocol", traffic(values{}), "denies[0].protocol", "Missing required property 'protocol'"},
		{"ten accounts", values{"targetServiceAccounts": accounts(10)}, "", ""},
		{"eleven accounts", values{"targetServiceAccounts": accounts(11)}, "targetServiceAccounts", "need at most 10, got 11"},
		{"an account known later", values{"targetServiceAccounts": []any{later()}}, "", ""},
		{"account", values{"targetServiceAccounts": []any{"web"}}, "targetServiceAccounts[0]", `need the address of a service account, got "web"`},
		{"accounts and tags", values{"targetServiceAccounts": accounts(1), "targetTags": []any{"web"}}, "targetServiceAccounts",
			"need at most one of targetServiceAccounts, targetTags, got targetServiceAccounts, targetTags"},
		{"range", values{"destinationRanges": []any{"10.0.0.0/33"}}, "destinationRanges[0]",
			`need a block of addresses such as 10.0.0.0/8, got "10.0.0.0/33"`},
	})
	testChanges(t, vpcFirewallType, base, []change{
		{"name", "a", "b", true}, {"network", "a", "b", true}, {"direction", "INGRESS", "EGRESS", true}, {"priority", 1, 2, false},
		{"destinationRanges", []any{"10.0.0.0/8"}, []any{"0.0.0.0/0"}, false},
	})
	o := made(t, simcloud.New(simcloud.Options{}), vpcFirewallType, "f", props(base))
	assertValues(t, opened(o.Outputs), values{"id": "projects/sandbox-project/global/firewalls/out", "priority": 1000.0, "direction": "EGRESS"})
}
