package searchdomain_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestDefaults(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	domain := graph.Named(t, domainToken, "search-domain")
	infratest.AssertInputs(t, domain, map[string]any{
		"engineVersion": "OpenSearch_2.19", "domainName": domain.Value("domainName"), "accessPolicies": nil,
		"clusterConfig": map[string]any{
			"instanceType": "r6g.large.search", "instanceCount": 3.0, "zoneAwarenessEnabled": true,
			"zoneAwarenessConfig":    map[string]any{"availabilityZoneCount": 3.0},
			"dedicatedMasterEnabled": true, "dedicatedMasterType": "m6g.large.search", "dedicatedMasterCount": 3.0, "warmEnabled": false,
		},
		"ebsOptions":           map[string]any{"ebsEnabled": true, "volumeType": "gp3", "volumeSize": 100.0},
		"encryptAtRest":        map[string]any{"enabled": true},
		"nodeToNodeEncryption": map[string]any{"enabled": true},
		"advancedSecurityOptions": map[string]any{
			"enabled": true, "internalUserDatabaseEnabled": false, "anonymousAuthEnabled": false, "masterUserOptions": map[string]any{"masterUserArn": master},
		},
		"autoTuneOptions":       map[string]any{"desiredState": "ENABLED", "useOffPeakWindow": true},
		"softwareUpdateOptions": map[string]any{"autoSoftwareUpdateEnabled": true},
		"offPeakWindowOptions": map[string]any{
			"enabled": true, "offPeakWindow": map[string]any{"windowStartTime": map[string]any{"hours": 22.0, "minutes": 0.0}},
		},
		"tags.owner": "team-pay", "tags.cost-center": "cc-1200",
	})
	assert.True(t, domain.Protect)
	assert.Equal(t, graph.One(t, componentToken).URN, domain.Parent)
	assert.Equal(t, infratest.Timeouts{Create: "60m", Update: "3h", Delete: "90m"}, domain.Timeouts)
	assert.Contains(t, domain.PropertyDependencies["vpcOptions"], graph.One(t, securityGroupToken).URN)
}

func TestShapes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*searchdomain.DomainArgs)
		want   map[string]any
	}{
		"development": {development, map[string]any{
			"clusterConfig": map[string]any{
				"instanceType": "t3.small.search", "instanceCount": 1.0, "zoneAwarenessEnabled": false, "dedicatedMasterEnabled": false, "warmEnabled": false,
			},
			"autoTuneOptions": nil, "encryptAtRest.enabled": true, "nodeToNodeEncryption.enabled": true, "advancedSecurityOptions.enabled": true,
			"domainEndpointOptions.enforceHttps": true, "vpcOptions.subnetIds": []any{"subnet-a"}, "ebsOptions.volumeSize": 100.0,
		}},
		"development with masters": {
			func(a *searchdomain.DomainArgs) { development(a); a.Masters.Count = 3 },
			map[string]any{"clusterConfig.dedicatedMasterCount": 3.0, "clusterConfig.dedicatedMasterType": "m6g.large.search"},
		},
		"two zones": {
			func(a *searchdomain.DomainArgs) { a.Zones, a.SubnetIDs = 2, subnets("subnet-a", "subnet-b") },
			map[string]any{"clusterConfig.instanceCount": 4.0, "clusterConfig.zoneAwarenessConfig.availabilityZoneCount": 2.0},
		},
		"larger": {
			func(a *searchdomain.DomainArgs) {
				a.Data = searchdomain.Data{InstanceType: "r7g.2xlarge.search", Count: 6, VolumeGB: 500, VolumeIOPS: 6000, VolumeMBPerSecond: 500}
				a.Masters = searchdomain.Masters{InstanceType: "m7g.xlarge.search", Count: 5}
			},
			map[string]any{
				"clusterConfig.instanceType": "r7g.2xlarge.search", "clusterConfig.instanceCount": 6.0, "ebsOptions": map[string]any{
					"ebsEnabled": true, "volumeType": "gp3", "volumeSize": 500.0, "iops": 6000.0, "throughput": 500.0,
				},
				"clusterConfig.dedicatedMasterType": "m7g.xlarge.search", "clusterConfig.dedicatedMasterCount": 5.0,
			},
		},
		"disks of their own": {
			func(a *searchdomain.DomainArgs) { a.Data = searchdomain.Data{InstanceType: "r6gd.xlarge.search"} },
			map[string]any{"ebsOptions": map[string]any{"ebsEnabled": false}},
		},
		"warm": {
			func(a *searchdomain.DomainArgs) { a.Warm = &searchdomain.Warm{} },
			map[string]any{
				"clusterConfig.warmEnabled": true, "clusterConfig.warmType": "ultrawarm1.medium.search", "clusterConfig.warmCount": 2.0,
				"clusterConfig.coldStorageOptions": map[string]any{"enabled": false},
			},
		},
		"cold": {
			func(a *searchdomain.DomainArgs) {
				a.Warm = &searchdomain.Warm{InstanceType: "ultrawarm1.large.search", Count: 6, Cold: true}
			},
			map[string]any{
				"clusterConfig.warmType": "ultrawarm1.large.search", "clusterConfig.warmCount": 6.0, "clusterConfig.coldStorageOptions": map[string]any{"enabled": true},
			},
		},
		"a key": {
			func(a *searchdomain.DomainArgs) { a.KMSKeyARN = pulumi.String(key) },
			map[string]any{"encryptAtRest": map[string]any{"enabled": true, "kmsKeyId": key}},
		},
		"upkeep": {
			func(a *searchdomain.DomainArgs) {
				a.OffPeakStart, a.DisableSoftwareUpdates, a.DisableAutoTune = "03:45", true, true
			},
			map[string]any{
				"offPeakWindowOptions.offPeakWindow.windowStartTime": map[string]any{"hours": 3.0, "minutes": 45.0},
				"softwareUpdateOptions.autoSoftwareUpdateEnabled":    false, "autoTuneOptions": map[string]any{"desiredState": "DISABLED"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			infratest.AssertInputs(t, run(t, test.change).One(t, domainToken), test.want)
		})
	}
}

