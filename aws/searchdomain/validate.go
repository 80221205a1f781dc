package searchdomain

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// argsName is how errors name the arguments.
const argsName = "searchdomain.DomainArgs"

const (
	needSubnet     = "subnet ids such as subnet-0a1b2c3d, one for each of Zones and each in another zone"
	needPolicyName = "the name of a log resource policy, from NewLogsPolicy: letters, digits and ._-"
)

var (
	componentName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	policyName    = regexp.MustCompile(`^[A-Za-z0-9._-]{1,255}$`) // our own: CloudWatch Logs documents no form
	clockTime     = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])$`)
)

// needName is what is needed instead of a component's name, which physical names are made from.
var needName = component.NameForm("lower-case letters, digits and single hyphens, beginning with a letter", componentName)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
// It knows what OpenSearch Service accepts, so that a mistake shows before anything is created and not an hour later.
func (args *DomainArgs) Validate() error {
	p := component.NewProblems("searchdomain", "DomainArgs")
	a := args.withDefaults()
	a.checkBasics(p)
	a.checkNetwork(p)
	a.checkVersion(p)
	a.checkRoles(p)
	a.checkData(p)
	a.checkMasters(p)
	a.checkWarm(p)
	a.checkLogs(p)
	a.checkAlarms(p)
	awsform.KeyARN.Check(p, "KMSKeyARN", a.KMSKeyARN)
	p.Match("OffPeakStart", "hh:mm in UTC, such as "+defaultOffPeakStart, a.OffPeakStart, clockTime)
	return p.Err()
}

func (args *DomainArgs) checkBasics(p *component.Problems) {
	p.RequireTags(args.Tags)
	p.CheckProfile(args.Profile)
}

func (args *DomainArgs) checkNetwork(p *component.Problems) {
	awsform.VPCID.Require(p, "VPCID", args.VPCID)
	if n, known := component.Len(args.SubnetIDs); args.checkZones(p) && known && n != args.Zones {
		p.Addf("SubnetIDs", fmt.Sprintf("%d %s", args.Zones, needSubnet), "%d", n)
	}
	if list, isList := args.SubnetIDs.(pulumi.StringArray); isList {
		for i, id := range list {
			awsform.SubnetID.Check(p, fmt.Sprintf("SubnetIDs[%d]", i), id)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(args.ClientSecurityGroupIDs)) {
		field := fmt.Sprintf("ClientSecurityGroupIDs[%q]", name)
		if !componentName.MatchString(name) {
			p.Add(field, "a name of lower-case letters, digits and single hyphens, beginning with a letter", name)
		}
		awsform.SecurityGroupID.Require(p, field, args.ClientSecurityGroupIDs[name])
	}
}

// checkZones says whether the number of subnets can be counted from the number of zones.
func (args *DomainArgs) checkZones(p *component.Problems) bool {
	if args.production() && (args.Zones < 2 || args.Zones > 3) {
		p.Addf("Zones", "2 or 3 in production", "%d", args.Zones)
		return false
	}
	return p.Between("Zones", args.Zones, 1, 3)
}

// acceptsSubnets is the check of what is known only later.
func (args *DomainArgs) acceptsSubnets(ids []string) bool {
	return len(ids) == args.Zones && !slices.ContainsFunc(ids, func(id string) bool { return !awsform.SubnetID.Pattern.MatchString(id) })
}

func (args *DomainArgs) checkRoles(p *component.Problems) {
	awsform.RoleARN.Require(p, "MasterRoleARN", args.MasterRoleARN)
	if list, isList := args.AccessRoleARNs.(pulumi.StringArray); isList {
		for i, arn := range list {
			awsform.RoleARN.Require(p, fmt.Sprintf("AccessRoleARNs[%d]", i), arn)
		}
	}
}

func (args *DomainArgs) checkLogs(p *component.Problems) {
	if args.DisableLogs {
		return
	}
	awsform.CheckLogRetention(p, "LogRetentionDays", args.LogRetentionDays)
	if p.Require("LogsPolicyName", needPolicyName+", or DisableLogs", args.LogsPolicyName) {
		p.MatchInput("LogsPolicyName", needPolicyName, args.LogsPolicyName, policyName)
	}
}

func (args *DomainArgs) checkAlarms(p *component.Problems) {
	need := awsform.TopicARN.Need + ", or DisableAlarms: alarms that tell nobody help nobody"
	if args.production() && !args.DisableAlarms && !p.Require("AlarmTopicARN", need, args.AlarmTopicARN) {
		return
	}
	awsform.TopicARN.Check(p, "AlarmTopicARN", args.AlarmTopicARN)
}

// offPeak reads the hour and minute of "22:00", which has been checked.
func (args *DomainArgs) offPeak() (hour, minute int) {
	h, m, _ := strings.Cut(args.OffPeakStart, ":")
	hour, _ = strconv.Atoi(h) // digits, by the pattern
	minute, _ = strconv.Atoi(m)
	return hour, minute
}
