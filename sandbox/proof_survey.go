package sandbox

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// survey is what is known of a stack before it is broken, and then what came of each stroke.
type survey struct {
	proof    Proof
	member   Member // with its compiled program
	reads    []StackName
	strokes  []Stroke
	problems []string // of each stroke
	blocks   *blocks
}

// survey brings a member up on the stage, looks whether it is at rest and keeps its secrets, and lists what there is to break.
func (c *Cloud) survey(ctx context.Context, m Member, opts []Option) (*survey, error) {
	p := &prover{stage: c, member: m, program: m.Program(), options: opts}
	s := &survey{proof: Proof{Stack: m.Stack, Folder: m.Folder}, member: m}
	var result *Result
	updates, err := c.faults.watched(false, func() (err error) {
		result, err = p.up(ctx, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s does not come up undisturbed: %w", m.Stack, err)
	}
	if s.member.Binary, err = p.compiled(); err != nil {
		return nil, err
	}
	p.program, s.reads = s.member.Program(), result.Reads
	s.blocks = newBlocks(result.Resources)
	objects := p.objects(c)
	s.proof.Resources = len(objects)
	s.blocks.made(objects)
	if err := p.searchSecrets(ctx, result, s); err != nil {
		return nil, err
	}
	if err := p.settled(ctx, c); err != nil {
		s.note("", err)
		return s, ctx.Err()
	}
	var removals []Stroke
	if !slices.ContainsFunc(result.Resources, func(r Resource) bool { return r.Protect }) {
		undisturbed := p.fork(false)
		removals, err = undisturbed.faults.watched(true, func() error {
			_, err := p.destroy(ctx, undisturbed)
			return err
		})
		if err != nil {
			s.note("", err)
			removals = nil
		}
	}
	s.plan(updates, removals)
	return s, ctx.Err()
}

// plan puts the strokes in an order that does not depend on the run that was watched.
func (s *survey) plan(updates, removals []Stroke) {
	for _, strokes := range [][]Stroke{updates, removals} {
		slices.SortFunc(strokes, func(a, b Stroke) int {
			return cmp.Or(order(a.Cut, b.Cut), cmp.Compare(a.URN, b.URN), cmp.Compare(a.Op, b.Op), cmp.Compare(a.Nth, b.Nth))
		})
		s.strokes = append(s.strokes, strokes...)
	}
	s.problems = make([]string, len(s.strokes))
}

// order puts what is not before what is.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// note takes a problem of a resource, or of the stack as a whole, which is one of all its blocks.
func (s *survey) note(urn resource.URN, problem error) {
	s.proof.Problems = append(s.proof.Problems, problem.Error())
	s.blocks.failed(urn)
}

// summary counts the strokes after which all was well, and takes what was not.
func (s *survey) summary() Proof {
	for i, stroke := range s.strokes {
		if s.problems[i] != "" {
			s.proof.Problems = append(s.proof.Problems, s.problems[i])
			s.blocks.failed(stroke.URN)
			continue
		}
		block := s.blocks.of(stroke.URN)
		switch {
		case stroke.Removal:
			s.proof.Removals++
			block.Removals++
		case stroke.Cut:
			s.proof.Cuts++
			block.Cuts++
		default:
			s.proof.Failures++
			block.Failures++
		}
	}
	s.proof.Blocks = s.blocks.sorted()
	return s.proof
}

// task is a share, and the place for what came of it.
type task struct {
	Share
	problems []string
}

// shareSize is how many strokes at a stack of one resource make a share. The engine keeps half a gigabyte of one.
const shareSize = 5000

// shares parts the strokes evenly. Before are the surveys of what came up in the same cloud, this one last.
func (s *survey) shares(before []*survey) (all []task) {
	if len(s.strokes) == 0 {
		return nil
	}
	members := upstream(before)
	most := max(1, shareSize/max(1, s.proof.Resources))
	count := (len(s.strokes) + most - 1) / most
	for i := range count {
		start, end := i*len(s.strokes)/count, (i+1)*len(s.strokes)/count
		all = append(all, task{Share: Share{Members: members, Strokes: s.strokes[start:end]}, problems: s.problems[start:end]})
	}
	return all
}

// upstream is the member of the last survey, after those that it reads, those that they read, and so on.
func upstream(surveys []*survey) []Member {
	needed := map[StackName]bool{surveys[len(surveys)-1].member.Stack: true}
	var members []Member
	for _, s := range slices.Backward(surveys) {
		if !needed[s.member.Stack] {
			continue
		}
		members = append(members, s.member)
		for _, read := range s.reads {
			needed[read] = true
		}
	}
	slices.Reverse(members)
	return members
}
