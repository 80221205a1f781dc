package contractvet

import (
	"go/token"
	"slices"
	"strings"
	"unicode"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
	"github.com/groundwork-go/groundwork/stackref/internal/source"
)

// definition reports what is wrong with a contract.
func (c *checker) definition(contract *source.Contract) {
	for _, p := range contract.Problems {
		c.Reportf(c.place(contract, p.Path), "%s: %s", p.Path, p.Text)
	}
	c.unmarked(contract, contract.GoType, contract.Fields)
}

// place is the position of a field, or of what it stands in when the field itself is in another package.
func (c *checker) place(contract *source.Contract, path string) token.Pos {
	for {
		pos := contract.Position(path)
		for _, file := range c.Files {
			if file.FileStart <= pos && pos <= file.FileEnd {
				return pos
			}
		}
		dot := strings.LastIndex(path, ".")
		if dot <= len(contract.GoType) {
			return contract.Type.Pos()
		}
		path = path[:dot]
	}
}

// unmarked reports outputs that look secret by their name. Everything in a secret is one.
func (c *checker) unmarked(contract *source.Contract, path string, fields []shape.Field) {
	for i := range fields {
		f := &fields[i]
		if f.Secret {
			continue
		}
		at := path + "." + f.GoName
		inner := &f.Type
		for inner.Elem != nil {
			inner = inner.Elem
		}
		text := inner.Kind == shape.String || inner.Kind == shape.Any
		if text && f.Name != "" && (soundsSecret(f.Name) || soundsSecret(f.GoName)) {
			c.Reportf(c.place(contract, at), "%s: the output %q sounds like a secret and is not marked as one: write `pulumi:\"%s,secret\"`, "+
				"or a name that ends in what it really is, such as Arn or Name", at, f.Name, f.Name)
		}
		c.unmarked(contract, at, inner.Fields)
	}
}

// soundsSecret tells whether a name ends in a word for a secret. More words after it make it the name of something else:
// tokenUrl, passwordSecretArn.
func soundsSecret(name string) bool {
	words := split(name)
	qualifiers := []string{
		"value", "text", "data", "base64", "base", "json", "yaml", "pem", "raw", "plain", "plaintext", "current", "previous", "primary", "secondary",
	}
	for len(words) > 1 && (slices.Contains(qualifiers, words[len(words)-1]) || isNumber(words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return false
	}
	last := strings.TrimSuffix(words[len(words)-1], "s")
	switch last {
	case "password", "passwd", "pwd", "passphrase", "token", "secret", "kubeconfig", "credential", "apikey":
		return true
	}
	if len(words) < 2 {
		return false
	}
	switch words[len(words)-2] + " " + last {
	case "api key", "private key", "access key", "secret key", "signing key", "kube config", "auth string", "connection string", "pass word", "pass phrase":
		return true
	}
	return false
}

// split takes a name apart where a capital begins a word, at digits, hyphens and underscores: "dbAPIKey2" is db, api, key, 2.
func split(name string) []string {
	runes := []rune(name)
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
		}
		word = nil
	}
	for i, r := range runes {
		switch {
		case r == '-' || r == '_':
			end()
			continue
		case i == 0:
		case unicode.IsDigit(r) != unicode.IsDigit(runes[i-1]),
			unicode.IsUpper(r) && !unicode.IsUpper(runes[i-1]),
			unicode.IsUpper(r) && i+1 < len(runes) && unicode.IsLower(runes[i+1]) && string(runes[i+1:]) != "s":
			end()
		}
		word = append(word, r)
	}
	end()
	return words
}

func isNumber(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}
