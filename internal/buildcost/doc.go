// Package buildcost compares what it costs to build a program with a block of the library with what the same resources cost
// when they are written with the SDK alone. Its test holds the two programs to the same resources; the command measure
// prints the table of the README:
//
//	go run ./internal/buildcost/cmd/measure
package buildcost
