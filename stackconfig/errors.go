package stackconfig

import (
	"fmt"
	"strconv"
	"strings"
)

// Error is everything wrong with one configuration key of one stack.
type Error struct {
	// Stack is the stack's name, such as "staging".
	Stack string
	// Key is the full key, such as "gcp-redis:redis".
	Key string
	// Problems are in the order of the fields of the type, list item by list
	// item. There is always at least one.
	Problems []Problem
}

// Error names the stack and the key, and gives each problem a line of its own
// when there are several.
func (e *Error) Error() string {
	header := fmt.Sprintf("stack %q: config %q: ", e.Stack, e.Key)
	if len(e.Problems) == 1 {
		return header + e.Problems[0].Error()
	}
	lines := []string{header + strconv.Itoa(len(e.Problems)) + " problems:"}
	for _, problem := range e.Problems {
		lines = append(lines, "  "+problem.Error())
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives access to the problems, and so to the errors that Validate and
// UnmarshalText methods returned.
func (e *Error) Unwrap() []error {
	all := make([]error, len(e.Problems))
	for i, problem := range e.Problems {
		all[i] = problem
	}
	return all
}

// Problem is one thing wrong with a value. A Validate method may return Problems,
// alone or joined: Path is then relative to the value it belongs to.
type Problem struct {
	// Path leads to the value from the key on: "redis[1].memory_gb".
	Path string
	// Item is the name of the closest list item with a field called name, if any.
	Item string
	// Need says what is accepted.
	Need string
	// Got describes what was found; "[secret]" stands for a value that may not be
	// shown. Empty when the path says it all.
	Got string
	// DidYouMean is the accepted key or value closest to what was found, if one is
	// close.
	DidYouMean string
	// Err is what a Validate or UnmarshalText method returned. Its text is used
	// instead of Need and Got.
	Err error

	// itemPath is the part of Path that leads to the item.
	itemPath string
}

// Error reads `redis[1] "sidekiq": memory_gb: need 1 to 300, got 301`.
func (p Problem) Error() string {
	text := p.text()
	where := p.Path
	if p.Item != "" && p.itemPath != "" {
		rest := strings.TrimPrefix(strings.TrimPrefix(p.Path, p.itemPath), ".")
		where = p.itemPath + " " + quote(p.Item)
		if rest != "" {
			where += ": " + rest
		}
	}
	if where == "" {
		return text
	}
	return where + ": " + text
}

func (p Problem) text() string {
	if p.Err != nil {
		return p.Err.Error()
	}
	text := "need " + p.Need
	if p.Got != "" {
		text += ", got " + p.Got
	}
	if p.DidYouMean != "" {
		text += ", did you mean " + strconv.Quote(p.DidYouMean) + "?"
	}
	return text
}

// Unwrap returns Err.
func (p Problem) Unwrap() error { return p.Err }
