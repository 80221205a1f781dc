package stackref

import (
	"fmt"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// Import reads the contract T from the outputs of another stack and waits for them, in preview too. Every output of the result
// is known, keeps its own secrecy, and makes what uses it depend on the stack reference.
//
// It fails with an [*Error] that holds every problem: the stack is not there, was never deployed or cannot be read; the contract
// it exports is another one; an output is missing, has another type, could not be decrypted, breaks a rule, or is plain
// where the contract says secret. A program that returns the error has registered nothing after the import.
//
// A stack is read once per program, however many contracts are imported from it.
func Import[T any](ctx *pulumi.Context, from Source, opts ...Option) (*T, error) {
	result := reflect.New(reflect.TypeFor[T]())
	if _, problem := importInto(ctx, result, from, opts, false); problem != nil {
		return nil, problem
	}
	v, _ := result.Interface().(*T)
	return v, nil
}

// ImportOptional is [Import] for a stack that need not be there: found is false, and v nil, when the stack does not exist or was
// never deployed. A stack that cannot be read, or whose outputs are not those of the contract, is still an error.
func ImportOptional[T any](ctx *pulumi.Context, from Source, opts ...Option) (v *T, found bool, err error) {
	result := reflect.New(reflect.TypeFor[T]())
	found, problem := importInto(ctx, result, from, opts, true)
	if problem != nil {
		return nil, false, problem
	}
	if !found {
		return nil, false, nil
	}
	v, _ = result.Interface().(*T)
	return v, true, nil
}

// importInto fills the struct that result points to.
func importInto(ctx *pulumi.Context, result reflect.Value, from Source, opts []Option, optional bool) (found bool, failure *Error) {
	t := result.Type().Elem()
	c, err := shape.Of(t)
	if err != nil {
		return false, &Error{Problems: definitionProblems(err)}
	}
	s, problems := newSettings(t, opts)
	failure = newError(c, s)
	stack, problem := from.name(ctx)
	if problem != nil {
		problems = append(problems, *problem)
	}
	failure.Stack = stack
	if len(problems) > 0 {
		failure.Problems = problems
		return false, failure
	}
	up := outputsOf(ctx, stack, s.parent)
	switch {
	case up.absent() && s.replaces(ctx):
		failure.Problems = s.replace(ctx, result.Elem(), c, up, failure)
	case up.absent() && optional:
		return false, nil
	case up.problem != nil:
		failure.Problems = []Problem{*up.problem}
	default:
		failure.Problems = decode(result, c, s, up, failure, &outputs{ctx.Context(), up.ref})
	}
	if len(failure.Problems) > 0 {
		return false, failure
	}
	return true, nil
}

func (s Source) name(ctx *pulumi.Context) (string, *Problem) {
	if ctx == nil {
		return "", &Problem{Path: "ctx", Kind: KindInvalidOption, Want: "a Pulumi context", Got: "nil"}
	}
	if s.resolve == nil {
		return "", sourceProblem("", "a source made with Stack, SameStack or FromConfig", "")
	}
	return s.resolve(ctx)
}

// decode holds the outputs of a stack to a contract and fills the result.
func decode(result reflect.Value, c *shape.Contract, s *settings, up *upstream, failure *Error, o *outputs) []Problem {
	have, problem := exportedVersion(up.outputs, c, s.prefix)
	failure.Have = have
	if problem != nil {
		return []Problem{*problem}
	}
	d := &decoder{}
	d.fields(result.Elem(), c.Fields, up.outputs, place{}, s.prefix)
	if len(d.problems) > 0 {
		return d.problems
	}
	for _, fill := range d.outputs {
		fill(o)
	}
	if v, ok := result.Interface().(Validator); ok {
		if err := v.Validate(); err != nil {
			return []Problem{{Kind: KindValidation, Got: err.Error(), err: err}}
		}
	}
	return nil
}

// replaces tells whether the options give something in place of a stack that is not there.
func (s *settings) replaces(ctx *pulumi.Context) bool {
	return s.fallback != nil || s.unknownInPreview && ctx.DryRun()
}

// replace fills the result without a stack.
func (s *settings) replace(ctx *pulumi.Context, dst reflect.Value, c *shape.Contract, up *upstream, failure *Error) []Problem {
	o := &outputs{ctx.Context(), up.ref}
	if s.fallback != nil {
		e := &encoder{}
		given := reflect.ValueOf(s.fallback)
		e.fields(given, c.Fields, "", "")
		for i := range e.problems {
			e.problems[i].Path = "Fallback: " + e.problems[i].Path
		}
		if len(e.problems) == 0 {
			dst.Set(o.complete(given, &shape.Type{Kind: shape.Object, Fields: c.Fields}))
		}
		return e.problems
	}
	o.allUnknown(dst, c.Fields, false)
	text := fmt.Sprintf("stackref: stack %q: contract %s %s: every output is unknown in this preview: %s",
		failure.Stack, failure.Contract, failure.Want, up.problem)
	if err := ctx.Log.Warn(text, nil); err != nil {
		return []Problem{{Kind: KindUnreadable, Got: "logging a warning: " + err.Error(), err: err}}
	}
	return nil
}
