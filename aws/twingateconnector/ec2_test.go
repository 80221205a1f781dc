package twingateconnector_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func threeOnEC2(a *twingateconnector.EC2Args) { a.Access.Connectors = 3 }

// What restarts a connector waits until the one before runs, and nothing waits for one behind it.
func TestEC2ConnectorsChangeOneAfterTheOther(t *testing.T) {
	t.Parallel()
	graph := makeEC2(t, threeOnEC2)
	for n := 1; n <= 3; n++ {
		for token, role := range map[string]string{tokensToken: "tokens", versionToken: "secret-version", templateToken: "template", scalingGroupToken: "group"} {
			found := infratest.Names(graph.Named(t, token, fmt.Sprintf("way-in-connector-%d-%s", n, role)).Dependencies)
			for other := 1; other <= 3; other++ {
				group := fmt.Sprintf("way-in-connector-%d-group", other)
				assert.Equal(t, other == n-1, slices.Contains(found, group), "%s of connector %d on %s", role, n, group)
			}
		}
	}
}

func TestEC2IsReadyWhenTheLastConnectorRuns(t *testing.T) {
	t.Parallel()
	infratest.Run(t, func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		made, err := twingateconnector.NewEC2(ctx, "way-in", ec2Args(tags))
		if err != nil {
			return err
		}
		require.Len(t, made.Groups, 2)
		assert.Equal(t, []pulumi.Resource{made.Groups[1]}, made.Ready)
		assert.Len(t, made.Connectors, 2)
		assert.NotNil(t, made.RemoteNetwork)
		assert.Contains(t, made.Resources, "redis")
		return nil
	})
}

// The group of one machine: a new template replaces it, the old machine is gone before that, and the provider waits for the new one.
func TestEC2Group(t *testing.T) {
	t.Parallel()
	graph := makeEC2(t, threeOnEC2)
	for n, subnet := range []string{"subnet-a", "subnet-b", "subnet-a"} {
		connector := fmt.Sprintf("way-in-connector-%d", n+1)
		group, template := graph.Named(t, scalingGroupToken, connector+"-group"), graph.Named(t, templateToken, connector+"-template")
		for _, size := range []string{"minSize", "maxSize", "desiredCapacity"} {
			assert.InDelta(t, 1, group.Value(size), 0, size)
		}
		assert.Equal(t, []any{subnet}, group.Value("vpcZoneIdentifiers"), "zones take turns, and each group has one")
		assert.Equal(t, map[string]any{"id": template.ID, "version": "1"}, group.Value("launchTemplate"), "a number: $Latest would never be a change")
		assert.Equal(t, []string{"launchTemplate", "vpcZoneIdentifiers", "#initerror"}, group.ReplaceOnChanges)
		assert.True(t, group.DeleteBeforeReplace, "two machines must not share tokens")
		assert.Equal(t, false, group.Value("forceDelete"), "by force the provider does not wait until the old machine is gone")
		assert.Equal(t, "15m", group.Value("waitForCapacityTimeout"))
		assert.Equal(t, true, group.Value("ignoreFailedScalingActivities"), "the group tries again by itself, and the wait goes on")
		assert.Equal(t, infratest.Timeouts{Delete: "20m"}, group.Timeouts)
		assert.Equal(t, map[string]any{"minHealthyPercentage": 0.0, "maxHealthyPercentage": 100.0}, group.Value("instanceMaintenancePolicy"), "the old machine ends first")
		assert.Equal(t, []any{map[string]any{
			"name": "connector-runs", "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING", "defaultResult": "ABANDON", "heartbeatTimeout": 600.0,
		}}, group.Value("initialLifecycleHooks"), "in service is a machine whose connector runs")
		assert.Equal(t, "EC2", group.Value("healthCheckType"))
		assert.Contains(t, group.Value("tags"), map[string]any{"key": "owner", "value": "team-shop", "propagateAtLaunch": true})
		assert.Contains(t, infratest.Names(group.Dependencies), connector+"-policy", "a machine without rights cannot start")
		assert.Contains(t, infratest.Names(group.Dependencies), "way-in-security-group-egress-anywhere-tcp-443")
	}
}

