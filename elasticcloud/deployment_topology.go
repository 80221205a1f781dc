package elasticcloud

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const memory = "memory" // what all sizes count

// elasticsearch describes the cluster.
func (args *DeploymentArgs) elasticsearch() ElasticsearchArgs {
	cluster := ElasticsearchArgs{
		Autoscale: pulumi.Bool(args.Autoscale), // always sent: some templates turn it on
		Hot:       *args.tier(&args.Hot),
		Warm:      args.tier(args.Warm),
		Cold:      args.tier(args.Cold),
		Frozen:    args.tier(args.Frozen),
		ML:        args.tier(args.ML),
	}
	if len(args.Plugins) > 0 {
		cluster.Config = &ElasticsearchConfigArgs{Plugins: pulumi.ToStringArray(args.Plugins)}
	}
	for i, extension := range args.Extensions {
		cluster.Extensions = append(cluster.Extensions, ElasticsearchExtensionArgs{
			Name: pulumi.String(extension.Name), Type: pulumi.String(extension.Type), Version: pulumi.String(extension.Version),
			URL: extensionURL.Pass(extension.URL, argsName, fmt.Sprintf("Extensions[%d].URL", i)),
		})
	}
	return cluster
}

// tier describes one tier. With autoscaling also those that nobody asked for are there, with nothing as their limit: otherwise the template
// would say how far they can grow.
func (args *DeploymentArgs) tier(t *Tier) *TierArgs {
	switch {
	case t == nil && !args.Autoscale:
		return nil
	case t == nil:
		return &TierArgs{Autoscaling: limit("0g")}
	}
	tier := &TierArgs{Size: pulumi.String(t.Size), SizeResource: pulumi.String(memory), ZoneCount: pulumi.Int(t.Zones)}
	if args.Autoscale {
		tier.Autoscaling = limit(t.MaxSize)
	}
	return tier
}

func limit(size string) AutoscalingArgs {
	return AutoscalingArgs{MaxSize: pulumi.String(size), MaxSizeResource: pulumi.String(memory)}
}

// scaled lists the sizes that belong to autoscaling once the deployment is there.
func (args *DeploymentArgs) scaled() []string {
	var properties []string
	for _, tier := range args.tiers() {
		if args.Autoscale && tier.Tier != nil {
			properties = append(properties, "elasticsearch."+tier.property+".size")
		}
	}
	return properties
}
