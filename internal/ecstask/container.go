package ecstask

import "encoding/json"

// logBuffer is how much output waits when CloudWatch is slow; what does not fit is dropped, so that the application never waits for its
// log.
const logBuffer = "25m"

// Container is a container definition as ECS takes it, with its fields always in this order.
type Container struct {
	Name                   string          `json:"name"`
	Image                  string          `json:"image"`
	Essential              bool            `json:"essential"`
	EntryPoint             []string        `json:"entryPoint,omitempty"`
	Command                []string        `json:"command,omitempty"`
	User                   string          `json:"user"`
	Privileged             bool            `json:"privileged"`
	ReadonlyRootFilesystem bool            `json:"readonlyRootFilesystem"`
	PortMappings           []PortMapping   `json:"portMappings,omitempty"`
	Environment            []Variable      `json:"environment,omitempty"`
	Secrets                []SecretValue   `json:"secrets,omitempty"`
	MountPoints            []MountPoint    `json:"mountPoints,omitempty"`
	LinuxParameters        LinuxParameters `json:"linuxParameters"`
	SystemControls         []SystemControl `json:"systemControls,omitempty"`
	HealthCheck            *HealthCheck    `json:"healthCheck,omitempty"`
	LogConfiguration       Logging         `json:"logConfiguration"`
	StopTimeout            int             `json:"stopTimeout"` // seconds
}

// PortMapping is a port that others connect to.
type PortMapping struct {
	ContainerPort int    `json:"containerPort"`
	Protocol      string `json:"protocol"`
}

// Variable is an environment variable that everybody may read.
type Variable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// SecretValue is an environment variable that ECS reads from a secret when it starts the container.
type SecretValue struct {
	Name      string `json:"name"`
	ValueFrom string `json:"valueFrom"`
}

// MountPoint puts a volume of the task into the container.
type MountPoint struct {
	SourceVolume  string `json:"sourceVolume"`
	ContainerPath string `json:"containerPath"`
	ReadOnly      bool   `json:"readOnly"`
}

// LinuxParameters are those that Fargate takes.
type LinuxParameters struct {
	Capabilities       *Capabilities `json:"capabilities,omitempty"`
	InitProcessEnabled bool          `json:"initProcessEnabled"`
	Tmpfs              []MemoryDisk  `json:"tmpfs,omitempty"`
}

// Capabilities are taken from those that containers have by default.
type Capabilities struct {
	Drop []string `json:"drop"`
}

// MemoryDisk is a writable path in memory.
type MemoryDisk struct {
	ContainerPath string   `json:"containerPath"`
	Size          int      `json:"size"` // MiB
	MountOptions  []string `json:"mountOptions"`
}

// SystemControl is a kernel parameter of the container's network.
type SystemControl struct {
	Namespace string `json:"namespace"`
	Value     string `json:"value"`
}

// HealthCheck is a command that fails when the container has to be replaced. The times are seconds.
type HealthCheck struct {
	Command     []string `json:"command"`
	Interval    int      `json:"interval"`
	Timeout     int      `json:"timeout"`
	Retries     int      `json:"retries"`
	StartPeriod int      `json:"startPeriod"`
}

// Logging is where the output of a container goes.
type Logging struct {
	LogDriver string            `json:"logDriver"`
	Options   map[string]string `json:"options"`
}

// WritablePath is a path that every user may write to. It is in memory, because a volume on Fargate's disk belongs to root unless the
// image says otherwise, and the user of the container could not write to it.
func WritablePath(path string, sizeMB int) MemoryDisk {
	return MemoryDisk{ContainerPath: path, Size: sizeMB, MountOptions: []string{"mode=1777", "nosuid", "nodev"}}
}

// LogTo sends the output to a log group of CloudWatch.
func LogTo(group, region string) Logging {
	return Logging{LogDriver: "awslogs", Options: map[string]string{
		"awslogs-group": group, "awslogs-region": region, "awslogs-stream-prefix": "ecs",
		"mode": "non-blocking", "max-buffer-size": logBuffer,
	}}
}

// Render writes the container definitions of a task with one container: the same text for the same container.
func (c Container) Render() (string, error) {
	text, err := json.Marshal([]Container{c})
	return string(text), err
}
