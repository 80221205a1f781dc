package simcloud

import (
	"net/netip"
	"regexp"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	listenerToken     = "aws:lb/listener:Listener"
	listenerRuleToken = "aws:lb/listenerRule:ListenerRule"
)

// maxConditionValues is how many values the conditions of a rule may have together (quota of Application Load Balancers).
const maxConditionValues = 5

var (
	responseCode = regexp.MustCompile(`^[245]\d\d$`)
	headerName   = regexp.MustCompile("^[0-9A-Za-z_!#$%&'*+,.^`|~-]{1,40}$")
)

// awsListenerModels models listeners, their rules, and what is attached to them. Which inputs replace is in the table.
func awsListenerModels() []model {
	return []model{
		{token: listenerToken, check: checkListener, outputs: listenerOutputs, admit: admitListener},
		{
			token: listenerRuleToken,
			check: checkListenerRule,
			outputs: func(s subject) resource.PropertyMap {
				out := defaults(s, resource.PropertyMap{"priority": num(s.between("priority", 1, 50000))})
				out["arn"] = str(s.id)
				return out
			},
			admit: admitListenerRule,
		},
		{
			token: "aws:lb/listenerCertificate:ListenerCertificate",
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.matches(arnForm, "an ARN", "listenerArn")
				r.matches(arnForm, "an ARN", "certificateArn")
				return r.failures
			},
			id: func(s subject) string { return text(s.in, "listenerArn") + "_" + text(s.in, "certificateArn") },
		},
		{
			token: "aws:wafv2/webAclAssociation:WebAclAssociation",
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.matches(arnForm, "an ARN", "resourceArn")
				r.matches(arnForm, "an ARN", "webAclArn")
				return r.failures
			},
			id: func(s subject) string { return text(s.in, "webAclArn") + "," + text(s.in, "resourceArn") },
		},
	}
}

func checkListener(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(arnForm, "an ARN", "loadBalancerArn")
	r.between(1, 65535, "port")
	r.oneOf([]string{"HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"}, "protocol")
	switch protocol := text(in, "protocol"); protocol {
	case "HTTPS", "TLS":
		if !given(in, "certificateArn") {
			r.fail("certificateArn", "need a certificate with protocol %s, got none", protocol)
		}
	case "":
	default:
		for _, property := range []resource.PropertyKey{"certificateArn", "sslPolicy"} {
			if text(in, property) != "" {
				r.fail(string(property), "need none with protocol %s, got %q", protocol, text(in, property))
			}
		}
	}
	r.matches(arnForm, "an ARN", "certificateArn")
	checkActions(r, "defaultActions")
	return r.failures
}

// listenerOutputs fill in the security policy, of which the provider's choice is the oldest one.
func listenerOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{"sslPolicy": str(""), "protocol": str("HTTP"), "routingHttpResponseServerEnabled": boolean(true)})
	if protocol := text(s.in, "protocol"); (protocol == "HTTPS" || protocol == "TLS") && !has(s.in, "sslPolicy") {
		out["sslPolicy"] = str("ELBSecurityPolicy-2016-08")
	}
	out["arn"] = str(s.id)
	return out
}

// admitListener refuses a second listener on a port.
func admitListener(_, o Object, live []Object) refusal {
	port, ok := number(o.Inputs, "port")
	balancer := text(o.Inputs, "loadBalancerArn")
	if ok && anyLive(live, listenerToken, func(other Object) bool {
		taken, given := number(other.Inputs, "port")
		return given && taken == port && text(other.Inputs, "loadBalancerArn") == balancer
	}) {
		return refuse("DuplicateListener", "a listener already exists on port %s of %s", digits(port), balancer)
	}
	return refusal{}
}

// checkActions holds a list of actions against what they need. An empty list is none.
func checkActions(r *rules, property resource.PropertyKey) {
	actions := members(r.in, property)
	if has(r.in, property) && len(list(r.in, property)) == 0 {
		r.fail(string(property), "need 1 or more, got none")
	}
	for i, action := range actions {
		r.within(string(property)+"["+strconv.Itoa(i)+"]", action, checkAction)
	}
}

