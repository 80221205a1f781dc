package stackconfig_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/stackconfig"
)

type badTags struct {
	NoTag      string
	Option     string              `yaml:"option,inline"`
	Required   string              `yaml:"required" required:"yes"`
	Rule       string              `yaml:"rule" validate:"minimum=1"`
	Limit      int                 `yaml:"limit" validate:"min=one"`
	Fraction   int                 `yaml:"fraction" validate:"min=1.5"`
	Order      int                 `yaml:"order" validate:"min=2,max=1"`
	BoolMin    bool                `yaml:"bool_min" validate:"min=1"`
	NumberLen  int                 `yaml:"number_len" validate:"len=1"`
	Choice     int                 `yaml:"choice" validate:"oneof=1|two"`
	NoChoice   string              `yaml:"no_choice" validate:"oneof="`
	BoolChoice bool                `yaml:"bool_choice" validate:"oneof=true"`
	Pattern    string              `yaml:"pattern" validate:"pattern=("`
	IntPattern int                 `yaml:"int_pattern" validate:"pattern=1"`
	Unique     window              `yaml:"unique" validate:"unique"`
	UniqueKey  []window            `yaml:"unique_key" validate:"unique=name"`
	UniqueInt  []int               `yaml:"unique_int" validate:"unique=name"`
	Default    int                 `yaml:"default" default:"seven"`
	OutOfRule  int                 `yaml:"out_of_rule" default:"7" validate:"max=6"`
	Both       int                 `yaml:"both" default:"7" required:"true"`
	Secret     pulumi.StringOutput `yaml:"secret" default:"hunter2"`
	One        string              `yaml:"one" validate:"unique" default:"x"`
	List       []string            `yaml:"list" default:"[1"`
	Any        any                 `yaml:"any"`
	Chan       chan int            `yaml:"chan"`
	Array      [2]int              `yaml:"array"`
	Keys       map[int]string      `yaml:"keys"`
	Pointers   **int               `yaml:"pointers"`
	hidden     string              `yaml:"hidden"` //nolint:unused // its tag is the mistake
	Twice      string              `yaml:"rule"`
	Duration   time.Duration       `yaml:"duration" validate:"min=1x"`
}

func TestLoadReportsMistakesInTheType(t *testing.T) {
	t.Parallel()
	_, err := load[badTags](t, `{}`)
	var configErr *stackconfig.Error
	assert.NotErrorAs(t, err, &configErr, "the program is wrong, not the configuration")
	assert.ErrorContains(t, err, "stackconfig: type stackconfig_test.badTags: field NoTag: ")
	for field, want := range map[string]string{
		"NoTag":      `need a yaml tag such as yaml:"memory_gb", or yaml:"-"`,
		"Option":     `unknown option "inline" in the yaml tag`,
		"Required":   `tag required: need true or false, got "yes"`,
		"Rule":       `rule "minimum=1": unknown rule, need min, max, len, oneof, unique or pattern`,
		"Limit":      `rule "min=one": "one" is no limit for an integer`,
		"Fraction":   `rule "min=1.5": "1.5" is no limit for an integer`,
		"Order":      `rule min=2: more than max=1`,
		"BoolMin":    `rule "min=1": does not apply to the type of the field`,
		"NumberLen":  `rule "len=1": does not apply to the type of the field`,
		"Choice":     `rule "oneof=1|two": "two" is not an integer`,
		"NoChoice":   `rule "oneof=": empty choice`,
		"BoolChoice": `rule "oneof=true": does not apply to the type of the field`,
		"Pattern":    "rule \"pattern=(\": error parsing regexp: missing closing ): `(`",
		"IntPattern": `rule "pattern=1": does not apply to the type of the field`,
		"Unique":     `rule "unique": does not apply to the type of the field`,
		"UniqueKey":  `rule "unique=name": items have no plain field "name"`,
		"UniqueInt":  `rule "unique=name": does not apply to the type of the field`,
		"Default":    `default "seven": need an integer, got the string "seven"`,
		"OutOfRule":  `default "7": need 6 or less, got 7`,
		"Both":       `default "7": a required field has no use for a default`,
		"Secret":     `default "hunter2": a secret does not belong into the program`,
		"One":        `default "x": a unique field cannot have a default`,
		"List":       `default "[1": text that ends too early`,
		"Any":        `type interface {}: unsupported type`,
		"Chan":       `type chan int: unsupported type`,
		"Array":      `type [2]int: unsupported type`,
		"Keys":       `type map[int]string: the key of a map needs to be a string`,
		"Pointers":   `type **int: a pointer to a pointer is not supported`,
		"hidden":     `an unexported field cannot be configuration`,
		"Duration":   `rule "min=1x": time: unknown unit "x" in duration "1x"`,
	} {
		assert.ErrorContains(t, err, "type stackconfig_test.badTags: field "+field+": "+want)
	}
	_, schemaErr := stackconfig.Schema[badTags]("shop", "redis")
	assert.EqualError(t, schemaErr, err.Error(), "Schema and Load refuse the same types")
}

type twoKeys struct {
	A string `yaml:"key"`
	B string `yaml:"key"`
}

type endless struct {
	Children []endless `yaml:"children"`
}

// Checked and AlsoChecked hide each other's Validate when both are embedded.
type Checked struct{}

// Validate accepts everything.
func (Checked) Validate() error { return nil }

// AlsoChecked has a Validate too.
type AlsoChecked struct{}

// Validate accepts everything.
func (AlsoChecked) Validate() error { return nil }

type ambiguous struct {
	Checked
	AlsoChecked
}

type embedsSecret struct {
	pulumi.StringOutput
}

func typeError[T any](t *testing.T) string {
	t.Helper()
	_, err := load[T](t, `{}`)
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestLoadRefusesTypes(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `stackconfig: type stackconfig_test.twoKeys: field B: key "key" is that of field A`, typeError[twoKeys](t))
	assert.Contains(t, typeError[endless](t), "a type that contains itself is not supported")
	assert.Contains(t, typeError[ambiguous](t), "field Checked: its Validate is hidden by another embedded one; give ambiguous a Validate")
	assert.Contains(t, typeError[embedsSecret](t), "field StringOutput: need a yaml tag")
	assert.Contains(t, typeError[any](t), "stackconfig: type interface {}: unsupported type")
	assert.Contains(t, typeError[func()](t), "stackconfig: type func(): unsupported type")
}
