package loadbalancer_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	balancerToken    = "aws:lb/loadBalancer:LoadBalancer"
	listenerToken    = "aws:lb/listener:Listener"
	certificateToken = "aws:lb/listenerCertificate:ListenerCertificate"
	associationToken = "aws:wafv2/webAclAssociation:WebAclAssociation"
	groupToken       = "aws:ec2/securityGroup:SecurityGroup"
	ingressToken     = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressToken      = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	bucketToken      = "aws:s3/bucketV2:BucketV2"
	policyToken      = "aws:s3/bucketPolicy:BucketPolicy"
	blockToken       = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
	ownershipToken   = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
	encryptionToken  = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"
	lifecycleToken   = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
	alarmToken       = "aws:cloudwatch/metricAlarm:MetricAlarm"
	stashToken       = "pulumi:index:Stash"
	componentToken   = "groundwork:aws/loadbalancer:LoadBalancer"

	vpc          = "vpc-0a1b2c3d4e5f60718"
	subnetA      = "subnet-0a1b2c3d4e5f6071a"
	subnetB      = "subnet-0a1b2c3d4e5f6071b"
	clients      = "sg-0a1b2c3d4e5f60718"
	certificate  = "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-90ab-cdef-1234-567890abcdef"
	certificate2 = "arn:aws:acm:eu-central-1:123456789012:certificate/abcdef12-90ab-cdef-1234-567890abcdef"
	webACL       = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/shop/12345678-90ab-cdef-1234-567890abcdef"
	topic        = "arn:aws:sns:eu-central-1:123456789012:alarms"
)

// newArgs are the fewest arguments that are accepted.
func newArgs(tags tagging.Set) *loadbalancer.Args {
	return &loadbalancer.Args{
		Tags: tags, VPCID: pulumi.String(vpc), SubnetIDs: pulumi.ToStringArray([]string{subnetA, subnetB}), CertificateARN: pulumi.String(certificate),
	}
}

// tryNamed registers one load balancer with the name, and the arguments as changed, and exports its outputs.
func tryNamed(name string, change func(*loadbalancer.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
		})
		if err != nil {
			return err
		}
		args := newArgs(tags)
		change(args)
		made, err := loadbalancer.New(ctx, name, args)
		if err != nil {
			return err
		}
		for name, output := range map[string]pulumi.StringOutput{
			"arn": made.ARN, "arnSuffix": made.ARNSuffix, "dnsName": made.DNSName, "zoneId": made.ZoneID, "balancer": made.Balancer.Arn,
			"securityGroupId": made.SecurityGroupID, "httpsListenerArn": made.HTTPSListenerARN,
		} {
			ctx.Export(name, output)
		}
		if !args.DisableAccessLogs {
			ctx.Export("logsBucket", made.LogsBucket)
		}
		return nil
	}, opts...)
}

func try(change func(*loadbalancer.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return tryNamed("web", change, opts...)
}

func run(t testing.TB, change func(*loadbalancer.Args), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(change, opts...)
	require.NoError(t, err)
	return graph
}

func unchanged(*loadbalancer.Args) {}
