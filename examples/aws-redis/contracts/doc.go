// Package contracts holds what the stack of the cluster promises to those who use it.
package contracts
