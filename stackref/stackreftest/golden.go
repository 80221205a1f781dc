package stackreftest

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/groundwork-go/groundwork/stackref"
)

// Golden holds a contract to the schema that is recorded at path, which `go test . -update` writes. Every change since then fails the test, each
// on a line of its own and marked as breaking or additive; documentation may change freely.
//
// A breaking change is recorded only under a higher major version, any other only under a higher minor version: -update refuses the rest. A contract
// that nobody uses yet can be recorded anew after its file has been deleted.
func Golden[T any](t testing.TB, path string) {
	t.Helper()
	schema, err := stackref.Schema[T]()
	if err != nil {
		t.Fatalf("stackreftest: schema: %v", err)
	}
	recorded, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && updating():
		record(t, path, schema)
		return
	case errors.Is(err, fs.ErrNotExist):
		t.Fatalf("stackreftest: golden schema %s does not exist; write it with: go test . -run %q -update", path, t.Name())
	case err != nil:
		t.Fatalf("stackreftest: golden schema: %v", err)
	}
	changes, err := stackref.Compare(recorded, schema)
	if err != nil {
		t.Fatalf("stackreftest: golden schema %s: %v", path, err)
	}
	switch {
	case slices.ContainsFunc(changes, wrongVersion):
		t.Errorf("stackreftest: the contract is not the one in %s, and its version does not say so:%s", path, list(changes))
	case updating():
		record(t, path, schema)
	case len(changes) > 0:
		t.Errorf("stackreftest: the contract is not the one in %s; if that is meant: go test . -run %q -update%s", path, t.Name(), list(changes))
	}
}

func wrongVersion(c stackref.Change) bool { return c.Kind == stackref.ChangeVersion }

func list(changes []stackref.Change) string {
	var b strings.Builder
	for _, c := range changes {
		kind := "additive"
		if c.Breaking {
			kind = "breaking"
		}
		fmt.Fprintf(&b, "\n\t%s: %s", kind, c)
	}
	return b.String()
}

func record(t testing.TB, path string, schema []byte) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		err = os.WriteFile(path, schema, 0o644)
	}
	if err != nil {
		t.Fatalf("stackreftest: golden schema: %v", err)
	}
}

// updating reads the flag that package infratest defines.
func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}
