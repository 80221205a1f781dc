package sandbox

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Proof is what was found out about one stack by breaking its updates.
type Proof struct {
	Stack     StackName `json:"stack"`
	Folder    string    `json:"folder"`    // of the project
	Resources int       `json:"resources"` // that the cloud holds when the stack is up
	// Failures and Cuts count the updates from nothing that were broken: by the failure of each operation, one after the other, and by the
	// death of the process in each change. After each of them the next update made the stack what the program says, and the one after that
	// changed nothing.
	Failures int `json:"failures"`
	Cuts     int `json:"cuts"`
	// Removals counts the destructions that were broken in the same two ways; the next one left what an undisturbed one leaves.
	// None where the state protects a resource: such a stack is not destroyed.
	Removals int `json:"removals"`
	// Secrets counts the secret texts of the stack's configuration, resources and outputs, of eight characters and more. Those that stand in
	// plain text in the state, or in a message of the undisturbed update, are problems.
	Secrets int `json:"secrets"`
	// Problems say what did not hold.
	Problems []string `json:"problems,omitempty"`
	// Blocks part the counts by the components that the broken operations belong to, in the order of their types.
	Blocks []BlockProof `json:"blocks"`
}

// Prove breaks the updates of members, in clouds of its own: each operation and each change of an update from nothing, one after the
// other, and those of the destruction. Members come in the order in which they read each other; opts are those of all runs. A program is
// compiled once, and the shell commands of resources are not run. Members of the same stack name are proved apart, each with what lies in
// the same subfolder of the folder that all are in. A stack that is not at rest after an undisturbed update has that problem
// and is not broken. An error says that a program does not come up even undisturbed; the proofs are then those of the members before.
func (c *Cloud) Prove(ctx context.Context, members []Member, opts ...Option) ([]Proof, error) {
	return c.ProveWith(ctx, members, func(ctx context.Context, share Share) ([]string, error) { return c.Break(ctx, share, opts...) }, opts...)
}

// Breaker does a share of the work of a proof, as Cloud.Break does: it returns for each stroke what did not hold, or an empty text.
type Breaker func(ctx context.Context, share Share) (problems []string, err error)

// ProveWith is Prove with the broken runs done by a function, which is called for several shares at once, as many as there are processors.
// Pulumi's engine keeps what a run has used until its process ends: a function that hands each share to a process of its own keeps a proof
// of many stacks from filling the memory.
func (c *Cloud) ProveWith(ctx context.Context, members []Member, breaker Breaker, opts ...Option) (proofs []Proof, err error) {
	worlds, err := parted(members)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	crew := &crew{breaker: breaker, cancel: cancel, slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
	var surveys []*survey
	for _, world := range worlds {
		stage := New(Options{Parallel: c.options.Parallel, Passphrase: c.options.Passphrase})
		defer func() { err = errors.Join(err, stage.Close()) }()
		before := len(surveys)
		err = stage.InOrder(ctx, world, func(m Member) error {
			s, err := stage.survey(ctx, m, opts)
			if err != nil {
				return err
			}
			surveys = append(surveys, s)
			for _, share := range s.shares(surveys[before:]) {
				crew.start(ctx, share)
			}
			return nil
		}, opts...)
		if err != nil {
			break
		}
	}
	if broken := crew.wait(); broken != nil {
		return nil, broken
	}
	for _, s := range surveys {
		proofs = append(proofs, s.summary())
	}
	return proofs, err
}

// crew breaks shares, several at once. The first error calls all off.
type crew struct {
	breaker Breaker
	cancel  context.CancelFunc
	slots   chan struct{}
	work    sync.WaitGroup
	mu      sync.Mutex
	err     error
}

func (c *crew) start(ctx context.Context, share task) {
	c.work.Go(func() {
		c.slots <- struct{}{}
		defer func() { <-c.slots }()
		problems, err := c.breaker(ctx, share.Share)
		if err == nil && len(problems) != len(share.Strokes) {
			err = fmt.Errorf("%s: %d of %d strokes were told of", share.stack(), len(problems), len(share.Strokes))
		}
		if err != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			if c.err == nil {
				c.err = err
			}
			c.cancel()
			return
		}
		copy(share.problems, problems)
	})
}

func (c *crew) wait() error {
	c.work.Wait()
	return c.err
}

// parted keeps members of the same stack name apart: what lies in the same subfolder as one of them gets a cloud of its own.
func parted(members []Member) (worlds [][]Member, err error) {
	shared := sharedFolders(members)
	branch := func(m Member) string { return strings.Join(folders(m)[:min(shared+1, len(folders(m)))], "/") }
	named := map[StackName]Member{}
	apart := map[string]bool{}
	for _, m := range members {
		other, again := named[m.Stack]
		if again && branch(other) == branch(m) {
			return nil, fmt.Errorf("%s and %s are both the stack %s", other.Folder, m.Folder, m.Stack)
		}
		if again {
			apart[branch(other)], apart[branch(m)] = true, true
		}
		named[m.Stack] = m
	}
	places := map[string]int{}
	for _, m := range members {
		place := branch(m)
		if !apart[place] {
			place = ""
		}
		if _, known := places[place]; !known {
			places[place] = len(worlds)
			worlds = append(worlds, nil)
		}
		worlds[places[place]] = append(worlds[places[place]], m)
	}
	return worlds, nil
}

func folders(m Member) []string {
	return strings.Split(filepath.ToSlash(filepath.Clean(m.Folder)), "/")
}

// sharedFolders is how many folders all members are in.
func sharedFolders(members []Member) int {
	if len(members) == 0 {
		return 0
	}
	shared := folders(members[0])
	for _, m := range members[1:] {
		own := folders(m)
		for len(shared) > 0 && !slices.Equal(shared, own[:min(len(shared), len(own))]) {
			shared = shared[:len(shared)-1]
		}
	}
	return len(shared)
}
