package component

import (
	"fmt"
	"strconv"
)

// Profile sizes a block for its purpose. It never weakens encryption, privacy
// or authentication.
type Profile int

const (
	// Production is the zero value: several zones, deletion protection, the
	// retention a production service needs.
	Production Profile = iota
	// Development shrinks a block: one node, one zone, short retention, no
	// deletion protection.
	Development
)

// String returns "production" or "development"; any other value, which no block
// accepts, reads as "Profile(7)".
func (p Profile) String() string {
	switch p {
	case Production:
		return "production"
	case Development:
		return "development"
	default:
		return "Profile(" + strconv.Itoa(int(p)) + ")"
	}
}

// Valid reports whether p is one of the profiles above.
func (p Profile) Valid() bool { return p == Production || p == Development }

// ByProfile returns one of two defaults.
func ByProfile[T any](p Profile, production, development T) T {
	if p == Development {
		return development
	}
	return production
}

// MarshalText returns the profile's name. It fails for a value that is not
// [Profile.Valid].
func (p Profile) MarshalText() ([]byte, error) {
	if !p.Valid() {
		return nil, fmt.Errorf("need production or development, got %s", p)
	}
	return []byte(p.String()), nil
}

// UnmarshalText reads a name as String writes it, so that a Profile can be a
// field of a stack's configuration.
func (p *Profile) UnmarshalText(text []byte) error {
	switch string(text) {
	case Production.String():
		*p = Production
	case Development.String():
		*p = Development
	default:
		return fmt.Errorf("need production or development, got %q", text)
	}
	return nil
}

// JSONSchema describes the names UnmarshalText accepts.
func (Profile) JSONSchema() map[string]any {
	return map[string]any{"type": "string", "enum": []any{Production.String(), Development.String()}}
}
