// Command cluster makes what outlives clusters, a network and a load balancer, and the clusters themselves, each in its slot.
package main

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/eks-blue-green/contracts"
	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

// Settings is the object cluster:settings: what stays from one upgrade to the next.
type Settings struct {
	Region         string            `yaml:"region" required:"true"`
	CIDR           string            `yaml:"cidr" required:"true"`
	Zones          []string          `yaml:"zones" required:"true"`
	CertificateARN string            `yaml:"certificate_arn" required:"true"`
	DeployerARN    string            `yaml:"deployer_arn" required:"true"`
	AlarmTopicARN  string            `yaml:"alarm_topic_arn"`
	InstanceType   string            `yaml:"instance_type" required:"true"`
	Profile        component.Profile `yaml:"profile"`
}

// Clusters is the object cluster:clusters: what an upgrade changes, step by step.
type Clusters struct {
	Active string                     `yaml:"active" required:"true"`
	Slots  map[string]ekscluster.Slot `yaml:"slots" required:"true"`
}

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	settings, settingsErr := stackconfig.Load[Settings](ctx, "settings")
	clusters, clustersErr := stackconfig.Load[Clusters](ctx, "clusters")
	if err := errors.Join(tagsErr, settingsErr, clustersErr); err != nil {
		return err
	}
	e := &environment{ctx: ctx, tags: tags, settings: settings}
	for _, step := range []func() error{e.makeNetwork, e.makeBalancer, func() error { return e.makeClusters(clusters) }} {
		if err := step(); err != nil {
			return err
		}
	}
	return stackref.Export(ctx, e.contract(clusters))
}

// environment is what the parts of the program share.
type environment struct {
	ctx      *pulumi.Context
	tags     tagging.Set
	settings Settings

	network  *network.VPC
	balancer *loadbalancer.LoadBalancer
	clusters *ekscluster.Clusters
}

func (e *environment) makeNetwork() (err error) {
	e.network, err = network.NewVPC(e.ctx, "acme", &network.VPCArgs{
		Tags: e.tags, CIDR: e.settings.CIDR, AvailabilityZones: e.settings.Zones, Profile: e.settings.Profile,
	})
	return err
}

// makeBalancer makes the load balancer here and not in a cluster: traffic moves between clusters behind it, and no address changes.
func (e *environment) makeBalancer() (err error) {
	e.balancer, err = loadbalancer.New(e.ctx, "acme-web", &loadbalancer.Args{
		Tags: e.tags, VPCID: e.network.VPCID, SubnetIDs: e.network.PublicSubnetIDs, CertificateARN: pulumi.String(e.settings.CertificateARN),
		AlarmTopicARN: e.topic(), Profile: e.settings.Profile,
	})
	return err
}

// makeClusters makes a cluster for each slot. The control planes do not wait for the network's way out; the nodes do.
func (e *environment) makeClusters(clusters Clusters) (err error) {
	// snippet:clusters
	e.clusters, err = ekscluster.NewClusters(e.ctx, "acme", &ekscluster.ClustersArgs{
		Common: ekscluster.Args{
			Tags: e.tags, SubnetIDs: e.network.PrivateSubnetIDs, NodeSubnetIDs: e.network.EgressSubnetIDs,
			NodeGroups:  map[string]ekscluster.NodeGroup{"main": {InstanceTypes: []string{e.settings.InstanceType}, Min: 3, Max: 6}},
			DeployerARN: pulumi.String(e.settings.DeployerARN), AlarmTopicARN: e.topic(), Profile: e.settings.Profile,
		},
		Active: clusters.Active, // the slot that serves
		Slots:  clusters.Slots,  // one cluster each: {"blue": {KubernetesVersion: "1.34"}}
	})
	// snippet:end
	return err
}

// contract is what the other stacks get to know.
func (e *environment) contract(clusters Clusters) *contracts.Clusters {
	v := &contracts.Clusters{
		Active: clusters.Active, Slots: map[string]contracts.Slot{}, VPCID: e.network.VPCID, CIDR: e.settings.CIDR,
		Balancer: contracts.Balancer{
			HTTPSListenerARN: e.balancer.HTTPSListenerARN, SecurityGroupID: e.balancer.SecurityGroupID, DNSName: e.balancer.DNSName,
		},
	}
	for name, cluster := range e.clusters.Slots {
		v.Slots[name] = contracts.Slot{
			Cluster: provider.Cluster{
				Identifier: cluster.Identifier, Name: cluster.Name, Region: pulumi.String(e.settings.Region).ToStringOutput(),
				Endpoint: cluster.Endpoint, CertificateAuthority: cluster.CertificateAuthority,
			},
			Generation: max(1, clusters.Slots[name].Generation), SecurityGroupID: cluster.SecurityGroupID,
			State: string(e.clusters.States[name]), GivenUp: clusters.Slots[name].Lost,
		}
	}
	return v
}

// topic is where alarms go; nil tells nobody.
func (e *environment) topic() pulumi.StringInput {
	if e.settings.AlarmTopicARN == "" {
		return nil
	}
	return pulumi.String(e.settings.AlarmTopicARN)
}
