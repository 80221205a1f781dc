package simcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var (
	searchVersion  = regexp.MustCompile(`^(OpenSearch|Elasticsearch)_[0-9]+\.[0-9]+$`)
	searchInstance = regexp.MustCompile(`^([a-z][a-z0-9]*)\.[a-z0-9]+\.search$`)
	// searchDisks are the families that bring their own disks and take no volumes.
	searchDisks = regexp.MustCompile(`^(i[0-9]|im[0-9]|oi[0-9]|r[0-9]+gd$)`)
)

// replaceSearch reports the changes that the service cannot make: into or out of a network, another key, less security, and a
// version that there is no way to.
func replaceSearch(old, next resource.PropertyMap) []string {
	var forced []string
	if has(old, "vpcOptions") != has(next, "vpcOptions") {
		forced = append(forced, "vpcOptions")
	}
	for _, switched := range []resource.PropertyKey{"encryptAtRest", "nodeToNodeEncryption", "advancedSecurityOptions"} {
		if flag(old, switched, "enabled") && !flag(next, switched, "enabled") {
			forced = append(forced, string(switched))
		}
	}
	if text(old, "encryptAtRest", "kmsKeyId") != text(next, "encryptAtRest", "kmsKeyId") {
		forced = append(forced, "encryptAtRest")
	}
	if text(old, "ipAddressType") == "dualstack" && text(next, "ipAddressType") != "dualstack" {
		forced = append(forced, "ipAddressType")
	}
	was, is := first(text(old, "engineVersion"), newestSearch), first(text(next, "engineVersion"), newestSearch)
	if was != is && !searchUpgrade(was, is) {
		forced = append(forced, "engineVersion")
	}
	return forced
}

// searchUpgrade tells whether there is a way from one version to another: forward, to the next major version from the last
// minor one only, and from Elasticsearch 7 to OpenSearch 1.
func searchUpgrade(was, is string) bool {
	from, before, _ := strings.Cut(was, "_")
	to, after, _ := strings.Cut(is, "_")
	major := func(version string) string { m, _, _ := strings.Cut(version, "."); return m }
	switch {
	case from != to:
		return from == "Elasticsearch" && major(after) == "1" && (major(before) == "7" || before == "6.8")
	case olderVersion(after, before):
		return false
	case major(before) == major(after):
		return true
	default:
		last := map[string]string{
			"OpenSearch 1": "1.3", "OpenSearch 2": "2.19", "Elasticsearch 5": "5.6", "Elasticsearch 6": "6.8",
		}[from+" "+major(before)]
		return before == last && len(major(after)) == 1 && major(after)[0] == major(before)[0]+1
	}
}

func checkSearch(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(searchVersion, "OpenSearch_X.Y or Elasticsearch_X.Y", "engineVersion")
	r.oneOf([]string{"ipv4", "dualstack"}, "ipAddressType")
	r.oneOf([]string{"Policy-Min-TLS-1-0-2019-07", "Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10"}, "domainEndpointOptions", "tlsSecurityPolicy")
	r.json("accessPolicies")
	checkSearchNodes(r)
	checkSearchZones(r)
	checkSearchDisks(r)
	checkSearchSecurity(r)
	checkSearchLogs(r)
	r.between(0, 23, "offPeakWindowOptions", "offPeakWindow", "windowStartTime", "hours")
	r.between(0, 59, "offPeakWindowOptions", "offPeakWindow", "windowStartTime", "minutes")
	return r.failures
}

// searchFamily is the family of the data nodes: "r6g" of r6g.large.search.
func searchFamily(in resource.PropertyMap) string {
	if parts := searchInstance.FindStringSubmatch(text(in, "clusterConfig", "instanceType")); parts != nil {
		return parts[1]
	}
	return ""
}

func checkSearchNodes(r *rules) {
	const form = "an instance type such as r6g.large.search"
	r.matches(searchInstance, form, "clusterConfig", "instanceType")
	r.matches(searchInstance, form, "clusterConfig", "dedicatedMasterType")
	r.oneOf([]string{"ultrawarm1.medium.search", "ultrawarm1.large.search", "ultrawarm1.xlarge.search"}, "clusterConfig", "warmType")
	r.between(2, 150, "clusterConfig", "warmCount")
	masters, warm := flag(r.in, "clusterConfig", "dedicatedMasterEnabled"), flag(r.in, "clusterConfig", "warmEnabled")
	if n, ok := number(r.in, "clusterConfig", "dedicatedMasterCount"); masters && ok && n != 3 && n != 5 {
		r.fail("clusterConfig.dedicatedMasterCount", "You must choose 3 or 5 dedicated master nodes, got %s", digits(n))
	}
	burstable := strings.HasPrefix(searchFamily(r.in), "t")
	switch {
	case warm && !masters:
		r.fail("clusterConfig.warmEnabled", "UltraWarm storage needs dedicated master nodes")
	case warm && burstable:
		r.fail("clusterConfig.warmEnabled", "UltraWarm storage is not supported with t2/t3 data nodes")
	}
	if !warm && flag(r.in, "clusterConfig", "coldStorageOptions", "enabled") {
		r.fail("clusterConfig.coldStorageOptions", "Cold storage needs UltraWarm storage")
	}
	if burstable && text(r.in, "autoTuneOptions", "desiredState") == "ENABLED" {
		r.fail("autoTuneOptions", "Autotune is not supported in t2/t3 instance types. Disable autotune or change your instance type.")
	}
}

