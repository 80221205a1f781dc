package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/groundwork-go/groundwork/stackref/internal/contractschema"
	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// writeDocs writes a heading, the comment and a table for each contract.
func writeDocs(w io.Writer, contracts []loaded) error {
	for i, c := range contracts {
		if i > 0 {
			if _, err := fmt.Fprintln(w); err != nil {
				return err
			}
		}
		if err := writeContract(w, &c); err != nil {
			return err
		}
	}
	return nil
}

func writeContract(w io.Writer, c *loaded) error {
	text := fmt.Sprintf("## %s %d.%d\n\nGo type `%s`.", c.Name, c.Major, c.Minor, c.GoType)
	if comment := c.comments[c.Type.Pos()]; comment != "" {
		text += " " + comment
	}
	text += "\n\n| Field | Output | Type | Required | Secret | Default | Rules | Deprecated | Description |\n" +
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
	rows := table{contract: c}
	rows.add(c.GoType, "", c.Fields)
	_, err := io.WriteString(w, text+rows.String())
	return err
}

// table collects one row for each field, those of objects after the object.
type table struct {
	contract *loaded
	strings.Builder
}

func (t *table) add(goPath, path string, fields []shape.Field) {
	for i := range fields {
		f := &fields[i]
		at, key := goPath+"."+f.GoName, path+f.Name
		required := "optional"
		if contractschema.MustAppear(f) {
			required = "required"
		}
		secret := ""
		if f.Secret {
			secret = "secret"
		}
		def := ""
		if f.HasDefault {
			def = code(f.Default)
		}
		var rules []string
		for _, r := range f.Rules {
			rules = append(rules, code(r.String()))
		}
		field := strings.TrimPrefix(at, t.contract.GoType+".")
		t.row(code(field), code(key), typeWords(&f.Type), required, secret, def, strings.Join(rules, ", "), f.Deprecated, t.contract.describe(at, f))
		inner, suffix := &f.Type, ""
		for inner.Elem != nil {
			inner, suffix = inner.Elem, suffix+"[*]"
		}
		t.add(at, key+suffix+".", inner.Fields)
	}
}

func (t *table) row(cells ...string) {
	for _, cell := range cells {
		t.WriteString("| ")
		if cell = strings.ReplaceAll(cell, "|", `\|`); cell != "" {
			t.WriteString(cell + " ")
		}
	}
	t.WriteString("|\n")
}

func code(text string) string {
	if text == "" {
		text = `""`
	}
	if strings.Contains(text, "`") {
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

// typeWords is the type as a reader of any language knows it.
func typeWords(t *shape.Type) string {
	words := string(t.Kind)
	switch t.Kind {
	case shape.Array:
		words = "list of " + elementWords(t.Elem)
	case shape.Map:
		words = "map of " + elementWords(t.Elem)
	default: // the kinds of scalars and objects are words already
	}
	if t.Nullable {
		words += " or null"
	}
	return words
}

func elementWords(t *shape.Type) string {
	if t.Nullable {
		return "(" + typeWords(t) + ")"
	}
	return typeWords(t)
}
