package secret

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// argsName is how errors name the arguments.
const argsName = "secret.Args"

// Limits of Secrets Manager, and our own.
const (
	maxValueBytes        = 65536 // quotas: secret value size
	maxDescriptionLength = 2048  // API reference, CreateSecret
	minRecoveryDays      = 7     // API reference, DeleteSecret
	maxRecoveryDays      = 30    // API reference, DeleteSecret
	minLength            = 16    // our own: 95 bits
	maxLength            = 1024  // our own: no password field takes more
)

// What is asked of values, in words.
const (
	needSource  = "exactly one of Value, Values, Generate and External"
	needValue   = "a value that is not in the source code: read it from secret configuration with config.RequireSecret"
	needPresent = "a value"
	needKey     = "1 to 128 letters, digits, full stops, hyphens and underscores" // our own: a reference separates its parts by colons
)

// symbols are the printable characters of ASCII besides letters, digits and the space.
const symbols = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

var (
	keyName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,128}$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError]. No
// error ever shows a value.
func (args *Args) Validate() error {
	p := component.NewProblems("secret", "Args")
	a := args.withDefaults()
	a.checkBasics(p)
	a.checkSource(p)
	a.checkGenerate(p)
	a.checkPlain(p)
	a.checkDeletion(p)
	return p.Err()
}

func (args *Args) checkBasics(p *component.Problems) {
	p.RequireTags(args.Tags)
	p.CheckProfile(args.Profile)
	if n := utf8.RuneCountInString(args.Description); n > maxDescriptionLength {
		p.Addf("Description", fmt.Sprintf("%d characters or fewer", maxDescriptionLength), "%d", n)
	}
	awsform.KeyARN.Check(p, "KMSKeyARN", args.KMSKeyARN)
}

func (args *Args) checkSource(p *component.Problems) {
	switch given := args.sources(); {
	case len(given) == 0:
		p.Add("Value", needSource, nil)
	case len(given) > 1:
		p.Addf(given[1], needSource, "%s", strings.Join(given, " and "))
	}
	if value, known := component.Known(args.Value); known && value != nil {
		p.Addf("Value", needValue, "a literal")
	}
	for _, key := range slices.Sorted(maps.Keys(args.Values)) {
		field := valueField(key)
		p.Match(field, needKey, key, keyName)
		switch value, known := component.Known(args.Values[key]); {
		case known && value == nil:
			p.Add(field, needPresent, nil)
		case known:
			p.Addf(field, needValue+", or write it under Plain when it is no secret", "a literal")
		}
	}
}

func (args *Args) checkGenerate(p *component.Problems) {
	g := args.Generate
	if g == nil {
		return
	}
	p.Between("Generate.Length", g.Length, minLength, maxLength)
	if g.Generation < 0 {
		p.Add("Generate.Generation", "0 or more", g.Generation)
	}
	for i, c := range g.Symbols {
		if !strings.ContainsRune(symbols, c) || strings.ContainsRune(g.Symbols[:i], c) {
			p.Add("Generate.Symbols", "printable characters besides letters, digits and the space, none twice", g.Symbols)
			break
		}
	}
	for i, key := range g.Keys {
		field := fmt.Sprintf("Generate.Keys[%d]", i)
		if p.Match(field, needKey, key, keyName) && slices.Contains(g.Keys[:i], key) {
			p.Addf(field, "a key of its own", "%q a second time", key)
		}
	}
}

func (args *Args) checkPlain(p *component.Problems) {
	if len(args.Plain) == 0 {
		return
	}
	if len(args.Values) == 0 && (args.Generate == nil || len(args.Generate.Keys) == 0) {
		p.Addf("Plain", "Values or Generate.Keys beside it", "neither")
	}
	for _, key := range slices.Sorted(maps.Keys(args.Plain)) {
		field := fmt.Sprintf("Plain[%q]", key)
		p.Match(field, needKey, key, keyName)
		_, twice := args.Values[key]
		if twice || args.Generate != nil && slices.Contains(args.Generate.Keys, key) {
			p.Addf(field, "a key of its own", "one that has a secret value too")
		}
	}
}

func (args *Args) checkDeletion(p *component.Problems) {
	switch days := args.RecoveryWindowDays; {
	case args.DeleteImmediately && days != 0:
		p.Addf("RecoveryWindowDays", "nothing beside DeleteImmediately", "%d", days)
	case args.DeleteImmediately:
	case days < minRecoveryDays || days > maxRecoveryDays:
		p.Add("RecoveryWindowDays", fmt.Sprintf("%d to %d, or DeleteImmediately", minRecoveryDays, maxRecoveryDays), days)
	}
}

func valueField(key string) string { return fmt.Sprintf("Values[%q]", key) }
