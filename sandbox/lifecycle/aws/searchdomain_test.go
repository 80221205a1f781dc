package aws_test

import (
	"context"
	"maps"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

const domainStack = "acme/products/production"

// domainSettings are the object products:domain.
type domainSettings struct {
	VPC     string   `yaml:"vpc" default:"vpc-0a1b2c3d"`
	Version string   `yaml:"version" default:"OpenSearch_2.17"`
	Nodes   int      `yaml:"nodes"`
	Volume  int      `yaml:"volume" default:"100"`
	Warm    int      `yaml:"warm"`
	Readers []string `yaml:"readers"`
	Clients []string `yaml:"clients"`
	Days    int      `yaml:"log_days" default:"365"`
	Key     string   `yaml:"key"`
	Protect bool     `yaml:"protect" default:"true"`
}

func domainProgram(ctx *pulumi.Context) error {
	s, err := stackconfig.Load[domainSettings](ctx, "domain")
	if err != nil {
		return err
	}
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "search",
	})
	if err != nil {
		return err
	}
	logs, err := searchdomain.NewLogsPolicy(ctx, "logs", &searchdomain.LogsPolicyArgs{})
	if err != nil {
		return err
	}
	args := &searchdomain.DomainArgs{
		Tags: tags, VPCID: pulumi.String(s.VPC), SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e", "subnet-2c3d4e5f"}),
		EngineVersion: s.Version, MasterRoleARN: pulumi.String("arn:aws:iam::123456789012:role/search-admin"), AccessRoleARNs: pulumi.ToStringArray(s.Readers),
		Data: searchdomain.Data{Count: s.Nodes, VolumeGB: s.Volume}, LogsPolicyName: logs.PolicyName, LogRetentionDays: s.Days,
		AlarmTopicARN: pulumi.String("arn:aws:sns:eu-west-1:123456789012:oncall"), DisableProtection: !s.Protect,
		ClientSecurityGroupIDs: map[string]pulumi.StringInput{},
	}
	for _, client := range s.Clients {
		args.ClientSecurityGroupIDs[client] = pulumi.String("sg-" + client)
	}
	if s.Warm > 0 {
		args.Warm = &searchdomain.Warm{Count: s.Warm}
	}
	if s.Key != "" {
		args.KMSKeyARN = pulumi.String(s.Key)
	}
	_, err = searchdomain.NewDomain(ctx, "products", args)
	return err
}

func domainWith(t *testing.T, changes map[string]any) map[string]string {
	t.Helper()
	all := map[string]any{}
	maps.Copy(all, changes)
	return map[string]string{"products:domain": lifecycletest.JSON(t, all)}
}

// Each change touches what it is about, in place: the data stays where it is.
func TestAWSSearchChanges(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change map[string]any
		want   map[string]string
	}{
		"a newer version": {map[string]any{"version": "OpenSearch_2.19"}, map[string]string{"products-identity": "update", "products-domain": "update"}},
		"more nodes":      {map[string]any{"nodes": 6}, map[string]string{"products-domain": "update", "products-nodes-alarm": "update"}},
		"larger volumes":  {map[string]any{"volume": 200}, map[string]string{"products-domain": "update", "products-storage-alarm": "update"}},
		"warm nodes":      {map[string]any{"warm": 2}, map[string]string{"products-domain": "update", "products-nodes-alarm": "update"}},
		"a reader": {
			map[string]any{"readers": []string{"arn:aws:iam::123456789012:role/reader"}}, map[string]string{"products-access-policy": "update"},
		},
		"a client": {map[string]any{"clients": []string{"web"}}, map[string]string{"products-security-group-ingress-web": "create"}},
		"longer logs": {map[string]any{"log_days": 731}, map[string]string{
			"products-application-log": "update", "products-audit-log": "update", "products-index-slow-log": "update", "products-search-slow-log": "update",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, domainStack, sandbox.Func(domainProgram))
			preview, err := s.Cloud.Preview(context.Background(), s.Name, s.Program, sandbox.WithConfig(domainWith(t, nil)))
			require.NoError(t, err)
			before := s.Up(domainWith(t, nil))
			assert.Equal(t, preview.Changes, before.Changes, "the preview tells what the update does")
			after := s.Up(domainWith(t, c.change))
			assert.Equal(t, c.want, lifecycletest.Touched(after))
			for _, r := range before.Resources {
				if r.Type == "aws:opensearch/domain:Domain" {
					assert.Equal(t, r.ID, lifecycletest.Find(t, after, r.URN.Name()).ID)
				}
			}
			s.AssertConverged(domainWith(t, c.change))
		})
	}
}

// What would make a new, empty domain is refused with what to do instead.
func TestAWSSearchReplacementIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change map[string]any
		want   string
	}{
		"another network": {map[string]any{"vpc": "vpc-9f8e7d6c"}, `DomainArgs.VPCID: need "vpc-0a1b2c3d", the value it was created with, got "vpc-9f8e7d6c"`},
		"a key": {
			map[string]any{"key": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"}, "DomainArgs.KMSKeyARN: need nothing",
		},
		"an older version":           {map[string]any{"version": "OpenSearch_2.15"}, `DomainArgs.EngineVersion: need "OpenSearch_2.17" or newer, got "OpenSearch_2.15"`},
		"a version that is not next": {map[string]any{"version": "OpenSearch_3.1"}, "2.19"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, domainStack, sandbox.Func(domainProgram))
			s.Up(domainWith(t, nil))
			before := s.Cloud.Objects()
			_, err := s.Cloud.Preview(t.Context(), s.Name, s.Program, sandbox.WithConfig(domainWith(t, c.change)))
			require.ErrorContains(t, err, c.want)
			_, err = s.TryUp(domainWith(t, c.change))
			require.ErrorContains(t, err, c.want)
			assert.Equal(t, before, s.Cloud.Objects(), "nothing was touched")
			s.AssertConverged(domainWith(t, nil))
		})
	}
}

func TestAWSSearchIsProtected(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, domainStack, sandbox.Func(domainProgram))
	s.Up(domainWith(t, nil))
	require.ErrorContains(t, s.Destroy(), "protected")
	s.Up(domainWith(t, map[string]any{"protect": false}))
	require.NoError(t, s.Destroy())
	assert.Empty(t, s.Cloud.Objects())
}

func TestAWSSearchInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	program := sandbox.Func(domainProgram)
	lifecycletest.EveryStep(t, domainStack, program, nil, domainWith(t, nil))
	lifecycletest.EveryStep(t, domainStack, program, domainWith(t, nil), domainWith(t, map[string]any{
		"version": "OpenSearch_2.19", "nodes": 6, "volume": 200, "warm": 2, "clients": []string{"web"}, "readers": []string{"arn:aws:iam::123456789012:role/reader"},
	}))
}

func TestSearchExamplesLifecycle(t *testing.T) {
	t.Parallel()
	for name, project := range map[string]string{
		"aws-search/staging": "aws-search", "aws-search/production": "aws-search", "elastic-cloud/staging": "elastic-cloud",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, name, lifecycletest.Prebuilt(t, project))
			assert.Empty(t, s.Up(nil).Unmodelled)
			s.AssertConverged(nil)
		})
	}
}
