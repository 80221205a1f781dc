package simcloud

import (
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	lowerLetters  = "abcdefghijklmnopqrstuvwxyz"
	upperLetters  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	decimalDigits = "0123456789"
	specialSigns  = "!@#$%&*()-_=+[]{}<>:?"
)

// randomModels models the random provider. Its values are not random: they are derived like everything else, so they must
// never leave a test.
func randomModels() []model {
	return slices.Concat(characterModels(), byteModels(), choiceModels())
}

func characterModels() []model {
	characters := []string{"keepers", "length", "lower", "upper", "number", "numeric", "special", "overrideSpecial",
		"minLower", "minUpper", "minNumeric", "minSpecial"}
	return []model{
		{
			token: "random:index/randomPassword:RandomPassword", replace: characters, check: checkCharacters,
			id: func(subject) string { return "none" },
			outputs: func(s subject) resource.PropertyMap {
				out := characterDefaults(s)
				out["result"] = secret(str(randomText(s)))
				// It has the form of a bcrypt hash and is none.
				out["bcryptHash"] = secret(str("$2a$10$" + s.hex("bcrypt", 53)))
				return out
			},
		},
		{
			token: "random:index/randomString:RandomString", replace: characters, check: checkCharacters,
			id: randomText,
			outputs: func(s subject) resource.PropertyMap {
				out := characterDefaults(s)
				out["result"] = str(randomText(s))
				return out
			},
		},
	}
}

func byteModels() []model {
	return []model{
		{
			token: "random:index/randomId:RandomId", replace: []string{"keepers", "byteLength", "prefix"},
			check: atLeastOne("byteLength"),
			id:    func(s subject) string { return base64.RawURLEncoding.EncodeToString(randomBytes(s, "byteLength")) },
			outputs: func(s subject) resource.PropertyMap {
				b, prefix := randomBytes(s, "byteLength"), text(s.in, "prefix")
				return resource.PropertyMap{
					"hex": str(prefix + hex.EncodeToString(b)), "dec": str(prefix + new(big.Int).SetBytes(b).String()),
					"b64Std": str(prefix + base64.StdEncoding.EncodeToString(b)),
					"b64Url": str(prefix + base64.RawURLEncoding.EncodeToString(b)),
				}
			},
		},
		{
			token: "random:index/randomBytes:RandomBytes", replace: []string{"keepers", "length"}, check: atLeastOne("length"),
			id: func(subject) string { return "none" },
			outputs: func(s subject) resource.PropertyMap {
				b := randomBytes(s, "length")
				return resource.PropertyMap{
					"hex": secret(str(hex.EncodeToString(b))), "base64": secret(str(base64.StdEncoding.EncodeToString(b))),
				}
			},
		},
	}
}

func choiceModels() []model {
	return []model{
		{
			token: "random:index/randomPet:RandomPet", replace: []string{"keepers", "length", "prefix", "separator"},
			id: petName,
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{"length": num(2), "separator": str("-")})
			},
		},
		{
			token: "random:index/randomUuid:RandomUuid", replace: []string{"keepers"},
			id:      func(s subject) string { return s.uuid("result") },
			outputs: func(s subject) resource.PropertyMap { return resource.PropertyMap{"result": str(s.uuid("result"))} },
		},
		{
			token: "random:index/randomInteger:RandomInteger", replace: []string{"keepers", "min", "max", "seed"},
			check: checkSpan,
			id:    func(s subject) string { return strconv.Itoa(randomInteger(s)) },
			outputs: func(s subject) resource.PropertyMap {
				return resource.PropertyMap{"result": num(randomInteger(s))}
			},
		},
		{
			token: "random:index/randomShuffle:RandomShuffle", replace: []string{"keepers", "inputs", "resultCount", "seed"},
			id: func(subject) string { return "-" },
			outputs: func(s subject) resource.PropertyMap {
				return resource.PropertyMap{"results": resource.NewArrayProperty(shuffled(s))}
			},
		},
	}
}

func characterDefaults(s subject) resource.PropertyMap {
	yes, none := boolean(true), num(0)
	return defaults(s, resource.PropertyMap{
		"lower": yes, "upper": yes, "number": yes, "numeric": yes, "special": yes,
		"minLower": none, "minUpper": none, "minNumeric": none, "minSpecial": none,
	})
}

// alphabet is one class of characters: whether it is used, and how many are the least.
type alphabet struct {
	characters string
	least      int
}

