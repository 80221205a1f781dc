package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"

	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
	"github.com/groundwork-go/groundwork/sandbox/internal/programs"
)

// project is a program made ready to run for one stack.
type project struct {
	definition *workspace.Project
	root       string
	run        func(context.Context, engine.Program) error
	stack      *workspace.ProjectStack
	stackFile  string
}

// loadProject reads the project of a program and its configuration for a stack, but for what the operation sets anew.
func (c *Cloud) loadProject(name StackName, program Program, o operation) (*project, error) {
	p, err := c.readProgram(name, program, o.configFile)
	if err != nil {
		return nil, err
	}
	for _, s := range o.config {
		key, err := configKey(name.Project, s.key)
		if err != nil {
			return nil, err
		}
		delete(p.stack.Config, key) // it may be encrypted by what the sandbox cannot open
	}
	return p, nil
}

// readProgram reads the project of a program and its configuration for a stack, from configFile when that is given.
func (c *Cloud) readProgram(name StackName, program Program, configFile string) (*project, error) {
	if program.folder == "" {
		root, err := os.Getwd()
		if err != nil {
			return nil, err
		}
		p := &project{
			definition: &workspace.Project{
				Name: tokens.PackageName(name.Project), Runtime: workspace.NewProjectRuntimeInfo("go", nil),
			},
			root: root, run: runFunc(program.body), stack: &workspace.ProjectStack{Config: config.Map{}},
		}
		if configFile == "" {
			return p, nil
		}
		return p, p.loadConfigFile(configFile)
	}
	file, definition, err := ReadProject(program.folder)
	if err != nil {
		return nil, err
	}
	if string(definition.Name) != name.Project {
		return nil, fmt.Errorf("%s is the project %q, not %q", file, definition.Name, name.Project)
	}
	p := &project{definition: definition, root: filepath.Dir(file)}
	if p.run, err = c.programOf(file, p, program.binary); err != nil {
		return nil, err
	}
	if configFile != "" {
		return p, p.loadConfigFile(configFile)
	}
	stackFile := workspace.ProjectStackPath(file, definition, tokens.QName(name.Stack))
	if err := knownStack(stackFile, name.Stack); err != nil {
		return nil, err
	}
	return p, p.readStackFile(stackFile)
}

// loadConfigFile reads a file that stands in for the stack's own. A name that is wrong must not read as an empty file.
func (p *project) loadConfigFile(path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("read the configuration file: %w", err)
	}
	return p.readStackFile(path)
}

func (p *project) readStackFile(path string) error {
	p.stackFile = path
	sink := diag.DefaultSink(io.Discard, io.Discard, diag.FormatOptions{Color: colors.Never})
	var err error
	if p.stack, err = workspace.LoadProjectStack(sink, p.definition, path); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if p.stack.Environment != nil && len(p.stack.Environment.Imports()) > 0 {
		return fmt.Errorf("%s imports environments (%s), which only Pulumi Cloud can open",
			path, strings.Join(p.stack.Environment.Imports(), ", "))
	}
	return nil
}

// ReadProject finds and reads the Pulumi.yaml of a folder or of the nearest one above it.
func ReadProject(folder string) (file string, definition *workspace.Project, err error) {
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return "", nil, err
	}
	if file, err = workspace.DetectProjectPathFrom(absolute); err != nil {
		return "", nil, err
	}
	if definition, err = workspace.LoadProject(file); err != nil {
		return "", nil, err
	}
	return file, definition, nil
}

// mainFolder is where the code of a project is.
func mainFolder(file string, definition *workspace.Project) string {
	return filepath.Join(filepath.Dir(file), definition.Main)
}

