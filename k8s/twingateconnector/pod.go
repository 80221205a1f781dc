package twingateconnector

import (
	"fmt"
	"maps"
	"slices"
	"time"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	nonroot       = 65532               // the user and group that the images are made for
	socketPath    = "/var/run/twingate" // where the connector's control socket is; nothing else is written
	socketSize    = "16Mi"              // of memory, taken only when it is used
	gracePeriod   = 30 * time.Second    // from SIGTERM to SIGKILL
	zoneLabel     = "topology.kubernetes.io/zone"
	hostLabel     = "kubernetes.io/hostname"
	pingGroups    = "net.ipv4.ping_group_range" // a safe sysctl, which restricted pods may set
	containerName = "connector"
)

// pod holds to the restricted standard for pods, and beyond it to the hardening of the official chart.
func (b *builder) pod(c *remoteaccess.Connector, secret, account pulumi.StringInput) *corev1.PodSpecArgs {
	a, security := b.args, restrictedPod()
	if a.pings() {
		// The group of the process alone may open sockets for pings.
		security.Sysctls = corev1.SysctlArray{&corev1.SysctlArgs{
			Name: pulumi.String(pingGroups), Value: pulumi.String(fmt.Sprintf("%d %d", nonroot, nonroot)),
		}}
	}
	spec := &corev1.PodSpecArgs{
		ServiceAccountName:            account,
		AutomountServiceAccountToken:  pulumi.Bool(false),
		EnableServiceLinks:            pulumi.Bool(false),
		NodeSelector:                  linux(),
		SecurityContext:               security,
		ImagePullSecrets:              a.pullSecrets(),
		TerminationGracePeriodSeconds: kubeform.Seconds(gracePeriod),
		Affinity:                      b.affinity(),
		TopologySpreadConstraints:     b.spread(),
		Containers: corev1.ContainerArray{&corev1.ContainerArgs{
			Name: pulumi.String(containerName), Image: pulumi.String(a.Image),
			ImagePullPolicy: pulumi.String("Always"), // the tag moves: a restart is how it is followed
			Env:             environment(c.Environment(&a.Access), secret),
			LivenessProbe:   healthy(10 * time.Second),
			ReadinessProbe:  healthy(5 * time.Second),
			Resources: &corev1.ResourceRequirementsArgs{
				Requests: pulumi.StringMap{"cpu": pulumi.String(a.CPU), "memory": pulumi.String(a.Memory)},
				Limits:   pulumi.StringMap{"memory": pulumi.String(a.MemoryLimit)},
			},
			SecurityContext: restrictedContainer(),
			VolumeMounts: corev1.VolumeMountArray{&corev1.VolumeMountArgs{
				Name: pulumi.String("socket"), MountPath: pulumi.String(socketPath),
			}},
			TerminationMessagePolicy: pulumi.String("FallbackToLogsOnError"), // why it ended, in Pulumi's error too
		}},
		Volumes: corev1.VolumeArray{&corev1.VolumeArgs{
			Name: pulumi.String("socket"), EmptyDir: &corev1.EmptyDirVolumeSourceArgs{
				Medium: pulumi.String("Memory"), SizeLimit: pulumi.String(socketSize),
			},
		}},
	}
	if a.PriorityClassName != "" {
		spec.PriorityClassName = pulumi.String(a.PriorityClassName)
	}
	return spec
}

// environment are the plain variables by name, and the tokens by reference: they are in the Secret and nowhere else.
func environment(plain map[string]string, secret pulumi.StringInput) corev1.EnvVarArray {
	var all corev1.EnvVarArray
	for _, name := range slices.Sorted(maps.Keys(plain)) {
		all = append(all, &corev1.EnvVarArgs{Name: pulumi.String(name), Value: pulumi.String(plain[name])})
	}
	for _, name := range []string{remoteaccess.AccessTokenVariable, remoteaccess.RefreshTokenVariable} {
		all = append(all, &corev1.EnvVarArgs{Name: pulumi.String(name), ValueFrom: &corev1.EnvVarSourceArgs{
			SecretKeyRef: &corev1.SecretKeySelectorArgs{
				Name: secret.ToStringOutput().ToStringPtrOutput(), Key: pulumi.String(name), Optional: pulumi.Bool(false),
			},
		}})
	}
	return all
}

