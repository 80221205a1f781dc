package schema

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"slices"
)

// A property is two bytes, one for each side: a bit that says it is there, two flags, and the kind above them.
const (
	present   = 1 << 0
	flagA     = 1 << 1 // required input, output that is always there
	flagB     = 1 << 2 // replacing input, secret output
	kindShift = 3
)

// A type has one byte of its own: the form of its tags, and a flag above it.
const (
	formMask      = 1<<2 - 1
	flagComponent = 1 << 2
)

// Encode packs types into the form that this package embeds. They must be sorted by token, their properties by name.
// The generator uses it.
func Encode(types []Type) ([]byte, error) {
	names, index := intern(types)
	var plain []byte
	plain = binary.AppendUvarint(plain, uint64(len(names)))
	for _, name := range names {
		plain = appendString(plain, name)
	}
	plain = binary.AppendUvarint(plain, uint64(len(types)))
	for _, t := range types {
		plain = appendString(plain, t.Token)
		record := appendType(nil, t, index)
		plain = binary.AppendUvarint(plain, uint64(len(record)))
		plain = append(plain, record...)
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("schema: pack the table: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("schema: pack the table: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("schema: pack the table: %w", err)
	}
	return packed.Bytes(), nil
}

// intern numbers the property names, the most frequent ones first, so that most numbers are one byte.
func intern(types []Type) (names []string, index map[string]int) {
	uses := map[string]int{}
	for _, t := range types {
		for _, in := range t.Inputs {
			uses[in.Name]++
		}
		for _, out := range t.Outputs {
			uses[out.Name]++
		}
	}
	for name := range uses {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(uses[b], uses[a]), cmp.Compare(a, b))
	})
	index = make(map[string]int, len(names))
	for i, name := range names {
		index[name] = i
	}
	return names, index
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendType(b []byte, t Type, index map[string]int) []byte {
	b = append(b, byte(t.TagForm)|flag(t.Component, flagComponent))
	b = appendString(b, t.Tags)
	for in, out := 0, 0; in < len(t.Inputs) || out < len(t.Outputs); {
		var name string
		var asInput, asOutput byte
		if out == len(t.Outputs) || in < len(t.Inputs) && t.Inputs[in].Name <= t.Outputs[out].Name {
			name = t.Inputs[in].Name
		} else {
			name = t.Outputs[out].Name
		}
		if in < len(t.Inputs) && t.Inputs[in].Name == name {
			i := t.Inputs[in]
			asInput = present | flag(i.Required, flagA) | flag(i.Replaces, flagB) | byte(i.Kind)<<kindShift
			in++
		}
		if out < len(t.Outputs) && t.Outputs[out].Name == name {
			o := t.Outputs[out]
			asOutput = present | flag(o.Always, flagA) | flag(o.Secret, flagB) | byte(o.Kind)<<kindShift
			out++
		}
		b = append(binary.AppendUvarint(b, uint64(index[name])), asInput, asOutput)
	}
	return b
}

func flag(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}
