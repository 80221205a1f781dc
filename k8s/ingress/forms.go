package ingress

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// The forms of ids and ARNs.
var (
	securityGroupID = awsform.SecurityGroupID
	certificateARN  = awsform.Form{
		Need:    "a certificate of ACM, arn:aws:acm:REGION:ACCOUNT:certificate/ID",
		Pattern: regexp.MustCompile(awsform.AnyPartition + `acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$`),
	}
	webACLARN = awsform.Form{
		Need:    "a web ACL of the region, arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID",
		Pattern: regexp.MustCompile(awsform.AnyPartition + `wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/[A-Za-z0-9_-]+/[A-Za-z0-9-]+$`),
	}
	targetGroupARN = awsform.Form{
		Need:    "a target group, arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/ID",
		Pattern: regexp.MustCompile(awsform.AnyPartition + `elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:targetgroup/[A-Za-z0-9-]+/[0-9a-f]+$`),
	}
	trustStoreARN = awsform.Form{
		Need:    "a trust store, arn:aws:elasticloadbalancing:REGION:ACCOUNT:truststore/NAME/ID",
		Pattern: regexp.MustCompile(awsform.AnyPartition + `elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:truststore/[A-Za-z0-9-]+/[0-9a-f]+$`),
	}
	userPoolARN = awsform.Form{
		Need:    "a user pool, arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID",
		Pattern: regexp.MustCompile(awsform.AnyPartition + `cognito-idp:[a-z0-9-]+:[0-9]{12}:userpool/[A-Za-z0-9_-]+$`),
	}
	prefixListID = awsform.Form{Need: "a prefix list's id such as pl-0a1b2c3d", Pattern: regexp.MustCompile(`^pl-[0-9a-z]+$`)}
	ipamPoolID   = awsform.Form{Need: "a pool's id such as ipam-pool-0a1b2c3d", Pattern: regexp.MustCompile(`^ipam-pool-[0-9a-z]+$`)}
	bucketName   = awsform.Form{Need: "a bucket's name", Pattern: regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)}
)

const needSubnets = "2 or more different subnets, each in a zone of its own"

// enoughSubnets is the check of subnets that are known only later.
func enoughSubnets(ids []string) bool {
	different := map[string]bool{}
	for _, id := range ids {
		different[id] = true
	}
	return len(different) > 1 && !slices.ContainsFunc(ids, func(id string) bool { return !awsform.SubnetID.Pattern.MatchString(id) })
}

// pass hands an input on; one that is known only later is checked on its way.
func pass(in pulumi.StringInput, form awsform.Form, args, field string) pulumi.StringInput {
	if _, known := component.Known(in); known {
		return in
	}
	return form.Pass(in, args, field)
}

func passAll(all []pulumi.StringInput, form awsform.Form, field string) pulumi.StringArray {
	var passed pulumi.StringArray
	for i, in := range all {
		passed = append(passed, pass(in, form, argsName, indexed(field, i)))
	}
	return passed
}

// requireAll records entries of a list that are missing, have another form, or come twice.
func requireAll(p *component.Problems, field string, all []pulumi.StringInput, form awsform.Form) {
	seen := map[any]bool{}
	for i, in := range all {
		form.Require(p, indexed(field, i), in)
		if value, known := component.Known(in); known && value != nil {
			if seen[value] {
				p.Addf(indexed(field, i), "each one once", "%q again", value)
			}
			seen[value] = true
		}
	}
}

// The paths of nested fields.
func indexed(field string, i int) string { return fmt.Sprintf("%s[%d]", field, i) }
func entry(field, key string) string     { return fmt.Sprintf("%s[%q]", field, key) }
func pathField(rule, path int, name string) string {
	return fmt.Sprintf("Rules[%d].Paths[%d].%s", rule, path, name)
}
