package sandbox

import "errors"

// Fork returns a cloud of its own that starts as c is now: with its objects and the states of its stacks, without its faults. What many tests
// start from is so brought up once. It is an error for a cloud that keeps its state in a folder. Close the fork like any other cloud; it is
// independent of c.
func (c *Cloud) Fork() (*Cloud, error) {
	if c.options.Folder != "" {
		return nil, errors.New("fork: need a cloud in memory, got one that keeps its state in a folder")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.without(StackName{}), nil
}

// without is a fork of a cloud in memory in which one stack was never deployed.
func (c *Cloud) without(absent StackName) *Cloud {
	fork := New(c.options)
	fork.memory.Restore(c.objectsFor(absent, true))
	fork.memory.Bury(c.memory.Buried()...)
	for name, s := range c.stacks {
		if name != absent {
			fork.stacks[name] = &stackState{name: name, cloud: fork.memory, vault: s.vault, base: copyOf(s.base)}
		}
	}
	return fork
}
