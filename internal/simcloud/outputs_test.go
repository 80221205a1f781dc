package simcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

func TestOutputsLookLikeWhatTheirNamesPromise(t *testing.T) {
	tests := []struct {
		typ    string
		inputs values
		id     string            // pattern
		want   map[string]string // patterns of text outputs
	}{
		{vpcType, values{"cidrBlock": "10.0.0.0/16"}, `^vpc-[0-9a-f]{17}$`, map[string]string{
			"arn":                    `^arn:aws:ec2:us-east-1:123456789012:vpc/vpc-[0-9a-f]{17}$`,
			"defaultSecurityGroupId": `^[0-9a-z-]+$`, "ownerId": `^123456789012$`, "ipv6CidrBlock": `^$`,
		}},
		{"aws:ec2/subnet:Subnet", values{"vpcId": "vpc-1"}, `^subnet-[0-9a-f]{17}$`, map[string]string{"availabilityZone": `^us-east-1a$`}},
		{"aws:ec2/securityGroup:SecurityGroup", values{}, `^sg-[0-9a-f]{17}$`, map[string]string{
			"vpcId": `^vpc-[0-9a-f]{17}$`, "name": `^x-[0-9a-f]{7}$`}},
		{"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", values{"ipProtocol": "-1", "securityGroupId": "sg-1", "cidrIpv4": "10.0.0.0/8"}, `^sgr-`, nil},
		{"aws:iam/role:Role", values{"name": "web", "assumeRolePolicy": "{}"}, `^web$`, map[string]string{"arn": `^arn:aws:iam::123456789012:role/web$`}},
		{"aws:iam/policy:Policy", values{"name": "web", "policy": "{}"}, `^arn:aws:iam::123456789012:policy/web$`, nil},
		{balancerType, values{"name": "web", "subnets": []any{"a", "b"}}, `^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/[0-9a-f]{16}$`,
			map[string]string{"dnsName": `^web-[0-9]{10}\.us-east-1\.elb\.amazonaws\.com$`, "zoneId": `^Z[0-9A-F]{13}$`}},
		{targetGroupType, values{"name": "web", "targetType": "lambda"}, `:targetgroup/web/[0-9a-f]{16}$`, nil},
		{listenerType, values{"loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0a",
			"defaultActions": []any{values{"type": "fixed-response", "fixedResponse": values{"contentType": "text/plain"}}}},
			`:listener/app/web/0a/[0-9a-f]{16}$`, nil},
		{"aws:ecs/cluster:Cluster", values{"name": "web"}, `^arn:aws:ecs:us-east-1:123456789012:cluster/web$`, nil},
		{"aws:ecs/service:Service", values{"name": "api", "cluster": "arn:aws:ecs:us-east-1:1:cluster/web"}, `:service/web/api$`, nil},
		{"aws:ecs/taskDefinition:TaskDefinition", values{"family": "api", "containerDefinitions": `[{"name":"api","image":"api"}]`}, `^api$`,
			map[string]string{"arn": `:task-definition/api:1$`}},
		{"aws:cloudwatch/logGroup:LogGroup", values{"name": "/web"}, `^/web$`, map[string]string{"arn": `^arn:aws:logs:us-east-1:123456789012:log-group:/web$`}},
		{"aws:s3/bucketV2:BucketV2", values{"bucket": "acme-logs"}, `^acme-logs$`, map[string]string{"arn": `^arn:aws:s3:::acme-logs$`}},
		{"aws:kms/key:Key", values{}, `^[0-9a-f-]{36}$`, map[string]string{"arn": `:key/[0-9a-f-]{36}$`}},
		{"aws:sqs/queue:Queue", values{"name": "jobs"}, `^https://sqs\.us-east-1\.amazonaws\.com/123456789012/jobs$`, nil},
		{"aws:secretsmanager/secret:Secret", values{"name": "db"}, `:secret:db-[0-9a-f]{6}$`, nil},
		{"gcp:compute/network:Network", values{"name": "main"}, `^projects/sandbox-project/global/networks/main$`,
			map[string]string{"selfLink": `^https://www\.googleapis\.com/compute/v1/projects/sandbox-project/global/networks/main$`}},
	}
	for _, test := range tests {
		t.Run(test.typ, func(t *testing.T) {
			o := made(t, simcloud.New(simcloud.Options{}), test.typ, "x", props(test.inputs))
			assert.Regexp(t, test.id, string(o.ID))
			for name, pattern := range test.want {
				assert.Regexp(t, pattern, open(o.Outputs[resource.PropertyKey(name)]), name)
			}
		})
	}
}

