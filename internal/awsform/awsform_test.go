package awsform_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

func TestForms(t *testing.T) {
	t.Parallel()
	key := "1234abcd-12ab-34cd-56ef-1234567890ab"
	for name, c := range map[string]struct {
		form      awsform.Form
		good, bad []string
	}{
		"network": {awsform.VPCID, []string{"vpc-0a1b2c3d", "vpc-0123456789abcdef0"}, []string{"", "vpc-", "subnet-0a1b2c3d", "vpc-0A"}},
		"subnet":  {awsform.SubnetID, []string{"subnet-0a1b2c3d"}, []string{"", "subnet_0a", "vpc-0a"}},
		"group":   {awsform.SecurityGroupID, []string{"sg-0a1b2c3d"}, []string{"", "sgr-0a", "default"}},
		"key": {
			awsform.KeyARN,
			[]string{"arn:aws:kms:eu-west-1:123456789012:key/" + key, "arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-" + strings.ReplaceAll(key, "-", "")},
			[]string{key, "alias/shop", "arn:aws:kms:eu-west-1:123456789012:alias/shop", "arn:aws:kms:eu-west-1:1234:key/" + key},
		},
		"topic": {
			awsform.TopicARN, []string{"arn:aws:sns:eu-west-1:123456789012:alarms", "arn:aws-us-gov:sns:us-gov-west-1:123456789012:a_b.fifo"},
			[]string{"alarms", "arn:aws:sqs:eu-west-1:123456789012:alarms", "arn:aws:sns:eu-west-1:123456789012:"},
		},
		"policy": {
			awsform.PolicyARN, []string{"arn:aws:iam::123456789012:policy/boundary", "arn:aws-cn:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"},
			[]string{"boundary", "arn:aws:iam::123456789012:role/boundary", "arn:aws:iam::1234:policy/boundary"},
		},
		"region":  {awsform.Region, []string{"eu-west-1", "us-gov-east-1", "cn-north-1"}, []string{"", "Ireland", "eu-west", "eu-west-1a"}},
		"cluster": {awsform.EKSClusterName, []string{"blue", "0-Blue_1"}, []string{"", "-blue", "blue.1", strings.Repeat("b", 101)}},
		"role": {
			awsform.RoleARN, []string{"arn:aws:iam::123456789012:role/deployer", "arn:aws-cn:iam::123456789012:role/teams/shop/ci_1.2@x"},
			[]string{"deployer", "arn:aws:iam::123456789012:user/ci", "arn:aws:iam::123456789012:role/", "arn:aws:iam::1234:role/ci"},
		},
	} {
		for _, value := range c.good {
			assert.NoError(t, check(c.form, pulumi.String(value)), "%s %q", name, value)
		}
		for _, value := range c.bad {
			err := check(c.form, pulumi.String(value))
			require.ErrorContains(t, err, "shop: Args.Field: need "+c.form.Need, "%s %q", name, value)
			_, err = internals.UnsafeAwaitOutput(t.Context(), c.form.Pass(pulumi.String(value).ToStringOutput(), "shop.Args", "Field"))
			require.ErrorContains(t, err, c.form.Need, "%s %q, known later", name, value)
		}
	}
}

func check(form awsform.Form, in pulumi.StringInput) error {
	p := component.NewProblems("shop", "Args")
	form.Check(p, "Field", in)
	return p.Err()
}

func TestWhatIsLeftOutStaysOut(t *testing.T) {
	t.Parallel()
	assert.Nil(t, awsform.KeyARN.PassOptional(nil, "shop.Args", "Field"))
	passed := awsform.VPCID.PassOptional(pulumi.String("vpc-1"), "shop.Args", "Field")
	result, err := internals.UnsafeAwaitOutput(t.Context(), passed.ToStringPtrOutput())
	require.NoError(t, err)
	assert.Equal(t, "vpc-1", *result.Value.(*string))
}

func TestLogRetention(t *testing.T) {
	t.Parallel()
	for days, good := range map[int]bool{1: true, 365: true, 3653: true, 0: false, 2: false, 366: false, -1: false} {
		p := component.NewProblems("shop", "Args")
		awsform.CheckLogRetention(p, "LogRetentionDays", days)
		assert.Equal(t, good, p.Err() == nil, days)
	}
}
