package gitops

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/tagging"
)

// FluxArgs describes Flux in one cluster and the repository that it follows. The zero value of every optional field is the
// safe choice for production. Unless said otherwise a change is made in place.
type FluxArgs struct {
	// Tags are the mandatory tags: labels and annotations of every object made here, and labels of the controllers. Required.
	Tags tagging.Set

	// Provider is the provider of the cluster. Required. Another cluster replaces every object.
	Provider pulumi.ProviderResource

	// DeletedWith is the cluster, when it is in the same stack: with the cluster all of this is gone, and nothing is deleted
	// one by one. What Flux made outside the cluster, such as load balancers and volumes, stays behind: see the package
	// comment on removal. Default none: objects are deleted while the cluster lives.
	DeletedWith pulumi.Resource

	// Namespace is an existing namespace for Flux. Default: "flux-system" is made. A change replaces every object and
	// restarts Flux.
	Namespace pulumi.StringInput

	// Source is the repository that the cluster follows. Required.
	Source Source

	// Path is the folder of the repository that holds the cluster's manifests, such as "clusters/blue"; "." is all of it.
	// Required. With another path, what the new one does not have is deleted from the cluster, unless DisablePrune is set.
	Path string

	// Variables are outputs of the infrastructure by the name that manifests use: ${cluster_name}. Names are letters, digits and
	// underscores, no digit first. They are readable for everybody who may read the namespace, so a secret is refused when its
	// value is known. Default none: nothing is substituted. A change is applied by Flux at once.
	Variables map[string]pulumi.StringInput

	// VariablesSecret is an existing Secret in Flux's namespace with more variables; they win over Variables. Default none.
	VariablesSecret pulumi.StringInput

	// AllowUndefinedVariables takes a variable that nobody has set for an empty text. Default: Flux applies nothing then.
	AllowUndefinedVariables bool

	// Interval is how often Flux looks for drift and puts it right, 1 minute to 24 hours. Default 10 minutes. New commits
	// do not wait for it: see Source.Interval.
	Interval time.Duration

	// RetryInterval is how soon a failed attempt is repeated, 30 seconds to 24 hours. Default 2 minutes.
	RetryInterval time.Duration

	// Timeout is how long applying and becoming healthy may take, 30 seconds to 1 hour; with WaitForTermination also how long
	// the deletion of what Flux made may take. Default 5 minutes.
	Timeout time.Duration

	// DisablePrune leaves in the cluster what was taken out of the repository. Default: it is deleted.
	DisablePrune bool

	// DisableHealthChecks calls the Kustomization ready as soon as everything is applied. Default: when everything is healthy.
	DisableHealthChecks bool

	// DisableAwait ends the update before Flux is ready, so a wrong URL, key or path shows in the cluster only. Default: the
	// update that makes or changes source and Kustomization waits for both, up to Timeout and 5 minutes.
	DisableAwait bool

	// Suspend stops Flux: it neither fetches nor applies, and does not bring back what you delete. Objects stay, also when this
	// component is removed. Default false. Running attempts are finished.
	Suspend bool

	// DeletionPolicy is what becomes of everything that Flux made when this component is removed. Default Orphan. It counts as
	// it was deployed last: change it in an update of its own, before the removal. See the package comment.
	DeletionPolicy DeletionPolicy

	// HelmController runs the controller of HelmReleases. Default false. Without it nobody acts on HelmReleases any more.
	HelmController bool

	// NotificationController runs the controller of alerts and webhooks. Default false.
	NotificationController bool

	// DisableLockdown lets objects of Flux use sources in other namespaces, bases from elsewhere, and without a service account
	// of their own the rights of a cluster administrator: whoever may create a Kustomization in any namespace owns the
	// cluster. Default: none of these.
	DisableLockdown bool

	// CPU is what each controller asks for, such as "250m"; there is no limit, which would only slow it down. Default "100m".
	CPU string

	// Memory is what each controller asks for and may use, such as "1Gi". Default "512Mi", in Development "256Mi". A change
	// restarts the controllers.
	Memory string

	// ChartVersion is the exact version of the chart flux2. Default [ChartVersion]. Another version may need other values and
	// other API versions than those sent here. Read the notes of Flux first: hooks of the chart, which migrate stored
	// objects, do not run.
	ChartVersion string

	// ChartRepository is where the chart is taken from, such as a mirror: https:// with a path. Default [ChartRepository].
	ChartRepository string

	// Profile is Production (default) or Development: less memory. It opens nothing.
	Profile component.Profile
}