func alphabets(in resource.PropertyMap) []alphabet {
	special := first(text(in, "overrideSpecial"), specialSigns)
	var used []alphabet
	for _, class := range []struct {
		name, least resource.PropertyKey
		characters  string
	}{
		{"lower", "minLower", lowerLetters}, {"upper", "minUpper", upperLetters},
		{"numeric", "minNumeric", decimalDigits}, {"special", "minSpecial", special},
	} {
		off := has(in, class.name) && !flag(in, class.name)
		if class.name == "numeric" && has(in, "number") && !flag(in, "number") {
			off = true
		}
		if least, _ := number(in, class.least); !off {
			used = append(used, alphabet{class.characters, int(least)})
		}
	}
	return used
}

func checkCharacters(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	least := 0
	classes := alphabets(in)
	for _, class := range classes {
		least += class.least
	}
	if length, ok := number(in, "length"); ok {
		if length < 1 || int(length) < least {
			r.fail("length", "need %d or more, got %v", max(1, least), length)
		}
		if len(classes) == 0 {
			r.fail("special", "need one or more classes of characters, got none")
		}
	}
	return r.failures
}

func atLeastOne(property resource.PropertyKey) func(resource.PropertyMap) []Failure {
	return func(in resource.PropertyMap) []Failure {
		r := &rules{in: in}
		if n, ok := number(in, property); ok && n < 1 {
			r.fail(string(property), "need 1 or more, got %v", n)
		}
		return r.failures
	}
}

func checkSpan(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	low, hasLow := number(in, "min")
	high, hasHigh := number(in, "max")
	if hasLow && hasHigh && low > high {
		r.fail("max", "need min or more, got max %v with min %v", high, low)
	}
	return r.failures
}

// randomText draws the least number of each class first and the rest from all, then mixes them.
func randomText(s subject) string {
	length, _ := number(s.in, "length")
	classes := alphabets(s.in)
	var drawn []byte
	var all string
	for i, class := range classes {
		all += class.characters
		for range class.least {
			drawn = append(drawn, pick(s, "class "+strconv.Itoa(i)+" "+strconv.Itoa(len(drawn)), class.characters))
		}
	}
	for len(drawn) < int(length) && all != "" {
		drawn = append(drawn, pick(s, "any "+strconv.Itoa(len(drawn)), all))
	}
	for i := len(drawn) - 1; i > 0; i-- {
		j := s.between("mix "+strconv.Itoa(i), 0, i)
		drawn[i], drawn[j] = drawn[j], drawn[i]
	}
	return string(drawn)
}

func pick(s subject, label, from string) byte {
	return from[s.between(label, 0, len(from)-1)]
}

func randomBytes(s subject, length resource.PropertyKey) []byte {
	n, _ := number(s.in, length)
	return s.bytes("bytes", max(0, int(n)))
}

func randomInteger(s subject) int {
	low, _ := number(s.in, "min")
	high, _ := number(s.in, "max")
	return s.between("integer", int(low), int(high))
}

func shuffled(s subject) []resource.PropertyValue {
	items := append([]resource.PropertyValue{}, list(s.in, "inputs")...)
	for i := len(items) - 1; i > 0; i-- {
		j := s.between("shuffle "+strconv.Itoa(i), 0, i)
		items[i], items[j] = items[j], items[i]
	}
	if n, ok := number(s.in, "resultCount"); ok && int(n) < len(items) {
		items = items[:max(0, int(n))]
	}
	return items
}

var (
	petManners = []string{"bright", "calm", "clever", "eager", "gentle", "happy", "keen", "lucky", "proud", "quiet", "swift", "warm"}
	petAnimals = []string{"badger", "falcon", "heron", "lynx", "marten", "otter", "puffin", "raven", "seal", "stoat", "tern", "vole"}
)

func petName(s subject) string {
	length := 2
	if n, ok := number(s.in, "length"); ok {
		length = int(n)
	}
	separator := "-"
	if has(s.in, "separator") {
		separator = text(s.in, "separator")
	}
	var words []string
	if prefix := text(s.in, "prefix"); prefix != "" {
		words = append(words, prefix)
	}
	for i := range length {
		from := petManners
		if i == length-1 {
			from = petAnimals
		}
		words = append(words, from[s.between("word "+strconv.Itoa(i), 0, len(from)-1)])
	}
	return strings.Join(words, separator)
}
