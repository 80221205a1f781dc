package twingateconnector

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	// containerName is what the only container of every task is called.
	containerName = "connector"
	// user is whom the image is made for.
	user = "65532"
	// stateDirectory is where the connector has its socket and its crash reports, and writes to alone; stateMB is the room there.
	stateDirectory, stateMB = "/var/run/twingate", 64
	// stopSeconds is how long a connector has to close its connections.
	stopSeconds = 30
	// startTimeout is how long the provider waits until a connector runs. It takes 1 to 2 minutes.
	startTimeout = "10m"
)

// running is what runs one connector.
type running struct {
	*remoteaccess.Connector
	tokens     *storedTokens
	logs       *cloudwatch.LogGroup
	startRole  *iam.Role
	mayStart   *iam.RolePolicy
	taskRole   *iam.Role
	definition *ecs.TaskDefinition
	service    *ecs.Service
}

// run makes what runs a connector.
func (b *fargateBuilder) run(c *remoteaccess.Connector) ([]pulumi.Resource, error) {
	r := &running{Connector: c}
	steps := []func(*running) error{b.addStores, b.addStartRole, b.addTaskRole, b.addDefinition, b.addService, b.addUpdate, b.addConnectorAlarms}
	for _, step := range steps {
		if err := step(r); err != nil {
			return nil, err
		}
	}
	b.made.Services = append(b.made.Services, r.service)
	b.services, b.logs = append(b.services, r.service.Name), append(b.logs, r.logs.Name)
	return []pulumi.Resource{r.service}, nil
}

func (b *fargateBuilder) addStores(r *running) (err error) {
	if r.tokens, err = b.addTokens(r.Connector); err != nil {
		return err
	}
	r.logs, err = b.addLogGroup(r.Role)
	return err
}

// addStartRole makes the role that ECS has while it starts the task: it reads the tokens of this connector and no others.
func (b *fargateBuilder) addStartRole(r *running) error {
	trust, err := ecstask.StartTrust()
	if err != nil {
		return err
	}
	if r.startRole, err = b.addRole(r.Role+"-execution-role", pulumi.String(trust)); err != nil {
		return err
	}
	later := []any{r.logs.Arn, r.tokens.secret.Arn}
	if key := b.key(); key != nil {
		later = append(later, key)
	}
	text := pulumi.All(later...).ApplyT(func(all []any) (string, error) {
		var keys []string
		for _, key := range all[2:] {
			keys = append(keys, *key.(*string))
		}
		return startPolicy(all[0].(string), all[1].(string), b.args.Image, keys)
	}).(pulumi.StringOutput)
	r.mayStart, err = b.addPolicy(r.Role+"-execution-policy", r.startRole, text)
	return err
}

func startPolicy(logGroup, secret, image string, keys []string) (string, error) {
	statements, err := ecstask.MayStart(block, logGroup, image)
	if err != nil {
		return "", err
	}
	where, err := awsform.Locate(block, logGroup)
	if err != nil {
		return "", err
	}
	if repository := ecstask.Repository(where.Partition, image); repository != "" {
		// Through a pull-through cache the one who pulls also fetches what is new.
		statements = append(statements, iampolicy.Allow("Import", []string{"ecr:BatchImportUpstreamImage", "ecr:CreateRepository"}, repository))
	}
	place, err := locateSecret(secret)
	if err != nil {
		return "", err
	}
	return iampolicy.Document(append(statements, mayReadTokens(place, keys...)...)...)
}

// addTaskRole makes the role that the connector has. It may do nothing.
func (b *fargateBuilder) addTaskRole(r *running) (err error) {
	trust := r.logs.Arn.ApplyT(func(arn string) (string, error) { return ecstask.TaskTrust(block, arn) }).(pulumi.StringOutput)
	r.taskRole, err = b.addRole(r.Role+"-task-role", trust)
	return err
}

// addDefinition registers the revision. AWS cannot change one: everything but the tags makes a new one, and the old ones stay.
func (b *fargateBuilder) addDefinition(r *running) (err error) {
	role := r.Role + "-task-definition"
	containers := pulumi.All(r.logs.Arn, r.logs.Name, r.tokens.secret.Arn, r.tokens.version.VersionId).ApplyT(func(all []any) (string, error) {
		where, err := awsform.Locate(block, all[0].(string))
		if err != nil {
			return "", err
		}
		c := b.container(r.Connector)
		c.LogConfiguration = ecstask.LogTo(all[1].(string), where.Region)
		c.Secrets = []ecstask.SecretValue{
			{Name: remoteaccess.AccessTokenVariable, ValueFrom: fmt.Sprintf("%s:%s::%s", all[2], accessTokenKey, all[3])},
			{Name: remoteaccess.RefreshTokenVariable, ValueFrom: fmt.Sprintf("%s:%s::%s", all[2], refreshTokenKey, all[3])},
		}
		return c.Render()
	}).(pulumi.StringOutput)
	r.definition, err = ecs.NewTaskDefinition(b.ctx, b.scope.Name(role), &ecs.TaskDefinitionArgs{
		Family:                  pulumi.String(ecstask.Family(b.ctx, b.scope.Name(r.Role))),
		ContainerDefinitions:    containers,
		Cpu:                     pulumi.String(strconv.Itoa(b.args.CPU)),
		Memory:                  pulumi.String(strconv.Itoa(b.args.MemoryMB)),
		NetworkMode:             pulumi.String("awsvpc"),
		RequiresCompatibilities: pulumi.ToStringArray([]string{"FARGATE"}),
		RuntimePlatform: &ecs.TaskDefinitionRuntimePlatformArgs{
			CpuArchitecture: pulumi.String("X86_64"), OperatingSystemFamily: pulumi.String("LINUX"),
		},
		ExecutionRoleArn: r.startRole.Arn,
		TaskRoleArn:      r.taskRole.Arn,
		SkipDestroy:      pulumi.Bool(true), // the running task keeps its revision until the service has the next one
		Tags:             b.titled(role),
	}, b.after(r, r.mayStart)...)
	return b.scope.Err(role, err)
}

