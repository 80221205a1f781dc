package fargate

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestASpellingDoesNotChangeARoute(t *testing.T) {
	t.Parallel()
	route := Route{
		Hosts: []string{"a.example.com", "b.example.com"}, Paths: []string{"/api/*"},
		Headers: map[string][]string{"X-Canary": {"yes"}, "accept": {"text/html"}}, SourceCIDRs: []string{"10.0.0.0/8"},
	}
	other := Route{
		Hosts: []string{"B.example.com", "a.Example.com", "a.example.com"}, Paths: []string{"/api/*", "/api/*"},
		Headers: map[string][]string{"x-canary": {"YES"}, "Accept": {"text/html"}}, SourceCIDRs: []string{"10.0.0.0/8"},
	}
	want := `host "a.example.com" or "b.example.com" and path "/api/*" and header accept "text/html" and header x-canary "yes" and source "10.0.0.0/8"`
	assert.Equal(t, want, route.String())
	assert.Equal(t, want, other.String())
	assert.Equal(t, route.priority(), other.priority())
	upper := Route{Paths: []string{"/API/*"}}
	assert.NotEqual(t, upper.String(), Route{Paths: []string{"/api/*"}}.String(), "paths are told apart by case")
}

// The bands are the package's promise: a route never moves to another one.
func TestBands(t *testing.T) {
	t.Parallel()
	header, source := map[string][]string{"X-Canary": {"yes"}}, []string{"10.0.0.0/8"}
	host, wild := []string{"a.example.com"}, []string{"*.example.com"}
	tests := []struct {
		route       Route
		first, last int
	}{
		{Route{Hosts: host, Paths: []string{"/a/*"}, Headers: header}, 5001, 6500},
		{Route{Hosts: host, Paths: []string{"/a/*"}, Headers: header, SourceCIDRs: source}, 5001, 6500},
		{Route{Hosts: wild, Paths: []string{"/a/*"}, Headers: header}, 6501, 8000},
		{Route{Hosts: host, Paths: []string{"/a/b/c"}}, 8001, 9500},
		{Route{Hosts: host, Paths: []string{"/a/b/c/d/*"}}, 8001, 9500},
		{Route{Hosts: host, Paths: []string{"/a/b/*"}}, 9501, 12000},
		{Route{Hosts: host, Paths: []string{"/a/*"}}, 12001, 18000},
		{Route{Hosts: host, Paths: []string{"/a/b/c", "/a/*"}}, 12001, 18000},
		{Route{Hosts: host, Paths: []string{"/a*"}}, 18001, 19000},
		{Route{Hosts: host, Headers: header}, 18001, 19000},
		{Route{Hosts: wild, Paths: []string{"/a/b/c/"}}, 19001, 19500},
		{Route{Hosts: wild, Paths: []string{"/a/b"}}, 19501, 20500},
		{Route{Paths: []string{"/a"}, SourceCIDRs: source}, 20501, 22000},
		{Route{Headers: header, SourceCIDRs: source}, 22001, 23000},
		{Route{Hosts: host}, 23001, 39000},
		{Route{Paths: []string{"/a/b/c"}}, 39001, 40000},
		{Route{Paths: []string{"/a/b/*"}}, 40001, 42000},
		{Route{Paths: []string{"/a/*"}}, 42001, 48000},
		{Route{Paths: []string{"/*"}}, 48001, 50000},
		{Route{Hosts: wild}, 48001, 50000},
		{Route{Hosts: []string{"a.example.com", "*.example.com"}}, 48001, 50000},
		{Route{Headers: header}, 48001, 50000},
		{Route{SourceCIDRs: source}, 48001, 50000},
		{Route{Hosts: host, Priority: 7}, 7, 7},
	}
	for _, test := range tests {
		got := test.route.priority()
		assert.GreaterOrEqual(t, got, test.first, "%s", test.route)
		assert.LessOrEqual(t, got, test.last, "%s", test.route)
	}
	total := derivedPriority - 1
	for _, b := range bands() {
		total += b.size
	}
	assert.Equal(t, maxPriority, total, "the bands fill what is left, and nothing beyond it")
}

// A change of these numbers would move the rules of everybody who uses the package.
func TestPrioritiesStay(t *testing.T) {
	t.Parallel()
	assert.Equal(t, 24210, Route{Hosts: []string{"shop.example.com"}}.priority())
	assert.Equal(t, 17538, Route{Hosts: []string{"shop.example.com"}, Paths: []string{"/api/*"}}.priority())
	assert.Equal(t, 42604, Route{Paths: []string{"/api/*"}}.priority())
}

// Routes of one band spread over all of it.
func TestPrioritiesSpread(t *testing.T) {
	t.Parallel()
	seen, low, high := map[int]bool{}, maxPriority, 0
	for i := range 1000 {
		n := Route{Hosts: []string{fmt.Sprintf("s%d.example.com", i)}}.priority()
		seen[n], low, high = true, min(low, n), max(high, n)
	}
	assert.Greater(t, len(seen), 950, "as few meetings as chance allows")
	assert.Less(t, low, 23151)
	assert.Greater(t, high, 38850)
}
