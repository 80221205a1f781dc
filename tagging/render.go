package tagging

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Pair is one tag of an ordered list.
type Pair struct{ Key, Value string }

// AWS returns the tags as they are, for a Tags property. The map is the caller's to change:
// a Name tag may be added (a Set counts up to AWS's limit of 50 by itself).
func (s Set) AWS() pulumi.StringMap {
	return s.render(identity, identity)
}

// AWSPairs returns the tags sorted by key, for properties that take a list: Auto Scaling
// group tags and launch-template tag specifications.
func (s Set) AWSPairs() []Pair {
	pairs := make([]Pair, 0, len(s.tags))
	for _, key := range s.keys() {
		pairs = append(pairs, Pair{Key: key, Value: s.tags[key]})
	}
	return pairs
}

// GCPLabels returns the tags as Google Cloud labels. Keys stay. Values become lower case, @
// becomes _at_, any other character outside a-z, 0-9, - and _ becomes a hyphen; a value over 63
// characters is cut and ends in a hash of the whole.
func (s Set) GCPLabels() pulumi.StringMap {
	return s.render(identity, gcpLabel)
}

// KubernetesLabels returns the tags as Kubernetes labels, keys as KubernetesKey gives them.
// In values @ becomes _at_, any other character outside a-z, A-Z, 0-9, -, _ and . becomes a
// hyphen, both ends are trimmed to a letter or digit, and a value over 63 characters is cut and
// ends in a hash. The full value stands in KubernetesAnnotations.
//
// These labels may change on any update: they never belong into a selector, which is immutable.
func (s Set) KubernetesLabels() pulumi.StringMap {
	return s.render(KubernetesKey, kubernetesLabel)
}

// KubernetesAnnotations returns every tag with its full value, under the keys of KubernetesLabels.
func (s Set) KubernetesAnnotations() pulumi.StringMap {
	return s.render(KubernetesKey, identity)
}

func (s Set) render(key, value func(string) string) pulumi.StringMap {
	out := make(pulumi.StringMap, len(s.tags))
	for k, v := range s.tags {
		out[key(k)] = pulumi.String(value(v))
	}
	return out
}

func identity(text string) string { return text }