// Source is a Git repository, and how to get at it. Credentials are CredentialsSecret, or Token for https, or DeployKey
// with KnownHosts for ssh. A public repository needs none.
type Source struct {
	// URL is https://HOST/PATH or ssh://git@HOST/PATH, without a password. Required. The short form git@HOST:PATH is not understood.
	URL string

	// Branch is the branch to follow. Exactly one of Branch, Tag, SemVer and Commit is required.
	Branch string
	// Tag is the tag to stay at.
	Tag string
	// SemVer is the range of versions of which the newest tag is followed, such as ">=1.2.0 <2.0.0".
	SemVer string
	// Commit is the full id of the commit to stay at: 40 or 64 hexadecimal digits.
	Commit string

	// Interval is how often Flux looks for new commits, 30 seconds to 24 hours. Default 1 minute.
	Interval time.Duration

	// Timeout is how long an operation of Git may take, 10 seconds to 10 minutes. Default 1 minute.
	Timeout time.Duration

	// CredentialsSecret is an existing Secret in Flux's namespace: username and password, or bearerToken, for https, also
	// ca.crt; identity and known_hosts for ssh. Nothing of it gets into Pulumi's state, so prefer it where something
	// in the cluster makes the Secret before Flux needs it.
	CredentialsSecret pulumi.StringInput

	// Token is a token or password for https with the right to read. It becomes a Secret of this component, so it is in
	// Pulumi's state, encrypted. Take it from where secrets are kept, as an output; it is made secret when it is not. A new value
	// is a new Secret, which the source moves to before the old one goes.
	Token pulumi.StringInput

	// Username goes with Token. Default "git", which the large hosts accept with any token.
	Username pulumi.StringInput

	// DeployKey is a private key for ssh, in PEM, without a passphrase and with the right to read. It is kept as Token is.
	DeployKey pulumi.StringInput

	// KnownHosts are the public keys of the host, as lines of known_hosts, such as "git.example.com ssh-ed25519 AAAA…". Required
	// with DeployKey: without them nobody could tell the host from an impostor.
	KnownHosts []string

	// VerificationSecret is an existing Secret in Flux's namespace with public PGP keys, under names that end in .asc: of a
	// Branch or Commit the commit must be signed with one of them, of a Tag or SemVer the tag. Default none: nothing is verified.
	VerificationSecret pulumi.StringInput
}

// DeletionPolicy is what becomes of everything that Flux made when the component is removed.
type DeletionPolicy string

const (
	// Orphan leaves it running, with the definitions of Flux's types and the namespace, so that Flux can come back to it.
	Orphan DeletionPolicy = "Orphan"
	// WaitForTermination deletes it and waits until it is gone, up to FluxArgs.Timeout, before anything of Flux goes.
	WaitForTermination DeletionPolicy = "WaitForTermination"
)

// What is installed.
const (
	// ChartVersion is the version of the chart flux2 that this package is written for; it installs Flux 2.8.8.
	ChartVersion = "2.19.0"
	// ChartRepository is the repository of the Flux community's charts.
	ChartRepository = "https://fluxcd-community.github.io/helm-charts"
)

// Defaults that are not the zero value of their field.
const (
	defaultInterval          = 10 * time.Minute
	defaultRetryInterval     = 2 * time.Minute
	defaultTimeout           = 5 * time.Minute
	defaultSourceInterval    = time.Minute
	defaultSourceTimeout     = time.Minute
	defaultCPU               = "100m"
	defaultMemory            = "512Mi"
	defaultDevelopmentMemory = "256Mi"
	defaultUsername          = "git"
)

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only read.
func (args *FluxArgs) withDefaults() *FluxArgs {
	a := *args
	for _, each := range []struct {
		field    *time.Duration
		standard time.Duration
	}{
		{&a.Interval, defaultInterval}, {&a.RetryInterval, defaultRetryInterval}, {&a.Timeout, defaultTimeout},
		{&a.Source.Interval, defaultSourceInterval}, {&a.Source.Timeout, defaultSourceTimeout},
	} {
		if *each.field == 0 {
			*each.field = each.standard
		}
	}
	for _, each := range []struct {
		field    *string
		standard string
	}{
		{&a.CPU, defaultCPU}, {&a.Memory, component.ByProfile(a.Profile, defaultMemory, defaultDevelopmentMemory)},
		{&a.ChartVersion, ChartVersion}, {&a.ChartRepository, ChartRepository},
	} {
		if *each.field == "" {
			*each.field = each.standard
		}
	}
	if a.DeletionPolicy == "" {
		a.DeletionPolicy = Orphan
	}
	return &a
}

// place is the cluster that the objects go to.
func (args *FluxArgs) place() incluster.Place {
	return incluster.Place{Provider: args.Provider, DeletedWith: args.DeletedWith}
}
