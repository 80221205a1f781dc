// Package stackconfig reads the configuration of a stack into Go structs, and
// refuses what it does not understand.
//
//	type Redis struct {
//		Name     string `yaml:"name" required:"true" validate:"unique,len=1..40"`
//		MemoryGB int    `yaml:"memory_gb" required:"true" validate:"min=1,max=300"`
//		Tier     string `yaml:"tier" default:"BASIC" validate:"oneof=BASIC|STANDARD_HA"`
//	}
//
//	instances, err := stackconfig.Load[[]Redis](ctx, "redis")
//
// [Load] reports everything wrong with the key at once, as one [*Error]:
//
//	stack "staging": config "gcp-redis:redis": 2 problems:
//	  redis[1] "sidekiq": memory_gb: need 1 to 300, got 301
//	  redis[1] "sidekiq": teir: need a known key, did you mean "tier"?
//
// [Schema] gives the same rules to editors as a JSON Schema.
//
// # Types
//
// A T is made of structs, slices, maps with string keys, strings, booleans, all
// integer and float types, [time.Duration] ("12h"), types with an UnmarshalText
// method, [pulumi.StringOutput] for secrets, and pointers to these. The fields of
// an embedded struct count as the outer struct's own. Interfaces, arrays, and
// types that contain themselves are not supported.
//
// Types are not converted into each other: a string field refuses the number 7
// and an integer refuses 1.5 and "7". An integer is exact at any size. The one
// exception is a key that is a scalar as a whole, which Pulumi hands over as bare
// text.
//
// # Tags
//
//   - yaml:"memory_gb" is the key, and mandatory; yaml:"-" leaves a field out.
//   - required:"true" refuses the absence of the key. A key without a value (null)
//     is absent. Zero and "" are values.
//   - default:"…" is the value of an absent key: bare text for scalars, JSON for
//     lists and objects.
//   - doc:"…" is the description in the JSON Schema.
//   - validate:"…" is a list of rules, separated by commas.
//
// An absent struct is read as if it were an empty object, so the defaults and
// required keys inside count; an optional group is a pointer to a struct, nil when
// absent. Other absent fields keep their zero value.
//
// # Rules
//
//   - min=1, max=300 limit a number or a duration (min=1h), and else the length: of a
//     string in characters, of a list or map in entries.
//   - len=12, len=1..40 limit the length from both sides.
//   - oneof=A|B lists the accepted strings or integers. On a list or map it is about
//     each element.
//   - pattern=^[a-z]+$ is a regular expression for a string, or each string of a list
//     or map. It is the last rule, because it may contain commas.
//   - unique on a field of a list's item: no two items of the list have the same
//     value. On a list of scalars: no value stands twice. unique=name on a list of
//     objects: no two items have the same name. Values are compared as written.
//
// What tags cannot say goes into a Validate() error method, on the struct, on an
// item, or on a named slice. It is called when the value and everything in it
// could be read, also when a rule was broken. Each error it joins becomes a problem;
// return [Problem] values to name the field.
//
// # Secrets
//
// Pulumi marks a whole key as secret when any value inside it is secure, and does
// not say which one. In such a key, [pulumi.StringOutput] fields become secret
// outputs, and the other fields are read as usual, because they shape the graph.
// A value that was made secure by mistake in one of those is plain from here on.
// Error messages about such a key show no values, only item names, keys and what
// is needed; the errors of Validate methods are printed as they are.
//
// In a key without secure values, text in a StringOutput field is refused: it
// stands unencrypted in the stack's file. An absent secret is the zero
// StringOutput, which must not be used; make the field required, or a pointer.
package stackconfig
