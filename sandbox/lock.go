package sandbox

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock takes the file for this process alone. The system lets go of it when the process ends, however that happens.
func lock(path string) (unlock func() error, err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("another process works on the stack (%s): %w", path, err), file.Close())
	}
	return file.Close, nil
}
