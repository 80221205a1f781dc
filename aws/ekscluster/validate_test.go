package ekscluster_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/component"
)

// refused are mistakes by what is said about them, after "ekscluster: shop…: Args.".
func refused() map[string]func(*ekscluster.Args) {
	return map[string]func(*ekscluster.Args){
		`Slot: need 1 to 12 lower-case letters and digits, a letter first, such as "blue", got "Blue"`: func(a *ekscluster.Args) { a.Slot = "Blue" },
		`, got "blue-1"`:                     func(a *ekscluster.Args) { a.Slot = "blue-1" },
		`, got "1blue"`:                      func(a *ekscluster.Args) { a.Slot = "1blue" },
		`, got "abcdefghijklm"`:              func(a *ekscluster.Args) { a.Slot = "abcdefghijklm" },
		`Generation: need 1 or more, got -1`: func(a *ekscluster.Args) { a.Generation = -1 },
		`Profile: need production or development, got Profile(7)`:                  func(a *ekscluster.Args) { a.Profile = 7 },
		`SubnetIDs: need 2 or more subnet ids such as subnet-0a1b2c3d, each in an`: func(a *ekscluster.Args) { a.SubnetIDs = subnets("subnet-a") },
		`SubnetIDs[1]: need a subnet's id`:                                         func(a *ekscluster.Args) { a.SubnetIDs = subnets("subnet-a", "vpc-1") },
		`SubnetIDs[1]: need each subnet once, got "subnet-a"`:                      func(a *ekscluster.Args) { a.SubnetIDs = subnets("subnet-a", "subnet-a") },
		`SubnetIDs[0]: need a subnet's id such as subnet-0a1b2c3d, got nothing`: func(a *ekscluster.Args) {
			a.SubnetIDs = pulumi.StringArray{nil, pulumi.String("subnet-a")}
		},
		`NodeSubnetIDs: need 2 or more subnet ids`: func(a *ekscluster.Args) { a.NodeSubnetIDs = subnets("subnet-a") },
		`NodeSubnetIDs: need 2 or more`:            func(a *ekscluster.Args) { a.NodeSubnetIDs = subnets() },
		`KMSKeyARN: need a key's full ARN`:         func(a *ekscluster.Args) { a.KMSKeyARN = pulumi.String("alias/x") },
		`LogKMSKeyARN: need a key's full ARN`:      func(a *ekscluster.Args) { a.LogKMSKeyARN = pulumi.String("alias/x") },
		`LogRetentionDays: need a number of days`:  func(a *ekscluster.Args) { a.LogRetentionDays = 366 },
		`PermissionsBoundaryARN: need an IAM policy's ARN`: func(a *ekscluster.Args) {
			a.PermissionsBoundaryARN = pulumi.String(deployer)
		},
		`AlarmTopicARN: need a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms, got "alarms"`: func(a *ekscluster.Args) {
			a.AlarmTopicARN = pulumi.String("alarms")
		},
		`, or DisableAlarms, got nothing`:                                   func(a *ekscluster.Args) { a.AlarmTopicARN = nil },
		`KubernetesVersion: need a minor version of Kubernetes in standard`: func(a *ekscluster.Args) { a.KubernetesVersion = "1.29" },
	}
}

