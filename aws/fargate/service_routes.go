package fargate

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// addRoutes makes a rule for each route. A rule is known by its priority, which for most routes is made from the conditions:
// other conditions are then another rule, made before the old one goes, and the order of the arguments means nothing.
func (b *builder) addRoutes() error {
	for _, route := range b.args.Routes {
		role := fmt.Sprintf("route-%d", route.priority())
		rule, err := lb.NewListenerRule(b.ctx, b.scope.Name(role), &lb.ListenerRuleArgs{
			ListenerArn: listenerARN.Pass(b.args.Listener.args.HTTPSListenerARN, argsName, "Listener.HTTPSListenerARN"),
			Priority:    pulumi.Int(route.priority()), Conditions: route.ruleConditions(), Tags: b.tags(role),
			Actions: lb.ListenerRuleActionArray{b.forward()},
		}, b.after()...)
		if err != nil {
			return b.scope.Err(role, err)
		}
		b.rules = append(b.rules, rule)
	}
	return nil
}

// forward sends requests to the only version, or all of them to the active one of two.
func (b *builder) forward() lb.ListenerRuleActionArgs {
	action := lb.ListenerRuleActionArgs{Type: pulumi.String("forward")}
	if b.args.BlueGreen == nil {
		action.TargetGroupArn = b.versions[0].TargetGroup.Arn
		return action
	}
	var groups lb.ListenerRuleActionForwardTargetGroupArray
	for _, v := range b.versions {
		weight := 0
		if v.colour == b.args.BlueGreen.Active {
			weight = 100
		}
		groups = append(groups, lb.ListenerRuleActionForwardTargetGroupArgs{Arn: v.TargetGroup.Arn, Weight: pulumi.Int(weight)})
	}
	action.Forward = lb.ListenerRuleActionForwardArgs{TargetGroups: groups}
	return action
}
