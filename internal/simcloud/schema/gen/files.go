package gen

import "github.com/groundwork-go/groundwork/internal/simcloud/schema"

// The names of the generated files.
const (
	TableFile    = "table.bin"
	TaggableFile = "taggable.tsv"
)

// Files makes the content of the generated files, by name, from types as Types returns them. The same types give the
// same bytes; another release of Go may pack the same table in other bytes.
func Files(types []schema.Type) (map[string][]byte, error) {
	table, err := schema.Encode(types)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{TableFile: table, TaggableFile: taggable(types)}, nil
}
