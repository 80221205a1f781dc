package workload

import (
	"time"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/kubeform"
)

const (
	// minReady is how long a new pod has to stay ready until it counts: one that dies on its first requests does not.
	minReady = 10 * time.Second
	// arrival is what may pass until a pod's process starts: a node that has to be added, and the pull of the image.
	arrival = 5 * time.Minute
	// waves is how often a roll-out with a quarter more pods waits for new ones at most.
	waves            = 4
	maxSurge         = "25%" // rounded up: one pod at least
	revisionsToKeep  = 3
	zoneLabel        = "topology.kubernetes.io/zone"
	hostLabel        = "kubernetes.io/hostname"
	templateHash     = "pod-template-hash" // the label by which a Deployment tells its revisions apart
	forceAnnotation  = "pulumi.com/patchForce"
	replicasProperty = "spec.replicas"
)

// wave is how long new pods take from the start of their processes until they count.
func (args *Args) wave() time.Duration {
	if !args.Probes.probed() {
		return minReady
	}
	return args.Probes.StartupTime + args.Probes.Interval + minReady
}

// progressDeadline is when the cluster calls a roll-out stuck, with the reason in the Deployment's conditions.
func (args *Args) progressDeadline() time.Duration { return arrival + args.wave() }

// rolloutTime is how long Pulumi waits for a roll-out. It is never before progressDeadline, so the reason is known.
func (args *Args) rolloutTime() time.Duration { return arrival + waves*args.wave() }

func (b *builder) addDeployment() error {
	const role = "deployment"
	a := b.args
	timeout := a.rolloutTime().String()
	extra := []pulumi.ResourceOption{
		pulumi.DependsOn(b.before()), pulumi.Timeouts(&pulumi.CustomTimeouts{Create: timeout, Update: timeout}),
	}
	if a.Autoscaling != nil {
		extra = append(extra, pulumi.IgnoreChanges([]string{replicasProperty}))
	}
	logical, options := b.child(role, extra...)
	deployment, err := appsv1.NewDeployment(b.ctx, logical, &appsv1.DeploymentArgs{
		// What is declared here wins over changes by hand, and over the autoscaler once it has been taken away; without force the
		// update would fail with a conflict instead.
		Metadata: b.object(nil, pulumi.StringMap{forceAnnotation: pulumi.String("true")}).Metadata(),
		Spec: &appsv1.DeploymentSpecArgs{
			Replicas: pulumi.Int(a.Replicas),
			Selector: b.labels(),
			Strategy: &appsv1.DeploymentStrategyArgs{
				Type: pulumi.String("RollingUpdate"),
				RollingUpdate: &appsv1.RollingUpdateDeploymentArgs{
					MaxUnavailable: pulumi.Int(0), MaxSurge: pulumi.String(maxSurge),
				},
			},
			MinReadySeconds:         kubeform.Seconds(minReady),
			ProgressDeadlineSeconds: kubeform.Seconds(a.progressDeadline()),
			RevisionHistoryLimit:    pulumi.Int(revisionsToKeep),
			Template:                &corev1.PodTemplateSpecArgs{Metadata: b.podMetadata(), Spec: b.pod()},
		},
	}, options...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.made.Deployment = deployment
	b.made.DeploymentName = deployment.Metadata.Name().Elem()
	b.made.Ready = deployment.ID().ApplyT(func(pulumi.ID) bool { return true }).(pulumi.BoolOutput)
	return nil
}

// labels select the pods.
func (b *builder) labels() *metav1.LabelSelectorArgs {
	return &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(b.selector)}
}

// podMetadata has no name and no namespace: those are the Deployment's to give.
func (b *builder) podMetadata() *metav1.ObjectMetaArgs {
	meta := b.object(nil, nil)
	meta.Namespace = nil
	return meta.Metadata()
}

// spread keeps the pods apart. Only pods of one revision are counted, so that what a roll-out leaves is even too. Nodes that take
// no pods, as in a zone that is lost or drained, are no place that could be filled up first.
func (b *builder) spread() corev1.TopologySpreadConstraintArray {
	zones := "ScheduleAnyway"
	if b.args.production() && !b.args.AllowUnevenZones {
		zones = "DoNotSchedule"
	}
	over := func(label, unsatisfiable string) *corev1.TopologySpreadConstraintArgs {
		return &corev1.TopologySpreadConstraintArgs{
			TopologyKey: pulumi.String(label), MaxSkew: pulumi.Int(1), WhenUnsatisfiable: pulumi.String(unsatisfiable),
			LabelSelector: b.labels(), MatchLabelKeys: pulumi.ToStringArray([]string{templateHash}),
			NodeTaintsPolicy: pulumi.String("Honor"),
		}
	}
	return corev1.TopologySpreadConstraintArray{over(zoneLabel, zones), over(hostLabel, "ScheduleAnyway")}
}
