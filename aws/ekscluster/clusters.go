package ekscluster

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// ClustersToken is the type token of [Clusters]. It is part of the state of every stack that uses the block.
const ClustersToken = "groundwork:aws/ekscluster:Clusters"

// Clusters is a set of clusters that take turns: one serves, and a new version of Kubernetes comes as a new cluster beside it.
// A cluster is never replaced in place. Each has its slot and generation in every URN and name, so nothing in Pulumi's state
// can be taken for something of another cluster, and both are there while workloads move.
//
// An upgrade is a series of updates:
//
//  1. Add: a slot with the new version appears in Slots. The cluster that serves is not touched.
//  2. Gate: other stacks deploy to every slot that is serving or standing by. Look at the new one.
//  3. Shift: Active names the new slot. Nothing is made or removed here; the owner of the stable DNS name moves the traffic.
//  4. Drain: the old slot gets Draining. Its protection goes, and other stacks take their workloads off.
//  5. Remove: the old slot is left out, and its cluster deleted.
//
// Before step 4 everything can be taken back by shifting Active again. The order is held, in preview and in up: a shift to a
// slot that was not standing by in the update before, complete and with the same generation; draining the slot that served in
// the update before; and removing a slot, or raising its generation, that was neither draining nor lost in it, are refused with
// nothing touched. A slot whose update failed halfway is not complete, and the shift to it is refused once the update has made
// up for it.
//
// An active cluster that fails every update can be left all the same: `pulumi up --continue-on-error` makes the slot beside it.
// When the active cluster dies, shift Active to a slot that stands by and say why the dead one is Lost, both in one
// update; with no other slot, add one and shift in the update after. Then leave the lost one out.
//
// The check needs a Pulumi CLI with resource hooks and Stash, as [component.Scope.Fix] does.
type Clusters struct {
	pulumi.ResourceState

	// ActiveSlot is the slot that serves.
	ActiveSlot pulumi.StringOutput `pulumi:"active"`
	// SlotNames are all slots, sorted.
	SlotNames pulumi.StringArrayOutput `pulumi:"slots"`
	// SlotStates are the states by slot, as texts; see [SlotState] for what consumers do by them.
	SlotStates pulumi.StringMapOutput `pulumi:"states"`

	// Slots are the clusters by slot, lost ones included.
	Slots map[string]*Cluster
	// Active is the cluster that serves.
	Active *Cluster
	// States are the states by slot.
	States map[string]SlotState
}

// NewClusters makes a cluster for each slot, under the name "<name>-<slot>-g<generation>". When the arguments are wrong it
// registers nothing and returns all problems at once, each as a [component.FieldError].
func NewClusters(ctx *pulumi.Context, name string, args *ClustersArgs, opts ...pulumi.ResourceOption) (*Clusters, error) {
	set := &Clusters{Slots: map[string]*Cluster{}, States: map[string]SlotState{}}
	scope, err := component.Register(ctx, set, ClustersToken, name, component.WithName(block, name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	identity, err := scope.Fix(clustersArgsName, args.steps())
	if err != nil {
		return nil, err
	}
	states := pulumi.StringMap{}
	var complete []pulumi.Resource
	for _, slot := range args.names() {
		// The component waits, and its children wait for their parent, so a refused step has touched nothing.
		cluster, err := New(ctx, name, args.slotArgs(slot), scope.Child(pulumi.DependsOn([]pulumi.Resource{identity}))...)
		if err != nil {
			return nil, err
		}
		set.Slots[slot], set.States[slot] = cluster, args.state(slot)
		states[slot] = pulumi.String(set.States[slot])
		if set.States[slot] == Standby || set.States[slot] == Draining {
			complete = append(complete, cluster.Ready...)
		}
	}
	// The identity is written first, also by an update that fails afterwards. The same rules hold against the last update in which the
	// clusters beside the active one became ready, so that a shift never goes to one that is half made. The active one does
	// not count: when it is broken, there has to be a way off it.
	if _, err := scope.FixAs("complete", clustersArgsName, []component.Fixed{args.steps()}, pulumi.DependsOn(complete)); err != nil {
		return nil, err
	}
	set.Active = set.Slots[args.Active]
	set.ActiveSlot = pulumi.String(args.Active).ToStringOutput()
	set.SlotNames = pulumi.ToStringArray(args.names()).ToStringArrayOutput()
	set.SlotStates = states.ToStringMapOutput()
	return set, scope.Finish()
}
