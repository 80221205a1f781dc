package gen

import (
	"regexp"
	"strings"
)

// replacing holds the wordings that say that a change makes a new resource. Each was taken from a count of the
// sentences that really occur; see the package comment for the choice.
var replacing = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`\bforces? (a )?new (resource|cluster|interface|project|service account)\b`,
	`\bforces? (a )?(replacement|recreation)\b`,
	`\bforces the instance to be recreated\b`,
	`\bchang\w+\b.*\bcreates? a new resource\b`,
	`\bre-?creates? the (resource|cloud function)\b`,
	`\bcauses? the (resource|instance) to (recreate|be destroyed and re-?created)\b`,
	`\bdelet\w+/ ?recreat\w+ the\b`,
	`\bcauses replacement of the resource\b`,
	`\btrigger recreation of resource\b`,
	`\bmust be recreated to modify this field\b`,
	`^"?immutable\b(\.| after| once|$)`,
	`\b(is|itself is|is an) immutable\b`,
	`^the immutable \w+ of\b`,
	`\b(cannot|can't|can not|may not) be (changed|updated|modified)\b`,
	`\byou (cannot|can't) (change|update|modify)\b`,
	`\bcan only be set on creation\b`,
	`\bupdate is not allowed after\b`,
}, "|"))

// conditional holds the words that make such a sentence true in some cases only, or true of something else.
// A replacement that does not happen in the real cloud is worse than a missing one, so these stay out.
var conditional = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`\b(if|when|unless|during|through)\b`,
	`\b(disabling|enabling|downgrading|adding or removing|removing)\b`,
	`^for (memcached|load balancers)\b`,
	`\bwith an? ` + "`", // "with an `engineVersion` < …"
	`\bcannot be removed\b`, `\bother fields\b`, `\bon a locked\b`, `\bhistorical\b`,
}, "|"))

// unconditional holds phrases with such a word that still mean any change.
var unconditional = regexp.MustCompile("(?i)(^if `\\w+` is changed\\b|\\bwhen (changed|creating)\\b|\\bif it is changed\\b)")

// otherProperty finds the property that a sentence is about when it names one: "Changing `x` …", "`x` - (Optional…".
var otherProperty = regexp.MustCompile("(?i)(?:^\\W*|\\b(?:changing|modifying)(?: the)?(?: value of)? )`(\\w+)`")

var sentenceEnd = regexp.MustCompile(`[.;]\s+`)

// misread lists properties whose documentation matches and means something else.
var misread = map[string]bool{
	// The name of one version can't be changed; the provider makes a new version in place.
	"aws:ssm/document:Document versionName": true,
}

// documentedReplacement tells whether the doc comment of the property says that every change makes a new resource.
func documentedReplacement(token, property, doc string) bool {
	if misread[token+" "+property] {
		return false
	}
	text := strings.Join(strings.Fields(doc), " ")
	for start := 0; start < len(text); {
		end := len(text)
		if at := sentenceEnd.FindStringIndex(text[start:]); at != nil {
			end = start + at[1]
		}
		if replacingSentence(property, strings.TrimSpace(text[start:end])) {
			return true
		}
		start = end
	}
	return false
}

func replacingSentence(property, sentence string) bool {
	if !replacing.MatchString(sentence) {
		return false
	}
	if conditional.MatchString(unconditional.ReplaceAllString(sentence, "")) {
		return false
	}
	other := otherProperty.FindStringSubmatch(sentence)
	return other == nil || other[1] == property
}
