// Package lifecycletest is what the tests in sandbox/lifecycle share: stacks in clouds of their own, examples that are compiled once, and
// updates that are interrupted in each of their steps.
//
// The tests are in several packages, because the engine keeps what a run that failed has used to the end of its process, and they make
// thousands fail.
package lifecycletest
