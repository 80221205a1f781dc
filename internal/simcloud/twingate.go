package simcloud

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	connectorToken       = "twingate:index/twingateConnector:TwingateConnector"
	connectorTokensToken = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
)

// twingateModels models Twingate. Each operation is one or two calls of its API; the times are estimates.
func twingateModels() []model {
	models := []model{
		remoteNetworkModel(), connectorModel(), connectorTokensModel(),
		{
			token: "twingate:index/twingateResource:TwingateResource", replace: []string{}, check: checkTwingateResource,
			id: twingateID("Resource"), outputs: twingateResourceOutputs,
		},
		{
			token: "twingate:index/twingateGroup:TwingateGroup", replace: []string{}, id: twingateID("Group"),
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{"userIds": strs(nil), "isAuthoritative": boolean(true)})
			},
		},
		{token: "twingate:index/twingateServiceAccount:TwingateServiceAccount", replace: []string{}, id: twingateID("ServiceAccount")},
		serviceKeyModel(),
	}
	for i := range models {
		models[i].takes = durations{create: time.Second, update: time.Second, delete: time.Second}
	}
	return models
}

// twingateID makes ids as the API does: the kind and a number, in base64.
func twingateID(kind string) func(s subject) string {
	return func(s subject) string {
		return base64.StdEncoding.EncodeToString([]byte(kind + ":" + s.digits("id", 7)))
	}
}

func remoteNetworkModel() model {
	return model{
		token:   "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork",
		name:    nameRule{property: "name", min: 1, unique: true},
		replace: []string{"type"},
		check: func(in resource.PropertyMap) []Failure {
			r := &rules{in: in}
			r.oneOf([]string{"AWS", "AZURE", "GOOGLE_CLOUD", "ON_PREMISE", "OTHER"}, "location")
			r.oneOf([]string{"REGULAR", "EXIT"}, "type")
			return r.failures
		},
		id: twingateID("RemoteNetwork"),
		outputs: func(s subject) resource.PropertyMap {
			return defaults(s, resource.PropertyMap{"location": str("OTHER"), "type": str("REGULAR")})
		},
	}
}

// connectorModel models connectors that never run: what starts one is not known here, so that none is ever alive.
func connectorModel() model {
	return model{
		token:   connectorToken,
		name:    nameRule{property: "name", min: 3, unique: true},
		replace: []string{"remoteNetworkId"},
		id:      twingateID("Connector"),
		outputs: func(s subject) resource.PropertyMap {
			out := defaults(s, resource.PropertyMap{"statusUpdatesEnabled": boolean(true)})
			out["state"], out["hostname"], out["version"] = str("DEAD_NO_HEARTBEAT"), str(""), str("")
			out["publicIp"], out["privateIps"] = str(""), strs(nil)
			return out
		},
		moves: func(old, next resource.PropertyMap) refusal {
			before, had := old["remoteNetworkId"]
			if !had || same(before, next["remoteNetworkId"]) {
				return refusal{}
			}
			return refuse("remoteNetworkId", "connectors cannot be moved between remote networks: make another one in the other network")
		},
		ousts: func(o, other Object) bool {
			return other.Token == connectorTokensToken && tokensOf(other) == string(o.ID)
		},
	}
}

// tokensOf is the connector that a pair of tokens is for.
func tokensOf(o Object) string { return text(o.Inputs, "connectorId") }

// connectorTokensModel models the pairs of tokens. A connector has one pair that works. Making another one ends it; so does deleting any
// pair of the connector, because the provider deletes by making a pair that it throws away. A pair that no longer works is no object
// any more, whatever the state says.
func connectorTokensModel() model {
	return model{
		token: connectorTokensToken,
		id:    func(s subject) string { return text(s.in, "connectorId") },
		outputs: func(s subject) resource.PropertyMap {
			// A new process knows nothing of the pair before, which had the same seed; but what the pair was made for differs.
			made := []string{s.seed, text(s.in, "connectorId"), render(object(s.in, "keepers").Mappable(), "")}
			return resource.PropertyMap{
				"accessToken":  str("simulated-access-" + hexOf(48, append(made, "access")...)),
				"refreshToken": str("simulated-refresh-" + hexOf(48, append(made, "refresh")...)),
			}
		},
		ousts: func(o, other Object) bool {
			return other.Token == connectorTokensToken && tokensOf(other) == tokensOf(o)
		},
		proves: func(state, live resource.PropertyMap) bool {
			return text(state, "accessToken") == text(live, "accessToken") && text(state, "refreshToken") == text(live, "refreshToken")
		},
		unproven: "the connector tokens could not be verified: they are taken not to be valid any more",
	}
}

func serviceKeyModel() model {
	return model{
		token:   "twingate:index/twingateServiceAccountKey:TwingateServiceAccountKey",
		replace: []string{"serviceAccountId", "expirationTime"},
		check: func(in resource.PropertyMap) []Failure {
			r := &rules{in: in}
			r.between(0, 365, "expirationTime")
			return r.failures
		},
		id: twingateID("ServiceKey"),
		outputs: func(s subject) resource.PropertyMap {
			out := defaults(s, resource.PropertyMap{"expirationTime": num(0)})
			out["isActive"], out["token"] = boolean(true), str("simulated-service-key-"+s.hex("token", 48))
			return out
		},
	}
}

