package schema

import (
	"bytes"
	"compress/flate"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEmbeddedTableIsWhole(t *testing.T) {
	t.Parallel()
	table, err := decode(packed)
	require.NoError(t, err)
	for token, record := range table.records {
		_, err := table.typeOf(token, record)
		require.NoError(t, err, token)
	}
}

func TestDecodeRefusesDamage(t *testing.T) {
	t.Parallel()
	_, err := decode(packed[:len(packed)/2])
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)

	whole, err := Encode([]Type{{Token: "a:b:C", Inputs: []Input{{Name: "one", Kind: Int}}}})
	require.NoError(t, err)
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(whole)))
	require.NoError(t, err)
	for length := range len(plain) {
		_, err := decode(repack(t, plain[:length]))
		require.ErrorIs(t, err, errTruncated, "length %d", length)
	}

	table, err := decode(string(whole))
	require.NoError(t, err)
	record := table.records["a:b:C"]
	for _, damaged := range []string{"", record[:len(record)-1], strings.Replace(record, "\x00\x00\x00", "\x00\x00\x07", 1)} {
		_, err := table.typeOf("a:b:C", damaged)
		require.ErrorIs(t, err, errTruncated, "%q", damaged)
	}
}

func repack(t *testing.T, plain []byte) string {
	t.Helper()
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	require.NoError(t, err)
	_, err = w.Write(plain)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return packed.String()
}

func TestEncodeRoundTrip(t *testing.T) {
	t.Parallel()
	types := []Type{
		{Token: "a:b:C"},
		{Token: "a:b:D", Component: true, Tags: "x.y", TagForm: TagList,
			Inputs:  []Input{{Name: "a", Kind: Resource, Required: true}, {Name: "c", Kind: String, Replaces: true}},
			Outputs: []Output{{Name: "b", Kind: Asset, Always: true}, {Name: "c", Secret: true}, {Name: "d", Kind: Bool}}},
	}
	packed, err := Encode(types)
	require.NoError(t, err)
	table, err := decode(string(packed))
	require.NoError(t, err)
	assert.Equal(t, []string{"a:b:C", "a:b:D"}, table.tokens)
	for _, want := range types {
		got, err := table.typeOf(want.Token, table.records[want.Token])
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

// BenchmarkFirstLookup is what the first Lookup of a process pays.
func BenchmarkFirstLookup(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		table, err := decode(packed)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := table.typeOf("aws:ec2/vpc:Vpc", table.records["aws:ec2/vpc:Vpc"]); err != nil {
			b.Fatal(err)
		}
	}
}
