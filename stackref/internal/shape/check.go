package shape

import "strings"

// Check finds every mistake in a contract that shows without its Go type: duplicate and reserved names, rules that do not
// fit the kind, defaults that do not parse or break a rule, secrets that stand in plain values. It returns an [*Error].
func (c *Contract) Check() error {
	e := &Error{}
	if !contractName.MatchString(c.Name) {
		e.add(c.GoType, `contract tag: need a name such as "acme.network", got %q`, c.Name)
	}
	if len(c.Fields) == 0 {
		e.add(c.GoType, "need at least one field")
	}
	e.checkFields(c.GoType, c.Fields, false)
	return e.orNil()
}

// checkFields checks the fields of a contract, or of an object in it that may be secret as a whole.
func (e *Error) checkFields(path string, fields []Field, secret bool) {
	first := map[string]string{}
	for i := range fields {
		f := &fields[i]
		at := path + "." + f.GoName
		if f.Name == "" { // the tag's own problem
			continue
		}
		if earlier, twice := first[f.Name]; twice {
			e.add(at, "the name %q is taken by the field %s", f.Name, earlier)
		}
		first[f.Name] = f.GoName
		if strings.HasPrefix(f.Name, "__") {
			e.add(at, "the name %q is reserved, as every name that begins with two underscores", f.Name)
		}
		e.checkField(at, f, secret || f.Secret)
	}
}

func (e *Error) checkField(at string, f *Field, secret bool) {
	e.checkType(at, &f.Type, secret)
	if f.Type.Kind == "" { // unsupported, which has been said
		return
	}
	e.checkRules(at, f)
	if !f.HasDefault {
		return
	}
	if secret {
		e.add(at, "a secret cannot have a default, which everybody could read in the source")
		return
	}
	v, err := ParseScalar(f.Type.Kind, f.Default)
	if err != nil {
		e.add(at, "default: %s", err)
		return
	}
	for _, r := range f.Rules {
		if check, err := r.Compile(&f.Type); err == nil && !check.holds(v) {
			e.add(at, "default: need %s, got %q", check.Need, f.Default)
		}
	}
}

func (e *Error) checkType(at string, t *Type, secret bool) {
	switch {
	case t.Output:
		return
	case t.Kind == Object:
		e.checkFields(at, t.Fields, secret)
	case t.Kind == Array, t.Kind == Map:
		if t.Elem != nil {
			e.checkType(at, t.Elem, secret)
		}
	case secret && t.Kind != "":
		e.add(at, "a secret needs a Pulumi output; a plain Go value cannot be secret")
	}
}

func (e *Error) checkRules(at string, f *Field) {
	var low, high *Check
	for _, r := range f.Rules {
		check, err := r.Compile(&f.Type)
		if err != nil {
			e.add(at, "rule %q: %s", r.String(), err)
			continue
		}
		switch r.Name {
		case "min":
			low = check
		case "max":
			high = check
		}
	}
	if low != nil && high != nil && low.low > high.high {
		e.add(at, "rule min=%v: more than max=%v", low.low, high.high)
	}
}
