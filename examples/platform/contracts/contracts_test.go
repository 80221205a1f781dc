package contracts_test

import (
	"testing"

	"github.com/groundwork-go/groundwork/examples/platform/contracts"
	"github.com/groundwork-go/groundwork/examples/platform/contracts/contractstest"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

func TestContractsStayCompatible(t *testing.T) {
	stackreftest.Golden[contracts.Network](t, "testdata/golden/network.json")
	stackreftest.Golden[contracts.Data](t, "testdata/golden/data.json")
	stackreftest.Golden[contracts.Services](t, "testdata/golden/services.json")
}

func TestContractsRoundTrip(t *testing.T) {
	stackreftest.RoundTrip(t, contractstest.Network("eu-central-1a", "eu-central-1b"))
	stackreftest.RoundTrip(t, contractstest.Data())
	stackreftest.RoundTrip(t, contractstest.Services())
}
