// Package iampolicy writes IAM policy documents. Statements keep their order, so that equal policies are equal texts.
package iampolicy

import "encoding/json"

// version is the version of the policy language.
const version = "2012-10-17"

// Conditions are the values by operator and key: {"StringEquals": {"aws:SourceAccount": {"123456789012"}}}.
type Conditions map[string]map[string][]string

// Statement is one statement of a document.
type Statement struct {
	Sid       string            `json:",omitempty"`
	Effect    string            // "Allow" or "Deny"
	Principal map[string]string `json:",omitempty"`
	Action    []string
	Resource  []string   `json:",omitempty"`
	Condition Conditions `json:",omitempty"`
}

// Allow is a statement that allows the actions on the resources.
func Allow(sid string, actions []string, resources ...string) Statement {
	return Statement{Sid: sid, Effect: "Allow", Action: actions, Resource: resources}
}

// Document is the JSON text of a policy.
func Document(statements ...Statement) (string, error) {
	text, err := json.Marshal(struct {
		Version   string
		Statement []Statement
	}{version, statements})
	return string(text), err
}
