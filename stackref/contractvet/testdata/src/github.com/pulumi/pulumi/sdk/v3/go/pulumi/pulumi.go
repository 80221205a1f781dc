// Package pulumi has as much of the SDK as the tests of the analyzer need.
package pulumi

type Context struct{}

type OutputState struct{}

type Output interface{ ElementType() any }

type Input interface{ ElementType() any }

type StringInput interface{ Input }

type String string

func (String) ElementType() any { return nil }

type Int int

func (Int) ElementType() any { return nil }

type StringOutput struct{ *OutputState }

func (StringOutput) ElementType() any { return nil }

type IntOutput struct{ *OutputState }

func (IntOutput) ElementType() any { return nil }

type AnyOutput struct{ *OutputState }

func (AnyOutput) ElementType() any { return nil }

type StringPtrOutput struct{ *OutputState }

func (StringPtrOutput) ElementType() any   { return nil }
func (StringPtrOutput) Elem() StringOutput { return StringOutput{} }

type StringArrayOutput struct{ *OutputState }

func (StringArrayOutput) ElementType() any         { return nil }
func (StringArrayOutput) Index(Input) StringOutput { return StringOutput{} }

type MapOutput struct{ *OutputState }

func (MapOutput) ElementType() any      { return nil }
func (MapOutput) MapIndex(Input) Output { return nil }

type StackReference struct{}

func NewStackReference(*Context, string, any) (*StackReference, error) { return nil, nil }

func (*StackReference) GetOutput(StringInput) AnyOutput          { return AnyOutput{} }
func (*StackReference) GetStringOutput(StringInput) StringOutput { return StringOutput{} }
func (*StackReference) GetIntOutput(StringInput) IntOutput       { return IntOutput{} }
func (*StackReference) GetOutputDetails(string) (any, error)     { return nil, nil }
func (*StackReference) GetName() string                          { return "" }
