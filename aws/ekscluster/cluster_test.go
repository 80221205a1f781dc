package ekscluster_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestOutputs(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		c, err := newCluster(ctx, "shop", func(a *ekscluster.Args) { a.Draining, a.Generation = true, 2 })
		if err != nil {
			return err
		}
		for name, out := range map[string]pulumi.Output{
			"name": c.Name, "arn": c.ARN, "endpoint": c.Endpoint, "certificateAuthority": c.CertificateAuthority, "version": c.Version,
			"slot": c.Slot, "generation": c.Generation, "identifier": c.Identifier, "draining": c.Draining, "oidcIssuer": c.OIDCIssuer,
			"securityGroupId": c.SecurityGroupID, "nodeRoleArn": c.NodeRoleARN,
		} {
			ctx.Export(name, out)
		}
		assert.NotNil(t, c.Cluster)
		assert.Len(t, c.NodeGroups, 1)
		assert.NotNil(t, c.NodeGroups["main"])
		return nil
	})
	made := graph.One(t, clusterToken).Outputs.Mappable()
	for name, want := range map[string]any{
		"name": made["name"], "arn": made["arn"], "endpoint": made["endpoint"], "version": "1.35", "slot": "blue", "generation": 2.0,
		"identifier": "shop-blue-g2", "draining": true,
		"certificateAuthority": made["certificateAuthority"].(map[string]any)["data"],
		"securityGroupId":      made["vpcConfig"].(map[string]any)["clusterSecurityGroupId"],
		"nodeRoleArn":          graph.Named(t, roleToken, "shop-blue-g2-node-role").Outputs["arn"].StringValue(),
	} {
		got, exported := graph.Output(name)
		require.True(t, exported, name)
		assert.Equal(t, want, got.Mappable(), name)
		assert.NotEmpty(t, got.Mappable(), name)
	}
	issuer, _ := graph.Output("oidcIssuer")
	assert.True(t, strings.HasPrefix(issuer.StringValue(), "https://"), issuer)
}

// A provider is keyed to the identifier, so a preview must know it.
func TestThePlainOutputsAreKnownInAPreview(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		c, err := newCluster(ctx, "shop", nothing)
		if err != nil {
			return err
		}
		ctx.Export("identifier", c.Identifier)
		ctx.Export("generation", c.Generation)
		ctx.Export("slot", c.Slot)
		return nil
	}, infratest.Preview())
	for name, want := range map[string]any{"identifier": name, "generation": 1.0, "slot": "blue"} {
		got, exported := graph.Output(name)
		require.True(t, exported, name)
		assert.Equal(t, want, got.Mappable(), name)
	}
}

// The physical name has a random end, a log group that bears it, and a length that EKS accepts.
func TestPhysicalName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"shop", strings.Repeat("shop-", 17) + "end", strings.Repeat("shop-", 40) + "end"} {
		graph, err := tryNamed(t, name, nothing)
		require.NoError(t, err)
		made := graph.One(t, clusterToken).Value("name").(string)
		assert.LessOrEqual(t, len(made), 100)
		assert.Regexp(t, `^shop-[a-z0-9-]+-[0-9a-f]{8}$`, made)
		assert.Equal(t, "/aws/eks/"+made+"/cluster", graph.One(t, logGroupToken).Value("name"))
	}
	graph := run(t, nothing)
	assert.Regexp(t, `^`+name+`-[0-9a-f]{8}$`, graph.One(t, clusterToken).Value("name"))
	assert.Empty(t, graph.One(t, idToken).Inputs["keepers"], "nothing makes another name")
}

func TestControlPlane(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	made := graph.One(t, clusterToken)
	infratest.AssertInputs(t, made, map[string]any{
		"version": "1.35", "roleArn": graph.Named(t, roleToken, name+"-cluster-role").Outputs["arn"].StringValue(),
		"vpcConfig":                  map[string]any{"subnetIds": []any{"subnet-a", "subnet-b"}, "endpointPrivateAccess": true, "endpointPublicAccess": false},
		"accessConfig":               map[string]any{"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": false},
		"bootstrapSelfManagedAddons": false, "upgradePolicy.supportType": "STANDARD", "zonalShiftConfig.enabled": true,
		"encryptionConfig":        map[string]any{"provider": map[string]any{"keyArn": graph.One(t, keyToken).Outputs["arn"].StringValue()}, "resources": []any{"secrets"}},
		"kubernetesNetworkConfig": nil, "tags.owner": "team-pay", "tags.Name": name + "-cluster",
	})
	assert.Equal(t, infratest.Timeouts{Create: "45m", Update: "120m", Delete: "45m"}, made.Timeouts)
}

