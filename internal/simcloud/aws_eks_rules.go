package simcloud

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var kubernetesVersion = regexp.MustCompile(`^1\.[1-9]\d*$`)

const kubernetesVersionSays = "1.<minor>"

// The ways in which a cluster finds out who asks. A cluster moves along the list by one step at a time, and never back.
const (
	configMapMode = "CONFIG_MAP"
	bothModes     = "API_AND_CONFIG_MAP"
	apiMode       = "API"
)

var authenticationModes = []string{configMapMode, bothModes, apiMode}

// authority is the certificate of a cluster's API server, as a kubeconfig wants it.
func (s subject) authority() string {
	return base64.StdEncoding.EncodeToString([]byte(s.certificate("authority")))
}

// replaceEKSCluster knows the defaults of what is set for ever, and that encryption cannot be taken away again.
func replaceEKSCluster(old, next resource.PropertyMap) []string {
	var forced []string
	if settingDiffers(old, next, boolean(true), "bootstrapSelfManagedAddons") {
		forced = append(forced, "bootstrapSelfManagedAddons")
	}
	if settingDiffers(old, next, boolean(true), "accessConfig", "bootstrapClusterCreatorAdminPermissions") {
		forced = append(forced, "accessConfig")
	}
	for member, usual := range map[resource.PropertyKey]string{"ipFamily": "ipv4", "serviceIpv4Cidr": usualServices} {
		if has(next, "kubernetesNetworkConfig", member) && settingDiffers(old, next, str(usual), "kubernetesNetworkConfig", member) {
			forced = append(forced, "kubernetesNetworkConfig")
		}
	}
	if role := text(old, "computeConfig", "nodeRoleArn"); role != "" && given(next, "computeConfig") && role != text(next, "computeConfig", "nodeRoleArn") {
		forced = append(forced, "computeConfig")
	}
	if given(old, "encryptionConfig") && !given(next, "encryptionConfig") {
		forced = append(forced, "encryptionConfig")
	}
	none := resource.NewNullProperty()
	if settingDiffers(old, next, none, "outpostConfig", "controlPlaneInstanceType") || settingDiffers(old, next, none, "outpostConfig", "controlPlanePlacement") {
		forced = append(forced, "outpostConfig")
	}
	return forced
}

// settingDiffers compares a value of two sets of inputs, with what it is when it is left out.
func settingDiffers(old, next resource.PropertyMap, usual resource.PropertyValue, path ...resource.PropertyKey) bool {
	before, _ := at(old, path...)
	after, _ := at(next, path...)
	return !same(orElse(before, usual), orElse(after, usual))
}

// sameMembers compares two lists whose order means nothing.
func sameMembers(a, b resource.PropertyValue) bool {
	return same(unordered(a), unordered(b))
}

func unordered(v resource.PropertyValue) resource.PropertyValue {
	v = plain(v)
	if !v.IsArray() {
		return v
	}
	return resource.NewArrayProperty(slices.SortedFunc(slices.Values(v.ArrayValue()), func(a, b resource.PropertyValue) int {
		return strings.Compare(a.String(), b.String())
	}))
}

func checkEKSCluster(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(arnForm, "an ARN", "roleArn")
	r.matches(kubernetesVersion, kubernetesVersionSays, "version")
	r.oneOf(authenticationModes, "accessConfig", "authenticationMode")
	r.oneOf([]string{"STANDARD", "EXTENDED"}, "upgradePolicy", "supportType")
	r.each([]string{"api", "audit", "authenticator", "controllerManager", "scheduler"}, "enabledClusterLogTypes")
	r.each([]string{"secrets"}, "encryptionConfig", "resources")
	r.matches(arnForm, "an ARN", "encryptionConfig", "provider", "keyArn")
	r.oneOf([]string{"ipv4", "ipv6"}, "kubernetesNetworkConfig", "ipFamily")
	if cidr := text(in, "kubernetesNetworkConfig", "serviceIpv4Cidr"); cidr != "" && !serviceNetwork(cidr) {
		r.fail("kubernetesNetworkConfig.serviceIpv4Cidr", "need a private IPv4 network from /12 to /24, got %q", cidr)
	}
	for _, property := range []resource.PropertyKey{"encryptionConfig", "kubernetesNetworkConfig", "remoteNetworkConfig"} {
		if given(in, "outpostConfig") && given(in, property) {
			r.fail(string(property), "conflicts with outpostConfig")
		}
	}
	checkAutoMode(r)
	if has(in, "vpcConfig", "subnetIds") && len(list(in, "vpcConfig", "subnetIds")) == 0 {
		r.fail("vpcConfig.subnetIds", "need 1 or more, got none")
	}
	for i, cidr := range knownTexts(in, "vpcConfig", "publicAccessCidrs") {
		if _, ok := networkPrefix(cidr); !ok {
			r.fail(fmt.Sprintf("vpcConfig.publicAccessCidrs[%d]", i), "need a network such as 203.0.113.0/24, got %q", cidr)
		}
	}
	return r.failures
}

// each requires every known text of a list to be one of a set.
func (r *rules) each(values []string, path ...resource.PropertyKey) {
	for i, got := range list(r.in, path...) {
		if got.IsString() && !slices.Contains(values, got.StringValue()) {
			r.fail(dotted(path)+"["+strconv.Itoa(i)+"]", "need one of %s, got %q", strings.Join(values, ", "), got.StringValue())
		}
	}
}

