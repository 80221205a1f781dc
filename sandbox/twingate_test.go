package sandbox_test

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

const (
	networkType   = "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork"
	connectorType = "twingate:index/twingateConnector:TwingateConnector"
	tokensType    = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
)

var errBusy = errors.New("429 Too Many Requests")

// access is a remote network with two connectors and their tokens.
type access struct {
	rotation    string
	deleteFirst bool
	kind        string // of the network
	moved       bool   // the first connector, to a network that is elsewhere
}

func (a access) run(ctx *pulumi.Context) error {
	var network registered
	if err := ctx.RegisterResource(networkType, "net", pulumi.Map{"name": pulumi.String("net"), "type": pulumi.String(a.kind)}, &network); err != nil {
		return err
	}
	for i := range 2 {
		name, place := "connector-"+strconv.Itoa(i), pulumi.Output(network.ID())
		if a.moved && i == 0 {
			place = pulumi.String("UmVtb3RlTmV0d29yazo5").ToStringOutput()
		}
		var connector registered // registered on a goroutine of its own, which goes on reading it
		err := ctx.RegisterResource(connectorType, name, pulumi.Map{"name": pulumi.String(name), "remoteNetworkId": place}, &connector)
		if err != nil {
			return err
		}
		err = ctx.RegisterResource(tokensType, name+"-tokens", pulumi.Map{
			"connectorId": connector.ID(), "keepers": pulumi.StringMap{"rotation": pulumi.String(a.rotation)},
		}, &registered{}, pulumi.DeleteBeforeReplace(a.deleteFirst))
		if err != nil {
			return err
		}
	}
	return nil
}

type registered struct{ pulumi.CustomResourceState }

// liveTokens are the access tokens that work, by connector.
func liveTokens(cloud *sandbox.Cloud) map[string]string {
	tokens := map[string]string{}
	for _, o := range cloud.Objects() {
		if o.Type == tokensType {
			tokens[o.Outputs["connectorId"].StringValue()] = o.Outputs["accessToken"].SecretValue().Element.StringValue()
		}
	}
	return tokens
}

// storedTokens are the access tokens of the state, by connector.
func storedTokens(result *sandbox.Result) map[string]string {
	tokens := map[string]string{}
	for _, r := range result.Resources {
		if r.Type == tokensType && !r.PendingDeletion {
			tokens[r.Outputs["connectorId"].StringValue()] = r.Outputs["accessToken"].SecretValue().Element.StringValue()
		}
	}
	return tokens
}

func TestRotatedTokensLiveOnlyWhenTheOldOnesGoFirst(t *testing.T) {
	t.Parallel()
	for _, deleteFirst := range []bool{true, false} {
		t.Run(strconv.FormatBool(deleteFirst), func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t, sandbox.Options{})
			before := storedTokens(up(t, cloud, access{kind: "REGULAR", deleteFirst: deleteFirst}.run))
			require.Len(t, before, 2)
			assert.Equal(t, before, liveTokens(cloud))
			result := up(t, cloud, access{kind: "REGULAR", rotation: "2", deleteFirst: deleteFirst}.run)
			after := storedTokens(result)
			require.Len(t, after, 2)
			for connector, token := range after {
				assert.NotEqual(t, before[connector], token)
			}
			if deleteFirst {
				assert.Equal(t, after, liveTokens(cloud))
				assertConverged(t, cloud, result)
				return
			}
			assert.Empty(t, liveTokens(cloud), "deleting the old pairs ended the new ones")

			// Only a refresh tells, and the next update makes pairs that work.
			result, err := cloud.Refresh(context.Background(), stack, sandbox.Func(access{}.run))
			require.NoError(t, err)
			assert.Empty(t, storedTokens(result))
			healed := up(t, cloud, access{kind: "REGULAR", rotation: "2"}.run)
			assert.Equal(t, storedTokens(healed), liveTokens(cloud))
			assert.Len(t, liveTokens(cloud), 2)
		})
	}
}

