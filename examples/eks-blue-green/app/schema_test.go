package main

import (
	"testing"

	"github.com/groundwork-go/groundwork/internal/schemafile"
)

func TestSchema(t *testing.T) {
	schemafile.Check(t, schemafile.Of[Settings](t, "app", "shop"))
}