func checkAction(r *rules) {
	r.oneOf([]string{"forward", "redirect", "fixed-response", "authenticate-cognito", "authenticate-oidc"}, "type")
	r.between(1, 50000, "order")
	switch kind := text(r.in, "type"); kind {
	case "forward":
		r.exactlyOne("targetGroupArn", "forward")
		r.matches(arnForm, "an ARN", "targetGroupArn")
		if has(r.in, "forward") {
			r.within("forward", object(r.in, "forward"), checkForward)
		}
	case "redirect":
		r.need("redirect", kind)
		r.oneOf([]string{"HTTP_301", "HTTP_302"}, "redirect", "statusCode")
		r.oneOf([]string{"#{protocol}", "HTTP", "HTTPS"}, "redirect", "protocol")
	case "fixed-response":
		r.need("fixedResponse", kind)
		r.oneOf([]string{"text/plain", "text/css", "text/html", "application/javascript", "application/json"}, "fixedResponse", "contentType")
		r.matches(responseCode, "a code of 2xx, 4xx or 5xx", "fixedResponse", "statusCode")
		r.atMost(1024, "fixedResponse", "messageBody")
	}
}

// need requires the block that belongs to a type of action.
func (r *rules) need(property resource.PropertyKey, kind string) {
	if !given(r.in, property) {
		r.fail(string(property), "need one with type %s, got none", kind)
	}
}

func checkForward(r *rules) {
	groups := members(r.in, "targetGroups")
	if has(r.in, "targetGroups") && (len(groups) < 1 || len(groups) > 5) {
		r.fail("targetGroups", "need 1 to 5, got %d", len(groups))
	}
	for i, group := range groups {
		r.within("targetGroups["+strconv.Itoa(i)+"]", group, func(r *rules) {
			r.matches(arnForm, "an ARN", "arn")
			r.between(0, 999, "weight")
		})
	}
}

func checkListenerRule(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(arnForm, "an ARN", "listenerArn")
	r.between(1, 50000, "priority")
	checkActions(r, "actions")
	if has(in, "conditions") && len(list(in, "conditions")) == 0 {
		r.fail("conditions", "need 1 or more, got none")
	}
	total := 0
	for i, condition := range members(in, "conditions") {
		r.within("conditions["+strconv.Itoa(i)+"]", condition, func(r *rules) { total += checkRuleCondition(r) })
	}
	if total > maxConditionValues {
		r.fail("conditions", "need at most %d values together, got %d", maxConditionValues, total)
	}
	return r.failures
}

// checkRuleCondition counts the values of a condition.
func checkRuleCondition(r *rules) int {
	r.exactlyOne("hostHeader", "httpHeader", "httpRequestMethod", "pathPattern", "queryStrings", "sourceIp")
	r.matches(headerName, "the name of a header of at most 40 characters", "httpHeader", "httpHeaderName")
	count := len(list(r.in, "queryStrings"))
	for _, kind := range []resource.PropertyKey{"hostHeader", "httpHeader", "httpRequestMethod", "pathPattern", "sourceIp"} {
		values := list(r.in, kind, "values")
		count += len(values)
		if has(r.in, kind, "values") && len(values) == 0 {
			r.fail(string(kind)+".values", "need 1 or more, got none")
		}
		for _, v := range values {
			if !v.IsString() {
				continue
			}
			got := v.StringValue()
			if _, err := netip.ParsePrefix(got); kind == "sourceIp" && err != nil {
				r.fail("sourceIp.values", "need networks such as 10.0.0.0/8, got %q", got)
			} else if len(got) < 1 || len(got) > 128 {
				r.fail(string(kind)+".values", "need 1 to 128 characters, got %d", len(got))
			}
		}
	}
	return count
}

// admitListenerRule refuses a priority that another rule of the listener has. The rules of a listener that lives elsewhere
// are not looked at.
func admitListenerRule(_, o Object, live []Object) refusal {
	priority, ok := number(o.Inputs, "priority")
	listener := text(o.Inputs, "listenerArn")
	if _, known := findLive(live, listenerToken, listener); ok && known && anyLive(live, listenerRuleToken, func(other Object) bool {
		taken, given := number(other.Inputs, "priority")
		return given && taken == priority && text(other.Inputs, "listenerArn") == listener
	}) {
		return refuse("PriorityInUse", "priority %s is currently in use on %s", digits(priority), listener)
	}
	return refusal{}
}
