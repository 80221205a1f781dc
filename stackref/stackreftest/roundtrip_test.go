package stackreftest_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

func TestRoundTrip(t *testing.T) {
	stackreftest.RoundTrip(t, sample())

	full := sample()
	full.Ratio = pulumi.Float64(0.25).ToFloat64Output()
	full.Note = pulumi.StringPtr("moved").ToStringPtrOutput()
	stackreftest.RoundTrip(t, full)
}

// changing is a contract whose own check changes what it checks.
type changing struct {
	stackref.Contract `contract:"acme.changing" version:"1.0"`

	Port pulumi.IntOutput `pulumi:"port"`
}

func (c *changing) Validate() error {
	c.Port = pulumi.Int(1).ToIntOutput()
	return nil
}

func TestRoundTripTellsWhatChanged(t *testing.T) {
	failures := failuresOf(func(t testing.TB) { stackreftest.RoundTrip(t, &changing{Port: pulumi.Int(5432).ToIntOutput()}) })
	for _, mode := range []string{"an update", "a preview"} {
		assert.Contains(t, failures, "*stackreftest_test.changing does not survive export and import in "+mode+":\n\tport: sent 5432, received 1")
	}
}

func TestRoundTripOfAValueThatBreaksTheContract(t *testing.T) {
	unset := sample()
	unset.ID = pulumi.StringOutput{}
	assert.Contains(t, failuresOf(func(t testing.TB) { stackreftest.RoundTrip(t, unset) }), "stackreftest: export *stackreftest_test.network: ")

	bad := sample()
	bad.ID = pulumi.String("net-1").ToStringOutput()
	failures := failuresOf(func(t testing.TB) { stackreftest.RoundTrip(t, bad) })
	assert.Contains(t, failures, "stackreftest: import *stackreftest_test.network in a")
	assert.Contains(t, failures, `id: need text that begins with "vpc-", got "net-1"`)
}
