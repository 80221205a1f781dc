package searchdomain

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/opensearch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

// DomainToken is the type token of [Domain]. It is part of the state of every stack that uses the block.
const DomainToken = "groundwork:aws/searchdomain:Domain"

// tlsPolicy is TLS 1.2 or newer, with keys that a later leak does not open.
const tlsPolicy = "Policy-Min-TLS-1-2-PFS-2023-10"

// Domain is one OpenSearch domain with what it needs in production. See the package comment.
type Domain struct {
	pulumi.ResourceState

	// Endpoint is the host name that takes requests, by HTTPS, from inside the network.
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`
	// DashboardEndpoint is the host name and path of OpenSearch Dashboards.
	DashboardEndpoint pulumi.StringOutput `pulumi:"dashboardEndpoint"`
	// ARN is the domain's ARN, for policies of its clients.
	ARN pulumi.StringOutput `pulumi:"arn"`
	// DomainName is the physical name.
	DomainName pulumi.StringOutput `pulumi:"domainName"`
	// SecurityGroupID is the security group of the domain.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`

	// Resource is the domain itself, for whatever this block has no field for.
	Resource *opensearch.Domain
}

// NewDomain makes an OpenSearch domain in a network that is encrypted on disk and on the wire, open to named IAM roles only,
// logged, watched and protected. When the arguments are wrong it registers nothing and returns all problems at once, each
// as a [component.FieldError].
func NewDomain(ctx *pulumi.Context, name string, args *DomainArgs, opts ...pulumi.ResourceOption) (*Domain, error) {
	domain := &Domain{}
	scope, err := component.Register(ctx, domain, DomainToken, name, component.WithName("searchdomain", name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, name: name, args: args.withDefaults(), domain: domain}
	for _, step := range []func() error{
		b.checkServiceRole, b.addIdentity, b.addSecurityGroup, b.addLogs, b.addDomain, b.addPolicy, b.addAlarms,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return domain, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx    *pulumi.Context
	scope  *component.Scope
	name   string
	args   *DomainArgs
	domain *Domain

	identity      pulumi.Resource
	securityGroup *securitygroup.Group
	logs          opensearch.DomainLogPublishingOptionArray
}

// child gives a child its options. All children wait for the identity, so a change that is refused has touched nothing.
func (b *builder) child(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return b.scope.Child(append([]pulumi.ResourceOption{pulumi.DependsOn([]pulumi.Resource{b.identity})}, extra...)...)
}

// key is the customer-managed key; nil leaves the choice to each service.
func (b *builder) key() pulumi.StringPtrInput {
	return awsform.KeyARN.PassOptional(b.args.KMSKeyARN, argsName, "KMSKeyARN")
}

func (b *builder) addIdentity() (err error) {
	b.identity, err = b.scope.Fix("DomainArgs", b.args.fixed()...)
	return err
}

func (b *builder) addDomain() error {
	options := []pulumi.ResourceOption{pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "60m", Update: "3h", Delete: "90m"})}
	if b.args.protected() {
		options = append(options, pulumi.Protect(true))
	}
	// The logical name leaves room for the random suffix that makes the physical one.
	name := naming.AutoNameBase(b.scope.Name("domain"), naming.MaxSearchDomain)
	made, err := opensearch.NewDomain(b.ctx, name, b.domainArgs(), b.child(options...)...)
	if err != nil {
		return b.scope.Err("domain", err)
	}
	d := b.domain
	d.Resource, d.Endpoint, d.DashboardEndpoint, d.ARN, d.DomainName = made, made.Endpoint, made.DashboardEndpoint, made.Arn, made.DomainName
	return nil
}

