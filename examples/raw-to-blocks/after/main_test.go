package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func graph(t *testing.T) *infratest.Graph {
	t.Helper()
	return infratest.Run(t, program, infratest.Project("shop-cache"), infratest.Stack("production"), infratest.Config(map[string]string{
		"aws:region":         "eu-west-1",
		"shop-cache:network": `{"vpc": "vpc-0a1b2c3d4e5f60718", "subnets": ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"], "web": "sg-0a1b2c3d4e5f60718"}`,
		"shop-cache:tags":    `{"owner": "team-shop", "cost-center": "cc-1300", "environment": "production", "service": "shop"}`,
	}))
}

// snippet:named

// A misspelt child would be made anew, and what it was would be deleted.
func TestEveryAdoptedChildExists(t *testing.T) {
	t.Parallel()
	found := map[string]string{}
	for _, r := range graph(t).All() {
		if len(r.Aliases) > 0 {
			found[r.Name] = r.Aliases[0].Name
		}
	}
	want := map[string]string{}
	for name, child := range adopted() {
		want[name] = child.Was
	}
	assert.Equal(t, want, found)
}

// snippet:end

func TestProgram(t *testing.T) {
	t.Parallel()
	g := graph(t)
	infratest.AssertTagged(t, g, tagging.DefaultPolicy())
	infratest.AssertNoPublicIngress(t, g)
	infratest.AssertNoPlainSecrets(t, g)
	assert.Empty(t, g.Unmodelled())
}
