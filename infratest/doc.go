// Package infratest tests Pulumi programs in Go under Pulumi's mocks, in milliseconds and without an engine or an account.
//
// [Run] runs a program and returns its [Graph]: every resource that it registered, with its inputs, parent, provider, dependencies,
// secrets and options. Computed values (ids, ARNs, endpoints, generated names) come from a model of the providers, which also
// refuses inputs that the real provider would refuse. [Preview] runs the program as `pulumi preview` does, with everything
// that is computed unknown.
//
// On a graph stand look-ups ([Graph.One], [Graph.Named], [Graph.OfType]) and golden files ([Graph.Golden]). [AssertInputs] compares what
// a resource was given, by path; [AssertNothingRegistered] holds a refused program to have made nothing. [AssertTagged],
// [AssertNoPublicIngress] and [AssertNoPlainSecrets] hold for any program. [Conformance] holds one building block to the rules of
// the library: identity, parents, names, tags, secrets, validation, previews.
//
// # Traps of mocks
//
// Bare mocks accept two resources with one URN; a run here fails. A test that calls FailNow (or a function of require) inside ApplyT
// ends the goroutine that an output waits for, and a bare run then hangs for ever; a run here ends at its [Deadline] and says
// which resources were still waiting. A panic in the program is an error of the run, but a panic inside ApplyT happens in
// a goroutine of the SDK and ends the process. An error returned from ApplyT is lost when nothing uses its output.
// In preview ApplyT does not run at all: assert on the graph, not inside callbacks.
//
// # Limits
//
// No engine runs: there are no diffs, replacements, aliases, transforms, hooks or policies, and what a parent hands down is seen only
// as far as the SDK does it (protect and providers, but not retainOnDelete or deletedWith). In a preview a value
// that is unknown is not marked secret, because the SDK's mocks refuse one that is both. No cloud has seen the request.
package infratest
