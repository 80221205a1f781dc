package sandbox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// Proof is what was found out about one stack by breaking its updates.
type Proof struct {
	Stack     StackName
	Resources int // that the cloud holds when the stack is up
	// Failures and Cuts count the updates from nothing that were broken: by an operation that fails, one after the other, and by the death
	// of the process in each change. After each of them the next update made the stack what the program says, and the one after that
	// changed nothing.
	Failures, Cuts int
	// Removals counts the destructions that were broken in the same two ways; the next one left what an undisturbed one leaves.
	// None where the state protects a resource: such a stack is not destroyed.
	Removals int
	// Secrets counts the secret texts of the stack's configuration, resources and outputs, of eight characters and more. Those that stand in
	// plain text in the state, or in a message of the undisturbed update, are problems.
	Secrets int
	// Problems say what did not hold.
	Problems []string
}

// errProof is what operations fail with.
var errProof = errors.New("made to fail for the proof")

// Prove breaks the updates of members, in clouds of its own: each operation and each change of an update from nothing, one after the
// other, and those of the destruction. Members come in the order in which they read each other; opts are those of all runs. A program is
// compiled once, and the shell commands of resources are not run. A stack that is not at rest after an undisturbed update has that problem
// and is not broken. An error says that a program does not come up even undisturbed; the proofs are then those of the members before.
func (c *Cloud) Prove(ctx context.Context, members []Member, opts ...Option) (proofs []Proof, err error) {
	stage := New(Options{Parallel: c.options.Parallel, Passphrase: c.options.Passphrase})
	defer func() { err = errors.Join(err, stage.Close()) }()
	err = stage.InOrder(ctx, members, func(m Member) error {
		p := &prover{stage: stage, member: m, program: m.Program(), options: opts, proof: Proof{Stack: m.Stack}}
		if err := p.prove(ctx); err != nil {
			return err
		}
		proofs = append(proofs, p.proof)
		return nil
	}, opts...)
	return proofs, err
}

// prover breaks the updates of one stack. The stage has what came up before, and the stack itself undisturbed; what is broken are forks.
type prover struct {
	stage   *Cloud
	member  Member
	program Program
	options []Option
	proof   Proof
}

func (p *prover) prove(ctx context.Context) error {
	result, err := p.up(ctx, p.stage)
	if err != nil {
		return fmt.Errorf("%s does not come up undisturbed: %w", p.member.Stack, err)
	}
	if p.program.binary, err = p.compiled(); err != nil {
		return err
	}
	p.proof.Resources = len(p.objects(p.stage))
	if err := p.searchSecrets(ctx, result); err != nil {
		return err
	}
	if err := p.settled(ctx, p.stage); err != nil {
		return p.note(ctx, err)
	}
	update := attempt{name: "update", empty: true, do: p.up, check: p.settled}
	if p.proof.Failures, err = p.breakEach(ctx, update, byFailure); err != nil {
		return err
	}
	if p.proof.Cuts, err = p.breakEach(ctx, update, byCut); err != nil {
		return err
	}
	if slices.ContainsFunc(result.Resources, func(r Resource) bool { return r.Protect }) {
		return nil
	}
	return p.removals(ctx)
}

// removals breaks the destruction of the stack. It may leave something by intent, such as a final snapshot: so much is left after each.
func (p *prover) removals(ctx context.Context) error {
	undisturbed := p.fork(false)
	if _, err := p.destroy(ctx, undisturbed); err != nil {
		return p.note(ctx, err)
	}
	left := p.objects(undisturbed)
	removal := attempt{name: "destruction", do: p.destroy, check: func(_ context.Context, cloud *Cloud) error { return p.holds(cloud, left) }}
	for _, w := range []way{byFailure, byCut} {
		held, err := p.breakEach(ctx, removal, w)
		p.proof.Removals += held
		if err != nil {
			return err
		}
	}
	return nil
}

// compiled names what the stage has compiled the program to.
func (p *prover) compiled() (string, error) {
	file, definition, err := ReadProject(p.member.Folder)
	if err != nil {
		return "", err
	}
	return p.stage.binary(mainFolder(file, definition))
}

// attempt is an operation that is broken, and tried again.
type attempt struct {
	name  string
	empty bool // it starts from nothing, else from the stack as it is undisturbed
	do    func(context.Context, *Cloud) (*Result, error)
	check func(context.Context, *Cloud) error // what has to hold when it is done
}

// way is how the n-th step of an operation is broken.
type way struct {
	name   string
	strike func(c *Cloud, n int)
}

var (
	byFailure = way{"operation %d failed", func(c *Cloud, n int) { c.Fail(On{Nth: n}, errProof) }}
	byCut     = way{"cut in change %d", (*Cloud).CutAfter}
)