// healthy asks the connector's process over its socket. It answers when it runs, connected or not.
func healthy(every time.Duration) *corev1.ProbeArgs {
	return &corev1.ProbeArgs{
		Exec:          &corev1.ExecActionArgs{Command: pulumi.ToStringArray([]string{"/connectorctl", "health"})},
		PeriodSeconds: kubeform.Seconds(every), TimeoutSeconds: pulumi.Int(5), FailureThreshold: pulumi.Int(3),
	}
}

// affinity keeps the connectors apart: on other nodes, and where there are other zones in those.
func (b *builder) affinity() *corev1.AffinityArgs {
	apart := func(label string) *corev1.PodAffinityTermArgs {
		return &corev1.PodAffinityTermArgs{LabelSelector: b.all(), TopologyKey: pulumi.String(label)}
	}
	preferred := func(label string) *corev1.WeightedPodAffinityTermArgs {
		return &corev1.WeightedPodAffinityTermArgs{Weight: pulumi.Int(100), PodAffinityTerm: apart(label)}
	}
	terms := &corev1.PodAntiAffinityArgs{
		PreferredDuringSchedulingIgnoredDuringExecution: corev1.WeightedPodAffinityTermArray{preferred(zoneLabel)},
	}
	if b.args.Profile == component.Development || b.args.AllowSharedNodes {
		terms.PreferredDuringSchedulingIgnoredDuringExecution = corev1.WeightedPodAffinityTermArray{preferred(zoneLabel), preferred(hostLabel)}
	} else {
		terms.RequiredDuringSchedulingIgnoredDuringExecution = corev1.PodAffinityTermArray{apart(hostLabel)}
	}
	return &corev1.AffinityArgs{PodAntiAffinity: terms}
}

// spread is a second word of the scheduler's for even zones, so that it outweighs what else it likes about a node. Nodes that take no
// pods do not count.
func (b *builder) spread() corev1.TopologySpreadConstraintArray {
	return corev1.TopologySpreadConstraintArray{&corev1.TopologySpreadConstraintArgs{
		TopologyKey: pulumi.String(zoneLabel), MaxSkew: pulumi.Int(1), WhenUnsatisfiable: pulumi.String("ScheduleAnyway"),
		LabelSelector: b.all(), NodeTaintsPolicy: pulumi.String("Honor"),
	}}
}

// all selects the pods of all connectors.
func (b *builder) all() *metav1.LabelSelectorArgs {
	return &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(b.selector)}
}

func (args *Args) pullSecrets() corev1.LocalObjectReferenceArray {
	if args.PullSecretName == "" {
		return nil
	}
	return corev1.LocalObjectReferenceArray{&corev1.LocalObjectReferenceArgs{Name: pulumi.String(args.PullSecretName)}}
}

func linux() pulumi.StringMap { return pulumi.StringMap{"kubernetes.io/os": pulumi.String("linux")} }

func restrictedPod() *corev1.PodSecurityContextArgs {
	return &corev1.PodSecurityContextArgs{
		RunAsNonRoot: pulumi.Bool(true), RunAsUser: pulumi.Int(nonroot), RunAsGroup: pulumi.Int(nonroot), FsGroup: pulumi.Int(nonroot),
		SeccompProfile: &corev1.SeccompProfileArgs{Type: pulumi.String("RuntimeDefault")},
	}
}

func restrictedContainer() *corev1.SecurityContextArgs {
	return &corev1.SecurityContextArgs{
		AllowPrivilegeEscalation: pulumi.Bool(false), Privileged: pulumi.Bool(false), ReadOnlyRootFilesystem: pulumi.Bool(true),
		RunAsNonRoot: pulumi.Bool(true), Capabilities: &corev1.CapabilitiesArgs{Drop: pulumi.ToStringArray([]string{"ALL"})},
	}
}
