package ekscluster

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/podidentity"
)

// The add-ons, as EKS calls them.
const (
	vpcCNI           = "vpc-cni"
	kubeProxy        = "kube-proxy"
	podIdentityAgent = "eks-pod-identity-agent"
	coreDNS          = "coredns"
	ebsCSIDriver     = "aws-ebs-csi-driver"
	metricsServer    = "metrics-server"
)

// addon is one add-on of EKS.
type addon struct {
	name string
	// serviceAccount in kube-system gets a role with the managed policy by Pod Identity; empty for none.
	serviceAccount, policy string
	// settings are the block's own; the configuration in the arguments is laid over them.
	settings map[string]any
}

// firstAddons are what nodes need to become ready. None of them waits for another, and without nodes they are active at once.
// The network may have its rights from the agent that starts beside it: the agent uses the node's own network and role and
// tolerates every taint, so it needs no pod network, and the network tries again until the agent answers.
//
// NetworkPolicies are enforced, because without that they are accepted and do nothing. Addresses are taken one by one:
// prefixes of 16 (ENABLE_PREFIX_DELEGATION in the configuration) let more pods run on a small node, and fail in a subnet
// that has no 16 free addresses in a row.
func (args *Args) firstAddons() []addon {
	return []addon{
		{
			name: vpcCNI, serviceAccount: "aws-node", policy: "AmazonEKS_CNI_Policy",
			settings: map[string]any{"enableNetworkPolicy": "true"}, // a text: the add-on's schema refuses a boolean
		},
		{name: kubeProxy},
		{name: podIdentityAgent},
	}
}

// lastAddons run as Deployments, which are active only when nodes have room for them.
func (args *Args) lastAddons() []addon {
	all := []addon{{name: coreDNS}}
	if !args.Addons.DisableVolumes {
		all = append(all, addon{name: ebsCSIDriver, serviceAccount: "ebs-csi-controller-sa", policy: "service-role/AmazonEBSCSIDriverPolicy"})
	}
	if !args.Addons.DisableMetrics {
		all = append(all, addon{name: metricsServer})
	}
	return all
}

// checkAddonName knows the add-ons that the block makes with these arguments.
func (args *Args) checkAddonName(p *component.Problems, field, name string) bool {
	var made []string
	for _, each := range append(args.firstAddons(), args.lastAddons()...) {
		made = append(made, each.name)
	}
	return p.OneOf(field, name, made...)
}

// checkAddonConfiguration wants a JSON object for each add-on; which keys it may have EKS knows, by the add-on's version.
func (args *Args) checkAddonConfiguration(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(args.Addons.Configuration)) {
		if !args.checkAddonName(p, "Addons.Configuration", name) {
			continue
		}
		if _, err := settingsOf(args.Addons.Configuration[name]); err != nil {
			p.Addf(fmt.Sprintf("Addons.Configuration[%q]", name), `a JSON object such as {"replicaCount": 3}`, "text that is none: %v", err)
		}
	}
}

// settingsOf reads an add-on's configuration, key by key.
func settingsOf(text string) (map[string]json.RawMessage, error) {
	var settings map[string]json.RawMessage
	err := json.Unmarshal([]byte(text), &settings)
	if err == nil && settings == nil {
		err = fmt.Errorf("null")
	}
	return settings, err
}

// configuration lays the arguments' settings over the block's, key by key; nil when there are none.
func (args *Args) configuration(a addon) (pulumi.StringPtrInput, error) {
	settings := map[string]any{}
	maps.Copy(settings, a.settings)
	if text, given := args.Addons.Configuration[a.name]; given {
		more, err := settingsOf(text)
		if err != nil {
			return nil, err
		}
		for key, value := range more {
			settings[key] = value
		}
	}
	if _, given := args.Addons.Configuration[a.name]; len(settings) == 0 && !given {
		return nil, nil
	}
	text, err := json.Marshal(settings)
	return pulumi.String(text), err
}

// addFirstAddons makes what nodes wait for.
func (b *builder) addFirstAddons() error {
	for _, each := range b.args.firstAddons() {
		made, err := b.newAddon(each)
		if err != nil {
			return err
		}
		b.first = append(b.first, made)
	}
	return nil
}

// addLastAddons makes what waits for nodes.
func (b *builder) addLastAddons() error {
	for _, each := range b.args.lastAddons() {
		made, err := b.newAddon(each, b.nodes...)
		if err != nil {
			return err
		}
		b.ready = append(b.ready, made)
	}
	return nil
}

// newAddon makes one add-on. It takes the place of what is installed already, and what somebody has changed in the cluster since
// outlives its updates. It does not wait for its role alone, but for the rights of the role.
func (b *builder) newAddon(a addon, after ...pulumi.Resource) (*eks.Addon, error) {
	configuration, err := b.args.configuration(a)
	if err != nil {
		return nil, b.scope.Err(a.name, err)
	}
	args := &eks.AddonArgs{
		AddonName:                pulumi.String(a.name),
		ClusterName:              b.cluster.Cluster.Name,
		ConfigurationValues:      configuration,
		Preserve:                 pulumi.Bool(false),
		ResolveConflictsOnCreate: pulumi.String("OVERWRITE"),
		ResolveConflictsOnUpdate: pulumi.String("PRESERVE"),
		Tags:                     b.args.Tags.AWS(),
	}
	if version, pinned := b.args.Addons.Versions[a.name]; pinned {
		args.AddonVersion = pulumi.String(version)
	}
	if a.serviceAccount != "" {
		identity, err := b.addonIdentity(a)
		if err != nil {
			return nil, err
		}
		args.PodIdentityAssociations = eks.AddonPodIdentityAssociationArray{
			eks.AddonPodIdentityAssociationArgs{RoleArn: identity.Role.Arn, ServiceAccount: pulumi.String(a.serviceAccount)},
		}
		after = slices.Concat(after, identity.Ready)
	}
	made, err := eks.NewAddon(b.ctx, b.scope.Name(a.name), args, b.child(pulumi.DependsOn(after))...)
	return made, b.scope.Err(a.name, err)
}

// addonIdentity is the role that the add-on associates by itself. It waits for no cluster, so it is there before one is.
func (b *builder) addonIdentity(a addon) (*podidentity.Identity, error) {
	return podidentity.NewRole(b.ctx, b.scope, podidentity.Args{
		Tags: b.args.Tags, Role: a.name, Namespace: "kube-system", ServiceAccount: a.serviceAccount,
		ManagedPolicies:        map[string]pulumi.StringInput{a.name + "-policy": b.managedPolicy(a.policy)},
		PermissionsBoundaryARN: b.boundary(),
		Options:                b.child(),
	})
}
