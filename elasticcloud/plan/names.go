package plan

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/groundwork-go/groundwork/component"
)

const (
	needName       = "lower-case letters, digits, dots, hyphens and underscores, beginning with a letter or digit, 200 at most"
	needComponent  = "lower-case letters, digits, dots, hyphens, underscores and @, beginning with a letter or digit, 200 at most"
	needRepository = "a repository's name of letters, digits, dots, hyphens and underscores"
	needTarget     = "a lower-case name of 255 bytes at most, not beginning with - _ + or .ds-, without \\ / ? \" < > | , # : or spaces"
	maxTarget      = 255
	notInTargets   = `\/?"<>|,#: `
)

// nameForm is narrower than what Elasticsearch takes for names of policies and templates, so that each of them
// can be a part of a path without being escaped.
var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,199}$`)

var repositoryForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$`)

// componentForm also takes the @ in logs@custom, where the templates of Elasticsearch look for additions.
var componentForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{0,199}$`)

func checkName(p *component.Problems, field, name string) {
	p.Match(field, needName, name, nameForm)
}

// checkTarget holds a name or pattern to the rules of the create index and create data stream APIs. A pattern of nothing but
// wildcards also matches what Elasticsearch keeps for itself.
func checkTarget(p *component.Problems, field, target string) {
	wrong := target == "" || len(target) > maxTarget || target != strings.ToLower(target) ||
		strings.ContainsAny(target, notInTargets) || strings.ContainsAny(target[:1], "-_+") ||
		strings.HasPrefix(target, ".ds-") || target == "." || target == ".."
	if wrong {
		p.Add(field, needTarget, target)
		return
	}
	if strings.Trim(target, "*") == "" {
		p.Add(field, "a pattern that says more than *, which matches every index there is", target)
	}
}

func checkTargets(p *component.Problems, field string, targets []string) {
	if len(targets) == 0 {
		p.Add(field, "one name or pattern or more", nil)
	}
	for i, target := range targets {
		checkTarget(p, fmt.Sprintf("%s[%d]", field, i), target)
	}
}

func checkDuration(p *component.Problems, field string, d Duration) {
	if _, ok := d.nanos(); !ok && d != "" {
		p.Add(field, needDuration, string(d))
	}
}

func checkBytes(p *component.Problems, field string, b Bytes) {
	if _, ok := b.size(); !ok && b != "" {
		p.Add(field, needBytes, string(b))
	}
}
