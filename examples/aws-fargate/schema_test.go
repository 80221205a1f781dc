package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/schemafile"
	"github.com/groundwork-go/groundwork/stackconfig"
)

func TestSchema(t *testing.T) {
	settings, err := stackconfig.Schema[Settings]("aws-fargate", "shop")
	require.NoError(t, err)
	schemafile.Check(t, settings)
}