func TestProtectionFollowsTheProfile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change  func(*searchdomain.DomainArgs)
		protect bool
	}{
		"production":           {nothing, true},
		"production, unlocked": {func(a *searchdomain.DomainArgs) { a.DisableProtection = true }, false},
		"development":          {development, false},
	} {
		assert.Equal(t, test.protect, run(t, test.change).One(t, domainToken).Protect, name)
	}
}

func TestOnlyNamedRolesMaySendRequests(t *testing.T) {
	t.Parallel()
	document := func(domain string, roles ...string) string {
		var statements []string
		for _, role := range roles {
			statements = append(statements, fmt.Sprintf(`{"Effect":"Allow","Principal":{"AWS":%q},"Action":["es:ESHttp*"],"Resource":["%s/*"]}`, role, domain))
		}
		return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
	}
	const jobs, web = "arn:aws:iam::123456789012:role/jobs", "arn:aws:iam::123456789012:role/web"
	for name, test := range map[string]struct {
		roles pulumi.StringArrayInput
		want  []string
	}{
		"none":     {nil, []string{master}},
		"in order": {pulumi.ToStringArray([]string{web, jobs}), []string{jobs, master, web}},
		"once":     {pulumi.ToStringArray([]string{web, web, master}), []string{master, web}},
		"later":    {pulumi.ToStringArray([]string{web}).ToStringArrayOutput(), []string{master, web}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, func(a *searchdomain.DomainArgs) { a.AccessRoleARNs = test.roles })
			domain, policy := graph.One(t, domainToken), graph.Named(t, policyToken, "search-access-policy")
			assert.Equal(t, document(domain.ID, test.want...), policy.Value("accessPolicies"))
			assert.Equal(t, domain.Outputs["domainName"].StringValue(), policy.Value("domainName"))
			assert.Equal(t, infratest.Timeouts{Update: "3h", Delete: "90m"}, policy.Timeouts)
		})
	}
}

func TestLogs(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	domain := graph.One(t, domainToken)
	for i, log := range []struct{ role, kind string }{
		{"index-slow", "INDEX_SLOW_LOGS"}, {"search-slow", "SEARCH_SLOW_LOGS"}, {"application", "ES_APPLICATION_LOGS"}, {"audit", "AUDIT_LOGS"},
	} {
		group := graph.Named(t, logGroupToken, "search-"+log.role+"-log")
		infratest.AssertInputs(t, group, map[string]any{
			"namePrefix": "/aws/opensearch/search-" + log.role + "-", "name": nil, "retentionInDays": 365.0, "kmsKeyId": nil, "tags.owner": "team-pay",
		})
		assert.Equal(t, map[string]any{
			"logType": log.kind, "enabled": true, "cloudwatchLogGroupArn": group.Outputs["arn"].StringValue(),
		}, domain.Value(fmt.Sprintf("logPublishingOptions[%d]", i)))
	}
	assert.Len(t, graph.OfType(logGroupToken), 4)
	assert.Empty(t, graph.OfType(logPolicyToken), "a region takes 10 policies: a domain makes none")

	assert.InDelta(t, 30.0, run(t, development).Named(t, logGroupToken, "search-audit-log").Value("retentionInDays"), 0)
	graph = run(t, func(a *searchdomain.DomainArgs) { a.LogRetentionDays, a.KMSKeyARN = 90, pulumi.String(key) })
	infratest.AssertInputs(t, graph.Named(t, logGroupToken, "search-audit-log"), map[string]any{"retentionInDays": 90.0, "kmsKeyId": key})
	graph = run(t, func(a *searchdomain.DomainArgs) { a.DisableLogs, a.LogsPolicyName = true, nil })
	assert.Empty(t, graph.OfType(logGroupToken))
	assert.Nil(t, graph.One(t, domainToken).Value("logPublishingOptions"))
}

