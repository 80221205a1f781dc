// Package loadbalancer makes an application load balancer that is fit for production and that many services share: HTTPS
// only, with access logs, alarms and protection. Services add listener rules and target groups of their own.
//
//	web, err := loadbalancer.New(ctx, "web", &loadbalancer.Args{
//		Tags:           tags,
//		VPCID:          net.VPCID,
//		SubnetIDs:      net.PublicSubnetIDs,
//		CertificateARN: certificate,
//	})
//
// # What it makes
//
//   - the load balancer, role "load-balancer", and what keeps network and scheme from being changed, role "identity";
//   - its security group, role "security-group", with a rule for each source and port, "…-ingress-https-10-0-0-0-8";
//   - the listeners, roles "https" (port 443; 404 for what no rule is for) and "http" (port 80; redirects to HTTPS);
//   - with ExtraCertificateARNs: their certificates, roles "certificate-…";
//   - with WebACLARN: the association, role "web-acl";
//   - unless a bucket is given: the bucket of the access logs, role "access-logs", and its settings, "access-logs-policy",
//     "-public-access-block", "-ownership", "-encryption" and "-lifecycle";
//   - alarms, roles "balancer-errors-alarm", "target-errors-alarm", "rejected-connections-alarm" and "slow-responses-alarm".
//
// # Defaults
//
//	field                    default
//	Internal                 false: public
//	AllowFrom                0.0.0.0/0 when public; with Internal it or ClientSecurityGroupIDs must be given
//	SSLPolicy                TLS12: TLS 1.2 and 1.3
//	DisableHSTS              false: Strict-Transport-Security with one year, without subdomains
//	DesyncMitigation         Defensive
//	invalid header fields    always dropped
//	Server header            always left out
//	IdleTimeout              a minute
//	ForwardClientPort        false
//	ZonalShift               false
//	WebACLARN                none
//	AccessLogsBucket         a bucket is made: private, TLS only, SSE-S3
//	AccessLogRetentionDays   365; 30 in Development
//	SlowResponse             3 seconds
//	AlarmTopicARN            none: alarms tell nobody
//	DisableProtection        false: the load balancer and its logs are protected, except in Development
//
// VPCID, SubnetIDs and CertificateARN have no safe default and are required.
//
// # What a service adds
//
// The security group of the load balancer has no egress, because it does not know where targets listen: without a rule all
// targets stay unhealthy. A service adds three things: an egress rule to SecurityGroupID on the port of its targets (and on
// the port of their health checks), an ingress rule from SecurityGroupID to its own group, and a rule with a priority of
// its own to HTTPSListenerARN. Remove services before the load balancer: their rules hold up the deletion of its group.
//
// # What a change replaces
//
// Another network, and public instead of internal or the other way round, are refused, in the preview already: a new load
// balancer has another DNS name. Make a second one beside it, give it the services, move the records, and remove the
// first. Another web ACL replaces the association. Sources and certificates come and go one by one. DisableHSTS changes
// nothing on a listener that has the header. Everything else is changed in place.
//
// To delete a protected load balancer, set DisableProtection in an update of its own first: AWS's own protection has to be
// switched off. The bucket has to be empty too.
//
// # Alarms
//
//	balancer errors        10 or more answers with 5xx of the load balancer itself in 5 minutes
//	target errors          5 % or more of the requests, and 10 or more, answered with 5xx by targets in 5 minutes
//	rejected connections   any in 5 minutes
//	slow responses         the 99th percentile at SlowResponse or more for 15 minutes
//
// No traffic is no alarm. The errors of the load balancer are counted and no share of the requests: requests for which no
// target is found are not among those. Whether targets are healthy is for the services to watch, by target group.
//
// # Cost drivers
//
// The load balancer by hour and by capacity units (new connections, open ones, bytes, rule evaluations: the largest
// counts), public addresses by zone and hour, traffic between zones, a web ACL by rule and request, access logs by GB kept.
//
// # Controls
//
//	ELB.1, CKV2_AWS_20                     HTTP redirects to HTTPS
//	ELB.4, CKV_AWS_131                     invalid header fields are dropped
//	ELB.5, CKV_AWS_91                      access logs are on
//	ELB.6, CKV_AWS_150                     deletion protection
//	ELB.12, CKV_AWS_328                    desync mitigation
//	ELB.13                                 2 or more subnets
//	ELB.16, CKV2_AWS_28                    a web ACL, when one is given
//	ELB.17, CKV_AWS_103, CKV2_AWS_74       TLS 1.2 or newer, with forward secrecy
//	ELB.18, CKV_AWS_2                      HTTPS
//	CKV_AWS_23                             rules are described
//	S3.1, S3.2, S3.3, S3.8, CKV_AWS_53 to CKV_AWS_56, CKV2_AWS_6    the bucket is private
//	S3.5                                   TLS only
//	S3.13, CKV_AWS_300                     lifecycle, and an end to uploads that broke off
//
// The bucket is not versioned, not replicated, not logged itself (S3.7, S3.9, S3.14) and not encrypted with a key of KMS
// (S3.17): the service writes to no such bucket.
//
// # What it does not do
//
// No IPv6, no listener on another port, no client certificates, no connection logs, no authentication, no DNS records and no
// certificates, no target groups, no AWS Shield. It takes no prefix lists: that of CloudFront counts as 55 rules for each
// port, and a security group has 60. Behind CloudFront let a web ACL check a secret header.
//
// # Limits of proof
//
// Tests prove what is sent, not that AWS accepts it. Not tried on a live account: that the principal of log delivery is
// known in every region (AWS's documentation and the CDK take it for all; it once named accounts for the regions from
// before August 2022), that no time passes until a new bucket policy holds, and that each SSLPolicy is offered in every
// region. Whether two subnets are in different zones shows only when AWS is asked.
package loadbalancer
