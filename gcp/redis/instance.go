package redis

import (
	gcpredis "github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/redis"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// InstanceToken is the type token of [Instance]. It is part of the state of every stack that uses the block.
const InstanceToken = "groundwork:gcp/redis:Instance"

// roleInstance is the role of the child that holds the data.
const roleInstance = "instance"

// Instance is one Memorystore for Redis instance with what it needs in production. See the package comment.
type Instance struct {
	pulumi.ResourceState

	// Host is the address of the primary, inside the authorized network.
	Host pulumi.StringOutput `pulumi:"host"`
	// Port is the port of Host. It depends on TLS, so read it here and do not assume 6379.
	Port pulumi.IntOutput `pulumi:"port"`
	// AuthString is the password for AUTH; always secret.
	AuthString pulumi.StringOutput `pulumi:"authString"`
	// ReadEndpoint is the address that spreads reads over the replicas; empty without ReadReplicas.
	ReadEndpoint pulumi.StringOutput `pulumi:"readEndpoint"`
	// ReadEndpointPort is the port of ReadEndpoint.
	ReadEndpointPort pulumi.IntOutput `pulumi:"readEndpointPort"`
	// ServerCACertificates are the certificate authorities that clients must trust for TLS, in PEM. During a rotation
	// there are two; trust all of them. Empty without TLS.
	ServerCACertificates pulumi.StringArrayOutput `pulumi:"serverCaCertificates"`
	// Name is the physical name.
	Name pulumi.StringOutput `pulumi:"name"`
	// InstanceID is the full name: projects/P/locations/R/instances/N.
	InstanceID pulumi.StringOutput `pulumi:"instanceId"`
	// Region is the region the instance is in.
	Region pulumi.StringOutput `pulumi:"region"`
	// CurrentLocationID is the zone of the primary, which a failover changes.
	CurrentLocationID pulumi.StringOutput `pulumi:"currentLocationId"`
	// PersistenceIAMIdentity is the account, as serviceAccount:…, by which the instance reads and writes buckets.
	PersistenceIAMIdentity pulumi.StringOutput `pulumi:"persistenceIamIdentity"`
	// ExportBucket is the bucket that exports go to; not set without Export.
	ExportBucket pulumi.StringOutput `pulumi:"exportBucket,optional"`

	// Redis is the instance itself, for whatever this block has no field for.
	Redis *gcpredis.Instance
}

// NewInstance makes a Memorystore for Redis instance with AUTH, TLS, snapshots, deletion protection and alert policies,
// and with a scheduled export where asked for. When the arguments are wrong it registers nothing and returns all problems
// at once, each as a [component.FieldError].
func NewInstance(ctx *pulumi.Context, name string, args *InstanceArgs, opts ...pulumi.ResourceOption) (*Instance, error) {
	instance := &Instance{}
	scope, err := component.Register(ctx, instance, InstanceToken, name, namedArgs(name, args), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, name: name, args: args.withDefaults(), instance: instance}
	for _, step := range []func() error{b.addInstance, b.addSnapshotCommand, b.addExport, b.addAlarms} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return instance, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx      *pulumi.Context
	scope    *component.Scope
	name     string
	args     *InstanceArgs
	instance *Instance
}

func (b *builder) addInstance() error {
	options := b.scope.Child(b.protection()...)
	if b.args.Snapshots.Via == Gcloud {
		options = append(options, pulumi.IgnoreChanges([]string{"persistenceConfig"}))
	}
	redis, err := gcpredis.NewInstance(b.ctx, b.instanceName(), b.instanceArgs(), options...)
	if err != nil {
		return b.scope.Err(roleInstance, err)
	}
	i := b.instance
	i.Redis = redis
	i.Host, i.Port = redis.Host, redis.Port
	i.ReadEndpoint, i.ReadEndpointPort = redis.ReadEndpoint, redis.ReadEndpointPort
	i.AuthString = pulumi.ToSecret(redis.AuthString).(pulumi.StringOutput)
	i.ServerCACertificates = redis.ServerCaCerts.ApplyT(certificates).(pulumi.StringArrayOutput)
	i.Name, i.InstanceID = redis.Name, redis.ID().ToStringOutput()
	i.Region, i.CurrentLocationID = redis.Region, redis.CurrentLocationId
	i.PersistenceIAMIdentity = redis.PersistenceIamIdentity
	return nil
}

// protection is for what holds data. Without it nothing is said, so that a component that was itself protected hands that down.
func (b *builder) protection() []pulumi.ResourceOption {
	if b.args.protected() {
		return []pulumi.ResourceOption{pulumi.Protect(true)}
	}
	return nil
}

// instanceName leaves room for the random suffix that makes the physical name.
func (b *builder) instanceName() string {
	if b.args.Name != "" {
		return b.scope.Name(roleInstance)
	}
	return naming.AutoNameBase(b.scope.Name(roleInstance), naming.MaxRedisInstance)
}

func (b *builder) instanceArgs() *gcpredis.InstanceArgs {
	a := b.args
	args := &gcpredis.InstanceArgs{
		Labels:                a.Tags.GCPLabels(),
		Name:                  text(a.Name),
		DisplayName:           text(a.DisplayName),
		Project:               text(a.Project),
		Region:                text(a.Region),
		LocationId:            text(a.LocationID),
		AlternativeLocationId: text(a.AlternativeLocationID),
		Tier:                  pulumi.String(a.Tier),
		MemorySizeGb:          pulumi.Int(a.MemoryGB),
		RedisVersion:          pulumi.String(a.RedisVersion),
		RedisConfigs:          stringMap(a.allConfigs()),
		AuthEnabled:           pulumi.Bool(true),
		TransitEncryptionMode: pulumi.String("SERVER_AUTHENTICATION"),
		ConnectMode:           pulumi.String(a.ConnectMode),
		AuthorizedNetwork:     checked("AuthorizedNetwork", a.AuthorizedNetwork, needNetwork, networkName),
		ReservedIpRange:       text(a.ReservedIPRange),
		SecondaryIpRange:      text(a.SecondaryIPRange),
		CustomerManagedKey:    checked("KMSKeyName", a.KMSKeyName, needKey, kmsKeyName),
		PersistenceConfig:     a.persistenceConfig(),
		MaintenancePolicy:     a.maintenancePolicy(),
	}
	if a.DisableTransitEncryption {
		args.TransitEncryptionMode = pulumi.String("DISABLED")
	}
	if a.ReplicaCount > 0 {
		args.ReplicaCount = pulumi.Int(a.ReplicaCount)
	}
	if a.Tier == StandardHA {
		// Sent in both cases: leaving it out would hide that read replicas cannot be switched off again.
		args.ReadReplicasMode = pulumi.String("READ_REPLICAS_DISABLED")
		if a.ReadReplicas {
			args.ReadReplicasMode = pulumi.String("READ_REPLICAS_ENABLED")
		}
	}
	return args
}

// maintenancePolicy sends all four parts of the time: the provider fills missing ones in and then shows a difference.
func (args *InstanceArgs) maintenancePolicy() gcpredis.InstanceMaintenancePolicyPtrInput {
	m := args.Maintenance
	if m.Day == "" {
		return nil
	}
	return &gcpredis.InstanceMaintenancePolicyArgs{
		Description: text(m.Description),
		WeeklyMaintenanceWindows: gcpredis.InstanceMaintenancePolicyWeeklyMaintenanceWindowArray{
			&gcpredis.InstanceMaintenancePolicyWeeklyMaintenanceWindowArgs{
				Day: pulumi.String(m.Day),
				StartTime: &gcpredis.InstanceMaintenancePolicyWeeklyMaintenanceWindowStartTimeArgs{
					Hours: pulumi.Int(m.Hour), Minutes: pulumi.Int(m.Minute), Seconds: pulumi.Int(0), Nanos: pulumi.Int(0),
				},
			},
		},
	}
}

func certificates(all []gcpredis.InstanceServerCaCert) []string {
	pems := []string{}
	for _, c := range all {
		if c.Cert != nil {
			pems = append(pems, *c.Cert)
		}
	}
	return pems
}

// text passes a plain value on and leaves an empty one out.
func text(s string) pulumi.StringPtrInput {
	if s == "" {
		return nil
	}
	return pulumi.String(s)
}

func stringMap(m map[string]string) pulumi.StringMapInput {
	if len(m) == 0 {
		return nil
	}
	return pulumi.ToStringMap(m)
}
