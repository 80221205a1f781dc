package sandbox

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

// open makes a stack ready for an operation: its vault, its state as the last run left it, its objects in the cloud.
func (c *Cloud) open(name StackName, p *project) (*stackState, error) {
	wanted, err := c.stackVault(p)
	if err != nil {
		return nil, err
	}
	if c.options.Folder == "" {
		return c.openInMemory(name, wanted)
	}
	s := &stackState{name: name, folder: c.stackFolder(name)}
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return nil, err
	}
	if s.unlock, err = lock(s.path(lockFile)); err != nil {
		return nil, err
	}
	if err := c.load(s, wanted); err != nil {
		return nil, errors.Join(err, s.release())
	}
	c.stacks[name] = s
	return s, nil
}

func (c *Cloud) openInMemory(name StackName, wanted *engine.Vault) (*stackState, error) {
	s := c.stacks[name]
	if s == nil {
		s = &stackState{name: name, cloud: c.memory, vault: wanted}
		if s.vault == nil {
			var err error
			if s.vault, err = memoryVault(); err != nil {
				return nil, err
			}
		}
		s.base = engine.Empty(s.vault)
		c.stacks[name] = s
	}
	return s, s.recover(context.Background())
}

// load reads a stack from its folder and puts the files in order for the next run.
func (c *Cloud) load(s *stackState, wanted *engine.Vault) error {
	before, objects, err := c.read(s, wanted)
	if err != nil {
		return err
	}
	graves, err := readGraves(s.path(objectsFile))
	if err != nil {
		return err
	}
	if err := s.rewriteObjects(objects, graves); err != nil {
		return err
	}
	buried, err := c.buried()
	if err != nil {
		return err
	}
	return s.restore(simcloud.Options{Execute: c.executor(), Changed: s.objects.write}, before, objects, buried)
}

// read reads a stack from its folder: its vault, its state, the state before the run that was cut, and its objects.
func (c *Cloud) read(s *stackState, wanted *engine.Vault) (before *apitype.DeploymentV3, objects []simcloud.Object, err error) {
	before, checkpoint, err := readCheckpoint(s.folder)
	if err != nil {
		return nil, nil, err
	}
	if before == nil {
		if s.vault, err = c.freshVault(wanted); err != nil {
			return nil, nil, err
		}
		s.base = engine.Empty(s.vault)
	} else {
		if s.vault, err = c.openVault(engine.SaltOf(before)); err != nil {
			return nil, nil, err
		}
		entries, err := readJournal(s.folder, checkpoint)
		if err != nil {
			return nil, nil, err
		}
		if s.base, err = engine.Replay(before, entries); err != nil {
			return nil, nil, err
		}
	}
	if objects, err = readObjects(s.path(objectsFile), c.openVault); err != nil {
		return nil, nil, err
	}
	if wanted != nil && !wanted.Same(s.vault) {
		if s.base, err = engine.Reseal(context.Background(), s.base, s.vault, wanted); err != nil {
			return nil, nil, err
		}
		s.vault = wanted
	}
	return before, objects, nil
}

// freshVault seals a stack that was never deployed.
func (c *Cloud) freshVault(wanted *engine.Vault) (*engine.Vault, error) {
	if wanted != nil {
		return wanted, nil
	}
	phrase, err := c.generatedPassphrase()
	if err != nil {
		return nil, err
	}
	return engine.NewVault(phrase)
}

// restore brings the stack's objects back into a simulated cloud, and its state in line with them.
func (s *stackState) restore(o simcloud.Options, before *apitype.DeploymentV3, objects []simcloud.Object, buried []string) error {
	s.cloud = simcloud.New(o)
	s.cloud.Restore(objects)
	s.cloud.Bury(buried...)
	if before != nil {
		s.vanish(before, s.base)
	}
	return s.recover(context.Background())
}

