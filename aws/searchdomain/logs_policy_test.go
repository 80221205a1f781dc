package searchdomain_test

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/infratest"
)

const callerLookup = "aws:index/getCallerIdentity:getCallerIdentity"

func logsPolicy(args *searchdomain.LogsPolicyArgs) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		_, err := searchdomain.NewLogsPolicy(ctx, "search-logs", args)
		return err
	}
}

func TestLogsPolicy(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, logsPolicy(&searchdomain.LogsPolicyArgs{}))
	policy := graph.Named(t, logPolicyToken, "search-logs-policy")
	assert.Equal(t, "project-test-search-logs", policy.Value("policyName"))
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Sid":"OpenSearchLogs","Effect":"Allow","Principal":{"Service":"es.amazonaws.com"},
		"Action":["logs:CreateLogStream","logs:PutLogEvents","logs:PutLogEventsBatch"],"Resource":["arn:aws:logs:*:123456789012:log-group:/aws/opensearch/*"],
		"Condition":{"StringEquals":{"aws:SourceAccount":["123456789012"]},"ArnLike":{"aws:SourceArn":["arn:aws:es:*:123456789012:domain/*"]}}}]}`,
		policy.Value("policyDocument").(string))

	graph = infratest.Run(t, logsPolicy(&searchdomain.LogsPolicyArgs{PolicyName: "opensearch"}))
	assert.Equal(t, "opensearch", graph.One(t, logPolicyToken).Value("policyName"))
}

func TestLogsPolicyInAnotherPartition(t *testing.T) {
	t.Parallel()
	china := infratest.Respond(callerLookup, func(infratest.Call) (map[string]any, error) {
		return map[string]any{"accountId": "210987654321", "arn": "arn:aws-cn:sts::210987654321:assumed-role/x/y", "id": "x", "userId": "y"}, nil
	})
	graph := infratest.Run(t, logsPolicy(&searchdomain.LogsPolicyArgs{}), china)
	document := graph.One(t, logPolicyToken).Value("policyDocument")
	assert.Contains(t, document, "arn:aws-cn:logs:*:210987654321:log-group:/aws/opensearch/*")
	assert.Contains(t, document, "arn:aws-cn:es:*:210987654321:domain/*")
}

func TestLogsPolicyRefusals(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(logsPolicy(&searchdomain.LogsPolicyArgs{PolicyName: "open search"}))
	require.ErrorContains(t, err, `searchdomain: search-logs: LogsPolicyArgs.PolicyName: need 1 to 255 letters, digits and ._-, got "open search"`)
	_, err = infratest.TryRun(logsPolicy(&searchdomain.LogsPolicyArgs{}), infratest.Respond(callerLookup, func(infratest.Call) (map[string]any, error) {
		return nil, errors.New("no credentials")
	}))
	require.ErrorContains(t, err, "searchdomain: search-logs: create policy: ")
}

// The service refuses a log group that no policy covers, so the domain is made after the policy that it names.
func TestTheDomainWaitsForThePolicy(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		logs, err := searchdomain.NewLogsPolicy(ctx, "search-logs", &searchdomain.LogsPolicyArgs{})
		if err != nil {
			return err
		}
		_, err = newDomain(ctx, "search", func(a *searchdomain.DomainArgs) { a.LogsPolicyName = logs.PolicyName })
		return err
	})
	assert.Contains(t, graph.One(t, domainToken).PropertyDependencies["logPublishingOptions"], graph.One(t, logPolicyToken).URN)
}

// A policy for other groups is found out as AWS does.
func TestAPolicyThatDoesNotCoverTheLogs(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		var other pulumi.CustomResourceState
		inputs := pulumi.Map{"policyName": pulumi.String("other"), "policyDocument": pulumi.String(`{"Statement":[]}`)}
		if err := ctx.RegisterResource(logPolicyToken, "other", inputs, &other); err != nil {
			return err
		}
		_, err := newDomain(ctx, "search", func(a *searchdomain.DomainArgs) {
			a.LogsPolicyName = other.ID().ToStringOutput()
		})
		return err
	})
	require.ErrorContains(t, err, "The Resource Access Policy specified for the CloudWatch Logs log group /aws/opensearch/search-")
}