func TestARefreshThatFailsDropsTokens(t *testing.T) {
	t.Parallel()
	options := sandbox.Options{Folder: t.TempDir()}
	cloud := newCloud(t, options)
	program := access{kind: "REGULAR", deleteFirst: true}.run
	before := storedTokens(up(t, cloud, program))
	cloud.Fail(sandbox.On{Op: sandbox.Read, Type: tokensType, Name: "connector-0-tokens"}, errBusy)
	result, err := cloud.Refresh(context.Background(), stack, sandbox.Func(program))
	require.NoError(t, err)
	require.Len(t, storedTokens(result), 1, "those of the other connector stay")
	assert.Equal(t, before, liveTokens(cloud), "the cloud keeps what it has")
	assert.Contains(t, warnings(result), "the connector tokens could not be verified: they are taken not to be valid any more: "+
		"read connector-0-tokens: 429 Too Many Requests")

	cloud.Heal()
	cloud = newCloud(t, options) // a new process
	healed := up(t, cloud, program)
	after := storedTokens(healed)
	assert.Equal(t, map[string]int{"create": 1, "same": 5}, healed.Changes)
	assertConverged(t, cloud, healed)
	assert.Equal(t, after, liveTokens(cloud), "the new pair took the place of the lost one")
	assert.NotEqual(t, before, after)
	assert.Empty(t, find(t, healed, connectorType, "connector-0").Outputs["hostname"].StringValue())
	quiet, err := cloud.Refresh(context.Background(), stack, sandbox.Func(program))
	require.NoError(t, err)
	assert.Equal(t, after, storedTokens(quiet))
	assert.Empty(t, warnings(quiet))
}

func TestOtherReadsThatFailFailTheRefresh(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	program := access{kind: "REGULAR", deleteFirst: true}.run
	up(t, cloud, program)
	cloud.Fail(sandbox.On{Op: sandbox.Read, Type: connectorType}, errBusy)
	_, err := cloud.Refresh(context.Background(), stack, sandbox.Func(program))
	require.ErrorContains(t, err, "429 Too Many Requests")
}

func TestACutRotationConverges(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		options := sandbox.Options{Folder: stateFolder(t)}
		cloud := newCloud(t, options)
		before := storedTokens(up(t, cloud, access{kind: "REGULAR", deleteFirst: true}.run))
		rotated := access{kind: "REGULAR", rotation: "2", deleteFirst: true}.run
		cloud.CutAfter(n)
		if _, err := cloud.Up(context.Background(), stack, sandbox.Func(rotated)); err == nil {
			assert.Greater(t, n, 3, "two pairs go and two come")
			return
		}
		cloud = newCloud(t, options) // a new process
		result := up(t, cloud, rotated)
		assertConverged(t, cloud, result)
		stored := storedTokens(result)
		assert.Equal(t, stored, liveTokens(cloud))
		for connector, token := range stored {
			assert.NotEqual(t, before[connector], token, "cut after %d", n)
		}
	}
}

func TestConnectorsCannotBeMoved(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	up(t, cloud, access{kind: "REGULAR", deleteFirst: true}.run)
	before := cloud.Objects()
	for name, next := range map[string]access{
		"to a network elsewhere": {kind: "REGULAR", deleteFirst: true, moved: true},
		"with their network":     {kind: "EXIT", deleteFirst: true},
	} {
		for _, run := range []func(context.Context, string, sandbox.Program, ...sandbox.Option) (*sandbox.Result, error){cloud.Preview, cloud.Up} {
			_, err := run(context.Background(), stack, sandbox.Func(next.run))
			require.ErrorContains(t, err, "connectors cannot be moved", name)
			assert.Equal(t, before, cloud.Objects(), name)
		}
	}
}

func warnings(result *sandbox.Result) []string {
	var messages []string
	for _, d := range result.Diagnostics {
		if d.Severity == "warning" {
			messages = append(messages, d.Message)
		}
	}
	return messages
}
