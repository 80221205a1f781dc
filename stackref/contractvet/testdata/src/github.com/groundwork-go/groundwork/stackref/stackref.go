// Package stackref has as much of the real package as the tests of the analyzer need.
package stackref

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

type Contract struct{}

type Source struct{}

func Stack(string) Source { return Source{} }

func Export[T any](*pulumi.Context, *T) error { return nil }

func Import[T any](*pulumi.Context, Source) (*T, error) { return nil, nil }

func ImportOptional[T any](*pulumi.Context, Source) (*T, bool, error) { return nil, false, nil }
