// Package imageref knows how references to container images look, and which of them name another image tomorrow.
package imageref

import "regexp"

// What an image needs, in words.
const (
	Need          = "an image, [registry/]name with a :tag or, better, @sha256:digest"
	NeedImmutable = "an image with a digest or a tag that never moves, or AllowMutableTag"
)

// reference has the groups tag and digest.
var reference = regexp.MustCompile(
	`^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?/)?` + // registry
		`[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*` + // name
		`(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[a-f0-9]{64}))?$`)

// Valid tells whether a text has the form of a reference.
func Valid(image string) bool { return reference.MatchString(image) }

// Mutable tells whether a reference of the right form names whatever was pushed last.
func Mutable(image string) bool {
	parts := reference.FindStringSubmatch(image)
	return parts != nil && parts[2] == "" && (parts[1] == "" || parts[1] == "latest")
}

// Problem says what an image lacks; empty for a good one.
func Problem(image string, allowMutable bool) string {
	switch {
	case !Valid(image):
		return Need
	case !allowMutable && Mutable(image):
		return NeedImmutable
	default:
		return ""
	}
}
