package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/pulumi/pulumi/pkg/v3/backend"
	"github.com/pulumi/pulumi/pkg/v3/engine"
	"github.com/pulumi/pulumi/pkg/v3/resource/deploy"
	"github.com/pulumi/pulumi/pkg/v3/resource/stack"
	"github.com/pulumi/pulumi/pkg/v3/secrets"
	pkgworkspace "github.com/pulumi/pulumi/pkg/v3/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/esc"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// journal hands the engine's journal entries on, serialized and with their secrets encrypted.
type journal struct {
	ctx context.Context
	run *Run
}

func (j *journal) AddJournalEntry(entry engine.JournalEntry) error {
	serialized, err := stack.BatchEncrypt(j.ctx, j.run.Vault.manager,
		func(ctx context.Context, encrypter config.Encrypter) (apitype.JournalEntry, error) {
			return backend.SerializeJournalEntry(ctx, entry, encrypter)
		})
	if err != nil {
		return fmt.Errorf("serialize a journal entry: %w", err)
	}
	return j.run.Append(serialized)
}

func (*journal) Close() error { return nil }

// Replay applies journal entries to a base state.
func Replay(base *apitype.DeploymentV3, entries []apitype.JournalEntry) (*apitype.DeploymentV3, error) {
	replayer := backend.NewJournalReplayer(base)
	for _, entry := range entries {
		if err := replayer.Add(entry); err != nil {
			return nil, fmt.Errorf("replay the journal: %w", err)
		}
	}
	deployment, err := replayer.GenerateDeployment()
	if err != nil {
		return nil, fmt.Errorf("replay the journal: %w", err)
	}
	return deployment.Deployment, nil
}

// Empty is the state of a stack that was never deployed.
func Empty(vault *Vault) *apitype.DeploymentV3 {
	manifest := deploy.Manifest{Time: time.Time{}}
	return &apitype.DeploymentV3{
		Manifest:         manifest.Serialize(),
		SecretsProviders: &apitype.SecretsProvidersV1{Type: vault.manager.Type(), State: vault.manager.State()},
	}
}

// Verify checks that a state is one the engine could go on from.
func Verify(ctx context.Context, deployment *apitype.DeploymentV3, vault *Vault) error {
	snapshot, err := stack.DeserializeDeploymentV3(ctx, *deployment, vault)
	if err != nil {
		return err
	}
	return snapshot.VerifyIntegrity()
}

// Outputs reads the exports of a state. A value that cannot be decrypted is given to onDecryptError and, if that
// returns nil, arrives as the secret empty object, as from Pulumi's own backends.
func Outputs(ctx context.Context, deployment *apitype.DeploymentV3, vault *Vault, onDecryptError func(error) error) (resource.PropertyMap, error) {
	return stack.DeserializeStackOutputs(ctx, *deployment, &lenientVault{vault: vault, onError: onDecryptError})
}

// Properties decrypts the properties of one resource of a state.
func Properties(properties map[string]any, vault *Vault) (resource.PropertyMap, error) {
	return stack.DeserializeProperties(properties, vault.Decrypter())
}

// SerializeProperties is the other direction of Properties: secrets leave it encrypted.
func SerializeProperties(ctx context.Context, properties resource.PropertyMap, vault *Vault) (map[string]any, error) {
	return stack.SerializeProperties(ctx, properties, vault.manager.Encrypter(), false)
}

// ApplyProjectConfig adds the project's configuration defaults to a stack's and checks the types that it declares.
func ApplyProjectConfig(ctx context.Context, stackName string, project *workspace.Project, values config.Map, vault *Vault) error {
	return pkgworkspace.ValidateStackConfigAndApplyProjectConfig(
		ctx, stackName, project, esc.Value{}, values, vault.Encrypter(), vault.Decrypter())
}

// lenientVault replaces what it cannot decrypt.
type lenientVault struct {
	vault   *Vault
	onError func(error) error
}

func (l *lenientVault) OfType(_ context.Context, kind string, state json.RawMessage) (secrets.Manager, error) {
	return &lenientManager{kind: kind, state: state, lenient: l}, nil
}

type lenientManager struct {
	kind    string
	state   json.RawMessage
	lenient *lenientVault
}

func (m *lenientManager) Type() string                { return m.kind }
func (m *lenientManager) State() json.RawMessage      { return m.state }
func (m *lenientManager) Encrypter() config.Encrypter { return m.lenient.vault.manager.Encrypter() }
func (m *lenientManager) Decrypter() config.Decrypter { return m }

func (m *lenientManager) DecryptValue(ctx context.Context, ciphertext string) (string, error) {
	manager, err := m.lenient.vault.OfType(ctx, m.kind, m.state)
	if err == nil {
		var plain string
		if plain, err = manager.Decrypter().DecryptValue(ctx, ciphertext); err == nil {
			return plain, nil
		}
	}
	if err := m.lenient.onError(err); err != nil {
		return "", err
	}
	return "{}", nil
}

func (m *lenientManager) BatchDecrypt(ctx context.Context, ciphertexts []string) ([]string, error) {
	return config.DefaultBatchDecrypt(ctx, m, ciphertexts)
}

// Reseal encrypts the secrets of a state for another vault.
func Reseal(ctx context.Context, deployment *apitype.DeploymentV3, from, to *Vault) (*apitype.DeploymentV3, error) {
	snapshot, err := stack.DeserializeDeploymentV3(ctx, *deployment, from)
	if err != nil {
		return nil, err
	}
	snapshot.SecretsManager = to.manager
	return stack.SerializeDeployment(ctx, snapshot, false)
}

// SealObject encrypts the properties of an object of the simulated cloud, all of them: what is secret there may not be
// marked.
func SealObject(ctx context.Context, inputs, outputs resource.PropertyMap, vault *Vault) (string, error) {
	plain, err := stack.SerializeProperties(ctx, resource.PropertyMap{
		"inputs": resource.NewObjectProperty(inputs), "outputs": resource.NewObjectProperty(outputs),
	}, config.NopEncrypter, true)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(plain)
	if err != nil {
		return "", err
	}
	return vault.Encrypter().EncryptValue(ctx, string(text))
}

// UnsealObject is the other direction of SealObject.
func UnsealObject(ctx context.Context, sealed string, vault *Vault) (inputs, outputs resource.PropertyMap, err error) {
	text, err := vault.Decrypter().DecryptValue(ctx, sealed)
	if err != nil {
		return nil, nil, err
	}
	var plain map[string]any
	if err := json.Unmarshal([]byte(text), &plain); err != nil {
		return nil, nil, err
	}
	properties, err := stack.DeserializeProperties(plain, config.NopDecrypter)
	if err != nil {
		return nil, nil, err
	}
	return properties["inputs"].ObjectValue(), properties["outputs"].ObjectValue(), nil
}
