package tagging

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/groundwork-go/groundwork/internal/naming"
)

// Limits of the platforms. A Set keeps all of them at once, so that the same tags can travel.
const (
	// maxTags is AWS's limit for one resource; Google Cloud takes 64 labels.
	maxTags = 50
	// maxValue is AWS's limit for a value, in characters.
	maxValue = 256
	// maxLabel is the limit of Google Cloud and Kubernetes for a label's value.
	maxLabel = 63
)

// managedByLabel is Kubernetes' own label for what managed-by says. Canonical keys have no
// slash, so nothing else can collide with it.
const managedByLabel = "app.kubernetes.io/managed-by"

// valueNeeds lists what a value lacks to fit every platform; none when it fits.
func valueNeeds(value string) []string {
	if value == "" {
		return []string{"a value that is not empty"}
	}
	if !utf8.ValidString(value) {
		return []string{"valid UTF-8"}
	}
	var needs []string
	if strings.TrimSpace(value) != value {
		needs = append(needs, "no space at the beginning or end")
	}
	if utf8.RuneCountInString(value) > maxValue {
		needs = append(needs, fmt.Sprintf("%d characters or fewer (AWS)", maxValue))
	}
	if hasAWSPrefix(value) {
		needs = append(needs, `a value that does not begin with "aws:" (reserved by AWS)`)
	}
	if strings.ContainsFunc(strings.TrimSpace(value), outsideAWS) {
		needs = append(needs, "letters, digits, spaces and + - = . _ : / @ only (AWS)")
	}
	if gcpLabel(value) == "" || kubernetesLabel(value) == "" {
		needs = append(needs, "at least one of a-z, A-Z and 0-9, or nothing is left of it as a label (Google Cloud, Kubernetes)")
	}
	return needs
}

func hasAWSPrefix(value string) bool {
	const prefix = "aws:"
	return len(value) >= len(prefix) && strings.EqualFold(value[:len(prefix)], prefix)
}

func outsideAWS(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune(" +-=._:/@", r)
}

// fitProblems judges the set as a whole: its size, and keys that would become one.
func fitProblems(tags map[string]string) []Problem {
	var problems []Problem
	if len(tags) > maxTags {
		problems = append(problems, Problem{
			Key:  "Tags",
			Need: fmt.Sprintf("%d tags or fewer, the %d automatic ones included (AWS)", maxTags, len(automaticKeys())),
			Got:  strconv.Itoa(len(tags)),
		})
	}
	owner := make(map[string]string, len(tags))
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		if !keyPattern.MatchString(key) {
			continue
		}
		folded := KubernetesKey(key)
		if first, taken := owner[folded]; taken {
			problems = append(problems, Problem{
				Key:  key,
				Need: fmt.Sprintf("a key that stays different from %q on Kubernetes", first),
				Got:  fmt.Sprintf("%q for both", folded),
			})
			continue
		}
		owner[folded] = key
	}
	return problems
}

// KubernetesKey returns the key under which KubernetesLabels and KubernetesAnnotations show a
// canonical key: the same, without - and _ at its end, which Kubernetes refuses there.
// managed-by becomes app.kubernetes.io/managed-by.
func KubernetesKey(key string) string {
	if key == KeyManagedBy {
		return managedByLabel
	}
	return strings.TrimRight(key, "-_")
}

// gcpLabel folds a value to [a-z0-9_-]{1,63}, or to "" when no letter or digit is left.
func gcpLabel(value string) string {
	folded := fold(strings.ToLower(value), "-_")
	if strings.Trim(folded, "-_") == "" {
		return ""
	}
	return naming.Truncate(folded, maxLabel)
}

// kubernetesLabel folds a value to at most 63 of [A-Za-z0-9._-] that begin and end with a
// letter or digit, or to "" when none is left.
func kubernetesLabel(value string) string {
	return naming.Truncate(strings.Trim(fold(value, "-_."), "-_."), maxLabel)
}

// fold writes @ as _at_ and every other character that is neither an ASCII letter or digit
// nor one of also as a hyphen.
func fold(value, also string) string {
	var b strings.Builder
	for _, r := range value {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune(also, r):
			b.WriteRune(r)
		case r == '@':
			b.WriteString("_at_")
		default:
			b.WriteByte('-')
		}
	}
	return b.String()
}
