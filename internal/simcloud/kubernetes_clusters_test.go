package simcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const eksType = "aws:eks/cluster:Cluster"

// hosted is a cloud with an EKS cluster in it.
type hosted struct {
	t       *testing.T
	cloud   *simcloud.Cloud
	cluster simcloud.Object
	lost    []string // ids that Changed told of as deleted
}

func host(t *testing.T) *hosted {
	t.Helper()
	h := &hosted{t: t}
	h.cloud = simcloud.New(simcloud.Options{Changed: func(op simcloud.Op, o simcloud.Object) {
		if op == simcloud.OpDelete {
			h.lost = append(h.lost, string(o.ID))
		}
	}})
	h.cluster = made(t, h.cloud, eksType, "main", props(values{
		"name": "main", "roleArn": "arn:aws:iam::123456789012:role/main", "vpcConfig": values{"subnetIds": []any{"subnet-1", "subnet-2"}},
	}))
	return h
}

func (h *hosted) place() simcloud.Kubernetes { return simcloud.Kubernetes{Server: h.cluster.Serves()} }

func outside(server string) simcloud.Kubernetes {
	return simcloud.Kubernetes{Server: simcloud.Server(server)}
}

// request is for an object of the name in a cluster; in holds its inputs besides the name.
func (h *hosted) request(typ, name string, in values, at simcloud.Kubernetes) simcloud.Request {
	h.t.Helper()
	r := simcloud.Request{URN: urnOf(typ, name), Place: simcloud.Place{Kubernetes: at}}
	r.Inputs = with(in, values{"metadata": values{"name": name, "namespace": "shop"}})
	if typ == namespaceType {
		r.Inputs = with(in, values{"metadata": values{"name": name}})
	}
	inputs, failures := h.cloud.Check(r)
	require.Empty(h.t, failures)
	r.Inputs = inputs
	return r
}

func (h *hosted) create(typ, name string, in values, at simcloud.Kubernetes) (simcloud.Object, error) {
	h.t.Helper()
	return h.cloud.Create(ctx, h.request(typ, name, in, at))
}

func (h *hosted) made(typ, name string, in values, at simcloud.Kubernetes) simcloud.Object {
	h.t.Helper()
	o, err := h.create(typ, name, in, at)
	require.NoError(h.t, err)
	return o
}

// again is a later request for an object that was made.
func again(o simcloud.Object, at simcloud.Kubernetes) simcloud.Request {
	return simcloud.Request{
		URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs, Inputs: o.Inputs, Place: simcloud.Place{Kubernetes: at},
	}
}

func (h *hosted) read(o simcloud.Object, at simcloud.Kubernetes) bool {
	h.t.Helper()
	_, found, err := h.cloud.Read(ctx, again(o, at))
	require.NoError(h.t, err)
	return found
}

func TestAnObjectLivesInTheClusterOfItsProvider(t *testing.T) {
	t.Parallel()
	h := host(t)
	blue, green := h.place(), outside("green.example.com")
	one := h.made(configMapType, "settings", values{"data": values{"k": "1"}}, blue)
	other := h.made(configMapType, "settings", values{"data": values{"k": "2"}}, green)
	assert.Equal(t, one.URN, other.URN, "one resource, while its provider is being replaced")
	assert.Equal(t, resource.ID("shop/settings"), other.ID)
	assert.Equal(t, "https://green.example.com", other.Server)
	assert.ElementsMatch(t, []simcloud.Object{h.cluster, one, other}, h.cloud.Objects())

	require.NoError(t, h.cloud.Delete(ctx, again(one, blue)))
	assert.False(t, h.read(one, blue))
	assert.True(t, h.read(other, green))
	h.made(configMapType, "settings", values{"data": values{"k": "3"}}, blue)
	h.cloud.Vanish(one.URN, one.ID)
	assert.Equal(t, []simcloud.Object{h.cluster}, h.cloud.Objects(), "what was deleted with something is gone from every cluster")
}

func TestAClusterElsewhereMayChangeItsAddress(t *testing.T) {
	t.Parallel()
	h := host(t)
	before, after := outside("public.example.com"), outside("private.example.com")
	o := h.made(configMapType, "settings", values{"data": values{"k": "1"}}, before)
	assert.True(t, h.read(o, after))
	assert.False(t, h.read(o, h.place()), "a cluster of this cloud is known to be another one")
	r := again(o, after)
	r.Inputs = h.request(configMapType, "settings", values{"data": values{"k": "2"}}, after).Inputs
	moved, err := h.cloud.Update(ctx, r)
	require.NoError(t, err)
	assert.ElementsMatch(t, []simcloud.Object{h.cluster, moved}, h.cloud.Objects())
	require.NoError(t, h.cloud.Delete(ctx, again(moved, before)))
	assert.Equal(t, []simcloud.Object{h.cluster}, h.cloud.Objects())

	inside := h.made(configMapType, "settings", nil, h.place())
	assert.False(t, h.read(inside, outside("other.example.com")))
	_, err = h.cloud.Update(ctx, again(inside, outside("other.example.com")))
	refusedWith(t, err, "NotFound", `configmaps "settings" not found`)
}

func TestTheDefaultNamespaceIsTheProviders(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	r := simcloud.Request{URN: urnOf(configMapType, "x"), Inputs: props(values{"metadata": values{"name": "x"}}),
		Place: simcloud.Place{Kubernetes: simcloud.Kubernetes{Server: "https://a", Namespace: "apps"}}}
	inputs, failures := c.Check(r)
	require.Empty(t, failures)
	r.Inputs = inputs
	o, err := c.Create(ctx, r)
	require.NoError(t, err)
	assert.Equal(t, resource.ID("apps/x"), o.ID)
}

