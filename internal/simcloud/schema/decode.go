package schema

import (
	"compress/flate"
	_ "embed" // the table
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

//go:embed table.bin
var packed string

// table is the unpacked table. The records of types stay encoded until somebody looks one up.
type table struct {
	names   []string
	tokens  []string
	records map[string]string
}

// load unpacks the embedded table once, on first use. A broken table reads as an empty one; a test proves it whole.
var load = sync.OnceValue(func() table {
	t, err := decode(packed)
	if err != nil {
		return table{}
	}
	return t
})

// Lookup finds the type of a token; false when no pinned SDK has it. The caller owns the slices of the result.
func Lookup(token string) (Type, bool) {
	t := load()
	record, ok := t.records[token]
	if !ok {
		return Type{}, false
	}
	found, err := t.typeOf(token, record)
	return found, err == nil
}

// Tokens lists every type, sorted. The caller owns the slice.
func Tokens() []string { return slices.Clone(load().tokens) }

var errTruncated = errors.New("schema: table: need more bytes, got its end")

func decode(packed string) (table, error) {
	plain, err := io.ReadAll(flate.NewReader(strings.NewReader(packed)))
	if err != nil {
		return table{}, fmt.Errorf("schema: unpack the table: %w", err)
	}
	r := reader{rest: string(plain)}
	t := table{names: make([]string, 0, r.count())}
	for range cap(t.names) {
		t.names = append(t.names, r.text())
	}
	types := r.count()
	t.tokens = make([]string, 0, types)
	t.records = make(map[string]string, types)
	for range types {
		token, record := r.text(), r.text()
		t.tokens = append(t.tokens, token)
		t.records[token] = record
	}
	return t, r.err
}

func (t table) typeOf(token, record string) (Type, error) {
	r := reader{rest: record}
	own := r.byte()
	found := Type{
		Token: token, Tags: r.text(), TagForm: Form(own & formMask), Component: own&flagComponent != 0,
	}
	for r.rest != "" && r.err == nil {
		number := r.number()
		if number >= uint64(len(t.names)) {
			return Type{}, errTruncated
		}
		name := t.names[number]
		if in := r.byte(); in&present != 0 {
			found.Inputs = append(found.Inputs, Input{
				Name: name, Kind: Kind(in >> kindShift), Required: in&flagA != 0, Replaces: in&flagB != 0,
			})
		}
		if out := r.byte(); out&present != 0 {
			found.Outputs = append(found.Outputs, Output{
				Name: name, Kind: Kind(out >> kindShift), Always: out&flagA != 0, Secret: out&flagB != 0,
			})
		}
	}
	return found, r.err
}

// reader takes values off the front of a string; after the first error it yields zeros.
type reader struct {
	rest string
	err  error
}

func (r *reader) number() uint64 {
	// The longest number is ten bytes; a longer conversion would copy the whole rest.
	value, size := binary.Uvarint([]byte(r.rest[:min(len(r.rest), binary.MaxVarintLen64)]))
	if size <= 0 {
		r.rest, r.err = "", errTruncated
		return 0
	}
	r.rest = r.rest[size:]
	return value
}

// count is a number of things that take a byte or more each.
func (r *reader) count() int {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.rest, r.err = "", errTruncated
		return 0
	}
	return int(n)
}

func (r *reader) text() string {
	n := r.count()
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}

func (r *reader) byte() byte {
	if r.rest == "" {
		r.err = errTruncated
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}
