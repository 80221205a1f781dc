package redis

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/suggest"
)

var nodeTypePattern = regexp.MustCompile(`^cache\.([a-z][a-z0-9]*)\.(micro|small|medium|([0-9]{0,2}x)?large)$`)

// nodeFamilies lists the node families that a new cluster can be made of (ElastiCache user guide, supported node types);
// t2 is closed for new clusters.
func nodeFamilies(e Engine) []string {
	if e == Redis {
		return []string{"c7gn", "m4", "m5", "m6g", "m7g", "r4", "r5", "r6g", "r6gd", "r7g", "t3", "t4g"}
	}
	return []string{"c7gn", "c8gn", "m4", "m5", "m6g", "m7g", "m8g", "r4", "r5", "r6g", "r6gd", "r7g", "r8g", "t3", "t4g"}
}

func (args *ClusterArgs) checkNodeType(p *component.Problems) {
	parts := nodeTypePattern.FindStringSubmatch(args.NodeType)
	if parts == nil {
		p.Add("NodeType", "cache.FAMILY.SIZE, such as "+defaultNodeType, args.NodeType)
		return
	}
	families := nodeFamilies(args.Engine)
	if slices.Contains(families, parts[1]) {
		return
	}
	got := strconv.Quote(args.NodeType)
	if like := suggest.Closest(parts[1], families); like != "" {
		got += fmt.Sprintf(" (did you mean cache.%s.%s?)", like, parts[2])
	}
	p.Addf("NodeType", fmt.Sprintf("a node family that runs %s: %s", args.Engine, suggest.Choice(families)), "%s", got)
}

// tiered says whether a node type keeps cold data on disk.
func tiered(nodeType string) bool { return limitsOf(nodeType).tiered }