func TestServiceCIDR(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *ekscluster.Args) { a.ServiceCIDR = "172.20.0.0/16" })
	assert.Equal(t, map[string]any{"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16"}, graph.One(t, clusterToken).Value("kubernetesNetworkConfig"))
}

func TestPublicEndpoint(t *testing.T) {
	t.Parallel()
	made := run(t, func(a *ekscluster.Args) { a.AllowPublicEndpoint = []string{"203.0.113.0/24"} }).One(t, clusterToken)
	assert.Equal(t, true, made.Value("vpcConfig.endpointPrivateAccess"))
	assert.Equal(t, true, made.Value("vpcConfig.endpointPublicAccess"))
	assert.Equal(t, []any{"203.0.113.0/24"}, made.Value("vpcConfig.publicAccessCidrs"))
}

func TestProtection(t *testing.T) {
	t.Parallel()
	for text, test := range map[string]struct {
		change    func(*ekscluster.Args)
		protected bool
	}{
		"production":  {nothing, true},
		"draining":    {func(a *ekscluster.Args) { a.Draining = true }, false},
		"development": {func(a *ekscluster.Args) { a.Profile = component.Development }, false},
	} {
		assert.Equal(t, test.protected, run(t, test.change).One(t, clusterToken).Protect, text)
	}
}

func TestKeyOfTheBlock(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	made := graph.One(t, keyToken)
	assert.Equal(t, true, made.Value("enableKeyRotation"))
	assert.InDelta(t, 30, made.Value("deletionWindowInDays"), 0)
	assert.Nil(t, made.Value("policy"), "KMS's own, which leaves access to IAM policies")
	assert.InDelta(t, 7, run(t, func(a *ekscluster.Args) { a.Profile = component.Development }).One(t, keyToken).Value("deletionWindowInDays"), 0)
	assertKeyPolicy(t, graph, made.Outputs["arn"].StringValue())
}

func TestKeyOfTheCaller(t *testing.T) {
	t.Parallel()
	for _, given := range []pulumi.StringInput{pulumi.String(key), pulumi.String(key).ToStringOutput()} {
		graph := run(t, func(a *ekscluster.Args) { a.KMSKeyARN = given })
		assert.Empty(t, graph.OfType(keyToken))
		assert.Equal(t, key, graph.One(t, clusterToken).Value("encryptionConfig.provider.keyArn"))
		assertKeyPolicy(t, graph, key)
	}
}

// assertKeyPolicy wants the cluster's role to be allowed to use the key.
func assertKeyPolicy(t *testing.T, graph *infratest.Graph, arn string) {
	t.Helper()
	policy := graph.Named(t, rolePolicyToken, name+"-key-policy")
	assert.Equal(t, graph.Named(t, roleToken, name+"-cluster-role").Outputs["name"].StringValue(), policy.Value("role"))
	assert.JSONEq(t, `{"Version": "2012-10-17", "Statement": [{"Sid": "Secrets", "Effect": "Allow",
		"Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"], "Resource": ["`+arn+`"]}]}`, policy.Value("policy").(string))
}

func TestLogs(t *testing.T) {
	t.Parallel()
	logs := run(t, nothing).One(t, logGroupToken)
	assert.InDelta(t, 365, logs.Value("retentionInDays"), 0)
	assert.Nil(t, logs.Value("kmsKeyId"))
	logs = run(t, func(a *ekscluster.Args) { a.LogKMSKeyARN, a.LogRetentionDays = pulumi.String(key).ToStringOutput(), 90 }).One(t, logGroupToken)
	assert.InDelta(t, 90, logs.Value("retentionInDays"), 0)
	assert.Equal(t, key, logs.Value("kmsKeyId"))
	logs = run(t, func(a *ekscluster.Args) { a.Profile = component.Development }).One(t, logGroupToken)
	assert.InDelta(t, 30, logs.Value("retentionInDays"), 0)
}

