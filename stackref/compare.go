package stackref

import (
	"errors"
	"fmt"

	"github.com/groundwork-go/groundwork/stackref/internal/contractschema"
	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// ChangeKind is what happened between two versions of a contract.
type ChangeKind string

// The kinds of changes.
const (
	ChangeContract   ChangeKind = "contract"   // the name of the contract
	ChangeVersion    ChangeKind = "version"    // the version does not say what the changes are
	ChangeAdded      ChangeKind = "added"      // a new output
	ChangeRemoved    ChangeKind = "removed"    // an output is gone
	ChangeRenamed    ChangeKind = "renamed"    // an output is gone, and a new one looks the same
	ChangeRetyped    ChangeKind = "retyped"    // another type
	ChangeRequired   ChangeKind = "required"   // an output that could be missing no longer can
	ChangeOptional   ChangeKind = "optional"   // an output that was always there can be missing, also if a default stands in for it
	ChangeDefault    ChangeKind = "default"    // what consumers take for a missing output
	ChangeSecret     ChangeKind = "secret"     // a plain output became secret
	ChangePlain      ChangeKind = "plain"      // a secret output became plain
	ChangeTightened  ChangeKind = "tightened"  // a rule accepts less
	ChangeLoosened   ChangeKind = "loosened"   // a rule accepts more
	ChangeDeprecated ChangeKind = "deprecated" // deprecated, no longer, or with other advice
)

// Change is one difference between two versions of a contract.
type Change struct {
	// Path is the output, "db.host", with [*] for the items of a list and the values of a map. It is empty when the
	// change is about the contract itself.
	Path string
	Kind ChangeKind
	// Breaking tells that a consumer built with the old version fails, or reads something else, when the producer takes
	// the new one.
	Breaking bool
	// Message says what changed and who has to do something about it.
	Message string
}

// String is the change in one line.
func (c Change) String() string {
	if c.Path == "" {
		return c.Message
	}
	return c.Path + ": " + c.Message
}

// Compare tells what changed between two schemas of a contract, as [Schema] writes them. Documentation may change freely;
// everything else is listed, in the order of the outputs, and at the end what is wrong with the version.
//
// A change is breaking when a consumer that still has the old struct cannot take what a producer with the new struct
// exports. The way back guards itself: a consumer refuses a producer that does not have yet what it needs. So promises to
// consumers may grow in a minor version and shrink only in a major one:
//
//	removed, renamed, retyped   breaking   consumers still read it
//	optional                    breaking   consumers require it
//	secret                      breaking   consumers that need the plain value are refused
//	plain                       breaking   consumers refuse a secret that is exported plain
//	loosened                    breaking   consumers check the old rule
//	contract                    breaking   consumers ask for the old name
//	added, required, tightened  additive   a producer has to satisfy it when it takes the new version; its compiler or Export says so
//	default, deprecated         additive   a consumer sees it when it takes the new version
//
// A breaking change needs a higher major version, any other one a higher minor version. A version that was not raised, or
// was lowered, is a breaking change itself: two programs of the same version would disagree.
//
// The error tells which of the two is not the schema of a contract.
func Compare(before, after []byte) ([]Change, error) {
	from, err1 := readSchema("old", before)
	to, err2 := readSchema("new", after)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	var c comparison
	if from.name != to.name {
		c.breaking("", ChangeContract, "the contract is %s now, and was %s", to.name, from.name)
	}
	c.object("", from.Schema, to.Schema)
	if from.name == to.name {
		c.version(from, to)
	}
	return c.changes, nil
}

// versionedSchema is a schema with what its x-contract keyword says.
type versionedSchema struct {
	*contractschema.Schema
	name         string
	major, minor int
}

func readSchema(which string, text []byte) (versionedSchema, error) {
	s, err := contractschema.Parse(text)
	if err != nil {
		return versionedSchema{}, fmt.Errorf("stackref: %s schema: %w", which, err)
	}
	v := versionedSchema{Schema: s, name: s.Contract.Name}
	if v.major, v.minor, err = shape.ParseVersion(s.Contract.Version); err != nil {
		return versionedSchema{}, fmt.Errorf("stackref: %s schema: x-contract: %w", which, err)
	}
	return v, nil
}

// comparison collects the changes between two schemas.
type comparison struct{ changes []Change }

func (c *comparison) breaking(path string, kind ChangeKind, format string, args ...any) {
	c.changes = append(c.changes, Change{Path: path, Kind: kind, Breaking: true, Message: fmt.Sprintf(format, args...)})
}

func (c *comparison) additive(path string, kind ChangeKind, format string, args ...any) {
	c.changes = append(c.changes, Change{Path: path, Kind: kind, Message: fmt.Sprintf(format, args...)})
}

func (c *comparison) version(before, after versionedSchema) {
	broken := false
	for _, change := range c.changes {
		broken = broken || change.Breaking
	}
	from, to := before.Contract.Version, after.Contract.Version
	switch {
	case after.major < before.major, after.major == before.major && after.minor < before.minor:
		c.breaking("", ChangeVersion, "the version went from %s down to %s", from, to)
	case broken && after.major == before.major:
		c.breaking("", ChangeVersion, "breaking changes need version %d.0, got %s after %s", before.major+1, to, from)
	case len(c.changes) > 0 && from == to:
		c.breaking("", ChangeVersion, "changes need version %d.%d, got %s again", before.major, before.minor+1, to)
	}
}
