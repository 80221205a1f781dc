package figures

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/sandbox"
)

// Example is one stack of an example.
type Example struct {
	Name, Stack string
	Own         []sandbox.Member // its projects
	Read        []sandbox.Member // those of other examples that its projects read
}

// upstream are the examples whose stacks an example's projects read, beside their own.
var upstream = map[string][]string{"twingate": {"aws-redis", "gcp-redis"}}

// Examples lists the examples in a folder with each of the stacks that they have a configuration file for.
func Examples(folder string) ([]Example, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var all []Example
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		stacks, err := stacksOf(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		for _, stack := range stacks {
			example := Example{Name: entry.Name(), Stack: stack}
			if example.Own, err = sandbox.FindProjects(filepath.Join(folder, entry.Name()), stack); err != nil {
				return nil, err
			}
			for _, other := range upstream[entry.Name()] {
				members, err := sandbox.FindProjects(filepath.Join(folder, other), stack)
				if err != nil {
					return nil, err
				}
				example.Read = append(example.Read, members...)
			}
			all = append(all, example)
		}
	}
	return all, nil
}

// stacksOf are the stacks that the projects in a folder have configuration files for, Pulumi.<stack>.yaml.
func stacksOf(folder string) ([]string, error) {
	var stacks []string
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if parts := strings.Split(filepath.Base(path), "."); len(parts) == 3 && parts[0] == "Pulumi" && parts[2] == "yaml" {
			stacks = append(stacks, parts[1])
		}
		return err
	})
	slices.Sort(stacks)
	return slices.Compact(stacks), err
}

// Secrets are the settings that an example's production expects from whoever deploys it.
func Secrets(m sandbox.Member) []sandbox.Option {
	if m.Stack.Project != "elastic-cloud" {
		return nil
	}
	return []sandbox.Option{
		sandbox.WithSecret("accessKeyId", "AKIAIOSFODNN7EXAMPLE"), sandbox.WithSecret("secretAccessKey", "wJalrXUtnFEMI-K7MDENG-example"),
	}
}
