package ekscluster

import (
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

const (
	maxPublicBlocks = 40 // EKS quotas, public endpoint access CIDR ranges per cluster
	widestPublic    = 8  // our own: the largest block that one owner has
	widestService   = 12 // EKS API reference, KubernetesNetworkConfigRequest
	narrowService   = 24 // the same
)

var (
	slotPattern = regexp.MustCompile(`^[a-z][a-z0-9]{0,11}$`)
	lowerName   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
)

const needLowerName = "lower-case letters, digits and single hyphens, beginning with a letter"

// needName is what is needed instead of a component's name, which physical names are made from.
var needName = component.NameForm(needLowerName, lowerName)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *Args) Validate() error {
	p := component.NewProblems(block, argsName)
	a := args.withDefaults()
	a.checkBasics(p)
	a.checkVersions(p)
	a.checkSubnets(p, args.NodeSubnetIDs)
	a.checkEndpoint(p)
	a.checkServiceCIDR(p)
	a.checkNodeGroups(p)
	a.checkAccess(p)
	awsform.KeyARN.Check(p, "KMSKeyARN", a.KMSKeyARN)
	awsform.KeyARN.Check(p, "LogKMSKeyARN", a.LogKMSKeyARN)
	awsform.CheckLogRetention(p, "LogRetentionDays", a.LogRetentionDays)
	awsform.PolicyARN.Check(p, "PermissionsBoundaryARN", a.PermissionsBoundaryARN)
	a.checkAlarmTopic(p)
	return p.Err()
}

func (args *Args) checkBasics(p *component.Problems) {
	p.RequireTags(args.Tags)
	p.Match("Slot", `1 to 12 lower-case letters and digits, a letter first, such as "blue"`, args.Slot, slotPattern)
	if args.Generation < 1 {
		p.Add("Generation", "1 or more", args.Generation)
	}
	p.CheckProfile(args.Profile)
}

func (args *Args) checkAlarmTopic(p *component.Problems) {
	awsform.TopicARN.Check(p, "AlarmTopicARN", args.AlarmTopicARN)
	if args.Profile == component.Production && !args.DisableAlarms {
		p.Require("AlarmTopicARN", awsform.TopicARN.Need+", or DisableAlarms", args.AlarmTopicARN)
	}
}

// subnetCount is the fewest subnets of a list, each in another zone.
type subnetCount int

func (least subnetCount) need() string {
	return fmt.Sprintf("%d or more subnet ids such as subnet-0a1b2c3d, each in another zone", least)
}

// accepts is the check of what is known only later.
func (least subnetCount) accepts(ids []string) bool {
	distinct := slices.Compact(slices.Sorted(slices.Values(ids)))
	return len(distinct) == len(ids) && len(ids) >= int(least) &&
		!slices.ContainsFunc(ids, func(id string) bool { return !awsform.SubnetID.Pattern.MatchString(id) })
}

// pass hands subnets on to a resource.
func (least subnetCount) pass(in pulumi.StringArrayInput, field string) pulumi.StringArrayOutput {
	return component.CheckStrings(in, block+"."+argsName, field, least.need(), least.accepts)
}

// clusterSubnets is what EKS needs; nodeSubnets what it takes to survive the loss of a zone.
const clusterSubnets subnetCount = 2

func (args *Args) nodeSubnets() subnetCount {
	return component.ByProfile(args.Profile, subnetCount(2), subnetCount(1))
}

// checkSubnets takes the nodes' subnets as they were given: by default they are those of the cluster, whose mistakes are told once.
func (args *Args) checkSubnets(p *component.Problems, forNodes pulumi.StringArrayInput) {
	clusterSubnets.check(p, "SubnetIDs", args.SubnetIDs)
	if component.Given(forNodes) {
		args.nodeSubnets().check(p, "NodeSubnetIDs", forNodes)
	}
}

func (least subnetCount) check(p *component.Problems, field string, in pulumi.StringArrayInput) {
	if n, known := component.Len(in); known && n < int(least) {
		p.Addf(field, least.need(), "%d", n)
	}
	list, isList := in.(pulumi.StringArray)
	seen := map[any]bool{}
	for i, id := range list {
		at := fmt.Sprintf("%s[%d]", field, i)
		if !isList || !p.Require(at, awsform.SubnetID.Need, id) {
			continue
		}
		awsform.SubnetID.Check(p, at, id)
		if value, known := component.Known(id); known {
			if seen[value] {
				p.Add(at, "each subnet once", value)
			}
			seen[value] = true
		}
	}
}

