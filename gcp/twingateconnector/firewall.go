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

// addFirewall lets nothing in, and out only what connectors need. The rules are for the connectors' accounts, which only who may act as them
// can put on a machine; Google Cloud takes 10 of them in a rule, and there are 7 connectors at most.
func (b *builder) addFirewall() error {
	anywhere, private := pulumi.StringArray{pulumi.String(everywhere)}, pulumi.ToStringArray(b.args.PrivateCIDRs)
	everything := []binding.FirewallTraffic{{Protocol: pulumi.String("all")}}
	for _, rule := range []struct {
		role string
		args binding.FirewallArgs
	}{
		{"deny-ingress", binding.FirewallArgs{
			Description: pulumi.String("Nothing comes in to Twingate connectors"),
			Direction:   pulumi.String("INGRESS"), SourceRanges: anywhere, Denies: everything, Priority: pulumi.Int(rulePriority),
		}},
		{"allow-twingate", binding.FirewallArgs{
			Description: pulumi.String("Twingate connectors to controller, relays and clients"),
			Direction:   pulumi.String("EGRESS"), DestinationRanges: anywhere, Allows: traffic(remoteaccess.Anywhere()), Priority: pulumi.Int(rulePriority),
		}},
		{"allow-private", binding.FirewallArgs{
			Description: pulumi.String("Twingate connectors to the resources that they give access to"),
			Direction:   pulumi.String("EGRESS"), DestinationRanges: private, Allows: traffic(remoteaccess.Private(b.access)), Priority: pulumi.Int(rulePriority),
		}},
		{"deny-egress", binding.FirewallArgs{
			Description: pulumi.String("Twingate connectors to nothing else"),
			Direction:   pulumi.String("EGRESS"), DestinationRanges: anywhere, Denies: everything, Priority: pulumi.Int(lastPriority),
		}},
	} {
		args := rule.args
		args.Project, args.Network = text(b.args.Project), b.network()
		args.TargetServiceAccounts = pulumi.ToStringArrayOutput(b.made.ServiceAccountEmails)
		made, err := binding.NewFirewall(b.ctx, b.autoName(rule.role), &args, b.scope.Child()...)
		if err != nil {
			return b.scope.Err(rule.role, err)
		}
		b.firewall = append(b.firewall, made)
	}
	return nil
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
