package elasticcloud

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/suggest"
)

// cloud is who runs a region.
type cloud string

const (
	onAWS   cloud = "aws"
	onGCP   cloud = "gcp"
	onAzure cloud = "azure"
)

func clouds() []cloud { return []cloud{onAWS, onGCP, onAzure} }

// regions lists the regions of hosted deployments by the clouds' own names (Elastic Cloud documentation, regions; the pages on private
// connectivity have me-west1). The government regions, which are another service, are left out.
func regions(c cloud) []string {
	switch c {
	case onAWS:
		return append(bareRegions(),
			"af-south-1", "ap-east-1", "ap-northeast-2", "ap-south-1", "ca-central-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1",
			"eu-west-2", "eu-west-3", "me-south-1", "us-east-2")
	case onGCP:
		return []string{
			"asia-east1", "asia-northeast1", "asia-northeast3", "asia-south1", "asia-southeast1", "asia-southeast2", "australia-southeast1",
			"europe-north1", "europe-west1", "europe-west2", "europe-west3", "europe-west4", "europe-west9", "me-west1", "northamerica-northeast1",
			"southamerica-east1", "us-central1", "us-east1", "us-east4", "us-west1",
		}
	default:
		return []string{
			"australiaeast", "brazilsouth", "canadacentral", "centralindia", "centralus", "eastus", "eastus2", "francecentral", "japaneast",
			"northeurope", "southafricanorth", "southcentralus", "southeastasia", "uksouth", "westeurope", "westus2",
		}
	}
}

// bareRegions are the regions of AWS that Elastic Cloud had before it had another cloud: they kept their names without a prefix.
func bareRegions() []string {
	return []string{"ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1", "us-west-1", "us-west-2"}
}

// twoNames is the region that public configurations name in both ways: which of them an account has cannot be told from outside.
const twoNames = "eu-central-1"

// hosted is how a hosted deployment names a region of a cloud.
func hosted(c cloud, region string) string {
	if c == onAWS && slices.Contains(bareRegions(), region) {
		return region
	}
	return string(c) + "-" + region
}

// hostedRegions lists all regions as hosted deployments name them.
func hostedRegions() []string {
	var all []string
	for _, c := range clouds() {
		for _, region := range regions(c) {
			all = append(all, hosted(c, region))
		}
	}
	return all
}

// cloud tells by its name who runs the region; also by a wrong one, so that one mistake is not told as three.
func (args *DeploymentArgs) cloud() cloud {
	region := cmp.Or(sameRegion(args.Region), args.Region)
	for _, c := range []cloud{onGCP, onAzure} {
		if strings.HasPrefix(region, string(c)+"-") {
			return c
		}
	}
	return onAWS
}

// regionForm is what a region looks like, in all that is known.
var regionForm = regexp.MustCompile(`^((aws-)?[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}|gcp-[a-z]+-[a-z]+[0-9]{1,2}|azure-[a-z]+[0-9]?)$`)

// checkRegion tells the three vocabularies apart: hosted deployments say us-east-1 and aws-us-east-2, serverless projects aws-us-east-1 and
// aws-us-east-2, the clouds (and the look-up of private-link services) us-east-1 and us-east-2.
func (args *DeploymentArgs) checkRegion(p *component.Problems) {
	const need = "a region as hosted deployments name it, such as us-east-1, aws-us-east-2, gcp-us-central1 or azure-eastus2"
	region := args.Region
	switch same := sameRegion(region); {
	case region == "":
		p.Add("Region", need, nil)
	case same != "" && same != region:
		p.Add("Region", same+", as hosted deployments name this region", region)
	case same != "":
	case args.AllowUnknownRegion:
		p.Match("Region", need, region, regionForm)
	default:
		got := strconv.Quote(region)
		if like := suggest.Closest(region, hostedRegions()); like != "" {
			got += fmt.Sprintf(" (did you mean %s?)", like)
		}
		p.Addf("Region", need+", or AllowUnknownRegion for one that this library does not know yet", "%s", got)
	}
}

// sameRegion finds the hosted name of a known region, by whichever of its names; "" when it is not known.
func sameRegion(name string) string {
	if name == twoNames {
		return name
	}
	for _, c := range clouds() {
		for _, region := range regions(c) {
			if name == region || name == string(c)+"-"+region {
				return hosted(c, region)
			}
		}
	}
	return ""
}
