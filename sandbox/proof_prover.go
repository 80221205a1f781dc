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

// prover breaks the updates of one stack. The stage has what came up before, and the stack itself undisturbed; what is broken are forks.
type prover struct {
	stage   *Cloud
	member  Member
	program Program
	options []Option
	left    []simcloud.Object // by an undisturbed destruction; nil before there was one
}

// compiled names what the stage has compiled the program to.
func (p *prover) compiled() (string, error) {
	file, definition, err := ReadProject(p.member.Folder)
	if err != nil {
		return "", err
	}
	return p.stage.binary(mainFolder(file, definition))
}

// fork is a cloud of its own that starts as the stage, with the stack as it is there or empty. It compiles nothing, so there is nothing to
// close.
func (p *prover) fork(empty bool) *Cloud {
	if empty {
		return p.stage.without(p.member.Stack)
	}
	return p.stage.without(StackName{})
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
