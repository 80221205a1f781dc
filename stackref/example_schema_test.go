package stackref_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref"
)

func ExampleSchema() {
	type Queue struct {
		stackref.Contract `contract:"acme.queue" version:"1.0"`
		URL               pulumi.StringOutput `pulumi:"url" doc:"where to send" validate:"prefix=https://"`
		Token             pulumi.StringOutput `pulumi:"token,secret"`
	}
	schema, err := stackref.Schema[Queue]()
	fmt.Print(string(schema), err)
	// Output:
	// {
	//   "$schema": "https://json-schema.org/draft/2020-12/schema",
	//   "title": "acme.queue 1.0",
	//   "x-contract": {
	//     "name": "acme.queue",
	//     "version": "1.0"
	//   },
	//   "type": "object",
	//   "properties": {
	//     "token": {
	//       "x-secret": true,
	//       "type": "string"
	//     },
	//     "url": {
	//       "description": "where to send",
	//       "type": "string",
	//       "pattern": "^https://"
	//     }
	//   },
	//   "required": [
	//     "token",
	//     "url"
	//   ],
	//   "additionalProperties": true
	// }
	// <nil>
}

func ExampleCompare() {
	type Before struct {
		stackref.Contract `contract:"acme.queue" version:"1.0"`
		URL               pulumi.StringOutput `pulumi:"url"`
	}
	type After struct {
		stackref.Contract `contract:"acme.queue" version:"1.1"`
		Address           pulumi.StringOutput `pulumi:"uri"`
		Size              pulumi.IntOutput    `pulumi:"size,optional"`
	}
	before, err1 := stackref.Schema[Before]()
	after, err2 := stackref.Schema[After]()
	changes, err3 := stackref.Compare(before, after)
	if err1 != nil || err2 != nil || err3 != nil {
		return
	}
	for _, change := range changes {
		fmt.Println(change.Breaking, change)
	}
	// Output:
	// false size: added, may be missing
	// true url: gone; renamed to "uri"? consumers still read the old name
	// true breaking changes need version 2.0, got 1.1 after 1.0
}
