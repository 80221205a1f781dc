// Package contracts holds what the stacks of this platform promise each other. The producer and every consumer import it, so
// a field that changes is a compile error in both programs, or a failed preview of the one that was not rebuilt.
package contracts
