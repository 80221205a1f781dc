package simcloud

import (
	"encoding/base64"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const launchTemplateToken = "aws:ec2/launchTemplate:LaunchTemplate"

var launchTemplateName = regexp.MustCompile(`^[a-zA-Z0-9().\-/_]+$`)

// awsLaunchTemplateModels models launch templates. Which inputs replace is in the table. A template that a node group uses
// can be deleted: EKS starts nodes from a copy, and the group needs the template again when it changes.
func awsLaunchTemplateModels() []model {
	return []model{{
		token: launchTemplateToken,
		name:  nameRule{property: "name", min: 3, max: 128, pattern: launchTemplateName, says: "letters, digits and ().-/_", unique: true},
		check: checkLaunchTemplate,
		outputs: func(s subject) resource.PropertyMap {
			out := defaults(s, resource.PropertyMap{"namePrefix": str(""), "defaultVersion": num(1)})
			out["arn"], out["latestVersion"] = str(s.arn("launch-template/"+s.id)), num(1)
			out["metadataOptions"] = s.block("metadataOptions", resource.PropertyMap{
				"httpEndpoint": str("enabled"), "httpProtocolIpv6": str(""), "httpPutResponseHopLimit": num(0), "httpTokens": str(""),
				"instanceMetadataTags": str(""),
			})
			return out
		},
		follow: []string{"latestVersion"},
		admit:  numberLaunchTemplate,
	}}
}

func checkLaunchTemplate(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.atMost(128-26, "namePrefix")
	if given(in, "name") && given(in, "namePrefix") {
		r.fail("name", "conflicts with namePrefix")
	}
	if given(in, "defaultVersion") && given(in, "updateDefaultVersion") {
		r.fail("defaultVersion", "conflicts with updateDefaultVersion")
	}
	if given(in, "securityGroupNames") && given(in, "vpcSecurityGroupIds") {
		r.fail("securityGroupNames", "conflicts with vpcSecurityGroupIds")
	}
	r.positive("defaultVersion")
	r.atMost(255, "description")
	if given(in, "instanceRequirements") && given(in, "instanceType") {
		r.fail("instanceType", "conflicts with instanceRequirements")
	}
	checkUserData(r)
	if profile := object(in, "iamInstanceProfile"); given(profile, "arn") && given(profile, "name") {
		r.fail("iamInstanceProfile.arn", "conflicts with name")
	}
	r.within("metadataOptions", object(in, "metadataOptions"), func(r *rules) {
		r.oneOf([]string{"enabled", "disabled"}, "httpEndpoint")
		r.oneOf([]string{"optional", "required"}, "httpTokens")
		r.oneOf([]string{"enabled", "disabled"}, "httpProtocolIpv6")
		r.oneOf([]string{"enabled", "disabled"}, "instanceMetadataTags")
		r.between(1, 64, "httpPutResponseHopLimit")
	})
	return r.failures
}

// checkUserData wants base64 of at most as much as EC2 takes.
func checkUserData(r *rules) {
	const most = 16 << 10
	got := text(r.in, "userData")
	plain, err := base64.StdEncoding.DecodeString(got)
	switch {
	case err != nil:
		r.fail("userData", "need base64, got %d characters that are none", len(got))
	case len(plain) > most:
		r.fail("userData", "need at most %d bytes, got %d", most, len(plain))
	}
}

// numberLaunchTemplate counts the versions: every change but one of the tags or of the default makes a new one.
func numberLaunchTemplate(was, o Object, _ []Object) refusal {
	if was.URN == "" {
		return refusal{}
	}
	newest, _ := number(was.Outputs, "latestVersion")
	usual, _ := number(was.Outputs, "defaultVersion")
	outside := []resource.PropertyKey{"tags", "defaultVersion", "updateDefaultVersion"}
	for name := range union(was.Inputs, o.Inputs) {
		if !resource.IsInternalPropertyKey(name) && !slices.Contains(outside, name) && !same(was.Inputs[name], o.Inputs[name]) {
			newest++
			break
		}
	}
	if wanted, ok := number(o.Inputs, "defaultVersion"); ok {
		usual = wanted
	} else if flag(o.Inputs, "updateDefaultVersion") {
		usual = newest
	}
	if usual > newest {
		return refuse("InvalidLaunchTemplateId.VersionNotFound", "Could not find the specified version %v for the launch template with ID %s.", usual, o.ID)
	}
	o.Outputs["latestVersion"], o.Outputs["defaultVersion"] = num(newest), num(usual)
	return refusal{}
}
