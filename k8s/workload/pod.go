package workload

import (
	"fmt"
	"maps"
	"slices"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

const (
	containerName = "app"
	portName      = "app" // by name, so that a change of the number never leaves old pods unreachable
	readOnlyMode  = 0o440 // for the group, which is the process's own

	needPlainValue = "a value that everybody may read; put a reference to this one into SecretFiles"
)

// pod meets the Pod Security Standard "restricted".
func (b *builder) pod() *corev1.PodSpecArgs {
	a := b.args
	volumes, mounts := b.volumes()
	spec := &corev1.PodSpecArgs{
		ServiceAccountName:           b.made.ServiceAccountName,
		AutomountServiceAccountToken: pulumi.Bool(false),
		EnableServiceLinks:           pulumi.Bool(false), // otherwise every Service of the namespace is in the environment
		SecurityContext: &corev1.PodSecurityContextArgs{
			RunAsNonRoot: pulumi.Bool(true), RunAsUser: pulumi.Int(a.User), RunAsGroup: pulumi.Int(a.User), FsGroup: pulumi.Int(a.User),
			SeccompProfile: &corev1.SeccompProfileArgs{Type: pulumi.String("RuntimeDefault")},
		},
		TerminationGracePeriodSeconds: kubeform.Seconds(a.DrainTime + a.ShutdownTime),
		TopologySpreadConstraints:     b.spread(),
		Containers:                    corev1.ContainerArray{b.container(mounts)},
		Volumes:                       volumes,
	}
	if len(a.NodeSelector) > 0 {
		spec.NodeSelector = pulumi.ToStringMap(a.NodeSelector)
	}
	return spec
}

func (b *builder) container(mounts corev1.VolumeMountArray) *corev1.ContainerArgs {
	a, image := b.args, b.imageInput()
	c := &corev1.ContainerArgs{
		Name: pulumi.String(containerName), Image: image, ImagePullPolicy: pullPolicy(image),
		Env:          b.environment(),
		VolumeMounts: mounts,
		Resources: &corev1.ResourceRequirementsArgs{
			Requests: pulumi.StringMap{"cpu": pulumi.String(a.CPU), "memory": pulumi.String(a.Memory)},
			Limits:   pulumi.StringMap{"memory": pulumi.String(a.Memory)}, // a limit on CPU would slow pods down on nodes that are idle
		},
		SecurityContext: &corev1.SecurityContextArgs{
			AllowPrivilegeEscalation: pulumi.Bool(false), Privileged: pulumi.Bool(false), ReadOnlyRootFilesystem: pulumi.Bool(true),
			RunAsNonRoot: pulumi.Bool(true), RunAsUser: pulumi.Int(a.User),
			Capabilities:   &corev1.CapabilitiesArgs{Drop: pulumi.ToStringArray([]string{"ALL"})},
			SeccompProfile: &corev1.SeccompProfileArgs{Type: pulumi.String("RuntimeDefault")},
		},
		// The last lines of a container that failed, in the pod's status, and so in Pulumi's error.
		TerminationMessagePolicy: pulumi.String("FallbackToLogsOnError"),
	}
	if len(a.Command) > 0 {
		c.Command = pulumi.ToStringArray(a.Command)
	}
	if len(a.Arguments) > 0 {
		c.Args = pulumi.ToStringArray(a.Arguments)
	}
	if !a.worker() {
		c.Ports = corev1.ContainerPortArray{&corev1.ContainerPortArgs{
			Name: pulumi.String(portName), ContainerPort: pulumi.Int(a.Port), Protocol: pulumi.String("TCP"),
		}}
	}
	if a.DrainTime > 0 {
		c.Lifecycle = &corev1.LifecycleArgs{PreStop: &corev1.LifecycleHandlerArgs{Sleep: &corev1.SleepActionArgs{Seconds: kubeform.Seconds(a.DrainTime)}}}
	}
	a.Probes.addTo(c)
	return c
}

// environment lists the variables by name, so that the order of a map never rolls out.
func (b *builder) environment() corev1.EnvVarArray {
	var all corev1.EnvVarArray
	for _, name := range slices.Sorted(maps.Keys(b.args.Environment)) {
		value := b.plain(entry("Environment", name), b.args.Environment[name])
		all = append(all, &corev1.EnvVarArgs{Name: pulumi.String(name), Value: value})
	}
	for _, name := range slices.Sorted(maps.Keys(b.args.SecretEnvironment)) {
		from := b.args.SecretEnvironment[name]
		all = append(all, &corev1.EnvVarArgs{Name: pulumi.String(name), ValueFrom: &corev1.EnvVarSourceArgs{
			SecretKeyRef: &corev1.SecretKeySelectorArgs{
				Name: passReference(entry("SecretEnvironment", name)+".Secret", from.Secret), Key: pulumi.String(from.Key), Optional: pulumi.Bool(false),
			},
		}})
	}
	return all
}

// plain refuses a secret, which everybody could read who may look at the Deployment.
func (b *builder) plain(field string, in pulumi.StringInput) pulumi.StringOutput {
	out := in.ToStringOutput()
	return out.ApplyT(func(value string) (string, error) {
		if pulumi.IsSecret(out) {
			return "", &component.FieldError{Args: argsName, Field: field, Need: needPlainValue, Got: "[secret]"}
		}
		return value, nil
	}).(pulumi.StringOutput)
}

// volumes are numbered in the order of their paths.
func (b *builder) volumes() (corev1.VolumeArray, corev1.VolumeMountArray) {
	var volumes corev1.VolumeArray
	var mounts corev1.VolumeMountArray
	add := func(kind string, i int, path string, readOnly bool, volume *corev1.VolumeArgs) {
		name := pulumi.String(fmt.Sprintf("%s-%d", kind, i))
		volume.Name = name
		volumes = append(volumes, volume)
		mounts = append(mounts, &corev1.VolumeMountArgs{Name: name, MountPath: pulumi.String(path), ReadOnly: pulumi.Bool(readOnly)})
	}
	for i, path := range slices.Sorted(maps.Keys(b.args.WritablePaths)) {
		size := pulumi.String(b.args.WritablePaths[path])
		add("writable", i, path, false, &corev1.VolumeArgs{EmptyDir: &corev1.EmptyDirVolumeSourceArgs{SizeLimit: size}})
	}
	for i, path := range slices.Sorted(maps.Keys(b.args.ConfigFiles)) {
		name := passReference(entry("ConfigFiles", path), b.args.ConfigFiles[path])
		add("config", i, path, true, &corev1.VolumeArgs{ConfigMap: &corev1.ConfigMapVolumeSourceArgs{
			Name: name, DefaultMode: pulumi.Int(readOnlyMode), Optional: pulumi.Bool(false),
		}})
	}
	for i, path := range slices.Sorted(maps.Keys(b.args.SecretFiles)) {
		name := passReference(entry("SecretFiles", path), b.args.SecretFiles[path])
		add("secret", i, path, true, &corev1.VolumeArgs{Secret: &corev1.SecretVolumeSourceArgs{
			SecretName: name, DefaultMode: pulumi.Int(readOnlyMode), Optional: pulumi.Bool(false),
		}})
	}
	return volumes, mounts
}

// entry is how errors name an element of a map.
func entry(field, key string) string { return fmt.Sprintf("%s[%q]", field, key) }
