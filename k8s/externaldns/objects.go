package externaldns

import (
	"slices"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	rbacv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/rbac/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/incluster"
)

const (
	nobody       = 65534 // the user and group that the image is made for
	port         = 7979  // health and metrics
	keptVersions = 3     // of the deployment, to go back to
)

// addAccount makes the service account. Its name is fixed, because the IAM role is tied to it; its token is mounted where
// the pod asks for it.
func (b *builder) addAccount() error {
	const role = "service-account"
	meta := b.object()
	meta.Name = pulumi.String(b.account)
	account, err := corev1.NewServiceAccount(b.ctx, b.scope.Name(role), &corev1.ServiceAccountArgs{
		Metadata: meta.Metadata(), AutomountServiceAccountToken: pulumi.Bool(false),
	}, b.child()...)
	b.needs = append(b.needs, account)
	return b.scope.Err(role, err)
}

// rules are what the sources have to read. It writes nothing in the cluster.
func (args *Args) rules() rbacv1.PolicyRuleArray {
	read := func(group string, resources ...string) *rbacv1.PolicyRuleArgs {
		return &rbacv1.PolicyRuleArgs{
			ApiGroups: pulumi.StringArray{pulumi.String(group)}, Resources: pulumi.ToStringArray(resources),
			Verbs: pulumi.ToStringArray([]string{"get", "list", "watch"}),
		}
	}
	var rules rbacv1.PolicyRuleArray
	if slices.Contains(args.Sources, Service) {
		rules = append(rules, read("", "nodes", "pods", "services"), read("discovery.k8s.io", "endpointslices"))
	}
	if slices.Contains(args.Sources, Ingress) {
		rules = append(rules, read("networking.k8s.io", "ingresses"))
	}
	return rules
}