// container is what is known about the container from the start.
func (b *fargateBuilder) container(c *remoteaccess.Connector) ecstask.Container {
	environment := c.Environment(&b.args.Access)
	container := ecstask.Container{
		Name: containerName, Image: b.args.Image, Essential: true, User: user, ReadonlyRootFilesystem: true, StopTimeout: stopSeconds,
		LinuxParameters: ecstask.LinuxParameters{
			Capabilities:       &ecstask.Capabilities{Drop: []string{"ALL"}},
			InitProcessEnabled: true,
			Tmpfs:              []ecstask.MemoryDisk{ecstask.WritablePath(stateDirectory, stateMB)},
		},
		HealthCheck: &ecstask.HealthCheck{Command: []string{"CMD", "/connectorctl", "health"}, Interval: 10, Timeout: 5, Retries: 3, StartPeriod: 30},
	}
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		container.Environment = append(container.Environment, ecstask.Variable{Name: name, Value: environment[name]})
	}
	if b.args.pings() {
		// A container without capabilities may then send pings all the same.
		container.SystemControls = []ecstask.SystemControl{{Namespace: "net.ipv4.ping_group_range", Value: "0 2147483647"}}
	}
	return container
}

// addService runs the connector. The old task ends before the new one starts, because two must never share tokens. The service takes the
// name of the role that starts its task, which no other service has and which is known before it: one that Pulumi lost, because it was
// killed while it made it, keeps the name, and ECS refuses a second one. A role's name fits (64 of 255 characters), and changes only with
// the role; then this service goes first too.
func (b *fargateBuilder) addService(r *running) (err error) {
	role := r.Role + "-service"
	r.service, err = ecs.NewService(b.ctx, b.scope.Name(role), &ecs.ServiceArgs{
		Name:    r.startRole.Name.ToStringPtrOutput(),
		Cluster: b.cluster, TaskDefinition: r.definition.Arn, DesiredCount: pulumi.Int(1),
		LaunchType: pulumi.String("FARGATE"), PlatformVersion: pulumi.String("LATEST"),
		NetworkConfiguration: &ecs.ServiceNetworkConfigurationArgs{
			AssignPublicIp: pulumi.Bool(b.args.AllowPublicIP),
			Subnets:        pulumi.StringArray{b.subnet(r.Index)},
			SecurityGroups: pulumi.StringArray{b.group.ID().ToStringOutput()},
		},
		DeploymentMinimumHealthyPercent: pulumi.Int(0),
		DeploymentMaximumPercent:        pulumi.Int(100),
		// No circuit breaker: the revision before may have tokens that are dead, and would pass for a steady service. ECS goes on trying
		// the new one, and the provider fails the update, before it touches the next connector.
		DeploymentCircuitBreaker:    &ecs.ServiceDeploymentCircuitBreakerArgs{Enable: pulumi.Bool(false), Rollback: pulumi.Bool(false)},
		AvailabilityZoneRebalancing: pulumi.String("DISABLED"), // one task in one subnet
		EnableExecuteCommand:        pulumi.Bool(false),
		EnableEcsManagedTags:        pulumi.Bool(true),
		PropagateTags:               pulumi.String("SERVICE"),
		WaitForSteadyState:          pulumi.Bool(true),
		Tags:                        b.titled(role),
	}, append(b.after(r, append([]pulumi.Resource{r.mayStart}, b.group.Rules...)...),
		pulumi.DeleteBeforeReplace(true), // or two tasks would share tokens
		pulumi.ReplaceOnChanges([]string{failedBefore}),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Create: startTimeout, Update: startTimeout}))...)
	return b.scope.Err(role, err)
}

// after are the options of what restarts a connector: it waits until the one in front runs.
func (b *fargateBuilder) after(r *running, more ...pulumi.Resource) []pulumi.ResourceOption {
	return b.scope.Child(pulumi.DependsOn(slices.Concat(r.After, more)))
}
