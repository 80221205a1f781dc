package infratest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	stackReferenceType = "pulumi:pulumi:StackReference"
	readStackOutputs   = "pulumi:pulumi:readStackOutputs"
)

// addStacks converts the outputs that the test gave for other stacks.
func (r *recorder) addStacks() error {
	for name, outputs := range r.settings.stacks {
		values, err := properties(outputs)
		if err != nil {
			return fmt.Errorf("infratest: StackOutputs of %q: %w", name, err)
		}
		r.stacks[r.fullName(name)] = values
	}
	return nil
}

// fullName completes a stack's name from the run's own organization and project.
func (r *recorder) fullName(name string) string {
	switch strings.Count(name, "/") {
	case 0:
		return r.settings.organization + "/" + r.settings.project + "/" + name
	case 1:
		return r.settings.organization + "/" + name
	}
	return name
}

// stackState is what the engine answers for a stack reference.
func (r *recorder) stackState(name string) (resource.PropertyMap, error) {
	outputs, ok := r.stacks[r.fullName(name)]
	if !ok {
		return nil, fmt.Errorf("unknown stack %q", name)
	}
	secretNames := []string{}
	for k, v := range outputs {
		if v.ContainsSecrets() {
			secretNames = append(secretNames, string(k))
		}
	}
	slices.Sort(secretNames)
	return resource.PropertyMap{
		"name":              resource.NewProperty(name),
		"outputs":           resource.NewProperty(clone(outputs)),
		"secretOutputNames": resource.NewPropertyValue(secretNames),
	}, nil
}

// read answers for an existing object. One that the model does not hold is made up from the id and the state given, because
// a test of a program that reads it cares for what the program does with it.
func (r *recorder) read(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	inputs, err := decode(args.ReadRPC.GetProperties())
	if err != nil {
		return "", nil, fmt.Errorf("reading the state given for %s %q: %w", args.TypeToken, args.Name, err)
	}
	res := &Resource{
		Type: args.TypeToken, Name: args.Name, URN: r.urn(args.ReadRPC.GetParent(), args.TypeToken, args.Name),
		Parent: parentURN(args.ReadRPC.GetParent()), Custom: true, Read: true, ID: args.ID, Inputs: inputs,
		Provider: providerURN(args.ReadRPC.GetProvider()), Dependencies: urns(args.ReadRPC.GetDependencies()),
		AdditionalSecretOutputs: slices.Clone(args.ReadRPC.GetAdditionalSecretOutputs()),
	}
	if err := r.reserve(res.URN, res.Type, res.Name); err != nil {
		return "", nil, err
	}
	res.Outputs, err = r.lookUp(res)
	r.add(res)
	return res.ID, onlyKnown(res.Outputs), err
}

func (r *recorder) lookUp(res *Resource) (resource.PropertyMap, error) {
	if res.Type == stackReferenceType {
		return r.stackState(res.ID)
	}
	ctx := context.Background()
	request := simcloud.Request{URN: res.URN, ID: resource.ID(res.ID), Inputs: clone(res.Inputs)}
	object, found, err := r.cloud.Read(ctx, request)
	if err == nil && !found {
		object, err = r.scratch.Create(ctx, request)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s %q: %w", res.Type, res.Name, err)
	}
	outputs := clone(object.Outputs)
	maps.Copy(outputs, res.Inputs)
	delete(outputs, "id")
	outputs, err = r.overlay(res, outputs)
	markSecrets(outputs, res.Inputs, res.AdditionalSecretOutputs)
	return outputs, err
}

// Call answers provider functions (data sources).
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	if answer := r.settings.responders[args.Token]; answer != nil {
		return r.ask(answer, Call{Token: args.Token, Inputs: clone(args.Args)})
	}
	if args.Token == readStackOutputs {
		name := plain(args.Args["name"])
		if !name.IsString() {
			return nil, fmt.Errorf("invoking %s: need the stack's name as a string, got %s", args.Token, name.TypeString())
		}
		return r.stackState(name.StringValue())
	}
	result, failures, err := r.cloud.Invoke(context.Background(), simcloud.Place{}, args.Token, clone(args.Args))
	if err != nil {
		return nil, fmt.Errorf("invoking %s: %w", args.Token, err)
	}
	if len(failures) > 0 {
		return nil, newCallError(args.Token, failures)
	}
	return result, nil
}

// MethodCall answers methods of resources, which the model does not know.
func (r *recorder) MethodCall(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	answer := r.settings.responders[args.Token]
	if answer == nil {
		return nil, fmt.Errorf("calling %s: the model knows no methods; answer it with infratest.Respond", args.Token)
	}
	return r.ask(answer, Call{Token: args.Token, Inputs: clone(args.Args)})
}
