package loadbalancer

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/binding"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

// LoadBalancerToken is the type token of [LoadBalancer]. It is part of the state of every stack that uses the block.
const LoadBalancerToken = "groundwork:aws/loadbalancer:LoadBalancer"

// LoadBalancer is one application load balancer that services share by listener rules. See the package comment.
type LoadBalancer struct {
	pulumi.ResourceState

	// ARN names the load balancer.
	ARN pulumi.StringOutput `pulumi:"arn"`
	// ARNSuffix is what CloudWatch knows the load balancer by: the dimension LoadBalancer of its metrics.
	ARNSuffix pulumi.StringOutput `pulumi:"arnSuffix"`
	// DNSName is the address that AWS gave. Point alias records at it; no certificate is for this name itself.
	DNSName pulumi.StringOutput `pulumi:"dnsName"`
	// ZoneID is the hosted zone of DNSName, which an alias record in Route 53 wants beside it.
	ZoneID pulumi.StringOutput `pulumi:"zoneId"`
	// SecurityGroupID is the group of the load balancer. It has no egress: a service adds a rule for the port of its
	// targets here, and admits this group there.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// HTTPSListenerARN is the listener that services add their rules to.
	HTTPSListenerARN pulumi.StringOutput `pulumi:"httpsListenerArn"`
	// LogsBucket is the bucket that access logs go to; not set with DisableAccessLogs.
	LogsBucket pulumi.StringOutput `pulumi:"logsBucket,optional"`

	// Balancer is the load balancer itself, for whatever this block has no output for.
	Balancer *lb.LoadBalancer
}

