package fargate_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

const (
	clusterToken   = "aws:ecs/cluster:Cluster"
	providersToken = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
)

// tryCluster makes one cluster called "main" with the arguments as changed, and exports its outputs.
func tryCluster(change func(*fargate.ClusterArgs)) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		args := &fargate.ClusterArgs{Tags: tags}
		change(args)
		cluster, err := fargate.NewCluster(ctx, "main", args)
		if err != nil {
			return err
		}
		ctx.Export("arn", cluster.ARN)
		ctx.Export("name", cluster.Name)
		ctx.Export("execLogGroupName", cluster.ExecLogGroupName)
		return nil
	})
}

func makeCluster(t testing.TB, change func(*fargate.ClusterArgs)) *infratest.Graph {
	t.Helper()
	graph, err := tryCluster(change)
	require.NoError(t, err)
	return graph
}

func plainCluster(*fargate.ClusterArgs) {}

func clusterNamed(name string) error {
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		_, err = fargate.NewCluster(ctx, name, &fargate.ClusterArgs{Tags: tags})
		return err
	})
	return err
}

func TestCluster(t *testing.T) {
	t.Parallel()
	graph := makeCluster(t, plainCluster)
	logs, cluster := graph.Named(t, logGroupToken, "main-exec-log-group"), graph.Named(t, clusterToken, "main-cluster")
	assert.Equal(t, "/ecs-exec/main-", logs.Value("namePrefix"), "what tasks with Debug may write to")
	assert.Equal(t, 365.0, logs.Value("retentionInDays"))
	assert.Equal(t, []any{map[string]any{"name": "containerInsights", "value": "enabled"}}, cluster.Value("settings"))
	assert.Equal(t, map[string]any{"executeCommandConfiguration": map[string]any{
		"logging":          "OVERRIDE",
		"logConfiguration": map[string]any{"cloudWatchLogGroupName": text(logs, "name"), "cloudWatchEncryptionEnabled": false},
	}}, cluster.Value("configuration"))
	assert.Nil(t, cluster.Value("name"), "a fixed name would make a replacement delete the cluster first")
	assert.Equal(t, map[string]any{
		"clusterName": text(cluster, "name"), "capacityProviders": []any{"FARGATE", "FARGATE_SPOT"},
		"defaultCapacityProviderStrategies": []any{map[string]any{"capacityProvider": "FARGATE", "weight": 1.0}},
	}, graph.Named(t, providersToken, "main-capacity-providers").Inputs.Mappable())
	assert.Equal(t, text(cluster, "arn"), exported(t, graph, "arn"))
	assert.Equal(t, text(cluster, "name"), exported(t, graph, "name"))
	assert.Equal(t, text(logs, "name"), exported(t, graph, "execLogGroupName"))
}

func TestClusterOptions(t *testing.T) {
	t.Parallel()
	for _, key := range []pulumi.StringInput{pulumi.String(theKey), pulumi.String(theKey).ToStringOutput()} {
		graph := makeCluster(t, func(a *fargate.ClusterArgs) {
			a.KMSKeyARN, a.ContainerInsights, a.LogRetentionDays = key, fargate.EnhancedInsights, 90
		})
		cluster, logs := graph.One(t, clusterToken), graph.One(t, logGroupToken)
		assert.Equal(t, theKey, logs.Value("kmsKeyId"))
		assert.Equal(t, theKey, cluster.Value("configuration.executeCommandConfiguration.kmsKeyId"))
		assert.Equal(t, true, cluster.Value("configuration.executeCommandConfiguration.logConfiguration.cloudWatchEncryptionEnabled"))
		assert.Equal(t, "enhanced", cluster.Value("settings[0].value"))
		assert.Equal(t, 90.0, logs.Value("retentionInDays"))
	}
	graph := makeCluster(t, func(a *fargate.ClusterArgs) {
		a.Profile, a.ContainerInsights = component.Development, fargate.NoInsights
	})
	assert.Equal(t, 30.0, graph.One(t, logGroupToken).Value("retentionInDays"))
	assert.Equal(t, "disabled", graph.One(t, clusterToken).Value("settings[0].value"))
	assert.Equal(t, "OVERRIDE", graph.One(t, clusterToken).Value("configuration.executeCommandConfiguration.logging"), "in Development too")
}

func TestRefusedClusters(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*fargate.ClusterArgs){
		`ContainerInsights: need enabled, enhanced or disabled, got "on"`: func(a *fargate.ClusterArgs) { a.ContainerInsights = "on" },
		"Profile: need production or development, got Profile(4)":         func(a *fargate.ClusterArgs) { a.Profile = 4 },
		`KMSKeyARN: need a key's full ARN, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, got "alias/aws/ecs"`: func(a *fargate.ClusterArgs) {
			a.KMSKeyARN = pulumi.String("alias/aws/ecs")
		},
		"LogRetentionDays: need a number of days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 12": func(a *fargate.ClusterArgs) { a.LogRetentionDays = -1 },
	} {
		graph, err := tryCluster(change)
		require.ErrorContains(t, err, "fargate: main: ClusterArgs."+want)
		require.Len(t, component.FieldErrors(err), 1)
		require.Empty(t, graph.All())
	}
	_, err := tryCluster(func(a *fargate.ClusterArgs) { a.KMSKeyARN = pulumi.String("alias/x").ToStringOutput() })
	require.ErrorContains(t, err, `fargate: ClusterArgs.KMSKeyARN: need a key's full ARN`)
}
