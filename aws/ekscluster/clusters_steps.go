package ekscluster

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// An upgrade goes in steps, each of which is one update: add a slot, shift Active to it, drain the old one, remove it. Between them
// other stacks do their part: deploy to the new slot, move the traffic, take workloads off. The rules here keep the steps
// apart. They compare what the arguments say with what the update before has kept in the state, in preview and in up.

// kept is what the state has of a slot.
type kept struct {
	generation int
	state      SlotState
}

// steps are the values to keep.
func (args *ClustersArgs) steps() component.Fixed {
	slots := pulumi.Map{}
	for _, name := range args.names() {
		slots[name] = pulumi.Map{"generation": pulumi.Int(args.slotArgs(name).Generation), "state": pulumi.String(args.state(name))}
	}
	return component.Fixed{Field: "Slots", Value: slots, Refuse: func(old, next any) []component.FieldError {
		return refusedSteps(keptSlots(old), keptSlots(next))
	}}
}

// keptSlots reads what steps has written.
func keptSlots(value any) map[string]kept {
	slots, _ := value.(map[string]any)
	all := map[string]kept{}
	for name, each := range slots {
		slot, _ := each.(map[string]any)
		generation, _ := slot["generation"].(float64)
		state, _ := slot["state"].(string)
		all[name] = kept{generation: int(generation), state: SlotState(state)}
	}
	return all
}

// refusedSteps says what may not follow on what was there.
func refusedSteps(before, after map[string]kept) []component.FieldError {
	problems := refusedShift(before, after)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		next, stays := after[name]
		problems = append(problems, refusedRemoval(name, before[name], next, stays)...)
		if stays && before[name].state == Serving && next.state == Draining {
			problems = append(problems, component.FieldError{
				Field: fmt.Sprintf("Slots[%q].Draining", name),
				Need:  "false in the update that shifts Active: its workloads serve until the shift has reached everybody; drain it in the next update",
				Got:   "true",
			})
		}
	}
	return problems
}

// refusedShift holds the gate: a slot serves only after an update in which it stood by, complete.
func refusedShift(before, after map[string]kept) []component.FieldError {
	from, to := serving(before), serving(after)
	if from == to {
		return nil
	}
	was, there := before[to]
	var why string
	switch {
	case !there:
		why = "was not there and complete in the update before"
	case was.generation != after[to].generation:
		why = fmt.Sprintf("was another cluster in the update before, generation %d", was.generation)
	case was.state != Standby:
		why = fmt.Sprintf("was %s in the update before", was.state)
	default:
		return nil
	}
	return []component.FieldError{{
		Field: "Active",
		Need:  fmt.Sprintf("%q until %q has stood by in one update: add it, deploy the workloads to it, and shift in a later update", from, to),
		Got:   fmt.Sprintf("%q, which %s", to, why),
	}}
}

// refusedRemoval keeps a cluster until its workloads have been told to leave.
func refusedRemoval(name string, was, next kept, stays bool) []component.FieldError {
	same := stays && next.generation == was.generation
	field := fmt.Sprintf("Slots[%q]", name)
	got := "no slot"
	if stays {
		field, got = field+".Generation", fmt.Sprint(next.generation)
	}
	switch {
	case same:
		return nil
	case was.state != Draining && was.state != Lost:
		need := "set Draining, deploy, let the workloads leave, and remove the cluster in a later update"
		if was.state == Serving {
			need = "shift Active to another slot first; then " + need
		}
		return []component.FieldError{{
			Field: field, Need: fmt.Sprintf("generation %d until it has been draining or lost in one update: %s", was.generation, need),
			Got: got + fmt.Sprintf(", when it was %s in the update before", was.state),
		}}
	case stays && next.generation < was.generation:
		return []component.FieldError{{Field: field, Need: fmt.Sprintf("more than %d, because a number that was used stands for a cluster that is gone", was.generation), Got: got}}
	default:
		return nil
	}
}

// serving is the active slot.
func serving(slots map[string]kept) string {
	for name, slot := range slots {
		if slot.state == Serving {
			return name
		}
	}
	return ""
}
