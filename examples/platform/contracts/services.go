package contracts

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref"
)

// Services is where services run: a team's own project can run more of them on the same cluster and behind the same load balancer.
type Services struct {
	stackref.Contract `contract:"acme.platform.services" version:"1.0"`

	ClusterARN   pulumi.StringOutput `pulumi:"clusterArn" validate:"prefix=arn:" doc:"of ECS, with Container Insights"`
	LoadBalancer LoadBalancer        `pulumi:"loadBalancer"`
	Hosts        []string            `pulumi:"hosts" validate:"unique" doc:"the host names that DNS should point at the load balancer"`
}

// LoadBalancer is the only thing of the platform that the internet can connect to.
type LoadBalancer struct {
	Address          pulumi.StringOutput `pulumi:"address" doc:"its name in DNS"`
	ZoneID           pulumi.StringOutput `pulumi:"zoneId" doc:"of Route 53, for alias records"`
	SecurityGroupID  pulumi.StringOutput `pulumi:"securityGroupId" validate:"prefix=sg-"`
	HTTPSListenerARN pulumi.StringOutput `pulumi:"httpsListenerArn" validate:"prefix=arn:" doc:"takes rules of further services"`
	ARNSuffix        pulumi.StringOutput `pulumi:"arnSuffix" doc:"what metrics know it by"`
}
