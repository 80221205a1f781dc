package component

import (
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// CheckString returns the input with a check put on it for the moment its value
// is known; a refused value fails the deployment with a [FieldError]. Feed the
// result, not the input, to a child: Pulumi forgets a rejected output that no
// resource uses. The value of a secret is never shown.
//
// Literal inputs belong in Validate, which reports before anything is created;
// see [Known].
func CheckString(in pulumi.StringInput, args, field, need string, ok func(string) bool) pulumi.StringOutput {
	if isNil(in) {
		return pulumi.String("").ToStringOutput().ApplyT(func(string) (string, error) {
			return "", &FieldError{Args: args, Field: field, Need: need, Got: show(nil)}
		}).(pulumi.StringOutput)
	}
	out := in.ToStringOutput()
	return out.ApplyT(func(value string) (string, error) {
		if ok(value) {
			return value, nil
		}
		return "", refused(out, args, field, need, value)
	}).(pulumi.StringOutput)
}

// CheckMatch is [CheckString] with a pattern. A literal input passes, because
// [Problems.MatchInput] has checked it.
func CheckMatch(in pulumi.StringInput, args, field, need string, pattern *regexp.Regexp) pulumi.StringOutput {
	if _, known := Known(in); known && !isNil(in) {
		return in.ToStringOutput()
	}
	return CheckString(in, args, field, need, pattern.MatchString)
}

// CheckInt is [CheckString] for a whole number.
func CheckInt(in pulumi.IntInput, args, field, need string, ok func(int) bool) pulumi.IntOutput {
	if isNil(in) {
		return pulumi.Int(0).ToIntOutput().ApplyT(func(int) (int, error) {
			return 0, &FieldError{Args: args, Field: field, Need: need, Got: show(nil)}
		}).(pulumi.IntOutput)
	}
	out := in.ToIntOutput()
	return out.ApplyT(func(value int) (int, error) {
		if ok(value) {
			return value, nil
		}
		return 0, refused(out, args, field, need, value)
	}).(pulumi.IntOutput)
}

// CheckStrings is [CheckString] for a list, such as subnet ids whose number is
// known only when the network exists.
func CheckStrings(
	in pulumi.StringArrayInput, args, field, need string, ok func([]string) bool,
) pulumi.StringArrayOutput {
	if isNil(in) {
		in = pulumi.StringArray{}
	}
	out := in.ToStringArrayOutput()
	return out.ApplyT(func(value []string) ([]string, error) {
		if ok(value) {
			return value, nil
		}
		return nil, refused(out, args, field, need, value)
	}).(pulumi.StringArrayOutput)
}

// refused is called when out has resolved, so asking for its secrecy is exact.
func refused(out pulumi.Output, args, field, need string, value any) error {
	got := "[secret]"
	if !pulumi.IsSecret(out) {
		got = show(value)
	}
	return &FieldError{Args: args, Field: field, Need: need, Got: got}
}
