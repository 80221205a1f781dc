package fargate

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/imageref"
)

// maxDefinition is the most that a task definition may have (Amazon ECS service quotas); what stands outside the container
// definitions is small.
const maxDefinition = 60 << 10

// containers renders the only container. Everything in it that is known only later is an element of one output.
func (b *definer) containers() pulumi.StringOutput {
	t := b.task
	environment, secrets := slices.Sorted(maps.Keys(t.Environment)), slices.Sorted(maps.Keys(t.Secrets))
	later := []any{b.made.LogGroup.Arn, b.made.LogGroup.Name, b.imageInput()}
	for _, name := range environment {
		later = append(later, b.plain(variableField("Task.", "Environment", name), t.Environment[name]))
	}
	for _, name := range secrets {
		later = append(later, b.reference(name))
	}
	return pulumi.All(later...).ApplyT(func(all []any) (string, error) {
		where, err := awsform.Locate(block, all[0].(string))
		if err != nil {
			return "", err
		}
		c := t.container(b.port, int(b.stopTimeout.Seconds()))
		c.Image = all[2].(string)
		c.LogConfiguration = ecstask.LogTo(all[1].(string), where.Region)
		values := all[3:]
		for i, name := range environment {
			c.Environment = append(c.Environment, ecstask.Variable{Name: name, Value: values[i].(string)})
		}
		for i, name := range secrets {
			c.Secrets = append(c.Secrets, ecstask.SecretValue{Name: name, ValueFrom: values[len(environment)+i].(string)})
		}
		return b.render(c)
	}).(pulumi.StringOutput)
}

// container is what is known about the container from the start.
func (t *Task) container(port, stopTimeout int) ecstask.Container {
	c := ecstask.Container{
		Name: containerName, Essential: true, EntryPoint: t.EntryPoint, Command: t.Command, User: t.User,
		ReadonlyRootFilesystem: !t.AllowWritableRoot, StopTimeout: stopTimeout,
		LinuxParameters: ecstask.LinuxParameters{InitProcessEnabled: true, Tmpfs: t.memoryDisks()},
	}
	if port != 0 {
		c.PortMappings = []ecstask.PortMapping{{ContainerPort: port, Protocol: "tcp"}}
	}
	for i, volume := range t.agentVolumes() {
		c.MountPoints = append(c.MountPoints, ecstask.MountPoint{SourceVolume: volume, ContainerPath: agentPaths()[i]})
	}
	return c
}

// memoryDisks make the writable paths. Together they take half the memory at most.
func (t *Task) memoryDisks() []ecstask.MemoryDisk {
	var disks []ecstask.MemoryDisk
	for _, each := range slices.Sorted(slices.Values(t.WritablePaths)) {
		disks = append(disks, ecstask.WritablePath(each, max(1, t.MemoryMB/2/len(t.WritablePaths))))
	}
	return disks
}

// agentVolumes are the names of the volumes at [agentPaths]. The agent of ECS Exec runs as root and may write to them.
func (t *Task) agentVolumes() []string {
	if !t.Debug || t.AllowWritableRoot {
		return nil
	}
	var names []string
	for _, each := range agentPaths() {
		names = append(names, strings.ReplaceAll(strings.Trim(each, "/"), "/", "-"))
	}
	return names
}

// render writes the container definitions: the same text for the same container.
func (b *definer) render(c ecstask.Container) (string, error) {
	text, err := c.Render()
	if err != nil {
		return "", err
	}
	if len(text) > maxDefinition {
		return "", &component.FieldError{
			Args: "fargate." + b.argsType, Field: "Task", Got: strconv.Itoa(len(text)),
			Need: fmt.Sprintf("at most %d bytes of container definition: fewer or shorter variables", maxDefinition),
		}
	}
	return text, nil
}

// imageInput is the image with the checks of Validate.
func (b *definer) imageInput() pulumi.StringOutput {
	field := "Task.Image"
	if b.role != "" {
		field = "BlueGreen." + Colour(b.role).field()
	}
	return b.checked(field, b.image, imageref.Need, imageref.Valid).ApplyT(func(image string) (string, error) {
		if need := b.task.imageProblem(image, b.profile); need != "" {
			return "", &component.FieldError{Args: "fargate." + b.argsType, Field: field, Need: need, Got: strconv.Quote(image)}
		}
		return image, nil
	}).(pulumi.StringOutput)
}

// plain refuses a secret, which would be readable for everybody who may look at the task definition.
func (b *definer) plain(field string, in pulumi.StringInput) pulumi.StringOutput {
	out := b.checked(field, in, "a value", func(string) bool { return true })
	return out.ApplyT(func(value string) (string, error) {
		if pulumi.IsSecret(out) {
			return "", &component.FieldError{
				Args: "fargate." + b.argsType, Field: field, Got: "[secret]",
				Need: "a value that everybody may read; put a reference to this one under Secrets",
			}
		}
		return value, nil
	}).(pulumi.StringOutput)
}

// reference is an entry of Task.Secrets. It is checked here once more, and not shown when it is none: it may be the secret.
func (b *definer) reference(name string) pulumi.StringOutput {
	field := variableField("Task.", "Secrets", name)
	return b.checked(field, b.task.Secrets[name], needReference, func(string) bool { return true }).ApplyT(func(text string) (string, error) {
		if !isReference(text) {
			return "", &component.FieldError{
				Args: "fargate." + b.argsType, Field: field, Need: needReference, Got: fmt.Sprintf("another text of %d characters", len(text)),
			}
		}
		return text, nil
	}).(pulumi.StringOutput)
}
