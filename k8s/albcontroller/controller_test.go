package albcontroller_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/albcontroller"
)

func TestChart(t *testing.T) {
	t.Parallel()
	chart := run(t, unchanged).One(t, chartToken)
	infratest.AssertInputs(t, chart, map[string]any{
		"chart": "aws-load-balancer-controller", "name": "aws-load-balancer-controller", "namespace": "kube-system", "version": "3.4.2",
		"repositoryOpts": map[string]any{"repo": "https://aws.github.io/eks-charts"}, "skipCrds": nil, "skipAwait": nil,
	})
	assert.Equal(t, "alb-chart", chart.Name)

	chart = run(t, func(a *albcontroller.Args) {
		a.ChartVersion, a.ChartRepository, a.Namespace = "3.5.0", "https://charts.example.com/eks", "balancing"
	}).One(t, chartToken)
	infratest.AssertInputs(t, chart, map[string]any{"namespace": "balancing", "version": "3.5.0", "repositoryOpts.repo": "https://charts.example.com/eks"})
}

// Each of these values is there because the chart's own would hurt: see the comments in values.go.
func TestValues(t *testing.T) {
	t.Parallel()
	chart := run(t, unchanged).One(t, chartToken)
	for path, want := range map[string]any{
		"clusterName": cluster, "region": "eu-west-1", "vpcId": vpc,
		"serviceAccount": map[string]any{"create": true, "name": "aws-load-balancer-controller", "automountServiceAccountToken": true},
		"clusterSecretsPermissions.allowAllSecrets": false,
		"ingressClass": "alb", "createIngressClassResource": true, "ingressClassConfig.default": false,
		"ingressClassParams": map[string]any{"create": true, "name": "alb"},
		"defaultTargetType":  "ip", "defaultLoadBalancerScheme": "internal", "defaultSSLPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
		"enableShield": false, "enableWaf": false, "enableWafv2": true, "enablePodReadinessGateInject": true, "enableServiceMutatorWebhook": false,
		"keepTLSSecret": true, "enableCertManager": false, "rbac.create": true,
		"replicaCount": 2.0, "podDisruptionBudget": map[string]any{"maxUnavailable": 1.0}, "configureDefaultAffinity": true,
		"updateStrategy": map[string]any{"type": "RollingUpdate", "rollingUpdate": map[string]any{"maxSurge": 1.0, "maxUnavailable": 0.0}},
		"resources":      map[string]any{"requests": map[string]any{"cpu": "100m", "memory": "256Mi"}, "limits": map[string]any{"memory": "256Mi"}},
		"image":          nil, "priorityClassName": "system-cluster-critical",
	} {
		assert.Equal(t, want, chart.Value("values."+path), path)
	}
}

func TestValuesAsAskedFor(t *testing.T) {
	t.Parallel()
	late := func(text string) pulumi.StringInput { return pulumi.String(text).ToStringOutput() }
	chart := run(t, func(a *albcontroller.Args) {
		a.ClusterName, a.Region, a.VPCID = late("green"), late("us-east-1"), late("vpc-1")
		a.Replicas, a.ShieldAdvanced, a.CPU, a.Memory = 3, true, "200m", "512Mi"
		a.DefaultSSLPolicy, a.ImageRepository = "ELBSecurityPolicy-TLS13-1-3-2021-06", "mirror.example.com/eks/aws-load-balancer-controller"
	}).One(t, chartToken)
	for path, want := range map[string]any{
		"clusterName": "green", "region": "us-east-1", "vpcId": "vpc-1", "replicaCount": 3.0, "enableShield": true,
		"resources":        map[string]any{"requests": map[string]any{"cpu": "200m", "memory": "512Mi"}, "limits": map[string]any{"memory": "512Mi"}},
		"defaultSSLPolicy": "ELBSecurityPolicy-TLS13-1-3-2021-06", "image": map[string]any{"repository": "mirror.example.com/eks/aws-load-balancer-controller"},
	} {
		assert.Equal(t, want, chart.Value("values."+path), path)
	}
	chart = run(t, func(a *albcontroller.Args) { a.Profile = component.Development }).One(t, chartToken)
	assert.Equal(t, 1.0, chart.Value("values.replicaCount"))
	assert.Nil(t, chart.Value("values.podDisruptionBudget"), "with one pod no node could be emptied")
}

