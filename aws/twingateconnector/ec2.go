package twingateconnector

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/twingate"
)

// EC2Token is the type token of [EC2]. It is part of the state of every stack that uses the block.
const EC2Token = "groundwork:aws/twingateconnector:EC2"

// EC2 is a remote network of Twingate with connectors on EC2: one Auto Scaling group of one machine for each connector, in zones that take
// turns. See [EC2Args] for the defaults.
//
// # What it makes
//
//   - the remote network, role "remote-network", and its resources, "resource-<key>";
//   - for each connector N the connector, role "connector-N", and its tokens, "connector-N-tokens", in a secret of their own,
//     "connector-N-secret" with "connector-N-secret-version";
//   - the role of its machine, "connector-N-role" with "connector-N-policy" and "connector-N-profile", which reads this one secret and
//     speaks for this one group, and can do nothing else;
//   - its "connector-N-template" and "connector-N-group", and alarms, "connector-N-<alarm>-alarm";
//   - one "security-group" without any inbound rule. Outbound are TCP 443 and 30000 to 31000 and UDP anywhere, as Twingate documents it,
//     which is to private addresses too, and in PrivateCIDRs DNS and the ports of the resources.
//
// # How a machine starts
//
// The user data of a machine names the secret and the version of it, and holds no token; the script in it takes the tokens with the
// machine's role, writes /etc/twingate/connector.conf for root alone, starts the connector, and reports to the group when
// `twingate-connectorctl health` has said OK three times. Until then the machine is not in service, and the update waits for it. A
// script that cannot do that within 7 minutes says so, and the group starts another machine; so it does for one that says nothing for
// 10 minutes. What the script says is in the machine's console output and in /var/log/cloud-init-output.log.
//
// A machine that fails EC2's checks is ended and another one started by the group itself, with the same tokens: at no time two have
// them. systemd restarts a connector that ends. With updates on, the connector is updated before it first starts and once a week:
// that package alone, from Twingate's own source where the image lists it in /etc/apt/sources.list.d/twingate.list. The packages of the
// system are not updated, and could not be where their mirrors need port 80: take newer images.
//
// A connector connects wherever a resource leads, and a name or a wide block could lead to the machine's metadata service, which hands out the
// credentials of its role. systemd lets nothing of the connector's unit through to that (169.254.169.254 and fd00:ec2::254); the script
// runs outside of the unit. Resources with addresses in 169.254.0.0/16 are refused.
//
// # What a change replaces
//
// Whatever changes a machine makes a new version of its launch template, and with it a new group. The old group goes first, when
// its machine is gone, because two machines must not share tokens. So do: new tokens (Access.Rotation); what connectors are told (Account, Name,
// DNSServer, LogLevel, DisableConnectionLogs and DisableUpdates of Access); ImageID, RootDevice, InstanceType, AllowPublicIP, KMSKeyARN, VPCID,
// SubnetIDs and Tags; and a release of this library with another script. Everything about a connector that changes so waits for the group of
// the one before, and thus one connector at a time is away, for 3 to 6 minutes. A lone connector is an outage.
//
// The resources, the egress rules, the roles and the alarms are changed in place. New egress rules are made before old ones go, and all have
// to fit into the group's 60: an update that adds more than 60 less those that are there fails half way. Make it in two.
//
// # After an update that failed
//
// When a new machine does not come into service within 15 minutes the update fails there, and the connectors behind it go on as they were,
// with tokens that still work. The group goes on trying by itself, also when EC2 has no such machine for the moment. Look at the console
// output, and correct what is wrong, or set what you changed to what it was.
//
// Where Pulumi has recorded the group as one that failed, the next update replaces it, whether it changes or not, and waits for it
// before it touches the next one. A refresh, also that of `pulumi up --refresh`, makes Pulumi forget that the group failed: then see first
// that the connector is online in Twingate's console.
//
// Pulumi may not have recorded the group at all (pulumi-aws issue 5178), and has not when the update was killed while it made the group. A
// group has the name of its machine's role, so that there is never a second one with the same tokens: every later update fails with
// AlreadyExists until the first is dealt with. Delete it, wait until its machine is gone, because the next one would share its tokens,
// have Pulumi forget that it was being made, and update again:
//
//	aws autoscaling delete-auto-scaling-group --auto-scaling-group-name <name> --force-delete
//	aws ec2 describe-instances --query 'Reservations[].Instances[].[InstanceId,State.Name]' \
//		--filters 'Name=tag:aws:autoscaling:groupName,Values=<name>'
//	pulumi refresh --clear-pending-creates
//
// Or, where Pulumi says that the creation was interrupted, and the connector is online in Twingate's console, hand the group to it. The next
// update may replace it once more.
//
//	pulumi refresh --import-pending-creates '<urn>' --import-pending-creates '<name>'
//
// # Alarms
//
// For each connector, to AlarmTopicARN: no machine in service for 15 minutes, which is longer than a replacement takes; EC2's own checks
// failing for 5 minutes, which the group answers by itself; CPU over 80 % for 15 minutes. That a machine is in service does not prove
// that Twingate reaches its connector: for that Twingate sends mails, unless Access.DisableStatusUpdates. A weekly update that fails tells
// nobody: the connector goes on as it is, what apt said is in the journal and the console output, and a week later it is tried again.
// Twingate's console shows the version of each connector.
//
// # Cost drivers
//
// Machines by the hour with their disks and their detailed monitoring; the network's NAT and traffic; a secret and three alarms by the
// month for each connector. Burstable machines that are busy all the time pay for extra CPU credits instead of becoming slow.
//
// # Limits of proof
//
// Tests run the boot script against a local stand-in for the metadata service, Secrets Manager and Auto Scaling, and check its signatures with
// the vectors that AWS publishes. Nothing was tried on a live account. Not verified: that Twingate's image is of the Debian family, with
// /dev/sda1 as its root disk and the source list above, as Twingate's own examples and setup script suggest; what a connector with tokens that
// were replaced does (health says that its process runs, and Twingate says that this is no proof of a connection); that a connector needs
// nothing of the metadata service, which Twingate's documentation does not mention; that the image's kernel lets systemd filter what a unit
// sends (cgroups of version 2 and BPF, without which it warns and goes on); that the provider reports a group without a machine as one
// that was made half way, which is what the next update replaces it for; and how long a machine takes to start.
type EC2 struct {
	pulumi.ResourceState

	// RemoteNetworkID is the remote network that the connectors serve, for resources that others make.
	RemoteNetworkID pulumi.StringOutput `pulumi:"remoteNetworkId"`
	// SecurityGroupID is the group that all machines are in: let it into what the resources are guarded by.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// GroupNames are the Auto Scaling groups, one for each connector.
	GroupNames pulumi.StringArrayOutput `pulumi:"groupNames"`

	// RemoteNetwork is the remote network itself; nil for one that was given.
	RemoteNetwork *twingate.RemoteNetwork
	// Connectors are the connectors in Twingate.
	Connectors []*twingate.Connector
	// Resources are the resources by key.
	Resources map[string]*twingate.Resource
	// Groups are the Auto Scaling groups, in the order of Connectors.
	Groups []*autoscaling.Group
	// Ready is there when all connectors run, for DependsOn.
	Ready []pulumi.Resource
}

