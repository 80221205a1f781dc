package remoteaccess

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/imageref"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/twingate"
)

const (
	minName       = 3  // of a connector (Pulumi provider twingate, schema of TwingateConnector)
	maxName       = 60 // leaves room for the number; no limit of Twingate is documented
	maxConnectors = 7  // one for each day of the week
	minProduction = 2  // Twingate's documentation: two for each remote network, or updates interrupt
	widestBlock   = 8  // no private network is wider than 10.0.0.0/8
	needNetworkID = "a remote network's id"
	needPorts     = `ports from 1 to 65535 and ranges such as "8000-8010"`
	needBlock     = `a block of IPv4 addresses such as "10.0.0.0/16", written as its first address, of /8 or smaller`
)

var (
	accountPattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	namePattern    = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9])?$`)
)

// WithDefaults returns a copy with every default filled in, but for the name, which [Title] gives.
func WithDefaults(a twingate.Access, profile component.Profile) *twingate.Access {
	if a.Connectors == 0 {
		a.Connectors = component.ByProfile(profile, minProduction, 1)
	}
	return &a
}

// Title is the name of the remote network; fallback takes its place, cut to the length that a name may have.
func Title(a *twingate.Access, fallback string) string {
	if a.Name != "" {
		return a.Name
	}
	return naming.Truncate(fallback, maxName)
}

// Check records what is wrong with the access, as [WithDefaults] returns it, in a field of that name.
func Check(p *component.Problems, a *twingate.Access, profile component.Profile) {
	if p.Require("Access.Account", `the account's subdomain: "acme" of acme.twingate.com`, a.Account) {
		p.Match("Access.Account", `the account's subdomain alone: "acme" of acme.twingate.com`, a.Account, accountPattern)
	}
	if a.Name != "" {
		checkName(p, a.Name)
	}
	low := component.ByProfile(profile, minProduction, 1)
	if a.Connectors < low || a.Connectors > maxConnectors {
		p.Add("Access.Connectors", fmt.Sprintf("%d to %d connectors: a lone one is an outage at each update, and there is one day of the week for each",
			low, maxConnectors), a.Connectors)
	}
	if a.RemoteNetworkID != nil { // an output that nobody has set is a mistake too: it would quietly make another network
		p.Require("Access.RemoteNetworkID", needNetworkID, a.RemoteNetworkID)
	}
	if a.DNSServer != "" {
		if address, err := netip.ParseAddr(a.DNSServer); err != nil || !address.Is4() {
			p.Add("Access.DNSServer", "an IPv4 address", a.DNSServer)
		}
	}
	switch a.LogLevel {
	case 0, 3, 4, 6, 7:
	default:
		p.Add("Access.LogLevel", "3 (errors), 4 (warnings), 6 (information) or 7 (everything)", a.LogLevel)
	}
	checkPortList(p, "Access.ExtraTCPPorts", a.ExtraTCPPorts)
	checkResources(p, a.Resources)
}

func checkName(p *component.Problems, name string) {
	if len(name) < minName || len(name) > maxName {
		p.Addf("Access.Name", fmt.Sprintf("%d to %d characters", minName, maxName), "%q, which has %d", name, len(name))
		return
	}
	p.Match("Access.Name", "letters, digits, spaces, dots, underscores and hyphens, with a letter or digit at both ends", name, namePattern)
}

func checkPortList(p *component.Problems, field string, ports []string) {
	for i, text := range ports {
		if _, _, ok := portRange(text); !ok {
			p.Add(fmt.Sprintf("%s[%d]", field, i), needPorts, text)
		}
	}
}

// CheckBlocks records what is no block of IPv4 addresses, and what is given twice: each block is rules of its own. They are the
// networks that the resources are in.
func CheckBlocks(p *component.Problems, field string, blocks []string) {
	first := map[string]int{}
	for i, block := range blocks {
		at := fmt.Sprintf("%s[%d]", field, i)
		if !isBlock(block) {
			p.Add(at, needBlock, block)
		} else if before, taken := first[block]; taken {
			p.Add(at, fmt.Sprintf("a block of its own: %s[%d] is the same", field, before), block)
		} else {
			first[block] = i
		}
	}
}

// isBlock tells a block of private or public IPv4 addresses, written as its first address.
func isBlock(text string) bool {
	block, err := netip.ParsePrefix(text)
	return err == nil && block.Addr().Is4() && block == block.Masked() && block.Bits() >= widestBlock
}

// DefaultImage is the connector's image. Its tag moves to each new release; Twingate has no other tag that does so within a major version.
const DefaultImage = "twingate/connector:1"

// CheckImage records an image that is none.
func CheckImage(p *component.Problems, field, image string) {
	if !imageref.Valid(image) {
		p.Add(field, imageref.Need, image)
	}
}

// Updated tells whether a restart of the connector can bring another release: not with updates off, and not with an image by its digest.
func Updated(a *twingate.Access, image string) bool {
	return !a.DisableUpdates && !strings.Contains(image, "@sha256:")
}
