package main

import (
	"testing"

	"github.com/groundwork-go/groundwork/internal/schemafile"
)

func TestSchema(t *testing.T) {
	schemafile.Check(t,
		schemafile.Of[Network](t, "aws-search", "network"),
		schemafile.Of[Search](t, "aws-search", "search"),
	)
}
