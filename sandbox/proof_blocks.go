package sandbox

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// BlockProof is the part of a proof that is about the components of one type. A resource belongs to the nearest component above it; Helm
// charts count as a part of what they are in.
type BlockProof struct {
	Type      string `json:"type"`      // such as "groundwork:aws/redis:Cluster"; empty for what is in no component
	Resources int    `json:"resources"` // that the cloud holds of them
	Failures  int    `json:"failures"`  // as in Proof, where the operation was one of theirs
	Cuts      int    `json:"cuts"`
	Removals  int    `json:"removals"`
	Secrets   int    `json:"secrets"` // secret texts that their resources have, also those that they share with others
	Held      bool   `json:"held"`    // no problem concerns them, or the stack as a whole
	// Controls are what tests of the library hold the block's package to, such as "ElastiCache.4". None for blocks of others.
	Controls []string `json:"controls,omitempty"`
}

// blocks gathers what concerns each type of component in a stack.
type blocks struct {
	types  map[resource.URN]string // of the nearest component, by resource
	proofs map[string]*BlockProof
}

func newBlocks(resources []Resource) *blocks {
	b := &blocks{types: map[resource.URN]string{}, proofs: map[string]*BlockProof{}}
	known := map[resource.URN]Resource{}
	for _, r := range resources {
		known[r.URN] = r
	}
	for _, r := range resources {
		above := r
		for above.Custom || above.Type == chartType {
			above = known[above.Parent]
		}
		if above.Type == string(resource.RootStackType) {
			above.Type = ""
		}
		b.types[r.URN] = above.Type
		if !r.Custom && above.Type != "" {
			b.of(r.URN)
		}
	}
	return b
}

const chartType = "kubernetes:helm.sh/v4:Chart"

// of is the proof of what a resource belongs to.
func (b *blocks) of(urn resource.URN) *BlockProof {
	name := b.types[urn]
	if b.proofs[name] == nil {
		b.proofs[name] = &BlockProof{Type: name, Held: true, Controls: controlsOf(name)}
	}
	return b.proofs[name]
}

func (b *blocks) made(objects []simcloud.Object) {
	for _, o := range objects {
		b.of(o.URN).Resources++
	}
}

// failed marks the block of a resource, or all.
func (b *blocks) failed(urn resource.URN) {
	if urn != "" {
		b.of(urn).Held = false
		return
	}
	for _, proof := range b.proofs {
		proof.Held = false
	}
}

func (b *blocks) sorted() (all []BlockProof) {
	for _, name := range slices.Sorted(maps.Keys(b.proofs)) {
		all = append(all, *b.proofs[name])
	}
	return all
}

//go:embed controls.json
var controls []byte

// controlsOf are those that tests hold the package of a block to.
func controlsOf(token string) []string {
	name, ours := strings.CutPrefix(token, "groundwork:")
	var all map[string][]string
	if err := json.Unmarshal(controls, &all); err != nil || !ours {
		return nil
	}
	return all[name[:max(0, strings.LastIndex(name, ":"))]]
}
