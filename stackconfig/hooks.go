package stackconfig

import (
	"errors"
	"reflect"
	"strings"
)

// validate calls the Validate method of a value.
func (d *decoder) validate(v reflect.Value, at place) {
	if hook, ok := v.Addr().Interface().(interface{ Validate() error }); ok {
		if err := hook.Validate(); err != nil {
			d.hookError(err, at)
		}
	}
}

// hookError records what a method of the type returned, each joined error as a
// problem of its own.
func (d *decoder) hookError(err error, at place) bool {
	if joined, ok := err.(interface{ Unwrap() []error }); ok { // not errors.As: a wrapper has text of its own
		for _, each := range joined.Unwrap() {
			d.hookError(each, at)
		}
		return false
	}
	var found Problem
	if !errors.As(err, &found) || found.Error() != err.Error() {
		p := at.problem("", "")
		p.Err = err
		return d.add(p)
	}
	p := at.problem(found.Need, found.Got)
	p.DidYouMean, p.Err = found.DidYouMean, found.Err
	if found.Path != "" && !strings.HasPrefix(found.Path, "[") {
		p.Path += "."
	}
	p.Path += found.Path
	return d.add(p)
}
