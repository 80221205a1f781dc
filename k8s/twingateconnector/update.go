package twingateconnector

import (
	"fmt"
	"time"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	batchv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/batch/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	rbacv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/rbac/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/kubeform"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	updaterCPU    = "10m"
	updaterMemory = "128Mi"

	latestStart = time.Hour        // an update that could not start goes to next week, before another connector's day begins
	updateTime  = 10 * time.Minute // for a node, the image and the checks of all tries; the restart itself is one request
	checkTime   = time.Minute      // for the other connectors to be available, in each try
	retries     = 3
	keptJobs    = 1
)

func (b *builder) updates() bool { return remoteaccess.Updated(&b.args.Access, b.args.Image) }

// addUpdates comes after all connectors: each update knows the others.
func (b *builder) addUpdates() error {
	if !b.updates() {
		return nil
	}
	for i, c := range b.connectors {
		if err := b.addUpdate(c, b.out.Deployments[i]); err != nil {
			return err
		}
	}
	return nil
}

// addUpdate restarts the connector once a week, on a day of its own: it then pulls the image that its tag names by then.
func (b *builder) addUpdate(c *remoteaccess.Connector, deployment *appsv1.Deployment) error {
	account, bound, err := b.addUpdaterRights(c)
	if err != nil {
		return err
	}
	role := c.Role + "-update"
	own := labels(b.updaters, c)
	_, err = batchv1.NewCronJob(b.ctx, naming.Truncate(b.scope.Name(role), maxCronJob-autoSuffix), &batchv1.CronJobArgs{
		Metadata: b.object(own).Metadata(),
		Spec: &batchv1.CronJobSpecArgs{
			Schedule:                   pulumi.String(fmt.Sprintf("0 %d * * %d", remoteaccess.UpdateHour, c.UpdateDay())),
			TimeZone:                   pulumi.String("Etc/UTC"),
			ConcurrencyPolicy:          pulumi.String("Forbid"),
			StartingDeadlineSeconds:    kubeform.Seconds(latestStart),
			SuccessfulJobsHistoryLimit: pulumi.Int(keptJobs),
			FailedJobsHistoryLimit:     pulumi.Int(keptJobs),
			JobTemplate: &batchv1.JobTemplateSpecArgs{
				Metadata: incluster.Object{Tags: b.args.Tags, Selector: own}.Metadata(),
				Spec: &batchv1.JobSpecArgs{
					BackoffLimit: pulumi.Int(retries), ActiveDeadlineSeconds: kubeform.Seconds(updateTime),
					Template: &corev1.PodTemplateSpecArgs{
						Metadata: incluster.Object{Tags: b.args.Tags, Selector: own}.Metadata(),
						Spec:     b.updater(c, account.Metadata.Name().Elem()),
					},
				},
			},
		},
	}, b.child(deployment, bound, b.updaterPolicy)...)
	return b.scope.Err(role, err)
}

// addUpdaterRights lets one account restart one connector, and see how the others are. No right is narrower than patch.
func (b *builder) addUpdaterRights(c *remoteaccess.Connector) (*corev1.ServiceAccount, pulumi.Resource, error) {
	own := b.object(labels(b.updaters, c))
	role := c.Role + "-update-service-account"
	account, err := corev1.NewServiceAccount(b.ctx, incluster.AutoNameBase(b.scope.Name(role)), &corev1.ServiceAccountArgs{
		Metadata: own.Metadata(), AutomountServiceAccountToken: pulumi.Bool(false),
	}, b.child()...)
	if err != nil {
		return nil, nil, b.scope.Err(role, err)
	}
	role = c.Role + "-update-role"
	rights, err := rbacv1.NewRole(b.ctx, incluster.AutoNameBase(b.scope.Name(role)), &rbacv1.RoleArgs{
		Metadata: own.Metadata(),
		Rules:    b.updaterRules(c),
	}, b.child()...)
	if err != nil {
		return nil, nil, b.scope.Err(role, err)
	}
	role = c.Role + "-update-role-binding"
	bound, err := rbacv1.NewRoleBinding(b.ctx, incluster.AutoNameBase(b.scope.Name(role)), &rbacv1.RoleBindingArgs{
		Metadata: own.Metadata(),
		RoleRef: &rbacv1.RoleRefArgs{
			ApiGroup: pulumi.String("rbac.authorization.k8s.io"), Kind: pulumi.String("Role"), Name: rights.Metadata.Name().Elem(),
		},
		Subjects: rbacv1.SubjectArray{&rbacv1.SubjectArgs{
			Kind: pulumi.String("ServiceAccount"), Name: account.Metadata.Name().Elem(), Namespace: pulumi.String(b.namespace),
		}},
	}, b.child()...)
	return account, bound, b.scope.Err(role, err)
}

