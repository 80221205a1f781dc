package twingate_test

import (
	"fmt"
	"testing"
)

// complaints keeps what a check reports instead of failing.
type complaints struct {
	testing.TB
	all []string
}

func (c *complaints) Errorf(format string, args ...any) {
	c.all = append(c.all, fmt.Sprintf(format, args...))
}
