package ekscluster

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/component"
)

// slots reads "blue 1 serving, green 2 standby".
func slots(text string) map[string]kept {
	all := map[string]any{}
	for part := range strings.SplitSeq(text, ", ") {
		if words := strings.Fields(part); len(words) == 3 {
			all[words[0]] = map[string]any{"generation": float64(words[1][0] - '0'), "state": words[2]}
		}
	}
	return keptSlots(all)
}

func lines(problems []component.FieldError) []string {
	var all []string
	for _, problem := range problems {
		all = append(all, problem.Error())
	}
	return all
}

const (
	beforeShift = `Active: need "blue" until "green" has stood by in one update: add it, deploy the workloads to it, and shift in a later update, got `
	leave       = "set Draining, deploy, let the workloads leave, and remove the cluster in a later update"
)

func TestSteps(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before, after string
		want          []string
	}{
		"nothing":                {"blue 1 serving", "blue 1 serving", nil},
		"add":                    {"blue 1 serving", "blue 1 serving, green 1 standby", nil},
		"shift":                  {"blue 1 serving, green 1 standby", "blue 1 standby, green 1 serving", nil},
		"shift back":             {"blue 1 standby, green 1 serving", "blue 1 serving, green 1 standby", nil},
		"drain":                  {"blue 1 standby, green 1 serving", "blue 1 draining, green 1 serving", nil},
		"stop draining":          {"blue 1 draining, green 1 serving", "blue 1 standby, green 1 serving", nil},
		"remove":                 {"blue 1 draining, green 1 serving", "green 1 serving", nil},
		"remove what is lost":    {"blue 1 lost, green 1 serving", "green 1 serving", nil},
		"lost while it serves":   {"blue 1 serving, green 1 standby", "blue 1 lost, green 1 serving", nil},
		"lost while it stands":   {"blue 1 serving, green 1 standby", "blue 1 serving, green 1 lost", nil},
		"another in the slot":    {"blue 1 draining, green 1 serving", "blue 2 standby, green 1 serving", nil},
		"add draining":           {"blue 1 serving", "blue 1 serving, green 1 draining", nil},
		"shift to nothing there": {"blue 1 serving", "blue 1 standby, green 1 serving", []string{beforeShift + `"green", which was not there and complete in the update before`}},
		"shift to what drains": {"blue 1 serving, green 1 draining", "blue 1 standby, green 1 serving", []string{
			beforeShift + `"green", which was draining in the update before`,
		}},
		"shift to what was lost": {"blue 1 serving, green 1 lost", "blue 1 standby, green 1 serving", []string{beforeShift + `"green", which was lost in the update before`}},
		"shift to another generation": {"blue 1 serving, green 1 draining", "blue 1 standby, green 2 serving", []string{
			beforeShift + `"green", which was another cluster in the update before, generation 1`,
		}},
		"remove what stands": {"blue 1 serving, green 1 standby", "blue 1 serving", []string{
			`Slots["green"]: need generation 1 until it has been draining or lost in one update: ` + leave + `, got no slot, when it was standby in the update before`,
		}},
		"remove what serves, with a shift": {"blue 1 serving, green 1 standby", "green 1 serving", []string{
			`Slots["blue"]: need generation 1 until it has been draining or lost in one update: shift Active to another slot first; then ` + leave +
				", got no slot, when it was serving in the update before",
		}},
		"raise what stands": {"blue 1 serving, green 1 standby", "blue 1 serving, green 2 standby", []string{
			`Slots["green"].Generation: need generation 1 until it has been draining or lost in one update: ` + leave + ", got 2, when it was standby in the update before",
		}},
		"raise what serves": {"blue 1 serving", "blue 2 serving", []string{
			`Slots["blue"].Generation: need generation 1 until it has been draining or lost in one update: shift Active to another slot first; then ` + leave +
				", got 2, when it was serving in the update before",
		}},
		"lower": {"blue 3 lost, green 1 serving", "blue 2 standby, green 1 serving", []string{
			`Slots["blue"].Generation: need more than 3, because a number that was used stands for a cluster that is gone, got 2`,
		}},
		"shift and drain at once": {"blue 1 serving, green 1 standby", "blue 1 draining, green 1 serving", []string{
			`Slots["blue"].Draining: need false in the update that shifts Active: its workloads serve until the shift has reached everybody; ` +
				"drain it in the next update, got true",
		}},
		"all at once": {"blue 1 serving, green 1 standby, red 1 standby", "white 1 serving", []string{
			`Active: need "blue" until "white" has stood by in one update: add it, deploy the workloads to it, and shift in a later update, ` +
				`got "white", which was not there and complete in the update before`,
			`Slots["blue"]: need generation 1 until it has been draining or lost in one update: shift Active to another slot first; then ` + leave +
				", got no slot, when it was serving in the update before",
			`Slots["green"]: need generation 1 until it has been draining or lost in one update: ` + leave + ", got no slot, when it was standby in the update before",
			`Slots["red"]: need generation 1 until it has been draining or lost in one update: ` + leave + ", got no slot, when it was standby in the update before",
		}},
	} {
		assert.Equal(t, c.want, lines(refusedSteps(slots(c.before), slots(c.after))), name)
	}
}

