package main

import (
	"testing"

	"github.com/groundwork-go/groundwork/internal/schemafile"
)

func TestSchema(t *testing.T) {
	schemafile.Check(t,
		schemafile.Of[Network](t, "aws-redis", "network"),
		schemafile.Of[Cache](t, "aws-redis", "redis"),
	)
}