// Each machine may read its own tokens, speak for its own group, and nothing else.
func TestEC2Rights(t *testing.T) {
	t.Parallel()
	graph := makeEC2(t, func(a *twingateconnector.EC2Args) {
		a.KMSKeyARN, a.PermissionsBoundaryARN = pulumi.String(theKey), pulumi.String(theBoundary)
	})
	for _, connector := range []string{"way-in-connector-1", "way-in-connector-2"} {
		role, group := graph.Named(t, roleToken, connector+"-role"), graph.Named(t, scalingGroupToken, connector+"-group")
		secret := graph.Named(t, secretToken, connector+"-secret")
		assert.Equal(t, []any{map[string]any{
			"Effect": "Allow", "Principal": map[string]any{"Service": "ec2.amazonaws.com"}, "Action": []any{"sts:AssumeRole"},
		}}, documentOf(t, role, "assumeRolePolicy")["Statement"])
		assert.Equal(t, theBoundary, role.Value("permissionsBoundary"))
		assert.Equal(t, text(role, "name"), group.Value("name"), "known before the group is there")
		policy := graph.Named(t, rolePolicyToken, connector+"-policy")
		assert.Equal(t, text(role, "name"), policy.Value("role"))
		assert.Equal(t, []any{
			allows("Tokens", []any{"secretsmanager:GetSecretValue"}, []any{text(secret, "arn")}),
			decrypts(theKey),
			allows("Report", []any{"autoscaling:CompleteLifecycleAction"},
				[]any{"arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:*:autoScalingGroupName/" + text(role, "name")}),
		}, documentOf(t, policy, "policy")["Statement"])
		profile := graph.Named(t, profileToken, connector+"-profile")
		assert.Equal(t, text(role, "name"), profile.Value("role"))
		template := graph.Named(t, templateToken, connector+"-template")
		assert.Equal(t, map[string]any{"arn": text(profile, "arn")}, template.Value("iamInstanceProfile"))
	}
	assert.Len(t, graph.OfType(rolePolicyToken), 2)
	policy := makeEC2(t, ec2AsIs).Named(t, rolePolicyToken, "way-in-connector-1-policy")
	assert.Len(t, documentOf(t, policy, "policy")["Statement"], 2, "a key of AWS needs no right")
}

func TestEC2Boot(t *testing.T) {
	t.Parallel()
	graph := makeEC2(t, func(a *twingateconnector.EC2Args) {
		a.Access.Name, a.Access.LogLevel, a.RootDevice = "Acme Prod", 7, "/dev/xvda"
	})
	for n, day := range []string{"Tue", "Fri"} {
		connector := fmt.Sprintf("way-in-connector-%d", n+1)
		_, settings := bootOf(t, graph.Named(t, templateToken, connector+"-template"))
		assert.Equal(t, text(graph.Named(t, secretToken, connector+"-secret"), "arn"), settings["secret"])
		assert.Equal(t, text(graph.Named(t, versionToken, connector+"-secret-version"), "versionId"), settings["version"], "so that new tokens make a new machine")
		assert.Equal(t, graph.Named(t, scalingGroupToken, connector+"-group").Value("name"), settings["group"])
		assert.Equal(t, "connector-runs", settings["hook"])
		assert.Equal(t, map[string]any{
			"TWINGATE_NETWORK": "acme", "TWINGATE_LABEL_HOSTNAME": fmt.Sprintf("Acme Prod-%d", n+1), "TWINGATE_LABEL_DEPLOYED_BY": "groundwork",
			"TWINGATE_LOG_ANALYTICS": "v2", "TWINGATE_TIMESTAMP_FORMAT": "2", "TWINGATE_LOG_LEVEL": "7",
		}, settings["environment"])
		assert.Equal(t, map[string]any{"TWINGATE_ACCESS_TOKEN": "accessToken", "TWINGATE_REFRESH_TOKEN": "refreshToken"}, settings["tokens"])
		assert.Equal(t, day+" *-*-* 03:00:00 UTC", settings["update"], "no two on one day")
		assert.Equal(t, "/dev/xvda", settings["rootDevice"])
		assert.Equal(t, "http://169.254.169.254", settings["metadata"])
		assert.Equal(t, map[string]any{
			"secretsmanager": "https://secretsmanager.us-east-1.amazonaws.com", "autoscaling": "https://autoscaling.us-east-1.amazonaws.com",
		}, settings["endpoints"])
		assert.Equal(t, "/etc/twingate/connector.conf", settings["configuration"])
	}
	_, settings := bootOf(t, makeEC2(t, func(a *twingateconnector.EC2Args) { a.Access.DisableUpdates = true }).Named(t, templateToken, "way-in-connector-1-template"))
	assert.Empty(t, settings["update"])
}

