// Package lifecycle holds the lifecycle tests of the blocks and examples under the real engine: preview, up, up
// unchanged, change and destroy, with a failure and a cut at every step. They stand in the sandbox's module because the
// library never depends on the engine.
package lifecycle
