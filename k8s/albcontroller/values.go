package albcontroller

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
)

const nobody = 65534 // the user and group that the image is made for

// values are those of the chart. What is the chart's own default is sent too where security or identity rests on it.
func (args *Args) values() pulumi.Map {
	values := pulumi.Map{
		"clusterName": awsform.EKSClusterName.Pass(args.ClusterName, argsName, "ClusterName"),
		// With these two the controller asks no node for what it can be told: a pod is one hop too far away.
		"region": awsform.Region.Pass(args.Region, argsName, "Region"),
		"vpcId":  awsform.VPCID.Pass(args.VPCID, argsName, "VPCID"),

		"serviceAccount": pulumi.Map{
			"create": pulumi.Bool(true), "name": pulumi.String(releaseName), "automountServiceAccountToken": pulumi.Bool(true),
		},
		"rbac": pulumi.Map{"create": pulumi.Bool(true)},
		// Secrets of OIDC clients: name them by a role in their namespace.
		"clusterSecretsPermissions": pulumi.Map{"allowAllSecrets": pulumi.Bool(false)},

		"ingressClass":               pulumi.String(IngressClass),
		"createIngressClassResource": pulumi.Bool(true),
		"ingressClassConfig":         pulumi.Map{"default": pulumi.Bool(false)},
		"ingressClassParams":         pulumi.Map{"create": pulumi.Bool(true), "name": pulumi.String(IngressClass)},

		"defaultTags": args.Tags.AWS(),
		// Otherwise they win over the tags of an Ingress, which knows better whose the load balancer is.
		"controllerConfig": pulumi.Map{"featureGates": pulumi.Map{"EnableDefaultTagsLowPriority": pulumi.Bool(true)}},

		"defaultTargetType":         pulumi.String("ip"),
		"defaultLoadBalancerScheme": pulumi.String("internal"),
		"defaultSSLPolicy":          pulumi.String(args.DefaultSSLPolicy),

		"enableShield": pulumi.Bool(args.ShieldAdvanced),
		"enableWaf":    pulumi.Bool(false), // WAF Classic
		"enableWafv2":  pulumi.Bool(true),

		// Pods that ask for it are ready when the load balancer finds them healthy, so no roll-out outruns it.
		"enablePodReadinessGateInject": pulumi.Bool(true),
		// It would stand in the way of every new Service, also of those of the cluster itself, while no controller runs.
		"enableServiceMutatorWebhook": pulumi.Bool(false),

		// The chart makes the webhooks' certificates while it is rendered. Kept, they are read back from the cluster; else each update
		// changes them, and until the pods have the new ones the API server refuses Ingresses.
		"keepTLSSecret":     pulumi.Bool(true),
		"enableCertManager": pulumi.Bool(false),

		"additionalLabels": args.labels(),
		"podLabels":        args.labels(),
	}
	for key, value := range args.pods() {
		values[key] = value
	}
	return values
}

// pods are the values about the pods: restricted, and never all away at once.
func (args *Args) pods() pulumi.Map {
	values := pulumi.Map{
		"replicaCount": pulumi.Int(args.Replicas),
		"updateStrategy": pulumi.Map{
			"type":          pulumi.String("RollingUpdate"),
			"rollingUpdate": pulumi.Map{"maxSurge": pulumi.Int(1), "maxUnavailable": pulumi.Int(0)},
		},
		"configureDefaultAffinity": pulumi.Bool(true), // on different nodes where there are
		"priorityClassName":        pulumi.String("system-cluster-critical"),
		"resources": pulumi.Map{
			"requests": pulumi.StringMap{"cpu": pulumi.String(args.CPU), "memory": pulumi.String(args.Memory)},
			"limits":   pulumi.StringMap{"memory": pulumi.String(args.Memory)},
		},
		"podSecurityContext": pulumi.Map{
			"fsGroup": pulumi.Int(nobody), "runAsNonRoot": pulumi.Bool(true),
			"seccompProfile": pulumi.StringMap{"type": pulumi.String("RuntimeDefault")},
		},
		"securityContext": pulumi.Map{
			"allowPrivilegeEscalation": pulumi.Bool(false), "readOnlyRootFilesystem": pulumi.Bool(true), "runAsNonRoot": pulumi.Bool(true),
			"capabilities": pulumi.Map{"drop": pulumi.StringArray{pulumi.String("ALL")}},
		},
	}
	if args.Replicas > 1 {
		values["podDisruptionBudget"] = pulumi.Map{"maxUnavailable": pulumi.Int(1)}
	}
	if args.ImageRepository != "" {
		values["image"] = pulumi.Map{"repository": pulumi.String(args.ImageRepository)}
	}
	return values
}

// labels are the mandatory tags of what the chart makes. The chart sets one of the keys itself, and a key twice is no YAML.
func (args *Args) labels() pulumi.StringMap {
	labels := args.Tags.KubernetesLabels()
	delete(labels, "app.kubernetes.io/managed-by")
	return labels
}
