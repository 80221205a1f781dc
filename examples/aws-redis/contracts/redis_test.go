package contracts_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/aws-redis/contracts"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

func TestRedisStaysCompatible(t *testing.T) {
	stackreftest.Golden[contracts.Redis](t, "testdata/golden/redis.json")
}

func TestRedisRoundTrip(t *testing.T) {
	text := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	stackreftest.RoundTrip(t, &contracts.Redis{
		VPCID: text("vpc-0a1b2c3d"), CIDR: "10.20.0.0/20", PrivateSubnetIDs: pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}).ToStringArrayOutput(),
		Endpoint: text("master.sessions.1a2b3c.euc1.cache.amazonaws.com"), Port: pulumi.Int(6379).ToIntOutput(),
		SecurityGroupID: text("sg-0a1b2c3d"), ClientSecurityGroupID: text("sg-0d3c2b1a"),
		SecretARN: text("arn:aws:secretsmanager:eu-central-1:123456789012:secret:sessions-abc123"),
	})
}