// breakEach breaks one step of an attempt after the other, until there is none left, and counts those after which all was well.
func (p *prover) breakEach(ctx context.Context, a attempt, w way) (held int, err error) {
	for n := 1; ; n++ {
		cloud := p.fork(a.empty)
		w.strike(cloud, n)
		_, broken := a.do(ctx, cloud)
		met := cloud.faults.met(n)
		switch {
		case !met && broken == nil:
			return held, ctx.Err()
		case !met:
			return held, p.note(ctx, fmt.Errorf("%s: failed by itself before step %d: %w", a.name, n, broken))
		case broken == nil:
			err = errors.New("it went unnoticed")
		default:
			err = a.again(ctx, cloud)
		}
		if err == nil {
			held++
			continue
		}
		if err := p.note(ctx, fmt.Errorf("%s, "+w.name+": %w", a.name, n, err)); err != nil {
			return held, err
		}
	}
}

// again does what was broken once more.
func (a attempt) again(ctx context.Context, cloud *Cloud) error {
	cloud.Heal()
	if _, err := a.do(ctx, cloud); err != nil {
		return err
	}
	return a.check(ctx, cloud)
}

// met tells whether a run got to the n-th step, which was to be broken.
func (f *faults) met(n int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.cutAfter == 0 && !slices.ContainsFunc(f.rules, func(r *faultRule) bool { return r.seen < n })
}

// note takes a problem, unless it is that the proof was called off.
func (p *prover) note(ctx context.Context, problem error) error {
	if ctx.Err() == nil {
		p.proof.Problems = append(p.proof.Problems, problem.Error())
	}
	return ctx.Err()
}

// fork is a cloud of its own that starts as the stage, with the stack as it is there or empty. It compiles nothing, so there is nothing to
// close.
func (p *prover) fork(empty bool) *Cloud {
	fork := New(p.stage.options)
	fork.vaults = p.stage.vaults
	fork.memory.Restore(p.stage.objectsFor(p.member.Stack, empty))
	fork.memory.Bury(p.stage.memory.Buried()...)
	for name, s := range p.stage.stacks {
		if empty && name == p.member.Stack {
			continue
		}
		base := *s.base // the journal of a run may set fields of it
		fork.stacks[name] = &stackState{name: name, cloud: fork.memory, vault: s.vault, base: &base}
	}
	return fork
}

func (p *prover) up(ctx context.Context, cloud *Cloud) (*Result, error) {
	return cloud.Up(ctx, p.member.Stack.String(), p.program, p.options...)
}

func (p *prover) destroy(ctx context.Context, cloud *Cloud) (*Result, error) {
	return cloud.Destroy(ctx, p.member.Stack.String(), p.program, p.options...)
}

// settled checks that another update changes nothing, and that the cloud holds just what the state says.
func (p *prover) settled(ctx context.Context, cloud *Cloud) error {
	again, err := p.up(ctx, cloud)
	if err != nil {
		return err
	}
	changed := map[string]bool{}
	for _, s := range again.Steps {
		if !slices.Contains([]string{"same", "read", "refresh"}, s.Op) {
			changed[s.URN.Name()] = true
		}
	}
	if len(changed) > 0 {
		return fmt.Errorf("an update without a change of the program changes %s", strings.Join(slices.Sorted(maps.Keys(changed)), ", "))
	}
	state := cloud.stacks[p.member.Stack]
	recorded, err := objectsOf(state.base, state.vault)
	if err != nil {
		return err
	}
	return p.holds(cloud, recorded)
}

// holds checks that the cloud has just these objects of the stack.
func (p *prover) holds(cloud *Cloud, want []simcloud.Object) error {
	balance := map[identity]int{}
	for _, o := range want {
		balance[identity{o.URN, o.ID}]--
	}
	for _, o := range p.objects(cloud) {
		balance[identity{o.URN, o.ID}]++
	}
	var wrong []string
	for o, more := range balance {
		switch {
		case more > 0:
			wrong = append(wrong, fmt.Sprintf("%s (%s) is left", o.urn, o.id))
		case more < 0:
			wrong = append(wrong, fmt.Sprintf("%s (%s) is missing", o.urn, o.id))
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	return errors.New("in the cloud " + strings.Join(wrong, ", "))
}

// objects are those of the stack that the cloud holds.
func (p *prover) objects(cloud *Cloud) []simcloud.Object {
	return slices.DeleteFunc(cloud.memory.Objects(), func(o simcloud.Object) bool {
		return string(o.URN.Project()) != p.member.Stack.Project || string(o.URN.Stack()) != p.member.Stack.Stack
	})
}
