package main

import (
	"testing"

	"github.com/groundwork-go/groundwork/internal/schemafile"
)

func TestSchema(t *testing.T) {
	schemafile.Check(t,
		schemafile.Of[Settings](t, "cluster", "settings"),
		schemafile.Of[Clusters](t, "cluster", "clusters"),
	)
}
