package sandbox

import (
	"fmt"

	"github.com/gofrs/flock"
)

// lock takes the file for this process alone. The system lets go of it when the process ends, however that happens.
func lock(path string) (unlock func() error, err error) {
	file := flock.New(path)
	taken, err := file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !taken {
		return nil, fmt.Errorf("another process works on the stack: %s is locked", path)
	}
	return file.Unlock, nil
}
