package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/pkg/v3/resource/deploy/deploytest"
	"github.com/pulumi/pulumi/pkg/v3/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const chartType = "kubernetes:helm.sh/v4:Chart"

// construct makes a component whose contents its provider knows: a Helm chart. The objects become children that inherit
// the chart's provider, its protection and what it is deleted with from the engine.
func (r *Run) construct(
	_ context.Context, q plugin.ConstructRequest, monitor *deploytest.ResourceMonitor, place simcloud.Place,
) (result plugin.ConstructResponse, err error) {
	defer func() { err = errors.Join(err, monitor.Close()) }()
	if q.Type != chartType {
		return result, fmt.Errorf("the sandbox cannot construct %s: of components that their provider makes, it knows %s only", q.Type, chartType)
	}
	var parentType tokens.Type
	if q.Parent != "" {
		parentType = q.Parent.QualifiedType()
	}
	urn := resource.NewURN(tokens.QName(q.Info.Stack), tokens.PackageName(q.Info.Project), parentType, q.Type, q.Name)
	objects, err := r.Cloud.Chart(simcloud.Request{URN: urn, Inputs: q.Inputs, Preview: q.Info.DryRun, Place: place})
	if err != nil {
		return result, err
	}
	component, err := monitor.RegisterResource(q.Type, q.Name, false, componentOptions(q))
	if err != nil {
		return result, err
	}
	children := make([]resource.PropertyValue, len(objects))
	for i, o := range objects {
		child, err := monitor.RegisterResource(tokens.Type(o.Token), o.Name, true, deploytest.ResourceOptions{
			Parent: component.URN, Inputs: o.Inputs,
		})
		if err != nil {
			return result, err
		}
		children[i] = resource.MakeCustomResourceReference(child.URN, child.ID, "")
	}
	outputs := resource.PropertyMap{"resources": resource.NewArrayProperty(children)}
	result = plugin.ConstructResponse{URN: component.URN, Outputs: resource.FromResourcePropertyMap(outputs)}
	return result, monitor.RegisterResourceOutputs(component.URN, outputs)
}

// componentOptions hands the options of the program's resource on to the component.
func componentOptions(q plugin.ConstructRequest) deploytest.ResourceOptions {
	o := q.Options
	options := deploytest.ResourceOptions{
		Parent: q.Parent, Protect: o.Protect, Dependencies: o.Dependencies, Providers: o.Providers, DeletedWith: o.DeletedWith,
		ReplaceWith: o.ReplaceWith, RetainOnDelete: o.RetainOnDelete, IgnoreChanges: o.IgnoreChanges, ReplaceOnChanges: o.ReplaceOnChanges,
	}
	for _, alias := range o.Aliases {
		if alias.URN != "" {
			options.Aliases = append(options.Aliases, &pulumirpc.Alias{Alias: &pulumirpc.Alias_Urn{Urn: string(alias.URN)}})
			continue
		}
		spec := &pulumirpc.Alias_Spec{Name: alias.Name, Type: alias.Type, Project: alias.Project, Stack: alias.Stack}
		if alias.NoParent {
			spec.Parent = &pulumirpc.Alias_Spec_NoParent{NoParent: true}
		} else if alias.Parent != "" {
			spec.Parent = &pulumirpc.Alias_Spec_ParentUrn{ParentUrn: string(alias.Parent)}
		}
		options.Aliases = append(options.Aliases, &pulumirpc.Alias{Alias: &pulumirpc.Alias_Spec_{Spec: spec}})
	}
	return options
}
