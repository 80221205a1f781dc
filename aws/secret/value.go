package secret

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// roleGenerated is the role of a random value; with keys it is followed by the key.
const roleGenerated = "generated"

// value is the text of the secret, always secret.
func (b *builder) value() (pulumi.StringOutput, error) {
	a := b.args
	if a.Generate == nil && len(a.Values) == 0 {
		return checkedValue("Value", a.Value), nil
	}
	if g := a.Generate; g != nil && len(g.Keys) == 0 {
		return b.random(roleGenerated)
	}
	object := pulumi.StringMap{}
	for key, value := range a.Plain {
		object[key] = pulumi.String(value)
	}
	for key, value := range a.Values {
		object[key] = component.CheckString(value, argsName, valueField(key), needPresent, func(v string) bool { return v != "" })
	}
	field := "Values"
	if a.Generate != nil {
		field = "Generate.Keys"
		for _, key := range a.Generate.Keys {
			value, err := b.random(roleGenerated + "-" + key)
			if err != nil {
				return pulumi.StringOutput{}, err
			}
			object[key] = value
		}
	}
	return checkedValue(field, object.ToStringMapOutput().ApplyT(marshal).(pulumi.StringOutput)), nil
}

// checkedValue marks a value as secret and refuses one that Secrets Manager would not take.
func checkedValue(field string, value pulumi.StringInput) pulumi.StringOutput {
	secret := pulumi.ToSecret(value.ToStringOutput()).(pulumi.StringOutput)
	need := fmt.Sprintf("a value of 1 to %d bytes", maxValueBytes)
	return component.CheckString(secret, argsName, field, need, func(v string) bool { return v != "" && len(v) <= maxValueBytes })
}

// marshal writes the keys in order. Letters like & stay as they are: people read the text in the console.
func marshal(object map[string]string) (string, error) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(object); err != nil {
		return "", err
	}
	return strings.TrimSuffix(text.String(), "\n"), nil
}

// random makes one random value.
func (b *builder) random(role string) (pulumi.StringOutput, error) {
	g := b.args.Generate
	args := &random.RandomPasswordArgs{
		Length:     pulumi.Int(g.Length),
		MinLower:   pulumi.Int(1),
		MinUpper:   pulumi.Int(1),
		MinNumeric: pulumi.Int(1),
		Special:    pulumi.Bool(g.Symbols != ""),
		Keepers:    pulumi.StringMap{"generation": pulumi.String(strconv.Itoa(g.Generation))},
	}
	if g.Symbols != "" {
		args.OverrideSpecial, args.MinSpecial = pulumi.String(g.Symbols), pulumi.Int(1)
	}
	password, err := random.NewRandomPassword(b.ctx, b.scope.Name(role), args, b.scope.Child()...)
	if err != nil {
		return pulumi.StringOutput{}, b.scope.Err(role, err)
	}
	return pulumi.ToSecret(password.Result).(pulumi.StringOutput), nil
}
