package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/groundwork-go/groundwork/internal/suggest"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/internal/contractschema"
)

// errBreaking makes the command fail after it has printed the changes.
var errBreaking = errors.New("breaking changes")

func newCommand(stdout, stderr io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:           "contract",
		Short:         "Compare, document and print the contracts between stacks",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.AddCommand(diffCommand(), docsCommand(), schemaCommand())
	return root
}

func diffCommand() *cobra.Command {
	var allowMajor bool
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Print what changed between two schemas of a contract, and fail if something breaks consumers",
		Long: `Print what changed between two schemas of a contract, and fail if something breaks consumers.

OLD and NEW are files that stackref.Schema, "contract schema" or a golden test wrote.
The exit status is 1 for breaking changes, including a version that was not raised enough.`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return diff(cmd.OutOrStdout(), args[0], args[1], allowMajor)
		},
	}
	cmd.Flags().BoolVar(&allowMajor, "allow-major", false, "accept breaking changes that come with a higher major version")
	return cmd
}

func docsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "docs PKG",
		Short: "Print a Markdown table of each contract in the packages that match",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			contracts, err := load(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return writeDocs(cmd.OutOrStdout(), contracts)
		},
	}
}

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema PKG[.TYPE]",
		Short: "Print the JSON Schema of a contract",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			pattern, typeName := splitType(args[0])
			contracts, err := load(cmd.Context(), pattern)
			if err != nil {
				return err
			}
			c, err := choose(contracts, typeName)
			if err != nil {
				return err
			}
			text, err := contractschema.From(&c.Contract.Contract).JSON()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
}

func diff(w io.Writer, oldFile, newFile string, allowMajor bool) error {
	before, err1 := os.ReadFile(oldFile)
	after, err2 := os.ReadFile(newFile)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	changes, err := stackref.Compare(before, after)
	if err != nil {
		return err
	}
	breaking, additive, raised := sorted(changes)
	for _, group := range []struct {
		title   string
		changes []stackref.Change
	}{{"Breaking", breaking}, {"Additive", additive}} {
		if err := printChanges(w, group.title, group.changes); err != nil {
			return err
		}
	}
	switch {
	case len(changes) == 0:
		_, err = fmt.Fprintln(w, "No changes.")
		return err
	case len(breaking) == 0, allowMajor && raised:
		return nil
	default:
		return errBreaking
	}
}

// sorted tells breaking changes from the others, and whether the version says that they are: without a complaint about
// the version or the name, breaking changes come with a higher major.
func sorted(changes []stackref.Change) (breaking, additive []stackref.Change, raised bool) {
	raised = true
	for _, c := range changes {
		if c.Kind == stackref.ChangeVersion || c.Kind == stackref.ChangeContract {
			raised = false
		}
		if c.Breaking {
			breaking = append(breaking, c)
		} else {
			additive = append(additive, c)
		}
	}
	return breaking, additive, raised
}

func printChanges(w io.Writer, title string, changes []stackref.Change) error {
	if len(changes) == 0 {
		return nil
	}
	text := title + ":\n"
	for _, c := range changes {
		text += "    " + c.String() + "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

// splitType takes the type off a pattern such as ./contracts.Network. A dot before a slash belongs to the package.
func splitType(arg string) (pattern, typeName string) {
	dot := strings.LastIndex(arg, ".")
	if dot <= strings.LastIndex(arg, "/") || strings.HasSuffix(arg, "...") || dot == len(arg)-1 {
		return arg, ""
	}
	return arg[:dot], arg[dot+1:]
}

func choose(contracts []loaded, typeName string) (*loaded, error) {
	var names []string
	for i := range contracts {
		name := contracts[i].Type.Name()
		if name == typeName || typeName == "" && len(contracts) == 1 {
			return &contracts[i], nil
		}
		names = append(names, name)
	}
	if typeName == "" {
		return nil, fmt.Errorf("need one contract, add its type after a dot: %s", strings.Join(names, ", "))
	}
	hint := "."
	if closest := suggest.Closest(typeName, names); closest != "" {
		hint = fmt.Sprintf(", did you mean %q?", closest)
	}
	return nil, fmt.Errorf("no contract %s%s There are %s", typeName, hint, strings.Join(names, ", "))
}
