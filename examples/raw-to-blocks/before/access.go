package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// cache is what the program makes.
type cache struct {
	ctx  *pulumi.Context
	net  network
	tags pulumi.StringMap

	firewall *securityGroup
	password *random.RandomPassword
	users    *elasticache.UserGroup
	cluster  *elasticache.ReplicationGroup
	secret   *secretsmanager.Secret
}

// securityGroup is ec2.SecurityGroup of the SDK, registered by its type: the package aws/ec2 takes most of a minute to compile, and its
// resources are the same in the state either way.
type securityGroup struct{ pulumi.CustomResourceState }

// addFirewall lets the web servers connect.
func (p *cache) addFirewall() error {
	p.firewall = &securityGroup{}
	err := p.ctx.RegisterResource("aws:ec2/securityGroup:SecurityGroup", "cache", pulumi.Map{
		"name": pulumi.String("shop-cache"), "description": pulumi.String("Sessions of the shop"), "vpcId": pulumi.String(p.net.VPC), "tags": p.tags,
	}, p.firewall, pulumi.Version("6.83.2"))
	if err != nil {
		return err
	}
	_, err = vpc.NewSecurityGroupIngressRule(p.ctx, "cache-from-web", &vpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: p.firewall.ID(), ReferencedSecurityGroupId: pulumi.String(p.net.Web),
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(6379), ToPort: pulumi.Int(6379), Tags: p.tags,
	})
	return err
}

// addUsers makes the application's user, and switches off the one that clients without a name are.
func (p *cache) addUsers() (err error) {
	if p.password, err = p.newPassword("cache-password"); err != nil {
		return err
	}
	nobodys, err := p.newPassword("cache-default-password")
	if err != nil {
		return err
	}
	app, err := p.newUser("cache-app", "shop-app", "app", "on ~* &* +@all", p.password)
	if err != nil {
		return err
	}
	nobody, err := p.newUser("cache-default", "shop-default", "default", "off ~* &* -@all", nobodys)
	if err != nil {
		return err
	}
	p.users, err = elasticache.NewUserGroup(p.ctx, "cache", &elasticache.UserGroupArgs{
		UserGroupId: pulumi.String("shop"), Engine: pulumi.String("valkey"), UserIds: pulumi.StringArray{app.UserId, nobody.UserId}, Tags: p.tags,
	})
	return err
}

func (p *cache) newPassword(name string) (*random.RandomPassword, error) {
	args := &random.RandomPasswordArgs{Length: pulumi.Int(32), Special: pulumi.Bool(false)}
	return random.NewRandomPassword(p.ctx, name, args, pulumi.Protect(true))
}

func (p *cache) newUser(name, id, user, access string, password *random.RandomPassword) (*elasticache.User, error) {
	return elasticache.NewUser(p.ctx, name, &elasticache.UserArgs{
		UserId: pulumi.String(id), UserName: pulumi.String(user), Engine: pulumi.String("valkey"), AccessString: pulumi.String(access),
		Passwords: pulumi.StringArray{password.Result}, Tags: p.tags,
	})
}

// addAlarm watches the first node.
func (p *cache) addAlarm() error {
	_, err := cloudwatch.NewMetricAlarm(p.ctx, "cache-cpu", &cloudwatch.MetricAlarmArgs{
		Namespace: pulumi.String("AWS/ElastiCache"), MetricName: pulumi.String("EngineCPUUtilization"), Statistic: pulumi.String("Average"),
		Dimensions:         pulumi.StringMap{"CacheClusterId": pulumi.Sprintf("%s-001", p.cluster.ReplicationGroupId)},
		ComparisonOperator: pulumi.String("GreaterThanThreshold"), Threshold: pulumi.Float64(90), Period: pulumi.Int(300), EvaluationPeriods: pulumi.Int(1),
		Tags: p.tags,
	})
	return err
}
