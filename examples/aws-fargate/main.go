// Command aws-fargate runs two services and a worker on AWS Fargate, behind one load balancer and with one cache.
package main

import (
	"errors"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/aws/secret"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	settings, settingsErr := stackconfig.Load[Settings](ctx, "shop")
	if err := errors.Join(tagsErr, settingsErr); err != nil {
		return err
	}
	s := &shop{ctx: ctx, tags: tags, settings: settings}
	for _, step := range []func() error{s.makeNetwork, s.makeBalancer, s.makeCluster, s.makeSecret, s.makeCache, s.makeServices} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// shop is what the parts of the program share.
type shop struct {
	ctx      *pulumi.Context
	tags     tagging.Set
	settings Settings

	network  *network.VPC
	listener *fargate.Listener
	cluster  *fargate.Cluster
	signing  *secret.Secret
	cache    *redis.Cluster
	clients  pulumi.StringOutput // the group that the cache admits
}

func (s *shop) makeNetwork() (err error) {
	s.network, err = network.NewVPC(s.ctx, "shop", &network.VPCArgs{
		Tags: s.tags, CIDR: s.settings.CIDR, AvailabilityZones: s.settings.Zones,
		Profile: s.settings.Profile, DisableProtection: !s.settings.Protect,
	})
	return err
}

// makeBalancer makes the one load balancer. Its services share the listener, and with it the knowledge of each other's routes.
func (s *shop) makeBalancer() error {
	balancer, err := loadbalancer.New(s.ctx, "shop-web", &loadbalancer.Args{
		Tags: s.tags, VPCID: s.network.VPCID, SubnetIDs: s.network.PublicSubnetIDs, CertificateARN: pulumi.String(s.settings.CertificateARN),
		AlarmTopicARN: s.topic(), Profile: s.settings.Profile, DisableProtection: !s.settings.Protect,
	})
	if err != nil {
		return err
	}
	s.listener = fargate.NewListener(fargate.ListenerArgs{
		HTTPSListenerARN: balancer.HTTPSListenerARN, SecurityGroupID: balancer.SecurityGroupID, LoadBalancerARNSuffix: balancer.ARNSuffix,
	})
	s.ctx.Export("address", balancer.DNSName)
	return nil
}

func (s *shop) makeCluster() (err error) {
	s.cluster, err = fargate.NewCluster(s.ctx, "shop-tasks", &fargate.ClusterArgs{Tags: s.tags, Profile: s.settings.Profile})
	return err
}

// makeSecret makes the key that sessions are signed with. One that comes from outside would be
// Value: config.RequireSecret(…), set with `pulumi config set --secret`.
func (s *shop) makeSecret() (err error) {
	s.signing, err = secret.New(s.ctx, "shop-signing", &secret.Args{
		Tags: s.tags, Generate: &secret.Generate{Length: 64, Generation: s.settings.KeyGeneration},
		Profile: s.settings.Profile, DisableProtection: !s.settings.Protect,
	})
	return err
}

// makeCache makes the cache and the group of those who may connect to it.
func (s *shop) makeCache() error {
	clients, err := ec2.NewSecurityGroup(s.ctx, "shop-cache-clients", &ec2.SecurityGroupArgs{VpcId: s.network.VPCID, Tags: s.tags.AWS()})
	if err != nil {
		return err
	}
	s.clients = clients.ID().ToStringOutput()
	s.cache, err = redis.NewCluster(s.ctx, "shop-cache", &redis.ClusterArgs{
		Tags: s.tags, VPCID: s.network.VPCID, SubnetIDs: s.network.IsolatedSubnetIDs,
		ClientSecurityGroupIDs: map[string]pulumi.StringInput{"shop": s.clients},
		EngineVersion:          s.settings.CacheVersion, Port: cachePort, AlarmTopicARN: s.topic(),
		Profile: s.settings.Profile, DisableProtection: !s.settings.Protect,
	})
	return err
}

// makeServices makes what the configuration lists. Services are known by their names, so their order means nothing.
func (s *shop) makeServices() error {
	for _, service := range s.settings.Services {
		made, err := fargate.NewService(s.ctx, service.Name, s.service(service))
		if err != nil {
			return err
		}
		s.ctx.Export(service.Name+"Plan", made.DeployPlanText)
	}
	return nil
}

// service hands over secrets by reference: where the cache is and its password come from the secret that the cache's block
// keeps, pinned to a version, so that a new password rolls the services.
func (s *shop) service(service Service) *fargate.ServiceArgs {
	args := &fargate.ServiceArgs{
		Tags: s.tags, ClusterARN: s.cluster.ARN, VPCID: s.network.VPCID, SubnetIDs: s.network.EgressSubnetIDs,
		Task: fargate.Task{
			Image: pulumi.String(service.Image), CPU: service.CPU, MemoryMB: service.MemoryMB,
			Environment: map[string]pulumi.StringInput{"STAGE": pulumi.String(s.ctx.Stack())},
			Secrets: map[string]pulumi.StringInput{
				"SIGNING_KEY": s.signing.Ref(""),
				"CACHE_URL":   fargate.SecretValue(s.cache.SecretARN, "url", s.cache.SecretVersionID),
			},
		},
		Egress:                map[string]fargate.Egress{"cache": {Port: cachePort, SecurityGroupID: s.cache.SecurityGroupID}},
		ExtraSecurityGroupIDs: []pulumi.StringInput{s.clients},
		DesiredCount:          service.Count, AlarmTopicARN: s.topic(), Profile: s.settings.Profile,
	}
	if service.Host != "" {
		args.Listener, args.Port, args.HealthCheck.Path = s.listener, service.Port, service.HealthPath
		args.Routes = []fargate.Route{{Hosts: []string{service.Host}, Paths: service.Paths}}
	}
	return args
}

const cachePort = 6379

// topic is where alarms go; nil tells nobody.
func (s *shop) topic() pulumi.StringInput {
	if s.settings.AlarmTopicARN == "" {
		return nil
	}
	return pulumi.String(s.settings.AlarmTopicARN)
}
