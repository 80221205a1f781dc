package stackref

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// Kind tells problems apart.
type Kind string

// The kinds of problems.
const (
	// The stack as a whole.

	KindUnknownStack     Kind = "unknown-stack"     // there is no stack of the name
	KindNeverDeployed    Kind = "never-deployed"    // the stack has no outputs at all
	KindNoAccess         Kind = "no-access"         // the backend refuses to show the stack
	KindUnreadable       Kind = "unreadable"        // reading the stack failed otherwise
	KindContractMismatch Kind = "contract-mismatch" // the stack exports another contract, or another major version of it

	// One output.

	KindMissing          Kind = "missing"           // a required output is not there
	KindWrongType        Kind = "wrong-type"        // an output has a value of another type
	KindNotInteger       Kind = "not-integer"       // a number is no integer, or too large to be exact
	KindUndecryptable    Kind = "undecryptable"     // the engine could not decrypt a secret
	KindValidation       Kind = "validation"        // a value breaks a rule of the contract
	KindSecretDowngrade  Kind = "secret-downgrade"  // the contract says secret, the stack exports a plain value
	KindUnexpectedSecret Kind = "unexpected-secret" // a secret for a field that is plain Go
	KindUnknownValue     Kind = "unknown-value"     // a value that is not known yet

	// An export.

	KindUnset     Kind = "unset"     // a required field was left empty
	KindDuplicate Kind = "duplicate" // the stack exports the name already

	// The program itself.

	KindInvalidContract Kind = "invalid-contract" // the struct is not a sound contract
	KindInvalidSource   Kind = "invalid-source"   // the source names no stack
	KindInvalidOption   Kind = "invalid-option"   // an option cannot be used so
)

// Error is what [Export], [Import] and [ImportOptional] fail with: every problem at once.
type Error struct {
	Stack    string // "organization/project/stack": the one that exports
	Contract string // "acme.network", with the prefix in front of it if there is one
	Want     string // the version that the program was written for: "1.2"
	Have     string // the version that the stack exports; empty when it names none
	Problems []Problem
}

// Problem is one thing that is wrong.
type Problem struct {
	Path       string // the output: "vpcId", "db.host", "zones[a].cidr", "subnets[0]"; empty for the stack as a whole
	Kind       Kind
	Want, Got  string   // in words; never the value of a secret
	DidYouMean string   // a name that the stack has
	Available  []string // the names that the stack has at this place, sorted

	err error
}

// mostListed is how many names one line of an error shows.
const mostListed = 20

// Error words the problems, one per line when there are several.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("stackref: ")
	if e.Stack != "" {
		fmt.Fprintf(&b, "stack %q: ", e.Stack)
	}
	if e.Contract != "" {
		fmt.Fprintf(&b, "contract %s %s", e.Contract, e.Want)
		if e.Have != "" && e.Have != e.Want {
			fmt.Fprintf(&b, " (the stack exports %s)", e.Have)
		}
		b.WriteString(": ")
	}
	if len(e.Problems) == 1 {
		b.WriteString(e.Problems[0].String() + e.listed(0))
		return b.String()
	}
	fmt.Fprintf(&b, "%d problems", len(e.Problems))
	for i, p := range e.Problems {
		b.WriteString("\n  " + p.String() + e.listed(i))
	}
	return b.String()
}

// listed names what is available, once for problems that share the list.
func (e *Error) listed(i int) string {
	names := e.Problems[i].Available
	for _, later := range e.Problems[i+1:] {
		if slices.Equal(names, later.Available) {
			return ""
		}
	}
	if len(names) == 0 {
		return ""
	}
	rest := ""
	if len(names) > mostListed {
		rest = fmt.Sprintf(" and %d more", len(names)-mostListed)
		names = names[:mostListed]
	}
	return "; available: " + strings.Join(names, ", ") + rest
}

// Unwrap gives the errors behind the problems, such as that of a contract's own Validate.
func (e *Error) Unwrap() []error {
	var causes []error
	for _, p := range e.Problems {
		if p.err != nil {
			causes = append(causes, p.err)
		}
	}
	return causes
}

// String words a problem.
func (p Problem) String() string {
	text := ""
	if p.Path != "" {
		text = p.Path + ": "
	}
	if p.Want != "" {
		text += "need " + p.Want + ", got "
	}
	text += p.Got
	if p.DidYouMean != "" {
		text += fmt.Sprintf("; did you mean %q?", p.DidYouMean)
	}
	return text
}

func sortProblems(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Path, b.Path) })
}

// definitionProblems turns the mistakes of a contract's definition into problems.
func definitionProblems(err error) []Problem {
	var definition *shape.Error
	if !errors.As(err, &definition) {
		return []Problem{{Kind: KindInvalidContract, Got: err.Error(), err: err}}
	}
	var problems []Problem
	for _, p := range definition.Problems {
		problems = append(problems, Problem{Path: p.Path, Kind: KindInvalidContract, Got: p.Text})
	}
	return problems
}
