package twingateconnector

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	block    = "twingateconnector"
	argsType = "Args"
	argsName = block + "." + argsType // how errors name the arguments
)

// What is asked of names of other resources, in words.
const (
	needNetwork = "a network by its name, as projects/PROJECT/global/networks/NAME, or its self link"
	needChannel = "a channel as projects/PROJECT/notificationChannels/NUMBER"
	needPrivate = `the blocks that the resources and their DNS servers are in, such as "10.0.0.0/16"`
)

const (
	anyProject = `projects/([a-z][a-z0-9.-]*:)?[a-z0-9-]+`
	selfLink   = `(https://(www|compute)\.googleapis\.com/compute/[a-z0-9]+/)?`
	anyName    = `[a-z]([a-z0-9-]{0,61}[a-z0-9])?` // RFC 1035, as Compute Engine's documentation has it
)

var (
	componentName  = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	projectID      = regexp.MustCompile(`^([a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$`)
	regionName     = regexp.MustCompile(`^[a-z]+-[a-z]+[0-9]+$`)
	zoneName       = regexp.MustCompile(`^[a-z]+-[a-z]+[0-9]+-[a-z]$`)
	machineName    = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)
	imageName      = regexp.MustCompile(`^` + selfLink + anyProject + `/global/images/(family/)?` + anyName + `$`)
	networkName    = regexp.MustCompile(`^(` + anyName + `|` + selfLink + anyProject + `/global/networks/` + anyName + `)$`)
	subnetworkName = regexp.MustCompile(`^(` + anyName + `|` + selfLink + anyProject + `/regions/([a-z0-9-]+)/subnetworks/` + anyName + `)$`)
	kmsKeyName     = regexp.MustCompile(`^` + anyProject + `/locations/([a-z0-9-]+)/keyRings/[A-Za-z0-9_-]{1,63}/cryptoKeys/[A-Za-z0-9_-]{1,63}$`)
	channelName    = regexp.MustCompile(`^` + anyProject + `/notificationChannels/[0-9]+$`)
)

// needName is what is needed instead of a component's name, which physical names are made from.
var needName = component.NameForm("lower-case letters, digits and hyphens, beginning with a letter", componentName)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *Args) Validate() error {
	p := component.NewProblems(block, argsType)
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	p.CheckProfile(a.Profile)
	remoteaccess.Check(p, &a.Access, a.Profile)
	a.checkPlace(p)
	if p.Require("PrivateCIDRs", needPrivate, a.PrivateCIDRs) {
		remoteaccess.CheckBlocks(p, "PrivateCIDRs", a.PrivateCIDRs)
	}
	remoteaccess.CheckImage(p, "Image", a.Image)
	p.Match("MachineType", "a machine type such as e2-small", a.MachineType, machineName)
	p.Match("BootImage", "an image as projects/PROJECT/global/images/NAME, or a family as projects/PROJECT/global/images/family/NAME", a.BootImage, imageName)
	a.checkKeyAndChannels(p)
	return p.Err()
}

func (args *Args) checkPlace(p *component.Problems) {
	if args.Project != "" {
		p.Match("Project", "a project id", args.Project, projectID)
	}
	if p.Require("Region", "a region such as europe-west1", args.Region) {
		p.Match("Region", "a region such as europe-west1", args.Region, regionName)
	}
	if low := component.ByProfile(args.Profile, 2, 1); len(args.Zones) < low {
		p.Add("Zones", fmt.Sprintf("%d or more zones of the region", low), len(args.Zones))
	}
	for i, zone := range args.Zones {
		field := fmt.Sprintf("Zones[%d]", i)
		switch {
		case !zoneName.MatchString(zone):
			p.Add(field, "a zone such as europe-west1-b", zone)
		case args.Region != "" && !strings.HasPrefix(zone, args.Region+"-"):
			p.Add(field, "a zone of the region "+args.Region, zone)
		case slices.Contains(args.Zones[:i], zone):
			p.Add(field, "each zone once", zone)
		}
	}
	if p.Require("Network", needNetwork, args.Network) {
		p.MatchInput("Network", needNetwork, args.Network, networkName)
	}
	if p.Require("Subnetwork", args.needSubnetwork(), args.Subnetwork) {
		checkKnown(p, "Subnetwork", args.needSubnetwork(), args.Subnetwork, args.isSubnetwork)
	}
}

func (args *Args) checkKeyAndChannels(p *component.Problems) {
	checkKnown(p, "KMSKeyName", args.needKey(), args.KMSKeyName, args.isKey)
	for i, channel := range args.NotificationChannels {
		field := fmt.Sprintf("NotificationChannels[%d]", i)
		if p.Require(field, "a channel", channel) {
			p.MatchInput(field, needChannel, channel, channelName)
		}
	}
}

// checkKnown records a text that is known now and not accepted.
func checkKnown(p *component.Problems, field, need string, in pulumi.StringInput, accepted func(string) bool) {
	value, known := component.Known(in)
	if text, isText := value.(string); known && isText && !accepted(text) {
		p.Add(field, need, text)
	}
}

func (args *Args) needSubnetwork() string {
	return "a subnetwork of the region by its name, as projects/PROJECT/regions/" + args.regionOr("REGION") + "/subnetworks/NAME, or its self link"
}

func (args *Args) isSubnetwork(text string) bool {
	return subnetworkName.MatchString(text) && args.isOfRegion(text, "/regions/")
}

func (args *Args) needKey() string {
	return "a key of the region as projects/PROJECT/locations/" + args.regionOr("REGION") + "/keyRings/RING/cryptoKeys/KEY"
}

func (args *Args) isKey(text string) bool {
	return kmsKeyName.MatchString(text) && args.isOfRegion(text, "/locations/")
}

func (args *Args) regionOr(placeholder string) string {
	if args.Region == "" {
		return placeholder
	}
	return args.Region
}

// isOfRegion tells whether the region that stands behind the segment, if any, is that of the connectors.
func (args *Args) isOfRegion(text, segment string) bool {
	_, rest, found := strings.Cut(text, segment)
	return !found || args.Region == "" || strings.HasPrefix(rest, args.Region+"/")
}
