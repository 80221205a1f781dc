package plan

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/component"
)

const (
	defaultPriority = 500
	// builtInPriority is the highest one of the templates that Elasticsearch and its agents bring along.
	builtInPriority = 200
	// maxDownsampling is how many rounds a data stream lifecycle can have.
	maxDownsampling = 10
)

// IndexTemplate is a composable index template, the body of PUT _index_template/<name>. A change applies to the indices that are
// made afterwards: those of a data stream from its next rollover on.
type IndexTemplate struct {
	// Name is part of the path. Required.
	Name string `json:"-"`

	// IndexPatterns that names of new indices and data streams are compared with. Required.
	IndexPatterns []string `json:"index_patterns"`

	// DataStream makes data streams of what matches. Nil makes indices.
	DataStream *DataStream `json:"data_stream,omitempty"`

	// ComposedOf are component templates; later ones win, and Template wins over all.
	ComposedOf []string `json:"composed_of,omitempty"`

	// Priority decides between templates that match the same name. Default 500; 201 or more, because 100 to 200 belong to the
	// templates that Elasticsearch brings along, such as for logs-*-*.
	Priority int `json:"priority"`

	// Template is what new indices get.
	Template Template `json:"template"`

	// Version is a number of your own.
	Version int `json:"version,omitempty"`

	// Meta is read by nobody but people.
	Meta map[string]any `json:"_meta,omitempty"`
}

// DataStream are the options of a data stream in an [IndexTemplate]; the zero value is the usual one.
type DataStream struct {
	// Hidden from requests that name no index.
	Hidden bool `json:"hidden,omitempty"`
}

// Template is what an [IndexTemplate] or [ComponentTemplate] gives to indices.
type Template struct {
	// Settings by their full name, such as "index.number_of_shards".
	Settings map[string]any `json:"settings,omitempty"`

	// Mappings of fields, in Elasticsearch's form.
	Mappings map[string]any `json:"mappings,omitempty"`

	// Aliases of the indices, by name.
	Aliases map[string]any `json:"aliases,omitempty"`

	// Lifecycle of the data stream. It excludes a policy in Settings.
	Lifecycle *DataStreamLifecycle `json:"lifecycle,omitempty"`
}

// ComponentTemplate is the body of PUT _component_template/<name>: a part that index templates share.
type ComponentTemplate struct {
	// Name is part of the path. Required.
	Name string `json:"-"`

	// Template is the part. Required.
	Template Template `json:"template"`

	// Version is a number of your own.
	Version int `json:"version,omitempty"`

	// Meta is read by nobody but people.
	Meta map[string]any `json:"_meta,omitempty"`
}

// DataStreamLifecycle is the lifecycle that is built into data streams, the body of PUT _data_stream/<name>/_lifecycle: rollover
// and deletion without tiers. It is the simpler choice where data stays on the hot tier; a [Policy] moves it between tiers.
type DataStreamLifecycle struct {
	// DataRetention is how long data stays, counted from the rollover of its index. Required: without it data is kept for ever.
	DataRetention Duration `json:"data_retention"`

	// Downsampling of time series, up to 10 rounds, each later and coarser than the one before.
	Downsampling []DownsamplingRound `json:"downsampling,omitempty"`
}

// DownsamplingRound summarises documents After their index has rolled over, one summary for each FixedInterval.
type DownsamplingRound struct {
	After         Duration `json:"after"`
	FixedInterval Duration `json:"fixed_interval"`
}

// template is the index template of a plan.
func (plan Plan) template(args Args) IndexTemplate {
	return IndexTemplate{
		Name: args.Name, IndexPatterns: slices.Clone(args.Patterns), DataStream: &DataStream{}, Priority: defaultPriority,
		Template: Template{Settings: map[string]any{
			"index.number_of_shards": plan.PrimaryShards, "index.number_of_replicas": plan.Replicas, "index.lifecycle.name": args.Name,
		}},
	}
}

// JSON is the body of the request, or component.FieldErrors.
func (t IndexTemplate) JSON() ([]byte, error) {
	if err := t.Validate(); err != nil {
		return nil, err
	}
	setDefault(&t.Priority, defaultPriority)
	return render(t)
}

