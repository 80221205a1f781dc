package simcloud

import (
	"regexp"
	"slices"
	"time"
)

var (
	arnForm     = regexp.MustCompile(`^arn:[\w-]+:[a-zA-Z0-9-]+:[a-z0-9-]*:(\d{12}|aws|aws-managed)?:.+$`)
	clusterName = regexp.MustCompile(`^[0-9A-Za-z][A-Za-z0-9_-]*$`)
)

// awsModels are the AWS types whose names have limits, or that take long. Durations follow the published times of the
// provider's acceptance tests, of which creation is a good half; they are approximate.
func awsModels() []model {
	return slices.Concat(
		awsBalancerModels(), awsListenerModels(), awsContainerModels(), awsTaskModels(), awsScalingModels(), awsScalingGroupModels(),
		awsSchedulerModels(),
		awsBucketModels(), awsServiceModels(), awsCacheModels(), awsCacheUserModels(), awsServerlessCacheModels(),
		awsNetworkModels(), awsRoutingModels(), awsEndpointModels(), awsFirewallModels(), awsSecretModels(), awsMonitoringModels(),
		awsIdentityModels(), awsKubernetesModels(), awsLaunchTemplateModels(), awsRecordModels(), awsSearchModels(),
	)
}

func awsServiceModels() []model {
	const minutes = time.Minute
	return []model{
		{token: "aws:lambda/function:Function", name: nameRule{property: "name", max: 64, unique: true}},
		{
			token: "aws:rds/instance:Instance",
			name:  nameRule{property: "identifier", max: 63, lower: true, unique: true},
			takes: durations{create: 6 * minutes, update: 4 * minutes, delete: 4 * minutes},
		},
	}
}
