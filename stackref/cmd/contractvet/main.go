// Command contractvet checks contracts between stacks, and the programs that use them. Build it and give it to go vet:
//
//	go vet -vettool=$(which contractvet) ./...
//
// It also runs by itself, with package patterns as arguments. Package contractvet says what it reports.
package main

import (
	"golang.org/x/tools/go/analysis/multichecker"

	"github.com/groundwork-go/groundwork/stackref/contractvet"
)

func main() { multichecker.Main(contractvet.Analyzer) }
