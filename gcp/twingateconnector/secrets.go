package twingateconnector

import (
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/projects"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/secretmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

// secret is what a machine needs before it can run a connector.
type secret struct {
	version *secretmanager.SecretVersion
	// granted are the rights without which the machine gets no tokens, and loses its logs.
	granted []pulumi.Resource
}

// addSecret makes the secret of a connector, in the region of its machine. Another key makes another secret: a change in place would be for
// the versions to come, and leave the one with the present tokens under the old key. The secret has a name of its own making, so that
// the one that takes its place has to wait until it is gone.
func (b *builder) addSecret(c *remoteaccess.Connector) (*secret, error) {
	role := c.Role + "-secret"
	replica := &secretmanager.SecretReplicationUserManagedReplicaArgs{Location: pulumi.String(b.args.Region)}
	if key := b.key(); key != nil {
		replica.CustomerManagedEncryption = &secretmanager.SecretReplicationUserManagedReplicaCustomerManagedEncryptionArgs{KmsKeyName: key}
	}
	made, err := secretmanager.NewSecret(b.ctx, b.scope.Name(role), &secretmanager.SecretArgs{
		Project:  text(b.args.Project),
		SecretId: pulumi.String(b.id(c)),
		Labels:   b.args.Tags.GCPLabels(),
		Replication: &secretmanager.SecretReplicationArgs{UserManaged: &secretmanager.SecretReplicationUserManagedArgs{
			Replicas: secretmanager.SecretReplicationUserManagedReplicaArray{replica},
		}},
	}, b.scope.Child(pulumi.DependsOn(c.After), pulumi.ReplaceOnChanges([]string{"replication"}), pulumi.DeleteBeforeReplace(true))...)
	if err != nil {
		return nil, b.scope.Err(role, err)
	}
	s := &secret{}
	if s.version, err = b.addSecretVersion(c, made); err != nil {
		return nil, err
	}
	s.granted, err = b.addGrants(c, made)
	return s, err
}

// addSecretVersion stores a pair of tokens as the file that Docker reads, so that nothing has to take it apart.
func (b *builder) addSecretVersion(c *remoteaccess.Connector, of *secretmanager.Secret) (*secretmanager.SecretVersion, error) {
	role := c.Role + "-secret-version"
	file := pulumi.Sprintf(remoteaccess.AccessTokenVariable+"=%s\n"+remoteaccess.RefreshTokenVariable+"=%s\n",
		c.Tokens.AccessToken, c.Tokens.RefreshToken)
	version, err := secretmanager.NewSecretVersion(b.ctx, b.scope.Name(role), &secretmanager.SecretVersionArgs{
		Secret: of.ID().ToStringOutput(), SecretData: file,
	}, b.scope.Child()...)
	return version, b.scope.Err(role, err)
}

// addGrants lets the account of a connector read its own secret, and write logs.
func (b *builder) addGrants(c *remoteaccess.Connector, of *secretmanager.Secret) ([]pulumi.Resource, error) {
	account := b.accounts[c.Index]
	role := c.Role + "-secret-access"
	access, err := secretmanager.NewSecretIamMember(b.ctx, b.scope.Name(role), &secretmanager.SecretIamMemberArgs{
		Project: text(b.args.Project), SecretId: of.ID().ToStringOutput(), Role: pulumi.String("roles/secretmanager.secretAccessor"), Member: account.Member,
	}, b.scope.Child()...)
	if err != nil {
		return nil, b.scope.Err(role, err)
	}
	role = c.Role + "-log-writer"
	logs, err := projects.NewIAMMember(b.ctx, b.scope.Name(role), &projects.IAMMemberArgs{
		Project: account.Project, Role: pulumi.String("roles/logging.logWriter"), Member: account.Member,
	}, b.scope.Child()...)
	return []pulumi.Resource{access, logs}, b.scope.Err(role, err)
}

// key is the customer-managed key; nil leaves the choice to each service.
func (b *builder) key() pulumi.StringInput {
	if !component.Given(b.args.KMSKeyName) {
		return nil
	}
	return component.CheckString(b.args.KMSKeyName, argsName, "KMSKeyName", b.args.needKey(), b.args.isKey)
}
