// Package contracts holds what the stack of the instances promises to those who use them.
package contracts