// Validate says what is wrong with the template.
func (t IndexTemplate) Validate() error {
	p := component.NewProblems(block, "IndexTemplate")
	checkName(p, "Name", t.Name)
	checkTargets(p, "IndexPatterns", t.IndexPatterns)
	for i, name := range t.ComposedOf {
		p.Match(fmt.Sprintf("ComposedOf[%d]", i), needComponent, name, componentForm)
	}
	if t.Priority != 0 && t.Priority <= builtInPriority {
		p.Add("Priority", fmt.Sprintf("%d or more: those up to %d belong to built-in templates", builtInPriority+1, builtInPriority), t.Priority)
	}
	t.Template.check(p)
	if t.DataStream == nil && t.Template.Lifecycle != nil {
		p.Add("DataStream", "a data stream for Template.Lifecycle", nil)
	}
	if t.DataStream != nil && t.Template.Settings["index.lifecycle.rollover_alias"] != nil {
		p.Add("Template.Settings", "no index.lifecycle.rollover_alias: a data stream has no alias to roll over", "index.lifecycle.rollover_alias")
	}
	return p.Err()
}

// JSON is the body of the request, or component.FieldErrors.
func (t ComponentTemplate) JSON() ([]byte, error) {
	if err := t.Validate(); err != nil {
		return nil, err
	}
	return render(t)
}

// Validate says what is wrong with the template.
func (t ComponentTemplate) Validate() error {
	p := component.NewProblems(block, "ComponentTemplate")
	p.Match("Name", needComponent, t.Name, componentForm)
	if len(t.Template.Settings)+len(t.Template.Mappings)+len(t.Template.Aliases) == 0 && t.Template.Lifecycle == nil {
		p.Add("Template", "settings, mappings, aliases or a lifecycle", nil)
	}
	t.Template.check(p)
	return p.Err()
}

func (t Template) check(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(t.Settings)) {
		if !strings.HasPrefix(name, "index.") {
			p.Add("Template.Settings", "full names of settings, such as index.codec", name)
		}
	}
	if shards, isInt := t.Settings["index.number_of_shards"].(int); isInt && (shards < 1 || shards > MaxPrimaryShards) {
		p.Add("Template.Settings", fmt.Sprintf("index.number_of_shards of 1 to %d", MaxPrimaryShards), shards)
	}
	if replicas, isInt := t.Settings["index.number_of_replicas"].(int); isInt && replicas < 0 {
		p.Add("Template.Settings", "index.number_of_replicas of 0 or more", replicas)
	}
	if t.Lifecycle == nil {
		return
	}
	if t.Settings["index.lifecycle.name"] != nil {
		p.Add("Template.Lifecycle", "either a lifecycle or the policy index.lifecycle.name, which would win", "both")
	}
	t.Lifecycle.check(p, "Template.Lifecycle.")
}

// JSON is the body of the request, or component.FieldErrors.
func (l DataStreamLifecycle) JSON() ([]byte, error) {
	if err := l.Validate(); err != nil {
		return nil, err
	}
	return render(l)
}

// Validate says what is wrong with the lifecycle.
func (l DataStreamLifecycle) Validate() error {
	p := component.NewProblems(block, "DataStreamLifecycle")
	l.check(p, "")
	return p.Err()
}

func (l DataStreamLifecycle) check(p *component.Problems, prefix string) {
	if length, ok := l.DataRetention.nanos(); !ok || length == 0 {
		p.Add(prefix+"DataRetention", "how long data stays, "+needDuration, string(l.DataRetention))
	}
	if len(l.Downsampling) > maxDownsampling {
		p.Addf(prefix+"Downsampling", fmt.Sprintf("%d rounds or fewer", maxDownsampling), "%d", len(l.Downsampling))
	}
	var after, interval float64
	for i, round := range l.Downsampling {
		field := fmt.Sprintf("%sDownsampling[%d]", prefix, i)
		later, ok1 := round.After.nanos()
		coarser, ok2 := round.FixedInterval.nanos()
		switch {
		case !ok1 || !ok2 || coarser == 0:
			p.Addf(field, "After and FixedInterval: "+needDuration, "%q and %q", round.After, round.FixedInterval)
			continue
		case interval > 0 && later <= after:
			p.Add(field+".After", "later than the round before", string(round.After))
		case interval > 0 && (coarser <= interval || math.Mod(coarser, interval) != 0):
			p.Add(field+".FixedInterval", "a multiple of the interval of the round before", string(round.FixedInterval))
		}
		after, interval = later, coarser
	}
}