// NewEC2 makes a remote network and connectors on machines. When the arguments are wrong it registers nothing and returns all problems at
// once, each as a [component.FieldError].
func NewEC2(ctx *pulumi.Context, name string, args *EC2Args, opts ...pulumi.ResourceOption) (*EC2, error) {
	made := &EC2{}
	scope, err := component.Register(ctx, made, EC2Token, name, component.WithName(block, name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	a := args.withDefaults()
	b := &machines{base: &base{common: a.common(), ctx: ctx, scope: scope}, args: a, made: made}
	if err := b.addSecurityGroup(); err != nil {
		return nil, err
	}
	made.SecurityGroupID = b.group.ID().ToStringOutput()
	all, err := remoteaccess.New(ctx, scope, &remoteaccess.Args{
		Access: b.access, ArgsType: ec2ArgsType, Location: location, Tags: a.Tags, Profile: a.Profile, Run: b.run,
	})
	if err != nil {
		return nil, err
	}
	var names pulumi.StringArray
	for _, group := range made.Groups {
		names = append(names, group.Name)
	}
	made.GroupNames = names.ToStringArrayOutput()
	made.RemoteNetwork, made.RemoteNetworkID = all.RemoteNetwork, all.RemoteNetworkID
	made.Connectors, made.Resources, made.Ready = all.Connectors, all.Resources, all.Ready
	return made, scope.Finish()
}
