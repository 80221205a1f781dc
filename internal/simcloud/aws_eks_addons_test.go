package simcloud_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const addonType = "aws:eks/addon:Addon"

var addonBase = values{"clusterName": "blue", "addonName": "vpc-cni"}

func addon(name string) values { return values{"clusterName": "blue", "addonName": name} }

func TestEKSAddons(t *testing.T) {
	pods := func(items ...any) values { return values{"podIdentityAssociations": items} }
	const aRole = "arn:aws:iam::123456789012:role/cni"
	testRules(t, addonType, addonBase, []rule{
		{"as it is", nil, "", ""},
		{"cluster", values{"clusterName": "-"}, "clusterName", `need a letter or digit, then letters, digits, '-' and '_', got "-"`},
		{"no name", values{"addonName": ""}, "addonName", "need a name, got none"},
		{"version", values{"addonVersion": "v1.20.1-eksbuild.3"}, "", ""},
		{"version without v", values{"addonVersion": "1.20.1"}, "addonVersion",
			`need v<major>.<minor>.<patch> with or without a build, such as v1.33.0-eksbuild.2, got "1.20.1"`},
		{"on create", values{"resolveConflictsOnCreate": "PRESERVE"}, "resolveConflictsOnCreate", `need one of NONE, OVERWRITE, got "PRESERVE"`},
		{"on update", values{"resolveConflictsOnUpdate": "PRESERVE"}, "", ""},
		{"on update as ever", values{"resolveConflictsOnUpdate": "KEEP"}, "resolveConflictsOnUpdate", `need one of NONE, OVERWRITE, PRESERVE, got "KEEP"`},
		{"role", values{"serviceAccountRoleArn": "cni"}, "serviceAccountRoleArn", `need an ARN, got "cni"`},
		{"pods", pods(values{"roleArn": aRole, "serviceAccount": "aws-node"}), "", ""},
		{"pods of no role", pods(values{"serviceAccount": "aws-node"}), "podIdentityAssociations[0].roleArn", "need one, got none"},
		{"pods of no account", pods(values{"roleArn": aRole}), "podIdentityAssociations[0].serviceAccount", "need one, got none"},
		{"pods by name", pods(values{"roleArn": "cni", "serviceAccount": "a"}), "podIdentityAssociations[0].roleArn", `need an ARN, got "cni"`},
		{"pods twice", pods(values{"roleArn": aRole, "serviceAccount": "a"}, values{"roleArn": aRole, "serviceAccount": "a"}),
			"podIdentityAssociations[1].serviceAccount", `need each service account once, got "a" again`},
	})
	testChanges(t, addonType, addonBase, []change{
		{"addonName", "a", "b", true}, {"clusterName", "a", "b", true}, {"addonVersion", "v1.0.0", "v1.0.1", false},
		{"configurationValues", "{}", "{\"a\":1}", false}, {"serviceAccountRoleArn", "a", "b", false}, {"podIdentityAssociations", []any{"a"}, []any{"b"}, false},
		{"resolveConflictsOnUpdate", "NONE", "OVERWRITE", false}, {"preserve", nil, true, false},
	})
	for property, v := range map[string]any{"addonVersion": "v1.0.0", "configurationValues": "{}"} {
		assert.Empty(t, diff(addonType, with(addonBase, values{property: v}), props(addonBase)).Changed, "%s that is left out stays", property)
	}
}

func TestWhatAnEKSAddonTells(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	cluster := aCluster(t, c, nil)
	cni := made(t, c, addonType, "cni", props(addonBase))
	assert.EqualValues(t, "blue:vpc-cni", cni.ID)
	assertValues(t, opened(cni.Outputs), values{"addonVersion": "v1.32.0-eksbuild.1", "configurationValues": ""})
	assert.Regexp(t, `^arn:aws:eks:us-east-1:123456789012:addon/blue/vpc-cni/[0-9a-f-]{36}$`, open(cni.Outputs["arn"]))
	require.NoError(t, updated(c, cluster, with(cluster.Inputs.Mappable(), values{"version": "1.33"})))
	assert.Equal(t, "v1.32.0-eksbuild.1", open(changed(t, c, cni, with(addonBase, values{"configurationValues": "{}"})).Outputs["addonVersion"]))
	assert.Equal(t, "v1.20.1-eksbuild.3", open(changed(t, c, cni, with(addonBase, values{"addonVersion": "v1.20.1-eksbuild.3"})).Outputs["addonVersion"]))
	assert.Equal(t, "v1.33.0-eksbuild.1", open(made(t, c, addonType, "proxy", props(addon("kube-proxy"))).Outputs["addonVersion"]))
	elsewhere := made(t, c, addonType, "elsewhere", with(addonBase, values{"clusterName": "green"}))
	assert.Equal(t, "v1.33.0-eksbuild.1", open(elsewhere.Outputs["addonVersion"]))

	_, err := created(c, addonType, "again", props(addonBase))
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict, "a cluster has an add-on once")
}

