package ekscluster

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
	"github.com/groundwork-go/groundwork/internal/naming"
)

const (
	suffixBytes = 4
	apiPort     = 443
)

// addName makes the physical name. The log group must have it before the cluster is there, so it cannot be left to the
// provider; its end is random, because a name is used once in an account and region, and it is kept in the state, so that
// it outlives a rename of the stack or the project.
func (b *builder) addName() error {
	const role = "name"
	suffix, err := random.NewRandomId(b.ctx, b.scope.Name(role), &random.RandomIdArgs{ByteLength: pulumi.Int(suffixBytes)}, b.child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.physicalName = pulumi.Sprintf("%s-%s", naming.Truncate(b.name, naming.MaxEKSCluster-1-2*suffixBytes), suffix.Hex)
	return nil
}

// addKey makes the key of Kubernetes secrets, unless there is one, and lets the cluster's role use it. The key's policy is
// KMS's own, which leaves access to IAM policies: what EKS asks for.
func (b *builder) addKey() error {
	const role, policyRole = "key", "key-policy"
	if !component.Given(b.args.KMSKeyARN) {
		key, err := kms.NewKey(b.ctx, b.scope.Name(role), &kms.KeyArgs{
			Description:          pulumi.String("Kubernetes secrets of " + b.name),
			EnableKeyRotation:    pulumi.Bool(true),
			DeletionWindowInDays: pulumi.Int(component.ByProfile(b.args.Profile, 30, 7)),
			Tags:                 b.tags(role),
		}, b.child()...)
		if err != nil {
			return b.scope.Err(role, err)
		}
		b.keyARN = key.Arn
	} else {
		b.keyARN = awsform.KeyARN.Pass(b.args.KMSKeyARN, block+"."+argsName, "KMSKeyARN")
	}
	document := b.keyARN.ApplyT(func(arn string) (string, error) {
		return iampolicy.Document(iampolicy.Allow("Secrets", []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"}, arn))
	}).(pulumi.StringOutput)
	policy, err := iam.NewRolePolicy(b.ctx, naming.AutoNameBase(b.scope.Name(policyRole), naming.MaxIAMRolePolicy), &iam.RolePolicyArgs{
		Role: b.clusterRole.Name, Policy: document,
	}, b.child()...)
	if err != nil {
		return b.scope.Err(policyRole, err)
	}
	b.clusterRights = append(b.clusterRights, policy)
	return nil
}

// addLogs makes the log group under the name that EKS writes to. Were it not there first, EKS would make one that keeps
// everything for ever.
func (b *builder) addLogs() error {
	const role = "logs"
	group, err := cloudwatch.NewLogGroup(b.ctx, b.scope.Name(role), &cloudwatch.LogGroupArgs{
		Name:            pulumi.Sprintf("/aws/eks/%s/cluster", b.physicalName),
		RetentionInDays: pulumi.Int(b.args.LogRetentionDays),
		KmsKeyId:        awsform.KeyARN.PassOptional(b.args.LogKMSKeyARN, block+"."+argsName, "LogKMSKeyARN"),
		Tags:            b.args.Tags.AWS(),
	}, b.child()...)
	b.logs = group
	return b.scope.Err(role, err)
}

func (b *builder) addCluster() error {
	const role = "cluster"
	options := []pulumi.ResourceOption{
		// The role's rights and the log group are there before the cluster, and go after it.
		pulumi.DependsOn(append(slices.Clone(b.clusterRights), b.logs)),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "45m", Update: "120m", Delete: "45m"}),
	}
	if b.args.protected() {
		options = append(options, pulumi.Protect(true))
	}
	made, err := eks.NewCluster(b.ctx, b.scope.Name(role), b.clusterArgs(role), b.child(options...)...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	c := b.cluster
	c.Cluster, c.Name, c.ARN, c.Endpoint, c.Version = made, made.Name, made.Arn, made.Endpoint, made.Version
	c.CertificateAuthority = made.CertificateAuthority.Data().Elem()
	c.OIDCIssuer = issuerOf(made)
	c.SecurityGroupID = made.VpcConfig.ClusterSecurityGroupId().Elem()
	c.Slot, c.Generation = pulumi.String(b.args.Slot).ToStringOutput(), pulumi.Int(b.args.Generation).ToIntOutput()
	c.Identifier, c.Draining = pulumi.String(b.name).ToStringOutput(), pulumi.Bool(b.args.Draining).ToBoolOutput()
	return nil
}

// issuerOf is the URL of the issuer; empty while the provider has no list of them, where Index of the SDK panics.
func issuerOf(made *eks.Cluster) pulumi.StringOutput {
	return made.Identities.ApplyT(func(identities []eks.ClusterIdentity) string {
		for _, identity := range identities {
			for _, oidc := range identity.Oidcs {
				if oidc.Issuer != nil {
					return *oidc.Issuer
				}
			}
		}
		return ""
	}).(pulumi.StringOutput)
}

func (b *builder) clusterArgs(role string) *eks.ClusterArgs {
	a := b.args
	network := &eks.ClusterVpcConfigArgs{
		SubnetIds:             clusterSubnets.pass(a.SubnetIDs, "SubnetIDs"),
		EndpointPrivateAccess: pulumi.Bool(true),
		EndpointPublicAccess:  pulumi.Bool(len(a.AllowPublicEndpoint) > 0),
	}
	if len(a.AllowPublicEndpoint) > 0 {
		network.PublicAccessCidrs = pulumi.ToStringArray(a.AllowPublicEndpoint)
	}
	args := &eks.ClusterArgs{
		Name:      b.physicalName,
		RoleArn:   b.clusterRole.Arn,
		Version:   pulumi.String(a.KubernetesVersion),
		VpcConfig: network,
		AccessConfig: &eks.ClusterAccessConfigArgs{
			AuthenticationMode:                      pulumi.String("API"),
			BootstrapClusterCreatorAdminPermissions: pulumi.Bool(false), // sent, because the provider's default is true
		},
		BootstrapSelfManagedAddons: pulumi.Bool(false),
		EnabledClusterLogTypes:     pulumi.ToStringArray([]string{"api", "audit", "authenticator", "controllerManager", "scheduler"}),
		EncryptionConfig: &eks.ClusterEncryptionConfigArgs{
			Provider:  &eks.ClusterEncryptionConfigProviderArgs{KeyArn: b.keyARN},
			Resources: pulumi.ToStringArray([]string{"secrets"}),
		},
		UpgradePolicy:    &eks.ClusterUpgradePolicyArgs{SupportType: pulumi.String("STANDARD")},
		ZonalShiftConfig: &eks.ClusterZonalShiftConfigArgs{Enabled: pulumi.Bool(true)},
		Tags:             b.tags(role),
	}
	if a.ServiceCIDR != "" {
		args.KubernetesNetworkConfig = &eks.ClusterKubernetesNetworkConfigArgs{
			IpFamily: pulumi.String("ipv4"), ServiceIpv4Cidr: pulumi.String(a.ServiceCIDR),
		}
	}
	return args
}

// addClients lets others than the nodes reach the API server in the network.
func (b *builder) addClients() error {
	for _, name := range slices.Sorted(maps.Keys(b.args.ClientSecurityGroupIDs)) {
		role, field := "client-"+name, fmt.Sprintf("ClientSecurityGroupIDs[%q]", name)
		_, err := vpc.NewSecurityGroupIngressRule(b.ctx, b.scope.Name(role), &vpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId: b.cluster.SecurityGroupID,
			Description:     pulumi.String("API server for " + name),
			IpProtocol:      pulumi.String("tcp"), FromPort: pulumi.Int(apiPort), ToPort: pulumi.Int(apiPort),
			ReferencedSecurityGroupId: awsform.SecurityGroupID.PassOptional(b.args.ClientSecurityGroupIDs[name], block+"."+argsName, field),
			Tags:                      b.args.Tags.AWS(),
		}, b.child()...)
		if err != nil {
			return b.scope.Err(role, err)
		}
	}
	return nil
}
