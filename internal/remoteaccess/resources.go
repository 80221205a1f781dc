package remoteaccess

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/twingate"
)

// addResources makes the resources. They wait for no connector: without one they are just not reached.
func (b *builder) addResources() error {
	for i := range b.access.Resources {
		r := &b.access.Resources[i]
		role := "resource-" + r.Key
		made, err := twingate.NewResource(b.ctx, b.scope.Name(role), b.resourceArgs(r), b.scope.Child()...)
		if err != nil {
			return b.scope.Err(role, err)
		}
		b.made.Resources[r.Key] = made
	}
	return nil
}

func (b *builder) resourceArgs(r *twingate.PrivateResource) *twingate.ResourceArgs {
	at := "Access.Resources[" + r.Key + "]."
	args := &twingate.ResourceArgs{
		Name: pulumi.String(r.Key), RemoteNetworkID: b.made.RemoteNetworkID, Tags: pulumi.ToStringMap(b.args.Tags.Map()),
		Address: component.CheckString(r.Address, "twingateconnector."+b.args.ArgsType, at+"Address", needAddress, isAddress),
		Protocols: &twingate.Protocols{
			AllowICMP: pulumi.Bool(r.AllowICMP), TCP: protocol(r.TCPPorts, r.AllowAllTCP), UDP: protocol(r.UDPPorts, r.AllowAllUDP),
		},
		AccessPolicies: r.AccessPolicies,
	}
	if r.Name != "" {
		args.Name = pulumi.String(r.Name)
	}
	if r.Alias != "" {
		args.Alias = pulumi.String(r.Alias)
	}
	if given(r.SecurityPolicyID) {
		args.SecurityPolicyID = r.SecurityPolicyID.ToStringOutput().ToStringPtrOutput()
	}
	for _, group := range r.GroupIDs {
		args.AccessGroups = append(args.AccessGroups, twingate.AccessGroup{GroupID: group})
	}
	return args
}

// protocol allows what is given and nothing else. The ports are a list of one form, so that nobody sees a change where there is none.
func protocol(ports []string, everything bool) *twingate.Protocol {
	switch {
	case everything:
		return &twingate.Protocol{Policy: pulumi.String("ALLOW_ALL")}
	case len(ports) == 0:
		return &twingate.Protocol{Policy: pulumi.String("DENY_ALL")}
	}
	return &twingate.Protocol{Policy: pulumi.String("RESTRICTED"), Ports: pulumi.ToStringArray(ports)}
}
