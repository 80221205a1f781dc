package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/figures"
	"github.com/groundwork-go/groundwork/tagging"
)

// instances is a program of n blocks, which may be destroyed.
func instances(n int) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		for i := range n {
			if _, err := redis.NewInstance(ctx, fmt.Sprintf("cache-%04d", i), &redis.InstanceArgs{
				Tags: tags, MemoryGB: 5, RedisVersion: redis.Redis72, DisableProtection: true,
			}); err != nil {
				return err
			}
		}
		return nil
	}
}

const engineStack = "acme/figures/production"

// operation is one thing that the engine is asked to do, and the only change of resources that it may make.
type operation struct {
	name, change string
	do           func(*sandbox.Cloud, context.Context, string, sandbox.Program, ...sandbox.Option) (*sandbox.Result, error)
}

// operations come one after the other in one cloud.
func operations() []operation {
	return []operation{
		{"preview from nothing", "create", (*sandbox.Cloud).Preview},
		{"update from nothing", "create", (*sandbox.Cloud).Up},
		{"update without changes", "same", (*sandbox.Cloud).Up},
		{"destroy", "delete", (*sandbox.Cloud).Destroy},
	}
}

// counted is how many resources an operation was about. It is an error when it did anything else.
func (o operation) counted(changes map[string]int, blocks int) (int, error) {
	if len(changes) != 1 || changes[o.change] <= blocks {
		return 0, fmt.Errorf("%s: need more than %d resources with the change %q and no others, got %v", o.name, blocks, o.change, changes)
	}
	return changes[o.change], nil
}

// took is what one operation took.
type took struct {
	operation string
	resources int
	time      time.Duration
	allocated uint64 // bytes
}

// engine measures the operations with programs of several sizes.
func engine(ctx context.Context, s settings) (string, error) {
	rows := [][]string{{"blocks", "resources", "operation", "time", "resources a second", "allocated"}}
	for _, blocks := range s.blocks {
		best, err := fastest(ctx, blocks, s.runs)
		if err != nil {
			return "", fmt.Errorf("%d blocks: %w", blocks, err)
		}
		for _, t := range best {
			rows = append(rows, []string{
				strconv.Itoa(blocks), strconv.Itoa(t.resources), t.operation, fmt.Sprintf("%.2f s", t.time.Seconds()),
				fmt.Sprintf("%.0f", float64(t.resources)/t.time.Seconds()), fmt.Sprintf("%.0f MB", float64(t.allocated)/1e6),
			})
		}
	}
	return figures.Table(rows), nil
}

// fastest runs all operations several times and keeps the fastest of each: what else runs on a machine only makes them slower.
func fastest(ctx context.Context, blocks, runs int) ([]took, error) {
	var best []took
	for range runs {
		all, err := lifecycle(ctx, blocks)
		if err != nil {
			return nil, err
		}
		if best == nil {
			best = all
			continue
		}
		for i, t := range all {
			if t.time < best[i].time {
				best[i] = t
			}
		}
	}
	return best, nil
}

// lifecycle runs the operations in a new cloud, and holds each to what it is meant to do.
func lifecycle(ctx context.Context, blocks int) (all []took, err error) {
	cloud := sandbox.New(sandbox.Options{})
	defer func() { err = errors.Join(err, cloud.Close()) }()
	program := sandbox.Func(instances(blocks))
	for _, o := range operations() {
		t := took{operation: o.name}
		before := allocated()
		start := time.Now()
		result, err := o.do(cloud, ctx, engineStack, program)
		t.time, t.allocated = time.Since(start), allocated()-before
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.name, err)
		}
		if t.resources, err = o.counted(result.Changes, blocks); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	if left := cloud.Objects(); len(left) > 0 {
		return nil, fmt.Errorf("the destruction has left %d resources", len(left))
	}
	return all, nil
}

// allocated is how much memory this process has asked for so far, freed or not. It frees what it can, so that what was done before does not
// slow down what comes next.
func allocated() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