func TestEC2Machine(t *testing.T) {
	t.Parallel()
	template := makeEC2(t, ec2AsIs).Named(t, templateToken, "way-in-connector-1-template")
	assert.Equal(t, theImage, template.Value("imageId"))
	assert.Equal(t, "t3a.micro", template.Value("instanceType"))
	assert.Equal(t, map[string]any{"cpuCredits": "unlimited"}, template.Value("creditSpecification"))
	assert.Equal(t, map[string]any{"enabled": true}, template.Value("monitoring"))
	assert.Nil(t, template.Value("keyName"))
	template = makeEC2(t, everyEC2).Named(t, templateToken, "way-in-connector-1-template")
	assert.Equal(t, "m7a.medium", template.Value("instanceType"))
	assert.Nil(t, template.Value("creditSpecification"), "EC2 refuses credits on a type that has none")
	assert.Equal(t, "true", template.Value("networkInterfaces[0].associatePublicIpAddress"))
	assert.Equal(t, theKey, template.Value("blockDeviceMappings[0].ebs.kmsKeyId"))
	assert.Equal(t, "/dev/xvda", template.Value("blockDeviceMappings[0].deviceName"))
}

func TestEC2Alarms(t *testing.T) {
	t.Parallel()
	graph := makeEC2(t, func(a *twingateconnector.EC2Args) { a.AlarmTopicARN = pulumi.String(theTopic) })
	assert.Len(t, graph.OfType(alarmToken), 6)
	for _, connector := range []string{"way-in-connector-1", "way-in-connector-2"} {
		group := graph.Named(t, scalingGroupToken, connector+"-group")
		for role, want := range map[string][]any{
			"in-service": {"AWS/AutoScaling", "GroupInServiceInstances", "Minimum", "LessThanThreshold", 1.0, 15.0, "breaching"},
			"status":     {"AWS/EC2", "StatusCheckFailed", "Maximum", "GreaterThanOrEqualToThreshold", 1.0, 5.0, "notBreaching"},
			"cpu":        {"AWS/EC2", "CPUUtilization", "Average", "GreaterThanOrEqualToThreshold", 80.0, 15.0, "missing"},
		} {
			alarm := graph.Named(t, alarmToken, connector+"-"+role+"-alarm")
			var got []any
			for _, each := range []string{"namespace", "metricName", "statistic", "comparisonOperator", "threshold", "evaluationPeriods", "treatMissingData"} {
				got = append(got, alarm.Value(each))
			}
			assert.Equal(t, want, got, role)
			assert.Equal(t, map[string]any{"AutoScalingGroupName": group.Value("name")}, alarm.Value("dimensions"))
			assert.Equal(t, []any{theTopic}, alarm.Value("alarmActions"))
		}
		assert.Equal(t, []any{"GroupInServiceInstances"}, group.Value("enabledMetrics"), "a group publishes what it is asked for")
		assert.Equal(t, "1Minute", group.Value("metricsGranularity"))
	}
	graph = makeEC2(t, func(a *twingateconnector.EC2Args) { a.DisableAlarms = true })
	assert.Empty(t, graph.OfType(alarmToken))
}

func TestEC2InDevelopment(t *testing.T) {
	t.Parallel()
	graph := makeEC2(t, func(a *twingateconnector.EC2Args) {
		a.Profile, a.SubnetIDs = component.Development, pulumi.ToStringArray([]string{"subnet-a"})
	})
	assert.Equal(t, []string{"way-in-connector-1-group"}, infratest.Names(graph.OfType(scalingGroupToken)))
	assert.False(t, graph.One(t, networkToken).Protect)
	assert.Equal(t, "true", graph.One(t, templateToken).Value("blockDeviceMappings[0].ebs.encrypted"))
	assert.True(t, makeEC2(t, ec2AsIs).One(t, networkToken).Protect)
}

// What the cloud refuses is told with the child that it refuses.
func TestEC2Refusals(t *testing.T) {
	t.Parallel()
	for token, child := range map[string]string{
		secretToken: "connector-1-secret", versionToken: "connector-1-secret-version", roleToken: "connector-1-role", rolePolicyToken: "connector-1-policy",
		profileToken: "connector-1-profile", templateToken: "connector-1-template", scalingGroupToken: "connector-1-group", groupToken: "security-group",
	} {
		_, err := tryEC2(ec2AsIs, infratest.Respond(token, func(infratest.Call) (map[string]any, error) { return nil, errors.New("no quota") }))
		require.ErrorContains(t, err, "no quota", child)
	}
	_, err := tryEC2(ec2AsIs, infratest.Respond(secretToken, func(infratest.Call) (map[string]any, error) {
		return map[string]any{"arn": "here"}, nil
	}))
	require.ErrorContains(t, err, `need an ARN with partition, region and account, got "here"`)
}
