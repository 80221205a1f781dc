package ekscluster

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table has no gaps, and one order in minor versions and in days.
func TestTheTableOfVersions(t *testing.T) {
	t.Parallel()
	table := standardSupport()
	_, err := time.Parse(time.DateOnly, tableDate)
	require.NoError(t, err)
	for i, v := range table {
		_, err := time.Parse(time.DateOnly, v.until)
		require.NoError(t, err, v.minor)
		if i > 0 {
			assert.Equal(t, table[i-1].minor+1, v.minor)
			assert.Greater(t, v.until, table[i-1].until)
		}
	}
	assert.Empty(t, ended(table[len(table)-1].minor), "the newest is in standard support")
	assert.NotEmpty(t, ended(table[0].minor))
}

// Support ends at the beginning of the day that the calendar names.
func TestSupportEndsOnTheDay(t *testing.T) {
	t.Parallel()
	for minor, want := range map[int]string{1: "before 2025-03-23", 28: "before 2025-03-23", 33: "on 2026-07-29", 34: "", 36: "", 37: "", 99: ""} {
		assert.Equal(t, want, ended(minor), minor)
	}
}