func TestThePlaceOfAProviderShows(t *testing.T) {
	c := simcloud.New(simcloud.Options{Place: simcloud.Place{Account: "210987654321", Region: "eu-west-1", Project: "acme", GCP: "europe-west1"}})
	vpc := made(t, c, vpcType, "x", resource.PropertyMap{})
	assert.Contains(t, open(vpc.Outputs["arn"]), "arn:aws:ec2:eu-west-1:210987654321:vpc/")
	redis := made(t, c, redisType, "x", props(values{"memorySizeGb": 1, "name": "cache"}))
	assert.Equal(t, resource.ID("projects/acme/locations/europe-west1/instances/cache"), redis.ID)
}

func TestTagsAndLabelsAreRepeated(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	tags := values{"team": "a"}
	vpc := made(t, c, vpcType, "x", props(values{"tags": tags}))
	assert.Equal(t, vpc.Outputs["tags"], vpc.Outputs["tagsAll"])
	vpc = changed(t, c, vpc, props(values{"tags": values{"team": "b"}}))
	assert.Equal(t, "b", open(vpc.Outputs["tagsAll"].ObjectValue()["team"]))
	vpc = changed(t, c, vpc, resource.PropertyMap{})
	assert.Empty(t, vpc.Outputs["tagsAll"].ObjectValue())

	bucket := made(t, c, bucketType, "x", props(values{"location": "EU", "labels": tags}))
	for _, name := range []resource.PropertyKey{"effectiveLabels", "pulumiLabels"} {
		require.True(t, bucket.Outputs[name].IsSecret(), "the SDK marks %s as secret", name)
		assert.Equal(t, bucket.Outputs["labels"], bucket.Outputs[name].SecretValue().Element)
	}
}

func TestSecretsStaySecret(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	inputs := resource.PropertyMap{
		"cidrBlock": hidden("10.0.0.0/16"),
		"tags":      resource.NewObjectProperty(resource.PropertyMap{"token": hidden("s3cret")}),
	}
	vpc := made(t, c, vpcType, "x", inputs)
	assert.True(t, vpc.Outputs["cidrBlock"].IsSecret())
	assert.True(t, vpc.Outputs["tags"].ObjectValue()["token"].IsSecret())
	assert.True(t, vpc.Outputs["tagsAll"].ObjectValue()["token"].IsSecret())

	output := resource.NewOutputProperty(resource.Output{Element: resource.NewStringProperty("10.0.0.0/16"), Known: true, Secret: true})
	vpc = made(t, c, vpcType, "y", resource.PropertyMap{"cidrBlock": output})
	assert.Equal(t, hidden("10.0.0.0/16"), vpc.Outputs["cidrBlock"])

	preview, err := c.Create(ctx, simcloud.Request{URN: urnOf(redisType, "x"), Inputs: props(values{"memorySizeGb": 1}), Preview: true})
	require.NoError(t, err)
	require.True(t, preview.Outputs["authString"].IsSecret())
	assert.True(t, preview.Outputs["authString"].SecretValue().Element.IsComputed())

	named := made(t, c, bucketType, "x", resource.PropertyMap{"location": hidden("EU"), "name": hidden("acme-logs")})
	assert.True(t, named.Outputs["name"].IsSecret())
}

func TestUnknownInputsStayUnknownInPreview(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	preview, err := c.Create(ctx, simcloud.Request{
		URN: urnOf("aws:ec2/subnet:Subnet", "x"), Inputs: resource.PropertyMap{"vpcId": later(), "tags": later()}, Preview: true,
	})
	require.NoError(t, err)
	assert.True(t, preview.Outputs["vpcId"].IsComputed())
	assert.True(t, preview.Outputs["tagsAll"].IsComputed())
}

// TestEveryTypeHasTheOutputsThatTheSDKExpects makes one object of each type and compares kinds with the table.
func TestEveryTypeHasTheOutputsThatTheSDKExpects(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	for _, token := range schema.Tokens() {
		typ, _ := schema.Lookup(token)
		if typ.Component {
			continue
		}
		o, err := c.Create(ctx, simcloud.Request{URN: urnOf(token, "x"), Inputs: resource.PropertyMap{}})
		require.NoError(t, err, token)
		require.NotEmpty(t, o.ID, token)
		for _, out := range typ.Outputs {
			v, given := o.Outputs[resource.PropertyKey(out.Name)]
			if out.Always && out.Kind != schema.Asset && out.Kind != schema.Resource {
				require.True(t, given, "%s: %s", token, out.Name)
			}
			if !given {
				continue
			}
			require.Equal(t, out.Secret, v.IsSecret(), "%s: secret %s", token, out.Name)
			require.True(t, hasKind(open(v), out.Kind), "%s: %s is %T", token, out.Name, open(v))
		}
	}
	assert.Empty(t, c.Unmodelled())
}

func hasKind(v any, want schema.Kind) bool {
	switch v.(type) {
	case string:
		return want == schema.String || want == schema.Any
	case float64:
		return want == schema.Int || want == schema.Float
	case bool:
		return want == schema.Bool
	case []resource.PropertyValue:
		return want == schema.Array
	case resource.PropertyMap:
		return want == schema.Map || want == schema.Object
	default:
		return false
	}
}