func (b *builder) domainArgs() *opensearch.DomainArgs {
	a := b.args
	args := &opensearch.DomainArgs{
		EngineVersion: pulumi.String(a.EngineVersion),
		ClusterConfig: b.nodes(),
		EbsOptions:    a.volumes(),
		VpcOptions: &opensearch.DomainVpcOptionsArgs{
			SubnetIds:        component.CheckStrings(a.SubnetIDs, argsName, "SubnetIDs", needSubnet, a.acceptsSubnets),
			SecurityGroupIds: pulumi.StringArray{b.securityGroup.ID()},
		},
		EncryptAtRest:        &opensearch.DomainEncryptAtRestArgs{Enabled: pulumi.Bool(true), KmsKeyId: b.key()},
		NodeToNodeEncryption: &opensearch.DomainNodeToNodeEncryptionArgs{Enabled: pulumi.Bool(true)},
		DomainEndpointOptions: &opensearch.DomainDomainEndpointOptionsArgs{
			EnforceHttps: pulumi.Bool(true), TlsSecurityPolicy: pulumi.String(tlsPolicy),
		},
		AdvancedSecurityOptions: &opensearch.DomainAdvancedSecurityOptionsArgs{
			Enabled: pulumi.Bool(true), InternalUserDatabaseEnabled: pulumi.Bool(false), AnonymousAuthEnabled: pulumi.Bool(false),
			MasterUserOptions: &opensearch.DomainAdvancedSecurityOptionsMasterUserOptionsArgs{MasterUserArn: b.masterRole().ToStringPtrOutput()},
		},
		SoftwareUpdateOptions: &opensearch.DomainSoftwareUpdateOptionsArgs{AutoSoftwareUpdateEnabled: pulumi.Bool(!a.DisableSoftwareUpdates)},
		OffPeakWindowOptions:  a.offPeakWindow(),
		AutoTuneOptions:       a.autoTune(),
		Tags:                  a.Tags.AWS(),
	}
	if len(b.logs) > 0 {
		args.LogPublishingOptions = b.logs
	}
	return args
}

func (b *builder) nodes() *opensearch.DomainClusterConfigArgs {
	a := b.args
	config := &opensearch.DomainClusterConfigArgs{
		InstanceType: pulumi.String(a.Data.InstanceType), InstanceCount: pulumi.Int(a.Data.Count),
		ZoneAwarenessEnabled: pulumi.Bool(a.Zones > 1), DedicatedMasterEnabled: pulumi.Bool(a.Masters.Count > 0),
		WarmEnabled: pulumi.Bool(a.Warm != nil),
	}
	if a.Zones > 1 {
		config.ZoneAwarenessConfig = &opensearch.DomainClusterConfigZoneAwarenessConfigArgs{AvailabilityZoneCount: pulumi.Int(a.Zones)}
	}
	if a.Masters.Count > 0 {
		config.DedicatedMasterType, config.DedicatedMasterCount = pulumi.String(a.Masters.InstanceType), pulumi.Int(a.Masters.Count)
	}
	if a.Warm != nil {
		config.WarmType, config.WarmCount = pulumi.String(a.Warm.InstanceType), pulumi.Int(a.Warm.Count)
		config.ColdStorageOptions = &opensearch.DomainClusterConfigColdStorageOptionsArgs{Enabled: pulumi.Bool(a.Warm.Cold)}
	}
	return config
}

func (args *DomainArgs) volumes() *opensearch.DomainEbsOptionsArgs {
	if hasDisks(args.Data.InstanceType) {
		return &opensearch.DomainEbsOptionsArgs{EbsEnabled: pulumi.Bool(false)}
	}
	options := &opensearch.DomainEbsOptionsArgs{
		EbsEnabled: pulumi.Bool(true), VolumeType: pulumi.String("gp3"), VolumeSize: pulumi.Int(args.Data.VolumeGB),
	}
	if args.Data.VolumeIOPS > 0 {
		options.Iops = pulumi.Int(args.Data.VolumeIOPS)
	}
	if args.Data.VolumeMBPerSecond > 0 {
		options.Throughput = pulumi.Int(args.Data.VolumeMBPerSecond)
	}
	return options
}

// offPeakWindow is always on: a domain that has one cannot lose it.
func (args *DomainArgs) offPeakWindow() *opensearch.DomainOffPeakWindowOptionsArgs {
	hour, minute := args.offPeak()
	return &opensearch.DomainOffPeakWindowOptionsArgs{
		Enabled: pulumi.Bool(true),
		OffPeakWindow: &opensearch.DomainOffPeakWindowOptionsOffPeakWindowArgs{
			WindowStartTime: &opensearch.DomainOffPeakWindowOptionsOffPeakWindowWindowStartTimeArgs{Hours: pulumi.Int(hour), Minutes: pulumi.Int(minute)},
		},
	}
}

// autoTune is nothing on t3 nodes: the service refuses the block, whatever it says.
func (args *DomainArgs) autoTune() opensearch.DomainAutoTuneOptionsPtrInput {
	switch {
	case burstable(args.Data.InstanceType):
		return nil
	case args.DisableAutoTune:
		return &opensearch.DomainAutoTuneOptionsArgs{DesiredState: pulumi.String("DISABLED")}
	default:
		return &opensearch.DomainAutoTuneOptionsArgs{DesiredState: pulumi.String("ENABLED"), UseOffPeakWindow: pulumi.Bool(true)}
	}
}
