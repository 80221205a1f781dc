// Package awsform knows the forms of the ids and ARNs that several blocks take, and the periods that logs can be kept.
package awsform

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// Form is how an id or an ARN looks.
type Form struct {
	Need    string // in words
	Pattern *regexp.Regexp
}

// Check records a literal that has another form.
func (f Form) Check(p *component.Problems, field string, in pulumi.StringInput) {
	p.MatchInput(field, f.Need, in, f.Pattern)
}

// Require records an input that is missing, and a literal that has another form.
func (f Form) Require(p *component.Problems, field string, in pulumi.StringInput) {
	if p.Require(field, f.Need, in) {
		f.Check(p, field, in)
	}
}

// Pass hands an input on to a resource; one that is known only later is checked on its way.
func (f Form) Pass(in pulumi.StringInput, args, field string) pulumi.StringOutput {
	return component.CheckMatch(in, args, field, f.Need, f.Pattern)
}

// PassOptional is Pass for an input that may be left out.
func (f Form) PassOptional(in pulumi.StringInput, args, field string) pulumi.StringPtrInput {
	if !component.Given(in) {
		return nil
	}
	return f.Pass(in, args, field).ToStringPtrOutput()
}

// AnyPartition begins the pattern of an ARN.
const AnyPartition = `^arn:aws[a-z-]*:`

// The forms. Ids have been 8 and are 17 hexadecimal digits; the cloud knows better how many it will be next.
var (
	VPCID           = Form{"a network's id such as vpc-0a1b2c3d", regexp.MustCompile(`^vpc-[0-9a-z]+$`)}
	SubnetID        = Form{"a subnet's id such as subnet-0a1b2c3d", regexp.MustCompile(`^subnet-[0-9a-z]+$`)}
	SecurityGroupID = Form{"a security group's id such as sg-0a1b2c3d", regexp.MustCompile(`^sg-[0-9a-z]+$`)}
	KeyARN          = Form{
		"a key's full ARN, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
		regexp.MustCompile(AnyPartition + `kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$`),
	}
	RoleARN = Form{
		"an IAM role's ARN, such as arn:aws:iam::123456789012:role/deployer", regexp.MustCompile(AnyPartition + `iam::[0-9]{12}:role/[\w+=,.@/-]+$`),
	}
	PolicyARN = Form{
		"an IAM policy's ARN, such as arn:aws:iam::123456789012:policy/boundary",
		regexp.MustCompile(AnyPartition + `iam::([0-9]{12}|aws):policy/[\w+=,.@/-]+$`),
	}
	Region         = Form{"an AWS region such as eu-west-1", regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-[0-9]+$`)}
	EKSClusterName = Form{"an EKS cluster's name", regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$`)}
	TopicARN       = Form{
		"a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms",
		regexp.MustCompile(AnyPartition + `sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+(\.fifo)?$`),
	}
)

// logRetentionDays are the periods that CloudWatch Logs offers, by the reference of PutRetentionPolicy.
func logRetentionDays() []int {
	return []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
}

// CheckLogRetention records a period that CloudWatch Logs does not offer.
func CheckLogRetention(p *component.Problems, field string, days int) {
	if slices.Contains(logRetentionDays(), days) {
		return
	}
	offered := strings.ReplaceAll(strings.Trim(fmt.Sprint(logRetentionDays()), "[]"), " ", ", ")
	p.Add(field, "a number of days that CloudWatch Logs offers: "+offered, days)
}
