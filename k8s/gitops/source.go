package gitops

import (
	"strings"
	"time"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apiextensions"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
)

const (
	sourceVersion = "source.toolkit.fluxcd.io/v1"
	sourceKind    = "GitRepository"
)

// addCredentials makes the Secret of the source, unless there is one or none is needed. It is immutable and named by the
// provider: a new value makes a new Secret, which the source moves to before the old one goes.
func (b *builder) addCredentials() error {
	s := b.args.Source
	if !s.ownCredentials() {
		if component.Given(s.CredentialsSecret) {
			b.credentials = passSecretName("Source.CredentialsSecret", s.CredentialsSecret)
		}
		return nil
	}
	const role = "credentials"
	made, err := corev1.NewSecret(b.ctx, incluster.AutoNameBase(b.scope.Name(role)), &corev1.SecretArgs{
		Metadata:   incluster.Object{Tags: b.args.Tags, Namespace: b.namespace}.Metadata(),
		Type:       pulumi.String("Opaque"),
		Immutable:  pulumi.Bool(true),
		StringData: s.secretData(),
	}, b.child(b.owned)...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.credentials, b.secrets = made.Metadata.Name().Elem(), []pulumi.Resource{made}
	return nil
}

// secretData is what the source controller looks for; the SDK marks all of it secret.
func (s Source) secretData() pulumi.StringMap {
	hidden := func(field, need string, in pulumi.StringInput, ok func(string) bool) pulumi.StringInput {
		secret := pulumi.ToSecret(in.ToStringOutput()).(pulumi.StringOutput)
		return component.CheckString(secret, argsName, field, need, ok)
	}
	if component.Given(s.DeployKey) {
		return pulumi.StringMap{
			"identity":    hidden("Source.DeployKey", needKey, s.DeployKey, privateKey.MatchString),
			"known_hosts": pulumi.String(strings.Join(s.KnownHosts, "\n") + "\n"),
		}
	}
	user := pulumi.StringInput(pulumi.String(defaultUsername))
	if component.Given(s.Username) {
		user = component.CheckMatch(s.Username, argsName, "Source.Username", needUsername, username)
	}
	return pulumi.StringMap{"username": user, "password": hidden("Source.Token", needToken, s.Token, isToken)}
}

// addSource makes the GitRepository. It goes before the chart, whose controller takes its finalizer off.
func (b *builder) addSource() error {
	const role = "source"
	s := b.args.Source
	spec := pulumi.Map{
		"url":      pulumi.String(s.URL),
		"ref":      s.reference(),
		"interval": duration(s.Interval),
		"timeout":  duration(s.Timeout),
	}
	if b.credentials != nil {
		spec["secretRef"] = pulumi.Map{"name": b.credentials}
	}
	if component.Given(s.VerificationSecret) {
		spec["verify"] = pulumi.Map{
			"mode":      pulumi.String(s.verificationMode()),
			"secretRef": pulumi.Map{"name": passSecretName("Source.VerificationSecret", s.VerificationSecret)},
		}
	}
	made, err := b.addResource(role, sourceVersion, sourceKind, spec, append([]pulumi.Resource{b.out.Chart}, b.secrets...))
	if err != nil {
		return err
	}
	b.out.Source, b.out.SourceName = made, made.Metadata.Name().Elem()
	return nil
}

// reference is the only one of the four that is given.
func (s Source) reference() pulumi.StringMap {
	reference := pulumi.StringMap{}
	for key, value := range map[string]string{"branch": s.Branch, "tag": s.Tag, "semver": s.SemVer, "commit": s.Commit} {
		if value != "" {
			reference[key] = pulumi.String(value)
		}
	}
	return reference
}

func (s Source) verificationMode() string {
	if s.Tag != "" || s.SemVer != "" {
		return "Tag"
	}
	return "HEAD"
}

// addResource makes one of Flux's own objects, named as everybody expects it.
func (b *builder) addResource(role, version, kind string, spec pulumi.Map, after []pulumi.Resource) (*apiextensions.CustomResource, error) {
	if b.args.Suspend { // left out otherwise, so that somebody may suspend it by hand
		spec["suspend"] = pulumi.Bool(true)
	}
	limit := (b.args.Timeout + awaitMargin).String()
	made, err := apiextensions.NewCustomResource(b.ctx, b.scope.Name(role), &apiextensions.CustomResourceArgs{
		ApiVersion: pulumi.String(version), Kind: pulumi.String(kind), Metadata: b.metadata(),
		OtherFields: kubernetes.UntypedArgs{"spec": spec},
	}, b.child(after, pulumi.Timeouts(&pulumi.CustomTimeouts{Create: limit, Update: limit, Delete: limit}))...)
	if err != nil {
		return nil, b.scope.Err(role, err)
	}
	b.out.Ready = append(b.out.Ready, made)
	return made, nil
}

// awaitMargin is what an update waits beyond Timeout: for the source, and for one attempt that failed.
const awaitMargin = 5 * time.Minute

func (b *builder) metadata() *metav1.ObjectMetaArgs {
	object := incluster.Object{Tags: b.args.Tags, Name: pulumi.String(systemName), Namespace: b.namespace}
	if !b.args.DisableAwait && !b.args.Suspend { // what is suspended does not become ready
		object.Annotations = pulumi.StringMap{"pulumi.com/waitFor": pulumi.String("condition=Ready")}
	}
	return object.Metadata()
}

// duration is a time as the API's types write it.
func duration(d time.Duration) pulumi.String { return pulumi.String(d.String()) }
