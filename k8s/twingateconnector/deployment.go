package twingateconnector

import (
	"slices"
	"time"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/kubeform"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	minReady     = 10 * time.Second // a connector that ends on its first connection does not count
	progress     = 5 * time.Minute  // for a node that has to be added, and the image; then the cluster calls the roll-out stuck
	rolloutTime  = 10 * time.Minute // of Pulumi's patience: longer than the cluster's, so that the reason is known
	keptVersions = 1                // of the Deployment: older ones name tokens that are gone

	forceAnnotation = "pulumi.com/patchForce"
)

// run makes what runs one connector, and everything of it waits for the connector before: the first one that fails is the last one
// that is touched.
func (b *builder) run(c *remoteaccess.Connector) ([]pulumi.Resource, error) {
	secret, err := b.addSecret(c)
	if err != nil {
		return nil, err
	}
	account, err := b.addAccount(c)
	if err != nil {
		return nil, err
	}
	deployment, err := b.addDeployment(c, secret, account)
	if err != nil {
		return nil, err
	}
	b.connectors, b.out.Deployments = append(b.connectors, c), append(b.out.Deployments, deployment)
	return []pulumi.Resource{deployment}, nil
}

// addSecret keeps the connector's pair of tokens. It is never changed: another pair is another Secret with another name, and the pod
// that names it is started anew, and no other. The engine deletes it before it deletes the pair that is in it.
func (b *builder) addSecret(c *remoteaccess.Connector) (*corev1.Secret, error) {
	role := c.Role + "-secret"
	secret, err := corev1.NewSecret(b.ctx, incluster.AutoNameBase(b.scope.Name(role)), &corev1.SecretArgs{
		Metadata: b.object(labels(b.selector, c)).Metadata(), Type: pulumi.String("Opaque"), Immutable: pulumi.Bool(true),
		StringData: pulumi.StringMap{
			remoteaccess.AccessTokenVariable: c.Tokens.AccessToken, remoteaccess.RefreshTokenVariable: c.Tokens.RefreshToken,
		},
	}, b.child(c.After...)...)
	return secret, b.scope.Err(role, err)
}

// addAccount makes the account that the pod has instead of the namespace's default one. It may do nothing, and no token of it is mounted.
func (b *builder) addAccount(c *remoteaccess.Connector) (*corev1.ServiceAccount, error) {
	role := c.Role + "-service-account"
	account, err := corev1.NewServiceAccount(b.ctx, incluster.AutoNameBase(b.scope.Name(role)), &corev1.ServiceAccountArgs{
		Metadata: b.object(labels(b.selector, c)).Metadata(), AutomountServiceAccountToken: pulumi.Bool(false),
	}, b.child(c.After...)...)
	return account, b.scope.Err(role, err)
}

// addDeployment runs the connector. Two pods never have one pair of tokens: the old pod ends before the new one starts, and the old
// Deployment goes before another one takes its place.
func (b *builder) addDeployment(c *remoteaccess.Connector, secret *corev1.Secret, account *corev1.ServiceAccount) (*appsv1.Deployment, error) {
	role, own := c.Role+"-deployment", labels(b.selector, c)
	meta := b.object(own)
	meta.Name = pulumi.String(b.deploymentName(c))
	// What was changed by hand is overwritten. A conflict would stop the update when the old tokens are gone already.
	meta.Annotations = pulumi.StringMap{forceAnnotation: pulumi.String("true")}
	options := append(b.child(slices.Concat(c.After, b.walls, []pulumi.Resource{secret, account})...),
		pulumi.DeleteBeforeReplace(true), pulumi.Timeouts(&pulumi.CustomTimeouts{Create: rolloutTime.String(), Update: rolloutTime.String()}))
	deployment, err := appsv1.NewDeployment(b.ctx, b.scope.Name(role), &appsv1.DeploymentArgs{
		Metadata: meta.Metadata(),
		Spec: &appsv1.DeploymentSpecArgs{
			Replicas:                pulumi.Int(1),
			Strategy:                &appsv1.DeploymentStrategyArgs{Type: pulumi.String("Recreate")},
			MinReadySeconds:         kubeform.Seconds(minReady),
			ProgressDeadlineSeconds: kubeform.Seconds(progress),
			RevisionHistoryLimit:    pulumi.Int(keptVersions),
			Selector:                &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(own)},
			Template: &corev1.PodTemplateSpecArgs{
				Metadata: incluster.Object{Tags: b.args.Tags, Selector: own}.Metadata(),
				Spec:     b.pod(c, secret.Metadata.Name().Elem(), account.Metadata.Name().Elem()),
			},
		},
	}, options...)
	return deployment, b.scope.Err(role, err)
}
