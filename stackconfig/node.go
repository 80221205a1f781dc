package stackconfig

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

type nodeKind int

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	stringNode
	listNode
	objectNode
)

// node is a configuration value before it gets a type. encoding/json alone would
// round numbers and keep only the last of two equal keys.
type node struct {
	kind    nodeKind
	text    string // of a string; the digits of a number; "true" or "false"
	items   []*node
	members []member
}

type member struct {
	key   string
	value *node
}

// maxDepth bounds the recursion on hostile input; real configuration has single
// digits.
const maxDepth = 200

var errTooDeep = errors.New("more than " + strconv.Itoa(maxDepth) + " levels of nesting")

// parse reads a JSON text.
func parse(text string) (*node, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	n, err := parseValue(dec, 0)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.New("text that ends too early")
	}
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text after the end of the value")
	}
	return n, nil
}

func parseValue(dec *json.Decoder, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, errTooDeep
	}
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch value := token.(type) {
	case json.Delim:
		if value == '[' {
			return parseList(dec, depth)
		}
		return parseObject(dec, depth)
	case string:
		return &node{kind: stringNode, text: value}, nil
	case json.Number:
		return &node{kind: numberNode, text: value.String()}, nil
	case bool:
		return &node{kind: boolNode, text: strconv.FormatBool(value)}, nil
	default:
		return &node{kind: nullNode}, nil
	}
}

func parseList(dec *json.Decoder, depth int) (*node, error) {
	n := &node{kind: listNode}
	for dec.More() {
		item, err := parseValue(dec, depth+1)
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, item)
	}
	_, err := dec.Token()
	return n, err
}

func parseObject(dec *json.Decoder, depth int) (*node, error) {
	n := &node{kind: objectNode}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		value, err := parseValue(dec, depth+1)
		if err != nil {
			return nil, err
		}
		key, _ := token.(string) // the decoder refuses any other key
		n.members = append(n.members, member{key, value})
	}
	_, err := dec.Token()
	return n, err
}

// get returns the member with the key; nil when there is none or it is null,
// which YAML writes as a key without a value.
func (n *node) get(key string) *node {
	for _, m := range n.members {
		if m.key == key && m.value.kind != nullNode {
			return m.value
		}
	}
	return nil
}

// maxShown is how much of a long string an error shows, in bytes.
const maxShown = 80

// describe words the value for an error; hide leaves the value itself out.
func (n *node) describe(hide bool) string {
	switch n.kind {
	case nullNode:
		return "nothing"
	case listNode:
		return "a list"
	case objectNode:
		return "an object"
	case stringNode:
		if hide {
			return "a string"
		}
		return "the string " + quote(n.text)
	case boolNode:
		if hide {
			return "a boolean"
		}
		return n.text
	default:
		if hide {
			return "a number"
		}
		return "the number " + n.text
	}
}

func quote(text string) string {
	if len(text) > maxShown {
		return strconv.Quote(strings.ToValidUTF8(text[:maxShown/2], "")) + "…"
	}
	return strconv.Quote(text)
}

// length counts the characters of a string, the items of a list, the keys of an
// object.
func (n *node) length() int {
	switch n.kind {
	case listNode:
		return len(n.items)
	case objectNode:
		return len(n.members)
	default:
		return utf8.RuneCountInString(n.text)
	}
}

// canonical is the text of a scalar, the same for 2, 2.0 and 2e0.
func (n *node) canonical() string {
	if n.kind == numberNode {
		if digits, whole := wholeNumber(n.text); whole {
			return digits
		}
	}
	return n.text
}

// quoted is the scalar as an error shows it.
func (n *node) quoted() string {
	if n.kind == stringNode {
		return quote(n.text)
	}
	return n.text
}

// plain turns the node into the values encoding/json marshals.
func (n *node) plain() any {
	switch n.kind {
	case listNode:
		all := make([]any, len(n.items))
		for i, item := range n.items {
			all[i] = item.plain()
		}
		return all
	case objectNode:
		all := make(map[string]any, len(n.members))
		for _, m := range n.members {
			all[m.key] = m.value.plain()
		}
		return all
	case stringNode:
		return n.text
	case numberNode:
		return json.Number(n.text)
	case boolNode:
		return n.text == "true"
	default:
		return nil
	}
}
