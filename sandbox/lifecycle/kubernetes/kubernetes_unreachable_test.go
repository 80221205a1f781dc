package kubernetes_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// plainCluster is the program that everybody writes first: a cluster, a provider made from its outputs, and objects in it.
type plainCluster struct {
	name        string // a name of the cluster that the program gives; a replacement has to delete the old one first
	role        string // a change replaces the cluster
	authority   string // a certificate authority besides the cluster's own, as during a rotation
	user        string // in the kubeconfig
	identifier  string // the provider's clusterIdentifier
	deletedWith bool   // objects are deleted with the cluster
}

func (p plainCluster) run(ctx *pulumi.Context) error {
	args := &eks.ClusterArgs{
		RoleArn:   pulumi.String("arn:aws:iam::123456789012:role/" + p.role),
		VpcConfig: &eks.ClusterVpcConfigArgs{SubnetIds: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"})},
	}
	if p.name != "" {
		args.Name = pulumi.String(p.name)
	}
	cluster, err := eks.NewCluster(ctx, "main", args)
	if err != nil {
		return err
	}
	ctx.Export("endpoint", cluster.Endpoint)
	access := &kubernetes.ProviderArgs{
		Kubeconfig: pulumi.All(cluster.Endpoint, cluster.CertificateAuthority.Data().Elem(), cluster.Name).ApplyT(p.kubeconfig).(pulumi.StringOutput),
	}
	if p.identifier != "" {
		access.ClusterIdentifier = pulumi.String(p.identifier)
	}
	provider, err := kubernetes.NewProvider(ctx, "main", access)
	if err != nil {
		return err
	}
	options := []pulumi.ResourceOption{pulumi.Provider(provider)}
	if p.deletedWith {
		options = append(options, pulumi.DeletedWith(cluster))
	}
	namespace, err := corev1.NewNamespace(ctx, "shop", &corev1.NamespaceArgs{
		Metadata: &metav1.ObjectMetaArgs{Name: pulumi.String("shop")},
	}, options...)
	if err != nil {
		return err
	}
	_, err = corev1.NewConfigMap(ctx, "settings", &corev1.ConfigMapArgs{
		Metadata: &metav1.ObjectMetaArgs{Name: pulumi.String("settings"), Namespace: namespace.Metadata.Name()},
		Data:     pulumi.StringMap{"currency": pulumi.String("EUR")},
	}, options...)
	return err
}

// kubeconfig is what `aws eks update-kubeconfig` writes.
func (p plainCluster) kubeconfig(outputs []any) (string, error) {
	type object = map[string]any
	text, err := json.Marshal(object{
		"apiVersion": "v1", "kind": "Config", "current-context": "main",
		"clusters": []object{{"name": "main", "cluster": object{
			"server": outputs[0], "certificate-authority-data": outputs[1].(string) + p.authority,
		}}},
		"contexts": []object{{"name": "main", "context": object{"cluster": "main", "user": "deployer" + p.user}}},
		"users": []object{{"name": "deployer" + p.user, "user": object{"exec": object{
			"apiVersion": "client.authentication.k8s.io/v1beta1", "command": "aws", "args": []any{"eks", "get-token", "--cluster-name", outputs[2]},
		}}}},
	})
	return string(text), err
}

// deployed is a stack of the program that is up.
type deployed struct {
	t        *testing.T
	cloud    *sandbox.Cloud
	endpoint string
}

const plainStack = "acme/plain/dev"

func deploy(t *testing.T, p plainCluster) *deployed {
	t.Helper()
	cloud := sandbox.New(sandbox.Options{})
	t.Cleanup(func() { assert.NoError(t, cloud.Close()) })
	result, err := cloud.Up(context.Background(), plainStack, sandbox.Func(p.run))
	require.NoError(t, err)
	require.Equal(t, map[string]int{"create": 5}, result.Changes)
	return &deployed{t: t, cloud: cloud, endpoint: result.Outputs["endpoint"].StringValue()}
}

func (d *deployed) up(p plainCluster) error {
	_, err := d.cloud.Up(context.Background(), plainStack, sandbox.Func(p.run))
	return err
}

// changes is an update that has to succeed.
func (d *deployed) changes(p plainCluster) map[string]int {
	d.t.Helper()
	result, err := d.cloud.Up(context.Background(), plainStack, sandbox.Func(p.run))
	require.NoError(d.t, err)
	return result.Changes
}

func (d *deployed) refresh(p plainCluster) error {
	_, err := d.cloud.Refresh(context.Background(), plainStack, sandbox.Func(p.run))
	return err
}

func (d *deployed) destroy(p plainCluster) error {
	_, err := d.cloud.Destroy(context.Background(), plainStack, sandbox.Func(p.run))
	return err
}

// objects lists the kinds of what exists.
func (d *deployed) objects() []string {
	var kinds []string
	for _, o := range d.cloud.Objects() {
		kinds = append(kinds, o.Type[strings.LastIndex(o.Type, ":")+1:])
	}
	return kinds
}

const (
	unreachable     = "configured Kubernetes cluster is unreachable"
	unreachableRead = "failed to read resource state due to unreachable cluster"
	breakGlass      = "PULUMI_K8S_DELETE_UNREACHABLE"
)

// A replacement by itself goes well: what was in the old cluster is deleted while that still lives.
func TestAPlainClusterIsReplacedWhenNothingGoesWrong(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]plainCluster{"created first": {role: "a"}, "deleted first": {name: "main", role: "a"}} {
		d := deploy(t, p)
		next := p
		next.role = "b"
		assert.Equal(t, map[string]int{"replace": 4, "same": 1}, d.changes(next), name)
		assert.Equal(t, []string{"Cluster", "ConfigMap", "Namespace"}, d.objects(), name)
	}
}

