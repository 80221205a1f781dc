package stackconfig

import (
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/internal/suggest"
)

// rules is a parsed validate tag.
type rules struct {
	min, max  *bound // of a number, or of a length
	oneOf     []string
	pattern   *regexp.Regexp
	unique    bool
	uniqueKey string // of the items' field that unique is about
}

type bound struct {
	text  string
	value *big.Rat
}

// parseRules reads a validate tag. A pattern may contain commas, so it takes all
// the text after it.
func parseRules(tag string, s *shape) (rules, error) {
	var r rules
	for rest := tag; rest != ""; {
		rule := rest
		if !strings.HasPrefix(rest, "pattern=") {
			rule, rest, _ = strings.Cut(rest, ",")
		} else {
			rest = ""
		}
		name, value, _ := strings.Cut(rule, "=")
		if err := r.parse(name, value, s.value()); err != nil {
			return r, fmt.Errorf("rule %q: %w", rule, err)
		}
	}
	if r.min != nil && r.max != nil && r.min.value.Cmp(r.max.value) > 0 {
		return r, fmt.Errorf("rule min=%s: more than max=%s", r.min.text, r.max.text)
	}
	return r, nil
}

var errNotApplicable = errors.New("does not apply to the type of the field")

func (r *rules) parse(name, value string, s *shape) error {
	var err error
	switch name {
	case "min":
		r.min, err = parseBound(value, s)
	case "max":
		r.max, err = parseBound(value, s)
	case "len":
		if s.isNumber() {
			return errNotApplicable
		}
		low, high, span := strings.Cut(value, "..")
		if !span {
			high = low
		}
		var highErr error
		r.min, err = parseBound(low, s)
		r.max, highErr = parseBound(high, s)
		err = errors.Join(err, highErr)
	case "oneof":
		r.oneOf = strings.Split(value, "|")
		err = s.checkChoices(r.oneOf)
	case "pattern":
		if kind := s.each().kind; kind != stringShape && kind != secretShape {
			return errNotApplicable
		}
		r.pattern, err = regexp.Compile(value)
	case "unique":
		r.unique, r.uniqueKey = true, value
		err = s.checkUniqueTag(value)
	default:
		err = errors.New("unknown rule, need min, max, len, oneof, unique or pattern")
	}
	return err
}

var (
	wholePattern   = regexp.MustCompile(`^-?\d{1,20}$`)
	decimalPattern = regexp.MustCompile(`^-?\d{1,20}(\.\d{1,20})?$`)
	lengthPattern  = regexp.MustCompile(`^\d{1,9}$`)
)

