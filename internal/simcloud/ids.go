package simcloud

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// newID makes the id of a new object in the form that its provider uses.
func (k kind) newID(s subject) string {
	switch {
	case k.model.id != nil:
		return k.model.id(s)
	case k.isProvider():
		return s.uuid("id")
	case k.isKubernetes():
		return kubernetesID(s)
	case k.pkg() == "kubernetes": // a Helm release
		return first(text(s.in, "namespace"), "default") + "/" + s.name
	case k.pkg() == "aws":
		return k.newAWSID(s)
	case k.pkg() == "gcp":
		return k.newGCPID(s)
	default:
		return s.hex("id", 16)
	}
}

// awsPrefixes are the id prefixes of EC2-style objects by type name.
var awsPrefixes = map[string]string{
	"Vpc": "vpc", "Subnet": "subnet", "SecurityGroup": "sg", "InternetGateway": "igw", "NatGateway": "nat", "Eip": "eipalloc",
	"RouteTable": "rtb", "Route": "r", "RouteTableAssociation": "rtbassoc", "Instance": "i", "LaunchTemplate": "lt",
	"NetworkInterface": "eni", "NetworkAcl": "acl", "VpcEndpoint": "vpce", "FlowLog": "fl", "Volume": "vol", "Snapshot": "snap",
	"Ami": "ami", "VpcPeeringConnection": "pcx", "TransitGateway": "tgw", "CustomerGateway": "cgw", "VpnGateway": "vgw",
	"EgressOnlyInternetGateway": "eigw", "VpcDhcpOptions": "dopt", "ManagedPrefixList": "pl", "FileSystem": "fs",
	"AccessPoint": "fsap", "MountTarget": "fsmt", "SecurityGroupIngressRule": "sgr", "SecurityGroupEgressRule": "sgr",
	"DefaultSecurityGroup": "sg", "DefaultVpc": "vpc", "DefaultSubnet": "subnet", "DefaultRouteTable": "rtb",
	"SecurityGroupRule": "sgrule", "EipAssociation": "eipassoc",
}

// awsPrefixModules are the modules whose types have such ids.
var awsPrefixModules = map[string]bool{"ec2": true, "vpc": true, "ebs": true, "efs": true, "ec2transitgateway": true}

// awsIDByARN are the types whose id is their ARN.
var awsIDByARN = map[string]bool{
	"lb/loadBalancer:LoadBalancer": true, "lb/targetGroup:TargetGroup": true, "lb/listener:Listener": true,
	"lb/listenerRule:ListenerRule": true, "alb/loadBalancer:LoadBalancer": true, "alb/targetGroup:TargetGroup": true,
	"alb/listener:Listener": true, "alb/listenerRule:ListenerRule": true, "iam/policy:Policy": true,
	"iam/openIdConnectProvider:OpenIdConnectProvider": true, "ecs/cluster:Cluster": true, "ecs/service:Service": true,
	"sns/topic:Topic": true, "sns/topicSubscription:TopicSubscription": true, "acm/certificate:Certificate": true,
	"secretsmanager/secret:Secret": true, "opensearch/domain:Domain": true, "wafv2/webAcl:WebAcl": false,
	"sfn/stateMachine:StateMachine": true, "cloudformation/stack:Stack": true, "kinesis/stream:Stream": true,
}

// awsRandomID are the types whose id is neither their name nor their ARN.
var awsRandomID = map[string]func(s subject) string{
	"kms/key:Key":                                func(s subject) string { return s.uuid("id") },
	"route53/zone:Zone":                          func(s subject) string { return "Z" + strings.ToUpper(s.hex("id", 13)) },
	"cloudfront/distribution:Distribution":       func(s subject) string { return "E" + strings.ToUpper(s.hex("id", 13)) },
	"rds/instance:Instance":                      func(s subject) string { return "db-" + strings.ToUpper(s.hex("id", 26)) },
	"secretsmanager/secretVersion:SecretVersion": func(s subject) string { return text(s.in, "secretId") + "|" + s.uuid("id") },
	"sqs/queue:Queue": func(s subject) string {
		return "https://sqs." + s.place.Region + ".amazonaws.com/" + s.place.Account + "/" + s.name
	},
}

