package simcloud

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Kubernetes is what a Kubernetes provider is configured with. The zero value is a provider without a kubeconfig: it goes
// to the cluster of the machine's own kubeconfig, which always answers.
type Kubernetes struct {
	Server string // the API server of the kubeconfig's active cluster, as the function Server writes it
	// Namespace is that of objects that name none: the provider's, or else the active context's; empty is "default".
	Namespace             string
	Broken                string // why the kubeconfig cannot be used; empty when it can
	Pending               bool   // the kubeconfig is known only later: only previews meet this
	CutOff                bool   // nothing reaches the cluster, which goes on living
	DeleteUnreachable     bool
	SkipUpdateUnreachable bool
	ClientSideApply       bool // enableServerSideApply is off
}

// UnreachableError says that a call did not reach its Kubernetes cluster, in the words of the provider. Nothing was changed.
type UnreachableError struct {
	URN    resource.URN
	Server string // empty for the cluster of a provider without a kubeconfig
	says   string
}

func (e *UnreachableError) Error() string { return e.says }

// Server writes the address of an API server in one way, so that addresses can be compared: the endpoint of a cluster, or
// the server of a kubeconfig.
func Server(address string) string {
	address = strings.ToLower(strings.TrimSpace(address))
	if address == "" {
		return ""
	}
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	return strings.TrimSuffix(strings.TrimSuffix(address, "/"), ":443")
}

// clusterEndpoints are the types that are Kubernetes clusters, with the output that holds the address of the API server.
var clusterEndpoints = map[string]resource.PropertyKey{"aws:eks/cluster:Cluster": "endpoint"}

// Serves is the API server of an object that is a Kubernetes cluster; empty for any other.
func (o Object) Serves() string {
	if output, isCluster := clusterEndpoints[o.Token]; isCluster {
		return Server(text(o.Outputs, output))
	}
	return ""
}

// Bury tells of API servers whose clusters were deleted by an earlier process or in another cloud. What lived there goes.
// A cluster of this cloud that lives stays as it is.
func (c *Cloud) Bury(servers ...string) {
	c.writes.Lock()
	defer c.writes.Unlock()
	c.mu.Lock()
	var gone []Object
	for _, server := range servers {
		if server = Server(server); !c.store.clusters[server] {
			c.store.clusters[server] = false
			gone = append(gone, c.store.evict(server)...)
		}
	}
	c.mu.Unlock()
	for _, o := range gone {
		c.notify(OpDelete, o)
	}
}

// Buried lists the API servers whose clusters were deleted, sorted.
func (c *Cloud) Buried() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(sortedKeys(c.store.clusters), func(server string) bool { return c.store.clusters[server] })
}

// server is the cluster that a request is for.
func (k kind) server(r Request) string {
	if k.pkg() != "kubernetes" {
		return ""
	}
	return r.Place.Kubernetes.Server
}

// key is how the object of a request is found.
func (k kind) key(r Request) key { return key{k.token, r.ID, k.server(r)} }

// opCheck stands beside the operations for what a provider decides before one.
const opCheck Op = "check"

// access is what becomes of a call to a Kubernetes cluster.
type access int

const (
	reached access = iota
	dropped        // the cluster does not answer, and the provider shall forget what was there
	stale          // the cluster does not answer, and the provider shall go on with what the state says
)

// reach finds out whether a call gets through to its Kubernetes cluster. No preview of a change asks: what the real provider
// would ask the API server for, it then leaves out.
func (c *Cloud) reach(k kind, op Op, r Request) (access, error) {
	p := r.Place.Kubernetes
	if k.pkg() != "kubernetes" {
		return reached, nil
	}
	reason := c.silence(p)
	switch {
	case reason == "":
		return reached, nil
	case op == OpDelete && strings.HasPrefix(k.token, "kubernetes:helm.sh/v3:"):
		return reached, unreachable(r, "can't delete Helm Release with unreachable cluster. Reason: %q", reason)
	case p.DeleteUnreachable && (op == OpDelete || op == OpRead):
		return dropped, nil
	case p.SkipUpdateUnreachable && (op == opCheck || op == OpRead):
		return stale, nil
	case op == opCheck:
		return reached, nil
	case op == OpDelete:
		return reached, unreachable(r, "configured Kubernetes cluster is unreachable. If the cluster was deleted, "+hint)
	case op == OpRead:
		return reached, unreachable(r, "failed to read resource state due to unreachable cluster. If the cluster was deleted, "+hint)
	default:
		return reached, unreachable(r, "configured Kubernetes cluster is unreachable: %s", reason)
	}
}

const hint = "you can remove this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE " +
	`environment variable set to "true"`

func unreachable(r Request, format string, args ...any) error {
	return &UnreachableError{URN: r.URN, Server: r.Place.Kubernetes.Server, says: fmt.Sprintf(format, args...)}
}

// silence says why a cluster does not answer; empty when it does.
func (c *Cloud) silence(p Kubernetes) string {
	c.mu.Lock()
	lives, known := c.store.clusters[p.Server]
	c.mu.Unlock()
	server := first(p.Server, "https://localhost:6443")
	host := server
	if u, err := url.Parse(server); err == nil {
		host = u.Hostname()
	}
	const asked = "unable to load schema information from the API server: Get \"%s/openapi/v2?timeout=32s\": dial tcp"
	switch {
	case p.Broken != "":
		return p.Broken
	case known && !lives:
		return fmt.Sprintf(asked+": lookup %s: no such host", server, host)
	case p.CutOff:
		return fmt.Sprintf(asked+" %s:443: i/o timeout", server, host)
	default:
		return ""
	}
}
