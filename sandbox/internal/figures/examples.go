package figures

import (
	"os"
	"path/filepath"
	"slices"

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

// stacksOf are the stacks that the projects in a folder have configuration files for.
func stacksOf(folder string) ([]string, error) {
	projects, err := sandbox.FindProjects(folder, "any")
	if err != nil {
		return nil, err
	}
	var stacks []string
	for _, project := range projects {
		file, _, err := sandbox.ReadProject(project.Folder)
		if err != nil {
			return nil, err
		}
		own, err := sandbox.Stacks(file)
		if err != nil {
			return nil, err
		}
		stacks = append(stacks, own...)
	}
	slices.Sort(stacks)
	return slices.Compact(stacks), nil
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
