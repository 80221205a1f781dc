package redis

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

// ClusterToken is the type token of [Cluster]. It is part of the state of every stack that uses the block.
const ClusterToken = "groundwork:aws/redis:Cluster"

// Cluster is one ElastiCache cluster with what it needs in production. See the package comment.
type Cluster struct {
	pulumi.ResourceState

	// PrimaryEndpoint is the host name for reads and writes; with Shards the configuration endpoint, which clients learn
	// the shards from.
	PrimaryEndpoint pulumi.StringOutput `pulumi:"primaryEndpoint"`
	// ReaderEndpoint is the host name that spreads reads over the replicas; with Shards the configuration endpoint.
	ReaderEndpoint pulumi.StringOutput `pulumi:"readerEndpoint"`
	// Port is the port of both endpoints.
	Port pulumi.IntOutput `pulumi:"port"`
	// Username is the name that clients log in with.
	Username pulumi.StringOutput `pulumi:"username"`
	// SecretARN is the secret with everything that a client has to know, in JSON: engine, host, port, readerHost, readerPort,
	// username, password, tls, clusterMode and url.
	SecretARN pulumi.StringOutput `pulumi:"secretArn"`
	// SecretVersionID is the secret's version, which changes when anything in it does; put it into what reads the secret
	// at its start, to have it started again.
	SecretVersionID pulumi.StringOutput `pulumi:"secretVersionId"`
	// SecurityGroupID is the security group of the nodes.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// ReplicationGroupID is the physical name; node ids begin with it.
	ReplicationGroupID pulumi.StringOutput `pulumi:"replicationGroupId"`
	// FinalSnapshotName is the snapshot that deleting the cluster leaves behind; not set with DisableFinalSnapshot.
	FinalSnapshotName pulumi.StringOutput `pulumi:"finalSnapshotName,optional"`

	// Group is the replication group itself, for whatever this block has no field for.
	Group *elasticache.ReplicationGroup
}

