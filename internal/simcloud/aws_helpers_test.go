package simcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	cacheType           = "aws:elasticache/replicationGroup:ReplicationGroup"
	cacheSubnetsType    = "aws:elasticache/subnetGroup:SubnetGroup"
	cacheParametersType = "aws:elasticache/parameterGroup:ParameterGroup"
	cacheUserType       = "aws:elasticache/user:User"
	userGroupType       = "aws:elasticache/userGroup:UserGroup"
	serverlessType      = "aws:elasticache/serverlessCache:ServerlessCache"
	subnetType          = "aws:ec2/subnet:Subnet"
	groupType           = "aws:ec2/securityGroup:SecurityGroup"
	ingressType         = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressType          = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	endpointType        = "aws:ec2/vpcEndpoint:VpcEndpoint"
	flowLogType         = "aws:ec2/flowLog:FlowLog"
	secretType          = "aws:secretsmanager/secret:Secret"
	secretVersionType   = "aws:secretsmanager/secretVersion:SecretVersion"
	alarmType           = "aws:cloudwatch/metricAlarm:MetricAlarm"
	logGroupType        = "aws:cloudwatch/logGroup:LogGroup"
	stashType           = "pulumi:index:Stash"
)

// change is one changed input, and whether it makes a new resource; a nil value is left out.
type change struct {
	property     string
	before, next any
	replaces     bool
}

func testChanges(t *testing.T, typ string, base values, changes []change) {
	t.Helper()
	for _, test := range changes {
		t.Run(test.property, func(t *testing.T) {
			d := diff(typ, with(base, values{test.property: test.before}), with(base, values{test.property: test.next}))
			assert.Equal(t, []string{test.property}, d.Changed, "%v to %v", test.before, test.next)
			if test.replaces {
				assert.Equal(t, []string{test.property}, d.Replace, "%v to %v", test.before, test.next)
			} else {
				assert.Empty(t, d.Replace, "%v to %v", test.before, test.next)
			}
		})
	}
}

// rule is one set of inputs laid over a base, and what is wrong with it; without a property it is accepted.
type rule struct {
	name     string
	inputs   values
	property string
	reason   string
}

func testRules(t *testing.T, typ string, base values, tests []rule) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			failures := check(typ, with(base, test.inputs))
			if test.property == "" {
				assert.Empty(t, failures)
				return
			}
			require.Len(t, failures, 1)
			assert.Equal(t, test.property, failures[0].Property)
			assert.Equal(t, test.reason, failures[0].Reason)
		})
	}
}

func opened(outputs resource.PropertyMap) map[string]any {
	plain := map[string]any{}
	for name, v := range outputs {
		plain[string(name)] = open(v)
	}
	return plain
}

// listed gives the texts of a list.
func listed(v resource.PropertyValue) []string {
	var items []string
	for _, item := range v.ArrayValue() {
		items = append(items, item.StringValue())
	}
	return items
}

// assertValues compares some outputs.
func assertValues(t *testing.T, outputs map[string]any, want values) {
	t.Helper()
	for name, v := range want {
		assert.Equal(t, v, outputs[name], name)
	}
}
