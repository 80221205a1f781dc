package fargate

import (
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
)

// The forms of what only this package takes.
var (
	prefixListID = awsform.Form{Need: "a prefix list's id, such as pl-0a1b2c3d", Pattern: regexp.MustCompile(`^pl-[0-9a-z]+$`)}
	listenerARN  = awsform.Form{
		Need:    "the ARN of a listener, arn:aws:elasticloadbalancing:REGION:ACCOUNT:listener/app/NAME/ID/ID",
		Pattern: regexp.MustCompile(awsform.AnyPartition + `elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:listener/app/[^/ ]+/[^/ ]+/[^/ ]+$`),
	}
	loadBalancerSuffix = awsform.Form{
		Need: "the end of a load balancer's ARN, app/NAME/ID", Pattern: regexp.MustCompile(`^app/[^/ ]+/[^/ ]+$`),
	}
)

func (args *ServiceArgs) checkPlacement(p *component.Problems) {
	ecstask.ClusterARN.Require(p, "ClusterARN", args.ClusterARN)
	awsform.VPCID.Require(p, "VPCID", args.VPCID)
	if n, known := component.Len(args.SubnetIDs); known && n < args.subnets() {
		p.Add("SubnetIDs", args.needSubnets(), n)
	}
	if all, ok := args.SubnetIDs.(pulumi.StringArray); ok {
		for i, each := range all {
			awsform.SubnetID.Require(p, fmt.Sprintf("SubnetIDs[%d]", i), each)
		}
	}
	if n := len(args.ExtraSecurityGroupIDs); n > maxExtraGroups {
		p.Addf("ExtraSecurityGroupIDs", fmt.Sprintf("at most %d: AWS takes 5 for a task, and one is the service's own", maxExtraGroups), "%d", n)
	}
	for i, group := range args.ExtraSecurityGroupIDs {
		awsform.SecurityGroupID.Require(p, fmt.Sprintf("ExtraSecurityGroupIDs[%d]", i), group)
	}
}

// subnets is how many subnets the tasks need: in Production enough to survive the loss of a zone.
func (args *ServiceArgs) subnets() int {
	if args.Profile == component.Production {
		return 2
	}
	return 1
}

func (args *ServiceArgs) needSubnets() string {
	return count(args.subnets(), "subnet") + " or more, each in another zone"
}

func (args *ServiceArgs) checkEgress(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(args.Egress)) {
		e, field := args.Egress[name], fmt.Sprintf("Egress[%q]", name)
		switch {
		case !egressName.MatchString(name):
			p.Add(field, "a name of lower-case letters, digits and hyphens, beginning with a letter", name)
		case name == httpsEgress:
			p.Add(field, "another name: this one is the rule that DisableHTTPSEgress takes away", name)
		}
		p.Between(field+".Port", e.Port, 1, 65535)
		peers := 0
		for _, given := range []bool{component.Given(e.SecurityGroupID), e.CIDR != "", component.Given(e.PrefixListID)} {
			if given {
				peers++
			}
		}
		if peers != 1 {
			p.Add(field, "exactly one of SecurityGroupID, CIDR and PrefixListID", peers)
		}
		if block, err := netip.ParsePrefix(e.CIDR); e.CIDR != "" && (err != nil || !block.Addr().Is4() || block.Masked() != block) {
			p.Add(field+".CIDR", "an IPv4 block without host bits, such as 10.0.0.0/16", e.CIDR)
		}
		awsform.SecurityGroupID.Check(p, field+".SecurityGroupID", e.SecurityGroupID)
		prefixListID.Check(p, field+".PrefixListID", e.PrefixListID)
	}
}
