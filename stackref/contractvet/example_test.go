package contractvet_test

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/groundwork-go/groundwork/stackref/contractvet"
)

// The analyzer works beside others in a checker of your own, for example with unitchecker.Main.
func Example() {
	checkers := []*analysis.Analyzer{contractvet.Analyzer}
	fmt.Println(checkers[0].Name)
	// Output: contractvet
}