func parseBound(text string, s *shape) (*bound, error) {
	pattern := lengthPattern
	switch s.kind {
	case durationShape:
		d, err := time.ParseDuration(text)
		return &bound{text, new(big.Rat).SetInt64(int64(d))}, err
	case intShape, uintShape:
		pattern = wholePattern
	case floatShape:
		pattern = decimalPattern
	case stringShape, secretShape, listShape, dictShape:
	default:
		return nil, errNotApplicable
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok || !pattern.MatchString(text) {
		return nil, fmt.Errorf("%q is no limit for %s", text, s.need())
	}
	if s.kind == floatShape { // rounded as the values will be
		if f, err := strconv.ParseFloat(text, s.typ.Bits()); err == nil {
			value.SetFloat64(f)
		}
	}
	return &bound{text, value}, nil
}

// checkChoices refuses a choice the type cannot hold.
func (s *shape) checkChoices(choices []string) error {
	each := s.each()
	switch {
	case slices.Contains(choices, ""):
		return errors.New("empty choice")
	case each.kind == stringShape:
		return nil
	case each.kind == intShape || each.kind == uintShape:
		for _, text := range choices {
			if !wholePattern.MatchString(text) {
				return fmt.Errorf("%q is not an integer", text)
			}
		}
		return nil
	default:
		return errNotApplicable
	}
}

func (s *shape) checkUniqueTag(key string) error {
	if key == "" {
		if s.each().isScalar() {
			return nil
		}
		return errNotApplicable
	}
	if s.kind != listShape || s.elem.value().kind != structShape {
		return errNotApplicable
	}
	f := s.elem.value().field(key)
	if f == nil || !f.shape.value().isScalar() {
		return fmt.Errorf("items have no plain field %q", key)
	}
	return nil
}

func (s *shape) isNumber() bool {
	return s.kind == intShape || s.kind == uintShape || s.kind == floatShape || s.kind == durationShape
}

func (s *shape) isScalar() bool { return s.kind <= textShape }

// each is the shape oneof and pattern are about: that of the elements of a list
// or map.
func (s *shape) each() *shape {
	if s.kind == listShape || s.kind == dictShape {
		return s.elem.value()
	}
	return s
}

// need words what the field accepts, by its first rule.
func (f *field) need() string {
	s := f.shape.value()
	switch {
	case len(f.rules.oneOf) > 0 && s.each() == s:
		return suggest.Choice(f.rules.oneOf)
	case f.rules.min != nil || f.rules.max != nil:
		return f.rules.rangeNeed(s)
	default:
		return s.need()
	}
}

func (r *rules) rangeNeed(s *shape) string {
	unit := map[shapeKind]string{
		stringShape: " characters", secretShape: " characters", listShape: " items", dictShape: " entries",
	}[s.kind]
	switch {
	case r.max == nil:
		return r.min.text + " or more" + unit
	case r.min == nil && unit == "":
		return r.max.text + " or less"
	case r.min == nil:
		return r.max.text + " or fewer" + unit
	case r.min.value.Cmp(r.max.value) == 0:
		return "exactly " + r.min.text + unit
	default:
		return r.min.text + " to " + r.max.text + unit
	}
}

// check applies the rules of a field to a value that has the right shape.
func (d *decoder) check(f *field, n *node, v reflect.Value, at place) {
	s := f.shape.value()
	v = reflect.Indirect(v)
	if f.rules.min != nil || f.rules.max != nil {
		d.checkRange(f, n, v, at)
	}
	switch {
	case s.each() == s:
		d.checkText(f, n, at)
	case s.kind == listShape:
		for i, item := range n.items {
			d.checkText(f, item, at.index(i, ""))
		}
	default:
		for _, m := range n.members {
			d.checkText(f, m.value, at.key(m.key))
		}
	}
	if f.rules.unique && s.kind == listShape {
		d.checkUnique(n, s, f.rules.uniqueKey, at)
	}
}

func (d *decoder) checkRange(f *field, n *node, v reflect.Value, at place) {
	s := f.shape.value()
	amount := new(big.Rat)
	got := n.text
	switch s.kind {
	case intShape, durationShape:
		amount.SetInt64(v.Int())
	case uintShape:
		amount.SetUint64(v.Uint())
	case floatShape:
		amount.SetFloat64(v.Float())
	default:
		length := n.length()
		amount.SetInt64(int64(length))
		got = strconv.Itoa(length)
	}
	if f.rules.min != nil && amount.Cmp(f.rules.min.value) < 0 || f.rules.max != nil && amount.Cmp(f.rules.max.value) > 0 {
		d.add(at.problem(f.rules.rangeNeed(s), d.show(got, s)))
	}
}

// checkText applies the rules that look at the characters of a scalar.
func (d *decoder) checkText(f *field, n *node, at place) {
	s := f.shape.value().each()
	if oneOf := f.rules.oneOf; len(oneOf) > 0 && !slices.Contains(oneOf, n.canonical()) {
		p := at.problem(suggest.Choice(oneOf), d.show(n.quoted(), s))
		if s.kind == stringShape && !d.secret {
			p.DidYouMean = suggest.Closest(n.text, oneOf)
		}
		d.add(p)
	}
	if pattern := f.rules.pattern; pattern != nil && !pattern.MatchString(n.text) {
		d.add(at.problem("text that matches "+pattern.String(), d.show(n.quoted(), s)))
	}
}

// checkUnique compares the items of a list, or their fields with the key.
func (d *decoder) checkUnique(n *node, s *shape, key string, at place) {
	first := map[string]int{}
	for i, item := range n.items {
		here := at.index(i, itemName(item, s.elem))
		need := "a value no other item has"
		if key != "" {
			if item = item.get(key); item == nil {
				continue
			}
			here, need = here.key(key), "a "+key+" no other item has"
		}
		value := item.canonical()
		if earlier, twice := first[value]; twice {
			got := fmt.Sprintf("%s, as item %d has", d.show(item.quoted(), s), earlier)
			d.add(here.problem(need, got))
			continue
		}
		first[value] = i
	}
}

// show hides what may be a secret.
func (d *decoder) show(got string, s *shape) string {
	if d.secret || s.kind == secretShape {
		return hidden
	}
	return got
}
