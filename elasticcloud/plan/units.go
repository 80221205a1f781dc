package plan

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"time"
)

// Duration is a length of time in Elasticsearch's units: a whole number and d, h, m, s, ms, micros or nanos, such as "30d".
// There are no weeks, months or fractions, and m is a minute. "" is not given.
type Duration string

// Days is a [Duration] of whole days.
func Days(n int) Duration { return Duration(strconv.Itoa(n) + "d") }

// Bytes is an amount of data in Elasticsearch's units: a whole number and b, kb, mb, gb, tb or pb, each 1024 times the one
// before, such as "50gb". "" is not given.
type Bytes string

// Gigabytes is [Bytes] of whole gigabytes of 2^30 bytes.
func Gigabytes(n int) Bytes { return Bytes(strconv.Itoa(n) + "gb") }

const (
	needDuration = "a whole number and d, h, m, s, ms, micros or nanos, such as 30d"
	needBytes    = "a whole number and b, kb, mb, gb, tb or pb, such as 50gb"
	gigabyte     = 1 << 30
)

var (
	durationForm = regexp.MustCompile(`^([0-9]{1,18})(d|h|m|s|ms|micros|nanos)$`)
	bytesForm    = regexp.MustCompile(`^([0-9]{1,15})(b|kb|mb|gb|tb|pb)$`)
)

var durationUnits = map[string]time.Duration{
	"d": 24 * time.Hour, "h": time.Hour, "m": time.Minute, "s": time.Second,
	"ms": time.Millisecond, "micros": time.Microsecond, "nanos": time.Nanosecond,
}

var bytesUnits = map[string]float64{"b": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": gigabyte, "tb": 1 << 40, "pb": 1 << 50}

// nanos is the length in nanoseconds; ok is false for what is no duration. Whole numbers of a time.Duration would end at 292 years.
func (d Duration) nanos() (length float64, ok bool) {
	parts := durationForm.FindStringSubmatch(string(d))
	if parts == nil {
		return 0, false
	}
	number, err := strconv.ParseFloat(parts[1], 64)
	return number * float64(durationUnits[parts[2]]), err == nil
}

func (b Bytes) size() (amount float64, ok bool) {
	parts := bytesForm.FindStringSubmatch(string(b))
	if parts == nil {
		return 0, false
	}
	number, err := strconv.ParseFloat(parts[1], 64)
	return number * bytesUnits[parts[2]], err == nil
}

// render writes the body of a request. Names of snapshots such as <nightly-{now/d}> stay as they are.
func render(body any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(body); err != nil {
		return nil, err
	}
	return bytes.TrimRight(text.Bytes(), "\n"), nil
}
