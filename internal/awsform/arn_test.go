package awsform_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/awsform"
)

func TestLocate(t *testing.T) {
	t.Parallel()
	where, err := awsform.Locate("shop", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a:b")
	require.NoError(t, err)
	assert.Equal(t, awsform.Location{Partition: "aws", Region: "eu-central-1", Account: "123456789012"}, where)
	for _, arn := range []string{"", "web", "arn:aws:s3:::b", "arn::logs:eu-central-1:123456789012:x", "arn:aws:logs::123456789012:x", "arn:aws:logs:eu-central-1::x"} {
		_, err := awsform.Locate("shop: the log group", arn)
		require.ErrorContains(t, err, "shop: the log group: need an ARN with partition, region and account, got", arn)
	}
}
