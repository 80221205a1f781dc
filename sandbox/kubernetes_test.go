package sandbox_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

const (
	eksType       = "aws:eks/cluster:Cluster"
	providerType  = "pulumi:providers:kubernetes"
	namespaceType = "kubernetes:core/v1:Namespace"
	configMapType = "kubernetes:core/v1:ConfigMap"
)

const (
	cannotCreate = "configured Kubernetes cluster is unreachable: unable to load schema information from the API server"
	cannotRead   = "failed to read resource state due to unreachable cluster"
	cannotDelete = "configured Kubernetes cluster is unreachable. If the cluster was deleted, you can remove this resource from Pulumi state by " +
		`rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"`
)

// settings is a program of a namespace and a ConfigMap in a cluster, and maybe of the cluster itself.
type settings struct {
	server      string // of a cluster that was made elsewhere; empty makes one
	role        string // of the cluster that it makes; a change replaces it
	data        string // in the ConfigMap; a change replaces that
	identifier  string
	forgetful   bool // deleteUnreachable
	stubborn    bool // skipUpdateUnreachable
	deletedWith bool // what is in the cluster is deleted with it
}

type cluster struct {
	pulumi.CustomResourceState
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`
}

type provider struct{ pulumi.ProviderResourceState }

func makeCluster(ctx *pulumi.Context, role string) (*cluster, error) {
	var made cluster
	err := ctx.RegisterResource(eksType, "main", pulumi.Map{
		"roleArn":   pulumi.String("arn:aws:iam::123456789012:role/" + role),
		"vpcConfig": pulumi.Map{"subnetIds": pulumi.ToStringArray([]string{"subnet-1", "subnet-2"})},
	}, &made)
	ctx.Export("endpoint", made.Endpoint)
	return &made, err
}

// connect makes the provider, and the options of what goes through it.
func (s settings) connect(ctx *pulumi.Context) ([]pulumi.ResourceOption, error) {
	server := pulumi.String(s.server).ToStringOutput()
	var options []pulumi.ResourceOption
	if s.server == "" {
		made, err := makeCluster(ctx, s.role)
		if err != nil {
			return nil, err
		}
		server = made.Endpoint
		if s.deletedWith {
			options = append(options, pulumi.DeletedWith(made))
		}
	}
	in := pulumi.Map{"kubeconfig": server.ApplyT(kubeconfig), "deleteUnreachable": pulumi.Bool(s.forgetful), "skipUpdateUnreachable": pulumi.Bool(s.stubborn)}
	if s.identifier != "" {
		in["clusterIdentifier"] = pulumi.String(s.identifier)
	}
	var p provider
	err := ctx.RegisterResource(providerType, "k8s", in, &p)
	return append(options, pulumi.Provider(&p)), err
}

func kubeconfig(server string) string {
	return `{"clusters": [{"name": "c", "cluster": {"server": "` + server + `"}}],
		"contexts": [{"name": "x", "context": {"cluster": "c"}}], "current-context": "x"}`
}

func (s settings) run(ctx *pulumi.Context) error {
	options, err := s.connect(ctx)
	if err != nil {
		return err
	}
	namespace, err := register(ctx, namespaceType, "shop", pulumi.Map{"metadata": pulumi.Map{"name": pulumi.String("shop")}}, options...)
	if err != nil {
		return err
	}
	_, err = register(ctx, configMapType, "settings", pulumi.Map{
		"metadata": pulumi.Map{"name": pulumi.String("settings"), "namespace": namespace.ID()}, "data": pulumi.Map{"k": pulumi.String(s.data)},
	}, options...)
	return err
}

// inside lists the types of what lives in Kubernetes clusters.
func inside(cloud *sandbox.Cloud) []string {
	var types []string
	for _, o := range cloud.Objects() {
		if strings.HasPrefix(o.Type, "kubernetes:") {
			types = append(types, o.Type)
		}
	}
	return types
}

// attempt runs an operation that may fail.
type attempt func(*sandbox.Cloud, context.Context, string, sandbox.Program, ...sandbox.Option) (*sandbox.Result, error)

func try(cloud *sandbox.Cloud, do attempt, s settings) error {
	_, err := do(cloud, context.Background(), stack, sandbox.Func(s.run))
	return err
}

func TestAReplacedKubernetesProviderReplacesItsObjects(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	before := settings{server: "https://a.example.com", data: "1"}
	up(t, cloud, before.run)
	after := before
	after.server = "https://b.example.com"
	for _, do := range []attempt{(*sandbox.Cloud).Preview, (*sandbox.Cloud).Up} {
		result, err := do(cloud, context.Background(), stack, sandbox.Func(after.run))
		require.NoError(t, err)
		assert.Equal(t, map[string]int{"replace": 3, "same": 1}, result.Changes)
		for _, step := range result.Steps {
			if step.Op == "create-replacement" && step.URN.Type() != providerType {
				assert.Equal(t, []string{"provider"}, step.Keys, step.URN)
			}
		}
	}
	assert.Equal(t, []string{configMapType, namespaceType}, inside(cloud), "those of the old cluster are gone")

	after.identifier = "1"
	assert.Equal(t, map[string]int{"update": 1, "same": 3}, up(t, cloud, after.run).Changes, "on-boarding")
	after.server = "https://c.example.com"
	assert.Equal(t, map[string]int{"update": 1, "same": 3}, up(t, cloud, after.run).Changes, "an endpoint of the same cluster")
	after.identifier = "2"
	assert.Equal(t, map[string]int{"replace": 3, "same": 1}, up(t, cloud, after.run).Changes)
}

func TestARunThatMovesObjectsToAnotherClusterCanBeCutAnywhere(t *testing.T) {
	t.Parallel()
	before, after := settings{role: "a", data: "1"}, settings{role: "b", data: "1"}
	for n := 1; ; n++ {
		require.Less(t, n, 20)
		cloud := newCloud(t, sandbox.Options{})
		up(t, cloud, before.run)
		cloud.CutAfter(n)
		if err := try(cloud, (*sandbox.Cloud).Up, after); err == nil {
			require.Greater(t, n, 6, "three resources are made and three deleted")
			return
		}
		// The engine compares the new provider with the state's provider of that name. When that is the new one already, it
		// takes objects that are still in the old cluster for unchanged; a refresh finds them missing.
		up(t, cloud, after.run)
		require.NoError(t, try(cloud, (*sandbox.Cloud).Refresh, after))
		assertConverged(t, cloud, up(t, cloud, after.run))
	}
}

func TestAClusterThatIsCutOff(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	program := settings{role: "a", data: "1"}
	endpoint := up(t, cloud, program.run).Outputs["endpoint"].StringValue()
	cloud.Unreachable(strings.ToUpper(strings.TrimPrefix(endpoint, "https://")) + "/")
	changed := program
	changed.data = "2"
	require.NoError(t, try(cloud, (*sandbox.Cloud).Up, program), "nothing is to be done")
	require.NoError(t, try(cloud, (*sandbox.Cloud).Preview, changed))
	require.ErrorContains(t, try(cloud, (*sandbox.Cloud).Refresh, program), cannotRead)
	require.ErrorContains(t, try(cloud, (*sandbox.Cloud).Up, changed), cannotDelete, "a ConfigMap is deleted before it is made again")
	require.ErrorContains(t, try(cloud, (*sandbox.Cloud).Destroy, program), cannotDelete)
	assert.Equal(t, []string{configMapType, namespaceType}, inside(cloud))

	stubborn := changed
	stubborn.stubborn = true
	result := up(t, cloud, stubborn.run)
	assert.Equal(t, map[string]int{"update": 1, "same": 4}, result.Changes, "only the provider")
	forgetful := program
	forgetful.forgetful = true
	up(t, cloud, forgetful.run)
	require.NoError(t, try(cloud, (*sandbox.Cloud).Refresh, forgetful))
	assert.Equal(t, []string{configMapType, namespaceType}, inside(cloud), "the cluster still has what the state forgot")
	require.ErrorContains(t, try(cloud, (*sandbox.Cloud).Up, forgetful), cannotCreate)

	cloud.Heal()
	up(t, cloud, program.run)
	require.NoError(t, try(cloud, (*sandbox.Cloud).Destroy, program))
	assert.Empty(t, cloud.Objects())
}

func TestWhatIsDeletedWithAClusterIsNotAskedFor(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	program := settings{role: "a", data: "1", deletedWith: true}
	endpoint := up(t, cloud, program.run).Outputs["endpoint"].StringValue()
	cloud.Unreachable(endpoint)
	require.NoError(t, try(cloud, (*sandbox.Cloud).Destroy, program))
	assert.Empty(t, cloud.Objects())
}

func TestACustomResourceNeedsItsDefinitionInTheCluster(t *testing.T) {
	t.Parallel()
	program := settings{role: "a"}
	custom := func(chart bool) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			options, err := program.connect(ctx)
			if err != nil {
				return err
			}
			if chart {
				var flux pulumi.ResourceState
				in := pulumi.Map{"chart": pulumi.String("flux2"), "namespace": pulumi.String("flux-system")}
				if err := ctx.RegisterRemoteComponentResource("kubernetes:helm.sh/v4:Chart", "flux", in, &flux, options...); err != nil {
					return err
				}
				options = append(slices.Clone(options), pulumi.DependsOn([]pulumi.Resource{&flux}))
			}
			_, err = register(ctx, "kubernetes:source.toolkit.fluxcd.io/v1:GitRepository", "apps", pulumi.Map{
				"metadata": pulumi.Map{"name": pulumi.String("apps"), "namespace": pulumi.String("flux-system")},
			}, options...)
			return err
		}
	}
	cloud := newCloud(t, sandbox.Options{})
	_, err := cloud.Preview(context.Background(), stack, sandbox.Func(custom(false)))
	require.NoError(t, err)
	_, err = cloud.Up(context.Background(), stack, sandbox.Func(custom(false)))
	require.ErrorContains(t, err, `no matches for kind "GitRepository" in version "source.toolkit.fluxcd.io/v1"`)
	assertConverged(t, cloud, up(t, cloud, custom(true)))
}

func TestAClusterOfAnotherStackThatWasDeleted(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	host := func(ctx *pulumi.Context) error {
		_, err := makeCluster(ctx, "a")
		return err
	}
	for name, folder := range map[string]string{"in memory": "", "in a folder": t.TempDir()} {
		cloud := newCloud(t, sandbox.Options{Folder: folder})
		result, err := cloud.Up(ctx, "acme/hosts/dev", sandbox.Func(host))
		require.NoError(t, err, name)
		tenant := settings{server: result.Outputs["endpoint"].StringValue(), data: "1"}
		up(t, cloud, tenant.run)
		_, err = cloud.Destroy(ctx, "acme/hosts/dev", sandbox.Func(host))
		require.NoError(t, err, name)

		if folder != "" {
			cloud = newCloud(t, sandbox.Options{Folder: folder}) // another process
		}
		require.ErrorContains(t, try(cloud, (*sandbox.Cloud).Refresh, tenant), cannotRead, name)
		assert.Empty(t, cloud.Objects(), "%s: it went with the cluster", name)
		require.ErrorContains(t, try(cloud, (*sandbox.Cloud).Destroy, tenant), cannotDelete, name)
		moved := tenant
		moved.server = "https://b.example.com"
		require.ErrorContains(t, try(cloud, (*sandbox.Cloud).Up, moved), cannotDelete, "%s: the old provider is asked to delete", name)
	}
}

func TestADeletedClusterStaysDeletedForLaterProcesses(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	named := func(role string) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			var made cluster
			err := ctx.RegisterResource(eksType, "main", pulumi.Map{
				"name": pulumi.String("main"), "roleArn": pulumi.String("arn:aws:iam::123456789012:role/" + role),
				"vpcConfig": pulumi.Map{"subnetIds": pulumi.ToStringArray([]string{"subnet-1", "subnet-2"})},
			}, &made)
			if err != nil {
				return err
			}
			var p provider
			if err := ctx.RegisterResource(providerType, "k8s", pulumi.Map{"kubeconfig": made.Endpoint.ApplyT(kubeconfig)}, &p); err != nil {
				return err
			}
			_, err = register(ctx, namespaceType, "shop", pulumi.Map{"metadata": pulumi.Map{"name": pulumi.String("shop")}}, pulumi.Provider(&p))
			return err
		}
	}
	cloud := newCloud(t, sandbox.Options{Folder: folder})
	up(t, cloud, named("a"))
	cloud.Fail(sandbox.On{Op: sandbox.Create, Type: eksType}, errors.New("the quota of clusters is used up"))
	_, err := cloud.Up(context.Background(), stack, sandbox.Func(named("b")))
	require.ErrorContains(t, err, "the quota of clusters is used up")
	for range 2 {
		cloud = newCloud(t, sandbox.Options{Folder: folder})
		_, err = cloud.Up(context.Background(), stack, sandbox.Func(named("b")))
		require.ErrorContains(t, err, cannotDelete)
	}
}