// New makes an application load balancer with its security group, an HTTPS listener, a redirect from HTTP, access logs and
// alarms. When the arguments are wrong it registers nothing and returns all problems at once, each as a
// [component.FieldError].
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*LoadBalancer, error) {
	balancer := &LoadBalancer{}
	scope, err := component.Register(ctx, balancer, LoadBalancerToken, name, component.WithName("loadbalancer", name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, args: args.withDefaults(), out: balancer}
	steps := []func() error{
		b.fixIdentity, b.addSecurityGroup, b.addLogs, b.addBalancer, b.addHTTPS, b.addCertificates, b.addHTTP, b.addWebACL, b.addAlarms,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return balancer, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx   *pulumi.Context
	scope *component.Scope
	args  *Args // with defaults
	out   *LoadBalancer

	identity pulumi.Resource
	group    *securitygroup.Group
	logs     *lb.LoadBalancerAccessLogsArgs
	writable pulumi.Resource // what lets the load balancer write to a bucket that was made; nil without one
}

func (b *builder) fixIdentity() error {
	const instead = "a change replaces the load balancer and its DNS name; make a second one beside it, give it the " +
		"services, move the records, and then remove this one"
	var err error
	b.identity, err = b.scope.Fix(argsType,
		component.Fixed{Field: "VPCID", Value: b.args.VPCID, Instead: instead},
		component.Fixed{Field: "Internal", Value: pulumi.Bool(b.args.Internal), Instead: instead},
	)
	return err
}

// addSecurityGroup admits clients on both ports and nothing out: where targets listen is known to the services only.
func (b *builder) addSecurityGroup() error {
	const role = "security-group"
	group, err := securitygroup.New(b.ctx, b.scope.Name(role), &securitygroup.Args{
		VPCID: awsform.VPCID.Pass(b.args.VPCID, argsName, "VPCID"), Tags: b.args.Tags.AWS(), Title: b.scope.Name(role), Ingress: b.args.ingress(),
	}, b.scope.Child(pulumi.DependsOn([]pulumi.Resource{b.identity}))...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.group = group
	b.out.SecurityGroupID = group.ID().ToStringOutput()
	return nil
}

// ingress lists two rules for each source. A rule is named after its source, so that no other one moves when it goes.
func (args *Args) ingress() []securitygroup.Rule {
	var rules []securitygroup.Rule
	add := func(name, described string, source securitygroup.Rule) {
		for _, port := range []struct {
			role, title string
			number      int
		}{{"https", "HTTPS", httpsPort}, {"http", "HTTP, to be redirected,", httpPort}} {
			rule := source
			rule.Role, rule.Description = port.role+"-"+name, port.title+" from "+described
			rule.Protocol, rule.FromPort, rule.ToPort = "tcp", port.number, port.number
			rules = append(rules, rule)
		}
	}
	hyphens := strings.NewReplacer(".", "-", "/", "-")
	for _, block := range args.AllowFrom {
		add(hyphens.Replace(block), block, securitygroup.Rule{CIDR: pulumi.String(block)})
	}
	for _, key := range slices.Sorted(maps.Keys(args.ClientSecurityGroupIDs)) {
		id := awsform.SecurityGroupID.Pass(args.ClientSecurityGroupIDs[key], argsName, entry("ClientSecurityGroupIDs", key))
		add(key, "the clients "+key, securitygroup.Rule{Group: id})
	}
	return rules
}

func (b *builder) addBalancer() error {
	const role = "load-balancer"
	a := b.args
	args := &lb.LoadBalancerArgs{
		LoadBalancerType:         pulumi.String("application"),
		Internal:                 pulumi.Bool(a.Internal),
		IpAddressType:            pulumi.String("ipv4"),
		SecurityGroups:           pulumi.StringArray{b.group.ID()},
		Subnets:                  component.CheckStrings(a.SubnetIDs, argsName, "SubnetIDs", needSubnets, enoughSubnets),
		DropInvalidHeaderFields:  pulumi.Bool(true),
		DesyncMitigationMode:     pulumi.String(a.DesyncMitigation),
		IdleTimeout:              pulumi.Int(int(a.IdleTimeout / time.Second)),
		EnableXffClientPort:      pulumi.Bool(a.ForwardClientPort),
		EnableZonalShift:         pulumi.Bool(a.ZonalShift),
		EnableWafFailOpen:        pulumi.Bool(false),
		EnableDeletionProtection: pulumi.Bool(a.protected()),
		AccessLogs:               b.logs,
		Tags:                     b.tags(role),
	}
	needs := []pulumi.Resource{b.identity}
	if b.writable != nil {
		needs = append(needs, b.writable) // AWS tries to write before it accepts the bucket
	}
	options := b.scope.Child(append(b.protection(), pulumi.DependsOn(needs))...)
	balancer, err := lb.NewLoadBalancer(b.ctx, naming.AutoNameBase(b.scope.Name(role), naming.MaxLoadBalancer), args, options...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	out := b.out
	out.Balancer = balancer
	out.ARN, out.ARNSuffix, out.DNSName, out.ZoneID = balancer.Arn, balancer.ArnSuffix, balancer.DnsName, balancer.ZoneId
	return nil
}

// addWebACL deletes first when it is replaced: the deletion names the load balancer alone, so it would undo a new association.
func (b *builder) addWebACL() error {
	if !component.Given(b.args.WebACLARN) {
		return nil
	}
	const role = "web-acl"
	_, err := binding.NewWebACLAssociation(b.ctx, b.scope.Name(role), &binding.WebACLAssociationArgs{
		ResourceARN: b.out.ARN, WebACLARN: component.CheckMatch(b.args.WebACLARN, argsName, "WebACLARN", needWebACL, webACLARN),
	}, b.scope.Child(pulumi.DeleteBeforeReplace(true))...)
	return b.scope.Err(role, err)
}

// protection is for what must not be deleted by mistake. Without it nothing is said, so that a component that was itself
// protected hands that down.
func (b *builder) protection() []pulumi.ResourceOption {
	if b.args.protected() {
		return []pulumi.ResourceOption{pulumi.Protect(true)}
	}
	return nil
}

// tags are those of the child with this role, whose name the console shows.
func (b *builder) tags(role string) pulumi.StringMap {
	tags := b.args.Tags.AWS()
	tags["Name"] = pulumi.String(b.scope.Name(role))
	return tags
}