func TestTheServiceRoleIsLookedUp(t *testing.T) {
	t.Parallel()
	asked := infratest.Respond(roleLookup, func(call infratest.Call) (map[string]any, error) {
		if call.Inputs["name"].StringValue() != "AWSServiceRoleForAmazonOpenSearchService" {
			return nil, errors.New("another role was asked for")
		}
		return map[string]any{"arn": "arn:aws:iam::123456789012:role/aws-service-role/x", "name": "x"}, nil
	})
	_, err := tryNamed(t, "search", nothing, asked)
	require.NoError(t, err)

	missing := infratest.Respond(roleLookup, func(infratest.Call) (map[string]any, error) { return nil, errors.New("NoSuchEntity") })
	graph, err := tryNamed(t, "search", nothing, missing)
	require.ErrorContains(t, err, "searchdomain: search: look up role AWSServiceRoleForAmazonOpenSearchService: a domain in a network needs it once for each account: "+
		"make it with iam.NewServiceLinkedRole for opensearchservice.amazonaws.com, or set SkipServiceRoleCheck")
	require.ErrorContains(t, err, "NoSuchEntity")
	assert.Empty(t, graph.OfType(domainToken))
	assert.Empty(t, graph.OfType(securityGroupToken), "nothing is made before the role is found")

	_, err = tryNamed(t, "search", func(a *searchdomain.DomainArgs) { a.SkipServiceRoleCheck = true }, missing)
	require.NoError(t, err)
}

// What is refused must have touched nothing: everything waits for the stash that the refusal hangs on.
func TestEverythingWaitsForTheIdentity(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *searchdomain.DomainArgs) {
		a.DisableAlarms = true
		a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": pulumi.String("sg-1")}
	})
	identity := graph.Named(t, stashToken, "search-identity")
	infratest.AssertInputs(t, identity, map[string]any{"input.VPCID": "vpc-1", "input.EngineVersion": "OpenSearch_2.19", "input.KMSKeyARN": ""})
	for _, r := range graph.All() {
		if r.Type != stashToken && r.Type != componentToken {
			assert.Contains(t, r.Dependencies, identity.URN, r.Name)
		}
	}
}

// A domain's name has 28 characters, of which the random suffix takes 8.
func TestLongNamesFit(t *testing.T) {
	t.Parallel()
	const name, other = "search-of-the-shop-for-the-whole-companx", "search-of-the-shop-for-the-whole-company"
	require.Len(t, name, 40)
	seen := map[string]bool{}
	for _, each := range []string{name, other} {
		graph, err := tryNamed(t, each, nothing)
		require.NoError(t, err)
		physical := graph.One(t, domainToken).Outputs["domainName"].StringValue()
		assert.LessOrEqual(t, len(physical), 28)
		assert.Regexp(t, `^[a-z][a-z0-9]*(-[a-z0-9]+)*$`, physical)
		assert.False(t, seen[physical[:20]], "names stay apart: %s", physical)
		seen[physical[:20]] = true
		for _, r := range graph.All() {
			if r.Type != domainToken {
				assert.True(t, strings.HasPrefix(r.Name, each), r.Name)
			}
		}
	}
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		domain, err := newDomain(ctx, "search", nothing)
		if err != nil {
			return err
		}
		ctx.Export("endpoint", domain.Endpoint)
		ctx.Export("dashboard", domain.DashboardEndpoint)
		ctx.Export("arn", domain.ARN)
		ctx.Export("name", domain.DomainName)
		ctx.Export("securityGroup", domain.SecurityGroupID)
		ctx.Export("version", domain.Resource.EngineVersion)
		return nil
	})
	domain := graph.One(t, domainToken)
	endpoint := domain.Outputs["endpoint"].StringValue()
	assert.True(t, strings.HasPrefix(endpoint, "vpc-search-domain-"), endpoint)
	assert.Equal(t, map[string]any{
		"endpoint": endpoint, "dashboard": endpoint + "/_dashboards", "arn": domain.Outputs["arn"].StringValue(),
		"name": domain.Outputs["domainName"].StringValue(), "securityGroup": graph.One(t, securityGroupToken).ID, "version": "OpenSearch_2.19",
	}, graph.Outputs().Mappable())
}

