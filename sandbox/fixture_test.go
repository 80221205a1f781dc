package sandbox_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

const (
	bucketType   = "gcp:storage/bucket:Bucket"
	petType      = "random:index/randomPet:RandomPet"
	passwordType = "random:index/randomPassword:RandomPassword"
	stack        = "acme/shop/dev"
)

// custom is any custom resource, without its SDK.
type custom struct{ pulumi.CustomResourceState }

func register(ctx *pulumi.Context, token, name string, inputs pulumi.Map, opts ...pulumi.ResourceOption) (*custom, error) {
	var r custom
	err := ctx.RegisterResource(token, name, inputs, &r, opts...)
	return &r, err
}

// shop is a program of a bucket and of pets that depend on each other.
type shop struct {
	location string // a change replaces the bucket
	class    string // a change updates it
	pets     int
	protect  bool
}

func (s shop) run(ctx *pulumi.Context) error {
	bucket, err := register(ctx, bucketType, "data", pulumi.Map{
		"location": pulumi.String(s.location), "storageClass": pulumi.String(s.class),
	}, pulumi.Protect(s.protect))
	if err != nil {
		return err
	}
	var previous pulumi.Resource = bucket
	for i := range s.pets {
		name := "pet-" + string(rune('a'+i))
		previous, err = register(ctx, petType, name, pulumi.Map{
			"length": pulumi.Int(2), "keepers": pulumi.Map{"bucket": bucket.ID()},
		}, pulumi.DependsOn([]pulumi.Resource{previous}))
		if err != nil {
			return err
		}
	}
	ctx.Export("bucket", bucket.ID())
	return nil
}

var small = shop{location: "EU", class: "STANDARD", pets: 3}

// stride is from one step that is interrupted to the next: with -short, as under the race detector, not each is.
func stride() int {
	if testing.Short() {
		return 3
	}
	return 1
}

func up(t *testing.T, cloud *sandbox.Cloud, program pulumi.RunFunc, opts ...sandbox.Option) *sandbox.Result {
	t.Helper()
	result, err := cloud.Up(context.Background(), stack, sandbox.Func(program), opts...)
	require.NoError(t, err)
	return result
}

func newCloud(t *testing.T, o sandbox.Options) *sandbox.Cloud {
	t.Helper()
	cloud := sandbox.New(o)
	t.Cleanup(func() { assert.NoError(t, cloud.Close()) })
	return cloud
}

// stateFolder is a folder for states with a passphrase of its own already, the same in all: each other has a key to be derived, which
// takes seconds under the race detector.
func stateFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "passphrase"), []byte("correct horse"), 0o600))
	return folder
}

// assertConverged checks that the cloud holds exactly what the state says, each once.
func assertConverged(t *testing.T, cloud *sandbox.Cloud, result *sandbox.Result) {
	t.Helper()
	var recorded []sandbox.Object
	for _, r := range result.Resources {
		if r.Custom && r.URN.Type() != resource.RootStackType && !isProvider(r.Type) {
			assert.False(t, r.PendingDeletion, "%s is left for deletion", r.URN)
			recorded = append(recorded, sandbox.Object{URN: string(r.URN), Type: r.Type, ID: r.ID})
		}
	}
	live := cloud.Objects()
	for i := range live {
		live[i].Outputs = nil
	}
	assert.ElementsMatch(t, recorded, live)
}

func isProvider(token string) bool {
	return len(token) > len("pulumi:providers:") && token[:len("pulumi:providers:")] == "pulumi:providers:"
}

func find(t *testing.T, result *sandbox.Result, token, name string) sandbox.Resource {
	t.Helper()
	for _, r := range result.Resources {
		if r.Type == token && r.URN.Name() == name {
			return r
		}
	}
	require.Failf(t, "no such resource", "%s %s", token, name)
	return sandbox.Resource{}
}

// operations lists the steps on one resource, in order.
func operations(result *sandbox.Result, name string) []string {
	var ops []string
	for _, s := range result.Steps {
		if s.URN.Name() == name {
			ops = append(ops, s.Op)
		}
	}
	return ops
}