// serviceNetwork tells a network that services may have.
func serviceNetwork(cidr string) bool {
	prefix, ok := networkPrefix(cidr)
	if !ok || !prefix.Addr().Is4() || prefix.Bits() < 12 || prefix.Bits() > 24 {
		return false
	}
	return slices.ContainsFunc([]string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"}, func(private string) bool {
		return netip.MustParsePrefix(private).Contains(prefix.Addr())
	})
}

// checkAutoMode holds that the three parts of Auto Mode are on or off together.
func checkAutoMode(r *rules) {
	if isUnknown(r.in, "computeConfig") || isUnknown(r.in, "kubernetesNetworkConfig") || isUnknown(r.in, "storageConfig") {
		return
	}
	compute := flag(r.in, "computeConfig", "enabled")
	if compute != flag(r.in, "kubernetesNetworkConfig", "elasticLoadBalancing", "enabled") || compute != flag(r.in, "storageConfig", "blockStorage", "enabled") {
		r.fail("computeConfig.enabled", "need the same as kubernetesNetworkConfig.elasticLoadBalancing.enabled and storageConfig.blockStorage.enabled")
	}
}

func admitEKSCluster(was, o Object, live []Object) refusal {
	keepEKSCluster(was, o, live)
	network := object(o.Outputs, "vpcConfig")
	if !flag(network, "endpointPublicAccess") && !flag(network, "endpointPrivateAccess") {
		return refuse(badParameter, "Private and public endpoint access cannot be false")
	}
	if subnets := texts(network, "subnetIds"); len(subnets) > 0 && !twoZones(subnets, live) {
		return refuse(badParameter, "Subnets specified must be in at least two different AZs")
	}
	if was.URN == "" {
		return refusal{}
	}
	before, after := text(was.Outputs, "version"), text(o.Outputs, "version")
	if step := minorOf(after) - minorOf(before); before != "" && step != 0 && step != 1 {
		return refuse(badParameter, "Unsupported Kubernetes minor version update from %s to %s", before, after)
	}
	from, to := text(was.Outputs, "accessConfig", "authenticationMode"), text(o.Outputs, "accessConfig", "authenticationMode")
	if step := slices.Index(authenticationModes, to) - slices.Index(authenticationModes, from); from != "" && step != 0 && step != 1 {
		return refuse(badParameter, "Unsupported authentication mode update from %s to %s", from, to)
	}
	return behindNodes(o, before, after, live)
}

// keepEKSCluster fills in what a cluster takes from its subnets, and puts back what a change does not touch: members that
// are left out, and the key of the encryption, of which the provider passes no change on.
func keepEKSCluster(was, o Object, live []Object) {
	for _, id := range texts(object(o.Outputs, "vpcConfig"), "subnetIds") {
		if subnet, known := findLive(live, subnetToken, id); known {
			carry(subnet.Outputs, o, "vpcConfig", "vpcId")
			break
		}
	}
	carry(object(was.Outputs, "vpcConfig"), o, "vpcConfig", "vpcId", "clusterSecurityGroupId")
	carry(object(was.Outputs, "accessConfig"), o, "accessConfig", "authenticationMode")
	carry(object(was.Outputs, "kubernetesNetworkConfig"), o, "kubernetesNetworkConfig", "ipFamily", "serviceIpv4Cidr", "elasticLoadBalancing")
	if given(was.Outputs, "encryptionConfig") && given(o.Outputs, "encryptionConfig") {
		o.Outputs["encryptionConfig"] = was.Outputs["encryptionConfig"]
	}
}

// carry copies what the program leaves out of a block into the block's outputs. It is for objects that are being saved:
// only there is known what they were and what lives beside them.
func carry(from resource.PropertyMap, o Object, block resource.PropertyKey, members ...resource.PropertyKey) {
	next := maps.Clone(object(o.Outputs, block))
	if next == nil {
		return
	}
	for _, member := range members {
		if v, ok := from[member]; ok && !has(o.Inputs, block, member) {
			next[member] = v
		}
	}
	v := resource.NewObjectProperty(next)
	if o.Outputs[block].IsSecret() {
		v = secret(v)
	}
	o.Outputs[block] = v
}

// twoZones tells whether subnets are in two zones at least. One that lives elsewhere may be in any.
func twoZones(ids []string, live []Object) bool {
	zones := map[string]bool{}
	for _, id := range ids {
		zone := "of " + id
		if subnet, known := findLive(live, subnetToken, id); known {
			zone = text(subnet.Outputs, "availabilityZone")
		}
		zones[zone] = true
	}
	return len(zones) > 1
}

// maxSkew is how many minor versions the nodes may be behind the control plane.
const maxSkew = 3

// behindNodes refuses a new version that leaves nodes too far behind.
func behindNodes(cluster Object, before, after string, live []Object) refusal {
	var old []string
	for _, o := range live {
		if o.Token == nodeGroupToken && text(o.Inputs, "clusterName") == string(cluster.ID) && minorOf(after)-minorOf(text(o.Outputs, "version")) > maxSkew {
			old = append(old, text(o.Outputs, "nodeGroupName"))
		}
	}
	if len(old) == 0 {
		return refusal{}
	}
	return refuse(badParameter, "Nodegroups %s must be updated to match cluster version %s before updating cluster version", strings.Join(old, ", "), before)
}

// minorOf is the minor number of a Kubernetes version, also of one with more behind it: 33 in v1.33.1-eksbuild.2.
func minorOf(version string) int {
	parts := strings.SplitN(strings.TrimPrefix(version, "v"), ".", 3)
	if len(parts) < 2 {
		return 0
	}
	minor, err := strconv.Atoi(parts[1])
	if err != nil {
		return 0
	}
	return minor
}
