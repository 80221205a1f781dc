package iampolicy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/iampolicy"
)

func TestDocument(t *testing.T) {
	t.Parallel()
	text, err := iampolicy.Document(
		iampolicy.Allow("Read", []string{"s3:GetObject"}, "arn:aws:s3:::a/*", "arn:aws:s3:::b/*"),
		iampolicy.Statement{
			Effect: "Allow", Principal: map[string]string{"Service": "pods.eks.amazonaws.com"}, Action: []string{"sts:AssumeRole"},
			Condition: iampolicy.Conditions{"StringEquals": {"aws:SourceAccount": {"123456789012"}}},
		},
	)
	require.NoError(t, err)
	assert.Equal(t, `{"Version":"2012-10-17","Statement":[`+
		`{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]},`+
		`{"Effect":"Allow","Principal":{"Service":"pods.eks.amazonaws.com"},"Action":["sts:AssumeRole"],`+
		`"Condition":{"StringEquals":{"aws:SourceAccount":["123456789012"]}}}]}`, text)
}
