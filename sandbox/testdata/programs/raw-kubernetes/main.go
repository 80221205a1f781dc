// Raw-kubernetes is a web application made of Kubernetes objects alone. All of them go to the cluster of an explicit
// provider, but for one marker that the stack's ambient cluster keeps.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

//go:embed kubeconfig.yaml
var kubeconfig string

func main() {
	pulumi.Run(run)
}

func run(ctx *pulumi.Context) error {
	cfg := config.New(ctx, "")
	image, err := cfg.Try("image")
	if err != nil {
		return err
	}
	replicas, err := cfg.TryInt("replicas")
	if err != nil {
		return err
	}
	cluster, err := kubernetes.NewProvider(ctx, "cluster", &kubernetes.ProviderArgs{
		Kubeconfig: pulumi.String(kubeconfig),
	})
	if err != nil {
		return err
	}
	app, err := newApplication(ctx, image, replicas, pulumi.Provider(cluster))
	if err != nil {
		return err
	}
	marker, err := corev1.NewConfigMap(ctx, "marker", &corev1.ConfigMapArgs{
		Metadata: &metav1.ObjectMetaArgs{Namespace: pulumi.String("default")},
		Data:     pulumi.StringMap{"application": app.deployment.Metadata.Name().Elem()},
	})
	if err != nil {
		return err
	}

	ctx.Export("namespace", app.namespace.Metadata.Name())
	ctx.Export("deployment", app.deployment.Metadata.Name())
	ctx.Export("replicas", app.deployment.Spec.Replicas())
	ctx.Export("clusterIP", app.service.Spec.ClusterIP())
	ctx.Export("marker", marker.Metadata.Name())
	return nil
}
