package sandbox_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

func TestADiagramOfAFolder(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := newCompany(t)
	c.project("a", "shop", "organization/net/dev")
	c.project("b", "net", "")
	members := c.members("dev")
	cloud := newCloud(t, sandbox.Options{})
	var picture bytes.Buffer
	require.EqualError(t, cloud.Diagram(&picture, "All", members), "stack organization/shop/dev is not up")
	require.NoError(t, cloud.InOrder(ctx, members, func(m sandbox.Member) error {
		_, err := cloud.Up(ctx, m.Stack.String(), m.Program())
		return err
	}))
	require.NoError(t, cloud.Diagram(&picture, "All", members))
	assert.Contains(t, picture.String(), "reads net")
	assert.Contains(t, picture.String(), "dev · 27 resources")
	assert.Contains(t, picture.String(), "dev · 1 resource<")
	require.ErrorContains(t, cloud.Diagram(&picture, "All", members[:1]), "reads organization/net/dev, which is not among the projects")
}
