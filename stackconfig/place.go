package stackconfig

import (
	"regexp"
	"strconv"
)

// place is where in the configuration a value stands.
type place struct {
	path           string
	item, itemPath string
}

var plainKey = regexp.MustCompile(`^[A-Za-z_][\w-]*$`)

func (p place) key(name string) place {
	if plainKey.MatchString(name) {
		p.path += "." + name
	} else {
		p.path += "[" + strconv.Quote(name) + "]"
	}
	return p
}

// index leads to a list item; one without a name keeps the name around it.
func (p place) index(i int, name string) place {
	p.path += "[" + strconv.Itoa(i) + "]"
	if name != "" {
		p.item, p.itemPath = name, p.path
	}
	return p
}

func (p place) problem(need, got string) Problem {
	return Problem{Path: p.path, Item: p.item, itemPath: p.itemPath, Need: need, Got: got}
}
