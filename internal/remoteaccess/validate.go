package remoteaccess

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/imageref"
	"github.com/groundwork-go/groundwork/twingate"
)

const (
	minName       = 3  // of a connector (Pulumi provider twingate, schema of TwingateConnector)
	maxName       = 60 // leaves room for the number; no limit of Twingate is documented
	maxConnectors = 7  // one for each day of the week
	minProduction = 2  // Twingate's documentation: two for each remote network, or updates interrupt
	needNetworkID = "a remote network's id"
	needAddress   = "a name, an IP address or a block of them, without scheme, port or path"
	needPorts     = `ports from 1 to 65535 and ranges such as "8000-8010"`
)

var (
	accountPattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	namePattern    = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9])?$`)
	keyPattern     = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)
	hostPattern    = regexp.MustCompile(`^[A-Za-z0-9*?]([A-Za-z0-9*?._-]*[A-Za-z0-9*?])?$`)
)

// WithDefaults returns a copy with every default filled in, but for the name, which [Title] gives.
func WithDefaults(a twingate.Access, profile component.Profile) *twingate.Access {
	if a.Connectors == 0 {
		a.Connectors = component.ByProfile(profile, minProduction, 1)
	}
	return &a
}

// Title is the name of the remote network; fallback is "<component>-<stack>".
func Title(a *twingate.Access, fallback string) string {
	if a.Name != "" {
		return a.Name
	}
	return fallback
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
	if value, known := component.Known(a.RemoteNetworkID); known && value == "" {
		p.Add("Access.RemoteNetworkID", needNetworkID, "")
	}
	if a.DNSServer != "" {
		if _, err := netip.ParseAddr(a.DNSServer); err != nil {
			p.Add("Access.DNSServer", "an IP address", a.DNSServer)
		}
	}
	switch a.LogLevel {
	case 0, 3, 4, 6, 7:
	default:
		p.Add("Access.LogLevel", "3 (errors), 4 (warnings), 6 (information) or 7 (everything)", a.LogLevel)
	}
	for i, text := range a.ExtraTCPPorts {
		if _, _, ok := portRange(text); !ok {
			p.Add(fmt.Sprintf("Access.ExtraTCPPorts[%d]", i), needPorts, text)
		}
	}
	checkResources(p, a.Resources)
}

func checkName(p *component.Problems, name string) {
	if len(name) < minName || len(name) > maxName {
		p.Addf("Access.Name", fmt.Sprintf("%d to %d characters", minName, maxName), "%q, which has %d", name, len(name))
		return
	}
	p.Match("Access.Name", "letters, digits, spaces, dots, underscores and hyphens, with a letter or digit at both ends", name, namePattern)
}

func checkResources(p *component.Problems, all []twingate.PrivateResource) {
	keys := map[string]int{}
	for i, r := range all {
		at := fmt.Sprintf("Access.Resources[%d].", i)
		p.Match(at+"Key", "1 to 40 lower-case letters, digits and hyphens, with a letter or digit at both ends", r.Key, keyPattern)
		if first, taken := keys[r.Key]; taken && r.Key != "" {
			p.Add(at+"Key", fmt.Sprintf("a key of its own: Access.Resources[%d] has it too", first), r.Key)
		} else {
			keys[r.Key] = i
		}
		if p.Require(at+"Address", needAddress, r.Address) {
			if value, known := component.Known(r.Address); known && !isAddress(value.(string)) {
				p.Add(at+"Address", needAddress, value)
			}
		}
		if r.Alias != "" && !isName(r.Alias) {
			p.Add(at+"Alias", `a name such as "redis.acme.internal"`, r.Alias)
		}
		checkPorts(p, at, r)
		checkGroups(p, at, r.GroupIDs)
		checkPolicies(p, at, r.AccessPolicies)
	}
}

func checkPorts(p *component.Problems, at string, r twingate.PrivateResource) {
	if len(r.TCPPorts) == 0 && len(r.UDPPorts) == 0 && !r.AllowAllTCP && !r.AllowAllUDP && !r.AllowICMP {
		p.Add(at+"TCPPorts", "at least one port here or in UDPPorts, or AllowAllTCP, AllowAllUDP or AllowICMP: nothing could be reached", nil)
	}
	for _, each := range []struct {
		field, all string
		ports      []string
		everything bool
	}{{"TCPPorts", "AllowAllTCP", r.TCPPorts, r.AllowAllTCP}, {"UDPPorts", "AllowAllUDP", r.UDPPorts, r.AllowAllUDP}} {
		if each.everything && len(each.ports) > 0 {
			p.Add(at+each.field, "nothing: "+each.all+" allows every port", strings.Join(each.ports, ", "))
		}
		for i, text := range each.ports {
			if _, _, ok := portRange(text); !ok {
				p.Add(fmt.Sprintf("%s%s[%d]", at, each.field, i), needPorts, text)
			}
		}
	}
}

func checkGroups(p *component.Problems, at string, groups []pulumi.StringInput) {
	if !p.Require(at+"GroupIDs", "at least one group: nobody could reach it", groups) {
		return
	}
	for i, group := range groups {
		p.Require(fmt.Sprintf("%sGroupIDs[%d]", at, i), "a group's id", group)
	}
}

func checkPolicies(p *component.Problems, at string, policies []twingate.AccessPolicy) {
	for i, policy := range policies {
		field := fmt.Sprintf("%sAccessPolicies[%d].Mode", at, i)
		if !p.Require(field, "MANUAL, AUTO_LOCK or ACCESS_REQUEST", policy.Mode) {
			continue
		}
		if value, known := component.Known(policy.Mode); known {
			p.OneOf(field, value.(string), "MANUAL", "AUTO_LOCK", "ACCESS_REQUEST")
		}
	}
}

// isAddress tells what a resource can have as its address.
func isAddress(text string) bool {
	if _, err := netip.ParsePrefix(text); err == nil {
		return true
	}
	if _, err := netip.ParseAddr(text); err == nil {
		return true
	}
	return isName(text)
}

func isName(text string) bool {
	return len(text) <= 253 && hostPattern.MatchString(text) && !strings.Contains(text, "..")
}

// CheckBlocks records what is no block of IPv4 addresses. They are the networks that the resources are in.
func CheckBlocks(p *component.Problems, field string, blocks []string) {
	for i, block := range blocks {
		if !isBlock(block) {
			p.Add(fmt.Sprintf("%s[%d]", field, i), `a block of IPv4 addresses such as "10.0.0.0/16"`, block)
		}
	}
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

// given tells an input that is there.
func given(in pulumi.Input) bool {
	value, known := component.Known(in)
	return !known || value != nil
}
