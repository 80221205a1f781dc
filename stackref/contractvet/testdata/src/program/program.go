package program

import (
	"contracts"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const vpc = "vpcId"

func imports(ctx *pulumi.Context, name string) error {
	source := stackref.Stack("acme/network/dev")
	net, err := stackref.Import[contracts.Network](ctx, source)
	if err != nil {
		return err
	}
	if _, err := stackref.Import[contracts.Network](ctx, source); err != nil {
		return err
	}
	net, _ = stackref.Import[contracts.Network](ctx, source)                   // want `the error of stackref.Import is discarded`
	var _, _ = stackref.Import[contracts.Network](ctx, source)                 // want `the error of stackref.Import is discarded`
	queue, found, _ := (stackref.ImportOptional[contracts.Queue](ctx, source)) // want `the error of stackref.ImportOptional is discarded`
	stackref.Import[contracts.Network](ctx, source)                            // want `the error of stackref.Import is discarded`
	go stackref.ImportOptional[contracts.Queue](ctx, source)                   // want `the error of stackref.ImportOptional is discarded`
	defer stackref.Export(ctx, net)                                            // want `the error of stackref.Export is discarded: when there is one, nothing was exported`
	_ = stackref.Export(ctx, net)                                              // want `the error of stackref.Export is discarded`
	_, _ = queue, found
	_, _ = pulumi.NewStackReference(ctx, name, nil)
	return stackref.Export(ctx, net)
}

func reads(ref *pulumi.StackReference, name string) {
	ref.GetOutput(pulumi.String("vpcId"))     // want `GetOutput\("vpcId"\) reads a stack output by name: import the contract with stackref.Import and use contracts.Network.VPCID`
	ref.GetStringOutput(pulumi.String(vpc))   // want `use contracts.Network.VPCID`
	ref.GetIntOutput(pulumi.String("subnet")) // want `no contract at hand has it; did you mean contracts.Network.Subnets, by stackref.Import\?`
	_, _ = ref.GetOutputDetails("colour")     // want `GetOutputDetails\("colour"\) .* add it to a contract, such as contracts.Network or contracts.Queue`
	ref.GetOutput(pulumi.String("insides"))   // want `add it to a contract`
	ref.GetOutput(pulumi.String(name))
	ref.GetName()
	other{}.GetOutput("vpcId")
}

type other struct{}

func (other) GetOutput(string) {}
