package simcloud

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var (
	// portProtocols are those that have ports; the others are named too, or told by their number.
	portProtocols  = []string{"tcp", "udp", "sctp"}
	otherProtocols = []string{"all", "icmp", "esp", "ah", "ipip"}
	// accountEmails is the form of a service account's address.
	accountEmails = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.gserviceaccount\.com$`)
)

func firewallRuleModel() model {
	return model{
		token: "gcp:compute/firewall:Firewall",
		name:  computeNameRule(),
		check: checkVPCFirewall,
		id:    func(s subject) string { return "projects/" + s.project() + "/global/firewalls/" + s.name },
		outputs: func(s subject) resource.PropertyMap {
			out := defaults(s, resource.PropertyMap{"direction": str("INGRESS"), "priority": num(1000), "disabled": boolean(false)})
			out["selfLink"], out["creationTimestamp"] = str(computeLink(s.id)), str(s.time("created"))
			return withProject(s, out)
		},
		takes: durations{create: 11 * time.Second, update: 11 * time.Second, delete: 11 * time.Second},
	}
}

func checkVPCFirewall(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.exactlyOne("allows", "denies")
	r.oneOf([]string{"INGRESS", "EGRESS"}, "direction")
	r.between(0, 65535, "priority")
	r.oneOf([]string{"EXCLUDE_ALL_METADATA", "INCLUDE_ALL_METADATA"}, "logConfig", "metadata")
	for _, traffic := range []resource.PropertyKey{"allows", "denies"} {
		for i, one := range members(in, traffic) {
			r.within(indexed(traffic, i), one, checkTraffic)
		}
	}
	checkDirection(r)
	for _, accounts := range []resource.PropertyKey{"sourceServiceAccounts", "targetServiceAccounts"} {
		for _, tags := range []resource.PropertyKey{"sourceTags", "targetTags"} {
			r.atMostOne(accounts, tags)
		}
		if n := len(list(in, accounts)); n > 10 {
			r.fail(string(accounts), "need at most 10, got %d", n)
		}
		for i, account := range knownTexts(in, accounts) {
			if account != "" && !accountEmails.MatchString(account) {
				r.fail(indexed(accounts, i), "need the address of a service account, got %q", account)
			}
		}
	}
	for _, ranges := range []resource.PropertyKey{"sourceRanges", "destinationRanges"} {
		for i, block := range knownTexts(in, ranges) {
			if block != "" && !isBlock(block) {
				r.fail(indexed(ranges, i), "need a block of addresses such as 10.0.0.0/8, got %q", block)
			}
		}
	}
	return r.failures
}

// checkDirection wants a source for what comes in; what goes out comes from the targets of the rule.
func checkDirection(r *rules) {
	sources := []resource.PropertyKey{"sourceRanges", "sourceTags", "sourceServiceAccounts"}
	given := r.found(sources)
	switch {
	case isUnknown(r.in, "direction"):
	case first(text(r.in, "direction"), "INGRESS") == "INGRESS":
		if len(given) == 0 {
			r.fail("sourceRanges", "need one of %s with direction INGRESS, got none", joined(sources, ", "))
		}
	case slices.Contains(given, "sourceTags") || slices.Contains(given, "sourceServiceAccounts"):
		r.fail("direction", "need INGRESS with %s, got EGRESS", strings.Join(given, ", "))
	}
}

// checkTraffic checks one protocol and its ports.
func checkTraffic(r *rules) {
	protocol, ports := strings.ToLower(text(r.in, "protocol")), list(r.in, "ports")
	if !given(r.in, "protocol") {
		r.fail("protocol", "Missing required property 'protocol'")
		return
	}
	if protocol == "" {
		return
	}
	n, err := strconv.Atoi(protocol)
	named, hasPorts := slices.Contains(otherProtocols, protocol), slices.Contains(portProtocols, protocol)
	if !named && !hasPorts && (err != nil || n < 0 || n > 255) {
		r.fail("protocol", "need one of %s, or a number, got %q", strings.Join(slices.Concat(portProtocols, otherProtocols), ", "), protocol)
	}
	if len(ports) > 0 && named {
		r.fail("ports", "need none with protocol %s, got %d", protocol, len(ports))
	}
	for i, port := range texts(r.in, "ports") {
		if port != "" && port != "0" && !portRange(strings.TrimPrefix(port, "0-")) {
			r.fail(indexed("ports", i), `need a port such as "80" or a range such as "80-90", got %q`, port)
		}
	}
}
