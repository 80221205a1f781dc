package gen

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
)

// module is the source of one SDK on this machine.
type module struct{ Path, Dir string }

// modulePaths lists the SDKs; go.mod holds their versions.
var modulePaths = [...]string{
	"github.com/pulumi/pulumi-aws/sdk/v6",
	"github.com/pulumi/pulumi-command/sdk",
	"github.com/pulumi/pulumi-gcp/sdk/v7",
	"github.com/pulumi/pulumi-kubernetes/sdk/v4",
	"github.com/pulumi/pulumi-random/sdk/v4",
}

// locate asks the go command, run in the folder dir, where the sources of the SDKs are.
// An SDK that is not in the module cache is downloaded, as `go build` would do.
func locate(ctx context.Context, dir string) ([]module, error) {
	found, err := goList(ctx, dir, "list", "-m", "-json")
	if err != nil {
		return nil, err
	}
	for _, m := range found {
		if m.Dir == "" {
			return goList(ctx, dir, "mod", "download", "-json")
		}
	}
	return found, nil
}

func goList(ctx context.Context, dir string, args ...string) ([]module, error) {
	cmd := exec.CommandContext(ctx, "go", append(args, modulePaths[:]...)...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("schema: go %s: %w: %s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	var found []module
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var m module
		if err := dec.Decode(&m); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("schema: go %s: read its answer: %w", args[0], err)
		}
		found = append(found, m)
	}
	if len(found) != len(modulePaths) {
		return nil, fmt.Errorf("schema: go %s: need %d modules, got %d", args[0], len(modulePaths), len(found))
	}
	return found, nil
}
