package simcloud

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	skipAwait  = "pulumi.com/skipAwait" // an annotation: the provider waits for nothing
	chartLabel = "helm.sh/chart"        // a label of every object that a chart makes
)

// kubernetesModels say how long the provider waits for what has to come up. Everything else is one call of the API.
func kubernetesModels() []model {
	rollout := func(token string, takes time.Duration) model {
		return model{token: token, takes: durations{depends: func(op Op, old, next resource.PropertyMap) time.Duration {
			switch {
			case op != OpCreate && op != OpUpdate || text(next, "metadata", "annotations", skipAwait) == "true":
				return 0
			case op == OpUpdate && !differs(old, next, []resource.PropertyKey{"spec"}):
				return 0 // labels or annotations of the object itself: its pods stay
			case has(next, "metadata", "labels", chartLabel):
				return takes + 5*time.Second // images that no node has yet
			default:
				return takes
			}
		}}}
	}
	balanced := func(token string, exposed func(in resource.PropertyMap) bool) model {
		return model{token: token, takes: durations{depends: func(op Op, _, next resource.PropertyMap) time.Duration {
			if op == OpCreate && exposed(next) && text(next, "metadata", "annotations", skipAwait) != "true" {
				return 15 * time.Second // until the controller has written the address of the load balancer
			}
			return 0
		}}}
	}
	return []model{
		rollout("kubernetes:apps/v1:Deployment", 35*time.Second),
		rollout("kubernetes:apps/v1:DaemonSet", 35*time.Second),
		rollout("kubernetes:apps/v1:StatefulSet", time.Minute),
		balanced("kubernetes:networking.k8s.io/v1:Ingress", func(resource.PropertyMap) bool { return true }),
		balanced("kubernetes:core/v1:Service", func(in resource.PropertyMap) bool { return text(in, "spec", "type") == "LoadBalancer" }),
		{token: "kubernetes:core/v1:Namespace", takes: durations{delete: 10 * time.Second}}, // its contents go first
	}
}
