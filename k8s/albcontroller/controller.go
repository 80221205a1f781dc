package albcontroller

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	helmv4 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v4"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/podidentity"
)

// Token is the type token of [Controller]. It is part of the state of every stack that uses the block.
const Token = "groundwork:k8s/albcontroller:Controller"

const (
	chartName = "aws-load-balancer-controller"
	// releaseName is the name of the Deployment and of the service account, which the IAM role is tied to.
	releaseName = "aws-load-balancer-controller"
)

// Controller is the AWS Load Balancer Controller of one cluster. See the package comment.
type Controller struct {
	pulumi.ResourceState

	// Namespace is where the controller is.
	Namespace pulumi.StringOutput `pulumi:"namespace"`
	// ServiceAccountName is the account that the IAM role belongs to.
	ServiceAccountName pulumi.StringOutput `pulumi:"serviceAccountName"`
	// RoleARN is the IAM role.
	RoleARN pulumi.StringOutput `pulumi:"roleArn"`

	// Chart is what holds the objects in the cluster, and Role the IAM role, for whatever this block has no output for.
	Chart *helmv4.Chart
	Role  *iam.Role
	// Ready is what every Ingress, TargetGroupBinding and Service of type LoadBalancer depends on: it is made when the controller
	// answers, and deleted while it still does.
	Ready []pulumi.Resource
}

// New installs the controller with its rights on AWS. A cluster takes one. When the arguments are wrong it registers nothing
// and returns all problems at once, each as a [component.FieldError].
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Controller, error) {
	controller := &Controller{}
	scope, err := component.Register(ctx, controller, Token, name, args, opts...)
	if err != nil {
		return nil, err
	}
	a := args.withDefaults()
	fixed, err := scope.Fix(argsType, component.Fixed{
		Field: "ClusterName", Value: a.ClusterName,
		Instead: "a change leaves the load balancers of before to nobody: they are neither updated nor deleted any more; make a second controller in " +
			"the other cluster, remove the Ingresses here, and then this one",
	})
	if err != nil {
		return nil, err
	}
	identity, err := podidentity.New(ctx, scope, podidentity.Args{
		Tags: a.Tags, ClusterName: awsform.EKSClusterName.Pass(a.ClusterName, argsName, "ClusterName"), Namespace: a.Namespace, ServiceAccount: releaseName,
		Policy:                 a.policy(),
		PermissionsBoundaryARN: awsform.PolicyARN.PassOptional(a.PermissionsBoundaryARN, argsName, "PermissionsBoundaryARN"),
		Options:                scope.Child(pulumi.DependsOn([]pulumi.Resource{fixed})),
	})
	if err != nil {
		return nil, err
	}
	const role = "chart"
	chart, err := helmv4.NewChart(ctx, scope.Name(role), &helmv4.ChartArgs{
		Chart: pulumi.String(chartName), Name: pulumi.String(releaseName), Namespace: pulumi.String(a.Namespace),
		Version: pulumi.String(a.ChartVersion), RepositoryOpts: &helmv4.RepositoryOptsArgs{Repo: pulumi.String(a.ChartRepository)},
		Values: a.values(),
	}, a.place().Child(scope, pulumi.DependsOn(slices.Concat(identity.Ready, []pulumi.Resource{fixed})))...)
	if err != nil {
		return nil, scope.Err(role, err)
	}
	controller.Chart, controller.Role, controller.RoleARN = chart, identity.Role, identity.Role.Arn
	controller.Ready = slices.Concat(identity.Ready, []pulumi.Resource{chart})
	controller.Namespace, controller.ServiceAccountName = pulumi.String(a.Namespace).ToStringOutput(), pulumi.String(releaseName).ToStringOutput()
	return controller, scope.Finish()
}
