package redis

import "slices"

// Engine is the server that runs in the cluster.
type Engine string

// The engines ElastiCache offers for this protocol.
const (
	// Valkey is the open-source fork of Redis; the same commands, cheaper nodes, newer versions.
	Valkey Engine = "valkey"
	// Redis is Redis OSS up to 7.1, the last version ElastiCache offers. It can become Valkey in place, but not the other way.
	Redis Engine = "redis"
)

// MaxMemoryPolicy says what the server does with a write when its memory is full.
type MaxMemoryPolicy string

// The policies of both engines.
const (
	NoEviction     MaxMemoryPolicy = "noeviction"
	AllKeysLRU     MaxMemoryPolicy = "allkeys-lru"
	AllKeysLFU     MaxMemoryPolicy = "allkeys-lfu"
	AllKeysRandom  MaxMemoryPolicy = "allkeys-random"
	VolatileLRU    MaxMemoryPolicy = "volatile-lru"
	VolatileLFU    MaxMemoryPolicy = "volatile-lfu"
	VolatileRandom MaxMemoryPolicy = "volatile-random"
	VolatileTTL    MaxMemoryPolicy = "volatile-ttl"
)

// policies lists the eviction policies.
func policies() []MaxMemoryPolicy {
	return []MaxMemoryPolicy{NoEviction, AllKeysLRU, AllKeysLFU, AllKeysRandom, VolatileLRU, VolatileLFU, VolatileRandom, VolatileTTL}
}

// ranks says whether a policy goes by how keys are used, or keeps them all: data tiering accepts no other (ElastiCache user
// guide, data tiering).
func (m MaxMemoryPolicy) ranks() bool {
	return !slices.Contains([]MaxMemoryPolicy{AllKeysRandom, VolatileRandom, VolatileTTL}, m)
}
