package component_test

import (
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

const cacheToken = "groundwork:aws/redis:Cache"

// cacheArgs are the arguments of the block the tests are about.
type cacheArgs struct {
	Engine    string
	Shards    int
	SubnetIDs pulumi.StringArrayInput
}

func (a *cacheArgs) withDefaults() *cacheArgs {
	b := *a
	if b.Shards == 0 {
		b.Shards = 2
	}
	return &b
}

func (a *cacheArgs) Validate() error {
	a = a.withDefaults()
	p := component.NewProblems("redis", "cacheArgs")
	p.OneOf("Engine", a.Engine, "redis", "valkey")
	p.Between("Shards", a.Shards, 1, 4)
	if n, known := component.Len(a.SubnetIDs); known && n < 2 {
		p.Add("SubnetIDs", "2 or more subnets", n)
	}
	return p.Err()
}

func goodArgs() *cacheArgs {
	return &cacheArgs{
		Engine:    "redis",
		SubnetIDs: pulumi.StringArray{pulumi.String("subnet-a"), pulumi.String("subnet-b")},
	}
}

type cache struct {
	pulumi.ResourceState
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`
	Port     pulumi.IntOutput    `pulumi:"port"`
}

type child struct{ pulumi.CustomResourceState }

// recorder remembers what was registered.
type recorder struct {
	mu        sync.Mutex
	resources []pulumi.MockResourceArgs
}

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.resources = append(r.resources, args)
	return args.Name + "-id", args.Inputs, nil
}

func (r *recorder) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return resource.PropertyMap{}, nil
}

// named returns the resource registered under the name, and whether there is one.
func (r *recorder) named(name string) (pulumi.MockResourceArgs, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, each := range r.resources {
		if each.Name == name {
			return each, true
		}
	}
	return pulumi.MockResourceArgs{}, false
}

func run(t *testing.T, body pulumi.RunFunc) (*recorder, error) {
	t.Helper()
	mocks := &recorder{}
	return mocks, pulumi.RunErr(body, pulumi.WithMocks("shop", "dev", mocks))
}