func TestRoles(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *ekscluster.Args) { a.PermissionsBoundaryARN = pulumi.String(boundary) })
	for role, service := range map[string]string{"cluster-role": "eks.amazonaws.com", "node-role": "ec2.amazonaws.com"} {
		assert.JSONEq(t, `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "`+service+`"}, "Action": ["sts:AssumeRole"]}]}`,
			graph.Named(t, roleToken, name+"-"+role).Value("assumeRolePolicy").(string))
	}
	for _, role := range graph.OfType(roleToken) {
		assert.Equal(t, boundary, role.Value("permissionsBoundary"), role.Name)
	}
	attached := map[any][]any{}
	for _, a := range graph.OfType(attachmentToken) {
		attached[a.Value("role")] = append(attached[a.Value("role")], a.Value("policyArn"))
	}
	physical := func(role string) string {
		return graph.Named(t, roleToken, name+"-"+role).Outputs["name"].StringValue()
	}
	assert.Equal(t, []any{"arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"}, attached[physical("cluster-role")])
	assert.ElementsMatch(t, []any{
		"arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
	}, attached[physical("node-role")], "and none for the network, which has a role of its own")
}

func TestClients(t *testing.T) {
	t.Parallel()
	assert.Empty(t, run(t, nothing).OfType(ingressToken))
	graph := run(t, func(a *ekscluster.Args) {
		a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"connector": pulumi.String("sg-1"), "builds": pulumi.String("sg-2").ToStringOutput()}
	})
	group := graph.Named(t, templateToken, name+"-template-main").Value("networkInterfaces[0].securityGroups[0]")
	for client, id := range map[string]string{"connector": "sg-1", "builds": "sg-2"} {
		rule := graph.Named(t, ingressToken, name+"-client-"+client)
		got := rule.Inputs.Mappable()
		delete(got, "tags")
		assert.Equal(t, map[string]any{
			"securityGroupId": group, "referencedSecurityGroupId": id, "ipProtocol": "tcp", "fromPort": 443.0, "toPort": 443.0,
			"description": "API server for " + client,
		}, got)
	}
	assert.Len(t, graph.OfType(ingressToken), 2)
}

// What is known only later is checked on its way.
func TestLateValuesAreChecked(t *testing.T) {
	t.Parallel()
	late := func(text string) pulumi.StringInput { return pulumi.String(text).ToStringOutput() }
	for want, change := range map[string]func(*ekscluster.Args){
		"Args.SubnetIDs: need 2 or more subnet ids": func(a *ekscluster.Args) { a.SubnetIDs = subnets("subnet-a").ToStringArrayOutput() },
		"Args.SubnetIDs: need 2 or more":            func(a *ekscluster.Args) { a.SubnetIDs = subnets("subnet-a", "subnet-a").ToStringArrayOutput() },
		"Args.NodeSubnetIDs: need 2 or more":        func(a *ekscluster.Args) { a.NodeSubnetIDs = subnets("subnet-a").ToStringArrayOutput() },
		"Args.DeployerARN: need an IAM role's ARN": func(a *ekscluster.Args) {
			a.DeployerARN = late("arn:aws:sts::123456789012:assumed-role/deployer/run")
		},
		`Args.Access["x"].PrincipalARN: need an IAM role's ARN`: func(a *ekscluster.Args) {
			a.Access = map[string]ekscluster.Access{"x": {PrincipalARN: late("x"), Policy: ekscluster.View}}
		},
		`Args.ClientSecurityGroupIDs["x"]: need`: func(a *ekscluster.Args) {
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"x": late("x")}
		},
		"Args.KMSKeyARN: need":              func(a *ekscluster.Args) { a.KMSKeyARN = late("alias/x") },
		"Args.LogKMSKeyARN: need":           func(a *ekscluster.Args) { a.LogKMSKeyARN = late("alias/x") },
		"Args.PermissionsBoundaryARN: need": func(a *ekscluster.Args) { a.PermissionsBoundaryARN = late("boundary") },
	} {
		_, err := tryNamed(t, "shop", change)
		assert.ErrorContains(t, err, want)
	}
}

// What must not change is kept, and everything else waits for the check of it.
func TestIdentity(t *testing.T) {
	t.Parallel()
	graph := run(t, everything)
	root, identity := graph.One(t, componentToken), graph.One(t, stashToken)
	assert.Equal(t, map[string]any{"KMSKeyARN": key, "ServiceCIDR": "10.200.0.0/16", "KubernetesVersion": "1.35"}, identity.Value("input"))
	for _, r := range graph.All() {
		if r != root && r != identity {
			assert.Contains(t, r.Dependencies, identity.URN, r.Name)
		}
	}
}
