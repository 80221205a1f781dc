package gitops

import (
	helmv4 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v4"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	chartName   = "flux2"
	releaseName = "flux"
	// reconciler is the service account that Flux applies the repository with; the chart makes it and lets it do everything.
	reconciler = "kustomize-controller"
	// nobody is the service account of what names no other: the one that every namespace has, without rights.
	nobody = "default"
)

// addChart installs the controllers and the types that they serve.
func (b *builder) addChart() error {
	const role = "chart"
	made, err := helmv4.NewChart(b.ctx, b.scope.Name(role), &helmv4.ChartArgs{
		Chart:          pulumi.String(chartName),
		Name:           pulumi.String(releaseName),
		Namespace:      b.namespace.ToStringOutput().ToStringPtrOutput(),
		Version:        pulumi.String(b.args.ChartVersion),
		RepositoryOpts: &helmv4.RepositoryOptsArgs{Repo: pulumi.String(b.args.ChartRepository)},
		Values:         b.args.values(),
	}, b.child(b.owned)...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.out.Chart = made
	b.out.Ready = append(b.out.Ready, made)
	return nil
}

// values are those of the chart. What is the chart's own default is sent too where security rests on it.
func (args *FluxArgs) values() pulumi.Map {
	types := pulumi.Map{}
	if args.DeletionPolicy == Orphan {
		// With its definition every object of a type goes, and what Flux left behind hangs on its finalizers.
		types["annotations"] = pulumi.StringMap{"helm.sh/resource-policy": pulumi.String("keep")}
	}
	return pulumi.Map{
		"installCRDs": pulumi.Bool(true),
		"crds":        types,
		"multitenancy": pulumi.Map{
			"enabled":               pulumi.Bool(!args.DisableLockdown),
			"defaultServiceAccount": pulumi.String(nobody),
			"privileged":            pulumi.Bool(true), // the rights of the reconciler, which somebody has to have
		},
		"policies": pulumi.Map{"create": pulumi.Bool(true)},
		"rbac": pulumi.Map{
			"create": pulumi.Bool(true),
			// Without the lockdown whoever may edit a namespace would get the rights of the reconciler.
			"createAggregation": pulumi.Bool(!args.DisableLockdown),
		},
		"logLevel":           pulumi.String("info"),
		"watchAllNamespaces": pulumi.Bool(true),

		"sourceController":          args.controller(true),
		"kustomizeController":       args.controller(true, args.flags()...),
		"helmController":            args.controller(args.HelmController),
		"notificationController":    args.controller(args.NotificationController),
		"imageAutomationController": args.controller(false),
		"imageReflectionController": args.controller(false),
		"sourceWatcher":             args.controller(false),
	}
}

// flags are those of the Kustomize controller beside what the chart sets.
func (args *FluxArgs) flags() []string {
	var flags []string
	if !args.DisableLockdown {
		flags = append(flags, "--no-remote-bases=true")
	}
	if !args.AllowUndefinedVariables {
		flags = append(flags, "--feature-gates=StrictPostBuildSubstitutions=true")
	}
	return flags
}

func (args *FluxArgs) controller(wanted bool, flags ...string) pulumi.Map {
	values := pulumi.Map{"create": pulumi.Bool(wanted)}
	if !wanted {
		return values
	}
	labels := args.Tags.KubernetesLabels()
	for _, own := range []string{"app", "control-plane", "app.kubernetes.io/managed-by"} {
		delete(labels, own) // labels of the chart's own, some of which find the pods
	}
	values["labels"] = labels
	values["resources"] = pulumi.Map{
		"requests": pulumi.StringMap{"cpu": pulumi.String(args.CPU), "memory": pulumi.String(args.Memory)},
		"limits":   pulumi.StringMap{"memory": pulumi.String(args.Memory)},
	}
	values["securityContext"] = pulumi.Map{
		"allowPrivilegeEscalation": pulumi.Bool(false),
		"capabilities":             pulumi.Map{"drop": pulumi.StringArray{pulumi.String("ALL")}},
		"readOnlyRootFilesystem":   pulumi.Bool(true),
		"runAsNonRoot":             pulumi.Bool(true),
		"runAsUser":                pulumi.Int(65534),
		"seccompProfile":           pulumi.StringMap{"type": pulumi.String("RuntimeDefault")},
	}
	if len(flags) > 0 {
		values["container"] = pulumi.Map{"additionalArgs": pulumi.ToStringArray(flags)}
	}
	return values
}
