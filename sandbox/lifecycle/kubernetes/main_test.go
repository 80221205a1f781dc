package kubernetes_test

import (
	"os"
	"testing"

	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
)

func TestMain(m *testing.M) { os.Exit(lifecycletest.Main(m)) }
