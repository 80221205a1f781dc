package shape

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/groundwork-go/groundwork/internal/suggest"
)

// MaxInteger is the largest integer that survives the way through a stack's state, where numbers are float64.
const MaxInteger = 1 << 53

var errNotApplicable = errors.New("does not apply to the type of the field")

// String is the rule as it stands in the tag.
func (r Rule) String() string {
	if r.Value == "" {
		return r.Name
	}
	return r.Name + "=" + r.Value
}

// Check is a rule made ready for values.
type Check struct {
	Need string // what it asks for, in words
	// Each tells that the rule is about the items of an array or map, not about the whole.
	Each bool

	low, high float64
	holds     func(v any) bool
}

// Holds tells whether a plain value keeps the rule: a string, float64, bool, []any or map[string]any.
func (c *Check) Holds(v any) bool { return c.holds(v) }

// Compile makes a rule ready, or says why it does not fit the type.
func (r Rule) Compile(t *Type) (*Check, error) {
	switch r.Name {
	case "min", "max", "len":
		return r.compileRange(t)
	case "oneof", "pattern", "prefix", "suffix":
		return r.compileText(t)
	case "unique":
		if t.Kind != Array || t.Elem == nil || !t.Elem.scalar() {
			return nil, errNotApplicable
		}
		return &Check{Need: "no value twice", holds: distinct}, nil
	default:
		return nil, errors.New("unknown rule, need min, max, len, oneof, pattern, prefix, suffix or unique")
	}
}

func (t *Type) scalar() bool {
	return t.Kind == String || t.Kind == Integer || t.Kind == Number || t.Kind == Boolean
}

func distinct(v any) bool {
	items, _ := v.([]any)
	seen := map[any]bool{}
	for _, item := range items {
		switch item.(type) {
		case string, float64, bool:
			if seen[item] {
				return false
			}
			seen[item] = true
		}
	}
	return true
}

func (r Rule) compileRange(t *Type) (*Check, error) {
	unit, number := "", t.Kind == Integer || t.Kind == Number
	switch t.Kind {
	case String:
		unit = " characters"
	case Array:
		unit = " items"
	case Map:
		unit = " entries"
	case Integer, Number:
	default:
		return nil, errNotApplicable
	}
	if number && r.Name == "len" {
		return nil, errNotApplicable
	}
	low, high, span := strings.Cut(r.Value, "..")
	if !span || r.Name != "len" {
		low, high = r.Value, r.Value
	}
	c := &Check{low: math.Inf(-1), high: math.Inf(1)}
	var problems []error
	if r.Name != "max" {
		problems = append(problems, parseBound(low, t.Kind, &c.low))
	}
	if r.Name != "min" {
		problems = append(problems, parseBound(high, t.Kind, &c.high))
	}
	c.Need = rangeNeed(r.Name, low, high, unit)
	c.holds = func(v any) bool {
		n := size(v)
		return n >= c.low && n <= c.high
	}
	if err := errors.Join(problems...); err != nil {
		return nil, problems[len(problems)-1]
	}
	if c.low > c.high {
		return nil, errors.New("the lower limit is above the upper one")
	}
	return c, nil
}

func rangeNeed(rule, low, high, unit string) string {
	switch {
	case rule == "min":
		return low + " or more" + unit
	case rule == "max" && unit == "":
		return high + " or less"
	case rule == "max":
		return high + " or fewer" + unit
	case low == high:
		return "exactly " + low + unit
	default:
		return low + " to " + high + unit
	}
}

func parseBound(text string, kind Kind, into *float64) error {
	n, err := strconv.ParseFloat(text, 64)
	whole := n == math.Trunc(n)
	switch {
	case err != nil, math.IsNaN(n), math.IsInf(n, 0):
		return fmt.Errorf("%q is no number", text)
	case kind == Integer && !whole:
		return fmt.Errorf("%q is no integer", text)
	case kind != Integer && kind != Number && (!whole || n < 0):
		return fmt.Errorf("%q is no length", text)
	}
	*into = n
	return nil
}

// size is the number itself, or the length of anything else.
func size(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case string:
		return float64(utf8.RuneCountInString(v))
	case []any:
		return float64(len(v))
	case map[string]any:
		return float64(len(v))
	}
	return 0
}

func (r Rule) compileText(t *Type) (*Check, error) {
	c := &Check{}
	if (t.Kind == Array || t.Kind == Map) && t.Elem != nil {
		t, c.Each = t.Elem, true
	}
	if t.Kind != String && (r.Name != "oneof" || t.Kind != Integer) {
		return nil, errNotApplicable
	}
	if r.Value == "" {
		return nil, errors.New("need a value after the equals sign")
	}
	switch r.Name {
	case "prefix":
		c.Need = fmt.Sprintf("text that begins with %q", r.Value)
		c.holds = onText(func(s string) bool { return strings.HasPrefix(s, r.Value) })
	case "suffix":
		c.Need = fmt.Sprintf("text that ends with %q", r.Value)
		c.holds = onText(func(s string) bool { return strings.HasSuffix(s, r.Value) })
	case "pattern":
		pattern, err := regexp.Compile(r.Value)
		if err != nil {
			return nil, err
		}
		c.Need, c.holds = "text that matches "+r.Value, onText(pattern.MatchString)
	default:
		choices := strings.Split(r.Value, "|")
		for _, choice := range choices {
			if _, err := ParseScalar(t.Kind, choice); err != nil || choice == "" {
				return nil, fmt.Errorf("%q is no choice for %s", choice, t.Kind.Article())
			}
		}
		c.Need, c.holds = suggest.Choice(choices), onText(func(s string) bool { return slices.Contains(choices, s) })
	}
	return c, nil
}

// onText asks a question about the text of a scalar.
func onText(question func(string) bool) func(any) bool {
	return func(v any) bool {
		switch v := v.(type) {
		case string:
			return question(v)
		case float64:
			return question(strconv.FormatFloat(v, 'f', -1, 64))
		}
		return false
	}
}

// Article is the kind with its article: "an integer".
func (k Kind) Article() string {
	switch k {
	case Integer, Array, Object:
		return "an " + string(k)
	case Any:
		return "any value"
	default:
		return "a " + string(k)
	}
}

// ParseScalar reads a default: a string, a float64 for both kinds of numbers, or a bool.
func ParseScalar(kind Kind, text string) (any, error) {
	switch kind {
	case String:
		return text, nil
	case Boolean:
		if text != "true" && text != "false" {
			return nil, fmt.Errorf("need true or false, got %q", text)
		}
		return text == "true", nil
	case Integer:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n > MaxInteger || n < -MaxInteger {
			return nil, fmt.Errorf("need an integer, got %q", text)
		}
		return float64(n), nil
	case Number:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return nil, fmt.Errorf("need a number, got %q", text)
		}
		return n, nil
	default:
		return nil, fmt.Errorf("need a string, number or boolean field, got %s", kind.Article())
	}
}
