// Package contracts holds what the three stacks promise each other: the cluster stack says which clusters there are and which
// one serves, the platform stack says on which of them software can run.
package contracts
