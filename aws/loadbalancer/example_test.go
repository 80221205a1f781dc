package loadbalancer_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNew() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-web", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		web, err := loadbalancer.New(ctx, "web", &loadbalancer.Args{
			Tags:           tags,
			VPCID:          pulumi.String("vpc-0a1b2c3d4e5f60718"),
			SubnetIDs:      pulumi.ToStringArray([]string{"subnet-0a1b2c3d4e5f6071a", "subnet-0a1b2c3d4e5f6071b"}),
			CertificateARN: pulumi.String("arn:aws:acm:eu-central-1:123456789012:certificate/12345678-90ab-cdef-1234-567890abcdef"),
		})
		if err != nil {
			return err
		}
		ctx.Export("dnsName", web.DNSName)
		ctx.Export("listenerArn", web.HTTPSListenerARN)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	// Output:
	// aws:cloudwatch/metricAlarm:MetricAlarm web-balancer-errors-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm web-rejected-connections-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm web-slow-responses-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm web-target-errors-alarm
	// aws:ec2/securityGroup:SecurityGroup web-security-group
	// aws:lb/listener:Listener web-http
	// aws:lb/listener:Listener web-https
	// aws:lb/loadBalancer:LoadBalancer web-load-balancer
	// aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2 web-access-logs-lifecycle
	// aws:s3/bucketOwnershipControls:BucketOwnershipControls web-access-logs-ownership
	// aws:s3/bucketPolicy:BucketPolicy web-access-logs-policy
	// aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock web-access-logs-public-access-block
	// aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2 web-access-logs-encryption
	// aws:s3/bucketV2:BucketV2 web-access-logs
	// aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-security-group-ingress-http-0-0-0-0-0
	// aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-security-group-ingress-https-0-0-0-0-0
	// pulumi:index:Stash web-identity
	// groundwork:aws/loadbalancer:LoadBalancer web
}

func ExampleArgs_Validate() {
	args := &loadbalancer.Args{
		VPCID:          pulumi.String("vpc-0a1b2c3d4e5f60718"),
		SubnetIDs:      pulumi.ToStringArray([]string{"subnet-0a1b2c3d4e5f6071a"}),
		CertificateARN: pulumi.String("arn:aws:iam::123456789012:server-certificate/shop"),
		Internal:       true,
	}
	fmt.Println(args.Validate())
	// Output:
	// loadbalancer: Args.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// loadbalancer: Args.SubnetIDs: need 2 or more different subnets, each in a zone of its own, got 1
	// loadbalancer: Args.AllowFrom: need the clients of an internal load balancer, here or in ClientSecurityGroupIDs, got nothing
	// loadbalancer: Args.CertificateARN: need a certificate of ACM, arn:aws:acm:REGION:ACCOUNT:certificate/ID, got "arn:aws:iam::123456789012:server-certificate/shop"
}
