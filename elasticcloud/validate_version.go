package elasticcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/component"
)

// oldestMajor is the oldest major version that new deployments should have: 7 is out of support, and lacks the repository types that
// SnapshotRepository needs.
const oldestMajor = 8

var versionText = regexp.MustCompile(`^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$`)

func (args *DeploymentArgs) checkVersion(p *component.Problems) {
	const need = "an exact version such as 9.1.4; LookupStack lists those of the region"
	switch {
	case args.Version == "":
		p.Add("Version", need, nil)
	case !versionText.MatchString(args.Version):
		p.Add("Version", need, args.Version)
	case major(args.Version) < oldestMajor:
		p.Add("Version", fmt.Sprintf("%d.0.0 or newer", oldestMajor), args.Version)
	}
}

// refuseVersion says what is wrong with an upgrade: the way back, which the service does not have, and steps that it does not take.
func refuseVersion(old, next any) []component.FieldError {
	before, wasText := old.(string)
	after, isText := next.(string)
	refused := func(need, gotEnd string) []component.FieldError {
		return []component.FieldError{{Field: "Version", Need: need, Got: fmt.Sprintf("%q; %s", fmt.Sprint(next), gotEnd)}}
	}
	switch {
	case !wasText || !isText || !versionText.MatchString(before) || !versionText.MatchString(after):
		return refused("an exact version", "the deployment has "+strconv.Quote(fmt.Sprint(old)))
	case slices.Compare(numbers(after), numbers(before)) < 0:
		return refused(before+" or newer, because Elasticsearch cannot be downgraded",
			"make a second deployment of that version, and index the data into it again")
	case major(after) > major(before)+1:
		return refused(fmt.Sprintf("%d.x.y at most, one major version after %s", major(before)+1, before), "upgrade one major version at a time")
	case major(before) == 8 && major(after) == 9 && numbers(before)[1] != gateway(after):
		return refused(fmt.Sprintf("8.%d.y first, from which %s can be reached", gateway(after), after), "the deployment has "+before)
	}
	return nil
}

// gateway is the only minor version of 8 from which a version 9 is reached: 8.18 for 9.0, and 8.19 for those after it (Elastic's upgrade
// guide). Of later major versions nothing is known yet.
func gateway(after string) int {
	if numbers(after)[1] == 0 {
		return 18
	}
	return 19
}

func major(version string) int { return numbers(version)[0] }

// numbers reads a version that versionText has matched.
func numbers(version string) []int {
	var all []int
	for _, part := range strings.Split(version, ".") {
		n, _ := strconv.Atoi(part) // digits, by the pattern
		all = append(all, n)
	}
	return all
}
