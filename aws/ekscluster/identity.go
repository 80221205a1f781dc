package ekscluster

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// addSlot is what to do where the cluster cannot follow.
const addSlot = "add a slot beside this one with the new value, move the workloads, then remove this one"

// addIdentity keeps what the cluster has for life.
func (b *builder) addIdentity() (err error) {
	b.identity, err = b.scope.Fix(argsName, b.args.fixed()...)
	return err
}

func (args *Args) fixed() []component.Fixed {
	const replaces = "a change would replace the cluster and everything that runs in it; " + addSlot
	return []component.Fixed{
		{Field: "KMSKeyARN", Value: args.KMSKeyARN, Instead: "EKS cannot change the key of a cluster; " + addSlot},
		{Field: "ServiceCIDR", Value: pulumi.String(args.ServiceCIDR), Instead: replaces},
		{
			Field: "KubernetesVersion", Value: pulumi.String(args.KubernetesVersion), Allow: nextMinor,
			Instead: "a cluster goes up by one minor version at a time and never back; " + addSlot,
		},
	}
}

// nextMinor is the one change of the version that EKS makes in place.
func nextMinor(old, next any) bool {
	before, wasText := old.(string)
	after, isText := next.(string)
	from, wasVersion := minorOf(before)
	to, isVersion := minorOf(after)
	return wasText && isText && wasVersion && isVersion && to == from+1
}
