package simcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	stackQuestion          = "ec:index/getStack:getStack"
	templatesQuestion      = "ec:index/getDeploymentTemplates:getDeploymentTemplates"
	privateLinkQuestion    = "ec:index/getAwsPrivatelinkEndpoint:getAwsPrivatelinkEndpoint"
	serviceConnectQuestion = "ec:index/getGcpPrivateServiceConnectEndpoint:getGcpPrivateServiceConnectEndpoint"
)

// questions are what data sources refuse; without an entry one takes every argument.
func questions() map[string]func(in resource.PropertyMap) []Failure {
	return map[string]func(in resource.PropertyMap) []Failure{
		stackQuestion: askStack, templatesQuestion: askRegion, privateLinkQuestion: askPrivate, serviceConnectQuestion: askPrivate,
		groupQuestion: askID, groupsQuestion: askOneGroupFilter, connectorQuestion: askID,
		remoteNetworkQuestion: askIDOrName, securityPolicyQuestion: askIDOrName, usersQuestion: askOneUserFilter,
	}
}

// stacks are the versions that every region has, the newest first. Any other version can be deployed too.
var stacks = []string{"9.1.4", "9.1.0", "9.0.7", "8.19.4", "8.18.7", "8.17.10", "8.15.3", "7.17.29"}

// minUpgradable are the oldest versions that can be upgraded to a major version.
var minUpgradable = map[int]string{7: "6.8.0", 8: "7.17.0", 9: "8.18.0"}

// numbers of a version: major, minor, patch. A pre-release counts as its release.
func numbers(version string) [3]int {
	var n [3]int
	release, _, _ := strings.Cut(version, "-")
	for i, part := range strings.SplitN(release, ".", 3) {
		n[i], _ = strconv.Atoi(part) // no number is 0: the check has refused it before
	}
	return n
}

func compareVersions(a, b string) int {
	x, y := numbers(a), numbers(b)
	return slices.Compare(x[:], y[:])
}

// upgradable tells whether a deployment can go from one version to another: to a newer one, and into a major version from the last
// minor ones before it; to 9.0 from 8.18 alone, and to what follows from 8.19 or 9.0.
func upgradable(from, to string) bool {
	major := numbers(to)[0]
	oldest, known := minUpgradable[major]
	if was := numbers(from); was[0] == 8 && major == 9 {
		return was[1] == 18 && numbers(to)[1] == 0 || was[1] == 19 && numbers(to)[1] > 0
	}
	return compareVersions(to, from) > 0 && (numbers(from)[0] == major || known && compareVersions(from, oldest) >= 0)
}

// stackOf finds the version that a question asks for; an expression may match anywhere in it.
func stackOf(in resource.PropertyMap) (string, []Failure) {
	asked := text(in, "versionRegex")
	if region := text(in, "region"); !hostedRegion(region) {
		return "", []Failure{{"region", fmt.Sprintf("%s: Region [%s] not found", noRegion, region)}}
	}
	if asked == "latest" {
		return stacks[0], nil
	}
	form, err := regexp.Compile(asked)
	if err != nil {
		return "", []Failure{{"versionRegex", fmt.Sprintf("failed to compile the version_regex: %v", err)}}
	}
	if i := slices.IndexFunc(stacks, form.MatchString); i >= 0 {
		return stacks[i], nil
	}
	return "", []Failure{{"versionRegex", fmt.Sprintf("failed to obtain a stack version matching %q: please specify a valid version_regex", asked)}}
}

func askStack(in resource.PropertyMap) []Failure {
	_, failures := stackOf(in)
	return failures
}

func answerStack(s subject) resource.PropertyMap {
	version, _ := stackOf(s.in)
	var newer []string
	for _, other := range slices.Backward(stacks) {
		if upgradable(version, other) {
			newer = append(newer, other)
		}
	}
	return resource.PropertyMap{
		"id": str(s.digits("stack", 9)), "version": str(version), "minUpgradableFrom": str(minUpgradable[numbers(version)[0]]),
		"upgradableTos": strs(newer), "accessible": boolean(true), "allowlisted": boolean(true),
	}
}

