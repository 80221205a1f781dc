package stackref

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
)

func TestExportedOfAWrappedWhole(t *testing.T) {
	t.Parallel()
	whole := resource.MakeSecret(resource.NewProperty(resource.PropertyMap{
		"host": resource.NewProperty("h"), "password": resource.NewProperty("p"), "none": resource.NewNullProperty(),
	}))
	names := resource.NewProperty([]resource.PropertyValue{resource.NewProperty("password")})

	listed := exported(resource.PropertyMap{"outputs": whole, "secretOutputNames": names})
	assert.False(t, listed["host"].IsSecret())
	assert.True(t, listed["password"].IsSecret())
	assert.NotContains(t, listed, resource.PropertyKey("none"))

	unlisted := exported(resource.PropertyMap{"outputs": whole})
	assert.True(t, unlisted["host"].IsSecret(), "without a list every value may be the secret one")
	assert.Nil(t, exported(resource.PropertyMap{}))
}
