package simcloud

import (
	"maps"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	eksClusterToken = "aws:eks/cluster:Cluster"
	nodeGroupToken  = "aws:eks/nodeGroup:NodeGroup"
	fargateToken    = "aws:eks/fargateProfile:FargateProfile"
	logGroupToken   = "aws:cloudwatch/logGroup:LogGroup"
)

const (
	badParameter = "InvalidParameterException"
	eksInUse     = "ResourceInUseException"
	eksNotFound  = "ResourceNotFoundException"
)

// newestKubernetes is the version that a cluster gets when it asks for none.
const newestKubernetes = "1.33"

const eksNameSays = "a letter or digit, then letters, digits, '-' and '_'"

// awsKubernetesModels models EKS. A cluster that lives in another cloud is not looked at.
func awsKubernetesModels() []model {
	models := []model{{
		token: eksClusterToken,
		name:  nameRule{property: "name", min: 1, max: 100, pattern: clusterName, unique: true, says: eksNameSays},
		// What depends on a default, or on the direction of a change, is in replaceEKSCluster.
		replace:     []string{"name", "remoteNetworkConfig", "roleArn"},
		replaceWhen: replaceEKSCluster,
		check:       checkEKSCluster,
		outputs:     eksClusterOutputs,
		derived:     []string{"platformVersion"},
		parts:       []part{{"vpcConfig", "clusterSecurityGroupId"}, {"vpcConfig", "vpcId"}},
		takes:       durations{create: 8*time.Minute + 30*time.Second, delete: 5 * time.Minute, depends: eksClusterTime},
		admit:       admitEKSCluster,
		inUse:       use{code: eksInUse, by: []holder{{nodeGroupToken, "clusterName"}, {fargateToken, "clusterName"}}},
		// Without a code, a group that lives is left as it is: the cluster writes into that one.
		leaves: leftover{object: controlPlaneLogs},
	}}
	models = append(models, nodeGroupModels()...)
	models = append(models, eksAddonModels()...)
	return append(models, eksAccessModels()...)
}

// eksClusterOutputs are those of a new cluster. What a change must not touch is put back by keepEKSCluster.
func eksClusterOutputs(s subject) resource.PropertyMap {
	id, suffix := strings.ToUpper(s.hex("cluster", 32)), s.digits("endpoint", 1)
	domain := s.place.Region + ".eks.amazonaws.com"
	authority := resource.PropertyMap{"data": str(s.authority())}
	oidc := resource.PropertyMap{"issuer": str("https://oidc.eks." + s.place.Region + ".amazonaws.com/id/" + id)}
	version := first(text(s.in, "version"), newestKubernetes)
	out := defaults(s, resource.PropertyMap{
		"bootstrapSelfManagedAddons": boolean(true), "version": str(version), "enabledClusterLogTypes": strs(nil),
	})
	maps.Copy(out, resource.PropertyMap{
		"endpoint":               str("https://" + id + ".gr" + suffix + "." + domain),
		"certificateAuthority":   resource.NewObjectProperty(authority),
		"certificateAuthorities": objects(authority),
		"identities":             objects(resource.PropertyMap{"oidcs": objects(oidc)}),
		"status":                 str("ACTIVE"), "createdAt": str(s.time("created")), "clusterId": str(""),
		"platformVersion": str("eks." + subject{seed: version}.digits("platform", 1)),
		"accessConfig": s.block("accessConfig", resource.PropertyMap{
			"authenticationMode": str(configMapMode), "bootstrapClusterCreatorAdminPermissions": boolean(true),
		}),
		"kubernetesNetworkConfig": s.block("kubernetesNetworkConfig", resource.PropertyMap{
			"ipFamily": str("ipv4"), "serviceIpv4Cidr": str(usualServices), "serviceIpv6Cidr": str(""),
			"elasticLoadBalancing": resource.NewObjectProperty(resource.PropertyMap{"enabled": boolean(false)}),
		}),
		"upgradePolicy": s.block("upgradePolicy", resource.PropertyMap{"supportType": str("EXTENDED")}),
		"vpcConfig": s.block("vpcConfig", resource.PropertyMap{
			"endpointPrivateAccess": boolean(false), "endpointPublicAccess": boolean(true), "securityGroupIds": strs(nil),
			"publicAccessCidrs": strs([]string{"0.0.0.0/0"}), "vpcId": str("vpc-" + s.hex("vpc", 17)),
			"clusterSecurityGroupId": str("sg-" + s.hex("cluster group", 17)),
		}),
	})
	return out
}

// usualServices is where the addresses of services come from when a cluster does not say.
const usualServices = "172.20.0.0/16"

// block is an input with the members filled in that the program leaves out.
func (s subject) block(name resource.PropertyKey, usual resource.PropertyMap) resource.PropertyValue {
	maps.Copy(usual, object(resource.PropertyMap{name: settle(s.given[name])}, name))
	return resource.NewObjectProperty(usual)
}

// controlPlaneLogs is the log group that a cluster makes by itself when nobody made it, or deleted it too early. It has no
// retention, and nothing deletes it.
func controlPlaneLogs(o Object) (Object, bool) {
	if len(list(o.Inputs, "enabledClusterLogTypes")) == 0 {
		return Object{}, false
	}
	name := "/aws/eks/" + string(o.ID) + "/cluster"
	return Object{
		URN: resource.NewURN(o.URN.Stack(), o.URN.Project(), "", logGroupToken, name), Token: logGroupToken, ID: resource.ID(name),
		Inputs: resource.PropertyMap{}, Outputs: resource.PropertyMap{"name": str(name), "retentionInDays": num(0)},
	}, true
}

// eksClusterTime is how long an update takes: the provider asks for one change after the other.
func eksClusterTime(op Op, old, next resource.PropertyMap) time.Duration {
	if op != OpUpdate {
		return 0
	}
	total := 5 * time.Second
	for property, takes := range map[resource.PropertyKey]time.Duration{
		"version": 20 * time.Minute, "enabledClusterLogTypes": 3 * time.Minute, "computeConfig": 3 * time.Minute, "accessConfig": time.Minute,
		"upgradePolicy": 30 * time.Second, "zonalShiftConfig": 30 * time.Second,
	} {
		if !same(old[property], next[property]) && given(next, property) {
			total += takes
		}
	}
	if !given(old, "encryptionConfig") && given(next, "encryptionConfig") {
		total += 15 * time.Minute
	}
	return total + eksNetworkTime(object(old, "vpcConfig"), object(next, "vpcConfig"))
}

// eksNetworkTime knows that how the endpoint is reached is one change, and that subnets and security groups are one each.
func eksNetworkTime(old, next resource.PropertyMap) time.Duration {
	var total time.Duration
	for _, change := range []struct {
		takes   time.Duration
		members []resource.PropertyKey
	}{
		{4 * time.Minute, []resource.PropertyKey{"endpointPrivateAccess", "endpointPublicAccess", "publicAccessCidrs"}},
		{2 * time.Minute, []resource.PropertyKey{"subnetIds"}},
		{2 * time.Minute, []resource.PropertyKey{"securityGroupIds"}},
	} {
		for _, member := range change.members {
			if !sameMembers(old[member], next[member]) {
				total += change.takes
				break
			}
		}
	}
	return total
}
