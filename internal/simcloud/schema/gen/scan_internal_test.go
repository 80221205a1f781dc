package gen

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

const widget = `package w

import (
	"errors"
	"reflect"

	other "example.com/sdk/other"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type Widget struct {
	pulumi.CustomResourceState

	Name  pulumi.StringOutput    ` + "`pulumi:\"name\"`" + `
	Note  pulumi.StringPtrOutput ` + "`pulumi:\"note\"`" + `
	Color ColorPtrOutput         ` + "`pulumi:\"color\"`" + `
	Parts PartArrayOutput        ` + "`pulumi:\"parts\"`" + `
	Bolts pulumi.StringArrayOutput ` + "`pulumi:\"bolts\"`" + `
	Meta  other.MetaOutput       ` + "`pulumi:\"meta\"`" + `
}

func NewWidget(ctx *pulumi.Context, name string, args *WidgetArgs, opts ...pulumi.ResourceOption) (*Widget, error) {
	if args.Parts == nil {
		return nil, errors.New("invalid value for required argument 'Parts'")
	}
	args.Kind = pulumi.StringPtr("Widget")
	opts = append(opts, pulumi.AdditionalSecretOutputs([]string{"name"}), pulumi.ReplaceOnChanges([]string{"keys[*]"}))
	var resource Widget
	err := ctx.RegisterResource("x:w:Widget", name, args, &resource, opts...)
	return &resource, err
}

func (w *Widget) Short() {}

func ignored(
	ctx *pulumi.Context,
) {
	this is not Go
}

func NewDynamic(ctx *pulumi.Context, token string) error { return ctx.RegisterResource(token, "", nil, nil) }

type widgetArgs struct {
	Size  int      ` + "`pulumi:\"size\"`" + `
	Color *Color   ` + "`pulumi:\"color\"`" + `
	// The kind. Cannot be updated.
	Kind  *string  ` + "`pulumi:\"kind\"`" + `
	Keys  []string ` + "`pulumi:\"keys\"`" + `
	Parts []Part   ` + "`pulumi:\"parts\"`" + `
	// The place. Immutable.
	Place interface{} ` + "`pulumi:\"place,optional\"`" + `
	Owner *Widget  ` + "`pulumi:\"owner\"`" + `
	notTagged int
}

type WidgetArgs struct{ Size pulumi.IntInput }

func (WidgetArgs) ElementType() reflect.Type { return reflect.TypeOf((*widgetArgs)(nil)).Elem() }
`

const types = `package w

type Color string
type Part struct{}
type ColorPtrOutput struct{ *pulumi.OutputState }
func (ColorPtrOutput) ElementType() reflect.Type { return reflect.TypeOf((**Color)(nil)).Elem() }
type PartArrayOutput struct{ *pulumi.OutputState }
func (PartArrayOutput) ElementType() reflect.Type { return reflect.TypeOf((*[]Part)(nil)).Elem() }
`

const meta = `package other

type Meta struct{}
type MetaOutput struct{ *pulumi.OutputState }
func (MetaOutput) ElementType() reflect.Type { return reflect.TypeOf((*Meta)(nil)).Elem() }
`

func scanFiles(t *testing.T, files map[string]string) (*declarations, error) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		name = filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
	}
	return scan([]module{{Path: "example.com/sdk", Dir: dir}})
}

func TestScan(t *testing.T) {
	t.Parallel()
	found, err := scanFiles(t, map[string]string{
		"w/widget.go": widget, "w/types.go": types, "other/meta.go": meta,
		"w/widget_test.go": "not Go", "README.md": "not Go",
	})
	require.NoError(t, err)
	require.Len(t, found.constructors, 1)
	built, err := found.build(found.constructors[0])
	require.NoError(t, err)
	assert.Equal(t, schema.Type{
		Token: "x:w:Widget",
		Inputs: []schema.Input{
			{Name: "color", Kind: schema.String},
			{Name: "keys", Kind: schema.Array, Replaces: true},
			{Name: "kind", Kind: schema.String},
			{Name: "owner", Kind: schema.Resource},
			{Name: "parts", Kind: schema.Array, Required: true},
			{Name: "place", Kind: schema.Any, Replaces: true},
			{Name: "size", Kind: schema.Int, Required: true},
		},
		Outputs: []schema.Output{
			{Name: "bolts", Kind: schema.Array, Always: true},
			{Name: "color", Kind: schema.String},
			{Name: "meta", Kind: schema.Object, Always: true},
			{Name: "name", Kind: schema.String, Always: true, Secret: true},
			{Name: "note", Kind: schema.String},
			{Name: "parts", Kind: schema.Array, Always: true},
		},
	}, built)
}

func TestScanReportsProblems(t *testing.T) {
	t.Parallel()
	_, err := scanFiles(t, map[string]string{"w/broken.go": "package w\ntype {"})
	require.ErrorContains(t, err, "broken.go:2")

	found, err := scanFiles(t, map[string]string{"w/widget.go": widget})
	require.NoError(t, err)
	_, err = found.build(found.constructors[0])
	require.ErrorContains(t, err, "x:w:Widget")
	require.ErrorContains(t, err, "type example.com/sdk/w.Color: need its declaration, got none")
}

func TestResolve(t *testing.T) {
	t.Parallel()
	d := newDeclarations()
	d.types["p.Loop"] = shape{name: "p.Loop"}
	tests := []struct {
		name    string
		kind    schema.Kind
		pointer bool
		err     string
	}{
		{name: "StringOutput", kind: schema.String},
		{name: "IDOutput", kind: schema.String},
		{name: "IntPtrOutput", kind: schema.Int, pointer: true},
		{name: "Float64Output", kind: schema.Float},
		{name: "BoolPtrOutput", kind: schema.Bool, pointer: true},
		{name: "StringMapOutput", kind: schema.Map},
		{name: "StringMapArrayOutput", kind: schema.Array},
		{name: "StringArrayMapOutput", kind: schema.Map},
		{name: "ArrayOutput", kind: schema.Array},
		{name: "AnyOutput", kind: schema.Any},
		{name: "AssetOrArchive", kind: schema.Asset},
		{name: "SpinOutput", err: "type pulumi.SpinOutput"},
	}
	for _, test := range tests {
		kind, pointer, err := d.resolve(shape{name: corePath + "." + test.name})
		if test.err != "" {
			require.ErrorContains(t, err, test.err)
			continue
		}
		require.NoError(t, err, test.name)
		assert.Equal(t, test.kind, kind, test.name)
		assert.Equal(t, test.pointer, pointer, test.name)
	}
	_, _, err := d.resolve(shape{name: "p.Loop"})
	require.ErrorContains(t, err, "chain")
}

func TestHandWrittenListsAreChecked(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, checkUndocumented(nil), `hand-written replacement "vpcId" of aws:ec2/subnet:Subnet`)
	require.ErrorContains(t, checkOddTags(nil), "hand-written tag property")
}