func (c *Cloud) programOf(file string, p *project, compiled string) (func(context.Context, engine.Program) error, error) {
	if runtime := p.definition.Runtime.Name(); runtime != "go" {
		return nil, fmt.Errorf("%s has the runtime %q: the sandbox runs Go programs", p.root, runtime)
	}
	folder := mainFolder(file, p.definition)
	if prebuilt, ok := p.definition.Runtime.Options()["binary"].(string); ok && prebuilt != "" {
		if !filepath.IsAbs(prebuilt) {
			prebuilt = filepath.Join(p.root, prebuilt)
		}
		return runDir(folder, prebuilt, true), nil
	}
	if compiled != "" {
		return runDir(folder, compiled, true), nil
	}
	binary, err := c.binary(folder)
	if err != nil {
		return nil, err
	}
	return runDir(folder, binary, false), nil
}

// binary names the file that the program in a folder is compiled to.
func (c *Cloud) binary(folder string) (string, error) {
	if c.builds == "" {
		if c.options.Folder != "" {
			c.builds = filepath.Join(c.options.Folder, "bin")
		} else {
			builds, err := os.MkdirTemp("", "groundwork-sandbox-")
			if err != nil {
				return "", fmt.Errorf("make a folder for compiled programs: %w", err)
			}
			c.builds = builds
		}
	}
	builds, err := filepath.Abs(c.builds)
	if err != nil {
		return "", err
	}
	return filepath.Join(builds, programs.Name(folder)), nil
}

// Stacks lists the stacks that have a configuration file beside a project's Pulumi.yaml, sorted.
func Stacks(projectFile string) ([]string, error) {
	extension := filepath.Ext(projectFile)
	files, err := fs.Glob(os.DirFS(filepath.Dir(projectFile)), "Pulumi.*"+extension)
	var stacks []string
	for _, file := range files {
		stacks = append(stacks, strings.TrimSuffix(strings.TrimPrefix(file, "Pulumi."), extension))
	}
	slices.Sort(stacks)
	return stacks, err
}

// knownStack refuses a stack without a file in a project whose other stacks have one: it is a misspelt name.
func knownStack(file, name string) error {
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	others, err := Stacks(file)
	if err != nil || len(others) == 0 {
		return err
	}
	return fmt.Errorf("no stack named %q: %s does not exist, and the project has the stacks %s", name, file, strings.Join(others, ", "))
}

// configuration is the stack's configuration as Pulumi would hand it to the program: the stack's file, then what the
// operation set, then the project's defaults.
func (c *Cloud) configuration(
	ctx context.Context, name StackName, p *project, state *stackState, settings []setting,
) (config.Map, error) {
	values := maps.Clone(p.stack.Config)
	if values == nil {
		values = config.Map{}
	}
	for _, s := range settings {
		key, err := configKey(name.Project, s.key)
		if err != nil {
			return nil, err
		}
		value, err := s.encrypted(ctx, state.vault)
		if err != nil {
			return nil, fmt.Errorf("configuration %s: %w", key, err)
		}
		values[key] = value
	}
	if p.stackFile == "" {
		return values, nil
	}
	if err := engine.ApplyProjectConfig(ctx, name.Stack, p.definition, values, state.vault); err != nil {
		return nil, err
	}
	return values, nil
}

func configKey(project, key string) (config.Key, error) {
	if !strings.Contains(key, ":") {
		return config.MustMakeKey(project, key), nil
	}
	return config.ParseKey(key)
}

func (s setting) encrypted(ctx context.Context, vault *engine.Vault) (config.Value, error) {
	if s.secret {
		sealed, err := vault.Encrypter().EncryptValue(ctx, s.value)
		return config.NewSecureValue(sealed), err
	}
	if json.Valid([]byte(s.value)) && strings.ContainsAny(s.value[:1], "{[") {
		return config.NewObjectValue(s.value), nil
	}
	return config.NewValue(s.value), nil
}

// secureKeys lists the configuration keys with encrypted values.
func secureKeys(values config.Map) []string {
	var keys []string
	for key, value := range values {
		if value.Secure() {
			keys = append(keys, key.String())
		}
	}
	slices.Sort(keys)
	return keys
}
