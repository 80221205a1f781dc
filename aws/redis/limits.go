package redis

import "strings"

// nodeLimits is what the alarms have to know of a node type.
type nodeLimits struct {
	vCPUs      int  // 2, or 4 for everything larger: only the small ones are watched differently
	maxClients int  // the engine's parameter maxclients, which nobody can change
	tiered     bool // cold data is kept on disk
}

// limitsOf knows a node type such as "cache.r7g.large" by its family and size, so that new generations need no entry.
//
// The sizes up to large have 2 vCPUs (ElastiCache user guide, supported node types). A node takes 65,000 clients, and a
// burstable one fewer (user guide, engine specific parameters, maxclients). The guide does not list every burstable
// type: what it leaves out is taken for the type of the same size, so that the alarm comes rather early than late.
func limitsOf(nodeType string) nodeLimits {
	family, size, _ := strings.Cut(strings.TrimPrefix(nodeType, "cache."), ".")
	limits := nodeLimits{vCPUs: 4, maxClients: 65000, tiered: family == "r6gd"}
	switch size {
	case "micro", "small", "medium", "large":
		limits.vCPUs = 2
	}
	if strings.HasPrefix(family, "t") {
		limits.maxClients = 46500
		if size == "micro" {
			limits.maxClients = 20000
		}
	}
	return limits
}
