package shape

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/internal/suggest"
)

// Marker is the type that a contract embeds, as PkgPath and name.
const (
	MarkerPackage = "github.com/groundwork-go/groundwork/stackref"
	MarkerName    = "Contract"
)

// Reserved is the output that lists the contracts of a stack.
const Reserved = "__contracts"

var (
	contractName    = regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$`)
	contractVersion = regexp.MustCompile(`^(\d{1,6})\.(\d{1,6})$`)
	outputName      = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)
)

var errNoTag = errors.New("need a pulumi tag")

// ParseTag reads the tags of one field: pulumi, default, validate, deprecated and doc. The type is left empty; what depends
// on it is for [Contract.Check]. The error joins every problem.
func ParseTag(tag reflect.StructTag) (Field, error) {
	var f Field
	text, found := tag.Lookup("pulumi")
	name, options, _ := strings.Cut(text, ",")
	f.Name = name
	var problems []error
	switch {
	case !found || text == "":
		problems = append(problems, errNoTag)
	case !outputName.MatchString(name):
		problems = append(problems, fmt.Errorf("pulumi tag: need a name of letters, digits, hyphens and underscores, got %q", name))
	}
	if options != "" {
		problems = append(problems, f.parseOptions(options)...)
	}
	f.Default, f.HasDefault = tag.Lookup("default")
	f.Deprecated, f.Doc = tag.Get("deprecated"), tag.Get("doc")
	f.Rules = parseRules(tag.Get("validate"))
	return f, errors.Join(problems...)
}

func (f *Field) parseOptions(options string) []error {
	var problems []error
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "optional":
			f.Optional = true
		case "secret":
			f.Secret = true
		default:
			known := []string{"optional", "secret"}
			text := fmt.Sprintf("pulumi tag: need optional or secret after the name, got %q", option)
			if closest := suggest.Closest(option, known); closest != "" {
				text += fmt.Sprintf("; did you mean %q?", closest)
			}
			problems = append(problems, errors.New(text))
		}
	}
	return problems
}

// parseRules splits a validate tag. A pattern may contain commas, so it takes all the text after it.
func parseRules(tag string) []Rule {
	var rules []Rule
	for rest := tag; rest != ""; {
		rule := rest
		if strings.HasPrefix(rest, "pattern=") {
			rest = ""
		} else {
			rule, rest, _ = strings.Cut(rest, ",")
		}
		name, value, _ := strings.Cut(rule, "=")
		rules = append(rules, Rule{Name: name, Value: value})
	}
	return rules
}

// ParseContract reads the tags of the embedded marker: contract:"acme.network" version:"1.2".
func ParseContract(tag reflect.StructTag) (name string, major, minor int, err error) {
	var problems []error
	name = tag.Get("contract")
	if !contractName.MatchString(name) {
		problems = append(problems, fmt.Errorf(`contract tag: need a name such as "acme.network", got %q`, name))
	}
	major, minor, err = ParseVersion(tag.Get("version"))
	if err != nil {
		problems = append(problems, fmt.Errorf("version tag: %w", err))
	}
	return name, major, minor, errors.Join(problems...)
}

// ParseVersion reads "1.2".
func ParseVersion(text string) (major, minor int, err error) {
	parts := contractVersion.FindStringSubmatch(text)
	if parts == nil {
		return 0, 0, fmt.Errorf(`need major.minor such as "1.2", got %q`, text)
	}
	major, majorErr := strconv.Atoi(parts[1])
	minor, minorErr := strconv.Atoi(parts[2])
	return major, minor, errors.Join(majorErr, minorErr)
}

// Problem is one mistake in the definition of a contract.
type Problem struct {
	Path string // in Go terms: "contracts.Network.Port"
	Text string
}

// Error holds every mistake in the definition of a contract.
type Error struct{ Problems []Problem }

// Error lists the problems, one per line.
func (e *Error) Error() string {
	lines := make([]string, 0, len(e.Problems))
	for _, p := range e.Problems {
		lines = append(lines, p.Path+": "+p.Text)
	}
	return strings.Join(lines, "\n")
}

func (e *Error) add(path, format string, args ...any) {
	p := Problem{path, fmt.Sprintf(format, args...)}
	if !slices.Contains(e.Problems, p) {
		e.Problems = append(e.Problems, p)
	}
}

// addAll takes a joined error apart.
func (e *Error) addAll(path string, err error) {
	if err == nil {
		return
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, each := range joined.Unwrap() {
			e.add(path, "%s", each)
		}
		return
	}
	e.add(path, "%s", err)
}

func (e *Error) orNil() error {
	if len(e.Problems) == 0 {
		return nil
	}
	return e
}
