package component

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/suggest"
)

// Problems collects everything wrong with the arguments of a block, so that a
// user sees all of it at once.
//
// The methods that check a value return whether it passed, and print the value
// when it did not: use [Problems.Addf] for a secret, and describe it instead.
type Problems struct {
	args string
	errs []error
}

// NewProblems starts a collection for the arguments type of a block:
// NewProblems("redis", "ClusterArgs").
func NewProblems(block, argsType string) *Problems {
	return &Problems{args: block + "." + argsType}
}

// Add records that field, or a path such as "Snapshots.Period", needs something
// else than it got. A string is shown quoted; nil and "" are shown as "nothing".
// Never pass a secret.
func (p *Problems) Add(field, need string, got any) {
	p.Addf(field, need, "%s", show(got))
}

// Addf is [Problems.Add] with what was given told in own words:
// Addf("Name", "40 characters or fewer", "%d", len(name)).
func (p *Problems) Addf(field, need, gotFormat string, values ...any) {
	p.errs = append(p.errs, &FieldError{
		Args: p.args, Field: field, Need: need, Got: fmt.Sprintf(gotFormat, values...),
	})
}

// Append records errors made elsewhere, such as those of a nested value. A nil
// err is ignored.
func (p *Problems) Append(err error) {
	p.errs = append(p.errs, flatten(err)...)
}

// Require records a missing value: nil, an empty string, slice or map, or an
// input that is known to hold one of these. Zero numbers and false count as
// given; an Output counts as given because its value is not known yet.
func (p *Problems) Require(field, need string, value any) bool {
	if !missing(value) {
		return true
	}
	p.Add(field, need, nil)
	return false
}

// RequireTags records in the field Tags that there are no mandatory tags:
// tags is the tagging.Set of the arguments.
func (p *Problems) RequireTags(tags interface{ IsZero() bool }) bool {
	if !tags.IsZero() {
		return true
	}
	p.Add("Tags", "the mandatory tags, made with tagging.New or tagging.FromConfig", nil)
	return false
}

// CheckProfile records in the field Profile a profile that is not
// [Profile.Valid].
func (p *Problems) CheckProfile(profile Profile) bool {
	if profile.Valid() {
		return true
	}
	p.Add("Profile", Choice([]string{Production.String(), Development.String()}), profile)
	return false
}

// OneOf records a value that is not one of those allowed, and the one it looks
// like. The comparison is exact.
func (p *Problems) OneOf(field, value string, allowed ...string) bool {
	if slices.Contains(allowed, value) {
		return true
	}
	if like := suggest.Closest(value, allowed); like != "" {
		p.Addf(field, Choice(allowed), "%s (did you mean %s?)", show(value), like)
	} else {
		p.Add(field, Choice(allowed), value)
	}
	return false
}

// Between records a number outside low to high, both included.
func (p *Problems) Between(field string, value, low, high int) bool {
	if low <= value && value <= high {
		return true
	}
	p.Add(field, fmt.Sprintf("%d to %d", low, high), value)
	return false
}

// BetweenTimes records a time outside low to high, both included, and one with a
// fraction of a second: what clouds call seconds are whole numbers.
func (p *Problems) BetweenTimes(field string, value, low, high time.Duration) bool {
	if value >= low && value <= high && value%time.Second == 0 {
		return true
	}
	p.Add(field, fmt.Sprintf("whole seconds from %s to %s", low, high), value)
	return false
}

// Match records a value the pattern does not match; need says in words what the
// pattern asks for.
func (p *Problems) Match(field, need, value string, pattern *regexp.Regexp) bool {
	if pattern.MatchString(value) {
		return true
	}
	p.Add(field, need, value)
	return false
}

// MatchInput is [Problems.Match] for an input whose value is known now. One that
// is known only later is left to [CheckMatch].
func (p *Problems) MatchInput(field, need string, in pulumi.StringInput, pattern *regexp.Regexp) bool {
	value, known := Known(in)
	if text, isText := value.(string); known && isText {
		return p.Match(field, need, text, pattern)
	}
	return true
}

// Err returns nil when nothing was recorded, and otherwise one error with a line
// for each problem. errors.As and [FieldErrors] find the single ones.
func (p *Problems) Err() error {
	return errors.Join(p.errs...)
}

// Choice words a list of accepted values: "a, b or c".
func Choice(values []string) string { return suggest.Choice(values) }

// missing finds what is not [Given], and what is known to be empty.
func missing(value any) bool {
	if input, ok := value.(pulumi.Input); ok {
		literal, known := Known(input)
		if !known {
			return false
		}
		value = literal
	}
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Pointer, reflect.Interface, reflect.Func:
		return v.IsNil()
	default:
		return false
	}
}

// show prints a value for the Got of a [FieldError].
func show(got any) string {
	if err, ok := got.(error); ok {
		return err.Error()
	}
	if text, ok := got.(fmt.Stringer); ok {
		return text.String()
	}
	v := reflect.ValueOf(got)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	switch {
	case !v.IsValid(), v.Kind() == reflect.Pointer:
		return "nothing"
	case v.Kind() == reflect.String && v.Len() == 0:
		return "nothing"
	case v.Kind() == reflect.String:
		return strconv.Quote(v.String())
	default:
		return fmt.Sprint(v.Interface())
	}
}