// The load balancers of the cluster are made by the controller, and nobody else can tag them.
func TestTags(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	chart := g.One(t, chartToken)
	assert.Equal(t, map[string]any{
		"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop", "managed-by": "pulumi",
		"pulumi-project": "project", "pulumi-stack": "test",
	}, chart.Value("values.defaultTags"))
	labels := map[string]any{
		"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop", "pulumi-project": "project", "pulumi-stack": "test",
	}
	assert.Equal(t, labels, chart.Value("values.additionalLabels"), "the chart sets app.kubernetes.io/managed-by itself")
	assert.Equal(t, labels, chart.Value("values.podLabels"))
	assert.Equal(t, "team-web", g.One(t, roleToken).Value("tags.owner"))
	assert.Equal(t, "team-web", g.One(t, associationToken).Value("tags.owner"))
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *albcontroller.Args) {
		a.Namespace, a.PermissionsBoundaryARN = "balancing", pulumi.String(boundary)
	})
	infratest.AssertInputs(t, g.One(t, associationToken), map[string]any{
		"clusterName": cluster, "namespace": "balancing", "serviceAccount": "aws-load-balancer-controller",
		"roleArn": g.One(t, roleToken).Outputs["arn"].StringValue(),
	})
	assert.Equal(t, boundary, g.One(t, roleToken).Value("permissionsBoundary"))
	var trust struct{ Statement []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(g.One(t, roleToken).Value("assumeRolePolicy").(string)), &trust))
	assert.Equal(t, map[string]any{"StringEquals": map[string]any{
		"aws:RequestTag/kubernetes-namespace":       []any{"balancing"},
		"aws:RequestTag/kubernetes-service-account": []any{"aws-load-balancer-controller"},
	}}, trust.Statement[0]["Condition"])
	for name, want := range map[string]any{
		"namespace": "balancing", "serviceAccountName": "aws-load-balancer-controller", "roleArn": g.One(t, roleToken).Outputs["arn"].StringValue(),
	} {
		output, _ := g.Output(name)
		assert.Equal(t, want, output.Mappable(), name)
	}
}

// Ingresses hang on finalizers that only a controller with rights takes off: it is there before them and goes after them.
func TestOrder(t *testing.T) {
	t.Parallel()
	g := run(t, unchanged)
	for _, need := range []string{"alb-association", "alb-policy", "alb-identity"} {
		assert.Contains(t, infratest.Names(g.One(t, chartToken).Dependencies), need)
	}
	for _, need := range []string{"alb-chart", "alb-association", "alb-policy"} {
		assert.Contains(t, infratest.Names(g.Named(t, "pulumi:providers:kubernetes", "after").Dependencies), need)
	}
}

func TestWhatMustNotChange(t *testing.T) {
	t.Parallel()
	g := run(t, func(a *albcontroller.Args) { a.ClusterName = pulumi.String(cluster).ToStringOutput() })
	assert.Equal(t, map[string]any{"ClusterName": cluster}, g.One(t, stashToken).Value("input"))
	for _, token := range []string{roleToken, policyToken, associationToken, chartToken} {
		assert.Contains(t, infratest.Names(g.One(t, token).Dependencies), "alb-identity", "a refused change touches nothing")
	}
}

// The chart goes to the cluster that was named and nowhere else, and with it; its objects inherit both from the engine.
func TestPlace(t *testing.T) {
	t.Parallel()
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := newTags(ctx)
		if err != nil {
			return err
		}
		blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{})
		if err != nil {
			return err
		}
		args := newArgs(tags, blue)
		args.DeletedWith = blue
		_, err = albcontroller.New(ctx, "alb", args)
		return err
	})
	require.NoError(t, err)
	chart := graph.One(t, chartToken)
	assert.Equal(t, "blue", chart.Providers["kubernetes"].Name())
	assert.Equal(t, "blue", chart.DeletedWith.Name())
	for _, token := range []string{roleToken, policyToken, associationToken} {
		assert.Empty(t, graph.One(t, token).DeletedWith, token)
	}
}
