// Package twingateconnector runs Twingate connectors on Compute Engine, the way into private networks for people without a VPN. Nothing comes
// in, each connector has a machine, an account and tokens of its own, and a change comes to one connector after the other.
//
//	access, err := twingateconnector.New(ctx, "access", &twingateconnector.Args{
//		Tags:         tags,
//		Region:       "europe-west1",
//		Zones:        []string{"europe-west1-b", "europe-west1-c"},
//		Network:      network.SelfLink,
//		Subnetwork:   subnetwork.SelfLink,
//		PrivateCIDRs: []string{"10.0.0.0/16"},
//		Access:       twingate.Access{Account: "acme", Resources: resources},
//	})
//
// # What it makes
//
//   - the remote network, role "remote-network", unless one is given; what must not change, role "identity"; and the resources, roles
//     "resource-<key>";
//   - for each connector, roles "connector-1", "connector-2" and so on: the connector in Twingate and its "connector-1-tokens"; its
//     "-account", with two grants: "-secret-access" to its own secret, and "-log-writer" in the project; its "-secret" with the
//     "-secret-version" that holds the tokens; firewall rules for its account, "-deny-ingress", "-allow-twingate", "-allow-private" and
//     "-deny-egress"; the "-template" of its machine, and the "-manager" of a group of one such machine; and an alert policy, "-alarm".
//
// # Defaults
//
//	field                    default
//	Access.Connectors        2; Development 1
//	Access.Name              the component's name, a hyphen and the stack's name
//	Project                  the provider's
//	Image                    twingate/connector:1
//	MachineType              e2-small
//	BootImage                projects/cos-cloud/global/images/family/cos-stable
//	disk                     10 GB, balanced, deleted with its machine
//	KMSKeyName               keys of Google's
//	secrets                  kept in Region alone
//	updates                  every week at 03:00 UTC: connector 1 on Tuesday, 2 on Friday, 3 on Monday, and so on
//	remote network           protected, except in Development or with Access.DisableProtection
//	DisableAlarms            false
//	Shielded VM, OS Login    always on; no external address, no serial port, no SSH keys of the project
//
// Tags, Access.Account, Region, Zones, Network, Subnetwork and PrivateCIDRs have no safe default and are required.
//
// # Tokens
//
// A pair of tokens is in Pulumi's state, encrypted, and in the connector's secret. The machine's metadata only name the version of the
// secret. At every start a script asks the metadata server for an access token of the machine's account and Secret Manager for that
// version, and writes the tokens into a file in memory that only root reads, from which Docker hands them to the connector. Docker itself
// keeps the environment of a container, with the tokens, in its directory on the boot disk. KMSKeyName encrypts that disk, as it does the secret.
//
// The container runs as user 65532, without capabilities and with a root file system that it cannot write to. These can read the tokens: whoever
// may read the secret or the state, become root on the machine, or make a snapshot or an image of its boot disk, or attach that to another machine.
//
// # Changes
//
// A machine is never changed: its group deletes it and makes it anew under the same name, within two or three minutes. These do so, with
// one connector after the other: new tokens (Access.Rotation, or a pair that was lost), Tags, Image, MachineType, BootImage, KMSKeyName,
// Network, Subnetwork, Access.Account, Access.Name, Access.DNSServer, Access.LogLevel and the switches of logs and updates. The next
// connector is touched when the one before has run for two minutes. When one does not come up, the update fails
// after 15 minutes, and the connectors behind it stay as they were.
//
// A connector whose zone changes loses its machine before the new one is made. A change of Region or Project makes everything anew that is
// not in Twingate. Both replace the groups, and nothing waits two minutes when a group is made: the next connector is touched as soon as
// the machine runs, and two connectors or more can be away together for a minute or two. Change one zone per update, and Region or
// Project at a quiet hour.
//
// A connector that is removed leaves the others alone; its firewall rules go after its machine. PrivateCIDRs, resources and their ports, alarms
// and channels are changed in place. A change of Access.RemoteNetworkID is refused.
//
// A new pair of tokens begins with the deletion of the old one, and of the version of the secret that holds it; a change of KMSKeyName with that
// of the secret, so that the tokens do not stay under the old key. A machine that is lost in that moment finds no tokens, tries again
// every ten seconds, and has them when the update is through.
//
// # Updates
//
// Once a week each machine fetches the newest image of its Image, removes older ones, and restarts, which also takes in what Container-Optimized
// OS has fetched for itself. That interrupts the connector for about a minute; clients go to the other ones. When the image cannot be
// fetched, nothing restarts. A restart does not look at the other connectors, whether they run or not; and an update of the stack at 03:00 UTC
// can overlap it: do not run one then.
//
// That way a system of cos-stable, or of a family with long-term support, never leaves its milestone: a new machine takes the newest one of the
// family in BootImage, after a change of Access.Rotation for example.
//
// With Access.DisableUpdates, or an Image by its digest, connector and system stay as they are until their machine is made anew; a change of
// Access.Rotation does that. With an Image by its digest only the system is then newer.
//
// # Network
//
// Each connector has four firewall rules of its own, which come before its machine and go after it: 28 rules with the 7 connectors that
// there can be. They stand above all others of the network with a priority of 111 or more, such as those that let SSH in by default.
//
// Out go TCP 443 and 30000 to 31000 and all of UDP, to anywhere, private addresses included, as Twingate documents it; in PrivateCIDRs also DNS by
// TCP and the ports of Access.Resources and Access.ExtraTCPPorts, or every port when there are none. The metadata server of Google Cloud
// (169.254.169.254: DNS, time, the account's tokens) can always be reached by the machine, whatever these rules say; the script shuts its HTTP
// off to the connector (iptables, chain DOCKER-USER), so that nobody gets the account's tokens through a resource such as "*.internal". Policies
// of a folder or an organisation come before the rules.
//
// The machines have an address of IPv4 alone, and no external one: Subnetwork needs Cloud NAT, or nothing reaches Twingate, the registry and Secret Manager.
//
// # Alarms
//
// For each connector's machine, to NotificationChannels:
//
//	machine      none for 10 minutes
//	processor    over 90 % for 10 minutes
//
// They do not tell whether the connector is connected: Twingate does, with a mail to the administrators, unless Access.DisableStatusUpdates.
//
// # Cost drivers
//
// For each connector a machine by the hour with a disk of 10 GB, a secret with its versions, and the conditions of an alert policy. Traffic through
// Cloud NAT and out of the network by volume; logs by volume, with a line for each connection unless Access.DisableConnectionLogs. Firewall
// rules cost nothing, but the four of each connector count towards the project's quota of them.
//
// # What it does not do
//
// It makes no network, no NAT, no key and no notification channel, enables no API, and lets nobody connect to the machines: to look
// around on one, make a firewall rule with a priority below 100. A Network that another project shares is not supported, because its rules
// belong into that project. Images from registries that ask for credentials, and machines with Arm processors, are not supported.
//
// Google Cloud heals a machine that runs but does not work only with probes from outside, which would have to come in. So systemd alone starts
// a connector again that ends, and the group makes a machine again that is gone.
//
// # Limits of proof
//
// Tests prove what is sent, and run the script that fetches the tokens in a shell against a server that plays both services. No machine has been
// started. Taken from documentation and not tried: that a group makes its machine anew for changed metadata, and counts it as
// updated only two minutes after its start; what Container-Optimized OS has (bash, curl, sed, base64, docker) and does (cloud-init at every
// start, a /etc in memory, updates inside the milestone). An update waits for a machine that runs, not for a connector that is connected: one
// that needs more than two minutes may still be on its way when the next one is touched. When a group is made, nothing waits two minutes.
//
// The ids of account and secret are made of component, connector, project and stack: two stacks with the same names in one Google project collide.
package twingateconnector
