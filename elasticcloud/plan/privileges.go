package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/suggest"
)

// Privileges that an application may have without a reason (Elasticsearch's reference, "Elasticsearch privileges"). All others
// administer, make credentials, or are not known here: they take a Reason.
var (
	plainCluster = []string{
		"cancel_task", "create_snapshot", "monitor", "monitor_connector", "monitor_enrich", "monitor_esql", "monitor_inference", "monitor_ml",
		"monitor_reindex", "monitor_rollup", "monitor_snapshot", "monitor_stats", "monitor_text_structure", "monitor_transform", "monitor_watcher",
		"read_ccr", "read_ilm", "read_pipeline", "read_slm",
	}
	plainIndex = []string{
		"auto_configure", "create", "create_doc", "create_index", "delete", "index", "maintenance", "monitor", "read", "read_cross_cluster",
		"read_failure_store", "read_view_metadata", "view_index_metadata", "write",
	}
)

func (g Grant) check(p *component.Problems, field string) {
	checkName(p, field+".Name", g.Name)
	if len(g.Cluster)+len(g.Indices) == 0 {
		p.Add(field, "cluster privileges or privileges on indices", nil)
	}
	for _, privilege := range g.Cluster {
		g.checkPrivilege(p, field+".Cluster", privilege, plainCluster)
	}
	for i, index := range g.Indices {
		field := fmt.Sprintf("%s.Indices[%d]", field, i)
		p.Require(field+".Names", "one name or pattern or more", index.Names)
		p.Require(field+".Privileges", "one privilege or more", index.Privileges)
		for _, name := range index.Names {
			switch {
			case name != "" && strings.Trim(name, "*") == "":
				g.needReason(p, field+".Names", "names that say more than *, which is every index there is", name)
			case strings.HasPrefix(name, "*"), strings.HasPrefix(name, "."):
				g.needReason(p, field+".Names", "names that begin with neither a wildcard nor a dot", name)
			default:
				checkTarget(p, field+".Names", name)
			}
		}
		for _, privilege := range index.Privileges {
			g.checkPrivilege(p, field+".Privileges", privilege, plainIndex)
		}
	}
}

func (g Grant) checkPrivilege(p *component.Problems, field, privilege string, plain []string) {
	if privilege == "" {
		p.Add(field, "the name of a privilege", privilege)
		return
	}
	if slices.Contains(plain, privilege) {
		return
	}
	need := "less than that"
	if like := suggest.Closest(privilege, plain); like != "" {
		need += ", such as " + like
	}
	g.needReason(p, field, need, privilege)
}

func (g Grant) needReason(p *component.Problems, field, need, got string) {
	if strings.TrimSpace(g.Reason) == "" {
		p.Add(field, need+", or a Reason", got)
	}
}

// Role is the role of a service user, the body of PUT _security/role/<name>.
type Role struct {
	Cluster []string     `json:"cluster"`
	Indices []IndexGrant `json:"indices,omitempty"`
}

// JSON is the body of the request.
func (r Role) JSON() ([]byte, error) { return render(r) }

// OwnerRole is the least that the service user behind all these keys needs: to manage keys of its own, and what the keys may do,
// because a key may do what both its grants and its owner allow. It refuses keys of several owners and keys of one name.
// A key keeps what its owner could do when it was made: extend the role before the next generation is created.
func OwnerRole(keys ...Key) (Role, error) {
	p := component.NewProblems(block, "Keys")
	if len(keys) == 0 {
		p.Add("", "one key or more", nil)
	}
	role := Role{Cluster: []string{"manage_own_api_key"}}
	names := map[string]bool{}
	for _, key := range keys {
		p.Append(key.Validate())
		if key.Owner != keys[0].Owner {
			p.Add(key.Name()+".Owner", "the one service user who owns all keys, "+keys[0].Owner, key.Owner)
		}
		if names[key.Name()] {
			p.Add(key.Name(), "a name of its own: another application or generation", key.Name())
		}
		names[key.Name()] = true
		for _, grant := range key.Grants {
			role.Cluster = append(role.Cluster, grant.Cluster...)
			role.Indices = append(role.Indices, grant.Indices...)
		}
	}
	if err := p.Err(); err != nil {
		return Role{}, err
	}
	slices.Sort(role.Cluster)
	role.Cluster = slices.Compact(role.Cluster)
	role.Indices = distinct(role.Indices)
	return role, nil
}

func distinct(grants []IndexGrant) []IndexGrant {
	var result []IndexGrant
	for _, grant := range grants {
		same := func(other IndexGrant) bool {
			return slices.Equal(grant.Names, other.Names) && slices.Equal(grant.Privileges, other.Privileges)
		}
		if !slices.ContainsFunc(result, same) {
			result = append(result, grant)
		}
	}
	return result
}
