// Package component is the kit every Groundwork block is made with, and the
// one a team makes its own blocks with.
//
// A block is a Pulumi component resource: a Go struct that embeds
// [pulumi.ResourceState], an Args struct with a Validate method, and a
// constructor. The kit gives each of them the same behaviour:
//
//   - [Register] refuses bad arguments before anything is registered, so a
//     failed constructor leaves nothing behind.
//   - [Problems] collects every mistake in the arguments; each one is a
//     [FieldError] that errors.As finds in what the constructor returns.
//   - [Known] and [Len] look into literal inputs, so that pulumi.String("x") is
//     checked as early as a plain string; [CheckString], [CheckInt] and
//     [CheckStrings] check what is known only during the deployment.
//   - [Scope] names children after the component, parents them to it, and
//     registers the component's outputs at the end. [Scope.Fix] refuses changes
//     that would replace what must not be lost.
//
// The constructor of a block always has the same shape:
//
//	func NewCluster(ctx *pulumi.Context, name string, args *ClusterArgs, opts ...pulumi.ResourceOption) (*Cluster, error) {
//		c := &Cluster{}
//		scope, err := component.Register(ctx, c, ClusterToken, name, args, opts...)
//		if err != nil {
//			return nil, err
//		}
//		a := args.withDefaults()
//		// … children: scope.Name("subnet-group"), scope.Child()
//		return c, scope.Finish()
//	}
//
// Validate works on a copy with the defaults applied, and the constructor makes
// the same copy again: the caller's Args are never changed, so they can be used
// for a second component.
//
// [Problems] collects what is wrong with them; [Known] and [Given] look into inputs.
//
// # What it does not do
//
// The component is registered without inputs: its state holds outputs only, and
// arguments (which may carry secrets) are stored with the children that use
// them. The kit does not transform resources, does not read configuration, and
// prints nothing.
package component