func TestWhatLivedInADeletedClusterIsGone(t *testing.T) {
	t.Parallel()
	h := host(t)
	at := h.place()
	inside := h.made(configMapType, "settings", nil, at)
	elsewhere := h.made(configMapType, "elsewhere", nil, outside("https://green.example.com"))
	require.NoError(t, h.cloud.Delete(ctx, again(h.cluster, simcloud.Kubernetes{})))
	assert.Equal(t, []simcloud.Object{elsewhere}, h.cloud.Objects())
	assert.Equal(t, []string{"main", "shop/settings"}, h.lost)
	assert.Equal(t, []string{at.Server}, h.cloud.Buried())

	var missing *simcloud.UnreachableError
	_, err := h.cloud.Update(ctx, again(inside, at))
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, at.Server, missing.Server)
	require.ErrorContains(t, err, `configured Kubernetes cluster is unreachable: unable to load schema information from the API server: Get "`+at.Server)
	require.ErrorContains(t, err, "no such host")
}

func TestAnotherProcessHearsOfDeletedClusters(t *testing.T) {
	t.Parallel()
	h := host(t)
	h.made(configMapType, "settings", nil, outside("https://gone.example.com"))
	kept := h.made(configMapType, "settings", nil, h.place())
	h.cloud.Bury("https://GONE.example.com/", h.cluster.Serves())
	assert.ElementsMatch(t, []simcloud.Object{h.cluster, kept}, h.cloud.Objects(), "a cluster that lives is not buried")
	_, err := h.create(configMapType, "late", nil, outside("gone.example.com"))
	require.ErrorContains(t, err, "configured Kubernetes cluster is unreachable")
}

func TestCallsToAClusterThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	const hint = `you can remove this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"`
	h := host(t)
	o := h.made(configMapType, "settings", values{"data": values{"k": "1"}}, h.place())
	cut := h.place()
	cut.CutOff = true
	next := again(o, cut)
	next.Inputs = h.request(configMapType, "settings", values{"data": values{"k": "2"}}, h.place()).Inputs

	_, err := h.create(configMapType, "more", nil, cut)
	require.ErrorContains(t, err, "configured Kubernetes cluster is unreachable: unable to load schema information")
	require.ErrorContains(t, err, "i/o timeout")
	_, err = h.cloud.Update(ctx, next)
	require.ErrorContains(t, err, "configured Kubernetes cluster is unreachable: unable to load schema information")
	_, _, err = h.cloud.Read(ctx, again(o, cut))
	require.EqualError(t, err, "failed to read resource state due to unreachable cluster. If the cluster was deleted, "+hint)
	require.EqualError(t, h.cloud.Delete(ctx, again(o, cut)), "configured Kubernetes cluster is unreachable. If the cluster was deleted, "+hint)
	release := simcloud.Request{URN: urnOf("kubernetes:helm.sh/v3:Release", "in"), ID: "web/in", Place: simcloud.Place{Kubernetes: cut}}
	require.ErrorContains(t, h.cloud.Delete(ctx, release), "can't delete Helm Release with unreachable cluster. Reason: ")

	next.Preview = true
	_, err = h.cloud.Update(ctx, next)
	require.NoError(t, err, "a preview leaves out what it would ask the server for")
	assert.NotEmpty(t, h.cloud.Diff(next).Changed)
	bucket := made(t, h.cloud, bucketType, "logs", props(values{"location": "EU"}))
	r := again(bucket, cut)
	require.NoError(t, h.cloud.Delete(ctx, r), "other providers do not care")
	assert.ElementsMatch(t, []simcloud.Object{h.cluster, o}, h.cloud.Objects(), "the cluster and its objects live on")

	cut = simcloud.Kubernetes{CutOff: true}
	_, err = h.create(configMapType, "more", nil, cut)
	require.ErrorContains(t, err, "configured Kubernetes cluster is unreachable", "the cluster of a provider without a kubeconfig")
}

func TestDeleteUnreachableForgetsWhatItCannotReach(t *testing.T) {
	t.Parallel()
	h := host(t)
	o := h.made(configMapType, "settings", nil, h.place())
	cut := h.place()
	cut.CutOff, cut.DeleteUnreachable, cut.SkipUpdateUnreachable = true, true, true
	assert.False(t, h.read(o, cut), "for the state it is gone")
	require.NoError(t, h.cloud.Delete(ctx, again(o, cut)))
	assert.ElementsMatch(t, []simcloud.Object{h.cluster, o}, h.cloud.Objects(), "but the cluster still has it")
	cut.CutOff = false
	require.NoError(t, h.cloud.Delete(ctx, again(o, cut)))
	assert.Equal(t, []simcloud.Object{h.cluster}, h.cloud.Objects(), "a cluster that answers is asked")
}

func TestSkipUpdateUnreachableGoesOnWithTheState(t *testing.T) {
	t.Parallel()
	h := host(t)
	o := h.made(configMapType, "settings", values{"data": values{"k": "1"}}, h.place())
	cut := h.place()
	cut.CutOff, cut.SkipUpdateUnreachable = true, true
	r := again(o, cut)
	r.Inputs = props(values{"metadata": values{"name": "settings"}, "data": values{"k": "2"}})
	checked, failures := h.cloud.Check(r)
	require.Empty(t, failures)
	assert.Equal(t, o.Inputs, checked)
	got, found, err := h.cloud.Read(ctx, again(o, cut))
	require.NoError(t, err)
	require.True(t, found)
	assert.Equal(t, o, got)
	require.ErrorContains(t, h.cloud.Delete(ctx, again(o, cut)), "configured Kubernetes cluster is unreachable")
	_, err = h.create(configMapType, "more", nil, cut)
	require.ErrorContains(t, err, "configured Kubernetes cluster is unreachable")
}
