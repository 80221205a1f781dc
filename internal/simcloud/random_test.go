package simcloud_test

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const passwordType = "random:index/randomPassword:RandomPassword"

func TestPasswords(t *testing.T) {
	tests := []struct {
		name   string
		inputs values
		want   string
	}{
		{"all classes", values{"length": 40}, `^.{40}$`},
		{"letters and digits", values{"length": 64, "special": false}, `^[a-zA-Z0-9]{64}$`},
		{"digits", values{"length": 12, "special": false, "upper": false, "lower": false}, `^[0-9]{12}$`},
		{"own specials", values{"length": 12, "numeric": false, "upper": false, "lower": false, "overrideSpecial": "!"}, `^!{12}$`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := made(t, simcloud.New(simcloud.Options{}), passwordType, "pw", props(test.inputs))
			require.True(t, o.Outputs["result"].IsSecret())
			assert.True(t, o.Outputs["bcryptHash"].IsSecret())
			assert.Regexp(t, test.want, open(o.Outputs["result"]))
			assert.Equal(t, resource.ID("none"), o.ID)
		})
	}
}

func TestPasswordsHoldTheLeastNumberOfEachClass(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, passwordType, "pw", props(values{"length": 8, "minLower": 2, "minUpper": 2, "minNumeric": 2, "minSpecial": 2}))
	password := open(o.Outputs["result"]).(string)
	count := func(set string) int {
		return len(strings.Map(func(r rune) rune {
			if strings.ContainsRune(set, r) {
				return r
			}
			return -1
		}, password))
	}
	assert.Equal(t, 2, count("abcdefghijklmnopqrstuvwxyz"))
	assert.Equal(t, 2, count("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	assert.Equal(t, 2, count("0123456789"))
	assert.NotRegexp(t, `^[a-z]{2}[A-Z]{2}[0-9]{2}`, password, "mixed")
}

func TestPasswordsAreDerivedAndNewAfterAReplacement(t *testing.T) {
	first := simcloud.New(simcloud.Options{})
	second := simcloud.New(simcloud.Options{})
	inputs := props(values{"length": 20})
	a := made(t, first, passwordType, "pw", inputs)
	assert.Equal(t, a, made(t, second, passwordType, "pw", inputs))
	assert.NotEqual(t, a.Outputs["result"], made(t, second, passwordType, "other", inputs).Outputs["result"])
	require.NoError(t, first.Delete(ctx, simcloud.Request{URN: a.URN, ID: a.ID}))
	assert.NotEqual(t, a.Outputs["result"], made(t, first, passwordType, "pw", inputs).Outputs["result"])
	assert.Equal(t, []string{"keepers"}, diff(passwordType, inputs, props(values{"length": 20, "keepers": values{"a": "b"}})).Replace)
}

func TestRandomRules(t *testing.T) {
	runRules(t, []ruleTest{
		{"length", passwordType, props(values{"length": 0}), "length", "need 1 or more, got 0"},
		{"too short for the classes", passwordType, props(values{"length": 3, "minLower": 2, "minUpper": 2}), "length", "need 4 or more, got 3"},
		{"no class", passwordType, props(values{"length": 3, "lower": false, "upper": false, "numeric": false, "special": false}), "special", "got none"},
		{"bytes", "random:index/randomId:RandomId", props(values{"byteLength": 0}), "byteLength", "need 1 or more, got 0"},
		{"span", "random:index/randomInteger:RandomInteger", props(values{"min": 5, "max": 4}), "max", "got max 4 with min 5"},
	})
}

func TestOtherRandomValues(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	text := made(t, c, "random:index/randomString:RandomString", "s", props(values{"length": 9, "special": false}))
	assert.Regexp(t, `^[a-zA-Z0-9]{9}$`, open(text.Outputs["result"]))
	assert.False(t, text.Outputs["result"].IsSecret())
	assert.Equal(t, string(text.ID), open(text.Outputs["result"]))

	id := made(t, c, "random:index/randomId:RandomId", "i", props(values{"byteLength": 4, "prefix": "p-"}))
	assert.Regexp(t, `^p-[0-9a-f]{8}$`, open(id.Outputs["hex"]))
	assert.Regexp(t, `^p-\d+$`, open(id.Outputs["dec"]))
	raw, err := base64.RawURLEncoding.DecodeString(string(id.ID))
	require.NoError(t, err)
	assert.Equal(t, "p-"+hex.EncodeToString(raw), open(id.Outputs["hex"]))

	uuid := made(t, c, "random:index/randomUuid:RandomUuid", "u", resource.PropertyMap{})
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, open(uuid.Outputs["result"]))

	bytes := made(t, c, "random:index/randomBytes:RandomBytes", "b", props(values{"length": 5}))
	assert.True(t, bytes.Outputs["hex"].IsSecret())
	assert.Len(t, open(bytes.Outputs["hex"]), 10)

	pet := made(t, c, "random:index/randomPet:RandomPet", "p", props(values{"length": 3, "prefix": "web", "separator": "."}))
	assert.Regexp(t, `^web\.[a-z]+\.[a-z]+\.[a-z]+$`, string(pet.ID))
	assert.Regexp(t, `^[a-z]+-[a-z]+$`, string(made(t, c, "random:index/randomPet:RandomPet", "q", resource.PropertyMap{}).ID))

	integer := made(t, c, "random:index/randomInteger:RandomInteger", "n", props(values{"min": 5, "max": 7}))
	assert.Contains(t, []float64{5, 6, 7}, open(integer.Outputs["result"]))

	shuffle := made(t, c, "random:index/randomShuffle:RandomShuffle", "z", props(values{"inputs": []any{"a", "b", "c", "d"}, "resultCount": 3}))
	results := open(shuffle.Outputs["results"]).([]resource.PropertyValue)
	require.Len(t, results, 3)
	assert.Subset(t, []any{"a", "b", "c", "d"}, []any{results[0].V, results[1].V, results[2].V})
}
