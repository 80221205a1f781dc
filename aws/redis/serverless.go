package redis

import (
	"errors"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// ServerlessToken is the type token of [Serverless]. It is part of the state of every stack that uses the block.
const ServerlessToken = "groundwork:aws/redis:Serverless"

// The ports of a serverless cache cannot be chosen (ElastiCache user guide, configuration and limits of serverless caches).
const (
	serverlessPort       = 6379
	serverlessReaderPort = 6380
)

// Serverless is one ElastiCache Serverless cache with what it needs in production: a cache without nodes, which grows and
// shrinks by itself between the limits that it is given.
//
// It makes the cache, role "cache"; a security group with a rule for each client, which admits both ports; two users, their
// group, passwords and the connection secret, as for a [Cluster]; and alarms, roles "storage-alarm" and "processing-alarm"
// (over 80 % of MaxStorageGB and MaxECPUPerSecond for 5 minutes), "connections-alarm" (over 80 % of 65,000),
// "throttling-alarm" and "evictions-alarm" (any within 5 minutes).
//
// The bill is storage by the hour and processing by the unit, each at most up to its limit, and 5 alarms. The engine has no
// settings: the policy is volatile-lru, and clients must support cluster mode and TLS.
//
// Deleting the cache deletes its data and its snapshots: the provider's pinned version cannot leave a final snapshot. That
// is why the cache is protected in Production.
//
// Taken from documentation, issues and source, and not tried on a live account: that Redis becomes Valkey in place and the
// users stay, that the service takes one change at a time, and that it restores from files in S3.
type Serverless struct {
	pulumi.ResourceState

	// PrimaryEndpoint is the host name for reads and writes. Clients must support cluster mode, and TLS.
	PrimaryEndpoint pulumi.StringOutput `pulumi:"primaryEndpoint"`
	// ReaderEndpoint is the host name for reads that may be a moment behind; at ReaderPort.
	ReaderEndpoint pulumi.StringOutput `pulumi:"readerEndpoint"`
	// Port is the port of PrimaryEndpoint: 6379.
	Port pulumi.IntOutput `pulumi:"port"`
	// ReaderPort is the port of ReaderEndpoint: 6380.
	ReaderPort pulumi.IntOutput `pulumi:"readerPort"`
	// Username is the name that clients log in with.
	Username pulumi.StringOutput `pulumi:"username"`
	// SecretARN is the secret with everything that a client has to know; see [Cluster].
	SecretARN pulumi.StringOutput `pulumi:"secretArn"`
	// SecretVersionID is the secret's version, which changes when anything in it does; put it into what reads the secret
	// at its start, to have it started again.
	SecretVersionID pulumi.StringOutput `pulumi:"secretVersionId"`
	// SecurityGroupID is the security group of the endpoints.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// CacheName is the physical name.
	CacheName pulumi.StringOutput `pulumi:"cacheName"`
	// FullEngineVersion is the version that runs, such as 8.0.
	FullEngineVersion pulumi.StringOutput `pulumi:"fullEngineVersion"`

	// Cache is the cache itself, for whatever this block has no field for.
	Cache *elasticache.ServerlessCache
}

// NewServerless makes a Valkey or Redis cache on ElastiCache Serverless that is private, encrypted on disk and on the wire,
// guarded by a user with a password, limited in what it can cost, backed up, watched and protected. When the arguments are
// wrong it registers nothing and returns all problems at once, each as a [component.FieldError].
func NewServerless(ctx *pulumi.Context, name string, args *ServerlessArgs, opts ...pulumi.ResourceOption) (*Serverless, error) {
	cache := &Serverless{}
	scope, err := component.Register(ctx, cache, ServerlessToken, name, component.WithName("redis", name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	a := args.withDefaults()
	b := &serverlessBuilder{asked: a, cache: cache, builder: &builder{
		ctx: ctx, scope: scope, name: name, args: a.shared(), argsName: serverlessArgsName, readerPort: serverlessReaderPort,
		cluster: &Cluster{},
	}}
	for _, step := range []func() error{b.addIdentity, b.addSecurityGroup, b.addUsers, b.addCache, b.addSecret, b.addAlarms} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	made := b.cluster
	cache.Username, cache.SecretARN, cache.SecretVersionID = made.Username, made.SecretARN, made.SecretVersionID
	cache.SecurityGroupID = made.SecurityGroupID
	return cache, scope.Finish()
}

// serverlessBuilder holds what the steps of the constructor share; the embedded builder makes what a cluster has as well.
type serverlessBuilder struct {
	*builder
	asked *ServerlessArgs
	cache *Serverless
}

func (b *serverlessBuilder) addIdentity() (err error) {
	b.identity, err = b.scope.Fix("ServerlessArgs", b.asked.fixed()...)
	return err
}

func (b *serverlessBuilder) addAlarms() error {
	return newServerlessAlarms(b.ctx, b.scope, b.asked, b.cache.Cache)
}

func (b *serverlessBuilder) addCache() error {
	const role = "cache"
	options := []pulumi.ResourceOption{
		// Where the data came from matters once, and an upgrade is made outside: the provider would replace the cache for both.
		pulumi.IgnoreChanges([]string{"snapshotArnsToRestores", "majorEngineVersion"}),
	}
	if b.args.protected() {
		options = append(options, pulumi.Protect(true))
	}
	name := naming.AutoNameBase(b.scope.Name(role), naming.MaxServerlessCache)
	cache, err := elasticache.NewServerlessCache(b.ctx, name, b.cacheArgs(), b.child(options...)...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	c := b.cache
	c.Cache, c.CacheName, c.FullEngineVersion = cache, cache.Name, cache.FullEngineVersion
	primary := cache.Endpoints.ApplyT(firstEndpoint).(elasticache.ServerlessCacheEndpointOutput)
	reader := cache.ReaderEndpoints.ApplyT(firstReaderEndpoint).(elasticache.ServerlessCacheReaderEndpointOutput)
	c.PrimaryEndpoint, c.Port = primary.Address(), primary.Port()
	c.ReaderEndpoint, c.ReaderPort = reader.Address(), reader.Port()
	b.cluster.PrimaryEndpoint, b.cluster.ReaderEndpoint = c.PrimaryEndpoint, c.ReaderEndpoint // for the secret
	return nil
}

func (b *serverlessBuilder) cacheArgs() *elasticache.ServerlessCacheArgs {
	a, zones := b.asked, serverlessZones()
	args := &elasticache.ServerlessCacheArgs{
		Description:            pulumi.String("Cache " + b.name),
		Engine:                 pulumi.String(a.Engine),
		MajorEngineVersion:     pulumi.String(a.MajorEngineVersion),
		CacheUsageLimits:       a.usageLimits(),
		KmsKeyId:               b.key(),
		SecurityGroupIds:       pulumi.StringArray{b.securityGroup.ID()},
		SubnetIds:              component.CheckStrings(a.sortedSubnets(), b.argsName, "SubnetIDs", zones.need(), zones.acceptsIDs),
		UserGroupId:            b.userGroup.UserGroupId.ToStringPtrOutput(),
		SnapshotRetentionLimit: pulumi.Int(0),
		Tags:                   a.Tags.AWS(),
	}
	if !a.DisableSnapshots {
		args.SnapshotRetentionLimit, args.DailySnapshotTime = pulumi.Int(a.SnapshotRetentionDays), pulumi.String(a.DailySnapshotTime)
	}
	if len(a.RestoreFrom) > 0 {
		args.SnapshotArnsToRestores = pulumi.ToStringArray(a.RestoreFrom)
	}
	return args
}

// usageLimits are always sent: without a maximum nothing limits the bill.
func (args *ServerlessArgs) usageLimits() *elasticache.ServerlessCacheCacheUsageLimitsArgs {
	storage := &elasticache.ServerlessCacheCacheUsageLimitsDataStorageArgs{
		Maximum: pulumi.Int(args.MaxStorageGB), Unit: pulumi.String("GB"),
	}
	if args.MinStorageGB > 0 {
		storage.Minimum = pulumi.Int(args.MinStorageGB)
	}
	units := &elasticache.ServerlessCacheCacheUsageLimitsEcpuPerSecondArgs{Maximum: pulumi.Int(args.MaxECPUPerSecond)}
	if args.MinECPUPerSecond > 0 {
		units.Minimum = pulumi.Int(args.MinECPUPerSecond)
	}
	return &elasticache.ServerlessCacheCacheUsageLimitsArgs{
		DataStorage:    storage,
		EcpuPerSeconds: elasticache.ServerlessCacheCacheUsageLimitsEcpuPerSecondArray{units},
	}
}

var errNoEndpoint = errors.New("redis: need an endpoint of the serverless cache, got none")

func firstEndpoint(all []elasticache.ServerlessCacheEndpoint) (elasticache.ServerlessCacheEndpoint, error) {
	if len(all) == 0 {
		return elasticache.ServerlessCacheEndpoint{}, errNoEndpoint
	}
	return all[0], nil
}

func firstReaderEndpoint(all []elasticache.ServerlessCacheReaderEndpoint) (elasticache.ServerlessCacheReaderEndpoint, error) {
	if len(all) == 0 {
		return elasticache.ServerlessCacheReaderEndpoint{}, errNoEndpoint
	}
	return all[0], nil
}
