package searchdomain_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[searchdomain.DomainArgs, *searchdomain.Domain]{
		Token:    "groundwork:aws/searchdomain:Domain",
		New:      searchdomain.NewDomain,
		Args:     fewestArgs,
		Required: []string{"Tags", "VPCID", "SubnetIDs", "EngineVersion", "MasterRoleARN", "Data.VolumeGB", "LogsPolicyName", "AlarmTopicARN"},
		Golden:   "testdata/golden/production.json",
	})
}

// TestConformanceOfEverything holds the block to the same rules with all of its children and inputs.
func TestConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[searchdomain.DomainArgs, *searchdomain.Domain]{
		Token: "groundwork:aws/searchdomain:Domain",
		New:   searchdomain.NewDomain,
		Args: func(ctx *pulumi.Context, tags tagging.Set) *searchdomain.DomainArgs {
			a := fewestArgs(ctx, tags)
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": pulumi.String("sg-1"), "jobs": pulumi.String("sg-2").ToStringOutput()}
			a.AccessRoleARNs = pulumi.ToStringArray([]string{"arn:aws:iam::123456789012:role/web"})
			a.Data = searchdomain.Data{InstanceType: "im4gn.xlarge.search", Count: 6}
			a.Masters = searchdomain.Masters{InstanceType: "m6g.xlarge.search", Count: 5}
			a.Warm = &searchdomain.Warm{Count: 3, Cold: true}
			a.KMSKeyARN, a.LogsPolicyName = pulumi.String(key).ToStringOutput(), pulumi.String("opensearch-logs").ToStringOutput()
			a.OffPeakStart, a.LogRetentionDays = "01:30", 90
			return a
		},
		Golden: "testdata/golden/everything.json",
	})
}

// TestConformanceInDevelopment holds the smallest domain to the same rules.
func TestConformanceInDevelopment(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[searchdomain.DomainArgs, *searchdomain.Domain]{
		Token: "groundwork:aws/searchdomain:Domain",
		New:   searchdomain.NewDomain,
		Args: func(ctx *pulumi.Context, tags tagging.Set) *searchdomain.DomainArgs {
			a := fewestArgs(ctx, tags)
			development(a)
			return a
		},
		Required: []string{"Tags", "VPCID", "SubnetIDs", "EngineVersion", "MasterRoleARN", "Data.VolumeGB", "LogsPolicyName"},
		Golden:   "testdata/golden/development.json",
	})
}

func TestConformanceOfTheLogsPolicy(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[searchdomain.LogsPolicyArgs, *searchdomain.LogsPolicy]{
		Token:  "groundwork:aws/searchdomain:LogsPolicy",
		New:    searchdomain.NewLogsPolicy,
		Args:   func(*pulumi.Context, tagging.Set) *searchdomain.LogsPolicyArgs { return &searchdomain.LogsPolicyArgs{} },
		Golden: "testdata/golden/logs_policy.json",
	})
}
