// Package source describes contracts from Go source, with the type checker in the place of reflection: the same shape as
// [shape.Of], and every problem with its position.
package source
