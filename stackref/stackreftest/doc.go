// Package stackreftest tests both ends of a contract of package stackref, without string keys: what a fake stack exports comes from a
// value of the contract's own struct, through stackref.Export.
//
// A consumer runs in package infratest against a fake: [Fake] is a stack that keeps the contract, [NeverDeployed] one that has no
// outputs yet, and a stack that no option names does not exist. Edits make a fake that breaks the contract in one place, which is
// pointed at: [Without], [Renamed], [Replaced], [Undecryptable], [Plain], [Version]. A stack with several contracts is made of one with
// [With], and one that exports a contract under a prefix with [Prefix].
//
//	network := &contracts.Network{ … }
//	graph, err := infratest.TryRun(program, stackreftest.Fake(t, "acme/network/dev", network, stackreftest.Without(&network.VPCID)))
//
// Of the contract itself, [RoundTrip] checks that what is exported arrives, and [Golden] that it stays compatible with what is recorded.
package stackreftest