func clients(names ...string) map[string]pulumi.StringInput {
	all := map[string]pulumi.StringInput{}
	for _, name := range names {
		all[name] = pulumi.String("sg-" + name)
	}
	return all
}

func TestOnlyTheNamedClientsMayConnect(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *searchdomain.DomainArgs) { a.ClientSecurityGroupIDs = clients("web", "jobs") })
	group := graph.Named(t, securityGroupToken, "search-security-group")
	infratest.AssertInputs(t, group, map[string]any{
		"vpcId": "vpc-1", "tags.Name": "search", "tags.owner": "team-pay", "ingress": nil, "egress": nil, "name": nil,
	})
	assert.Len(t, graph.OfType(ingressToken), 2)
	for _, name := range []string{"web", "jobs"} {
		infratest.AssertInputs(t, graph.Named(t, ingressToken, "search-security-group-ingress-"+name), map[string]any{
			"securityGroupId": group.ID, "referencedSecurityGroupId": "sg-" + name, "ipProtocol": "tcp", "fromPort": 443.0, "toPort": 443.0,
			"cidrIpv4": nil, "cidrIpv6": nil, "prefixListId": nil, "description": "Clients of " + name, "tags.owner": "team-pay",
		})
	}
	assert.Empty(t, run(t, nothing).OfType(ingressToken), "nobody may, by default")
}

// Values that are known only when other resources exist are checked on their way to the resource.
func TestLateValuesAreChecked(t *testing.T) {
	t.Parallel()
	later := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	list := func(ids ...string) pulumi.StringArrayInput { return subnets(ids...).ToStringArrayOutput() }
	for name, test := range map[string]struct {
		change func(*searchdomain.DomainArgs)
		text   string
	}{
		"network": {func(a *searchdomain.DomainArgs) { a.VPCID = later("net-1") }, `searchdomain.DomainArgs.VPCID: need a network's id such as vpc-0a1b2c3d, got "net-1"`},
		"too few": {func(a *searchdomain.DomainArgs) { a.SubnetIDs = list("subnet-a", "subnet-b") }, "got [subnet-a subnet-b]"},
		"subnet":  {func(a *searchdomain.DomainArgs) { a.SubnetIDs = list("subnet-a", "subnet-b", "eni-1") }, "got [subnet-a subnet-b eni-1]"},
		"client": {func(a *searchdomain.DomainArgs) {
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": later("web")}
		}, `ClientSecurityGroupIDs["web"]: need a security group's id such as sg-0a1b2c3d, got "web"`},
		"key":         {func(a *searchdomain.DomainArgs) { a.KMSKeyARN = later("alias/data") }, "KMSKeyARN: need a key's full ARN, such as arn:aws:kms:"},
		"master":      {func(a *searchdomain.DomainArgs) { a.MasterRoleARN = later("admin") }, `MasterRoleARN: need an IAM role's ARN`},
		"access":      {func(a *searchdomain.DomainArgs) { a.AccessRoleARNs = list("*") }, `AccessRoleARNs: need an IAM role's ARN`},
		"logs policy": {func(a *searchdomain.DomainArgs) { a.LogsPolicyName = later("") }, `LogsPolicyName: need the name of a log resource policy`},
		"topic":       {func(a *searchdomain.DomainArgs) { a.AlarmTopicARN = later("alarms") }, `AlarmTopicARN: need a topic's ARN`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tryNamed(t, "search", test.change)
			require.ErrorContains(t, err, strings.Replace(test.text, "searchdomain.DomainArgs", "searchdomain: DomainArgs", 1))
		})
	}
}

func TestProfilesDoNotWeaken(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *searchdomain.DomainArgs) { development(a); a.Profile = component.Development })
	assert.Len(t, graph.OfType(logGroupToken), 4)
	assert.Len(t, graph.OfType(policyToken), 1)
	assert.Nil(t, graph.Named(t, alarmToken, "search-red-alarm").Value("alarmActions"), "without a topic alarms show and tell nobody")
}
