package simcloud_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	listenerType     = "aws:lb/listener:Listener"
	listenerRuleType = "aws:lb/listenerRule:ListenerRule"
	certificateType  = "aws:lb/listenerCertificate:ListenerCertificate"
	webACLType       = "aws:wafv2/webAclAssociation:WebAclAssociation"

	elb            = "arn:aws:elasticloadbalancing:us-east-1:123456789012:"
	aBalancer      = elb + "loadbalancer/app/web/0123456789abcdef"
	aListener      = elb + "listener/app/web/0123456789abcdef/1"
	anotherOne     = elb + "listener/app/web/0123456789abcdef/2"
	aTargetGroup   = elb + "targetgroup/web/1"
	aCertificate   = "arn:aws:acm:us-east-1:123456789012:certificate/1"
	anotherCert    = "arn:aws:acm:us-east-1:123456789012:certificate/2"
	aWebACL        = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/web/1"
	plainListeners = "need none with protocol HTTP, got "
)

var (
	notFound     = values{"type": "fixed-response", "fixedResponse": values{"contentType": "text/plain", "statusCode": "404"}}
	listenerBase = values{"loadBalancerArn": aBalancer, "port": 80, "protocol": "HTTP", "defaultActions": []any{notFound}}
	ruleBase     = values{"listenerArn": aListener, "priority": 10, "actions": []any{notFound}, "conditions": []any{paths("/api/*")}}
)

func paths(patterns ...any) values { return values{"pathPattern": values{"values": patterns}} }

// forwarding sends everything to one group.
func forwarding(group string) []any { return []any{values{"type": "forward", "targetGroupArn": group}} }

// weighing spreads over groups.
func weighing(groups ...string) []any {
	var all []any
	for _, group := range groups {
		all = append(all, values{"arn": group, "weight": 1})
	}
	return []any{values{"type": "forward", "forward": values{"targetGroups": all}}}
}

