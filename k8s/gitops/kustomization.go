package gitops

import (
	"fmt"
	"path"
	"slices"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
)

const (
	kustomizeVersion = "kustomize.toolkit.fluxcd.io/v1"
	kustomizeKind    = "Kustomization"
)

// addVariables makes the ConfigMap of the variables. Its name is fixed, because Kustomizations in the repository take from it too.
func (b *builder) addVariables() error {
	if len(b.args.Variables) == 0 {
		return nil
	}
	const role = "variables"
	data := pulumi.StringMap{}
	for name, value := range b.args.Variables {
		data[name] = open(fmt.Sprintf("Variables[%q]", name), value)
	}
	made, err := corev1.NewConfigMap(b.ctx, b.scope.Name(role), &corev1.ConfigMapArgs{
		Metadata: incluster.Object{
			Tags: b.args.Tags, Name: pulumi.String(variablesName), Namespace: b.namespace,
			// Flux then acts on a change at once, in every Kustomization that takes from it.
			Selector: map[string]string{"reconcile.fluxcd.io/watch": "Enabled"},
		}.Metadata(),
		Data: data,
	}, b.child(b.owned)...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.variables = []pulumi.Resource{made}
	b.out.ConfigMapName = made.Metadata.Name().Elem()
	return nil
}

// open refuses a secret, which would be readable for everybody who may read the namespace.
func open(field string, in pulumi.StringInput) pulumi.StringOutput {
	out := in.ToStringOutput()
	return out.ApplyT(func(value string) (string, error) {
		if pulumi.IsSecret(out) {
			return "", &component.FieldError{Args: argsName, Field: field, Need: needOpenValue, Got: "[secret]"}
		}
		return value, nil
	}).(pulumi.StringOutput)
}

// addKustomization makes what applies the repository. It comes last and goes first: its controller, its service account and
// its source are there for as long as it has a finalizer.
func (b *builder) addKustomization() error {
	const role = "kustomization"
	spec := pulumi.Map{
		"sourceRef":      pulumi.StringMap{"kind": pulumi.String(sourceKind), "name": pulumi.String(systemName)},
		"path":           pulumi.String(b.args.relativePath()),
		"prune":          pulumi.Bool(!b.args.DisablePrune),
		"wait":           pulumi.Bool(!b.args.DisableHealthChecks),
		"interval":       duration(b.args.Interval),
		"retryInterval":  duration(b.args.RetryInterval),
		"timeout":        duration(b.args.Timeout),
		"deletionPolicy": pulumi.String(b.args.DeletionPolicy),
		// Under the lockdown what names no account has no rights.
		"serviceAccountName": pulumi.String(reconciler),
	}
	if b.args.substitutes() {
		spec["postBuild"] = pulumi.Map{"substituteFrom": b.args.substituteFrom()}
	}
	made, err := b.addResource(role, kustomizeVersion, kustomizeKind, spec,
		slices.Concat([]pulumi.Resource{b.out.Chart, b.out.Source}, b.variables))
	if err != nil {
		return err
	}
	b.out.Kustomization, b.out.KustomizationName = made, made.Metadata.Name().Elem()
	return nil
}

// relativePath is the path as flux bootstrap writes it.
func (args *FluxArgs) relativePath() string {
	if clean := path.Clean(args.Path); clean != "." {
		return "./" + clean
	}
	return "./"
}

// substituteFrom lists where variables come from; the later wins. The ConfigMap is named and not referred to: when it is
// replaced, the Kustomization must not be.
func (args *FluxArgs) substituteFrom() pulumi.Array {
	var from pulumi.Array
	if len(args.Variables) > 0 {
		from = append(from, pulumi.StringMap{"kind": pulumi.String("ConfigMap"), "name": pulumi.String(variablesName)})
	}
	if component.Given(args.VariablesSecret) {
		from = append(from, pulumi.StringMap{"kind": pulumi.String("Secret"), "name": passSecretName("VariablesSecret", args.VariablesSecret)})
	}
	return from
}
