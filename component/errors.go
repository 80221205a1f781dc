package component

import (
	"errors"
	"strings"
)

// FieldError is one thing wrong with the arguments of a block.
type FieldError struct {
	// Args is the package and type of the arguments, such as "redis.ClusterArgs".
	Args string
	// Field is the field's name, or the path to a nested one such as
	// "Snapshots.Period". Empty when the arguments as a whole are wrong.
	Field string
	// Need says what is accepted.
	Need string
	// Got shows what was given. It is printed as it stands and must never hold a
	// secret; empty when there is nothing to show.
	Got string
}

// Error reads "redis: ClusterArgs.SubnetIDs: need 2 or more subnets, got 1".
func (e *FieldError) Error() string {
	block, _ := e.split()
	if block == "" {
		return e.local()
	}
	return block + ": " + e.local()
}

// local is the text without the block's name.
func (e *FieldError) local() string {
	_, typ := e.split()
	where := strings.Trim(typ+"."+e.Field, ".")
	text := "need " + e.Need
	if where != "" {
		text = where + ": " + text
	}
	if e.Got != "" {
		text += ", got " + e.Got
	}
	return text
}

// split cuts Args into the block and the type; Args without a dot is a block.
func (e *FieldError) split() (block, typ string) {
	block, typ, _ = strings.Cut(e.Args, ".")
	return block, typ
}

// FieldErrors returns every [FieldError] found in err, in the order they were
// added. It looks through wrapped and joined errors; nil when there is none.
func FieldErrors(err error) []*FieldError {
	var found []*FieldError
	var walk func(error)
	walk = func(err error) {
		if fieldErr, ok := err.(*FieldError); ok { //nolint:errorlint // this is the walk errors.As cannot do: all, not the first
			found = append(found, fieldErr)
			return
		}
		switch wrapped := err.(type) { //nolint:errorlint // see above
		case interface{ Unwrap() error }:
			walk(wrapped.Unwrap())
		case interface{ Unwrap() []error }:
			for _, each := range wrapped.Unwrap() {
				walk(each)
			}
		}
	}
	walk(err)
	return found
}

// registerError names the component whose arguments were refused. Each problem
// is a line of its own that can be understood, and searched for, alone.
type registerError struct {
	block, component string
	err              error
}

func (e *registerError) Error() string {
	prefix := e.block + ": "
	if e.component != "" {
		prefix += e.component + ": "
	}
	var lines []string
	for _, problem := range flatten(e.err) {
		text := problem.Error()
		var fieldErr *FieldError
		if errors.As(problem, &fieldErr) && fieldErr.Error() == text {
			if block, _ := fieldErr.split(); block == e.block {
				text = fieldErr.local()
			}
		}
		lines = append(lines, prefix+text)
	}
	return strings.Join(lines, "\n")
}

func (e *registerError) Unwrap() error { return e.err }

// flatten opens joined errors, at any depth, into the single ones.
func flatten(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error }) // not errors.As: a wrapper has text of its own
	if !ok {
		return []error{err}
	}
	var all []error
	for _, each := range joined.Unwrap() {
		all = append(all, flatten(each)...)
	}
	return all
}
