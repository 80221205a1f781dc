package docs_test

import (
	"cmp"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const controlsFile = "../sandbox/controls.json"

// notMet are tests that write down which controls a block does not meet by default, and why.
var notMet = regexp.MustCompile("NotMet$")

// The sandbox prints the names of the controls beside the blocks: go test ./docs -update.
func TestControlsByNameAreThoseOfTheTests(t *testing.T) {
	t.Parallel()
	all := map[string][]string{}
	for _, f := range families() {
		for _, name := range f.packages {
			if ids := controlIDs(controls(t, name, notMet)); len(ids) > 0 {
				all[name] = ids
			}
		}
	}
	require.NotEmpty(t, all)
	current, err := json.MarshalIndent(all, "", "  ")
	require.NoError(t, err)
	current = append(current, '\n')
	if *update {
		require.NoError(t, os.WriteFile(controlsFile, current, 0o644))
		return
	}
	content, err := os.ReadFile(controlsFile)
	require.NoError(t, err)
	assert.Equal(t, string(content), string(current), "%s is out of date: go test ./docs -update", controlsFile)
}

func TestControlIDs(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{
		"CIS 5.2.8", "CIS 5.2.10", "CKV2_AWS_5", "CKV_AWS_24", "CKV_AWS_62", "CKV_AWS_286", "CKV_AWS_287", "CKV_AWS_288", "EC2.2", "EC2.18",
	}, controlIDs([]string{
		"EC2.18, EC2.2, CKV_AWS_24: no more than 25 blocks", "CKV_AWS_62, 286 to 288: least privilege", "CKV2_AWS_5", "CIS 5.2.10, CIS 5.2.8: none is left, 2 of 3",
		"EC2.18: again", "NSA: closed inwards",
	}))
}

var (
	// controlList is a control and the numbers that go on from it: "CKV_AWS_62, 63, 286 to 290, 355".
	controlList = regexp.MustCompile(controlID.String() + `((?:, \d+(?: to \d+)?\b)*)`)
	lastNumber  = regexp.MustCompile(`\d+$`)
	digits      = regexp.MustCompile(`\d+`)
)

// controlIDs are the names of the controls in texts, each by itself, sorted by their numbers. What follows a colon says what is checked.
func controlIDs(texts []string) (ids []string) {
	for _, text := range texts {
		names, _, _ := strings.Cut(text, ": ")
		for _, found := range controlList.FindAllStringSubmatch(names, -1) {
			ids = append(ids, found[1])
			family := lastNumber.ReplaceAllString(found[1], "")
			for _, span := range strings.Split(found[2], ", ") {
				from, to, isSpan := strings.Cut(span, " to ")
				first, err := strconv.Atoi(from)
				last := first
				if isSpan {
					last, _ = strconv.Atoi(to) // digits, by the pattern
				}
				for n := first; err == nil && n <= last; n++ {
					ids = append(ids, family+strconv.Itoa(n))
				}
			}
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(sortKey(a), sortKey(b)), cmp.Compare(a, b)) })
	return slices.Compact(ids)
}

// sortKey writes the numbers of a name with leading zeros, so that 5.2.8 comes before 5.2.10.
func sortKey(id string) string {
	return digits.ReplaceAllStringFunc(id, func(number string) string { return strings.Repeat("0", max(0, 6-len(number))) + number })
}