func TestKubeProxyIsNotNewerThanTheCluster(t *testing.T) {
	const code, reason = "InvalidParameterException", "Addon version specified is not supported"
	for version, code := range map[string]string{
		"v1.32.5-eksbuild.2": "", "v1.29.0-eksbuild.1": "", "v1.33.0-eksbuild.1": code, "v1.28.9-eksbuild.1": code,
	} {
		c := simcloud.New(simcloud.Options{})
		aCluster(t, c, nil)
		_, err := created(c, addonType, "proxy", with(addon("kube-proxy"), values{"addonVersion": version}))
		assertRefused(t, err, code, reason)
	}
	c := simcloud.New(simcloud.Options{})
	cluster := aCluster(t, c, nil)
	proxy := made(t, c, addonType, "proxy", with(addon("kube-proxy"), values{"addonVersion": "v1.29.0-eksbuild.1"}))
	require.NoError(t, updated(c, cluster, with(cluster.Inputs.Mappable(), values{"version": "1.33"})))
	require.NoError(t, updated(c, proxy, with(proxy.Inputs.Mappable(), values{"tags": values{"a": "b"}})), "only a new version is asked about")
	assertRefused(t, updated(c, proxy, with(proxy.Inputs.Mappable(), values{"addonVersion": "v1.34.0-eksbuild.1"})), code, reason)
	require.NoError(t, updated(c, proxy, with(proxy.Inputs.Mappable(), values{"addonVersion": "v1.33.0-eksbuild.1"})))
	_, err := created(c, addonType, "cni", with(addonBase, values{"addonVersion": "v1.50.0-eksbuild.1"}))
	require.NoError(t, err, "other add-ons number their versions by themselves")
}

func TestAnAddonThatRunsOnNodesNeedsSome(t *testing.T) {
	for _, test := range []struct {
		name    string
		cluster values
		beside  func(t *testing.T, c *simcloud.Cloud)
		healthy bool
	}{
		{"nothing", nil, nil, false},
		{"nodes", nil, func(t *testing.T, c *simcloud.Cloud) { made(t, c, nodeGroupType, "x", props(nodeGroupBase)) }, true},
		{"a group of none", nil, func(t *testing.T, c *simcloud.Cloud) {
			made(t, c, nodeGroupType, "x", with(nodeGroupBase, sized(values{"minSize": 0, "desiredSize": 0})))
		}, false},
		{"nodes of another cluster", nil, func(t *testing.T, c *simcloud.Cloud) {
			made(t, c, nodeGroupType, "x", with(nodeGroupBase, values{"clusterName": "green"}))
		}, false},
		{"Fargate", nil, func(t *testing.T, c *simcloud.Cloud) { made(t, c, fargateType, "x", props(fargateBase)) }, true},
		{"nodes of the program's own", access(values{"authenticationMode": "API"}), func(t *testing.T, c *simcloud.Cloud) {
			made(t, c, entryType, "x", with(entryBase, values{"type": "EC2_LINUX"}))
		}, true},
		{"a person", access(values{"authenticationMode": "API"}), func(t *testing.T, c *simcloud.Cloud) { made(t, c, entryType, "x", props(entryBase)) }, false},
		{"a scaling group", nil, func(t *testing.T, c *simcloud.Cloud) {
			made(t, c, "aws:autoscaling/group:Group", "x", props(values{"minSize": 1, "maxSize": 2}))
		}, true},
		{"auto mode", values{
			"computeConfig": values{"enabled": true}, "kubernetesNetworkConfig": values{"elasticLoadBalancing": values{"enabled": true}},
			"storageConfig": values{"blockStorage": values{"enabled": true}},
		}, nil, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			aCluster(t, c, test.cluster)
			if test.beside != nil {
				test.beside(t, c)
			}
			for _, name := range []string{"coredns", "aws-ebs-csi-driver", "metrics-server", "snapshot-controller"} {
				_, err := created(c, addonType, name, props(addon(name)))
				if test.healthy {
					require.NoError(t, err)
					continue
				}
				assertRefused(t, err, "InsufficientNumberOfReplicas", "waiting for EKS Add-On (blue:"+name+") create: timeout while waiting for state to "+
					"become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)")
			}
			for _, name := range []string{"vpc-cni", "kube-proxy", "eks-pod-identity-agent"} {
				_, err := created(c, addonType, name, props(addon(name)))
				require.NoError(t, err, "%s runs on every node that there is", name)
			}
			_, err := created(c, addonType, "elsewhere", with(addon("coredns"), values{"clusterName": "green"}))
			require.NoError(t, err)
		})
	}
}

func TestAnAddonOutlivesItsNodes(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	aCluster(t, c, nil)
	nodes := made(t, c, nodeGroupType, "x", props(nodeGroupBase))
	dns := made(t, c, addonType, "dns", props(addon("coredns")))
	require.NoError(t, c.Delete(ctx, gone(nodes)))
	require.NoError(t, updated(c, dns, with(addon("coredns"), values{"configurationValues": "{}"})))
}

func TestHowLongAnEKSAddonTakes(t *testing.T) {
	for name, want := range map[string]time.Duration{"vpc-cni": 55 * time.Second, "coredns": 90 * time.Second} {
		base := addon(name)
		assert.Equal(t, want, takes(addonType, simcloud.OpCreate, nil, props(base)), name)
		assert.Equal(t, want, takes(addonType, simcloud.OpUpdate, props(base), with(base, values{"addonVersion": "v1.2.3"})), name)
		assert.Equal(t, 5*time.Second, takes(addonType, simcloud.OpUpdate, props(base), with(base, values{"tags": values{"a": "b"}})), name)
		assert.Equal(t, 30*time.Second, takes(addonType, simcloud.OpDelete, props(base), nil), name)
	}
}
