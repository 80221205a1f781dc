package simcloud

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// duration is the model's number for the operation, or the provider's usual one.
func (k kind) duration(op Op, old, next resource.PropertyMap) time.Duration {
	if depends := k.model.takes.depends; depends != nil {
		if special := depends(op, plainMap(old), plainMap(next)); special > 0 {
			return special
		}
	}
	var special time.Duration
	switch op {
	case OpCreate:
		special = k.model.takes.create
	case OpUpdate:
		special = k.model.takes.update
	case OpDelete:
		special = k.model.takes.delete
	case OpRead:
		return readTime(k)
	}
	if special > 0 {
		return special
	}
	return k.usual()
}

// readTime is one call of an API; what lives in the state only is read at once.
func readTime(k kind) time.Duration {
	switch k.pkg() {
	case "random", "command", "pulumi":
		return 0
	default:
		return 500 * time.Millisecond
	}
}

// usual is how long an operation takes that has nothing to wait for: a few API calls. The numbers are estimates.
func (k kind) usual() time.Duration {
	switch k.pkg() {
	case "random", "pulumi":
		return 0
	case "command", "kubernetes":
		return time.Second
	case "aws":
		return 3 * time.Second
	case "gcp":
		return 8 * time.Second
	default:
		return 5 * time.Second
	}
}
