package externaldns

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
	"github.com/groundwork-go/groundwork/internal/podidentity"
)

// recordTypes are the records that external-dns keeps: what names lead to, and the TXT records that say whose they are.
func recordTypes() []string { return []string{"A", "AAAA", "CNAME", "TXT"} }

// changes are the changes to records that the role may make.
func (args *Args) changes() []string {
	if args.AllowDeletes {
		return []string{"CREATE", "DELETE", "UPSERT"}
	}
	return []string{"CREATE", "UPSERT"}
}

// names are the patterns of the records' names. A wildcard record is \052.example.com to IAM, which the second one fits.
func (args *Args) names() []string {
	var all []string
	for _, filter := range args.DomainFilters {
		all = append(all, filter, "*."+filter)
	}
	return all
}

// document is the policy of the role. Only the list of zones is not limited to them: Route 53 knows no resource for it.
func (args *Args) document(zones []string) (string, error) {
	change := iampolicy.Allow("ChangeRecords", []string{"route53:ChangeResourceRecordSets"}, zones...)
	change.Condition = iampolicy.Conditions{
		"ForAllValues:StringEquals": {
			"route53:ChangeResourceRecordSetsActions":     args.changes(),
			"route53:ChangeResourceRecordSetsRecordTypes": recordTypes(),
		},
		"ForAllValues:StringLike": {"route53:ChangeResourceRecordSetsNormalizedRecordNames": args.names()},
	}
	return iampolicy.Document(
		change,
		iampolicy.Allow("ReadZones", []string{"route53:ListResourceRecordSets", "route53:ListTagsForResources"}, zones...),
		iampolicy.Allow("FindZones", []string{"route53:ListHostedZones"}, "*"),
	)
}

func (b *builder) addIdentity() error {
	zones := make(pulumi.StringArray, len(b.zones))
	for i, zone := range b.zones {
		zones[i] = zone
	}
	identity, err := podidentity.New(b.ctx, b.scope, podidentity.Args{
		Tags: b.args.Tags, ClusterName: awsform.EKSClusterName.Pass(b.args.ClusterName, argsName, "ClusterName"),
		Namespace: b.namespace, ServiceAccount: b.account,
		Policy:                 zones.ToStringArrayOutput().ApplyT(b.args.document).(pulumi.StringOutput),
		PermissionsBoundaryARN: awsform.PolicyARN.PassOptional(b.args.PermissionsBoundaryARN, argsName, "PermissionsBoundaryARN"),
		Options:                b.scope.Child(pulumi.DependsOn([]pulumi.Resource{b.fixed})),
	})
	if err != nil {
		return err
	}
	b.identity = identity
	b.out.RoleARN, b.out.Role = identity.Role.Arn, identity.Role
	return nil
}
