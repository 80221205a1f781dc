package access_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
)

// runners are the types that run one connector each, in the order of platforms.
var runners = []string{
	"aws:ecs/service:Service", "aws:autoscaling/group:Group", "gcp:compute/instanceGroupManager:InstanceGroupManager", "kubernetes:apps/v1:Deployment",
}

// carriers are what stands between a runner and the tokens, each with the outputs by which the others name it.
var carriers = map[string][]string{
	"aws:ecs/taskDefinition:TaskDefinition":          {"arn"},
	"aws:ec2/launchTemplate:LaunchTemplate":          {"id"},
	"aws:secretsmanager/secretVersion:SecretVersion": {"versionId"},
	"gcp:compute/instanceTemplate:InstanceTemplate":  {"id", "selfLink", "selfLinkUnique"},
	"gcp:secretmanager/secretVersion:SecretVersion":  {"id", "name"},
	"kubernetes:core/v1:Secret":                      {"metadata.name"},
}

// texts are all texts in a value, those that are encoded for a machine or a Secret too.
func texts(v resource.PropertyValue) []string {
	v = lifecycletest.Reveal(v)
	var all []string
	switch {
	case v.IsString():
		all = append(all, v.StringValue())
		if decoded, err := base64.StdEncoding.DecodeString(v.StringValue()); err == nil && len(decoded) > 16 {
			all = append(all, string(decoded))
		}
	case v.IsArray():
		for _, each := range v.ArrayValue() {
			all = append(all, texts(each)...)
		}
	case v.IsObject():
		for _, each := range v.ObjectValue() {
			all = append(all, texts(each)...)
		}
	}
	return all
}

func mentions(all []string, part string) bool {
	return part != "" && slices.ContainsFunc(all, func(text string) bool { return strings.Contains(text, part) })
}

// names are how other objects name a carrier.
func names(o sandbox.Object) []string {
	var all []string
	for _, output := range carriers[o.Type] {
		switch value := lifecycletest.Reveal(resource.NewObjectProperty(o.Outputs)); output {
		case "id":
			all = append(all, o.ID)
		default:
			for _, part := range strings.Split(output, ".") {
				value = lifecycletest.Reveal(lifecycletest.Reveal(value).ObjectValue()[resource.PropertyKey(part)])
			}
			if value.IsString() {
				all = append(all, value.StringValue())
			}
		}
	}
	return all
}

// reached are the texts that a runner's connector can come by: its own, and those of what it names, and so on.
func reached(objects []sandbox.Object, runner sandbox.Object) []string {
	all, seen := texts(resource.NewObjectProperty(runner.Outputs)), map[string]bool{}
	for grown := true; grown; {
		grown = false
		for _, o := range objects {
			named := slices.ContainsFunc(names(o), func(name string) bool { return mentions(all, name) })
			if key := o.URN + o.ID; named && !seen[key] && sameVersion(runner, o) {
				seen[key], grown = true, true
				all = append(all, texts(resource.NewObjectProperty(o.Outputs))...)
			}
		}
	}
	return all
}

// sameVersion tells that a machine was made by a launch template as it is now.
func sameVersion(runner, template sandbox.Object) bool {
	if !strings.HasPrefix(template.Type, "aws:ec2/launchTemplate:") {
		return true
	}
	pinned := lifecycletest.Reveal(runner.Outputs["launchTemplate"]).ObjectValue()["version"].StringValue()
	return pinned == fmt.Sprint(template.Outputs["latestVersion"].NumberValue())
}

// alive are the connectors that run with the tokens that Twingate accepts now.
func alive(cloud *sandbox.Cloud) []string {
	objects := cloud.Objects()
	var all []string
	for _, tokens := range objects {
		if tokens.Type != tokensType {
			continue
		}
		access := lifecycletest.Reveal(tokens.Outputs["accessToken"]).StringValue()
		for _, o := range objects {
			if slices.Contains(runners, o.Type) && mentions(reached(objects, o), access) {
				all = append(all, strings.TrimSuffix(resource.URN(tokens.URN).Name(), "-tokens"))
			}
		}
	}
	slices.Sort(all)
	return all
}

func connectors(n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("door-connector-%d", i+1))
	}
	return all
}
