package simcloud

import (
	"regexp"
	"slices"
	"time"
)

var (
	bucketName  = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*[a-z0-9]$`)
	balancer    = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)
	cacheName   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$`)
	searchName  = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	clusterName = regexp.MustCompile(`^[0-9A-Za-z][A-Za-z0-9_-]*$`)
)

// awsModels are the AWS types whose names have limits, or that take long. Durations follow the published times of the
// provider's acceptance tests, of which creation is a good half; they are approximate.
func awsModels() []model {
	return slices.Concat(awsNetworkModels(), awsServiceModels())
}

func awsNetworkModels() []model {
	const balancerSays = "letters, digits and '-', with no '-' at either end"
	balancerName := nameRule{property: "name", min: 1, max: 32, pattern: balancer, says: balancerSays, unique: true}
	return []model{
		{
			token: "aws:lb/loadBalancer:LoadBalancer", name: balancerName,
			takes: durations{create: 3 * time.Minute, update: 20 * time.Second, delete: 30 * time.Second},
		},
		{token: "aws:lb/targetGroup:TargetGroup", name: balancerName},
		{
			token: "aws:ec2/natGateway:NatGateway",
			takes: durations{create: 2 * time.Minute, update: 10 * time.Second, delete: time.Minute},
		},
		{
			token: "aws:ec2/vpc:Vpc",
			takes: durations{create: 12 * time.Second, update: 5 * time.Second, delete: 2 * time.Second},
		},
		{
			token: "aws:ec2/vpcEndpoint:VpcEndpoint",
			takes: durations{create: 90 * time.Second, update: 30 * time.Second, delete: time.Minute},
		},
	}
}

func awsServiceModels() []model {
	const minutes = time.Minute
	return []model{
		{
			token: "aws:s3/bucket:Bucket",
			name:  nameRule{property: "bucket", min: 3, max: 63, pattern: bucketName, says: bucketSays, lower: true, unique: true},
		},
		{
			token: "aws:s3/bucketV2:BucketV2",
			name:  nameRule{property: "bucket", min: 3, max: 63, pattern: bucketName, says: bucketSays, lower: true, unique: true},
		},
		{token: "aws:iam/role:Role", name: nameRule{property: "name", max: 64, unique: true}},
		{token: "aws:lambda/function:Function", name: nameRule{property: "name", max: 64, unique: true}},
		{
			token: "aws:elasticache/replicationGroup:ReplicationGroup",
			name: nameRule{property: "replicationGroupId", max: 40, pattern: cacheName, lower: true, unique: true,
				says: "a letter, then letters, digits and single '-', with no '-' at the end"},
			takes: durations{create: 8 * minutes, update: 6 * minutes, delete: 5 * minutes},
		},
		{
			token: "aws:eks/cluster:Cluster",
			name: nameRule{property: "name", max: 100, pattern: clusterName, unique: true,
				says: "a letter or digit, then letters, digits, '-' and '_'"},
			takes: durations{create: 9 * minutes, update: 8 * minutes, delete: 3 * minutes},
		},
		{token: "aws:eks/nodeGroup:NodeGroup", takes: durations{create: 4 * minutes, update: 6 * minutes, delete: 4 * minutes}},
		{
			token: "aws:opensearch/domain:Domain",
			name: nameRule{property: "domainName", min: 3, max: 28, pattern: searchName, unique: true,
				says: "a lower-case letter, then lower-case letters, digits and '-'"},
			takes: durations{create: 18 * minutes, update: 20 * minutes, delete: 8 * minutes},
		},
		{
			token: "aws:rds/instance:Instance",
			name:  nameRule{property: "identifier", max: 63, lower: true, unique: true},
			takes: durations{create: 6 * minutes, update: 4 * minutes, delete: 4 * minutes},
		},
		{token: "aws:ecs/service:Service", takes: durations{create: 2 * minutes, update: 3 * minutes, delete: 2 * minutes}},
	}
}
