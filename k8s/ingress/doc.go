// Package ingress brings requests to Services of a cluster, by AWS Load Balancer Controller. [NewALB] makes an Ingress for which
// the controller makes an application load balancer; [Annotations] renders the same settings for programs that make the Ingress
// in another way; [NewTargetGroupBinding] joins a Service to a load balancer that Pulumi owns.
//
//	shop, err := ingress.NewALB(ctx, "shop", &ingress.ALBArgs{
//		Tags:             tags,
//		Provider:         blue.Kubernetes,
//		Namespace:        pulumi.String("shop"),
//		Rules:            []ingress.Rule{{Host: "shop.example.com", Paths: []ingress.Path{{Backend: ingress.Backend{ServiceName: web.ServiceName, ServicePort: 80}}}}},
//		InboundCIDRs:     []string{"10.0.0.0/8"},
//		CertificateARNs:  []pulumi.StringInput{certificate},
//		AccessLogsBucket: logs,
//	})
//
// # Whose load balancer
//
// A load balancer of an Ingress belongs to the cluster: it goes when the Ingress or the cluster goes, and its address with it. That
// suits what is inside one cluster's life, such as the slot's own host names. Where clients must not notice that a cluster is
// replaced by another one, make the load balancer beside the clusters, with a target group for each slot, and bind the Services
// with [NewTargetGroupBinding]: traffic is then shifted by the weights of the target groups, and removing a cluster takes nothing
// away that clients know.
//
// # What it makes
//
//   - ALB: one networking/v1 Ingress, role "ingress", of the class "alb" by spec.ingressClassName;
//   - TargetGroupBinding: one elbv2.k8s.aws/v1beta1 TargetGroupBinding, role "binding".
//
// Names in the cluster are made by the provider: nothing refers to them. The controller makes the load balancer, listeners, rules,
// a target group for each Service and port, and security groups.
//
// # Defaults
//
//	field                           default                         the controller's own
//	AllowPublic                     false: internal                 the same
//	InboundCIDRs                    none: they must be given        everybody
//	IPAddressType                   IPv4                            the same
//	HTTPSPorts, RedirectPorts       443, and 80 only to redirect    80 in plain HTTP without a certificate
//	SSLPolicy                       TLS12: TLS 1.2 and 1.3          ELBSecurityPolicy-2016-08: TLS 1.0 too
//	CertificateARNs                 found in ACM by host            the same
//	DisableHSTS                     false: one year                 no header
//	Server header                   always left out                 sent
//	DisableBackendRules             false                           pods stay closed beside security groups of your own
//	invalid header fields           always dropped                  passed on
//	DesyncMitigation                Defensive                       the same
//	requests when AWS WAF fails     refused                         the same
//	IdleTimeout                     a minute                        the same
//	AccessLogsBucket                must be given in Production     none
//	DisableProtection               false: protected, except in     not protected
//	                                Development
//	Targets.Type                    Pods                            nodes
//	DeregistrationDelay             10 seconds                      5 minutes
//	HealthCheck                     "/" every 10 s, 5 s to answer,  "/" every 15 s, 5 s to answer
//	                                2 for up, 2 for down, code 200
//
// Tags, Provider, Namespace, Rules (or DefaultBackend), and who may connect have no safe default and are required. For a
// TargetGroupBinding so are TargetGroupARN, ServiceName and its port, and, unless DisableNetworking, SecurityGroupIDs and PodPorts.
//
// # Groups
//
// Ingresses with the same [Group] share a load balancer. A group is a boundary of trust: whoever is in it can add rules, and take
// over the requests of others by a lower order. So names come from one set, [NewGroups], and each Ingress has an order of its own.
// NewALB refuses a name outside the set, an order that is taken, a second DefaultBackend, and settings of the load balancer in
// which two Ingresses differ: with any of these the controller would change nothing for the whole group. It sees the Ingresses of
// one program, and values that are known; across programs give all members the same settings. Different services have different
// tags: give the group its own with Group.Tags. Certificates are collected from all members.
//
// # What a change replaces
//
// The Ingress is replaced with its provider's cluster and with Namespace, which Protection refuses first. The controller replaces
// the load balancer, and its address, when AllowPublic or LoadBalancerName changes, and when an Ingress enters or leaves a Group. It
// makes other target groups for another Targets.Type, Protocol or ProtocolVersion. Everything else is changed in place. A
// TargetGroupBinding is replaced with TargetGroupARN and TargetType, the new one first; another Namespace needs another target
// group, because the controller refuses a second binding of one.
//
// # Deletion
//
// In Production the Ingress is protected in Pulumi and the load balancer by deletion_protection. The controller refuses to delete an
// Ingress that asks for protection: the object would hang in deletion, and no other Ingress of its group would be changed any more.
// Pulumi refuses earlier, before anything is touched. To remove one, first shift the traffic away, then set DisableProtection in an
// update of its own, which is also the step in which a slot is drained, and remove the Ingress in the next. The controller then
// deletes the load balancer when the last Ingress of the group has gone, whatever AWS says of its protection.
//
// The controller must run until then: remove Ingresses and bindings before it and before the cluster. Objects that were left in a
// cluster that is gone leave the load balancer, its security groups and its target groups behind, which hold up the deletion of the
// network. That is why DeletedWith is none by default here.
//
// # Alarms
//
// None: the load balancer's name is the controller's to choose, and known to no program beforehand. For a load balancer that Pulumi
// owns its block makes them. Watch HTTPCode_ELB_5XX_Count, TargetResponseTime and UnHealthyHostCount, and the events of the Ingress:
// there the controller says what it refuses.
//
// # Cost drivers
//
// A load balancer for each Ingress or group, by hour and by capacity units; CapacityUnits by hour; public addresses by zone and hour;
// a web ACL by rule and request; Shield Advanced by the account; traffic between zones; logs by GB kept.
//
// # What it does not do
//
// No network load balancers, no plain HTTP but to redirect, no load balancer on an Outpost, no validation of tokens (JWT), no
// WAF Classic, no names of target groups instead of ARNs. It makes no buckets, certificates, records or web ACLs, and does not
// install the controller. Services can overrule the settings of targets by annotations of their own. A redirect is checked
// against the rules of its own Ingress only.
//
// # Limits of proof
//
// Tests prove what is sent, not that the controller or AWS accepts it. Names and formats are those of the controller's
// documentation and, for what came with versions 2.7 to 2.14, of its source as well; how it merges and refuses is read from its
// source. Nothing was tried on a live cluster. An older controller ignores annotations that it does not know, without a word. A class with
// IngressClassParams overrules annotations. While it waits for an Ingress, Pulumi's Kubernetes provider warns that an action is no
// Service, and goes on.
package ingress
