package tagging

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Problem is one thing that is wrong with a set of tags or with its policy.
type Problem struct {
	// Key is the tag's key, the place in the policy ("Policy.Required[2].Match"), or the configuration key.
	Key string
	// Need says what is accepted there.
	Need string
	// Got says what was found.
	Got string
	// Why is the Why of the policy's Key, when it has one.
	Why string
}

// String returns "key: need …, got …", with the reason for the tag in brackets.
func (p Problem) String() string {
	why := ""
	if p.Why != "" {
		why = " (" + p.Why + ")"
	}
	return fmt.Sprintf("%s: need %s%s, got %s", p.Key, p.Need, why, p.Got)
}

// Error holds all the problems of one set of tags. Everything in this package that refuses
// tags returns a *Error, to be found with errors.As.
type Error struct {
	// Stack is the stack's name, "" when it is not known.
	Stack string
	// ConfigKey is the configuration key the tags were read from, "" for tags given in code.
	ConfigKey string
	// Problems lists what is wrong: the policy first, then the tags by key.
	Problems []Problem
}

// Error names the stack, the configuration key and every problem.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("tagging: ")
	if e.ConfigKey != "" {
		fmt.Fprintf(&b, "%s of ", e.ConfigKey)
	}
	if e.Stack != "" {
		fmt.Fprintf(&b, "stack %q: ", e.Stack)
	}
	if len(e.Problems) == 1 {
		b.WriteString(e.Problems[0].String())
		return b.String()
	}
	fmt.Fprintf(&b, "%d problems", len(e.Problems))
	for _, p := range e.Problems {
		b.WriteString("\n  " + p.String())
	}
	return b.String()
}

// maxQuoted is how much of a value an error shows.
const maxQuoted = 60

func quote(value string) string {
	count := utf8.RuneCountInString(value)
	if count <= maxQuoted {
		return strconv.Quote(value)
	}
	return fmt.Sprintf("%s... (%d characters)", strconv.Quote(string([]rune(value)[:maxQuoted])), count)
}
