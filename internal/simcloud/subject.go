package simcloud

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// subject is the object that outputs are made for. Everything about it is derived from its seed.
type subject struct {
	urn   resource.URN
	token string
	id    string
	name  string               // the physical name; the logical one where the type has none
	in    resource.PropertyMap // the inputs without secret wrappers; unknown ones read like missing ones
	given resource.PropertyMap // the inputs as they were given
	old   resource.PropertyMap // the outputs before an update; nil for a new object
	place Place
	seed  string

	number int // within its series; only a new object has one
}

// digest hashes parts that cannot run into one another.
func digest(parts ...string) []byte {
	h := sha256.New()
	for _, p := range parts {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(p)))
		h.Write(size[:])
		h.Write([]byte(p))
	}
	return h.Sum(nil)
}

func hexOf(n int, parts ...string) string {
	return hex.EncodeToString(stream((n+1)/2, parts...))[:n]
}

// stream makes n bytes from the parts.
func stream(n int, parts ...string) []byte {
	var out []byte
	for block := 0; len(out) < n; block++ {
		out = append(out, digest(append([]string{strconv.Itoa(block)}, parts...)...)...)
	}
	return out[:n]
}

// fingerprint identifies an object's state, so that its successor can differ from it.
func fingerprint(o Object) string {
	// Values that JSON cannot hold do not occur once secrets are opened; the id alone would do then.
	outputs, err := json.Marshal(plainMap(o.Outputs).Mappable())
	if err != nil {
		outputs = nil
	}
	return hex.EncodeToString(digest(string(o.ID), string(outputs)))
}

// hex makes n hexadecimal digits.
func (s subject) hex(label string, n int) string { return hexOf(n, s.seed, label) }

// bytes makes n bytes.
func (s subject) bytes(label string, n int) []byte { return stream(n, s.seed, label) }

// between makes a number from low to high, both included.
func (s subject) between(label string, low, high int) int {
	if high <= low {
		return low
	}
	span := uint64(high-low) + 1
	return low + int(binary.BigEndian.Uint64(s.bytes(label, 8))%span)
}

// digits makes n decimal digits, the first not zero.
func (s subject) digits(label string, n int) string {
	out := make([]byte, n)
	for i, b := range s.bytes(label, n) {
		out[i] = '0' + b%10
	}
	if n > 0 && out[0] == '0' {
		out[0] = '1'
	}
	return string(out)
}

// uuid makes an identifier in the form of a version 4 UUID.
func (s subject) uuid(label string) string {
	b := s.bytes(label, 16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// address makes a private IPv4 address.
func (s subject) address(label string) string {
	b := s.bytes(label, 3)
	return fmt.Sprintf("10.%d.%d.%d", b[0], b[1], 2+int(b[2])%250)
}

// publicAddress makes an IPv4 address of the range that is set aside for documentation.
func (s subject) publicAddress(label string) string {
	return fmt.Sprintf("203.0.113.%d", s.between(label, 1, 254))
}

// time makes a moment in 2024, as RFC 3339: it says when an object was made without reading a clock.
func (s subject) time(label string) string {
	const year = 365 * 24 * 60 * 60
	start := time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)
	return start.Add(time.Duration(s.between(label, 0, year)) * time.Second).Format(time.RFC3339)
}

// certificate makes something in the outer form of a PEM certificate; it holds no key.
func (s subject) certificate(label string) string {
	body := base64.StdEncoding.EncodeToString(s.bytes(label, 48))
	return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n"
}

// project is the GCP project of the object.
func (s subject) project() string { return first(text(s.in, "project"), s.place.Project) }

// region is the GCP region of the object.
func (s subject) region() string { return first(text(s.in, "region"), s.place.GCP) }

// defaults are the values of inputs that the program leaves out.
func defaults(s subject, values resource.PropertyMap) resource.PropertyMap {
	out := resource.PropertyMap{}
	for name, v := range values {
		if !has(s.in, name) {
			out[name] = v
		}
	}
	return out
}

// arn is the Amazon resource name of the object within its service.
func (s subject) arn(resourcePart string) string {
	service := arnService(s.token)
	region, account := s.place.Region, s.place.Account
	switch service {
	case "iam", "cloudfront", "route53", "organizations", "globalaccelerator":
		region = ""
	case "s3":
		region, account = "", ""
	}
	if service == "route53" {
		account = ""
	}
	return "arn:aws:" + service + ":" + region + ":" + account + ":" + resourcePart
}
