package searchdomain

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/opensearch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
)

// requests are the methods of HTTP, and nothing that changes the domain itself.
const requests = "es:ESHttp*"

// addPolicy says who may send requests. It is a resource of its own, because it names the domain, and because a change of
// the domain takes an hour where this takes a minute.
func (b *builder) addPolicy() error {
	domain := b.domain.Resource
	document := pulumi.All(domain.Arn, b.masterRole(), b.accessRoles()).ApplyT(func(all []any) (string, error) {
		arn, _ := all[0].(string) // by the types of the outputs
		master, _ := all[1].(string)
		others, _ := all[2].([]string)
		return accessPolicy(arn, append([]string{master}, others...))
	}).(pulumi.StringOutput)
	_, err := opensearch.NewDomainPolicy(b.ctx, b.scope.Name("access-policy"), &opensearch.DomainPolicyArgs{
		DomainName: domain.DomainName, AccessPolicies: document,
	}, b.child(pulumi.Timeouts(&pulumi.CustomTimeouts{Update: "3h", Delete: "90m"}))...)
	return b.scope.Err("access-policy", err)
}

func (b *builder) masterRole() pulumi.StringOutput {
	return awsform.RoleARN.Pass(b.args.MasterRoleARN, argsName, "MasterRoleARN")
}

func (b *builder) accessRoles() pulumi.StringArrayOutput {
	return component.CheckStrings(b.args.AccessRoleARNs, argsName, "AccessRoleARNs", awsform.RoleARN.Need, func(arns []string) bool {
		return !slices.ContainsFunc(arns, func(arn string) bool { return !awsform.RoleARN.Pattern.MatchString(arn) })
	})
}

// accessPolicy has a statement for each role, in order, so that equal sets are equal texts.
func accessPolicy(domain string, roles []string) (string, error) {
	slices.Sort(roles)
	var statements []iampolicy.Statement
	for _, role := range slices.Compact(roles) {
		statement := iampolicy.Allow("", []string{requests}, domain+"/*")
		statement.Principal = map[string]string{"AWS": role}
		statements = append(statements, statement)
	}
	return iampolicy.Document(statements...)
}
