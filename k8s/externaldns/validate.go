package externaldns

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/imageref"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// The names of the arguments in errors.
const (
	block    = "externaldns"
	argsType = "Args"
	argsName = block + "." + argsType
)

const (
	minInterval = 10 * time.Second // our own: half of what Route 53 answers an account, with five pages of records
	maxInterval = time.Hour        // our own: a name that takes longer is a slip
	maxName     = 63               // of a namespace, RFC 1123; our own for the others
	maxDomain   = 253              // RFC 1035, in text
)

// The forms of what comes from AWS.
var (
	zoneARN = awsform.Form{
		Need:    "a hosted zone's ARN, such as arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ",
		Pattern: regexp.MustCompile(awsform.AnyPartition + `route53:::hostedzone/[A-Z0-9]+$`),
	}
	// ownerID ends up in a quoted TXT record, as a value in a list of key=value.
	ownerID = awsform.Form{
		Need:    "an id that nobody else has, at most 63 letters, digits, dots, hyphens and underscores, a letter or digit first",
		Pattern: regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._-]{0,62}$`),
	}
)

const (
	needDomain  = "a domain in lower case such as blue.example.com, without a dot at either end and without *"
	needPrefix  = "lower-case letters, digits and hyphens around one %{record_type}, with a full stop at the end, such as " + DefaultTXTPrefix
	needImage   = "an image with a tag other than latest, or with a digest"
	needDomains = "the domains that may be changed"
)

var (
	domain = regexp.MustCompile(`^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
	prefix = regexp.MustCompile(`^([a-z0-9][a-z0-9-]*)?%\{record_type\}([a-z0-9-]*[a-z0-9])?\.$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *Args) Validate() error {
	p := component.NewProblems(block, argsType)
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	p.CheckProfile(a.Profile)
	a.place().Check(p)
	awsform.EKSClusterName.Require(p, "ClusterName", a.ClusterName)
	awsform.Region.Require(p, "Region", a.Region)
	if a.Namespace != "" {
		kubeform.CheckDNSLabel(p, "Namespace", a.Namespace)
	}
	a.checkZones(p)
	ownerID.Require(p, "OwnerID", a.OwnerID)
	p.Match("TXTPrefix", needPrefix, a.TXTPrefix, prefix)
	a.checkSources(p)
	a.checkPod(p)
	awsform.PolicyARN.Check(p, "PermissionsBoundaryARN", a.PermissionsBoundaryARN)
	return p.Err()
}

func (args *Args) checkZones(p *component.Problems) {
	p.Require("HostedZoneARNs", "the zones that may be changed", args.HostedZoneARNs)
	seen := map[any]bool{}
	for i, zone := range args.HostedZoneARNs {
		field := entry("HostedZoneARNs", i)
		zoneARN.Require(p, field, zone)
		if value, known := component.Known(zone); known && value != nil {
			if seen[value] {
				p.Addf(field, "each zone once", "%q again", value)
			}
			seen[value] = true
		}
	}
	p.Require("DomainFilters", needDomains, args.DomainFilters)
	for i, filter := range args.DomainFilters {
		field := entry("DomainFilters", i)
		switch {
		case len(filter) > maxDomain || !domain.MatchString(filter):
			p.Add(field, needDomain, filter)
		case slices.Contains(args.DomainFilters[:i], filter):
			p.Addf(field, "each domain once", "%q again", filter)
		}
	}
	if args.ZoneType != "" {
		p.OneOf("ZoneType", string(args.ZoneType), string(PublicZones), string(PrivateZones))
	}
}

func (args *Args) checkSources(p *component.Problems) {
	if len(args.Sources) == 0 {
		p.Addf("Sources", "a source, or nil for Services and Ingresses", "an empty list")
	}
	for i, source := range args.Sources {
		field := entry("Sources", i)
		if p.OneOf(field, string(source), string(Service), string(Ingress)) && slices.Contains(args.Sources[:i], source) {
			p.Addf(field, "each source once", "%q again", source)
		}
	}
	p.BetweenTimes("Interval", args.Interval, minInterval, maxInterval)
}

func (args *Args) checkPod(p *component.Problems) {
	if imageref.Problem(args.Image, false) != "" {
		p.Add("Image", needImage, args.Image)
	}
	kubeform.CheckCPU(p, "CPU", args.CPU)
	kubeform.CheckMemory(p, "Memory", args.Memory)
}

// entry is the path of a list's entry.
func entry(field string, i int) string { return fmt.Sprintf("%s[%d]", field, i) }