func refusedEndpoints() map[string]func(*ekscluster.Args) {
	public := func(blocks ...string) func(*ekscluster.Args) {
		return func(a *ekscluster.Args) { a.AllowPublicEndpoint = blocks }
	}
	service := func(block string) func(*ekscluster.Args) {
		return func(a *ekscluster.Args) { a.ServiceCIDR = block }
	}
	const needPublic, needPrivate = `: need a block of public IPv4 addresses, /8 or smaller, such as 203.0.113.0/24, got "`,
		`ServiceCIDR: need a block of private IPv4 addresses, /12 to /24, such as 10.100.0.0/16, got "`
	return map[string]func(*ekscluster.Args){
		`AllowPublicEndpoint[1]` + needPublic + `0.0.0.0/0"`:      public("203.0.113.0/24", "0.0.0.0/0"),
		`AllowPublicEndpoint[0]` + needPublic + `128.0.0.0/1"`:    public("128.0.0.0/1"),
		`AllowPublicEndpoint[0]` + needPublic + `8.0.0.0/7"`:      public("8.0.0.0/7"),
		`AllowPublicEndpoint[0]` + needPublic + `::/0"`:           public("::/0"),
		`AllowPublicEndpoint[0]` + needPublic + `203.0.113.7"`:    public("203.0.113.7"),
		`AllowPublicEndpoint[0]` + needPublic + `203.0.113.7/24"`: public("203.0.113.7/24"),
		`AllowPublicEndpoint[0]` + needPublic + `10.1.0.0/16"`:    public("10.1.0.0/16"),
		`AllowPublicEndpoint[0]` + needPublic + `127.0.0.0/8"`:    public("127.0.0.0/8"),
		`AllowPublicEndpoint: need 40 blocks or fewer, got 41`:    public(strings.Split(strings.Repeat("203.0.113.0/24,", 40)+"203.0.113.0/24", ",")...),
		needPrivate + `10.0.0.0/11"`:                              service("10.0.0.0/11"),
		needPrivate + `10.0.0.0/25"`:                              service("10.0.0.0/25"),
		needPrivate + `10.0.0.1/16"`:                              service("10.0.0.1/16"),
		needPrivate + `100.64.0.0/16"`:                            service("100.64.0.0/16"),
		needPrivate + `fd00::/12"`:                                service("fd00::/12"),
		needPrivate + `services"`:                                 service("services"),
		`ClientSecurityGroupIDs["CI"]: need a name of lower-case letters`: func(a *ekscluster.Args) {
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"CI": pulumi.String("sg-1")}
		},
		`ClientSecurityGroupIDs["ci"]: need a security group's id such as sg-0a1b2c3d, got "default"`: func(a *ekscluster.Args) {
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"ci": pulumi.String("default")}
		},
		`ClientSecurityGroupIDs["ci"]: need a security group's id such as sg-0a1b2c3d, got nothing`: func(a *ekscluster.Args) {
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"ci": nil}
		},
	}
}

func refusedAccess() map[string]func(*ekscluster.Args) {
	access := func(name string, access ekscluster.Access) func(*ekscluster.Args) {
		return func(a *ekscluster.Args) {
			if access.PrincipalARN == nil {
				access.PrincipalARN = role("x")
			}
			a.Access = map[string]ekscluster.Access{"other": {PrincipalARN: role("other"), Policy: ekscluster.View}, name: access}
		}
	}
	return map[string]func(*ekscluster.Args){
		`DeployerARN: need an IAM role's ARN, such as arn:aws:iam::123456789012:role/deployer, got "arn:aws:sts::123456789012:assumed-role/a/b"`: func(a *ekscluster.Args) {
			a.DeployerARN = pulumi.String("arn:aws:sts::123456789012:assumed-role/a/b")
		},
		`Access["deployer"]: need another name, because DeployerARN has this one`: access("deployer", ekscluster.Access{Policy: ekscluster.View}),
		`Access["Dev"]: need a name of lower-case letters`:                        access("Dev", ekscluster.Access{Policy: ekscluster.View}),
		`Access["dev"].PrincipalARN: need an IAM role's ARN`:                      access("dev", ekscluster.Access{PrincipalARN: pulumi.String("x"), Policy: ekscluster.View}),
		`Access["dev"].PrincipalARN: need a role without an entry, got that of DeployerARN`: access("dev",
			ekscluster.Access{PrincipalARN: pulumi.String(deployer), Policy: ekscluster.View}),
		`Access["other"].PrincipalARN: need a role without an entry, got that of Access["dev"]`: access("dev",
			ekscluster.Access{PrincipalARN: role("other"), Policy: ekscluster.View}),
		`Access["dev"].Policy: need an access policy, or Groups, got nothing`:           access("dev", ekscluster.Access{}),
		`Access["dev"].Policy: need AmazonEKSClusterAdminPolicy, AmazonEKSAdminPolicy,`: access("dev", ekscluster.Access{Policy: "cluster-admin"}),
		`Access["dev"].Namespaces: need a Policy that they bound`: access("dev",
			ekscluster.Access{Groups: []string{"a"}, Namespaces: []string{"a"}}),
		`Access["dev"].Namespaces[1]: need a namespace's name`: access("dev",
			ekscluster.Access{Policy: ekscluster.View, Namespaces: []string{"a", "A b"}}),
		`Access["dev"].Groups[0]: need a group's name that does not begin with system:`:            access("dev", ekscluster.Access{Groups: []string{"system:masters"}}),
		`Access["dev"].Groups[0]: need a group's name that does not begin with system:, got "a b"`: access("dev", ekscluster.Access{Groups: []string{"a b"}}),
	}
}

