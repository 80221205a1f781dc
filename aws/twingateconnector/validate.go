package twingateconnector

import (
	"fmt"
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

var componentName = regexp.MustCompile(`^[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?$`)

// needName is what is needed instead of a component's name, which physical names are made from.
var needName = component.NameForm("letters, digits and hyphens, beginning with a letter", componentName)

// check records what is wrong with the arguments that connectors have whatever runs them.
func (c *common) check(p *component.Problems) {
	p.RequireTags(c.tags)
	p.CheckProfile(c.profile)
	remoteaccess.Check(p, c.access, c.profile)
	awsform.VPCID.Require(p, "VPCID", c.vpcID)
	c.checkSubnets(p)
	c.checkPrivate(p)
	awsform.KeyARN.Check(p, "KMSKeyARN", c.kmsKeyARN)
	awsform.PolicyARN.Check(p, "PermissionsBoundaryARN", c.permissionsBoundaryARN)
	awsform.TopicARN.Check(p, "AlarmTopicARN", c.alarmTopicARN)
}

func (c *common) checkSubnets(p *component.Problems) {
	if n, known := component.Len(c.subnetIDs); known && n < c.subnets() {
		p.Add("SubnetIDs", c.needSubnets(), n)
		return
	}
	all, _ := c.subnetIDs.(pulumi.StringArray)
	var ids []string
	for i, each := range all {
		awsform.SubnetID.Require(p, fmt.Sprintf("SubnetIDs[%d]", i), each)
		if value, known := component.Known(each); known && value != nil {
			ids = append(ids, fmt.Sprint(value))
		}
	}
	if len(all) > 0 && len(ids) == len(all) && !c.enoughSubnets(ids) {
		p.Add("SubnetIDs", c.needSubnets(), "the same one twice")
	}
}

// checkPrivate checks the networks that the resources are in, and with them the number of rules of the security group.
func (c *common) checkPrivate(p *component.Problems) {
	const field, need = "PrivateCIDRs", `the blocks that the resources and their DNS servers are in, such as "10.0.0.0/16"`
	if !p.Require(field, need, c.privateCIDRs) {
		return
	}
	remoteaccess.CheckBlocks(p, field, c.privateCIDRs)
	if n := len(c.egress()); n > maxRules {
		p.Addf(field, fmt.Sprintf("at most %d rules: one for each range of ports of the resources in each block, and %d for Twingate",
			maxRules, len(remoteaccess.Anywhere())), "%d", n)
	}
}