// searchZones is the number of zones that the nodes are spread over.
func searchZones(in resource.PropertyMap) int {
	if !flag(in, "clusterConfig", "zoneAwarenessEnabled") {
		return 1
	}
	if n, ok := number(in, "clusterConfig", "zoneAwarenessConfig", "availabilityZoneCount"); ok {
		return int(n)
	}
	return 2
}

func checkSearchZones(r *rules) {
	zones := searchZones(r.in)
	if zones < 1 || zones > 3 {
		r.fail("clusterConfig.zoneAwarenessConfig", "need 2 or 3 zones, got %d", zones)
		return
	}
	words := []string{"one subnet", "two subnets because you've set zone count to two", "three subnets because you've set zone count to three"}
	if subnets, ok := at(r.in, "vpcOptions", "subnetIds"); ok && subnets.IsArray() && len(subnets.ArrayValue()) != zones {
		r.fail("vpcOptions.subnetIds", "You must specify exactly %s, got %d", words[zones-1], len(subnets.ArrayValue()))
	}
	count, ok := number(r.in, "clusterConfig", "instanceCount")
	switch {
	case !ok:
	case zones == 2 && int(count)%2 != 0:
		r.fail("clusterConfig.instanceCount", "You must choose an even number of data nodes for a two Availability Zone deployment, got %s", digits(count))
	case zones == 3 && count < 3:
		r.fail("clusterConfig.instanceCount", "You must choose a minimum of three data nodes for a three Availability Zone deployment, got %s", digits(count))
	}
}

func checkSearchDisks(r *rules) {
	family := searchFamily(r.in)
	if family == "" {
		return
	}
	ebs := flag(r.in, "ebsOptions", "ebsEnabled")
	instance := text(r.in, "clusterConfig", "instanceType")
	switch {
	case ebs && searchDisks.MatchString(family):
		r.fail("ebsOptions.ebsEnabled", "Instance type %s does not support EBS storage", instance)
	case !ebs && !searchDisks.MatchString(family):
		r.fail("ebsOptions.ebsEnabled", "EBS storage must be selected for %s", instance)
	}
	kind := text(r.in, "ebsOptions", "volumeType")
	r.oneOf([]string{"standard", "gp2", "gp3", "io1"}, "ebsOptions", "volumeType")
	r.between(10, 24576, "ebsOptions", "volumeSize")
	if has(r.in, "ebsOptions", "throughput") && kind != "gp3" {
		r.fail("ebsOptions.throughput", "need volumeType gp3 with a throughput, got %q", kind)
	}
}

func checkSearchSecurity(r *rules) {
	atRest, between := flag(r.in, "encryptAtRest", "enabled"), flag(r.in, "nodeToNodeEncryption", "enabled")
	access := flag(r.in, "advancedSecurityOptions", "enabled")
	if searchFamily(r.in) == "t2" && (atRest || access) {
		r.fail("encryptAtRest", "Encryption and fine-grained access control are not supported in t2 instance types")
	}
	if !access {
		return
	}
	if !atRest || !between || has(r.in, "domainEndpointOptions", "enforceHttps") && !flag(r.in, "domainEndpointOptions", "enforceHttps") {
		r.fail("advancedSecurityOptions", "Advanced security needs encryption at rest, node-to-node encryption and HTTPS")
	}
	r.matches(arnForm, "an ARN", "advancedSecurityOptions", "masterUserOptions", "masterUserArn")
}

func checkSearchLogs(r *rules) {
	kinds := []string{"INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS", "ES_APPLICATION_LOGS", "AUDIT_LOGS"}
	var seen []string
	for i, option := range members(r.in, "logPublishingOptions") {
		kind := text(option, "logType")
		r.within(fmt.Sprintf("logPublishingOptions[%d]", i), option, func(inner *rules) {
			inner.oneOf(kinds, "logType")
			inner.matches(arnForm, "an ARN", "cloudwatchLogGroupArn")
			if kind != "" && slices.Contains(seen, kind) {
				inner.fail("logType", "%s is there already", kind)
			}
			if kind == "AUDIT_LOGS" && !flag(r.in, "advancedSecurityOptions", "enabled") {
				inner.fail("logType", "audit log publishing cannot be enabled as you do not have advanced security options configured.")
			}
		})
		seen = append(seen, kind)
	}
}
