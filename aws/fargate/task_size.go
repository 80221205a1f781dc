package fargate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/groundwork-go/groundwork/component"
)

// fargateSize is a CPU size and the memory that goes with it, in MiB: from least to most in steps.
type fargateSize struct{ cpu, least, most, step int }

// fargateSizes are the combinations that Fargate takes (Amazon ECS developer guide, task definition parameters). The smallest
// size has no even steps: each of its memories is twice the one before.
func fargateSizes() []fargateSize {
	return []fargateSize{
		{256, 512, 2048, 0},
		{512, 1024, 4096, 1024},
		{1024, 2048, 8192, 1024},
		{2048, 4096, 16384, 1024},
		{4096, 8192, 30720, 1024},
		{8192, 16384, 61440, 4096},
		{16384, 32768, 122880, 8192},
	}
}

// sizeOf finds the size with this CPU.
func sizeOf(cpu int) (size fargateSize, ok bool) {
	all := fargateSizes()
	i := slices.IndexFunc(all, func(s fargateSize) bool { return s.cpu == cpu })
	if i < 0 {
		return fargateSize{}, false
	}
	return all[i], true
}

// leastMemory is the default for a CPU; 0 for one that does not exist.
func leastMemory(cpu int) int {
	size, _ := sizeOf(cpu)
	return size.least
}

// memories lists what goes with the CPU.
func (s fargateSize) memories() []int {
	var all []int
	for memory := s.least; memory <= s.most; memory += cmp.Or(s.step, memory) {
		all = append(all, memory)
	}
	return all
}

// String reads "4096 to 16384 in steps of 1024".
func (s fargateSize) String() string {
	if s.step == 0 {
		return component.Choice(numbers(s.memories()))
	}
	return fmt.Sprintf("%d to %d in steps of %d", s.least, s.most, s.step)
}

func (t *Task) checkSize(p *component.Problems, prefix string) {
	size, ok := sizeOf(t.CPU)
	if !ok {
		var offered []int
		for _, s := range fargateSizes() {
			offered = append(offered, s.cpu)
		}
		p.Add(prefix+"CPU", component.Choice(numbers(offered)), t.CPU)
		return
	}
	if !slices.Contains(size.memories(), t.MemoryMB) {
		p.Add(prefix+"MemoryMB", fmt.Sprintf("%s for CPU %d", size, t.CPU), t.MemoryMB)
	}
}

func numbers(all []int) []string {
	texts := make([]string, len(all))
	for i, each := range all {
		texts[i] = strconv.Itoa(each)
	}
	return texts
}
