// Command services runs the platform's services and workers on Fargate, behind one load balancer. All it knows of the network and of the
// data stores are the contracts contracts.Network and contracts.Data. It exports contracts.Services for whoever runs more beside them.
package main

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/examples/platform/company"
	"github.com/groundwork-go/groundwork/examples/platform/contracts"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	// snippet:import
	tags, tagsErr := company.Tags(ctx)
	settings, settingsErr := stackconfig.Load[Settings](ctx, "platform")
	network, networkErr := stackref.Import[contracts.Network](ctx, stackref.SameStack("platform-network"))
	data, dataErr := stackref.Import[contracts.Data](ctx, stackref.SameStack("platform-data"))
	if err := errors.Join(tagsErr, settingsErr, networkErr, dataErr); err != nil {
		return err
	}
	// snippet:end
	p := &platform{ctx: ctx, tags: tags, settings: settings, network: network, data: data}
	for _, step := range []func() error{p.makeBalancer, p.makeCluster, p.makeServices} {
		if err := step(); err != nil {
			return err
		}
	}
	return stackref.Export(ctx, &contracts.Services{
		ClusterARN: p.cluster.ARN, Hosts: settings.hosts(),
		LoadBalancer: contracts.LoadBalancer{
			Address: p.balancer.DNSName, ZoneID: p.balancer.ZoneID, SecurityGroupID: p.balancer.SecurityGroupID,
			HTTPSListenerARN: p.balancer.HTTPSListenerARN, ARNSuffix: p.balancer.ARNSuffix,
		},
	})
}

// platform is what the parts of the program share.
type platform struct {
	ctx      *pulumi.Context
	tags     tagging.Set
	settings Settings
	network  *contracts.Network
	data     *contracts.Data

	balancer *loadbalancer.LoadBalancer
	listener *fargate.Listener
	cluster  *fargate.Cluster
}

// makeBalancer makes the one load balancer. Its services share the listener, and with it the knowledge of each other's routes.
func (p *platform) makeBalancer() (err error) {
	p.balancer, err = loadbalancer.New(p.ctx, "platform", &loadbalancer.Args{
		Tags: p.tags, VPCID: p.network.VPCID, SubnetIDs: p.network.PublicSubnetIDs, CertificateARN: pulumi.String(p.settings.CertificateARN),
		AlarmTopicARN: company.Topic(p.settings.AlarmTopicARN), Profile: p.settings.Profile, DisableProtection: !p.settings.Protect,
	})
	if err != nil {
		return err
	}
	p.listener = fargate.NewListener(fargate.ListenerArgs{
		HTTPSListenerARN: p.balancer.HTTPSListenerARN, SecurityGroupID: p.balancer.SecurityGroupID, LoadBalancerARNSuffix: p.balancer.ARNSuffix,
	})
	return nil
}

func (p *platform) makeCluster() (err error) {
	p.cluster, err = fargate.NewCluster(p.ctx, "tasks", &fargate.ClusterArgs{Tags: p.tags, Profile: p.settings.Profile})
	return err
}

// makeServices makes what the configuration lists. Services are known by their names, so their order means nothing.
func (p *platform) makeServices() error {
	for _, service := range p.settings.Services {
		made, err := fargate.NewService(p.ctx, service.Name, p.service(service))
		if err != nil {
			return err
		}
		p.ctx.Export(service.Name+"Plan", made.DeployPlanText)
	}
	return nil
}
