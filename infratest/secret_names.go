package infratest

import (
	"slices"
	"strings"
	"unicode"
)

// secretPhrases are words, or runs of words, that name a secret.
func secretPhrases() [][]string {
	return [][]string{
		{"password"}, {"passwd"}, {"passphrase"}, {"secret"}, {"token"}, {"credential"}, {"credentials"}, {"kubeconfig"}, {"apikey"},
		{"auth", "string"}, {"private", "key"}, {"api", "key"}, {"access", "key"}, {"secret", "key"}, {"encryption", "key"}, {"signing", "key"},
		{"shared", "key"}, {"account", "key"}, {"license", "key"}, {"connection", "string"}, {"htpasswd"}, {"pwd"},
	}
}

// harmlessEndings are last words of names that tell about a secret, or point to one, and do not hold it.
func harmlessEndings() []string {
	return []string{
		"name", "names", "id", "ids", "arn", "arns", "url", "urls", "uri", "ref", "refs", "length", "version", "versions", "enabled", "type", "ttl", "policy",
		"period", "window", "seconds", "minutes", "hours", "days", "count", "path", "endpoint", "file", "mode", "algorithm", "format", "status", "expiry", "expiration",
		"issuer", "audience", "region", "prefix", "suffix", "class", "store", "provider", "namespace", "location", "description", "field", "header", "link", "selector",
	}
}

// soundsSecret judges the last name on the way to a value by whole words: secretString does, secretArn and passwordLength do not, nor does tokenizer.
// What stands under a reference, such as secretKeyRef.key, never does.
func soundsSecret(names []string) bool {
	for _, parent := range names[:len(names)-1] {
		if last := words(parent); len(last) > 0 && last[len(last)-1] == "ref" {
			return false
		}
	}
	parts := words(names[len(names)-1])
	if len(parts) == 0 || slices.Contains(harmlessEndings(), parts[len(parts)-1]) {
		return false
	}
	return slices.ContainsFunc(secretPhrases(), func(phrase []string) bool {
		for i := range parts {
			if i+len(phrase) <= len(parts) && slices.Equal(parts[i:i+len(phrase)], phrase) {
				return true
			}
		}
		return false
	})
}

// words splits camelCase, snake_case, SCREAMING_CASE and kebab-case into lower-case words; KMSKeyID is kms, key, id.
func words(name string) []string {
	runes := []rune(name)
	var all []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			all = append(all, strings.ToLower(word.String()))
			word.Reset()
		}
	}
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		startsWord := unicode.IsUpper(r) && i > 0 &&
			(unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if startsWord {
			flush()
		}
		word.WriteRune(r)
	}
	flush()
	return all
}

// isReference tells whether a plain text points to a secret that stands elsewhere: an ARN, a Google Cloud resource path, a template expression.
func isReference(value string) bool {
	for _, prefix := range []string{"arn:", "projects/", "${", "{{", "urn:"} {
		if strings.HasPrefix(value, prefix) {
			return true
		}
	}
	return false
}