// rewriteObjects compacts the object log, sealed with the stack's vault, and leaves it open for what comes.
func (s *stackState) rewriteObjects(objects []simcloud.Object, graves []objectLine) error {
	temporary, err := os.OpenFile(s.path(objectsFile)+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	s.objects = &objectLog{file: temporary, vault: s.vault}
	if err := writeLine(temporary, objectHeader{Salt: engine.SaltOf(engine.Empty(s.vault))}); err != nil {
		return err
	}
	for _, grave := range graves {
		if err := writeLine(temporary, grave); err != nil {
			return err
		}
	}
	for _, o := range objects {
		s.objects.write(Create, o)
	}
	if s.objects.err != nil {
		return s.objects.err
	}
	return os.Rename(s.path(objectsFile)+".new", s.path(objectsFile))
}

func (c *Cloud) stackFolder(name StackName) string {
	return filepath.Join(c.options.Folder, "stacks", name.Organization, name.Project, name.Stack)
}

// existing reads a stack that an operation was tried on; nil when there is none. One that was never deployed is empty.
// The vault is nil when no passphrase at hand opens it.
func (c *Cloud) existing(name StackName) (*stackState, error) {
	if c.options.Folder == "" {
		return c.stacks[name], nil
	}
	s := &stackState{name: name, folder: c.stackFolder(name)}
	if _, err := os.Stat(s.folder); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	base, checkpoint, err := readCheckpoint(s.folder)
	if err != nil {
		return nil, err
	}
	if base == nil {
		if s.vault, err = memoryVault(); err != nil {
			return nil, err
		}
		s.base = engine.Empty(s.vault)
		return s, nil
	}
	entries, err := readJournal(s.folder, checkpoint)
	if err != nil {
		return nil, err
	}
	if s.base, err = engine.Replay(base, entries); err != nil {
		return nil, err
	}
	if vault, err := c.openVault(engine.SaltOf(base)); err == nil {
		s.vault = vault
	}
	return s, nil
}

// stackOutputs answers stack references of programs of stack reader, and tells read of each. The engine asks from several goroutines.
func (c *Cloud) stackOutputs(reader StackName, read func(StackName)) func(context.Context, string, func(error) error) (property.Map, error) {
	var mu sync.Mutex
	return func(ctx context.Context, reference string, onDecryptError func(error) error) (property.Map, error) {
		mu.Lock()
		defer mu.Unlock()
		name, err := reader.resolve(reference)
		if err != nil {
			return property.Map{}, err
		}
		read(name)
		s, err := c.existing(name)
		if err != nil {
			return property.Map{}, fmt.Errorf("read stack %q: %w", reference, err)
		}
		if s == nil {
			return property.Map{}, fmt.Errorf("unknown stack %q", reference)
		}
		outputs, err := engine.Outputs(ctx, s.base, s.vault, onDecryptError)
		if err != nil {
			return property.Map{}, err
		}
		return resource.FromResourcePropertyMap(outputs), nil
	}
}

// stackVault is the vault that the stack's file asks for; nil when it asks for none.
func (c *Cloud) stackVault(p *project) (*engine.Vault, error) {
	secure := secureKeys(p.stack.Config)
	phrase, given, err := c.passphrase()
	if err != nil {
		return nil, err
	}
	switch {
	case len(secure) > 0 && p.stack.SecretsProvider != "" && p.stack.SecretsProvider != "passphrase":
		return nil, fmt.Errorf("%s has secure values (%s) of the secrets provider %q: the sandbox opens those of the passphrase provider only",
			p.stackFile, strings.Join(secure, ", "), p.stack.SecretsProvider)
	case len(secure) > 0 && p.stack.EncryptionSalt == "":
		return nil, fmt.Errorf("%s has secure values (%s) and no encryptionsalt: the sandbox opens those of the passphrase provider only",
			p.stackFile, strings.Join(secure, ", "))
	case len(secure) > 0 && !given:
		return nil, fmt.Errorf("%s has secure values (%s): set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to open them",
			p.stackFile, strings.Join(secure, ", "))
	case p.stack.EncryptionSalt == "" || !given:
		return nil, nil
	}
	vault, err := engine.OpenVault(phrase, p.stack.EncryptionSalt)
	if err != nil {
		return nil, fmt.Errorf("open the secure values of %s: %w", p.stackFile, err)
	}
	return vault, nil
}

// passphrase is the user's, given by option, environment or file, in this order.
func (c *Cloud) passphrase() (phrase string, given bool, err error) {
	if c.options.Passphrase != "" {
		return c.options.Passphrase, true, nil
	}
	if phrase, given := os.LookupEnv("PULUMI_CONFIG_PASSPHRASE"); given {
		return phrase, true, nil
	}
	if file := os.Getenv("PULUMI_CONFIG_PASSPHRASE_FILE"); file != "" {
		content, err := os.ReadFile(file)
		if err != nil {
			return "", false, fmt.Errorf("read PULUMI_CONFIG_PASSPHRASE_FILE: %w", err)
		}
		return strings.TrimSpace(string(content)), true, nil
	}
	return "", false, nil
}

// openVault opens the vault of a state with the passphrases at hand.
func (c *Cloud) openVault(salt string) (*engine.Vault, error) {
	phrase, given, err := c.passphrase()
	if err != nil {
		return nil, err
	}
	if given {
		if vault, err := engine.OpenVault(phrase, salt); err == nil {
			return vault, nil
		}
	}
	generated, err := c.generatedPassphrase()
	if c.readOnly && errors.Is(err, os.ErrNotExist) {
		return nil, errOtherPassphrase
	}
	if err != nil {
		return nil, err
	}
	vault, err := engine.OpenVault(generated, salt)
	if err != nil {
		return nil, errOtherPassphrase
	}
	return vault, nil
}

var errOtherPassphrase = errors.New(
	"the state is sealed with another passphrase: set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the stack's")

// generatedPassphrase seals the states of stacks that have no passphrase of their own. It is made once for a folder.
func (c *Cloud) generatedPassphrase() (string, error) {
	path := filepath.Join(c.options.Folder, "passphrase")
	content, err := os.ReadFile(path)
	if err == nil {
		return string(content), nil
	}
	if !errors.Is(err, os.ErrNotExist) || c.readOnly {
		return "", err
	}
	phrase := rand.Text()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return c.generatedPassphrase()
	}
	if err != nil {
		return "", err
	}
	_, err = file.WriteString(phrase)
	return phrase, errors.Join(err, file.Close())
}

// memoryVault seals all states in memory.
var memoryVault = sync.OnceValues(func() (*engine.Vault, error) { return engine.NewVault(rand.Text()) })