// twingateResourceOutputs fill in what the API sets where the program says nothing.
func twingateResourceOutputs(s subject) resource.PropertyMap {
	all := resource.NewObjectProperty(resource.PropertyMap{"policy": str("ALLOW_ALL"), "ports": strs(nil)})
	return defaults(s, resource.PropertyMap{
		"isActive": boolean(true), "isVisible": boolean(true), "isBrowserShortcutEnabled": boolean(false), "isAuthoritative": boolean(true),
		"routingMode": str("THROUGH_TWINGATE"), "securityPolicyId": str(defaultPolicyID),
		"protocols": resource.NewObjectProperty(resource.PropertyMap{"allowIcmp": boolean(true), "tcp": all, "udp": all}),
	})
}

func checkTwingateResource(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	if address := text(in, "address"); has(in, "address") && (address == "" || strings.ContainsAny(address, " /:") && !isBlock(address)) {
		r.fail("address", "need a name, an IP address or a block of them, without port or path, got %q", address)
	}
	r.oneOf([]string{"THROUGH_TWINGATE", "BYPASS_TWINGATE"}, "routingMode")
	r.within("protocols", object(in, "protocols"), func(r *rules) {
		for _, protocol := range []resource.PropertyKey{"tcp", "udp"} {
			if has(r.in, protocol) {
				r.within(string(protocol), object(r.in, protocol), checkProtocol)
			}
		}
	})
	checkAccessPolicies(r)
	for _, access := range []struct{ block, member resource.PropertyKey }{{"accessGroups", "groupId"}, {"accessServices", "serviceAccountId"}} {
		for i, item := range members(in, access.block) {
			r.within(indexed(access.block, i), item, func(r *rules) {
				if !given(r.in, access.member) {
					r.fail(string(access.member), "Missing required property '%s'", access.member)
				}
				checkAccessPolicies(r)
			})
		}
	}
	return r.failures
}

// checkProtocol wants ports where a policy restricts them, and nowhere else.
func checkProtocol(r *rules) {
	policy, ports := text(r.in, "policy"), list(r.in, "ports")
	if !given(r.in, "policy") {
		r.fail("policy", "Missing required property 'policy'")
	}
	r.oneOf([]string{"RESTRICTED", "ALLOW_ALL", "DENY_ALL"}, "policy")
	switch {
	case policy == "RESTRICTED" && len(ports) == 0 && !isUnknown(r.in, "ports"):
		r.fail("ports", "need 1 or more with policy RESTRICTED, got none")
	case slices.Contains([]string{"ALLOW_ALL", "DENY_ALL"}, policy) && len(ports) > 0:
		r.fail("ports", "need none with policy %s, got %d", policy, len(ports))
	}
	for i, port := range ports {
		if port = reveal(port); port.IsString() && !portRange(port.StringValue()) {
			r.fail(indexed("ports", i), `need a port such as "80" or a range such as "80-90" from 1 to 65535, got %q`, port.StringValue())
		}
	}
}

// checkAccessPolicies checks for how long access lasts.
func checkAccessPolicies(r *rules) {
	for i, policy := range members(r.in, "accessPolicies") {
		r.within(indexed("accessPolicies", i), policy, func(r *rules) {
			mode := text(r.in, "mode")
			if !given(r.in, "mode") {
				r.fail("mode", "Missing required property 'mode'")
			}
			r.oneOf([]string{"MANUAL", "AUTO_LOCK", "ACCESS_REQUEST"}, "mode")
			r.oneOf([]string{"MANUAL", "AUTOMATIC"}, "approvalMode")
			if (mode == "AUTO_LOCK" || mode == "ACCESS_REQUEST") && !given(r.in, "approvalMode") {
				r.fail("approvalMode", "need one with mode %s, got none", mode)
			}
			shortest := map[string]time.Duration{"AUTO_LOCK": 24 * time.Hour, "ACCESS_REQUEST": time.Hour}[mode]
			asked := mode == "AUTO_LOCK" || given(r.in, "duration")
			if shortest == 0 || !asked || isUnknown(r.in, "duration") {
				return
			}
			if lasts := accessLasts(text(r.in, "duration")); lasts < shortest || lasts > 365*24*time.Hour {
				r.fail("duration", "need %.0fh to 365d with mode %s, got %q", shortest.Hours(), mode, text(r.in, "duration"))
			}
		})
	}
}

// accessLasts reads a duration: Go's form, or days. One that is none is 0.
func accessLasts(text string) time.Duration {
	if days, inDays := strings.CutSuffix(text, "d"); inDays {
		n, err := strconv.Atoi(days)
		if err != nil || n > 1000 {
			return 0
		}
		return time.Duration(n) * 24 * time.Hour
	}
	lasts, err := time.ParseDuration(text)
	if err != nil {
		return 0
	}
	return lasts
}
