package redis

import (
	"crypto/sha256"
	"encoding/base32"
	"regexp"
	"strings"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// hashLength is 50 bits in the letters a to z and the digits 2 to 7.
const hashLength = 10

var componentName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// needName is what is needed instead of a component's name, which physical names are made from.
var needName = component.NameForm("lower-case letters, digits and single hyphens, beginning with a letter", componentName)

// userID makes the id of a user or a user group, which the API wants from us. Ids are unique in an account and region, so
// a hash of everything that tells two clusters or caches apart ends it.
func (b *builder) userID(role string, identity ...string) string {
	all := append([]string{b.ctx.Project(), b.ctx.Stack(), b.argsName, b.name, role}, identity...)
	sum := sha256.Sum256([]byte(strings.Join(all, "\x00")))
	hash := strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:hashLength]
	return naming.Truncate(b.name+"-"+role, naming.MaxCacheUser-1-hashLength) + "-" + hash
}