// updaterRules name every Deployment. kubectl lists and watches with a field selector for one name, which the API server takes for the
// name of the request, so that names narrow these verbs too.
func (b *builder) updaterRules(c *remoteaccess.Connector) rbacv1.PolicyRuleArray {
	rule := func(names []string, verbs ...string) *rbacv1.PolicyRuleArgs {
		return &rbacv1.PolicyRuleArgs{
			ApiGroups: pulumi.StringArray{pulumi.String("apps")}, Resources: pulumi.StringArray{pulumi.String("deployments")},
			ResourceNames: pulumi.ToStringArray(names), Verbs: pulumi.ToStringArray(verbs),
		}
	}
	rules := rbacv1.PolicyRuleArray{rule([]string{b.deploymentName(c)}, "get", "patch")}
	if others := b.others(c); len(others) > 0 {
		rules = append(rules, rule(others, "get", "list", "watch"))
	}
	return rules
}

// others are the Deployments of the other connectors.
func (b *builder) others(c *remoteaccess.Connector) []string {
	var names []string
	for _, other := range b.connectors {
		if other != c {
			names = append(names, b.deploymentName(other))
		}
	}
	return names
}

// updater is the pod that restarts the connector. It holds to the restricted standard too; its token is all that it has.
func (b *builder) updater(c *remoteaccess.Connector, account pulumi.StringInput) *corev1.PodSpecArgs {
	spec := &corev1.PodSpecArgs{
		RestartPolicy:                pulumi.String("Never"),
		ServiceAccountName:           account.ToStringOutput().ToStringPtrOutput(),
		AutomountServiceAccountToken: pulumi.Bool(true),
		EnableServiceLinks:           pulumi.Bool(false),
		NodeSelector:                 linux(),
		SecurityContext:              restrictedPod(),
		ImagePullSecrets:             b.args.pullSecrets(),
		Containers:                   corev1.ContainerArray{b.kubectl("kubectl", "rollout", "restart", "deployment/"+b.deploymentName(c))},
	}
	if others := b.others(c); len(others) > 0 {
		// What keeps another connector down, such as a bad release, would take this one down too.
		check := []string{"wait", "--for=condition=Available", "--timeout=" + checkTime.String()}
		for _, name := range others {
			check = append(check, "deployment/"+name)
		}
		spec.InitContainers = corev1.ContainerArray{b.kubectl("others-run", check...)}
	}
	return spec
}

// kubectl is a container that runs one command. The image has no shell.
func (b *builder) kubectl(name string, command ...string) *corev1.ContainerArgs {
	return &corev1.ContainerArgs{
		Name: pulumi.String(name), Image: pulumi.String(b.args.UpdaterImage),
		Args: pulumi.ToStringArray(append(command, "--namespace="+b.namespace)),
		Resources: &corev1.ResourceRequirementsArgs{
			Requests: pulumi.StringMap{"cpu": pulumi.String(updaterCPU), "memory": pulumi.String(updaterMemory)},
			Limits:   pulumi.StringMap{"memory": pulumi.String(updaterMemory)},
		},
		SecurityContext:          restrictedContainer(),
		TerminationMessagePolicy: pulumi.String("FallbackToLogsOnError"),
	}
}
