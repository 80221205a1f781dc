package simcloud_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const launchTemplateType = "aws:ec2/launchTemplate:LaunchTemplate"

func TestLaunchTemplates(t *testing.T) {
	metadata := func(about values) values { return values{"metadataOptions": about} }
	testRules(t, launchTemplateType, nil, []rule{
		{"as it is", nil, "", ""},
		{"short name", values{"name": "ab"}, "name", `need at least 3 characters, got 2 in "ab"`},
		{"long name", values{"name": strings.Repeat("a", 129)}, "name", `need at most 128 characters, got 129 in "` + strings.Repeat("a", 129) + `"`},
		{"name", values{"name": "a b"}, "name", `need letters, digits and ().-/_, got "a b"`},
		{"odd name", values{"name": "nodes/(blue)_1.x"}, "", ""},
		{"prefix", values{"namePrefix": strings.Repeat("a", 103)}, "namePrefix", "need at most 102 characters, got 103"},
		{"name and prefix", values{"name": "abc", "namePrefix": "abc"}, "name", "conflicts with namePrefix"},
		{"two defaults", values{"defaultVersion": 1, "updateDefaultVersion": true}, "defaultVersion", "conflicts with updateDefaultVersion"},
		{"no default", values{"defaultVersion": 0}, "defaultVersion", "need 1 or more, got 0"},
		{"two lists of groups", values{"securityGroupNames": []any{"a"}, "vpcSecurityGroupIds": []any{"sg-1"}}, "securityGroupNames",
			"conflicts with vpcSecurityGroupIds"},
		{"two sizes", values{"instanceType": "a", "instanceRequirements": values{}}, "instanceType", "conflicts with instanceRequirements"},
		{"long text", values{"description": strings.Repeat("a", 256)}, "description", "need at most 255 characters, got 256"},
		{"metadata", metadata(values{"httpTokens": "required", "httpPutResponseHopLimit": 1, "httpEndpoint": "enabled"}), "", ""},
		{"tokens", metadata(values{"httpTokens": "yes"}), "metadataOptions.httpTokens", `need one of optional, required, got "yes"`},
		{"endpoint", metadata(values{"httpEndpoint": "on"}), "metadataOptions.httpEndpoint", `need one of enabled, disabled, got "on"`},
		{"over IPv6", metadata(values{"httpProtocolIpv6": "on"}), "metadataOptions.httpProtocolIpv6", `need one of enabled, disabled, got "on"`},
		{"tags", metadata(values{"instanceMetadataTags": "on"}), "metadataOptions.instanceMetadataTags", `need one of enabled, disabled, got "on"`},
		{"no hops", metadata(values{"httpPutResponseHopLimit": 0}), "metadataOptions.httpPutResponseHopLimit", "need 1 to 64, got 0"},
		{"many hops", metadata(values{"httpPutResponseHopLimit": 65}), "metadataOptions.httpPutResponseHopLimit", "need 1 to 64, got 65"},
	})
	testChanges(t, launchTemplateType, nil, []change{{"name", "abc", "abd", true}, {"namePrefix", "a", "b", true}, {"imageId", "a", "b", false},
		{"instanceType", "a", "b", false}, {"metadataOptions", values{"a": 1}, values{"a": 2}, false}})
}

func TestALaunchTemplateCountsItsVersions(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	base := values{"name": "nodes", "instanceType": "m7g.large"}
	template := made(t, c, launchTemplateType, "nodes", props(base))
	assert.Regexp(t, `^lt-[0-9a-f]{17}$`, template.ID)
	assert.Equal(t, "arn:aws:ec2:us-east-1:123456789012:launch-template/"+string(template.ID), open(template.Outputs["arn"]))
	for _, step := range []struct {
		name          string
		inputs        values
		newest, usual float64
	}{
		{"tags", values{"tags": values{"a": "b"}}, 1, 1},
		{"another size", values{"instanceType": "m7g.xlarge"}, 2, 1},
		{"the same size", values{"instanceType": "m7g.xlarge"}, 2, 1},
		{"a size back", nil, 3, 1},
		{"a default", values{"defaultVersion": 2}, 3, 2},
		{"the newest as the default", values{"updateDefaultVersion": true}, 3, 3},
		{"a new one as the default", values{"updateDefaultVersion": true, "description": "x"}, 4, 4},
	} {
		template = changed(t, c, template, with(base, step.inputs))
		assert.Equal(t, []any{step.newest, step.usual}, []any{open(template.Outputs["latestVersion"]), open(template.Outputs["defaultVersion"])}, step.name)
	}
	assertRefused(t, updated(c, template, with(base, values{"defaultVersion": 9})), "InvalidLaunchTemplateId.VersionNotFound",
		"Could not find the specified version 9 for the launch template with ID "+string(template.ID)+".")

	preview, err := c.Update(ctx, simcloud.Request{
		URN: template.URN, ID: template.ID, OldInputs: template.Inputs, OldOutputs: template.Outputs, Inputs: props(base), Preview: true,
	})
	require.NoError(t, err)
	assert.True(t, preview.Outputs["latestVersion"].IsComputed(), "the number of a version is known once it is made")
	_, err = created(c, launchTemplateType, "again", props(base))
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict)
}
