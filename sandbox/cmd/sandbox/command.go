package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/groundwork-go/groundwork/sandbox"
)

// invocation is one call of the command: its flags and streams.
type invocation struct {
	stack, state, color string
	configFile          string
	config, secrets     []string
	json, execute       bool
	parallel            int
	stdin               io.Reader
	stdout, stderr      io.Writer
}

func newCommand(stdin io.Reader, stdout, stderr io.Writer) *cobra.Command {
	i := &invocation{stdin: stdin, stdout: stdout, stderr: stderr}
	root := &cobra.Command{
		Use:           "sandbox",
		Short:         "Bring Pulumi projects up in a simulated cloud, with Pulumi's own engine and no account",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	flags := root.PersistentFlags()
	flags.StringVarP(&i.stack, "stack", "s", "", "the stack: a name, or organization/project/name (default: the only one that has a configuration file)")
	flags.StringVar(&i.state, "state", ".sandbox", "the folder that keeps the state of all stacks")
	flags.BoolVar(&i.json, "json", false, "print the engine's events, one JSON object a line; proof: a list of proofs")
	flags.StringVar(&i.color, "color", "auto", "colour the output: auto, always or never")
	flags.StringArrayVarP(&i.config, "config", "c", nil, "set a configuration value for this run: key=value (repeatable)")
	flags.StringArrayVar(&i.secrets, "secret", nil, "set a secret configuration value for this run: key=value (repeatable)")
	flags.IntVarP(&i.parallel, "parallel", "p", 0, "resource operations at once (default: four per processor, at most 16)")
	flags.BoolVar(&i.execute, "execute-commands", false, "run the shell commands of command:local:Command resources on this machine")
	root.AddCommand(
		i.operation("preview", "Show what an update would do", (*sandbox.Cloud).Preview),
		i.operation("up", "Make the stack what its program says", (*sandbox.Cloud).Up),
		i.operation("refresh", "Correct the state from the simulated cloud", (*sandbox.Cloud).Refresh),
		i.operation("destroy", "Delete every resource of the stack", (*sandbox.Cloud).Destroy),
		i.timeline(),
		i.proof(),
		i.diagram(),
		i.exporter(),
		&cobra.Command{
			Use: "import FOLDER FILE", Short: "Give the stack a state that `pulumi stack export` printed", Args: cobra.ExactArgs(2),
			RunE: func(_ *cobra.Command, args []string) error { return i.importState(args[0], args[1]) },
		},
	)
	return root
}

type operation func(*sandbox.Cloud, context.Context, string, sandbox.Program, ...sandbox.Option) (*sandbox.Result, error)

func (i *invocation) operation(name, short string, do operation) *cobra.Command {
	command := &cobra.Command{
		Use: name + " FOLDER", Short: short, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return i.operate(cmd.Context(), args[0], do, name) },
	}
	i.configured(command)
	return command
}

// configured gives a command that runs a program the flag for its configuration file.
func (i *invocation) configured(command *cobra.Command) {
	command.Flags().StringVar(&i.configFile, "config-file", "", "use the configuration values in this file rather than those in Pulumi.<stack>.yaml")
}

// options are those of an operation that the flags ask for.
func (i *invocation) options() ([]sandbox.Option, error) {
	settings, err := i.settings()
	if err != nil {
		return nil, err
	}
	options := []sandbox.Option{sandbox.WithConfig(settings)}
	for _, s := range i.secrets {
		key, value, found := strings.Cut(s, "=")
		if !found || key == "" {
			return nil, errors.New("--secret: need key=value, got something else")
		}
		options = append(options, sandbox.WithSecret(key, value))
	}
	if i.configFile != "" {
		options = append(options, sandbox.WithConfigFile(i.configFile))
	}
	return options, nil
}