func (k kind) newAWSID(s subject) string {
	name := strings.TrimPrefix(k.token, "aws:")
	if special, ok := awsRandomID[name]; ok {
		return special(s)
	}
	if prefix, ok := awsPrefixes[k.typeName()]; ok && awsPrefixModules[k.module()] {
		return prefix + "-" + s.hex("id", 17)
	}
	if awsIDByARN[name] {
		return k.genericARN(s)
	}
	if s.name != s.urn.Name() || has(s.in, "name") {
		return s.name
	}
	return s.name + "-" + s.hex("id", 12)
}

// awsID makes the id of another object that an output points at: vpcId gives vpc-….
func (s subject) awsID(output string) string {
	if strings.HasPrefix(s.token, "aws:") {
		name := strings.TrimSuffix(strings.TrimSuffix(output, "Id"), "ID")
		for typ, prefix := range awsPrefixes {
			if strings.EqualFold(typ, name) {
				return prefix + "-" + s.hex(output, 17)
			}
		}
	}
	return s.hex(output, 17)
}

// module is the middle of a token up to its slash: "ec2" in aws:ec2/vpc:Vpc.
func (k kind) module() string {
	parts := strings.SplitN(k.token, ":", 3)
	if len(parts) < 3 {
		return ""
	}
	module, _, _ := strings.Cut(parts[1], "/")
	return module
}

// arnServices are the service names in ARNs where they differ from the SDK's module.
var arnServices = map[string]string{
	"lb": "elasticloadbalancing", "alb": "elasticloadbalancing", "elb": "elasticloadbalancing", "vpc": "ec2", "ebs": "ec2",
	"opensearch": "es", "elasticsearch": "es", "appautoscaling": "application-autoscaling", "efs": "elasticfilesystem",
	"sfn": "states", "cloudwatch": "cloudwatch", "ec2transitgateway": "ec2", "docdb": "rds", "neptune": "rds", "msk": "kafka",
	"mq": "mq", "cognito": "cognito-idp", "lambda": "lambda", "ses": "ses", "backup": "backup",
}

func arnService(token string) string {
	module := kind{token: token}.module()
	if strings.HasPrefix(token, "aws:cloudwatch/log") {
		return "logs"
	}
	if strings.HasPrefix(token, "aws:cloudwatch/event") {
		return "events"
	}
	return first(arnServices[module], module)
}

// arnForms are the resource parts of ARNs that are not "<type>/<name>".
var arnForms = map[string]func(s subject) string{
	"lb/loadBalancer:LoadBalancer": func(s subject) string {
		return "loadbalancer/" + loadBalancerKind(s) + "/" + s.name + "/" + s.hex("arn", 16)
	},
	"lb/targetGroup:TargetGroup":         func(s subject) string { return "targetgroup/" + s.name + "/" + s.hex("arn", 16) },
	"lb/listener:Listener":               func(s subject) string { return listenerPath(s, "loadBalancerArn", "listener/") },
	"lb/listenerRule:ListenerRule":       func(s subject) string { return listenerPath(s, "listenerArn", "listener-rule/") },
	"s3/bucket:Bucket":                   func(s subject) string { return s.name },
	"s3/bucketV2:BucketV2":               func(s subject) string { return s.name },
	"sns/topic:Topic":                    func(s subject) string { return s.name },
	"sqs/queue:Queue":                    func(s subject) string { return s.name },
	"lambda/function:Function":           func(s subject) string { return "function:" + s.name },
	"cloudwatch/logGroup:LogGroup":       func(s subject) string { return "log-group:" + s.name },
	"cloudwatch/metricAlarm:MetricAlarm": func(s subject) string { return "alarm:" + s.name },
	"secretsmanager/secret:Secret":       func(s subject) string { return "secret:" + s.name + "-" + s.hex("arn", 6) },
	"kms/key:Key":                        func(s subject) string { return "key/" + s.id },
	"ecs/service:Service": func(s subject) string {
		return "service/" + lastPart(first(text(s.in, "cluster"), "default"), "/") + "/" + s.name
	},
	"iam/role:Role": func(s subject) string {
		return "role" + first(text(s.in, "path"), "/") + s.name
	},
	"ec2/internetGateway:InternetGateway":                   func(s subject) string { return "internet-gateway/" + s.id },
	"ec2/eip:Eip":                                           func(s subject) string { return "elastic-ip/" + s.id },
	"ec2/routeTable:RouteTable":                             func(s subject) string { return "route-table/" + s.id },
	"ec2/vpcEndpoint:VpcEndpoint":                           func(s subject) string { return "vpc-endpoint/" + s.id },
	"ec2/flowLog:FlowLog":                                   func(s subject) string { return "vpc-flow-log/" + s.id },
	"ec2/securityGroup:SecurityGroup":                       func(s subject) string { return "security-group/" + s.id },
	"ec2/defaultSecurityGroup:DefaultSecurityGroup":         func(s subject) string { return "security-group/" + s.id },
	"vpc/securityGroupIngressRule:SecurityGroupIngressRule": func(s subject) string { return "security-group-rule/" + s.id },
	"vpc/securityGroupEgressRule:SecurityGroupEgressRule":   func(s subject) string { return "security-group-rule/" + s.id },
	"rds/instance:Instance":                                 func(s subject) string { return "db:" + s.name },
	"elasticache/replicationGroup:ReplicationGroup":         func(s subject) string { return "replicationgroup:" + strings.ToLower(s.name) },
	"elasticache/subnetGroup:SubnetGroup":                   func(s subject) string { return "subnetgroup:" + s.name },
	"elasticache/parameterGroup:ParameterGroup":             func(s subject) string { return "parametergroup:" + s.name },
	"elasticache/user:User":                                 func(s subject) string { return "user:" + s.name },
	"elasticache/userGroup:UserGroup":                       func(s subject) string { return "usergroup:" + s.name },
	"elasticache/serverlessCache:ServerlessCache":           func(s subject) string { return "serverlesscache:" + s.name },
	"iam/openIdConnectProvider:OpenIdConnectProvider":       func(s subject) string { return "oidc-provider/" + strings.TrimPrefix(text(s.in, "url"), "https://") },
}

