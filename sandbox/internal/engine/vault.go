package engine

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/pkg/v3/secrets"
	"github.com/pulumi/pulumi/pkg/v3/secrets/passphrase"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
)

// Vault encrypts and decrypts with a passphrase, as Pulumi's passphrase provider does.
type Vault struct{ manager secrets.Manager }

// To derive a key takes a noticeable part of a second, so that a process does it once: for each passphrase that it makes a vault
// for, and for each passphrase and salt that it opens.
var fresh, opened sync.Map

type seal struct{ phrase, salt string }

func once(vaults *sync.Map, key any, derive func() (*Vault, error)) (*Vault, error) {
	vault, _ := vaults.LoadOrStore(key, sync.OnceValues(derive))
	return vault.(func() (*Vault, error))()
}

// NewVault makes a vault with a fresh salt, and the same one again for the same passphrase.
func NewVault(phrase string) (*Vault, error) {
	return once(&fresh, phrase, func() (*Vault, error) {
		_, manager, err := passphrase.NewPassphraseSecretsManager(phrase)
		if err != nil {
			return nil, err
		}
		vault := &Vault{manager: manager}
		return once(&opened, seal{phrase, salt(manager.State())}, func() (*Vault, error) { return vault, nil })
	})
}

// OpenVault opens the vault of a stack file's or a state's salt. A wrong passphrase is an error.
func OpenVault(phrase, salt string) (*Vault, error) {
	return once(&opened, seal{phrase, salt}, func() (*Vault, error) { return openVault(phrase, salt) })
}

func openVault(phrase, salt string) (*Vault, error) {
	parts := strings.SplitN(salt, ":", 3)
	if len(parts) != 3 || parts[0] != "v1" {
		return nil, errors.New("the encryption salt is malformed")
	}
	bytes, err := base64.StdEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, fmt.Errorf("the encryption salt is malformed: %w", err)
	}
	crypter := config.NewSymmetricCrypterFromPassphrase(phrase, bytes)
	if word, err := crypter.DecryptValue(context.Background(), parts[2]); err != nil || word != "pulumi" {
		return nil, passphrase.ErrIncorrectPassphrase
	}
	state, err := json.Marshal(map[string]string{"salt": salt})
	if err != nil {
		return nil, err
	}
	return &Vault{manager: &manager{state: state, crypter: crypter}}, nil
}

// manager is Pulumi's passphrase secrets manager without its cache, which asks for the passphrase of a salt only once
// in a process and then takes any.
type manager struct {
	state   json.RawMessage
	crypter config.Crypter
}

func (m *manager) Type() string                { return passphrase.Type }
func (m *manager) State() json.RawMessage      { return m.state }
func (m *manager) Encrypter() config.Encrypter { return m.crypter }
func (m *manager) Decrypter() config.Decrypter { return m.crypter }

// SaltOf returns what OpenVault needs beside the passphrase to open a state; empty when the state is not sealed with one.
func SaltOf(deployment *apitype.DeploymentV3) string {
	if deployment.SecretsProviders == nil {
		return ""
	}
	return salt(deployment.SecretsProviders.State)
}

func salt(state json.RawMessage) string {
	var s struct {
		Salt string `json:"salt"`
	}
	if json.Unmarshal(state, &s) != nil {
		return ""
	}
	return s.Salt
}

// Decrypter decrypts configuration values.
func (v *Vault) Decrypter() config.Decrypter { return v.manager.Decrypter() }

// OfType serves the engine the vault for a state that was sealed with it.
func (v *Vault) OfType(_ context.Context, kind string, state json.RawMessage) (secrets.Manager, error) {
	if v == nil {
		return nil, errors.New("there is no passphrase")
	}
	if kind != v.manager.Type() || salt(state) != salt(v.manager.State()) {
		return nil, fmt.Errorf("the state was sealed with another %s secrets provider", kind)
	}
	return v.manager, nil
}

// Encrypter encrypts configuration values.
func (v *Vault) Encrypter() config.Encrypter { return v.manager.Encrypter() }

// Same tells whether two vaults open each other's secrets.
func (v *Vault) Same(other *Vault) bool {
	return salt(v.manager.State()) == salt(other.manager.State())
}
