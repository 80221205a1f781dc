package remoteaccess

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/twingate"
)

// addResources makes the resources. They wait for no connector: without one they are just not reached.
func (b *builder) addResources() error {
	for i := range b.access.Resources {
		r := &b.access.Resources[i]
		role := "resource-" + r.Key
		// A resource can move to another network in place: not before a change of the network is accepted.
		made, err := twingate.NewResource(b.ctx, b.scope.Name(role), b.resourceArgs(i, r), b.scope.Child(pulumi.DependsOn([]pulumi.Resource{b.fixed}))...)
		if err != nil {
			return b.scope.Err(role, err)
		}
		b.made.Resources[r.Key] = made
	}
	return nil
}

func (b *builder) resourceArgs(i int, r *twingate.PrivateResource) *twingate.ResourceArgs {
	at := resourceField(i)
	args := &twingate.ResourceArgs{
		Name: pulumi.String(r.Key), RemoteNetworkID: b.made.RemoteNetworkID, Tags: pulumi.ToStringMap(b.args.Tags.Map()),
		Address: b.checked(b.checked(r.Address, at+"Address", needAddress, isAddress), at+"Address", needOutside, isOutside),
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
	if r.SecurityPolicyID != nil {
		args.SecurityPolicyID = b.checked(r.SecurityPolicyID, at+"SecurityPolicyID", needPolicyID, notEmpty).ToStringPtrOutput()
	}
	for n, group := range r.GroupIDs {
		id := b.checked(group, fmt.Sprintf("%sGroupIDs[%d]", at, n), needGroup, notEmpty)
		args.AccessGroups = append(args.AccessGroups, twingate.AccessGroup{GroupID: id})
	}
	return args
}

// checked puts a check on an input for the moment that its value is known.
func (b *builder) checked(in pulumi.StringInput, field, need string, ok func(string) bool) pulumi.StringOutput {
	return component.CheckString(in, "twingateconnector."+b.args.ArgsType, field, need, ok)
}

func notEmpty(text string) bool { return text != "" }

// protocol allows what is given and nothing else. The ports have one form however they are written, so that nobody sees a change
// where there is none.
func protocol(texts []string, everything bool) *twingate.Protocol {
	switch {
	case everything:
		return &twingate.Protocol{Policy: pulumi.String("ALLOW_ALL")}
	case len(texts) == 0:
		return &twingate.Protocol{Policy: pulumi.String("DENY_ALL")}
	}
	var list pulumi.StringArray
	for _, each := range merged(ports(texts...)) {
		list = append(list, pulumi.String(each.text()))
	}
	return &twingate.Protocol{Policy: pulumi.String("RESTRICTED"), Ports: list}
}
