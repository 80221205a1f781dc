package stackref

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Option changes how a contract is exported or imported.
type Option func(*settings)

type settings struct {
	prefix           string
	prefixed         bool
	unknownInPreview bool
	fallback         any
	parent           pulumi.Resource
}

// UnknownInPreview lets a preview go on when the other stack does not exist or was never deployed: every output of the contract
// is unknown then, plain Go fields are empty or at their defaults, and there is one warning. In an update it is still an error.
// It is for the first preview of several new stacks.
func UnknownInPreview() Option { return func(s *settings) { s.unknownInPreview = true } }

// Fallback is what an import gives, in preview and in update, when the other stack does not exist or was never deployed. The
// type of v is the contract. It goes before [UnknownInPreview]. A stack that has outputs is held to the contract, fallback
// or not.
func Fallback[T any](v T) Option { return func(s *settings) { s.fallback = v } }

// Prefix begins the name of every output of the contract, so that a stack can export one contract several times. Export and
// import give the same prefix.
func Prefix(prefix string) Option {
	return func(s *settings) { s.prefix, s.prefixed = prefix, true }
}

// Parent shows the stack reference below a component. Of several imports from one stack the first one decides. [Export]
// does not take it.
func Parent(parent pulumi.Resource) Option { return func(s *settings) { s.parent = parent } }

var prefixPattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

func newSettings(t reflect.Type, opts []Option) (*settings, []Problem) {
	s := &settings{}
	for _, o := range opts {
		if o != nil {
			o(s)
		}
	}
	var problems []Problem
	if s.prefixed && (!prefixPattern.MatchString(s.prefix) || strings.HasPrefix(s.prefix, "__")) {
		problems = append(problems, Problem{
			Path: "Prefix", Kind: KindInvalidOption, Want: "letters, digits, hyphens and underscores", Got: fmt.Sprintf("%q", s.prefix),
		})
	}
	if got := reflect.TypeOf(s.fallback); got != nil && got != t {
		problems = append(problems, Problem{Path: "Fallback", Kind: KindInvalidOption, Want: t.String(), Got: got.String()})
	}
	return s, problems
}

// onlyImport lists the options that mean nothing to an export.
func (s *settings) onlyImport() []Problem {
	var problems []Problem
	for name, given := range map[string]bool{
		"Fallback": s.fallback != nil, "UnknownInPreview": s.unknownInPreview, "Parent": s.parent != nil,
	} {
		if given {
			problems = append(problems, Problem{Path: name, Kind: KindInvalidOption, Want: "only Prefix for an export", Got: name})
		}
	}
	sortProblems(problems)
	return problems
}