func refusedNodes() map[string]func(*ekscluster.Args) {
	named := func(name string) func(*ekscluster.Args) {
		return func(a *ekscluster.Args) {
			a.NodeGroups = map[string]ekscluster.NodeGroup{name: {InstanceTypes: []string{"m7i.large"}}}
		}
	}
	types := func(types ...string) func(*ekscluster.Args) {
		return group(func(g *ekscluster.NodeGroup) { g.InstanceTypes = types })
	}
	const at = `NodeGroups["main"].`
	return map[string]func(*ekscluster.Args){
		`NodeGroups: need at least one node group, got nothing`:                       func(a *ekscluster.Args) { a.NodeGroups = map[string]ekscluster.NodeGroup{} },
		`NodeGroups["Main"]: need a name of up to 20 lower-case letters`:              named("Main"),
		`NodeGroups["twenty-one-characters"]: need a name of up to 20`:                named("twenty-one-characters"),
		at + `InstanceTypes: need at least one instance type such as m7i.large`:       types(),
		at + `InstanceTypes: need 20 or fewer, got 21`:                                types(strings.Split(strings.Repeat("m7i.large,", 20)+"m6i.large", ",")...),
		at + `InstanceTypes[0]: need an instance type such as m7i.large, got "large"`: types("large"),
		at + `InstanceTypes[1]: need each instance type once, got "m7i.large"`:        types("m7i.large", "m7i.large"),
		at + `InstanceTypes[1]: need a type with the processors of Image AL2023_x86_64_STANDARD, got "m7g.large"`: types(
			"m7i.large", "m7g.large"),
		at + `InstanceTypes[0]: need a type with the processors of Image AL2023_ARM_64_STANDARD, got "g4dn.xlarge"`: group(func(g *ekscluster.NodeGroup) {
			g.InstanceTypes, g.Image = []string{"g4dn.xlarge", "a1.large", "x2gd.medium"}, ekscluster.AL2023ARM64
		}),
		at + `InstanceTypes[0]: need a type with the processors of Image BOTTLEROCKET_x86_64, got "c7gn.large"`: group(func(g *ekscluster.NodeGroup) {
			g.InstanceTypes, g.Image = []string{"c7gn.large"}, ekscluster.BottlerocketX8664
		}),
		at + `Image: need AL2023_x86_64_STANDARD, AL2023_ARM_64_STANDARD,`: group(func(g *ekscluster.NodeGroup) { g.Image = "AL2_x86_64" }),
		at + `ReleaseVersion: need a release for the nodes' version, 1.35.…, got "1.34.2-20251209"`: group(func(g *ekscluster.NodeGroup) {
			g.ReleaseVersion = "1.34.2-20251209"
		}),
		at + `ReleaseVersion: need a release of the image`: group(func(g *ekscluster.NodeGroup) { g.ReleaseVersion = "newest" }),
		at + `DiskGB: need 20 to 1000, got 19`:             group(func(g *ekscluster.NodeGroup) { g.DiskGB = 19 }),
		at + `DiskGB: need 20 to 1000, got 1001`:           group(func(g *ekscluster.NodeGroup) { g.DiskGB = 1001 }),
		at + `Min: need 1 to 450, got -1`:                  group(func(g *ekscluster.NodeGroup) { g.Min = -1 }),
		at + `Min: need 1 to 450, got 451`:                 group(func(g *ekscluster.NodeGroup) { g.Min = 451 }),
		at + `Max: need 3 to 450, got 2`:                   group(func(g *ekscluster.NodeGroup) { g.Min, g.Max = 3, 2 }),
		at + `Max: need 2 to 450, got 451`:                 group(func(g *ekscluster.NodeGroup) { g.Max = 451 }),
		at + `Desired: need 2 to 4, got 5`:                 group(func(g *ekscluster.NodeGroup) { g.Desired = 5 }),
		at + `Desired: need 2 to 4, got 1`:                 group(func(g *ekscluster.NodeGroup) { g.Desired = 1 }),
		at + `KubernetesVersion: need `:                    group(func(g *ekscluster.NodeGroup) { g.KubernetesVersion = "1.36" }),
	}
}

