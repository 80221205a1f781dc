package tagging_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/tagging"
)

// The platforms' own rules, written down a second time and independently of the package.
var (
	awsKey        = regexp.MustCompile(`^[\p{L}\p{N} +\-=._:/@]{1,128}$`)
	awsValue      = regexp.MustCompile(`^[\p{L}\p{N} +\-=._:/@]{1,256}$`)
	gcpKey        = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,62}$`)
	gcpValue      = regexp.MustCompile(`^[a-z0-9_-]{1,63}$`)
	kubernetesKey = regexp.MustCompile(`^(app\.kubernetes\.io/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$`)
	kubernetesVal = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$`)
)

// requireLegal checks everything a set renders against the platforms' rules.
func requireLegal(t testing.TB, set tagging.Set) {
	t.Helper()
	size := len(set.Map())
	for name, r := range map[string]struct {
		tags       pulumi.StringMap
		key, value *regexp.Regexp
	}{
		"AWS":                {set.AWS(), awsKey, awsValue},
		"Google Cloud":       {set.GCPLabels(), gcpKey, gcpValue},
		"Kubernetes label":   {set.KubernetesLabels(), kubernetesKey, kubernetesVal},
		"Kubernetes comment": {set.KubernetesAnnotations(), kubernetesKey, awsValue},
	} {
		require.Len(t, r.tags, size, "%s: nothing is dropped", name)
		for k, v := range r.tags {
			require.Regexp(t, r.key, k, name)
			require.Regexp(t, r.value, string(v.(pulumi.String)), name)
		}
	}
}

func TestRenderersFold(t *testing.T) {
	long := strings.Repeat("a", 70)
	tests := []struct{ value, gcp, kubernetes string }{
		{"checkout", "checkout", "checkout"},
		{"Team Pay", "team-pay", "Team-Pay"},
		{"a@b.c", "a_at_b-c", "a_at_b.c"},
		{"v1.2.3", "v1-2-3", "v1.2.3"},
		{"https://x.io/a=b", "https---x-io-a-b", "https---x.io-a-b"},
		{"-edge-", "-edge-", "edge"},
		{"_x.", "_x-", "x"},
		{"Zürich", "z-rich", "Z-rich"},
		{"@", "_at_", "at"},
		{strings.Repeat("b", 63), strings.Repeat("b", 63), strings.Repeat("b", 63)},
		{long, strings.Repeat("a", 55) + "-npk6ka2", strings.Repeat("a", 55) + "-npk6ka2"},
		{strings.Repeat("-", 60) + "abcdef", "cpwnml6", "abcdef"},
	}
	for _, tt := range tests {
		t.Run(tt.value, func(t *testing.T) {
			set, err := create(t, tagging.DefaultPolicy(), with("extra", tt.value))
			require.NoError(t, err)
			requireLegal(t, set)
			assert.Equal(t, pulumi.String(tt.value), set.AWS()["extra"])
			assert.Equal(t, pulumi.String(tt.gcp), set.GCPLabels()["extra"])
			assert.Equal(t, pulumi.String(tt.kubernetes), set.KubernetesLabels()["extra"])
			assert.Equal(t, pulumi.String(tt.value), set.KubernetesAnnotations()["extra"])
		})
	}
}

func TestLongValuesStayDistinct(t *testing.T) {
	head := strings.Repeat("service-", 10)
	one, err := create(t, tagging.DefaultPolicy(), with("extra", head+"one"))
	require.NoError(t, err)
	two, err := create(t, tagging.DefaultPolicy(), with("extra", head+"two"))
	require.NoError(t, err)
	assert.NotEqual(t, one.GCPLabels()["extra"], two.GCPLabels()["extra"])
	assert.NotEqual(t, one.KubernetesLabels()["extra"], two.KubernetesLabels()["extra"])
}

func TestProjectAndStackNamesAreFolded(t *testing.T) {
	stack := "Feature_" + strings.Repeat("x", 80) + ".1"
	inStack(t, "Shop.Web", stack, func(ctx *pulumi.Context) {
		set, err := tagging.New(ctx, tagging.DefaultPolicy(), full())
		if assert.NoError(t, err) {
			requireLegal(t, set)
			assert.Equal(t, pulumi.String("shop-web"), set.GCPLabels()["pulumi-project"])
			assert.Equal(t, pulumi.String(stack), set.AWS()["pulumi-stack"])
		}
	})
}

func TestKubernetesKeysAreLegal(t *testing.T) {
	set, err := create(t, tagging.DefaultPolicy(), with("trailing-_-", "v"))
	require.NoError(t, err)
	requireLegal(t, set)
	assert.Equal(t, pulumi.String("v"), set.KubernetesLabels()["trailing"])
	assert.Equal(t, "trailing", tagging.KubernetesKey("trailing-_-"))
	assert.Equal(t, "app.kubernetes.io/managed-by", tagging.KubernetesKey("managed-by"))
}

func TestAWSPairsAreSorted(t *testing.T) {
	set, err := create(t, tagging.DefaultPolicy(), full())
	require.NoError(t, err)
	assert.Equal(t, []tagging.Pair{
		{"cost-center", "cc-1200"}, {"environment", "dev"}, {"managed-by", "pulumi"}, {"owner", "team-pay"},
		{"pulumi-project", "shop"}, {"pulumi-stack", "dev"}, {"service", "checkout"},
	}, set.AWSPairs())
}

func TestTheZeroSetRendersNothing(t *testing.T) {
	var none tagging.Set
	assert.Empty(t, none.Map())
	assert.Empty(t, none.AWSPairs())
	for _, tags := range []pulumi.StringMap{none.AWS(), none.GCPLabels(), none.KubernetesLabels(), none.KubernetesAnnotations()} {
		assert.NotNil(t, tags)
		assert.Empty(t, tags)
	}
}

// FuzzRender gives any key and value: they are refused, or legal on every platform.
func FuzzRender(f *testing.F) {
	for _, seed := range [][2]string{
		{"extra", "Team Pay"}, {"owner_", "a@b.c"}, {"x-", "-_."}, {"managed-by-", strings.Repeat("ä@", 99)},
		{"k", "日本 7"}, {"Key", "\xff"}, {"aws:k", "aws:v"}, {"", ""}, {"k", strings.Repeat("-", 80) + "z"},
		{"k", strings.Repeat("@", 40)}, {"k", strings.Repeat("a-", 40)}, {"k", "İ\u212a"},
	} {
		f.Add(seed[0], seed[1])
	}
	var base tagging.Set
	in(f, func(ctx *pulumi.Context) {
		set, err := tagging.New(ctx, tagging.DefaultPolicy(), full())
		assert.NoError(f, err)
		base = set
	})
	f.Fuzz(func(t *testing.T, key, value string) {
		set, err := base.With(tagging.Tags{key: value})
		if err != nil {
			require.NotEmpty(t, problems(t, err))
			return
		}
		requireLegal(t, set)
		require.Equal(t, value, set.Map()[key])
	})
}
