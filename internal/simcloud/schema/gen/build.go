package gen

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// Types reads every resource type of the SDKs that go.mod, seen from the folder dir, pins, and adds the ones that are written down by hand.
// They are sorted by token.
// It fails when a source is missing or says something that the generator does not understand.
func Types(ctx context.Context, dir string) ([]schema.Type, error) {
	modules, err := locate(ctx, dir)
	if err != nil {
		return nil, err
	}
	found, err := scan(modules)
	if err != nil {
		return nil, err
	}
	types := make([]schema.Type, 0, len(found.constructors))
	var problems []error
	for _, c := range found.constructors {
		t, err := found.build(c)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		types = append(types, t)
	}
	types = append(types, byHand()...)
	slices.SortFunc(types, func(a, b schema.Type) int { return cmp.Compare(a.Token, b.Token) })
	for i := 1; i < len(types); i++ {
		if types[i].Token == types[i-1].Token {
			problems = append(problems, fmt.Errorf("schema: token %s: need one constructor, got more", types[i].Token))
		}
	}
	problems = append(problems, checkOddTags(types), checkUndocumented(types))
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return types, nil
}

// build puts together what constructor, arguments and resource struct say about one type.
func (d *declarations) build(c constructor) (schema.Type, error) {
	inputs, err := d.inputs(c)
	if err != nil {
		return schema.Type{}, fmt.Errorf("%s: %w", c.token, err)
	}
	t := schema.Type{Token: c.token, Component: c.component, Inputs: inputs}
	if t.Outputs, err = d.outputs(c, inputs); err != nil {
		return schema.Type{}, fmt.Errorf("%s: %w", c.token, err)
	}
	place := tagPlaceOf(t)
	t.Tags, t.TagForm = place.path, place.form
	return t, nil
}

func (d *declarations) inputs(c constructor) ([]schema.Input, error) {
	var inputs []schema.Input
	for _, f := range d.structs[d.elements[c.args].name] {
		kind, pointer, err := d.resolve(f.shape)
		if err != nil {
			return nil, err
		}
		fixed := slices.Contains(c.fixed, f.goName)
		inputs = append(inputs, schema.Input{
			Name: f.property,
			Kind: kind,
			// A field without a pointer has no way to be absent, unless Go has no pointer form for it.
			Required: slices.Contains(c.required, f.goName) || !pointer && !nilable(kind),
			// What the constructor sets itself never changes, whatever its documentation says.
			Replaces: !fixed && (slices.Contains(c.replaces, f.property) ||
				documentedReplacement(c.token, f.property, f.doc) || undocumentedReplacement(c.token, f.property)),
		})
	}
	slices.SortFunc(inputs, func(a, b schema.Input) int { return cmp.Compare(a.Name, b.Name) })
	return inputs, nil
}

func (d *declarations) outputs(c constructor, inputs []schema.Input) ([]schema.Output, error) {
	optional := map[string]bool{}
	for _, in := range inputs {
		optional[in.Name] = !in.Required
	}
	var outputs []schema.Output
	for _, f := range d.structs[c.result] {
		kind, pointer, err := d.resolve(f.shape)
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, schema.Output{
			Name:   f.property,
			Kind:   kind,
			Always: !pointer && (!nilable(kind) || !optional[f.property]),
			Secret: slices.Contains(c.secrets, f.property),
		})
	}
	slices.SortFunc(outputs, func(a, b schema.Output) int { return cmp.Compare(a.Name, b.Name) })
	return outputs, nil
}

// nilable tells the kinds whose Go types are nil when absent, so that their fields never are pointers.
func nilable(kind schema.Kind) bool {
	return kind == schema.Array || kind == schema.Map || kind == schema.Any || kind == schema.Asset
}
