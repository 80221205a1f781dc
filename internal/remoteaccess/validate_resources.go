package remoteaccess

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/twingate"
)

const (
	needAddress  = "a name, an IPv4 address or a block of them (of /8 or smaller, written as its first address), without scheme, port or path"
	needOutside  = "an address outside 169.254.0.0/16: machines get the credentials of their roles there, and would hand them to the group's members"
	needGroup    = "a group's id"
	needPolicyID = "a security policy's id"

	maxDays       = 365 // of access (Pulumi provider twingate)
	longestAccess = maxDays * 24 * time.Hour
)

var (
	keyPattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)
	// Twingate's wildcards stand anywhere in a name; DNS has underscores in names of services.
	addressLabel = regexp.MustCompile(`^[A-Za-z0-9_*?]([A-Za-z0-9_*?-]{0,61}[A-Za-z0-9_*?])?$`)
	aliasLabel   = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)
	letter       = regexp.MustCompile(`[A-Za-z]`)

	// linkLocal is a machine's own link, where every cloud has its metadata service. No private network has such addresses.
	linkLocal = netip.MustParsePrefix("169.254.0.0/16")
)

func checkResources(p *component.Problems, all []twingate.PrivateResource) {
	keys, aliases := map[string]int{}, map[string]int{}
	for i, r := range all {
		at := resourceField(i)
		if p.Match(at+"Key", "1 to 40 lower-case letters, digits and hyphens, with a letter or digit at both ends", r.Key, keyPattern) {
			checkUnique(p, at+"Key", "a key", r.Key, i, keys)
		}
		if p.Require(at+"Address", needAddress, r.Address) {
			checkAddress(p, at+"Address", r.Address)
		}
		switch {
		case r.Alias == "":
		case !isName(r.Alias, aliasLabel):
			p.Add(at+"Alias", `a name such as "redis.acme.internal"`, r.Alias)
		default:
			checkUnique(p, at+"Alias", "an alias", strings.ToLower(r.Alias), i, aliases)
		}
		checkPorts(p, at, r)
		checkGroups(p, at, r.GroupIDs)
		if r.SecurityPolicyID != nil {
			p.Require(at+"SecurityPolicyID", needPolicyID, r.SecurityPolicyID)
		}
		checkPolicies(p, at+"AccessPolicies", r.AccessPolicies)
	}
}

// resourceField begins the names of a resource's fields.
func resourceField(i int) string { return fmt.Sprintf("Access.Resources[%d].", i) }

func checkAddress(p *component.Problems, field string, in pulumi.StringInput) {
	address, known := knownText(in)
	switch {
	case !known:
	case !isAddress(address):
		p.Add(field, needAddress, address)
	case !isOutside(address):
		p.Add(field, needOutside, address)
	}
}

// checkUnique records a value that an earlier resource has too.
func checkUnique(p *component.Problems, field, what, value string, i int, first map[string]int) {
	if before, taken := first[value]; taken {
		p.Add(field, fmt.Sprintf("%s of its own: Access.Resources[%d] has it too", what, before), value)
		return
	}
	first[value] = i
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
		checkPortList(p, at+each.field, each.ports)
	}
}

func checkGroups(p *component.Problems, at string, groups []pulumi.StringInput) {
	if !p.Require(at+"GroupIDs", "at least one group: nobody could reach it", groups) {
		return
	}
	first := map[string]int{}
	for i, group := range groups {
		field := fmt.Sprintf("%sGroupIDs[%d]", at, i)
		if !p.Require(field, needGroup, group) {
			continue
		}
		id, known := knownText(group)
		if !known {
			continue
		}
		if before, taken := first[id]; taken {
			p.Add(field, fmt.Sprintf("a group once: GroupIDs[%d] is the same", before), id)
		} else {
			first[id] = i
		}
	}
}

// checkPolicies records what the provider refuses of the values that are known (model.AccessPolicy of the provider; a set of one).
func checkPolicies(p *component.Problems, field string, policies []twingate.AccessPolicy) {
	if len(policies) > 1 {
		p.Add(field, "one access policy", len(policies))
	}
	for i, policy := range policies {
		at := fmt.Sprintf("%s[%d].", field, i)
		if !p.Require(at+"Mode", "MANUAL, AUTO_LOCK or ACCESS_REQUEST", policy.Mode) {
			continue
		}
		approval, known := knownText(policy.ApprovalMode)
		if known && approval != "" {
			p.OneOf(at+"ApprovalMode", approval, "MANUAL", "AUTOMATIC")
		}
		mode, known := knownText(policy.Mode)
		if !known || !p.OneOf(at+"Mode", mode, "MANUAL", "AUTO_LOCK", "ACCESS_REQUEST") {
			continue
		}
		if mode != "MANUAL" {
			p.Require(at+"ApprovalMode", "MANUAL or AUTOMATIC with "+mode, policy.ApprovalMode)
		}
		checkDuration(p, at+"Duration", mode, policy.Duration)
	}
}

func checkDuration(p *component.Problems, field, mode string, in pulumi.StringPtrInput) {
	text, known := knownText(in)
	least, need := time.Hour, `1 hour to 365 days, such as "8h" or "7d", with ACCESS_REQUEST`
	switch {
	case !known, mode == "ACCESS_REQUEST" && text == "":
		return
	case mode == "MANUAL":
		if text != "" {
			p.Add(field, "nothing with MANUAL, which never ends by itself", text)
		}
		return
	case mode == "AUTO_LOCK":
		least, need = 24*time.Hour, `24 hours to 365 days, such as "168h" or "7d", with AUTO_LOCK`
	}
	if got, ok := duration(text); !ok || got < least || got > longestAccess {
		p.Add(field, need, text)
	}
}

// duration reads a duration as the provider does: Go's form, or days.
func duration(text string) (time.Duration, bool) {
	if days, inDays := strings.CutSuffix(text, "d"); inDays {
		n, err := strconv.Atoi(days)
		return time.Duration(n) * 24 * time.Hour, err == nil && n <= maxDays
	}
	d, err := time.ParseDuration(text)
	return d, err == nil
}

// isAddress tells what a resource can have as its address. The connectors' rules let them out to IPv4 alone.
func isAddress(text string) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && address.Is4() || isBlock(text) || isName(text, addressLabel)
}

// isOutside tells an address with nothing of a machine's own link in it. A name is one: what it leads to is known to the connector alone.
func isOutside(text string) bool {
	if address, err := netip.ParseAddr(text); err == nil {
		return !linkLocal.Contains(address)
	}
	block, err := netip.ParsePrefix(text)
	return err != nil || !block.Overlaps(linkLocal)
}

// isName tells a name of labels. The last one has a letter, or the name would be a mistyped address, or match everything.
func isName(text string, label *regexp.Regexp) bool {
	labels := strings.Split(text, ".")
	for _, each := range labels {
		if !label.MatchString(each) {
			return false
		}
	}
	return len(text) <= 253 && letter.MatchString(labels[len(labels)-1])
}

// knownText is the text of an input that is known now; empty for one that is not there.
func knownText(in pulumi.Input) (text string, known bool) {
	value, known := component.Known(in)
	text, _ = value.(string)
	return text, known
}
