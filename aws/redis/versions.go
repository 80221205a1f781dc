package redis

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/suggest"
)

var (
	versionText = regexp.MustCompile(`^[0-9]{1,3}\.[0-9]{1,3}$`)
	familyName  = regexp.MustCompile(`^(redis|valkey)[0-9]{1,3}(\.x)?$`)
)

// oldestVersion is the first version with users and access strings (ElastiCache user guide, role-based access control).
const oldestVersion = "6.0"

// knownVersion is a version that ElastiCache offers, with the parameter group family that belongs to it.
type knownVersion struct{ version, family string }

// knownVersions lists what ElastiCache offers, oldest first (user guide, supported engines and engine specific parameters).
func knownVersions(e Engine) []knownVersion {
	switch e {
	case Valkey:
		return []knownVersion{
			{"7.2", "valkey7"}, {"8.0", "valkey8"}, {"8.1", "valkey8"}, {"8.2", "valkey8"}, {"9.0", "valkey9"}, {"9.1", "valkey9"},
		}
	case Redis:
		return []knownVersion{{"6.2", "redis6.x"}, {"7.0", "redis7"}, {"7.1", "redis7"}}
	default:
		return nil
	}
}

// family is the parameter group's family: the one that was asked for, or the one of the version.
func (args *ClusterArgs) family() string {
	if args.ParameterGroupFamily != "" {
		return args.ParameterGroupFamily
	}
	for _, known := range knownVersions(args.Engine) {
		if known.version == args.EngineVersion {
			return known.family
		}
	}
	return ""
}

func (args *ClusterArgs) checkVersion(p *component.Problems) {
	var texts []string
	for _, known := range knownVersions(args.Engine) {
		texts = append(texts, known.version)
	}
	need := "a version such as " + suggest.Choice(texts)
	switch {
	case len(texts) == 0: // the engine is reported on its own
	case args.EngineVersion == "":
		p.Add("EngineVersion", need, nil)
	case !versionText.MatchString(args.EngineVersion):
		p.Add("EngineVersion", need+", major and minor version only", args.EngineVersion)
	case olderVersion(args.EngineVersion, oldestVersion):
		p.Add("EngineVersion", oldestVersion+" or newer, because older ones have no users", args.EngineVersion)
	case !slices.Contains(texts, args.EngineVersion) && args.ParameterGroupFamily == "":
		got := strconv.Quote(args.EngineVersion)
		if like := suggest.Closest(args.EngineVersion, texts); like != "" {
			got += fmt.Sprintf(" (did you mean %s?)", like)
		}
		p.Addf("EngineVersion", need+", or ParameterGroupFamily for one that this library does not know yet", "%s", got)
	}
	args.checkFamily(p)
}

func (args *ClusterArgs) checkFamily(p *component.Problems) {
	family := args.ParameterGroupFamily
	if family == "" {
		return
	}
	if !familyName.MatchString(family) || !strings.HasPrefix(family, string(args.Engine)) {
		p.Add("ParameterGroupFamily", fmt.Sprintf("a family of the engine %s, such as %s8", args.Engine, args.Engine), family)
		return
	}
	for _, known := range knownVersions(args.Engine) {
		if known.version == args.EngineVersion && known.family != family {
			p.Add("ParameterGroupFamily", known.family+", the family of version "+known.version, family)
		}
	}
}

// olderVersion compares two versions of the form "8.0"; what has another form is not older than anything.
func olderVersion(a, b string) bool {
	if !versionText.MatchString(a) || !versionText.MatchString(b) {
		return false
	}
	return slices.Compare(versionNumbers(a), versionNumbers(b)) < 0
}

func versionNumbers(version string) []int {
	var numbers []int
	for _, part := range strings.Split(version, ".") {
		n, _ := strconv.Atoi(part) // digits, by the pattern
		numbers = append(numbers, n)
	}
	return numbers
}
