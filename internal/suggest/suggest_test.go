package suggest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/internal/suggest"
)

func TestClosest(t *testing.T) {
	t.Parallel()
	keys := []string{"memory_gb", "tier", "redis_version", "environment", "cost-center", "az"}
	for name, want := range map[string]string{
		"memoryGB":                 "memory_gb",
		"memory-gb":                "memory_gb",
		"teir":                     "tier",
		"ter":                      "tier",
		"redis_verson":             "redis_version",
		"env":                      "environment",
		"costcentre":               "cost-center",
		"en":                       "",
		"bz":                       "az",
		"by":                       "",
		"colour":                   "",
		"":                         "",
		strings.Repeat("tier", 17): "",
	} {
		assert.Equal(t, want, suggest.Closest(name, keys), name)
	}
	assert.Empty(t, suggest.Closest("tier", nil))
	assert.Equal(t, "bat", suggest.Closest("cat", []string{"bat", "rat"}), "the first of several")
}

func TestChoice(t *testing.T) {
	t.Parallel()
	for want, values := range map[string][]string{"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"}} {
		assert.Equal(t, want, suggest.Choice(values))
	}
}
