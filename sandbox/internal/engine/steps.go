package engine

import (
	"github.com/pulumi/pulumi/pkg/v3/engine"
	pkgresource "github.com/pulumi/pulumi/pkg/v3/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/providers"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Step is one step of the engine. It is told when it starts, and once more when it has failed.
type Step struct {
	Op       string
	URN      resource.URN
	Failed   bool
	Old, New *State // nil where there is none
}

// State is what a step knows of a resource before or after it.
type State struct {
	ID                     resource.ID
	Custom, RetainOnDelete bool
	Delete                 bool // it was replaced and is left for deletion
	Parent, DeletedWith    resource.URN
	Needs                  []resource.URN // all that it depends on but its parent: dependencies of any kind, its provider
	Inputs, Outputs        resource.PropertyMap
	Position               int // in the state before the run, in which what is needed comes first; -1: not in it
}

// stepTeller turns the engine's events into steps.
type stepTeller struct {
	positions map[identity]int
	tell      func(Step)
}

// identity tells the resources of a state apart, of which several can have one URN.
type identity struct {
	urn resource.URN
	id  resource.ID
}

func newStepTeller(before []*pkgresource.State, tell func(Step)) *stepTeller {
	t := &stepTeller{positions: make(map[identity]int, len(before)), tell: tell}
	for i, s := range before {
		t.positions[identity{s.URN, s.ID}] = i
	}
	return t
}

func (t *stepTeller) event(e engine.Event) {
	switch payload := e.Payload().(type) {
	case engine.ResourcePreEventPayload:
		t.tell(t.step(payload.Metadata))
	case engine.ResourceOperationFailedPayload:
		s := t.step(payload.Metadata)
		s.Failed = true
		t.tell(s)
	}
}

func (t *stepTeller) step(m engine.StepEventMetadata) Step {
	m.LockState()
	defer m.UnlockState()
	return Step{Op: string(m.Op), URN: m.URN, Old: t.state(m, m.Old), New: t.state(m, m.New)}
}

// state copies what the engine has not changed since the event. A refresh rewrites dependencies when it has ended, and
// has no use for them.
func (t *stepTeller) state(m engine.StepEventMetadata, s *engine.StepEventStateMetadata) *State {
	if s == nil || s.State == nil {
		return nil
	}
	position, stored := t.positions[identity{s.URN, s.ID}]
	if !stored {
		position = -1
	}
	state := &State{
		ID: s.ID, Custom: s.Custom, RetainOnDelete: s.RetainOnDelete, Delete: s.Delete, Parent: s.Parent,
		Inputs: s.State.Inputs, Outputs: s.State.Outputs, Position: position,
	}
	if m.Op == "refresh" {
		return state
	}
	state.DeletedWith = s.State.DeletedWith
	provider, needs := s.State.GetAllDependencies()
	for _, n := range needs {
		if n.Type != pkgresource.ResourceParent {
			state.Needs = append(state.Needs, n.URN)
		}
	}
	if reference, err := providers.ParseReference(provider); err == nil {
		state.Needs = append(state.Needs, reference.URN())
	}
	return state
}
