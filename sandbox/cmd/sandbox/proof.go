package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/groundwork-go/groundwork/sandbox"
)

const aboutProof = `Break the update from nothing of every project, and its destruction where nothing is protected: by a failure of each
operation, and by the death of the process in each change, one after the other. After each the next update has to make the stack what
its program says, and the one after that nothing. Secrets are searched for in the state and in messages.

Tables in Markdown say how many steps held: one has a row for each stack, the other one for each type of component, if there are any, with
the controls that tests hold it to. What did not hold is listed below them, and the status is 1. With --json it is a list of objects.

Projects without a configuration file for the stack are left out where others have one. All of it happens in simulated clouds: the state
folder is neither read nor changed, and shell commands are not run. The work is done by processes of this command, as many at once as
there are processors.`

func (i *invocation) proof() *cobra.Command {
	command := &cobra.Command{
		Use: "proof FOLDER", Short: "Break the updates of every project in each of their steps, and print what held",
		Long: aboutProof, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return i.prove(cmd.Context(), args[0]) },
	}
	i.configured(command)
	command.AddCommand(i.share())
	return command
}

// errUnproved is a proof that found problems, which are printed.
var errUnproved = errors.New("not everything held")

func (i *invocation) prove(ctx context.Context, folder string) error {
	members, left, err := i.provable(folder)
	if err != nil {
		return err
	}
	options, err := i.options()
	if err != nil {
		return err
	}
	cloud := sandbox.New(sandbox.Options{Parallel: i.parallel})
	proofs, err := cloud.ProveWith(ctx, members, i.breakElsewhere, options...)
	if err = errors.Join(err, cloud.Close()); err != nil {
		return untold{err}
	}
	if i.json {
		err = i.printJSON(proofs, left)
	} else {
		err = i.printProofs(proofs, left)
	}
	if err == nil && slices.ContainsFunc(proofs, func(p sandbox.Proof) bool { return len(p.Problems) > 0 }) {
		return errUnproved
	}
	return err
}

// provable are the projects of a folder that have a configuration file for the stack, or the one that it is, and the folders of the
// projects that are left out because they have none.
func (i *invocation) provable(folder string) (members []sandbox.Member, left []string, err error) {
	all, err := i.members(folder)
	if err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		stack, err := i.stackName(folder)
		if err != nil {
			return nil, nil, err
		}
		name, err := sandbox.ParseStackName(stack)
		return []sandbox.Member{{Folder: folder, Stack: name}}, nil, err
	}
	for _, m := range all {
		file, _, err := sandbox.ReadProject(m.Folder)
		if err != nil {
			return nil, nil, err
		}
		stacks, err := sandbox.Stacks(file)
		if err != nil {
			return nil, nil, err
		}
		if slices.Contains(stacks, m.Stack.Stack) {
			members = append(members, m)
		} else {
			left = append(left, filepath.ToSlash(m.Folder))
		}
	}
	if len(members) == 0 || i.configFile != "" {
		return all, nil, nil
	}
	return members, left, nil
}

// share is the command that breaks a share of a proof, which it reads as JSON. It prints a list of what did not hold.
func (i *invocation) share() *cobra.Command {
	command := &cobra.Command{
		Use: "break-share", Hidden: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var share sandbox.Share
			if err := json.NewDecoder(i.stdin).Decode(&share); err != nil {
				return fmt.Errorf("read a share of a proof: %w", err)
			}
			options, err := i.options()
			if err != nil {
				return err
			}
			cloud := sandbox.New(sandbox.Options{Parallel: i.parallel})
			problems, err := cloud.Break(cmd.Context(), share, options...)
			if err = errors.Join(err, cloud.Close()); err != nil {
				return untold{err}
			}
			return json.NewEncoder(i.stdout).Encode(problems)
		},
	}
	i.configured(command)
	return command
}

// breakElsewhere breaks a share in a process of its own: the engine keeps what failed runs have used until its process ends.
func (i *invocation) breakElsewhere(ctx context.Context, share sandbox.Share) (problems []string, err error) {
	command, err := os.Executable()
	if err != nil {
		return nil, err
	}
	input, err := json.Marshal(share)
	if err != nil {
		return nil, err
	}
	args := []string{"proof", "break-share", "--parallel", strconv.Itoa(i.parallel), "--config-file", i.configFile}
	for _, setting := range i.config {
		args = append(args, "--config", setting)
	}
	for _, secret := range i.secrets {
		args = append(args, "--secret", secret)
	}
	var out, message bytes.Buffer
	run := exec.CommandContext(ctx, command, args...)
	run.Stdin, run.Stdout, run.Stderr = bytes.NewReader(input), &out, &message
	run.Cancel = func() error { return run.Process.Signal(syscall.SIGTERM) } // so that it ends its programs, and removes what it made
	run.WaitDelay = time.Minute
	if err := run.Run(); err != nil {
		return nil, fmt.Errorf("a share of the proof: %w: %s", err, strings.TrimSpace(message.String()))
	}
	return problems, json.Unmarshal(out.Bytes(), &problems)
}
