package naming_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/naming"
)

func TestTruncate(t *testing.T) {
	tests := []struct {
		name  string
		limit int
		want  string
	}{
		{"sessions", 40, "sessions"},
		{"exactly-ten", 11, "exactly-ten"},
		{"", 5, ""},
		{"", -3, ""},
		{"payments-production-sessions", 24, "payments-product-H"},
		{"payments-product-ion-sessions", 25, "payments-product-H"},
		{"payments-_.-production-sessions", 19, "payments-H"},
		{"aé-production", 10, "a-H"},
		{"---------------", 12, "H"},
		{"production", 9, "p-H"},
		{"production", 8, "H"},
		{"production", 7, "H"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s in %d", tt.name, tt.limit), func(t *testing.T) {
			got := naming.Truncate(tt.name, tt.limit)
			head, hash, cut := strings.Cut(tt.want, "H")
			if !cut {
				assert.Equal(t, tt.want, got)
				return
			}
			assert.Empty(t, hash)
			assert.Regexp(t, "^"+regexp.QuoteMeta(head)+"[a-z2-7]{7}$", got)
			assert.LessOrEqual(t, len(got), tt.limit)
		})
	}
}

// The results are part of resources' identity: this test fails when they would change.
func TestResultsAreFrozen(t *testing.T) {
	long := "payments-production-sessions-cache"
	assert.Equal(t, "payments-product-23lja5r", naming.Truncate(long, 24))
	assert.Equal(t, "payments-product-23lja5r", naming.AutoNameBase(long, naming.MaxLoadBalancer))
	assert.Equal(t, "payments-production-se-23lja5r", naming.AccountID(long))
	assert.Equal(t, "Gr__e_payments_production_sessions_cache_4dm5tzy", naming.RoleID("Größe_"+long))
	assert.Equal(t, "x32", naming.Truncate("abcdef", 3))
}

func TestAutoNameBaseLeavesRoomForTheSuffix(t *testing.T) {
	for _, limit := range []int{naming.MaxRedisInstance, naming.MaxBucket, naming.MaxReplicationGroup, naming.MaxLoadBalancer, naming.MaxTargetGroup} {
		for length := 1; length <= limit+5; length++ {
			name := strings.Repeat("n", length)
			base := naming.AutoNameBase(name, limit)
			assert.LessOrEqual(t, len(base+"-0123abc"), limit)
			assert.Equal(t, length+8 <= limit, base == name, "a name of %d is kept when it fits %d", length, limit)
		}
	}
}

func TestAccountID(t *testing.T) {
	legal := regexp.MustCompile(`^[a-z][a-z0-9-]{4,28}[a-z0-9]$`)
	for name, want := range map[string]string{
		"redis-export": "^redis-export$", "sixsix": "^sixsix$", strings.Repeat("a", 30): "^a{30}$",
		"redis": "^redis-[a-z2-7]{7}$", "Redis-Export": "^redis-export-[a-z2-7]{7}$", "redis_export": "^redis-export-[a-z2-7]{7}$",
		"redis-": "^redis-[a-z2-7]{7}$", "9lives-cache": "^sa-9lives-cache-[a-z2-7]{7}$", "": "^sa-[a-z2-7]{7}$", "日本": "^sa-[a-z2-7]{7}$",
		strings.Repeat("a", 31): "^a{22}-[a-z2-7]{7}$",
	} {
		got := naming.AccountID(name)
		assert.Regexp(t, want, got, name)
		assert.Regexp(t, legal, got, name)
	}
}

func TestRoleID(t *testing.T) {
	legal := regexp.MustCompile(`^[a-zA-Z0-9_.]{3,64}$`)
	for name, want := range map[string]string{
		"redis-export": "^redis_export$", "Redis.Export": "^Redis.Export$", "a-b": "^a_b$",
		"a_b": "^a_b_[a-z2-7]{7}$", "a b": "^a_b_[a-z2-7]{7}$", "ab": "^ab_[a-z2-7]{7}$", "": "^[a-z2-7]{7}$",
		strings.Repeat("a", 64): "^a{64}$", strings.Repeat("a", 65): "^a{56}_[a-z2-7]{7}$",
	} {
		got := naming.RoleID(name)
		assert.Regexp(t, want, got, name)
		assert.Regexp(t, legal, got, name)
	}
}

func TestDistinctNamesStayDistinct(t *testing.T) {
	fitters := map[string]func(string) string{
		"Truncate":     func(n string) string { return naming.Truncate(n, 30) },
		"AutoNameBase": func(n string) string { return naming.AutoNameBase(n, naming.MaxLoadBalancer) },
		"AccountID":    naming.AccountID,
		"RoleID":       naming.RoleID,
	}
	var names []string
	for i := range 3000 {
		for _, format := range []string{"platform-production-europe-service-%d", "platform-production-europe-%d-service", "svc-%d-a", "svc_%d_a", "Svc-%d-A"} {
			names = append(names, fmt.Sprintf(format, i))
		}
	}
	for fitter, fit := range fitters {
		t.Run(fitter, func(t *testing.T) {
			owner := map[string]string{}
			for _, name := range names {
				got := fit(name)
				require.Emptyf(t, owner[got], "%s becomes %s", name, got)
				owner[got] = name
			}
		})
	}
}

func FuzzTruncate(f *testing.F) {
	f.Add("payments-production", "payments-staging", 12)
	f.Add("ééééééééé", "-_.-_.-_.-_.", 9)
	f.Add("\xff\xfe\xfd", "", 1)
	f.Add("a", "b", -1)
	f.Fuzz(func(t *testing.T, name, other string, limit int) {
		limit %= 200
		got := naming.Truncate(name, limit)
		require.LessOrEqual(t, len(got), max(limit, 0))
		require.Equal(t, got, naming.Truncate(name, limit))
		if utf8.ValidString(name) {
			require.True(t, utf8.ValidString(got), "%q", got)
		}
		if len(name) <= limit {
			require.Equal(t, name, got)
		}
		for _, r := range got {
			require.True(t, strings.ContainsRune(name+"-abcdefghijklmnopqrstuvwxyz234567", r), "%q is new", r)
		}
		room := limit >= naming.HashLength && len(name) > limit && len(other) > limit
		if room && name != other {
			require.NotEqual(t, got, naming.Truncate(other, limit))
		}
	})
}

func FuzzGoogleIDs(f *testing.F) {
	for _, seed := range []string{"redis-export", "", "9", "Ü_", strings.Repeat("x-", 40), "a\xffb"} {
		f.Add(seed)
	}
	account, role := regexp.MustCompile(`^[a-z][a-z0-9-]{4,28}[a-z0-9]$`), regexp.MustCompile(`^[a-zA-Z0-9_.]{3,64}$`)
	f.Fuzz(func(t *testing.T, name string) {
		require.Regexp(t, account, naming.AccountID(name))
		require.Regexp(t, role, naming.RoleID(name))
	})
}
