// Package gen reads the sources of the pinned provider SDKs and makes the tables of package schema from them.
//
// It parses and does not type-check: the SDKs are generated code with few shapes, and checking their types would take
// minutes and gigabytes. Where a source does not fit, Types fails rather than guess. What is read:
//
//   - A resource is a function NewX that registers under a constant token. apiextensions.CustomResource makes its token
//     at run time, so custom resources of Kubernetes are in no table.
//   - Inputs are the tagged fields of the struct behind XArgs, outputs those of X. Their plain Go types give the kinds;
//     named types are followed to what they are made of, so an enum is the string or number that it is on the wire.
//   - An input is required when NewX refuses to go without it, or when its Go type has no way to be absent.
//   - An output is there always when its type is not a pointer. Lists, maps, unions and assets have no pointer form:
//     they count as always there unless an optional input of the same name feeds them.
//   - Secret outputs are the ones NewX passes to AdditionalSecretOutputs.
//
// Providers without an SDK in go.mod are written down by hand, as far as the library binds them: byhand.go.
//
// # What forces replacement
//
// NewX itself says it with ReplaceOnChanges (the triggers of command). For the rest, documentation is the one source:
// the provider's schema is not part of an SDK. About 260 sentences in the comments of inputs speak of new resources,
// recreation or immutability. The wordings that count are "forces a new resource" and its relatives (new cluster,
// interface, project), "will re-create the resource", "will create a new resource" after "changing", "immutable" as
// a statement about the field, and "cannot be changed / updated / modified".
//
// A sentence does not count when it names a condition ("if", "when", "for Memcached", "adding or removing") or speaks
// of another property. The choice leans to silence: a test that sees a replacement which does not happen misleads more
// than one that sees an update. Kubernetes says "Cannot be updated." about the field kind of every type; what the
// constructor sets itself is left out.
//
// Documentation is silent about most replacements. undocumented.go adds by hand what is well known of the providers and
// was not checked against their pinned sources, which are not at hand: every input of random,
// every input of a Google Cloud IAM member and of an instance template, the project, region, zone and location of Google
// Cloud resources, and named inputs of types that most programs use. Replacement because of a property inside an object, such as
// metadata.name or the selector of a Deployment, has no place in the table.
//
// # What is taggable
//
// AWS types with a map "tags", Google Cloud types with a map "labels", and Kubernetes types with metadata. Kubernetes
// lists have no labels of their own and patches change what somebody else owns, so both stay out. taggable.go lists the
// types that differ, each with the reason. The pinned SDKs have 757 AWS types with such tags and 180 Google Cloud types
// with such labels; with the exceptions the list has 758 and 189. Network tags, second tag properties (resourceTags
// beside tags, volumeTags, finalBackupTags) and tags deeper in blocks are not in it. Of Elastic Cloud, deployments
// and projects have tags; of Twingate, resources.
package gen
