// Command generate writes the tables of package schema. Run it with `go generate` in that package's folder.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema/gen"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	types, err := gen.Types(ctx, ".")
	if err != nil {
		return err
	}
	files, err := gen.Files(types)
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return fmt.Errorf("schema: %w", err)
		}
	}
	return nil
}
