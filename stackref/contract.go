package stackref

// Contract marks a struct as a contract between stacks. The struct embeds it, and the tags on it say which contract and
// which version: `contract:"acme.network" version:"1.2"`. The version is major.minor: a new minor version only adds, a new
// major version may break.
type Contract struct{}

// Validator is for rules between several fields. [Import] calls the method on a contract whose every field has the right type
// and keeps its own rules; [Plain] gives the values. What it returns becomes a problem of kind [KindValidation]. Secret values
// cannot be looked at.
type Validator interface{ Validate() error }