// A cluster with a name of its own is deleted before the new one is made. When the new one cannot be made, the state still
// has the old provider and its objects, and every later update begins with them.
func TestAPlainClusterWhoseReplacementFailsCannotBeUpdatedAnyMore(t *testing.T) {
	t.Parallel()
	p := plainCluster{name: "main", role: "a"}
	d := deploy(t, p)
	next := p
	next.role = "b"
	d.cloud.Fail(sandbox.On{Op: sandbox.Create, Type: "aws:eks/cluster:Cluster"}, errors.New("UnsupportedAvailabilityZoneException"))
	require.ErrorContains(t, d.up(next), "UnsupportedAvailabilityZoneException")
	assert.Empty(t, d.objects())
	d.cloud.Heal()

	for range 3 {
		require.ErrorContains(t, d.up(next), unreachable, "however often")
	}
	require.NoError(t, d.refresh(next))
	require.ErrorContains(t, d.up(next), unreachable, "a refresh does not help")
}

// A cluster that died, or was deleted by hand, takes the whole program with it: nothing that touches its objects works.
func TestAPlainClusterThatDiedCannotBeReplacedOrDestroyed(t *testing.T) {
	t.Parallel()
	p := plainCluster{role: "a"}
	d := deploy(t, p)
	d.cloud.Unreachable(d.endpoint)
	next := p
	next.role = "b"
	require.ErrorContains(t, d.up(next), unreachable)
	require.ErrorContains(t, d.refresh(next), unreachableRead)
	require.ErrorContains(t, d.destroy(next), unreachable)
}

// t.Setenv keeps this test from running beside others: the variable is the process's.
func TestTheVariableOfTheProviderForgetsWhatWasInADeadCluster(t *testing.T) {
	p := plainCluster{role: "a"}
	d := deploy(t, p)
	d.cloud.Unreachable(d.endpoint)
	require.ErrorContains(t, d.destroy(p), breakGlass)
	t.Setenv(breakGlass, "true")
	require.NoError(t, d.refresh(p))
	require.NoError(t, d.destroy(p))
	assert.Empty(t, d.objects())
}

func TestObjectsDeletedWithTheirClusterOutliveItsDeath(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*deployed, plainCluster) error{
		"destroyed": (*deployed).destroy,
		"replaced": func(d *deployed, p plainCluster) error {
			p.role = "b"
			return d.up(p)
		},
	} {
		p := plainCluster{role: "a", deletedWith: true}
		d := deploy(t, p)
		d.cloud.Unreachable(d.endpoint)
		require.NoError(t, end(d, p), name)
	}
}

func TestARotationUpdatesTheProviderOfAnIdentifiedClusterInPlace(t *testing.T) {
	t.Parallel()
	p := plainCluster{role: "a", identifier: "main-g1"}
	d := deploy(t, p)
	p.authority = "bmV4dA=="
	assert.Equal(t, map[string]int{"update": 1, "same": 4}, d.changes(p), "a second certificate authority")
	p.user = "-of-the-pipeline"
	assert.Equal(t, map[string]int{"update": 1, "same": 4}, d.changes(p), "another user of the kubeconfig")
	assert.Equal(t, []string{"Cluster", "ConfigMap", "Namespace"}, d.objects())
	require.NoError(t, d.destroy(p))
	assert.Empty(t, d.objects())
}

// Without an identifier the provider takes a new certificate authority for a new cluster. It applies all objects over those
// that are there, and deletes "the old ones", which are the same.
func TestARotationLosesTheObjectsOfAPlainCluster(t *testing.T) {
	t.Parallel()
	p := plainCluster{role: "a"}
	d := deploy(t, p)
	p.user = "-of-the-pipeline"
	assert.Equal(t, map[string]int{"update": 1, "same": 4}, d.changes(p), "another user is the same cluster")
	p.authority = "bmV4dA=="
	assert.Equal(t, map[string]int{"replace": 3, "same": 2}, d.changes(p))
	assert.Equal(t, []string{"Cluster"}, d.objects())
	assert.Equal(t, map[string]int{"same": 5}, d.changes(p), "the state knows nothing of it")
	require.NoError(t, d.refresh(p))
	assert.Equal(t, map[string]int{"create": 2, "same": 3}, d.changes(p))
	assert.Equal(t, []string{"Cluster", "ConfigMap", "Namespace"}, d.objects())
}

// An identifier that stays while the cluster is another one is the opposite trap.
func TestAnIdentifierThatOutlivesItsClusterHidesThatTheObjectsAreGone(t *testing.T) {
	t.Parallel()
	p := plainCluster{role: "a", identifier: "main"}
	d := deploy(t, p)
	p.role = "b"
	assert.Equal(t, map[string]int{"replace": 1, "update": 1, "same": 3}, d.changes(p))
	assert.Equal(t, []string{"Cluster"}, d.objects())
	require.NoError(t, d.refresh(p))
	assert.Equal(t, map[string]int{"create": 2, "same": 3}, d.changes(p))

	p.role, p.identifier = "c", "main-g2"
	assert.Equal(t, map[string]int{"replace": 4, "same": 1}, d.changes(p), "an identifier that changes with the cluster")
	assert.Equal(t, []string{"Cluster", "ConfigMap", "Namespace"}, d.objects())
}
