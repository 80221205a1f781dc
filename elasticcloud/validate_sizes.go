package elasticcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/component"
)

// nodeSizes are the memory sizes of one node in GB, of all hardware together (the discrete sizes in the instance configurations that the
// templates name): those of AWS have 15, 29 or 30, and 58 or 60, those of Google Cloud and Azure 16, 32 and 64.
func nodeSizes() []int { return []int{1, 2, 4, 8, 15, 16, 29, 30, 32, 58, 60, 64} }

// largestNodes are the nodes that a larger tier is made of.
func largestNodes() []int { return []int{58, 60, 64} }

const (
	// maxNodesPerZone keeps a slip of the finger from being ordered; it is our own.
	maxNodesPerZone = 32
	// minFrozen is the smallest node with a cache for searchable snapshots (Elastic Cloud's instance configurations for frozen data).
	minFrozen = 4
	maxZones  = 3
)

var sizeText = regexp.MustCompile(`^[1-9][0-9]{0,4}g$`)

// gigabytes reads a size such as "8g"; 0 when it is none.
func gigabytes(size string) int {
	if !sizeText.MatchString(size) {
		return 0
	}
	n, _ := strconv.Atoi(strings.TrimSuffix(size, "g")) // digits, by the pattern
	return n
}

// offered says whether a tier can have so much memory in each zone.
func offered(gigabytes int) bool {
	return slices.Contains(nodeSizes(), gigabytes) || slices.ContainsFunc(largestNodes(), func(largest int) bool {
		return gigabytes > 0 && gigabytes%largest == 0 && gigabytes/largest <= maxNodesPerZone
	})
}

// neighbours are the sizes on both sides of one that does not exist.
func neighbours(size int) (below, above int) {
	below, above = size-1, size+1
	for below > 0 && !offered(below) {
		below--
	}
	for above < maxNodesPerZone*64 && !offered(above) {
		above++
	}
	return below, above
}

// sizesInWords lists the memory that a tier can have in each zone.
func sizesInWords() string {
	var sizes []string
	for _, size := range nodeSizes() {
		sizes = append(sizes, strconv.Itoa(size)+"g")
	}
	return fmt.Sprintf("%s or up to %d of the last three", strings.Join(sizes, ", "), maxNodesPerZone)
}

func (args *DeploymentArgs) checkTiers(p *component.Problems) {
	for _, tier := range args.tiers() {
		if tier.Tier == nil {
			continue
		}
		smallest := 1
		if tier.field == "Frozen" {
			smallest = minFrozen
		}
		sized := checkSize(p, tier.field+".Size", tier.Size, smallest)
		args.checkZones(p, tier)
		args.checkMaxSize(p, tier, sized)
	}
}

// checkSize records a size that no node and no number of the largest nodes has.
func checkSize(p *component.Problems, field, size string, smallest int) bool {
	need := sizesInWords()
	n := gigabytes(size)
	switch {
	case n == 0:
		p.Add(field, need, size)
	case !offered(n):
		below, above := neighbours(n)
		got := fmt.Sprintf("%q (did you mean %dg?)", size, above)
		if below > 0 {
			got = fmt.Sprintf("%q (did you mean %dg or %dg?)", size, below, above)
		}
		if n > maxNodesPerZone*64 {
			got = strconv.Quote(size)
		}
		p.Addf(field, need, "%s", got)
	case n < smallest:
		p.Add(field, fmt.Sprintf("%dg or more, the smallest node of this tier", smallest), size)
	default:
		return true
	}
	return false
}

func (args *DeploymentArgs) checkZones(p *component.Problems, tier namedTier) {
	fewest := 1
	if args.production() {
		fewest = defaultZones
	}
	if fewest <= tier.Zones && tier.Zones <= maxZones {
		return
	}
	need := fmt.Sprintf("%d to %d zones", fewest, maxZones)
	if args.production() {
		need += ", because one zone fails as a whole; Profile development has one"
	}
	p.Add(tier.field+".Zones", need, tier.Zones)
}

func (args *DeploymentArgs) checkMaxSize(p *component.Problems, tier namedTier, sized bool) {
	field := tier.field + ".MaxSize"
	switch {
	case !args.Autoscale && tier.MaxSize != "":
		p.Add(field, "Autoscale, without which a tier has its Size", tier.MaxSize)
	case !args.Autoscale:
	case tier.MaxSize == "":
		p.Add(field, "the most memory in each zone that autoscaling may order, such as 64g: it bounds the cost", nil)
	case checkSize(p, field, tier.MaxSize, 1) && sized && gigabytes(tier.MaxSize) < gigabytes(tier.Size):
		p.Addf(field, "no less than Size", "%q, and Size %q", tier.MaxSize, tier.Size)
	}
}

// maxKibana is the largest node of Kibana in GB; more memory is more of them.
const maxKibana = 8

func (args *DeploymentArgs) checkKibana(p *component.Problems) {
	if size := args.Kibana.Size; size != "" {
		n := gigabytes(size)
		if !slices.Contains([]int{1, 2, 4}, n) && (n == 0 || n%maxKibana != 0 || n/maxKibana > maxNodesPerZone) {
			p.Add("Kibana.Size", fmt.Sprintf("1g, 2g, 4g, 8g or up to %d times 8g", maxNodesPerZone), size)
		}
	}
	if args.Kibana.Zones != 0 {
		p.Between("Kibana.Zones", args.Kibana.Zones, 1, maxZones)
	}
}
