package elasticcloud

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// DeploymentToken is the type token of [Deployment]. It is part of the state of every stack that uses the block.
const DeploymentToken = "groundwork:elasticcloud:Deployment"

// Deployment is one hosted deployment with what it needs in production. See the package comment.
type Deployment struct {
	pulumi.ResourceState

	// DeploymentID is what Elastic Cloud calls the deployment: 32 hexadecimal digits.
	DeploymentID pulumi.StringOutput `pulumi:"deploymentId"`
	// Alias is the deployment's part of its host names, which are <alias>.es.<domain> and <alias>.kb.<domain>; behind private endpoints the
	// domain is that of the private zone.
	Alias pulumi.StringOutput `pulumi:"alias"`
	// CloudID is one text from which Elastic's clients and agents learn all addresses.
	CloudID pulumi.StringOutput `pulumi:"cloudId"`
	// ElasticsearchEndpoint is the URL of Elasticsearch on the internet; see Alias for private endpoints.
	ElasticsearchEndpoint pulumi.StringOutput `pulumi:"elasticsearchEndpoint"`
	// KibanaEndpoint is the URL of Kibana on the internet.
	KibanaEndpoint pulumi.StringOutput `pulumi:"kibanaEndpoint"`
	// Username is the administrator's name, "elastic".
	Username pulumi.StringOutput `pulumi:"username"`
	// Password is the administrator's password, a secret. Elastic Cloud tells it once, at creation: it is empty for an imported deployment. Use
	// it to make least-privilege API keys, not in applications.
	Password pulumi.StringOutput `pulumi:"password"`
	// NetworkAccess says in words who can reach the deployment, with the reason when everybody can.
	NetworkAccess pulumi.StringOutput `pulumi:"networkAccess"`
	// TrafficFilterID is the filter that keeps everybody else out; not set for a public deployment.
	TrafficFilterID pulumi.StringOutput `pulumi:"trafficFilterId,optional"`
	// SnapshotRepositoryPath and SnapshotRepositoryJSON are the path and the body of the PUT request to Elasticsearch that registers the
	// repository; they hold no secret. Not set without SnapshotRepository.
	SnapshotRepositoryPath pulumi.StringOutput `pulumi:"snapshotRepositoryPath,optional"`
	// SnapshotRepositoryJSON belongs to SnapshotRepositoryPath.
	SnapshotRepositoryJSON pulumi.StringOutput `pulumi:"snapshotRepositoryJson,optional"`
	// SnapshotPolicyPath and SnapshotPolicyJSON are the path and the body of the PUT request that makes a policy of daily snapshots.
	SnapshotPolicyPath pulumi.StringOutput `pulumi:"snapshotPolicyPath,optional"`
	// SnapshotPolicyJSON belongs to SnapshotPolicyPath.
	SnapshotPolicyJSON pulumi.StringOutput `pulumi:"snapshotPolicyJson,optional"`

	// Resource is the deployment itself, for whatever this block has no field for.
	Resource *DeploymentResource
}

