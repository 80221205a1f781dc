package main

import (
	"testing"

	"github.com/groundwork-go/groundwork/internal/schemafile"
)

func TestSchema(t *testing.T) {
	schemafile.Check(t,
		schemafile.Of[[]Item](t, "gcp-redis", "redis"),
		schemafile.Of[*bool](t, "gcp-redis", "protect"),
		schemafile.Of[*Alerts](t, "gcp-redis", "alerts"),
	)
}
