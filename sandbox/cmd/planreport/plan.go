package main

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// digest is what this command reads of the JSON that pulumi preview writes.
type digest struct {
	Steps       []step `json:"steps"`
	Diagnostics []struct {
		URN      resource.URN `json:"urn"`
		Message  string       `json:"message"`
		Severity string       `json:"severity"`
	} `json:"diagnostics"`
	ChangeSummary map[string]int `json:"changeSummary"`
}

type step struct {
	Op       string       `json:"op"`
	URN      resource.URN `json:"urn"`
	OldState *struct {
		Custom  bool `json:"custom"`
		Protect bool `json:"protect"`
	} `json:"oldState"`
	ReplaceReasons []string `json:"replaceReasons"`
	DiffReasons    []string `json:"diffReasons"`
}

// object tells what stands in a cloud from components and from Pulumi's own bookkeeping: a newer SDK deletes the default provider
// of the older one.
func (s *step) object() bool {
	if strings.HasPrefix(string(s.URN.Type()), "pulumi:") {
		return false
	}
	return s.OldState == nil || s.OldState.Custom
}

// plan is what a preview would do.
type plan struct {
	losses   []loss
	counts   map[string]int // resources by operation
	failures []string
}

// loss is a resource that would not stay what it is.
type loss struct {
	urn       resource.URN
	deleted   bool // without a successor
	routine   bool
	protected bool
	because   []string // the properties that ask for a replacement
}

// readPlan fails on what is no preview, so that an empty or cut file never passes for a plan without replacements.
func readPlan(content []byte, routine []string) (*plan, error) {
	var d digest
	if err := json.Unmarshal(content, &d); err != nil {
		return nil, err
	}
	p := &plan{counts: d.ChangeSummary}
	for _, message := range d.Diagnostics {
		if message.Severity == "error" {
			p.failures = append(p.failures, strings.TrimSpace(message.Message))
		}
	}
	if d.ChangeSummary == nil && len(p.failures) == 0 {
		return nil, errors.New("need the output of pulumi preview --json, got no changeSummary")
	}
	found := map[resource.URN]int{}
	for _, step := range d.Steps {
		deleted, lost := losing(step.Op)
		if !lost || !step.object() {
			continue
		}
		l := loss{urn: step.URN, deleted: deleted, because: step.ReplaceReasons}
		if len(l.because) == 0 && !deleted {
			l.because = step.DiffReasons
		}
		l.protected = step.OldState != nil && step.OldState.Protect
		l.routine = !deleted && slices.Contains(routine, string(step.URN.Type()))
		if i, again := found[step.URN]; again { // a replacement may be told in several steps
			p.losses[i] = merge(p.losses[i], l)
			continue
		}
		found[step.URN] = len(p.losses)
		p.losses = append(p.losses, l)
	}
	return p, nil
}

// losing tells operations after which an object is gone.
func losing(op string) (deleted, lost bool) {
	switch op {
	case "delete":
		return true, true
	case "replace", "create-replacement", "delete-replaced", "import-replacement":
		return false, true
	default:
		return false, false
	}
}

func merge(a, b loss) loss {
	a.deleted = a.deleted && b.deleted
	a.routine = a.routine || b.routine
	a.protected = a.protected || b.protected
	if len(a.because) == 0 {
		a.because = b.because
	}
	return a
}

// destructive counts the losses that somebody has to allow.
func (p *plan) destructive() int {
	count := 0
	for _, l := range p.losses {
		if !l.routine {
			count++
		}
	}
	return count
}
