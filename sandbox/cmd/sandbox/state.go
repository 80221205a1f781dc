package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/groundwork-go/groundwork/sandbox"
)

func (i *invocation) exporter() *cobra.Command {
	var show bool
	command := &cobra.Command{
		Use: "state FOLDER", Short: "Print the state as `pulumi stack export` does", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if show {
				return i.exportState(args[0], sandbox.ShowSecrets())
			}
			return i.exportState(args[0])
		},
	}
	command.Flags().BoolVar(&show, "show-secrets", false, "print secrets in plain text")
	return command
}

func (i *invocation) exportState(folder string, options ...sandbox.ExportOption) error {
	stack, err := i.stackName(folder)
	if err != nil {
		return err
	}
	cloud := sandbox.New(sandbox.Options{Folder: i.state})
	state, err := cloud.ExportState(stack, options...)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(i.stdout, string(state))
	return err
}

func (i *invocation) importState(folder, file string) error {
	stack, err := i.stackName(folder)
	if err != nil {
		return err
	}
	exported, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	cloud := sandbox.New(sandbox.Options{Folder: i.state})
	return errors.Join(cloud.ImportState(stack, exported), cloud.Close())
}
