package simcloud

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	groupQuestion          = "twingate:index/getTwingateGroup:getTwingateGroup"
	groupsQuestion         = "twingate:index/getTwingateGroups:getTwingateGroups"
	connectorQuestion      = "twingate:index/getTwingateConnector:getTwingateConnector"
	remoteNetworkQuestion  = "twingate:index/getTwingateRemoteNetwork:getTwingateRemoteNetwork"
	securityPolicyQuestion = "twingate:index/getTwingateSecurityPolicy:getTwingateSecurityPolicy"
	usersQuestion          = "twingate:index/getTwingateUsers:getTwingateUsers"
)

// defaultPolicyID is the security policy of resources that name none.
var defaultPolicyID = foundID("SecurityPolicy", "Default Policy")

// portRange tells a port or a range of ports.
func portRange(ports string) bool {
	low, high, ranged := strings.Cut(ports, "-")
	first, last := counted(low), counted(low)
	if ranged {
		last = counted(high)
	}
	return first >= 1 && first <= last && last <= 65535
}

// isBlock tells an address or a block of addresses.
func isBlock(address string) bool {
	_, err := netip.ParsePrefix(address)
	if err == nil {
		return true
	}
	_, err = netip.ParseAddr(address)
	return err == nil
}

func indexed(block resource.PropertyKey, i int) string { return fmt.Sprintf("%s[%d]", block, i) }

// foundID is the id of an object that a look-up finds: one name has one, whatever else is asked.
func foundID(kind, name string) string {
	return base64.StdEncoding.EncodeToString([]byte(kind + ":" + subject{seed: name}.digits(kind, 6)))
}

// askOneGroupFilter refuses two filters on the name, as the provider does.
func askOneGroupFilter(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.atMostOne("name", "nameContains", "nameExclude", "namePrefix", "nameRegexp", "nameSuffix")
	if _, err := regexp.Compile(text(in, "nameRegexp")); err != nil {
		r.fail("nameRegexp", "need a regular expression: %v", err)
	}
	return r.failures
}

// askOneUserFilter refuses two filters on the address.
func askOneUserFilter(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.atMostOne("email", "emailContains", "emailExclude", "emailPrefix", "emailRegexp", "emailSuffix")
	return r.failures
}

// askIDOrName wants one of the two that find an object.
func askIDOrName(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.exactlyOne("id", "name")
	return r.failures
}

func askID(in resource.PropertyMap) []Failure {
	if text(in, "id") == "" && !isUnknown(in, "id") {
		return []Failure{{"id", "need an id, got none"}}
	}
	return nil
}

// answerGroups finds the group of a name, whatever the name is. Other filters are answered from the one group that every account has.
func answerGroups(s subject) resource.PropertyMap {
	name, kind := text(s.in, "name"), "MANUAL"
	if wanted := texts(s.in, "types"); len(wanted) > 0 {
		kind = wanted[0]
	}
	if name == "" || name == everyone {
		name, kind = everyone, "SYSTEM"
	}
	var groups []resource.PropertyMap
	if groupFits(s.in, name, kind) {
		groups = append(groups, groupAnswer(foundID("Group", name), name, kind))
	}
	return resource.PropertyMap{"id": str("query-" + s.hex("id", 12)), "groups": objects(groups...)}
}

const everyone = "Everyone"

func groupFits(in resource.PropertyMap, name, kind string) bool {
	kinds, excluded := texts(in, "types"), text(in, "nameExclude")
	form, err := regexp.Compile(text(in, "nameRegexp"))
	active := !has(in, "isActive") || flag(in, "isActive")
	return (len(kinds) == 0 || slices.Contains(kinds, kind)) && active && err == nil && form.MatchString(name) && strings.Contains(name, text(in, "nameContains")) &&
		strings.HasPrefix(name, text(in, "namePrefix")) && strings.HasSuffix(name, text(in, "nameSuffix")) &&
		(excluded == "" || !strings.Contains(name, excluded))
}

func groupAnswer(id, name, kind string) resource.PropertyMap {
	return resource.PropertyMap{"id": str(id), "name": str(name), "type": str(kind), "isActive": boolean(true)}
}

func answerGroup(s subject) resource.PropertyMap {
	id := text(s.in, "id")
	return groupAnswer(id, "group-"+hexOf(6, id), "MANUAL")
}

// answerUsers finds the user of an address, whatever the address is, and nobody by any other filter.
func answerUsers(s subject) resource.PropertyMap {
	var users []resource.PropertyMap
	if email := text(s.in, "email"); email != "" {
		name, _, _ := strings.Cut(email, "@")
		role := "MEMBER"
		if wanted := texts(s.in, "roles"); len(wanted) > 0 {
			role = wanted[0]
		}
		users = append(users, resource.PropertyMap{
			"id": str(foundID("User", email)), "email": str(email), "firstName": str(name), "lastName": str("Doe"), "role": str(role),
			"type": str("MANUAL"),
		})
	}
	return resource.PropertyMap{"id": str("users"), "users": objects(users...)}
}

func answerRemoteNetwork(s subject) resource.PropertyMap {
	name := first(text(s.in, "name"), "network-"+hexOf(6, text(s.in, "id")))
	return resource.PropertyMap{
		"id": str(first(text(s.in, "id"), foundID("RemoteNetwork", name))), "name": str(name), "location": str("OTHER"), "type": str("REGULAR"),
	}
}

func answerSecurityPolicy(s subject) resource.PropertyMap {
	name := first(text(s.in, "name"), "policy-"+hexOf(6, text(s.in, "id")))
	return resource.PropertyMap{"id": str(first(text(s.in, "id"), foundID("SecurityPolicy", name))), "name": str(name)}
}

// answerConnector finds a connector that runs.
func answerConnector(s subject) resource.PropertyMap {
	id := text(s.in, "id")
	name := "connector-" + hexOf(6, id)
	return resource.PropertyMap{
		"id": str(id), "name": str(name), "remoteNetworkId": str(foundID("RemoteNetwork", id)), "statusUpdatesEnabled": boolean(true),
		"state": str("ALIVE"), "hostname": str(name), "version": str("1.80.0"), "publicIp": str(s.publicAddress("publicIp")),
		"privateIps": strs([]string{s.address("privateIps")}),
	}
}
