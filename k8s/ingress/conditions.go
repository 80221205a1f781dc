package ingress

// Condition is one thing that requests must have: exactly one of Hosts, Paths, Methods, Header, Query and SourceCIDRs. What is
// listed within it are alternatives, at most 3. Host and path of the rule are conditions too, and all together have at most 5
// values, by AWS.
type Condition struct {
	// Hosts are more host names; * and ? stand for any characters and one. One such condition for a rule.
	Hosts []string
	// Paths are more paths; * and ? stand for any characters and one. One such condition for a rule.
	Paths []string
	// Methods are HTTP methods in capitals. One such condition for a rule.
	Methods []string
	// Header is a header with its values.
	Header *Header
	// Query are parts of the query string.
	Query []Query
	// SourceCIDRs are the ranges that the connection may come from. One such condition for a rule.
	SourceCIDRs []string
}

// Header is a header of a request.
type Header struct {
	// Name is the header's name. Required.
	Name string
	// Values are its values; * and ? stand for any characters and one. Required.
	Values []string
}

// Query is a part of a query string.
type Query struct {
	// Key is the parameter's name. Default: any.
	Key string
	// Value is the parameter's value; * and ? stand for any characters and one. Required.
	Value string
}

// Rewrites change a request before the target sees it.
type Rewrites struct {
	// URL changes path and query.
	URL *Rewrite
	// Host changes the host header.
	Host *Rewrite
}

// Rewrite replaces what fits.
type Rewrite struct {
	// Regex is what to look for. Required.
	Regex string
	// Replace takes its place; $1 is the first group of Regex. Required.
	Replace string
}

// The JSON of the annotations, by the names in the controller's documentation.
type (
	conditionJSON struct {
		Field  string      `json:"field"`
		Host   *valuesJSON `json:"hostHeaderConfig,omitempty"`
		Path   *valuesJSON `json:"pathPatternConfig,omitempty"`
		Method *valuesJSON `json:"httpRequestMethodConfig,omitempty"`
		Header *headerJSON `json:"httpHeaderConfig,omitempty"`
		Query  *queryJSON  `json:"queryStringConfig,omitempty"`
		Source *valuesJSON `json:"sourceIpConfig,omitempty"`
	}
	valuesJSON struct {
		Values []string `json:"values"`
	}
	headerJSON struct {
		Name   string   `json:"httpHeaderName"`
		Values []string `json:"values"`
	}
	queryJSON struct {
		Values []pairJSON `json:"values"`
	}
	pairJSON struct {
		Key   string `json:"key,omitempty"`
		Value string `json:"value"`
	}
	transformJSON struct {
		Type string        `json:"type"`
		URL  *rewritesJSON `json:"urlRewriteConfig,omitempty"`
		Host *rewritesJSON `json:"hostHeaderRewriteConfig,omitempty"`
	}
	rewritesJSON struct {
		Rewrites []rewriteJSON `json:"rewrites"`
	}
	rewriteJSON struct {
		Regex   string `json:"regex"`
		Replace string `json:"replace"`
	}
)

// kinds are the kinds of conditions that are given; there must be one.
func (c Condition) kinds() []string {
	var all []string
	for _, kind := range []struct {
		name  string
		given bool
	}{
		{"Hosts", len(c.Hosts) > 0}, {"Paths", len(c.Paths) > 0}, {"Methods", len(c.Methods) > 0},
		{"Header", c.Header != nil}, {"Query", len(c.Query) > 0}, {"SourceCIDRs", len(c.SourceCIDRs) > 0},
	} {
		if kind.given {
			all = append(all, kind.name)
		}
	}
	return all
}

// values counts what AWS counts.
func (c Condition) values() int {
	n := len(c.Hosts) + len(c.Paths) + len(c.Methods) + len(c.Query) + len(c.SourceCIDRs)
	if c.Header != nil {
		n += len(c.Header.Values)
	}
	return n
}

func (c Condition) document() conditionJSON {
	switch {
	case len(c.Hosts) > 0:
		return conditionJSON{Field: "host-header", Host: &valuesJSON{c.Hosts}}
	case len(c.Paths) > 0:
		return conditionJSON{Field: "path-pattern", Path: &valuesJSON{c.Paths}}
	case len(c.Methods) > 0:
		return conditionJSON{Field: "http-request-method", Method: &valuesJSON{c.Methods}}
	case c.Header != nil:
		return conditionJSON{Field: "http-header", Header: &headerJSON{c.Header.Name, c.Header.Values}}
	case len(c.Query) > 0:
		made := &queryJSON{}
		for _, q := range c.Query {
			made.Values = append(made.Values, pairJSON(q))
		}
		return conditionJSON{Field: "query-string", Query: made}
	default:
		return conditionJSON{Field: "source-ip", Source: &valuesJSON{c.SourceCIDRs}}
	}
}

func conditionsText(all []Condition) string {
	documents := make([]conditionJSON, len(all))
	for i, condition := range all {
		documents[i] = condition.document()
	}
	return toJSON(documents)
}

func (r Rewrites) text() string {
	var documents []transformJSON
	if r.URL != nil {
		documents = append(documents, transformJSON{Type: "url-rewrite", URL: r.URL.document()})
	}
	if r.Host != nil {
		documents = append(documents, transformJSON{Type: "host-header-rewrite", Host: r.Host.document()})
	}
	return toJSON(documents)
}

func (r Rewrite) document() *rewritesJSON {
	return &rewritesJSON{Rewrites: []rewriteJSON{rewriteJSON(r)}}
}