func (b *builder) addRights() error {
	const role, binding = "cluster-role", "cluster-role-binding"
	meta := b.object()
	meta.Namespace = nil
	rights, err := rbacv1.NewClusterRole(b.ctx, incluster.AutoNameBase(b.scope.Name(role)), &rbacv1.ClusterRoleArgs{
		Metadata: meta.Metadata(), Rules: b.args.rules(),
	}, b.args.place().Child(b.scope)...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	bound, err := rbacv1.NewClusterRoleBinding(b.ctx, incluster.AutoNameBase(b.scope.Name(binding)), &rbacv1.ClusterRoleBindingArgs{
		Metadata: meta.Metadata(),
		RoleRef: &rbacv1.RoleRefArgs{
			ApiGroup: pulumi.String("rbac.authorization.k8s.io"), Kind: pulumi.String("ClusterRole"), Name: rights.Metadata.Name().Elem(),
		},
		Subjects: rbacv1.SubjectArray{&rbacv1.SubjectArgs{
			Kind: pulumi.String("ServiceAccount"), Name: pulumi.String(b.account), Namespace: pulumi.String(b.namespace),
		}},
	}, b.args.place().Child(b.scope)...)
	b.needs = append(b.needs, bound)
	return b.scope.Err(binding, err)
}

// addDeployment runs one pod. There is no election of a leader, so two would write the same records twice: the old pod ends before
// the new one starts.
func (b *builder) addDeployment() error {
	const role = "deployment"
	needs := append(slices.Clone(b.needs), b.identity.Ready...)
	deployment, err := appsv1.NewDeployment(b.ctx, incluster.AutoNameBase(b.scope.Name(role)), &appsv1.DeploymentArgs{
		Metadata: b.object().Metadata(),
		Spec: &appsv1.DeploymentSpecArgs{
			Replicas:             pulumi.Int(1),
			RevisionHistoryLimit: pulumi.Int(keptVersions),
			Strategy:             &appsv1.DeploymentStrategyArgs{Type: pulumi.String("Recreate")},
			Selector:             &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(b.selector)},
			Template: &corev1.PodTemplateSpecArgs{
				Metadata: incluster.Object{Tags: b.args.Tags, Selector: b.selector}.Metadata(), Spec: b.pod(),
			},
		},
	}, b.child(append(needs, b.fixed)...)...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.out.Deployment = deployment
	b.out.Ready = append(slices.Clone(needs), deployment)
	return nil
}

// pod holds to the restricted standard for pods.
func (b *builder) pod() *corev1.PodSpecArgs {
	return &corev1.PodSpecArgs{
		ServiceAccountName:           pulumi.String(b.account),
		AutomountServiceAccountToken: pulumi.Bool(true), // it reads the API
		EnableServiceLinks:           pulumi.Bool(false),
		NodeSelector:                 pulumi.StringMap{"kubernetes.io/os": pulumi.String("linux")},
		SecurityContext: &corev1.PodSecurityContextArgs{
			RunAsNonRoot: pulumi.Bool(true), RunAsUser: pulumi.Int(nobody), RunAsGroup: pulumi.Int(nobody), FsGroup: pulumi.Int(nobody),
			SeccompProfile: &corev1.SeccompProfileArgs{Type: pulumi.String("RuntimeDefault")},
		},
		Containers: corev1.ContainerArray{&corev1.ContainerArgs{
			Name: pulumi.String("external-dns"), Image: pulumi.String(b.args.Image), Args: b.arguments(),
			Env: corev1.EnvVarArray{&corev1.EnvVarArgs{
				Name: pulumi.String("AWS_REGION"), Value: awsform.Region.Pass(b.args.Region, argsName, "Region"),
			}},
			Ports:          corev1.ContainerPortArray{&corev1.ContainerPortArgs{Name: pulumi.String("http"), ContainerPort: pulumi.Int(port)}},
			LivenessProbe:  healthy(),
			ReadinessProbe: healthy(),
			Resources: &corev1.ResourceRequirementsArgs{
				Requests: pulumi.StringMap{"cpu": pulumi.String(b.args.CPU), "memory": pulumi.String(b.args.Memory)},
				Limits:   pulumi.StringMap{"memory": pulumi.String(b.args.Memory)},
			},
			SecurityContext: &corev1.SecurityContextArgs{
				AllowPrivilegeEscalation: pulumi.Bool(false), ReadOnlyRootFilesystem: pulumi.Bool(true), Privileged: pulumi.Bool(false),
				Capabilities: &corev1.CapabilitiesArgs{Drop: pulumi.StringArray{pulumi.String("ALL")}},
			},
		}},
	}
}

func healthy() *corev1.ProbeArgs {
	return &corev1.ProbeArgs{
		HttpGet:       &corev1.HTTPGetActionArgs{Path: pulumi.String("/healthz"), Port: pulumi.String("http")},
		PeriodSeconds: pulumi.Int(10), TimeoutSeconds: pulumi.Int(5), FailureThreshold: pulumi.Int(3),
	}
}

// arguments are the command line. Nothing is left to a default that another release may change and that decides about records.
func (b *builder) arguments() pulumi.StringArray {
	a := b.args
	all := pulumi.StringArray{pulumi.String("--provider=aws"), pulumi.String("--registry=txt"), pulumi.String("--log-format=json")}
	add := func(flag, value string) { all = append(all, pulumi.String("--"+flag+"="+value)) }
	if a.AllowDeletes {
		add("policy", "sync")
	} else {
		add("policy", "upsert-only")
	}
	all = append(all, pulumi.Sprintf("--txt-owner-id=%s", ownerID.Pass(a.OwnerID, argsName, "OwnerID")))
	add("txt-prefix", a.TXTPrefix)
	add("txt-wildcard-replacement", "wildcard") // * may not stand inside a name
	for _, kind := range recordTypes() {
		if kind != "TXT" { // those are the registry's own
			add("managed-record-types", kind)
		}
	}
	for _, source := range a.Sources {
		add("source", string(source))
	}
	for _, filter := range a.DomainFilters {
		add("domain-filter", filter)
	}
	for _, zone := range b.zones {
		all = append(all, pulumi.Sprintf("--zone-id-filter=%s", zone.ApplyT(zoneID).(pulumi.StringOutput)))
	}
	if a.ZoneType != "" {
		add("aws-zone-type", string(a.ZoneType))
	}
	all = append(all, pulumi.String("--aws-zone-match-parent")) // a domain below the zone's own name keeps the zone
	add("aws-zones-cache-duration", "1h")                       // the zones are given, so they seldom change
	add("interval", a.Interval.String())
	return all
}
