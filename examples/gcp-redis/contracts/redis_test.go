package contracts_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/gcp-redis/contracts"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

func TestRedisStaysCompatible(t *testing.T) {
	stackreftest.Golden[contracts.Redis](t, "testdata/golden/redis.json")
}

func TestRedisRoundTrip(t *testing.T) {
	text := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	stackreftest.RoundTrip(t, &contracts.Redis{Instances: map[string]contracts.Instance{"redis-sidekiq": {
		Host: text("10.37.91.116"), Port: pulumi.Int(6378).ToIntOutput(), ReadHost: text(""), ReadPort: pulumi.Int(0).ToIntOutput(),
		CACertificates: pulumi.ToStringArray([]string{"-----BEGIN CERTIFICATE-----"}).ToStringArrayOutput(),
	}}})
}
