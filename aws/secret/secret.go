package secret

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// Token is the type token of [Secret]. It is part of the state of every stack that uses the block.
const Token = "groundwork:aws/secret:Secret"

// Roles of the children; random values have roles of their own.
const (
	roleSecret  = "secret"
	roleVersion = "version"
)

// maxNameLength is what the provider's auto-naming allows; Secrets Manager itself takes 512 characters.
const maxNameLength = 255

// Secret is one secret of AWS Secrets Manager. See the package comment.
type Secret struct {
	pulumi.ResourceState

	// ARN is the secret's ARN, for policies and for programs that read the latest value. Whoever uses it waits until the
	// value is there (but see Args.External).
	ARN pulumi.StringOutput `pulumi:"arn"`
	// Name is the physical name: the component's name, "-secret" and a random suffix.
	Name pulumi.StringOutput `pulumi:"name"`
	// VersionID is the version that holds the value; it changes with the value. Not set with Args.External.
	VersionID pulumi.StringOutput `pulumi:"versionId,optional"`
	// KMSKeyARN is the key that readers need kms:Decrypt for; not set without Args.KMSKeyARN.
	KMSKeyARN pulumi.StringOutput `pulumi:"kmsKeyArn,optional"`

	// Resource is the secret itself, for whatever this block has no field for.
	Resource *secretsmanager.Secret
	// Version is the version that holds the value; nil with Args.External.
	Version *secretsmanager.SecretVersion

	name     string
	keys     []string // of the JSON object; none when the secret is one text
	external bool     // the keys and the version are not known here
}

// New makes a secret with a value, or an empty one whose value others set. When the arguments are wrong it registers
// nothing and returns all problems at once, each as a [component.FieldError].
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Secret, error) {
	s := &Secret{name: name}
	scope, err := component.Register(ctx, s, Token, name, args, opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, args: args.withDefaults(), secret: s}
	s.keys, s.external = b.args.keys(), b.args.External
	for _, step := range []func() error{b.addSecret, b.addVersion} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return s, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx    *pulumi.Context
	scope  *component.Scope
	args   *Args
	secret *Secret
}

func (b *builder) addSecret() error {
	a := b.args
	args := &secretsmanager.SecretArgs{
		KmsKeyId:             awsform.KeyARN.PassOptional(a.KMSKeyARN, argsName, "KMSKeyARN"),
		RecoveryWindowInDays: pulumi.Int(a.RecoveryWindowDays),
		Tags:                 a.Tags.AWS(),
	}
	if a.Description != "" {
		args.Description = pulumi.String(a.Description)
	}
	var protection []pulumi.ResourceOption
	if a.protected() {
		// Otherwise nothing is said, so that a component that was itself protected hands that down.
		protection = append(protection, pulumi.Protect(true))
	}
	name := naming.AutoNameBase(b.scope.Name(roleSecret), maxNameLength)
	secret, err := secretsmanager.NewSecret(b.ctx, name, args, b.scope.Child(protection...)...)
	if err != nil {
		return b.scope.Err(roleSecret, err)
	}
	b.secret.Resource, b.secret.ARN, b.secret.Name = secret, secret.Arn, secret.Name
	if args.KmsKeyId != nil {
		b.secret.KMSKeyARN = secret.KmsKeyId.Elem()
	}
	return nil
}

// addVersion puts the value in. An external secret gets no version, not even an empty one: Secrets Manager removes old
// versions, and a version that Pulumi made again would take the place of the value that was set by hand.
func (b *builder) addVersion() error {
	s := b.secret
	if b.args.External {
		return nil
	}
	value, err := b.value()
	if err != nil {
		return err
	}
	args := &secretsmanager.SecretVersionArgs{SecretId: s.Resource.ID(), SecretString: value.ToStringPtrOutput()}
	s.Version, err = secretsmanager.NewSecretVersion(b.ctx, b.scope.Name(roleVersion), args, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(roleVersion, err)
	}
	s.VersionID = s.Version.VersionId
	// The URN carries the dependency and, unlike the version's outputs, is known in a preview that changes the value.
	s.ARN = pulumi.All(s.Resource.Arn, s.Version.URN()).ApplyT(func(all []any) string { return all[0].(string) }).(pulumi.StringOutput)
	return nil
}