func refusedMarks() map[string]func(*ekscluster.Args) {
	labels := func(key, value string) func(*ekscluster.Args) {
		return group(func(g *ekscluster.NodeGroup) { g.Labels = map[string]string{key: value} })
	}
	taints := func(taints ...ekscluster.Taint) func(*ekscluster.Args) {
		return group(func(g *ekscluster.NodeGroup) { g.Taints = taints })
	}
	const at = `NodeGroups["main"].`
	many := make([]ekscluster.Taint, 51)
	return map[string]func(*ekscluster.Args){
		at + `Labels["a b"]: need the key of a label`:                                labels("a b", "x"),
		at + `Labels["/a"]: need the key of a label`:                                 labels("/a", "x"),
		at + `Labels["a"]: need the value of a label`:                                labels("a", "x y"),
		at + `Labels["node-role.kubernetes.io/x"]: need a key without kubernetes.io`: labels("node-role.kubernetes.io/x", ""),
		at + `Labels["eks.amazonaws.com/x"]: need a key without eks.amazonaws.com/`:  labels("eks.amazonaws.com/x", ""),
		at + `Labels["k8s.io/x"]: need a key without k8s.io/, which EKS keeps for`:   labels("k8s.io/x", ""),
		at + `Taints: need 50 or fewer, got 51`:                                      taints(many...),
		at + `Taints[0].Key: need the key of a label`:                                taints(ekscluster.Taint{Effect: ekscluster.NoSchedule}),
		at + `Taints[0].Value: need the value of a label`:                            taints(ekscluster.Taint{Key: "a", Value: "x y", Effect: ekscluster.NoSchedule}),
		at + `Taints[0].Effect: need NO_SCHEDULE, PREFER_NO_SCHEDULE or NO_EXECUTE`:  taints(ekscluster.Taint{Key: "a", Effect: "NoSchedule"}),
		at + `Taints[1]: need each key and effect once, got "a"`: taints(
			ekscluster.Taint{Key: "a", Effect: ekscluster.NoSchedule}, ekscluster.Taint{Key: "a", Value: "b", Effect: ekscluster.NoSchedule}),
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	all := refused()
	for _, more := range []map[string]func(*ekscluster.Args){refusedEndpoints(), refusedAccess(), refusedNodes(), refusedMarks()} {
		maps.Copy(all, more)
	}
	for want, change := range all {
		graph, err := tryNamed(t, "shop", change)
		require.ErrorContains(t, err, want)
		assert.Empty(t, graph.All(), want)
		assert.NotEmpty(t, component.FieldErrors(err), want)
	}
}

func TestNamesThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Shop", "shop_1", "shop.eu", "shop--eu", "shop-"} {
		_, err := tryNamed(t, name, nothing)
		require.ErrorContains(t, err, `name: need lower-case letters, digits and single hyphens, beginning with a letter: physical names are made from it, got "`+name+`"`)
	}
}

