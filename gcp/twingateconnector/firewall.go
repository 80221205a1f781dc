package twingateconnector

import (
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/binding"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

// everywhere is the block that holds every address.
const everywhere = "0.0.0.0/0"

// Priorities of the rules: the lowest wins. They are below the default of other rules of the network, 1000, which therefore open nothing.
const (
	rulePriority = 100
	lastPriority = 110 // after what lets traffic out
)

// addFirewall lets nothing in to the machine of a connector, and out only what it needs. The rules are for the connector's account, which only
// who may act as it can put on a machine. No two connectors share a rule: shared ones would lose the account of a connector that is
// removed at the beginning of the update, and its machine would run without them until the end.
func (b *builder) addFirewall(c *remoteaccess.Connector) ([]pulumi.Resource, error) {
	var made []pulumi.Resource
	anywhere, private := pulumi.StringArray{pulumi.String(everywhere)}, pulumi.ToStringArray(b.args.PrivateCIDRs)
	everything := []binding.FirewallTraffic{{Protocol: pulumi.String("all")}}
	for _, rule := range []struct {
		role string
		args binding.FirewallArgs
	}{
		{"deny-ingress", binding.FirewallArgs{
			Description: pulumi.String("Nothing comes in to the Twingate connector"),
			Direction:   pulumi.String("INGRESS"), SourceRanges: anywhere, Denies: everything, Priority: pulumi.Int(rulePriority),
		}},
		{"allow-twingate", binding.FirewallArgs{
			Description: pulumi.String("The Twingate connector to controller, relays and clients"),
			Direction:   pulumi.String("EGRESS"), DestinationRanges: anywhere, Allows: traffic(remoteaccess.Anywhere()), Priority: pulumi.Int(rulePriority),
		}},
		{"allow-private", binding.FirewallArgs{
			Description: pulumi.String("The Twingate connector to the resources that it gives access to"),
			Direction:   pulumi.String("EGRESS"), DestinationRanges: private, Allows: traffic(remoteaccess.Private(b.access)), Priority: pulumi.Int(rulePriority),
		}},
		{"deny-egress", binding.FirewallArgs{
			Description: pulumi.String("The Twingate connector to nothing else"),
			Direction:   pulumi.String("EGRESS"), DestinationRanges: anywhere, Denies: everything, Priority: pulumi.Int(lastPriority),
		}},
	} {
		role, args := c.Role+"-"+rule.role, rule.args
		args.Project, args.Network = text(b.args.Project), b.network()
		args.TargetServiceAccounts = pulumi.ToStringArrayOutput([]pulumi.StringOutput{b.accounts[c.Index].Email})
		added, err := binding.NewFirewall(b.ctx, b.autoName(role), &args, b.scope.Child()...)
		if err != nil {
			return nil, b.scope.Err(role, err)
		}
		made = append(made, added)
	}
	return made, nil
}

// traffic is ports in the words of a firewall rule.
func traffic(all []remoteaccess.Ports) []binding.FirewallTraffic {
	var allowed []binding.FirewallTraffic
	for _, each := range all {
		one := binding.FirewallTraffic{Protocol: pulumi.String(each.Protocol)}
		if each.To != 0 {
			ports := strconv.Itoa(each.From)
			if each.To != each.From {
				ports += "-" + strconv.Itoa(each.To)
			}
			one.Ports = pulumi.StringArray{pulumi.String(ports)}
		}
		allowed = append(allowed, one)
	}
	return allowed
}

func (b *builder) network() pulumi.StringOutput {
	return component.CheckMatch(b.args.Network, argsName, "Network", needNetwork, networkName)
}
