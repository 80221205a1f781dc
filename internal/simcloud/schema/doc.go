// Package schema is the table of resource types of the pinned provider SDKs: what goes into each type, what comes out,
// what forces a new resource, and where its tags are. Package gen makes it from the sources of the SDKs and documents
// what is read and how far it can be trusted; go.mod holds the versions.
//
// # Limits
//
// The table has the properties at the top of a type, not those inside objects. The SDKs do not ship the provider's
// schema, so Input.Replaces comes from documentation and a short hand-written list: true has a source or long
// experience behind it, false may be silence. A model in package simcloud overrules it for one type. Defaults, value
// rules, computed names and conflicts between properties are not in the table.
//
// # Encoding
//
// table.bin is one DEFLATE stream. Inside, numbers are unsigned varints, and a text is its length and its bytes:
//
//	number of names, then each name; the most frequent first
//	number of types, then each, sorted by token: its token, and its record as a text
//
// A record is a byte (the form of the tags in bits 0 and 1, component in bit 2), the path of the tags, and to its end
// the properties, sorted by name: the number of the name, a byte for the input and a byte for the output. Such a byte
// is 0 when that side lacks the property. Else bit 0 is set, bit 1 says required or always there, bit 2 replaces or
// secret, and the kind is above them.
//
// Nothing is unpacked at import. The first Lookup or Tokens unpacks the stream and indexes the tokens, a few
// milliseconds; a record is decoded at each Lookup, a few microseconds. taggable.tsv says the same about tags as the
// table, for reviewers.
package schema

//go:generate go run ./generate
