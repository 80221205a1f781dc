package sandbox

import (
	"context"
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// Stroke is one way in which a proof breaks a run.
type Stroke struct {
	Removal bool         // it is the destruction of the stack that is broken, else its update from nothing
	Cut     bool         // the process dies when the operation has taken effect, else the operation fails
	Op      Op           // the operation
	URN     resource.URN // the resource
	Nth     int          // of such operations on the resource in the run, the first is 0
}

func (s Stroke) String() string {
	run, what := "update", fmt.Sprintf("%s of %s failed", s.Op, s.URN.Name())
	if s.Removal {
		run = "destruction"
	}
	if s.Cut {
		what = fmt.Sprintf("cut in the %s of %s", s.Op, s.URN.Name())
	}
	return run + ", " + what
}

// Share is a part of the work of a proof. It can be written as JSON, for another process.
type Share struct {
	Members []Member // the one that is broken comes last, those that its program reads before it, each after those that it reads
	Strokes []Stroke
}

func (s Share) stack() StackName { return s.Members[len(s.Members)-1].Stack }

// Break breaks the last member of a share by one stroke after the other, in clouds of its own. For each stroke it returns what did not hold
// when the broken run was done again, or an empty text; opts are those of all runs.
func (c *Cloud) Break(ctx context.Context, share Share, opts ...Option) (problems []string, err error) {
	if len(share.Members) == 0 {
		return nil, errors.New("a share of a proof: need a member")
	}
	stage := New(Options{Parallel: c.options.Parallel, Passphrase: c.options.Passphrase})
	defer func() { err = errors.Join(err, stage.Close()) }()
	var p *prover
	for _, m := range share.Members {
		p = &prover{stage: stage, member: m, program: m.Program(), options: opts}
		if _, err := p.up(ctx, stage); err != nil {
			return nil, err
		}
	}
	for _, s := range share.Strokes {
		a := p.update()
		if s.Removal {
			if a, err = p.removal(ctx); err != nil {
				return nil, err
			}
		}
		problem := p.strike(ctx, a, s)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		problems = append(problems, problem)
	}
	return problems, nil
}

// attempt is an operation that is broken, and tried again.
type attempt struct {
	empty bool // it starts from nothing, else from the stack as it is undisturbed
	do    func(context.Context, *Cloud) (*Result, error)
	check func(context.Context, *Cloud) error // what has to hold when it is done
}

func (p *prover) update() attempt { return attempt{empty: true, do: p.up, check: p.settled} }

// removal is the destruction of the stack. It may leave something by intent, such as a final snapshot: so much is left after each.
func (p *prover) removal(ctx context.Context) (attempt, error) {
	if p.left == nil {
		undisturbed := p.fork(false)
		if _, err := p.destroy(ctx, undisturbed); err != nil {
			return attempt{}, err
		}
		p.left = append([]simcloud.Object{}, p.objects(undisturbed)...)
	}
	return attempt{do: p.destroy, check: func(_ context.Context, cloud *Cloud) error { return p.holds(cloud, p.left) }}, nil
}

// strike breaks an attempt, tries it once more and tells what did not hold.
func (p *prover) strike(ctx context.Context, a attempt, s Stroke) string {
	cloud := p.fork(a.empty)
	met := cloud.faults.strikeOnce(s)
	_, err := a.do(ctx, cloud)
	switch {
	case !met() && err == nil:
		err = errors.New("it did not come to that again")
	case !met():
		err = fmt.Errorf("it failed by itself before: %w", err)
	case err == nil:
		err = errors.New("it went unnoticed")
	default:
		err = a.again(ctx, cloud)
	}
	if err != nil {
		return s.String() + ": " + err.Error()
	}
	return ""
}

// again does what was broken once more.
func (a attempt) again(ctx context.Context, cloud *Cloud) error {
	cloud.Heal()
	if _, err := a.do(ctx, cloud); err != nil {
		return err
	}
	return a.check(ctx, cloud)
}

// errProof is what operations fail with.
var errProof = errors.New("made to fail for the proof")

// watcher is told of every operation that begins and of every change that took effect, one after the other. It may strike then.
type watcher func(begins bool, op Op, urn resource.URN) (strike bool)

func (f *faults) strikes(begins bool, op Op, urn resource.URN) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.watch != nil && f.watch(begins, op, urn)
}

func (f *faults) setWatch(w watcher) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.watch = w
}

// strikeOnce breaks the next run as the stroke says. It returns what tells whether the run came to that.
func (f *faults) strikeOnce(s Stroke) (met func() bool) {
	seen := 0
	f.setWatch(func(begins bool, op Op, urn resource.URN) bool {
		if begins == s.Cut || op != s.Op || urn != s.URN {
			return false
		}
		seen++
		return seen == s.Nth+1
	})
	return func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return seen > s.Nth
	}
}

// watched does a run that nothing disturbs, and lists the strokes that would.
func (f *faults) watched(removal bool, run func() error) (strokes []Stroke, err error) {
	seen := map[Stroke]int{}
	f.setWatch(func(begins bool, op Op, urn resource.URN) bool {
		s := Stroke{Removal: removal, Cut: !begins, Op: op, URN: urn}
		nth := seen[s]
		seen[s]++
		s.Nth = nth
		strokes = append(strokes, s)
		return false
	})
	defer f.setWatch(nil)
	err = run()
	return strokes, err
}
