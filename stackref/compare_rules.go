package stackref

import (
	"slices"
	"strconv"

	"github.com/groundwork-go/groundwork/stackref/internal/contractschema"
)

// rules compares what two schemas of one type accept.
func (c *comparison) rules(path string, before, after *contractschema.Schema) {
	for _, limit := range []struct {
		name          string
		before, after *contractschema.Limit
		low           bool
	}{
		{"minLength", before.MinLength, after.MinLength, true}, {"maxLength", before.MaxLength, after.MaxLength, false},
		{"minimum", before.Minimum, after.Minimum, true}, {"maximum", before.Maximum, after.Maximum, false},
		{"minItems", before.MinItems, after.MinItems, true}, {"maxItems", before.MaxItems, after.MaxItems, false},
		{"minProperties", before.MinProperties, after.MinProperties, true}, {"maxProperties", before.MaxProperties, after.MaxProperties, false},
	} {
		c.limit(path, limit.name, limit.before, limit.after, limit.low)
	}
	c.enum(path, before.Enum, after.Enum)
	c.ruleSet(path, ruleTexts(before), ruleTexts(after))
}

func (c *comparison) limit(path, name string, before, after *contractschema.Limit, low bool) {
	switch {
	case before == nil && after == nil:
	case before == nil:
		c.tightened(path, "%s %s", name, *after)
	case after == nil:
		c.loosened(path, "%s %s is gone", name, *before)
	default:
		from, err1 := strconv.ParseFloat(before.String(), 64)
		to, err2 := strconv.ParseFloat(after.String(), 64)
		switch {
		case err1 != nil || err2 != nil || from == to:
		case (to > from) == low:
			c.tightened(path, "%s %s, was %s", name, *after, *before)
		default:
			c.loosened(path, "%s %s, was %s", name, *after, *before)
		}
	}
}

// enum compares the accepted values. Whether nothing is one of them follows from the field being optional.
func (c *comparison) enum(path string, before, after []any) {
	from, to := enumTexts(before), enumTexts(after)
	switch {
	case before == nil && after == nil:
	case before == nil:
		c.tightened(path, "only one of %v", to)
	case after == nil:
		c.loosened(path, "any value, was one of %v", from)
	default:
		for _, value := range from {
			if !slices.Contains(to, value) {
				c.tightened(path, "%s is no longer a value", value)
			}
		}
		for _, value := range to {
			if !slices.Contains(from, value) {
				c.loosened(path, "%s is a new value", value)
			}
		}
	}
}

func enumTexts(values []any) []string {
	var all []string
	for _, value := range values {
		if value != nil {
			all = append(all, jsonText(value))
		}
	}
	return all
}

// ruleSet compares rules of which one cannot tell whether one accepts more than the other: another one is a new one, and
// the old one is gone.
func (c *comparison) ruleSet(path string, before, after []string) {
	for _, rule := range before {
		if !slices.Contains(after, rule) {
			c.loosened(path, "%s is gone", rule)
		}
	}
	for _, rule := range after {
		if !slices.Contains(before, rule) {
			c.tightened(path, "%s", rule)
		}
	}
}

func ruleTexts(s *contractschema.Schema) []string {
	var all []string
	if s.Pattern != "" {
		all = append(all, "pattern "+s.Pattern)
	}
	for _, further := range s.AllOf {
		all = append(all, "pattern "+further.Pattern)
	}
	if s.Format != "" {
		all = append(all, "format "+s.Format)
	}
	if s.UniqueItems {
		all = append(all, "unique items")
	}
	for _, rule := range s.Rules {
		all = append(all, "rule "+rule)
	}
	return all
}

func (c *comparison) tightened(path, format string, args ...any) {
	c.additive(path, ChangeTightened, "rule tightened: "+format+": every producer has to satisfy it when it takes the new version", args...)
}

func (c *comparison) loosened(path, format string, args ...any) {
	c.breaking(path, ChangeLoosened, "rule loosened: "+format+"; consumers check the old rule", args...)
}
