package ekscluster

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
)

// stsAudience is who the tokens of service accounts are meant for, as EKS issues them.
const stsAudience = "sts.amazonaws.com"

// addIssuer lets IAM trust the cluster's service accounts. No thumbprint is given: IAM knows the certificate authorities that EKS
// is served by, and a thumbprint would have to be read from a cluster that is not there yet in the first preview.
func (b *builder) addIssuer() error {
	if !b.args.IRSA {
		return nil
	}
	const role = "issuer"
	provider, err := iam.NewOpenIdConnectProvider(b.ctx, b.scope.Name(role), &iam.OpenIdConnectProviderArgs{
		ClientIdLists: pulumi.ToStringArray([]string{stsAudience}), Url: b.cluster.OIDCIssuer, Tags: b.tags(role),
	}, b.child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.cluster.OIDCProviderARN, b.cluster.issuer = provider.Arn, true
	return nil
}

// The names of Kubernetes objects (DNS-1123).
var (
	namespaceName      = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)
	serviceAccountName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
)

// ServiceAccountTrust is the policy by which an IAM role trusts one service account of the cluster, for
// iam.RoleArgs.AssumeRolePolicy. It is meant for software that cannot use Pod Identity, and needs IRSA in the arguments. Put
// the role's ARN into the service account's annotation eks.amazonaws.com/role-arn. The trust is in this one cluster: a role
// that two slots use needs Pod Identity, or a role for each.
func (c *Cluster) ServiceAccountTrust(namespace, serviceAccount string) (pulumi.StringOutput, error) {
	var problems []error
	need := func(field, need string, ok bool, got string) {
		if !ok {
			problems = append(problems, &component.FieldError{Args: block, Field: "ServiceAccountTrust." + field, Need: need, Got: fmt.Sprintf("%q", got)})
		}
	}
	need("namespace", "a namespace's name, without wildcards", namespaceName.MatchString(namespace), namespace)
	need("serviceAccount", "a service account's name, without wildcards", serviceAccountName.MatchString(serviceAccount), serviceAccount)
	if c == nil || !c.issuer {
		problems = append(problems, &component.FieldError{Args: block, Field: "ServiceAccountTrust", Need: "a cluster with IRSA", Got: "one without"})
	}
	if err := errors.Join(problems...); err != nil {
		return pulumi.StringOutput{}, err
	}
	return pulumi.All(c.OIDCProviderARN, c.OIDCIssuer).ApplyT(func(known []any) (string, error) {
		issuer := strings.TrimPrefix(fmt.Sprint(known[1]), "https://")
		return iampolicy.Document(iampolicy.Statement{
			Sid: "ServiceAccount", Effect: "Allow", Principal: map[string]string{"Federated": fmt.Sprint(known[0])},
			Action: []string{"sts:AssumeRoleWithWebIdentity"},
			Condition: iampolicy.Conditions{"StringEquals": {
				issuer + ":sub": {"system:serviceaccount:" + namespace + ":" + serviceAccount},
				issuer + ":aud": {stsAudience},
			}},
		})
	}).(pulumi.StringOutput), nil
}