// NewCluster makes a Valkey or Redis cluster on ElastiCache that is private, encrypted on disk and on the wire, guarded by
// a user with a password, backed up, watched and protected. When the arguments are wrong it registers nothing and returns
// all problems at once, each as a [component.FieldError].
func NewCluster(ctx *pulumi.Context, name string, args *ClusterArgs, opts ...pulumi.ResourceOption) (*Cluster, error) {
	cluster := &Cluster{}
	scope, err := component.Register(ctx, cluster, ClusterToken, name, component.WithName("redis", name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, name: name, args: args.withDefaults(), argsName: argsName, cluster: cluster}
	for _, step := range []func() error{
		b.addIdentity, b.addSubnetGroup, b.addSecurityGroup, b.addParameterGroup, b.addUsers, b.addLogs, b.addFinalSnapshot, b.addGroup, b.addSecret, b.addAlarms,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return cluster, scope.Finish()
}

// builder holds what the steps of the constructor share. A serverless cache is made with some of the same steps.
type builder struct {
	ctx        *pulumi.Context
	scope      *component.Scope
	name       string
	args       *ClusterArgs
	argsName   string // how errors name the arguments
	readerPort int    // 0: the port of the arguments
	cluster    *Cluster

	identity        pulumi.Resource
	subnetGroup     *elasticache.SubnetGroup
	securityGroup   *securitygroup.Group
	parameterGroup  *elasticache.ParameterGroup
	currentPassword *random.RandomPassword
	userGroup       *elasticache.UserGroup
	logs            elasticache.ReplicationGroupLogDeliveryConfigurationArray
	finalSnapshot   pulumi.StringPtrInput
}

// child gives a child its options. All children wait for the identity, so a change that is refused has touched nothing.
func (b *builder) child(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return b.scope.Child(append([]pulumi.ResourceOption{pulumi.DependsOn([]pulumi.Resource{b.identity})}, extra...)...)
}

// key is the customer-managed key; nil leaves the choice to each service.
func (b *builder) key() pulumi.StringPtrInput {
	return awsform.KeyARN.PassOptional(b.args.KMSKeyARN, b.argsName, "KMSKeyARN")
}

func (b *builder) addIdentity() (err error) {
	b.identity, err = b.scope.Fix("ClusterArgs", b.args.fixed()...)
	return err
}

func (b *builder) addAlarms() error {
	return newAlarms(b.ctx, b.scope, b.args, b.cluster.Group)
}

// addParameterGroup makes a group with a random name: a new family makes a second group, which the cluster takes in the
// same call that upgrades it, and only then the first one goes.
func (b *builder) addParameterGroup() error {
	var parameters elasticache.ParameterGroupParameterArray
	for _, each := range b.args.allParameters() {
		parameters = append(parameters, &elasticache.ParameterGroupParameterArgs{
			Name: pulumi.String(each.name), Value: pulumi.String(each.value),
		})
	}
	group, err := elasticache.NewParameterGroup(b.ctx, b.scope.Name("parameter-group"), &elasticache.ParameterGroupArgs{
		Family: pulumi.String(b.args.family()), Parameters: parameters, Tags: b.args.Tags.AWS(),
	}, b.child()...)
	b.parameterGroup = group
	return b.scope.Err("parameter-group", err)
}

// addFinalSnapshot makes up the name of the last snapshot. It is known to the cluster from the beginning, because a
// deletion goes by what is in the state, and random, because a name can be used once.
func (b *builder) addFinalSnapshot() error {
	if b.args.DisableFinalSnapshot {
		return nil
	}
	const role = "final-snapshot"
	id, err := random.NewRandomId(b.ctx, b.scope.Name(role), &random.RandomIdArgs{
		ByteLength: pulumi.Int(4), Keepers: pulumi.StringMap{"cluster": pulumi.String(b.name)},
	}, b.child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	name := pulumi.Sprintf("%s-final-%s", b.name, id.Hex)
	b.finalSnapshot, b.cluster.FinalSnapshotName = name.ToStringPtrOutput(), name
	return nil
}

// groupName leaves room for the random suffix that makes the physical name.
func (b *builder) groupName() string {
	return naming.AutoNameBase(b.scope.Name("cluster"), naming.MaxReplicationGroup)
}

func (b *builder) addGroup() error {
	options := []pulumi.ResourceOption{
		// Where the data came from matters once: the provider would replace the cluster when it is forgotten.
		pulumi.IgnoreChanges([]string{"snapshotName", "snapshotArns"}),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "60m", Update: "120m", Delete: "60m"}),
	}
	if b.args.protected() {
		options = append(options, pulumi.Protect(true))
	}
	group, err := elasticache.NewReplicationGroup(b.ctx, b.groupName(), b.groupArgs(), b.child(options...)...)
	if err != nil {
		return b.scope.Err("cluster", err)
	}
	c := b.cluster
	c.Group, c.ReplicationGroupID = group, group.ReplicationGroupId
	c.PrimaryEndpoint, c.ReaderEndpoint = group.PrimaryEndpointAddress, group.ReaderEndpointAddress
	if b.args.sharded() {
		c.PrimaryEndpoint, c.ReaderEndpoint = group.ConfigurationEndpointAddress, group.ConfigurationEndpointAddress
	}
	c.Port = pulumi.Int(b.args.Port).ToIntOutput()
	return nil
}

func (b *builder) groupArgs() *elasticache.ReplicationGroupArgs {
	a := b.args
	args := &elasticache.ReplicationGroupArgs{
		Description:               pulumi.String("Cluster " + b.name),
		Engine:                    pulumi.String(a.Engine), // always sent: without it the provider takes redis
		EngineVersion:             pulumi.String(a.EngineVersion),
		NodeType:                  pulumi.String(a.NodeType),
		Port:                      pulumi.Int(a.Port),
		ParameterGroupName:        b.parameterGroup.Name,
		SubnetGroupName:           b.subnetGroup.Name,
		SecurityGroupIds:          pulumi.StringArray{b.securityGroup.ID()},
		NetworkType:               pulumi.String("ipv4"),
		AtRestEncryptionEnabled:   pulumi.Bool(true),
		KmsKeyId:                  b.key(),
		TransitEncryptionEnabled:  pulumi.Bool(true),
		UserGroupIds:              pulumi.StringArray{b.userGroup.UserGroupId},
		AutomaticFailoverEnabled:  pulumi.Bool(a.sharded() || a.replicas() > 0), // cluster mode demands it
		MultiAzEnabled:            pulumi.Bool(a.replicas() > 0),
		AutoMinorVersionUpgrade:   pulumi.Bool(!a.DisableMinorVersionUpgrades),
		ApplyImmediately:          pulumi.Bool(!a.DeferChanges),
		MaintenanceWindow:         pulumi.String(a.MaintenanceWindow),
		SnapshotRetentionLimit:    pulumi.Int(0),
		FinalSnapshotIdentifier:   b.finalSnapshot,
		LogDeliveryConfigurations: b.logs,
		Tags:                      a.Tags.AWS(),
	}
	if a.family() != "redis6.x" {
		args.TransitEncryptionMode = pulumi.String("required") // Redis 6 has no other mode and no name for it
	}
	if tiered(a.NodeType) {
		args.DataTieringEnabled = pulumi.Bool(true)
	}
	if a.sharded() {
		args.ClusterMode = pulumi.String("enabled")
		args.NumNodeGroups, args.ReplicasPerNodeGroup = pulumi.Int(a.Shards), pulumi.Int(a.replicas())
	} else {
		args.NumCacheClusters = pulumi.Int(1 + a.replicas())
	}
	if !a.DisableSnapshots {
		args.SnapshotRetentionLimit, args.SnapshotWindow = pulumi.Int(a.SnapshotRetentionDays), pulumi.String(a.SnapshotWindow)
	}
	if from := a.RestoreFrom; from != nil && from.SnapshotName != "" {
		args.SnapshotName = pulumi.String(from.SnapshotName)
	} else if from != nil {
		args.SnapshotArns = pulumi.ToStringArray(from.S3ObjectARNs)
	}
	return args
}
