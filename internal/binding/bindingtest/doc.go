// Package bindingtest compares the bindings of a package with its provider's schema, written down as a table. It is for tests only.
//
// The SDK matches arguments with the plain struct behind them by reflection and leaves out, without a word, what it finds nowhere: a
// property that is spelled wrong would never reach the provider. [Schema.Check] looks for that, and for kinds, required inputs and secrets
// that differ.
package bindingtest
