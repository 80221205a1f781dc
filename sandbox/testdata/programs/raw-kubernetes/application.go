package main

import (
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const containerPort = 8080

// application is a deployment with its settings and the way to it.
type application struct {
	namespace  *corev1.Namespace
	settings   *corev1.ConfigMap
	secret     *corev1.Secret
	deployment *appsv1.Deployment
	service    *corev1.Service
}

func newApplication(ctx *pulumi.Context, image string, replicas int, opts ...pulumi.ResourceOption) (*application, error) {
	namespace, err := corev1.NewNamespace(ctx, "shop", &corev1.NamespaceArgs{}, opts...)
	if err != nil {
		return nil, err
	}
	app := &application{namespace: namespace}
	app.settings, err = corev1.NewConfigMap(ctx, "settings", &corev1.ConfigMapArgs{
		Metadata: app.metadata(),
		Data:     pulumi.StringMap{"LOG_LEVEL": pulumi.String("info")},
	}, opts...)
	if err != nil {
		return nil, err
	}
	app.secret, err = corev1.NewSecret(ctx, "credentials", &corev1.SecretArgs{
		Metadata:   app.metadata(),
		StringData: pulumi.ToSecret(pulumi.StringMap{"API_KEY": pulumi.String("not-a-real-key")}).(pulumi.StringMapOutput),
	}, opts...)
	if err != nil {
		return nil, err
	}
	if app.deployment, err = app.deploy(ctx, image, replicas, opts...); err != nil {
		return nil, err
	}
	app.service, err = corev1.NewService(ctx, "web", &corev1.ServiceArgs{
		Metadata: app.metadata(),
		Spec: &corev1.ServiceSpecArgs{
			Selector: labels(),
			Ports: corev1.ServicePortArray{&corev1.ServicePortArgs{
				Name: pulumi.String("http"), Port: pulumi.Int(80), TargetPort: pulumi.Int(containerPort),
			}},
		},
	}, opts...)
	if err != nil {
		return nil, err
	}
	return app, app.publish(ctx, opts...)
}

func (a *application) deploy(ctx *pulumi.Context, image string, replicas int, opts ...pulumi.ResourceOption) (*appsv1.Deployment, error) {
	return appsv1.NewDeployment(ctx, "web", &appsv1.DeploymentArgs{
		Metadata: a.metadata(),
		Spec: &appsv1.DeploymentSpecArgs{
			Replicas: pulumi.Int(replicas),
			Selector: &metav1.LabelSelectorArgs{MatchLabels: labels()},
			Template: &corev1.PodTemplateSpecArgs{
				Metadata: &metav1.ObjectMetaArgs{Labels: labels()},
				Spec: &corev1.PodSpecArgs{Containers: corev1.ContainerArray{&corev1.ContainerArgs{
					Name:  pulumi.String("web"),
					Image: pulumi.String(image),
					Ports: corev1.ContainerPortArray{&corev1.ContainerPortArgs{ContainerPort: pulumi.Int(containerPort)}},
					EnvFrom: corev1.EnvFromSourceArray{
						&corev1.EnvFromSourceArgs{ConfigMapRef: &corev1.ConfigMapEnvSourceArgs{Name: a.settings.Metadata.Name()}},
						&corev1.EnvFromSourceArgs{SecretRef: &corev1.SecretEnvSourceArgs{Name: a.secret.Metadata.Name()}},
					},
				}}},
			},
		},
	}, opts...)
}

// publish routes the application's host to its service.
func (a *application) publish(ctx *pulumi.Context, opts ...pulumi.ResourceOption) error {
	_, err := networkingv1.NewIngress(ctx, "web", &networkingv1.IngressArgs{
		Metadata: a.metadata(),
		Spec: &networkingv1.IngressSpecArgs{
			Rules: networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{
				Host: pulumi.String("shop.example.com"),
				Http: &networkingv1.HTTPIngressRuleValueArgs{Paths: networkingv1.HTTPIngressPathArray{
					&networkingv1.HTTPIngressPathArgs{
						Path: pulumi.String("/"), PathType: pulumi.String("Prefix"),
						Backend: &networkingv1.IngressBackendArgs{Service: &networkingv1.IngressServiceBackendArgs{
							Name: a.service.Metadata.Name().Elem(),
							Port: &networkingv1.ServiceBackendPortArgs{Name: pulumi.String("http")},
						}},
					},
				}},
			}},
		},
	}, opts...)
	return err
}

func (a *application) metadata() *metav1.ObjectMetaArgs {
	return &metav1.ObjectMetaArgs{Namespace: a.namespace.Metadata.Name(), Labels: labels()}
}

func labels() pulumi.StringMap {
	return pulumi.StringMap{"app.kubernetes.io/name": pulumi.String("shop")}
}
