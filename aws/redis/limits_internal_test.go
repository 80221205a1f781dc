package redis

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLimitsOf(t *testing.T) {
	t.Parallel()
	for nodeType, want := range map[string]nodeLimits{
		"cache.t4g.micro":     {vCPUs: 2, maxClients: 20000},
		"cache.t3.micro":      {vCPUs: 2, maxClients: 20000},
		"cache.t4g.small":     {vCPUs: 2, maxClients: 46500},
		"cache.t3.medium":     {vCPUs: 2, maxClients: 46500},
		"cache.m7g.large":     {vCPUs: 2, maxClients: 65000},
		"cache.m7g.xlarge":    {vCPUs: 4, maxClients: 65000},
		"cache.r7g.16xlarge":  {vCPUs: 4, maxClients: 65000},
		"cache.c7gn.large":    {vCPUs: 2, maxClients: 65000},
		"cache.r6gd.xlarge":   {vCPUs: 4, maxClients: 65000, tiered: true},
		"cache.r6g.xlarge":    {vCPUs: 4, maxClients: 65000},
		"cache.x99z.48xlarge": {vCPUs: 4, maxClients: 65000},
	} {
		assert.Equal(t, want, limitsOf(nodeType), nodeType)
	}
}
