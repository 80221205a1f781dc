package stackref

import (
	"fmt"
	"reflect"

	"github.com/groundwork-go/groundwork/stackref/internal/contractschema"
	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// Schema returns the JSON Schema (draft 2020-12) of a contract: of the object that `pulumi stack output --json` prints
// for a stack that exports it without a prefix. It is for consumers in other languages, for checks in a pipeline, and for
// [Compare]. Other outputs may stand beside those of the contract.
//
// The keyword x-contract has the name and the version. A secret output has x-secret, and the text "[secret]", which is
// printed without --show-secrets, is one of its values. A deprecated output has x-deprecated with what to use instead.
// Rules that JSON Schema has no word for are listed under x-rules, and what a Validate method refuses is not in the
// schema. The same contract gives the same bytes.
//
// The error tells what is wrong with the struct.
func Schema[T any]() ([]byte, error) {
	contract, err := shape.Of(reflect.TypeFor[T]())
	if err != nil {
		return nil, fmt.Errorf("stackref: schema of %s: %w", reflect.TypeFor[T](), err)
	}
	return contractschema.From(contract).JSON()
}
