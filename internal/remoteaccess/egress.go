package remoteaccess

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/twingate"
)

// Ports are a range of ports of one protocol. Both ends are 0 for ICMP, which has none.
type Ports struct {
	Protocol string // "tcp", "udp" or "icmp"
	From, To int
}

// Anywhere is what every connector reaches on the internet, as Twingate documents it: its controller and relays by TCP, and by UDP the
// relays and the clients that it is connected to directly. Nothing comes in.
func Anywhere() []Ports {
	return []Ports{{"tcp", 443, 443}, {"tcp", 30000, 31000}, {"udp", 1, 65535}}
}

// Private is what connectors reach in the networks that their resources are in: DNS by TCP, and the ports of the resources; every port
// when nothing is known about them. UDP is allowed everywhere already.
func Private(a *twingate.Access) []Ports {
	all := append(ports("53"), ports(a.ExtraTCPPorts...)...)
	if len(a.Resources) == 0 && len(a.ExtraTCPPorts) == 0 {
		all = ports(everyPort)
	}
	for _, r := range a.Resources {
		all = append(all, ports(r.TCPPorts...)...)
		if r.AllowAllTCP {
			all = append(all, ports(everyPort)...)
		}
		if r.AllowICMP {
			all = append(all, Ports{Protocol: "icmp"})
		}
	}
	return merged(all)
}

// ports reads TCP ports; those that are none were told by [Check].
func ports(texts ...string) []Ports {
	var all []Ports
	for _, each := range texts {
		if from, to, ok := portRange(each); ok {
			all = append(all, Ports{"tcp", from, to})
		}
	}
	return all
}

// merged puts ranges that touch together, so that the same ports make the same rules however resources are cut.
func merged(all []Ports) []Ports {
	slices.SortFunc(all, func(a, b Ports) int {
		return cmp.Or(cmp.Compare(b.Protocol, a.Protocol), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	var kept []Ports
	for _, each := range all {
		if n := len(kept) - 1; n >= 0 && kept[n].Protocol == each.Protocol && each.From <= kept[n].To+1 {
			kept[n].To = max(kept[n].To, each.To)
			continue
		}
		kept = append(kept, each)
	}
	return kept
}

// text is a range of ports as Twingate writes it.
func (p Ports) text() string {
	if p.From == p.To {
		return strconv.Itoa(p.From)
	}
	return fmt.Sprintf("%d-%d", p.From, p.To)
}

const (
	maxPort   = 65535
	everyPort = "1-65535"
)

// portRange reads a port or a range of ports.
func portRange(text string) (from, to int, ok bool) {
	first, last, isRange := strings.Cut(text, "-")
	if !isRange {
		last = first
	}
	from, ok = port(first)
	if !ok {
		return 0, 0, false
	}
	to, ok = port(last)
	return from, to, ok && from <= to
}

// port reads a port as Twingate writes it: digits without zeros in front.
func port(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= maxPort && strconv.Itoa(n) == text
}
