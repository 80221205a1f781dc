package gen

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// undocumentedReplacement tells what the providers do and the SDKs' comments keep silent about. Rules cover whole
// providers where there is no exception to speak of; replacementsByHand covers single types.
func undocumentedReplacement(token, property string) bool {
	provider, _, _ := strings.Cut(token, ":")
	switch provider {
	case "random":
		return true // a random value has no update: every input is part of its recipe
	case "gcp":
		if token == "gcp:compute/instanceTemplate:InstanceTemplate" {
			return true // instances are made from it: another one is another template
		}
		if strings.HasSuffix(strings.ToLower(token), "iammember") {
			return true // one grant, identified by all it says
		}
		if slices.Contains(placements, property) && !movable[token+" "+property] {
			return true
		}
	}
	return slices.Contains(strings.Fields(replacementsByHand[token]), property)
}

// placements say where a Google Cloud resource lives. Nothing moves.
var placements = []string{"project", "region", "zone", "location"}

// movable lists the exceptions: the zone of a regional pool can be switched.
var movable = map[string]bool{"gcp:netapp/storagePool:StoragePool zone": true}

// replacementsByHand lists inputs of common types that force a new resource, by token.
var replacementsByHand = map[string]string{
	"aws:acm/certificate:Certificate":                     "certificateAuthorityArn domainName keyAlgorithm subjectAlternativeNames validationMethod",
	"aws:acm/certificateValidation:CertificateValidation": "certificateArn validationRecordFqdns",
	"aws:alb/listener:Listener":                           "loadBalancerArn",
	"aws:alb/listenerRule:ListenerRule":                   "listenerArn",
	"aws:alb/loadBalancer:LoadBalancer":                   "internal loadBalancerType name namePrefix",
	"aws:alb/targetGroup:TargetGroup":                     "ipAddressType name namePrefix port protocol protocolVersion targetType vpcId",
	"aws:appautoscaling/policy:Policy":                    "name resourceId scalableDimension serviceNamespace",
	"aws:appautoscaling/target:Target":                    "resourceId scalableDimension serviceNamespace",
	"aws:autoscaling/group:Group":                         "name namePrefix",
	"aws:autoscaling/lifecycleHook:LifecycleHook":         "autoscalingGroupName name",
	"aws:cloudwatch/logGroup:LogGroup":                    "logGroupClass name namePrefix",
	"aws:cloudwatch/metricAlarm:MetricAlarm":              "name",
	"aws:dynamodb/table:Table":                            "hashKey name rangeKey",
	"aws:ebs/volume:Volume":                               "availabilityZone encrypted kmsKeyId outpostArn snapshotId",
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":   "vpcId",
	"aws:ec2/eip:Eip":                                     "address customerOwnedIpv4Pool domain ipamPoolId networkBorderGroup publicIpv4Pool vpc",
	"aws:ec2/flowLog:FlowLog": "deliverCrossAccountRole destinationOptions eniId iamRoleArn logDestination logDestinationType logFormat logGroupName " +
		"maxAggregationInterval subnetId trafficType transitGatewayAttachmentId transitGatewayId vpcId",
	"aws:ec2/instance:Instance":                                 "ami availabilityZone keyName privateIp subnetId",
	"aws:ec2/keyPair:KeyPair":                                   "keyName keyNamePrefix publicKey",
	"aws:ec2/launchTemplate:LaunchTemplate":                     "name namePrefix",
	"aws:ec2/natGateway:NatGateway":                             "allocationId connectivityType privateIp secondaryPrivateIpAddressCount subnetId",
	"aws:ec2/route:Route":                                       "destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId routeTableId",
	"aws:ec2/routeTable:RouteTable":                             "vpcId",
	"aws:ec2/routeTableAssociation:RouteTableAssociation":       "gatewayId subnetId",
	"aws:ec2/securityGroup:SecurityGroup":                       "description name namePrefix vpcId",
	"aws:ec2/securityGroupRule:SecurityGroupRule":               "cidrBlocks fromPort ipv6CidrBlocks prefixListIds protocol securityGroupId self sourceSecurityGroupId toPort type",
	"aws:ec2/subnet:Subnet":                                     "availabilityZone availabilityZoneId cidrBlock ipv6Native outpostArn vpcId",
	"aws:ec2/vpc:Vpc":                                           "cidrBlock ipv4IpamPoolId ipv4NetmaskLength",
	"aws:ec2/vpcEndpoint:VpcEndpoint":                           "resourceConfigurationArn serviceName serviceNetworkArn serviceRegion vpcEndpointType vpcId",
	"aws:ecr/repository:Repository":                             "name",
	"aws:ecs/cluster:Cluster":                                   "name",
	"aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": "clusterName",
	"aws:ecs/service:Service":                                   "cluster iamRole launchType name schedulingStrategy",
	"aws:ecs/taskDefinition:TaskDefinition": "containerDefinitions cpu enableFaultInjection ephemeralStorage executionRoleArn family inferenceAccelerators " +
		"ipcMode memory networkMode pidMode " +
		"placementConstraints proxyConfiguration requiresCompatibilities runtimePlatform taskRoleArn volumes",
	"aws:efs/fileSystem:FileSystem":                           "availabilityZoneName creationToken encrypted kmsKeyId performanceMode",
	"aws:efs/mountTarget:MountTarget":                         "fileSystemId ipAddress subnetId",
	"aws:eks/accessEntry:AccessEntry":                         "clusterName principalArn",
	"aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "accessScope clusterName policyArn principalArn",
	"aws:eks/addon:Addon":                                     "addonName clusterName",
	"aws:eks/cluster:Cluster":                                 "name remoteNetworkConfig roleArn",
	"aws:eks/fargateProfile:FargateProfile":                   "clusterName fargateProfileName podExecutionRoleArn selectors subnetIds",
	"aws:eks/nodeGroup:NodeGroup": "amiType capacityType clusterName diskSize instanceTypes nodeGroupName nodeGroupNamePrefix nodeRoleArn " +
		"remoteAccess subnetIds",
	"aws:eks/podIdentityAssociation:PodIdentityAssociation": "clusterName namespace serviceAccount",
	"aws:elasticache/parameterGroup:ParameterGroup":         "description family name",
	"aws:elasticache/replicationGroup:ReplicationGroup": "atRestEncryptionEnabled dataTieringEnabled globalReplicationGroupId kmsKeyId networkType port " +
		"replicationGroupId securityGroupNames snapshotArns snapshotName subnetGroupName",
	"aws:elasticache/serverlessCache:ServerlessCache":     "engine kmsKeyId majorEngineVersion name snapshotArnsToRestores subnetIds",
	"aws:elasticache/subnetGroup:SubnetGroup":             "name",
	"aws:elasticache/user:User":                           "userId userName",
	"aws:elasticache/userGroup:UserGroup":                 "userGroupId",
	"aws:iam/instanceProfile:InstanceProfile":             "name namePrefix path",
	"aws:iam/openIdConnectProvider:OpenIdConnectProvider": "url",
	"aws:iam/policy:Policy":                               "description name namePrefix path",
	"aws:iam/role:Role":                                   "name namePrefix path",
	"aws:iam/rolePolicy:RolePolicy":                       "name namePrefix role",
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment":   "policyArn role",
	"aws:kms/alias:Alias":                                 "name namePrefix",
	"aws:kms/key:Key":                                     "customKeyStoreId customerMasterKeySpec keyUsage multiRegion",
	"aws:lambda/function:Function":                        "name packageType",
	"aws:lambda/permission:Permission":                    "action function principal qualifier sourceAccount sourceArn statementId statementIdPrefix",
	"aws:lb/listener:Listener":                            "loadBalancerArn",
	"aws:lb/listenerCertificate:ListenerCertificate":      "certificateArn listenerArn",
	"aws:lb/listenerRule:ListenerRule":                    "listenerArn",
	"aws:lb/loadBalancer:LoadBalancer":                    "customerOwnedIpv4Pool internal loadBalancerType name namePrefix",
	"aws:lb/targetGroup:TargetGroup":                      "ipAddressType name namePrefix port protocol protocolVersion targetType vpcId",
	"aws:lb/targetGroupAttachment:TargetGroupAttachment":  "availabilityZone port targetGroupArn targetId",
	"aws:rds/cluster:Cluster": "clusterIdentifier clusterIdentifierPrefix databaseName engine kmsKeyId masterUsername " +
		"snapshotIdentifier storageEncrypted",
	"aws:rds/instance:Instance":             "availabilityZone dbName engine kmsKeyId snapshotIdentifier storageEncrypted username",
	"aws:rds/parameterGroup:ParameterGroup": "description family name namePrefix",
	"aws:rds/subnetGroup:SubnetGroup":       "name namePrefix",
	"aws:route53/record:Record":             "name setIdentifier zoneId",
	"aws:route53/zone:Zone":                 "delegationSetId name",
	"aws:s3/bucket:Bucket":                  "bucket bucketPrefix",
	"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2":                       "bucket expectedBucketOwner",
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls":                                     "bucket",
	"aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": "bucket expectedBucketOwner",
	"aws:s3/bucketPolicy:BucketPolicy":                                                           "bucket",
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock":                                     "bucket",
	"aws:s3/bucketV2:BucketV2":                                                                   "bucket bucketPrefix objectLockEnabled",
	"aws:s3/bucketVersioningV2:BucketVersioningV2":                                               "bucket expectedBucketOwner",
	"aws:scheduler/schedule:Schedule":                                                            "groupName name namePrefix",
	"aws:scheduler/scheduleGroup:ScheduleGroup":                                                  "name namePrefix",
	"aws:secretsmanager/secret:Secret":                                                           "name namePrefix",
	"aws:secretsmanager/secretVersion:SecretVersion":                                             "secretBinary secretId secretString",
	"aws:sns/topic:Topic":                                                                        "fifoTopic name namePrefix",
	"aws:sns/topicSubscription:TopicSubscription":                                                "endpoint protocol topic",
	"aws:sqs/queue:Queue":                                                                        "fifoQueue name namePrefix",
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":                                    "securityGroupId",
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":                                  "securityGroupId",
	"aws:wafv2/webAclAssociation:WebAclAssociation":                                              "resourceArn webAclArn",

	"gcp:cloudscheduler/job:Job":                            "name",
	"gcp:compute/address:Address":                           "address addressType name network networkTier purpose subnetwork",
	"gcp:compute/firewall:Firewall":                         "direction name network",
	"gcp:compute/instanceGroupManager:InstanceGroupManager": "baseInstanceName description name",
	"gcp:compute/globalAddress:GlobalAddress":               "address addressType ipVersion name network prefixLength purpose",
	"gcp:compute/network:Network":                           "autoCreateSubnetworks name",
	"gcp:compute/router:Router":                             "name network",
	"gcp:compute/routerNat:RouterNat":                       "name router",
	"gcp:compute/subnetwork:Subnetwork":                     "name network",
	"gcp:container/cluster:Cluster":                         "name network subnetwork",
	"gcp:container/nodePool:NodePool":                       "cluster name namePrefix",
	"gcp:kms/cryptoKey:CryptoKey":                           "keyRing name",
	"gcp:kms/keyRing:KeyRing":                               "name",
	"gcp:pubsub/subscription:Subscription":                  "name topic",
	"gcp:pubsub/topic:Topic":                                "name",
	"gcp:secretmanager/secret:Secret":                       "secretId",
	"gcp:secretmanager/secretVersion:SecretVersion":         "isSecretDataBase64 secret secretData",
	"gcp:sql/database:Database":                             "instance name",
	"gcp:sql/databaseInstance:DatabaseInstance":             "name",
	"gcp:storage/bucket:Bucket":                             "name",

	// The defaults of the provider; enableConfigMapMutable and enableSecretMutable change them.
	"kubernetes:core/v1:ConfigMap":              "binaryData data",
	"kubernetes:core/v1:Secret":                 "data stringData type",
	"kubernetes:storage.k8s.io/v1:StorageClass": "parameters provisioner",
}

// checkUndocumented reports entries of the hand-written list that the SDKs do not bear out.
func checkUndocumented(types []schema.Type) error {
	inputs := map[string][]schema.Input{}
	for _, t := range types {
		inputs[t.Token] = t.Inputs
	}
	var problems []error
	for token, properties := range replacementsByHand {
		for _, property := range strings.Fields(properties) {
			if !slices.ContainsFunc(inputs[token], func(in schema.Input) bool { return in.Name == property }) {
				problems = append(problems, fmt.Errorf("schema: hand-written replacement %q of %s: need it in the SDK, got no such input", property, token))
			}
		}
	}
	return errors.Join(problems...)
}
