package stackref

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/suggest"
	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// manifest adds a contract to what the stack's reserved output lists.
func (e *encoder) manifest(ctx *pulumi.Context, c *shape.Contract, s *settings) pulumi.Map {
	entries := pulumi.Map{}
	if earlier, exported := ctx.GetCurrentExportMap()[shape.Reserved]; exported {
		listed, ours := earlier.(pulumi.Map)
		if !ours {
			e.add(Problem{Path: shape.Reserved, Kind: KindDuplicate, Got: "the name is reserved for the list of contracts"})
		}
		maps.Copy(entries, listed)
	}
	name := s.prefix + c.Name
	if _, twice := entries[name]; twice {
		e.add(Problem{Path: name, Kind: KindDuplicate, Got: "the stack exports this contract already; give one of them a Prefix"})
	}
	fields := pulumi.StringMap{}
	for i := range c.Fields {
		fields[s.prefix+c.Fields[i].Name] = pulumi.String(describe(&c.Fields[i]))
	}
	entries[name] = pulumi.Map{"version": pulumi.String(version(c)), "fields": fields}
	return entries
}

// describe words the type of a field for people who read the stack's outputs.
func describe(f *shape.Field) string {
	text := describeType(&f.Type)
	if f.Secret {
		text += ", secret"
	}
	if f.Optional || f.Type.Nullable || f.HasDefault {
		text += ", optional"
	}
	return text
}

func describeType(t *shape.Type) string {
	if t.Elem == nil {
		return string(t.Kind)
	}
	return fmt.Sprintf("%s of %s", t.Kind, describeType(t.Elem))
}

// exportedVersion reads which version of a contract a stack exports, or why the contract is not the one wanted. A stack that
// lists no contracts has version "": its outputs may have been exported by hand, or from another language.
func exportedVersion(outputs resource.PropertyMap, c *shape.Contract, prefix string) (string, *Problem) {
	listed, ok := outputs[shape.Reserved]
	if !ok {
		return "", nil
	}
	listed, _, _ = open(listed)
	if !listed.IsObject() {
		return "", &Problem{Path: shape.Reserved, Kind: KindContractMismatch, Want: "an object that lists contracts", Got: typeOf(listed)}
	}
	versions := map[string]string{}
	for name, entry := range listed.ObjectValue() {
		entry, _, _ = open(entry)
		if entry.IsObject() {
			entry, _, _ = open(entry.ObjectValue()["version"])
		}
		if entry.IsString() {
			versions[string(name)] = entry.StringValue()
		}
	}
	name := prefix + c.Name
	have, exports := versions[name]
	if !exports {
		p := &Problem{Kind: KindContractMismatch, Got: fmt.Sprintf("contract %s wanted, the stack does not export it", name)}
		p.Available = slices.Sorted(maps.Keys(versions))
		p.DidYouMean = suggest.Closest(name, p.Available)
		return "", p
	}
	major, _, err := shape.ParseVersion(have)
	if err != nil {
		return have, &Problem{Path: shape.Reserved, Kind: KindContractMismatch, Got: "the version of " + name + ": " + err.Error()}
	}
	if major != c.Major {
		return have, &Problem{
			Kind: KindContractMismatch, Got: fmt.Sprintf("contract %d.x wanted, stack exports %s", c.Major, have),
		}
	}
	return have, nil
}
