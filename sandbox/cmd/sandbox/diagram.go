package main

import (
	"bytes"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/groundwork-go/groundwork/sandbox"
)

func (i *invocation) diagram() *cobra.Command {
	var file string
	command := &cobra.Command{
		Use: "diagram FOLDER", Short: "Draw the projects of a folder that are up, what is in them and which read which", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return i.draw(args[0], file) },
	}
	command.Flags().StringVar(&file, "svg", "", "the file for the picture (required)")
	_ = command.MarkFlagRequired("svg") // the flag is there
	return command
}

func (i *invocation) draw(folder, file string) error {
	members, err := i.members(folder)
	if err != nil {
		return err
	}
	if len(members) == 0 {
		return errors.New("a diagram is of a folder with projects below it")
	}
	cloud := sandbox.New(sandbox.Options{Folder: i.state})
	var picture bytes.Buffer
	if err := errors.Join(cloud.Diagram(&picture, "What is up in "+members[0].Stack.Stack, members), cloud.Close()); err != nil {
		return err
	}
	return os.WriteFile(file, picture.Bytes(), 0o644)
}
