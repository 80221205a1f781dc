// Package contractvet finds mistakes with contracts between stacks before a program runs. It is an analyzer for go vet:
//
//	go build -o contractvet github.com/groundwork-go/groundwork/stackref/cmd/contractvet
//	go vet -vettool=$(pwd)/contractvet ./...
//
// In a struct that embeds stackref.Contract it reports what stackref.Import and stackref.Export would refuse: a tag that is
// missing, malformed or used twice, a type that is not supported, a rule or default that does not fit. It also reports an
// output with the name of a secret, such as dbPassword, apiKey or kubeconfig, that is not marked secret; a name that goes
// on, such as passwordSecretArn, is none.
//
// Everywhere it reports a discarded error of stackref.Import, ImportOptional or Export, because such a program goes on with
// a contract that was never checked.
//
// In a package that declares a contract or imports a package that does, it reports reads of stack outputs by a literal name
// with the methods of pulumi.StackReference. A misspelt name passes a preview there, and sometimes an update. It looks at
// direct imports only, and a generic contract is checked where it is used, by stackref.
package contractvet
