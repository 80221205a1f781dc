package plan

import (
	"fmt"
	"slices"

	"github.com/groundwork-go/groundwork/component"
)

// Hardware is what the tiers of a deployment run on. [AWS], [GCP] and [Azure] return what the storage-optimized template of
// Elastic Cloud has; the fields take other numbers. Only the tiers that hold data are looked at.
type Hardware struct {
	Hot, Warm, Cold, Frozen TierHardware
}

// TierHardware is the hardware of one tier.
type TierHardware struct {
	// DiskPerMemory is the GB of disk that come with each GB of memory. Elastic calls its numbers estimations.
	DiskPerMemory float64

	// Sizes are the sizes of one node in GB of memory, the smallest first. A tier that needs more than the last one gets several
	// nodes of it in each zone. Leave out the small ones to have a floor.
	Sizes []int
}

// Node sizes by provider; warm and cold nodes begin at 2 GB and frozen ones at 4 GB (Elastic Cloud Hosted reference, "Available
// regions, deployment templates, and instance configurations").
func sizes60() []int { return []int{1, 2, 4, 8, 15, 30, 60} }
func sizes64() []int { return []int{1, 2, 4, 8, 16, 32, 64} }

// AWS is the hardware of the storage-optimized template on AWS: i8g for hot, i3en for the rest (Elastic Cloud Hosted reference,
// "AWS default"). Regions without i8g have i3 with 30 GB for each GB of memory; those with d3 for warm and cold have 190.
func AWS() Hardware {
	return Hardware{
		Hot:    TierHardware{DiskPerMemory: 27, Sizes: sizes60()},
		Warm:   TierHardware{DiskPerMemory: 74, Sizes: sizes60()[1:]},
		Cold:   TierHardware{DiskPerMemory: 74, Sizes: sizes60()[1:]},
		Frozen: TierHardware{DiskPerMemory: 74, Sizes: sizes60()[2:]},
	}
}

// GCP is the hardware of the storage-optimized template on Google Cloud: n2 (Elastic Cloud Hosted reference, "GCP default").
func GCP() Hardware {
	return Hardware{
		Hot:    TierHardware{DiskPerMemory: 45, Sizes: sizes64()},
		Warm:   TierHardware{DiskPerMemory: 190, Sizes: sizes64()[1:]},
		Cold:   TierHardware{DiskPerMemory: 190, Sizes: sizes64()[1:]},
		Frozen: TierHardware{DiskPerMemory: 90, Sizes: sizes64()[2:]},
	}
}

// Azure is the hardware of the storage-optimized template on Azure: edsv4 (Elastic Cloud Hosted reference, "Azure default").
func Azure() Hardware {
	return Hardware{
		Hot:    TierHardware{DiskPerMemory: 35, Sizes: sizes60()},
		Warm:   TierHardware{DiskPerMemory: 200, Sizes: sizes60()[1:]},
		Cold:   TierHardware{DiskPerMemory: 200, Sizes: sizes60()[1:]},
		Frozen: TierHardware{DiskPerMemory: 90, Sizes: sizes60()[2:]},
	}
}

func (h TierHardware) check(p *component.Problems, field string) (ok bool) {
	if h.DiskPerMemory == 0 && len(h.Sizes) == 0 {
		p.Add(field, "what the tier runs on, as plan.AWS(), plan.GCP() and plan.Azure() have it", nil)
		return false
	}
	ok = true
	if !(0 < h.DiskPerMemory && h.DiskPerMemory <= 10_000) { // a NaN is in no range
		p.Add(field+".DiskPerMemory", "GB of disk for each GB of memory, 10000 at most", h.DiskPerMemory)
		ok = false
	}
	if len(h.Sizes) == 0 || h.Sizes[0] < 1 || !slices.IsSorted(h.Sizes) {
		p.Add(field+".Sizes", "node sizes in GB of memory, the smallest first", fmt.Sprint(h.Sizes))
		ok = false
	}
	return ok
}

// fit is the smallest size that holds the memory, or as many of the largest as it takes.
func (h TierHardware) fit(memoryGB float64) (nodeGB, nodes int) {
	for _, size := range h.Sizes {
		if float64(size) >= memoryGB {
			return size, 1
		}
	}
	largest := h.Sizes[len(h.Sizes)-1]
	return largest, ceil(memoryGB / float64(largest))
}

// heapGB is the heap that Elasticsearch gives a data node.
func heapGB(nodeGB int) float64 { return min(maxHeapGB, heapShare*float64(nodeGB)) }
