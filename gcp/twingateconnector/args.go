package twingateconnector

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

// Args describes Twingate connectors on Compute Engine. The zero value of every optional field is the safe choice for production.
// "Restarts" below means that machines are made anew with the change, one connector after the other.
type Args struct {
	// Tags are the mandatory tags; they become labels on everything that can carry them, and tags of the resources in Twingate. Required.
	// A change restarts.
	Tags tagging.Set

	// Access is what does not depend on where connectors run: account, number, rotation, and the resources that they give access to.
	// Access.Account is required.
	Access twingate.Access

	// Region is where the connectors are, such as europe-west1. Required. A change moves them: machines and secrets are made anew, one
	// connector after the other, but without the two minutes between them (see Zones): all can be away together for a minute or two.
	Region string

	// Zones are those of the connectors, such as europe-west1-b: the first connector is in the first zone, and so on, and from the
	// start again. Required: 2 or more of the region, in Development 1. A change of its zone moves a connector: its machine goes, and
	// the next connector is touched as soon as the new one runs, without the two minutes that it takes to connect. So change one
	// zone per update, and none in front of others: two connectors that move in one update can both be away for a minute or two.
	Zones []string

	// Network is the network of the firewall rules and the machines, by its name or self link. It must be of the same project.
	// Required. A change makes new rules, and restarts.
	Network pulumi.StringInput

	// Subnetwork is where the machines get their addresses, by its name or self link: a subnetwork of Network in Region, with a way
	// to the internet through Cloud NAT. Required. A change restarts.
	Subnetwork pulumi.StringInput

	// PrivateCIDRs are the blocks that the resources and their DNS servers are in. Required. Only there connectors reach the ports of
	// resources, and DNS by TCP. What Twingate needs, TCP 443 and 30000 to 31000 and all of UDP, is open to every address, also
	// to private ones outside these blocks. Changed in place.
	PrivateCIDRs []string

	// Project is the project id. Default: the provider's. A change makes everything anew, and all connectors can be away together for a
	// minute or two, as with Region.
	Project string

	// Image is the connector's image, of a registry that asks for no credentials. Default "twingate/connector:1", whose newest release
	// comes with every update. One by its digest is not updated. A change restarts.
	Image string

	// MachineType is the type of the machines, with an x86 processor. Default e2-small, which Twingate recommends. Network throughput
	// comes first, then memory. A change restarts.
	MachineType string

	// BootImage is the image of the machines' disks; it must be a Container-Optimized OS:
	// projects/P/global/images/I, or with /family/F the newest of a family when a machine is made. Default
	// projects/cos-cloud/global/images/family/cos-stable. A change restarts.
	BootImage string

	// KMSKeyName is the customer-managed key of Region that encrypts disks and secrets, which both hold tokens:
	// projects/P/locations/L/keyRings/R/cryptoKeys/K. Default: keys of Google's. The service agents of Compute Engine and of Secret
	// Manager must have the right to use it. A change restarts, and puts the present tokens into new secrets of the same names; the old
	// ones are deleted first.
	KMSKeyName pulumi.StringInput

	// NotificationChannels are the monitoring channels that alerts go to: projects/P/notificationChannels/N.
	// Default none: the alert policies exist and show in the console, but tell nobody.
	NotificationChannels []pulumi.StringInput

	// Profile is Production (default) or Development: one connector, in one zone, and no protection.
	Profile component.Profile

	// DisableAlarms makes no alert policies.
	DisableAlarms bool
}

// Defaults that are not the zero value of their field.
const (
	defaultMachineType = "e2-small"
	defaultBootImage   = "projects/cos-cloud/global/images/family/cos-stable"
)

// withDefaults returns a copy with every default filled in. Slices are shared with the caller's value and only read.
func (args *Args) withDefaults() *Args {
	a := *args
	a.Access = *remoteaccess.WithDefaults(a.Access, a.Profile)
	if a.Image == "" {
		a.Image = remoteaccess.DefaultImage
	}
	if a.MachineType == "" {
		a.MachineType = defaultMachineType
	}
	if a.BootImage == "" {
		a.BootImage = defaultBootImage
	}
	return &a
}
