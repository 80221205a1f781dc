package ecstask

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/groundwork-go/groundwork/component"
)

// size is a CPU size and the memory that goes with it, in MiB: from least to most in steps.
type size struct{ cpu, least, most, step int }

// sizes are the combinations that Fargate takes (Amazon ECS developer guide, task definition parameters). The smallest size has no even
// steps: each of its memories is twice the one before.
func sizes() []size {
	return []size{
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
func sizeOf(cpu int) (found size, ok bool) {
	all := sizes()
	i := slices.IndexFunc(all, func(s size) bool { return s.cpu == cpu })
	if i < 0 {
		return size{}, false
	}
	return all[i], true
}

// LeastCPU is the smallest CPU, in units of 1024 for a vCPU.
const LeastCPU = 256

// LeastMemory is the least memory, in MiB, that goes with a CPU; 0 for one that does not exist.
func LeastMemory(cpu int) int {
	found, _ := sizeOf(cpu)
	return found.least
}

// memories lists what goes with the CPU.
func (s size) memories() []int {
	var all []int
	for memory := s.least; memory <= s.most; memory += cmp.Or(s.step, memory) {
		all = append(all, memory)
	}
	return all
}

// String reads "4096 to 16384 in steps of 1024".
func (s size) String() string {
	if s.step == 0 {
		return component.Choice(numbers(s.memories()))
	}
	return fmt.Sprintf("%d to %d in steps of %d", s.least, s.most, s.step)
}

// CheckSize records a size that Fargate does not have, in the fields CPU and MemoryMB behind the prefix.
func CheckSize(p *component.Problems, prefix string, cpu, memoryMB int) {
	found, ok := sizeOf(cpu)
	if !ok {
		var offered []int
		for _, s := range sizes() {
			offered = append(offered, s.cpu)
		}
		p.Add(prefix+"CPU", component.Choice(numbers(offered)), cpu)
		return
	}
	if !slices.Contains(found.memories(), memoryMB) {
		p.Add(prefix+"MemoryMB", fmt.Sprintf("%s for CPU %d", found, cpu), memoryMB)
	}
}

func numbers(all []int) []string {
	texts := make([]string, len(all))
	for i, each := range all {
		texts[i] = strconv.Itoa(each)
	}
	return texts
}
