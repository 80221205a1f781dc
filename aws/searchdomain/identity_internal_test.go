package searchdomain

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
)

func fixedFields() map[string]component.Fixed {
	fields := map[string]component.Fixed{}
	for _, f := range (&DomainArgs{VPCID: pulumi.String("vpc-1"), EngineVersion: "OpenSearch_2.19"}).withDefaults().fixed() {
		fields[f.Field] = f
	}
	return fields
}

func TestWhatNeverChanges(t *testing.T) {
	t.Parallel()
	fields := fixedFields()
	for _, field := range []string{"VPCID", "KMSKeyARN"} {
		require.Contains(t, fields, field)
		assert.Nil(t, fields[field].Allow, field)
		assert.Nil(t, fields[field].Refuse, field)
		assert.Contains(t, fields[field].Instead, "manual snapshot", field)
		assert.Contains(t, fields[field].Instead, "second domain", field)
	}
	assert.Len(t, fields, 3)
}

// The values arrive as the state keeps them.
func TestUpgradePaths(t *testing.T) {
	t.Parallel()
	refuse := fixedFields()["EngineVersion"].Refuse
	require.NotNil(t, refuse)
	for _, test := range []struct {
		old, next any
		refused   string // empty: the change is made in place
	}{
		{"OpenSearch_2.17", "OpenSearch_2.19", ""},
		{"OpenSearch_2.9", "OpenSearch_2.11", ""},
		{"OpenSearch_1.3", "OpenSearch_2.19", ""},
		{"OpenSearch_2.19", "OpenSearch_3.1", ""},
		{"OpenSearch_3.1", "OpenSearch_3.3", ""},
		{"OpenSearch_3.5", "OpenSearch_4.0", "one major version after the other"},
		{"OpenSearch_2.19", "OpenSearch_2.17", "OpenSearch_2.19\" or newer"},
		{"OpenSearch_2.11", "OpenSearch_2.9", "OpenSearch_2.11\" or newer"},
		{"OpenSearch_3.1", "OpenSearch_2.19", "OpenSearch_3.1\" or newer"},
		{"OpenSearch_1.2", "OpenSearch_2.19", "OpenSearch_1.3 first, from which 2.x is reached"},
		{"OpenSearch_2.17", "OpenSearch_3.1", "OpenSearch_2.19 first, from which 3.x is reached"},
		{"OpenSearch_1.3", "OpenSearch_3.1", "one major version after the other from OpenSearch_1.3"},
		{"OpenSearch_3.5", "OpenSearch_5.0", "one major version after the other from OpenSearch_3.5"},
		{true, "OpenSearch_2.19", "or newer"},
		{"OpenSearch_2.19", 3.0, "or newer"},
	} {
		problems := refuse(test.old, test.next)
		if test.refused == "" {
			assert.Empty(t, problems, "%v to %v", test.old, test.next)
			continue
		}
		require.Len(t, problems, 1, "%v to %v", test.old, test.next)
		assert.Equal(t, "EngineVersion", problems[0].Field)
		assert.Contains(t, problems[0].Need, test.refused)
	}
	assert.Contains(t, refuse("OpenSearch_2.19", "OpenSearch_2.17")[0].Got, "manual snapshot")
}

func TestAccountOf(t *testing.T) {
	t.Parallel()
	account, err := accountOf("arn:aws:es:eu-west-1:123456789012:domain/shop")
	require.NoError(t, err)
	assert.Equal(t, "123456789012", account)
	for _, arn := range []string{"", "shop", "arn:aws:es:eu-west-1::domain/shop"} {
		_, err = accountOf(arn)
		require.ErrorContains(t, err, "searchdomain: the domain: need an ARN with partition, region and account, got", arn)
	}
}
