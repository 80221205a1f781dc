package twingateconnector_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/twingate"
)

// rulesOf are the egress rules of the graph as "protocol from-to cidr", by their logical names without the group's.
func rulesOf(g *infratest.Graph) map[string]string {
	all := map[string]string{}
	for _, r := range g.OfType(egressToken) {
		all[r.Name[len("way-in-security-group-egress-"):]] = fmt.Sprintf("%v %v-%v %v",
			r.Value("ipProtocol"), r.Value("fromPort"), r.Value("toPort"), r.Value("cidrIpv4"))
	}
	return all
}

func TestEgressIsWhatTwingateAndTheResourcesNeed(t *testing.T) {
	t.Parallel()
	anywhere := map[string]string{
		"anywhere-tcp-443": "tcp 443-443 0.0.0.0/0", "anywhere-tcp-30000-31000": "tcp 30000-31000 0.0.0.0/0",
		"anywhere-udp-1-65535": "udp 1-65535 0.0.0.0/0",
	}
	for name, test := range map[string]struct {
		change func(*twingateconnector.FargateArgs)
		want   map[string]string
	}{
		"a resource": {asIs, map[string]string{
			"10-0-0-0-16-tcp-53": "tcp 53-53 10.0.0.0/16", "10-0-0-0-16-tcp-6379": "tcp 6379-6379 10.0.0.0/16",
		}},
		"nothing is known of the resources": {func(a *twingateconnector.FargateArgs) { a.Access.Resources = nil }, map[string]string{
			"10-0-0-0-16-tcp-1-65535": "tcp 1-65535 10.0.0.0/16",
		}},
		"two networks, a range and pings": {func(a *twingateconnector.FargateArgs) {
			a.PrivateCIDRs = []string{"10.0.0.0/16", "192.168.7.0/24"}
			a.Access.Resources[0].TCPPorts, a.Access.Resources[0].AllowICMP = []string{"8000-8010"}, true
		}, map[string]string{
			"10-0-0-0-16-tcp-53": "tcp 53-53 10.0.0.0/16", "10-0-0-0-16-tcp-8000-8010": "tcp 8000-8010 10.0.0.0/16",
			"10-0-0-0-16-icmp": "icmp -1--1 10.0.0.0/16", "192-168-7-0-24-tcp-53": "tcp 53-53 192.168.7.0/24",
			"192-168-7-0-24-tcp-8000-8010": "tcp 8000-8010 192.168.7.0/24", "192-168-7-0-24-icmp": "icmp -1--1 192.168.7.0/24",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := makeFargate(t, test.change)
			for rule, want := range anywhere {
				test.want[rule] = want
			}
			assert.Equal(t, test.want, rulesOf(g))
			for _, r := range g.OfType(egressToken) {
				assert.NotEmpty(t, r.Value("description"), r.Name)
				assert.Equal(t, "team-shop", r.Value("tags.owner"), r.Name)
				assert.Equal(t, g.One(t, groupToken).ID, r.Value("securityGroupId"))
			}
			assert.Empty(t, g.OfType(ingressToken))
			assert.Nil(t, g.One(t, groupToken).Value("ingress"))
			assert.Nil(t, g.One(t, groupToken).Value("egress"))
		})
	}
}

// The quota is refused here: AWS would refuse the last rules, after the others were made.
func TestTooManyRules(t *testing.T) {
	t.Parallel()
	blocks := func(n int) (all []string) {
		for i := range n {
			all = append(all, fmt.Sprintf("10.%d.0.0/16", i))
		}
		return all
	}
	ports := []string{"1000", "2000"} // three ranges in each block, with DNS
	change := func(n int) func(*twingateconnector.FargateArgs) {
		return func(a *twingateconnector.FargateArgs) {
			a.PrivateCIDRs = blocks(n)
			a.Access.Resources = []twingate.PrivateResource{redisResource()}
			a.Access.Resources[0].TCPPorts = slices.Clone(ports)
		}
	}
	assert.Len(t, makeFargate(t, change(19)).OfType(egressToken), 60)
	graph, err := tryFargate(change(20))
	refused(t, graph, err, "FargateArgs.PrivateCIDRs: need at most 60 rules: one for each range of ports of the resources in each block, "+
		"and 3 for Twingate, got 63")
}