func TestListeners(t *testing.T) {
	https := func(changes values) values {
		all := values{"protocol": "HTTPS", "certificateArn": aCertificate}
		for k, v := range changes {
			all[k] = v
		}
		return all
	}
	testRules(t, listenerType, listenerBase, []rule{
		{"as it is", nil, "", ""},
		{"load balancer", values{"loadBalancerArn": "web"}, "loadBalancerArn", `need an ARN, got "web"`},
		{"port", values{"port": 0}, "port", "need 1 to 65535, got 0"},
		{"protocol", values{"protocol": "QUIC"}, "protocol", `need one of HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, GENEVE, got "QUIC"`},
		{"no certificate", values{"protocol": "HTTPS"}, "certificateArn", "need a certificate with protocol HTTPS, got none"},
		{"certificate", https(nil), "", ""},
		{"policy", https(values{"sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}), "", ""},
		{"no ARN", https(values{"certificateArn": "c"}), "certificateArn", `need an ARN, got "c"`},
		{"certificate without TLS", values{"certificateArn": aCertificate}, "certificateArn", plainListeners + `"` + aCertificate + `"`},
		{"policy without TLS", values{"sslPolicy": "x"}, "sslPolicy", plainListeners + `"x"`},
		{"no actions", values{"defaultActions": []any{}}, "defaultActions", "need 1 or more, got none"},
	})
	testChanges(t, listenerType, listenerBase, []change{
		{"loadBalancerArn", aBalancer, aBalancer + "0", true}, {"port", 80, 81, false}, {"protocol", "HTTP", "HTTPS", false},
		{"sslPolicy", "a", "b", false}, {"certificateArn", "a", "b", false}, {"defaultActions", forwarding("a"), forwarding("b"), false},
	})
	c := simcloud.New(simcloud.Options{})
	secure := made(t, c, listenerType, "https", with(listenerBase, https(values{"port": 443})))
	assert.Regexp(t, `:listener/app/web/0123456789abcdef/[0-9a-f]{16}$`, string(secure.ID))
	assertValues(t, opened(secure.Outputs), values{"arn": string(secure.ID), "sslPolicy": "ELBSecurityPolicy-2016-08"})

	_, err := created(c, listenerType, "again", with(listenerBase, https(values{"port": 443})))
	assertRefused(t, err, "DuplicateListener", "a listener already exists on port 443 of "+aBalancer)
	plain := made(t, c, listenerType, "http", props(listenerBase))
	assert.Equal(t, "", open(plain.Outputs["sslPolicy"]))
	assertRefused(t, updated(c, plain, with(listenerBase, values{"port": 443})), "DuplicateListener", "a listener already exists on port 443 of "+aBalancer)
	require.NoError(t, updated(c, plain, with(listenerBase, values{"defaultActions": forwarding(aTargetGroup)})), "its own port is free for it")
	made(t, c, listenerType, "elsewhere", with(listenerBase, values{"loadBalancerArn": aBalancer + "0"}))
}

func TestActions(t *testing.T) {
	action := func(kind string, about values) values {
		all := values{"type": kind}
		for k, v := range about {
			all[k] = v
		}
		return values{"actions": []any{all}}
	}
	answer := func(changes values) values {
		return action("fixed-response", values{"fixedResponse": with(values{"contentType": "text/plain"}, changes).Mappable()})
	}
	const at = "actions[0]."
	six := weighing(aTargetGroup, aTargetGroup, aTargetGroup, aTargetGroup, aTargetGroup, aTargetGroup)
	testRules(t, listenerRuleType, ruleBase, []rule{
		{"kind", action("drop", nil), at + "type", `need one of forward, redirect, fixed-response, authenticate-cognito, authenticate-oidc, got "drop"`},
		{"order", action("authenticate-oidc", values{"order": 50001}), at + "order", "need 1 to 50000, got 50001"},
		{"forward", values{"actions": forwarding(aTargetGroup)}, "", ""},
		{"forward to several", values{"actions": weighing(aTargetGroup, aTargetGroup)}, "", ""},
		{"forward nowhere", action("forward", nil), at + "targetGroupArn", "need exactly one of targetGroupArn, forward, got none"},
		{"forward both ways", action("forward", values{"targetGroupArn": aTargetGroup, "forward": values{"targetGroups": []any{values{"arn": aTargetGroup}}}}),
			at + "targetGroupArn", "need exactly one of targetGroupArn, forward, got targetGroupArn, forward"},
		{"no ARN", values{"actions": forwarding("web")}, at + "targetGroupArn", `need an ARN, got "web"`},
		{"no ARN among several", values{"actions": weighing("web")}, at + "forward.targetGroups[0].arn", `need an ARN, got "web"`},
		{"too many", values{"actions": six}, at + "forward.targetGroups", "need 1 to 5, got 6"},
		{"to none", values{"actions": []any{values{"type": "forward", "forward": values{"targetGroups": []any{}}}}}, at + "forward.targetGroups", "need 1 to 5, got 0"},
		{"weight", action("forward", values{"forward": values{"targetGroups": []any{values{"arn": aTargetGroup, "weight": 1000}}}}),
			at + "forward.targetGroups[0].weight", "need 0 to 999, got 1000"},
		{"redirect", action("redirect", values{"redirect": values{"statusCode": "HTTP_301", "protocol": "HTTPS"}}), "", ""},
		{"redirect nowhere", action("redirect", nil), at + "redirect", "need one with type redirect, got none"},
		{"code of a redirect", action("redirect", values{"redirect": values{"statusCode": "301"}}), at + "redirect.statusCode", `need one of HTTP_301, HTTP_302, got "301"`},
		{"protocol of a redirect", action("redirect", values{"redirect": values{"statusCode": "HTTP_301", "protocol": "TCP"}}), at + "redirect.protocol",
			`need one of #{protocol}, HTTP, HTTPS, got "TCP"`},
		{"no answer", action("fixed-response", nil), at + "fixedResponse", "need one with type fixed-response, got none"},
		{"form of an answer", answer(values{"contentType": "image/png"}), at + "fixedResponse.contentType",
			`need one of text/plain, text/css, text/html, application/javascript, application/json, got "image/png"`},
		{"code of an answer", answer(values{"statusCode": "302"}), at + "fixedResponse.statusCode", `need a code of 2xx, 4xx or 5xx, got "302"`},
		{"long answer", answer(values{"messageBody": strings.Repeat("a", 1025)}), at + "fixedResponse.messageBody", "need at most 1024 characters, got 1025"},
	})
}

func TestListenerRules(t *testing.T) {
	on := func(conditions ...any) values { return values{"conditions": conditions} }
	host := func(names ...any) values { return values{"hostHeader": values{"values": names}} }
	const at = "conditions[0]."
	testRules(t, listenerRuleType, ruleBase, []rule{
		{"as it is", nil, "", ""},
		{"listener", values{"listenerArn": "web"}, "listenerArn", `need an ARN, got "web"`},
		{"no priority", values{"priority": nil}, "", ""},
		{"low", values{"priority": 0}, "priority", "need 1 to 50000, got 0"},
		{"high", values{"priority": 50001}, "priority", "need 1 to 50000, got 50001"},
		{"no actions", values{"actions": []any{}}, "actions", "need 1 or more, got none"},
		{"no conditions", on(), "conditions", "need 1 or more, got none"},
		{"five values", on(paths("/1", "/2", "/3"), host("a", "b")), "", ""},
		{"six values", on(paths("/1", "/2", "/3"), host("a", "b", "c")), "conditions", "need at most 5 values together, got 6"},
		{"six values in a query", on(values{"queryStrings": []any{
			values{"value": "1"}, values{"value": "2"}, values{"value": "3"}, values{"value": "4"}, values{"value": "5"}, values{"value": "6"}}}),
			"conditions", "need at most 5 values together, got 6"},
		{"empty condition", on(values{}), at + "hostHeader",
			"need exactly one of hostHeader, httpHeader, httpRequestMethod, pathPattern, queryStrings, sourceIp, got none"},
		{"two in one", on(values{"hostHeader": values{"values": []any{"a"}}, "pathPattern": values{"values": []any{"/"}}}), at + "hostHeader",
			"need exactly one of hostHeader, httpHeader, httpRequestMethod, pathPattern, queryStrings, sourceIp, got hostHeader, pathPattern"},
		{"no values", on(host()), at + "hostHeader.values", "need 1 or more, got none"},
		{"long value", on(host(strings.Repeat("a", 129))), at + "hostHeader.values", "need 1 to 128 characters, got 129"},
		{"header", on(values{"httpHeader": values{"httpHeaderName": "a b", "values": []any{"x"}}}), at + "httpHeader.httpHeaderName",
			`need the name of a header of at most 40 characters, got "a b"`},
		{"address", on(values{"sourceIp": values{"values": []any{"10.0.0.1"}}}), at + "sourceIp.values", `need networks such as 10.0.0.0/8, got "10.0.0.1"`},
		{"network", on(values{"sourceIp": values{"values": []any{"10.0.0.0/8", "2001:db8::/32"}}}), "", ""},
	})
	testChanges(t, listenerRuleType, ruleBase, []change{
		{"listenerArn", aListener, anotherOne, true}, {"priority", 10, 11, false}, {"conditions", []any{paths("/a")}, []any{paths("/b")}, false},
		{"actions", forwarding("a"), forwarding("b"), false},
	})
}

func TestAPriorityIsOfOneRule(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	listener := string(made(t, c, listenerType, "http", props(listenerBase)).ID)
	base := with(ruleBase, values{"listenerArn": listener}).Mappable()
	inUse := func(err error) {
		assertRefused(t, err, "PriorityInUse", "priority 10 is currently in use on "+listener)
	}
	first := made(t, c, listenerRuleType, "first", props(base))
	assert.Regexp(t, `:listener-rule/app/web/0123456789abcdef/[0-9a-f]{16}/[0-9a-f]{16}$`, string(first.ID))
	assertValues(t, opened(first.Outputs), values{"arn": string(first.ID), "priority": 10.0})
	_, err := created(c, listenerRuleType, "second", props(base))
	inUse(err)
	second := made(t, c, listenerRuleType, "second", with(base, values{"priority": 20}))
	inUse(updated(c, second, with(base, values{"priority": 10})))
	require.NoError(t, updated(c, second, with(base, values{"priority": 30})))
	require.NoError(t, updated(c, first, with(base, values{"priority": 20})), "a number that was given up is free")
	unnumbered := made(t, c, listenerRuleType, "third", with(base, values{"priority": nil}))
	assert.Positive(t, open(unnumbered.Outputs["priority"]))

	made(t, c, listenerRuleType, "elsewhere", props(ruleBase))
	_, err = created(c, listenerRuleType, "elsewhere too", props(ruleBase))
	require.NoError(t, err, "a listener that lives elsewhere is not looked at")
}

func TestWhatIsAttachedToAListener(t *testing.T) {
	testChanges(t, certificateType, values{"listenerArn": aListener, "certificateArn": aCertificate}, []change{
		{"listenerArn", aListener, anotherOne, true}, {"certificateArn", aCertificate, anotherCert, true},
	})
	testRules(t, certificateType, values{"listenerArn": aListener, "certificateArn": aCertificate}, []rule{
		{"as it is", nil, "", ""},
		{"listener", values{"listenerArn": "web"}, "listenerArn", `need an ARN, got "web"`},
		{"certificate", values{"certificateArn": "web"}, "certificateArn", `need an ARN, got "web"`},
	})
	testChanges(t, webACLType, values{"resourceArn": aBalancer, "webAclArn": aWebACL}, []change{
		{"resourceArn", aBalancer, aBalancer + "0", true}, {"webAclArn", aWebACL, aWebACL + "0", true},
	})
	testRules(t, webACLType, values{"resourceArn": aBalancer, "webAclArn": aWebACL}, []rule{
		{"as it is", nil, "", ""},
		{"resource", values{"resourceArn": "web"}, "resourceArn", `need an ARN, got "web"`},
		{"web ACL", values{"webAclArn": "web"}, "webAclArn", `need an ARN, got "web"`},
	})
	c := simcloud.New(simcloud.Options{})
	assert.EqualValues(t, aListener+"_"+aCertificate,
		made(t, c, certificateType, "x", props(values{"listenerArn": aListener, "certificateArn": aCertificate})).ID)
	assert.EqualValues(t, aWebACL+","+aBalancer, made(t, c, webACLType, "x", props(values{"resourceArn": aBalancer, "webAclArn": aWebACL})).ID)
}

// TestATargetGroupStaysWhileRequestsGoToIt names a group in each of the ways that an action has.
func TestATargetGroupStaysWhileRequestsGoToIt(t *testing.T) {
	for _, test := range []struct {
		name, typ, property string
		base                values
		actions             func(group string) []any
	}{
		{"a rule", listenerRuleType, "actions", ruleBase, forwarding},
		{"a rule with weights", listenerRuleType, "actions", ruleBase, func(group string) []any { return weighing(aTargetGroup, group) }},
		{"a listener", listenerType, "defaultActions", listenerBase, forwarding},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			group := made(t, c, targetGroupType, "web", props(targetGroupBase))
			user := made(t, c, test.typ, "user", with(test.base, values{test.property: test.actions(string(group.ID))}))
			assertRefused(t, c.Delete(ctx, gone(group)), "ResourceInUse", string(group.ID)+" is still in use by "+test.typ+` "user"`)
			changed(t, c, user, with(test.base, values{test.property: []any{notFound}}))
			require.NoError(t, c.Delete(ctx, gone(group)))
		})
	}
}

func TestASecurityGroupHasARuleOnce(t *testing.T) {
	base := values{"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "cidrIpv4": "10.0.0.0/8"}
	for _, typ := range []string{ingressType, egressType} {
		c := simcloud.New(simcloud.Options{})
		first := made(t, c, typ, "first", props(base))
		_, err := created(c, typ, "second", with(base, values{"description": "another text"}))
		assertRefused(t, err, "InvalidPermission.Duplicate", "the specified rule already exists in sg-1")
		others := values{"securityGroupId": "sg-2", "ipProtocol": "udp", "fromPort": 79, "toPort": 81, "cidrIpv4": "10.0.0.0/9"}
		for property, other := range others {
			_, err := created(c, typ, property, with(base, values{property: other}))
			require.NoError(t, err, property)
		}
		_, err = created(c, typ, "group", with(base, values{"cidrIpv4": nil, "referencedSecurityGroupId": "sg-3"}))
		require.NoError(t, err)
		assertRefused(t, updated(c, first, with(base, values{"toPort": 81})), "InvalidPermission.Duplicate", "the specified rule already exists in sg-1")
		require.NoError(t, updated(c, first, with(base, values{"description": "another text"})))
	}
}

// TestWhatIsNotKnownYetIsNotJudged gives inputs one by one as a preview does that does not know them.
func TestWhatIsNotKnownYetIsNotJudged(t *testing.T) {
	for _, test := range []struct {
		typ      string
		base     values
		property string
	}{
		{balancerType, values{"subnets": []any{"a"}}, "loadBalancerType"},
		{targetGroupType, values{}, "targetType"},
		{targetGroupType, targetGroupBase, "healthCheck"},
		{listenerType, listenerBase, "protocol"},
		{listenerType, values{"loadBalancerArn": aBalancer, "protocol": "HTTPS", "defaultActions": []any{notFound}}, "certificateArn"},
		{listenerRuleType, ruleBase, "priority"},
		{listenerRuleType, ruleBase, "actions"},
		{listenerRuleType, ruleBase, "conditions"},
		{ecsServiceType, serviceBase, "deploymentMaximumPercent"},
		{ecsServiceType, with(serviceBase, values{"deploymentMaximumPercent": 90}).Mappable(), "deploymentMinimumHealthyPercent"},
		{ecsServiceType, with(serviceBase, values{"healthCheckGracePeriodSeconds": 30}).Mappable(), "loadBalancers"},
		{taskDefinitionType, taskBase, "containerDefinitions"},
		{taskDefinitionType, taskBase, "networkMode"},
		{taskDefinitionType, taskBase, "cpu"},
		{taskDefinitionType, taskBase, "memory"},
		{scalingPolicyType, with(scaledPolicy, values{"targetTrackingScalingPolicyConfiguration": nil}).Mappable(), "policyType"},
		{scheduleType, values{"scheduleExpression": "rate(1 day)", "flexibleTimeWindow": values{"mode": "OFF"}}, "target"},
	} {
		inputs := with(test.base, nil)
		inputs[resource.PropertyKey(test.property)] = later()
		assert.Empty(t, check(test.typ, inputs), "%s of %s", test.property, test.typ)
	}
	inputs := with(ruleBase, nil)
	inputs["conditions"] = resource.NewArrayProperty([]resource.PropertyValue{resource.NewObjectProperty(resource.PropertyMap{
		"hostHeader": resource.NewObjectProperty(resource.PropertyMap{"values": resource.NewArrayProperty([]resource.PropertyValue{later()})}),
	})})
	inputs["actions"] = resource.NewArrayProperty([]resource.PropertyValue{resource.NewObjectProperty(resource.PropertyMap{
		"type": resource.NewProperty("forward"), "targetGroupArn": later(),
	})})
	assert.Empty(t, check(listenerRuleType, inputs))
}