func (i *invocation) operate(ctx context.Context, folder string, do operation, name string) error {
	options, err := i.options()
	if err != nil {
		return err
	}
	display, err := i.display()
	if err != nil {
		return err
	}
	work := func(cloud *sandbox.Cloud, stack string, program sandbox.Program) (*sandbox.Result, error) {
		result, err := do(cloud, ctx, stack, program, options...)
		if result != nil && !i.json && name != "preview" {
			err = errors.Join(err, i.printList("Settled", result.Settled), i.printList("Unmodelled", result.Unmodelled), i.printCommands(result.Commands))
		}
		return result, err
	}
	members, err := i.members(folder)
	if err != nil {
		return err
	}
	cloud := sandbox.New(sandbox.Options{
		Folder: i.state, Display: display, ExecuteCommands: i.execute, Parallel: i.parallel,
	})
	if len(members) > 0 {
		return errors.Join(i.together(ctx, cloud, members, name, work, options), cloud.Close())
	}
	stack, err := i.stackName(folder)
	if err == nil {
		_, err = work(cloud, stack, sandbox.Dir(folder))
	}
	return errors.Join(err, cloud.Close())
}

// printList prints what there is more to say than Pulumi does.
func (i *invocation) printList(title string, lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(i.stdout, "%s:\n    %s\n\n", title, strings.Join(lines, "\n    "))
	return err
}

// printCommands lists the shell commands of an operation. The values of their variables may be secret and are left out.
func (i *invocation) printCommands(commands []sandbox.Command) error {
	if len(commands) == 0 {
		_, err := fmt.Fprintln(i.stdout, "Commands:\n    none")
		return err
	}
	what := "recorded; --execute-commands runs them"
	if i.execute {
		what = "run"
	}
	if _, err := fmt.Fprintf(i.stdout, "Commands: (%s)\n", what); err != nil {
		return err
	}
	for _, c := range commands {
		if _, err := fmt.Fprintf(i.stdout, "    %s on %s: %s\n", c.URN.Name(), c.Op, c.Script); err != nil {
			return err
		}
	}
	return nil
}

// stackName completes the --stack flag with the project of the folder.
func (i *invocation) stackName(folder string) (string, error) {
	if strings.Contains(i.stack, "/") {
		return i.stack, nil
	}
	file, project, err := sandbox.ReadProject(folder)
	if err != nil {
		return "", err
	}
	stack := i.stack
	if stack == "" {
		if stack, err = onlyStack(file); err != nil {
			return "", err
		}
	}
	return string(project.Name) + "/" + stack, nil
}

func onlyStack(projectFile string) (string, error) {
	stacks, err := sandbox.Stacks(projectFile)
	if err != nil {
		return "", err
	}
	switch len(stacks) {
	case 0:
		return "", errors.New("--stack is needed: the project has no configuration file that names one")
	case 1:
		return stacks[0], nil
	default:
		return "", fmt.Errorf("--stack is needed: the project has the stacks %s", strings.Join(stacks, ", "))
	}
}

func (i *invocation) settings() (map[string]string, error) {
	settings := map[string]string{}
	for _, s := range i.config {
		key, value, found := strings.Cut(s, "=")
		if !found || key == "" {
			return nil, fmt.Errorf("--config: need key=value, got %q", s)
		}
		settings[key] = value
	}
	return settings, nil
}

func (i *invocation) display() (*sandbox.Display, error) {
	file, isFile := i.stdout.(*os.File)
	terminal := isFile && term.IsTerminal(int(file.Fd()))
	d := &sandbox.Display{
		Stdin: i.stdin, Stdout: i.stdout, Stderr: i.stderr, Interactive: terminal && !i.json, Color: terminal, JSON: i.json,
	}
	switch i.color {
	case "auto":
	case "always":
		d.Color = true
	case "never":
		d.Color = false
	default:
		return nil, fmt.Errorf("--color: need auto, always or never, got %q", i.color)
	}
	return d, nil
}

// unshown is the part of an error that the display has not told of: what was joined to that of the engine. Nil when it has told all.
func unshown(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var rest []error
		for _, part := range joined.Unwrap() {
			rest = append(rest, unshown(part))
		}
		return errors.Join(rest...)
	}
	var failed *sandbox.Error
	if errors.As(err, &failed) {
		return nil
	}
	return err
}
