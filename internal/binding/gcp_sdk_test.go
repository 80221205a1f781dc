package binding_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/serviceaccount"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/binding"
	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

const (
	ruleToken         = "gcp:compute/firewall:Firewall"
	gcpTemplateToken  = "gcp:compute/instanceTemplate:InstanceTemplate"
	groupManagerToken = "gcp:compute/instanceGroupManager:InstanceGroupManager"
)

// sdkStructs reads the plain structs of the SDK's package compute, each with the types of its properties. Compiling the package
// would take minutes.
func sdkStructs(t *testing.T) map[string]map[string]string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi-gcp/sdk/v7").Output()
	require.NoError(t, err)
	all := map[string]map[string]string{}
	for _, name := range []string{"firewall.go", "instanceTemplate.go", "instanceGroupManager.go", "pulumiTypes.go", "pulumiTypes1.go"} {
		path := filepath.Join(strings.TrimSpace(string(dir)), "go", "gcp", "compute", name)
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if body, ok := spec.Type.(*ast.StructType); ok {
					all[spec.Name.Name] = sdkProperties(body)
				}
			}
			_, isFunction := n.(*ast.FuncDecl)
			return !isFunction
		})
	}
	return all
}

func sdkProperties(body *ast.StructType) map[string]string {
	all := map[string]string{}
	for _, field := range body.Fields.List {
		if field.Tag != nil {
			all[reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("pulumi")] = sdkShape(field.Type)
		}
	}
	return all
}

// sdkShape is a type as [shape] tells it.
func sdkShape(of ast.Expr) string {
	switch typ := of.(type) {
	case *ast.StarExpr:
		return "*" + sdkShape(typ.X)
	case *ast.ArrayType:
		return "[]" + sdkShape(typ.Elt)
	case *ast.MapType:
		return "map[" + sdkShape(typ.Key) + "]" + sdkShape(typ.Value)
	case *ast.SelectorExpr:
		return "pulumi." + typ.Sel.Name
	case *ast.Ident:
		if ast.IsExported(typ.Name) {
			return "struct"
		}
		return typ.Name
	default:
		return "another type"
	}
}

// Every property that the bindings have is one of the SDK's, with the same type.
func TestComputeHasThePropertiesOfTheSDK(t *testing.T) {
	t.Parallel()
	theirs := sdkStructs(t)
	for name, ours := range map[string]plainType{
		"firewallArgs":                           binding.FirewallArgs{},
		"FirewallAllow":                          binding.FirewallTraffic{},
		"FirewallDeny":                           binding.FirewallTraffic{},
		"instanceTemplateArgs":                   binding.InstanceTemplateArgs{},
		"InstanceTemplateDisk":                   binding.InstanceTemplateDisk{},
		"InstanceTemplateDiskDiskEncryptionKey":  binding.InstanceTemplateDiskKey{},
		"InstanceTemplateNetworkInterface":       binding.InstanceTemplateInterface{},
		"InstanceTemplateServiceAccount":         binding.InstanceTemplateServiceAccount{},
		"InstanceTemplateShieldedInstanceConfig": binding.InstanceTemplateShield{},
		"instanceGroupManagerArgs":               binding.InstanceGroupManagerArgs{},
		"InstanceGroupManagerAllInstancesConfig": binding.InstanceGroupConfig{},
		"InstanceGroupManagerUpdatePolicy":       binding.InstanceGroupUpdatePolicy{},
		"InstanceGroupManagerVersion":            binding.InstanceGroupVersion{},
	} {
		plain, args := ours.ElementType(), reflect.TypeOf(ours)
		require.NotEmpty(t, theirs[name], name)
		for property, typ := range properties(plain) {
			assert.Equal(t, theirs[name][property], shape(typ), "%s: %s", name, property)
		}
		for i := range args.NumField() {
			assert.Equal(t, args.Field(i).Name, plain.Field(i).Name, "%s: the SDK matches the two by name", name)
		}
	}
	for name, ours := range map[string]reflect.Type{
		"Firewall":             reflect.TypeFor[binding.Firewall](),
		"InstanceTemplate":     reflect.TypeFor[binding.InstanceTemplate](),
		"InstanceGroupManager": reflect.TypeFor[binding.InstanceGroupManager](),
	} {
		require.NotEmpty(t, properties(ours), name)
		for property, typ := range properties(ours) {
			assert.Equal(t, theirs[name][property], typ.String(), "%s: %s", name, property)
		}
	}
}

// What the SDK marks as secret or requires is in the table, which is made from its source.
func TestComputeHasTheFactsOfTheTable(t *testing.T) {
	t.Parallel()
	for token, args := range map[string]plainType{
		ruleToken: binding.FirewallArgs{}, gcpTemplateToken: binding.InstanceTemplateArgs{}, groupManagerToken: binding.InstanceGroupManagerArgs{},
	} {
		typ, known := schema.Lookup(token)
		require.True(t, known, token)
		ours := properties(args.ElementType())
		for _, in := range typ.Inputs {
			if in.Required {
				assert.Contains(t, ours, in.Name, token)
			}
		}
		var secret []string
		for _, out := range typ.Outputs {
			if out.Secret {
				secret = append(secret, out.Name)
			}
		}
		for _, r := range graphOfCompute(t).OfType(token) {
			assert.ElementsMatch(t, secret, r.AdditionalSecretOutputs, token)
		}
	}
}

