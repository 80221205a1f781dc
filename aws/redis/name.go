package redis

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"regexp"
	"strings"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// hashLength is 50 bits in the letters a to z and the digits 2 to 7.
const hashLength = 10

var componentName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// checkedArgs validates arguments together with the component's name, which physical names are made from.
type checkedArgs struct {
	component.Args
	name string
}

// namedArgs leaves nil to be reported by the kit.
func namedArgs[P interface {
	comparable
	component.Args
}](name string, args P) component.Args {
	var none P
	if args == none {
		return args
	}
	return checkedArgs{args, name}
}

// Validate adds the check of the name to the checks of the arguments.
func (c checkedArgs) Validate() error {
	if componentName.MatchString(c.name) {
		return c.Args.Validate()
	}
	return errors.Join(&component.FieldError{
		Args: "redis", Field: "name", Got: `"` + c.name + `"`,
		Need: "lower-case letters, digits and single hyphens, beginning with a letter: physical names are made from it",
	}, c.Args.Validate())
}

// userID makes the id of a user or a user group, which the API wants from us. Ids are unique in an account and region, so
// a hash of everything that tells two clusters or caches apart ends it.
func (b *builder) userID(role string, identity ...string) string {
	all := append([]string{b.ctx.Project(), b.ctx.Stack(), b.argsName, b.name, role}, identity...)
	sum := sha256.Sum256([]byte(strings.Join(all, "\x00")))
	hash := strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:hashLength]
	return naming.Truncate(b.name+"-"+role, naming.MaxCacheUser-1-hashLength) + "-" + hash
}
