package searchdomain

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/component"
)

var engineVersion = regexp.MustCompile(`^OpenSearch_([1-9][0-9]?)\.([0-9]{1,2})$`)

// version is a major and a minor version.
type version struct{ major, minor int }

// parseVersion reads "OpenSearch_2.19".
func parseVersion(text string) (version, bool) {
	parts := engineVersion.FindStringSubmatch(text)
	if parts == nil {
		return version{}, false
	}
	major, errMajor := strconv.Atoi(parts[1])
	minor, errMinor := strconv.Atoi(parts[2])
	return version{major, minor}, errMajor == nil && errMinor == nil
}

func (v version) before(other version) bool {
	return v.major < other.major || v.major == other.major && v.minor < other.minor
}

func (v version) String() string { return fmt.Sprintf("OpenSearch_%d.%d", v.major, v.minor) }

func (args *DomainArgs) checkVersion(p *component.Problems) {
	const need = "OpenSearch_MAJOR.MINOR, such as OpenSearch_2.19"
	_, known := parseVersion(args.EngineVersion)
	switch {
	case known:
	case strings.HasPrefix(args.EngineVersion, "Elasticsearch_"):
		p.Add("EngineVersion", need+"; Elasticsearch is not taken", args.EngineVersion)
	default:
		p.Add("EngineVersion", need, args.EngineVersion)
	}
}

// lastOf is the last minor version of a major one, from which the next one is reached (developer guide, supported upgrade
// paths).
func lastOf(major int) (version, bool) {
	last, known := map[int]int{1: 3, 2: 19}[major]
	return version{major, last}, known
}

// refusedUpgrade is what is wrong with a change of version. Values of another form are refused too: no state holds one.
func refusedUpgrade(old, next any) []component.FieldError {
	was, wasText := old.(string)
	is, isText := next.(string)
	from, fromKnown := parseVersion(was)
	to, toKnown := parseVersion(is)
	refuse := func(need, instead string) []component.FieldError {
		return []component.FieldError{{Field: "EngineVersion", Need: need, Got: fmt.Sprintf("%q; %s", fmt.Sprint(next), instead)}}
	}
	switch {
	case !wasText || !isText || !fromKnown || !toKnown || to.before(from):
		return refuse(fmt.Sprintf("%q or newer", fmt.Sprint(old)), moveAway)
	case to.major == from.major:
		return nil
	}
	last, known := lastOf(from.major)
	switch {
	case to.major > from.major+1 || !known: // the provider makes a new, empty domain of a step that the service does not take
		return refuse(fmt.Sprintf("one major version after the other from %s", from), "upgrade to the next one first")
	case from != last:
		return refuse(fmt.Sprintf("%s first, from which %d.x is reached", last, to.major), "upgrade twice")
	default:
		return nil
	}
}