func graphOfCompute(t *testing.T) *infratest.Graph {
	t.Helper()
	return infratest.Run(t, func(ctx *pulumi.Context) error {
		if _, err := serviceaccount.NewAccount(ctx, "account", &serviceaccount.AccountArgs{AccountId: pulumi.String("connector-1")}); err != nil {
			return err
		}
		for name, rule := range map[string]*binding.FirewallArgs{
			"in": {Denies: []binding.FirewallTraffic{{Protocol: pulumi.String("all")}}, SourceRanges: pulumi.StringArray{pulumi.String("0.0.0.0/0")}},
			"out": {
				Allows:    []binding.FirewallTraffic{{Protocol: pulumi.String("tcp"), Ports: pulumi.StringArray{pulumi.String("443")}}},
				Direction: pulumi.String("EGRESS"), Priority: pulumi.Int(7),
			},
		} {
			rule.Network = pulumi.String("main")
			if _, err := binding.NewFirewall(ctx, name, rule); err != nil {
				return err
			}
		}
		template, err := binding.NewInstanceTemplate(ctx, "template", &binding.InstanceTemplateArgs{
			Disks: []binding.InstanceTemplateDisk{{
				Boot: pulumi.Bool(true), DiskEncryptionKey: &binding.InstanceTemplateDiskKey{KMSKeySelfLink: pulumi.String("key")},
			}},
			MachineType:            pulumi.String("e2-small"),
			Metadata:               pulumi.StringMap{"enable-oslogin": pulumi.String("TRUE")},
			NetworkInterfaces:      []binding.InstanceTemplateInterface{{Subnetwork: pulumi.String("private")}},
			ServiceAccount:         &binding.InstanceTemplateServiceAccount{Scopes: pulumi.StringArray{pulumi.String("cloud-platform")}},
			ShieldedInstanceConfig: &binding.InstanceTemplateShield{EnableVTPM: pulumi.Bool(true)},
		})
		if err != nil {
			return err
		}
		_, err = binding.NewInstanceGroupManager(ctx, "group", &binding.InstanceGroupManagerArgs{
			AllInstancesConfig: &binding.InstanceGroupConfig{Metadata: pulumi.StringMap{"a": pulumi.String("b")}},
			BaseInstanceName:   pulumi.String("machine"),
			UpdatePolicy:       &binding.InstanceGroupUpdatePolicy{MinimalAction: pulumi.String("REPLACE"), Type: pulumi.String("PROACTIVE"), MaxSurgeFixed: pulumi.Int(0)},
			Versions:           []binding.InstanceGroupVersion{{InstanceTemplate: template.SelfLinkUnique}},
			Zone:               pulumi.String("europe-west1-b"),
		})
		return err
	})
}

func TestComputeRegistersWhatTheSDKRegisters(t *testing.T) {
	t.Parallel()
	g := graphOfCompute(t)
	in, out := g.Named(t, ruleToken, "in"), g.Named(t, ruleToken, "out")
	template, group := g.One(t, gcpTemplateToken), g.One(t, groupManagerToken)
	for _, r := range []*infratest.Resource{in, out, template, group} {
		assert.Equal(t, g.One(t, "gcp:serviceaccount/account:Account").Version, r.Version, "one provider for bindings and SDK")
		assert.NotEmpty(t, r.Version)
	}
	assert.Equal(t, []any{map[string]any{"protocol": "all"}}, valueAt(t, in, "denies"))
	assert.Equal(t, []any{map[string]any{"protocol": "tcp", "ports": []any{"443"}}}, valueAt(t, out, "allows"))
	assert.Equal(t, 7.0, valueAt(t, out, "priority"))
	for path, want := range map[string]any{
		"disks": []any{map[string]any{"boot": true, "diskEncryptionKey": map[string]any{"kmsKeySelfLink": "key"}}}, "machineType": "e2-small",
		"networkInterfaces": []any{map[string]any{"subnetwork": "private"}}, "metadata": map[string]any{"enable-oslogin": "TRUE"},
		"serviceAccount": map[string]any{"scopes": []any{"cloud-platform"}}, "shieldedInstanceConfig": map[string]any{"enableVtpm": true},
	} {
		assert.Equal(t, want, valueAt(t, template, path), path)
	}
	for path, want := range map[string]any{
		"allInstancesConfig": map[string]any{"metadata": map[string]any{"a": "b"}}, "baseInstanceName": "machine", "zone": "europe-west1-b",
		"updatePolicy": map[string]any{"minimalAction": "REPLACE", "type": "PROACTIVE", "maxSurgeFixed": 0.0},
		"versions":     []any{map[string]any{"instanceTemplate": template.Outputs["selfLinkUnique"].StringValue()}},
	} {
		assert.Equal(t, want, valueAt(t, group, path), path)
	}
}

func valueAt(t *testing.T, r *infratest.Resource, path string) any {
	t.Helper()
	v, given := r.Input(path)
	require.True(t, given, path)
	return v.Mappable()
}

func TestComputeErrors(t *testing.T) {
	t.Parallel()
	for want, register := range map[string]func(*pulumi.Context) error{
		"gcp: FirewallArgs.Network: need a value, got nothing": func(ctx *pulumi.Context) error {
			_, err := binding.NewFirewall(ctx, "rule", nil)
			return err
		},
		"gcp: InstanceTemplateArgs.MachineType: need a value, got nothing": func(ctx *pulumi.Context) error {
			_, err := binding.NewInstanceTemplate(ctx, "template", nil)
			return err
		},
		"gcp: InstanceGroupManagerArgs.BaseInstanceName: need a value, got nothing": func(ctx *pulumi.Context) error {
			_, err := binding.NewInstanceGroupManager(ctx, "group", nil)
			return err
		},
	} {
		_, err := infratest.TryRun(register)
		require.ErrorContains(t, err, want)
	}
}
