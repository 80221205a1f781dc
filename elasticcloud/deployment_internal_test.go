package elasticcloud

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
)

func TestWhatADeploymentKeepsForLife(t *testing.T) {
	t.Parallel()
	fixed := map[string]component.Fixed{}
	for _, f := range (&DeploymentArgs{}).fixed() {
		fixed[f.Field] = f
	}
	require.Len(t, fixed, 3)
	for _, field := range []string{"Region", "EncryptionKey"} {
		assert.Nil(t, fixed[field].Allow, "%s never changes", field)
		assert.Contains(t, fixed[field].Instead, "make a second deployment", field)
	}
	assert.NotNil(t, fixed["Network"].Refuse)
}

// A filter that is protected cannot go, so what takes its place must wait.
func TestAProtectedFilterIsNotReplaced(t *testing.T) {
	t.Parallel()
	network := func(choice string, protected bool) any {
		return map[string]any{"choice": choice, "protected": protected}
	}
	for name, test := range map[string]struct {
		old, next any
		refused   bool
	}{
		"another one":           {network("IPAllow", true), network("PrivateLink", true), true},
		"unprotected with it":   {network("IPAllow", true), network("PrivateLink", false), true},
		"unprotected before":    {network("IPAllow", false), network("PrivateLink", true), false},
		"protection alone":      {network("IPAllow", false), network("IPAllow", true), false},
		"from everybody":        {network("Public", true), network("IPAllow", true), false},
		"to everybody":          {network("PrivateLink", true), network("Public", true), true},
		"to everybody, in turn": {network("PrivateLink", false), network("Public", true), false},
	} {
		problems := refuseNetwork(test.old, test.next)
		assert.Equal(t, test.refused, len(problems) == 1, name)
	}
}

func TestUpgrades(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		old, next any
		text      string // "" when it is done in place
	}{
		{"9.1.4", "9.1.5", ""},
		{"9.1.4", "9.10.0", ""},
		{"8.19.6", "9.2.4", ""},
		{"9.10.0", "9.9.9", `need 9.10.0 or newer, because Elasticsearch cannot be downgraded, got "9.9.9"; make a second deployment of that version`},
		{"9.0.0", "8.19.6", `need 9.0.0 or newer, because Elasticsearch cannot be downgraded, got "8.19.6"`},
		{"8.19.6", "10.0.0", `need 9.x.y at most, one major version after 8.19.6, got "10.0.0"; upgrade one major version at a time`},
		{"8.18.0", "9.0.7", ""},
		{"9.0.0", "10.0.0", ""},
		{"8.17.10", "9.0.7", `need 8.18.y first, from which 9.0.7 can be reached, got "9.0.7"; the deployment has 8.17.10`},
		{"8.18.7", "9.1.4", `need 8.19.y first, from which 9.1.4 can be reached, got "9.1.4"; the deployment has 8.18.7`},
		{"8.19.4", "9.0.7", `need 8.18.y first, from which 9.0.7 can be reached, got "9.0.7"; the deployment has 8.19.4`},
		{true, "9.1.4", `need an exact version, got "9.1.4"; the deployment has "true"`},
		{"9.1.4", 9.1, `need an exact version, got "9.1"; the deployment has "9.1.4"`},
		{"latest", "9.1.4", `need an exact version, got "9.1.4"; the deployment has "latest"`},
		{"9.1.4", "latest", `need an exact version, got "latest"; the deployment has "9.1.4"`},
	} {
		problems := refuseVersion(test.old, test.next)
		if test.text == "" {
			assert.Empty(t, problems, "%v to %v", test.old, test.next)
			continue
		}
		require.Len(t, problems, 1, "%v to %v", test.old, test.next)
		assert.Equal(t, "Version", problems[0].Field)
		assert.ErrorContains(t, &problems[0], test.text)
	}
}

// TestTheThreeVocabularies: whatever somebody calls a region, its hosted name is found, and no name stands for two regions.
func TestTheThreeVocabularies(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, c := range clouds() {
		for _, region := range regions(c) {
			name := hosted(c, region)
			if region != twoNames {
				assert.Equal(t, name, sameRegion(region))
			}
			assert.Equal(t, name, sameRegion(string(c)+"-"+region))
			assert.Empty(t, seen[region], region)
			assert.Equal(t, c, (&DeploymentArgs{Region: name}).cloud(), name)
			assert.Regexp(t, regionForm, name)
			seen[region] = name
		}
	}
	for region, name := range map[string]string{
		"us-east-1": "us-east-1", "us-east-2": "aws-us-east-2", "ap-northeast-1": "ap-northeast-1", "ap-northeast-2": "aws-ap-northeast-2",
		"sa-east-1": "sa-east-1", "eu-central-1": "aws-eu-central-1", "us-central1": "gcp-us-central1", "eastus2": "azure-eastus2",
	} {
		assert.Equal(t, name, seen[region], region)
	}
	assert.Len(t, seen, 21+20+16)
}

func TestSizesThatHardwareHas(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]bool{
		0: false, 1: true, 3: false, 7: false, 8: true, 15: true, 17: false, 31: false, 58: true, 64: true, 65: false, 116: true, 120: true, 128: true,
		58 * 32: true, 58 * 33: false, 64 * 32: true, 64 * 33: false,
	} {
		assert.Equal(t, want, offered(size), size)
	}
	assert.True(t, slices.IsSorted(nodeSizes()))
}
