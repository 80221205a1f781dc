package albcontroller

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// The names of the arguments in errors.
const (
	block    = "albcontroller"
	argsType = "Args"
	argsName = block + "." + argsType
)

const (
	maxReplicas = 5 // our own: one of them acts
	// The oldest chart that the settings of this block were read for.
	minChartMajor, minChartMinor = 3, 4
)

const (
	needVersion    = "a chart's version from 3.4.0 on, such as 3.4.2"
	needRepository = "the URL of a chart repository, https://…"
	needImage      = "an image without tag and digest"
	needPolicy     = "a security policy of TLS 1.2 or newer, such as " + DefaultSSLPolicy
	needTagValue   = `a value without ": " and without a colon at its end, which would end the chart's line`
)

var (
	version   = regexp.MustCompile(`^([0-9]{1,4})\.([0-9]{1,4})\.[0-9]{1,4}$`)
	imageName = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?(/[a-z0-9._-]+)+$`)
	sslPolicy = regexp.MustCompile(`^ELBSecurityPolicy-TLS13-1-[23](-Res)?(-PQ|-FIPS)?(-PQ)?-20[0-9]{2}-[0-9]{2}$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *Args) Validate() error {
	p := component.NewProblems(block, argsType)
	a := args.withDefaults()
	a.checkTags(p)
	p.CheckProfile(a.Profile)
	a.place().Check(p)
	awsform.EKSClusterName.Require(p, "ClusterName", a.ClusterName)
	awsform.Region.Require(p, "Region", a.Region)
	awsform.VPCID.Require(p, "VPCID", a.VPCID)
	kubeform.CheckDNSLabel(p, "Namespace", a.Namespace)
	a.checkChart(p)
	p.Between("Replicas", a.Replicas, component.ByProfile(a.Profile, defaultReplicas, defaultDevelopmentReplicas), maxReplicas)
	p.Match("DefaultSSLPolicy", needPolicy, a.DefaultSSLPolicy, sslPolicy)
	kubeform.CheckCPU(p, "CPU", a.CPU)
	kubeform.CheckMemory(p, "Memory", a.Memory)
	awsform.PolicyARN.Check(p, "PermissionsBoundaryARN", a.PermissionsBoundaryARN)
	return p.Err()
}

// checkTags refuses values that the chart would write into its YAML as something else than a text.
func (args *Args) checkTags(p *component.Problems) {
	p.RequireTags(args.Tags)
	tags := args.Tags.Map()
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		if value := tags[key]; strings.Contains(value, ": ") || strings.HasSuffix(value, ":") {
			p.Add(fmt.Sprintf("Tags[%q]", key), needTagValue, value)
		}
	}
}

func (args *Args) checkChart(p *component.Problems) {
	if !enough(args.ChartVersion) {
		p.Add("ChartVersion", needVersion, args.ChartVersion)
	}
	if repository, err := url.Parse(args.ChartRepository); err != nil || repository.Scheme != "https" || repository.Host == "" || repository.User != nil {
		p.Addf("ChartRepository", needRepository, "something else") // it may hold a password
	}
	if args.ImageRepository != "" {
		p.Match("ImageRepository", needImage, args.ImageRepository, imageName)
	}
}

// enough tells whether a chart is new enough.
func enough(text string) bool {
	parts := version.FindStringSubmatch(text)
	if parts == nil {
		return false
	}
	major, _ := strconv.Atoi(parts[1])
	minor, _ := strconv.Atoi(parts[2])
	return major > minChartMajor || major == minChartMajor && minor >= minChartMinor
}