// What the state keeps is what the rules read.
func TestStepsReadWhatTheyWrite(t *testing.T) {
	t.Parallel()
	args := &ClustersArgs{Active: "green", Slots: map[string]Slot{"blue": {Draining: true}, "green": {Generation: 4}}}
	fixed := args.steps()
	assert.Equal(t, "Slots", fixed.Field)
	before := map[string]any{"blue": map[string]any{"generation": 1.0, "state": "serving"}, "green": map[string]any{"generation": 4.0, "state": "standby"}}
	after := map[string]any{"blue": map[string]any{"generation": 1.0, "state": "draining"}, "green": map[string]any{"generation": 4.0, "state": "serving"}}
	assert.Len(t, fixed.Refuse(before, after), 1)
}

func TestStateOfASlot(t *testing.T) {
	t.Parallel()
	args := &ClustersArgs{Active: "a", Slots: map[string]Slot{
		"a": {}, "b": {}, "c": {Draining: true}, "d": {Lost: "fire"}, "e": {Lost: "fire", Draining: true},
	}}
	for name, want := range map[string]SlotState{"a": Serving, "b": Standby, "c": Draining, "d": Lost, "e": Lost} {
		assert.Equal(t, want, args.state(name), name)
	}
}

// The arguments of a slot share nothing that can be written to with those of another.
func TestSlotsDoNotShareMaps(t *testing.T) {
	t.Parallel()
	args := &ClustersArgs{
		Common: Args{NodeGroups: map[string]NodeGroup{"main": {Min: 3}}, Addons: Addons{Versions: map[string]string{"coredns": "a"}}},
		Slots: map[string]Slot{
			"blue": {Sizes: map[string]Size{"main": {Min: 1}, "none": {Min: 9}}, AddonVersions: map[string]string{"coredns": "b"}}, "green": {},
		},
	}
	blue, green := args.slotArgs("blue"), args.slotArgs("green")
	assert.Equal(t, 1, blue.NodeGroups["main"].Min)
	assert.Len(t, blue.NodeGroups, 1)
	assert.Equal(t, 3, green.NodeGroups["main"].Min)
	assert.Equal(t, "b", blue.Addons.Versions["coredns"])
	assert.Equal(t, "a", green.Addons.Versions["coredns"])
	assert.Equal(t, 3, args.Common.NodeGroups["main"].Min)
	assert.Equal(t, "a", args.Common.Addons.Versions["coredns"])
	assert.Equal(t, map[string]string{"kube-proxy": "c"},
		(&ClustersArgs{Slots: map[string]Slot{"x": {AddonVersions: map[string]string{"kube-proxy": "c"}}}}).slotArgs("x").Addons.Versions)
}
