package main

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/sandbox"
)

// What failed beside an update is told, and the update itself not again.
func TestOnlyWhatTheDisplayDidNotTellIsTold(t *testing.T) {
	t.Parallel()
	engines, disk := &sandbox.Error{Err: errors.New("quota exceeded")}, errors.New("no space left on device")
	assert.NoError(t, unshown(engines))
	assert.NoError(t, unshown(errors.Join(engines, nil)))
	assert.EqualError(t, unshown(errors.Join(engines, errors.Join(disk))), "no space left on device")
	assert.EqualError(t, unshown(untold{engines}), engines.Error())
}
