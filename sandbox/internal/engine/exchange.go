package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/pkg/v3/resource/stack"
	"github.com/pulumi/pulumi/pkg/v3/secrets"
	"github.com/pulumi/pulumi/pkg/v3/secrets/passphrase"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
)

// Export renders a state as `pulumi stack export` does, with secrets encrypted or shown.
func Export(ctx context.Context, deployment *apitype.DeploymentV3, vault *Vault, showSecrets bool) ([]byte, error) {
	snapshot, err := stack.DeserializeDeploymentV3(ctx, *deployment, vault)
	if err != nil {
		return nil, err
	}
	untyped, err := stack.SerializeUntypedDeployment(ctx, snapshot, &stack.SerializeOptions{Pretty: true, ShowSecrets: showSecrets})
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(untyped, "", "    ")
}

// Import reads what Export or `pulumi stack export` wrote, and seals it with a vault. open finds the vault of a salt; secrets of other
// kinds have to be shown in the text.
func Import(ctx context.Context, exported []byte, open func(salt string) (*Vault, error), to *Vault) (*apitype.DeploymentV3, error) {
	var untyped apitype.UntypedDeployment
	if err := json.Unmarshal(exported, &untyped); err != nil {
		return nil, err
	}
	snapshot, err := stack.DeserializeUntypedDeployment(ctx, &untyped, foreignVaults(open))
	if err != nil {
		return nil, err
	}
	if len(snapshot.PendingOperations) > 0 {
		return nil, fmt.Errorf("the state has %d operations that were cut off: refresh the stack first", len(snapshot.PendingOperations))
	}
	snapshot.SecretsManager = to.manager
	return stack.SerializeDeployment(ctx, snapshot, false)
}

// foreignVaults opens the secrets of a state that was made elsewhere.
type foreignVaults func(salt string) (*Vault, error)

func (open foreignVaults) OfType(_ context.Context, kind string, state json.RawMessage) (secrets.Manager, error) {
	err := fmt.Errorf("its secrets are encrypted by the secrets provider %q: export it with --show-secrets", kind)
	if kind == passphrase.Type {
		var vault *Vault
		if vault, err = open(salt(state)); err == nil {
			return vault.manager, nil
		}
		err = errors.Join(err, errors.New("or export it with --show-secrets"))
	}
	return &closedManager{kind: kind, state: state, err: err}, nil
}

// closedManager is for states whose secrets are shown: it is asked for none.
type closedManager struct {
	kind  string
	state json.RawMessage
	err   error
}

func (m *closedManager) Type() string                { return m.kind }
func (m *closedManager) State() json.RawMessage      { return m.state }
func (m *closedManager) Encrypter() config.Encrypter { return config.NopEncrypter }
func (m *closedManager) Decrypter() config.Decrypter { return m }

func (m *closedManager) DecryptValue(context.Context, string) (string, error) { return "", m.err }
func (m *closedManager) BatchDecrypt(_ context.Context, all []string) ([]string, error) {
	if len(all) == 0 {
		return nil, nil
	}
	return nil, m.err
}
