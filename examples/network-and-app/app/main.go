// Command app runs a Cloud Run service in every region of the network. All it knows of the network is the contract
// contracts.Network: when the network's stack does not keep it, the preview fails before anything is registered.
package main

import (
	"errors"

	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/cloudrunv2"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/dns"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/secretmanager"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/serviceaccount"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/network-and-app/contracts"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	image, imageErr := stackconfig.Load[string](ctx, "image")
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	// snippet:import
	network, networkErr := stackref.Import[contracts.Network](ctx, stackref.SameStack("network"))
	// snippet:end
	if err := errors.Join(imageErr, tagsErr, networkErr); err != nil {
		return err
	}
	account, err := serviceaccount.NewAccount(ctx, "shop", &serviceaccount.AccountArgs{AccountId: pulumi.String("shop-run")})
	if err != nil {
		return err
	}
	proxy, err := newProxySecret(ctx, network.Proxy, account, tags)
	if err != nil {
		return err
	}
	for _, region := range network.Regions {
		if err := newService(ctx, service{image: image, region: region, network: network, account: account, proxy: proxy, tags: tags}); err != nil {
			return err
		}
	}
	return nil
}

// newProxySecret keeps the address of the proxy, password included, where the containers read it.
func newProxySecret(
	ctx *pulumi.Context, proxy contracts.Proxy, account *serviceaccount.Account, tags tagging.Set,
) (*secretmanager.SecretVersion, error) {
	secret, err := secretmanager.NewSecret(ctx, "shop-proxy", &secretmanager.SecretArgs{
		SecretId: pulumi.String("shop-proxy"), Labels: tags.GCPLabels(),
		Replication: &secretmanager.SecretReplicationArgs{Auto: &secretmanager.SecretReplicationAutoArgs{}},
	})
	if err != nil {
		return nil, err
	}
	_, err = secretmanager.NewSecretIamMember(ctx, "shop-proxy", &secretmanager.SecretIamMemberArgs{
		SecretId: secret.ID(), Role: pulumi.String("roles/secretmanager.secretAccessor"), Member: account.Member,
	})
	if err != nil {
		return nil, err
	}
	return secretmanager.NewSecretVersion(ctx, "shop-proxy", &secretmanager.SecretVersionArgs{
		Secret:     secret.ID(),
		SecretData: pulumi.Sprintf("http://shop:%s@%s:%d", proxy.Password, proxy.Host, proxy.Port),
	})
}

type service struct {
	image   string
	region  contracts.Region
	network *contracts.Network
	account *serviceaccount.Account
	proxy   *secretmanager.SecretVersion
	tags    tagging.Set
}

// newService makes the service of one region and its name in the private zone.
func newService(ctx *pulumi.Context, s service) error {
	name := "shop-" + s.region.Name
	_, err := cloudrunv2.NewService(ctx, name, &cloudrunv2.ServiceArgs{
		Location: pulumi.String(s.region.Name), Ingress: pulumi.String("INGRESS_TRAFFIC_INTERNAL_ONLY"), Labels: s.tags.GCPLabels(),
		Template: &cloudrunv2.ServiceTemplateArgs{
			ServiceAccount: s.account.Email,
			VpcAccess: &cloudrunv2.ServiceTemplateVpcAccessArgs{
				Connector: s.region.Connector, Egress: pulumi.String("ALL_TRAFFIC"),
			},
			Containers: cloudrunv2.ServiceTemplateContainerArray{&cloudrunv2.ServiceTemplateContainerArgs{
				Image: pulumi.String(s.image),
				Envs: cloudrunv2.ServiceTemplateContainerEnvArray{&cloudrunv2.ServiceTemplateContainerEnvArgs{
					Name: pulumi.String("HTTPS_PROXY"),
					ValueSource: &cloudrunv2.ServiceTemplateContainerEnvValueSourceArgs{
						SecretKeyRef: &cloudrunv2.ServiceTemplateContainerEnvValueSourceSecretKeyRefArgs{
							Secret: s.proxy.Secret, Version: s.proxy.Version,
						},
					},
				}},
			}},
		},
	})
	if err != nil {
		return err
	}
	_, err = dns.NewRecordSet(ctx, name, &dns.RecordSetArgs{
		ManagedZone: s.network.Zone.Name, Name: pulumi.Sprintf("%s.%s", name, s.network.Zone.Domain),
		Type: pulumi.String("A"), Ttl: s.network.RecordTTL, Rrdatas: pulumi.StringArray{s.region.Ingress},
	})
	return err
}
