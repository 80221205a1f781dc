package twingateconnector

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/binding"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	// cloudPlatform is the only scope that Secret Manager takes. What the account may do is decided by its roles alone.
	cloudPlatform = "https://www.googleapis.com/auth/cloud-platform"
	// readySeconds is how long a machine runs until it counts as updated: enough to start, fetch the image and connect.
	readySeconds = 120
	diskGB       = 10 // what Container-Optimized OS needs at least
)

// addMachine makes the template and the group of one machine that runs a connector, behind its firewall rules. The group is there when the
// machine runs.
//
// The version of the secret is in the metadata of the group and not in the template. A new pair of tokens deletes the old one first, and with
// it, before all else, whatever would have to be replaced because of that: the old version, and a template that names it, which
// Google Cloud refuses as long as the group uses it. The group is changed in place.
func (b *builder) addMachine(c *remoteaccess.Connector, s *secret, rules []pulumi.Resource) (*binding.InstanceGroupManager, error) {
	role := c.Role + "-template"
	template, err := binding.NewInstanceTemplate(b.ctx, b.autoName(role), b.templateArgs(c), b.scope.Child(pulumi.DependsOn(c.After))...)
	if err != nil {
		return nil, b.scope.Err(role, err)
	}
	role = c.Role + "-manager"
	before := slices.Concat(c.After, s.granted, rules)
	manager, err := binding.NewInstanceGroupManager(b.ctx, b.autoName(role), &binding.InstanceGroupManagerArgs{
		AllInstancesConfig: &binding.InstanceGroupConfig{Metadata: pulumi.StringMap{versionAttribute: s.version.Name}},
		BaseInstanceName:   pulumi.String(b.id(c)),
		Project:            text(b.args.Project),
		TargetSize:         pulumi.Int(1),
		UpdatePolicy: &binding.InstanceGroupUpdatePolicy{
			Type:          pulumi.String("PROACTIVE"),
			MinimalAction: pulumi.String("REPLACE"), MostDisruptiveAllowedAction: pulumi.String("REPLACE"),
			// The old machine is gone before the new one comes: two never share a pair of tokens.
			ReplacementMethod: pulumi.String("RECREATE"), MaxSurgeFixed: pulumi.Int(0), MaxUnavailableFixed: pulumi.Int(1),
			MinReadySec: pulumi.Int(readySeconds),
		},
		Versions:         []binding.InstanceGroupVersion{{InstanceTemplate: template.SelfLinkUnique}},
		WaitForInstances: pulumi.Bool(true), WaitForInstancesStatus: pulumi.String("UPDATED"),
		Zone: pulumi.String(b.args.Zones[c.Index%len(b.args.Zones)]),
	}, b.scope.Child(pulumi.DependsOn(before), pulumi.DeleteBeforeReplace(true))...)
	return manager, b.scope.Err(role, err)
}

func (b *builder) templateArgs(c *remoteaccess.Connector) *binding.InstanceTemplateArgs {
	a, yes := b.args, pulumi.Bool(true)
	labels := a.Tags.GCPLabels()
	disk := binding.InstanceTemplateDisk{
		AutoDelete: yes, Boot: yes, DiskSizeGB: pulumi.Int(diskGB), DiskType: pulumi.String("pd-balanced"), Labels: labels, SourceImage: pulumi.String(a.BootImage),
	}
	if key := b.key(); key != nil {
		disk.DiskEncryptionKey = &binding.InstanceTemplateDiskKey{KMSKeySelfLink: key}
	}
	subnetwork := component.CheckString(a.Subnetwork, argsName, "Subnetwork", a.needSubnetwork(), a.isSubnetwork)
	return &binding.InstanceTemplateArgs{
		CanIPForward: pulumi.Bool(false),
		Description:  pulumi.String("Twingate connector"),
		Disks:        []binding.InstanceTemplateDisk{disk},
		Labels:       labels,
		MachineType:  pulumi.String(a.MachineType),
		Metadata:     b.metadata(c),
		// Both are given, so that a subnetwork of another network, where the firewall rules are not, is refused.
		NetworkInterfaces: []binding.InstanceTemplateInterface{{Network: b.network().ToStringPtrOutput(), Subnetwork: subnetwork.ToStringPtrOutput()}},
		Project:           text(a.Project),
		Region:            pulumi.String(a.Region),
		ServiceAccount: &binding.InstanceTemplateServiceAccount{
			Email: b.accounts[c.Index].Email.ToStringPtrOutput(), Scopes: pulumi.StringArray{pulumi.String(cloudPlatform)},
		},
		ShieldedInstanceConfig: &binding.InstanceTemplateShield{EnableIntegrityMonitoring: yes, EnableSecureBoot: yes, EnableVTPM: yes},
	}
}

// metadata is what the machine reads from the metadata server. It holds no secret.
func (b *builder) metadata(c *remoteaccess.Connector) pulumi.StringMap {
	system := "update_disabled"
	if b.updated() {
		system = "update_enabled"
	}
	return pulumi.ToStringMap(map[string]string{
		"user-data":              b.userData(c),
		"block-project-ssh-keys": "true",
		"enable-oslogin":         "TRUE",
		"serial-port-enable":     "false",
		"google-logging-enabled": "true",
		"cos-update-strategy":    system,
	})
}
