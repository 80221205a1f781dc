// Package buildcost compares what it costs to build a program with a block of the library with what the same resources cost
// when they are written with the SDK alone. Its test holds the two programs to the same resources. A command builds them and
// writes the table of docs/performance.md:
//
//	go run ./sandbox/cmd/figures -only builds
package buildcost
