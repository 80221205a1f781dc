package twingateconnector

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

const (
	block = "twingateconnector"
	// location is where the remote network is, as Twingate's console shows it.
	location = "AWS"
	// logPrefix begins the names of log groups.
	logPrefix = "/twingate/"
	// maxLogPrefix leaves room for what the provider adds; CloudWatch takes 512 characters.
	maxLogPrefix = 400

	// failedBefore is the engine's word for a resource whose creation or update failed half way (step_generator.go of Pulumi's engine).
	// Among the properties that replace a resource it has the next update replace one that failed, whether anything changes or not:
	// the provider waits for what it makes, has nothing to wait for where nothing changes, and the update would go on to the connector behind.
	failedBefore = "#initerror"

	defaultLogRetentionDays     = 365
	developmentLogRetentionDays = 30
)

// common are the arguments that connectors have whatever runs them, with defaults.
type common struct {
	argsType                                         string // "FargateArgs"
	tags                                             tagging.Set
	access                                           *twingate.Access
	vpcID                                            pulumi.StringInput
	subnetIDs                                        pulumi.StringArrayInput
	privateCIDRs                                     []string
	kmsKeyARN, permissionsBoundaryARN, alarmTopicARN pulumi.StringInput
	logRetentionDays                                 int
	profile                                          component.Profile
}

// argsName is how errors name the arguments.
func (c *common) argsName() string { return block + "." + c.argsType }

// subnet is that of the connector with this index: the next one for each, and from the start again.
func (c *common) subnet(index int) pulumi.StringOutput {
	checked := component.CheckStrings(c.subnetIDs, c.argsName(), "SubnetIDs", c.needSubnets(), c.enoughSubnets)
	return checked.ApplyT(func(ids []string) string { return ids[index%len(ids)] }).(pulumi.StringOutput)
}

// key is the customer-managed key; nil leaves the choice to each service.
func (c *common) key() pulumi.StringPtrInput {
	return awsform.KeyARN.PassOptional(c.kmsKeyARN, c.argsName(), "KMSKeyARN")
}

// base holds what the steps of both constructors share.
type base struct {
	*common
	ctx   *pulumi.Context
	scope *component.Scope
	group *securitygroup.Group
}

// titled are the tags of the child with this role, whose name the console shows.
func (b *base) titled(role string) pulumi.StringMap {
	tags := b.tags.AWS()
	tags["Name"] = pulumi.String(b.scope.Name(role))
	return tags
}

// addLogGroup makes the log group of a connector, under the role "<connector>-log-group". It tells who connected to what, and outlives the
// connector except in Development.
func (b *base) addLogGroup(connector string) (*cloudwatch.LogGroup, error) {
	role := connector + "-log-group"
	made, err := cloudwatch.NewLogGroup(b.ctx, b.scope.Name(role), &cloudwatch.LogGroupArgs{
		NamePrefix:      pulumi.String(naming.Truncate(logPrefix+b.scope.Name(connector), maxLogPrefix) + "-"),
		RetentionInDays: pulumi.Int(b.logRetentionDays),
		KmsKeyId:        b.key(),
		SkipDestroy:     pulumi.Bool(b.profile != component.Development),
		Tags:            b.titled(role),
	}, b.scope.Child()...)
	return made, b.scope.Err(role, err)
}

// addRole makes an IAM role within the permissions boundary.
func (b *base) addRole(role string, trust pulumi.StringInput) (*iam.Role, error) {
	made, err := iam.NewRole(b.ctx, naming.AutoNameBase(b.scope.Name(role), naming.MaxIAMRole), &iam.RoleArgs{
		AssumeRolePolicy:    trust,
		PermissionsBoundary: awsform.PolicyARN.PassOptional(b.permissionsBoundaryARN, b.argsName(), "PermissionsBoundaryARN"),
		Tags:                b.titled(role),
	}, b.scope.Child()...)
	return made, b.scope.Err(role, err)
}

// addPolicy writes a policy into an IAM role.
func (b *base) addPolicy(role string, of *iam.Role, text pulumi.StringInput) (*iam.RolePolicy, error) {
	made, err := iam.NewRolePolicy(b.ctx, naming.AutoNameBase(b.scope.Name(role), naming.MaxIAMRolePolicy), &iam.RolePolicyArgs{
		Role: of.Name, Policy: text,
	}, b.scope.Child()...)
	return made, b.scope.Err(role, err)
}

// subnets is how many different subnets are needed: in Production enough to survive the loss of a zone.
func (c *common) subnets() int { return component.ByProfile(c.profile, 2, 1) }

func (c *common) needSubnets() string {
	return fmt.Sprintf("%d or more subnets, each in another zone", c.subnets())
}

func (c *common) enoughSubnets(ids []string) bool {
	return len(slices.Compact(slices.Sorted(slices.Values(ids)))) >= c.subnets()
}
