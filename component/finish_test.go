package component_test

import (
	"sync/atomic"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/groundwork-go/groundwork/component"
)

// outputCounter counts the registrations of outputs; the stack makes one itself.
type outputCounter struct {
	recorder
	calls atomic.Int32
}

func (c *outputCounter) RegisterResourceOutputs() (*emptypb.Empty, error) {
	c.calls.Add(1)
	return &emptypb.Empty{}, nil
}

// finish registers self, sets its outputs, calls Finish, and returns how often outputs were sent.
func finish[T pulumi.ComponentResource](t *testing.T, self T, set func(T)) (int, error) {
	t.Helper()
	mocks := &outputCounter{}
	var finishErr error
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		scope, err := component.Register(ctx, self, cacheToken, "sessions", goodArgs())
		if err != nil {
			return err
		}
		set(self)
		finishErr = scope.Finish()
		return nil
	}, pulumi.WithMocks("shop", "dev", mocks))
	require.NoError(t, err)
	return int(mocks.calls.Load()), finishErr
}

func text(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }

func TestFinishSendsTheOutputs(t *testing.T) {
	t.Parallel()
	calls, err := finish(t, &cache{}, func(c *cache) {
		c.Endpoint, c.Port = text("cache.example"), pulumi.Int(6379).ToIntOutput()
	})
	require.NoError(t, err)
	assert.Equal(t, 2, calls, "the component's and the stack's")
}

// Tail is embedded, so the SDK leaves it alone.
type Tail struct {
	ARN pulumi.StringOutput `pulumi:"arn"`
}

type lists struct {
	pulumi.ResourceState
	Port   pulumi.IntOutput               `pulumi:"port"`
	Zones  []pulumi.StringOutput          `pulumi:"zones"`
	Hosts  map[string]pulumi.StringOutput `pulumi:"hosts"`
	Reader pulumi.StringOutput            `pulumi:"reader,optional"`
	Tail
}

func TestFinishNamesEveryMissingOutput(t *testing.T) {
	t.Parallel()
	calls, err := finish(t, &lists{}, func(l *lists) { l.Zones = []pulumi.StringOutput{text("a"), {}} })
	assert.Equal(t, 1, calls, "only the stack's own")
	for _, field := range []string{"Port", "Zones", "Hosts", "ARN"} {
		assert.ErrorContains(t, err, "redis: sessions: output "+field+": need a value before the constructor ends, got nothing")
	}
	assert.NotContains(t, err.Error(), "Reader")
}

type wrongType struct {
	pulumi.ResourceState
	Port int `pulumi:"port"`
}

type sameTag struct {
	pulumi.ResourceState
	A pulumi.StringOutput `pulumi:"host"`
	B pulumi.StringOutput `pulumi:"host"`
}

type noName struct {
	pulumi.ResourceState
	A pulumi.StringOutput `pulumi:",optional"`
}

type anInterface struct {
	pulumi.ResourceState
	A pulumi.Output `pulumi:"host"`
}

type nilEmbedded struct {
	pulumi.ResourceState
	*Tail
}

func TestRegisterRefusesMistakenOutputFields(t *testing.T) {
	t.Parallel()
	for want, self := range map[string]pulumi.ComponentResource{
		"output Port: need an Output, or a slice or map of Outputs, got int":          &wrongType{},
		"output A: need an Output, or a slice or map of Outputs, got internal.Output": &anInterface{},
		`output B: need a tag of its own, got "host" a second time`:                   &sameTag{},
		`output A: need a name in its pulumi tag, got nothing`:                        &noName{},
		`embedded Tail: need a value, got nil`:                                        &nilEmbedded{},
		`need a pointer to a component's struct, got component_test.byValue`:          byValue{&pulumi.ResourceState{}},
	} {
		mocks, err := run(t, func(ctx *pulumi.Context) error {
			_, err := component.Register(ctx, self, cacheToken, "sessions", goodArgs())
			return err
		})
		assert.ErrorContains(t, err, "redis: sessions: "+want)
		assert.Empty(t, mocks.resources)
	}
}

type byValue struct{ *pulumi.ResourceState }
