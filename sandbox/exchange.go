package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

// ExportOption shapes an exported state.
type ExportOption func(*export)

type export struct{ showSecrets bool }

// ShowSecrets exports secrets in plain text, as `pulumi stack export --show-secrets` does.
func ShowSecrets() ExportOption { return func(e *export) { e.showSecrets = true } }

// ExportState returns the stack's state as the JSON that `pulumi stack export` prints, secrets encrypted.
func (c *Cloud) ExportState(stack string, opts ...ExportOption) ([]byte, error) {
	name, err := ParseStackName(stack)
	if err != nil {
		return nil, err
	}
	var e export
	for _, opt := range opts {
		opt(&e)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	state, err := c.existing(name)
	if err != nil {
		return nil, err
	}
	if state == nil {
		return nil, fmt.Errorf("no stack named %q", name)
	}
	if state.vault == nil {
		return nil, fmt.Errorf("stack %s: %w", name, errOtherPassphrase)
	}
	return engine.Export(context.Background(), state.base, state.vault, e.showSecrets)
}

// ImportState gives a stack that has no resources yet the state that `pulumi stack export` printed, and the simulated cloud the objects that
// it tells of: what an update of a real stack would do can be tried without its account. Secrets are opened with the passphrase of
// the cloud, or have to be shown in the export (--show-secrets). Resources keep the URNs of the exported stack, so it has to be the
// project and the stack of that name.
func (c *Cloud) ImportState(stack string, exported []byte) (err error) {
	name, err := ParseStackName(stack)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s, err := c.open(name, &project{stack: &workspace.ProjectStack{}})
	if err != nil {
		return fmt.Errorf("stack %s: %w", name, err)
	}
	defer func() { err = errors.Join(err, s.release()) }()
	if len(s.base.Resources) > 0 {
		return fmt.Errorf("stack %s has resources already", name)
	}
	ctx := context.Background()
	base, err := engine.Import(ctx, exported, c.foreignVault, s.vault)
	if err != nil {
		return fmt.Errorf("import the state of %s: %w", name, err)
	}
	if err := name.owns(base); err != nil {
		return err
	}
	objects, err := objectsOf(base, s.vault)
	if err != nil {
		return fmt.Errorf("import the state of %s: %w", name, err)
	}
	s.base = base
	s.cloud.Restore(objects)
	if s.folder == "" {
		return nil
	}
	for _, o := range objects {
		s.objects.write(Create, o)
	}
	_, err = s.writeCheckpoint()
	return err
}

// foreignVault opens the secrets of an export with the passphrase that was given.
func (c *Cloud) foreignVault(salt string) (*engine.Vault, error) {
	phrase, given, err := c.passphrase()
	if err != nil {
		return nil, err
	}
	if !given {
		return nil, errOtherPassphrase
	}
	return engine.OpenVault(phrase, salt)
}

// owns tells whether a state's resources are those of the stack.
func (n StackName) owns(base *apitype.DeploymentV3) error {
	for _, r := range base.Resources {
		if string(r.URN.Project()) != n.Project || string(r.URN.Stack()) != n.Stack {
			return fmt.Errorf("the state is that of the stack %s/%s, not of %s", r.URN.Project(), r.URN.Stack(), n)
		}
	}
	return nil
}

// objectsOf are the objects that a state tells of. Those of Kubernetes live in the cluster of their provider.
func objectsOf(base *apitype.DeploymentV3, vault *engine.Vault) ([]simcloud.Object, error) {
	servers := map[string]string{}
	var objects []simcloud.Object
	for _, r := range base.Resources {
		inputs, err := engine.Properties(r.Inputs, vault)
		if err != nil {
			return nil, err
		}
		if r.Type == "pulumi:providers:kubernetes" {
			servers[providerReference(r)] = simcloud.NewKubernetes(inputs, os.LookupEnv).Server
		}
		if !r.Custom || r.External || r.PendingReplacement || strings.HasPrefix(string(r.Type), "pulumi:") {
			continue
		}
		outputs, err := engine.Properties(r.Outputs, vault)
		if err != nil {
			return nil, err
		}
		objects = append(objects, simcloud.Object{
			URN: r.URN, Token: string(r.Type), ID: r.ID, Inputs: inputs, Outputs: outputs, Server: servers[r.Provider],
		})
	}
	return objects, nil
}

// providerReference is how a state's resources name their provider.
func providerReference(r apitype.ResourceV3) string {
	return string(r.URN) + resource.URNNameDelimiter + string(r.ID)
}