// NewDeployment makes a hosted deployment of Elasticsearch and Kibana on Elastic Cloud that only those reach who were named, that survives the
// loss of a zone, and that is protected. When the arguments are wrong it registers nothing and returns all problems at once, each as a
// [component.FieldError].
func NewDeployment(ctx *pulumi.Context, name string, args *DeploymentArgs, opts ...pulumi.ResourceOption) (*Deployment, error) {
	deployment := &Deployment{}
	scope, err := component.Register(ctx, deployment, DeploymentToken, name, args, opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{
		ctx: ctx, scope: scope, args: args.withDefaults(), title: cmp.Or(args.Name, name+"-"+ctx.Stack()), deployment: deployment,
	}
	for _, step := range []func() error{b.addIdentity, b.addFilter, b.addDeployment, b.addVersion, b.addSnapshotRepository} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return deployment, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx        *pulumi.Context
	scope      *component.Scope
	args       *DeploymentArgs
	title      string // what people see in the console
	deployment *Deployment

	identity pulumi.Resource
	filters  pulumi.StringArray
}

// child gives a child its options. All children wait for the identity, so a change that is refused has touched nothing.
func (b *builder) child(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return b.scope.Child(append([]pulumi.ResourceOption{pulumi.DependsOn([]pulumi.Resource{b.identity})}, extra...)...)
}

// protection keeps Pulumi from deleting what holds data, and what keeps others out.
func (b *builder) protection() []pulumi.ResourceOption {
	if !b.args.protected() {
		return nil
	}
	return []pulumi.ResourceOption{pulumi.Protect(true)}
}

func (b *builder) addIdentity() (err error) {
	b.identity, err = b.scope.Fix("DeploymentArgs", b.args.fixed()...)
	return err
}

// fixed lists what the deployment keeps for life, and how its version may change.
func (args *DeploymentArgs) fixed() []component.Fixed {
	const moveAway = "make a second deployment, restore a snapshot from a repository of your own there, move the clients, then remove this one"
	return []component.Fixed{
		{Field: "Region", Value: pulumi.String(args.Region), Instead: "a deployment never leaves its region; " + moveAway},
		{Field: "EncryptionKey", Value: args.EncryptionKey, Instead: "a change makes a new, empty deployment; " + moveAway},
		{Field: "Network", Value: pulumi.Map{
			"choice": pulumi.String(args.Network.choice()), "protected": pulumi.Bool(args.protected()),
		}, Refuse: refuseNetwork},
	}
}

// addVersion keeps the version that the deployment has reached: one that the service refused does not count, so the way back to the
// version before stays open. A downgrade is refused here in preview, and by the service itself in an update without one.
func (b *builder) addVersion() error {
	_, err := b.scope.FixAs("version", "DeploymentArgs", []component.Fixed{
		{Field: "Version", Value: pulumi.String(b.args.Version), Refuse: refuseVersion},
	}, pulumi.DependsOn([]pulumi.Resource{b.deployment.Resource}))
	return err
}

func (b *builder) addDeployment() error {
	options := append(b.protection(),
		pulumi.IgnoreChanges(b.args.scaled()),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "60m", Update: "180m", Delete: "60m"}),
	)
	made, err := NewDeploymentResource(b.ctx, b.scope.Name("deployment"), b.deploymentArgs(), b.child(options...)...)
	if err != nil {
		return b.scope.Err("deployment", err)
	}
	d := b.deployment
	d.Resource, d.DeploymentID = made, made.ID().ToStringOutput()
	d.Alias = made.Alias
	d.CloudID = outputText(made.Elasticsearch, "cloudId")
	d.ElasticsearchEndpoint = outputText(made.Elasticsearch, "httpsEndpoint")
	d.KibanaEndpoint = outputText(made.Kibana, "httpsEndpoint")
	d.Username = made.ElasticsearchUsername
	d.Password = pulumi.ToSecret(made.ElasticsearchPassword).(pulumi.StringOutput)
	return nil
}

// outputText reads a text that Elastic Cloud computed.
func outputText(block pulumi.MapOutput, key string) pulumi.StringOutput {
	return block.ApplyT(func(values map[string]any) string {
		text, _ := values[key].(string)
		return text
	}).(pulumi.StringOutput)
}

func (b *builder) deploymentArgs() *DeploymentResourceArgs {
	a := b.args
	args := &DeploymentResourceArgs{
		Name:                 pulumi.String(b.title), // always sent: without it the provider makes one up
		Region:               pulumi.String(a.Region),
		Version:              pulumi.String(a.Version),
		DeploymentTemplateID: pulumi.String(a.Template),
		Elasticsearch:        a.elasticsearch(),
		Kibana:               &KibanaArgs{}, // always sent: a deployment without it can be hard to upgrade
		TrafficFilters:       b.filters,
		EncryptionKeyPath:    keyForm(a.cloud()).PassOptional(a.EncryptionKey, argsName, "EncryptionKey"),
		Tags:                 pulumi.ToStringMap(a.Tags.Map()),
	}
	if a.Kibana.Size != "" {
		args.Kibana.Size = pulumi.String(a.Kibana.Size)
	}
	if a.Kibana.Zones != 0 {
		args.Kibana.ZoneCount = pulumi.Int(a.Kibana.Zones)
	}
	if component.Given(a.MonitoringDeploymentID) {
		args.Observability = &ObservabilityArgs{
			DeploymentID: monitoringID.Pass(a.MonitoringDeploymentID, argsName, "MonitoringDeploymentID"),
			Logs:         pulumi.Bool(true),
			Metrics:      pulumi.Bool(true),
		}
	}
	return args
}
