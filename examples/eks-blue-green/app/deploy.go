package main

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/eks-blue-green/contracts"
	"github.com/groundwork-go/groundwork/k8s/ingress"
	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/k8s/workload"
)

const port = 8080

// deploy runs the shop on one cluster. A cluster that is draining, lost, or not prepared yet gets a provider and nothing on it: what was there goes.
func (s *shop) deploy(slot string, cluster contracts.Slot) error {
	// Slot and generation are part of every name: a slot that is used again is another cluster.
	name := fmt.Sprintf("shop-%s-g%d", slot, cluster.Generation)
	kubernetes, err := provider.New(s.ctx, name, &provider.Args{Cluster: cluster.Cluster, GiveUp: cluster.GivenUp})
	if err != nil {
		return err
	}
	if prepared, ok := s.platform.Slots[slot]; !cluster.Serves() || !ok || prepared.Generation != cluster.Generation {
		return nil
	}
	namespace, err := corev1.NewNamespace(s.ctx, name, &corev1.NamespaceArgs{Metadata: &metav1.ObjectMetaArgs{
		Labels: s.tags.KubernetesLabels(), Annotations: s.tags.KubernetesAnnotations(),
	}}, pulumi.Provider(kubernetes.Kubernetes))
	if err != nil {
		return err
	}
	web, err := workload.New(s.ctx, name+"-web", &workload.Args{
		Tags: s.tags, Provider: kubernetes.Kubernetes, Namespace: namespace.Metadata.Name().Elem(), Image: pulumi.String(s.settings.Image),
		Port: port, Replicas: s.settings.Replicas, CPU: "250m", Memory: "256Mi", Probes: workload.Probes{Path: "/ready"},
		Ingress: []workload.IngressRule{{From: workload.Peer{CIDR: pulumi.String(s.clusters.CIDR)}}},
	})
	if err != nil {
		return err
	}
	return s.join(slot, name, cluster, web, kubernetes)
}

// join makes the pods of one cluster targets of the load balancer. Pulumi owns the target group, and the controller in the cluster fills it.
func (s *shop) join(slot, name string, cluster contracts.Slot, web *workload.Workload, kubernetes *provider.Provider) error {
	opened, err := s.open(name, cluster)
	if err != nil {
		return err
	}
	targets, err := lb.NewTargetGroup(s.ctx, name, &lb.TargetGroupArgs{
		VpcId: s.clusters.VPCID, TargetType: pulumi.String("ip"), Protocol: pulumi.String("HTTP"), Port: pulumi.Int(port),
		DeregistrationDelay: pulumi.Int(10), Tags: s.tags.AWS(),
		HealthCheck: &lb.TargetGroupHealthCheckArgs{Path: pulumi.String("/ready"), Interval: pulumi.Int(5), Timeout: pulumi.Int(2)},
	})
	if err != nil {
		return err
	}
	binding, err := ingress.NewTargetGroupBinding(s.ctx, name+"-targets", &ingress.TargetGroupBindingArgs{
		Tags: s.tags, Provider: kubernetes.Kubernetes, Namespace: web.Namespace, TargetGroupARN: targets.Arn,
		ServiceName: web.ServiceName, ServicePort: port, DisableNetworking: true,
	}, pulumi.DependsOn(opened))
	if err != nil {
		return err
	}
	s.running = append(s.running, running{slot: slot, targets: targets, ready: []pulumi.Resource{web.Deployment, web.Service, binding.Binding}})
	return nil
}

// open lets the load balancer reach the pods, whose security group is the cluster's.
func (s *shop) open(name string, cluster contracts.Slot) ([]pulumi.Resource, error) {
	in, err := vpc.NewSecurityGroupIngressRule(s.ctx, name+"-pods", &vpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: cluster.SecurityGroupID, ReferencedSecurityGroupId: s.clusters.Balancer.SecurityGroupID,
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), Tags: s.tags.AWS(),
	})
	if err != nil {
		return nil, err
	}
	out, err := vpc.NewSecurityGroupEgressRule(s.ctx, name+"-balancer", &vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: s.clusters.Balancer.SecurityGroupID, ReferencedSecurityGroupId: cluster.SecurityGroupID,
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), Tags: s.tags.AWS(),
	})
	return []pulumi.Resource{in, out}, err
}
