package naming

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"unicode/utf8"
)

// HashLength is the number of characters of the hash that stands for what was cut:
// 35 bits of SHA-256 in the letters a to z and the digits 2 to 7.
const HashLength = 7

// separators may not stand before the hash: "web--abc2345" is refused by services that
// forbid two hyphens in a row.
const separators = "-_."

// Truncate returns name unchanged when it has at most limit bytes; otherwise its
// beginning, a hyphen and a hash of the whole name, together at most limit bytes.
//
// No character is cut in half, and besides the hyphen and the hash (a-z, 2-7) the result
// holds only characters of the name. A limit below HashLength+2 leaves no room for a
// beginning: the result is then the hash, or as much of it as fits.
func Truncate(name string, limit int) string {
	if len(name) <= limit {
		return name
	}
	return hashed(name, name, limit, "-")
}

// AutoNameBase shortens a logical name so that the service's limit still holds when the
// provider's auto-naming has appended AutoNameSuffix characters.
func AutoNameBase(name string, limit int) string {
	return Truncate(name, limit-AutoNameSuffix)
}

// AccountID returns a Google service account id for a logical name: 6 to 30 lower-case
// letters, digits and hyphens, a letter first and no hyphen last. A name that is no legal
// id itself is folded and gets a hash, so that different names give different ids.
func AccountID(name string) string {
	folded := strings.Map(func(r rune) rune {
		switch {
		case isLower(r), isDigit(r):
			return r
		case isUpper(r):
			return r + ('a' - 'A')
		default:
			return '-'
		}
	}, name)
	folded = strings.Trim(folded, "-")
	legal := folded == name && len(name) >= MinAccountID && len(name) <= MaxAccountID && isLower(rune(name[0]))
	if legal {
		return name
	}
	if folded == "" || !isLower(rune(folded[0])) {
		folded = strings.TrimRight("sa-"+folded, "-")
	}
	return hashed(folded, name, MaxAccountID, "-")
}

// RoleID returns a Google custom role id for a logical name: 3 to 64 letters, digits,
// underscores and full stops. Hyphens become underscores; any other change, and any name
// that has underscores of its own, adds a hash, so that different names give different ids.
func RoleID(name string) string {
	unambiguous := len(name) >= MinRoleID && len(name) <= MaxRoleID
	folded := strings.Map(func(r rune) rune {
		switch {
		case isLower(r), isUpper(r), isDigit(r), r == '.':
			return r
		case r == '-':
			return '_'
		default:
			unambiguous = false
			return '_'
		}
	}, name)
	if unambiguous {
		return folded
	}
	return hashed(folded, name, MaxRoleID, "_")
}

// hashed joins the beginning of prefix and the hash of name, within limit bytes.
func hashed(prefix, name string, limit int, separator string) string {
	hash := digest(name)
	room := min(limit-len(hash)-len(separator), len(prefix))
	for room > 0 && room < len(prefix) && !utf8.RuneStart(prefix[room]) {
		room--
	}
	if room > 0 {
		prefix = strings.TrimRight(prefix[:room], separators)
	} else {
		prefix = ""
	}
	if prefix == "" {
		return hash[:max(0, min(limit, len(hash)))]
	}
	return prefix + separator + hash
}

func digest(name string) string {
	sum := sha256.Sum256([]byte(name))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:HashLength]
}

func isLower(r rune) bool { return r >= 'a' && r <= 'z' }
func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' }
func isDigit(r rune) bool { return r >= '0' && r <= '9' }
