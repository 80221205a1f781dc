package fargate

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// The priorities of a listener's rules (Elastic Load Balancing: 1 to 50000).
const (
	maxPriority     = 50000
	derivedPriority = 5001 // the first that is made from a route; those before are for people
)

// band is a range of priorities for routes that are about as specific. Bands follow each other in the order in which their
// routes must be tried; the common ones are wide, because two routes of one band can meet on the same number.
type band struct {
	conditions int // exactly so many; 3 stands for more, too
	host       hostKind
	depth      int // path segments before the first wildcard; 3 stands for more, too; anyDepth for all
	size       int
}

type hostKind int

const (
	exactHost hostKind = iota // without wildcards
	otherHost                 // with wildcards, or no host at all
)

const (
	anyDepth      = -1
	mostDepth     = 3
	mostCondition = 3
)

// bands are in order: more conditions before fewer, exact hosts before others, deep paths before shallow ones. The sizes
// are part of every rule's identity: a change would move the rules of all services.
func bands() []band {
	return []band{
		{3, exactHost, anyDepth, 1500},
		{3, otherHost, anyDepth, 1500},
		{2, exactHost, 3, 1500}, {2, exactHost, 2, 2500}, {2, exactHost, 1, 6000}, {2, exactHost, 0, 1000},
		{2, otherHost, 3, 500}, {2, otherHost, 2, 1000}, {2, otherHost, 1, 1500}, {2, otherHost, 0, 1000},
		{1, exactHost, anyDepth, 16000},
		{1, otherHost, 3, 1000}, {1, otherHost, 2, 2000}, {1, otherHost, 1, 6000}, {1, otherHost, 0, 2000},
	}
}

// priority is the one that was set, or one that is made from the conditions alone: first how specific they are, then a hash.
func (r Route) priority() int {
	if r.Priority != 0 {
		return r.Priority
	}
	conditions, host, depth := r.specificity()
	first := derivedPriority
	for _, b := range bands() {
		fits := b.conditions == conditions && b.host == host && (b.depth == anyDepth || b.depth == depth)
		if !fits {
			first += b.size
			continue
		}
		sum := sha256.Sum256([]byte(r.String()))
		return first + int(binary.BigEndian.Uint64(sum[:8])%uint64(b.size))
	}
	return maxPriority // a route without conditions, which is refused
}

func (r Route) specificity() (conditions int, host hostKind, depth int) {
	host = otherHost
	for _, c := range r.conditions() {
		conditions++
		switch {
		case c.kind == kindHost && c.exact():
			host = exactHost
		case c.kind == kindPath:
			depth = pathDepth(c.values)
		}
	}
	return min(conditions, mostCondition), host, depth
}

// pathDepth counts the segments before the first wildcard of the path that is the least specific.
func pathDepth(paths []string) int {
	depth := mostDepth
	for _, path := range paths {
		segments := 0
		for segment := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
			if segment == "" || strings.ContainsAny(segment, "*?") {
				break
			}
			segments++
		}
		depth = min(depth, segments)
	}
	return depth
}
