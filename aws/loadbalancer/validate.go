package loadbalancer

import (
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// The names of the arguments in errors.
const (
	argsType = "Args"
	argsName = "loadbalancer." + argsType
)

// The limits of an application load balancer and of its logs.
const (
	minSubnets       = 2                  // API reference, CreateLoadBalancer
	maxIdleTimeout   = 4000 * time.Second // API reference, LoadBalancerAttribute
	maxRetentionDays = 3650               // our own: ten years are a slip of the keyboard
	// halfOfEverybody is the longest prefix that counts as the internet: two ranges of it are all addresses.
	halfOfEverybody = 1
)

// What is asked of names of other resources, in words.
const (
	needSubnets     = "2 or more different subnets, each in a zone of its own"
	needSubnet      = "the id of a subnet, subnet-…"
	needCertificate = "a certificate of ACM, arn:aws:acm:REGION:ACCOUNT:certificate/ID"
	needWebACL      = "a web ACL of the region, arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID"
	needBucket      = "a bucket's name"
	needKey         = "names of lower-case letters, digits and hyphens, beginning with a letter"
)

var (
	certificateARN = regexp.MustCompile(`^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$`)
	webACLARN      = regexp.MustCompile(`^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/[A-Za-z0-9_-]+/[A-Za-z0-9-]+$`)
	bucketName     = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	keyName        = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *Args) Validate() error {
	p := component.NewProblems("loadbalancer", argsType)
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	p.CheckProfile(a.Profile)
	a.checkNetwork(p)
	a.checkSources(p)
	a.checkListeners(p)
	a.checkAccessLogs(p)
	a.checkAlarms(p)
	return p.Err()
}

func (args *Args) checkNetwork(p *component.Problems) {
	awsform.VPCID.Require(p, "VPCID", args.VPCID)
	if value, known := component.Known(args.SubnetIDs); known {
		ids, _ := value.([]any)
		for i, id := range ids {
			if text, _ := id.(string); !awsform.SubnetID.Pattern.MatchString(text) {
				p.Add(fmt.Sprintf("SubnetIDs[%d]", i), needSubnet, id)
			}
		}
		if n := distinct(ids); n < minSubnets {
			p.Add("SubnetIDs", needSubnets, n)
		}
	} else if n, known := component.Len(args.SubnetIDs); known && n < minSubnets {
		p.Add("SubnetIDs", needSubnets, n)
	}
}

func distinct[T comparable](values []T) int {
	seen := map[T]bool{}
	for _, value := range values {
		seen[value] = true
	}
	return len(seen)
}

// enoughSubnets is the check of subnets that are known only later.
func enoughSubnets(ids []string) bool { return distinct(ids) >= minSubnets }

func (args *Args) checkSources(p *component.Problems) {
	seen := map[string]bool{}
	for i, value := range args.AllowFrom {
		field := fmt.Sprintf("AllowFrom[%d]", i)
		prefix, err := netip.ParsePrefix(value)
		switch {
		case err != nil || !prefix.Addr().Is4() || prefix.Masked() != prefix:
			p.Add(field, "an IPv4 range without host bits, such as 10.20.0.0/16", value)
		case seen[value]:
			p.Addf(field, "each range once", "%q again", value)
		case args.Internal && prefix.Bits() <= halfOfEverybody:
			p.Add(field, "the ranges of the clients of an internal load balancer", value)
		}
		seen[value] = true
	}
	switch {
	case args.Internal && len(args.AllowFrom)+len(args.ClientSecurityGroupIDs) == 0:
		p.Add("AllowFrom", "the clients of an internal load balancer, here or in ClientSecurityGroupIDs", nil)
	case !args.Internal && len(args.AllowFrom) == 0:
		p.Addf("AllowFrom", "a range, or nil for everybody", "an empty list")
	}
	if !args.Internal && len(args.ClientSecurityGroupIDs) > 0 {
		p.Addf("ClientSecurityGroupIDs", "Internal, since groups are not seen at public addresses", "a public load balancer")
	}
	checkMap(p, "ClientSecurityGroupIDs", args.ClientSecurityGroupIDs, awsform.SecurityGroupID.Need, awsform.SecurityGroupID.Pattern)
}

func (args *Args) checkListeners(p *component.Problems) {
	if p.Require("CertificateARN", needCertificate, args.CertificateARN) {
		p.MatchInput("CertificateARN", needCertificate, args.CertificateARN, certificateARN)
	}
	checkMap(p, "ExtraCertificateARNs", args.ExtraCertificateARNs, needCertificate, certificateARN)
	p.OneOf("SSLPolicy", string(args.SSLPolicy), string(TLS12), string(TLS12Restricted), string(TLS12PostQuantum),
		string(TLS12FIPS), string(TLS13), string(TLS13FIPS))
	p.OneOf("DesyncMitigation", string(args.DesyncMitigation), string(Defensive), string(Strictest))
	p.BetweenTimes("IdleTimeout", args.IdleTimeout, time.Second, maxIdleTimeout)
	p.MatchInput("WebACLARN", needWebACL, args.WebACLARN, webACLARN)
}

func (args *Args) checkAccessLogs(p *component.Problems) {
	p.MatchInput("AccessLogsBucket", needBucket, args.AccessLogsBucket, bucketName)
	p.Between("AccessLogRetentionDays", args.AccessLogRetentionDays, 1, maxRetentionDays)
	if args.DisableAccessLogs && component.Given(args.AccessLogsBucket) {
		p.Addf("DisableAccessLogs", "no AccessLogsBucket beside it", "both")
	}
}

func (args *Args) checkAlarms(p *component.Problems) {
	awsform.TopicARN.Check(p, "AlarmTopicARN", args.AlarmTopicARN)
	if args.SlowResponse < 0 {
		p.Add("SlowResponse", "more than 0s", args.SlowResponse)
	}
}

// checkMap checks the names and, where they are known, the values of inputs that have names. A value twice is refused: AWS
// keeps it once, so that the deletion of one entry would take the other's away.
func checkMap(p *component.Problems, field string, inputs map[string]pulumi.StringInput, need string, pattern *regexp.Regexp) {
	owner := map[any]string{}
	for _, key := range slices.Sorted(maps.Keys(inputs)) {
		if !keyName.MatchString(key) {
			p.Add(field, needKey, key)
			continue
		}
		each := entry(field, key)
		if p.Require(each, need, inputs[key]) {
			p.MatchInput(each, need, inputs[key], pattern)
		}
		if value, known := component.Known(inputs[key]); known && value != nil {
			if owner[value] != "" {
				p.Addf(each, "each value once", "that of %q again", owner[value])
			}
			owner[value] = key
		}
	}
}

// entry is the path of a map's entry.
func entry(field, key string) string { return fmt.Sprintf("%s[%q]", field, key) }
