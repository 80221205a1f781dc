// Command network puts a DNS zone, connectors for serverless services and the password of the egress proxy into a VPC that exists,
// and exports what applications need of them as the contract contracts.Network.
package main

import (
	"errors"

	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/dns"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/secretmanager"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/vpcaccess"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/network-and-app/contracts"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

const proxyPort = 3128

// Settings is the object network:network.
type Settings struct {
	VPC          string      `yaml:"vpc" required:"true" validate:"pattern=^projects/[a-z0-9-]+/global/networks/[a-z0-9-]+$"`
	Domain       string      `yaml:"domain" required:"true" validate:"pattern=^[a-z0-9.-]+[.]$"`
	ProxyAddress string      `yaml:"proxy_address" required:"true"`
	RecordTTL    *int        `yaml:"record_ttl" validate:"min=1"` // seconds; without it applications take the contract's default
	Connectors   []Connector `yaml:"connectors" required:"true" validate:"min=1"`
}

// Connector is one item of the list connectors.
type Connector struct {
	Region  string `yaml:"region" required:"true"`
	CIDR    string `yaml:"cidr" required:"true" validate:"pattern=/28$"`
	Ingress string `yaml:"ingress" required:"true"` // the address of the region's internal load balancer
}

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	settings, settingsErr := stackconfig.Load[Settings](ctx, "network")
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	if err := errors.Join(settingsErr, tagsErr); err != nil {
		return err
	}
	network := &contracts.Network{NetworkID: pulumi.String(settings.VPC).ToStringOutput()}
	if settings.RecordTTL != nil {
		network.RecordTTL = pulumi.Int(*settings.RecordTTL).ToIntOutput()
	}
	zone, err := newZone(ctx, settings, tags)
	if err != nil {
		return err
	}
	network.Zone = contracts.Zone{Name: zone.Name, Domain: zone.DnsName}
	if network.Regions, err = newConnectors(ctx, settings); err != nil {
		return err
	}
	if network.Proxy, err = newProxy(ctx, settings, zone, tags); err != nil {
		return err
	}
	return stackref.Export(ctx, network)
}

func newZone(ctx *pulumi.Context, s Settings, tags tagging.Set) (*dns.ManagedZone, error) {
	return dns.NewManagedZone(ctx, "internal", &dns.ManagedZoneArgs{
		DnsName:    pulumi.String(s.Domain),
		Visibility: pulumi.String("private"),
		PrivateVisibilityConfig: &dns.ManagedZonePrivateVisibilityConfigArgs{
			Networks: dns.ManagedZonePrivateVisibilityConfigNetworkArray{
				&dns.ManagedZonePrivateVisibilityConfigNetworkArgs{NetworkUrl: pulumi.String(s.VPC)},
			},
		},
		Labels: tags.GCPLabels(),
	})
}

func newConnectors(ctx *pulumi.Context, s Settings) ([]contracts.Region, error) {
	var regions []contracts.Region
	for _, each := range s.Connectors {
		connector, err := vpcaccess.NewConnector(ctx, each.Region, &vpcaccess.ConnectorArgs{
			Network: pulumi.String(s.VPC), Region: pulumi.String(each.Region), IpCidrRange: pulumi.String(each.CIDR),
			MinInstances: pulumi.Int(2), MaxInstances: pulumi.Int(3),
		})
		if err != nil {
			return nil, err
		}
		regions = append(regions, contracts.Region{
			Name: each.Region, Connector: connector.ID().ToStringOutput(), Ingress: pulumi.String(each.Ingress).ToStringOutput(),
		})
	}
	return regions, nil
}

// newProxy names the proxy in the zone and makes its password, which the proxy reads from Secret Manager.
func newProxy(ctx *pulumi.Context, s Settings, zone *dns.ManagedZone, tags tagging.Set) (contracts.Proxy, error) {
	none := contracts.Proxy{}
	host := "proxy." + s.Domain
	_, err := dns.NewRecordSet(ctx, "proxy", &dns.RecordSetArgs{
		ManagedZone: zone.Name, Name: pulumi.String(host), Type: pulumi.String("A"), Ttl: pulumi.Int(300),
		Rrdatas: pulumi.StringArray{pulumi.String(s.ProxyAddress)},
	})
	if err != nil {
		return none, err
	}
	password, err := random.NewRandomPassword(ctx, "proxy", &random.RandomPasswordArgs{Length: pulumi.Int(32), Special: pulumi.Bool(false)})
	if err != nil {
		return none, err
	}
	secret, err := secretmanager.NewSecret(ctx, "proxy", &secretmanager.SecretArgs{
		SecretId: pulumi.String("egress-proxy"), Labels: tags.GCPLabels(),
		Replication: &secretmanager.SecretReplicationArgs{Auto: &secretmanager.SecretReplicationAutoArgs{}},
	})
	if err != nil {
		return none, err
	}
	_, err = secretmanager.NewSecretVersion(ctx, "proxy", &secretmanager.SecretVersionArgs{Secret: secret.ID(), SecretData: password.Result})
	return contracts.Proxy{
		Host: pulumi.String(host).ToStringOutput(), Port: pulumi.Int(proxyPort).ToIntOutput(), Password: password.Result,
	}, err
}