func (args *Args) checkEndpoint(p *component.Problems) {
	if n := len(args.AllowPublicEndpoint); n > maxPublicBlocks {
		p.Addf("AllowPublicEndpoint", fmt.Sprintf("%d blocks or fewer", maxPublicBlocks), "%d", n)
	}
	for i, text := range args.AllowPublicEndpoint {
		prefix, err := netip.ParsePrefix(text)
		if err != nil || !prefix.Addr().Is4() || prefix.Masked() != prefix || prefix.Bits() < widestPublic || !isPublic(prefix.Addr()) {
			p.Add(fmt.Sprintf("AllowPublicEndpoint[%d]", i),
				"a block of public IPv4 addresses, /8 or smaller, such as 203.0.113.0/24", text)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(args.ClientSecurityGroupIDs)) {
		field := fmt.Sprintf("ClientSecurityGroupIDs[%q]", name)
		p.Match(field, "a name of "+needLowerName, name, lowerName)
		awsform.SecurityGroupID.Require(p, field, args.ClientSecurityGroupIDs[name])
	}
}

// isPublic leaves out what EKS calls reserved addresses.
func isPublic(a netip.Addr) bool { return a.IsGlobalUnicast() && !a.IsPrivate() }

func (args *Args) checkServiceCIDR(p *component.Problems) {
	if args.ServiceCIDR == "" {
		return
	}
	prefix, err := netip.ParsePrefix(args.ServiceCIDR)
	if err != nil || !prefix.Addr().Is4() || prefix.Masked() != prefix || !prefix.Addr().IsPrivate() ||
		prefix.Bits() < widestService || prefix.Bits() > narrowService {
		p.Add("ServiceCIDR", "a block of private IPv4 addresses, /12 to /24, such as 10.100.0.0/16", args.ServiceCIDR)
	}
}

// checkAccess looks at who may do what. EKS has one entry for each role.
func (args *Args) checkAccess(p *component.Problems) {
	awsform.RoleARN.Require(p, "DeployerARN", args.DeployerARN)
	holders := map[string]string{}
	if arn, known := component.Known(args.DeployerARN); known && arn != nil {
		holders[fmt.Sprint(arn)] = "DeployerARN"
	}
	for _, name := range slices.Sorted(maps.Keys(args.Access)) {
		access, at := args.Access[name], fmt.Sprintf("Access[%q]", name)
		p.Match(at, "a name of "+needLowerName, name, lowerName)
		if name == deployer {
			p.Add(at, "another name, because DeployerARN has this one", name)
		}
		awsform.RoleARN.Require(p, at+".PrincipalARN", access.PrincipalARN)
		if arn, known := component.Known(access.PrincipalARN); known && arn != nil {
			if holder := holders[fmt.Sprint(arn)]; holder != "" {
				p.Addf(at+".PrincipalARN", "a role without an entry", "that of %s", holder)
			}
			holders[fmt.Sprint(arn)] = at
		}
		access.check(p, at)
	}
}

var (
	namespacePattern = regexp.MustCompile(`^[a-z0-9*]([-a-z0-9*]{0,61}[a-z0-9*])?$`)
	groupPattern     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9:._/@-]*$`)
)

func (a Access) check(p *component.Problems, at string) {
	if a.Policy != "" {
		p.OneOf(at+".Policy", string(a.Policy), string(ClusterAdmin), string(Admin), string(Edit), string(View), string(AdminView))
	} else if len(a.Groups) == 0 {
		p.Add(at+".Policy", "an access policy, or Groups", nil)
	}
	if len(a.Namespaces) > 0 && a.Policy == "" {
		p.Add(at+".Namespaces", "a Policy that they bound", a.Namespaces)
	}
	for i, namespace := range a.Namespaces {
		p.Match(fmt.Sprintf("%s.Namespaces[%d]", at, i), "a namespace's name, in which * stands for any letters", namespace, namespacePattern)
	}
	for i, group := range a.Groups {
		if !groupPattern.MatchString(group) || strings.HasPrefix(group, "system:") {
			p.Add(fmt.Sprintf("%s.Groups[%d]", at, i), "a group's name that does not begin with system:", group)
		}
	}
}