// templateKinds are the hardware profiles of each cloud; the last one is deprecated.
var templateKinds = map[string][]string{
	"aws": {
		"storage-optimized", "storage-optimized-dense", "cpu-optimized", "cpu-optimized-arm", "general-purpose", "general-purpose-arm",
		"vector-search-optimized-arm", "io-optimized-v2",
	},
	"gcp":   {"storage-optimized", "storage-optimized-dense", "cpu-optimized", "general-purpose", "vector-search-optimized", "io-optimized-v2"},
	"azure": {"storage-optimized", "cpu-optimized", "general-purpose", "vector-search-optimized", "io-optimized-v2"},
}

func askRegion(in resource.PropertyMap) []Failure {
	if region := text(in, "region"); !hostedRegion(region) {
		return []Failure{{"region", fmt.Sprintf("%s: Region [%s] was not found", noTemplateRegion, region)}}
	}
	return nil
}

func answerTemplates(s subject) resource.PropertyMap {
	cloud, _ := cloudOfRegion(text(s.in, "region"))
	kinds := templateKinds[cloud]
	var templates []resource.PropertyMap
	for i, kind := range kinds {
		id, deprecated, oldest := cloud+"-"+kind, i == len(kinds)-1, "7.17.0"
		if deprecated && !flag(s.in, "showDeprecated") {
			continue
		}
		if wanted := text(s.in, "id"); wanted != "" && wanted != id {
			continue
		}
		if version := text(s.in, "stackVersion"); version != "" && compareVersions(version, oldest) < 0 {
			continue
		}
		templates = append(templates, resource.PropertyMap{
			"id": str(id), "name": str(strings.ReplaceAll(kind, "-", " ")), "deprecated": boolean(deprecated), "minStackVersion": str(oldest),
			"elasticsearch": resource.NewObjectProperty(templateTiers(id)),
		})
	}
	return resource.PropertyMap{"templates": objects(templates...)}
}

// templateTiers have the sizes of the storage-optimized hardware on AWS, whatever the template.
func templateTiers(template string) resource.PropertyMap {
	all := []string{"1g", "2g", "4g", "8g", "15g", "29g", "58g"}
	tier := func(name, size string, sizes []string) resource.PropertyValue {
		return resource.NewObjectProperty(resource.PropertyMap{
			"availableSizes": strs(sizes), "defaultSize": str(size), "sizeResource": str("memory"),
			"instanceConfigurationId": str(template + "." + name), "instanceConfigurationVersion": num(1),
		})
	}
	return resource.PropertyMap{
		"hot": tier("hot", "8g", all), "warm": tier("warm", "0g", all[1:]), "cold": tier("cold", "0g", all[1:]),
		"frozen": tier("frozen", "0g", all[2:]), "ml": tier("ml", "0g", all), "master": tier("master", "0g", all),
		"coordinating": tier("coordinating", "0g", all),
	}
}

// askPrivate wants a region as its cloud spells it.
func askPrivate(in resource.PropertyMap) []Failure {
	if region := text(in, "region"); region == "" || prefixedRegion.MatchString(region) {
		return []Failure{{"region", fmt.Sprintf("could not find a privatelink endpoint for region: %s", region)}}
	}
	return nil
}

// answerPrivateLink has the true values of us-east-1, and made-up ones of the same form elsewhere.
func answerPrivateLink(s subject) resource.PropertyMap {
	region := text(s.in, "region")
	service, zones := s.hex("service", 17), []string{"1", "2", "3"}
	if region == "us-east-1" {
		service, zones = "0e42e1e06ed010238", []string{"2", "4", "6"}
	}
	for i := range zones {
		zones[i] = shortRegion(region) + "-az" + zones[i]
	}
	return resource.PropertyMap{
		"id": str(region), "vpcServiceName": str("com.amazonaws.vpce." + region + ".vpce-svc-" + service),
		"domainName": str("vpce." + region + ".aws.elastic-cloud.com"), "zoneIds": strs(zones),
	}
}

// oldServiceConnect are the regions of Google Cloud whose private zones have the older domain.
var oldServiceConnect = []string{"asia-northeast1", "europe-west1", "europe-west3", "us-central1", "us-west1"}

func answerServiceConnect(s subject) resource.PropertyMap {
	region, domain := text(s.in, "region"), "elastic-cloud.com"
	if slices.Contains(oldServiceConnect, region) {
		domain = "cloud.es.io"
	}
	return resource.PropertyMap{
		"id": str(region), "domainName": str("psc." + region + ".gcp." + domain),
		"serviceAttachmentUri": str(fmt.Sprintf("projects/cloud-production-168820/regions/%[1]s/serviceAttachments/proxy-psc-production-%[1]s-v1-attachment", region)),
	}
}