func loadBalancerKind(s subject) string {
	if text(s.in, "loadBalancerType") == "network" {
		return "net"
	}
	return "app"
}

// listenerPath extends the ARN of the parent: a listener's carries its load balancer's path, a rule's its listener's.
func listenerPath(s subject, parent resource.PropertyKey, prefix string) string {
	_, path, _ := strings.Cut(text(s.in, parent), "/")
	return prefix + first(path, "app/"+s.name+"/"+s.hex("parent", 16)) + "/" + s.hex("arn", 16)
}

func (k kind) genericARN(s subject) string {
	name := strings.TrimPrefix(k.token, "aws:")
	if form, ok := arnForms[name]; ok {
		return s.arn(form(s))
	}
	subjectPart := s.name
	if _, ok := awsPrefixes[k.typeName()]; ok && awsPrefixModules[k.module()] {
		subjectPart = s.id
	}
	return s.arn(strings.ToLower(k.typeName()) + "/" + subjectPart)
}

// newGCPID makes an id in the form of a resource name.
func (k kind) newGCPID(s subject) string {
	parts := []string{"projects", s.project()}
	switch {
	case has(s.in, "zone"):
		parts = append(parts, "zones", lastPart(text(s.in, "zone"), "/"))
	case has(s.in, "location"):
		parts = append(parts, "locations", text(s.in, "location"))
	case has(s.in, "region"):
		parts = append(parts, "regions", lastPart(text(s.in, "region"), "/"))
	case k.module() == "compute":
		parts = append(parts, "global")
	}
	typ := k.typeName()
	name := s.name
	if _, named := k.naming(); !named && !has(s.in, "name") {
		name += "-" + s.hex("id", 7)
	}
	return strings.Join(append(parts, strings.ToLower(typ[:1])+typ[1:]+"s", name), "/")
}

func (k kind) gcpService() string { return k.module() }

// resourceToken is the resource type that a data source looks up: aws:ec2/getVpc:getVpc is about aws:ec2/vpc:Vpc.
func resourceToken(function string) string {
	parts := strings.SplitN(function, ":", 3)
	if len(parts) < 3 || !strings.HasPrefix(parts[2], "get") {
		return function
	}
	name := strings.TrimPrefix(parts[2], "get")
	if name == "" {
		return function
	}
	module, _, _ := strings.Cut(parts[1], "/")
	return parts[0] + ":" + module + "/" + strings.ToLower(name[:1]) + name[1:] + ":" + name
}
