package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/schemafile"
	"github.com/groundwork-go/groundwork/stackconfig"
)

func TestSchema(t *testing.T) {
	items, err := stackconfig.Schema[[]Item]("gcp-redis", "redis")
	require.NoError(t, err)
	protect, err := stackconfig.Schema[*bool]("gcp-redis", "protect")
	require.NoError(t, err)
	alerts, err := stackconfig.Schema[*Alerts]("gcp-redis", "alerts")
	require.NoError(t, err)
	schemafile.Check(t, items, protect, alerts)
}