func TestWhatIsAccepted(t *testing.T) {
	t.Parallel()
	for text, change := range map[string]func(*ekscluster.Args){
		"no topic without alarms": func(a *ekscluster.Args) { a.AlarmTopicARN, a.DisableAlarms = nil, true },
		"no topic in development": func(a *ekscluster.Args) { a.AlarmTopicARN, a.Profile = nil, component.Development },
		"one node subnet there":   func(a *ekscluster.Args) { a.NodeSubnetIDs, a.Profile = subnets("subnet-a"), component.Development },
		"a single address":        func(a *ekscluster.Args) { a.AllowPublicEndpoint = []string{"203.0.113.7/32"} },
		"an owner's block":        func(a *ekscluster.Args) { a.AllowPublicEndpoint = []string{"17.0.0.0/8"} },
		"the widest services":     func(a *ekscluster.Args) { a.ServiceCIDR = "172.16.0.0/12" },
		"the fewest services":     func(a *ekscluster.Args) { a.ServiceCIDR = "192.168.7.0/24" },
		"a boundary of AWS's": func(a *ekscluster.Args) {
			a.PermissionsBoundaryARN = pulumi.String("arn:aws:iam::aws:policy/PowerUserAccess")
		},
		"a long slot":             func(a *ekscluster.Args) { a.Slot = "abcdefghijk1" },
		"a key with a prefix":     group(func(g *ekscluster.NodeGroup) { g.Labels = map[string]string{"example.com/pool": "a_b.c-1"} }),
		"a label without a value": group(func(g *ekscluster.NodeGroup) { g.Labels = map[string]string{"pool": ""} }),
		"two effects of one key": group(func(g *ekscluster.NodeGroup) {
			g.Taints = []ekscluster.Taint{{Key: "a", Effect: "NO_EXECUTE"}, {Key: "a", Effect: "NO_SCHEDULE"}}
		}),
		"one node": group(func(g *ekscluster.NodeGroup) { g.Min, g.Max = 1, 1 }),
		"metal and flex": group(func(g *ekscluster.NodeGroup) {
			g.InstanceTypes = []string{"u-6tb1.112xlarge", "m7i.metal-24xl", "m7i-flex.large"}
		}),
		"the first Graviton family": group(func(g *ekscluster.NodeGroup) { g.InstanceTypes = []string{"a1.large", "x2gd.medium"} }),
	} {
		_, err := tryNamed(t, "shop", change)
		require.NoError(t, err, text)
	}
}

// Everything that is wrong is told at once, and nothing is registered.
func TestAllMistakesAtOnce(t *testing.T) {
	t.Parallel()
	graph, err := tryNamed(t, "Shop", func(a *ekscluster.Args) {
		a.Slot, a.KubernetesVersion, a.SubnetIDs, a.DeployerARN, a.AlarmTopicARN = "Blue", "1.29", subnets("subnet-a"), nil, nil
		a.AllowPublicEndpoint, a.ServiceCIDR = []string{"0.0.0.0/0"}, "8.8.8.0/24"
		a.NodeGroups = map[string]ekscluster.NodeGroup{"main": {Min: 5, Max: 3}, "jobs": {InstanceTypes: []string{"m7g.large", "m7i.large"}}}
		a.Access = map[string]ekscluster.Access{"developers": {Policy: "admin"}}
	})
	assert.Empty(t, graph.All())
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{
		"name", "Slot", "KubernetesVersion", "SubnetIDs", "AllowPublicEndpoint[0]", "ServiceCIDR",
		`NodeGroups["jobs"].InstanceTypes[0]`, `NodeGroups["main"].InstanceTypes`, `NodeGroups["main"].Max`,
		"DeployerARN", `Access["developers"].PrincipalARN`, `Access["developers"].Policy`, "AlarmTopicARN",
	}, fields)
}
