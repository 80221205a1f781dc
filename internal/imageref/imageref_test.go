package imageref_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/internal/imageref"
)

func TestProblem(t *testing.T) {
	t.Parallel()
	digest := "@sha256:" + strings.Repeat("0f", 32)
	for image, want := range map[string]struct{ strict, lenient string }{
		"shop/orders:1.4.2":                        {},
		"localhost:5000/orders:v1":                 {},
		"registry.example.com/a/b_c/d--e" + digest: {},
		"orders:latest" + digest:                   {},
		"orders":                                   {strict: imageref.NeedImmutable},
		"orders:latest":                            {strict: imageref.NeedImmutable},
		"localhost:5000/orders":                    {strict: imageref.NeedImmutable},
		"":                                         {imageref.Need, imageref.Need},
		"Orders:1":                                 {imageref.Need, imageref.Need},
		"orders:":                                  {imageref.Need, imageref.Need},
		"orders:-1":                                {imageref.Need, imageref.Need},
		"orders@sha256:0f":                         {imageref.Need, imageref.Need},
		"https://registry.example.com/orders":      {imageref.Need, imageref.Need},
		"orders:1!":                                {imageref.Need, imageref.Need},
		"registry.example.com/orders/:1":           {imageref.Need, imageref.Need},
	} {
		assert.Equal(t, want.strict, imageref.Problem(image, false), image)
		assert.Equal(t, want.lenient, imageref.Problem(image, true), image)
		assert.Equal(t, want.strict == imageref.NeedImmutable, imageref.Mutable(image), image)
		assert.Equal(t, want.lenient == "", imageref.Valid(image), image)
	}
}
