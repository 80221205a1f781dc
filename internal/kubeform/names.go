// Package kubeform knows the forms that Kubernetes asks for: names, labels, times, and amounts of CPU and memory.
package kubeform

import (
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

const maxName = 63 // RFC 1123 label, which Services and namespaces need

var (
	label     = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)
	lowerName = regexp.MustCompile(`^[a-z]([-a-z0-9]*[a-z0-9])?$`)
)

// Labels and annotations of objects, and labels and taints of nodes.
var (
	labelKey   = regexp.MustCompile(`^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$`)
	labelValue = regexp.MustCompile(`^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$`)
)

const (
	needLabelKey   = "the key of a label: at most 63 letters, digits, hyphens, underscores and dots with a letter or digit at both ends, after a domain and a slash if need be"
	needLabelValue = "the value of a label: at most 63 letters, digits, hyphens, underscores and dots with a letter or digit at both ends, or nothing"
)

// IsLabelKey tells whether a text can be the key of a label or an annotation.
func IsLabelKey(key string) bool { return labelKey.MatchString(key) }

// IsLabelValue tells whether a text can be the value of a label.
func IsLabelValue(value string) bool { return labelValue.MatchString(value) }

// CheckLabelKey records what cannot be the key of a label.
func CheckLabelKey(p *component.Problems, field, key string) bool {
	return p.Match(field, needLabelKey, key, labelKey)
}

// CheckLabelValue records what cannot be the value of a label.
func CheckLabelValue(p *component.Problems, field, value string) bool {
	return p.Match(field, needLabelValue, value, labelValue)
}

const needLabel = "at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends"

// NeedName says what a component's name needs when objects are named after it, and "" when it is fine.
func NeedName(name string) string {
	if lowerName.MatchString(name) {
		return ""
	}
	return "lower-case letters, digits and hyphens, a letter first and no hyphen last, because Kubernetes objects are named after it"
}

// CheckDNSLabel records a name that is no RFC 1123 label: of a namespace, a Service or a service account of this library.
func CheckDNSLabel(p *component.Problems, field, name string) bool {
	if len(name) <= maxName && label.MatchString(name) {
		return true
	}
	p.Add(field, needLabel, name)
	return false
}

// CheckDNSLabelInput is CheckDNSLabel for an input whose value is known now.
func CheckDNSLabelInput(p *component.Problems, field string, in pulumi.StringInput) bool {
	value, known := component.Known(in)
	if text, isText := value.(string); known && isText {
		return CheckDNSLabel(p, field, text)
	}
	return true
}

// PassDNSLabel hands an input on; a name that is known only later is checked on its way.
func PassDNSLabel(in pulumi.StringInput, args, field string) pulumi.StringOutput {
	if _, known := component.Known(in); known && component.Given(in) {
		return in.ToStringOutput()
	}
	return component.CheckString(in, args, field, needLabel, func(name string) bool {
		return len(name) <= maxName && label.MatchString(name)
	})
}
