// Package stackref types what one stack reads from another. One Go struct, imported by both programs, is the contract: the
// producer fills it and calls [Export], the consumer calls [Import] and gets it back, checked.
//
//	type Network struct {
//		stackref.Contract `contract:"acme.network" version:"1.2"`
//
//		VPCID      pulumi.StringOutput    `pulumi:"vpcId" validate:"prefix=vpc-"`
//		Subnets    []pulumi.StringOutput  `pulumi:"subnets" validate:"min=2"`
//		Port       pulumi.IntOutput       `pulumi:"port" default:"5432"`
//		DBPassword pulumi.StringOutput    `pulumi:"dbPassword,secret"`
//		NATAddress pulumi.StringPtrOutput `pulumi:"natAddress,optional" deprecated:"use the egress list"`
//		Zones      map[string]Zone        `pulumi:"zones"`
//	}
//
// # Why not StackReference.GetOutput
//
// A misspelt output of a plain StackReference is unknown in preview and nil in an update, and an output that was rejected because
// of its type is forgotten when nothing uses it. An import waits for the other stack's outputs, in preview too, finds every
// problem, and returns them as one [*Error] before the program registers anything.
//
// # Fields
//
// A field is an output ([pulumi.StringOutput] and the other outputs of strings, ids, URNs, integers, floats, booleans and any
// value, their pointer forms, and arrays and maps of them, nested as deep as the SDK has them), or plain Go: string, int,
// float64, bool, a struct, a pointer to one of these, a slice, or a map with string keys. Plain Go gives the shape: a program
// ranges over a map of structs without an apply. Fields of embedded structs without a tag stand among those of the contract.
//
// The tags of a field:
//
//   - pulumi: the name of the output; after it "optional" and "secret". Names that begin with two underscores are reserved.
//   - default: the value of an output that is absent. A secret has none.
//   - validate: rules, separated by commas. min and max bound a number, or a length; len is one length, or two as in 2..4; oneof lists
//     choices as in a|b; prefix, suffix and pattern look at text, and pattern is the last rule; unique allows no value twice. The
//     rules on text hold for each item of a list or map of texts.
//   - deprecated, doc: words for the reader. "deprecated" says what to use instead.
//
// An optional output that is absent resolves to the zero value, and the pointer forms to nil; every pointer form is optional.
// Rules between fields go into a method Validate, see [Validator].
//
// # Outputs of the stack
//
// Names are flat: `pulumi stack output vpcId` works as before, and programs in other languages read the outputs as ever. The output
// "__contracts" lists the contracts with their versions. A stack without it is read all the same, by its fields alone: the
// outputs may have been exported by hand. A stack that lists contracts must list the one imported, with the same major version.
// The minor version is not compared: what a newer minor version added is either there, optional, or reported as missing.
//
// # Secrets
//
// A field marked secret is always exported as a secret; an import fails when the other stack exports it as a plain value. A
// secret for an output that is not marked is accepted and stays secret. A secret for a field that is plain Go is refused, as
// plain Go could not keep it. Messages never hold the value of a secret. The engine hands out a secret that it cannot decrypt as
// a secret empty object, so that a secret empty map cannot be told from it and is refused too.
//
// # Limits
//
// Numbers are floats on the way: integers are exact up to 2^53, and larger ones are refused on both sides. The engine knows of a
// stack without outputs nothing more than that, so "never deployed" includes one whose resources are destroyed. Failures of the
// backend are told apart by its words: an unknown wording of "no access" is shown as it is.
//
// The engine accepts one reference to a stack under one name per program. The package therefore remembers, weakly by context, what
// a running program has read; the reference is named after the stack, "organization/project/stack/contracts".
package stackref
